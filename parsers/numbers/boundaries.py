"""Where sentences, clauses, brackets and rows of a text begin and end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from operator import sub

from parsers.records import Quantity
from parsers.text.expressions import expression

Span = tuple[int, int]

_SENTENCE_END = frozenset("。!?\n")
_BRACKET = expression(r"\([^()\n]{2,120}\)")
_CLAUSE_END = expression(r"[,;:。!?\n]")


# PM2.5浓度从41降至35微克/立方米、PM10浓度从80降至66微克/立方米: each pair of from and to is a clause
_NEXT_PAIR = expression(r"、(?=[^,;:。、\n]{2,20}?[由从][^,;:。、\n由从]{0,8}\d)")
_PAIR = expression(r"[由从][^,;。、\n由从]{0,8}?\d[^,;。、\n]{0,24}?[至到为][^,;。、\n\d]{0,8}\d[^,;。、\n]{0,20}\Z")
_LONGEST_PAIR = 60


def _part_pairs(folded: str, blocked: bytearray) -> list[int]:
    """One past each mark that stands between two pairs of from and to."""
    return [
        match.end()
        for match in _NEXT_PAIR.finditer(folded)
        if not blocked[match.start()] and _PAIR.search(folded, max(0, match.start() - _LONGEST_PAIR), match.start())
    ]


def find_boundaries(folded: str, blocked: bytearray) -> tuple[list[int], list[int]]:
    """Where sentences and where clauses begin: one past each mark that ends one."""
    sentences: list[int] = []
    clauses: list[int] = []
    for match in _CLAUSE_END.finditer(folded):
        at = match.start()
        mark = folded[at]
        # 1:2 and 12:30 hold no clause boundary, nor does a colon or comma inside 《》 or “”; a line break always ends.
        if not blocked[at] or mark == "\n":
            clauses.append(at + 1)
            if mark in _SENTENCE_END:
                sentences.append(at + 1)
    if pairs := _part_pairs(folded, blocked):
        clauses = sorted({*clauses, *pairs})
    return sentences, clauses


def bound(starts: list[int], length: int, most: int) -> list[int]:
    """The starts, with more of them where a stretch without any is longer than a sentence can be."""
    if max(map(sub, [*starts[1:], length], starts), default=0) <= most:
        return starts
    bounded: list[int] = []
    for start, following in pairwise([*starts, length]):
        bounded.extend(range(start, max(following, start + 1), most))
    return bounded


def span_of(starts: list[int], at: int, length: int) -> Span:
    """The stretch between two of the starts that holds `at`."""
    index = bisect_right(starts, at) - 1
    return starts[index], starts[index + 1] if index + 1 < len(starts) else length


def brackets_with_figures(folded: str, quantities: list[Quantity]) -> list[Span]:
    """Brackets that hold a figure of their own: 35件(其中败诉2件); not 废止(失效)92件, nor the (次) of 23件(次)."""
    found = []
    starts = [quantity.char_start for quantity in quantities]
    for match in _BRACKET.finditer(folded):
        a, b = match.span()
        first = bisect_right(starts, a)
        if first < len(quantities) and quantities[first].char_end <= b:
            found.append((a, b - 1))
    return found


def bracket_around(brackets: list[Span], at: int) -> Span | None:
    """The bracket, from its first to its last mark, that holds `at`."""
    index = bisect_left(brackets, (at, at)) - 1
    return brackets[index] if index >= 0 and at < brackets[index][1] else None


def find_rows(quantities: list[Quantity], clause_starts: list[int], brackets: list[Span]) -> list[list[int]]:
    """For each figure the figures of its comma clause (those in brackets apart from those outside)."""
    keys = []
    for quantity in quantities:
        bracket = bracket_around(brackets, quantity.char_start)
        keys.append((bisect_right(clause_starts, quantity.char_start), bracket[0] if bracket else -1))
    groups: dict[tuple[int, int], list[int]] = {}
    for n, key in enumerate(keys):
        groups.setdefault(key, []).append(n)
    return [groups[key] for key in keys]
