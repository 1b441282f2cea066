"""The style sheets of a page that are at hand in it: `<style>`, and links that hold their sheet themselves (data:text/css,…)."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree

from parsers.shown.media import holds_on_screen
from parsers.shown.tree import join_texts
from parsers.text.expressions import expression

_DATA = expression(r"\s*data:text/css(?P<said>[^,]{0,100}),", re.I)
_LONGEST = 1024 * 1024


def list_sheets(root: etree._Element) -> list[str]:
    """The sheets that hold for the screen, in the order of the page."""
    sheets = []
    for element in root.iter("style", "link"):
        if not holds_on_screen(element.get("media", "")):
            continue
        sheet = join_texts(element) if element.tag == "style" else _read_link(element)
        if sheet:
            sheets.append(sheet)
    return sheets


def _read_link(link: etree._Element) -> str:
    relation, href = link.get("rel", "").lower(), link.get("href", "")
    data = _DATA.match(href[:200])
    if data is None or "stylesheet" not in relation or "alternate" in relation or len(href) > _LONGEST:
        return ""
    rest = href[data.end() :]
    try:
        body = base64.b64decode(unquote(rest)) if "base64" in data["said"].lower() else unquote_to_bytes(rest)
    except (binascii.Error, ValueError):
        return ""
    return body.decode("utf-8", "replace")
