"""The figures of a text as the second opinion sees them, and what it is taught: the catalogue's examples and the annotated texts.

It is asked apart from reading, when somebody looks (review, explain, `--unmapped`, learn): of every figure it would make reading half
as dear again (0.34 ms a figure, of which a report has 60 to 90).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from parsers.figures.facts import find_quantities
from parsers.figures.reading import Reading, Sighting, open_reading
from parsers.naming.trace import name_concepts
from parsers.numbers.boundaries import Span
from parsers.opinion.counts import Counts, Model, Opinion
from parsers.opinion.wording import Wording, list_features
from parsers.outline.sections import read_sections
from parsers.records import Metadata, Quantity, Section
from parsers.seed import read_seed

ANNOTATED = "annotated.jsonl"
"""Annotated texts of our own (`tests/gold`), beside the model: written by `python -m tests.write_annotated`."""

_MARK = "〔"
_PLAIN = Metadata(year=2022, level="county")
"""What a sentence alone is read as: neither the year nor the level changes what a figure is named."""

Mark = tuple[int, int, list[str]]
"""Start and end of a figure, and the indicators that it takes."""


class Worded(NamedTuple):
    """A figure of a text: where it stands, and how it is said, once for each thing that it is said of."""

    char_start: int
    char_end: int
    wordings: tuple[Wording, ...]
    named: tuple[str | None, ...]
    """What the rules name it, for each wording."""


def word_figures(
    text: str,
    sections: tuple[Section, ...],
    metadata: Metadata,
    keep: Callable[[Quantity], bool] = lambda quantity: True,
) -> list[Worded]:
    """How each figure outside tables that `keep` says yes to is said, in the order of the text."""
    reading, figures = open_reading(text, find_quantities(text)[0], sections, metadata)
    return [
        Worded(
            sightings[0].quantity.char_start,
            sightings[0].quantity.char_end,
            tuple(word_sighting(reading, sighting) for sighting in sightings),
            tuple(sighting.match.indicator_id if sighting.match else None for sighting in sightings),
        )
        for sightings in figures
        if keep(sightings[0].quantity)
    ]


def word_sighting(reading: Reading, sighting: Sighting) -> Wording:
    """How a figure is said in one of its meanings."""
    clause, frame, change, quantity = sighting.clause, sighting.frame, sighting.change, sighting.quantity

    def cut(span: Span | None) -> str:
        return reading.folded[slice(*span)] if span else ""

    kind = change.kind if change else "rank" if quantity.ordinal else "level"
    said = clause.earlier[0] if clause.earlier and clause.earlier[0][0] >= clause.told_from else None
    headings = reading.headings[clause.section_seq or 0]
    return Wording(
        unit=quantity.unit,
        kind=kind if sighting.defined else f"{kind} undefined",
        before=cut(sighting.conjunct.span if sighting.conjunct else clause.before),
        after=cut(clause.after),
        said=cut(said),
        heading=cut(headings[0]) if headings else "",
        head=cut(frame.head),
        head_class=frame.head_class,
        act=cut(frame.act),
        act_class=frame.act_class,
        audience=frame.audience,
        state=frame.state,
        place=frame.place,
        concepts=name_concepts(sighting.around.clause),
    )


def ask_of_figure(model: Model, heading: str, passage: str, place: Span) -> list[Opinion]:
    """An opinion for each thing that the figure at this place of a passage is said of (办结率、满意率均达100%); none where no figure is read there.

    `heading`: the nearest above, or a clause that governs the passage; empty where there is none.
    """
    return [
        model.judge(list_features(wording))
        for worded in _find_place(heading, passage, place)
        for wording in worded.wordings
    ]


def ask_of_quote(model: Model, heading: str, sentence: str, quote: str) -> list[Opinion]:
    """Opinions on the figures of a stored sentence that are written so: where a quote comes twice, on both."""
    text = f"{heading}\n{sentence}" if heading else sentence
    figures = word_figures(text, read_sections(text), _PLAIN, lambda quantity: quantity.quote == quote)
    return [model.judge(list_features(wording)) for worded in figures for wording in worded.wordings]


def word_passage(passage: str, place: Span) -> tuple[Wording, ...]:
    """How the figure at this place of a passage is said; nothing where no figure is read there."""
    return tuple(wording for worded in _find_place("", passage, place) for wording in worded.wordings)


def teach_passage(counts: Counts, heading: str, passage: str, place: Span, taken: Sequence[str]) -> None:
    """Count the figure at this place as these indicators, none where there are none; nothing where no figure is read there."""
    for worded in _find_place(heading, passage, place):
        _teach(counts, worded, taken)


@cache
def count_catalogue() -> Counts:
    """What the catalogue's examples (one's own with them) and the annotated texts teach. Seconds: keep what it gives."""
    counts = count_examples()
    for text, marks in read_annotated():
        teach_text(counts, text, marks)
    return counts


def digest_lessons() -> str:
    """What the catalogue teaches, in 16 hexadecimal digits: rules, lexicons and units are the parser version's."""
    body = json.dumps(read_seed("indicator_examples.csv"), ensure_ascii=False)
    annotated = files("parsers.opinion").joinpath(ANNOTATED).read_text(encoding="utf-8")
    return hashlib.sha256((body + annotated).encode()).hexdigest()[:16]


def count_examples() -> Counts:
    """What the catalogue's examples alone teach."""
    counts = Counts()
    for row in read_seed("indicator_examples.csv"):
        before, _, rest = row["sentence"].partition(_MARK)
        quote, _, after = rest.partition("〕")
        place = (len(before), len(before) + len(quote))
        teach_passage(counts, row["context"], before + quote + after, place, row["takes"].split("+"))
    return counts


def teach_text(counts: Counts, text: str, marks: Sequence[Mark]) -> None:
    """Count the marked figures of a whole text."""
    for worded, taken in match_marks(text, marks):
        _teach(counts, worded, taken)


def match_marks(text: str, marks: Sequence[Mark]) -> Iterator[tuple[Worded, list[str]]]:
    """The figures of a text that are marked, with the indicators that each takes."""
    for worded in word_figures(text, read_sections(text), _PLAIN):
        for start, end, taken in marks:
            if start < worded.char_end and worded.char_start < end:
                yield worded, taken
                break


def read_annotated() -> Iterator[tuple[str, list[Mark]]]:
    """Each annotated text with its figures."""
    body = files("parsers.opinion").joinpath(ANNOTATED).read_text(encoding="utf-8")
    for line in body.splitlines():
        row = json.loads(line)
        yield row["text"], [(start, end, taken) for start, end, taken in row["figures"]]


def _teach(counts: Counts, worded: Worded, taken: Sequence[str]) -> None:
    """Each thing that the figure is said of as what the rules name it where that is right, else as what is left."""
    ids = [name for name in taken if name]
    rest = [name for name in ids if name not in worded.named] or ids
    for wording, named in zip(worded.wordings, worded.named, strict=True):
        name = named if named in ids else rest[0] if rest else None
        counts.add(list_features(wording), name, wording.head_class)


def _find_place(heading: str, passage: str, place: Span) -> list[Worded]:
    # (a clause that governs it is no line of its own)
    above = heading + ("" if not heading or heading[-1] in "。，；：,;:" else "\n")
    text = above + passage
    moved = (len(above) + place[0], len(above) + place[1])
    sections = read_sections(text) if above.endswith("\n") else ()
    return word_figures(
        text, sections, _PLAIN, lambda quantity: quantity.char_start < moved[1] and moved[0] < quantity.char_end
    )[:1]
