"""Whatever comes, in whatever batches: the promises hold and loading it again changes nothing."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.records import Refusal
from tests.warehouse_samples import LATER, NOON, connect_empty, make_item, make_report
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.diary import end_run, start_run
from warehouse.items import LoadCounts, LoadItem
from warehouse.load.load import load_pages

EXAMPLES = int(os.environ.get("FAZHI_TEST_EXAMPLES", "3"))
"""Of each promise; `make soak` has a hundred."""
ADDRESSES = [f"https://www.example.gov.cn/{number}.html" for number in range(4)]
LOADED_TABLES = ("report", "section", "page", "quarantine", "run", "pinned_count", "manifest")

Event = tuple[str, str, int, Any]
"""Kind, address, hours that the fetch lies back, and what came."""

REPORTS = st.fixed_dictionaries(
    {
        "region": st.sampled_from(["410928", "410923", None]),
        "year": st.sampled_from([2022, 2023]),
        "level": st.sampled_from(["county", "county", "department"]),
        "cases": st.sampled_from([62, 63]),
        "noise": st.sampled_from(["", "浏览：1"]),
        "story": st.sampled_from([0, 1]),
    }
)
EVENTS = st.one_of(
    st.tuples(st.just("report"), st.sampled_from(ADDRESSES), st.sampled_from([0, 0, 0, 5]), REPORTS),
    st.tuples(st.just("refused"), st.sampled_from(ADDRESSES), st.just(0), st.sampled_from(["e" * 64, "f" * 64])),
    st.tuples(st.just("unreachable"), st.sampled_from(ADDRESSES), st.just(0), st.none()),
)
HISTORIES = st.lists(st.tuples(st.sampled_from(["1", "1", "2"]), st.lists(EVENTS, max_size=6)), max_size=4)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[duckdb.DuckDBPyConnection]]:
    cons = [connect_empty(tmp_path_factory.mktemp(name)) for name in ("whole", "single")]
    yield cons
    for con in cons:
        con.close()


def make_event(event: Event, hour: int, version: str) -> LoadItem:
    kind, url, back, what = event
    moment = NOON + dt.timedelta(hours=hour - back)
    if kind == "report":
        return make_item(make_report(url, version=version, **what), fetched_at=moment)
    if kind == "refused":
        return make_item(Refusal("not_a_report", "会议新闻"), url=url, page_id=what, fetched_at=moment)
    return make_item(Refusal("timeout", "未应答"), url=url, fetched_at=moment, stage="fetch")


def empty(con: duckdb.DuckDBPyConnection) -> None:
    facts = con.execute("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'fact%'").fetchall()
    for table in (*LOADED_TABLES, *(name for (name,) in facts)):
        con.execute(f"DELETE FROM {table}")


def feed(con: duckdb.DuckDBPyConnection, items: Sequence[LoadItem], version: str, size: int) -> LoadCounts:
    run_id = start_run(con, "ingest", {}, NOON)
    counts = LoadCounts()
    for start in range(0, len(items), size):
        counts += load_pages(con, run_id, items[start : start + size], version)
    end_run(con, run_id, LATER)
    return counts


def find_faults(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    faults = {result.name: result.examples for result in check_warehouse(con) if not result.passed}
    faults.pop("pinned_counts", None)
    return faults


def digest(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    content = content_digest(con)
    content.pop("pinned_count")  # A pin may rise between two batches of one run, which is no content.
    return content


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_batches_do_not_matter_and_repeating_changes_nothing(
    pair: list[duckdb.DuckDBPyConnection], history: list[tuple[str, list[Event]]]
) -> None:
    whole, single = pair
    hour, last = 0, {}
    for con in pair:
        empty(con)
    for version, events in history:
        items = []
        for event in events:
            hour += 1
            items.append(make_event(event, hour, version))
            last[event[1]] = event
        assert feed(whole, items, version, 100) == feed(single, items, version, 1)
        assert digest(whole) == digest(single)
        assert find_faults(whole) == {}
    again = [make_event((kind, url, 0, what), hour + 24, "2") for kind, url, _, what in last.values()]
    feed(whole, again, "2", 100)
    settled = digest(whole)
    assert find_faults(whole) == {}
    assert feed(whole, again, "2", 100).loaded == 0
    assert digest(whole) == settled


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=HISTORIES, run=st.lists(EVENTS, max_size=6, unique_by=lambda event: event[1]), done=st.integers(0, 6))
def test_run_that_was_cut_short_ends_like_one_that_was_not(
    pair: list[duckdb.DuckDBPyConnection], before: list[tuple[str, list[Event]]], run: list[Event], done: int
) -> None:
    for con in pair:
        empty(con)
        for version, events in before:
            feed(con, [make_event(event, hour, version) for hour, event in enumerate(events)], version, 100)
    items = [make_event((kind, url, 0, what), 100, "2") for kind, url, _, what in run]
    killed, clean = pair
    run_id = start_run(killed, "ingest", {}, NOON)
    load_pages(killed, run_id, items[:done], "2")
    feed(killed, items, "2", 2)
    feed(clean, items, "2", 2)
    assert digest(killed) == digest(clean)
