"""Run-in items: 一是…二是…三是, 第一，…第二，…, 首先，…其次，… wherever they stand in a paragraph."""

from __future__ import annotations

import re

from parsers.outline.headings import NUMERAL
from parsers.outline.sequences import Mark, group_marks
from parsers.text.expressions import expression
from parsers.text.numerals import read_chinese_numeral

# `一要加强领导`, but 一要素 and 第一要务 are words.
_ITEM = expression(
    rf"(?=[其第首再最{NUMERAL[1:-1]}])"  # asked first: few characters can begin one
    rf"(?:(?P<is>其?(?P<is_number>{NUMERAL}{{1,3}})(?P<verb>是|要(?![求素点件务义闻害])))"
    rf"|(?P<ordinal>[第其](?P<ordinal_number>{NUMERAL}{{1,3}})(?=[,:]))"
    r"|(?P<order>首先|其次|再次|最后)(?=[,:是]))"
)
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}

# 第二是, 之一是, 这一是; 统一是, 唯一是, 万一是, 周一是, 附件一是: the numeral belongs to the word before it.
_JOINED = frozenset("第之这那其")
_JOINED_ONE = frozenset("统唯同单专万不初每逐划归合期周任何某另表件案附图进")


def find_items(folded: str, start: int, end: int) -> list[Mark]:
    """The run-in items of `folded[start:end]`, the text between two headings, in text order.

    A mark counts only in a run (`parsers.outline.sequences`): a lone 一是 is no item.
    """
    marks = []
    for match in _ITEM.finditer(folded, start, end):
        before = _character_before(folded, match.start(), start)
        mark = _read_mark(match, before)
        # `一是一、二是二` is a saying.
        if mark is None or folded.startswith(match["is_number"] or "\0", match.end()):
            continue
        if before in _JOINED or (mark.ordinal == 1 and before in _JOINED_ONE):
            continue
        # Pages lose the stop before an item (`…肯定性批示二是强化法治意识`); only 是 is telling enough without one.
        if mark.is_separated or mark.kind == "是":
            marks.append(mark)
    return sorted((mark for group in group_marks(marks) for mark in group), key=lambda mark: mark.start)


def _read_mark(match: re.Match[str], before: str) -> Mark | None:
    if match["order"]:
        return Mark("order", _ORDER[match["order"]], match.start(), match.end(), before)
    number = read_chinese_numeral(match["is_number"] or match["ordinal_number"])
    if not number:
        return None
    return Mark(match["verb"] or "ordinal", int(number), match.start(), match.end(), before)


def _character_before(folded: str, position: int, start: int) -> str:
    """The character before `position`, empty at the start of a paragraph; `start` is where a heading's words begin."""
    before = position
    while before > start and folded[before - 1] == " ":
        before -= 1
    if before <= start or folded[before - 1] == "\n":
        return ""
    return folded[before - 1] if before == position else " "
