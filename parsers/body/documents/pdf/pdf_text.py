"""Text of a PDF as a person reads it: lines of the layout joined to paragraphs, page numbers and running heads dropped."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.body.charset import UnreadablePage
from parsers.body.documents.pdf.bombs import refuse_bomb
from parsers.body.documents.pdf.columns import read_page_lines
from parsers.body.documents.pdf.edges import drop_edges
from parsers.body.documents.pdf.fonts import use_cell_font
from parsers.body.documents.pdf.glyphs import Look, TooManyGlyphsError, read_glyphs
from parsers.body.documents.pdf.lines import Line
from parsers.body.documents.pdf.margins import drop_line_numbers
from parsers.body.documents.pdf.paragraphs import join_lines
from parsers.body.documents.pdf.rules import list_rules
from parsers.body.documents.pdf.vertical import is_vertical, set_upright
from parsers.body.documents.pdf.visible.annotations import open_page
from parsers.text.expressions import expression

MOST_PAGES = 500
"""Pages; the longest report has some 60."""
SCANNED_PAGE = 25
"""Characters below which a page with a picture on it is a scan with a stamp, not a page of text."""
_LAYERS = b"/OCProperties"
_HAN = expression("[\u3400-\u9fff]")
_LOST = expression("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


def read_pdf(body: bytes) -> str:
    """The text of a PDF, a paragraph a line. Raises UnreadablePage: `scanned_pdf`, `attachment_unreadable`."""
    use_cell_font()
    refuse_bomb(body)
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        why = "有密码 it is locked by a password" if locked else f"已损坏 it is broken ({error})"
        raise UnreadablePage("attachment_unreadable", f"PDF {why}：请取得可读的文件。Get a file that opens") from error
    try:
        document.init_forms()
        return _read_document(document, layered=_LAYERS in body)
    except (pypdfium2.PdfiumError, TooManyGlyphsError) as error:
        raise UnreadablePage(
            "attachment_unreadable", f"PDF 已损坏（{error}）：请重新取得。The PDF is broken: get it anew"
        ) from error
    finally:
        document.close()


def _read_document(document: pypdfium2.PdfDocument, *, layered: bool) -> str:
    if len(document) > MOST_PAGES:
        raise UnreadablePage(
            "attachment_unreadable", f"PDF 有 {len(document)} 页，不会是一份报告。So many pages are no report"
        )
    pages = []
    bare = pictures = 0
    watermarks: set[Look] = set()
    told = 0
    for number in range(len(document)):
        known = len(watermarks)
        page, lines = _read_page(document, number, watermarks, layered)
        told = number if len(watermarks) > known else told
        if sum(len(line.text) for line in lines) < SCANNED_PAGE:
            bare += 1
            pictures += any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        pages.append(lines)
        page.close()
    if pictures and bare * 2 > len(pages):
        raise UnreadablePage(
            "scanned_pdf",
            f"PDF 是扫描件：{len(pages)} 页中有 {bare} 页没有文字，需要文字识别。A scan: {bare} of {len(pages)} pages are pictures without text",
        )
    # A watermark that is first told on a page may stand on those before, across none of their lines.
    pages[:told] = [_read_page(document, number, watermarks, layered)[1] for number in range(told)]
    text = join_lines(drop_edges(pages))
    _refuse_garbage(text)
    return text


def _refuse_garbage(text: str) -> None:
    """Fonts without a table of characters give other characters than the page shows: better nothing than that."""
    dense = "".join(text.split())
    if len(dense) >= 100 and (len(_LOST.findall(dense)) * 20 > len(dense) or len(_HAN.findall(dense)) * 4 < len(dense)):
        raise UnreadablePage(
            "attachment_unreadable",
            "PDF 的字体没有文字对照，读出的不是原文：需要文字识别。The PDF's fonts do not tell their characters",
        )


def _read_page(
    document: pypdfium2.PdfDocument, number: int, watermarks: set[Look], layered: bool
) -> tuple[pypdfium2.PdfPage, list[Line]]:
    """The page and its lines in the order of reading; what is set sideways on it stands behind them."""
    page, struck = open_page(document, number)
    glyphs = read_glyphs(page, watermarks, layered=layered, struck=struck)
    if is_vertical(glyphs.upright):
        return page, read_page_lines(set_upright(glyphs.upright), number)
    lines = read_page_lines(drop_line_numbers(glyphs.upright), number, lambda: list_rules(page, glyphs.turn))
    for turned in glyphs.sideways:
        lines += read_page_lines(turned, number)
    return page, lines
