"""Which indicators a reviewer most likely means: those that people gave the same wording, those near by, those with like words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from warehouse.judge.stored import StoredFigure

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the catalogue, as a reviewer is told of it."""

    indicator_id: str
    name: str
    theme: str
    unit: str
    definition: str


def rank_indicators(
    indicators: Mapping[str, Indicator],
    figure: StoredFigure,
    sentence: str,
    others: Sequence[StoredFigure],
    chosen_before: Mapping[str, int],
) -> list[str]:
    """Ids of the likeliest indicators, the likeliest first; that which the machine gave is left out."""
    label = str(figure.read.get("label") or "")
    unit = str(figure.read.get("unit") or "")
    words, around = _cut_pairs(label), _cut_pairs(sentence)
    near = {
        str(one.read.get("indicator_id"))
        for one in others
        if abs(one.char_start - figure.char_start) < 120 and one.read.get("indicator_id")
    }
    scored = []
    for one in indicators.values():
        pairs = _cut_pairs(one.name)
        likeness = len(pairs & words) / max(1, len(pairs)) + 0.3 * len(pairs & around) / max(1, len(pairs))
        score = likeness + 3.0 * (one.indicator_id in chosen_before) + 0.15 * (one.indicator_id in near)
        if likeness > 0 and unit and one.unit == unit:
            score += 0.25
        if score > 0.2 and one.indicator_id != figure.read.get("indicator_id"):
            scored.append((-score, one.indicator_id))
    return [indicator_id for _, indicator_id in sorted(scored)[:SHOWN]]


def _cut_pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}
