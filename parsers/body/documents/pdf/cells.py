"""Names of a table's rows that are set over several lines, beside figures on one: each row as one line again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from parsers.body.documents.pdf.lines import Line
from parsers.text.expressions import expression

_TIGHT = 0.8
"""Share of the distance of two rows below which a line belongs to one of them."""
_NEARER = 1.2
_BESIDE = 4.0
"""Sizes between two rows at most, with a head that spans both in the middle."""
_LONGEST = 30
_FARTHEST = 8
"""Sizes between two rows of one table at most."""
_NO_PART = expression(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|单位)|第[一二三四五六七八九十]{1,3}[章节]|\d{1,2}[.．、]|附?[表图]|注|单位)|.*[。；：:]$"
)


def join_cells(lines: Sequence[Line]) -> list[Line]:
    """The lines with the parts of a row's name put before its figures: 行政机关作为被告的 / 52 44 / 行政应诉案件."""
    lines = _raise_spanning_heads(lines)
    rows = [at for at, line in enumerate(lines) if line.gaps and any(map(str.isdigit, line.text))]
    steps = [
        lines[one].base - lines[other].base
        for one, other in pairwise(rows)
        if 0 < lines[one].base - lines[other].base < _FARTHEST * lines[one].height
    ]
    if len(rows) < 2 or not steps:
        return list(lines)
    most = _TIGHT * median(steps)
    made: dict[int, Line] = {}
    taken: set[int] = set()
    for at in rows:
        parts = _find_parts(lines, at, most)
        if parts and not taken.intersection(parts):
            made[at] = _join(lines, at, parts)
            taken |= parts
    return [made.get(at, line) for at, line in enumerate(lines) if at not in taken]


_Cell = tuple[str, float, float]
"""What a cell holds, its left and its right edge."""


def _raise_spanning_heads(lines: Sequence[Line]) -> list[Line]:
    """The lines with the heads that span a table's first two rows (项目, between 2022年 2023年 and 收到 审结) put into the first."""
    made = list(lines)
    for at in range(len(made) - 2, 0, -1):
        above, line, below = made[at - 1 : at + 2]
        first = at < 2 or not (made[at - 2].gaps and _is_beside(made[at - 2], above))
        if first and above.ruled and below.ruled and _is_beside(above, below) and above.base > line.base > below.base:
            cells, others = _part_cells(line), [*_part_cells(above), *_part_cells(below)]
            if not any(one[1] < other[2] and other[1] < one[2] for one in cells for other in others):
                made[at - 1 : at + 1] = [_write_cells(above, [*_part_cells(above), *cells])]
    return made


def _is_beside(above: Line, below: Line) -> bool:
    """Whether two rows are so near that no row has room between them."""
    return (above.page, above.column) == (below.page, below.column) and above.base - below.base < _BESIDE * below.height


def _part_cells(line: Line) -> list[_Cell]:
    edges = [line.left, *(edge for gap in line.gaps for edge in gap), line.right]
    return [
        (text, edges[2 * n], edges[2 * n + 1]) for n, text in enumerate(line.text.split("\t")[: len(line.gaps) + 1])
    ]


def _write_cells(line: Line, cells: Sequence[_Cell]) -> Line:
    """The line with these cells, from the left to the right."""
    placed = sorted(cells, key=lambda cell: cell[1])
    gaps = tuple((before[2], cell[1]) for before, cell in pairwise(placed))
    text = "\t".join(text for text, _, _ in placed)
    return replace(line, text=text, left=placed[0][1], right=placed[-1][2], gaps=gaps)


def _find_parts(lines: Sequence[Line], at: int, most: float) -> set[int]:
    near = {other for other in (at - 1, at + 1) if 0 <= other < len(lines) and _is_part(lines[other], lines[at], most)}
    if all(lines[other].right <= lines[at].left for other in near):
        # A row without a name of its own: its name stands above and below the middle.
        return near if len(near) == 2 else set()
    return {
        other
        for other in near
        if 0 <= (beyond := 2 * other - at) < len(lines)
        and lines[beyond].gaps
        and abs(lines[beyond].base - lines[other].base) > _NEARER * abs(lines[other].base - lines[at].base)
    }


def _is_part(line: Line, row: Line, most: float) -> bool:
    """Whether a line may be a part of the row's name: near it, and within the place before its figures."""
    name_ends = row.left if line.right <= row.left else row.gaps[0][1]
    return (
        not line.gaps
        and (line.page, line.column) == (row.page, row.column)
        and 0 < abs(line.base - row.base) < most
        and line.right <= name_ends
        and len(line.text) <= _LONGEST
        and not _NO_PART.match(line.text)
        and re.search("[\u4e00-\u9fff]", line.text) is not None
    )


def _join(lines: Sequence[Line], at: int, parts: set[int]) -> Line:
    row = lines[at]
    above = "".join(lines[other].text for other in sorted(parts) if other < at)
    below = "".join(lines[other].text for other in sorted(parts) if other > at)
    left = min(lines[other].left for other in parts)
    if all(lines[other].right <= row.left for other in parts):
        gap = (max(lines[other].right for other in parts), row.left)
        return replace(row, text=f"{above}{below}\t{row.text}", left=left, gaps=(gap, *row.gaps))
    name, _, figures = row.text.partition("\t")
    return replace(row, text=f"{above}{name}{below}\t{figures}", left=min(left, row.left))
