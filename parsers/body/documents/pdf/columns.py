"""The order in which a page is read: across it where its lines go across, column by column where it is set in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from parsers.body.documents.pdf.cells import join_cells
from parsers.body.documents.pdf.glyphs import Glyph
from parsers.body.documents.pdf.lines import Line, group_rows, make_line
from parsers.body.documents.pdf.rules import Rule

_GUTTER = 0.8
"""Sizes that two columns are apart at least."""
_AGREE = 3
"""Rows that end or begin at one place, where a column does."""
_NARROW, _CENTRED = 0.7, 3
"""Share of the gutter's width that a blank of a centred line has at most; sizes that such a line is set in."""
_WIDEST = 400
"""Points of a gap that are looked at; no gutter is wider."""
_FEWEST_ROWS = 5
"""Rows that stand on both sides of a gutter, or it is none."""
_CELL_GAP = 1.5
"""Sizes between two glyphs from which a gap parts cells."""
_SHORT, _LESS_SHORT, _WIDE = 0.5, 0.8, 2.5
"""Shares of a table's row that its cells fill at most; sizes that the gap of a fuller one has, more than a gutter."""
_FULL = 0.8
"""Share of a column's width that a line of running text fills; a table's cells do not."""
_NARROWEST = 8
"""Sizes that a column is wide at least."""
_SAME_WIDTH, _SOME = 0.85, 0.25
"""Shares of the wider column's width, and of the lines of the one in short paragraphs that fill it, from which two columns are alike."""
_FEWEST_STOPS = 3
"""Stops and commas of a column's running text; cells have none."""
_MOST_COLUMNS = 4
_DEEPEST = 6


def read_page_lines(
    glyphs: Sequence[Glyph], page: int, list_rules: Callable[[], Sequence[Rule]] | None = None
) -> list[Line]:
    """The page's lines in the order in which they are read; `list_rules` is asked for the rules of a page with tables."""
    rows = _read(list(glyphs), (0, 1), 0)
    lines = [make_line(row, page, column) for row, column in rows]
    if list_rules is not None and any(line.gaps for line in lines) and (rules := list_rules()):
        lines = [make_line(row, page, column, rules) for row, column in rows]
    return join_cells(lines)


_Rows = list[tuple[Sequence[Glyph], tuple[int, int]]]


def _read(glyphs: list[Glyph], column: tuple[int, int], depth: int) -> _Rows:
    """The rows in their order, each with the column that it stands in."""
    rows = group_rows(glyphs)
    parted = _find_columns(rows) if depth < _DEEPEST else None
    if parted is None:
        return [(row, column) for row in rows]
    first, last, gutter = parted
    within = [glyph for row in rows[first:last] for glyph in row]
    left = [glyph for glyph in within if glyph.left < gutter]
    right = [glyph for glyph in within if glyph.left >= gutter]
    above = [glyph for row in rows[:first] for glyph in row]
    below = [glyph for row in rows[last:] for glyph in row]
    place, count = column
    parts = (
        (above, column),
        (left, (2 * place, 2 * count)),
        (right, (2 * place + 1, 2 * count)),
        (below, column),
    )
    return [row for part, slot in parts if part for row in _read(part, slot, depth + 1)]


def _find_columns(rows: Sequence[Sequence[Glyph]]) -> tuple[int, int, float] | None:
    """The rows, from first up to last, that are set in two columns or more, and the place of a gutter; None where there are none."""
    if len(rows) < _FEWEST_ROWS:
        return None
    best: tuple[int, int, float] | None = None
    parted = [_has_gap(row) for row in rows]
    for gutter in _list_gutters(rows):
        for first, last in _list_runs(rows, gutter, parted):
            if (best is None or last - first > best[1] - best[0]) and _is_set_in_columns(rows[first:last], gutter):
                best = first, last, gutter
    return best


def _list_gutters(rows: Sequence[Sequence[Glyph]]) -> list[float]:
    """Places at which many rows have a gap, or that few rows cover, the likeliest first."""
    gaps: dict[int, int] = {}
    covered: dict[int, int] = {}
    for row in rows:
        for before, after in pairwise(row):
            if after.left - before.right > _GUTTER * min(before.size, after.size):
                for place in range(int(before.right / 4) + 1, int(min(after.left, before.right + _WIDEST) / 4) + 1):
                    gaps[place] = gaps.get(place, 0) + 1
        for place in {
            at for glyph in row for at in range(int(glyph.left / 4), int(min(glyph.right, glyph.left + 400) / 4) + 1)
        }:
            covered[place] = covered.get(place, 0) + 1
    full = max(covered.values())
    # Columns whose lines stand at other heights have no row with a gap.
    for place in range(min(covered), max(covered)):
        if covered.get(place, 0) * 4 < full:
            gaps[place] = gaps.get(place, 0) + full
    frequent = sorted(
        (place for place, count in gaps.items() if count >= _FEWEST_ROWS - 2), key=lambda place: -gaps[place]
    )
    kept: list[float] = []
    for place in frequent:
        # Of places side by side the middle one stands for all.
        last = place
        while gaps.get(last + 1) == gaps[place]:
            last += 1
        if all(abs(place - other) > 4 for other in kept):
            kept.append((place + last) / 2)
    return [4.0 * place for place in kept[: 2 * _MOST_COLUMNS]]


def _list_runs(rows: Sequence[Sequence[Glyph]], gutter: float, parted: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of rows without text across the gutter, and without a table that is set across the columns.

    `parted`: which rows a wide gap parts.
    """
    emptiest = [_find_emptiest(row, gutter) if wide else (1.0, ()) for row, wide in zip(rows, parted, strict=True)]
    # (the last lines of columns may be short too: a table has two rows at least)
    tabular = [
        any(_are_rows(emptiest[at], emptiest[near]) for near in (at - 1, at + 1) if 0 <= near < len(rows))
        for at in range(len(rows))
    ]
    sides = [_find_sides(row, gutter) for row in rows]
    usual = _measure_gutter(rows, sides)
    runs, start = [], 0
    for at, row in enumerate([*rows, None]):
        if row is None or tabular[at] or _crosses(row, gutter, sides[at], usual):
            if at - start >= _FEWEST_ROWS:
                runs.append((start, at))
            start = at + 1
    return runs


_Emptiest = tuple[float, Sequence[tuple[float, float, float]]]
"""The share that is filled of a row on one side of a gutter, and the wide gaps there: from, to, how many sizes wide."""


def _find_emptiest(row: Sequence[Glyph], gutter: float) -> _Emptiest:
    """The emptier side of a row that is parted there as well as at the gutter, as a table's is; full where one side holds nothing."""
    sides = [[glyph for glyph in row if (glyph.left >= gutter) == right] for right in (False, True)]
    found: _Emptiest = (1.0, ())
    for side in sides if all(sides) else ():
        gaps = [
            (before.right, after.left, (after.left - before.right) / before.size)
            for before, after in pairwise(side)
            if after.left - before.right > _CELL_GAP * before.size
        ]
        filled = sum(glyph.right - glyph.left for glyph in side) / ((side[-1].right - side[0].left) or 1.0)
        if gaps and filled < found[0]:
            found = filled, gaps
    return found


def _are_rows(one: _Emptiest, other: _Emptiest) -> bool:
    """Whether two rows hold short cells, more gap than text; one may hold more, parted widely at the same place. (Columns have narrow gaps.)"""
    (emptier, gaps), (fuller, others) = sorted((one, other), key=lambda row: row[0])
    if emptier >= _SHORT or fuller >= _LESS_SHORT:
        return False
    return fuller < _SHORT or any(
        wide > _WIDE and left < end and start < right for left, right, _ in gaps for start, end, wide in others
    )


_Sides = tuple[float | None, float | None]


def _find_sides(row: Sequence[Glyph], gutter: float) -> _Sides:
    """Where a row ends left of the gutter, and where it begins right of it."""
    left = max((glyph.right for glyph in row if glyph.left < gutter), default=None)
    return left, min((glyph.left for glyph in row if glyph.left >= gutter), default=None)


class _Gutter(NamedTuple):
    """A gutter as most rows leave it free: where they begin, end on its left and begin on its right."""

    first: float
    left: float
    right: float


def _measure_gutter(rows: Sequence[Sequence[Glyph]], sides: Sequence[_Sides]) -> _Gutter | None:
    """The gutter between the rows' sides, None where too few rows agree. (Where paragraphs begin, lines begin further right.)"""
    both = [(row, left, right) for row, (left, right) in zip(rows, sides, strict=True) if left and right]
    ends = Counter(round(left) for _, left, _ in both).most_common(1)
    begins = [place for place, count in Counter(round(right) for _, _, right in both).items() if count >= _AGREE]
    if not begins or ends[0][1] < _AGREE:
        return None
    return _Gutter(min(row[0].left for row, _, _ in both), ends[0][0], min(begins))


def _crosses(row: Sequence[Glyph], gutter: float, sides: _Sides, usual: _Gutter | None) -> bool:
    """Whether the row's text goes on from one side of the gutter to the other; 来源：某局　日期：… over the columns may have its blank there."""
    left, right = sides
    if left is None:
        return False
    if left > gutter + 1:
        return True
    if right is None:
        return False
    size = min(glyph.size for glyph in row)
    if right - left < _GUTTER * size:
        return True
    return (
        usual is not None
        and right - left < _NARROW * (usual.right - usual.left)
        and row[0].left > usual.first + _CENTRED * size
    )


def _is_set_in_columns(rows: Sequence[Sequence[Glyph]], gutter: float, depth: int = 0) -> bool:
    """Whether both sides hold running text, themselves perhaps in columns."""
    sides = [
        [line for row in rows if (line := [glyph for glyph in row if (glyph.left >= gutter) == right])]
        for right in (False, True)
    ]
    return all(_is_running_text(side, depth) for side in sides) or _are_alike(*sides)


def _are_alike(left: Sequence[Sequence[Glyph]], right: Sequence[Sequence[Glyph]]) -> bool:
    """Whether two columns of one width hold running text, one of them in short paragraphs: headings, signature, ends of sentences."""
    if min(len(left), len(right)) < _FEWEST_ROWS - 1:
        return False
    widths, shares = zip(*(_measure(side) for side in (left, right)), strict=True)
    told = all(
        sum(glyph.text in "，。；、" for line in side for glyph in line) >= _FEWEST_STOPS for side in (left, right)
    )
    return told and min(widths) >= _SAME_WIDTH * max(widths) and min(shares) >= _SOME and max(shares) >= 0.5


def _measure(lines: Sequence[Sequence[Glyph]]) -> tuple[float, float]:
    """The width of a column, and the share of its lines that fill it and go on without gaps."""
    lefts = [line[0].left for line in lines]
    rights = [max(glyph.right for glyph in line) for line in lines]
    width = max(rights) - min(lefts)
    full = sum(
        right - left >= _FULL * width and not _has_gap(line)
        for line, left, right in zip(lines, lefts, rights, strict=True)
    )
    return width, full / len(lines)


def _is_running_text(lines: Sequence[Sequence[Glyph]], depth: int) -> bool:
    """Whether most lines fill their column and go on without gaps, or stand in columns that do."""
    if len(lines) < _FEWEST_ROWS:
        return False
    width, full = _measure(lines)
    if width < _NARROWEST * median(line[0].size for line in lines):
        return False
    if full >= 0.5:
        return True
    if depth >= 2:
        return False
    parted = [_has_gap(line) for line in lines]
    return any(
        last - first >= 0.8 * len(lines) and _is_set_in_columns(lines[first:last], gutter, depth + 1)
        for gutter in _list_gutters(lines)
        for first, last in _list_runs(lines, gutter, parted)
    )


def _has_gap(line: Sequence[Glyph]) -> bool:
    return any(after.left - before.right > _CELL_GAP * before.size for before, after in pairwise(line))
