"""How far reviewers agree: the share of figures of which they say the same, and Cohen's kappa.

Cohen, J. (1960): A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37-46.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from warehouse.judge.judgement import CHANGED, FIGURE, MISSED, Judgement
from warehouse.judge.standing import WITHDRAWN, judge_standing, spell_outcome


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of two reviewers, over the figures that both judged."""

    one: str
    other: str
    figures: int
    agreed: int
    """Figures of which both say the same in every field."""
    same_verdict: int
    kappa: float | None
    """Of the verdicts (right, wrong name, wrong number …); None where chance alone would make them agree."""


def measure_agreement(judgements: Iterable[Judgement]) -> list[Agreement]:
    """For each two reviewers with figures in common, by name."""
    judgements = list(judgements)
    state = judge_standing(judgements)
    words: dict[str, dict[tuple[Any, ...], Judgement]] = {}
    for one in sorted(judgements, key=lambda judgement: (judgement.judged_at, judgement.judgement_id)):
        if one.about in (FIGURE, MISSED) and state[one.judgement_id] != WITHDRAWN:
            words.setdefault(one.reviewer, {})[one.place] = one
    return [
        _compare(one, other, [(words[one][place], words[other][place]) for place in common])
        for one, other in combinations(sorted(words), 2)
        if (common := sorted(words[one].keys() & words[other].keys(), key=str))
    ]


def name_category(judgement: Judgement) -> str:
    """The kind of verdict: right, rejected, or what is wrong (wrong name before the rest)."""
    if judgement.verdict != CHANGED:
        return str(judgement.verdict)
    if "indicator_id" in judgement.said:
        return "outside" if judgement.said["indicator_id"] is None else "name"
    return "+".join(sorted({name.partition("_")[0] for name in judgement.said}))


def _compare(one: str, other: str, pairs: list[tuple[Judgement, Judgement]]) -> Agreement:
    left = [name_category(mine) for mine, _ in pairs]
    right = [name_category(theirs) for _, theirs in pairs]
    same = sum(mine == theirs for mine, theirs in zip(left, right, strict=True))
    total = len(pairs)
    mine, theirs = Counter(left), Counter(right)
    chance = sum(mine[name] * theirs[name] for name in mine) / total**2
    kappa = None if chance == 1 else (same / total - chance) / (1 - chance)
    agreed = sum(spell_outcome(a) == spell_outcome(b) for a, b in pairs)
    return Agreement(one, other, total, agreed, same, kappa)
