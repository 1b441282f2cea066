"""What a page draws over its text: thin bars that strike it out, areas that were painted over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from parsers.body.documents.pdf.glyphs import Glyph


Box = tuple[float, float, float, float]
"""Left, bottom, right, top; points."""
_MOST_OBJECTS = 20_000
_MOST_PATHS = 3_000
"""Of a page; what has more is a drawing."""
_THINNEST, _LONGER = 2.5, 3.0
"""Points of a bar's height at most, and how many times as long as high it is at least."""
_SMALLEST = 4.0
"""Points of a side; less covers no character."""
_LOW, _HIGH = 0.12, 0.62
"""Of its size above the baseline, where a line through a character runs. Lines under it run below."""
_BEYOND = 0.8
"""Sizes by which a bar may reach over the characters that it strikes out: rules of tables and of letterheads reach farther."""


@dataclass(frozen=True, slots=True)
class Painted:
    """An area or a line that the page draws, with its place in the order of drawing."""

    at: int
    box: Box
    filled: bool

    @property
    def is_bar(self) -> bool:
        """Whether it is long and thin."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return min(width, height) <= _THINNEST and max(width, height) >= max(_SMALLEST, _LONGER * min(width, height))

    @property
    def is_cover(self) -> bool:
        """Whether it can hide a character."""
        return self.filled and min(self.box[2] - self.box[0], self.box[3] - self.box[1]) >= _SMALLEST


def list_painted(page: pypdfium2.PdfPage) -> tuple[list[Painted], list[Any]]:
    """The paths that the page draws, and the handles of all its objects in their order; none of either for a drawing."""
    count = pdfium.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS:
        return [], []
    held = [pdfium.FPDFPage_GetObject(page, at) for at in range(count)]
    paths = [at for at, drawn in enumerate(held) if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_PATH]
    if len(paths) > _MOST_PATHS:
        return [], []
    return [painted for at in paths if (painted := _measure(at, held[at])) is not None], held


def _measure(at: int, drawn: Any) -> Painted | None:
    left, bottom, right, top = (pdfium.c_float() for _ in range(4))
    mode, stroke = pdfium.c_int(), pdfium.c_int()
    if not pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return None
    pdfium.FPDFPath_GetDrawMode(drawn, mode, stroke)
    if not (mode.value or stroke.value):
        return None
    return Painted(at, (left.value, bottom.value, right.value, top.value), bool(mode.value))


def find_struck(
    glyphs: Sequence[Glyph], bars: Sequence[Box], turn: Callable[[float, float], tuple[float, float]]
) -> set[int]:
    """Which of the glyphs a bar runs through from end to end; `turn` sets a place of the file among theirs."""
    struck: set[int] = set()
    for box in bars:
        (x0, y0), (x1, y1) = turn(box[0], box[1]), turn(box[2], box[3])
        left, right, middle = min(x0, x1), max(x0, x1), (y0 + y1) / 2
        if right - left < abs(y1 - y0):
            continue
        run = [
            at
            for at, glyph in enumerate(glyphs)
            if left - 0.5 <= (glyph.left + glyph.right) / 2 <= right + 0.5
            and glyph.base + _LOW * glyph.size <= middle <= glyph.base + _HIGH * glyph.size
        ]
        if run and _fits(left, right, [glyphs[at] for at in run]):
            struck.update(run)
    return struck if len(struck) * 2 < len(glyphs) else set()


def _fits(left: float, right: float, run: Sequence[Glyph]) -> bool:
    room = _BEYOND * max(glyph.size for glyph in run)
    return min(glyph.left for glyph in run) - left <= room and right - max(glyph.right for glyph in run) <= room
