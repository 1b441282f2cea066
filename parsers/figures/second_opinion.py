"""The figures of a text as the second opinion sees them, and what judgements and examples of one's own teach it.

The model is the one that weighs names as a text is read (`parsers.figures.weighing`); here it is asked when somebody looks (review, explain,
`--unmapped`, learn), with what was learned since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from parsers.figures.facts import find_quantities
from parsers.figures.reading import open_reading
from parsers.figures.wording import word_sighting
from parsers.numbers.boundaries import Span
from parsers.opinion.weights import Model, Opinion, Said, read_weights
from parsers.opinion.wording import Wording, list_features
from parsers.outline.sections import read_sections
from parsers.records import Metadata, Quantity, Section
from parsers.seed import Rows
from seeds.own import read_own

_MARK = "〔"
PLAIN = Metadata(year=2022, level="county")
"""What a sentence alone is read as: neither the year nor the level changes what a figure is named."""


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
    figures = word_figures(text, read_sections(text), PLAIN, lambda quantity: quantity.quote == quote)
    return [model.judge(list_features(wording)) for worded in figures for wording in worded.wordings]


def word_lessons(heading: str, passage: str, place: Span, taken: Sequence[str]) -> list[Said]:
    """The figure at this place as these indicators, none where there are none; nothing where no figure is read there."""
    return [lesson for worded in _find_place(heading, passage, place) for lesson in spell_lessons(worded, taken)]


def list_examples(rows: Rows) -> list[Said]:
    """What rows of indicator_examples.csv teach."""
    lessons: list[Said] = []
    for row in rows:
        before, _, rest = row["sentence"].partition(_MARK)
        quote, _, after = rest.partition("〕")
        place = (len(before), len(before) + len(quote))
        lessons += word_lessons(row["context"], before + quote + after, place, row["takes"].split("+"))
    return lessons


@cache
def open_catalogue() -> Model:
    """The model that came with this release, with one's own examples (`seeds.own`), if there are any."""
    own = read_own("indicator_examples.csv")
    return read_weights().teach(list_examples(own)) if own else read_weights()


def spell_lessons(worded: Worded, taken: Sequence[str]) -> list[Said]:
    """Each thing that the figure is said of as what the rules name it where that is right, else as what is left."""
    ids = [name for name in taken if name]
    rest = [name for name in ids if name not in worded.named] or ids
    return [
        (list_features(wording), named if named in ids else rest[0] if rest else None, wording.head_class)
        for wording, named in zip(worded.wordings, worded.named, strict=True)
    ]


def _find_place(heading: str, passage: str, place: Span) -> list[Worded]:
    # (a clause that governs it is no line of its own)
    above = heading + ("" if not heading or heading[-1] in "。，；：,;:" else "\n")
    text = above + passage
    moved = (len(above) + place[0], len(above) + place[1])
    sections = read_sections(text) if above.endswith("\n") else ()
    return word_figures(
        text, sections, PLAIN, lambda quantity: quantity.char_start < moved[1] and moved[0] < quantity.char_end
    )[:1]
