"""Figures that check each other: rates against their parts, parts against their whole, and figures that the page has garbled.

Which figures belong together stands as data in `seeds/consistency.csv`. What is stated is never changed: a check gives a status and the value
that the other figures make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from parsers.records import CheckStatus, Fact
from parsers.seed import read_seed
from parsers.text.expressions import expression

_COUNTS = {"level"}
# 其中部门联合监管34次，占比率达74%: figures that check each other stand near.
_NEAR = 160
_PARTED = expression(r"[。,\n]")
_HAN = expression(r"[一-龥]")
_DECIMALS = expression(r"\.(\d+)")


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    result: str
    whole: str
    parts: tuple[str, ...]


@cache
def _relations() -> dict[str, tuple[_Relation, ...]]:
    found: dict[str, list[_Relation]] = {}
    for row in read_seed("consistency.csv"):
        found.setdefault(row["result"], []).append(
            _Relation(row["kind"], row["result"], row["whole"], tuple(row["parts"].split()))
        )
    return {result: tuple(relations) for result, relations in found.items()}


def check_figures(facts: Sequence[Fact], folded: str) -> list[Fact]:
    """The facts, each with `check_status` and `computed` where other figures of the report tell what it should be."""
    checked = [_flag_garbled(fact, facts, n, folded) for n, fact in enumerate(facts)]
    relations = _relations()
    for n, fact in enumerate(checked):
        if fact.check_status or fact.indicator_id not in relations:
            continue
        computed = _compute(fact, checked, n)
        if computed is not None:
            checked[n] = replace(fact, computed=computed, check_status=_compare(fact, computed))
    return _check_parts(checked)


def rounding(quote: str) -> float:
    """Half of the last digit that the text shows: 95.26% may stand for anything within 0.005 of it."""
    match = _DECIMALS.search(quote)
    return 0.5 / 10.0 ** (len(match[1]) if match else 0)


def _compare(fact: Fact, computed: float) -> CheckStatus:
    allowed = rounding(fact.quote) if fact.kind == "rate" else 0.0
    return "consistent" if abs(fact.value - computed) <= allowed + 1e-9 else "inconsistent"


def _compute(fact: Fact, facts: Sequence[Fact], n: int) -> float | None:
    for relation in _relations().get(fact.indicator_id or "", ()):
        if relation.kind == "rate":
            near = _find_before(facts, n, (relation.whole, *relation.parts))
            if near is None:
                continue
            whole, part = near
            if (
                whole.value > 0
                and whole.qualifier == part.qualifier == fact.qualifier == "exact"
                and part.value <= whole.value
            ):
                return round(100 * part.value / whole.value, 4)
        elif relation.kind == "sum":
            parts = _find_after(facts, n, relation.parts)
            if parts is not None and all(part.qualifier == "exact" for part in (fact, *parts)):
                total = sum(part.value for part in parts)
                # a sum that falls short may leave out cases that the text does not name; one that fits or exceeds tells
                if total >= fact.value:
                    return total
    return None


def _find_before(facts: Sequence[Fact], n: int, ids: tuple[str, ...]) -> list[Fact] | None:
    near = [fact for fact in facts[max(0, n - 6) : n] if facts[n].char_start - fact.char_start <= _NEAR]
    found = [
        next((fact for fact in reversed(near) if fact.indicator_id == wanted and fact.period == facts[n].period), None)
        for wanted in ids
    ]
    return None if None in found else [fact for fact in found if fact]


def _find_after(facts: Sequence[Fact], n: int, ids: tuple[str, ...]) -> list[Fact] | None:
    near = [
        fact
        for fact in facts[n + 1 : n + 6]
        if fact.char_start - facts[n].char_start <= _NEAR and fact.period == facts[n].period
    ]
    found = [next((fact for fact in near if fact.indicator_id == wanted), None) for wanted in ids]
    return None if None in found else [fact for fact in found if fact]


def _check_parts(facts: list[Fact]) -> list[Fact]:
    """高风险点104个、中风险点109个、低风险点95个 of 308个: parts that fill their whole, or are more than it."""
    by_whole: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.part_of and fact.kind in _COUNTS:
            by_whole.setdefault(fact.part_of, []).append(fact)
    for seq, parts in by_whole.items():
        whole = facts[seq - 1]
        if whole.check_status or any(part.qualifier != "exact" for part in (whole, *parts)):
            continue
        total = sum(part.value for part in parts)
        if total == whole.value and len(parts) > 1:
            facts[seq - 1] = replace(whole, computed=total, check_status="consistent")
        elif max(part.value for part in parts) > whole.value:
            facts[seq - 1] = replace(whole, computed=max(part.value for part in parts), check_status="inconsistent")
    return facts


def _flag_garbled(fact: Fact, facts: Sequence[Fact], n: int, folded: str) -> Fact:
    """劳动社保类33城乡建设类25、农业农村类20%: the unit that the page lost can only be guessed from the row, so it is not."""
    if fact.unit or fact.kind != "level" or not fact.quote[-1:].isdigit():
        return fact
    for neighbour in (facts[k] for k in range(n + 1, min(n + 4, len(facts)))):
        between = folded[fact.char_end : neighbour.char_start]
        # 142 | -9.6%: two cells of a row, and two rows, lost nothing
        if len(between) > 40 or _PARTED.search(between) or not _HAN.search(between):
            break
        if neighbour.unit == "%":
            return replace(fact, check_status="garbled")
    return fact
