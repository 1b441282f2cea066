"""How long `fazhi review` takes to begin and for each step, over made-up reports that went through the real loader.

python -m tests.benchmarks.review [REPORTS]

A step is what the page asks the server for between two keys: the judgement kept, the next figure with all that is told of it.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from flows.review.desk import Desk
from flows.review.entries import list_entries
from tests.benchmarks.site import load_made_up
from warehouse.database import open_read_only
from warehouse.judge.queues import Queue, list_figures

STEPS = 500


def main(count: int) -> None:
    """Load, sit down, judge, print."""
    with tempfile.TemporaryDirectory() as place:
        warehouse = Path(place) / "w.duckdb"
        load_made_up(warehouse, count)
        con = open_read_only(warehouse)
        for queue in (Queue("doubtful", ""), Queue("random", "seed")):
            started = time.perf_counter()
            entries = list_entries(con, list_figures(con, queue, 2000, [], None))
            desk = Desk(con, Path(place) / f"{queue.kind}.jsonl", "甲", entries, queue.kind, lambda: dt.datetime.now(dt.UTC))
            began = time.perf_counter() - started
            steps = [time_step(desk, index) * 1000 for index in range(min(STEPS, len(entries) - 1))]
            con.execute("RESET threads")
            print(
                f"{queue.kind}: {len(entries)} figures, ready after {began:.1f} s; a step {statistics.median(steps):.1f} ms "
                f"(slowest twentieth from {sorted(steps)[-len(steps) // 20]:.1f}, slowest {max(steps):.1f}); load {os.getloadavg()[0]:.1f}"
            )


def time_step(desk: Desk, index: int) -> float:
    """Judge a figure as right and show the next; seconds."""
    started = time.perf_counter()
    desk.judge({"index": index, "about": "figure", "verdict": "right"})
    desk.show(index + 1)
    return time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
