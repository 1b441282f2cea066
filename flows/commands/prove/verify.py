"""`fazhi verify`: how many facts hold, and which do not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.progress import Progress

from flows.errors import CallError
from flows.quality.verify import FAILURES, verify_facts
from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table
from warehouse.publish.snapshot import open_reader

SHOWN = 20
"""Facts that do not hold which are named; the rest is counted."""


def run_verification(sample: int, warehouse: Path | None, *, verify_all: bool) -> int:
    """Verify and print; 0 where every fact holds, 1 where any does not.

    Raises CallError for a sample that is none, WarehouseError for want of a warehouse.
    """
    if sample < 1:
        raise CallError(f"--sample 须为正整数，不能是 {sample}。--sample must be 1 or more.")
    settings = read_settings(warehouse)
    console = open_console(stderr=True)
    with (
        open_reader(settings.warehouse) as con,
        Progress(console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        row = bar.add_task("核对 verify", total=None)
        found = verify_facts(
            con,
            settings.archive_folder,
            sample=None if verify_all else sample,
            workers=settings.workers,
            on_progress=lambda done, total: bar.update(row, completed=done, total=total),
        )
    console = open_console()
    held = found.facts - found.failed_facts
    if found.failures:
        shown = [
            (failure.report_id, failure.fact_id, failure.quote, failure.reason, failure.column, failure.detail)
            for failure in found.failures[:SHOWN]
        ]
        print_table(
            ("report_id", "fact_id", "quote", "种类 kind", "列 column", "所见 seen"), shown, len(found.failures)
        )
        for reason, count in sorted(Counter(failure.reason for failure in found.failures).items()):
            console.print(f"{reason}（{count}）：{FAILURES[reason]}", markup=False)
        for file in sorted({str(failure.damaged_file) for failure in found.failures if failure.damaged_file}):
            console.print(f"  {file}", markup=False, soft_wrap=True)
        if any(failure.is_other_version for failure in found.failures):
            console.print(
                "其中有旧版规则所读的报告：请先 fazhi backfill --replay，再核对。"
                "Some reports were read by other rules than today's: run `fazhi backfill --replay`, then verify again."
            )
    console.print(
        f"{found.facts} 个数字（{found.reports} 份报告），{held} 个可由存档的原始字节复现，{found.failed_facts} 个不能；"
        f"不符共 {len(found.failures)} 处。{held} of {found.facts} facts hold, {len(found.failures)} differences."
    )
    return 1 if found.failures else 0
