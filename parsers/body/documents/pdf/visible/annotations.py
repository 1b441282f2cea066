"""What stands on a page of a PDF beside its content, and a viewer shows as part of it: values of a form's fields, text that was typed onto it."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.body.documents.pdf.visible.painted import Box

_MOST = 2000
"""Annotations of a page; a form of ten columns has some 500."""
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_WITH_VALUES = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
_PIXEL = 8


def open_page(document: pypdfium2.PdfDocument, number: int) -> tuple[pypdfium2.PdfPage, list[Box]]:
    """The page with the values of its form and what was typed onto it drawn into it, and where a reviewer's line strikes text out.

    Notes, buttons and signatures' stamps are left off: they are no text of the document.
    """
    page = document[number]
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if not 0 < count <= _MOST:
        return page, []
    struck: list[Box] = []
    others: list[int] = []
    for at in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page, at)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        seen = not pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN
        if kind == pdfium.FPDF_ANNOT_STRIKEOUT and seen:
            struck += _list_quads(annotation)
        if not (seen and _bears_text(document, annotation, kind)):
            others.append(at)
        pdfium.FPDFPage_CloseAnnot(annotation)
    if len(others) < count:
        for at in reversed(others):
            pdfium.FPDFPage_RemoveAnnot(page, at)
        _draw_appearances(page)
        if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            page.close()
            page = document[number]
    return page, struck


def _bears_text(document: pypdfium2.PdfDocument, annotation: Any, kind: int) -> bool:
    if kind == pdfium.FPDF_ANNOT_WIDGET and document.formenv is not None:
        return pdfium.FPDFAnnot_GetFormFieldType(document.formenv, annotation) in _WITH_VALUES
    return bool(kind == pdfium.FPDF_ANNOT_FREETEXT)


def _list_quads(annotation: Any) -> list[Box]:
    quads = pdfium.FS_QUADPOINTSF()
    boxes = []
    for at in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), _MOST)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, at, quads):
            across = [getattr(quads, f"x{corner}") for corner in range(1, 5)]
            up = [getattr(quads, f"y{corner}") for corner in range(1, 5)]
            boxes.append((min(across), min(up), max(across), max(up)))
    return boxes


def _draw_appearances(page: pypdfium2.PdfPage) -> None:
    """Have the library make the looks of fields that have none of their own (NeedAppearances): it does so when it draws."""
    bitmap = pypdfium2.PdfBitmap.new_native(_PIXEL, _PIXEL, pdfium.FPDFBitmap_Gray)
    try:
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, _PIXEL, _PIXEL, 0, pdfium.FPDF_ANNOT)
    finally:
        bitmap.close()
