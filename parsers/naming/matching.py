"""Which indicator of the catalogue a figure is, if any: rules over the concepts of its clause, its row and its governing subject.

The rules are data (`seeds/indicator_rules.csv`), the words behind the concepts too (`seeds/concepts.csv`). A figure that no rule covers keeps
its label and has no indicator: a similar thing is not the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter

from parsers.frames.frame import OTHER, STRANGE
from parsers.naming.concepts import UNEXPLAINED, Concepts, bit_of, concept_roles, role_bits, to_bits
from parsers.naming.slots import load_slots
from parsers.naming.surroundings import Surroundings
from parsers.numbers.units import unit_classes
from parsers.seed import read_seed

# 27个部门 counts departments; 66项乡镇行政执法事项 does not count townships.
_UNITS_OF_PLACES = {"个", "家", "所", "处", ""}
# What needs the row's own verb ranks behind all that does not.
_LATER = 100
_MOST_GROUPS = 3
# ~people_congress in `unless`: anywhere in the sentence
_NEAR = "~"
_NOT_COUNTS = {"rate", "money", "area", "point"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of indicator_rules.csv."""

    indicator_id: str
    units: frozenset[str]
    """Classes of units (`case`) or single units (`件`)."""
    clause: tuple[Concepts, ...]
    """Each of these groups must be met by one concept of the figure's own clause."""
    subject: Concepts
    unless: tuple[Concepts, ...]
    """The rule fails where all concepts of one of these groups stand in the clause."""
    unless_near: Concepts
    """It fails too where one of these stands in another clause of its sentence (人大常委会审议报告12个，开展执法检查3次)."""
    places: bool
    """Whether the figure may count departments, townships or villages."""
    in_sentence: bool
    """Whether the subject must stand in the figure's own sentence."""
    order: int
    own_topics: Concepts
    """The topics that the rule itself asks of the clause: they do not stand in the way of its subject."""

    @property
    def weight(self) -> int:
        """How much the rule asks for; the more, the more specific."""
        return 2 * len(self.clause) + bool(self.subject)


WORDS = "words"
"""The evidence of a name that the model of words gave (parsers.figures.weighing)."""


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator found for a figure, and how."""

    indicator_id: str
    evidence: str
    """clause, row, sentence, item or heading: the farthest place that was needed; WORDS where no rule named it."""
    rule: int = field(default=-1, compare=False)
    """Row of indicator_rules.csv, from 0; -1 where no rule named it."""


class BadRuleError(ValueError):
    """A row of indicator_rules.csv names what does not exist; mend the row."""


@cache
def load_rules() -> tuple[Rule, ...]:
    """All rules, the most specific first.

    Raises BadRuleError where a row names a concept, an indicator or a unit (a class like `case`, or a unit like `件`) that does not exist.
    """
    catalogue = {row["indicator_id"] for row in read_seed("indicators.csv")}
    known_units = {*unit_classes().values(), *unit_classes()}
    rules: list[Rule] = []
    for order, row in enumerate(read_seed("indicator_rules.csv")):
        clause = [group.split("|") for group in row["clause"].split()]
        subject = row["subject"].split("|") if row["subject"] else []
        near = [name[1:] for name in row["unless"].split() if name.startswith(_NEAR)]
        unless = [group.split("&") for group in row["unless"].split() if not group.startswith(_NEAR)]
        unknown = {name for group in (*clause, subject, *unless, near) for name in group} - concept_roles().keys()
        unknown |= ({row["indicator_id"]} - catalogue) | (set(row["unit"].split()) - known_units)
        if len(clause) > _MOST_GROUPS:
            unknown.add(f"more than {_MOST_GROUPS} groups")
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
                to_bits(near),
                row["places"] == "yes",
                row["reach"] == "sentence",
                order,
                to_bits(name for group in clause for name in group) & role_bits("topic", "field"),
            )
        )
    return tuple(sorted(rules, key=lambda rule: (-rule.weight, rule.order)))


@cache
def rules_of(unit: str) -> tuple[Rule, ...]:
    """The rules for a (normalised) unit, the most specific first; the empty one, of a figure whose unit the page lost, has those of all counts."""
    if not unit:
        return tuple(rule for rule in load_rules() if rule.units - _NOT_COUNTS)
    kind = unit_classes().get(unit)
    return () if kind is None else tuple(rule for rule in load_rules() if rule.units & {unit, kind})


def match_indicator(unit: str, around: Surroundings) -> Match | None:
    """The indicator of a figure with this (normalised) unit, or None where no definition is met.

    Of the rules that hold, the most specific wins; of two alike, the one whose subject stands nearer.
    """
    candidates = _list_candidates(unit, around.clause, around.row, around.counts_places and unit in _UNITS_OF_PLACES)
    best: tuple[int, int, Match] | None = None
    slots = load_slots()
    for rank, place, rule in candidates:
        if best and rank > best[0]:
            break
        if around.frame and slots[rule.indicator_id].refuses(around.frame):
            continue
        if place == "row" and _has_other_noun(around) and not any(group & around.clause for group in rule.clause):
            # 旁听庭审4次、警示教育6次: what the first is tells nothing of another thing
            continue
        if rule.unless_near and rule.unless_near & around.said_near():
            continue
        found = find_subject(rule, around)
        if found and (best is None or found[0] < best[1]):
            best = (rank, found[0], Match(rule.indicator_id, found[1] if found[0] else place, rule.order))
    return best[2] if best else None


def _has_other_noun(around: Surroundings) -> bool:
    """Whether a figure has a noun of its own that heads.csv does not know."""
    frame = around.frame
    if frame is None or around.in_order:
        return False
    return frame.place == "before" and frame.head_class in {OTHER, STRANGE}


@cache
def _always() -> Concepts:
    """A concept beyond those of concepts.csv, which is always there."""
    return 1 << len(concept_roles())


@cache
def _rules_by_group(unit: str) -> tuple[tuple[Concepts, list[tuple[int, Concepts, Concepts, Rule]]], ...]:
    """The rules of a unit by the first group that they ask, with their rank and the other groups, what is not asked being always there.

    A group that many rules ask is looked for once.
    """
    groups: dict[Concepts, list[tuple[int, Concepts, Concepts, Rule]]] = {}
    for rank, rule in enumerate(rules_of(unit)):
        one, other, third = (*rule.clause, _always(), _always(), _always())[:_MOST_GROUPS]
        groups.setdefault(one, []).append((rank, other, third, rule))
    return tuple(groups.items())


# The same clauses come again and again, within a report and over many.
@lru_cache(maxsize=1 << 16)
def _list_candidates(unit: str, own: Concepts, row: Concepts, only_places: bool) -> tuple[tuple[int, str, Rule], ...]:
    """(rank, place, rule) of the rules whose clause is met, the most specific first; their subjects are still to be found."""
    rules = _rules_by_group(unit)
    found: list[tuple[int, str, Rule]] = []
    # 赋予镇级87项、街道29项权力事项: the row's verb forbids as one of its own would
    acted = own | row & role_bits("act")
    for late, (place, concepts) in enumerate((("clause", own), ("row", own | row)) if row else (("clause", own),)):
        said = concepts | _always()
        met = [
            (rank, rule)
            for one, asking in rules
            if said & one
            for rank, other, third, rule in asking
            if said & other and said & third
        ]
        met.sort(key=itemgetter(0))
        for _, rule in met:
            if only_places and not rule.places:
                continue
            if not any(group & acted == group for group in rule.unless):
                found.append((_LATER * late - rule.weight, place, rule))
    return tuple(found)


def has_rival(unit: str, around: Surroundings, named: str) -> bool:
    """Whether a rule for another indicator than `named` finds its words around a figure, whatever it lost by."""
    return any(
        rule.indicator_id != named
        for _, _, rule in _list_candidates(unit, around.clause, around.row, only_places=False)
    )


@cache
def _things_of_its_own() -> Concepts:
    return role_bits("topic", "field") | bit_of(UNEXPLAINED)


def find_subject(rule: Rule, around: Surroundings) -> tuple[int, str] | None:
    """How far and where the governing subject is found: the nearest clause that names a topic decides; None where it is another.

    A clause with a thing of its own takes no subject from others: 收到复议申请62件，受理消费投诉36件.
    """
    if not rule.subject or rule.subject & around.clause:
        return 0, "clause"
    if around.clause & _things_of_its_own() & ~rule.own_topics:
        return None
    if rule.in_sentence and rule.subject & around.ahead:
        return 1, "sentence"
    topics = role_bits("topic") & ~rule.own_topics
    for far, (place, found) in enumerate(around.look_back(), 1):
        if rule.in_sentence and place in {"item", "heading"}:
            return None
        if rule.subject & found:
            return far, place
        if found & topics:
            return None
    return None
