"""Years brought in or read again, one flow run a year; the table `backfill` knows which years are done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.ingest import ingest, on_progress
from flows.registry import Source, read_sources
from flows.replay import heal_quarantine, replay_items
from flows.runs import open_run, wait_for_warehouse
from flows.settings import Settings, read_settings
from flows.stored_pages import Scope, count_stale_reports, find_report_pages, find_stale_refusals
from flows.tables import write_markdown_table
from parsers.version import parser_version
from warehouse.items import fold_time
from warehouse.queries import transaction

Mode = Literal["fetch", "replay"]

YEAR_COLUMNS = (
    "年份 year",
    "结果 outcome",
    "网页 seen",
    "载入 loaded",
    "未变 unchanged",
    "隔离 quarantined",
    "秒 seconds",
)


@dataclass(frozen=True, slots=True)
class YearResult:
    """What became of a year."""

    year: int | None
    outcome: str
    seen: int
    loaded: int
    unchanged: int
    quarantined: int
    seconds: float

    def list_cells(self) -> tuple[object, ...]:
        """The year as a row of YEAR_COLUMNS."""
        year = "不明 unknown" if self.year is None else self.year
        counts = (self.seen, self.loaded, self.unchanged, self.quarantined)
        return (year, self.outcome, *counts, round(self.seconds, 1))


@dataclass(frozen=True, slots=True)
class Plan:
    """The years to do in order with the pages (replay) or sources (fetch) that each has, and the years done before."""

    todo: dict[int | None, int]
    done: tuple[int | None, ...]


def plan_replay(con: duckdb.DuckDBPyConnection, scope: Scope, years: Sequence[int] | None) -> Plan:
    """The years whose reports an older parser version read; None for all years, those unknown too.

    Pages that the present version has read are not counted: a replay that was stopped goes on where it was.
    """
    stale = count_stale_reports(con, scope)
    chosen = {year: count for year, count in stale.items() if years is None or year in years}
    if not chosen and not scope.name and find_stale_refusals(con):
        # Nothing but quarantine to try: one run does it.
        chosen = {years[-1] if years else None: 0}
    stored = con.execute("SELECT DISTINCT year FROM report ORDER BY year NULLS LAST").fetchall()
    return Plan(chosen, tuple(year for (year,) in stored if (years is None or year in years) and year not in chosen))


def plan_fetch(con: duckdb.DuckDBPyConnection, scope: Scope, years: Sequence[int]) -> Plan:
    """The years that are not done yet; where all are, all again: whoever asks anew wants to know what is new."""
    rows = con.execute(
        "SELECT year FROM backfill WHERE mode = 'fetch' AND scope = ? AND outcome = 'completed'", [scope.name]
    ).fetchall()
    done = {year for (year,) in rows}
    todo = [year for year in years if year not in done] or list(years)
    counts: dict[int | None, int] = {year: len(find_year_sources(scope, year)) for year in todo}
    return Plan(counts, tuple(year for year in years if year not in todo))


def find_year_sources(scope: Scope, year: int) -> list[Source]:
    """The registered sources of the scope that may have a report of that year."""
    prefix = scope.region_pattern.removesuffix("%")
    return [
        source
        for source in read_sources()
        if source.region_code.startswith(prefix)
        and scope.source in ("", source.name)
        and (source.first_year or 0) <= year <= (source.last_year or 9999)
    ]


@flow(name="backfill-year", flow_run_name="{mode}-{year}", validate_parameters=False)
def backfill_year(
    mode: Mode, year: int | None, region: str = "", source: str = "", warehouse: str | None = None
) -> YearResult:
    """One year: fetched from its sources, or parsed again from the archive. Raises as `ingest`."""
    settings = read_settings(None if warehouse is None else Path(warehouse))
    scope = Scope(region, source)
    started_at = dt.datetime.now(dt.UTC)
    _enter_year(settings, mode, year, scope, started_at)
    run_id = _replay_year(settings, year, scope) if mode == "replay" else _fetch_year(settings, year, scope)
    result = _close_year(settings, mode, year, scope, started_at, run_id)
    create_markdown_artifact(
        key="backfill", markdown=write_markdown_table(YEAR_COLUMNS, [result.list_cells()]), description=f"{mode} {year}"
    )
    return result


def _replay_year(settings: Settings, year: int | None, scope: Scope) -> str:
    parameters = {"year": year, "region": scope.region, "source": scope.source}
    with open_run(settings, "replay", parameters, ()) as run:
        pages = find_report_pages(run.con, scope, year, only_stale=True)
        replay_items(run, [item for _, item in pages], on_progress.get())
        if not scope.name:
            heal_quarantine(run)
        return run.run_id


def _fetch_year(settings: Settings, year: int | None, scope: Scope) -> str | None:
    assert year is not None
    names = [source.name for source in find_year_sources(scope, year)]
    if not names:
        return None
    return ingest(names, str(settings.warehouse), [year]).run_id


def _enter_year(settings: Settings, mode: Mode, year: int | None, scope: Scope, started_at: dt.datetime) -> None:
    """Note that a year is begun; what was noted of it before goes."""

    def write(con: duckdb.DuckDBPyConnection) -> None:
        _delete_year(con, mode, year, scope)
        con.execute(
            "INSERT INTO backfill VALUES (?, ?, ?, ?, 'running', 0, 0, 0, 0, ?, NULL, NULL)",
            [mode, year, scope.name, parser_version(), fold_time(started_at)],
        )

    _write(settings, write)


def _close_year(
    settings: Settings, mode: Mode, year: int | None, scope: Scope, started_at: dt.datetime, run_id: str | None
) -> YearResult:
    """Note what became of a year, with the counts of its run."""
    counts = (0, 0, 0, 0)
    ended_at = dt.datetime.now(dt.UTC)

    def write(con: duckdb.DuckDBPyConnection) -> None:
        nonlocal counts
        sql = "SELECT seen, loaded, unchanged, quarantined FROM run WHERE run_id = ?"
        for row in con.execute(sql, [run_id]).fetchall():
            counts = row
        _delete_year(con, mode, year, scope)
        con.execute(
            "INSERT INTO backfill VALUES (?, ?, ?, ?, 'completed', ?, ?, ?, ?, ?, ?, ?)",
            [mode, year, scope.name, parser_version(), *counts, fold_time(started_at), fold_time(ended_at), run_id],
        )

    _write(settings, write)
    return YearResult(year, "completed", *counts, (ended_at - started_at).total_seconds())


def _delete_year(con: duckdb.DuckDBPyConnection, mode: Mode, year: int | None, scope: Scope) -> None:
    con.execute(
        "DELETE FROM backfill WHERE mode = ? AND year IS NOT DISTINCT FROM ? AND scope = ?", [mode, year, scope.name]
    )


def _write(settings: Settings, write: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    con = wait_for_warehouse(settings.warehouse)
    try:
        with transaction(con):
            write(con)
    finally:
        con.close()
