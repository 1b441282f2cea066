"""`fazhi deposit` and `fazhi merge`: many machines parse into one lake, one process merges what they bring."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from flows.archive.files import find_path, list_pages
from flows.commands.fill.ingest import INTERRUPTED, print_summary
from flows.schedule.command_server import connect_prefect, needs_server
from flows.settings import read_settings
from flows.terminal.interrupts import heed_interrupts
from flows.terminal.tables import open_console


def run_deposit(sources: Sequence[str], warehouse: Path | None) -> int:
    """Parse the sources into the inbox of the lake; the exit status. Raises CallError, ServerError, WarehouseError."""
    settings = read_settings(warehouse)
    for source in sources:
        find_path(source)
    plainly = not needs_server(settings, len(list_pages(sources).pages))
    console = open_console(stderr=True)
    with connect_prefect(console, prepare=_import_flow, plainly=plainly):
        from flows.runs.deposit import deposit

        try:
            with heed_interrupts():
                count = deposit(list(sources), str(settings.warehouse))
        except KeyboardInterrupt:
            console.print("已停止：已追加的批次不会丢失，再次运行即可。Stopped: batches in the inbox stay; run again.")
            return INTERRUPTED
    open_console().print(f"{count} 页已追加，待 fazhi merge 并入。{count} pages wait in the inbox for `fazhi merge`.")
    return 0


def run_merge(warehouse: Path | None) -> int:
    """Load what waits in the inbox and print what came of it; the exit status. Raises ServerError, WarehouseError."""
    settings = read_settings(warehouse)
    console = open_console(stderr=True)
    with connect_prefect(console, prepare=_import_flow):
        from flows.runs.deposit import merge

        try:
            with heed_interrupts():
                summary = merge(str(settings.warehouse))
        except KeyboardInterrupt:
            console.print("已停止：未并入的批次仍在，再次运行即可。Stopped: what was not merged waits; run again.")
            return INTERRUPTED
    print_summary(summary, [] if warehouse is None else ["--warehouse", str(warehouse)])
    return 1 if summary.quarantined else 0


def _import_flow() -> None:
    import_module("flows.runs.deposit")
