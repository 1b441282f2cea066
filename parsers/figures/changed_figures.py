"""What changed in a report's figures between two versions of its text, both read by the same rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from parsers.records import Fact
from parsers.text.expressions import expression
from parsers.text.width import fold_width

_NUMBER = expression(r"\d+(?:[.,]\d+)*")


class FigureChange(NamedTuple):
    """A figure that is not as it was; `old` is None for one that was added, `new` for one that is gone."""

    old: Fact | None
    new: Fact | None


def compare_facts(old: Sequence[Fact], new: Sequence[Fact]) -> tuple[FigureChange, ...]:
    """The figures that differ, in the order of the new text, gone ones last.

    The same figure in the same sentence is no change, wherever it stands. Of the rest a figure is the same one as before
    where it stands at the same place of a sentence that differs in its numbers only, else where both versions count one
    thing of that name, unit and time.
    """
    left, right = _drop_pairs(
        list(old), list(new), lambda fact: (fact.value, fact.unit, fact.quote, _squeeze(fact.sentence))
    )
    changes: list[FigureChange] = []
    for key in (_place_in_sentence, _meaning):
        left, right, paired = _pair(left, right, key)
        changes += [FigureChange(one, other) for one, other in paired if _is_changed(one, other)]
    changes += [FigureChange(None, fact) for fact in right]
    changes.sort(key=lambda change: change.new.char_start if change.new else 0)
    return (*changes, *(FigureChange(fact, None) for fact in left))


def _is_changed(one: Fact, other: Fact) -> bool:
    """A sentence that was only worded anew says the same figure."""
    return (one.value, one.unit, one.qualifier) != (other.value, other.unit, other.qualifier)


def _squeeze(sentence: str) -> str:
    return "".join(fold_width(sentence).split())


def _place_in_sentence(fact: Fact) -> Hashable:
    """The sentence with its numbers blotted out, and which of them this one is."""
    sentence = _squeeze(fact.sentence)
    at = sentence.find(_squeeze(fact.quote))
    ordinal = len(_NUMBER.findall(sentence[: max(at, 0)]))
    return _NUMBER.sub("#", sentence), ordinal, fact.label, fact.unit, fact.kind


def _meaning(fact: Fact) -> Hashable:
    return fact.indicator_id, fact.label, fact.unit, fact.kind, fact.scope, fact.period


def _drop_pairs(left: list[Fact], right: list[Fact], key: Callable[[Fact], Hashable]) -> tuple[list[Fact], list[Fact]]:
    """Both lists without what they share."""
    shared = Counter(map(key, left)) & Counter(map(key, right))
    kept = []
    for facts in (left, right):
        rest = Counter(shared)
        remaining = []
        for fact in facts:
            if rest[key(fact)] > 0:
                rest[key(fact)] -= 1
            else:
                remaining.append(fact)
        kept.append(remaining)
    return kept[0], kept[1]


def _pair(
    left: list[Fact], right: list[Fact], key: Callable[[Fact], Hashable]
) -> tuple[list[Fact], list[Fact], list[tuple[Fact, Fact]]]:
    """Pairs of the facts whose key both versions have equally often, in their order; and what is left."""
    groups: dict[Hashable, tuple[list[Fact], list[Fact]]] = defaultdict(lambda: ([], []))
    for side, facts in enumerate((left, right)):
        for fact in facts:
            groups[key(fact)][side].append(fact)
    paired = [pair for one, other in groups.values() if len(one) == len(other) for pair in zip(one, other, strict=True)]
    done = {id(fact) for pair in paired for fact in pair}
    return [f for f in left if id(f) not in done], [f for f in right if id(f) not in done], paired
