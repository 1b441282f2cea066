"""Small readings of a connection."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, TypeVar

import duckdb

from warehouse.store.errors import DiskFull

T = TypeVar("T")

_FOLDED = "4MB"
"""Bytes of a transaction from which its commit writes into the file at once, and not into the log first and from there into the
file: that takes a third less. In the log alone it costs more to commit a batch than to insert it."""

SMALL_SECTIONS = 20_000
"""Sections, of some five hundred reports, below which a warehouse is small: nothing in it needs much memory or many seconds."""

BOUND = 64_000_000
"""Bytes that DuckDB needs for a batch, and to settle two thousand reports, in a warehouse that is not large."""

_A_SECTION = 24
"""Bytes."""

_whole_memory: ContextVar[str | None] = ContextVar("whole_memory", default=None)
"""Inside `spare_memory`: the bound that DuckDB has outside of it."""


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the block or nothing of it. Raises DiskFull where there is no room for it."""
    with room_needed():
        con.begin()
        try:
            yield
        except BaseException:
            # A database that an error made unusable cannot roll back; that error tells why.
            with suppress(duckdb.Error):
                con.rollback()
            raise
        if whole_memory := _whole_memory.get():
            # A checkpoint that comes with the commit and has too little memory makes the database unusable.
            con.execute(f"SET memory_limit = '{whole_memory}'")
        con.commit()


@contextmanager
def room_needed() -> Iterator[None]:
    """DuckDB's complaint that the disk is full, in our words."""
    try:
        yield
    except duckdb.Error as error:
        if "No space left" in str(error):
            raise DiskFull(str(error).splitlines()[0]) from error
        raise


def spare_memory(con: duckdb.DuckDBPyConnection, work: Callable[[], T], limit: int = BOUND) -> T:
    """What `work`, one transaction, gives with so many bytes for DuckDB; where it needs more, with twice and four times as many, then all.

    Without a bound DuckDB keeps what it has read, in a long run all of the file. What does not fit goes to temporary files.
    What it cannot part with grows with the file: a sixteenth of that is added, or _A_SECTION for each section, since a file that is
    packed better is no shorter to work on. A small warehouse has nothing to spare. One thread does it: of two the one that has nothing
    to do asks for work without a pause, and the other takes a third less of the processor alone.
    """
    if is_small(con):
        return work()
    with _single_thread(con):
        for more in (1, 2, 4):
            try:
                with _bounded_memory(con, limit, more):
                    return work()
            except (duckdb.OutOfMemoryException, duckdb.TransactionException) as error:
                # `Failed to commit: failed to pin block of size 256.0 KiB (122.0 MiB/122.0 MiB used)`; nothing of it is in.
                if isinstance(error, duckdb.TransactionException) and "failed to" not in str(error):
                    raise
        return work()


def fold_log(con: duckdb.DuckDBPyConnection) -> None:
    """Write into the file what DuckDB otherwise keeps in memory and in its log; a lake has none."""
    if not is_lake(con):
        with room_needed():
            con.execute("CHECKPOINT")


@contextmanager
def _bounded_memory(con: duckdb.DuckDBPyConnection, limit: int, times: int) -> Iterator[None]:
    memory, unit, checkpoint = fetch_row(
        con,
        "SELECT split_part(current_setting('memory_limit'), ' ', 1), split_part(current_setting('memory_limit'), ' ', 2), "
        "current_setting('checkpoint_threshold')",
    )
    size = fetch_value(
        con, "SELECT block_size * total_blocks FROM pragma_database_size() WHERE database_name = current_database()"
    )
    # RESET would leave the bound in force (DuckDB 1.5.5). What it shows, `18.8 GiB`, is cut off and not rounded.
    more = max((size or 0) // 16, _A_SECTION * fetch_value(con, "SELECT count(*) FROM section"))
    whole = f"{float(memory) + 0.05:.2f} {unit}"
    con.execute(f"SET checkpoint_threshold = '{_FOLDED}'")
    with suppress(duckdb.OutOfMemoryException):  # More than that is in use at this moment: then without the bound.
        con.execute(f"SET memory_limit = '{times * (limit + more)}B'")
    token = _whole_memory.set(whole)
    try:
        yield
    finally:
        _whole_memory.reset(token)
        con.execute(f"SET memory_limit = '{whole}'")
        con.execute(f"SET checkpoint_threshold = '{checkpoint}'")


@contextmanager
def _single_thread(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """DuckDB does all of the block in one thread: where others want the processor too, two take up to half as much again of it."""
    threads = fetch_value(con, "SELECT current_setting('threads')")
    con.execute("SET threads = 1")
    try:
        yield
    finally:
        con.execute(f"SET threads = {threads}")


@contextmanager
def registered(con: duckdb.DuckDBPyConnection, name: str, table: Any) -> Iterator[None]:
    """An Arrow table under a name that queries of the block can use."""
    con.register(name, table)
    try:
        yield
    finally:
        con.unregister(name)


def fetch_value(con: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()) -> Any:
    """The one value that a query gives, None where it gives no row.

    Fetches to the end: DuckDB 2.0 streams, and a result that fetchone left unfinished holds the connection.
    """
    rows = con.execute(sql, list(parameters)).fetchall()
    return rows[0][0] if rows else None


def fetch_row(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    """The one row that a query gives, fetched to the end."""
    [row] = con.execute(sql).fetchall()
    return tuple(row)


def is_lake(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the current database is a DuckLake; else it is a DuckDB file."""
    kind = fetch_value(con, "SELECT type FROM duckdb_databases() WHERE database_name = current_database()")
    return bool(kind == "ducklake")


def is_small(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the warehouse holds fewer than SMALL_SECTIONS."""
    return bool(fetch_value(con, "SELECT count(*) FROM section") < SMALL_SECTIONS)


def list_columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """A table's columns in their order; to ask duckdb_columns() takes twenty times as long, for it lists those of all views."""
    result = con.execute(f"SELECT * FROM {table} LIMIT 0")
    names = [column[0] for column in result.description or ()]
    result.fetchall()
    return names


def choose_years(column: str, years: Collection[int | None]) -> str:
    """The condition that the column is one of these years, one at least, None the unknown one."""
    known = ", ".join(str(int(year)) for year in years if year is not None)
    parts = ([f"{column} IN ({known})"] if known else []) + ([f"{column} IS NULL"] if None in years else [])
    return f"({' OR '.join(parts)})"


def quote_text(text: str | None) -> str:
    """A text as an SQL literal, for statements that take no parameters (COMMENT ON)."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"
