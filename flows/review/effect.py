"""From the ledger to the tables: judgements are in force from the next time that anybody writes the warehouse, or from now."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence

import duckdb

from flows.runs.stored_pages import find_pages
from flows.settings import Settings
from warehouse.database import close_warehouse, open_warehouse
from warehouse.derive.settling import settle_years
from warehouse.diary import end_run, start_run
from warehouse.judge.ledger import name_ledger
from warehouse.load.judging.judgement_mirror import count_waiting, list_misnamed
from warehouse.publish.snapshot import open_reader, publish_snapshot
from warehouse.store.errors import WarehouseLocked
from warehouse.store.lake import hold_writer


def apply_ledger(settings: Settings) -> int:
    """Bring what the ledger says into every view; how many judgements wait because a run holds the warehouse, then nothing is done.

    Raises WarehouseError where the warehouse is not there or cannot be used.
    """
    path = settings.warehouse
    with open_reader(path) as con:
        waiting = count_waiting(con, name_ledger(path))
    if not waiting:
        return 0
    try:
        with hold_writer(path):
            con = open_warehouse(path)
            try:
                settle_years(con)
                misnamed = list_misnamed(con)
                _forget_readings(con, misnamed)
            finally:
                close_warehouse(con)
    except WarehouseLocked:
        return waiting
    # Where a run came between, they wait for the next replay, as those do whose archive is not at hand.
    with contextlib.suppress(WarehouseLocked):
        _read_again(settings, misnamed)
    publish_snapshot(path)
    return 0


def _forget_readings(con: duckdb.DuckDBPyConnection, page_ids: Sequence[str]) -> None:
    """Have these pages read again, as if no parser version had: their reports belong under another name."""
    if not page_ids:
        return
    run_id = start_run(con, "judge", {"pages": len(page_ids)}, dt.datetime.now(dt.UTC))
    con.execute("UPDATE page SET parser_version = NULL WHERE page_id IN (SELECT unnest(?))", [list(page_ids)])
    end_run(con, run_id, dt.datetime.now(dt.UTC))


def _read_again(settings: Settings, page_ids: Sequence[str]) -> None:
    """Take reports of which another year, region or level is said to their place, out of the archive and in this process.

    A report's name and the table of its figures come of its reading. What is said by hand is a handful: no server is asked.
    """
    if not page_ids:
        return
    from flows.runs.replay import replay_items
    from flows.runs.run import open_run
    from flows.runs.steps import run_plainly

    with run_plainly(), open_run(settings, "replay", {"pages": len(page_ids)}, ()) as run:
        items = find_pages(run.con, page_ids)
        replay_items(run, [item for item in items if (settings.archive_folder / str(item.archive_file)).exists()])
