"""Pages that are set in vertical lines, from right to left: told by their glyphs' places, and set as lines of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.body.documents.pdf.glyphs import Glyph

_FEWEST = 40
"""Steps from one character down to the next on a page that is set so; a table's column of figures has fewer."""
_SAMPLED = 3
"""Of so many characters one is looked at."""
_ACROSS, _NEAREST, _FARTHEST = 0.35, 0.5, 2.2
"""Sizes: to the side at most, and down at least and at most, from one character of a vertical line to the next."""
_BESIDE = 1e-3


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether most characters stand right below the one that the file draws before them."""
    down = across = 0
    for at in range(0, len(glyphs) - 1, _SAMPLED):
        one, other = glyphs[at], glyphs[at + 1]
        step = one.base - other.base
        if step > _NEAREST * one.size:
            down += step < _FARTHEST * one.size and abs(one.left - other.left) < _ACROSS * one.size
        elif step > -_ACROSS * one.size:
            across += 1
    return down * _SAMPLED >= _FEWEST and down > 2 * across


def set_upright(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs of vertical lines as if those ran to the right, one under the other. Digits side by side (62 in one cell) stay together."""
    laid: list[Glyph] = []
    before: Glyph | None = None
    for glyph in glyphs:
        beside = (
            before is not None
            and abs(before.base - glyph.base) < _ACROSS * glyph.size
            and (0 < glyph.left - before.left < glyph.size)
        )
        if beside and laid:
            # in the cell of the one before, behind it
            first = laid[-1]
            laid.append(replace(glyph, left=first.left + _BESIDE, right=first.right, base=first.base))
        else:
            laid.append(replace(glyph, left=-glyph.base, right=glyph.size - glyph.base, base=glyph.left))
        before = glyph
    return tuple(laid)
