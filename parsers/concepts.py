"""What reports speak of, found as words: one pass of an automaton over the text. The words are data in `seeds/concepts.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import ahocorasick

from parsers.seed import read_seed
from parsers.width import fold_width


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept's word at a place of half-width text."""

    start: int
    end: int
    concept: str


@cache
def concept_roles() -> dict[str, str]:
    """Role of each concept: topic, field (a weak topic), thing, act, rate or mark."""
    return {row["concept"]: row["role"] for row in read_seed("concepts.csv")}


@cache
def _hidden_by() -> dict[str, frozenset[str]]:
    return {row["concept"]: frozenset(row["hides"].split()) for row in read_seed("concepts.csv") if row["hides"]}


@cache
def _automaton() -> ahocorasick.Automaton:
    words: dict[str, list[str]] = {}
    for row in read_seed("concepts.csv"):
        for word in row["words"].split("|"):
            words.setdefault(fold_width(word), []).append(row["concept"])
    automaton = ahocorasick.Automaton()
    for word, concepts in words.items():
        automaton.add_word(word, (len(word), tuple(concepts)))
    automaton.make_automaton()
    return automaton


def find_concepts(folded: str) -> list[Hit]:
    """All concepts of half-width text, by their start.

    A longer word hides a shorter one inside it where its concept says so: 不予受理 is no 受理, 行政调解 is no 人民调解.
    """
    hits: list[Hit] = []
    hiding: list[Hit] = []
    hidden_by = _hidden_by()
    for last, (length, concepts) in _automaton().iter(folded):
        for concept in concepts:
            hit = Hit(last + 1 - length, last + 1, concept)
            hits.append(hit)
            if concept in hidden_by:
                hiding.append(hit)
    if hiding:
        hits = [hit for hit in hits if not _is_hidden(hit, hiding, hidden_by)]
    hits.sort(key=lambda hit: (hit.start, hit.end))
    return hits


def _is_hidden(hit: Hit, hiding: list[Hit], hidden_by: dict[str, frozenset[str]]) -> bool:
    # 行政调解案件: 调解案件 begins inside 行政调解 and so is not one of its own.
    return any(
        other.start <= hit.start < other.end and hit is not other and hit.concept in hidden_by[other.concept] for other in hiding
    )
