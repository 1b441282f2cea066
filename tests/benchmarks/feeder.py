"""How many workers the parent of `fazhi ingest` can feed: the real command, with workers that only take their time.

python -m tests.benchmarks.feeder --reports 2000 [--workers 1 2 4 8] [--page-ms 14] [--folder DIR] [--json FILE]

The pages are read once by the real parsers, and what these leave is kept. Then the command runs once for each number of workers, each
time into a new warehouse: what was kept is handed over as so many workers would, at MS a page each (`fed_command`). They take no
processor time, so the parent has a core to itself even where there are two. Where twice the workers no longer bring more pages a
second the parent is at its end. With --folder everything stays there, and a second call parses nothing.

A page's cost is that between the first batch and the last: the start (Prefect's server) and the end of a run (what views are settled
from, digests, the snapshot) stand beside it, as seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from flows.settings import count_processors
from flows.terminal.tables import write_markdown_table
from tests.benchmarks.backfill import YEARS, write_archive
from tests.benchmarks.processes import CommandFigures, run_watched
from tests.command_line import make_environment

COLUMNS = (
    "workers",
    "they could do, pages/s",
    "pages/s",
    "parent, ms of processor a page",
    "start, s",
    "end, s",
    "whole, ms a page",
    "parent MB",
    "load of the machine",
)


def main() -> None:
    """Cook, feed, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=2000, help=f"a multiple of {YEARS} (default 2000)")
    options.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8])
    options.add_argument("--page-ms", type=float, default=14.0, help="what a simulated worker takes for a page")
    options.add_argument("--folder", type=Path, help="keep pages and results here; default: a temporary folder")
    options.add_argument("--json", type=Path, help="keep the figures in this file")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (chosen.folder or Path(temporary)).absolute()
        files = write_archive(folder / "source", chosen.reports // YEARS, count_processors())
        larder = folder / "larder"
        if not larder.exists():
            run_fed(folder, files, larder, 0, 0)
        figures = []
        for workers in chosen.workers:
            course = run_fed(folder, files, larder, workers, chosen.page_ms)
            figures.append(describe(course, chosen.reports, workers, chosen.page_ms))
            print(write_markdown_table(COLUMNS, [list(figures[-1].values())]), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def run_fed(folder: Path, files: list[Path], larder: Path, workers: int, page_ms: float) -> CommandFigures:
    """The command, fed by so many workers, into a warehouse of its own; 0: parsed in truth. Raises SystemExit where it fails."""
    place = folder / "fed"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    words = ["ingest", *map(str, files), "--warehouse", str(place / "warehouse.duckdb")]
    command = [sys.executable, "-m", "tests.benchmarks.fed_command", str(larder), str(workers), str(page_ms), *words]
    figures = run_watched(command, make_environment(folder / "home"), place / "warehouse.work")
    if figures.status != 0:
        sys.exit(f"fazhi ended with status {figures.status}; its output is above")
    return figures


def describe(course: CommandFigures, reports: int, workers: int, page_ms: float) -> dict[str, Any]:
    """A row of COLUMNS; the parent's processor time from its first batch that is loaded to its last."""
    (first_wall, first_cpu, _), (last_wall, last_cpu, batches) = course.course[0], course.course[-1]
    # (the last batch is not seen to end; all are of the same size but that one)
    pages = batches * (reports / (batches + 1))
    return {
        "workers": workers,
        "could": round(workers * 1000 / page_ms),
        "pages a second": round(pages / (last_wall - first_wall)) if batches else 0,
        "parent ms": round(1000 * (last_cpu - first_cpu) / pages, 2) if batches else 0,
        "start": round(first_cpu, 1),
        "end": round(course.parent_cpu - last_cpu, 1),
        "whole ms": round(1000 * course.parent_cpu / reports, 2),
        "megabytes": course.parent_memory,
        "load": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    main()
