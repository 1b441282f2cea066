"""Which indicator of the catalogue a figure is, if any: rules over the concepts of its clause, its row and its governing subject.

The rules are data (`seeds/indicator_rules.csv`), the words behind the concepts too (`seeds/concepts.csv`). A figure that no rule covers keeps
its label and has no indicator: a similar thing is not the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from parsers.clauses import Clause, Span
from parsers.concepts import ConceptIndex, concept_roles, role_bits, to_bits
from parsers.quantities import unit_classes
from parsers.seed import read_seed

Concepts = int
"""A set of concepts, a bit for each (`parsers.concepts.concept_bits`)."""

# 27个政府部门, 12个市直单位: so many characters may stand between the measure word and the place.
_NEAR = 4
# 27个部门 counts departments; 66项乡镇行政执法事项 does not count townships.
_UNITS_OF_PLACES = {"个", "家", "所", "处", ""}
_NOT_COUNTS = {"rate", "money", "area", "point"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of indicator_rules.csv."""

    indicator_id: str
    units: frozenset[str]
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
    """The concepts around a figure."""

    counts_places: bool
    """A department, township or village stands right behind the number (27个部门共保留…): that is what is counted."""
    clause: Concepts
    row: Concepts
    """Acts and topics of the head of the comma clause."""
    earlier: tuple[tuple[str, Span], ...]
    """(`clause` | `sentence` | `item` | `heading`, span) from near to far."""
    concepts: ConceptIndex

    def look_back(self) -> Iterator[tuple[str, Concepts]]:
        """The concepts of the places before, from near to far."""
        for place, span in self.earlier:
            yield place, self.concepts.bits_in(span)


class BadRuleError(ValueError):
    """A row of indicator_rules.csv names what does not exist; mend the row."""


@cache
def load_rules() -> dict[str, tuple[Rule, ...]]:
    """The rules by unit class (`case`, `rate` …; the empty class, of a figure whose unit the page lost, has those of all counts)."""
    catalogue = {row["indicator_id"] for row in read_seed("indicators.csv")}
    known_classes = set(unit_classes().values())
    rules: list[Rule] = []
    for order, row in enumerate(read_seed("indicator_rules.csv")):
        clause = [group.split("|") for group in row["clause"].split()]
        subject = row["subject"].split("|") if row["subject"] else []
        unless = [group.split("&") for group in row["unless"].split()]
        unknown = {name for group in (*clause, subject, *unless) for name in group} - concept_roles().keys()
        unknown |= ({row["indicator_id"]} - catalogue) | (set(row["unit"].split()) - known_classes)
        if unknown:
            raise BadRuleError(
                f"indicator_rules.csv, row {order + 1} ({row['indicator_id']}): unknown {', '.join(sorted(unknown))}"
            )
        rules.append(
            Rule(
                row["indicator_id"],
                frozenset(row["unit"].split()),
                tuple(to_bits(group) for group in clause),
                to_bits(subject),
                tuple(to_bits(group) for group in unless),
                row["places"] == "yes",
                order,
            )
        )
    classes = {name for rule in rules for name in rule.units}
    by_class = {name: [rule for rule in rules if name in rule.units] for name in classes}
    by_class[""] = [rule for rule in rules if rule.units - _NOT_COUNTS]
    return {name: tuple(sorted(found, key=lambda rule: (-rule.weight, rule.order))) for name, found in by_class.items()}


def look_around(
    clause: Clause, concepts: ConceptIndex, headings: Sequence[Span], own: Span | None = None, ahead: bool = False
) -> Surroundings:
    """The concepts around a figure; `own` replaces the text before the number (one of several things in a row).

    `ahead`: the predicate stands in the next clause (将与开发区相关的21项事项，整链条赋权).
    """
    after = concepts.bits_in(clause.after)
    near = concepts.hits_in((clause.after[0], min(clause.after[1], clause.after[0] + 2 * _NEAR + 4)))
    counts_places = any(hit.concept == "actor" and hit.start - clause.after[0] <= _NEAR for hit in near[:4])
    if ahead and not after & role_bits("act"):
        after |= concepts.bits_in(clause.ahead)
    head = concepts.bits_in(clause.head)
    earlier: list[tuple[str, Span]] = []
    if own or clause.row[0]:
        earlier.append(("clause", clause.head))
    earlier += [("sentence" if span[0] >= clause.sentence[0] else "item", span) for span in clause.earlier]
    earlier += [("heading", span) for span in headings]
    return Surroundings(
        counts_places,
        concepts.bits_in(own or clause.before) | after,
        head & role_bits("act", "topic", "field", "setting"),
        tuple(earlier),
        concepts,
    )


def match_indicator(unit: str, around: Surroundings) -> Match | None:
    """The indicator of a figure with this (normalised) unit, or None where no definition is met."""
    for place, indicator_id, subject in _list_candidates(
        unit, around.clause, around.row, around.counts_places and unit in _UNITS_OF_PLACES
    ):
        subject_place = _find_subject(subject, around)
        if subject_place is not None:
            return Match(indicator_id, subject_place if subject_place != "clause" else place)
    return None


# The same clauses come again and again, within a report and over many.
@lru_cache(maxsize=1 << 16)
def _list_candidates(unit: str, own: Concepts, row: Concepts, only_places: bool) -> tuple[tuple[str, str, Concepts], ...]:
    """(place, indicator, subject) of the rules whose clause is met, the most specific first; their subjects are still to be found."""
    if unit and unit not in unit_classes():
        return ()
    rules = load_rules().get(unit_classes().get(unit, ""), ())
    found: list[tuple[str, str, Concepts]] = []
    for place, concepts in (("clause", own), ("row", own | row)) if row else (("clause", own),):
        for rule in rules:
            if not all(group & concepts for group in rule.clause) or (only_places and not rule.places):
                continue
            if not any(group & own == group for group in rule.unless):
                found.append((place, rule.indicator_id, rule.subject))
    return tuple(found)


def _find_subject(subject: Concepts, around: Surroundings) -> str | None:
    """Where the governing subject is found: the nearest clause that names a topic decides; None where it is another."""
    if not subject or subject & around.clause:
        return "clause"
    if around.clause & role_bits("topic", "field"):
        return None
    topics = role_bits("topic")
    for place, found in around.look_back():
        if subject & found:
            return place
        if found & topics:
            return None
    return None
