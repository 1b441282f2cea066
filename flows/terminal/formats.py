"""Rows of a query as a program wants them: every row and every value whole."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, TextIO

Row = Sequence[Any]


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    LINE = "line"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"


def name_columns(columns: Sequence[str]) -> list[str]:
    """The names, those that stand twice told apart (`year`, `year_2`): in an object the second would take the first one's place."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for column in columns:
        name = column
        while name in names or (name != column and name in columns):
            seen[column] += 1
            name = f"{column}_{seen[column] + 1}"
        names.append(name)
    return names


def write_csv(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """Comma-separated, a header, null as nothing."""
    _write_separated(columns, rows, out, ",")


def write_tsv(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """The same with tabs; a value that holds one stands in quotation marks."""
    _write_separated(columns, rows, out, "\t")


def write_json(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """A list of objects, a row a line, so that a million rows need not be held at once."""
    separator = "["
    for row in rows:
        out.write(f"{separator}\n{_spell_object(columns, row)}")
        separator = ","
    out.write("[]\n" if separator == "[" else "\n]\n")


def write_jsonl(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """An object a line, nothing around them."""
    for row in rows:
        out.write(f"{_spell_object(columns, row)}\n")


def write_line(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """`name = value`, a line a column, an empty line between records; values whole, on one line each."""
    longest = max((len(column) for column in columns), default=0)
    for number, row in enumerate(rows):
        out.write("\n" if number else "")
        for column, value in zip(columns, row, strict=True):
            spelled = "" if value is None else " ".join(str(value).split())
            out.write(f"{column:>{longest}} = {spelled}".rstrip() + "\n")


def spell_json(value: Any) -> Any:
    """What JSON has no form for: dates as ISO 8601, decimals as numbers, bytes as hexadecimal digits."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value.hex() if isinstance(value, bytes) else str(value)


def _write_separated(columns: Sequence[str], rows: Iterable[Row], out: TextIO, delimiter: str) -> None:
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def _spell_object(columns: Sequence[str], row: Row) -> str:
    return json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=spell_json)


Writer = Callable[[Sequence[str], Iterable[Row], TextIO], None]

WRITERS: dict[str, Writer] = {
    Format.CSV: write_csv,
    Format.TSV: write_tsv,
    Format.JSON: write_json,
    Format.JSONL: write_jsonl,
    Format.LINE: write_line,
}
