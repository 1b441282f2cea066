"""The sums of many rows of weights, all classes at once: plain Python, and still some millionths of a second for a figure."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence

Row = tuple[Sequence[int], Sequence[int]]
"""Classes by their number, and the weight of a feature for each, in hundredths."""

_BITS = 16
_ZERO = 1 << 14
"""Nothing in a lane."""
_HIGH = 1 << 15
"""The bit of a lane that no sum reaches."""
_MOST = _ZERO - (1 << 10)
"""How far the weights of a figure may reach together: a sum and a margin stay between 0 and `_HIGH`. In 34 reports it is 9,173 at most."""
MOST_MARGIN = 1000
"""In hundredths, as all here."""


class Lanes:
    """Rows of weights, each laid out as one integer with a lane of 16 bits for each class, so that to add a row is one addition instead of hundreds.

    Above all classes lies how far the row reaches, the largest of its weights: added up like them, it tells whether a lane can have run over.
    """

    def __init__(self, bias: Sequence[int], rows: dict[str, Row]) -> None:
        self._many = len(bias)
        self._ones = sum(1 << _BITS * n for n in range(self._many))
        self._laid = _Laid(rows, self._many)
        self._start = self._ones * _ZERO + _lay(enumerate(bias), self._many)

    def add(self, features: Iterable[str]) -> int | None:
        """The sums of the rows of these features; None where they reach too far (a clause of some hundred words)."""
        whole = sum(map(self._laid.__getitem__, features), self._start)
        return whole if whole >> _BITS * self._many < _MOST else None

    def part(self, whole: int) -> list[int]:
        """The sums, in hundredths, class by class."""
        lanes = array("H", whole.to_bytes(_BITS // 8 * (self._many + 1), "little"))
        if sys.byteorder == "big":
            lanes.byteswap()
        return [lane - _ZERO for lane in lanes[: self._many]]

    def mask(self, classes: Iterable[int]) -> int:
        """These classes, for `has_above`."""
        return sum(_HIGH << _BITS * n for n in classes)

    def has_above(self, whole: int, rival: int, margin: int, mask: int) -> bool:
        """Whether one of the classes of a mask lies above a rival by a margin (in hundredths, `MOST_MARGIN` at most) or more."""
        bound = (whole >> _BITS * rival) % (1 << _BITS) + margin
        return (whole + (_HIGH - bound) * self._ones) & mask != 0


class _Laid(dict[str, int]):
    """The rows that have been asked: most features of a text have come before. All together take 12 MB."""

    def __init__(self, rows: dict[str, Row], many: int) -> None:
        self._rows = rows
        self._many = many

    def __missing__(self, feature: str) -> int:
        row = self._rows.get(feature)
        if row is None:
            return 0
        laid = self[feature] = _lay(zip(*row, strict=True), self._many)
        return laid


def _lay(row: Iterable[tuple[int, int]], many: int) -> int:
    """A row as one integer: where a weight is below nothing its lane borrows from the next, and what the sum starts with gives it back."""
    pairs = list(row)
    reach = max([abs(weight) for _, weight in pairs], default=0)
    return sum([weight << _BITS * n for n, weight in pairs], reach << _BITS * many)
