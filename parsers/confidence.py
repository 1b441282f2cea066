"""How sure a reading is: the share of such readings that proved right on annotated reports."""

from __future__ import annotations

from parsers.indicators import Match

# Measured by `fazhi evaluate` over the annotated reports; see the reliability table in the README.
_BY_EVIDENCE = {"clause": 0.98, "row": 0.95, "sentence": 0.96, "item": 0.9, "heading": 0.88}
_NO_INDICATOR = 0.9


def rate_confidence(match: Match | None) -> float:
    """In [0, 1], by the farthest place that the indicator's evidence came from."""
    return _BY_EVIDENCE[match.evidence] if match else _NO_INDICATOR
