"""What a figure without an indicator is: one of a closed list of kinds outside the catalogue, or unknown (`seeds/outside_kinds.csv`)."""

from __future__ import annotations

from functools import cache

from parsers.figures.reading import Sighting
from parsers.numbers.units import unit_classes
from parsers.seed import read_seed

UNKNOWN = "unknown"
"""What no kind explains: such figures are where the catalogue or the lexicon should grow first."""


@cache
def _kinds_by(column: str) -> dict[str, str]:
    return {name: row["kind"] for row in read_seed("outside_kinds.csv") for name in row[column].split()}


def name_outside(sighting: Sighting, *, is_part: bool) -> str:
    """A kind of outside_kinds.csv for a figure that takes no indicator."""
    quantity, frame = sighting.quantity, sighting.frame
    if sighting.change:
        return "change"
    if quantity.ordinal:
        return "rank"
    if frame.state == "from":
        return "former"
    unit = unit_classes().get(quantity.unit, "")
    kind = _kinds_by("units").get(unit) or _kinds_by("heads").get(frame.head_class)
    if kind is None and is_part:
        return "part"
    kind = kind or _kinds_by("units_else").get(unit)
    if kind is None and unit == "case" and frame.act:
        # 立案312件: what was done tells that they are cases
        kind = "cases"
    if not sighting.defined and kind not in {"aspect", "documents"}:
        return "average" if kind and quantity.unit != "类" else "aspect"
    return kind or UNKNOWN
