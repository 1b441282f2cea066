"""Words that say too little by themselves for the name of a figure: seeds/label_words.csv."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from parsers.numbers.words import any_act
from parsers.seed import read_seed
from parsers.text.alternatives import any_of

MOVED = "减少|削减|缩减|精简|压减|压缩|调减|降低|下降|增加|增长|提高|提升|扩大|缩短|压降|缩小|扩展|拓展"
"""What a number did on its way from one value to another, as an expression."""
_LONGEST_BARE = 12


@cache
def words_of(*kinds: str) -> frozenset[str]:
    """The words of these kinds."""
    return frozenset(row["word"] for row in read_seed("label_words.csv") if row["kind"] in kinds)


@cache
def any_word(*kinds: str) -> str:
    """An expression for any word of these kinds, the longest first."""
    return any_of(words_of(*kinds))


@cache
def _bare() -> re.Pattern[str]:
    plain = rf"(?:{any_word('generic', 'light', 'scope', 'follows')}|{any_act()}|[和与及并、()])*"
    rate = (
        rf"(?:{any_word('generic', 'light', 'scope', 'stem')}|{any_act()}|[和与及、()])*(?:率|度|比例|占比|比重|比率)"
    )
    return re.compile(f"{plain}|{rate}|[一-龥]{{2}}率")


# The same few words come again and again.
@lru_cache(maxsize=1 << 14)
def is_bare(label: str) -> bool:
    """Whether a label names no thing of its own: 审结, 办结率, 发现问题, 覆盖群众."""
    return len(label) <= _LONGEST_BARE and _bare().fullmatch(label) is not None and label not in words_of("named")


@cache
def _acts_only() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_word('light', 'scope')}|{any_act()}|[和与及、()])*")


@lru_cache(maxsize=1 << 14)
def tells_act_only(label: str) -> bool:
    """Whether a phrase holds no noun at all, not even 问题 or 案件: 成功调解, 决定保留."""
    return len(label) <= _LONGEST_BARE and _acts_only().fullmatch(label) is not None


@cache
def _follows() -> re.Pattern[str]:
    before = rf"(?:{any_word('scope', 'light')})*"
    return re.compile(rf"{before}(?:{any_word('follows')})(?:{any_word('generic', 'follows', 'reached')})*")


@lru_cache(maxsize=1 << 14)
def follows(label: str) -> bool:
    """Whether a label only tells more of what was counted before: 覆盖500余人次."""
    return len(label) <= _LONGEST_BARE and _follows().fullmatch(label) is not None and label not in words_of("named")
