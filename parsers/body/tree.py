"""Markup as a tree, within bounds: what a page holds besides its article (links, frames, where it leads on) is read from this."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.body.charset import UnreadablePage
from parsers.text.expressions import expression

LONGEST_MARKUP = 8_000_000
"""Characters, pictures inlined as base64 not counted."""

MOST_TAGS = 400_000

MOST_ATTRIBUTES = 2_000
"""Of one element; libxml2 compares each with all before it, so that 300,000 of them take minutes. The most seen are 40."""

_INLINED_FILE = expression(r"data:[\w.+-]{1,40}/[\w.+-]{1,60};base64,[A-Za-z0-9+/=%\s]+")
# A tag that long holds attributes without end; what stands between quotation marks may hold < and >, and is no tag.
_LONG_TAG = expression(r"<[a-zA-Z][^<>]{8000}")
_HALF_OF_LONG = 4000
"""Wherever so long a tag begins, one stretch of this length, counted from the page's start, lies wholly in it."""
_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands on the page; `shown` is its text of at most 400 characters, else its title attribute."""

    href: str
    shown: str


def read_tree(text: str) -> etree._Element | None:
    """The tree of a page's decoded markup; None where it holds no element (a comment only, nothing at all).

    Raises UnreadablePage (`oversized_page`) for markup beyond the bounds. An XML declaration that names another
    character set is of no account: the text is decoded already.
    """
    if "base64," in text:
        text = _INLINED_FILE.sub("", text)
    if len(text) > LONGEST_MARKUP or text.count("<") > MOST_TAGS:
        raise UnreadablePage(
            "oversized_page",
            f"网页有 {len(text)} 字符、{text.count('<')} 个标记，超过上限。The page is larger than any that lists or holds reports",
        )
    check_attributes(text)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, etree.ParserError):
        return None


def check_attributes(text: str) -> None:
    """Raises UnreadablePage (`oversized_page`) for markup of which one element has attributes without end."""
    stretches = range(0, len(text) - _HALF_OF_LONG, _HALF_OF_LONG)
    if all(text.find("<", start, start + _HALF_OF_LONG) >= 0 for start in stretches):
        return
    for tag in _LONG_TAG.finditer(text):
        end = text.find(">", tag.start())
        if text.count("=", tag.start(), end if end > 0 else len(text)) > MOST_ATTRIBUTES or _count_words(
            text, tag, end
        ):
            raise UnreadablePage(
                "oversized_page", "网页有属性过多的标记，不予解析。An element of the page has attributes without end"
            )


def _count_words(text: str, tag: re.Match[str], end: int) -> bool:
    """Whether a tag has more words than an element has attributes (`<p a b c …>`)."""
    return (
        len(text[tag.start() : end if end > 0 else tag.start() + 200_000].split(None, MOST_ATTRIBUTES + 1))
        > MOST_ATTRIBUTES
    )


def show_text(element: etree._Element) -> str:
    """The first 400 characters that an element shows, white space folded."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext(etree.Element):
        pieces.append(str(piece))
        length += len(piece)
        if length > 4 * _SHOWN:
            break
    return " ".join("".join(pieces).split())[:_SHOWN]


def list_links(text: str) -> Iterator[Link]:
    """The links of a page in their order, anchors within it left out. Raises UnreadablePage as `read_tree` does."""
    tree = read_tree(text)
    if tree is None:
        return
    for element in tree.iter("a"):
        href = (element.get("href") or "").strip()
        if href and not href.startswith("#") and not re.match(r"(?i)javascript:|mailto:|tel:", href):
            shown, title = show_text(element), (element.get("title") or _name_picture(element))[:_SHOWN]
            # An arrow says less than what it is called: > for 下一页
            yield Link(href, shown if any(map(str.isalnum, shown)) else title or shown)


def _name_picture(link: etree._Element) -> str:
    """What the picture says that a link consists of: an arrow with 下一页 as its text."""
    picture = link.find(".//img") if len(link) else None
    return "" if picture is None else picture.get("alt") or picture.get("title") or ""
