"""Speed and quality of ours and of other extractors, side by side: `make bench`, or python -m tests.benchmarks --help.

All but the workers run in one process on one core, in rounds that take turns; no page comes twice, so nothing is remembered from the round
before. Times are processor time (the machine may be busy otherwise), wall time stands beside it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from flows.terminal.tables import write_markdown_table
from parsers.body.charset import decode
from parsers.body.plain_text import strip_plain_text
from parsers.page import parse_page
from parsers.records import ParsedPage, RawPage
from tests.benchmarks.against import measure_against, render_against
from tests.benchmarks.extractors import BASE, EXTRACTORS, OURS, compare
from tests.benchmarks.pages import Page, make_page, make_pages
from tests.benchmarks.reports import WrittenReport
from tests.benchmarks.scaling import measure_workers
from tests.benchmarks.stages import measure_stages
from tests.measure_bodies import find_truth
from warehouse.database import close_warehouse, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.ledger import ReportEntry
from warehouse.load.load import load_pages, tabulate_items
from warehouse.load.pages.columns import tabulate_page
from warehouse.load.rows import tabulate_facts
from warehouse.store.queries import registered

SHARED = Path(__file__).resolve().parents[3] / "shared"
_PACKAGES = (
    "trafilatura",
    "readability-lxml",
    "resiliparse",
    "lxml",
    "beautifulsoup4",
    "duckdb",
    "ahocorasick-rs",
    "jieba",
)
_BATCH = 250
_LOADED_PAGES = 5 * _BATCH
_LOADED = OURS.replace("whole parse_page", "parse_page and load")


def main() -> None:
    """Run what the options ask for and print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=40, help="made-up pages a round (default 40)")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", type=Path, help="keep the figures in this file")
    options.add_argument("--against", metavar="COMMIT", help="this build beside that of a commit, and nothing else")
    options.add_argument("--memory-of", choices=[*EXTRACTORS], help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.memory_of:
        print(_measure_own_memory(chosen.memory_of, chosen.pages))
        return
    if chosen.against:
        figures = measure_against(chosen.against, chosen.pages, chosen.rounds)
        print(render_against(figures))
        if chosen.json:
            chosen.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
        return
    workers = measure_workers(10 * chosen.pages, chosen.rounds)
    _stay_on_one_core()
    figures = measure(chosen.pages, chosen.rounds) | {"workers": workers}
    print(render(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


def measure(count: int, rounds: int) -> dict[str, Any]:
    """All figures, ready for JSON."""
    warm_up = _draw_round(6, -1)
    for extract in EXTRACTORS.values():
        for page in warm_up:
            extract(page)
    drawn = [_draw_round(count, seed) for seed in range(rounds)]
    speeds, by_markup = _time_extractors(drawn)
    loading = _time_loading(list(make_pages(_LOADED_PAGES, rounds)))
    whole = {key: speeds[OURS][key] + loading[key] for key in ("ms", "wall ms")}
    speeds[_LOADED] = whole | {"ratio": speeds[OURS]["ratio"] * speeds[OURS]["ms"] / whole["ms"]}
    sizes = [len(page.body) / 1000 for pages in drawn for page in pages]
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{_name_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "versions": {package: version(package) for package in _PACKAGES},
        "pages": {
            "rounds": rounds,
            "a round": len(drawn[0]),
            "kB": [round(part) for part in (min(sizes), sum(sizes) / len(sizes), max(sizes))],
        },
        "speed": speeds,
        "ms by markup": by_markup,
        "loading": loading,
        "stages": measure_stages([_draw_round(count, rounds + seed) for seed in range(3)]),
        "memory": {name: _ask_memory(name, count) for name in EXTRACTORS},
        "quality": _measure_quality(drawn[0]),
    }


def _draw_round(count: int, seed: int) -> list[Page]:
    """Made-up reports on pages, and the real ones of ../shared on pages where they are there."""
    pages = list(make_pages(count, seed))
    chance = random.Random(seed)
    for number, path in enumerate(sorted((SHARED / "seeds").glob("*.txt"))):
        text = path.read_text(encoding="utf-8")
        metadata = parse_page(RawPage(path.as_uri(), text.encode())).metadata
        report = WrittenReport(
            metadata.title or "法治政府建设情况报告",
            metadata.region_name or "某县",
            metadata.year or 2020,
            tuple(strip_plain_text(text).text.split("\n")),
        )
        pages.append(make_page(report, chance.randrange(1000) * 6 + number, chance))
    return pages


def _time_extractors(
    drawn: Sequence[Sequence[Page]],
) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """By extractor its median milliseconds a page and its ratio to trafilatura's; by markup, milliseconds of each of them."""
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in EXTRACTORS}
    by_markup: dict[str, dict[str, list[float]]] = {}
    for number, pages in enumerate(drawn):
        names = [*EXTRACTORS]
        for name in names[number % len(names) :] + names[: number % len(names)]:
            wall, times = time.perf_counter(), []
            for page in pages:
                cpu = time.process_time()
                EXTRACTORS[name](page)
                times.append(1000 * (time.process_time() - cpu))
                by_markup.setdefault(page.name.split("-")[1], {}).setdefault(name, []).append(times[-1])
            spent[name].append((sum(times) / len(pages), 1000 * (time.perf_counter() - wall) / len(pages)))
    speeds = {
        name: {
            "ms": _median([cpu for cpu, _ in times]),
            "wall ms": _median([wall for _, wall in times]),
            "ratio": _median([base[0] / own[0] for base, own in zip(spent[BASE], times, strict=True)]),
        }
        for name, times in spent.items()
    }
    means = {
        markup: {name: sum(times) / len(times) for name, times in by_name.items()}
        for markup, by_name in by_markup.items()
    }
    return speeds, means


def _time_loading(pages: Sequence[Page]) -> dict[str, float]:
    """What it costs to load the pages, parsed and tabulated before, in batches as the flows do; the first batch warms up.

    Then what the facts alone take of it: their columns made, their rows put into a fact table.
    """
    parsed = [parse_page(RawPage(page.url, page.body, page.content_type)) for page in pages]
    moment = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
    items = tabulate_items([LoadItem(one.url, one.page_id, moment, one, status=200) for one in parsed])
    with tempfile.TemporaryDirectory() as folder:
        con = open_warehouse(Path(folder, "benchmark.duckdb"))
        run_id = start_run(con, "benchmark", {}, moment)
        load_pages(con, run_id, items[:_BATCH], parsed[0].parser_version)
        cpu, wall = time.process_time(), time.perf_counter()
        for start in range(_BATCH, len(items), _BATCH):
            load_pages(con, run_id, items[start : start + _BATCH], parsed[0].parser_version)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        alone = sum(_time_facts(con, parsed[start : start + _BATCH]) for start in range(_BATCH, len(parsed), _BATCH))
        end_run(con, run_id, moment)
        close_warehouse(con)
    facts, count = sum(len(one.facts) for one in parsed[_BATCH:]), len(pages) - _BATCH
    return {
        "ms": 1000 * cpu / count,
        "wall ms": 1000 * wall / count,
        "facts a second": facts / wall,
        "facts alone a second": facts / alone,
    }


def _time_facts(con: duckdb.DuckDBPyConnection, parsed: Sequence[ParsedPage]) -> float:
    """Seconds to put the facts of these pages, and nothing else, into a table like the fact tables."""
    con.execute("CREATE OR REPLACE TABLE facts_alone AS FROM fact_indicator_unknown LIMIT 0")
    pages = [tabulate_page(one) for one in parsed]
    entries = [ReportEntry.write(page, report_id=page.named, url=page.url, digest="") for page in pages]
    started = time.perf_counter()
    with registered(con, "incoming", tabulate_facts(entries)):
        con.execute("INSERT INTO facts_alone BY NAME SELECT * FROM incoming")
    spent = time.perf_counter() - started
    con.execute("DROP TABLE facts_alone")
    return spent


def _measure_quality(pages: Sequence[Page]) -> dict[str, dict[str, list[float]]]:
    """Precision and recall of each extractor on made-up pages and on the real ones of ../shared, other genres than reports."""
    sets: dict[str, list[Page]] = {"made up": list(pages)}
    if (SHARED / "pages").is_dir():
        sets["real"] = [_read_real(path) for path in sorted((SHARED / "pages").glob("*.html"))]
    return {
        name: {
            where: list(compare((page.truth, EXTRACTORS[name](page)) for page in chosen))
            for where, chosen in sets.items()
        }
        for name in EXTRACTORS
    }


def _read_real(path: Path) -> Page:
    body = path.read_bytes()
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return Page(path.stem, path.as_uri(), body, "text/html", find_truth(decode(body).text, expected))


def _ask_memory(name: str, count: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks", "--memory-of", name, "--pages", str(count)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _measure_own_memory(name: str, count: int) -> float:
    """Megabytes by which this process grew at most while the extractor saw some pages: its tables, its trees, its leaks."""
    pages = list(make_pages(count, 0))
    before = _read_peak()
    for page in pages:
        EXTRACTORS[name](page)
    return _read_peak() - before


def _read_peak() -> float:
    """The most megabytes that this process held so far; of its own, where getrusage would count those of its parent too."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def render(figures: dict[str, Any]) -> str:
    """The figures as tables in Markdown."""
    pages = figures["pages"]
    versions = ", ".join(f"{package} {number}" for package, number in figures["versions"].items())
    lines = [
        f"{figures['date']}; {figures['machine']}; {versions}.",
        f"{pages['rounds']} rounds of {pages['a round']} pages of {'/'.join(map(str, pages['kB']))} kB (least/mean/most).",
        "",
    ]
    rows = [
        (
            name,
            f"{speed['ms']:.1f}",
            f"{speed['wall ms']:.1f}",
            f"{1000 / speed['ms']:.0f}",
            f"{speed['ratio']:.2f}",
            f"{figures['memory'][name]:.0f}" if name in figures["memory"] else "",
            *(
                " / ".join(f"{value:.3f}" for value in figures["quality"].get(name, {}).get(where, ()))
                for where in ("made up", "real")
            ),
        )
        for name, speed in figures["speed"].items()
    ]
    columns = (
        "",
        "ms a page",
        "wall ms",
        "pages/s",
        f"speed of {BASE} = 1",
        "grew by MB",
        "body P/R, made up",
        "body P/R, real",
    )
    lines += [write_markdown_table(columns, rows), ""]
    markups = [
        (markup, f"{spent[BASE]:.1f}", f"{spent[OURS]:.1f}", f"{spent[BASE] / spent[OURS]:.2f}")
        for markup, spent in figures["ms by markup"].items()
    ]
    lines += [write_markdown_table(("markup", f"{BASE}, ms", f"{OURS}, ms", "ratio"), markups), ""]
    total = sum(figures["stages"].values())
    stages = [(stage, f"{spent:.2f}", f"{spent / total:.0%}") for stage, spent in figures["stages"].items()]
    loading = figures["loading"]
    speeds = f"{loading['facts a second']:,.0f} facts/s (wall); facts alone {loading['facts alone a second']:,.0f}"
    stages.append(("load", f"{loading['ms']:.2f}", speeds))
    lines.append(write_markdown_table(("stage of ours", "ms a page", "share of parsing"), stages))
    if figures["workers"]:
        one, two, ratio = (figures["workers"][key] for key in ("1", "2", "ratio"))
        lines += ["", f"One worker process {one:.1f} ms a page by the wall, two {two:.1f}: {ratio:.2f} times as fast."]
    return "\n".join(lines)


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _name_processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _stay_on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


if __name__ == "__main__":
    main()
