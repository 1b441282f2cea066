"""What each command costs as the warehouse grows: made-up pages through the real commands, at each size.

python -m tests.benchmarks.growth --reports 1000 10000 100000 [--folder DIR]

All sizes are as dense: twenty years of whole prefectures, as `backfill.py` writes them, so that a report has as many neighbours to be
compared with at each size. Processor time is that of a command and its workers, memory that of the largest of them. With --folder
what was loaded stays there, and the next call begins with it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

from flows.settings import count_processors
from flows.terminal.tables import write_markdown_table
from tests.benchmarks.backfill import YEARS, write_archive
from tests.benchmarks.processes import CommandCost, run_counted
from tests.command_line import make_environment

_FAZHI = (sys.executable, "-m", "flows.cli")
_COMMANDS = (("refresh",), ("refresh",), ("check",), ("search", "行政复议 调解"), ("export",), ("site",))
"""The second `refresh` has nothing to do; what `export` and `site` write goes when it is measured."""
_WRITES = frozenset({"export", "site"})
_HEADINGS = ("reports", "command", "processor s", "ms a report", "wall s", "MB")


def main() -> None:
    """Load, run the commands, print a table for each size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, nargs="+", default=[1000, 10_000], help=f"each a multiple of {YEARS}")
    options.add_argument("--folder", type=Path, help="keep what was loaded here; default: a temporary folder")
    chosen = options.parse_args()
    if any(count < YEARS or count % YEARS for count in chosen.reports):
        options.error(f"--reports must be multiples of {YEARS}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = (chosen.folder or Path(temporary)).absolute()
        for count in chosen.reports:
            print(write_markdown_table(_HEADINGS, measure(folder, count)), flush=True)
            print(f"\nload {os.getloadavg()[0]:.1f}\n", flush=True)


def measure(folder: Path, count: int) -> list[tuple[object, ...]]:
    """A row for each command on a warehouse of so many reports; loading it is one, where it was not there yet."""
    loaded = folder / str(count) / "loaded.duckdb"
    costs: list[tuple[str, CommandCost]] = []
    if not loaded.exists():
        costs.append(("ingest", _load(folder, loaded, count)))
    warehouse = loaded.with_name("warehouse.duckdb")
    warehouse.unlink(missing_ok=True)
    warehouse.with_name("warehouse.snapshot.duckdb").unlink(missing_ok=True)
    shutil.copyfile(loaded, warehouse)
    with duckdb.connect(str(warehouse), read_only=True) as con:
        [(reports,)] = con.execute("SELECT count(*) FROM report").fetchall()
    written = loaded.with_name("written")
    for command in _COMMANDS:
        more = (str(written),) if command[0] in _WRITES else ()
        costs.append((" ".join(command), _run(folder, *command, *more, "--warehouse", str(warehouse))))
        shutil.rmtree(written, ignore_errors=True)
    return [
        (reports, name, f"{cost.cpu:.1f}", f"{1000 * cost.cpu / reports:.2f}", f"{cost.wall:.1f}", cost.megabytes)
        for name, cost in costs
    ]


def _load(folder: Path, loaded: Path, count: int) -> CommandCost:
    shutil.rmtree(loaded.parent, ignore_errors=True)
    source = loaded.with_name("source")
    files = write_archive(source, count // YEARS, count_processors())
    fresh = loaded.with_name("fresh.duckdb")
    cost = _run(folder, "ingest", *map(str, files), "--warehouse", str(fresh))
    fresh.rename(loaded)
    shutil.rmtree(source)
    return cost


def _run(folder: Path, *arguments: str) -> CommandCost:
    cost = run_counted((*_FAZHI, *arguments), make_environment(folder))
    # (1: a check that does not hold for made-up pages)
    if cost.status not in (0, 1):
        sys.exit(cost.output)
    return cost


if __name__ == "__main__":
    main()
