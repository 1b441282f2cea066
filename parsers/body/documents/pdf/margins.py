"""Numbers of lines in a page's margin, as word processors set them for drafts: 5, 10, 15 beside the text count no cases."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.body.documents.pdf.glyphs import Glyph
from parsers.body.documents.pdf.lines import group_rows

_FEWEST = 3
_APART = 0.4
"""Sizes of the text between a number and its line at least."""
_ASTRAY = 0.2
"""Share of the steps that may count otherwise: a line over a figure, a title that was left out."""


def drop_line_numbers(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs without those of numbers that stand left of all else and count the lines: each is as many more as it is lines further."""
    edge = min((glyph.left for glyph in glyphs if not glyph.text.isdecimal()), default=0.0)
    digits = [glyph for glyph in glyphs if glyph.right < edge and glyph.text.isdecimal()]
    if len(digits) < _FEWEST:
        return glyphs
    margin = set(digits)
    steps: list[tuple[int, int]] = []
    for at, row in enumerate(group_rows(glyphs)):
        number = [glyph for glyph in row if glyph in margin]
        if not number:
            continue
        text = next((glyph for glyph in row if glyph not in margin), None)
        if text is None or text.left - number[-1].right < _APART * text.size or len(number) > 4:
            return glyphs
        steps.append((at, int("".join(glyph.text for glyph in number))))
    told = [(below - row, more - number) for (row, number), (below, more) in pairwise(steps)]
    counted = sum(0 < lines == numbers for lines, numbers in told)
    if len(steps) < _FEWEST or counted < (1 - _ASTRAY) * len(told):
        return glyphs
    return [glyph for glyph in glyphs if glyph not in margin]
