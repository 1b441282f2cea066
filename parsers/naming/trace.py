"""Why a figure took its indicator and no other: every rule whose words stood there, and what each lost by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from parsers.naming.concepts import Concepts, concept_bits
from parsers.naming.matching import Rule, find_subject, rules_of
from parsers.naming.slots import load_slots
from parsers.naming.surroundings import Surroundings

FIRST_ROW = 2
"""Row of indicator_rules.csv that the first rule stands in, as a spreadsheet without the comments counts."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that the figure's words came near."""

    indicator_id: str
    row: int
    """In indicator_rules.csv, the header being row 1, comments not counted."""
    place: str
    """Where its subject was found; empty where it was not."""
    lost_by: str
    """Empty for one that holds: `unless …`, `slot head: case_file`, `subject`, `places`, `lacks accept|receive`."""


def name_concepts(concepts: Concepts) -> tuple[str, ...]:
    """The names of a set of concepts."""
    names = _list_names()
    found = []
    while concepts:
        lowest = concepts & -concepts
        found.append(names[lowest.bit_length() - 1])
        concepts ^= lowest
    return tuple(found)


@cache
def _list_names() -> tuple[str, ...]:
    """The concepts by the place of their bit."""
    return tuple(concept_bits())


def list_candidates(unit: str, around: Surroundings, only: str | None = None) -> tuple[Candidate, ...]:
    """The rules for this unit (`only`: for this indicator) whose clause is met by the figure's own words or its row's, the most specific first."""
    own = around.clause | around.row
    rules = [rule for rule in rules_of(unit) if only is None or rule.indicator_id == only]
    met = [rule for rule in rules if rule.clause and all(group & own for group in rule.clause)]
    return tuple(_judge(rule, around) for rule in met)


def list_lacking(unit: str, around: Surroundings) -> tuple[Candidate, ...]:
    """The rules that hold but for one word: their subject stands in the figure's own clause, and one group of concepts has no word there."""
    own = around.clause | around.row
    lacking = []
    for rule in rules_of(unit):
        missing = [group for group in rule.clause if not group & own]
        if len(missing) == 1 and rule.subject & around.clause and not (judged := _judge(rule, around)).lost_by:
            lacking.append(replace(judged, lost_by="lacks " + "|".join(name_concepts(missing[0]))))
    return tuple(lacking)


def _judge(rule: Rule, around: Surroundings) -> Candidate:
    subject = find_subject(rule, around)
    slot = load_slots()[rule.indicator_id].refuses(around.frame) if around.frame else ""
    forbidden = [group for group in rule.unless if group & (around.clause | around.row) == group]
    if around.counts_places and not rule.places:
        lost = "places"
    elif forbidden:
        lost = "unless " + "&".join(name_concepts(forbidden[0]))
    elif near := rule.unless_near and rule.unless_near & around.said_near():
        lost = "unless ~" + name_concepts(near)[0]
    elif slot and around.frame:
        found = {"head": around.frame.head_class, "act": around.frame.act_class, "state": around.frame.state}
        lost = f"slot {slot}: {found.get(slot, around.frame.audience)}"
    else:
        lost = "" if subject else "subject"
    return Candidate(rule.indicator_id, rule.order + FIRST_ROW, subject[1] if subject else "", lost)
