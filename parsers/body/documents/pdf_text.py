"""Text of a PDF as a person reads it: lines of the layout joined to paragraphs, page numbers and running heads dropped.

pdfium gives characters with their places. A line that reaches the right edge goes on in the next one, unless that one is
indented: Chinese documents set each paragraph off by two characters. So 1,2 at the end of a line and 34件 at the start of the next
are one number again.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.body.charset import UnreadablePage
from parsers.body.documents.pdf_fonts import use_cell_font
from parsers.text.width import unify_lookalikes

MOST_PAGES = 500
"""Pages; the longest report has some 60."""
SCANNED_PAGE = 25
"""Characters below which a page with a picture on it is a scan with a stamp, not a page of text."""
_EDGE_LINES = 2
"""Lines at the top and the bottom of a page among which heads and page numbers stand."""
# - 3 -, —3—, 第3页, 第 3 页 共 20 页, 3/20, · 3 ·
_PAGE_NUMBER = re.compile(r"[-—–―~·•\s]*(?:第?\s*\d{1,4}\s*页?(?:\s*[,，/]?\s*共?\s*\d{1,4}\s*页?)?)[-—–―~·•\s]*")
_SENTENCE_END = re.compile(r"[。！？；：!?;:]\s*[”’）)》]?$")
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章节部]|\d{1,2}[.．、](?!\d)"
)
_HAN = re.compile("[\u3400-\u9fff]")
_LOST = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


class _Character(NamedTuple):
    """A character and the cell that it stands in."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the layout; coordinates in points, y from the bottom of its page."""

    text: str
    left: float
    right: float
    height: float
    page: int


def read_pdf(body: bytes) -> str:
    """The text of a PDF, a paragraph a line. Raises UnreadablePage: `scanned_pdf`, `attachment_unreadable`."""
    use_cell_font()
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        why = "有密码 it is locked by a password" if locked else f"已损坏 it is broken ({error})"
        raise UnreadablePage("attachment_unreadable", f"PDF {why}：请取得可读的文件。Get a file that opens") from error
    try:
        return _read_document(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePage(
            "attachment_unreadable", f"PDF 已损坏（{error}）：请重新取得。The PDF is broken: get it anew"
        ) from error
    finally:
        document.close()


def _read_document(document: pypdfium2.PdfDocument) -> str:
    if len(document) > MOST_PAGES:
        raise UnreadablePage(
            "attachment_unreadable", f"PDF 有 {len(document)} 页，不会是一份报告。So many pages are no report"
        )
    pages = []
    bare = pictures = 0
    for number in range(len(document)):
        page = document[number]
        lines = _read_lines(page, number)
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
    text = _join_lines(_drop_edges(pages))
    _refuse_garbage(text)
    # ⼈⺠政府: the font's own table names radicals, nobody typed them
    return unify_lookalikes(text)


def _refuse_garbage(text: str) -> None:
    """Fonts without a table of characters give other characters than the page shows: better nothing than that."""
    dense = "".join(text.split())
    if len(dense) >= 100 and (len(_LOST.findall(dense)) * 20 > len(dense) or len(_HAN.findall(dense)) * 4 < len(dense)):
        raise UnreadablePage(
            "attachment_unreadable",
            "PDF 的字体没有文字对照，读出的不是原文：需要文字识别。The PDF's fonts do not tell their characters",
        )


def _read_lines(page: pypdfium2.PdfPage, number: int) -> list[_Line]:
    """The page's lines from the top down, characters of a line from left to right."""
    textpage = page.get_textpage()
    try:
        rows: list[list[_Character]] = []
        for index in range(textpage.count_chars()):
            code = pdfium.FPDFText_GetUnicode(textpage, index)
            if code in (0, 0xFFFE) or chr(code).isspace():
                continue
            if 0xD800 <= code < 0xE000:
                code = 0xFFFD  # half a character, of a broken table: no file can hold it
            # The loose box is the character's cell: that of the ink would set 一 and 。 off from their line.
            left, bottom, right, top = textpage.get_charbox(index, loose=True)
            middle = (bottom + top) / 2
            row = next((row for row in reversed(rows[-3:]) if row[0].bottom < middle < row[0].top), None)
            if row is None:
                rows.append([_Character(chr(code), left, bottom, right, top)])
            else:
                row.append(_Character(chr(code), left, bottom, right, top))
    finally:
        textpage.close()
    rows.sort(key=lambda row: -(row[0].bottom + row[0].top))
    return [_make_line(sorted(row, key=lambda character: character.left), number) for row in rows]


def _make_line(row: list[_Character], page: int) -> _Line:
    """A line's text: with a space between Latin words, and where the layout leaves a wide gap (the cells of a table)."""
    height = max(character.top - character.bottom for character in row)
    text = row[0].text
    for before, character in pairwise(row):
        gap = character.left - before.right
        words = (
            before.text.isascii() and before.text.isalpha() and character.text.isascii() and character.text.isalpha()
        )
        text += f" {character.text}" if gap > (0.15 if words else 1.5) * height else character.text
    return _Line(text, row[0].left, max(character.right for character in row), height, page)


def _drop_edges(pages: list[list[_Line]]) -> list[_Line]:
    """All lines but page numbers, and heads and feet that most pages share."""
    shared: Counter[str] = Counter()
    inside: set[str] = set()
    for lines in pages:
        shared.update({_mask(line.text) for line in [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]})
        inside.update(_mask(line.text) for line in lines[_EDGE_LINES:-_EDGE_LINES])
    # What stands between the edges too is text: a table whose rows are alike from page to page.
    repeated = {text for text, count in shared.items() if count >= 2 and count * 2 > len(pages) and text not in inside}
    kept = []
    for lines in pages:
        for at, line in enumerate(lines):
            at_edge = at < _EDGE_LINES or at >= len(lines) - _EDGE_LINES
            if not (at_edge and (_PAGE_NUMBER.fullmatch(line.text) or _mask(line.text) in repeated)):
                kept.append(line)
    return kept


def _mask(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", text))


def _join_lines(lines: list[_Line]) -> str:
    """Paragraphs, a line each: a full line is followed by the rest of its paragraph, unless that is set off."""
    if not lines:
        return ""
    # The body's edges. Where paragraphs are short most lines are set off, so the left one is the outermost that is no chance.
    left = min(_find_edges([line.left for line in lines]))
    right = max(_find_edges([line.right for line in lines]))
    paragraphs = [lines[0].text]
    for before, line in pairwise(lines):
        size = before.height
        full = before.right > right - 2.5 * size
        set_off = line.left > left + 1.2 * line.height
        ended = _SENTENCE_END.search(before.text) and set_off
        starts = _HEADING.match(line.text) and set_off
        if full and not ended and not starts and not set_off:
            paragraphs[-1] += _glue(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
    return "\n".join(paragraph.strip() for paragraph in paragraphs if paragraph.strip())


def _find_edges(values: list[float]) -> list[float]:
    """Places, by steps of 4 points, at which one line in twenty or more begins or ends, two at least."""
    counts = Counter(round(value / 4) for value in values)
    least = max(2, len(values) // 20)
    return [4.0 * value for value, count in counts.items() if count >= least] or values


def _glue(before: str, after: str) -> str:
    """The next line's text, with a space before it where two Latin words meet."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f" {after}" if latin else after
