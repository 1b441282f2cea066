"""Reports that are a file beside the page: which format a file really is, and the text inside."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote

from parsers.body.charset import LONGEST_PAGE, UnreadablePage
from parsers.body.documents.docx_text import read_docx
from parsers.body.documents.pdf.pdf_text import read_pdf
from parsers.body.tree import read_tree, show_text
from parsers.text.addresses import LONGEST_LINK, resolve_link

READABLE = ("pdf", "docx")
"""Formats that `read_attachment` reads."""

# What else a report may be attached as, with the words for quarantine.
_UNREADABLE = {
    "ole": "旧版 Office 文件（doc、wps 等）an old Office document",
    "ofd": "OFD 版式文件 an OFD document",
    "rtf": "RTF 文件 an RTF document",
    "xlsx": "电子表格 a spreadsheet",
    "pptx": "演示文稿 a presentation",
    "odt": "ODF 文件 an OpenDocument file",
    "zip": "压缩包 a ZIP archive",
    "rar": "RAR 压缩包 a RAR archive",
    "7z": "7z 压缩包 a 7z archive",
    "broken": "不完整的文件 a file that is not whole",
}
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
# A member that only this kind of ZIP container has.
_MEMBERS = (
    ("word/document.xml", "docx"),
    ("OFD.xml", "ofd"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("content.xml", "odt"),
)
_SUFFIX = re.compile(r"\.(pdf|docx?|wps|ofd|rtf|zip|rar)(?=$|[?&#;])", re.I)
_MENTION = re.compile(r"\.(?:pdf|docx?|wps|ofd|rtf|zip|rar)\b", re.I)
_PREFERENCE = ("pdf", "docx", "doc", "wps", "ofd", "rtf", "zip", "rar")


@dataclass(frozen=True, slots=True)
class AttachmentLink:
    """A link on a page to a file; `suffix` is lower-case without its dot."""

    url: str
    title: str
    suffix: str


def find_format(body: bytes) -> str | None:
    """What kind of file the bytes are, None for none that a report is attached as: pdf, docx, ole, ofd, rtf, zip …"""
    # Some servers put a byte order mark or blank lines before the file.
    start = body[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ")
    for magic, name in _MAGIC:
        if start.startswith(magic):
            return name
    if not start.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as container:
            names = set(container.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        # Its table of contents, which stands at the end, is lost.
        return "broken"
    return next((name for member, name in _MEMBERS if member in names), "zip")


def read_attachment(body: bytes) -> str:
    """The text of a PDF or a docx: a paragraph a line, without page numbers, running heads and line breaks of the layout.

    Raises UnreadablePage: `scanned_pdf` for pictures of pages, `attachment_unreadable` for other formats, for files that
    are broken or locked, and for text that means nothing; `oversized_page` above LONGEST_PAGE, packed or unpacked.
    """
    if len(body) > LONGEST_PAGE:
        raise UnreadablePage(
            "oversized_page", f"附件超过 {LONGEST_PAGE // 1024**2} MB。The attachment is too long to be a report"
        )
    kind = find_format(body)
    if kind == "pdf":
        text = read_pdf(body)
    elif kind == "docx":
        text = read_docx(body)
    elif kind in _UNREADABLE:
        raise UnreadablePage(
            "attachment_unreadable",
            f"附件是{_UNREADABLE[kind]}，尚不能读：请另存为 PDF 或 docx 后载入。Save it as PDF or docx, then load that",
        )
    else:
        raise UnreadablePage(
            "attachment_unreadable", "附件格式不识：请在浏览器中核对。The attachment is of no known format"
        )
    if not text.strip():
        raise UnreadablePage("attachment_unreadable", "附件中没有文字：请在浏览器中核对。The attachment holds no text")
    return text


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
    return tuple(sorted(found.values(), key=lambda link: _PREFERENCE.index(link.suffix)))
