"""Confidence for this warehouse, learned from its judgements: stated confidence moved by what was counted, where that is borne out.

Learning may not make it worse. What is learned is tried on reports that it was not learned from, and taken only where it says
better there what is right: by the logarithmic score, beyond what chance would give, and by the calibration error. Otherwise the
statement stays.
"""

from __future__ import annotations

import hashlib
import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from warehouse.judge.fitting import Cell, Term, fit_terms, move_stated
from warehouse.judge.judgement import FIGURE, RIGHT, Judgement
from warehouse.judge.standing import STANDING, judge_standing

STRENGTHS: tuple[Mapping[str, float], ...] = (
    {"all": 1.0},
    {"all": 1.0, "confidence": 0.5},
    {"all": 1.0, "confidence": 0.5, "theme": 0.7, "indicator": 0.5},
    {"all": 1.5, "confidence": 0.5, "theme": 1.0, "indicator": 1.0},
)
"""How far each kind of group may move from the wider one (deviation of the logit); which of these is tried out, the first at a tie."""

SOUGHT = ("doubtful", "disagree", "conflicts")
"""Queues that seek what is wrong: of their figures more are wrong than of others of the same confidence, so they tell of no share."""

FOLDS = 5
FEWEST_REPORTS = 3
"""Figures of one report are right and wrong together: what a single one says holds for no other."""

_EDGES = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 1.0001)
_Z = 1.645
"""One-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A judged reading: what was stated of it, and whether it was right."""

    confidence: float
    theme: str
    indicator_id: str
    right: bool
    page_id: str


@dataclass(frozen=True, slots=True)
class Learned:
    """The share of a group: theme and indicator None for all of that confidence. `judged` may be 0: a wider group tells."""

    confidence: float
    theme: str | None
    indicator_id: str | None
    judged: int
    right: int
    learned: float


@dataclass(frozen=True, slots=True)
class Gain:
    """How well judged readings are said as stated, and as learned from other reports than their own."""

    judged: int
    reports: int
    before: float
    """Calibration error."""
    after: float
    loss_before: float
    """Logarithmic score, the mean: the smaller, the better."""
    loss_after: float
    chance: float
    """How much of the score's gain chance alone gives less than one time in twenty, reports drawn as a whole."""
    strength: int
    """Which of STRENGTHS."""

    @property
    def is_borne_out(self) -> bool:
        """Whether what was learned may be taken."""
        return (
            self.reports >= FEWEST_REPORTS
            and self.loss_before - self.loss_after > self.chance
            and self.after < self.before
        )


def list_readings(judgements: Iterable[Judgement], themes: Mapping[str, str]) -> list[Reading]:
    """The readings of which a judgement stands and which were not sought out as wrong. `themes`: by indicator_id."""
    judgements = list(judgements)
    states = judge_standing(judgements)
    readings = []
    for one in judgements:
        stated = one.read.get("confidence")
        if (
            one.about == FIGURE
            and states.get(one.judgement_id) == STANDING
            and stated is not None
            and not is_sought(one)
        ):
            indicator = str(one.read.get("indicator_id") or "")
            readings.append(
                (
                    (str(one.page_id), one.char_start or 0, one.slot),
                    Reading(
                        round(float(stated), 3),
                        themes.get(indicator, "outside"),
                        indicator,
                        one.verdict == RIGHT,
                        str(one.page_id),
                    ),
                )
            )
    return [reading for _, reading in sorted(readings, key=lambda pair: pair[0])]


def is_sought(one: Judgement) -> bool:
    """Whether its figure was shown because it looked wrong."""
    return (one.queue or "").startswith(SOUGHT)


def learn_shares(readings: Sequence[Reading], stated: Collection[float] = (), strength: int = 2) -> list[Learned]:
    """What is learned of each group, wider groups first; the order of the readings does not matter.

    `stated`: every confidence that the warehouse states, those that nobody judged with them.
    """
    fitted = fit_terms(_gather(readings), STRENGTHS[strength])
    counts: dict[tuple[float, str | None, str | None], list[int]] = {}
    for one in readings:
        for key in ((None, None), (one.theme, None), (one.theme, one.indicator_id)):
            count = counts.setdefault((one.confidence, *key), [0, 0])
            count[0] += 1
            count[1] += one.right
    groups = sorted({key for one in readings for key in ((one.theme, ""), (one.theme, one.indicator_id))})
    learned = []
    for confidence in sorted({*stated, *(one.confidence for one in readings)}):
        for theme, indicator in [(None, None), *groups]:
            # (a group of no indicator is the theme's: those of the theme outside are read without one)
            narrow = None if theme is None or not indicator else indicator
            judged, right = counts.get((confidence, theme, narrow), (0, 0))
            terms = _list_terms(confidence, theme, narrow)
            learned.append(Learned(confidence, theme, narrow, judged, right, move_stated(fitted, confidence, terms)))
    unique = {(one.confidence, one.theme, one.indicator_id): one for one in learned}
    return sorted(unique.values(), key=lambda one: (one.theme is not None, one.indicator_id is not None, str(one)))


def state_confidence(learned: Iterable[Learned], reading: Reading) -> float:
    """The confidence of a reading by what was learned, of the narrowest group that is known; as stated where none is."""
    return state_confidences(learned, [reading])[0]


def state_confidences(learned: Iterable[Learned], readings: Iterable[Reading]) -> list[float]:
    """As `state_confidence`, of many."""
    shares = {(one.confidence, one.theme, one.indicator_id): one.learned for one in learned}
    stated = []
    for one in readings:
        keys = [(one.theme, one.indicator_id or None), (one.theme, None), (None, None)]
        stated.append(
            next((shares[one.confidence, *key] for key in keys if (one.confidence, *key) in shares), one.confidence)
        )
    return stated


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


def measure_loss(pairs: Sequence[tuple[float, bool]]) -> float:
    """The mean logarithmic score: how little of it was said that came true."""
    return sum(map(_lose, pairs)) / max(1, len(pairs))


def measure_gain(readings: Sequence[Reading]) -> Gain:
    """Before and after, each report by what is learned from others, in the strength that surely gains most so."""
    trials = [_try(readings, strength) for strength in range(len(STRENGTHS))]
    return max(
        trials,
        key=lambda gain: (
            gain.is_borne_out,
            round(gain.loss_before - gain.loss_after - gain.chance, 9),
            -gain.strength,
        ),
    )


def _try(readings: Sequence[Reading], strength: int) -> Gain:
    folds = _cut_folds(readings)
    before, after, pages = [], [], []
    for fold in sorted(set(folds.values())):
        others = [one for one in readings if folds[one.page_id] != fold]
        fitted = fit_terms(_gather(others), STRENGTHS[strength])
        for one in readings:
            if folds[one.page_id] == fold:
                terms = _list_terms(one.confidence, one.theme, one.indicator_id)
                before.append((one.confidence, one.right))
                after.append((move_stated(fitted, one.confidence, terms), one.right))
                pages.append(one.page_id)
    gains = [_lose(old) - _lose(new) for old, new in zip(before, after, strict=True)]
    return Gain(
        len(readings),
        len(folds),
        measure_calibration(before),
        measure_calibration(after),
        measure_loss(before),
        measure_loss(after),
        _bound_chance(gains, pages),
        strength,
    )


def _bound_chance(gains: Sequence[float], pages: Sequence[str]) -> float:
    """What the mean gain would pass one time in twenty if there were none: of single readings or of whole reports, whichever is more."""
    reports = len(set(pages))
    if reports < 2:
        return math.inf
    mean = sum(gains) / len(gains)
    together: dict[str, float] = {}
    for gain, page in zip(gains, pages, strict=True):
        together[page] = together.get(page, 0.0) + gain - mean
    apart = sum((gain - mean) ** 2 for gain in gains)
    grouped = sum(sum_**2 for sum_ in together.values()) * reports / (reports - 1)
    # Student's quantile by its expansion (Abramowitz and Stegun 26.7.5): few reports tell little of how reports scatter.
    freedom = reports - 1
    quantile = _Z + (_Z**3 + _Z) / (4 * freedom) + (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / (96 * freedom**2)
    return max(_Z * math.sqrt(apart), quantile * math.sqrt(grouped)) / len(gains)


def _gather(readings: Iterable[Reading]) -> list[Cell]:
    counts: dict[tuple[float, str, str], list[int]] = {}
    for one in readings:
        count = counts.setdefault((one.confidence, one.theme, one.indicator_id), [0, 0])
        count[0] += 1
        count[1] += one.right
    return [Cell(key[0], _list_terms(*key), judged, right) for key, (judged, right) in counts.items()]


def _list_terms(confidence: float, theme: str | None, indicator: str | None) -> tuple[Term, ...]:
    terms: list[Term] = [("all", ""), ("confidence", confidence)]
    if theme is not None:
        terms.append(("theme", theme))
    if indicator:
        terms.append(("indicator", indicator))
    return tuple(terms)


def _lose(pair: tuple[float, bool]) -> float:
    stated, right = pair
    return -math.log(max(stated if right else 1 - stated, 1e-6))


def _cut_folds(readings: Sequence[Reading]) -> dict[str, int]:
    """By report its fold: reports in the order of their digests, dealt out in turn."""
    pages = sorted({one.page_id for one in readings}, key=lambda page: hashlib.sha256(page.encode()).digest())
    return {page: n % FOLDS for n, page in enumerate(pages)}
