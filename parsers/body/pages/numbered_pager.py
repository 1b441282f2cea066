"""A pager of nothing but numbers, 页面：1 2 3: the pages of this report, where it says so and each number leads to the page of that number."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree

from parsers.body.tree import read_tree
from parsers.shown.tree import is_longer, squeeze_texts
from parsers.text.expressions import expression

# (each by itself: what begins with characters of its own is searched ten times as fast as a choice of such)
_HINTS = tuple(
    map(
        expression,
        (
            r"pag(?:e-links|enavi|ination|e-numbers(?<=post-page-numbers)|e(?<=aria-current=page)|e(?<=aria-current=[\"']page))",
            r"页(?:[码面]|(?<=分页))\s{0,3}[:：]",
            r"Pages?\s{0,3}[:：]",
            r">\s{0,9}[\[【(（]?2[\])】）]?\s{0,9}</a",
            r"<option[^<>]{0,200}>\s{0,9}(?:第\s?2\s?页|2\s?/\s?\d)",
        ),
    )
)
"""One of these stands on every page with such a pager, and on few others."""
_NUMBER = r"[\[【(（]?\d{1,2}[\])】）]?"
_PAGER = expression(
    rf"(?P<told>(?:本文|文章|正文|报告)?(?:分页|页[码面]?|Pages?)[:：])?(?P<numbers>{_NUMBER}(?:[|·,/]?{_NUMBER}){{0,29}})"
)
_CHOICE = expression(r"第?(?P<number>\d{1,2})(?:页|/\d{1,2}页?)")
_NAMED = expression(r"page|pagin|fenye", re.I)
_COMMENTS = expression(r"comment|pinglun|reply|list|archive", re.I)
_LONGEST = 120
_MOST_LINKS = 30
# /fzzf/2023-report/2/, /fzzf/t2023_2.html
_PATH = expression(r"(?P<stem>.*?)[/_-](?P<number>\d{1,2})/?(?:\.(?:s?html?|jsp|aspx?|php))?")
_ENDING = expression(r"/?(?:\.(?:s?html?|jsp|aspx?|php))?\Z")
# /category/fzzf/page/2/, /fzzf/index_2.html: pages of a list
_OF_LIST = expression(r"/(?:page|comment-page|index|list|default|node)\Z", re.I)
_KEYS = frozenset({"page", "pageno", "pagenum", "pagenumber", "pageindex", "curpage", "currentpage", "p", "pn"})


def find_numbered_pages(text: str, url: str) -> tuple[int, list[str]] | None:
    """How many pages the report has and the addresses of the others as they are written; None for a page without such a pager.

    Numbers alone are the pages of anything: this one is told by its words or its names, and leads from 1 on without a gap.
    """
    if not any(hint.search(text) for hint in _HINTS):
        return None
    tree = read_tree(text)
    if tree is None:
        return None
    saved = urlsplit(url).scheme == "file"
    for holder in tree.iter("nav", "div", "p", "ul", "ol"):
        links = holder.findall(".//a")
        # (where the page's own address is known, each number must lead to a page of it, and that is telling enough)
        if 0 < len(links) < _MOST_LINKS and is_numbered_pager(holder, unnamed=not saved):
            found = _read_pager(holder, links, url)
            if found is not None:
                return found
    return next(filter(None, (_read_select(select, url) for select in tree.iter("select"))), None)


def _read_select(select: etree._Element, url: str) -> tuple[int, list[str]] | None:
    """The pages that a list of choices turns to: 第1页, 第2页; 1/3, 2/3, 3/3. Their addresses only where it holds them."""
    shown = [_CHOICE.fullmatch(squeeze_texts(option)) for option in select.iter("option")]
    if not 1 < len(shown) <= _MOST_LINKS or _is_of_comments(select):
        return None
    if [int(one["number"]) if one else 0 for one in shown] != list(range(1, len(shown) + 1)):
        return None
    values = [(option.get("value") or "").strip() for option in select.iter("option")]
    stems = {_find_stem(urljoin(url, value), number) for number, value in enumerate(values, start=1)}
    whole = None not in stems and len(stems) == 1 and all("." in value or "/" in value for value in values)
    return len(shown), values[1:] if whole else []


def is_numbered_pager(holder: etree._Element, *, unnamed: bool = False) -> bool:
    """Whether an element holds page numbers alone and says that it does: by a word before them, or by its name."""
    shown = None if is_longer(holder, _LONGEST) else _PAGER.fullmatch(squeeze_texts(holder))
    return shown is not None and (bool(shown["told"]) or _is_named(holder) or (unnamed and not _is_of_comments(holder)))


def _is_named(holder: etree._Element) -> bool:
    """Whether the element calls itself a pager, and not that of comments or of a list."""
    within = any(child.get("aria-current") == "page" for child in holder.iter())
    return bool(_NAMED.search(_spell_names(holder)) or within) and not _is_of_comments(holder)


def _is_of_comments(holder: etree._Element) -> bool:
    return bool(_COMMENTS.search(_spell_names(holder)))


def _spell_names(holder: etree._Element) -> str:
    return f"{holder.get('class', '')} {holder.get('id', '')}"


def _read_pager(holder: etree._Element, links: list[etree._Element], url: str) -> tuple[int, list[str]] | None:
    numbers = [int(number) for number in re.findall(r"\d{1,2}", " ".join(map(str, holder.itertext())))]
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < 2:
        return None
    others: list[str] = []
    stems: set[str | None] = set()
    for link in links:
        shown, href = re.search(r"\d{1,2}", squeeze_texts(link)), (link.get("href") or "").strip()
        if shown is not None and href and not href.startswith(("#", "javascript:")):
            stems.add(_find_stem(urljoin(url, href), int(shown[0])))
            others.append(href)
    # (one number is that of the page at hand, whether it is a link or not)
    if len(stems) != 1 or not len(numbers) - 1 <= len(others) <= len(numbers):
        return None
    stem = stems.pop()
    own = urlsplit(url)
    turned = _PATH.fullmatch(own.path)
    here = {_find_stem(url, 1), f"{turned['stem']}?{own.query}" if turned else None}
    return (len(numbers), others) if stem is not None and (own.scheme == "file" or stem in here) else None


def _find_stem(address: str, number: int) -> str | None:
    """What the pages of one report share of their addresses; None where the number that leads there is not in it."""
    parts = urlsplit(address)
    asked = parse_qsl(parts.query)
    turned = [value for key, value in asked if key.lower() in _KEYS and value.isdecimal()]
    rest = "&".join(f"{key}={value}" for key, value in asked if key.lower() not in _KEYS)
    if turned:
        return f"{_ENDING.sub('', parts.path)}?{rest}" if int(turned[0][:4]) in (number, number - 1) else None
    path = _PATH.fullmatch(parts.path)
    if path is not None and int(path["number"]) in (number, number - 1):
        return None if _OF_LIST.search(path["stem"]) else f"{path['stem']}?{rest}"
    # the first page may have none
    return f"{_ENDING.sub('', parts.path)}?{rest}" if number == 1 else None
