"""Rows of cells, some of which span rows and columns, as lines of text in which each cell stands at its own column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_COLUMNS = 100
"""Columns of a table; what says that it spans more does not."""
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as a format gives it: its text on one line, without tabs, and how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


def lay_out(rows: Iterable[Sequence[GridCell]]) -> list[list[str]]:
    """Each row as texts by column, all rows as long; a merged cell stands once, at its upper left, and is empty elsewhere."""
    laid: list[list[str]] = []
    covered: dict[int, int] = {}
    """By column the number of rows, this one first, that a cell from above still covers."""
    for row in rows:
        texts: list[str] = []
        starting: dict[int, int] = {}
        for cell in row:
            while covered.get(len(texts), 0) > 0 and len(texts) < MOST_COLUMNS:
                texts.append("")
            for column in range(max(1, min(cell.columns, MOST_COLUMNS - len(texts)))):
                if cell.rows > 1:
                    starting[len(texts)] = min(cell.rows, MOST_ROWS)
                texts.append(cell.text if column == 0 else "")
        while covered.get(len(texts), 0) > 0 and len(texts) < MOST_COLUMNS:
            texts.append("")
        laid.append(texts)
        covered = {column: left - 1 for column, left in (covered | starting).items() if left > 1}
    width = max(map(len, laid), default=0)
    return [texts + [""] * (width - len(texts)) for texts in laid]
