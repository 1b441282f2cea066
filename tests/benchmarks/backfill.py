"""The whole way at scale: made-up pages from an archive into a warehouse by the real command, then asked, repeated, replayed.

python -m tests.benchmarks.backfill --reports 10000 [--folder DIR] [--json FILE]

Twenty years of REPORTS / 20 units. The pages are written once, a WARC file a year (`flows.archive.warc`), and `fazhi ingest`
reads these files; nothing is fetched. With --folder everything stays there, and a call that was stopped goes on where it
was: years that were written are not written again, and the command itself knows what it has loaded. Figures of a run that
was stopped are those of its last part.

Processor time is that of the command and its workers, without Prefect's server; wall time says something only on a machine
that does nothing else. Disk: some 100 kB a report, half of it the pages twice, half the warehouse twice.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb

from flows.archive.warc import open_archive
from flows.settings import count_processors
from flows.terminal.tables import write_markdown_table
from parsers.records import RawPage
from tests.benchmarks.pages import make_page
from tests.benchmarks.processes import CommandFigures, run_watched
from tests.benchmarks.reports import list_counties, write_report
from tests.benchmarks.view_times import time_views
from tests.command_line import make_environment

FIRST_YEAR, YEARS = 2005, 20
_FETCHED = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)


def main() -> None:
    """Write the pages, run the steps, print a table after each."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=1000, help="a multiple of 20 (default 1000)")
    options.add_argument("--folder", type=Path, help="keep everything here; default: a temporary folder")
    options.add_argument("--workers", type=int, default=count_processors(), help="worker processes")
    options.add_argument("--json", type=Path, help="keep the figures in this file")
    chosen = options.parse_args()
    if chosen.reports < YEARS or chosen.reports % YEARS:
        options.error(f"--reports must be a multiple of {YEARS}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = (chosen.folder or Path(temporary)).absolute()
        figures = measure(folder, chosen.reports, chosen.workers)
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


def measure(folder: Path, reports: int, workers: int) -> dict[str, Any]:
    """All steps in this folder; the figures by step."""
    figures: dict[str, Any] = {"reports": reports, "workers": workers, "load_before": os.getloadavg()[0]}
    started = time.monotonic()
    files = write_archive(folder / "source", reports // YEARS, workers)
    source = sum(file.stat().st_size for file in files)
    print(f"pages written: {len(files)} files, {source / 1e6:,.0f} MB, {time.monotonic() - started:.0f} s", flush=True)

    warehouse = folder / "warehouse.duckdb"
    figures["ingest"] = _run(folder, workers, "ingest", *map(str, files))
    figures["megabytes"] = {
        "source": round(source / 1e6),
        "archive": round(sum(file.stat().st_size for file in (folder / "warehouse.archive").iterdir()) / 1e6),
        "warehouse": round(warehouse.stat().st_size / 1e6),
    }
    print(figures["megabytes"], flush=True)
    with duckdb.connect(str(warehouse), read_only=True) as con:
        figures["rows"] = {
            name: con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
            for name in ("report", "section", "fact_indicator", "quarantine")
        }
        print(figures["rows"], flush=True)
        figures["views"] = [timed.list_cells() for timed in time_views(con)]
    print(write_markdown_table(("view", "question", "rows", "seconds", "processor seconds"), figures["views"]))

    figures["again"] = _run(folder, workers, "ingest", *map(str, files))
    figures["again_ratio"] = round(figures["again"]["cpu"] / figures["ingest"]["cpu"], 3)
    print(f"again, nothing changed: {figures['again_ratio']} of the first run's processor time", flush=True)
    year = FIRST_YEAR + YEARS // 2
    _age_year(warehouse, year)
    figures["replay"] = _run(folder, workers, "backfill", "--replay", "--from", str(year), "--to", str(year))
    figures["load_after"] = os.getloadavg()[0]
    return figures


def write_archive(folder: Path, units: int, workers: int) -> list[Path]:
    """A WARC file for each year, in order; those that are there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{year}.warc.gz" for year in range(FIRST_YEAR, FIRST_YEAR + YEARS)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        missing = [number for number, file in enumerate(files) if not file.exists()]
        list(pool.map(_write_year, [files[n] for n in missing], missing, [units] * len(missing)))
    return files


def _write_year(file: Path, number: int, units: int) -> None:
    """The pages of one year, whole or not at all."""
    year = FIRST_YEAR + number
    with tempfile.TemporaryDirectory(dir=file.parent) as place:
        # One file a year however large, for the command gets one a year.
        with open_archive(Path(place), file_limit=sys.maxsize) as archive:
            for unit in range(units):
                chance = random.Random(f"{year} {unit}")
                report = write_report(chance, _name_unit(unit), year)
                page = make_page(report, number * units + unit, chance)
                archive.keep_file(RawPage(page.url, page.body, page.content_type), _FETCHED)
        [written] = Path(place).glob("*.warc.gz")
        written.rename(file)


def _name_unit(unit: int) -> str:
    """Counties first, then their justice departments: the same units in each year."""
    counties = list_counties()
    number, county = divmod(unit, len(counties))
    return f"{counties[county]['name']}{('', '司法局', '公安局', '教育局')[number % 4]}"


def _run(folder: Path, workers: int, *arguments: str) -> dict[str, Any]:
    """The command to its end, and what it took."""
    environment = make_environment(folder / "home", FAZHI_WORKERS=str(workers))
    command = [sys.executable, "-m", "flows.cli", *arguments, "--warehouse", str(folder / "warehouse.duckdb")]
    figures = run_watched(command, environment, folder / "warehouse.work")
    if figures.status not in (0, 1):
        raise subprocess.CalledProcessError(figures.status, command)
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as con:
        [(outcome,)] = con.execute("SELECT outcome FROM run ORDER BY started_at DESC LIMIT 1").fetchall()
    if outcome != "completed":
        sys.exit(f"the run of `fazhi {arguments[0]}` has {outcome}; its output is above")
    print(write_markdown_table(CommandFigures.COLUMNS, [figures.list_cells(arguments[0])]), flush=True)
    return figures.as_dict()


def _age_year(warehouse: Path, year: int) -> None:
    """Let the year look as if an older release had read it, so that a replay does all of it."""
    with duckdb.connect(str(warehouse)) as con:
        con.execute("UPDATE report SET parser_version = 'older' WHERE year = ?", [year])
        con.execute(
            "UPDATE page SET parser_version = 'older' WHERE report_id IN (SELECT report_id FROM report WHERE year = ?)",
            [year],
        )


if __name__ == "__main__":
    main()
