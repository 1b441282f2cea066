"""What reports speak of, found as words: one pass of an automaton over the text. The words are data in `seeds/concepts.csv`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import ahocorasick

from parsers.seed import read_seed
from parsers.width import fold_width

UNEXPLAINED = "unexplained"
"""The concept of a run of characters that no word of concepts.csv explains: 受理消费投诉36件 brings a thing of its own."""

_UNKNOWN_RUN = re.compile(r"[一-龥]{3,}")
# 濮阳县收到, 市司法局办理: who acts is no thing of its own.
_ACTING = re.compile(r"[一-龥]{1,6}?(?:[省市县区州旗盟镇乡局厅委办院]|街道|中心|机构)(?![一-龥]{0,1}[率])")


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept's word at a place of half-width text."""

    start: int
    end: int
    concept: str


_ROLES = frozenset({"topic", "field", "setting", "thing", "act", "rate", "mark"})


class BadConceptError(ValueError):
    """A row of concepts.csv has a role or a hidden concept that does not exist; mend the row."""


@cache
def concept_roles() -> dict[str, str]:
    """Role of each concept: topic, field (a weak topic), setting, thing, act, rate or mark.

    Raises BadConceptError where concepts.csv names a role, or a concept to hide, that does not exist, or a concept twice.
    """
    rows = read_seed("concepts.csv")
    roles = {row["concept"]: row["role"] for row in rows}
    for row in rows:
        unknown = ({row["role"]} - _ROLES) | (set(row["hides"].split()) - roles.keys())
        if unknown:
            raise BadConceptError(f"concepts.csv, {row['concept']}: unknown {', '.join(sorted(unknown))}")
    if len(roles) < len(rows):
        names = [row["concept"] for row in rows]
        raise BadConceptError(f"concepts.csv: twice {', '.join(sorted({n for n in names if names.count(n) > 1}))}")
    return roles


@cache
def _hides() -> dict[str, frozenset[str]]:
    return {row["concept"]: frozenset(row["hides"].split()) for row in read_seed("concepts.csv") if row["hides"]}


@cache
def _automaton() -> ahocorasick.Automaton:
    words: dict[str, list[str]] = {}
    for row in read_seed("concepts.csv"):
        for word in filter(None, row["words"].split("|")):
            words.setdefault(fold_width(word), []).append(row["concept"])
    automaton = ahocorasick.Automaton()
    for word, concepts in words.items():
        automaton.add_word(word, (len(word), tuple(concepts)))
    automaton.make_automaton()
    return automaton


def find_concepts(folded: str) -> list[Hit]:
    """All concepts of half-width text, by their start; runs of three or more characters without any are `UNEXPLAINED`.

    A longer word hides a shorter one inside it where its concept says so: 不予受理 is no 受理, 行政调解 is no 人民调解.
    """
    hits: list[Hit] = []
    covered: dict[str, list[tuple[int, int]]] = {}
    hides = _hides()
    plain = list(folded)
    for last, (length, concepts) in _automaton().iter(folded):
        start = last + 1 - length
        plain[start : last + 1] = " " * length
        for concept in concepts:
            hits.append(Hit(start, last + 1, concept))
            for hidden in hides.get(concept, ()):
                covered.setdefault(hidden, []).append((start, last + 1))
    hits = [hit for hit in hits if hit.concept not in covered or not _is_covered(hit, covered[hit.concept])]
    left = _ACTING.sub(lambda name: " " * len(name[0]), "".join(plain))
    hits += [Hit(run.start(), run.end(), UNEXPLAINED) for run in _UNKNOWN_RUN.finditer(left)]
    hits.sort(key=lambda hit: (hit.start, hit.end))
    return hits


def _is_covered(hit: Hit, spans: list[tuple[int, int]]) -> bool:
    # 行政调解案件: 调解案件 begins inside 行政调解 and so is not one of its own.
    return any(start <= hit.start < end for start, end in spans)


@cache
def concept_bits() -> dict[str, int]:
    """A bit for each concept: sets of concepts are integers, and asking one of another is a single `&`."""
    return {concept: 1 << n for n, concept in enumerate(concept_roles())}


def to_bits(concepts: Iterable[str]) -> int:
    """The set of these concepts as an integer."""
    bits = concept_bits()
    found = 0
    for concept in concepts:
        found |= bits[concept]
    return found


@cache
def role_bits(*roles: str) -> int:
    """All concepts of these roles."""
    return to_bits(concept for concept, role in concept_roles().items() if role in roles)


class ConceptIndex:
    """The concepts of one text, asked span by span; spans that several figures share are looked up once."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        self._starts = [hit.start for hit in hits]
        self._known: dict[tuple[int, int], int] = {}

    def hits_in(self, span: tuple[int, int]) -> list[Hit]:
        """Hits that lie wholly inside the span, by their start."""
        low, high = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
        return [hit for hit in self._hits[low:high] if hit.end <= span[1]]

    def bits_in(self, span: tuple[int, int]) -> int:
        """The concepts of the span as an integer (`concept_bits`)."""
        known = self._known.get(span)
        if known is None:
            known = self._known[span] = to_bits(hit.concept for hit in self.hits_in(span))
        return known
