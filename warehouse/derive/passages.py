"""Reports cut into passages for full text: what stands under each heading itself, and the form in which it is searched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

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
    for wide, narrow in _USUAL:
        converted = converted.replace(wide, narrow)
    return converted if _PLAIN.fullmatch(converted) else converted.translate(_FOLDS)


class _Folds(dict[int, str]):
    """Each character's half width, small form; what would be longer stays as it is."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_FOLDS = _Folds()
_USUAL = tuple(zip("，：；（）％", ",:;()%", strict=True))
"""Marks that stand in every text: to replace them and look whether anything is left takes a third of a look at each character."""
_PLAIN = re.compile("[\u4e00-\u9fff\\n -@\\[-~。、“”‘’《》—]*")


@cache
def _load_converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
