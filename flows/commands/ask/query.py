"""`fazhi sql` and `check`: reading the published snapshot, which never waits for a run."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import CallError
from flows.settings import read_settings
from flows.terminal.tables import Format, open_console, print_table, write_rows
from warehouse.check.checks import check_warehouse
from warehouse.publish.questions import ask, open_for_questions
from warehouse.publish.snapshot import open_reader


def answer_query(query: str, form: Format, warehouse: Path | None) -> None:
    """Print what the query gives. Raises CallError where DuckDB refuses it, WarehouseError for want of a warehouse."""
    with open_for_questions(read_settings(warehouse).warehouse) as con:
        try:
            result = ask(con, query)
            columns = [column[0] for column in result.description or ()]
            write_rows(columns, _stream(result), form, sys.stdout)
        except duckdb.Error as error:
            raise CallError(f"查询有误。The query cannot be answered: {error}") from error


def _stream(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(10_000):
        yield from rows


def run_checks(warehouse: Path | None) -> int:
    """Test the warehouse and print what is broken, with examples and the query that finds all; 1 where anything is."""
    with open_reader(read_settings(warehouse).warehouse) as con:
        results = check_warehouse(con)
    failed = [result for result in results if not result.passed]
    console = open_console()
    for result in failed:
        console.print(f"未通过 failed：{result.name}：{result.explanation}", markup=False)
        print_table(result.columns, result.examples, result.failures)
        console.print(f"全部 all：fazhi sql {shlex.quote(' '.join(result.sql.split()))}\n", markup=False)
    console.print(
        f"{len(results)} 项检查 checks，{len(results) - len(failed)} 项通过 passed，{len(failed)} 项未通过 failed"
    )
    return 1 if failed else 0
