"""A report whose lines something interrupts: a label, a link, a line of the site's between 一 and 二 ends no report.

What stands between two pieces of the report is the report. That two pieces are of one is told by their numbering.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from parsers.body.chrome import LineKind, squeeze_line
from parsers.body.density import Core, Line, find_core, weigh_line
from parsers.text.expressions import expression
from parsers.text.numerals import read_chinese_numeral
from parsers.text.width import list_forms_of

_HEADING = expression(
    r"(?:(?P<first>[一二三四五六七八九十]{1,3})[、,.]|[(](?P<second>[一二三四五六七八九十]{1,3})[)])(?P<title>.*)"
)
_LONGEST_GAP = 60
"""Lines between two pieces, at most: a list of other pages in between."""
_NEXT = 3
"""Lines below an introduction among which its first heading stands."""
_INSIDE: frozenset[LineKind] = frozenset({"label", "date", "crumb", "page", "tool", "rule", "text", "signed"})
"""What may stand between two pieces that no numbering joins, within one container."""
_LEAST = 40
_CLOSE = 12
_WORTH_SAYING = 150
"""Characters of sentences behind a text from which on something is missing."""


def join_pieces(lines: Sequence[Line], core: Core) -> Core:
    """The core with the pieces before and behind it whose headings it goes on from, and that go on from it."""
    if not core.weight:
        return core
    start, stop = core.start, core.stop
    while (piece := _find_next(lines, start, stop)) is not None:
        stop = piece
    while (piece := _find_previous(lines, start)) is not None:
        start = piece
    if (start, stop) == (core.start, core.stop):
        return core
    return Core(start, stop, sum(max(0, weigh_line(line)) for line in lines[start:stop]))


def read_heading(line: Line) -> tuple[int, int] | None:
    """Level (1 for 一、 2 for （一）) and number of the heading that a line opens with; None for any other line."""
    if line.is_link or not line.text.lstrip()[:2].strip("　 ") or line.text.lstrip()[0] not in _may_open():
        return None
    match = _HEADING.match(squeeze_line(line.text[:80]))
    if match is None or not match["title"]:
        return None
    number = read_chinese_numeral(match["first"] or match["second"])
    return (1 if match["first"] else 2, int(number)) if number else None


@cache
def _may_open() -> frozenset[str]:
    """What the first character of a heading can be before it is folded; a blank that only folding makes one may hide any."""
    read = {*"一二三四五六七八九十( "}
    return frozenset(read | set(list_forms_of(read)))


def _find_next(lines: Sequence[Line], start: int, stop: int) -> int | None:
    """One past the last line of the piece that goes on behind `stop`; None for none."""
    # an introduction without headings may have 一、 right below it, and little under that
    wanted = _list_expected(lines, start, stop) or _list_expected(lines, stop, stop + _NEXT)
    if not wanted:
        return None
    for index in range(stop, min(stop + _LONGEST_GAP, len(lines))):
        if read_heading(lines[index]) in wanted:
            end = _end_of_piece(lines, index)
            return end if end > index else None
    return None


def _list_expected(lines: Sequence[Line], start: int, stop: int) -> set[tuple[int, int]]:
    """The headings that may follow: 三 after 二, or 四 where 三 bears no number, and （三） after the （二） under it."""
    first = second = 0
    for line in lines[start:stop]:
        heading = read_heading(line)
        if heading is None:
            continue
        if heading[0] == 1:
            first, second = heading[1], 0
        else:
            second = heading[1]
    found = {(level, number + 1) for level, number in ((1, first), (2, second)) if number}
    return found | {(1, first + 2)} if first else found


def _end_of_piece(lines: Sequence[Line], start: int) -> int:
    """One past the last line of the best run that begins at `start`; `start` where no sentence follows."""
    best, end, total = 0, start, 0
    for index in range(start, len(lines)):
        total += weigh_line(lines[index])
        if total > best:
            best, end = total, index + 1
        elif total < best - 2 * _LONGEST_GAP - 30:
            break
    return end


def _find_previous(lines: Sequence[Line], start: int) -> int | None:
    """The first line of the piece before `start` that goes on at it; None for none."""
    opening = next(
        (
            heading
            for line in lines[start : start + _LONGEST_GAP]
            if (heading := read_heading(line)) and heading[0] == 1
        ),
        None,
    )
    if opening is None or opening[1] < 2:
        return None
    for index in range(start - 1, max(-1, start - 1 - 4 * _LONGEST_GAP), -1):
        heading = read_heading(lines[index])
        if heading and heading[0] == 1:
            # one before it, with sentences under it: a menu of headings is none
            under = sum(max(0, weigh_line(line)) for line in lines[index:start])
            return _start_of_piece(lines, index) if heading[1] == opening[1] - 1 and under else None
    return None


def _start_of_piece(lines: Sequence[Line], at: int) -> int:
    best, first, total = 0, at, 0
    for index in range(at - 1, -1, -1):
        total += weigh_line(lines[index])
        if total > best:
            best, first = total, index
        elif total < best - 90:
            break
    return first


def find_rest(lines: Sequence[Line], stop: int, end: int) -> Core:
    """The densest run behind `stop` in a container that ends at `end`; of no weight where there is none."""
    rest = find_core(lines[stop:end])
    return Core(rest.start + stop, rest.stop + stop, rest.weight)


def goes_on(lines: Sequence[Line], stop: int, rest: Core) -> bool:
    """Whether what stands between a text that numbering does not join and its rest is of such a kind, and so little, that it ends nothing."""
    between = lines[stop : rest.start]
    return (
        rest.weight >= _LEAST
        and len(between) <= _CLOSE
        and all(line.kind in _INSIDE and not line.is_link for line in between)
        and not any(read_heading(line) == (1, 1) for line in lines[rest.start : rest.stop])
    )


def describe_rest(lines: Sequence[Line], start: int, stop: int, end: int) -> str | None:
    """In words for the analyst, that the container goes on behind a text that nobody signed; None where it does not."""
    if any(line.kind == "signed" for line in lines[max(start, stop - 6) : stop]):
        return None
    rest = find_rest(lines, stop, end)
    if rest.weight < _WORTH_SAYING:
        return None
    first = lines[rest.start].text[:20]
    return f"正文止于第{stop - start}行，同一容器中其后还有约{rest.weight}字（“{first}”起）未读入，请核对。The text stops where its container goes on"
