"""The glyphs that a PDF page shows, each with its place on the page as it is shown, upright.

Places come from the file alone: origin, size and advance of each glyph, not the ink of whatever font draws it. So 一 and 。, whose
ink is far from their line's middle, stand in their line, and the machine's fonts change nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MOST_GLYPHS = 60_000
"""Of a page; what is denser is a drawing."""
LARGEST_PAGE = 14_400.0
"""Points of a page's side at most, as readers of PDF allow it (five metres)."""
ASCENT, DESCENT = 0.88, 0.12
"""The cell of a Chinese character above and below its baseline, in its size."""
_HYPHENS = (0x02, 0xAD, 0xFFFE)
"""What pdfium gives for a hyphen at a line's end, behind a letter or a Han character."""
_UPRIGHT = 4.0
"""Degrees by which a scan may be turned and its text still be upright."""
_INVISIBLE = 3
"""The render mode of text that is not drawn: what a scanner's recognition laid under its picture."""
_NO_CONTRAST = 1.25
"""Contrast with the paper, as WCAG 2 counts it from 1 to 21, below which nobody sees text."""
_FAINT = 2.6
"""Contrast below which text that is drawn across other text is a watermark: #A8A8A8 has 2.4."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its cell; points, the page upright, y from the bottom."""

    text: str
    left: float
    right: float
    base: float
    """Of its baseline."""
    size: float

    @property
    def bottom(self) -> float:
        """Of its cell."""
        return self.base - DESCENT * self.size

    @property
    def top(self) -> float:
        """Of its cell."""
        return self.base + ASCENT * self.size

    @property
    def middle(self) -> float:
        """Of its cell's height."""
        return self.base + (ASCENT - DESCENT) / 2 * self.size


@dataclass(frozen=True, slots=True)
class _Placed:
    """A glyph as it is set in the file: origin and end of its advance, its angle against the upright page in degrees."""

    text: str
    x: float
    y: float
    advance: float
    size: float
    angle: float
    contrast: float
    hidden: bool
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """What a page shows: glyphs of the page's own direction, and those that are set sideways in theirs."""

    upright: tuple[Glyph, ...]
    sideways: tuple[tuple[Glyph, ...], ...] = ()
    recognised: bool = False
    """Whether its text is a layer that a scanner's recognition laid under a picture."""


_TINY = 1.0
"""Points; a smaller glyph is a dot."""


class TooManyGlyphsError(ValueError):
    """A page with more than MOST_GLYPHS."""


def read_glyphs(page: pypdfium2.PdfPage) -> PageGlyphs:
    """The glyphs that the page shows; watermarks, hidden text and text without contrast left out. Raises TooManyGlyphsError."""
    placed = _read_placed(page)
    if not placed:
        return PageGlyphs(())
    recognised = sum(glyph.hidden for glyph in placed) * 2 > len(placed)
    # Hidden text beside text that is drawn is for machines (keywords, the text of a form); alone it is a scan's own.
    shown = [glyph for glyph in placed if recognised or not glyph.hidden]
    if any(glyph.contrast < _FAINT for glyph in shown) and not recognised:
        shown = _drop_unseen(page, shown)
    angles = Counter(_round_angle(glyph.angle) for glyph in shown)
    straight = {angle: count for angle, count in angles.items() if angle is not None}
    if not straight:
        return PageGlyphs(())
    main = max(straight, key=lambda angle: (straight[angle], angle == 0))
    groups = {
        angle: tuple(_turn(glyph, angle) for glyph in shown if _round_angle(glyph.angle) == angle) for angle in straight
    }
    sideways = tuple(group for angle, group in groups.items() if angle != main)
    return PageGlyphs(groups[main], sideways, recognised)


def _read_placed(page: pypdfium2.PdfPage) -> list[_Placed]:
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_GLYPHS:
            raise TooManyGlyphsError(f"a page has {count} characters")
        placed = _list_placed(text.raw, count, page.get_rotation(), _list_boxes(page))
        return list(placed)
    finally:
        text.close()


def _list_boxes(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """Where a glyph may start to be seen at all: the page's box as the file has it, and the same from its own corner."""
    left, bottom, right, top = page.get_mediabox()
    margin = 2
    return [
        (x - margin, y - margin, x + right - left + margin, y + top - bottom + margin)
        for x, y in ((left, bottom), (0, 0))
    ]


def _list_placed(
    text: Any, count: int, rotation: int, boxes: Sequence[tuple[float, float, float, float]]
) -> Iterator[_Placed]:
    x, y = pdfium.c_double(), pdfium.c_double()
    box, high = pdfium.FS_RECTF(), 0
    look, last = _Look(), None
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in _HYPHENS:
            code = 0x2D
        if code == 0 or (code < 0x3001 and chr(code).isspace()) or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        # A character beyond the BMP comes as the two halves of UTF-16.
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        character, high = chr(code) if code < 0x110000 else "\ufffd", 0
        if not pdfium.FPDFText_GetCharOrigin(text, index, x, y) or not is_on_paper(x.value, y.value):
            continue
        if not any(a <= x.value <= c and b <= y.value <= d for a, b, c, d in boxes):
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        drawn = pdfium.FPDFText_GetTextObject(text, index)
        key = pdfium.cast(drawn, pdfium.c_void_p).value if drawn else None
        if key is None or key != last:
            look, last = _read_look(text, index, drawn, rotation), key
        sideways = abs(math.sin(math.radians(look.raw_angle))) > 0.7
        reach = box.top - box.bottom if sideways else box.right - box.left
        yield _Placed(
            character,
            *_rotate(x.value, y.value, rotation),
            advance=min(abs(reach), 4 * look.size) if reach else look.size / 2,
            size=look.size,
            angle=look.angle,
            contrast=look.contrast,
            hidden=look.hidden or (0 < box.right - box.left < _TINY and 0 < box.top - box.bottom < _TINY),
            colour=look.colour,
        )


def is_on_paper(x: float, y: float) -> bool:
    """Whether a place can be on a page: damaged files name places a billion points away, or none."""
    return abs(x) < LARGEST_PAGE and abs(y) < LARGEST_PAGE


@dataclass(frozen=True, slots=True)
class _Look:
    """What the glyphs of a text object have in common."""

    size: float = 1.0
    raw_angle: float = 0.0
    angle: float = 0.0
    contrast: float = 21.0
    hidden: bool = False
    colour: tuple[int, int, int] = (0, 0, 0)


def _read_look(text: Any, index: int, drawn: Any, rotation: int) -> _Look:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) if matrix.a or matrix.b else 0.0
    red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text, index, red, green, blue, alpha)
    colour = (red.value, green.value, blue.value)
    seen = alpha.value / 255
    shade = tuple(round(part * seen + 255 * (1 - seen)) for part in colour)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0
    return _Look(
        size=abs(size) if 0.5 < abs(size) < 2000 else 1.0,
        raw_angle=angle,
        angle=(angle - rotation) % 360,
        # An outline only: its fill says nothing of what is seen.
        contrast=21.0 if mode in (1, 5) else _contrast_with_paper(shade),
        hidden=mode == _INVISIBLE,
        colour=colour,
    )


def _contrast_with_paper(colour: Sequence[int]) -> float:
    """WCAG 2's contrast ratio of a colour with white."""
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _rotate(x: float, y: float, rotation: int) -> tuple[float, float]:
    """A place of the file on the page as it is shown, turned clockwise by `rotation`; the page's corner is left as it falls."""
    return {90: (y, -x), 180: (-x, -y), 270: (-y, x)}.get(rotation, (x, y))


def _round_angle(angle: float) -> int | None:
    """0, 90, 180 or 270 for text that stands along the page's edges, None for text across it."""
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= _UPRIGHT else None


def _turn(glyph: _Placed, angle: int) -> Glyph:
    """The glyph on a page that is turned so that its direction is to the right."""
    x, y = _rotate(glyph.x, glyph.y, angle)
    return Glyph(glyph.text, x, x + glyph.advance, y, glyph.size)


def _drop_unseen(page: pypdfium2.PdfPage, placed: list[_Placed]) -> list[_Placed]:
    """What is seen: not text in the colour of the paper, unless it stands on something darker; not faint text across other text."""
    grounds = list(_list_grounds(page)) if any(glyph.contrast < _NO_CONTRAST for glyph in placed) else []
    rotation = page.get_rotation()
    cells: dict[tuple[int, int], list[_Placed]] = {}
    for glyph in placed:
        if glyph.contrast >= _FAINT:
            cells.setdefault((round(glyph.x / 20), round(glyph.y / 20)), []).append(glyph)

    def is_across(faint: _Placed) -> bool:
        column, row = round(faint.x / 20), round(faint.y / 20)
        reach = 1 + int(faint.size / 20)
        near = (
            other
            for at in range(column - reach, column + reach + 1)
            for line in range(row - reach, row + reach + 1)
            for other in cells.get((at, line), ())
        )
        return any(
            faint.x - other.advance / 2 < other.x < faint.x + faint.advance - other.advance / 2
            and faint.y - other.size / 2 < other.y < faint.y + faint.size / 2
            for other in near
        )

    kept = []
    across = sum(map(is_across, (glyph for glyph in placed if _NO_CONTRAST <= glyph.contrast < _FAINT)))
    faint = sum(_NO_CONTRAST <= glyph.contrast < _FAINT for glyph in placed)
    for glyph in placed:
        if glyph.contrast < _NO_CONTRAST:
            x, y = _rotate(glyph.x + glyph.advance / 2, glyph.y + glyph.size / 3, -rotation % 360)
            if not any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in grounds):
                continue
        elif glyph.contrast < _FAINT and across * 4 >= faint:
            # A watermark is one piece: a quarter of it across the text is enough.
            continue
        kept.append(glyph)
    return kept


def _list_grounds(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """Places of pictures and of areas that are filled with a colour on which white is seen."""
    kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING]
    for number, drawn in enumerate(page.get_objects(filter=kinds, max_depth=3)):
        if number > 5000:
            return
        if drawn.type == pdfium.FPDF_PAGEOBJ_PATH:
            red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
            mode, stroke = pdfium.c_int(), pdfium.c_int()
            pdfium.FPDFPath_GetDrawMode(drawn.raw, mode, stroke)
            pdfium.FPDFPageObj_GetFillColor(drawn.raw, red, green, blue, alpha)
            if not mode.value or _contrast_with_paper((red.value, green.value, blue.value)) < 1.5:
                continue
        yield drawn.get_bounds()
