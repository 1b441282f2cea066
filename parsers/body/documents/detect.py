"""What kind of file the bytes are, whatever its name says."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams, as a compound file's directory has them.
_STREAMS = tuple(
    (name.encode("utf-16-le"), kind)
    for name, kind in (("WordDocument", "doc"), ("Workbook", "xls"), ("Book\0", "xls"), ("EncryptedPackage", "locked"))
)
# A member that only this kind of ZIP container has.
_MEMBERS = (
    ("word/document.xml", "docx"),
    ("ofd.xml", "ofd"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("content.xml", "odt"),
)
# What the parts of an Office container are, whatever their names (word/document2.xml).
_CONTENT_TYPES = (
    (re.compile(rb"(?:wordprocessingml|ms-word)\.(?:document|template)\.(?:main|macroEnabled)"), "docx"),
    (re.compile(rb"(?:spreadsheetml|ms-excel)\.(?:sheet|template)\.(?:main|macroEnabled)"), "xlsx"),
    (re.compile(rb"(?:presentationml|ms-powerpoint)\.(?:presentation|slideshow)\.(?:main|macroEnabled)"), "pptx"),
)
_LONGEST_TYPES = 1 << 20
_FLAT_DOCUMENT = b"http://schemas.microsoft.com/office/2006/xmlPackage"
# A page saved whole (RFC 2557) begins as an e-mail does.
_SAVED_PAGE = re.compile(rb"(?:[A-Za-z-]{2,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,30}", re.A)
_PARTS = re.compile(
    rb"^content-type:\s*multipart/(?:related|alternative|mixed)|\A(?=(?s:.*)^mime-version:)(?=(?s:.*)^content-type:\s*text/html)",
    re.I | re.M,
)


def find_format(body: bytes) -> str | None:
    """What kind of file the bytes are, None for none that a report is kept as: pdf, docx, doc, rtf, ofd, xlsx, xls, mht, zip, rar, image …

    A page or a text is None. `ole`, `7z`, `pptx`, `odt`, `locked` and `broken` are known and have no reader.
    """
    # Some servers put a byte order mark or blank lines before the file.
    start = body[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ")
    for magic, name in _MAGIC:
        if start.startswith(magic):
            return name
    if start.startswith(_OLE):
        return next((kind for name, kind in _STREAMS if name in body), "ole")
    head = _SAVED_PAGE.match(body[:8192].lstrip(b"\xef\xbb\xbf\r\n\t "))
    if head is not None and _PARTS.search(head[0]):
        return "mht"
    if start.startswith(b"PK\x03\x04"):
        return _find_container(body)
    # A document in one XML file: Word opens it as any other.
    return "docx" if start.startswith(b"<") and _FLAT_DOCUMENT in body[:4096] else None


def _find_container(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as container:
            members = {item.filename.replace("\\", "/").lstrip("/").lower(): item for item in container.infolist()}
            usual = next((name for member, name in _MEMBERS if member in members), None)
            types = members.get("[content_types].xml")
            if usual is not None or types is None or types.file_size > _LONGEST_TYPES:
                return usual or "zip"
            told = container.read(types)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError, RuntimeError):
        # Its table of contents, which stands at the end, is lost.
        return "broken"
    return next((name for kind, name in _CONTENT_TYPES if kind.search(told)), "zip")
