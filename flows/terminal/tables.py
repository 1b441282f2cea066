"""Rows of a query as a person wants to see them: no value lost without a word, none read as markup."""

from __future__ import annotations

import decimal
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.terminal.formats import WRITERS, Format, Row, name_columns, spell_json

__all__ = [
    "Format",
    "Row",
    "open_console",
    "print_table",
    "show_controls",
    "spell_json",
    "write_markdown_table",
    "write_rows",
]

LONGEST_CELL = 80
"""Characters of a value that a table shows; the other formats give values whole."""

LONGEST_FIELD = 400
"""Characters of a value that the view of single records shows."""

MOST_ROWS = 1000
"""Rows that a table shows; the other formats give all."""

MOST_RECORDS = 10
"""Rows that are shown one below the other where they are too wide; of more rows the first columns are shown side by side."""

NARROWEST = 24
"""Columns of the screen down to which a longer text is folded so that the others fit beside it."""

_BETWEEN, _EDGES = 3, 2
"""What rich puts between two columns and at both ends of a row."""

# ESC and its like, the same in their 8-bit form, what turns the direction of writing, and lone surrogates.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class _SafeConsole(Console):
    """A console on which no text acts: see `show_controls`."""

    def render_str(self, text: str, **options: Any) -> Text:
        """As rich does it, control characters shown."""
        return super().render_str(show_controls(text), **options)


def open_console(*, stderr: bool = False) -> Console:
    """Where tables and messages go. Into a pipe or file they go as wide as they are; rich would cut them at 80."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else 10_000
    return _SafeConsole(stderr=stderr, highlight=False, emoji=False, width=width, soft_wrap=False)


def show_controls(text: str) -> str:
    """The text with what would act on a terminal (ESC from a file's name or a page) shown as its code."""
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def write_rows(
    columns: Sequence[str], rows: Iterable[Row], form: Format, out: TextIO, *, longest: int = LONGEST_CELL
) -> None:
    """Write rows in the format asked for; a table to the console, with East Asian characters two columns wide.

    In a table `longest` characters of a value are shown, folded.
    """
    if form is Format.MARKDOWN:
        out.write(write_markdown_table(columns, rows) + "\n")
        return
    if form is not Format.TABLE:
        if out.isatty():
            rows = ([show_controls(value) if isinstance(value, str) else value for value in row] for row in rows)
        WRITERS[form](name_columns(columns), rows, out)
        return
    shown: list[Row] = []
    total = 0
    for total, row in enumerate(rows, start=1):
        if total <= MOST_ROWS:
            shown.append(row)
    console = open_console()
    whole = print_table(columns, shown, total, console, longest)
    if total == len(shown):
        console.print(f"{total} 行 rows", markup=False)
    if not whole:
        console.print("全部 everything：--format line · --output FILE.xlsx", markup=False)


def write_markdown_table(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A table for Markdown; white space folded, bars escaped."""
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(_escape(value) for value in row)} |" for row in rows]
    return "\n".join(lines)


def print_table(
    columns: Sequence[str],
    shown: Sequence[Row],
    total: int,
    console: Console | None = None,
    longest: int = LONGEST_CELL,
) -> bool:
    """Rows as an aligned table, numbers to the right; False where not all of them is to be seen, which it says.

    What is too wide for the screen is folded; few rows wider than that are shown one below the other, of many the first
    columns that fit, with the names of the others.
    """
    console = console or open_console()
    titles = [show_controls(column) for column in columns]
    whole = [[_spell(value) for value in row] for row in shown]
    cells = [[_cut(value, longest) for value in row] for row in whole]
    widths = _fit(titles, cells, _find_numbers(len(columns), shown), console.width)
    if widths is None and 0 < len(shown) <= MOST_RECORDS:
        cut = _print_records(titles, whole, console)
        seen = len(columns)
    else:
        seen = _print_columns(titles, cells, widths, _find_numbers(len(columns), shown), console)
        cut = sum(len(value) > longest for row in whole for value in row[:seen])
    if seen < len(columns):
        console.print(f"… 另有 {len(columns) - seen} 列 more columns：{', '.join(titles[seen:])}", markup=False)
    if cut:
        console.print(f"… {cut} 个值过长，只示开头。{cut} long values are cut.", markup=False)
    if total > len(shown):
        console.print(
            f"（共 {total} 行，显示前 {len(shown)} 行。{total} rows, the first {len(shown)} shown.）", markup=False
        )
    return seen == len(columns) and not cut


def _print_columns(
    titles: Sequence[str],
    cells: Sequence[Sequence[str]],
    widths: Sequence[int] | None,
    numbers: Sequence[bool],
    console: Console,
) -> int:
    """Rows side by side: how many columns there was room for."""
    if widths is None:
        widths = _fit_first(titles, cells, console.width)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title, width, numeric in zip(titles, widths, numbers, strict=False):
        table.add_column(
            Text(title), justify="right" if numeric else "left", overflow="fold", min_width=width, max_width=width
        )
    for row in cells:
        table.add_row(*(Text(value) for value in row[: len(widths)]))
    console.print(table)
    return len(widths)


def _print_records(titles: Sequence[str], cells: Sequence[Sequence[str]], console: Console) -> int:
    """Rows one below the other, a line a column; how many values were cut."""
    label = min(max((cell_len(title) for title in titles), default=0), max(8, console.width // 2))
    for number, row in enumerate(cells, start=1):
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column(width=label, overflow="fold", style="bold")
        table.add_column(overflow="fold")
        for title, value in zip(titles, row, strict=True):
            table.add_row(Text(title), Text(_cut(value, LONGEST_FIELD)))
        console.print(f"── {number} ──", markup=False)
        console.print(table)
    return sum(len(value) > LONGEST_FIELD for row in cells for value in row)


def _measure(titles: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column is where nothing is folded."""
    longest = [cell_len(title) for title in titles]
    for row in cells:
        longest = [max(width, cell_len(value)) for width, value in zip(longest, row, strict=True)]
    return longest


def _fit(titles: Sequence[str], cells: Sequence[Sequence[str]], numbers: Sequence[bool], room: int) -> list[int] | None:
    """The widths with which all columns fit, long texts folded; None where they do not."""
    widths = _measure(titles, cells)
    left = room - _EDGES - _BETWEEN * (len(widths) - 1)
    spare = [
        0 if number else width - max(NARROWEST, cell_len(title))
        for title, width, number in zip(titles, widths, numbers, strict=True)
    ]
    excess = sum(widths) - left
    if excess > sum(max(0, part) for part in spare):
        return [max(1, left)] if len(widths) == 1 else None
    while excess > 0:
        # The widest gives first, so that two long texts end alike.
        place = max((place for place, part in enumerate(spare) if part > 0), key=lambda place: widths[place])
        widths[place], spare[place], excess = widths[place] - 1, spare[place] - 1, excess - 1
    return widths


def _fit_first(titles: Sequence[str], cells: Sequence[Sequence[str]], room: int) -> list[int]:
    """The widths of the first columns that fit whole; of the first, if it alone is too wide, what there is."""
    taken: list[int] = []
    for width in _measure(titles, cells):
        if sum(taken) + width + _EDGES + _BETWEEN * len(taken) > room:
            break
        taken.append(width)
    return taken or [max(1, room - _EDGES)]


def _find_numbers(count: int, shown: Sequence[Row]) -> list[bool]:
    """Which columns hold nothing but numbers."""
    return [
        all(isinstance(row[place], int | float | decimal.Decimal | None) for row in shown) for place in range(count)
    ]


def _spell(value: Any) -> str:
    """A value on the terminal, on one line; null is empty."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return show_controls(" ".join(str(value).split()))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _escape(value: Any) -> str:
    return _spell(value).replace("|", "\\|")
