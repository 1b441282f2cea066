"""How a sentence was read: for each figure its cut, its frame, what governed it, the rule that won and those that lost."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from parsers.figures.compared import find_compared
from parsers.figures.facts import find_quantities, read_facts
from parsers.figures.reading import Reading, Sighting
from parsers.figures.weighing import open_weighed
from parsers.figures.wording import word_sighting
from parsers.naming.matching import WORDS, Match
from parsers.naming.trace import list_candidates, list_lacking, name_concepts
from parsers.numbers.boundaries import Span
from parsers.opinion.sureness import combine_confidence
from parsers.opinion.weights import STORED, Model
from parsers.opinion.wording import list_features
from parsers.records import Fact, Metadata, Section

_MOST_CANDIDATES = 8
_MOST_LACKING = 24


def explain_figures(
    text: str,
    sections: tuple[Section, ...],
    metadata: Metadata,
    only: frozenset[int] | None = None,
    model: Model | None = None,
) -> list[dict[str, Any]]:
    """One record for each figure (`only`: those that begin at one of these places), in text order.

    Each holds the fact as it is stored (`fact`), the pieces of its clause (`cut`), its `frame`, the words known there
    (`words`), the figure of another time that it is `compared_with`, the `rule` that won, and the `candidates` that
    lost, each with what it lost by; where none won, the rules that hold but for one word (`lacking`). With a `model`,
    its `opinion` stands beside: what it would name the figure, its candidates, whether that is what was read, and how
    sure both together are. Plain values throughout: it can be written as JSON.
    """
    reading, figures = open_weighed(text, find_quantities(text)[0], sections, metadata)
    facts: dict[tuple[int, str | None], Fact] = {}
    every = read_facts(text, sections, metadata)
    for fact in every:
        facts.setdefault((fact.char_start, fact.indicator_id), fact)
        facts.setdefault((fact.char_start, None), fact)
    explained = []
    for sightings in figures:
        for sighting in sightings:
            start = sighting.quantity.char_start
            if only is not None and start not in only:
                continue
            named = sighting.match.indicator_id if sighting.match else None
            stored = facts.get((start, named)) or facts.get((start, None))
            told = _explain(reading, sighting) | {"fact": asdict(stored) if stored else None}
            compared = find_compared(reading, sighting, [fact for fact in every if fact.char_start < start])
            told["compared_with"] = compared.quote if compared else None
            if model:
                told["opinion"] = _ask(model, reading, sighting, stored)
            explained.append(told)
    return explained


def _ask(model: Model, reading: Reading, sighting: Sighting, stored: Fact | None) -> dict[str, Any]:
    opinion = model.judge(list_features(word_sighting(reading, sighting)))
    named = stored.indicator_id if stored else None
    agrees = opinion.agrees((named,))
    return {
        "indicator_id": opinion.indicator_id,
        "candidates": list(opinion.candidates),
        "agrees": agrees,
        "confidence": combine_confidence(stored.confidence, named=named is not None, agrees=agrees) if stored else None,
    }


def _explain(reading: Reading, sighting: Sighting) -> dict[str, Any]:
    clause, frame, around, match = sighting.clause, sighting.frame, sighting.around, sighting.match
    candidates = list_candidates(sighting.quantity.unit, around) if sighting.defined else ()
    lacking = list_lacking(sighting.quantity.unit, around) if sighting.defined and not match else ()
    won = [one for one in candidates if match and one.row == match.rule + 2]

    def cut(span: Span | None) -> str:
        return reading.text[slice(*span)].strip() if span else ""

    return {
        "quote": sighting.quantity.quote,
        "cut": {
            "before": cut(sighting.conjunct.span if sighting.conjunct else clause.before),
            "after": cut(clause.after),
            "row_head": cut(clause.head) if clause.row[0] else "",
            "row": f"{clause.row[0] + 1}/{clause.row[1]}",
            "earlier": [cut(span) for span in clause.earlier[: frame.reach]],
        },
        "frame": {
            "head": cut(frame.head),
            "head_class": frame.head_class,
            "head_place": frame.place,
            "act": cut(frame.act),
            "act_class": frame.act_class,
            "audience": frame.audience,
            "state": frame.state,
        },
        "words": name_concepts(around.clause),
        "row_words": name_concepts(around.row),
        "defined": sighting.defined,
        "rule": _name_rule(match) if match else None,
        "candidates": [asdict(one) for one in candidates if one not in won][:_MOST_CANDIDATES],
        "lacking": [asdict(one) for one in lacking][:_MOST_LACKING],
    }


def _name_rule(match: Match) -> dict[str, Any]:
    """Where what named a figure stands; no row where the words did by their weights."""
    if match.evidence == WORDS:
        return {"file": f"parsers/opinion/{STORED}", "row": None, "evidence": match.evidence}
    return {"file": "seeds/indicator_rules.csv", "row": match.rule + 2, "evidence": match.evidence}
