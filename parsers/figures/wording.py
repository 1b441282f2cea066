"""A figure of a report as the model of words sees it (`parsers.opinion`)."""

from __future__ import annotations

from parsers.figures.reading import Reading, Sighting
from parsers.naming.trace import name_concepts
from parsers.numbers.boundaries import Span
from parsers.opinion.wording import Wording


def word_sighting(reading: Reading, sighting: Sighting) -> Wording:
    """How a figure is said in one of its meanings."""
    clause, frame, change, quantity = sighting.clause, sighting.frame, sighting.change, sighting.quantity

    def cut(span: Span | None) -> str:
        return reading.folded[slice(*span)] if span else ""

    kind = change.kind if change else "rank" if quantity.ordinal else "level"
    said = clause.earlier[0] if clause.earlier and clause.earlier[0][0] >= clause.told_from else None
    return Wording(
        unit=quantity.unit,
        kind=kind if sighting.defined else f"{kind} undefined",
        before=cut(sighting.conjunct.span if sighting.conjunct else clause.before),
        after=cut(clause.after),
        said=cut(said),
        head=cut(frame.head),
        head_class=frame.head_class,
        act=cut(frame.act),
        act_class=frame.act_class,
        audience=frame.audience,
        state=frame.state,
        place=frame.place,
        concepts=name_concepts(sighting.around.clause),
    )
