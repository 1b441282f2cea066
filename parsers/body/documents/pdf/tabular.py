"""Lines of a layout as the rows of its tables: which gaps part cells, and in which column each cell stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.body.documents.pdf.lines import Line

_FARTHEST = 6
"""Sizes between two rows of one table at most, with a line across it between them."""
_WIDEST = 40
"""Columns; a line with more is no row."""
Span = tuple[float, float]


def settle_tabs(lines: Sequence[Line]) -> list[str]:
    """The lines' texts, with tabs only in the rows of tables: as many before each cell as its column asks.

    A gap is a table's where a rule stands in it, or a row near by is parted at the same place. One by itself is a space: between an
    office and its date in a signature, between 第一章 and its name.
    """
    texts = [line.text if not line.gaps else line.text.replace("\t", " ") for line in lines]
    for block in _list_blocks(lines):
        for at, row in zip(block, _align([_list_cells(lines, at) for at in block]), strict=True):
            texts[at] = "\t".join(row).rstrip("\t")
    return texts


def _list_blocks(lines: Sequence[Line]) -> Iterator[list[int]]:
    """The places of the rows of each table; a line across a table (行政执法) parts none."""
    block: list[int] = []
    for at, line in enumerate(lines):
        if not line.gaps or not _is_row(lines, at):
            continue
        if block and (at - block[-1] > 2 or not _are_near(lines[block[-1]], line)):
            yield block
            block = []
        block.append(at)
    if block:
        yield block


def _is_row(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if line.ruled:
        return True
    return any(
        _are_near(lines[other], line)
        and any(_overlap(gap, other_gap) for gap in line.gaps for other_gap in lines[other].gaps)
        for other in (at - 1, at + 1, at - 2, at + 2)
        if 0 <= other < len(lines) and (abs(other - at) == 1 or not lines[(other + at) // 2].gaps)
    )


def _are_near(one: Line, other: Line) -> bool:
    return (one.page, one.column) == (other.page, other.column) and abs(
        one.base - other.base
    ) < _FARTHEST * other.height


def _overlap(one: Span, other: Span) -> bool:
    return min(one[1], other[1]) - max(one[0], other[0]) > 0


def _list_cells(lines: Sequence[Line], at: int) -> list[tuple[str, Span]]:
    """The cells of a row with their places; a name that is spread over its cell is one (项　目), where a row near by is not parted there."""
    line = lines[at]
    edges = [line.left, *(edge for gap in line.gaps for edge in gap), line.right]
    cells = [
        (text, (edges[2 * n], edges[2 * n + 1])) for n, text in enumerate(line.text.split("\t")[: len(line.gaps) + 1])
    ]
    near = [lines[other] for other in (at - 2, at - 1, at + 1, at + 2) if 0 <= other < len(lines)]
    joined = cells[:1]
    for gap, (text, span), before in zip(line.gaps, cells[1:], cells, strict=False):
        spread = len(before[0]) == len(text) == 1 and not (before[0] + text).isascii() and not line.ruled
        if spread and any(
            row.gaps and not any(_overlap(gap, other) for other in row.gaps) for row in near if _are_near(row, line)
        ):
            joined[-1] = joined[-1][0] + text, (joined[-1][1][0], span[1])
        else:
            joined.append((text, span))
    return joined


def _align(rows: Sequence[Sequence[tuple[str, Span]]]) -> list[list[str]]:
    """The rows' texts with an empty one for each column in which a row has no cell; as they are where the columns are not clear."""
    most = max(map(len, rows))
    whole = [row for row in rows if len(row) == most]
    columns = [
        (min(row[place][1][0] for row in whole), max(row[place][1][1] for row in whole)) for place in range(most)
    ]
    plain = [[text for text, _ in row] for row in rows]
    if most > _WIDEST or any(left[1] > right[0] for left, right in pairwise(columns)):
        return plain
    # a head over a column in which no cell is filled: 备注
    above = [row for row in rows[: next(at for at, row in enumerate(rows) if len(row) == most)] if len(row) > 1]
    beyond = [span for row in above for _, span in row if span[0] > columns[-1][1]]
    columns += [(min(left for left, _ in beyond), max(right for _, right in beyond))] if beyond else []
    whole_texts = ["".join(text.split()) for text, _ in whole[0]]
    placed = []
    for row, texts in zip(rows, plain, strict=True):
        if len(row) == most:
            placed.append(texts)
            continue
        spanning = _place_over_groups(row, columns, whole_texts) if row in above else None
        places = spanning or [_find_column(columns, span) for _, span in row]
        if sorted(set(places)) != places:
            placed.append(texts)
            continue
        made = [""] * len(columns)
        for place, text in zip(places, texts, strict=True):
            made[place] = text
        placed.append(made)
    return placed


def _place_over_groups(
    row: Sequence[tuple[str, Span]], columns: Sequence[Span], below: Sequence[str]
) -> list[int] | None:
    """The first column of each cell of a head whose cells stand over as many columns each: 2022年 2023年 over 收到 审结 收到 审结."""
    for names in (0, 1):
        # (项目 may stand in either row)
        heads = row[names:]
        for first in range(names, min(3, len(below))):
            width, rest = divmod(len(below) - first, len(heads)) if heads else (0, 0)
            group = list(below[first : first + width])
            if width < 2 or rest or list(below[first:]) != group * len(heads):
                continue
            places = [first + width * at for at in range(len(heads))]
            if all(
                columns[at][0] <= (left + right) / 2 <= columns[at + width - 1][1]
                for at, (_, (left, right)) in zip(places, heads, strict=True)
            ):
                return [*range(names), *places]
    return None


def _find_column(columns: Sequence[Span], span: Span) -> int:
    """The column that a cell stands in; of several that it stands over, the first."""
    over = [at for at, column in enumerate(columns) if _overlap(column, span)]
    if over:
        return over[0]
    middle = (span[0] + span[1]) / 2
    return max((at for at, column in enumerate(columns) if column[0] <= middle), default=0)
