"""What of a page's text a viewer does not show: beyond its box, cut off by a clip, on a layer that is off; what is marked as head or foot.

pdfium tells each of these, or draws the page (layers that are off), and reads all of the text all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.body.documents.pdf.visible.painted import Box, Painted

_MARGIN = 2.0
_MOST_SEGMENTS = 64
"""Of a clip; what has more is a drawing's."""
_MOST_MARKS = 16
_OF_PAGINATION = ("Subtype", "Attached")
"""Only an artefact of pagination (ISO 32000, 14.8.2.2: heads, feet, page numbers, watermarks) says these of itself."""
_NOT_DRAWN = 3
_NEIGHBOURS = 0.15
"""Share of a glyph's cell on each side that may hold ink of the next."""
_MOST_DRAWINGS = 8
"""Of a page: corrections that are set on white of their own."""
_LONGEST_SIDE = 1600
"""Pixels of a page that is drawn."""


def find_shown_box(page: pypdfium2.PdfPage) -> Box:
    """Where a glyph may start to be seen: the CropBox within the MediaBox, as the file counts its places."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    if right - left < 1 or top - bottom < 1:
        # Boxes that do not meet: viewers show the paper.
        left, bottom, right, top = page.get_mediabox()
    return left - _MARGIN, bottom - _MARGIN, right + _MARGIN, top + _MARGIN


def is_within(box: Box, x: float, y: float) -> bool:
    """Whether a place lies in a box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def list_marks(drawn: Any) -> list[str]:
    """What a text object is marked as: OC within a layer, Furniture for what stands around the text of a tagged PDF (Word's heads and feet)."""
    count = pdfium.FPDFPageObj_CountMarks(drawn)
    names = []
    for at in range(min(max(count, 0), _MOST_MARKS)):
        mark = pdfium.FPDFPageObj_GetMark(drawn, at)
        name = _read(pdfium.FPDFPageObjMark_GetName, mark)
        if name == "Artifact":
            keys = range(min(pdfium.FPDFPageObjMark_CountParams(mark), _MOST_MARKS))
            told = {_read(pdfium.FPDFPageObjMark_GetParamKey, mark, key) for key in keys}
            name = "Furniture" if told.intersection(_OF_PAGINATION) else name
        names.append(name)
    return names


def _read(ask: Any, *of: Any) -> str:
    buffer, size = pdfium.create_string_buffer(80), pdfium.c_ulong()
    found = ask(*of, pdfium.cast(buffer, pdfium.POINTER(pdfium.c_ushort)), 80, size)
    return buffer.raw[: size.value].decode("utf-16-le", "replace").rstrip("\0") if found else ""


class Drawing:
    """A page as it is drawn, with its text and without: what a layer that is off, or a picture over it, leaves to be seen.

    With `last`, a place in the order of drawing, the text that is drawn behind it counts for nothing: 62 set on the white that
    covers 58 shows none of that.
    """

    def __init__(self, page: pypdfium2.PdfPage, last: int | None = None) -> None:
        self._page = page
        width, height = page.get_size()
        scale = min(1.0, _LONGEST_SIDE / max(width, height, 1))
        self._width, self._height = max(1, int(width * scale)), max(1, int(height * scale))
        held = [pdfium.FPDFPage_GetObject(page, at) for at in range(pdfium.FPDFPage_CountObjects(page))]
        texts = [
            (at, item)
            for at, item in enumerate(held)
            if pdfium.FPDFPageObj_GetType(item) in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM)
        ]
        for at, item in texts:
            pdfium.FPDFPageObj_SetIsActive(item, last is None or at <= last)
        self._whole = self._draw()
        for _, item in texts:
            pdfium.FPDFPageObj_SetIsActive(item, False)
        self._bare = self._draw()
        for _, item in texts:
            pdfium.FPDFPageObj_SetIsActive(item, True)

    def _draw(self) -> bytes:
        bitmap = pypdfium2.PdfBitmap.new_native(self._width, self._height, pdfium.FPDFBitmap_Gray)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, self._width, self._height)
            pdfium.FPDF_RenderPageBitmap(bitmap, self._page, 0, 0, self._width, self._height, 0, 0)
            self._stride = bitmap.stride
            return bytes(bitmap.buffer)
        finally:
            bitmap.close()

    def shows(self, box: Box) -> bool:
        """Whether text is seen within a box of the file's places."""
        x, y = pdfium.c_int(), pdfium.c_int()
        across, down = [], []
        for left, bottom in ((box[0], box[1]), (box[2], box[3])):
            pdfium.FPDF_PageToDevice(self._page, 0, 0, self._width, self._height, 0, left, bottom, x, y)
            across.append(min(max(x.value, 0), self._width))
            down.append(min(max(y.value, 0), self._height))
        rows = range(min(down), min(max(down) + 1, self._height))
        return any(
            self._whole[row * self._stride + min(across) : row * self._stride + max(across) + 1]
            != self._bare[row * self._stride + min(across) : row * self._stride + max(across) + 1]
            for row in rows
        )


def is_cut_off(page: pypdfium2.PdfPage, drawn: Any, x: float, y: float) -> bool:
    """Whether the clip of a text object of the page leaves nothing of a glyph at this place to be seen."""
    clip = pdfium.FPDFPageObj_GetClipPath(drawn)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    if count <= 0 or not any(not is_within(box, x, y) for at in range(count) if (box := _measure(clip, at))):
        return False
    # (a clip within a form counts its places from the form's own corner)
    own = pdfium.cast(drawn, pdfium.c_void_p).value
    return any(
        pdfium.cast(pdfium.FPDFPage_GetObject(page, at), pdfium.c_void_p).value == own
        for at in range(pdfium.FPDFPage_CountObjects(page))
    )


def _measure(clip: Any, path: int) -> Box | None:
    count = pdfium.FPDFClipPath_CountPathSegments(clip, path)
    if not 0 < count <= _MOST_SEGMENTS:
        return None
    x, y = pdfium.c_float(), pdfium.c_float()
    places = []
    for at in range(count):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            return None
        places.append((x.value, y.value))
    across, up = [place[0] for place in places], [place[1] for place in places]
    return min(across) - _MARGIN, min(up) - _MARGIN, max(across) + _MARGIN, max(up) + _MARGIN


class Sight:
    """Asked of the text of a page whether a viewer shows it as text of the document. `painted`: what the page draws, `held`: all its objects."""

    def __init__(
        self, page: pypdfium2.PdfPage, layered: bool, painted: Sequence[Painted] = (), held: Sequence[Any] = ()
    ) -> None:
        self._page = page
        self._layered = layered
        self._drawings: dict[int | None, Drawing] = {}
        self.covers = [path for path in painted if path.is_cover]
        """Areas that may hide text which was drawn before them."""
        self._held = held
        self._places: dict[int | None, int] | None = None

    def hides(self, drawn: Any, box: Box, x: float, y: float) -> bool:
        """Whether the text object whose first glyph fills `box`, from this origin, is not seen, or is marked as a head or a foot."""
        marks = list_marks(drawn) if pdfium.FPDFPageObj_CountMarks(drawn) > 0 else ()
        if "Furniture" in marks or is_cut_off(self._page, drawn, x, y):
            return True
        # (what a scanner's recognition laid under its picture is drawn by no layer)
        if not (self._layered or "OC" in marks) or pdfium.FPDFTextObj_GetTextRenderMode(drawn) == _NOT_DRAWN:
            return False
        return not self._shows(box)

    def is_covered(self, drawn: Any, box: Any, x: float, y: float) -> bool:
        """Whether an area that was painted later hides the glyph of this text object that fills `box`, from this origin."""
        if not drawn:
            return False
        over = [path for path in self.covers if is_within(path.box, (box.left + box.right) / 2, y)]
        if not over or pdfium.FPDFTextObj_GetTextRenderMode(drawn) == _NOT_DRAWN:
            return False
        if self._places is None:
            self._places = {pdfium.cast(held, pdfium.c_void_p).value: at for at, held in enumerate(self._held)}
        place = self._places.get(pdfium.cast(drawn, pdfium.c_void_p).value)
        if place is None or all(path.at < place for path in over):
            return False
        # (its neighbours' ink may touch its edges)
        inset = (box.right - box.left) * _NEIGHBOURS
        inside = box.left + inset, box.bottom, box.right - inset, box.top
        return not self._shows(inside) or not self._shows(inside, max(path.at for path in over))

    def _shows(self, box: Box, last: int | None = None) -> bool:
        if last not in self._drawings:
            if len(self._drawings) >= _MOST_DRAWINGS:
                return True
            self._drawings[last] = Drawing(self._page, last)
        return self._drawings[last].shows(box)
