"""Backups that were opened and counted, and the way back."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from dataclasses import dataclass
from pathlib import Path

from warehouse.check.checks import content_digest
from warehouse.database import close_warehouse, name_log, open_read_only, open_warehouse
from warehouse.judge.ledger import merge_judgements, name_ledger, read_ledger
from warehouse.publish.snapshot import BACK_UP_A_LAKE, copy_whole, publish_snapshot
from warehouse.store.errors import NewerWarehouse, NotAWarehouse, UnreadableWarehouse, WarehouseError
from warehouse.store.fresh_files import clear_fresh
from warehouse.store.lake import refuse_lake


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: its file, and for each relation the rows and the digest of their content."""

    path: Path
    content: dict[str, str]
    judgements: int = 0
    """How many the ledger beside it holds."""


def backup_warehouse(warehouse: Path | str, folder: Path | str, moment: dt.datetime) -> Backup:
    """Copy the warehouse into the folder as `<name>-<UTC time>.duckdb`, then open the copy and compare every row.

    Raises WarehouseLocked where somebody writes, WarehouseError where the copy differs (it is removed then), OSError where
    there is no room.
    """
    warehouse = Path(warehouse).absolute()
    refuse_lake(warehouse, BACK_UP_A_LAKE)
    folder = Path(folder).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    stamp = moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    target = folder / f"{warehouse.stem}-{stamp}{warehouse.suffix}"
    if target.exists():
        raise WarehouseError(f"备份 {target} 已存在：请稍后再试。The backup {target} is there already: try again.")
    clear_fresh(folder)
    with open_read_only(warehouse) as con:
        present = content_digest(con)

    def compare(copy: Path) -> None:
        if verify_backup(copy).content != present:
            raise WarehouseError(
                f"备份与数据仓库不符，已删去：请再试一次。The copy differs from {warehouse} and was removed: try again."
            )

    copy_whole(warehouse, target, compare)
    # After the copy, so that it holds no less: the next opening of the restored file takes in what came between.
    judgements = read_ledger(name_ledger(warehouse)).judgements
    if judgements:
        merge_judgements(name_ledger(target), judgements)
    return Backup(target, present, len(judgements))


def verify_backup(backup: Path | str) -> Backup:
    """Open a backup and read every row of it. Raises as `open_read_only`; DuckDB errors mean damaged blocks."""
    backup = Path(backup).absolute()
    with open_read_only(backup) as con:
        return Backup(backup, content_digest(con))


def restore_warehouse(backup: Path | str, warehouse: Path | str) -> Path | None:
    """Put a backup in the warehouse's place and publish it; the file that the former warehouse was moved to, if any.

    The backup is read through and brought to the present schema before anything is moved. Raises WarehouseLocked where
    anybody has the warehouse open; it stays as it was then. Judgements of the backup join those beside the warehouse: a
    ledger only ever grows.
    """
    warehouse = Path(warehouse).absolute()
    verify_backup(backup)
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    fresh = warehouse.with_name(f"{warehouse.stem}.restoring{warehouse.suffix}")
    copy_whole(Path(backup).absolute(), fresh)
    ledger = name_ledger(warehouse)
    try:
        kept_judgements = read_ledger(name_ledger(Path(backup).absolute())).judgements
        if kept_judgements:
            merge_judgements(ledger, kept_judgements)
        close_warehouse(open_warehouse(fresh, ledger))
        kept = _set_aside(warehouse)
        fresh.replace(warehouse)
    finally:
        fresh.unlink(missing_ok=True)
    publish_snapshot(warehouse)
    return kept


def _set_aside(warehouse: Path) -> Path | None:
    """Move the present file, whole or broken, and its log to the first free `warehouse.before-restore-1.duckdb`."""
    if not warehouse.exists():
        name_log(warehouse).unlink(missing_ok=True)
        return None
    # A broken file is a reason to restore: it is kept as it is.
    with contextlib.suppress(NotAWarehouse, NewerWarehouse, UnreadableWarehouse):
        close_warehouse(open_warehouse(warehouse))
    names = (warehouse.with_name(f"{warehouse.stem}.before-restore-{n}{warehouse.suffix}") for n in itertools.count(1))
    kept = next(name for name in names if not name.exists())
    if name_log(warehouse).exists():
        name_log(warehouse).replace(name_log(kept))
    warehouse.replace(kept)
    return kept
