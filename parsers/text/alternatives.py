"""Words side by side: any of several as one expression, and what the end of one shares with the beginning of the next."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """An expression for any of the words as they are written, the longest first: 行政处罚决定 before 行政处罚."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def measure_overlap(before: str, behind: str, fewest: int = 2) -> int:
    """How many characters, so many at least, `behind` begins with that `before` ends in; 0 for none: 2 of 行政处罚 and 处罚决定."""
    longest = min(len(before), len(behind))
    return next((n for n in range(longest, fewest - 1, -1) if before.endswith(behind[:n])), 0)
