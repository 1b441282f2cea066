"""Reports that a person takes out are gone, nothing else is, and loading the same pages brings them back as they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from flows.archive.files import find_sample_pages
from flows.commands.fill.remove import remove
from flows.errors import CallError
from parsers.page import parse_page
from parsers.records import RawPage
from parsers.version import parser_version
from tests.warehouse_samples import LATER, NOON, write_empty
from warehouse.check.checks import check_warehouse
from warehouse.database import close_warehouse, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.items import LoadCounts, LoadItem
from warehouse.load.load import find_known_pages, load_pages
from warehouse.load.removal import find_samples, remove_reports
from warehouse.site.build import build_site
from warehouse.store.errors import WarehouseMissing


def make_items() -> list[LoadItem]:
    """The sample pages, a page of our own, and a copy of a sample at another address."""
    pages = [RawPage(path.as_uri(), path.read_bytes()) for path in sorted(find_sample_pages().glob("*.html"))]
    text = """甲县2022年法治政府建设工作报告
2022年，甲县坚持把法治政府建设放在全局工作中谋划推进，各项任务落地见效。现将有关情况报告如下：
一、主要举措和成效
（一）化解矛盾纠纷。收到行政复议申请62件，审结50件；办理行政应诉案件31件。
（二）规范行政决策。合法性审查行政规范性文件14件，法律顾问参与重大决策论证，从源头上防范法律风险，决策的科学性和公信力不断增强。
（三）加强法治宣传。组织法治宣传活动16场次，群众学法用法的意识不断提高，办事依法、遇事找法的氛围日益浓厚。
（四）严格行政执法。开展执法培训5期，评查行政处罚案卷102件。持续推行柔性执法，对轻微违法行为首次不予处罚。
二、存在的不足
少数单位依法行政意识有待提高，基层执法力量仍需加强。
三、2023年工作安排
继续落实法治政府建设各项任务，加强行政执法监督，健全矛盾纠纷多元化解机制。
甲县人民政府
2023年1月18日
"""
    pages.append(RawPage("https://www.example.gov.cn/1.txt", text.encode()))
    pages.append(RawPage("https://www.example.gov.cn/copy.html", pages[0].body))
    return [LoadItem(page.url, page.page_id, NOON, parse_page(page), byte_count=len(page.body)) for page in pages]


def load(con: duckdb.DuckDBPyConnection, items: list[LoadItem]) -> LoadCounts:
    run = start_run(con, "ingest", {}, NOON)
    counts = load_pages(con, run, items, parser_version())
    end_run(con, run, NOON)
    return counts


def read_all(con: duckdb.DuckDBPyConnection) -> list[list[tuple[object, ...]]]:
    """What readers see of reports, sections, figures and the chosen series."""
    return [
        con.execute("SELECT * EXCLUDE (run_id) FROM report ORDER BY report_id").fetchall(),
        con.execute("FROM section ORDER BY report_id, seq").fetchall(),
        con.execute("FROM fact_indicator ORDER BY fact_id").fetchall(),
        con.execute("FROM indicator_series ORDER BY region_code, indicator_id, year").fetchall(),
    ]


def assert_sound(con: duckdb.DuckDBPyConnection) -> None:
    assert [result.name for result in check_warehouse(con) if not result.passed] == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    con = open_warehouse(write_empty(tmp_path / "warehouse.duckdb"))
    load(con, make_items())
    close_warehouse(con)
    return tmp_path / "warehouse.duckdb"


def take_out(con: duckdb.DuckDBPyConnection, chosen: list[str]) -> None:
    run = start_run(con, "remove", {}, LATER)
    remove_reports(con, run, chosen)
    end_run(con, run, LATER)


def test_what_is_taken_out_is_gone_and_comes_back_as_it_was(path: Path) -> None:
    con = open_warehouse(path)
    before = read_all(con)
    assert len(before[0]) == 6
    samples = find_samples(con)
    assert len(samples) == 5
    pages = con.execute("SELECT url, page_id, archive_file FROM page ORDER BY ALL").fetchall()
    take_out(con, samples)
    assert_sound(con)
    assert con.execute("SELECT count(*) FROM report WHERE NOT is_sample").fetchall() == [(len(before[0]) - 5,)]
    assert con.execute("SELECT count(*) FROM report WHERE is_sample").fetchall() == [(0,)]
    assert con.execute("SELECT count(*) FROM section ANTI JOIN report USING (report_id)").fetchall() == [(0,)]
    assert con.execute("SELECT url, page_id, archive_file FROM page ORDER BY ALL").fetchall() == pages
    items = make_items()
    known = find_known_pages(con, [(item.url, item.page_id or "") for item in items], parser_version())
    assert known <= {("https://www.example.gov.cn/1.txt", items[5].page_id)}
    load(con, items)
    assert_sound(con)
    assert read_all(con) == before
    close_warehouse(con)


def test_one_report_goes_with_its_copies_and_no_other(path: Path) -> None:
    con = open_warehouse(path)
    all_reports = [name for (name,) in con.execute("SELECT report_id FROM report ORDER BY 1").fetchall()]
    for name in all_reports:
        before = read_all(con)
        take_out(con, [name])
        assert_sound(con)
        left = [left for (left,) in con.execute("SELECT report_id FROM report ORDER BY 1").fetchall()]
        assert left == [other for other in all_reports if other != name]
        load(con, make_items())
        assert read_all(con) == before
    close_warehouse(con)


def test_the_command_names_what_went_and_how_to_undo_it(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CallError, match="nothing was changed"):
        remove(["410928-2023", "999999-1999"], path, samples=False)
    for names, samples in (([], False), (["410928-2023"], True)):
        with pytest.raises(CallError):
            remove(names, path, samples=samples)
    assert remove(["410928-2023"], path, samples=False) == 0
    assert "fazhi ingest /" in capsys.readouterr().out
    assert remove([], path, samples=True) == 0
    told = capsys.readouterr().out
    assert "421222-2023" in told
    assert "410928-2023" not in told
    assert remove([], path, samples=True) == 0
    assert "no sample reports" in capsys.readouterr().out
    with duckdb.connect(path, read_only=True) as con:
        rows = con.execute(
            "SELECT json_array_length(parameters->'reports') FROM run WHERE flow = 'remove' ORDER BY started_at"
        )
        assert rows.fetchall() == [(1,), (4,)]
    with pytest.raises(WarehouseMissing):
        remove([], path.parent / "none.duckdb", samples=True)
    shutil.rmtree(path.parent)


def test_the_site_says_where_samples_are_in(path: Path, tmp_path: Path) -> None:
    with open_warehouse(path) as con:
        build_site(con, tmp_path / "site")
        front = (tmp_path / "site/index.html").read_text("utf-8")
        assert "5 of 6 reports are rewritten samples" in front
        marked = {
            page.stem for page in (tmp_path / "site/report").glob("*.html") if "<strong>示例" in page.read_text("utf-8")
        }
        assert marked == set(find_samples(con))
        take_out(con, find_samples(con))
        build_site(con, tmp_path / "site")
        assert "rewritten sample" not in (tmp_path / "site/index.html").read_text("utf-8")


def test_a_sample_stands_behind_every_other_report_of_its_region_and_year(path: Path) -> None:
    with open_warehouse(path) as con:
        [(indicator, region, year, sample)] = con.execute(
            "SELECT indicator_id, region_code, year, report_id FROM indicator_candidate ORDER BY rank_key LIMIT 1"
        ).fetchall()
        con.execute(
            f"INSERT INTO report SELECT * REPLACE ('real-2' AS report_id, false AS is_sample) FROM report WHERE report_id = '{sample}'"
        )
        con.execute(
            f"INSERT INTO fact_indicator_{year} SELECT * REPLACE ('real-2' AS report_id, 'real' AS fact_id) "
            f"FROM fact_indicator_{year} WHERE report_id = '{sample}' AND indicator_id = '{indicator}'"
        )
        first = con.execute(
            "SELECT report_id FROM indicator_candidate WHERE indicator_id = ? AND region_code = ? AND year = ? ORDER BY rank_key",
            [indicator, region, year],
        ).fetchall()
        assert first[0] == ("real-2",)
        assert (sample,) in first
