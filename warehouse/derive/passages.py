"""Reports cut into passages for full text: what stands under each heading itself, and the words that searches find it by."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from parsers.text.words import cut_for_search

DEEPEST = 3
"""Sections of this level and above make passages; run-in items (一是) stay within theirs."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a report's text; `section_seq` 0 is what stands before the first section."""

    section_seq: int
    char_start: int
    char_end: int


def cut_passages(sections: Sequence[tuple[int, int, int]], length: int) -> list[Place]:
    """A text of this length cut at its sections (seq, char_start, char_end) of the levels up to DEEPEST, in text order.

    A section's passage ends where the next section starts, so that every character is in one passage at most.
    """
    places = []
    first = sections[0][1] if sections else length
    if first > 0:
        places.append(Place(0, 0, first))
    for number, (seq, start, end) in enumerate(sections):
        following = sections[number + 1][1] if number + 1 < len(sections) else length
        stop = min(end, following)
        if stop > start:
            places.append(Place(seq, start, stop))
    return places


def simplify(text: str) -> str:
    """Traditional characters as simplified ones, half width, small letters: the form that is searched.

    Of the same length as the text, so that places in one are places in the other; a conversion that would change the
    length is left out.
    """
    converted: str = _load_converter().convert(text)
    if len(converted) != len(text):
        converted = text
    return "".join(map(_fold_character, converted))


def cut_words(text: str) -> Iterator[str]:
    """The search words of a simplified text: jieba's search mode, which also gives the words inside long words.

    Single characters match everything and are dropped, as are marks.
    """
    for word in cut_for_search(text):
        if len(word) > 1 and word[0].isalnum():
            yield word


@cache
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


@cache
def _load_converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
