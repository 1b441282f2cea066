"""What each indicator asks of a figure's frame: its head noun, its act, for whom, in which state (`seeds/indicator_slots.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from parsers.frames.frame import NONE, OTHER, Frame
from parsers.frames.words import act_objects, audience_classes, head_classes
from parsers.seed import read_seed


class BadSlotError(ValueError):
    """A row of indicator_slots.csv names what does not exist; mend the row."""


@dataclass(frozen=True, slots=True)
class Slots:
    """One row of indicator_slots.csv."""

    heads: frozenset[str]
    acts_not: frozenset[str]
    audiences_not: frozenset[str]
    states: frozenset[str]

    def refuses(self, frame: Frame) -> str:
        """Which slot does not unify (`head`, `act`, `audience`, `state`); empty where all do."""
        if frame.head_class not in self.heads and frame.also not in self.heads:
            return "head"
        if frame.act_class in self.acts_not:
            return "act"
        if frame.audience in self.audiences_not:
            return "audience"
        return "" if frame.state in self.states else "state"


@cache
def load_slots() -> dict[str, Slots]:
    """The slots by indicator. Raises BadSlotError where a row names a class or an indicator that does not exist, or one is missing."""
    catalogue = {row["indicator_id"] for row in read_seed("indicators.csv")}
    slots: dict[str, Slots] = {}
    for row in read_seed("indicator_slots.csv"):
        heads, acts, audiences = (row[name].split() for name in ("heads", "acts_not", "audiences_not"))
        unknown = {*heads} - head_classes() | {*acts} - act_objects().keys() | {*audiences} - audience_classes()
        unknown |= {row["indicator_id"]} - catalogue
        if unknown:
            raise BadSlotError(f"indicator_slots.csv, {row['indicator_id']}: unknown {', '.join(sorted(unknown))}")
        slots[row["indicator_id"]] = Slots(
            frozenset((*heads, NONE, OTHER)),
            frozenset(acts),
            frozenset(audiences),
            frozenset(("whole", "from", "to", *row["states"].split())),
        )
    if missing := catalogue - slots.keys():
        raise BadSlotError(f"indicator_slots.csv: no row for {', '.join(sorted(missing))}")
    return slots
