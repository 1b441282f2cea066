"""What the tables and views mean, as the COMMENTs in the warehouse say: the ground of every codebook."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from warehouse.store.migrations import FACT_VIEW, UNKNOWN_YEAR_TABLE


@dataclass(frozen=True, slots=True)
class Column:
    """A column: DuckDB's type and the meaning in Chinese, with the unit."""

    name: str
    data_type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view with its columns in order."""

    name: str
    is_view: bool
    comment: str
    columns: tuple[Column, ...]


def describe_relations(con: duckdb.DuckDBPyConnection) -> tuple[Relation, ...]:
    """All tables, then all views, by name; the fact tables of the years are all alike and told of once, as fact_indicator."""
    tables = con.execute(
        "SELECT table_name, false, coalesce(comment, '') FROM duckdb_tables() "
        "WHERE NOT internal AND schema_name = 'main' AND NOT temporary ORDER BY 1"
    ).fetchall()
    views = con.execute(
        "SELECT view_name, true, coalesce(comment, '') FROM duckdb_views() "
        "WHERE NOT internal AND schema_name = 'main' AND NOT temporary ORDER BY 1"
    ).fetchall()
    named = [row for row in (*tables, *views) if not re.fullmatch(rf"{FACT_VIEW}_\d{{4}}|{UNKNOWN_YEAR_TABLE}", row[0])]
    return tuple(Relation(name, is_view, comment, describe_columns(con, name)) for name, is_view, comment in named)


def describe_columns(con: duckdb.DuckDBPyConnection, relation: str) -> tuple[Column, ...]:
    """The columns of a table or view, in order."""
    rows = con.execute(
        "SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns() "
        "WHERE table_name = ? AND schema_name = 'main' ORDER BY column_index",
        [relation],
    ).fetchall()
    return tuple(Column(*row) for row in rows)


def find_comment(con: duckdb.DuckDBPyConnection, relation: str) -> str:
    """What a table or view holds."""
    rows = con.execute(
        "SELECT comment FROM duckdb_tables() WHERE table_name = $1 AND schema_name = 'main' UNION ALL "
        "SELECT comment FROM duckdb_views() WHERE view_name = $1 AND schema_name = 'main'",
        [relation],
    ).fetchall()
    return str(rows[0][0] or "") if rows else ""
