"""The published copy: DuckDB lets nobody read a file while it is written, so readers get a snapshot, replaced whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse.database import close_warehouse, name_log, open_read_only, open_warehouse
from warehouse.store.errors import WarehouseLocked, WarehouseMissing
from warehouse.store.fresh_files import name_fresh, put_in_place
from warehouse.store.lake import is_lake_file, refuse_lake

BACK_UP_A_LAKE = "back up the catalogue with pg_dump, then copy the folder of Parquet files."


def name_snapshot(warehouse: Path | str) -> Path:
    """Where the snapshot of a warehouse lies: `warehouse.snapshot.duckdb` beside `warehouse.duckdb`."""
    warehouse = Path(warehouse).absolute()
    return warehouse.with_name(f"{warehouse.stem}.snapshot{warehouse.suffix}")


def publish_snapshot(warehouse: Path | str) -> Path:
    """Replace the snapshot by a copy of the warehouse as it is now; its path. A lake needs none: it is its own.

    To be called when the run has closed its connection. Readers that have the old snapshot open keep it undisturbed; the
    change is one rename, so that nobody ever sees half a copy. Raises WarehouseLocked where somebody writes.
    """
    warehouse = Path(warehouse).absolute()
    if is_lake_file(warehouse):
        return warehouse
    snapshot = name_snapshot(warehouse)
    if snapshot.exists() and warehouse.exists() and _is_current(snapshot, warehouse):
        return snapshot
    copy_whole(warehouse, snapshot)
    # The same time as the warehouse says: nothing was written since. Read-only, so that no tool opens it for writing.
    moment = warehouse.stat().st_mtime_ns
    os.utime(snapshot, ns=(moment, moment))
    snapshot.chmod(0o444)
    return snapshot


def reader_path(warehouse: Path | str) -> Path:
    """The file that a reader should open: a lake itself, in which nobody disturbs anybody.

    Else the snapshot where it is up to date, since a reader of the warehouse itself keeps the next run from writing; else the
    warehouse where nobody writes; else the last snapshot. Raises WarehouseMissing where there is nothing to read,
    WarehouseLocked where there is no snapshot yet and somebody writes.
    """
    warehouse = Path(warehouse).absolute()
    if is_lake_file(warehouse):
        return warehouse
    snapshot = name_snapshot(warehouse)
    if not warehouse.exists() and not snapshot.exists():
        raise WarehouseMissing(warehouse)
    if snapshot.exists() and (not warehouse.exists() or _is_current(snapshot, warehouse)):
        return snapshot
    try:
        open_read_only(warehouse).close()
    except WarehouseLocked:
        if not snapshot.exists():
            raise
        return snapshot
    return warehouse


def open_reader(warehouse: Path | str) -> duckdb.DuckDBPyConnection:
    """A read-only connection to what `reader_path` names. Raises as `reader_path` and `open_read_only`.

    Close it before opening another: within one process DuckDB gives a second connection the file that the first one
    holds, though a newer snapshot has taken its place meanwhile.
    """
    path = reader_path(warehouse)
    try:
        return open_read_only(path)
    except WarehouseLocked:
        # A run began between the two looks.
        return open_read_only(reader_path(warehouse))


def copy_whole(
    warehouse: Path, target: Path, examine: Callable[[Path], None] = lambda copy: open_read_only(copy).close()
) -> None:
    """Copy a warehouse that nobody writes to `target`, replaced in one rename after the copy is safe on disk.

    `examine` looks at the copy before it takes its place; what it raises keeps it from that. Raises WarehouseLocked, or OSError
    (no space), with the old target untouched.
    """
    refuse_lake(warehouse, BACK_UP_A_LAKE)
    if name_log(warehouse).exists():
        # A killed run left its log: fold it in, for a copy of the file alone would lack it.
        close_warehouse(open_warehouse(warehouse))
    # Held open for reading while it is copied: a writer must wait. Nothing else in this process may hold it, for closing
    # any descriptor of the file gives up the process's locks on it (fcntl).
    holder = open_read_only(warehouse)
    fresh = name_fresh(target)
    try:
        shutil.copyfile(warehouse, fresh)
        holder.close()
        examine(fresh)
        put_in_place(fresh, target)
    finally:
        holder.close()
        fresh.unlink(missing_ok=True)


def _is_current(snapshot: Path, warehouse: Path) -> bool:
    """Whether nothing was written to the warehouse since the snapshot was published."""
    return snapshot.stat().st_mtime_ns == warehouse.stat().st_mtime_ns and not name_log(warehouse).exists()
