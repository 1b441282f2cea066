"""What stands at the edges of pages and is no text of the report: page numbers, running heads, contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from parsers.body.documents.pdf.lines import Line, find_body_size
from parsers.text.expressions import expression

_EDGE_LINES = 2
"""Lines at the top and the bottom of a page among which heads and page numbers stand."""
_SAME_HEIGHT = 6.0
"""Points within which a running head stands at one height on all its pages."""
# - 3 -, —3—, 第3页, 第 3 页 共 20 页, 3/20, · 3 ·
_PAGE_NUMBER = expression(
    r"[-—–―~～·•－─\s]*第?\s*([0-9０-９]{1,4})\s*页?(?:\s*[,，/／]?\s*共?\s*[0-9０-９]{1,4}\s*页?)?[-—–―~～·•－─\s]*"
)
# 第三页, 第三页 共九页; iv of a preface
_NUMBER_IN_WORDS = expression(
    r"[-—–―~～·•－─\s]*(?:第[一二三四五六七八九十百零〇]{1,4}页(?:[\s,，/／]*共[一二三四五六七八九十百零〇]{1,4}页)?|[ivxIVX]{1,6}|[Ⅰ-Ⅻⅰ-ⅻ])[-—–―~～·•－─\s]*"
)
_MARKED = expression(r"\s*[-—–―~～·•－─第]|页|/")
_CONTENTS = expression(r"(?:[图表]{1,2}|插图|表格|附表)?\s*目\s*[录錄次]|CONTENTS|Contents")
_CONTENTS_LINE = expression(r"(.*\S)(?:\s+|[…．.·⋯・\s]{2,})[(（-]?\s*(\d{1,3})\s*[)）-]?")
_MOST_CONTENTS = 400
_LONGEST_HEAD = 60
_FEWEST_LINES = 8
_SMALL, _LARGE = 0.9, 1.2
"""Shares of the text's size: a head is smaller, a title is larger."""
_PARTS_HEAD = expression(r"\t|公报|简报|专报|专刊|第\s*\d{1,4}\s*期|内部资料")
_TOLD = expression(r"[〔\[［(（]\s*(?:19|20)\d\d\s*[〕\]］)）]\s*第?\s*\d+\s*号|附件|月\s*\d{1,2}\s*日")
_SENTENCE_END = ("。", "；", "，", "、")


def drop_edges(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines but page numbers, heads and feet that run through the pages, and the contents in front."""
    numbers = _find_page_numbers(pages)
    body = find_body_size(line for lines in pages for line in lines)
    heads = _find_running_heads(pages, numbers, body)
    dropped = numbers | {
        (page, at)
        for page, lines in enumerate(pages)
        for at, line in enumerate(lines)
        if _is_at_edge(lines, at) and _name_head(line) in heads
    }
    dropped |= _find_changing_heads(pages, dropped, body)
    dropped |= _find_head_over_title(pages, body)
    return _drop_contents(
        [line for page, lines in enumerate(pages) for at, line in enumerate(lines) if (page, at) not in dropped]
    )


def _is_at_edge(lines: Sequence[Line], at: int) -> bool:
    return at < _EDGE_LINES or at >= len(lines) - _EDGE_LINES


def _ends_column(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the last of its column: two pages side by side on a sheet have each a number."""
    return at + 1 < len(lines) and lines[at + 1].column != lines[at].column


def _find_page_numbers(pages: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """Page and place of each page number: marked as one (— 3 —, 第3页), or counted on from page to page."""
    found: list[tuple[int, int, int, bool]] = []
    for page, lines in enumerate(pages):
        for at, line in enumerate(lines):
            number = _PAGE_NUMBER.fullmatch(line.text) if _is_at_edge(lines, at) or _ends_column(lines, at) else None
            if number is not None:
                found.append((page, at, int(number[1]) - page, _MARKED.search(line.text) is not None))
    steps = Counter(step for _, _, step, _ in found)
    in_words = {
        (page, at)
        for page, lines in enumerate(pages)
        for at, line in enumerate(lines)
        if _is_at_edge(lines, at) and _NUMBER_IN_WORDS.fullmatch(line.text)
    }
    return (in_words if len(in_words) >= 2 else set()) | {
        (page, at) for page, at, step, marked in found if marked or steps[step] >= 2 or (step == 1 and len(pages) == 1)
    }


def _mask(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", text))


_Head = tuple[str, int, int]
"""What a running head says, its height on the page, its size."""


def _name_head(line: Line) -> _Head:
    return _mask(line.text), round(line.base / _SAME_HEIGHT), round(line.height)


def _find_running_heads(pages: Sequence[Sequence[Line]], numbers: set[tuple[int, int]], body: float) -> set[_Head]:
    """Lines that stand at one height of the edge on three pages or more, or on two of a document with page numbers.

    A government's name over the title and again under the text is neither: it stands at two heights, and in two sizes. A title that
    is set over the contents and once more over the text is none: it is larger than the text.
    """
    counts: Counter[_Head] = Counter()
    inside: set[str] = set()
    for page, lines in enumerate(pages):
        names = set()
        for at, line in enumerate(lines):
            if not _is_at_edge(lines, at):
                # What stands between the edges too is text: a table whose rows are alike from page to page.
                inside.add(_mask(line.text))
            elif (
                (page, at) not in numbers and len(line.text) <= _LONGEST_HEAD and not line.text.endswith(_SENTENCE_END)
            ):
                text, height, size = _name_head(line)
                # A step to each side: rounding parts what is a point apart.
                names |= {(text, height, size), (text, height + 1, size), (text, height - 1, size)}
        counts.update(names)
    numbered = len({page for page, _ in numbers}) >= 2
    return {
        name
        for name, count in counts.items()
        if count >= (2 if numbered and name[2] <= body + 1 else 3) and count * 3 >= len(pages) and name[0] not in inside
    }


def _find_changing_heads(
    pages: Sequence[Sequence[Line]], dropped: set[tuple[int, int]], body: float
) -> set[tuple[int, int]]:
    """Page and place of heads and feet that change from page to page: those of odd and even pages, the chapter's name.

    They stand apart from the text, where others run through the pages; heads also where none does, over all text on half of the
    pages or more and smaller than it. (At the foot those may be notes.)
    """
    if not body or len(pages) < 2:
        return set()
    highest = max(
        line.base
        for page, lines in enumerate(pages)
        for at, line in enumerate(lines)
        if round(line.height) >= body and (page, at) not in dropped
    )
    known = {place for page, at in dropped for place in _list_places(pages[page][at])}
    found: set[tuple[int, int]] = set()
    over: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for page, lines in enumerate(pages):
        for at, line in enumerate(lines):
            if not _is_at_edge(lines, at) or (page, at) in dropped or not _may_be_head(line):
                continue
            places = _list_places(line)
            if known.intersection(places) and (round(line.height) != body or _stands_apart(lines, at)):
                found.add((page, at))
            elif round(line.height) < body and line.base > highest + body:
                for place in places:
                    over.setdefault(place, set()).add((page, at))
    for heads in over.values():
        if len({page for page, _ in heads}) >= 2 and len({page for page, _ in heads}) * 2 >= len(pages):
            found |= heads
    return found


def _find_head_over_title(pages: Sequence[Sequence[Line]], body: float) -> set[tuple[int, int]]:
    """The head of a single page (a sheet of a gazette): smaller than its text, right over a title that is larger than it.

    A document's number stands there too (青政发〔2024〕3号), and what kind of file it is (附件2).
    """
    if len(pages) != 1 or len(pages[0]) < _FEWEST_LINES:
        return set()
    head, title = pages[0][:2]
    small = head.height <= _SMALL * body and title.height >= _LARGE * body
    return {(0, 0)} if small and _PARTS_HEAD.search(head.text) and not _TOLD.search(head.text) else set()


def _list_places(line: Line) -> list[tuple[int, int]]:
    """A line's height and size, with a step to each side: rounding parts what is a point apart."""
    height = round(line.base / _SAME_HEIGHT)
    return [(height + step, round(line.height)) for step in (-1, 0, 1)]


def _stands_apart(lines: Sequence[Line], at: int) -> bool:
    """Whether no other line is near."""
    return all(abs(line.base - lines[at].base) > 2.2 * line.height for other, line in enumerate(lines) if other != at)


def _may_be_head(line: Line) -> bool:
    return not line.gaps and len(line.text) <= _LONGEST_HEAD and not line.text.endswith(_SENTENCE_END)


def _drop_contents(lines: list[Line]) -> list[Line]:
    """The lines without 目录 and what it lists: headings that end in page numbers which never fall."""
    for start, line in enumerate(lines):
        if not _CONTENTS.fullmatch(line.text.strip()):
            continue
        last, end, missed = 0, start + 1, 0
        listed = 0
        for at in range(start + 1, min(len(lines), start + _MOST_CONTENTS)):
            entry = _CONTENTS_LINE.fullmatch(lines[at].text)
            number = int(entry[2]) if entry else None
            if number is None or number < last:
                missed += 1  # an entry over two lines, without its number in the first
                if missed > 1:
                    break
                continue
            last, missed, listed, end = number, 0, listed + 1, at + 1
        if listed >= 2:
            return lines[:start] + lines[end:]
    return lines
