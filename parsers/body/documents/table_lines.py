"""Tables of a file as lines, in the form that a page's tables have: a row a line, a tab between its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST_CELL = 400
"""Characters; what is longer is text that a table sets on its page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The paragraphs of a cell; none where a cell that was merged covers it."""

    lines: Sequence[str]
    holds_table: bool = False


def lay_row(cells: Sequence[Cell]) -> list[str]:
    """The row as one line, its cells parted by tabs: 行政复议<tab>35件.

    A row that holds a table or long text is no row of data but lays out what it holds: its cells' paragraphs are lines.
    """
    texts = [" ".join(cell.lines) for cell in cells]
    is_data = sum(map(bool, texts)) >= 2 and max(map(len, texts)) <= _LONGEST_CELL
    if not is_data or any(cell.holds_table for cell in cells):
        return [line for cell in cells for line in cell.lines]
    return ["\t".join(texts)]
