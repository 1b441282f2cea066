"""Marks of notes (62<sup>1</sup>件, 45<sup>[2]</sup>件, 62①件): they stand at a number and are no part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from parsers.shown.tree import join_texts, squeeze_texts
from parsers.text.expressions import expression

_MARK = expression(
    r"[\s\[【〔［(（{<〈^]*(?:注释?|脚注|备注|note)?\s*[:：]?\s*"
    r"(?:\d{1,3}(?:\s*[,，、~～–—-]\s*\d{1,3})*|[①-⑳⑴-⒇❶-❿㈠-㈩]+|[*＊※†‡#＃▲△☆★]+|[a-zA-Z]|[一二三四五六七八九十]{1,2})?"
    r"[\s\]】〕］)）}>〉]*",
    re.I,
)
_TARGET = expression(
    r"#_?(?:ftn|edn|fn|en|foot\w*|note\w*|endnote\w*|zhu\w*|ref|cite\w*)(?:ref)?[-_:.]{0,2}\w{0,8}", re.I
)
_NOTED = expression(r"\bdoc-noteref\b|\bnoteref\b|\b(?:foot|end)note-(?:ref|anchor)\b")
_LINK_MARK = expression(r"[\[【〔［(（]?\s*(?:注\s*)?(?:\d{1,3}|[ivx]{1,5}|[a-z])\s*[\]】〕］)）]?|[①-⑳]", re.I)
# m<sup>2</sup>, km<sup>2</sup>, 米<sup>3</sup>, 10<sup>4</sup>: powers
_POWER_OF_UNIT = expression(r"(?:[a-zA-Zμ㎞㎡]|(?<![一-龥])米|千米|公里|厘米)$")
_POWER_OF_TEN = expression(r"[×xX*·]\s*10$")
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
# 62①件, 62¹件, 62②，: the characters that are raised by themselves; 62[1]件, 62（注1）件, 62[注]件
_TYPED = expression(
    # (the mark's first character before all else: an expression that begins with a single class is searched ten times as fast)
    r"[¹²³⁰⁴-⁹⁽①-⑳⑴-⒇❶-❿➀-➉㊀-㊉ⓐ-ⓩᵃ-ᵛ*＊※†‡\[〔【［﹝（(](?<=\d.)(?<![×xX*·]10[¹²³⁰⁴-⁹])(?<![×xX*·]\s10[¹²³⁰⁴-⁹])(?:(?<=[\[〔【［﹝])(?:注释?\s?)?\d{1,2}[\]〕】］﹞]|(?<=[\[〔【［﹝（(])注释?\s?\d{0,2}[\]〕】］﹞）)]"
    r"|(?<=⁽)[¹²³⁰⁴-⁹]{1,2}⁾|(?<![\[〔【［﹝⁽（(])[¹²³⁰⁴-⁹①-⑳⑴-⒇]?)"
    r"(?=[件人次个项起份名家场期部条宗户处所万亿元余%％，。；、,;）)])"
)
# One of them stands wherever there are typed marks at all: several of a kind begin with the first
_MARKED = expression(
    r"[①②③¹²³⁰⁴⁵⁶⁷⁸⁹⁽⑴⑵❶❷➀➁㊀㊁ⓐᵃ※†‡＊\[〔【［﹝（(*](?:(?<![\[〔【［﹝（(*])|(?<=[\[〔【［﹝])(?:1[\]〕】］﹞]|注)|(?<=[（(])注|(?<=\*)[人件个名次%，])"
)
# 62<span>①</span>件: the mark in an element of its own, which says nothing but that it is one
_WRAPPED = expression(
    # (its first character before what stands before that, as above)
    r"<(?<=\d<)(?:span|a|font|em|i|b|u|strong|small)(?:\s[^<>]{0,300})?>(?:<(?:span|a|font|em|i|b|u|strong|small)(?:\s[^<>]{0,300})?>)*"
    r"([①-⑳⑴-⒇❶-❿㊀-㊉ⓐ-ⓩ※†‡＊]|[\[〔【［﹝（(]注释?\s?\d{0,2}[\]〕】］﹞）)]|[\[〔［﹝]\d{1,2}[\]〕］﹞])"
    r"((?:</(?:span|a|font|em|i|b|u|strong|small)\s{0,3}>)+)(?=[件人次个项起份名家场期部条宗户处所万亿元余%％，。；、,;）)])"
)
_OPENS_LINE = frozenset(
    {"p", "div", "li", "td", "th", "tr", "table", "body", "section", "dd", "dt", "h1", "h2", "h3", "h4"}
)
CUT = "fazhi-note"


def cut_note_marks(root: etree._Element, raised: Sequence[etree._Element]) -> None:
    """Take the marks of notes out of the tree: `<sup>`, what the page's rules raise, links to notes, ① between number and unit.

    A power (m<sup>2</sup>) stays; that of ten becomes ⁴, so that 10<sup>4</sup> is no 104. A mark at the head of its line
    is the note's own number and stays.
    """
    for element in [*root.iter("sup"), *raised]:
        _judge_raised(element)
    for link in root.iter("a"):
        if _leads_to_note(link) and _LINK_MARK.fullmatch(join_texts(link)) and _find_before(link):
            link.tag = CUT
    etree.strip_elements(root, CUT, with_tail=False)


def _leads_to_note(link: etree._Element) -> bool:
    """Whether a link is to a note: by where it leads, or by what it calls itself."""
    target = link.get("href") or ""
    if not target.startswith("#"):
        return False
    said = " ".join(link.get(name, "") for name in ("role", "epub:type", "class"))
    return bool(_TARGET.fullmatch(target)) or bool(said.strip() and _NOTED.search(said))


def drop_typed_marks(html: str) -> str:
    """`html` without note marks typed between a number and what follows it (62①件)."""
    if _MARKED.search(html) is None:
        return html
    return _TYPED.sub("", _WRAPPED.sub("", html))


def _judge_raised(element: etree._Element) -> None:
    text = squeeze_texts(element)
    if not text or not _MARK.fullmatch(text):
        return
    before = _find_before(element)
    if not before:
        return
    if _POWER_OF_TEN.search(before):
        for inner in list(element):
            element.remove(inner)
        element.text = text.translate(_SUPERSCRIPTS)
    elif not (text in ("2", "3", "-1", "-2", "-3") and _POWER_OF_UNIT.search(before)):
        element.tag = CUT


def _find_before(element: etree._Element) -> str:
    """The text that stands before an element on its line, as much of it as the nearest node has; empty at a line's head."""
    at: etree._Element | None = element
    while at is not None and at.tag not in _OPENS_LINE:
        for sibling in at.itersiblings(preceding=True):
            if _is_text(sibling.tail):
                return (sibling.tail or "").rstrip()
            if sibling.tag in _OPENS_LINE or sibling.tag in ("br", "hr"):
                return ""
            if text := join_texts(sibling).rstrip():
                return text
        parent = at.getparent()
        if parent is not None and _is_text(parent.text):
            return (parent.text or "").rstrip()
        at = parent
    return ""


def _is_text(text: str | None) -> bool:
    return bool(text and not text.isspace())
