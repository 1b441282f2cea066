"""The counters that a browser writes before the items of `<ol>`: text to the reader, nothing in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from parsers.shown.style_rules import Declarations, read_declarations
from parsers.shown.tree import join_texts
from parsers.text.expressions import expression

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_CHINESE = frozenset(
    ("cjk-ideographic", "simp-chinese-informal", "simp-chinese-formal", "trad-chinese-informal", "trad-chinese-formal",
     "cjk-decimal", "japanese-informal")
)  # fmt: skip
_DIGITS = "〇一二三四五六七八九"
_NUMBERED = expression(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?\d{1,3}[)）、.．]|第[一二三四五六七八九十\d]{1,3}|[一二三四五六七八九十]是|[①-⑳•·●])"
)
_WORD = expression(r"[\w-]+")
_QUOTED = expression(r"([\"'])(.*?)\1")
# @counter-style kh { system: extends simp-chinese-informal; prefix: "（"; suffix: "）" }
_OWN_STYLE = expression(r"@counter-style\s+([\w-]+)\s*\{([^{}]{0,2000})\}")
_EXTENDS = expression(r"system\s*:\s*extends\s+([\w-]+)")
_MARK = expression(r"\b(prefix|suffix|symbols)\s*:\s*([^;}]+)")
_ESCAPED = expression(r"\\([0-9a-fA-F]{1,6})\s?")
_MOST_ITEMS = 300


def write_counters(root: etree._Element, styles: Mapping[etree._Element, Declarations]) -> None:
    """Put its counter before the words of each item of an ordered list: 一、 1. a.

    Not where the list shows none (`list-style: none`), the items bear numbers of their own, or they are links: a menu's.
    """
    own_styles = _read_own_styles(root)
    _write_strings(styles)
    for ordered in root.iter("ol"):
        items = [item for item in ordered if item.tag == "li"]
        if not items or len(items) > _MOST_ITEMS or ordered.find(".//nav") is not None:
            continue
        style = _read_style(ordered, styles)
        if style == "none" or _is_menu(items) or any(_NUMBERED.match(join_texts(item)) for item in items):
            continue
        step = -1 if ordered.get("reversed") is not None else 1
        number = _read_number(ordered.get("start"), len(items) if step < 0 else 1)
        for item in items:
            number = _read_number(item.get("value"), number)
            own = _read_style(item, styles, style)
            counter = own_styles[own].format(number) if own in own_styles else format_counter(number, own)
            if counter and join_texts(item).strip():
                put_before(item, counter)
            number += step


def _write_strings(styles: Mapping[etree._Element, Declarations]) -> None:
    """Put before its item what `list-style-type: "一、"` says, where it is a number; a bullet says nothing."""
    for item, said in styles.items():
        written = _QUOTED.fullmatch(said.get("list-style-type", "").strip()) if item.tag == "li" else None
        if written is not None and _NUMBERED.fullmatch(written[2]) and not _NUMBERED.match(join_texts(item)):
            put_before(item, written[2].strip())


class _OwnStyle(NamedTuple):
    """A style of counters that a page defines itself."""

    base: str
    prefix: str
    suffix: str | None
    symbols: list[str]

    def format(self, number: int) -> str:
        """As `format_counter`."""
        if self.symbols:
            written = self.symbols[number - 1] if 0 < number <= len(self.symbols) else str(number)
        else:
            written = format_counter(number, self.base).rstrip("、. ")
        return f"{self.prefix}{written}{'. ' if self.suffix is None else self.suffix}"


def _read_own_styles(root: etree._Element) -> dict[str, _OwnStyle]:
    found: dict[str, _OwnStyle] = {}
    for sheet in root.iter("style"):
        text = join_texts(sheet)
        if "@counter-style" not in text:
            continue
        for name, body in _OWN_STYLE.findall(text):
            said = {
                kind: [_unescape(word[1]) for word in _QUOTED.findall(value)] or value.split()
                for kind, value in _MARK.findall(body)
            }
            extends = _EXTENDS.search(body)
            prefix, suffix = "".join(said.get("prefix", [])), said.get("suffix")
            symbols = [] if extends else said.get("symbols", [])
            found[name] = _OwnStyle(
                extends[1] if extends else "decimal", prefix, None if suffix is None else "".join(suffix), symbols
            )
    return found


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if int(match[1], 16) < 0x110000 else "", text)


def _read_style(
    element: etree._Element, styles: Mapping[etree._Element, Declarations], inherited: str = "decimal"
) -> str:
    said = dict(styles.get(element, {}))
    if not said and "list-style" in element.get("style", "").lower():
        said = read_declarations(element.get("style", ""))[0]
    written = said.get("list-style-type", "")
    if _QUOTED.search(written):
        # list-style-type: "◆ "
        return "none"
    words: list[str] = _WORD.findall(written)
    kinds = [word for word in words if word not in ("inside", "outside", "url", "inherit", "initial", "important")]
    if kinds:
        return kinds[0]
    return _TYPES.get(element.get("type", ""), inherited)


def _is_menu(items: list[etree._Element]) -> bool:
    """Whether most items are nothing but a link: a menu or a list of pages."""
    linked = sum(
        bool(links := list(item.iter("a")))
        and sum(map(len, map(join_texts, links))) * 5 > len(join_texts(item).strip()) * 3
        for item in items
    )
    return linked * 2 > len(items)


def _read_number(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"\s*-?\d{1,6}\s*", written) else otherwise


def format_counter(number: int, style: str) -> str:
    """A counter as browsers write it, with the mark that parts it from the words: 1. · 十二、 · b. · iv.; empty for a bullet."""
    if style in _CHINESE:
        if style == "cjk-decimal":
            return "".join(_DIGITS[int(digit)] for digit in str(abs(number))) + "、"
        return _spell(number) + "、" if 0 < number < 100 else f"{number}、"
    if style.endswith(("alpha", "latin")) and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return (letter.upper() if style.startswith("upper") else letter) + ". "
    if style.endswith("roman") and 0 < number < 40:
        roman = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return (roman.upper() if style.startswith("upper") else roman) + ". "
    if style in ("disc", "circle", "square"):
        return ""
    return f"{number:02d}. " if style == "decimal-leading-zero" else f"{number}. "


def _spell(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


def put_before(item: etree._Element, counter: str) -> None:
    """Before the first words of the item, inside the paragraph that holds them."""
    at = item
    while not (at.text and at.text.strip()) and len(at):
        at = at[0]
    at.text = counter + (at.text or "").lstrip()
