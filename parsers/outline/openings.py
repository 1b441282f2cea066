"""Places where a numbered section opens, and where each heading ends."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import NamedTuple

from parsers.outline.headings import NUMERAL, Marker, find_marker, match_marker
from parsers.outline.sequences import Mark, group_marks
from parsers.text.expressions import expression

ITEM_LEVEL = 4


class Opening(NamedTuple):
    """A place where a section starts, before its end and its parent are known. Offsets are those of the text."""

    level: int
    ordinal: int | None
    """None where the page lost the number."""
    start: int
    """Where the marker stands; the heading's first character where there is none."""
    marker_end: int
    heading_start: int
    limit: int
    """The heading ends here at the latest: the end of its paragraph, or the next opening in it."""
    run_in: bool = False
    """A run-in item: its heading ends at the first comma."""


def find_openings(folded: str, paragraphs: Iterable[tuple[int, int]]) -> list[Opening]:
    """The numbered headings of the text in order, tables of contents left out.

    `folded` is the text after `fold_width`, `paragraphs` the spans of its lines.
    """
    openings: list[Opening] = []
    last_digit = 0
    alone: Marker | None = None
    for start, end in paragraphs:
        own = find_marker(folded, start, end, expected=last_digit + 1)
        if own and own.level == 3 and own.ordinal:
            last_digit = own.ordinal
        body = own.end if own else start
        if own is None and alone is not None:
            own = alone
            openings.pop()
        openings += _read_paragraph(folded, body, end, own)
        # A number alone on its line belongs to the words on the next one.
        alone = own if own and not folded[body:end].strip() else None
    return _drop_contents(folded, openings)


# Where a number may stand inside a paragraph: after a sentence's end, a colon, or a blank; （一） also right after a
# heading whose line break was lost (`一、主要工作（一）加强领导。`). Its first character is asked first: few qualify.
_INLINE = expression(
    r"[(\[【\d㈠-㈩①-⑳⑴-⒇❶-❿⒈-⒛一二三四五六七八九十]"
    rf"(?:(?<=[。!?;:”)… ].)|(?<=[\u4e00-\u9fff、]\()(?={NUMERAL}{{1,3}}\)))"
)


def _read_paragraph(folded: str, body: int, end: int, own: Marker | None) -> list[Opening]:
    """The paragraph's own heading, whose words begin at `body`, and those inside it (a page without line breaks)."""
    found: list[Opening] = []
    marks: list[Mark] = []
    if own:
        found.append(Opening(own.level, own.ordinal, own.start, own.end, skip_stops(folded, body, end), end))
        if own.ordinal:
            marks.append(Mark(own.rule, own.ordinal, own.start, own.end, "", certain=True))
    levels: dict[str, int] = {}
    for place in _INLINE.finditer(folded, body, end):
        marker = match_marker(folded, place.start(), end)
        if marker and marker.ordinal:
            levels[marker.rule] = marker.level
            marks.append(Mark(marker.rule, marker.ordinal, marker.start, marker.end, folded[marker.start - 1]))
    for group in group_marks(marks) if len(marks) > 1 else ():
        # `存在以下问题：1.…；2.…；3.…。` lists the items of one sentence, whatever their numbers look like.
        run_in = not group[0].certain and any(mark.before == ";" for mark in group[1:])
        for mark in group:
            if not mark.certain:
                level = ITEM_LEVEL if run_in else levels[mark.kind]
                heading_start = skip_stops(folded, mark.end, end)
                found.append(Opening(level, mark.ordinal, mark.start, mark.end, heading_start, end, run_in))
    return limit_headings(sorted(found, key=lambda opening: opening.start)) if len(found) > 1 else found


def skip_stops(folded: str, position: int, end: int) -> int:
    """Where a heading's words begin, after the blanks and stops between them and the marker (`一是：加强领导`)."""
    while position < end and folded[position] in " :、,.·":
        position += 1
    return position


def limit_headings(openings: list[Opening]) -> list[Opening]:
    """The openings, given in text order, each heading ending where the next opening begins at the latest."""
    limited = [
        first._replace(limit=second.start) if second.start < first.limit else first
        for first, second in pairwise(openings)
    ]
    return limited + openings[-1:]


# Titles and quotations are passed over whole: `一是落实“谁执法，谁普法”责任制，…`.
_QUOTED = "《[^》\n]{0,60}》|“[^”\n]{0,60}”"
_HEADING = expression(rf"(?:{_QUOTED}|[^。\n])*")
_ITEM_HEADING = expression(rf"(?:{_QUOTED}|(?<=\d),(?=\d)|[^。,;\n])*")
_CLAUSE_END = expression("[;,!?]")
# Two blanks or more: the line break that the page lost, `一、主要举措和成效　　2023年，全县…。`
_LOST_BREAK = expression(r"(?<=[^ ,]) {2,}(?=\S)")
_LONGEST_HEADING = 300


def end_heading(folded: str, opening: Opening) -> int:
    """Where the heading's words end: at the paragraph's first 。, for run-in items also at a comma or semicolon."""
    pattern = _ITEM_HEADING if opening.run_in else _HEADING
    match = pattern.match(folded, opening.heading_start, opening.limit)
    end = match.end() if match else opening.heading_start
    if folded.startswith("。", end):
        lost_break = _LOST_BREAK.search(folded, opening.heading_start + 4, end)
        if lost_break:
            return lost_break.start()
    if end - opening.heading_start > _LONGEST_HEADING:
        longest = opening.heading_start + _LONGEST_HEADING
        clause = _CLAUSE_END.search(folded, opening.heading_start, longest)
        return clause.start() if clause else longest
    return end


_PAGE_NUMBER = expression(r"[\s.…·-]*\d{0,3}\s*$")
_LONGEST_CONTENTS = 200


def make_key(heading: str) -> str:
    """The letters of a heading, to tell whether two are the same, without the dots and page number of a 目录."""
    return "".join(filter(str.isalnum, _PAGE_NUMBER.sub("", heading[-200:])))


def _drop_contents(folded: str, openings: list[Opening]) -> list[Opening]:
    """Leaves out a list of headings without text that come again with it (目录)."""
    ends = [end_heading(folded, opening) for opening in openings]
    keys = [
        (opening.level, make_key(folded[opening.heading_start : end]))
        for opening, end in zip(openings, ends, strict=True)
    ]
    again: list[int | None] = [None] * len(keys)
    seen: dict[tuple[int, str], int] = {}
    for index in range(len(keys) - 1, -1, -1):
        again[index] = seen.get(keys[index])
        seen[keys[index]] = index
    # Sums up to each opening, so that a stretch is judged in constant time.
    with_text = [
        int(bool(folded[end : following.start].strip(" \n。.…·-0123456789")))
        for end, following in zip(ends, openings[1:], strict=False)
    ]
    texts = list(accumulate(with_text, initial=0))
    repeats = list(accumulate((int(place is not None) for place in again), initial=0))
    kept: list[Opening] = []
    index = 0
    while index < len(openings):
        repeat = again[index]
        if (
            repeat is not None
            and 1 < repeat - index <= _LONGEST_CONTENTS
            and texts[repeat - 1] == texts[index]
            and repeats[repeat] - repeats[index] >= 0.7 * (repeat - index)
        ):
            index = repeat
        else:
            kept.append(openings[index])
            index += 1
    return kept
