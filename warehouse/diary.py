"""The diary: which run did what, with counts that add up even for a run that was killed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import duckdb

from warehouse.check.pins import raise_counts
from warehouse.derive.manifest import open_tables, sign_tables
from warehouse.derive.settling import settle_years
from warehouse.items import LoadCounts, fold_time
from warehouse.store.queries import fetch_value, transaction


def start_run(
    con: duckdb.DuckDBPyConnection,
    flow: str,
    parameters: Mapping[str, object],
    started_at: dt.datetime,
    not_a_page: int = 0,
) -> str:
    """Enter a run and give its id: the start in UTC and a number, `20260301T063000-12`.

    `not_a_page` counts the files beside its pages that are none.

    A run still marked running cannot be: only one process writes. It was killed, and is marked interrupted here.
    """
    moment = fold_time(started_at)
    with transaction(con):
        open_tables(con)
        con.execute("UPDATE run SET outcome = 'interrupted' WHERE outcome = 'running'")
        number = fetch_value(con, "SELECT count(*) + 1 FROM run")
        run_id = f"{moment:%Y%m%dT%H%M%S}-{number}"
        con.execute(
            "INSERT INTO run (run_id, flow, started_at, outcome, parameters, seen, loaded, unchanged, quarantined, not_a_page) "
            "VALUES (?, ?, ?, 'running', ?, 0, 0, 0, 0, ?)",
            [run_id, flow, moment, json.dumps(dict(parameters), ensure_ascii=False, default=str), not_a_page],
        )
    return run_id


def end_run(con: duckdb.DuckDBPyConnection, run_id: str, ended_at: dt.datetime, *, failed: bool = False) -> None:
    """Mark a run as completed or failed, pin the row counts that it reached, and settle what the views compute.

    Raises ValueError for another run.
    """
    _require_running(con, run_id)
    with transaction(con):
        con.execute(
            "UPDATE run SET ended_at = ?, outcome = ? WHERE run_id = ?",
            [fold_time(ended_at), "failed" if failed else "completed", run_id],
        )
        raise_counts(con, run_id)
    if not failed:
        settle_years(con)
    sign_tables(con)


def add_counts(con: duckdb.DuckDBPyConnection, run_id: str, counts: LoadCounts) -> None:
    """Add a batch's counts to its run, within the batch's transaction. Raises ValueError for a run that has ended."""
    _require_running(con, run_id)
    con.execute(
        "UPDATE run SET seen = seen + ?, loaded = loaded + ?, unchanged = unchanged + ?, quarantined = quarantined + ? "
        "WHERE run_id = ?",
        [counts.seen, counts.loaded, counts.unchanged, counts.quarantined, run_id],
    )


def _require_running(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    outcome = fetch_value(con, "SELECT outcome FROM run WHERE run_id = ?", [run_id])
    if outcome != "running":
        raise ValueError(f"run {run_id} is {outcome or 'unknown'}, not running: call start_run first")
