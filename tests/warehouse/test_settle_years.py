"""What views keep in tables is at every moment what they would compute."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import duckdb
import pytest

from tests.made_up_reports import VERSION, load_reports, make_report
from tests.warehouse_samples import connect_in_memory
from warehouse.derive.settling import KEPT, settle_years, unsettle_years
from warehouse.derive.views import list_views, load_views
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.load import load_pages
from warehouse.store.queries import fetch_value, transaction
from warehouse.store.state import write_state

NOW = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)
PLACES = (
    ("410900", "甲省乙市", "prefecture"),
    ("410922", "甲省乙市丙县", "county"),
    ("410928", "甲省乙市丁县", "county"),
)
REPORTS = [make_report(code, name, level, year) for code, name, level in PLACES for year in (2019, 2020, 2022)]
UNKNOWN = replace(make_report("410923", "甲省乙市戊县", "county", 2021), url="https://www.example.gov.cn/unknown.html")
UNKNOWN = replace(UNKNOWN, metadata=replace(UNKNOWN.metadata, year=None, region_code=None))


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_in_memory() as con:
        load_reports(con, iter([*REPORTS, UNKNOWN]))
        con.execute(
            "INSERT INTO plan_item SELECT report_id, seq, 'disputes', char_start, char_end, text FROM section "
            "WHERE theme = 'plans' AND level = 2"
        )
        yield con


def ask_views(con: duckdb.DuckDBPyConnection) -> dict[str, Counter[str]]:
    """All rows of all views but those that are parts of others."""
    asked = [view for view in list_views() if view not in KEPT.values()]
    return {view: Counter(map(str, con.execute(f"FROM {view}").fetchall())) for view in asked}


def compute_views(con: duckdb.DuckDBPyConnection) -> dict[str, Counter[str]]:
    """The same, with nothing kept."""
    con.begin()
    try:
        for table in KEPT:
            con.execute(f"DELETE FROM {table}")
        con.execute("DELETE FROM unsettled_year")
        con.execute("INSERT INTO unsettled_year SELECT DISTINCT year FROM report")
        return ask_views(con)
    finally:
        con.rollback()


def list_unsettled(con: duckdb.DuckDBPyConnection) -> list[Any]:
    return [year for (year,) in con.execute("SELECT year FROM unsettled_year ORDER BY year").fetchall()]


def test_views_say_the_same_from_tables_as_computed(con: duckdb.DuckDBPyConnection) -> None:
    assert list_unsettled(con) == []
    assert all(fetch_value(con, f"SELECT count(*) FROM {table}") for table in KEPT)
    assert all(fetch_value(con, f"SELECT count(*) FROM {view}") == 0 for view in KEPT.values())
    kept = ask_views(con)
    assert kept == compute_views(con)
    for view in ("indicator_series", "completeness", "promise", "hierarchy", "region_ranking"):
        assert kept[view], view


def test_a_year_that_changes_is_computed_until_the_run_ends(con: duckdb.DuckDBPyConnection) -> None:
    before = ask_views(con)
    changed = make_report("410922", "甲省乙市丙县", "county", 2023)
    changed = replace(changed, url=REPORTS[4].url)  # The address of 2020 shows another year's report now.
    run_id = start_run(con, "ingest", {}, NOW)
    load_pages(con, run_id, [LoadItem(changed.url, changed.page_id, NOW, changed)], VERSION)
    assert 2023 in list_unsettled(con)
    assert 2019 not in list_unsettled(con)
    meanwhile = ask_views(con)
    assert meanwhile != before
    assert meanwhile == compute_views(con)
    end_run(con, run_id, NOW)
    assert list_unsettled(con) == []
    assert ask_views(con) == meanwhile


def test_a_failed_run_leaves_its_years_to_the_next(con: duckdb.DuckDBPyConnection) -> None:
    added = make_report("410923", "甲省乙市戊县", "county", 2024)
    run_id = start_run(con, "ingest", {}, NOW)
    load_pages(con, run_id, [LoadItem(added.url, added.page_id, NOW, added)], VERSION)
    end_run(con, run_id, NOW, failed=True)
    assert list_unsettled(con) == [2024]
    expected = compute_views(con)
    assert ask_views(con) == expected
    assert settle_years(con) == 1
    assert ask_views(con) == expected


def test_unknown_years_are_kept_too(con: duckdb.DuckDBPyConnection) -> None:
    expected = ask_views(con)
    with transaction(con):
        unsettle_years(con, [None, 2019])
        unsettle_years(con, [None])
    assert list_unsettled(con) == [2019, None]
    assert fetch_value(con, "SELECT count(*) FROM completeness_settled WHERE year IS NULL OR year = 2019") == 0
    assert ask_views(con) == expected
    assert settle_years(con) == 2
    assert ask_views(con) == expected


def test_other_rules_unsettle_everything(con: duckdb.DuckDBPyConnection) -> None:
    expected = ask_views(con)
    write_state(con, "settled", "the rules of an older release")
    con.execute("DROP VIEW promise")
    assert load_views(con)
    assert list_unsettled(con) == [2019, 2020, 2022, None]
    assert [fetch_value(con, f"SELECT count(*) FROM {table}") for table in KEPT] == [0, 0, 0]
    assert ask_views(con) == expected
