"""Stated confidence moved towards what was counted: a logistic regression on the statement, each of its terms drawn towards none.

Platt (1999): Probabilistic outputs for support vector machines; with a term for each confidence, theme and indicator, whose
prior is normal around none (Gelman, Hill 2007: Data analysis using regression and multilevel models, 14): a group of which
little is judged stays with the wider one, and all of it with the statement.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Term = tuple[str, float | str]
"""What it is a term of (`all`, `confidence`, `theme`, `indicator`), and which of them."""

_LEAST = 0.001
"""No statement is surer than this of being right or wrong: one counter-example would have to move it for ever."""
_SWEEPS = 50
_STILL = 1e-4


class Cell(NamedTuple):
    """Judged readings that are alike in all that is looked at."""

    stated: float
    terms: tuple[Term, ...]
    judged: int
    right: int


def fit_terms(cells: Sequence[Cell], deviations: Mapping[str, float]) -> dict[Term, float]:
    """By term how far it moves the logit, the likeliest; only terms of the kinds in `deviations`, their priors' deviations.

    One term after the other (coordinate ascent): the function is concave, so the order decides nothing but the digits, and it is
    the same whatever the order of the cells.
    """
    cells = sorted(cells, key=str)
    members: dict[Term, list[int]] = {}
    for n, cell in enumerate(cells):
        for term in cell.terms:
            if term[0] in deviations:
                members.setdefault(term, []).append(n)
    logits = [find_logit(cell.stated) for cell in cells]
    fitted = dict.fromkeys(sorted(members, key=str), 0.0)
    for _ in range(_SWEEPS):
        most = 0.0
        for term in fitted:
            step = _find_step(cells, logits, members[term], fitted[term], deviations[term[0]])
            fitted[term] += step
            for n in members[term]:
                logits[n] += step
            most = max(most, abs(step))
        if most < _STILL:
            break
    return fitted


def move_stated(fitted: Mapping[Term, float], stated: float, terms: Sequence[Term]) -> float:
    """The confidence of what has these terms, in (0, 1); as stated where none of them was fitted."""
    moved = [fitted[term] for term in terms if term in fitted]
    return _find_share(find_logit(stated) + sum(moved)) if moved else stated


def find_logit(share: float) -> float:
    """The logarithm of the odds, of at least 1 to 999 either way."""
    share = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(share / (1 - share))


def _find_share(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _find_step(
    cells: Sequence[Cell], logits: Sequence[float], members: Sequence[int], at: float, deviation: float
) -> float:
    """Newton's, no longer than one."""
    slope, curve = -at / deviation**2, 1 / deviation**2
    for n in members:
        share = _find_share(logits[n])
        slope += cells[n].right - cells[n].judged * share
        curve += cells[n].judged * share * (1 - share)
    return max(-1.0, min(1.0, slope / curve))
