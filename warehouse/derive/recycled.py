"""Passages that stand word for word in last year's report of the same region, or in a neighbour's of the same year.

Found as rsync finds equal blocks: of one text only every eighth run of 23 characters is kept in a table; of the other every
run is looked up, and a hit is extended to both sides. A common run of thirty characters holds at least one of the kept runs,
so none of that length is missed; shorter ones, set phrases mostly, are seldom hit.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from warehouse.derive.passages import Place

SHORTEST = 30
"""Characters, white space aside, from which a common run counts. The titles of laws stay below, set phrases of the centre
mostly too; a sentence of a report's own has 30 to 80."""
_STEP = 8
_GRAM = SHORTEST - _STEP + 1
_BACK = _STEP - 1
"""Characters that a run may have before the first of its kept runs: with more, the kept run before that was in it too."""
_AHEAD = 33
"""Characters that are compared at once with what follows."""
_NUMBER = 32
_PLACE = (1 << _NUMBER) - 1
"""Above these digits of a place stands its text's number."""
_WIDTH = 4
"""Bytes of a character in UTF-32, of which no pad is one."""
_PAD = b"\xff\xff\xff\xff"
_BITS = 8 * _WIDTH
_BEFORE = (1 << _BACK * _BITS) - 1
_OTHER_PAD = b"\xfe\xff\xff\xff"
# (what str.isspace calls space: \s and no other)
_DARK = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A report's text without white space, and where its characters stand in the text as stored."""

    report_id: str
    folded: str
    coded: bytes
    """The same in UTF-32."""
    begins: Sequence[int]
    """Where each stretch between white space begins in the folded text."""
    shifts: Sequence[int]
    """How much farther on it stands in the text as stored."""
    section_seqs: Sequence[int]
    """Of each passage, in text order, as what follows."""
    starts: Sequence[int]
    ends: Sequence[int]

    def locate(self, place: int) -> int:
        """Where a folded character stands in the text as stored."""
        return place + self.shifts[bisect_right(self.begins, place) - 1]


@dataclass(frozen=True, slots=True)
class CommonRun:
    """A run of characters that two texts have in common, within one passage of the first; places in the stored texts."""

    other_report_id: str
    section_seq: int
    section_chars: int
    chars: int
    char_start: int
    char_end: int
    other_char_start: int
    other_char_end: int


@dataclass(frozen=True, slots=True)
class GramTable:
    """Every eighth run of 23 characters of some texts, with its places: the text's number in the upper digits, see `_NUMBER`."""

    texts: Sequence[FoldedText]
    coded: Sequence[bytes]
    places: dict[str, list[int]]


def fold_report(report_id: str, text: str, passages: Sequence[Place]) -> FoldedText:
    """The text made ready for comparison."""
    stretches = [(run.start(), run[0]) for run in _DARK.finditer(text)]
    begins = [0]
    for _, stretch in stretches:
        begins.append(begins[-1] + len(stretch))

    def fold_place(place: int) -> int:
        number = bisect_left(stretches, (place,)) - 1
        return min(begins[number] + place - stretches[number][0], begins[number + 1]) if number >= 0 else 0

    folded = "".join(stretch for _, stretch in stretches)
    return FoldedText(
        report_id,
        folded,
        folded.encode("utf-32-le"),
        begins[:-1],
        [start - begin for (start, _), begin in zip(stretches, begins, strict=False)],
        [passage.section_seq for passage in passages],
        [fold_place(passage.char_start) for passage in passages],
        [fold_place(passage.char_end) for passage in passages],
    )


def tabulate_grams(texts: Sequence[FoldedText]) -> GramTable:
    """The table of these texts."""
    places: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        folded, upper = text.folded, number << _NUMBER
        for start in range(0, len(folded) - _GRAM + 1, _STEP):
            places.setdefault(folded[start : start + _GRAM], []).append(upper + start)
    return GramTable(texts, [_pad(text, _OTHER_PAD) for text in texts], places)


def list_grams(text: FoldedText) -> list[str]:
    """All runs of 23 characters of a text, to be looked up in tables."""
    folded = text.folded
    return [folded[start : start + _GRAM] for start in range(len(folded) - _GRAM + 1)]


def find_common_runs(
    text: FoldedText, grams: Sequence[str], table: GramTable, skipped: Collection[int] = ()
) -> list[CommonRun]:
    """The runs of at least SHORTEST characters that the text has in common with others of the table, text by text.

    `grams` are the text's, `skipped` the numbers of texts that it is not compared with. Runs with one other text do not overlap.
    A run that crosses from one passage into the next is cut there, and what falls below SHORTEST is dropped.
    """
    found: dict[int, list[tuple[int, int, int]]] = {}
    done: dict[int, int] = {}
    places, coded = table.places, _pad(text, _PAD)
    for start in compress(range(len(grams)), map(places.__contains__, grams)):
        window = None
        for numbered in places[grams[start]]:
            # (number and shift of a run in one: no text is so long that two were the same)
            if done.get(numbered - start, -1) >= start:
                continue
            number, place = numbered >> _NUMBER, numbered & _PLACE
            if number in skipped:
                continue
            window = window or _read_window(coded, start)
            first, last = _extend(coded, start, window, table.coded[number], place)
            done[numbered - start] = last
            if last - first >= SHORTEST:
                found.setdefault(number, []).append((first, last, place - start))
    runs: list[CommonRun] = []
    for number, pieces in found.items():
        covered = 0
        for begin, last, shift in sorted(pieces):
            first = max(begin, covered)
            if last - first >= SHORTEST:
                covered = last
                runs.extend(_place_run(text, first, last, shift, table.texts[number]))
    return runs


def _pad(text: FoldedText, pad: bytes) -> bytes:
    return pad * _BACK + text.coded + pad * _AHEAD


def _read_window(coded: bytes, start: int) -> int:
    """The gram that starts there, with _BACK characters before and _AHEAD behind it, as a number: its lowest digits come first."""
    return int.from_bytes(coded[start * _WIDTH : (start + _BACK + _GRAM + _AHEAD) * _WIDTH], "little")


def _extend(one: bytes, start: int, window: int, other: bytes, place: int) -> tuple[int, int]:
    """First and last (exclusive) place in `one` of the longest common run through the equal grams at these places.

    Two windows differ where their bits do: the lowest and the highest that differ tell how far they are equal, in a tenth of the
    time that it takes to compare character by character. The pads differ, so that no run goes on over an end.
    """
    differing = window ^ _read_window(other, place)
    before = differing & _BEFORE
    first = start - _BACK + (before.bit_length() + _BITS - 1) // _BITS
    last = start + _GRAM
    behind = differing >> (_BACK + _GRAM) * _BITS
    while not behind:
        last += _AHEAD
        behind = _read_ahead(one, last) ^ _read_ahead(other, last + place - start)
    return first, last + ((behind & -behind).bit_length() - 1) // _BITS


def _read_ahead(coded: bytes, start: int) -> int:
    return int.from_bytes(coded[(start + _BACK) * _WIDTH : (start + _BACK + _AHEAD) * _WIDTH], "little")


def _place_run(text: FoldedText, first: int, last: int, shift: int, other: FoldedText) -> Iterator[CommonRun]:
    number = max(bisect_right(text.starts, first) - 1, 0)
    while number < len(text.starts) and text.starts[number] < last:
        start, end = text.starts[number], text.ends[number]
        begin, stop = max(first, start), min(last, end)
        if stop - begin >= SHORTEST:
            yield CommonRun(
                other_report_id=other.report_id,
                section_seq=text.section_seqs[number],
                section_chars=end - start,
                chars=stop - begin,
                char_start=text.locate(begin),
                char_end=text.locate(stop - 1) + 1,
                other_char_start=other.locate(begin + shift),
                other_char_end=other.locate(stop + shift - 1) + 1,
            )
        number += 1
