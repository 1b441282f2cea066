"""What `fazhi refresh`, `export`, `check` and `search` cost as the warehouse grows: made-up pages through the real commands.

python -m tests.benchmarks.refresh --reports 500 2000 [--folder DIR]

Processor time is that of a command and its workers, memory that of the largest of them. With --folder what was loaded stays there,
and the next call begins with it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from flows.terminal.tables import write_markdown_table
from tests.benchmarks.pages import make_pages
from tests.benchmarks.processes import CommandCost, run_counted
from tests.command_line import make_environment

_FAZHI = (sys.executable, "-m", "flows.cli")
_COMMANDS = (("refresh",), ("refresh",), ("check",), ("export",), ("search", "行政复议 调解"))
_HEADINGS = ("reports", "command", "processor s", "ms a report", "wall s", "MB")


def main() -> None:
    """Load, run the commands, print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, nargs="+", default=[500, 2000])
    options.add_argument("--folder", type=Path, help="keep what was loaded here; default: a temporary folder")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (chosen.folder or Path(temporary)).absolute()
        rows = [row for count in chosen.reports for row in measure(folder, count)]
    print(write_markdown_table(_HEADINGS, rows), f"\nload {os.getloadavg()[0]:.1f}")


def measure(folder: Path, count: int) -> list[Sequence[object]]:
    """A row for each command on a warehouse of so many reports; the second `refresh` has nothing to do."""
    loaded = folder / str(count) / "loaded.duckdb"
    if not loaded.exists():
        _load(folder, loaded, count)
    warehouse = loaded.with_name("warehouse.duckdb")
    warehouse.unlink(missing_ok=True)
    warehouse.with_name("warehouse.snapshot.duckdb").unlink(missing_ok=True)
    shutil.copyfile(loaded, warehouse)
    with duckdb.connect(str(warehouse), read_only=True) as con:
        [(reports,)] = con.execute("SELECT count(*) FROM report").fetchall()
    rows: list[Sequence[object]] = []
    for command in _COMMANDS:
        more = (str(loaded.with_name("release")),) if command == ("export",) else ()
        cost = _run(folder, *command, *more, "--warehouse", str(warehouse))
        shutil.rmtree(loaded.with_name("release"), ignore_errors=True)
        each = f"{1000 * cost.cpu / reports:.1f}"
        rows.append((reports, " ".join(command), f"{cost.cpu:.1f}", each, f"{cost.wall:.1f}", cost.megabytes))
    return rows


def _load(folder: Path, loaded: Path, count: int) -> None:
    pages = loaded.with_name("pages")
    shutil.rmtree(loaded.parent, ignore_errors=True)
    pages.mkdir(parents=True)
    for number, page in enumerate(make_pages(count, 1)):
        (pages / f"{number:06d}.html").write_bytes(page.body)
    fresh = loaded.with_name("fresh.duckdb")
    _run(folder, "ingest", str(pages), "--warehouse", str(fresh))
    fresh.rename(loaded)
    shutil.rmtree(pages)


def _run(folder: Path, *arguments: str) -> CommandCost:
    cost = run_counted((*_FAZHI, *arguments), make_environment(folder))
    # (1: a check that does not hold for made-up pages)
    if cost.status not in (0, 1):
        sys.exit(cost.output)
    return cost


if __name__ == "__main__":
    main()
