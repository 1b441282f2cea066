"""What the tables and views mean, as the COMMENTs in the warehouse say, and in English (seeds/meanings.csv): the ground of every codebook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import duckdb

from warehouse.store.dimensions import read_rows
from warehouse.store.migrations import FACT_VIEW, UNKNOWN_YEAR_TABLE

# As load_views and refresh_dimensions write them.
_OF_INDICATOR = re.compile(r".*（(?P<unit>[^（）]*)），指标 (?P<indicator>\S+)；无值时为空", re.S)
_FURTHER = re.compile(r"(?P<seed>seeds/\S+) 的附加列 (?P<column>\S+)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: DuckDB's type and the meaning in Chinese, with the unit; `english` says the same."""

    name: str
    data_type: str
    comment: str

    @property
    def english(self) -> str:
        """The meaning in English."""
        return translate(self.comment)

    @property
    def cells(self) -> str:
        """Type, meaning and English as the cells of a row in Markdown, to the row's end."""
        comment, english = self.comment.replace("|", "／"), self.english.replace("|", "/")
        return f"{self.data_type.replace('|', ' ')} | {comment} | {english} |"


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view with its columns in order."""

    name: str
    is_view: bool
    comment: str
    columns: tuple[Column, ...]

    @property
    def english(self) -> str:
        """What it holds, in English."""
        return translate(self.comment)


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


def translate(comment: str) -> str:
    """A comment of the warehouse in English; empty where seeds/meanings.csv lacks it, which the tests do not let pass.

    The columns of indicator_wide are translated by the catalogue, further columns of a seed table by their names.
    """
    known = _load_meanings().get(comment)
    if known is not None:
        return known
    wide = _OF_INDICATOR.fullmatch(comment)
    if wide is not None:
        name = _load_indicators().get(wide["indicator"])
        return f"{name} ({wide['unit']}), indicator {wide['indicator']}; null where there is no value" if name else ""
    further = _FURTHER.fullmatch(comment)
    return f"Further column {further['column']} of {further['seed']}" if further is not None else ""


@cache
def _load_meanings() -> dict[str, str]:
    return {row["meaning_zh"] or "": row["meaning_en"] or "" for row in read_rows("meanings.csv")}


@cache
def _load_indicators() -> dict[str, str]:
    """English names by indicator."""
    return {row["indicator_id"] or "": row["name_en"] or "" for row in read_rows("indicators.csv")}
