"""A release as one Excel workbook: a sheet a table, facts a sheet a year, and the meaning of every column."""

from __future__ import annotations

import datetime as dt
import decimal
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from warehouse.publish.release import TABLES, TITLE, ReleaseTable, describe_table, select_table

MOST_ROWS = 1_000_000
"""Rows of a sheet; Excel takes 1,048,576."""
LONGEST_CELL = 32_767
"""Characters that Excel takes in a cell."""
MOST_DIGITS = 15
"""Digits of a number that Excel keeps."""
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""The date in the file's properties: a fixed one, so that two exports are equal."""


_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_sheet(path: Path, columns: Sequence[str], batches: Iterable[Sequence[tuple[Any, ...]]]) -> int:
    """Write the rows of one answer as a workbook; how many texts were longer than a cell and are cut there."""
    cut = [0]
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        plain = ([tuple(_spell_cell(value, cut) for value in row) for row in batch] for batch in batches)
        _write_sheets(book, "fazhi", columns, plain)
    return cut[0]


def _spell_cell(value: Any, cut: list[int]) -> Any:
    """What a cell can hold: Excel has no lists, no infinity, no time zones, and 15 digits."""
    if value is None or (isinstance(value, bool | dt.date) and not isinstance(value, dt.datetime)):
        return value
    if isinstance(value, decimal.Decimal) and len(value.as_tuple().digits) <= MOST_DIGITS:
        return float(value)
    if (isinstance(value, int) and abs(value) < 10**MOST_DIGITS) or (isinstance(value, float) and math.isfinite(value)):
        return value
    text = str(value)
    cut[0] += len(text) > LONGEST_CELL
    return text


def write_workbook(con: duckdb.DuckDBPyConnection, folder: Path, year: int | None) -> None:
    """Write `fazhi.xlsx` into the folder. The texts of reports stay out, since a cell cannot hold them."""
    with xlsxwriter.Workbook(str(folder / "fazhi.xlsx"), _OPTIONS) as book:
        book.set_properties({"title": TITLE, "created": _EPOCH})
        _write_meanings(con, book)
        for table in TABLES:
            for name, sql in _split_table(con, table, year):
                result = con.execute(sql)
                columns = [column[0] for column in result.description or ()]
                _write_sheets(book, name, columns, _fetch_batches(result))


def _fetch_batches(result: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while rows := result.fetchmany(5_000):
        yield rows


def _split_table(con: duckdb.DuckDBPyConnection, table: ReleaseTable, year: int | None) -> list[tuple[str, str]]:
    """Sheets' names and queries; facts make a sheet a year."""
    sql = select_table(table, year)
    if table.name == "report":
        return [(table.name, f"SELECT * EXCLUDE (text) FROM ({sql})")]
    if table.name != "fact_indicator":
        return [(table.name, sql)]
    years = con.execute(f"SELECT DISTINCT year FROM ({sql}) ORDER BY year NULLS LAST").fetchall()
    return [
        (
            f"fact_{'unknown' if told is None else told}",
            f"SELECT * FROM ({table.sql}) WHERE year IS NOT DISTINCT FROM {told or 'NULL'} ORDER BY {table.order}",
        )
        for (told,) in years
    ]


def _write_sheets(book: Any, name: str, columns: Sequence[str], batches: Iterable[Sequence[tuple[Any, ...]]]) -> None:
    """The rows in one sheet, or in several where there are more than a sheet takes."""
    heading = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    number, line, sheet = 0, MOST_ROWS, None
    for row in (row for batch in batches for row in batch):
        if line >= MOST_ROWS or sheet is None:
            number += 1
            sheet = _open_sheet(book, name if number == 1 else f"{name}_{number}", columns, heading)
            line = 0
        line += 1
        _write_row(sheet, line, row, day)
    if sheet is None:
        _open_sheet(book, name, columns, heading)


def _open_sheet(book: Any, name: str, columns: Sequence[str], heading: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, columns, heading)
    return sheet


def _write_row(sheet: Any, line: int, row: tuple[Any, ...], day: Any) -> None:
    for place, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, bool):
            sheet.write_boolean(line, place, value)
        elif isinstance(value, int | float):
            sheet.write_number(line, place, value)
        elif isinstance(value, dt.date):
            sheet.write_datetime(line, place, value, day)
        else:
            sheet.write_string(line, place, str(value)[:LONGEST_CELL])


def _write_meanings(con: duckdb.DuckDBPyConnection, book: Any) -> None:
    rows = [
        (table.name, column.name, column.data_type, column.comment, column.english)
        for table in TABLES
        for column in describe_table(con, table)
    ]
    _write_sheets(book, "字段说明", ("表 table", "列 column", "类型 type", "含义", "meaning"), [rows])
