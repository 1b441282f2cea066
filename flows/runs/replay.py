"""Pages of the archive parsed again by the present rules: no network, and nothing that they have read already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flows.runs.batches import load_batch, parse_ahead, write_items
from flows.runs.run import Run
from flows.runs.stored_pages import cut_batches, find_stale_refusals
from warehouse.items import LoadItem


def heal_quarantine(run: Run) -> int:
    """Try again what an older parser version could not read; how many pages these were. Call it at the end of a run."""
    items = find_stale_refusals(run.con)
    replay_items(run, items)
    return len(items)


def replay_items(
    run: Run, items: Sequence[LoadItem], show_progress: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Parse and load these pages of the archive, batches parsed ahead of the one that is loaded."""
    # Folders of the run's own pages are named by their place; these come after them.
    first = len(run.pages)
    show_progress(0, len(items))
    for start, stop in parse_ahead(run, _write_batches(run, items, first)):
        load_batch(run.run_id, start, fresh=False)
        show_progress(stop - first, len(items))


def _write_batches(run: Run, items: Sequence[LoadItem], start: int) -> Iterator[tuple[int, int]]:
    for batch in cut_batches(items, run.settings):
        write_items(run, start, batch)
        yield start, start + len(batch)
        start += len(batch)
