"""Files that hold one report: archives (.zip, .rar) and saved web pages (.mht)."""

from __future__ import annotations

import email
import email.errors
import email.policy
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage

import rars

from parsers.body.charset import LONGEST_PAGE, UnreadablePage
from parsers.body.documents.linked_sheets import MOST_BYTES, write_sheets_in
from parsers.text.expressions import expression

MOST_MEMBERS = 200
"""Files in an archive; one that holds more is a collection."""
MOST_RATIO = 200
"""Times that a member may be larger unpacked; text packs thirtyfold at most."""
MOST_WORKSPACE = 128 * 1024**2
"""Bytes that unpacking a RAR may take for itself; its largest usual dictionary has 32 MB."""
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ValueError, LookupError, OSError, EOFError, RuntimeError),
    *(NotImplementedError, MemoryError, TypeError),
)
# 附件.pdf and what systems put beside it: __MACOSX/._附件.pdf, Thumbs.db, desktop.ini, ~$报告.docx
_BESIDE = expression(r"(?:^|/)(?:__MACOSX/|\._|~\$|\.)|(?:^|/)(?:thumbs\.db|desktop\.ini)$", re.I)
_DOCUMENT = expression(r"\.(?:pdf|docx?|wps|rtf|ofd|xlsx?|et|html?|shtml|mht|mhtml|txt|jpe?g|png|tiff?|bmp)$", re.I)
_PAGE = expression(r"\.(?:html?|shtml)$", re.I)
_SHEET = expression(r"\.css$", re.I)
_MOST_SHEETS = 20


def open_archive(body: bytes, kind: str) -> bytes:
    """The one document that an archive holds. Raises UnreadablePage: `attachment_unreadable`, `oversized_page`."""
    try:
        members, read = (_list_zip if kind == "zip" else _list_rar)(body)
        documents = [name for name in members if _DOCUMENT.search(name) and not _BESIDE.search(name)]
        if len(members) > MOST_MEMBERS or len(documents) != 1:
            raise UnreadablePage(
                "attachment_unreadable",
                f"{kind.upper()} 压缩包中有 {len(documents)} 份文件，无法判定哪一份是报告：请解压后分别载入。"
                f"The archive holds {len(documents)} documents: unpack it and load them",
            )
        name = documents[0]
        if members[name] > LONGEST_PAGE or members[name] > MOST_RATIO * max(len(body), 1):
            raise UnreadablePage("oversized_page", f"压缩包内的 {name} 太大。What it holds is larger than a report")
        content = read(name)
        if not _PAGE.search(name):
            return content
        near = [n for n, size in members.items() if _SHEET.search(n) and size <= MOST_BYTES][:_MOST_SHEETS]
        return write_sheets_in(content, {near_name: read(near_name) for near_name in near})
    except (*_BROKEN, rars.Error) as error:
        said = f"{type(error).__name__} {error}".lower()
        why = (
            "有密码 it is locked by a password"
            if "password" in said or "encrypt" in said
            else f"已损坏 it is broken ({error})"
        )
        raise UnreadablePage(
            "attachment_unreadable",
            f"{kind.upper()} 压缩包{why}：请解压后载入其中的文件。Unpack it and load what it holds",
        ) from error


def _list_zip(body: bytes) -> tuple[dict[str, int], Callable[[str], bytes]]:
    container = zipfile.ZipFile(io.BytesIO(body))
    items = {_name_member(item): item for item in container.infolist() if not item.is_dir()}
    return {name: item.file_size for name, item in items.items()}, lambda name: _read_bounded(container, items[name])


def _name_member(item: zipfile.ZipInfo) -> str:
    """A member's name: Windows in Chinese writes it in GBK and does not say so."""
    if item.flag_bits & 0x800:
        return item.filename
    return item.filename.encode("cp437", "replace").decode("gb18030", "replace")


def _read_bounded(container: zipfile.ZipFile, item: zipfile.ZipInfo) -> bytes:
    """The member's bytes, no more than it says that it has: a lie would fill the memory."""
    with container.open(item) as member:
        return member.read(min(item.file_size, LONGEST_PAGE) + 1)[:LONGEST_PAGE]


def _list_rar(body: bytes) -> tuple[dict[str, int], Callable[[str], bytes]]:
    options = rars.ReadOptions(
        max_member_output_bytes=LONGEST_PAGE,
        max_total_output_bytes=2 * LONGEST_PAGE,
        max_reader_workspace_bytes=MOST_WORKSPACE,
        rar50_dictionary_size_limit=MOST_WORKSPACE,
        max_header_count=10_000,
        max_header_bytes=LONGEST_PAGE,
    )
    archive = rars.RarFile.from_bytes(body, options=options)
    members = {str(item.filename): int(item.file_size) for item in archive.infolist() if not item.is_dir()}

    def read(name: str) -> bytes:
        return bytes(archive.read(name, options=options))

    return members, read


def open_saved_page(body: bytes) -> tuple[bytes, str | None]:
    """The page in a .mht (RFC 2557) and its content type. Raises UnreadablePage (`attachment_unreadable`)."""
    try:
        message = email.message_from_bytes(body, policy=email.policy.default)
        parts = [part for part in message.walk() if isinstance(part, EmailMessage)]
        for part in parts:
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                content = part.get_payload(decode=True)
                if isinstance(content, bytes) and content.strip():
                    return write_sheets_in(content, _take_sheets(parts)), str(part.get("Content-Type") or "") or None
    except (ValueError, LookupError, TypeError, AttributeError, email.errors.MessageError) as error:
        raise UnreadablePage(
            "attachment_unreadable", f"mht 已损坏（{error}）：请重新另存网页。Save the page anew"
        ) from error
    raise UnreadablePage("attachment_unreadable", "mht 中没有网页：请重新另存网页。It holds no page: save it anew")


def _take_sheets(parts: list[EmailMessage]) -> dict[str, bytes]:
    """The style sheets of a .mht by their addresses: Content-Location, or cid: and Content-ID."""
    sheets: dict[str, bytes] = {}
    for part in parts:
        if part.get_content_type() != "text/css" or len(sheets) >= _MOST_SHEETS:
            continue
        content = part.get_payload(decode=True)
        identity = str(part.get("Content-ID") or "").strip("<> ")
        address = str(part.get("Content-Location") or "") or (f"cid:{identity}" if identity else "")
        if address and isinstance(content, bytes):
            sheets[address] = content
    return sheets
