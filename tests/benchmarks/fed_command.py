"""`fazhi` whose parsers are simulated: what they left in a former run is handed over at the pace of so many workers.

python -m tests.benchmarks.fed_command LARDER WORKERS MILLISECONDS COMMAND …

WORKERS 0: the real parsers work, and what they leave is kept in LARDER. Else LARDER's results are handed over as so many workers would,
each of which takes MILLISECONDS a page and no processor time: what is left is what the parent itself can do.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flows import cli
from flows.runs.parsing import SLICE_PAGES, PagePlace, ParserPool

Parse = Callable[..., None]
"""As `ParserPool.parse`."""


class Workers:
    """Workers that only take their time: a slice goes to the one that is free first."""

    def __init__(self, count: int, page_seconds: float) -> None:
        self._free_at = [0.0] * count
        self._page_seconds = page_seconds
        self._lock = threading.Lock()

    def work(self, pages: int) -> None:
        """Return when the workers are done with so many pages."""
        with self._lock:
            end = 0.0
            for start in range(0, pages, SLICE_PAGES):
                self._free_at.sort()
                began = max(self._free_at[0], time.monotonic())
                self._free_at[0] = began + min(SLICE_PAGES, pages - start) * self._page_seconds
                end = max(end, self._free_at[0])
        time.sleep(max(0.0, end - time.monotonic()))


def keep_results(larder: Path, parse: Parse) -> Parse:
    """The real parsers, and a copy of what they leave."""

    def parse_and_keep(pool: ParserPool, places: Sequence[PagePlace], folder: Path, **more: Any) -> None:
        parse(pool, places, folder, **more)
        (larder / folder.name).mkdir(parents=True, exist_ok=True)
        for spool in folder.glob("*.parsed"):
            shutil.copyfile(spool, larder / folder.name / spool.name)

    return parse_and_keep


def hand_over(larder: Path, workers: Workers) -> Parse:
    """No parsers: their results come when these workers would be done."""

    def wait_and_link(pool: ParserPool, places: Sequence[PagePlace], folder: Path, **more: Any) -> None:
        workers.work(len(places))
        for spool in (larder / folder.name).iterdir():
            os.link(spool, folder / spool.name)

    return wait_and_link


def main() -> None:
    """Run the command of the words behind the first three."""
    larder, count, milliseconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    sys.argv = ["fazhi", *sys.argv[4:]]
    parse = (
        keep_results(larder, ParserPool.parse) if count == 0 else hand_over(larder, Workers(count, milliseconds / 1000))
    )
    with patch.object(ParserPool, "parse", parse):
        cli.main()


if __name__ == "__main__":
    main()
