"""`fazhi backup` and `fazhi restore`: verified copies of the warehouse, and the way back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flows.errors import CallError
from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table
from warehouse.publish.backup import backup_warehouse, restore_warehouse
from warehouse.store.errors import WarehouseMissing


def make_backup(folder: Path, warehouse: Path | None) -> int:
    """Copy the warehouse into the folder, verified, and say what is in it. Raises OSError where it cannot be written, WarehouseError."""
    settings = read_settings(warehouse)
    if not settings.warehouse.exists():
        raise WarehouseMissing(settings.warehouse)
    backup = backup_warehouse(settings.warehouse, folder, dt.datetime.now(dt.UTC))
    rows = [(name, int(content.split()[0])) for name, content in backup.content.items()]
    print_table(("表 relation", "行 rows"), rows, len(rows))
    console = open_console()
    console.print(f"备份已核对 verified：{backup.path}", markup=False)
    if backup.judgements:
        console.print(f"另有判断台账 with the ledger of judgements：{backup.judgements} 条", markup=False)
    console.print(
        f"原始网页另在 {settings.archive_folder}，其文件只增不改，请一并备份（如 rsync）。"
        "The raw pages are there; their files only ever grow: copy them too, with rsync for instance.",
        markup=False,
    )
    return 0


def restore_backup(backup: Path, warehouse: Path | None) -> int:
    """Put a backup in the warehouse's place; the former one is kept. Raises CallError, WarehouseError."""
    settings = read_settings(warehouse)
    if not backup.is_file():
        raise CallError(
            f"找不到备份文件 {backup}。There is no backup {backup}: name the .duckdb file that fazhi backup made."
        )
    kept = restore_warehouse(backup, settings.warehouse)
    console = open_console()
    console.print(f"已恢复 restored：{settings.warehouse}", markup=False)
    if kept is not None:
        console.print(f"原来的数据仓库改名为 the former warehouse is now {kept}", markup=False)
    return 0
