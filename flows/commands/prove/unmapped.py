"""`fazhi check --unmapped`: labels that many reports share and the catalogue lacks."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table
from warehouse.check.unmapped import FEWEST_REPORTS, rank_unmapped_labels
from warehouse.publish.snapshot import open_reader

COLUMNS = ("名称 label", "单位", "报告 reports", "地区 regions", "次 figures", "例 report", "句 sentence", "类 outside")


def show_unmapped(warehouse: Path | None) -> int:
    """Print the ranking; 0: that the catalogue can grow is no fault."""
    with open_reader(read_settings(warehouse).warehouse) as con:
        rows = [astuple(label) for label in rank_unmapped_labels(con)]
    if rows:
        print_table(COLUMNS, rows, len(rows))
    open_console().print(
        f"{len(rows)} 个名称见于 {FEWEST_REPORTS} 份以上的报告而目录中没有。{len(rows)} labels without an indicator."
    )
    return 0
