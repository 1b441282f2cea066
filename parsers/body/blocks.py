"""Blocks that hold no article cut out of a tree, and what of the others needs no element made a mark in their text."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from lxml import etree

from parsers.body.containers import PARAGRAPHS, is_headline, rank_container
from parsers.seed import read_seed
from parsers.shown.tree import list_texts
from parsers.text.expressions import compile_expression, expression

CELL_BREAK = "\ufdd0"
"""Between two cells of a table's row."""
LINE_BREAK = "\ufdd1"
"""Where a `<br>` stood, or a paragraph began or ended."""
LINK_START, LINK_END = "\ufdd2", "\ufdd3"
"""Around the text of a link."""

ROW_START = "\ufdd4"
"""At the head of a row of a table that is the report's own, and no table of the page's labels."""

CUT, OPENED = "fazhi-cut", "fazhi-opened"
"""Elements on their way out: with all that they hold, or their tags alone."""
MOST_WORDS_OF_CHROME = 300
_DEEPEST = 100
_NEVER_ARTICLE = frozenset({"nav", "footer", "dialog", "menu"})
# fmt: off
_LISTS = frozenset((
    "ul", "ol", "dl", "li", "div", "section", "aside", "header", "center", "form", "blockquote", "p", "h2", "h3",
    "article",
))
# fmt: on
# What makes a block part of the article's head, whatever its class is called
_HEAD_FIELD = expression(r"来\s*源|时\s*间|日\s*期|文\s*号|(?:19|20)\d\d\s*[-/.年]")


@cache
def _chrome_blocks() -> re.Pattern[str]:
    names = (re.escape(row["name"]).replace(r"\*", ".*") for row in read_seed("chrome_blocks.csv"))
    return compile_expression("|".join(names), re.I)


def count_characters(text: str | None) -> int:
    """Characters without white space and marks."""
    if not text or text.isspace():
        return 0
    return len("".join(text.split())) - text.count(LINE_BREAK) - text.count(CELL_BREAK) - text.count(ROW_START)


def cut_blocks(root: etree._Element) -> int:
    """Cut out empty elements, lists of links and blocks that are named as chrome; open up what is nested too deep.

    Paragraphs without a telling name and links become marks in the text of the block around them: they say nothing but
    where lines end and what is linked, and to BeautifulSoup they would be nine nodes of ten. Returns how many they were.
    """
    totals: list[list[int]] = []
    opened = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            totals.append([0, 0, 0, 0])
            continue
        within, tail = element.text, element.tail
        text, linked, links, sentences = totals.pop()
        text += count_characters(within)
        if element.tag == "a":
            linked, links, sentences = text, 1, 0
        elif within:
            sentences += within.count("。")
        elif tail and tail.isspace():
            element.tail = tail = None  # the template's line ends between blocks would be nodes too
        if totals:
            above = totals[-1]
            above[0] += text
            above[1] += linked
            above[2] += links
            above[3] += sentences
            if tail:
                above[0] += count_characters(tail)
                above[3] += tail.count("。")
        if element.tag in ("html", "body"):
            continue
        if (
            text == 0
            or (sentences == 0 and _is_link_list(element, text, linked, links))
            or _is_named_chrome(element, text - linked)
        ):
            element.tag = CUT
        elif len(totals) > _DEEPEST or (
            _is_plain_line(element, within)
            and not _is_named(element.tag, element.get("class", ""), element.get("id", ""))
        ):
            opened += len(totals) <= _DEEPEST
            element.text = LINE_BREAK + (within or "")
            element.tail = LINE_BREAK + (tail or "")
            element.tag = OPENED
    for element in root.iter(CUT):
        element.tail = LINE_BREAK + (element.tail or "")
    etree.strip_elements(root, CUT, with_tail=False)
    for link in root.iter("a"):
        link.text = LINK_START + (link.text or "")
        link.tail = LINK_END + (link.tail or "")
        opened += 1
    etree.strip_tags(root, OPENED, "a")
    return opened


def _is_plain_line(element: etree._Element, text: str | None) -> bool:
    """Whether the element is a paragraph, or a block of one line: neither can be what holds an article."""
    if element.tag in PARAGRAPHS:
        return True
    return element.tag != "a" and len(element) == 0 and text is not None and LINE_BREAK not in text and "<" not in text


@lru_cache(maxsize=8192)
def _is_named(tag: str, classes: str, identity: str) -> bool:
    names = tag, tuple(classes.split()), identity
    return is_headline(*names) or rank_container(*names) is not None


def _is_link_list(element: etree._Element, text: int, linked: int, links: int) -> bool:
    """Whether an element without a sentence is a menu or a list of other pages: short links, hardly a word between."""
    return links >= 4 and linked * 5 >= text * 4 and linked < 60 * links and element.tag in _LISTS


def _is_named_chrome(element: etree._Element, words: int) -> bool:
    if words > MOST_WORDS_OF_CHROME:
        return False
    if element.tag in _NEVER_ARTICLE:
        return True
    classes, identity = element.get("class", ""), element.get("id", "")
    if not (classes or identity) or not _is_chrome_named(classes, identity):
        return False
    return _HEAD_FIELD.search("".join(list_texts(element))) is None


# A site's pages repeat the names of its template.
@lru_cache(maxsize=8192)
def _is_chrome_named(classes: str, identity: str) -> bool:
    return any(_chrome_blocks().fullmatch(name) for name in (identity, *classes.split()) if name)
