"""Words that tell numbers apart, by their kind: seeds/number_words.csv."""

from __future__ import annotations

import re
from functools import cache

from parsers.seed import read_seed


@cache
def list_words(kind: str) -> tuple[str, ...]:
    """The words of a kind, in the order of the table."""
    return tuple(row["word"] for row in read_seed("number_words.csv") if row["kind"] == kind)


@cache
def any_word(kind: str) -> str:
    """An expression for any word of a kind, the longest first."""
    return "|".join(sorted(map(re.escape, list_words(kind)), key=len, reverse=True))
