"""Any of several words as one expression."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """An expression for any of the words as they are written, the longest first: 行政处罚决定 before 行政处罚."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
