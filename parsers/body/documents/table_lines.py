"""Tables of a file as lines, in the form that a page's tables have: a row a line, a tab between its cells, each at its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.tables.layout import GridCell, lay_out

_LONGEST_CELL = 400
"""Characters; what is longer is text that a table sets on its page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The paragraphs of a cell; none where a cell that was merged covers it."""

    lines: Sequence[str]
    columns: int = 1
    holds_table: bool = False


def lay_table(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """A line for each row of data, its cells parted by tabs: 行政复议<tab>35件; an empty cell keeps its column.

    A row that holds a table or long text is no row of data but lays out what it holds: its cells' paragraphs are lines.
    """
    lines: list[str] = []
    taken: list[Sequence[Cell]] = []
    for row in rows:
        if _is_data(row, bool(taken)):
            taken.append(row)
            continue
        lines += _write(taken)
        taken = []
        lines += [line for cell in row for line in cell.lines]
    return lines + _write(taken)


def _is_data(row: Sequence[Cell], *within: bool) -> bool:
    texts = [" ".join(cell.lines) for cell in row]
    if any(cell.holds_table for cell in row) or max(map(len, texts), default=0) > _LONGEST_CELL:
        return False
    filled = sum(map(bool, texts))
    return filled >= 2 or (filled == 1 and any(within) and len(row) > 1)


def _write(rows: Sequence[Sequence[Cell]]) -> list[str]:
    laid = lay_out([GridCell(" ".join(cell.lines), columns=cell.columns) for cell in row] for row in rows)
    return [line for texts in laid if (line := "\t".join(texts).rstrip("\t"))]
