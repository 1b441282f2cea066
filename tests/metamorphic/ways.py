"""Ways to say a sentence otherwise. Each gives the variant, or None where the sentence has not the form that it needs.

A variant must keep the indicator, unless the way says that it must lose it, or which other one it takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from parsers.seed import read_seed
from tests.metamorphic.sentences import Sentence

Change = Callable[[Sentence], Sentence | None]

_WIDE = {code: chr(code + 0xFEE0) for code in [*range(0x30, 0x3A), 0x25]}
_NARROW = str.maketrans("，；：（）％", ",;:()%")
_TIMES = re.compile(r"^(?:全年|今年|20\d\d年|截至|目前|上半年|共)")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Way:
    """A way to change a sentence, and what becomes of its indicator."""

    name: str
    change: Change
    keeps: bool = True
    becomes: Callable[[frozenset[str]], frozenset[str] | None] | None = None
    """The indicators that the variant takes instead, None where the way does not apply to these."""
    floor: float = 0.95
    """The share that must read rightly."""


def _full_width(s: Sentence) -> Sentence:
    return replace(s, before=s.before.translate(_WIDE), quote=s.quote.translate(_WIDE), after=s.after.translate(_WIDE))


def _half_width(s: Sentence) -> Sentence:
    return replace(
        s,
        context=s.context.translate(_NARROW),
        before=s.before.translate(_NARROW),
        quote=s.quote.translate(_NARROW),
        after=s.after.translate(_NARROW),
    )


def spell(number: int) -> str:
    """A number from 10 to 9999 in Chinese numerals."""
    out, zero = "", False
    for power in (1000, 100, 10, 1):
        digit = number // power % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + {1000: "千", 100: "百", 10: "十", 1: ""}[power]
        zero = not digit
    return out[1:] if 10 <= number < 20 else out


@cache
def _counted_in_words() -> frozenset[str]:
    return frozenset(row["written"] for row in read_seed("units.csv") if row["chinese"] == "always")


def _in_words(s: Sentence) -> Sentence | None:
    match = re.fullmatch(r"(\d{2,4})(\D+)", s.quote)
    if not match or match[2] not in _counted_in_words() or match[1].startswith("0"):
        return None
    return replace(s, quote=spell(int(match[1])) + match[2])


def _add_time(s: Sentence) -> Sentence | None:
    if (s.head and s.head[-1] not in "。；;") or not s.clause or _TIMES.match(s.clause):
        return None
    return replace(s, before=s.head + "全年" + s.clause)


def _add_scope(s: Sentence) -> Sentence | None:
    if (
        (s.head and s.head[-1] not in "。；;")
        or not s.clause
        or _TIMES.match(s.clause)
        or re.match("全|我|本|各", s.clause)
    ):
        return None
    return replace(s, before=s.head + "全县" + s.clause)


def _after_other_topic(s: Sentence) -> Sentence | None:
    return None if s.context else replace(s, before="新建口袋公园7处，绿化面积稳步扩大。" + s.before)


def _before_other_topic(s: Sentence) -> Sentence:
    return replace(s, after=s.after + "新建口袋公园7处，绿化面积稳步扩大。")


def _behind_a_clause(s: Sentence) -> Sentence | None:
    if s.context or s.head.count("。") or _TIMES.match(s.before):
        return None
    return replace(s, before="硬化乡村道路15公里；" + s.before)


def _before_a_clause(s: Sentence) -> Sentence | None:
    return replace(s, after=s.after[:-1] + "；硬化乡村道路15公里。") if s.after.endswith("。") else None


def _lose_last_stop(s: Sentence) -> Sentence | None:
    return replace(s, after=s.after[:-1] + "\n各项工作扎实推进。") if s.after.endswith("。") else None


def _with_part_in_brackets(s: Sentence) -> Sentence | None:
    match = re.fullmatch(r"(\d{2,6})([^\d%余多万亿.]{1,2})", s.quote)
    if not match or s.after[:1] not in "，。；" or "其中" in s.after:
        return None
    return replace(s, after=f"（其中涉企{max(1, int(match[1]) // 7)}{match[2]}）" + s.after)


def _with_growth(s: Sentence) -> Sentence | None:
    if "%" in s.quote or s.after[:1] not in "，。；" or "比" in s.after:
        return None
    return replace(s, after="，同比增长5.2%" + s.after)


def _after_award_of_other_year(s: Sentence) -> Sentence | None:
    return None if s.context or _TIMES.match(s.before) else replace(s, before="2019年获评省级文明单位；" + s.before)


@cache
def _verbs() -> frozenset[str]:
    return frozenset(["收到", "受理", "办理", "审结", "审查", "开展", "举办", "召开", "制定", "出台", "调解", "聘请", "组织", "取消", "下放",
                      "承接", "清理", "废止", "修改", "作出", "培训", "排查", "化解", "发放", "印发", "检查", "评查"])  # fmt: skip


def _verb_and_noun(s: Sentence) -> tuple[str, str] | None:
    """Verb and noun of a clause that is nothing else: 收到行政复议申请〔62件〕，"""
    if (
        s.after[:1] not in "，。；"
        or not re.fullmatch(r"\d+(?:\.\d+)?\D{1,2}", s.quote)
        or s.quote.endswith(("%", "元"))
    ):
        return None
    clause = re.sub(r"^(?:全年|全县|共|我县|累计)+", "", s.clause)
    verb = next((clause[:length] for length in (3, 2) if clause[:length] in _verbs()), None)
    if verb is None:
        return None
    noun = clause[len(verb) :]
    return (verb, noun) if re.fullmatch(r"[一-龥]{3,12}", noun) and not re.search("[共了为的各等]|第", noun) else None


def _number_before_noun(s: Sentence) -> Sentence | None:
    parts = _verb_and_noun(s)
    return parts and replace(s, before=s.head + parts[0], after=parts[1] + s.after)


def _noun_before_verb(s: Sentence) -> Sentence | None:
    parts = _verb_and_noun(s)
    return parts and replace(s, before=s.head + parts[1] + "共" + parts[0])


def _with_copula(s: Sentence) -> Sentence | None:
    parts = _verb_and_noun(s)
    return parts and replace(s, before=s.head + parts[0] + parts[1] + "共计")


def _thing_about_it(thing: str, unit: str) -> Change:
    """收到行政复议申请62件 to 收到行政复议申请登记表62份: the table is counted, whatever it is about."""

    def change(s: Sentence) -> Sentence | None:
        parts = _verb_and_noun(s)
        number = re.match(r"\d+", s.quote)
        return replace(s, before=s.before + thing, quote=number[0] + unit) if parts and number else None

    return change


def _window_for_it(s: Sentence) -> Sentence | None:
    parts = _verb_and_noun(s)
    number = re.match(r"\d+", s.quote)
    return replace(s, before=s.before + "的服务窗口", quote=number[0] + "个") if parts and number else None


def _own_object_between(s: Sentence) -> Sentence | None:
    """收到申请40件，受理〔31件〕 to 收到申请40件，开通企业服务热线，受理〔31件〕: the subject is cut off."""
    if s.head[-1:] not in "，," or not s.head or s.clause not in {"受理", "办结", "审结", "办理", "已办结", "已审结"}:
        return None
    return replace(s, before=s.head + "开通企业服务热线，" + s.clause)


_DIRECTIONS = {
    "services.powers_delegated": "下放",
    "services.powers_received": "承接",
    "services.powers_cancelled": "取消",
}


def _turn(wanted: str) -> Way:
    verb = _DIRECTIONS[wanted]

    def change(s: Sentence) -> Sentence | None:
        [indicator] = s.takes if len(s.takes) == 1 else [""]
        own = _DIRECTIONS.get(indicator)
        if (
            own is None
            or own == verb
            or s.clause.count(own) != 1
            or any(o in s.clause for o in _DIRECTIONS.values() if o != own)
        ):
            return None
        if not s.clause.startswith(own) or re.search(r"[市省][级直]?|部门|乡镇", s.clause + s.after):
            return None
        return replace(s, before=s.head + s.clause.replace(own, verb))

    return Way(f"{verb} instead of its verb", change, becomes=lambda takes: frozenset({wanted}))


WAYS = (
    Way("full width", _full_width),
    Way("half width", _half_width),
    Way("number in Chinese numerals", _in_words),
    Way("全年 before the clause", _add_time),
    Way("全县 before the clause", _add_scope),
    Way("after a sentence of another topic", _after_other_topic),
    Way("before a sentence of another topic", _before_other_topic),
    Way("behind a clause of another topic", _behind_a_clause),
    Way("before a clause of another topic", _before_a_clause),
    Way("stop lost at the line's end", _lose_last_stop),
    Way("with a part in brackets", _with_part_in_brackets),
    Way("with its growth", _with_growth),
    Way("behind an award of another year", _after_award_of_other_year),
    Way("V N Q to V Q N", _number_before_noun),
    Way("V N Q to N 共 V Q", _noun_before_verb),
    Way("V N Q to V N 共计 Q", _with_copula),
    Way("a template of it", _thing_about_it("文书范本", "份"), keeps=False),
    Way("a register of it", _thing_about_it("工作台账", "本"), keeps=False),
    Way("a window for it", _window_for_it, keeps=False),
    Way("a clause with an object of its own between", _own_object_between, keeps=False),
    *map(_turn, _DIRECTIONS),
)
