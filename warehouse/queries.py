"""Small readings of a connection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import duckdb

from warehouse.errors import DiskFull


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


def is_lake(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the current database is a DuckLake; else it is a DuckDB file."""
    kind = fetch_value(con, "SELECT type FROM duckdb_databases() WHERE database_name = current_database()")
    return bool(kind == "ducklake")


def quote_text(text: str | None) -> str:
    """A text as an SQL literal, for statements that take no parameters (COMMENT ON)."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"
