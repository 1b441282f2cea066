"""The one table of readers: what a file is, what reads it, what its text is said to be read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsers.body.charset import LONGEST_PAGE, UnreadablePage
from parsers.body.documents.detect import find_format
from parsers.shown.note_marks import drop_typed_marks

if TYPE_CHECKING:
    from parsers.body.documents.recognition import Recognised

# Each reader is loaded with the first file of its kind: their libraries together take longer to load than a page to parse.


def _read_pdf(body: bytes) -> str:
    from parsers.body.documents.pdf.pdf_text import read_pdf

    return read_pdf(body)


def _read_docx(body: bytes) -> str:
    from parsers.body.documents.docx_text import read_docx

    return read_docx(body)


def _read_old_word(body: bytes) -> str:
    from parsers.body.documents.old_word import read_old_word

    return read_old_word(body)


def _read_rtf(body: bytes) -> str:
    from parsers.body.documents.rtf_text import read_rtf

    return read_rtf(body)


def _read_ofd(body: bytes) -> str:
    from parsers.body.documents.ofd_text import read_ofd

    return read_ofd(body)


def _read_spreadsheet(body: bytes) -> str:
    from parsers.body.documents.spreadsheet import read_spreadsheet

    return read_spreadsheet(body)


READERS: Mapping[str, Callable[[bytes], str]] = {
    "pdf": _read_pdf,
    "docx": _read_docx,
    "doc": _read_old_word,
    "rtf": _read_rtf,
    "ofd": _read_ofd,
    "xlsx": _read_spreadsheet,
    "xls": _read_spreadsheet,
}
"""By kind: bytes to text, a paragraph a line, a table's row a line with tabs. Each raises UnreadablePage and nothing else."""

_UNREADABLE: Mapping[str, str] = {
    "ole": "旧版 Office 文件（ppt 等）an old Office document",
    "locked": "有密码的 Office 文件 an Office document with a password",
    "pptx": "演示文稿 a presentation",
    "odt": "ODF 文件 an OpenDocument file",
    "7z": "7z 压缩包 a 7z archive",
    "broken": "不完整的文件 a file that is not whole",
}
_DEEPEST = 3
"""Files in files: a page in an archive in an archive."""


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of a file."""

    text: str
    """A paragraph a line, a table's row a line with tabs between its cells."""
    source_kind: str
    """What it was read from: pdf, docx, doc, rtf, ofd, xlsx, xls, ocr."""
    certainty: float = 1.0
    """Of its characters, where they were recognised from a picture."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file taken out of what holds it: an archive, a saved page."""

    body: bytes
    kind: str | None
    """As `find_format` names it; None for a page."""
    content_type: str | None = None


def open_file(body: bytes) -> Opened:
    """The file itself where the bytes are one, else the one report that an archive or a saved page holds.

    Raises UnreadablePage for an archive that holds none or several, and above LONGEST_PAGE (`oversized_page`).
    """
    content_type = None
    for _ in range(_DEEPEST):
        kind = find_format(body)
        if len(body) > LONGEST_PAGE and kind is not None:
            raise UnreadablePage(
                "oversized_page", f"附件超过 {LONGEST_PAGE // 1024**2} MB。The attachment is too long to be a report"
            )
        if kind in ("zip", "rar"):
            from parsers.body.documents.containers_of_files import open_archive

            body, content_type = open_archive(body, kind), None
        elif kind == "mht":
            from parsers.body.documents.containers_of_files import open_saved_page

            body, content_type = open_saved_page(body)
        else:
            return Opened(body, kind, content_type)
    raise UnreadablePage("attachment_unreadable", "压缩包层层嵌套：请解压后载入。Archives in archives: unpack them")


def read_document(body: bytes, kind: str | None) -> Document:
    """The text of a file of this kind.

    Raises UnreadablePage: `scanned_pdf` for pictures of pages where no recognition is installed, `attachment_unreadable` for
    formats without a reader, for files that are broken or locked, and for text that means nothing; `oversized_page`.
    """
    if kind == "image":
        from parsers.body.documents.recognition import read_image

        return _take(read_image(body))
    reader = READERS.get(kind or "")
    if reader is None:
        raise UnreadablePage("attachment_unreadable", _explain(kind))
    try:
        text = reader(body)
    except UnreadablePage as unreadable:
        if unreadable.reason != "scanned_pdf" or kind != "pdf":
            raise
        from parsers.body.documents.recognition import read_scan

        return _take(read_scan(body, unreadable))
    if not text.strip():
        raise UnreadablePage("attachment_unreadable", "附件中没有文字：请在浏览器中核对。The attachment holds no text")
    return Document(drop_typed_marks(text), kind or "")


def may_be_recognised(body: bytes) -> bool:
    """Whether reading the file may take as long as recognition does: a PDF or a picture, and recognition is installed."""
    if find_format(body) not in ("pdf", "image"):
        return False
    from parsers.body.documents.recognition import can_recognise

    return can_recognise()


def _take(recognised: Recognised) -> Document:
    return Document(recognised.text, "ocr", recognised.certainty)


def _explain(kind: str | None) -> str:
    if kind is not None and kind in _UNREADABLE:
        return (
            f"附件是{_UNREADABLE[kind]}，尚不能读：请另存为 PDF 或 docx 后载入。Save it as PDF or docx, then load that"
        )
    return "附件格式不识：请在浏览器中核对。The attachment is of no known format"
