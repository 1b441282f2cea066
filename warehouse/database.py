"""Open a warehouse: made or brought up to date for the one writer, or read-only for everybody else.

A path with the suffix .ducklake names a DuckLake (`warehouse.store.lake`), any other one a DuckDB file; who gets the connection
need not know which it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from warehouse.derive.full_text import load_search_macros
from warehouse.derive.manifest import (
    find_disagreements,
    has_manifest,
    is_signed_otherwise,
    note_disagreements,
    sign_all,
)
from warehouse.derive.places import load_place_macro
from warehouse.derive.views import load_views
from warehouse.judge.ledger import name_ledger
from warehouse.load.corrections import refresh_corrections
from warehouse.load.inbox import ensure_inbox
from warehouse.load.judging.judgement_mirror import refresh_judgements
from warehouse.store.dimensions import refresh_dimensions
from warehouse.store.errors import NotAWarehouse, UnreadableWarehouse, WarehouseLocked, WarehouseMissing
from warehouse.store.fresh_files import name_fresh
from warehouse.store.lake import attach_lake, is_lake_file, settle_lake
from warehouse.store.migrations import check_version, migrate, read_migrations
from warehouse.store.queries import fetch_value, is_lake, is_small, room_needed, transaction

_STORAGE = "v1.3.0"
"""DuckDB's file format: the first with zstd for texts (a quarter of the size), read by every DuckDB from 1.3 on."""
_CHECKPOINT = "64MB"
"""How large the write-ahead log may grow before DuckDB folds it in: at its own 16 MB nearly every batch would pay, and what
is not yet folded in is kept in memory, unpacked."""


_SMALL_FILE = 32_000_000
"""Bytes up to which one thread does all: to hand a few rows from one to another takes a quarter of the processor's time, and
nothing comes the sooner for it."""
_LIVING = 0.8
"""Share of living rows from which deleted ones are left where they are."""
_RUNS = 20
"""Runs after which the tables of a large warehouse are put together."""


def open_warehouse(path: Path | str, ledger: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection for writing: the file made where there is none, migrated, its catalogue and regions as in seeds/.

    What the ledger of judgements says by now is in the tables; `ledger` None: the one beside the file.

    One at a time: a run that is still open in this process would be taken for a killed one. Close it with
    `close_warehouse`. Raises WarehouseLocked where another process reads or writes the file;
    NewerWarehouse, NotAWarehouse and UnreadableWarehouse where it is not what it should be. None changes the file.
    """
    path = Path(path).absolute()
    ledger = ledger or name_ledger(path)
    if is_lake_file(path):
        return _open_lake(path, ledger)
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        _create_warehouse(path)
    temporary = list(_temporary_folder(path).glob("*"))
    con = _connect(path, read_only=False)
    try:
        _clear_temporary(path, temporary)
        con.execute(f"SET checkpoint_threshold = '{_CHECKPOINT}'")
        # A checkpoint that also puts row groups together takes 500 MB more: `close_warehouse` has it done, where it is due.
        con.execute("SET max_vacuum_tasks = 0")
        prepare_warehouse(con)
        refresh_judgements(con, ledger)
    except BaseException:
        con.close()
        raise
    return con


def _temporary_folder(path: Path) -> Path:
    """Where DuckDB puts what does not fit into memory, while a writer works."""
    return path.with_name(f"{path.name}.tmp")


def _clear_temporary(path: Path, left_over: Sequence[Path]) -> None:
    """Remove what a killed writer left of its temporary files; who holds the file knows that nobody uses them."""
    for file in left_over:
        file.unlink(missing_ok=True)
    with suppress(OSError):  # Not there, or in use again.
        _temporary_folder(path).rmdir()


def prepare_warehouse(con: duckdb.DuckDBPyConnection) -> None:
    """Bring an open database to the present schema and seeds; changes nothing where it is there already."""
    newest = len(read_migrations())
    if check_version(con, newest) < newest or is_signed_otherwise(con):
        # Tables of another form give other digests: what does not agree now is noted, then all is signed anew.
        noted = find_disagreements(con) if has_manifest(con) else []
        migrate(con)
        with transaction(con):
            sign_all(con)
            note_disagreements(con, noted)
    refresh_dimensions(con)
    refresh_corrections(con)
    load_views(con)
    load_search_macros(con)
    load_place_macro(con)


def close_warehouse(con: duckdb.DuckDBPyConnection) -> None:
    """Write everything into the one file, so that no .wal stays beside it, and let go of it; a lake's small files are merged.

    Raises DiskFull where there is no room; the log keeps what was loaded then.
    """
    try:
        with room_needed():
            if not is_lake(con) and _is_scattered(con):
                con.execute("SET max_vacuum_tasks = 100")
            con.execute("CHECKPOINT")
    finally:
        con.close()


def _is_scattered(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the tables should be put together: the warehouse is small, holds many deleted rows, or has seen many runs.

    Each run leaves a row group of its own; one that brought thousands of reports leaves a large one. DuckDB can tell how many
    groups there are, but takes a gigabyte to do so at 100,000 reports.
    """
    # (to put all tables of a small one together takes some hundredths of a second)
    if is_small(con) or fetch_value(con, "SELECT count(*) FROM run") % _RUNS == 0:
        return True
    tables = con.execute(
        "SELECT table_name, estimated_size FROM duckdb_tables() "
        "WHERE database_name = current_database() AND schema_name = 'main' AND NOT temporary"
    ).fetchall()
    stored = sum(size for _, size in tables)
    living = sum(fetch_value(con, f"SELECT count(*) FROM {table}") for table, _ in tables)
    return bool(living < _LIVING * stored)


def open_read_only(path: Path | str) -> duckdb.DuckDBPyConnection:
    """A read-only connection to this very file; analysts' tools call `snapshot.open_reader` instead.

    Raises WarehouseMissing, WarehouseLocked where another process writes it, and the errors of `open_warehouse`.
    """
    path = Path(path).absolute()
    if not path.exists():
        raise WarehouseMissing(path)
    con = attach_lake(path, read_only=True) if is_lake_file(path) else _connect(path, read_only=True)
    try:
        if check_version(con, len(read_migrations())) == 0:
            raise NotAWarehouse(path, "it is an empty database")
    except BaseException:
        con.close()
        raise
    return con


def _open_lake(path: Path, ledger: Path) -> duckdb.DuckDBPyConnection:
    con = attach_lake(path)
    try:
        prepare_warehouse(con)
        settle_lake(con)
        ensure_inbox(con)
        refresh_judgements(con, ledger)
    except BaseException:
        con.close()
        raise
    return con


def name_log(path: Path) -> Path:
    """DuckDB's write-ahead log of a database file; it stays beside the file when a process is killed."""
    return path.with_name(f"{path.name}.wal")


def _create_warehouse(path: Path) -> None:
    """Make the file under another name and link it into place: a process killed meanwhile leaves no half of one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreadableWarehouse(path, str(error)) from error
    fresh = name_fresh(path)
    try:
        con = _connect(fresh, read_only=False, storage=_STORAGE)
        try:
            prepare_warehouse(con)
        except BaseException:
            con.close()
            raise
        close_warehouse(con)
        if path.exists() and path.stat().st_size == 0:
            path.unlink()
        # The log of a database that was deleted: nobody can read it, and DuckDB would try to.
        name_log(path).unlink(missing_ok=True)
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            return  # Another process was quicker: its file is as good.
        except OSError:
            if not path.exists():  # A file system without hard links.
                fresh.rename(path)
    except OSError as error:
        raise UnreadableWarehouse(path, str(error)) from error
    finally:
        fresh.unlink(missing_ok=True)


def _connect(path: Path, *, read_only: bool, storage: str | None = None) -> duckdb.DuckDBPyConnection:
    """duckdb.connect with DuckDB's refusals turned into ours."""
    try:
        if storage is None:
            con = duckdb.connect(str(path), read_only=read_only)
        else:
            con = duckdb.connect(str(path), config={"storage_compatibility_version": storage})
        if path.stat().st_size < _SMALL_FILE:
            con.execute("SET threads = 1")
        return con
    except duckdb.ConnectionException as error:
        # One process cannot hold a file both for writing and read-only.
        raise WarehouseLocked(path, os.getpid()) from error
    except duckdb.IOException as error:
        message = str(error)
        if "Could not set lock" in message:
            holder = re.search(r"PID (\d+)", message)
            raise WarehouseLocked(path, int(holder[1]) if holder else None) from error
        if "not a valid DuckDB database" in message:
            raise NotAWarehouse(path, "it is no DuckDB database") from error
        raise UnreadableWarehouse(path, message.splitlines()[0]) from error
    except duckdb.Error as error:
        raise UnreadableWarehouse(path, str(error).splitlines()[0]) from error
