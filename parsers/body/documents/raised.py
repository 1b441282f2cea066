"""Small raised characters: marks of notes (62¹件) join no number, powers (平方米 as m²) stay what they are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from parsers.text.expressions import expression

_MARK = expression(
    r"[\s\[【〔［(（{<〈]*(?:注释?|脚注|备注)?\s*[:：]?\s*"
    r"(?:\d{1,3}(?:\s*[,，、~～–—-]\s*\d{1,3})*|[①-⑳⑴-⒇❶-❿㈠-㈩]+|[*＊※†‡#＃▲△☆★]+|[a-zA-Z]|[一二三四五六七八九十]{1,2})?"
    r"[\s\]】〕］)）}>〉]*"
)
# m2, km2, 米3: what is raised behind a unit of length is its power
_POWER_OF_UNIT = expression(r"(?:(?<![A-Za-z])(?:[kcdm]?m|hm|μm)|(?<![一-龥])米|千米|公里|厘米)$")
_POWER_OF_TEN = expression(r"[×xX*·]\s*10$")
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def write_raised(before: str, raised: str) -> str:
    """What of the raised characters behind `before` belongs to the text: nothing of a note's mark, a power as m² or 10⁴.

    A mark at the head of a line is the note's own number, and words that are raised are words.
    """
    mark = "".join(raised.split())
    if not before.strip() or not mark or not _MARK.fullmatch(raised):
        return raised
    if _POWER_OF_TEN.search(before) or (mark in ("2", "3", "-1", "-2", "-3") and _POWER_OF_UNIT.search(before)):
        return mark.translate(_SUPERSCRIPTS)
    return ""


_BEFORE = 60
"""Characters before a raised one that tell whether it is a mark."""


def join_raised(pieces: Sequence[tuple[str, bool]]) -> str:
    """The text of pieces of which some are raised, what those give as `write_raised` says."""
    text = ""
    for raised, group in groupby(pieces, key=lambda piece: piece[1]):
        words = "".join(piece for piece, _ in group)
        text += write_raised(text[-_BEFORE:].rpartition("\n")[2], words) if raised else words
    return text
