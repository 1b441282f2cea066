"""Passages that stand word for word in last year's report of the same region, or in a neighbour's of the same year.

Of each text the runs of 18 characters that begin at four of every thirteen places are kept in a table (`_COVER`): whatever two
texts have in common, shifted as it may be, one of thirteen places in a row is kept in both. A hit is extended to both sides. A
common run of thirty characters holds at least one of the kept runs, so none of that length is missed; shorter ones, set phrases
mostly, are dropped. What two texts have in common is looked for once for both.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import chain

from warehouse.derive.passages import Place

SHORTEST = 30
"""Characters, white space aside, from which a common run counts. The titles of laws stay below, set phrases of the centre
mostly too; a sentence of a report's own has 30 to 80."""
_COVER = (0, 1, 3, 9)
"""A difference cover: each number up to _STEP is the difference of two of these, counted around."""
_STEP = 13
_GRAM = SHORTEST - _STEP + 1
_AHEAD = 40
"""Characters that are compared at once with what follows; a longer run is compared _FAR bytes at a time."""
_FAR = 2048
_WIDTH = 4
"""Bytes of a character in UTF-32."""
_CHARACTER = 5
"""Digits of the number of bits of a character: 32."""
_BEFORE_BITS = _STEP << _CHARACTER
_AHEAD_BITS = _AHEAD << _CHARACTER
_PAD = 0x8000_0000
"""No character; each text has another one, so that no run goes on over an end."""
_NUMBER = 32
_LAST = (1 << _NUMBER) - 1
_BOTH = (1 << _NUMBER) + 1
# (what str.isspace calls space: \s and no other)
_DARK = re.compile(r"\S+")

Context = tuple[int, int, int]
"""Where a kept run begins, the characters before it, the nearest one in the highest digits, and those behind it likewise."""
Runs = dict[int, int]
"""Where a common run begins, in the upper digits, and where it ends: how much farther on it stands in the other text."""
Row = tuple[int, int, int, int, int, int, int]
"""A common run within one passage of the first text: COLUMNS; places in the stored texts."""
COLUMNS = ("section_seq", "section_chars", "chars", "char_start", "char_end", "other_char_start", "other_char_end")


@dataclass(slots=True)
class FoldedText:
    """A report's text without white space, and where its characters stand in the text as stored."""

    report_id: str
    folded: str
    pad: bytes
    """What stands around it when it is compared: no other text has the same."""
    begins: Sequence[int]
    """Where each stretch between white space begins in the folded text."""
    shifts: Sequence[int]
    """How much farther on it stands in the text as stored."""
    section_seqs: Sequence[int]
    """Of each passage, in text order, as what follows."""
    starts: Sequence[int]
    ends: Sequence[int]
    coded: bytes = b""
    """In UTF-32, with a pad of _STEP characters before it and one of _AHEAD behind."""
    grams: dict[str, int] = field(default_factory=dict)
    """The kept runs, and where each begins."""
    repeated: dict[str, list[int]] = field(default_factory=dict)
    """Where else it begins, if it does."""
    contexts: dict[str, list[Context]] = field(default_factory=dict)
    """Of the runs that were asked for (`read_contexts`)."""

    def prepare(self) -> None:
        """Keep the runs; texts that are compared with none need not."""
        if self.coded:
            return
        folded = self.folded
        self.coded = self.pad * _STEP + folded.encode("utf-32-be") + self.pad * _AHEAD
        kept = [range(first, len(folded) - _GRAM + 1, _STEP) for first in _COVER]
        grams = [folded[place : place + _GRAM] for places in kept for place in places]
        self.grams = dict(zip(grams, chain.from_iterable(kept), strict=True))
        if len(self.grams) < len(grams):
            last = self.grams
            for gram, place in zip(grams, chain.from_iterable(kept), strict=True):
                if last[gram] != place:
                    self.repeated.setdefault(gram, []).append(place)

    def locate(self, first: int, last: int) -> tuple[int, int]:
        """Where a run of folded characters stands in the text as stored."""
        begins, shifts = self.begins, self.shifts
        number = bisect_right(begins, first) - 1
        if number + 1 < len(begins) and begins[number + 1] < last:
            return first + shifts[number], last + shifts[bisect_left(begins, last) - 1]
        return first + shifts[number], last + shifts[number]

    def read_contexts(self, grams: Set[str]) -> dict[str, list[Context]]:
        """Of each place of these kept runs."""
        contexts, places = self.contexts, self.grams
        for gram in grams - contexts.keys():
            contexts[gram] = [self._read_context(places[gram])]
            for place in self.repeated.get(gram, ()):
                contexts[gram].append(self._read_context(place))
        return contexts

    def _read_context(self, place: int) -> Context:
        coded, first = self.coded, place * _WIDTH
        behind = first + (_STEP + _GRAM) * _WIDTH
        return (
            place,
            # (a pad of _STEP characters stands before the text)
            int.from_bytes(coded[first : first + _STEP * _WIDTH], "little"),
            int.from_bytes(coded[behind : behind + _AHEAD * _WIDTH], "big"),
        )


def fold_report(number: int, report_id: str, text: str, passages: Sequence[Place]) -> FoldedText:
    """The text made ready for comparison with others that have other numbers."""
    stretches = [(run.start(), run[0]) for run in _DARK.finditer(text)]
    begins = [0]
    for _, stretch in stretches:
        begins.append(begins[-1] + len(stretch))

    def fold_place(place: int) -> int:
        at = bisect_left(stretches, (place,)) - 1
        return min(begins[at] + place - stretches[at][0], begins[at + 1]) if at >= 0 else 0

    return FoldedText(
        report_id,
        "".join(stretch for _, stretch in stretches),
        (_PAD + number).to_bytes(_WIDTH, "big"),
        begins[:-1],
        [start - begin for (start, _), begin in zip(stretches, begins, strict=False)],
        [passage.section_seq for passage in passages],
        [fold_place(passage.char_start) for passage in passages],
        [fold_place(passage.char_end) for passage in passages],
    )


def find_runs(one: FoldedText, other: FoldedText) -> tuple[Runs, Runs]:
    """The longest runs of at least SHORTEST characters that two texts have in common, told of the one and of the other.

    Two stretches differ where the digits of their numbers do: the highest that differs tells how far they are equal, in a tenth
    of the time that it takes to compare character by character.
    """
    one.prepare()
    other.prepare()
    here: Runs = {}
    there: Runs = {}
    common = one.grams.keys() & other.grams.keys()
    contexts, other_contexts = one.read_contexts(common), other.read_contexts(common)
    for gram in common:
        others = other_contexts[gram]
        for place, before, ahead in contexts[gram]:
            for other_place, other_before, other_ahead in others:
                differing = before ^ other_before
                if not differing:
                    continue  # (a kept run that begins _STEP characters before leads to the same)
                first = place - (_BEFORE_BITS - differing.bit_length() >> _CHARACTER)
                equal = _AHEAD_BITS - (ahead ^ other_ahead).bit_length() >> _CHARACTER
                last = place + _GRAM + equal
                if last - first < SHORTEST:
                    continue
                shift = other_place - place
                if equal == _AHEAD:
                    last += _look_far(one.coded, last, other.coded, last + shift)
                run = (first << _NUMBER) + last
                # (of runs that begin and end at the same places one stands for all, whichever it is found by)
                if here.get(run, shift) >= shift:
                    here[run] = shift
                run += shift * _BOTH
                if there.get(run, -shift) >= -shift:
                    there[run] = -shift
    return here, there


def _look_far(one: bytes, place: int, other: bytes, other_place: int) -> int:
    """How many characters are equal from these places on."""
    first, other_first = (place + _STEP) * _WIDTH, (other_place + _STEP) * _WIDTH
    start = first
    while one[first : first + _FAR] == other[other_first : other_first + _FAR]:
        first += _FAR
        other_first += _FAR
    size = min(len(one) - first, len(other) - other_first, _FAR)
    number = int.from_bytes(one[first : first + size], "big")
    differing = number ^ int.from_bytes(other[other_first : other_first + size], "big")
    return (first - start) // _WIDTH + (8 * size - differing.bit_length() >> _CHARACTER)


def place_runs(text: FoldedText, runs: Runs, other: FoldedText) -> list[Row]:
    """What is told of the runs that `find_runs` gives: the earliest first, each beginning where the one before ends.

    A run that crosses from one passage into the next is cut there, and what falls below SHORTEST is dropped.
    """
    starts, ends = text.starts, text.ends
    rows: list[Row] = []
    covered = 0
    for run, shift in sorted(runs.items()):
        last = run & _LAST
        if last - covered < SHORTEST:
            continue
        first = max(run >> _NUMBER, covered)
        if last - first < SHORTEST:
            continue
        covered = last
        number = max(bisect_right(starts, first) - 1, 0)
        while number < len(starts) and starts[number] < last:
            start, end = starts[number], ends[number]
            begin, stop = max(first, start), min(last, end)
            if stop - begin >= SHORTEST:
                places = text.locate(begin, stop) + other.locate(begin + shift, stop + shift)
                rows.append((text.section_seqs[number], end - start, stop - begin, *places))
            number += 1
    return rows
