"""`fazhi diff OLD NEW`: what changed between two releases or warehouses."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.terminal.tables import Format, open_console, print_table, write_rows
from warehouse.publish.difference import COLUMNS, SUMMARY_COLUMNS, Side, compare_releases

MOST_NAMED = 10
"""Reports that the text names one by one."""


def show_differences(old: Path, new: Path, form: Format) -> int:
    """Print the counts by indicator, or in the other formats every figure that is different; 0. Raises WarehouseError."""
    found = compare_releases(old, new)
    if form is not Format.TABLE:
        write_rows(COLUMNS, found.figures, form, sys.stdout)
        return 0
    console = open_console()
    for label, side in (("旧 old", found.old), ("新 new", found.new)):
        console.print(f"{label}：{_describe(side)}", markup=False, soft_wrap=True)
    for label, reports in (
        ("增加的报告 reports added", found.reports_added),
        ("没有了的报告 reports gone", found.reports_gone),
    ):
        if reports:
            more = f" 等 {len(reports)} 份" if len(reports) > MOST_NAMED else ""
            console.print(f"{label}：{'、'.join(reports[:MOST_NAMED])}{more}", markup=False, soft_wrap=True)
    if not found.figures:
        console.print("数字没有不同。No figure is different.", markup=False)
        return 0
    rows = [(indicator or "（目录之外 outside the catalogue）", *more) for indicator, *more in found.summary]
    print_table(SUMMARY_COLUMNS, rows, len(rows))
    totals = [sum(counts) for counts in zip(*(row[2:] for row in found.summary), strict=True)]
    console.print(
        f"增 added {totals[0]} · 改 changed {totals[1]} · 减 gone {totals[2]}；逐个数字 each figure：--format csv",
        markup=False,
    )
    return 0


def _describe(side: Side) -> str:
    return f"{side.path}，版本 version {side.version}，{side.reports} 份报告 reports，{side.figures} 个数字 figures"
