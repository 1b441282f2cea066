"""Where on a page the article is, by the density of its text: the way for pages whose system nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parsers.body.chrome import LineKind, name_line


class Line(NamedTuple):
    """A line of a page as a browser shows it."""

    text: str
    kind: LineKind
    size: int
    """Characters without white space."""
    links: int = 0
    """Of these, how many stand in links."""
    headline: bool = False
    """In h1 to h6 or in an element that is called a title."""

    @property
    def is_link(self) -> bool:
        """Whether the line is a link to another page with little around it."""
        return self.links * 5 > self.size * 3


class Core(NamedTuple):
    """The lines from `start` up to `stop` (exclusive) that hold the article's sentences; `weight` is 0 for none."""

    start: int
    stop: int
    weight: int


def make_line(text: str, links: int = 0, *, headline: bool = False) -> Line:
    """`text` (one line, edges trimmed) with its kind and size; `links` of its characters stand in links.

    A paragraph of sentences in a link is one that stands behind an `<a>` that was never closed.
    """
    size = len("".join(text.split()))
    if size > _LONGEST_LINK and "。" in text:
        links = 0
    return Line(text, name_line(text), size, links, headline)


def make_row(text: str) -> Line:
    """A row of a table of the report's own: whatever its first cell is called (类别, 时间, 来源), it is text."""
    return Line(text, "text", len("".join(text.split())))


_LONGEST_LINK = 100

# What a line that is no sentence takes from a run of sentences. Things that stand between a menu's blurb and the
# article (labels, the way to the page) must outweigh the blurb; headings and rows of a table must cost next to nothing.
_COSTS: dict[LineKind, int] = {
    "crumb": 150,
    "page": 150,
    "label": 150,
    "date": 100,
    "footer": 150,
    "related": 150,
    "editor": 80,
    "tool": 60,
    "attachment": 30,
    "rule": 0,
    "signed": 2,
}
_LINK_COST = 80
# 责任单位：市住房城乡建设局 right after a sentence is the document's own line; a page's label stands under its title.
_COST_IN_TEXT = 20
_OTHER_COST = 3
_SHORTEST_SENTENCE = 15


def weigh_line(line: Line) -> int:
    """The characters of a line that speak for an article, negative for a line that speaks against one."""
    if line.is_link:
        return -_LINK_COST
    if line.kind != "text":
        return -_COSTS[line.kind]
    if line.size >= _SHORTEST_SENTENCE and any(mark in line.text for mark in "。；，,;"):
        return line.size - 3 * line.links
    return -1 if "\t" in line.text else -_OTHER_COST


def find_core(lines: Sequence[Line]) -> Core:
    """The run of lines with the greatest sum of weights (Kadane's scan: one pass, linear in the number of lines)."""
    best = Core(0, 0, 0)
    start = total = before = 0
    for index, line in enumerate(lines):
        weight = weigh_line(line)
        if line.kind == "label" and before > 0:
            weight = -_COST_IN_TEXT
        before = weight
        if total <= 0:
            start, total = index, 0
        total += weight
        if total > best.weight:
            best = Core(start, index + 1, total)
    return best
