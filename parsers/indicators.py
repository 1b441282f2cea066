"""Which indicator of the catalogue a figure is, if any: rules over the concepts of its clause, its row and its governing subject.

The rules are data (`seeds/indicator_rules.csv`), the words behind the concepts too (`seeds/concepts.csv`). A figure that no rule covers keeps
its label and has no indicator: a similar thing is not the same thing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from parsers.clauses import Clause, Span
from parsers.concepts import Hit, concept_roles
from parsers.quantities import unit_classes
from parsers.seed import read_seed

Concepts = frozenset[str]
_NOTHING: Concepts = frozenset()
# 27个政府部门, 12个市直单位: so many characters may stand between the measure word and the place.
_NEAR = 4
# 27个部门 counts departments; 66项乡镇行政执法事项 does not count townships.
_UNITS_OF_PLACES = {"个", "家", "所", "处", ""}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of indicator_rules.csv."""

    indicator_id: str
    units: Concepts
    clause: tuple[Concepts, ...]
    """Each of these groups must be met by one concept of the figure's own clause."""
    subject: Concepts
    unless: tuple[Concepts, ...]
    """The rule fails where all concepts of one of these groups stand in the clause."""
    places: bool
    """Whether the figure may count departments, townships or villages."""
    order: int

    @property
    def weight(self) -> int:
        """How much the rule asks for; the more, the more specific."""
        return 2 * len(self.clause) + bool(self.subject)


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator found for a figure, and how."""

    indicator_id: str
    evidence: str
    """clause, row, sentence, item or heading: the farthest place that was needed."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The concepts around a figure, nearest first."""

    counts_places: bool
    """A department, township or village stands right behind the number (27个部门共保留…): that is what is counted."""
    clause: Concepts
    row: Concepts
    """Acts and topics of the head of the comma clause."""
    earlier: tuple[tuple[str, Concepts], ...]
    """(`sentence` | `item` | `heading`, concepts) from near to far."""


class UnknownConceptError(ValueError):
    """A rule names a concept that concepts.csv lacks; mend the row."""


@cache
def load_rules() -> dict[str, tuple[Rule, ...]]:
    """The rules by unit class (`case`, `rate` …; the empty class, of a figure whose unit the page lost, has those of all counts)."""
    roles = concept_roles()
    rules: list[Rule] = []
    for order, row in enumerate(read_seed("indicator_rules.csv")):
        clause = tuple(frozenset(group.split("|")) for group in row["clause"].split())
        subject = frozenset(row["subject"].split("|")) if row["subject"] else _NOTHING
        unless = tuple(frozenset(group.split("&")) for group in row["unless"].split())
        if unknown := {c for group in (*clause, subject, *unless) for c in group} - roles.keys():
            raise UnknownConceptError(f"indicator_rules.csv, {row['indicator_id']}: unknown concept {', '.join(sorted(unknown))}")
        rules.append(Rule(row["indicator_id"], frozenset(row["unit"].split()), clause, subject, unless, row["places"] == "yes", order))
    classes = {name for rule in rules for name in rule.units}
    counts = classes - {"rate", "money", "area", "point"}
    by_class = {name: [rule for rule in rules if name in rule.units] for name in classes}
    by_class[""] = [rule for rule in rules if rule.units & counts]
    return {name: tuple(sorted(found, key=lambda rule: (-rule.weight, rule.order))) for name, found in by_class.items()}


def concepts_in(hits: Sequence[Hit], span: Span) -> list[Hit]:
    """Hits that lie wholly inside `span`; `hits` are sorted by start."""
    low = bisect_left(hits, span[0], key=lambda hit: hit.start)
    found = []
    for hit in hits[low:]:
        if hit.start >= span[1]:
            break
        if hit.end <= span[1]:
            found.append(hit)
    return found


def look_around(
    clause: Clause, hits: Sequence[Hit], headings: Sequence[Span], own: Span | None = None, ahead: bool = False
) -> Surroundings:
    """The concepts around a figure; `own` replaces the text before the number (one of several things in a row).

    `ahead`: the predicate stands in the next clause (将与开发区相关的21项事项，整链条赋权).
    """
    before = concepts_in(hits, own or clause.before)
    after = concepts_in(hits, clause.after)
    roles = concept_roles()
    if ahead and not any(roles[hit.concept] == "act" for hit in after):
        after = [*after, *concepts_in(hits, clause.ahead)]
    counts_places = any(hit.concept == "actor" and hit.start - clause.after[0] <= _NEAR for hit in after[:4])
    head = [hit for hit in concepts_in(hits, clause.head) if roles[hit.concept] in {"act", "topic", "field"}]
    earlier: list[tuple[str, Concepts]] = []
    if own or clause.row[0]:
        earlier.append(("clause", frozenset(hit.concept for hit in concepts_in(hits, clause.head))))
    for span in clause.earlier:
        place = "sentence" if span[0] >= clause.sentence[0] else "item"
        earlier.append((place, frozenset(hit.concept for hit in concepts_in(hits, span))))
    earlier += [("heading", frozenset(hit.concept for hit in concepts_in(hits, span))) for span in headings]
    return Surroundings(
        counts_places, frozenset(hit.concept for hit in [*before, *after]), frozenset(hit.concept for hit in head), tuple(earlier)
    )


def match_indicator(unit: str, around: Surroundings) -> Match | None:
    """The indicator of a figure with this (normalised) unit, or None where no definition is met."""
    if unit and unit not in unit_classes():
        return None
    rules = load_rules().get(unit_classes().get(unit, ""), ())
    for place, concepts in (("clause", around.clause), ("row", around.clause | around.row)):
        for rule in rules:
            if around.counts_places and unit in _UNITS_OF_PLACES and not rule.places:
                continue
            if not all(group & concepts for group in rule.clause):
                continue
            if any(group <= around.clause for group in rule.unless):
                continue
            subject_place = _find_subject(rule.subject, around)
            if subject_place is not None:
                return Match(rule.indicator_id, subject_place if subject_place != "clause" else place)
        if not around.row:
            break
    return None


def _find_subject(subject: Concepts, around: Surroundings) -> str | None:
    """Where the governing subject is found: the nearest clause that names a topic decides; None where it is another."""
    if not subject or subject & around.clause:
        return "clause"
    roles = concept_roles()
    if any(roles[concept] in {"topic", "field"} for concept in around.clause):
        return None
    for place, concepts in around.earlier:
        if subject & concepts:
            return place
        if any(roles[concept] == "topic" for concept in concepts):
            return None
    return None
