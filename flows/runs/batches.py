"""A batch on its way: its items travel in a folder of the run, from whoever lists them to the parsers to the warehouse."""

from __future__ import annotations

import pickle
import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from flows.runs.parsing import PagePlace, read_results, read_tabulated
from flows.runs.run import Run, find_parsers, find_run
from flows.runs.steps import Pending, step
from flows.runs.stored_pages import find_places
from parsers.version import parser_version
from warehouse.check.yields import note_yields
from warehouse.items import LoadCounts, LoadItem
from warehouse.load.load import load_pages
from warehouse.store.queries import spare_memory

BATCHES_AHEAD = 2
"""Batches that are being parsed while one is loaded: enough to keep the workers busy, and a bound on what waits."""


TRY_AGAIN = (1, 5)
"""Seconds after which a step is tried again, and once more."""


def can_heal(error: object) -> bool:
    """Whether trying again may help: a full or slow disk may, a wrong program may not."""
    return isinstance(error, OSError | duckdb.IOException)


def write_items(run: Run, start: int, items: Sequence[LoadItem]) -> None:
    """Leave a batch's items for `parse_batch` and `load_batch`; those with a place in the archive are parsed.

    Whatever the parsers need of the warehouse is looked up here, by the thread that holds the connection: `parse_batch`
    runs in another one, and DuckDB's lock and Python's would wait for each other for ever.
    """
    folder = run.name_folder(start)
    folder.mkdir(exist_ok=True)
    (folder / "items").write_bytes(pickle.dumps(list(items)))
    (folder / "places").write_bytes(pickle.dumps(find_places(run.con, run.settings.archive_folder, items)))


@step()
def parse_batch(run_id: str, folder: Path, tabulated: bool = True) -> int:
    """Parse the pages of a batch that are not known, in worker processes; gives how many these were.

    `tabulated`: the workers make of them what the loader takes. It may run on another machine that sees the folder and the archive.
    """
    places: list[PagePlace] = pickle.loads((folder / "places").read_bytes())
    find_parsers(run_id).parse(places, folder, tabulated=tabulated)
    return len(places)


def submit_parsing(run: Run, start: int) -> Pending[int]:
    """Have a batch parsed where the settings say, meanwhile."""
    parameters = {"run_id": run.run_id, "folder": run.name_folder(start), "tabulated": run.loads}
    return parse_batch.submit(run.runner, parameters)


def parse_ahead(run: Run, batches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """These batches, each as (start, stop), in their order, parsed; BATCHES_AHEAD are under way while one is used."""
    parsing: deque[tuple[int, int, Pending[int]]] = deque()
    for start, stop in batches:
        parsing.append((start, stop, submit_parsing(run, start)))
        if len(parsing) > BATCHES_AHEAD:
            yield _await_first(parsing)
    while parsing:
        yield _await_first(parsing)


def _await_first(parsing: deque[tuple[int, int, Pending[int]]]) -> tuple[int, int]:
    start, stop, parsed = parsing.popleft()
    parsed.result()
    return start, stop


@step(can_heal, TRY_AGAIN)
def load_batch(run_id: str, start: int, *, fresh: bool = True) -> LoadCounts:
    """Load a batch in one transaction.

    `fresh` pages are new from their sites and count for what their shapes give; pages that are parsed again do not.
    """
    run = find_run(run_id)
    items = read_items(run, start)
    counts = spare_memory(run.con, lambda: load_pages(run.con, run_id, items, parser_version()))
    if fresh:
        note_yields(run.con, run_id, (item.result for item in items))
    shutil.rmtree(run.name_folder(start))
    return counts


def read_items(run: Run, start: int) -> list[LoadItem]:
    """A batch's items with what was parsed of them, in the order of its pages, whatever order its workers ended in."""
    folder = run.name_folder(start)
    items: list[LoadItem] = pickle.loads((folder / "items").read_bytes())
    results = read_tabulated(folder) if run.loads else read_results(folder)
    unknown = [number for number, item in enumerate(items) if item.archive_file is not None]
    for number, result in zip(unknown, results, strict=True):
        items[number] = replace(items[number], result=result)
    return items
