"""Text of an OFD (GB/T 33190): pieces of text with their places, read by the same layout as a PDF's."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator

import ofdkit

from parsers.body.charset import LONGEST_PAGE, UnreadablePage
from parsers.body.documents.pdf.columns import read_page_lines
from parsers.body.documents.pdf.edges import drop_edges
from parsers.body.documents.pdf.glyphs import MOST_GLYPHS, Glyph, is_on_paper
from parsers.body.documents.pdf.paragraphs import join_lines

MOST_PAGES = 500
# A row of blanks within a tag, in UTF-16 too: no writer sets one, and mending such a tag takes the square of its length.
_BLANKS_IN_TAG = re.compile(rb"<[^<>]*?(?:\0?[ \t\r\n]\0?){200}")
_POINTS = 72 / 25.4
"""A millimetre, of which OFD counts, in points."""


def read_ofd(body: bytes) -> str:
    """The text of an OFD, a paragraph a line. Raises UnreadablePage: `attachment_unreadable`, `scanned_pdf`, `oversized_page`."""
    _refuse_bomb(body)
    try:
        with ofdkit.open(body) as document:
            if len(document.pages) > MOST_PAGES:
                raise UnreadablePage(
                    "attachment_unreadable",
                    f"OFD 有 {len(document.pages)} 页，不会是一份报告。So many pages are no report",
                )
            pages = [read_page_lines(list(_list_glyphs(page)), number) for number, page in enumerate(document.pages)]
    except (
        ofdkit.OFDError,
        ET.ParseError,
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        KeyError,
        OSError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise UnreadablePage(
            "attachment_unreadable", f"OFD 已损坏（{error}）：请重新取得。It is broken: get it anew"
        ) from error
    text = join_lines(drop_edges(pages))
    if not text:
        raise UnreadablePage(
            "scanned_pdf",
            "OFD 中没有文字，只有图片：请另存为 PDF，再运行 fazhi ingest。Pictures without text: save it as a PDF",
        )
    return text


def _refuse_bomb(body: bytes) -> None:
    """Raises UnreadablePage for a container whose XML unpacks to more than LONGEST_PAGE (`oversized_page`), or that is padded without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as container:
            items = [item for item in container.infolist() if item.filename.lower().endswith(".xml")]
            unpacked = sum(item.file_size for item in items)
            padded = unpacked <= LONGEST_PAGE and any(_BLANKS_IN_TAG.search(container.read(item)) for item in items)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, zlib.error, OSError, EOFError, RuntimeError):
        return
    if padded:
        raise UnreadablePage("attachment_unreadable", "OFD 已损坏：请重新取得。It is broken: get it anew")
    if unpacked > LONGEST_PAGE:
        raise UnreadablePage(
            "oversized_page", f"OFD 解压后超过 {LONGEST_PAGE // 1024**2} MB。It unpacks to more than a report"
        )


def _list_glyphs(page: ofdkit.Page) -> Iterator[Glyph]:
    """The page's glyphs: a piece's width is shared by its characters, a Latin one taking half of a Chinese one's."""
    listed = 0
    for run in page.runs:
        shares = [0.5 if character.isascii() else 1.0 for character in run.text]
        whole = sum(shares)
        step = run.width / whole if whole else 0.0
        x = run.x
        for character, share in zip(run.text, shares, strict=True):
            if not character.isspace() and is_on_paper(x * _POINTS, run.y * _POINTS):
                left, right = x * _POINTS, (x + share * step) * _POINTS
                yield Glyph(character, left, max(right, left + 0.1), -run.y * _POINTS, max(run.size * _POINTS, 1.0))
                listed += 1
                if listed > MOST_GLYPHS:
                    raise ValueError(f"a page has more than {MOST_GLYPHS} characters")
            x += share * step
