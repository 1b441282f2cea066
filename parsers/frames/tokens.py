"""The words of a text with what they can be in a frame, asked by place."""

from __future__ import annotations

from bisect import bisect_left
from operator import itemgetter
from typing import NamedTuple

from parsers.frames.words import Meaning

Span = tuple[int, int]


class Token(NamedTuple):
    """A word of the lexicon where it stands."""

    start: int
    end: int
    meaning: Meaning


class Tokens:
    """The tokens of one text, given by their end, of those that end together the longest first."""

    def __init__(self, tokens: list[Token]) -> None:
        self._ending = tokens
        self._ends = [token[1] for token in tokens]
        # (by their start alone, and stably: of those that begin together the one that ends last stays first)
        backwards = tokens[::-1]
        backwards.sort(key=itemgetter(0))
        self._ordered = backwards
        self._starts = [token[0] for token in self._ordered]
        self._audiences = [token for token in self._ordered if token[2].audience]
        self._audience_starts = [token[0] for token in self._audiences]
        self._uncovered: dict[Span, list[Token]] = {}
        self._acts: dict[Span, list[Token]] = {}

    def head_ending(self, end: int, floor: int) -> Token | None:
        """The longest noun that ends here and begins at `floor` or later."""
        for n in range(bisect_left(self._ends, end), len(self._ends)):
            token = self._ending[n]
            if token.end != end:
                break
            if token.meaning.head and token.start >= floor:
                return token
        return None

    def act_ending(self, end: int, floor: int) -> Token | None:
        """The longest verb that ends here and begins at `floor` or later."""
        for n in range(bisect_left(self._ends, end), len(self._ends)):
            token = self._ending[n]
            if token.end != end:
                break
            if token.meaning.act and token.start >= floor:
                return token
        return None

    def inside(self, span: Span) -> list[Token]:
        """The tokens that lie wholly inside the span, by their start; of those that begin together the longest first."""
        start, end = span
        if start >= end:
            return []
        low = bisect_left(self._starts, start)
        high = bisect_left(self._starts, end, low)
        return [token for token in self._ordered[low:high] if token[1] <= end]

    def uncovered(self, span: Span) -> list[Token]:
        """The tokens inside the span that no other one covers: 检查 of 执法检查 is none of its own."""
        known = self._uncovered.get(span)
        if known is None:
            known = self._uncovered[span] = []
            reach, end = -1, span[1]
            low = bisect_left(self._starts, span[0])
            for token in self._ordered[low : bisect_left(self._starts, end, low)]:
                if reach < token[1] <= end:
                    known.append(token)
                    reach = token[1]
        return known

    def acts(self, span: Span) -> list[Token]:
        """The verbs inside the span that no other word covers."""
        known = self._acts.get(span)
        if known is None:
            known = self._acts[span] = [token for token in self.uncovered(span) if token[2].act]
        return known

    def last_audience(self, span: Span, but: Token | None) -> str:
        """The class of the last audience inside the span that is not the word `but`; empty where there is none."""
        for index in range(bisect_left(self._audience_starts, span[1]) - 1, -1, -1):
            token = self._audiences[index]
            if token.start < span[0]:
                break
            if token.end <= span[1] and not (but and token.start == but.start and token.end == but.end):
                return self._find_cover(index, span).meaning.audience
        return ""

    def _find_cover(self, index: int, span: Span) -> Token:
        """The audience at this place of the list, or the longer one that it ends: 职工 of 企业职工, 群众 of 干部群众."""
        token = self._audiences[index]
        for longer in self._audiences[max(0, index - _MOST_INSIDE) : index]:
            if longer.end >= token.end and longer.start >= span[0]:
                return longer
        return token


_MOST_INSIDE = 3
"""Words that may begin inside a longer one, before the last of them."""
