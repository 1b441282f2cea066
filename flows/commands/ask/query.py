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
from warehouse.check.checks import EXAMPLES, check_warehouse
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
        _show_differences(con)
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


def _show_differences(con: duckdb.DuckDBPyConnection) -> None:
    """Where machine and judgement differ, and what of the judgements needs a person: no fault of the data."""
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'judgement'").fetchall():
        return
    columns = ("报告 report", "原文 quote", "机读 machine", "所判 judged", "何人 by")
    rows = con.execute(
        """
        SELECT report_id, quote,
               CASE WHEN machine_value IS NULL THEN '（漏读）'
                    ELSE concat_ws(' ', machine_value, machine_unit, coalesce(machine_indicator_id, '目录之外')) END,
               CASE judged WHEN 'rejected' THEN '不是数字' ELSE concat_ws(' ', value, unit, coalesce(indicator_id, '目录之外')) END,
               judged_by
        FROM fact_indicator WHERE judged IN ('changed', 'rejected') ORDER BY report_id, seq
        """
    ).fetchall()
    if rows:
        print_table(columns, rows[:EXAMPLES], len(rows))
    counts = con.execute(
        "SELECT count(*) FILTER (state = 'orphaned'), count(*) FILTER (state = 'contested') FROM judgement"
    ).fetchall()
    if rows or counts != [(0, 0)]:
        open_console().print(
            f"人的判断与机读不同 {len(rows)} 处，原文已无此处的判断 {counts[0][0]} 条，各人说法不一 {counts[0][1]} 条"
            f"（fazhi judgements）。{len(rows)} readings are judged otherwise; {counts[0][0]} judgements are orphaned, "
            f"{counts[0][1]} contested.",
            soft_wrap=True,
        )
