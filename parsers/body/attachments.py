"""Reports that are a file beside the page: which format a file really is, and the text inside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from parsers.body.documents.detect import find_format
from parsers.body.documents.readers import open_file, read_document
from parsers.body.tree import read_tree, show_text
from parsers.text.addresses import LONGEST_LINK, resolve_link
from parsers.text.expressions import expression

__all__ = ["READABLE", "AttachmentLink", "find_attachments", "find_format", "read_attachment"]

READABLE = ("pdf", "docx", "doc", "wps", "rtf", "ofd", "xlsx", "xls", "et", "mht", "mhtml", "zip", "rar")
"""Suffixes of files that `read_attachment` reads."""

_SUFFIXES = ("pdf", "docx", "doc", "wps", "ofd", "rtf", "zip", "rar", "xlsx", "xls", "et", "mht", "mhtml")
"""Those that a report is attached as, the likeliest first."""
_ENDS = "|".join(sorted(_SUFFIXES, key=len, reverse=True))
_SUFFIX = expression(rf"\.({_ENDS})(?=$|[?&#;])", re.I)
_MENTION = expression(rf"\.(?:{_ENDS})\b", re.I)


@dataclass(frozen=True, slots=True)
class AttachmentLink:
    """A link on a page to a file; `suffix` is lower-case without its dot."""

    url: str
    title: str
    suffix: str


def read_attachment(body: bytes) -> str:
    """The text of a file: a paragraph a line, without page numbers, running heads and line breaks of the layout.

    Raises UnreadablePage, as `parsers.body.documents.readers` says.
    """
    opened = open_file(body)
    return read_document(opened.body, opened.kind).text


def find_attachments(page: str, url: str) -> tuple[AttachmentLink, ...]:
    """The files that a page links to or shows in a frame, each once, those we can read best first.

    `page` is the decoded HTML, `url` where it stands.
    """
    if not _MENTION.search(page):
        return ()
    found: dict[str, AttachmentLink] = {}
    tree = read_tree(page)
    if tree is None:
        return ()
    base = tree.find(".//base")
    where = (resolve_link(base.get("href", ""), url) if base is not None else None) or url
    for element in tree.iter("a", "iframe", "embed", "object"):
        target = (element.get("href") or element.get("src") or element.get("data") or "")[:LONGEST_LINK]
        shown = show_text(element) or (element.get("title") or "")[:400]
        suffix = _SUFFIX.search(target) or _SUFFIX.search(shown.split("（")[0].strip())
        if suffix is None or not target or re.match(r"(?i)javascript:|#", target):
            continue
        # <iframe src="/viewer.html?file=/upload/1.pdf">: the file, not the viewer
        inner = re.search(r"[?&](?:file|url|src)=([^&#]+\.(?:pdf|docx?|ofd))", target, re.I)
        if address := resolve_link(unquote(inner[1]) if inner else target, where):
            found.setdefault(address, AttachmentLink(address, shown, suffix[1].lower()))
    return tuple(sorted(found.values(), key=lambda link: _SUFFIXES.index(link.suffix)))
