"""Confidence for this warehouse, learned from its judgements: counted shares, drawn towards what was stated where little is judged.

Each share is drawn towards that of the wider group with the weight of so many judgements (Efron and Morris 1977, shrinkage): an
indicator towards its theme, a theme towards all readings of that stated confidence, these towards the statement itself.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from warehouse.judge.judgement import FIGURE, RIGHT, Judgement
from warehouse.judge.standing import STANDING, judge_standing

WEIGHT = 12.0
"""How many judgements the wider group counts for."""
FOLDS = 5
_EDGES = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 1.0001)

Key = tuple[float, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """A judged reading: what was stated of it, and whether it was right."""

    confidence: float
    theme: str
    indicator_id: str
    right: bool
    key: str


@dataclass(frozen=True, slots=True)
class Learned:
    """The share of a group: theme and indicator None for all of that confidence."""

    confidence: float
    theme: str | None
    indicator_id: str | None
    judged: int
    right: int
    learned: float


@dataclass(frozen=True, slots=True)
class Gain:
    """The calibration error of judged readings as stated, and as learned from the others of them."""

    judged: int
    before: float
    after: float


def list_readings(judgements: Iterable[Judgement], themes: Mapping[str, str]) -> list[Reading]:
    """The readings of which a judgement stands. `themes`: by indicator_id."""
    judgements = list(judgements)
    states = judge_standing(judgements)
    readings = []
    for one in judgements:
        stated = one.read.get("confidence")
        if one.about == FIGURE and states.get(one.judgement_id) == STANDING and stated is not None:
            indicator = str(one.read.get("indicator_id") or "")
            readings.append(
                Reading(
                    round(float(stated), 3), themes.get(indicator, "outside"), indicator, one.verdict == RIGHT,
                    f"{one.page_id} {one.char_start} {one.slot}",
                )
            )  # fmt: skip
    return sorted(readings, key=lambda reading: reading.key)


def learn_shares(readings: Sequence[Reading]) -> list[Learned]:
    """What is learned of each group that was judged, wider groups first; the order of the readings does not matter."""
    counts: dict[Key, list[int]] = {}
    for reading in readings:
        for key in _list_keys(reading):
            count = counts.setdefault(key, [0, 0])
            count[0] += 1
            count[1] += reading.right
    shares: dict[Key, float] = {}
    learned = []
    for key in sorted(counts, key=lambda one: (one[1] is not None, one[2] is not None, str(one))):
        confidence, theme, indicator = key
        wider = confidence if theme is None else shares[confidence, None if indicator is None else theme, None]
        judged, right = counts[key]
        shares[key] = (WEIGHT * wider + right) / (WEIGHT + judged)
        learned.append(Learned(confidence, theme, indicator, judged, right, shares[key]))
    return learned


def state_confidence(learned: Iterable[Learned], reading: Reading) -> float:
    """The confidence of a reading by what was learned, of the narrowest group that was judged; as stated where none was."""
    shares = {(one.confidence, one.theme, one.indicator_id): one.learned for one in learned}
    found = [shares[key] for key in _list_keys(reading) if key in shares]
    return found[-1] if found else reading.confidence


def measure_calibration(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error: over bands of stated confidence, how far statement and share lie apart, by their size.

    Naeini, Cooper, Hauskrecht (2015): Obtaining well calibrated probabilities using Bayesian binning. AAAI 29.
    """
    error = 0.0
    for low, high in itertools.pairwise(_EDGES):
        inside = [(stated, right) for stated, right in pairs if low <= stated < high]
        if inside:
            stated = sum(one for one, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            error += len(inside) / len(pairs) * abs(stated - share)
    return error


def measure_gain(readings: Sequence[Reading]) -> Gain:
    """The error before and after, each reading by what is learned from the other folds."""
    if not readings:
        return Gain(0, 0.0, 0.0)
    after: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        learned = learn_shares([one for one in readings if _name_fold(one) != fold])
        after += [(state_confidence(learned, one), one.right) for one in readings if _name_fold(one) == fold]
    before = [(one.confidence, one.right) for one in readings]
    return Gain(len(readings), measure_calibration(before), measure_calibration(after))


def _list_keys(reading: Reading) -> tuple[Key, Key, Key]:
    confidence, theme, indicator = reading.confidence, reading.theme, reading.indicator_id
    return (confidence, None, None), (confidence, theme, None), (confidence, theme, indicator)


def _name_fold(reading: Reading) -> int:
    return hashlib.sha256(reading.key.encode()).digest()[0] % FOLDS
