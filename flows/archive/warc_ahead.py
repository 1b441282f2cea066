"""WARC files read ahead in a process of their own: to unpack a page and make its digests takes a fifth of what is left to do for a
page in the process that keeps and loads it, and that one feeds all workers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future
from itertools import chain, islice
from pathlib import Path

from flows.archive.warc_source import PackedRecord, WarcPage, list_responses
from flows.workers import hold_interrupts, pickle_quickly, start_workers
from parsers.records import Refusal
from warehouse.items import LoadItem

SMALL_FILES = 8_000_000
"""Bytes of all files together, some thousand pages, up to which another process takes longer to start than it saves."""

_PAGES = 25
"""Pages that are handed over at a time; those that cannot be copied as they are come with their bytes."""
_AHEAD = 4
"""Such portions that are read before they are asked for."""

pickle_quickly(WarcPage, PackedRecord, LoadItem, Refusal)


def read_ahead(paths: Sequence[Path]) -> Generator[WarcPage, None, None]:
    """The pages of these files, one file after the other, as `list_responses` has them. To be closed."""
    if sum(path.stat().st_size for path in paths if path.exists()) < SMALL_FILES:
        yield from chain.from_iterable(map(list_responses, paths))
        return
    with start_workers(1) as reader:
        with hold_interrupts():
            reader.submit(_begin, paths)
        portions: deque[Future[list[WarcPage]]] = deque(reader.submit(_take) for _ in range(_AHEAD))
        while portion := portions.popleft().result():
            portions.append(reader.submit(_take))
            yield from portion


_pages: Iterator[WarcPage] = iter(())
"""In the process that reads: what is still to be handed over."""


def _begin(paths: Sequence[Path]) -> None:
    global _pages  # noqa: PLW0603 - the one thing that this process does
    _pages = chain.from_iterable(map(list_responses, paths))


def _take() -> list[WarcPage]:
    return list(islice(_pages, _PAGES))
