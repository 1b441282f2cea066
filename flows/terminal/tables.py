"""Rows of a query as a person or a program wants to see them."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import json
import re
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

LONGEST_CELL = 80
"""Characters of a value that a table shows; the other formats give values whole."""

MOST_ROWS = 1000
"""Rows that a table shows; the other formats give all."""

Row = Sequence[Any]

# ESC and its like, the same in their 8-bit form, what turns the direction of writing, and lone surrogates.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"


class _SafeConsole(Console):
    """A console on which no text acts: see `show_controls`."""

    def render_str(self, text: str, **options: Any) -> Text:
        """As rich does it, control characters shown."""
        return super().render_str(show_controls(text), **options)


def open_console(*, stderr: bool = False) -> Console:
    """Where tables and messages go. Into a pipe or file they go as wide as they are; rich would cut them at 80."""
    stream = sys.stderr if stderr else sys.stdout
    return _SafeConsole(stderr=stderr, highlight=False, width=None if stream.isatty() else 10_000, soft_wrap=False)


def show_controls(text: str) -> str:
    """The text with what would act on a terminal (ESC from a file's name or a page) shown as its code."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def write_rows(columns: Sequence[str], rows: Iterable[Row], form: Format, out: TextIO) -> None:
    """Write rows in the format asked for; a table to the console, with East Asian characters two columns wide."""
    if form is Format.CSV:
        if out.isatty():
            rows = ([show_controls(value) if isinstance(value, str) else value for value in row] for row in rows)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif form is Format.JSON:
        _write_json(columns, rows, out)
    elif form is Format.MARKDOWN:
        out.write(write_markdown_table(columns, rows) + "\n")
    else:
        shown: list[Row] = []
        total = 0
        for total, row in enumerate(rows, start=1):
            if total <= MOST_ROWS:
                shown.append(row)
        print_table(columns, shown, total)
        if total == len(shown):
            open_console().print(f"{total} 行 rows")


def print_table(columns: Sequence[str], shown: Sequence[Row], total: int) -> None:
    """Rows as an aligned table, numbers to the right; says so where they are the first of a greater total."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        numeric = all(isinstance(row[number], int | float | decimal.Decimal | None) for row in shown)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in shown:
        table.add_row(*(_shorten(value) for value in row))
    console = open_console()
    console.print(table)
    if total > len(shown):
        console.print(f"（共 {total} 行，显示前 {len(shown)} 行。{total} rows, the first {len(shown)} shown.）")


def write_markdown_table(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A table for Markdown; white space folded, bars escaped."""
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(_escape(value) for value in row)} |" for row in rows]
    return "\n".join(lines)


def _write_json(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """A list of objects, a row a line, so that a million rows need not be held at once."""
    separator = "["
    for row in rows:
        line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=spell_json)
        out.write(f"{separator}\n{line}")
        separator = ","
    out.write("[]\n" if separator == "[" else "\n]\n")


def spell_json(value: Any) -> Any:
    """What JSON has no form for: dates as ISO 8601, decimals as numbers, bytes as hexadecimal digits."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value.hex() if isinstance(value, bytes) else str(value)


def _shorten(value: Any) -> str:
    """A value in one cell of a table on the terminal."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = show_controls(" ".join(str(value).split()))
    return escape(text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…")


def _escape(value: Any) -> str:
    return "" if value is None else show_controls(" ".join(str(value).replace("|", "\\|").split()))
