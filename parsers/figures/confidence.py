"""How sure a reading is: the share of such readings that proved right on annotated reports."""

from __future__ import annotations

from parsers.naming.matching import Match

# Measured on four annotated reports that nobody had opened before (321 readings): right were 140 of 147 where the
# clause itself told, 66 of 68 where the sentence did, 95 of 104 where no indicator was found. The row, the item and the
# heading decided too seldom there; theirs are careful guesses below it.
_BY_EVIDENCE = {"clause": 0.95, "row": 0.9, "sentence": 0.97, "item": 0.93, "heading": 0.9}
_NO_INDICATOR = 0.91


def rate_confidence(match: Match | None) -> float:
    """In [0, 1], by the farthest place that the indicator's evidence came from."""
    return _BY_EVIDENCE[match.evidence] if match else _NO_INDICATOR
