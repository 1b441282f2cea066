"""Upright rules of a page: what parts the cells of its tables, however near their words are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 20_000
"""Of a page; what has more is a drawing."""
_STRAIGHT = 0.7
_SHORTEST = 6.0
"""Points; less is no rule between two cells."""
Turn = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Rule:
    """An upright line on the page as it is shown; points, y from the bottom."""

    x: float
    bottom: float
    top: float


def list_rules(page: pypdfium2.PdfPage, turn: Turn) -> list[Rule]:
    """The upright rules that the page draws, as lines, as edges of rectangles or as narrow areas; `turn` sets a place of the file upright."""
    rules: list[Rule] = []
    left = _MOST_SEGMENTS
    for at in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        count = pdfium.FPDFPath_CountSegments(drawn)
        left -= max(count, 0)
        if left < 0:
            return []
        rules += _read_path(drawn, count, turn)
    return rules


def _read_path(drawn: Any, count: int, turn: Turn) -> list[Rule]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    x, y = pdfium.c_float(), pdfium.c_float()
    found: list[Rule] = []
    before = start = (0.0, 0.0)
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        place = turn(
            matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
        )
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            start = place
        else:
            found += _make_rule(before, place)
        if pdfium.FPDFPathSegment_GetClose(segment):
            found += _make_rule(place, start)
        before = place
    return found


def _make_rule(one: tuple[float, float], other: tuple[float, float]) -> list[Rule]:
    if abs(one[0] - other[0]) > _STRAIGHT or abs(one[1] - other[1]) < _SHORTEST:
        return []
    return [Rule((one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1]))]
