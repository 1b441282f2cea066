"""The words of a text with what they can be in a frame, asked by place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from parsers.frames.words import Meaning

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the lexicon where it stands."""

    start: int
    end: int
    meaning: Meaning


class Tokens:
    """The tokens of one text. `hits`: (start, end, meaning) by their end, of those that end together the longest first."""

    def __init__(self, hits: Iterable[tuple[int, int, Meaning]]) -> None:
        self._ending: dict[int, list[tuple[int, int, Meaning]]] = {}
        for hit in hits:
            self._ending.setdefault(hit[1], []).append(hit)

    @cached_property
    def _ordered(self) -> list[tuple[int, int, Meaning]]:
        return sorted((hit for hits in self._ending.values() for hit in hits), key=lambda hit: (hit[0], -hit[1]))

    @cached_property
    def _starts(self) -> list[int]:
        return [hit[0] for hit in self._ordered]

    def head_ending(self, end: int, floor: int) -> Token | None:
        """The longest noun that ends here and begins at `floor` or later."""
        for start, _, meaning in self._ending.get(end, ()):
            if meaning.head and start >= floor:
                return Token(start, end, meaning)
        return None

    def act_ending(self, end: int, floor: int) -> Token | None:
        """The longest verb that ends here and begins at `floor` or later."""
        for start, _, meaning in self._ending.get(end, ()):
            if meaning.act and start >= floor:
                return Token(start, end, meaning)
        return None

    def inside(self, span: Span) -> list[Token]:
        """The tokens that lie wholly inside the span, by their start; of those that begin together the longest first."""
        start, end = span
        if start >= end:
            return []
        low = bisect_left(self._starts, start)
        high = bisect_left(self._starts, end, low)
        return [Token(*hit) for hit in self._ordered[low:high] if hit[1] <= end]

    def uncovered(self, span: Span) -> list[Token]:
        """The tokens inside the span that no other one covers: 检查 of 执法检查 is none of its own."""
        kept: list[Token] = []
        reach = -1
        for token in self.inside(span):
            if token.end > reach:
                kept.append(token)
                reach = token.end
        return kept
