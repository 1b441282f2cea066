"""What stands at the edges of pages and is no text of the report: page numbers, running heads, contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from parsers.body.documents.pdf.lines import Line

_EDGE_LINES = 2
"""Lines at the top and the bottom of a page among which heads and page numbers stand."""
_SAME_HEIGHT = 6.0
"""Points within which a running head stands at one height on all its pages."""
# - 3 -, —3—, 第3页, 第 3 页 共 20 页, 3/20, · 3 ·
_PAGE_NUMBER = re.compile(
    r"[-—–―~～·•－─\s]*第?\s*([0-9０-９]{1,4})\s*页?(?:\s*[,，/／]?\s*共?\s*[0-9０-９]{1,4}\s*页?)?[-—–―~～·•－─\s]*"
)
_MARKED = re.compile(r"\s*[-—–―~～·•－─第]|页|/")
_CONTENTS = re.compile(r"目\s*[录錄次]|CONTENTS|Contents")
_CONTENTS_LINE = re.compile(r"(.*\S)(?:\s+|[…．.·⋯・\s]{2,})[(（-]?\s*(\d{1,3})\s*[)）-]?")
_MOST_CONTENTS = 400
_LONGEST_HEAD = 60
_SENTENCE_END = ("。", "；", "，", "、")


def drop_edges(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines but page numbers, heads and feet that run through the pages, and the contents in front."""
    numbers = _find_page_numbers(pages)
    heads = _find_running_heads(pages, numbers)
    kept = []
    for number, lines in enumerate(pages):
        for at, line in enumerate(lines):
            if (number, at) not in numbers and not (_is_at_edge(lines, at) and _name_head(line) in heads):
                kept.append(line)
    return _drop_contents(kept)


def _is_at_edge(lines: Sequence[Line], at: int) -> bool:
    return at < _EDGE_LINES or at >= len(lines) - _EDGE_LINES


def _find_page_numbers(pages: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """Page and place of each page number: marked as one (— 3 —, 第3页), or counted on from page to page."""
    found: list[tuple[int, int, int, bool]] = []
    for page, lines in enumerate(pages):
        for at, line in enumerate(lines):
            number = _PAGE_NUMBER.fullmatch(line.text) if _is_at_edge(lines, at) else None
            if number is not None:
                found.append((page, at, int(number[1]) - page, _MARKED.search(line.text) is not None))
    steps = Counter(step for _, _, step, _ in found)
    return {
        (page, at) for page, at, step, marked in found if marked or steps[step] >= 2 or (step == 1 and len(pages) == 1)
    }


def _mask(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", text))


def _name_head(line: Line) -> tuple[str, int]:
    return _mask(line.text), round(line.base / _SAME_HEIGHT)


def _find_running_heads(pages: Sequence[Sequence[Line]], numbers: set[tuple[int, int]]) -> set[tuple[str, int]]:
    """Lines that stand at one height of the edge on three pages or more, or on two of a document with page numbers.

    A government's name over the title and again under the text is neither: it stands at two heights.
    """
    counts: Counter[tuple[str, int]] = Counter()
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
                text, height = _name_head(line)
                # A step to each side: rounding parts what is a point apart.
                names |= {(text, height), (text, height + 1), (text, height - 1)}
        counts.update(names)
    numbered = len({page for page, _ in numbers}) >= 2
    least = 2 if numbered else 3
    return {
        name for name, count in counts.items() if count >= least and count * 3 >= len(pages) and name[0] not in inside
    }


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
