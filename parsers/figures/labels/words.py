"""Words that say too little by themselves for the name of a figure (seeds/label_words.csv), and those that are never cut (seeds/uncut_words.csv)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from parsers.numbers.words import any_act
from parsers.seed import read_seed
from parsers.text.alternatives import any_of
from parsers.text.expressions import compile_expression

MOVED = "减少|削减|缩减|精简|压减|压缩|调减|降低|下降|增加|增长|提高|提升|扩大|缩短|压降|缩小|扩展|拓展"
"""What a number did on its way from one value to another, as an expression."""
VERBS = frozenset({"v", "vn"})
"""Parts of speech of a verb, as itself or as what it names."""
OPENS_CLAUSE = frozenset({"v", "vd", "d", "p", "r", "c"})
"""Parts of speech with which a clause begins rather than a noun phrase."""
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
    return compile_expression(f"{plain}|{rate}|[一-龥]{{2}}率")


# The same few words come again and again.
@lru_cache(maxsize=1 << 14)
def is_bare(label: str) -> bool:
    """Whether a label names no thing of its own: 审结, 办结率, 发现问题, 覆盖群众."""
    return len(label) <= _LONGEST_BARE and _bare().fullmatch(label) is not None and label not in words_of("named")


@cache
def _acts_only() -> re.Pattern[str]:
    return compile_expression(rf"(?:{any_word('light', 'scope')}|{any_act()}|[和与及、()])*")


@lru_cache(maxsize=1 << 14)
def tells_act_only(label: str) -> bool:
    """Whether a phrase holds no noun at all, not even 问题 or 案件: 成功调解, 决定保留."""
    return len(label) <= _LONGEST_BARE and _acts_only().fullmatch(label) is not None


@cache
def _follows() -> re.Pattern[str]:
    before = rf"(?:{any_word('scope', 'light')})*"
    return compile_expression(rf"{before}(?:{any_word('follows')})(?:{any_word('generic', 'follows', 'reached')})*")


@lru_cache(maxsize=1 << 14)
def follows(label: str) -> bool:
    """Whether a label only tells more of what was counted before: 覆盖500余人次."""
    return len(label) <= _LONGEST_BARE and _follows().fullmatch(label) is not None and label not in words_of("named")


_LONGEST_WORD = 4


@cache
def _uncut(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_seed("uncut_words.csv") if row["kind"] == kind)


@cache
def _inner_pairs() -> frozenset[str]:
    """What two characters stand side by side in an uncut word: only between two such a cut parts one."""
    return frozenset(one + other for word in _uncut("whole") for one, other in pairwise(word))


def end_of_word(phrase: str, at: int) -> int:
    """Where the word ends that a cut at `at` would part (送达 of 文书送达, 案由 of 处罚案由), else `at`: what is dropped begins there.

    全国有86家 holds no 国有, 立案由62件增至86件 no 案由.
    """
    return _find_parted(phrase, at, before=1, behind=0)[1]


def start_of_word(phrase: str, at: int) -> int:
    """Where the word begins that a cut at `at` would part (共青团 of 共青团干部, 再审 of 再审案件), else `at`: what is kept begins there."""
    return _find_parted(phrase, at, before=0, behind=1)[0]


def _find_parted(phrase: str, at: int, *, before: int, behind: int) -> tuple[int, int]:
    """The word that a cut at `at` would part, unless it is none with so many characters more; an empty one at `at` where there is none."""
    if phrase[max(0, at - 1) : at + 1] not in _inner_pairs():
        return at, at
    whole, parted = _uncut("whole"), _uncut("parted")
    for start in range(max(0, at - _LONGEST_WORD + 1), at):
        for end in range(min(len(phrase), start + _LONGEST_WORD), at, -1):
            if phrase[start:end] in whole and phrase[max(0, start - before) : end + behind] not in parted:
                return start, end
    return at, at
