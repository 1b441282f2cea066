"""The lines of a table of contents: titles with the pages that they stand on, which count nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.text.expressions import expression
from parsers.text.width import fold_width

Span = tuple[int, int]

_LINE = expression(r"(?P<title>[^\n。;]{2,60}?)(?:[\s.…·_-]*)(?P<page>\(?(?<!\d)\d{1,3}\)?)\s*")
_HEAD = expression(
    r"[\s(\[【]*(?:(?:[图表]{1,2}|插图|表格|附表)?\s*目\s*[录次]|(?:[图表]{1,2}|插图|表格)\s*清\s*单|contents)[\s)\]】:]*",
    re.I,
)
_FEWEST = 2
_MOST_TITLES = 300
_LONGEST_LINE = 400
_MOST_LOOKS = 20
"""Runs without 目录 over them whose titles are looked for below."""
_PAGES = expression(r"\d[)）]?[ \t\u3000]*(?:\n|\Z)")


def find_contents(text: str) -> list[Span]:
    """The spans of the lines of a table of contents; empty for a text without one.

    Told by 目录 above lines that each end in a page, no page before the last; or by titles that come again as lines below.
    """
    if len(_PAGES.findall(text)) < _FEWEST:
        return []
    lines: list[Span] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    found: list[Span] = []
    index = looked = 0
    openings: list[str] | None = None
    while index < len(lines):
        stop, titles = _end_of_run(text, lines, index)
        # (behind the last of a list's lines a second one begins: figures behind tables)
        headed = index > 0 and (
            _HEAD.fullmatch(fold_width(text[slice(*lines[index - 1])])) is not None or lines[index - 1] in found[-1:]
        )
        if len(titles) >= _FEWEST and not headed:
            looked += 1
        if _FEWEST <= len(titles) <= _MOST_TITLES and (headed or looked <= _MOST_LOOKS):
            if not headed and openings is None:
                openings = [
                    squeeze(fold_width(line))[:30] if len(line) < _LONGEST_LINE else "" for line in text.split("\n")
                ]
            if headed or _come_again(openings or [], stop, titles):
                found += lines[index:stop]
        index = max(stop, index + 1)
    return found


def _end_of_run(text: str, lines: Sequence[Span], start: int) -> tuple[int, list[str]]:
    """One past the last of the lines from `start` on that end in pages, and their titles."""
    titles: list[str] = []
    last = 0
    stop = start
    while stop < len(lines):
        start_at, end_at = lines[stop]
        if end_at - start_at > 90 or not text[start_at:end_at].rstrip(" )）\t")[-1:].isdigit():
            break
        match = _LINE.fullmatch(fold_width(text[start_at:end_at]))
        page = int(match["page"].strip("()")) if match else -1
        if match is None or page < last or re.search("[\u4e00-\u9fff]{2}", match["title"]) is None:
            break
        titles.append(squeeze(match["title"]))
        last = page
        stop += 1
    return stop, titles


def _come_again(openings: Sequence[str], stop: int, titles: Sequence[str]) -> bool:
    """Whether most of the titles open a line from `stop` on; `openings`: how each line begins."""
    below = set(openings[stop:])
    return sum(any(line.startswith(title[:30]) for line in below) for title in titles) * 2 > len(titles)


def squeeze(title: str) -> str:
    """A title without blanks and leaders."""
    return re.sub(r"[\s.…·_]+", "", title)
