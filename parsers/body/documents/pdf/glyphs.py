"""The glyphs that a PDF page shows, each with its place on the page as it is shown, upright.

Places come from the file alone: origin, size and advance of each glyph, not the ink of whatever font draws it. So 一 and 。, whose
ink is far from their line's middle, stand in their line, and the machine's fonts change nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.body.documents.pdf.visible.painted import Box, find_struck, list_painted
from parsers.body.documents.pdf.visible.seen import Sight, find_shown_box, is_within
from parsers.text.width import list_lookalikes

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
_INK = 0.7
"""Of its size that a character fills above its baseline, a little less than it does."""
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
    turned: tuple[int, int] = (0, 0)
    """Degrees by which the page is shown turned, and its text on that."""

    def turn(self, x: float, y: float) -> tuple[float, float]:
        """A place of the file among those of the upright glyphs."""
        return _rotate(*_rotate(x, y, self.turned[0]), self.turned[1])


_TINY = 1.0
"""Points; a smaller glyph is a dot."""


class TooManyGlyphsError(ValueError):
    """A page with more than MOST_GLYPHS."""


Look = tuple[tuple[int, int, int], float, int]
"""Colour, size and angle of a glyph."""


def read_glyphs(
    page: pypdfium2.PdfPage, watermarks: set[Look], *, layered: bool = False, struck: Sequence[Box] = ()
) -> PageGlyphs:
    """The glyphs that the page shows; watermarks, hidden text and text without contrast left out. Raises TooManyGlyphsError.

    `watermarks`: the looks of those of the pages before, to which this page's are added: on a page with little text they may stand
    across none. `layered` for a page of a file with layers, of which some may be off. `struck`: where reviewers struck text out.
    """
    painted, held = list_painted(page)
    placed = _read_placed(page, Sight(page, layered, painted, held))
    if not placed:
        return PageGlyphs(())
    recognised = sum(glyph.hidden for glyph in placed) * 2 > len(placed)
    # Hidden text beside text that is drawn is for machines (keywords, the text of a form); alone it is a scan's own.
    shown = [glyph for glyph in placed if recognised or not glyph.hidden]
    if not recognised and (
        len({glyph.colour for glyph in shown}) > 1 or any(glyph.contrast < _FAINT for glyph in shown)
    ):
        shown = _drop_unseen(page, shown, watermarks)
    angles = Counter(_round_angle(glyph.angle) for glyph in shown)
    straight = {angle: count for angle, count in angles.items() if angle is not None}
    if not straight:
        return PageGlyphs(())
    main = max(straight, key=lambda angle: (straight[angle], angle == 0))
    groups = {
        angle: tuple(_turn(glyph, angle) for glyph in shown if _round_angle(glyph.angle) == angle) for angle in straight
    }
    sideways = tuple(group for angle, group in groups.items() if angle != main)
    read = PageGlyphs(groups[main], sideways, recognised, (page.get_rotation(), main))
    bars = [*struck, *(path.box for path in painted if path.is_bar)]
    if bars and (out := find_struck(read.upright, bars, read.turn)):
        return replace(read, upright=tuple(glyph for at, glyph in enumerate(read.upright) if at not in out))
    return read


def _read_placed(page: pypdfium2.PdfPage, sight: Sight) -> list[_Placed]:
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MOST_GLYPHS:
            raise TooManyGlyphsError(f"a page has {count} characters")
        placed = _list_placed(text.raw, count, page, sight)
        return list(placed)
    finally:
        text.close()


def _list_placed(text: Any, count: int, page: pypdfium2.PdfPage, sight: Sight) -> Iterator[_Placed]:
    x, y = pdfium.c_double(), pdfium.c_double()
    box, high = pdfium.FS_RECTF(), 0
    look, last, rotation, unseen = _Look(), None, page.get_rotation(), False
    shown = find_shown_box(page)
    # ⼈⺠政府: the font's own table names radicals, nobody typed them
    lookalikes = list_lookalikes()
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
        character, high = lookalikes.get(code) or (chr(code) if code < 0x110000 else "\ufffd"), 0
        if not pdfium.FPDFText_GetCharOrigin(text, index, x, y) or not is_on_paper(x.value, y.value):
            continue
        if not is_within(shown, x.value, y.value):
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        drawn = pdfium.FPDFText_GetTextObject(text, index)
        key = pdfium.cast(drawn, pdfium.c_void_p).value if drawn else None
        if key is None or key != last:
            look, last = _read_look(text, index, drawn, rotation), key
            unseen = key is not None and sight.hides(
                drawn, (box.left, box.bottom, box.right, box.top), x.value, y.value
            )
        if unseen or (sight.covers and sight.is_covered(drawn, box, x.value, y.value)):
            continue
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


def _drop_unseen(page: pypdfium2.PdfPage, placed: list[_Placed], watermarks: set[Look]) -> list[_Placed]:
    """What is seen: not text in the colour of the paper, unless it stands on something darker; not text that is set across other text."""
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
            and faint.y - _INK * other.size < other.y < faint.y + _INK * faint.size
            for other in near
            if other.colour != faint.colour or faint.contrast < _FAINT
        )

    kept = []
    main = Counter(glyph.colour for glyph in placed).most_common(1)[0][0]
    likely = [glyph for glyph in placed if _NO_CONTRAST <= glyph.contrast < _FAINT or glyph.colour != main]
    watermarks |= _find_watermarks(likely, is_across, most=len(placed) / 2)
    for glyph in placed:
        if glyph.contrast < _NO_CONTRAST:
            x, y = _rotate(glyph.x + glyph.advance / 2, glyph.y + glyph.size / 3, -rotation % 360)
            if not any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in grounds):
                continue
        elif (glyph.contrast < _FAINT or glyph.colour != main) and _name_look(glyph) in watermarks:
            continue
        kept.append(glyph)
    return kept


def _name_look(glyph: _Placed) -> Look:
    return glyph.colour, round(glyph.size, 1), round(glyph.angle)


def _find_watermarks(likely: Sequence[_Placed], is_across: Callable[[_Placed], bool], most: float) -> set[Look]:
    """The looks of text that is set across other text: all of one look are one piece, and of the small marks of a page few may meet a line.

    A quarter across the text is enough, and of faint text that is the lesser part of the page two glyphs are.
    """
    counts, across = Counter(map(_name_look, likely)), Counter(map(_name_look, filter(is_across, likely)))
    faint = {_name_look(glyph) for glyph in likely if glyph.contrast < _FAINT}
    return {
        look
        for look, count in across.items()
        if count * 4 >= counts[look] or (look in faint and count >= 2 and counts[look] < most)
    }


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
