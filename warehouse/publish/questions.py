"""A connection for SQL that a person writes: it can read this warehouse, and nothing else it can do.

Read-only alone does not do: a COPY … TO may write over any file, ATTACH may open any other warehouse for writing, read_text
reads whatever this user may read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import duckdb

from warehouse.publish.dictionary import translate
from warehouse.publish.release import TABLES
from warehouse.publish.snapshot import open_reader
from warehouse.store.errors import WarehouseError
from warehouse.store.lake import is_lake_file, name_data_folder
from warehouse.store.queries import quote_text

_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
# Table functions that act, though a SELECT calls them: the first two write files of their own and end the process where they
# may not (DuckDB 1.5.5); query() reads a statement out of a text, where those could be hidden.
_ACTING = re.compile(r"enable_logging|enable_profiling|\bquery\"?\s*\(", re.I)


class UnsafeQuery(WarehouseError):  # noqa: N818 - says what the query is
    """A statement that does something else than read."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"这里只能查询（SELECT、FROM、DESCRIBE、SHOW、SUMMARIZE、EXPLAIN），不能执行 {what}；数据未动。"
            f"Only questions are answered here, {what} is none: nothing was changed. To get results as a file write "
            "`fazhi sql … --output FILE.csv` (xlsx, parquet, json); to write SQL freely work on a copy that `fazhi backup` makes."
        )


class UnclearQuery(WarehouseError):  # noqa: N818 - says what the query is
    """No statement, several, or parameters that do not go with it."""


def open_for_questions(warehouse: Path | str) -> duckdb.DuckDBPyConnection:
    """`open_reader` with no way out: no file or network from SQL, no extension, no setting, for as long as it is open.

    A lake keeps its own folder of Parquet files; `ask` refuses whatever is no question. Raises as `open_reader`.
    """
    con = open_reader(warehouse)
    try:
        path = Path(warehouse).absolute()
        if is_lake_file(path):
            con.execute(f"SET allowed_directories = [{quote_text(f'{name_data_folder(path)}/')}]")
        con.execute("SET python_enable_replacements = false")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
    except BaseException:
        con.close()
        raise
    return con


def ask(
    con: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, str] | None = None
) -> duckdb.DuckDBPyConnection:
    """The result of a person's query, one statement; its `$name` stand for the parameters, each a text that DuckDB casts as needed.

    Raises UnsafeQuery and UnclearQuery before any of it is done, duckdb.Error where it cannot be answered.
    """
    statements = con.extract_statements(query)
    for statement in statements:
        if statement.type not in _READING:
            raise UnsafeQuery(statement.type.name)
    found = _ACTING.search(query)
    if found is not None:
        raise UnsafeQuery(found[0].rstrip("( "))
    if not statements:
        raise UnclearQuery(
            '没有要查询的内容，请写如 "FROM report"；有哪些表见 fazhi tables。'
            'There is nothing to answer: write a question such as "FROM report"; `fazhi tables` lists what there is.'
        )
    if len(statements) > 1:
        raise UnclearQuery(
            f"这里有 {len(statements)} 条语句，一次只答一条：请分开运行，或以 WITH 合成一条。"
            f"There are {len(statements)} statements and one is answered at a time: run them one by one, or make them one with WITH."
        )
    _match_parameters(statements[0].named_parameters, parameters or {})
    return con.execute(statements[0], dict(parameters or {}))


def list_tables(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int, str, str]]:
    """Names of tables and views, how many columns each has, what it holds in Chinese and English: the released first, then the views, then the rest.

    The yearly parts behind `fact_indicator` and what full-text search keeps for itself are left out.
    """
    rows = con.execute(
        """
        WITH named AS (
            SELECT table_name AS name, comment, false AS is_view FROM duckdb_tables()
            WHERE NOT internal AND schema_name = 'main' AND database_name = current_database()
            UNION ALL
            SELECT view_name, comment, true FROM duckdb_views()
            WHERE NOT internal AND schema_name = 'main' AND database_name = current_database()
        )
        SELECT name, (SELECT count(*) FROM duckdb_columns() AS part WHERE part.table_name = name
                      AND part.schema_name = 'main' AND part.database_name = current_database()), coalesce(comment, ''), is_view
        FROM named WHERE NOT regexp_matches(name, '^fact_indicator_') ORDER BY NOT is_view, name
        """
    ).fetchall()
    released = [table.source for table in TABLES]
    rows.sort(key=lambda row: released.index(row[0]) if row[0] in released else len(released))
    return [(name, columns, comment, translate(comment)) for name, columns, comment, _ in rows]


def list_columns(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str, str, str]]:
    """Names, types and meanings, in Chinese and English, of a table's or view's columns in their order; none where there is no such table."""
    rows = con.execute(
        """
        SELECT column_name, data_type, coalesce(comment, '') FROM duckdb_columns()
        WHERE lower(table_name) = lower(?) AND schema_name = 'main' AND database_name = current_database() ORDER BY column_index
        """,
        [table],
    ).fetchall()
    return [(name, data_type, comment, translate(comment)) for name, data_type, comment in rows]


def _match_parameters(wanted: Collection[str], given: Collection[str]) -> None:
    """Raises UnclearQuery where the query lacks a value, or does not use one."""
    numbered = sorted(name for name in wanted if name.isdigit())
    if numbered:
        raise UnclearQuery("参数请写 $name，不写 ?。Parameters are written $name here, not ?.")
    missing, unused = sorted(set(wanted) - set(given)), sorted(set(given) - set(wanted))
    if missing:
        options = " ".join(f"-p {name}=…" for name in missing)
        raise UnclearQuery(
            f"查询中的参数没有值，请加 {options}。The query has parameters without a value: add {options}."
        )
    if unused:
        names = "、".join(f"${name}" for name in unused)
        raise UnclearQuery(f"查询里没有 {names}，请核对 -p 的名称。The query has no {names}: check the names after -p.")
