"""Words that tell numbers apart, by their kind: seeds/number_words.csv."""

from __future__ import annotations

from functools import cache

from parsers.seed import read_seed
from parsers.text.alternatives import any_of


@cache
def list_words(kind: str) -> tuple[str, ...]:
    """The words of a kind, in the order of the table."""
    return tuple(row["word"] for row in read_seed("number_words.csv") if row["kind"] == kind)


@cache
def any_act() -> str:
    """An expression for any verb of seeds/acts.csv, the longest first."""
    return any_of({word for row in read_seed("acts.csv") for word in row["words"].split("|")})


@cache
def any_word(kind: str) -> str:
    """An expression for any word of a kind, the longest first."""
    return any_of(list_words(kind))
