"""`fazhi sql`, `tables` and `check`: reading the published snapshot, which never waits for a run."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from flows.commands.ask.output import check_output, write_output
from flows.errors import CallError
from flows.settings import read_settings
from flows.terminal.tables import Format, open_console, print_table, write_rows
from warehouse.check.checks import EXAMPLES, check_warehouse
from warehouse.derive.full_text import UNMADE
from warehouse.publish.place_names import advise_places
from warehouse.publish.questions import ask, list_columns, list_tables, open_for_questions
from warehouse.publish.snapshot import open_reader

LONGEST_MEANING = 1000
"""Characters of a meaning that are shown: all, where a value of data is cut much sooner."""


def answer_query(
    words: str, form: Format, warehouse: Path | None, *, output: Path | None = None, parameters: Sequence[str] = ()
) -> None:
    """Print what the query gives, or write it to the file `output`; `words` is the query, a file that holds it, or `-`.

    Raises CallError where DuckDB refuses it, WarehouseError for want of a warehouse.
    """
    query, values = read_query(words), read_parameters(parameters)
    if output is not None:
        check_output(output)
    with open_for_questions(read_settings(warehouse).warehouse) as con:
        try:
            result = ask(con, query, values)
            if output is None:
                write_rows([column[0] for column in result.description or ()], _stream(result), form, sys.stdout)
                rows, cut = 0, 0
            else:
                rows, cut = write_output(result, output)
            advice = advise_places(con, query, values)
        except duckdb.Error as error:
            if UNMADE in str(error):
                raise CallError(UNMADE) from error
            raise CallError(f"查询有误。The query cannot be answered: {error}{_advise(error)}") from error
    console = open_console(stderr=True)
    for sentence in advice:
        console.print(sentence, markup=False, soft_wrap=True)
    if output is not None:
        console.print(f"{output}：{rows} 行 rows", markup=False)
    if cut:
        console.print(
            f"{cut} 个值长于 Excel 的单元格，只存开头；.csv 或 .parquet 全存。"
            f"{cut} texts are longer than a cell of Excel and are cut there: .csv and .parquet keep them whole.",
            markup=False,
        )


def read_query(words: str) -> str:
    """The query: as it stands, out of a file of that name, or with `-` out of standard input. Raises CallError for an unreadable file."""
    if words == "-":
        return sys.stdin.read()
    path = Path(words)
    try:
        if path.is_file():
            return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        if words.endswith(".sql"):
            raise CallError(
                f"{words} 读不出（须为 UTF-8 的文本）。The file cannot be read as UTF-8 text: {error}"
            ) from error
    if words.endswith(".sql") and " " not in words:
        raise CallError(f"找不到 {words}，请核对路径。There is no file {words}: check the path.")
    return words


def read_parameters(options: Sequence[str]) -> dict[str, str]:
    """`name=value` of each -p. Raises CallError for what has another form, or stands twice."""
    values: dict[str, str] = {}
    for option in options:
        name, sign, value = option.partition("=")
        if not sign or not name.isidentifier():
            raise CallError(
                f"-p 须写作 name=value，而非 {option}。-p takes name=value: the query has $name where the value goes."
            )
        if name in values:
            raise CallError(f"-p {name} 写了两次。-p {name} is given twice.")
        values[name] = value
    return values


def show_tables(table: str | None, form: Format, warehouse: Path | None) -> None:
    """Print which tables there are, or the columns of one. Raises CallError where there is no such table."""
    with open_for_questions(read_settings(warehouse).warehouse) as con:
        if table is None:
            write_rows(
                ("table", "columns", "meaning", "meaning_en"),
                list_tables(con),
                form,
                sys.stdout,
                longest=LONGEST_MEANING,
            )
            return
        columns = list_columns(con, table)
        if not columns:
            near = get_close_matches(table, [listed[0] for listed in list_tables(con)], n=3)
            hint = (
                f"是否为 {'、'.join(near)}？Perhaps {', '.join(near)}?"
                if near
                else "fazhi tables 列出全部。`fazhi tables` lists all."
            )
            raise CallError(f"没有表 {table}。There is no table {table}. {hint}")
        write_rows(("column", "type", "meaning", "meaning_en"), columns, form, sys.stdout, longest=LONGEST_MEANING)


def _advise(error: duckdb.Error) -> str:
    """What to do about it, where that can be told."""
    if isinstance(error, duckdb.CatalogException) and "Table with name" in str(error):
        return "\n没有这个表：fazhi tables 列出所有的表。There is no such table: `fazhi tables` lists all there are."
    if isinstance(error, duckdb.BinderException) and "column" in str(error):
        return "\n各表的列：fazhi tables 表名。`fazhi tables TABLE` lists the columns of a table."
    return ""


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
