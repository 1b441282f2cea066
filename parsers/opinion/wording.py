"""A figure as the second opinion sees it: the words around it and the slots of its frame, and the features that are counted."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from parsers.numbers.units import unit_classes
from parsers.text.words import find_han_words


class Wording(NamedTuple):
    """How a figure is said. Texts are half-width; what is not said is empty."""

    unit: str
    """Normalised, as in `Quantity`."""
    kind: str
    """`level`, `rank`, a change's kind; `undefined` behind it (`level undefined`) where no indicator is defined as such a figure."""
    before: str
    after: str
    said: str
    """The clause before, in the same sentence."""
    head: str
    head_class: str
    act: str
    act_class: str
    audience: str
    state: str
    place: str
    """Of the head, as in `Frame`."""
    concepts: tuple[str, ...]
    """Of its clause, by name."""


def list_features(wording: Wording) -> list[str]:
    """What is seen of a figure: slots, words and concepts, each once, in the order of the characters."""
    return sorted(see_features(wording))


def see_features(wording: Wording) -> set[str]:
    """What is seen of a figure, in no order."""
    return {
        *_name_kinds(wording.unit, wording.kind, wording.head_class, wording.act_class),
        f"head {wording.head}",
        f"act {wording.act}",
        f"audience {wording.audience}",
        f"state {wording.state}",
        f"place {wording.place}",
        *[f"word {word}" for word in find_han_words(wording.before + "|" + wording.after)],
        *_name_said(wording.said),
        *[f"concept {concept}" for concept in wording.concepts],
    }


# (most figures are of kinds that came before)
@lru_cache(maxsize=4096)
def _name_kinds(unit: str, kind: str, head_class: str, act_class: str) -> tuple[str, ...]:
    unit_class = unit_classes().get(unit, "")
    return (
        f"class {unit_class}",
        f"unit {unit}",
        f"kind {kind}",
        f"head class {head_class}",
        f"act class {act_class}",
        # 件 of a case file that was handled, 件 of a rule that was made: the pairs tell more than each
        f"head and act {head_class} {act_class}",
        f"head and class {head_class} {unit_class}",
    )


# (the figures of a row share what was said before)
@lru_cache(maxsize=256)
def _name_said(clause: str) -> tuple[str, ...]:
    return tuple([f"said {word}" for word in find_han_words(clause)])
