"""Pages of the archive parsed again by the present rules: no network, and nothing that they have read already."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from prefect.futures import PrefectFuture

from flows.batches import BATCHES_AHEAD, load_batch, parse_batch, write_items
from flows.runs import Run
from flows.stored_pages import cut_batches, find_stale_refusals
from warehouse.items import LoadItem


def heal_quarantine(run: Run) -> int:
    """Try again what an older parser version could not read; how many pages these were. Call it at the end of a run."""
    items = find_stale_refusals(run.con)
    replay_items(run, items)
    return len(items)


def replay_items(
    run: Run, items: Sequence[LoadItem], show_progress: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Parse and load these pages of the archive, one batch parsed ahead of the one that is loaded."""
    parsing: deque[tuple[int, int, PrefectFuture[int]]] = deque()
    batches = cut_batches(items, run.settings)
    # Folders of the run's own pages are named by their place; these come after them.
    first = len(run.pages)
    done = 0
    show_progress(0, len(items))
    while True:
        batch = next(batches, None)
        if batch:
            write_items(run, first, batch)
            parsing.append((first, len(batch), parse_batch.submit(run.run_id, first)))
            first += len(batch)
        if parsing and (batch is None or len(parsing) > BATCHES_AHEAD):
            start, count, parsed = parsing.popleft()
            parsed.result()
            load_batch(run.run_id, start, fresh=False)
            done += count
            show_progress(done, len(items))
        if batch is None and not parsing:
            return
