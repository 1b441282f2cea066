"""Passages that stand word for word in last year's report of the same region, or in a neighbour's of the same year.

Found as rsync finds equal blocks: of one text only every sixteenth run of fifteen characters is kept in a table; of the
other every run is looked up, and a hit is extended to both sides. A common run of thirty characters holds at least one of
the kept runs, so none of that length is missed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from warehouse.derive.passages import Place

SHORTEST = 30
"""Characters, white space aside, from which a common run counts. The titles of laws stay below, set phrases of the centre
mostly too; a sentence of a report's own has 30 to 80."""
_STEP = 16
_GRAM = SHORTEST - _STEP + 1
_LEAP = 32
"""Characters compared at once while a run goes on."""
# (what str.isspace calls space: \s and no other)
_DARK = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A report's text without white space, and where its characters stand in the text as stored."""

    report_id: str
    folded: str
    places: Sequence[int]
    passages: Sequence[Place]


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


GramTable = dict[str, list[tuple[FoldedText, int]]]


def fold_report(report_id: str, text: str, passages: Sequence[Place]) -> FoldedText:
    """The text made ready for comparison."""
    folded: list[str] = []
    places: list[int] = []
    for run in _DARK.finditer(text):
        folded.append(run[0])
        places += range(*run.span())
    return FoldedText(report_id, "".join(folded), places, passages)


def tabulate_grams(texts: Sequence[FoldedText]) -> GramTable:
    """Every sixteenth run of fifteen characters of these texts, with its places."""
    table: GramTable = {}
    for text in texts:
        for start in range(0, len(text.folded) - _GRAM + 1, _STEP):
            table.setdefault(text.folded[start : start + _GRAM], []).append((text, start))
    return table


def find_common_runs(text: FoldedText, table: Mapping[str, Sequence[tuple[FoldedText, int]]]) -> list[CommonRun]:
    """The runs of at least SHORTEST characters that the text has in common with others of the table, text by text.

    Runs with one other text do not overlap. A run that crosses from one passage into the next is cut there, and what
    falls below SHORTEST is dropped.
    """
    found: dict[str, list[tuple[int, int, int, FoldedText]]] = {}
    done: dict[tuple[str, int], int] = {}
    folded = text.folded
    # (most runs are in no other text: what is asked of each is one look into the table)
    for start in [start for start in range(len(folded) - _GRAM + 1) if folded[start : start + _GRAM] in table]:
        for other, place in table[folded[start : start + _GRAM]]:
            diagonal = (other.report_id, place - start)
            if other.report_id == text.report_id or done.get(diagonal, -1) >= start:
                continue
            first, last = _extend(folded, start, other.folded, place)
            done[diagonal] = last
            if last - first >= SHORTEST:
                found.setdefault(other.report_id, []).append((first, last, place - start, other))
    runs: list[CommonRun] = []
    for pieces in found.values():
        covered = 0
        for begin, last, shift, other in sorted(pieces, key=lambda piece: piece[:3]):
            first = max(begin, covered)
            if last - first >= SHORTEST:
                covered = last
                runs.extend(_place_run(text, first, last, shift, other))
    return runs


def _extend(one: str, start: int, other: str, place: int) -> tuple[int, int]:
    """First and last (exclusive) place in `one` of the longest common run through these places."""
    back, most = 0, min(start, place)
    while back < most and one[start - back - 1] == other[place - back - 1]:
        back += 1
    ahead, most = _GRAM, min(len(one) - start, len(other) - place)
    while (
        ahead + _LEAP <= most
        and one[start + ahead : start + ahead + _LEAP] == other[place + ahead : place + ahead + _LEAP]
    ):
        ahead += _LEAP
    while ahead < most and one[start + ahead] == other[place + ahead]:
        ahead += 1
    return start - back, start + ahead


def _place_run(text: FoldedText, first: int, last: int, shift: int, other: FoldedText) -> Iterator[CommonRun]:
    for passage in text.passages:
        start, end = bisect_left(text.places, passage.char_start), bisect_left(text.places, passage.char_end)
        begin, stop = max(first, start), min(last, end)
        if stop - begin >= SHORTEST:
            yield CommonRun(
                other_report_id=other.report_id,
                section_seq=passage.section_seq,
                section_chars=end - start,
                chars=stop - begin,
                char_start=text.places[begin],
                char_end=text.places[stop - 1] + 1,
                other_char_start=other.places[begin + shift],
                other_char_end=other.places[stop + shift - 1] + 1,
            )
