"""Who speaks, in the warehouse: zones beside their cities, evidence that is kept, addresses that are known."""

from __future__ import annotations

import json
from dataclasses import replace

import duckdb
import pytest

from parsers.page import parse_page
from parsers.records import RawPage
from parsers.seed import read_seed
from parsers.version import parser_version
from tests.view_samples import MOMENT, Figure, Part, build_report, fetch, load_reports
from tests.warehouse_samples import connect_in_memory
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.load import load_pages

BODY = (
    "一、主要举措和成效\n（一）规范行政执法。全年收到行政复议申请97件，办理行政许可30件，开展依法行政培训6次。\n"
    "（二）推进法治政府建设。审查规范性文件8件，出庭应诉12次，普法宣传20场，听取法治政府建设汇报3次。\n"
    "二、存在的问题\n执法力量还不够强，法治政府建设的考核方式还较单一，部分干部依法行政意识有待提高，信息化运用还不多。\n"
    "三、下一步打算\n继续推进法治政府建设，加强行政执法监督，做好行政复议和行政应诉工作，优化营商环境，落实重大行政决策程序。\n"
) * 2


@pytest.fixture
def con():
    with connect_in_memory() as connection:
        yield connection


def one(region: str | None, level: str | None, value: int, **told: object):
    page = build_report(
        region or "320500",
        2022,
        [Part("一、", "做法", "disputes", f"收到行政复议申请{value}件。")],
        [Figure(f"{value}件", "reconsideration.applications", value, "件")],
        level=level or "none",
    )
    return replace(page, metadata=replace(page.metadata, region_code=region, level=level, **told))


def load_texts(con: duckdb.DuckDBPyConnection, texts: dict[str, str]) -> None:
    pages = [parse_page(RawPage(url, text.encode())) for url, text in texts.items()]
    run_id = start_run(con, "ingest", {}, MOMENT)
    load_pages(con, run_id, [LoadItem(page.url, page.page_id, MOMENT, page) for page in pages], parser_version())
    end_run(con, run_id, MOMENT)


def test_a_zone_that_is_loaded_first_is_not_its_citys_value(con):
    load_reports(con, [one(None, "zone", 97, parent_code="320500", region_name="江苏省苏州市苏州工业园区")])
    load_reports(con, [one("320500", "prefecture", 1500)])
    assert fetch(con, "SELECT report_id, level, region_code, parent_code FROM report ORDER BY 1") == [
        ("320500-2022", "prefecture", "320500", None),
        ("320500-2022-zone", "zone", None, "320500"),
    ]
    assert fetch(con, "SELECT region_code, value FROM indicator_series") == [("320500", 1500.0)]
    assert fetch(con, "SELECT region_code, value FROM region_ranking") == [("320500", 1500.0)]
    assert fetch(con, "SELECT report_id FROM obligation WHERE status <> 'not_found' AND report_id IS NOT NULL") == [
        ("320500-2022",)
    ]


def test_two_zones_of_one_city_are_two_reports(con):
    pages = [
        replace(one(None, "zone", value, parent_code="410100"), url=f"https://z{value}.example.gov.cn/a.html")
        for value in (11, 22)
    ]
    load_reports(con, [pages[0]])
    load_reports(con, [pages[1]])
    assert len(fetch(con, "SELECT report_id FROM report WHERE report_id LIKE '410100-2022-zone%'")) == 2


def test_who_was_heard_stays_with_the_report(con):
    text = f"陵川县水务局2023年度法治政府建设情况报告\n2023年，陵川县水务局推进法治政府建设。\n{BODY}"
    load_texts(con, {"https://www.jiashan.gov.cn/a.html": text})
    [(region, kind)] = fetch(con, "SELECT region_evidence, kind_evidence FROM report")
    heard = {row["position"]: (row["region_code"], row["verdict"]) for row in json.loads(region)}
    assert heard["title"] == ("140524", "agrees")
    assert heard["host"] == ("330421", "contradicts")
    assert any(row["side"] == "for" for row in json.loads(kind))
    load_texts(con, {"https://www.jiashan.gov.cn/a.html": text})
    assert fetch(con, "SELECT count(*) FROM report") == [(1,)]


def test_a_report_whose_level_is_unknown_pays_no_governments_debt(con):
    load_reports(con, [one("410928", None, 5), one("410922", "county", 6)])
    rows = dict(fetch(con, "SELECT region_code, status FROM obligation WHERE region_code IN ('410928', '410922')"))
    assert rows == {"410928": "not_found", "410922": "undated"}
    assert fetch(con, "SELECT region_code FROM indicator_series") == [("410922",)]


def test_a_known_address_that_was_not_fetched_is_told_apart_from_nothing_found(con):
    known = next(
        row
        for row in read_seed("known_reports.csv")
        if row["kind_of_body"] == "government" and row["level"] == "county" and row["region_code"]
    )
    load_reports(con, [replace(one("410928", "county", 5), metadata=one("410928", "county", 5).metadata)])
    con.execute("UPDATE report SET year = ?", [int(known["year"])])
    query = "SELECT status, url FROM obligation WHERE region_code = ? AND year = ?"
    place = [known["region_code"], int(known["year"])]
    assert con.execute(query, place).fetchall() == [("known", known["address"])]
    con.execute(
        "INSERT INTO quarantine VALUES (?, 'p', 'parse', 'attachment_only', '', TIMESTAMP '2024-01-01', "
        "TIMESTAMP '2024-01-01', 1, NULL, 'r')",
        [known["address"]],
    )
    assert con.execute(query, place).fetchall() == [("unreadable", known["address"])]
