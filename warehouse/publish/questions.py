"""A connection for SQL that a person writes: it can read this warehouse, and nothing else it can do.

Read-only alone does not do: a COPY … TO may write over any file, ATTACH may open any other warehouse for writing, read_text
reads whatever this user may read.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

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
            "`fazhi sql --format csv … > file`; to write SQL freely work on a copy that `fazhi backup` makes."
        )


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


def ask(con: duckdb.DuckDBPyConnection, query: str) -> duckdb.DuckDBPyConnection:
    """The result of a person's query, its last statement's where it has several. Raises UnsafeQuery before any of it is done."""
    statements = con.extract_statements(query)
    for statement in statements:
        if statement.type not in _READING:
            raise UnsafeQuery(statement.type.name)
    found = _ACTING.search(query)
    if found is not None:
        raise UnsafeQuery(found[0].rstrip("( "))
    result = con
    for statement in statements:
        result = con.execute(statement)
    return result
