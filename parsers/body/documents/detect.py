"""What kind of file the bytes are, whatever its name says."""

from __future__ import annotations

import io
import re
import zipfile

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
# A page saved whole (RFC 2557) begins as an e-mail does.
_SAVED_PAGE = re.compile(rb"(?:[A-Za-z-]{2,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,30}", re.A)
_PARTS = re.compile(rb"^content-type:\s*multipart/(?:related|alternative|mixed)", re.I | re.M)


def find_format(body: bytes) -> str | None:
    """What kind of file the bytes are, None for none that a report is kept as: pdf, docx, doc, ofd, xlsx, xls, mht, zip, rar, image …

    A page or a text is None. `ole`, `rtf`, `7z`, `pptx`, `odt`, `locked` and `broken` are known and have no reader.
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
    if not start.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as container:
            names = {name.lower() for name in container.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        # Its table of contents, which stands at the end, is lost.
        return "broken"
    return next((name for member, name in _MEMBERS if member in names), "zip")
