"""Many machines on one lake: each keeps and parses pages of its own and appends them to the inbox; one of them merges."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flows.archive.files import list_pages
from flows.runs.batches import TRY_AGAIN, can_heal, parse_ahead, read_items
from flows.runs.ingest import keep_batches, tell_progress
from flows.runs.replay import replay_items
from flows.runs.run import find_run, open_deposit, open_run
from flows.runs.steps import journey, step
from flows.runs.summary import RunSummary, describe_run
from flows.runs.watch import watch_run
from flows.settings import read_settings
from parsers.version import parser_version
from warehouse.check.yields import note_yields
from warehouse.load.inbox import deposit_items, list_deposits, read_deposit, remove_deposit
from warehouse.load.load import load_pages, tabulate_items


@journey("deposit")
def deposit(sources: Sequence[str], warehouse: str | None = None) -> int:
    """Parse the pages of these files and folders into the inbox of a lake, beside any number of others; how many.

    Raises CallError for a source that is not there, LakeError where the warehouse is no lake that is ready.
    """
    settings = read_settings(None if warehouse is None else Path(warehouse))
    pages = list_pages(sources).pages
    with open_deposit(settings, pages) as run:
        tell_progress(0, len(pages))
        for start, stop in parse_ahead(run, keep_batches(run)):
            deposit_batch(run.run_id, start)
            tell_progress(stop, len(pages))
    return len(pages)


@journey("merge")
def merge(warehouse: str | None = None) -> RunSummary:
    """Load all that waits in the inbox of a lake, until nothing does; the summary says what came of it.

    Raises WarehouseLocked where another process merges.
    """
    settings = read_settings(None if warehouse is None else Path(warehouse))
    with open_run(settings, "merge", {}, ()) as run:
        done = 0
        while batch_ids := list_deposits(run.con):
            for batch_id in batch_ids:
                done += merge_batch(run.run_id, batch_id)
                tell_progress(done, done)
        watch_run(run.con, run.run_id, settings, dt.datetime.now(dt.UTC))
        return describe_run(run.con, run.run_id)


@step(can_heal, TRY_AGAIN)
def deposit_batch(run_id: str, start: int) -> str:
    """Append a parsed batch to the inbox; its id there."""
    run = find_run(run_id)
    batch_id = deposit_items(run.con, read_items(run, start), parser_version(), dt.datetime.now(dt.UTC))
    shutil.rmtree(run.name_folder(start))
    return batch_id


@step(can_heal, TRY_AGAIN)
def merge_batch(run_id: str, batch_id: str) -> int:
    """Load a batch of the inbox as any other, then take it out; how many pages it had.

    Pages that a worker of another release read are read again from the archive, by the rules of this one.
    """
    run = find_run(run_id)
    batch = read_deposit(run.con, batch_id)
    if batch.parser_version == parser_version():
        items = tabulate_items(batch.items)
        load_pages(run.con, run_id, items, parser_version())
        note_yields(run.con, run_id, (item.result for item in items))
    else:
        replay_items(run, [item if item.archive_file is None else replace(item, result=None) for item in batch.items])
    remove_deposit(run.con, batch_id)
    return len(batch.items)
