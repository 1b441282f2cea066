"""The tree of a report's headings: 一、 (一) 1. 一是."""

from __future__ import annotations

from parsers.outline.bare_headings import find_bare_openings
from parsers.outline.openings import ITEM_LEVEL, Opening, end_heading, find_openings, limit_headings, skip_stops
from parsers.outline.run_in_items import find_items
from parsers.outline.themes import choose_theme
from parsers.records import Section
from parsers.text.expressions import expression
from parsers.text.width import fold_width

_AROUND_HEADING = " \t\r\n\u3000\xa0。；;，,：:"
_TEXT_FOR_THEME = 600
"""Characters under a heading that may tell its theme."""

_PARAGRAPH = expression(r"[^\s·●■◆◇▪★☆*][^\n]*")


def read_sections(text: str) -> tuple[Section, ...]:
    """The headings of a report in text order, each with the text under it.

    `text` is the report proper, a paragraph a line, in half-width or full-width characters. For each section
    `text[char_start:char_end] == section.text`: it begins at the marker and ends, without the white space there, before
    the next heading of its own or a higher level. The heading is the rest of the marker's paragraph up to the first 。,
    for run-in items up to the first 。 ， or ；. A table of contents that repeats the headings gives no sections.
    Takes time linear in the length of the text.
    """
    folded = fold_width(text)
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(folded)]
    openings = find_openings(folded, paragraphs)
    openings += find_bare_openings(folded, paragraphs, openings)
    openings.sort(key=lambda opening: opening.start)
    openings += _find_item_openings(folded, openings)
    openings.sort(key=lambda opening: opening.start)
    openings = limit_headings(openings)
    return _build_tree(text, folded, openings)


def _find_item_openings(folded: str, openings: list[Opening]) -> list[Opening]:
    """The run-in items between each two headings of the first three steps."""
    steps = [opening for opening in openings if opening.level < ITEM_LEVEL]
    starts = [0, *(step.heading_start for step in steps)]
    ends = [*(step.start for step in steps), len(folded)]
    items: list[Opening] = []
    for start, end in zip(starts, ends, strict=True):
        for mark in find_items(folded, start, end):
            paragraph_end = folded.find("\n", mark.end, end)
            limit = end if paragraph_end < 0 else paragraph_end
            heading_start = skip_stops(folded, mark.end, limit)
            items.append(Opening(ITEM_LEVEL, mark.ordinal, mark.start, mark.end, heading_start, limit, run_in=True))
    return items


def _build_tree(text: str, folded: str, openings: list[Opening]) -> tuple[Section, ...]:
    parents = _find_parents(openings)
    ends = _find_ends(text, openings)
    heading_ends = [end_heading(folded, opening) for opening in openings]
    headings = [
        text[opening.heading_start : end].strip(_AROUND_HEADING)
        for opening, end in zip(openings, heading_ends, strict=True)
    ]
    children: list[list[str]] = [[] for _ in openings]
    for parent, heading in zip(parents, headings, strict=True):
        if parent is not None:
            children[parent].append(heading)
    sections: list[Section] = []
    for index, opening in enumerate(openings):
        parent = parents[index]
        theme = None
        if opening.level < ITEM_LEVEL:
            above = None if parent is None else sections[parent].theme
            below = text[heading_ends[index] : min(ends[index], heading_ends[index] + _TEXT_FOR_THEME)]
            opens = index == 0 and opening.ordinal in {None, 1}
            theme = choose_theme(headings[index], above, children[index], below, opens=opens)
        sections.append(
            Section(
                seq=index + 1,
                parent_seq=None if parent is None else parent + 1,
                level=opening.level,
                marker=text[opening.start : opening.marker_end] if opening.ordinal else "",
                heading=headings[index],
                theme=theme,
                text=text[opening.start : ends[index]],
                char_start=opening.start,
                char_end=ends[index],
            )
        )
    return tuple(sections)


def _find_parents(openings: list[Opening]) -> list[int | None]:
    """For each opening the index of the nearest one before it that stands higher."""
    parents: list[int | None] = []
    above: list[int] = []
    for index, opening in enumerate(openings):
        while above and openings[above[-1]].level >= opening.level:
            above.pop()
        parents.append(above[-1] if above else None)
        above.append(index)
    return parents


def _find_ends(text: str, openings: list[Opening]) -> list[int]:
    """For each opening the end of its text: the next opening of its own or a higher level, white space left out."""
    ends = [0] * len(openings)
    next_start = [len(text)] * (ITEM_LEVEL + 1)
    for index in range(len(openings) - 1, -1, -1):
        opening = openings[index]
        end = next_start[opening.level]
        while end > opening.start and text[end - 1].isspace():
            end -= 1
        ends[index] = end
        for level in range(opening.level, ITEM_LEVEL + 1):
            next_start[level] = opening.start
    return ends
