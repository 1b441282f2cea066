"""Which indicator of the catalogue a figure is, if any: rules over the concepts of its clause, its row and its governing subject.

The rules are data (`seeds/indicator_rules.csv`), the words behind the concepts too (`seeds/concepts.csv`). A figure that no rule covers keeps
its label and has no indicator: a similar thing is not the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache, reduce
from operator import or_
from typing import NamedTuple

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
    candidates = _list_met(unit, around, only_places=around.counts_places and unit in _UNITS_OF_PLACES)
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


class _Asking(NamedTuple):
    """A rule as it is asked."""

    found_by: tuple[Concepts, ...]
    """The concepts of that of its groups that has the fewest, each as a set of its own."""
    beside: tuple[Concepts, Concepts]
    """Its other groups."""
    barred: Concepts
    """Each of these forbids it alone."""
    barred_together: tuple[Concepts, ...]
    rule: Rule


class _Index(NamedTuple):
    """The rules of a unit, to be found by what is said: a clause leads to ten of two hundred."""

    asked: Concepts
    """All that any of them asks of a clause, or is forbidden by: nothing else makes a difference."""
    found_by: Concepts
    by_concept: dict[Concepts, list[tuple[int, Concepts, Concepts, _Asking]]]
    """Each with its place among the rules of the unit, the most specific first, and the groups that it asks beside this concept."""


@cache
def _ask_rules() -> dict[int, _Asking]:
    """By the order of the rule."""
    askings = {}
    for rule in load_rules():
        first, other, third = (*sorted(rule.clause, key=int.bit_count), _always(), _always(), _always())[:_MOST_GROUPS]
        alone = _join(group for group in rule.unless if group.bit_count() == 1)
        together = tuple(group for group in rule.unless if group.bit_count() > 1)
        askings[rule.order] = _Asking(tuple(_part(first)), (other, third), alone, together, rule)
    return askings


@cache
def _index_rules(unit: str) -> _Index:
    index: dict[Concepts, list[tuple[int, Concepts, Concepts, _Asking]]] = {}
    asked = 0
    for rank, rule in enumerate(rules_of(unit)):
        asking = _ask_rules()[rule.order]
        for concept in asking.found_by:
            index.setdefault(concept, []).append((rank, *asking.beside, asking))
        asked |= _join((*rule.clause, *rule.unless))
    return _Index(asked, _join(index), index)


def _join(sets: Iterable[Concepts]) -> Concepts:
    return reduce(or_, sets, 0)


def _part(concepts: Concepts) -> Iterator[Concepts]:
    """Each concept of a set, as a set of its own."""
    while concepts:
        lowest = concepts & -concepts
        yield lowest
        concepts ^= lowest


# The same clauses come again and again, within a report and over many.
@lru_cache(maxsize=1 << 16)
def _list_candidates(unit: str, own: Concepts, row: Concepts, only_places: bool) -> tuple[tuple[int, str, Rule], ...]:
    """(rank, place, rule) of the rules whose clause is met, the most specific first; their subjects are still to be found."""
    # 赋予镇级87项、街道29项权力事项: the row's verb forbids as one of its own would
    acted = own | row & role_bits("act")
    by_clause = _find_met(unit, own)
    by_row = _find_met(unit, own | row) if row else {}
    ranks = [*sorted(by_clause), *sorted(by_row.keys() - by_clause.keys())]
    found: list[tuple[int, str, Rule]] = []
    for rank in ranks:
        place, late = ("clause", 0) if rank in by_clause else ("row", _LATER)
        _, _, barred, together, rule = by_row.get(rank) or by_clause[rank]
        if only_places and not rule.places:
            continue
        if not acted & barred and not any(group & acted == group for group in together):
            found.append((late - rule.weight, place, rule))
    return tuple(found)


def _find_met(unit: str, own: Concepts) -> dict[int, _Asking]:
    """The rules that find in these concepts all that they ask of a clause, by their place among those of the unit, the most specific first."""
    index = _index_rules(unit)
    said = own | _always()
    met: dict[int, _Asking] = {}
    for concept in _part(said & index.found_by):
        for rank, other, third, asking in index.by_concept[concept]:
            if said & other and said & third:
                met[rank] = asking
    return met


def _list_met(unit: str, around: Surroundings, *, only_places: bool) -> tuple[tuple[int, str, Rule], ...]:
    asked = _index_rules(unit).asked
    return _list_candidates(unit, around.clause & asked, around.row & asked, only_places)


def has_rival(unit: str, around: Surroundings, named: str) -> bool:
    """Whether a rule for another indicator than `named` finds its words around a figure, whatever it lost by."""
    return any(rule.indicator_id != named for _, _, rule in _list_met(unit, around, only_places=False))


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
