"""How much faster two worker processes parse than one: the same pages from an archive, in turns."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from flows.archive.warc import open_archive
from flows.runs.parsing import PagePlace, ParserPool
from parsers.records import RawPage
from tests.benchmarks.pages import Page, make_pages

_WORKERS = (1, 2)


def measure_workers(count: int, rounds: int) -> dict[str, float]:
    """Milliseconds by the wall that a page takes with one and with two workers, and the median of the ratios; {} on one core.

    Call it before this process is bound to a core: its workers would be too.
    """
    if len(os.sched_getaffinity(0)) < max(_WORKERS):
        return {}
    with tempfile.TemporaryDirectory() as folder:
        places = _keep(list(make_pages(count, 0)), Path(folder, "archive"))
        pools = {workers: ParserPool(workers, cautious=True) for workers in _WORKERS}
        try:
            for pool in pools.values():
                _time(pool, places[: count // 4])  # Processes are started, rules read.
            spent = [{workers: _time(pool, places) for workers, pool in pools.items()} for _ in range(rounds)]
        finally:
            for pool in pools.values():
                pool.stop()
    ratios = sorted(times[1] / times[2] for times in spent)
    best = {f"{workers}": 1000 * min(times[workers] for times in spent) / count for workers in _WORKERS}
    return best | {"ratio": ratios[len(ratios) // 2]}


def _keep(pages: Sequence[Page], folder: Path) -> list[PagePlace]:
    with open_archive(folder) as archive:
        moment = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
        kept = [archive.keep_file(RawPage(page.url, page.body, page.content_type), moment) for page in pages]
    return [
        PagePlace(page.url, page.content_type, folder / place.archive_file, place.archive_offset, len(page.body))
        for page, place in zip(pages, kept, strict=True)
    ]


def _time(pool: ParserPool, places: Sequence[PagePlace]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        pool.parse(places, Path(folder))
        return time.perf_counter() - started
