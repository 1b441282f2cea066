"""Runs over a province that changes: bodies only for what changed, a row for a changed figure, none for template noise."""

from __future__ import annotations

import duckdb
import pytest

from parsers.attachment_page import parse_page_or_attachment
from parsers.figures.changed_figures import compare_facts
from parsers.records import RawPage
from tests.fault_server.journey import make_rules, run_journey
from tests.fault_server.reports import YEARS, make_report
from tests.fault_server.running import run_province
from tests.fault_server.sites import SITES
from tests.warehouse_samples import write_empty
from warehouse.database import close_warehouse, open_warehouse

FEW = SITES[:6]


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    with run_province(tmp_path_factory.mktemp("certificates")) as running:
        yield running


@pytest.fixture
def warehouse(tmp_path, province):
    province.reset()
    con = open_warehouse(write_empty(tmp_path / "w.duckdb"))
    yield con, tmp_path / "archive"
    close_warehouse(con)


def run(warehouse, province, sites=FEW):
    con, folder = warehouse
    return run_journey(con, folder, [province.make_source(site) for site in sites], make_rules(province))


def count(con: duckdb.DuckDBPyConnection, sql: str):
    return con.execute(sql).fetchall()


def test_every_address_ends_as_loaded_unchanged_or_quarantined(warehouse, province):
    con, _ = warehouse
    first = run(warehouse, province)
    assert first.reasons() == {}
    assert dict(first.outcomes) == {"loaded": 30, "unchanged": 0, "quarantined": 0}
    assert len(first.settled) == 6
    assert count(con, "SELECT count(*), count(DISTINCT year), min(fact_count) > 10 FROM report") == [(30, 5, True)]
    assert count(con, "SELECT count(*) FROM attachment") == [(2,)]
    second = run(warehouse, province)
    assert dict(second.outcomes) == {"loaded": 0, "unchanged": 30, "quarantined": 0}
    assert second.bodies == 0
    assert count(con, "SELECT count(*) FROM revision") == [(0,)]
    assert count(con, "SELECT seen = loaded + unchanged + quarantined FROM run") == [(True,), (True,)]


def test_second_run_fetches_bodies_only_for_what_changed(warehouse, province):
    con, _ = warehouse
    run(warehouse, province)
    site = FEW[0]
    province.reset()
    province.order("corrected", "t20230328", site=site.address)
    second = run(warehouse, province)
    assert dict(second.outcomes) == {"loaded": 1, "unchanged": 29, "quarantined": 0}
    bodies = [entry["path"] for entry in province.log() if entry["status"] == 200 and entry["path"] != "/robots.txt"]
    assert bodies == [site.name_path(2022)]
    figures = dict(make_report(site.place, 2022).figures)
    rows = count(con, "SELECT change, old_value, new_value, old_quote, new_quote, label FROM revision")
    assert [row[:5] for row in rows] == [
        (
            "changed",
            figures["received"],
            figures["received"] + 7,
            f"{figures['received']}件",
            f"{figures['received'] + 7}件",
        )
    ]
    assert count(con, "SELECT count(*) FROM page WHERE outcome = 'superseded'") == [(1,)]
    run(warehouse, province)
    assert count(con, "SELECT count(*) FROM revision") == [(1,)]


def test_template_noise_is_no_revision(warehouse, province):
    con, _ = warehouse
    run(warehouse, province)
    province.order("counter", ".", site=FEW[0].address)
    second = run(warehouse, province)
    assert second.bodies >= 5
    assert second.outcomes["unchanged"] == 30
    assert count(con, "SELECT count(*) FROM revision") == [(0,)]


def test_page_that_disappears_is_withdrawn_and_its_report_stays(warehouse, province):
    con, _ = warehouse
    run(warehouse, province)
    province.order("gone", "t20230328", site=FEW[0].address)
    second = run(warehouse, province)
    assert second.reasons() == {"withdrawn": 1}
    assert count(con, "SELECT count(*) FROM report") == [(30,)]
    assert count(con, "SELECT count(*) FROM address WHERE gone_since IS NOT NULL AND page_id IS NOT NULL") == [(1,)]
    province.reset()
    third = run(warehouse, province)
    assert third.outcomes["unchanged"] == 30
    assert count(con, "SELECT count(*) FROM address WHERE gone_since IS NOT NULL") == [(0,)]
    assert count(con, "SELECT count(*) FROM quarantine") == [(0,)]


def test_column_that_turns_empty_is_an_alarm_and_its_reports_are_still_watched(warehouse, province):
    con, _ = warehouse
    run(warehouse, province)
    province.order("empty", "index|list|fzzf|rss|dataproxy", site=FEW[0].address)
    second = run(warehouse, province)
    assert second.reasons() == {"listing_empty": 1}
    assert second.outcomes["unchanged"] == 30
    assert count(con, "SELECT stage, reason FROM quarantine") == [("discover", "listing_empty")]
    province.reset()
    run(warehouse, province)
    assert count(con, "SELECT count(*) FROM quarantine") == [(0,)]


def test_challenge_in_place_of_pages_loses_nothing(warehouse, province):
    con, _ = warehouse
    run(warehouse, province)
    province.order("challenge_200", "t2023|t2022", site=FEW[0].address)
    second = run(warehouse, province)
    assert second.outcomes == {"loaded": 0, "unchanged": 28, "quarantined": 2}
    assert {row[0] for row in count(con, "SELECT reason FROM quarantine")} == {"bot_challenge"}
    assert count(con, "SELECT count(*) FROM report") == [(30,)]
    province.reset()
    third = run(warehouse, province)
    assert third.outcomes["unchanged"] == 30
    assert count(con, "SELECT count(*) FROM quarantine") == [(0,)]


def _parse(text: str):
    body = f"<html><head><title>某县2022年度法治政府建设情况报告</title></head><body><div class='TRS_Editor'>{text}</div></body></html>"
    return parse_page_or_attachment(RawPage("http://x.gov.cn/a.html", body.encode())).facts


FRAME = "".join(f"<p>　　{line}</p>" for line in make_report("甲子县", 2022).paragraphs())


def test_figures_are_matched_by_place_then_by_meaning():
    old = _parse(FRAME)
    assert compare_facts(old, _parse(FRAME)) == ()
    moved = _parse("<p>　　新添一段导语，说明编报依据。</p>" + FRAME)
    assert [change for change in compare_facts(old, moved) if change.old and change.new] == []
    figures = dict(make_report("甲子县", 2022).figures)
    removed = _parse(FRAME.replace(f"新聘法律顾问{figures['advisers']}名", "新聘一批法律顾问"))
    [change] = [change for change in compare_facts(old, removed) if change.new is None]
    assert change.old is not None
    assert change.old.value == figures["advisers"]
    added = compare_facts(removed, old)
    assert [change.new.value for change in added if change.old is None and change.new] == [figures["advisers"]]


def test_years_of_the_province_are_five():
    assert len(YEARS) == 5
