"""How long `fazhi review` takes to begin and for each step, over made-up reports, and `fazhi audit` to draw.

python -m tests.benchmarks.review [REPORTS | WAREHOUSE] [--json FILE]

A step is what the page asks the server for between two keys: the judgement kept, the next figure with all that is told of it. Up to 10,000
reports go through the real loader; beyond, they are copied by SQL (`multiplied.py`). A warehouse that is there is asked as it is.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from flows.review.desk import Desk
from flows.review.entries import list_entries
from flows.review.ranking import rank_figures
from parsers.figures.second_opinion import open_catalogue
from tests.benchmarks.multiplied import multiply
from tests.benchmarks.site import load_made_up
from warehouse.database import open_read_only
from warehouse.judge.queues import Queue
from warehouse.judge.sample import draw_sample
from warehouse.judge.stored import spell_moment

STEPS = 120
LOADED = 2860
"""Reports that go through the loader where more are wanted."""


def main(asked: str, file: Path | None) -> None:
    """Load, sit down, judge, print."""
    with tempfile.TemporaryDirectory() as place:
        warehouse = Path(asked)
        if asked.isdigit():
            warehouse = Path(place) / "w.duckdb"
            if int(asked) <= 10_000:
                load_made_up(warehouse, int(asked))
            else:
                multiply(warehouse, LOADED, -(-int(asked) // LOADED))
        con = open_read_only(warehouse)
        rows = measure(con, Path(place))
    if file:
        file.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def measure(con: duckdb.DuckDBPyConnection, place: Path) -> list[dict[str, Any]]:
    """Each queue: how long until the first figure, and each kind of step; milliseconds but for `ready`, seconds."""
    [(region, report, indicator)] = con.execute(
        "SELECT min(region_code), min(report_id), min(indicator_id) FROM fact_indicator WHERE indicator_id IS NOT NULL"
    ).fetchall()
    model = open_catalogue()
    rows: list[dict[str, Any]] = []
    for queue in (
        Queue("doubtful"), Queue("random", "seed"), Queue("region", region), Queue("indicator", indicator),
        Queue("report", report), Queue("unknown"), Queue("disagree"),
    ):  # fmt: skip
        started, worked = time.perf_counter(), time.process_time()
        entries = list_entries(con, rank_figures(con, queue, 2000, [], None, lambda: model))
        if not entries:
            print(f"{queue.kind}: no figures", flush=True)
            continue
        ledger = place / f"{queue.kind}.jsonl"
        desk = Desk(con, ledger, "甲", entries, queue.kind, lambda: dt.datetime.now(dt.UTC))
        ready, worked = time.perf_counter() - started, time.process_time() - worked
        rows.append(
            {
                "queue": queue.kind,
                "figures": len(entries),
                "ready": round(ready, 2),
                "ready, processor": round(worked, 2),
                **_time_steps(desk),
                "load": os.getloadavg()[0],
            }
        )
        con.execute("RESET threads")
        print(rows[-1], flush=True)
    started = time.perf_counter()
    draw_sample(con, 600, 50, "seed", who="甲", when=spell_moment(dt.datetime.now(dt.UTC)))
    rows.append({"queue": "audit, drawn", "ready": round(time.perf_counter() - started, 2)})
    print(rows[-1], flush=True)
    return rows


def _time_steps(desk: Desk) -> dict[str, float]:
    kinds: dict[str, list[float]] = {"judge and next": [], "undo": [], "explain": []}

    busy: dict[str, list[float]] = {kind: [] for kind in kinds}

    def take(kind: str, act: Callable[[], object]) -> None:
        started, worked = time.perf_counter(), time.process_time()
        act()
        kinds[kind].append((time.perf_counter() - started) * 1000)
        busy[kind].append((time.process_time() - worked) * 1000)

    def step(index: int) -> None:
        desk.judge({"index": index, "about": "figure", "verdict": "right"})
        desk.show(index + 1)

    for index in range(min(STEPS, len(desk.entries) - 1)):
        take("judge and next", lambda index=index: step(index))  # type: ignore[misc]
        if index % 30 == 29:
            take("explain", lambda index=index: desk.explain(index)())  # type: ignore[misc]
            take("undo", desk.undo)
    told = {}
    for kind, times in kinds.items():
        if times:
            told[kind] = round(statistics.median(times), 1)
            told[f"{kind}, processor"] = round(statistics.median(busy[kind]), 1)
            told[f"{kind}, slowest twentieth from"] = round(sorted(times)[-max(1, len(times) // 20)], 1)
    return told


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("asked", nargs="?", default="10000")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    main(chosen.asked, chosen.json)
