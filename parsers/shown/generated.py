"""Numbers that style rules write before headings (`content: counter(part, cjk-ideographic) "、"`): text to the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import tinycss2
from cssselect import HTMLTranslator, SelectorError, parse
from lxml import etree

from parsers.shown.counters import format_counter, put_before
from parsers.shown.style_rules import LONGEST_SHEET, drop_comments, is_too_deep, keep_blocks
from parsers.shown.tree import compile_path
from parsers.text.expressions import expression

_NUMBER = r"[（(第]?[一二三四五六七八九十\d]{1,3}[章节部）)、.．]{1,2}"
_TELLING = expression(rf"content\s{{0,5}}:\s{{0,5}}[\"']{_NUMBER}|counters?\(|content\s{{0,5}}:[^;}}]{{0,60}}attr\(")
# Only numbers are written out: an icon of a font (\\e601), a bullet, a quotation mark says nothing.
_WRITTEN = expression(rf"\s*(?:{_NUMBER}|[一二三四五六七八九十\d]{{1,3}})\s*")
_BEARS = expression("counter|content")
_COUNTER = expression(r"([\w-]+)(?:\s+(-?\d+))?")
_MOST = 2000


@dataclass(frozen=True, slots=True)
class _Rule:
    path: str
    reset: str
    increment: str
    set: str
    content: tuple[object, ...]
    """Tokens of what stands before the element; empty for a rule that only counts."""


def write_generated(root: etree._Element, sheets: Iterable[str]) -> None:
    """Write before each element what the page's own rules show before it: numbers counted in the order of the page, and words with numbers."""
    rules = [rule for sheet in sheets if _TELLING.search(sheet.lower()) for rule in _read_rules(sheet)]
    if not any(rule.content for rule in rules):
        return
    by_element: dict[etree._Element, list[_Rule]] = {}
    for rule in rules:
        for element in compile_path(rule.path)(root):
            by_element.setdefault(element, []).append(rule)
    if len(by_element) > _MOST:
        return
    counts: dict[str, int] = {}
    for element in root.iter():
        if element.tag == "li":
            counts["list-item"] = _count_item(element)
        for rule in by_element.get(element, ()):
            counts.update({name: int(value or 0) for name, value in _COUNTER.findall(rule.reset)})
            for name, step in _COUNTER.findall(rule.increment):
                counts[name] = counts.get(name, 0) + int(step or 1)
            counts.update({name: int(value or 0) for name, value in _COUNTER.findall(rule.set)})
        content = next((rule.content for rule in reversed(by_element.get(element, ())) if rule.content), ())
        if content and _WRITTEN.fullmatch(written := _write(content, counts, element)):
            put_before(element, written)


def _count_item(item: etree._Element) -> int:
    """The number that a browser counts for an item of a list by itself."""
    number = 0
    for one in (item, *item.itersiblings("li", preceding=True)):
        if re.fullmatch(r"-?\d{1,6}", value := one.get("value", "")):
            return int(value) + number
        number += 1
    parent = item.getparent()
    start = parent.get("start", "") if parent is not None else ""
    return number + (int(start) - 1 if re.fullmatch(r"-?\d{1,6}", start) else 0)


def _write(content: Iterable[object], counts: dict[str, int], element: etree._Element) -> str:
    written = ""
    for token in content:
        if isinstance(token, tinycss2.ast.StringToken):
            written += token.value
        elif isinstance(token, tinycss2.ast.FunctionBlock) and token.lower_name in ("counter", "counters"):
            names = [part.value for part in token.arguments if isinstance(part, tinycss2.ast.IdentToken)]
            if names:
                counter = format_counter(counts.get(names[0], 0), names[1] if len(names) > 1 else "decimal")
                written += counter.rstrip("、. ")
        elif isinstance(token, tinycss2.ast.FunctionBlock) and token.lower_name == "attr":
            # <div data-number="一、">: the number stands in an attribute
            names = [part.value for part in token.arguments if isinstance(part, tinycss2.ast.IdentToken)]
            written += element.get(names[0], "") if names else ""
    return written


@lru_cache(maxsize=64)
def _read_rules(sheet: str) -> tuple[_Rule, ...]:
    rules: list[_Rule] = []
    blocks = keep_blocks(drop_comments(sheet[:LONGEST_SHEET]), _BEARS.search)
    if is_too_deep(blocks):
        return ()
    for node in tinycss2.parse_stylesheet(blocks, skip_comments=True, skip_whitespace=True):
        if not isinstance(node, tinycss2.ast.QualifiedRule):
            continue
        said = {
            one.lower_name: one
            for one in tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            if isinstance(one, tinycss2.ast.Declaration)
        }
        reset, increment, fixed = (
            tinycss2.serialize(said[name].value) if name in said else ""
            for name in ("counter-reset", "counter-increment", "counter-set")
        )
        content = tuple(said["content"].value) if "content" in said else ()
        for path, before in _list_paths(tinycss2.serialize(node.prelude)):
            if reset or increment or fixed or (before and content):
                rules.append(_Rule(path, reset, increment, fixed, content if before else ()))
    return tuple(rules)


def _list_paths(selectors: str) -> list[tuple[str, bool]]:
    """The paths of the selectors, and whether each is of what stands before its element; what stands behind is left out."""
    try:
        parsed = parse(selectors)
        return [
            (HTMLTranslator().selector_to_xpath(selector), selector.pseudo_element in ("before", "marker"))
            for selector in parsed
            if selector.pseudo_element in (None, "before", "marker")
        ]
    except SelectorError:
        return []
