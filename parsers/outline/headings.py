"""The markers that number a report's headings, and whether a marker at a place really opens one.

Official documents number in four steps, 一、 (一) 1. (1) (党政机关公文格式, GB/T 9704-2012, 7.3.3). Sites change the
characters (（一） ㈠ 1． １、 ①), so each way of writing is a row of `MARKER_RULES`. All functions here want text that
`fold_width` has folded.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from parsers.text.expressions import expression
from parsers.text.numerals import read_chinese_numeral

NUMERAL = "[一二三四五六七八九十百]"


class MarkerRule(NamedTuple):
    """One way of writing a heading's number; `pattern` holds one group, the number."""

    name: str
    level: int
    pattern: str
    example: str


MARKER_RULES = (
    MarkerRule("numeral_bracket", 2, rf"[(\[【] ?({NUMERAL}{{1,4}}) ?[)\]】][、.]?", "（一）强化组织领导"),
    MarkerRule("numeral_enclosed", 2, r"([㈠-㈩])[、.]?", "㈠强化组织领导"),
    MarkerRule("numeral_half_bracket", 2, rf"({NUMERAL}{{1,3}})\)", "一）强化组织领导"),
    MarkerRule("numeral", 1, rf"({NUMERAL}{{1,4}}) ?[、,.]", "一、主要举措和成效"),
    MarkerRule("digit_bracket", 4, r"\( ?(\d{1,2}) ?\)[、.]?", "（1）规范办理流程"),
    MarkerRule("digit_enclosed", 4, r"([①-⑳⑴-⒇❶-❿])[、.]?", "①规范办理流程"),
    MarkerRule("digit_half_bracket", 4, r"(\d{1,2})\)", "1）规范办理流程"),
    MarkerRule("digit_stop", 3, r"([⒈-⒛])", "⒈深化审批制度改革"),
    MarkerRule("digit", 3, r"(\d{1,2}) ?[、,.﹒]", "1．深化审批制度改革"),
)
"""Tried in this order at the start of a paragraph."""

LOST_NUMBER_RULES = (
    MarkerRule("lost_bracket", 2, r"(\( {0,3}\))", "（ ）强化组织领导"),
    MarkerRule("lost_numeral", 1, r"(、)(?! )", "、主要举措和成效"),
    MarkerRule("lost_digit", 3, r"(\.)(?=[\u4e00-\u9fff])", ".深化审批制度改革"),
)
"""A bracket or stop whose number the page lost."""

_RULES = {rule.name: rule for rule in (*MARKER_RULES, *LOST_NUMBER_RULES)}
_MARKER = expression("|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in MARKER_RULES))
_LOST = expression("|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in LOST_NUMBER_RULES))

# Bullets that a list leaves before the number: `·（一）强化组织领导`.
_LEAD = expression(r"[\s·•●■◆◇▪★☆*]*")

# What follows a digit and its stop when the two are a number, a date or a name and no heading's number:
# `1.4亿元`, `2.5%`, `1、2号楼`, `12.4宪法日`, `5.1万人次`.
_YEAR = expression(r"(?:19|20)\d\d(?:年|-|以来)")
_DIGITS = expression(r"\d+")
_COUNTED = expression(r"[.,]\d|[%‰余多万亿千百个件人名次场条项份家起宗户元号日月年级类期批楼室]")

# `一、二、三级医院`, `三、四季度`, `二、三产业`: neighbours of a list, other than `二、三项制度全面落地`.
_LISTED_NUMERAL = expression(f"({NUMERAL}+)(?:[、,级类产线期批审手号环层楼等]|季度)")

# `（一）至（三）项`, `（二）款`: a reference to an article's parts.
_REFERENCE = expression(r"[、和及或与至到]?\s*\(|[项款目](?:[规至、和的,。]|$)|至")


class Marker(NamedTuple):
    """A heading's number where it stands: `[start, end)` is the number with its brackets, the words follow."""

    rule: str
    level: int
    ordinal: int | None
    """None where the number was lost."""
    start: int
    end: int


def find_marker(folded: str, start: int, end: int, expected: int | None = None) -> Marker | None:
    """The marker that the paragraph `folded[start:end]` opens with, or None.

    `expected` is the number that the next heading of the third step would have: it decides where digits follow
    (`3.24小时值班`).
    """
    begin = skip_lead(folded, start, end)
    marker = match_marker(folded, begin, end, expected)
    if marker is None and (match := _LOST.match(folded, begin, end)) and match.lastgroup:
        return Marker(match.lastgroup, _RULES[match.lastgroup].level, None, begin, match.end())
    return marker


def match_marker(folded: str, begin: int, end: int, expected: int | None = None) -> Marker | None:
    """The numbered marker right at `begin`, or None where the characters there are no heading's number."""
    match = _MARKER.match(folded, begin, end)
    if match is None or match.lastgroup is None:
        return None
    rule = _RULES[match.lastgroup]
    ordinal = _read_ordinal(match.group(match.re.groupindex[rule.name] + 1))
    if ordinal is None:
        return None
    after = skip_lead(folded, match.end(), end)
    rest = folded[after : min(after + 12, end)]
    if rule.name in ("digit", "digit_bracket", "digit_half_bracket"):
        refused = _is_number(rest, ordinal, expected)
    elif rule.level == 1:
        neighbour = _LISTED_NUMERAL.match(rest)
        refused = neighbour is not None and _read_ordinal(neighbour[1]) == ordinal + 1
    else:
        refused = rule.level == 2 and _REFERENCE.match(rest) is not None
    return None if refused else Marker(rule.name, rule.level, ordinal, begin, match.end())


def skip_lead(folded: str, start: int, end: int) -> int:
    """Where the first character stands that is neither white space nor a bullet."""
    match = _LEAD.match(folded, start, end)
    return match.end() if match else start


@lru_cache(maxsize=1024)
def _read_ordinal(number: str) -> int | None:
    """`十二` is 12, `3` is 3, `㈢` is 3, `⒉` is 2; 0 and numerals that are none (`十百`) are None."""
    plain = unicodedata.normalize("NFKC", number).strip("().")
    value = int(plain) if plain.isdigit() else read_chinese_numeral(plain)
    return int(value) if value else None


def _is_number(rest: str, ordinal: int, expected: int | None) -> bool:
    digits = _DIGITS.match(rest)
    if digits is None or _YEAR.match(rest):
        return False
    after = rest[digits.end() :]
    if after[:1] in ("G", "+"):  # `1.5G基站`, `2.1+6+1改革`
        return False
    return bool(_COUNTED.match(after)) or (len(digits[0]) < 3 and ordinal != expected)
