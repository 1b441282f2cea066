"""Years brought in or read again, one flow run a year; the table `backfill` knows which years are done."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from flows.backfill.plan import find_year_sources
from flows.runs.ingest import ingest, leave_artifact, on_progress
from flows.runs.replay import heal_quarantine, replay_items
from flows.runs.run import open_run, wait_for_warehouse
from flows.runs.steps import journey
from flows.runs.stored_pages import Scope, find_report_pages
from flows.settings import Settings, read_settings
from flows.terminal.tables import write_markdown_table
from parsers.version import parser_version
from warehouse.items import fold_time
from warehouse.store.errors import WarehouseError
from warehouse.store.queries import transaction

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
class _BegunYear:
    """A year that is noted as running; `begun_at` is when it was first begun."""

    mode: Mode
    year: int | None
    scope: Scope
    begun_at: dt.datetime


@journey("backfill-year", run_name="{mode}-{year}")
def backfill_year(
    mode: Mode, year: int | None, region: str = "", source: str = "", warehouse: str | None = None
) -> YearResult:
    """One year: fetched from its sources, or parsed again from the archive. Raises as `ingest`."""
    settings = read_settings(None if warehouse is None else Path(warehouse))
    scope = Scope(region, source)
    begun = _enter_year(settings, mode, year, scope)
    try:
        run_id = _replay_year(settings, begun) if mode == "replay" else _fetch_year(settings, begun)
    except BaseException:
        # Where even this cannot be written, the year stays noted as running; either way it is done again.
        with contextlib.suppress(duckdb.Error, WarehouseError):
            _close_year(settings, begun, None, "failed")
        raise
    result = _close_year(settings, begun, run_id, "completed")
    leave_artifact("backfill", write_markdown_table(YEAR_COLUMNS, [result.list_cells()]), f"{mode} {year}")
    return result


def forget_years(settings: Settings, mode: Mode, scope: Scope, years: Collection[int | None]) -> None:
    """Forget that these years are done: they are begun anew, and a stop in between must not find them done."""

    def write(con: duckdb.DuckDBPyConnection) -> None:
        for year in years:
            _delete_year(con, mode, year, scope)

    _write(settings, write)


def _replay_year(settings: Settings, begun: _BegunYear) -> str:
    parameters = {"year": begun.year, "region": begun.scope.region, "source": begun.scope.source}
    with open_run(settings, "replay", parameters, ()) as run:
        pages = find_report_pages(run.con, begun.scope, begun.year, only_stale=True)
        replay_items(run, [item for _, item in pages], on_progress.get())
        if not begun.scope.name:
            heal_quarantine(run)
        return run.run_id


def _fetch_year(settings: Settings, begun: _BegunYear) -> str | None:
    assert begun.year is not None
    names = [source.name for source in find_year_sources(begun.scope, begun.year)]
    if not names:
        return None
    return ingest(names, str(settings.warehouse), [begun.year], begun.begun_at).run_id


def _enter_year(settings: Settings, mode: Mode, year: int | None, scope: Scope) -> _BegunYear:
    """Note that a year is begun, or goes on where it was stopped."""
    begun_at = dt.datetime.now(dt.UTC)

    def write(con: duckdb.DuckDBPyConnection) -> None:
        nonlocal begun_at
        rows = con.execute(
            "SELECT started_at FROM backfill WHERE mode = ? AND year IS NOT DISTINCT FROM ? AND scope = ? "
            "AND outcome <> 'completed'",
            [mode, year, scope.name],
        ).fetchall()
        for (started_at,) in rows:
            begun_at = started_at.replace(tzinfo=dt.UTC)
        _delete_year(con, mode, year, scope)
        con.execute(
            "INSERT INTO backfill VALUES (?, ?, ?, ?, 'running', 0, 0, 0, 0, ?, NULL, NULL)",
            [mode, year, scope.name, parser_version(), fold_time(begun_at)],
        )

    _write(settings, write)
    return _BegunYear(mode, year, scope, begun_at)


def _close_year(
    settings: Settings, begun: _BegunYear, run_id: str | None, outcome: Literal["completed", "failed"]
) -> YearResult:
    """Note what became of a year, with the counts of all its runs: those that were stopped did their part."""
    counts = (0, 0, 0, 0)
    ended_at = dt.datetime.now(dt.UTC)

    def write(con: duckdb.DuckDBPyConnection) -> None:
        nonlocal counts
        [counts] = con.execute(
            "SELECT coalesce(sum(seen), 0)::BIGINT, coalesce(sum(loaded), 0)::BIGINT, "
            "coalesce(sum(unchanged), 0)::BIGINT, coalesce(sum(quarantined), 0)::BIGINT "
            "FROM run JOIN (SELECT flow, parameters FROM run WHERE run_id = ?) AS last USING (flow, parameters) "
            "WHERE started_at >= ?",
            [run_id, fold_time(begun.begun_at)],
        ).fetchall()
        _delete_year(con, begun.mode, begun.year, begun.scope)
        con.execute(
            "INSERT INTO backfill VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                begun.mode, begun.year, begun.scope.name, parser_version(), outcome, *counts,
                fold_time(begun.begun_at), fold_time(ended_at), run_id,
            ],
        )  # fmt: skip

    _write(settings, write)
    return YearResult(begun.year, outcome, *counts, (ended_at - begun.begun_at).total_seconds())


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
