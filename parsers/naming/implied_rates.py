"""Rates that are told without their 率: 持证上岗达100%, 即办件占90%, 调解成功达98%."""

from __future__ import annotations

from functools import cache

from parsers.naming.concepts import Concepts, concept_words, role_bits
from parsers.numbers.boundaries import Span
from parsers.text.expressions import expression

_PREDICATE = expression(
    r"(?:均|都|已|基本|全部|始终)?(?:占(?:比|总数的?)?|(?:达到?|为|实现|保持|维持|稳定|控制|完成)(?:在|到|了|至)?)?\s*\Z"
)
# 持证上岗率, 即办件占比: what stands before is the rate's name as well
_ENDINGS = ("占比", "比例", "比率", "率")
_LONGEST = 12


def imply_rate(folded: str, before: Span) -> Concepts:
    """The concepts of the rates (seeds/concepts.csv) that the words before a share name but for their last."""
    predicate = _PREDICATE.search(folded, max(before[0], before[1] - _LONGEST), before[1])
    if predicate is None:
        return 0
    end = predicate.start()
    for start in range(max(before[0], end - _LONGEST), end - 1):
        if meant := _stems().get(folded[start:end].rstrip('"”')):
            return meant
    return 0


@cache
def _stems() -> dict[str, Concepts]:
    found: dict[str, Concepts] = {}
    for word, meant in concept_words().items():
        ending = next((ending for ending in _ENDINGS if word.endswith(ending)), "")
        stem = word.removesuffix(ending).rstrip('"”')
        if ending and len(stem) > 1 and (rates := meant & role_bits("rate")):
            found[stem] = found.get(stem, 0) | rates
    return found
