"""A report outlives the failures of the program that reads it again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.reasons import read_reasons
from parsers.records import Refusal
from tests.warehouse_samples import LATER, NOON, VERSION, connect_empty, make_item, make_report
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.diary import start_run
from warehouse.load.load import find_known_pages, load_pages
from warehouse.load.placement import OUR_FAULTS


@pytest.mark.parametrize(("reason", "kept"), [*((reason, 1) for reason in sorted(OUR_FAULTS)), ("not_a_report", 0)])
def test_report_stays_where_the_program_failed_on_its_page(tmp_path: Path, reason: str, kept: int) -> None:
    con = connect_empty(tmp_path)
    parsed = make_report()
    load_pages(con, start_run(con, "ingest", {}, NOON), [make_item(parsed)], VERSION)
    failed = make_item(Refusal(reason, "x"), url=parsed.url, page_id=parsed.page_id, fetched_at=LATER)
    load_pages(con, start_run(con, "ingest", {}, LATER), [failed], "2")
    assert con.execute("SELECT count(*) FROM report").fetchall() == [(kept,)]
    assert con.execute("SELECT reason FROM quarantine").fetchall() == [(reason,)]
    assert [
        result.name for result in check_warehouse(con) if not result.passed and result.name != "pinned_counts"
    ] == []
    # The failed page is not taken for read: the next run parses it again, and heals.
    pair = (parsed.url, parsed.page_id)
    assert (pair in find_known_pages(con, [pair], "2")) is (not kept)
    mended = make_item(make_report(version="2"), fetched_at=LATER + dt.timedelta(days=1))
    load_pages(con, start_run(con, "ingest", {}, LATER), [mended], "2")
    assert con.execute("SELECT count(*) FROM quarantine").fetchall() == [(0,)]
    assert con.execute("SELECT report_id FROM report").fetchall() == [("410928-2023",)]


@pytest.mark.parametrize("reason", sorted(code for code, kind in read_reasons().items() if kind.about == "page"))
def test_report_stays_where_its_address_gives_something_else_that_is_refused(tmp_path: Path, reason: str) -> None:
    con = connect_empty(tmp_path)
    parsed = make_report()
    load_pages(con, start_run(con, "ingest", {}, NOON), [make_item(parsed)], VERSION)
    before = {name: digest for name, digest in content_digest(con).items() if name in ("report", "fact_indicator")}
    # Other bytes, or none at all (a timeout): whatever it is, it says nothing about the report that was there.
    for page_id in ("e" * 64, None):
        refused = make_item(Refusal(reason, "x"), url=parsed.url, page_id=page_id, fetched_at=LATER, stage="fetch")
        assert load_pages(con, start_run(con, "ingest", {}, LATER), [refused], "2").quarantined == 1
        after = content_digest(con)
        assert {name: after[name] for name in before} == before
    assert [result.name for result in check_warehouse(con) if not result.passed] == []
    assert con.execute("SELECT outcome FROM page WHERE is_current").fetchall() == [("loaded",)]


def test_report_outlives_a_failing_parse_of_its_copy(tmp_path: Path) -> None:
    con = connect_empty(tmp_path)
    original, copy = make_report(), make_report("https://b.example.gov.cn/copy.html", noise="转载")
    load_pages(con, start_run(con, "ingest", {}, NOON), [make_item(original), make_item(copy)], VERSION)
    failed = make_item(Refusal("parser_error", "x"), url=copy.url, page_id=copy.page_id, fetched_at=LATER)
    load_pages(con, start_run(con, "ingest", {}, LATER), [failed], "2")
    assert con.execute("SELECT report_id, url, fact_count FROM report").fetchall() == [
        ("410928-2023", original.url, len(original.facts))
    ]
    again = make_report(copy.url, noise="转载", version="3")
    load_pages(con, start_run(con, "ingest", {}, LATER), [make_item(again, fetched_at=LATER)], "3")
    assert con.execute("SELECT count(*) FROM quarantine").fetchall() == [(0,)]
    assert con.execute("SELECT count(*) FROM report").fetchall() == [(1,)]
