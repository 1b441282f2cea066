"""Style sheets that a page links, written into it where their bytes are at hand: in the .mht or the archive that holds it.

(One within its link is read by `parsers.shown.sheets`.) A sheet on another address is not fetched: what only its rules hide is read as text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import unquote

MOST_BYTES = 2 * 1024 * 1024
"""Of all sheets together; further ones are left out."""
_LINK = re.compile(rb"<link\b[^<>]{0,4000}>", re.I)
_ATTRIBUTE = re.compile(rb"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)


def write_sheets_in(page: bytes, sheets: Mapping[str, bytes]) -> bytes:
    """`page` with a `<style>` behind each `<link rel=stylesheet>` whose sheet is among `sheets`, by its address or file name.

    What is no page in ASCII's own bytes (UTF-16) comes back as it is.
    """
    left = MOST_BYTES

    def write(link: re.Match[bytes]) -> bytes:
        nonlocal left
        said = {match[1].lower(): match[2] or match[3] or match[4] or b"" for match in _ATTRIBUTE.finditer(link[0])}
        if b"stylesheet" not in said.get(b"rel", b"").lower() or b"alternate" in said.get(b"rel", b"").lower():
            return link[0]
        sheet = _find_sheet(html.unescape(said.get(b"href", b"").decode("utf-8", "replace")), sheets)
        if not sheet or len(sheet) > left:
            return link[0]
        left -= len(sheet)
        media = b' media="%s"' % said[b"media"].replace(b'"', b"") if said.get(b"media") else b""
        return link[0] + b"<style%s>%s</style>" % (media, _escape(sheet))

    return _LINK.sub(write, page)


def _find_sheet(href: str, sheets: Mapping[str, bytes]) -> bytes | None:
    plain = unquote(href.split("?")[0].split("#")[0])
    if not plain:
        return None
    if href in sheets:
        return sheets[href]
    name = plain.removeprefix("cid:").rsplit("/", 1)[-1]
    # style.css in the page's own folder of pictures and sheets: the one of this name
    found = [sheet for address, sheet in sheets.items() if unquote(address.split("?")[0]).rsplit("/", 1)[-1] == name]
    return found[0] if len(found) == 1 else None


def _escape(sheet: bytes) -> bytes:
    """The sheet in ASCII, whatever the page's own encoding: other characters by CSS's escapes, no tag that would end it."""
    text = sheet.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("</", "<\\/")
    return b"".join(char.encode() if char < "\x80" else b"\\%x " % ord(char) for char in text)
