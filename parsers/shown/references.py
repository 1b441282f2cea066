"""Character references as a browser decodes them, so that what nobody sees can be dropped whichever way it is written."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5, name2codepoint

from parsers.text.expressions import expression
from parsers.text.invisible import drop_invisible

# &amp;ldquo; and &amp;amp;nbsp;: escaped once by the editor and once more by the system
_ESCAPED_TWICE = expression(r"&amp;(?=(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});)", re.I)
_NUMBERED = expression(r"&#(?:[xX][0-9a-fA-F]{1,8}|[0-9]{1,9});?")
_NAMED = expression(r"&[A-Za-z][A-Za-z0-9]{1,30};")
_SYNTAX = frozenset("<>&\"'")
# Names of HTML 4, which lxml knows; of these some are invisible. A name of HTML 5 (&ZeroWidthSpace; &percnt;) it leaves as text.
_LEFT_TO_LXML = {f"&{name};" for name, code in name2codepoint.items() if drop_invisible(chr(code))}


def decode_references(html: str) -> str:
    """`html` with its invisible characters gone, also those written by number or name (1&#8203;62件, &zwnj;).

    A number of Windows-1252 (&#150;) is the character that browsers show for it; references to `<`, `&` and their like
    stay as they are: decoded they would be markup.
    """
    html = drop_invisible(html)
    for _ in range(3):
        if "&amp;" not in html:
            break
        html = _ESCAPED_TWICE.sub("&", html)
    if "&" not in html:
        return html
    for written in set(_NAMED.findall(html)) - _LEFT_TO_LXML:
        character = html5.get(written[1:])
        if character is not None and not _SYNTAX.intersection(character):
            html = html.replace(written, drop_invisible(character))
    if "&#" in html:
        for written in set(_NUMBERED.findall(html)):
            shown = _decode_number(written)
            if shown != written:
                # &#38 without its semicolon ends before the next digit only
                html = html.replace(written, shown) if written.endswith(";") else _replace_open(html, written, shown)
    return html


def _decode_number(written: str) -> str:
    character = unescape(written)
    if _SYNTAX.intersection(character) or character == "\ufffd":
        return "" if character == "\ufffd" else written
    if character == "\r":
        return "\n"
    return drop_invisible(character)


def _replace_open(html: str, written: str, shown: str) -> str:
    digit = "[0-9a-fA-F;]" if written[2] in "xX" else "[0-9;]"
    return re.sub(rf"{re.escape(written)}(?!{digit})", lambda _: shown, html)
