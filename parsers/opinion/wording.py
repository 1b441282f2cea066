"""A figure as the second opinion sees it: the words around it and the slots of its frame, and the features that are counted."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from parsers.numbers.units import unit_classes
from parsers.text.expressions import expression
from parsers.text.words import cut_words

_HAN = expression(r"[一-龥]+")


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
    unit_class = unit_classes().get(wording.unit, "")
    seen = {
        f"class {unit_class}",
        f"unit {wording.unit}",
        f"kind {wording.kind}",
        f"head class {wording.head_class}",
        f"head {wording.head}",
        f"act class {wording.act_class}",
        f"act {wording.act}",
        f"audience {wording.audience}",
        f"state {wording.state}",
        f"place {wording.place}",
        # 件 of a case file that was handled, 件 of a rule that was made: the pairs tell more than each
        f"head and act {wording.head_class} {wording.act_class}",
        f"head and class {wording.head_class} {unit_class}",
        *(f"word {word}" for word in _cut_han(wording.before + "|" + wording.after)),
        *(f"said {word}" for word in _cut_han(wording.said)),
        *(f"concept {concept}" for concept in wording.concepts),
    }
    return sorted(seen)


# (the figures of a row share what was said before)
@lru_cache(maxsize=256)
def _cut_han(text: str) -> tuple[str, ...]:
    return tuple(word for word in cut_words(text) if _HAN.fullmatch(word))
