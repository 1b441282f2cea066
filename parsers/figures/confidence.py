"""How sure a reading is: the share of such readings that proved right on openings of reports that nobody had read before."""

from __future__ import annotations

from functools import cache

from parsers.frames.frame import NONE, OTHER, STRANGE, Frame
from parsers.naming.concepts import UNEXPLAINED, Concepts, bit_of
from parsers.naming.matching import WORDS, Match

# By the record of first looks (tests/gold/README.md) that the rules of the day had: eight batches, 728 names given. Where the subject stands in
# the clause and the lexicon explains all of it .952 were right (420 of 441), carried from another clause .903 (167 of 185), with words unexplained
# .863 (88 of 102). Other annotators of earlier batches were stricter (.77 to .80 of the rules of then).
_NAMED = 0.95
_FARTHER = 0.05
"""Less where the subject was carried from another clause."""
_UNKNOWN_WORDS = 0.09
"""Less where the clause has words that no concept explains."""
# Of names by the model of words alone (parsers.figures.weighing), on sentences and paragraphs that it was not fitted to, 261 of 272 were right.
_BY_WORDS = 0.95
# Of the figures of those batches that got no name, about one in six was due one.
_UNNAMED = {NONE: 0.86, OTHER: 0.85, STRANGE: 0.85}
_OF_KNOWN = 0.82
"""Where its noun is one that is known."""


def rate_confidence(match: Match | None, frame: Frame, clause: Concepts = 0) -> float:
    """In [0, 1], by what the frame knows of the counted noun, whether the subject was carried, and what the `clause` leaves unexplained."""
    if match is None:
        return _UNNAMED.get(frame.head_class, _OF_KNOWN)
    if match.evidence == WORDS:
        return _BY_WORDS
    return _rate_named(farther=match.evidence != "clause", unexplained=clause & bit_of(UNEXPLAINED) != 0)


@cache
def _rate_named(*, farther: bool, unexplained: bool) -> float:
    return round(_NAMED - _FARTHER * farther - _UNKNOWN_WORDS * unexplained, 2)
