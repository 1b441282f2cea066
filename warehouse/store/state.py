"""What derived contents were made from, so that stale ones are known."""

from __future__ import annotations

import hashlib

import duckdb

from warehouse.store.queries import fetch_value, transaction


def read_state(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The fingerprint of what this content was made from; None where it was never made."""
    value = fetch_value(con, "SELECT made_from FROM derived_state WHERE name = ?", [name])
    return None if value is None else str(value)


def write_state(con: duckdb.DuckDBPyConnection, name: str, made_from: str) -> None:
    """Note what the content was made from, within the transaction that made it."""
    con.execute("DELETE FROM derived_state WHERE name = ?", [name])
    con.execute("INSERT INTO derived_state VALUES (?, ?)", [name, made_from])


def run_script_once(con: duckdb.DuckDBPyConnection, name: str, script: str) -> None:
    """Run the statements, all or none, where this content was not made from them already."""
    digest = hashlib.sha256(script.encode()).hexdigest()
    if read_state(con, name) == digest:
        return
    with transaction(con):
        for statement in duckdb.extract_statements(script):
            con.execute(statement.query)
        write_state(con, name, digest)
