"""Words beside a number that say how exact it is: 近3万, 60余件, 不少于4次."""

from __future__ import annotations

import re
from functools import cache

from parsers.numbers.words import any_word
from parsers.records import Qualifier
from parsers.text.expressions import compile_expression, expression

_LONGEST_QUALIFIER = 4
_QUALIFIER_BEFORE: dict[str, Qualifier] = {
    "近": "about", "将近": "about", "接近": "about", "约": "about", "大约": "about", "约有": "about", "大约有": "about", "大概": "about",
    "超": "over", "超过": "over", "逾": "over",
    "不低于": "at_least", "不少于": "at_least", "不下": "at_least", "至少": "at_least", "最少": "at_least",
    "不超过": "at_most", "不高于": "at_most", "不多于": "at_most", "不足": "at_most", "不到": "at_most", "最多": "at_most", "至多": "at_most",
}  # fmt: skip
_QUALIFIER_ENDS = frozenset(word[-1] for word in _QUALIFIER_BEFORE)
_QUALIFIER_AFTER: dict[str, Qualifier] = {
    "余": "over", "多": "over", "几": "over", "以上": "over", "及以上": "over", "+": "over",
    "左右": "about", "上下": "about",
    "以内": "at_most", "之内": "at_most", "内": "at_most", "以下": "at_most",
}  # fmt: skip
OVER = r"(?P<over>余|多|几(?!次|个))?"
# (设立5个内设机构 says no bound)
AFTER = r"(?P<after>及?以上|以下|之?以?内(?!部|容|外|设)|左右|上下|余(?!下|地|额))?"

# 县政府每年至少安排4次, 编制不低于全部人员编制的80%: the bound stands earlier in the clause.
_BOUND_EARLIER = expression(r"(?P<bound>至少|不少于|不低于|不超过|不多于|不高于)[^,;。、\n\d]{1,16}$")


@cache
def _before() -> re.Pattern[str]:
    words = "|".join(sorted(_QUALIFIER_BEFORE, key=len, reverse=True))
    return compile_expression(rf"(?:{words})\Z")


@cache
def _part_of_word() -> re.Pattern[str]:
    """节约3万元, 签约12家, 附近3个, 存在的不足 12: the same characters as a qualifier, but part of another word."""
    return compile_expression(rf"(?:{any_word('qualifier_within')})\Z")


def find_qualifier(folded: str, at: int, floor: int) -> tuple[int, str] | None:
    """Where the qualifier that ends before the number at `at` begins, and which it is; it begins at `floor` at the earliest."""
    end = at
    # (a tab stands between two cells: 存在的不足\t12 is a line of contents)
    while end > floor and folded[end - 1] in " \n":
        end -= 1
    if end <= floor or folded[end - 1] not in _QUALIFIER_ENDS:
        return None
    match = _before().search(folded, max(floor, end - _LONGEST_QUALIFIER), end)
    if match is None or _part_of_word().search(folded, max(0, end - _LONGEST_QUALIFIER), end):
        return None
    return match.start(), match[0]


def qualify(parts: dict[str, str | None], folded: str, start: int, qualifier: str | None) -> Qualifier:
    """How exact a number is: by the word before it, by the marks that its expression found (`parts`), or by a bound earlier in its clause."""
    if qualifier:
        return _QUALIFIER_BEFORE[qualifier]
    if parts.get("over"):
        return "over"
    if word := parts.get("after"):
        return _QUALIFIER_AFTER[word]
    earlier = folded[max(0, start - 24) : start]
    if ("不" in earlier or "至少" in earlier) and (bound := _BOUND_EARLIER.search(earlier)):
        return _QUALIFIER_BEFORE[bound["bound"]]
    return "exact"
