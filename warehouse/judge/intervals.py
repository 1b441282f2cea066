"""Shares with their intervals: Wilson's with continuity correction, narrowed where a good part of all there is was counted.

Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference. Journal of the American Statistical
Association 22, 209-212. Continuity: Newcombe, R. G. (1998): Two-sided confidence intervals for the single proportion. Statistics in
Medicine 17, 857-872, method 4: without it the true share of a warehouse that is nearly all right lies outside more often than
stated (8 of 100 samples of 300 instead of 5). Finite population: Cochran, W. G. (1977): Sampling Techniques, 3rd ed., 2.6 and 3.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959964
"""Two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, of a population of so many, and between what the share of the population lies."""

    right: int
    of: int
    population: int | None
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """None where nothing was counted."""
        return self.right / self.of if self.of else None

    def describe(self) -> str:
        """`97.0 %（94.4 至 98.4 %）`."""
        if self.share is None:
            return "—"
        return f"{self.share:.1%}（{self.low:.1%} 至 {self.high:.1%}）"


def measure_share(right: int, of: int, population: int | None = None, effect: float = 1.0) -> Share:
    """The share with its 95 % interval; `effect` is how much more the draw scatters than one of single things would.

    Nothing counted: 0 to 1. All of the population counted: the share itself.
    """
    if not of:
        return Share(right, of, population, 0.0, 1.0)
    share = right / of
    if population is not None and of >= population:
        return Share(right, of, population, share, share)
    weight = of / max(effect, 1.0)
    if population is not None:
        weight *= (population - 1) / (population - of)
    step = 1 / (2 * of)
    low = _bound(share - step, weight, -1) if right else 0.0
    high = _bound(share + step, weight, 1) if right < of else 1.0
    return Share(right, of, population, low, high)


def _bound(share: float, weight: float, side: int) -> float:
    """Wilson's bound below (-1) or above (1) of a share of so many."""
    spread = Z * math.sqrt(share * (1 - share) / weight + Z**2 / (4 * weight**2))
    return (share + Z**2 / (2 * weight) + side * spread) / (1 + Z**2 / weight)


def size_sample(population: int, half_width: float, expected: float = 0.95) -> int:
    """The fewest that must be drawn for an interval of this half width (0.02: two points either way) where so many are right.

    Raises ValueError for a half width that is none.
    """
    if not 0 < half_width < 0.5:
        raise ValueError("half width must lie between 0 and 0.5")
    low, high = 1, max(1, population)
    while low < high:
        middle = (low + high) // 2
        share = measure_share(round(expected * middle), middle, population)
        if (share.high - share.low) / 2 <= half_width:
            high = middle
        else:
            low = middle + 1
    return low


def measure_clustered(clusters: list[tuple[int, int]]) -> Share:
    """The share over whole clusters (right, of): paragraphs, whose figures are right or missed together.

    The scatter between clusters gives the design effect (Cochran, 6.4: the ratio estimator).
    """
    right, of = sum(one for one, _ in clusters), sum(all_ for _, all_ in clusters)
    counted = [(one, all_) for one, all_ in clusters if all_]
    if not of or len(counted) < 2 or right in (0, of):
        return measure_share(right, of)
    share = right / of
    scatter = sum((one - share * all_) ** 2 for one, all_ in counted) * len(counted) / (len(counted) - 1) / of**2
    return measure_share(right, of, effect=scatter / (share * (1 - share) / of))
