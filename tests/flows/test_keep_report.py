"""A report outlives the failures of the program that reads it again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from flows.reasons import read_reasons
from parsers.records import ParsedPage, Refusal
from parsers.seed import read_seed
from tests.warehouse_samples import LATER, NOON, VERSION, connect_empty, make_item, make_report
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.diary import start_run
from warehouse.load.load import find_known_pages, load_pages
from warehouse.load.placement import OUR_FAULTS


def make_one_each(reasons: Sequence[str], **changes: str) -> dict[str, ParsedPage]:
    """A report of another county for each reason: what befalls one of them leaves the others as they are, so all go through at once."""
    counties = (row["code"] for row in read_seed("regions.csv") if row["level"] == "county" and not row["valid_to"])
    return {
        reason: make_report(f"https://www.example.gov.cn/{reason}.html", region=code, **changes)
        for reason, code in zip(reasons, counties, strict=False)
    }


def test_report_stays_where_the_program_failed_on_its_page(tmp_path: Path) -> None:
    con = connect_empty(tmp_path)
    kept = {**dict.fromkeys(sorted(OUR_FAULTS), 1), "not_a_report": 0}
    parsed = make_one_each(list(kept))
    load_pages(con, start_run(con, "ingest", {}, NOON), list(map(make_item, parsed.values())), VERSION)
    failed = [
        make_item(Refusal(reason, "x"), url=page.url, page_id=page.page_id, fetched_at=LATER)
        for reason, page in parsed.items()
    ]
    load_pages(con, start_run(con, "ingest", {}, LATER), failed, "2")
    there = {url for (url,) in con.execute("SELECT url FROM report").fetchall()}
    assert {reason: int(page.url in there) for reason, page in parsed.items()} == kept
    assert dict(con.execute("SELECT url, reason FROM quarantine").fetchall()) == {
        page.url: reason for reason, page in parsed.items()
    }
    assert [
        result.name for result in check_warehouse(con) if not result.passed and result.name != "pinned_counts"
    ] == []
    # The failed page is not taken for read: the next run parses it again, and heals.
    pairs = {reason: (page.url, page.page_id) for reason, page in parsed.items()}
    known = find_known_pages(con, list(pairs.values()), "2")
    assert {reason: pair in known for reason, pair in pairs.items()} == {reason: not kept[reason] for reason in kept}
    mended = make_one_each(list(kept), version="2")
    later = LATER + dt.timedelta(days=1)
    load_pages(
        con, start_run(con, "ingest", {}, LATER), [make_item(page, fetched_at=later) for page in mended.values()], "2"
    )
    assert con.execute("SELECT count(*) FROM quarantine").fetchall() == [(0,)]
    assert {identifier for (identifier,) in con.execute("SELECT report_id FROM report").fetchall()} == {
        f"{page.metadata.region_code}-2023" for page in mended.values()
    }


def test_report_stays_where_its_address_gives_something_else_that_is_refused(tmp_path: Path) -> None:
    con = connect_empty(tmp_path)
    parsed = make_one_each(sorted(code for code, kind in read_reasons().items() if kind.about == "page"))
    load_pages(con, start_run(con, "ingest", {}, NOON), list(map(make_item, parsed.values())), VERSION)
    before = {name: digest for name, digest in content_digest(con).items() if name in ("report", "fact_indicator")}
    # Other bytes, or none at all (a timeout): whatever it is, it says nothing about the report that was there.
    for has_bytes in (True, False):
        refused = [
            make_item(
                Refusal(reason, "x"),
                url=page.url,
                page_id=hashlib.sha256(reason.encode()).hexdigest() if has_bytes else None,
                fetched_at=LATER,
                stage="fetch",
            )
            for reason, page in parsed.items()
        ]
        assert load_pages(con, start_run(con, "ingest", {}, LATER), refused, "2").quarantined == len(parsed)
        after = content_digest(con)
        assert {name: after[name] for name in before} == before
    assert [result.name for result in check_warehouse(con) if not result.passed] == []
    assert dict(con.execute("SELECT url, outcome FROM page WHERE is_current").fetchall()) == {
        page.url: "loaded" for page in parsed.values()
    }


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
