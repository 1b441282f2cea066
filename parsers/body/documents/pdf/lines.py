"""Glyphs to lines: rows of one baseline, with a space between words, a tab between the cells of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from parsers.body.documents.pdf.glyphs import Glyph
from parsers.body.documents.pdf.rules import Rule
from parsers.body.documents.raised import write_raised

_CELL_GAP = 1.5
"""Sizes between two glyphs from which a gap parts the cells of a table."""
_FIGURE_GAP = 0.8
"""As much between two digits."""
_WORD_GAP = 0.15
_RAISED_SIZE, _RAISED = 0.8, 0.15
"""A raised mark is smaller than its line, and higher: both as shares of the line's size."""
_ABOVE = 0.35
"""Of its size that the middle of a character is above its baseline."""
_TOUCHING = 1.5
"""Points by which a word may reach over the rule of its cell."""
_SAME_PLACE = 0.12
"""Sizes within which the same character twice is one that was drawn twice, to look bold."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the layout; coordinates in points, y from the bottom of its page."""

    text: str
    left: float
    right: float
    base: float
    height: float
    """Size of its type."""
    page: int = 0
    column: tuple[int, int] = (0, 1)
    """Which column of how many it stands in."""
    gaps: tuple[tuple[float, float], ...] = ()
    """Where a wide gap parts it: the cells of a table, or a name from its date."""
    ruled: bool = False
    """Whether a rule stands in one of them."""


def find_body_size(lines: Iterable[Line], places: int | None = None) -> float:
    """The size, rounded to so many places, in which most of the text is set; 0 where there is none."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.height, places)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def group_rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each baseline from the top down, those of a row from left to right.

    A row takes what has its middle within the tallest glyph of it, so a raised mark stands in the line that it belongs to.
    """
    rows: list[list[Glyph]] = []
    tallest: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.middle):
        if tallest is not None and _share_row(tallest, glyph):
            rows[-1].append(glyph)
            if glyph.size > tallest.size:
                tallest = glyph
        else:
            rows.append([glyph])
            tallest = glyph
    return [sorted(row, key=lambda glyph: (glyph.left, -glyph.base)) for row in rows]


def _share_row(one: Glyph, other: Glyph) -> bool:
    large, small = (one, other) if one.size >= other.size else (other, one)
    return large.bottom < small.middle < large.top


def make_line(row: Sequence[Glyph], page: int, column: tuple[int, int] = (0, 1), rules: Sequence[Rule] = ()) -> Line:
    """The line of a row: its text, and where wide gaps or upright rules part it (a tab each)."""
    row = _drop_doubles(row)
    size = _find_size(row)
    base = Counter(round(glyph.base, 1) for glyph in row if glyph.size >= _RAISED_SIZE * size).most_common(1)[0][0]
    spaced = _measure_spacing(row, size)
    cuts = [rule.x for rule in rules if rule.bottom < base + _ABOVE * size < rule.top]
    narrow = not spaced and _has_narrow_cells(row, size)
    pieces: list[tuple[str, bool]] = []
    ruled = False
    gaps: list[tuple[float, float]] = []
    before: Glyph | None = None
    for glyph in row:
        raised = glyph.size <= _RAISED_SIZE * size and glyph.base > base + _RAISED * size
        if before is not None:
            gap = glyph.left - before.right
            cut = next((x for x in cuts if before.right - _TOUCHING < x < glyph.left + _TOUCHING), None)
            if cut is not None:
                ruled = True
                gaps.append((min(before.right, cut - 1), max(glyph.left, cut + 1)))
                pieces.append(("\t", False))
            elif gap > max(_CELL_GAP * size, spaced) or (narrow and gap > _FIGURE_GAP * size):
                gaps.append((before.right, glyph.left))
                pieces.append(("\t", False))
            elif gap > _WORD_GAP * size and _is_latin(before.text) and _is_latin(glyph.text):
                pieces.append((" ", False))
        pieces.append((glyph.text, raised))
        before = glyph
    text = ""
    for is_raised, group in groupby(pieces, key=lambda piece: piece[1]):
        words = "".join(piece for piece, _ in group)
        text += write_raised(text, words) if is_raised else words
    right = max(glyph.right for glyph in row)
    return Line(text, row[0].left, right, base, size, page, column, tuple(gaps), ruled)


def _find_size(row: Sequence[Glyph]) -> float:
    """The size that most of the row is set in; the larger one of two as frequent."""
    counts = Counter(round(glyph.size, 1) for glyph in row)
    return max(counts, key=lambda size: (counts[size], size))


def _measure_spacing(row: Sequence[Glyph], size: float) -> float:
    """How wide a gap may be in a line that is set wide throughout (目　　录), 0 for one that is not."""
    gaps = sorted(after.left - before.right for before, after in pairwise(row))
    if len(gaps) < 2 or gaps[0] < 0.5 * size:
        return 0.0
    return 1.3 * gaps[-1] if gaps[-1] < 1.5 * gaps[0] else 0.0


def _has_narrow_cells(row: Sequence[Glyph], size: float) -> bool:
    """Whether two figures stand so far apart that they are none: 62 and 45 in narrow cells are no 6245."""
    return any(
        after.left - before.right > _FIGURE_GAP * size and before.text.isdecimal() and after.text.isdecimal()
        for before, after in pairwise(row)
    )


def _drop_doubles(row: Sequence[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in row:
        twice = any(
            other.text == glyph.text and abs(other.left - glyph.left) < _SAME_PLACE * glyph.size for other in kept[-3:]
        )
        if not twice:
            kept.append(glyph)
    return kept


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalpha()
