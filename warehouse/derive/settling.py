"""What views would compute at each asking, kept in tables by year: taken out when a year changes, put back when a run ends.

A view over such a table is the table and, computed on the spot, the years in `unsettled_year`; so its answer is the same
at every moment, and quick when no run is under way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from functools import partial

import duckdb

from warehouse.derive.manifest import open_years, sign_years
from warehouse.derive.view_files import read_view_file
from warehouse.store.queries import BOUND, choose_years, fold_log, is_small, spare_memory, transaction
from warehouse.store.state import read_state, write_state

KEPT = {
    "indicator_settled": "indicator_unsettled",
    "completeness_settled": "completeness_unsettled",
    "theme_settled": "theme_unsettled",
}
"""Each table, and the view that gives its rows for the unsettled years."""

_RULES = ("sample_aside", "indicator_figure", "indicator_candidate", *KEPT.values())
_REPORTS_AT_ONCE = 2_000
"""Reports whose years are settled in one transaction: each reads the headings of all, and holds the figures of its own."""
_A_REPORT = 24_000
"""Bytes that each report more takes of DuckDB's memory, where a year has more than these."""


def unsettle_years(con: duckdb.DuckDBPyConnection, years: Collection[int | None]) -> None:
    """Take the years whose reports change out of the tables, within the transaction that changes them; before anything is changed."""
    if not years:
        return
    open_years(con, years)
    changed = set(years) - {year for (year,) in con.execute("SELECT year FROM unsettled_year").fetchall()}
    if not changed:
        return
    for table in KEPT:
        con.execute(f"DELETE FROM {table} WHERE {choose_years('year', changed)}")
    _add_unsettled(con, changed)


def settle_years(con: duckdb.DuckDBPyConnection) -> int:
    """Put the unsettled years into the tables, some at a time; how many these were. A killed one loses nothing."""
    settled, large = 0, not is_small(con)
    for years, reports in list(_cut_years(con)):
        if large:
            fold_log(con)
        more = _A_REPORT * max(0, reports - _REPORTS_AT_ONCE)
        spare_memory(con, partial(_settle, con, years), BOUND + more)
        settled += len(years)
    spare_memory(con, lambda: sign_years(con))
    return settled


def _settle(con: duckdb.DuckDBPyConnection, years: Collection[int | None]) -> None:
    with transaction(con):
        noted = [year for (year,) in con.execute("SELECT year FROM unsettled_year").fetchall()]
        others = [year for year in noted if year not in years]
        if others:
            _note_unsettled(con, years)
        for table, view in KEPT.items():
            con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {view}")
        _note_unsettled(con, others)


def check_rules(con: duckdb.DuckDBPyConnection) -> None:
    """Unsettle all years where this release computes the kept rows otherwise; within the caller's transaction."""
    texts = [read_view_file(name) for name in _RULES]
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    if read_state(con, "settled") == digest:
        return
    for table in KEPT:
        con.execute(f"DELETE FROM {table}")
    _note_unsettled(con, [year for (year,) in con.execute("SELECT DISTINCT year FROM report").fetchall()])
    write_state(con, "settled", digest)


def _cut_years(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[list[int | None], int]]:
    """The unsettled years in groups of some _REPORTS_AT_ONCE reports, a larger year alone; and how many these are."""
    rows = con.execute(
        "SELECT unsettled_year.year, count(report_id) FROM unsettled_year "
        "LEFT JOIN report ON report.year IS NOT DISTINCT FROM unsettled_year.year GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    group: list[int | None] = []
    reports = 0
    for year, count in rows:
        if group and reports + count > _REPORTS_AT_ONCE:
            yield group, reports
            group, reports = [], 0
        group.append(year)
        reports += count
    if group:
        yield group, reports


def _note_unsettled(con: duckdb.DuckDBPyConnection, years: Collection[int | None]) -> None:
    """Make unsettled_year hold these years."""
    con.execute("DELETE FROM unsettled_year")
    _add_unsettled(con, years)


def _add_unsettled(con: duckdb.DuckDBPyConnection, years: Collection[int | None]) -> None:
    if years:
        con.execute(f"INSERT INTO unsettled_year VALUES {', '.join(['(?)'] * len(years))}", list(years))
