"""The one table of what a report may be kept as: suffix, and what such a file is read as.

Who adds a reader adds its suffixes here: folders, links and messages follow. Which format a file really is its bytes tell
(`parsers.body.attachments.find_format`), whatever its name says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from parsers.text.expressions import expression

HTML, TEXT = "html", "text"

SUFFIXES: Mapping[str, str] = {
    ".html": HTML,
    ".htm": HTML,
    ".shtml": HTML,
    ".xhtml": HTML,
    ".txt": TEXT,
    ".pdf": "pdf",
    ".docx": "docx",
    ".doc": "doc",
    ".wps": "doc",
    ".rtf": "rtf",
    ".ofd": "ofd",
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".et": "xls",
    ".mht": HTML,
    ".mhtml": HTML,
    # What holds one report: it is read from what is inside.
    ".zip": "zip",
    ".rar": "rar",
}
"""Suffix in lower case with its dot, and the source_kind of what is read from it."""

_SNIFFED = 2048
"""Bytes of a file with another suffix, or none, that are looked at."""


def has_page_suffix(name: str) -> bool:
    """Whether a file of this name may hold a report; `.gz` may stand behind the suffix."""
    return name.lower().removesuffix(".gz").endswith(tuple(SUFFIXES))


def looks_like_page(start: bytes) -> bool:
    """Whether a file that begins so is a web page or a PDF, saved under a name like `content_17.jsp` or none at all."""
    head = start[:_SNIFFED].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    return head.startswith((b"%pdf", b"<!doctype html", b"<html")) or (head.startswith(b"<") and b"<html" in head)


_MARKUP = expression(
    r"<(?:!doctype\s|!--|\?xml\s|/?(?:html|head|body|div|p|table|tr|td|span|br|meta|script|title|ul|ol|li|h[1-6]|font|"
    r"section|article|frameset|form|center|ucapcontent)(?=[\s/>]))",
    re.I,
)
_READ = 200_000
"""Characters of a text in which markup is looked for."""


def looks_like_html(text: str) -> bool:
    """Whether `text` is markup (a page, a frame set, a fragment without <html>) and not text as a crawler saved it."""
    return _MARKUP.search(text[:_READ]) is not None
