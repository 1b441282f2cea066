"""Lines of a layout to paragraphs.

A line that reaches the right edge goes on in the next one, unless that one is indented: Chinese documents set each paragraph off
by two characters. So 1,2 at the end of a line and 34件 at the start of the next are one number again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from parsers.body.documents.pdf.lines import Line, find_body_size
from parsers.body.documents.pdf.tabular import settle_tabs
from parsers.text.dates import ZEROS
from parsers.text.expressions import expression

_SENTENCE_END = expression(r"[。！？；：!?;:]\s*[”’）)》]?$")
# 甲县司法局 at the left edge below a last line that is full, over its date
_DATE_LINE = expression(r"\s*(?:(?:19|20)\d\d|二[" + ZEROS + r"Oo0]..)\s*年.{1,4}月.{1,4}日\s*")
# ①含上年结转3件。 · 1 数据截至年底 · 注：
_NOTE = expression(
    r"\s*(?:[①-⑳⓪*＊※†]|[\[［〔(（]\d{1,2}[\]］〕)）]|\d{1,2}(?=\s*[\u4e00-\u9fff])(?!\s*[年月日件人个次项万亿])|注\s*[:：\d])"
)
_NOTE_SIZE = 0.92
_SAME_SIZE = 1.15
"""Two lines whose type differs by more are no parts of one paragraph: a title and what follows it."""


def join_lines(lines: Sequence[Line]) -> str:
    """Paragraphs, a line each: a full line is followed by the rest of its paragraph, unless that is set off."""
    if not lines:
        return ""
    texts = settle_tabs(lines)
    edges = {
        column: _find_edges([line for line in lines if line.column == column])
        for column in {line.column for line in lines}
    }
    body = find_body_size(lines, 1)
    notes = _find_notes(lines, texts, body)
    paragraphs: list[str] = []
    waiting: list[int] = []
    before: int | None = None
    for at in range(len(lines)):
        if at in notes:
            waiting.append(at)
            continue
        # (a title of the cover and the same title over the text, with the contents between them, are no one title)
        turned = (
            before is not None and lines[before].page != lines[at].page and lines[before].height > _SAME_SIZE * body
        )
        if before is not None and not turned and _follows(lines, texts, (before, at), edges):
            paragraphs[-1] += _glue(paragraphs[-1], texts[at])
        else:
            paragraphs += _join_notes(texts, waiting, notes)
            waiting = []
            paragraphs.append(texts[at])
        before = at
    paragraphs += _join_notes(texts, waiting, notes)
    # (a row whose first cell is empty keeps its column)
    return "\n".join(
        paragraph.rstrip() if "\t" in paragraph else paragraph.strip() for paragraph in paragraphs if paragraph.strip()
    )


def _follows(
    lines: Sequence[Line],
    texts: Sequence[str],
    pair: tuple[int, int],
    edges: dict[tuple[int, int], tuple[float, float]],
) -> bool:
    before, at = pair
    signs = _SENTENCE_END.search(texts[before]) and at + 1 < len(lines) and _DATE_LINE.fullmatch(texts[at + 1])
    return not signs and _goes_on(lines[before], lines[at], (texts[before], texts[at]), edges)


def _find_notes(lines: Sequence[Line], texts: Sequence[str], body: float) -> dict[int, bool]:
    """The lines of notes at the foot of pages, and whether one begins there: smaller than the text, behind all of it, with a mark.

    A sentence that goes on on the next page is one; its notes stand behind the paragraph.
    """
    found: dict[int, bool] = {}
    ends = [at for at in range(len(lines)) if at + 1 == len(lines) or lines[at + 1].page != lines[at].page]
    for end in ends:
        start = end
        while start >= 0 and lines[start].page == lines[end].page and lines[start].height < _NOTE_SIZE * body:
            start -= 1
        first = next((at for at in range(start + 1, end + 1) if _NOTE.match(texts[at])), None)
        if first == start + 1 and start >= 0 and lines[start].page == lines[end].page:
            found |= {at: _NOTE.match(texts[at]) is not None for at in range(first, end + 1) if not lines[at].gaps}
    return found


def _join_notes(texts: Sequence[str], waiting: Sequence[int], notes: dict[int, bool]) -> list[str]:
    joined: list[str] = []
    for at in waiting:
        if joined and not notes[at]:
            joined[-1] += _glue(joined[-1], texts[at])
        else:
            joined.append(texts[at])
    return joined


def _goes_on(before: Line, line: Line, texts: Sequence[str], edges: dict[tuple[int, int], tuple[float, float]]) -> bool:
    """Whether the paragraph of a line goes on in the next one."""
    if "\t" in texts[0] or "\t" in texts[1]:
        return False
    large, small = max(before.height, line.height), min(before.height, line.height)
    if large > _SAME_SIZE * small:
        return False
    right = edges[before.column][1]
    left = edges[line.column][0]
    full = before.right > right - 2.5 * before.height
    set_off = line.left > left + 1.2 * line.height
    return full and not set_off


def _find_edges(lines: Sequence[Line]) -> tuple[float, float]:
    """The left and the right edge of a column, of the lines in the size that most of it is set in.

    Where paragraphs are short most lines are set off, so the left one is the outermost that is no chance.
    """
    size = find_body_size(lines)
    body = [line for line in lines if round(line.height) == size]
    return min(_find_frequent([line.left for line in body])), max(_find_frequent([line.right for line in body]))


def _find_frequent(values: Sequence[float]) -> list[float]:
    """Places, by steps of 4 points, at which one line in twenty or more begins or ends, two at least."""
    counts = Counter(round(value / 4) for value in values)
    least = max(2, len(values) // 20)
    return [4.0 * value for value, count in counts.items() if count >= least] or list(values)


def _glue(before: str, after: str) -> str:
    """The next line's text, with a space before it where two Latin words meet."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f" {after}" if latin else after
