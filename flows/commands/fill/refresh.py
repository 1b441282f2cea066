"""`fazhi refresh`: full text, plan items and common passages brought to the reports as they are now."""

from __future__ import annotations

from pathlib import Path

from flows.runs.refresh import refresh_warehouse
from flows.settings import read_settings
from flows.terminal.tables import open_console
from warehouse.store.errors import WarehouseMissing


def run_refresh(warehouse: Path | None) -> int:
    """Refresh, publish, and say what was done; 0. Raises WarehouseError."""
    path = read_settings(warehouse).warehouse
    if not path.exists():
        raise WarehouseMissing(path)
    done = refresh_warehouse(path)
    open_console().print(
        f"更新了 {done.reports} 份报告的检索段落、安排与雷同文字；全文索引{'已重建' if done.is_index_new else '未变'}。"
        f"{done.reports} reports refreshed, search index {'rebuilt' if done.is_index_new else 'unchanged'}."
    )
    return 0
