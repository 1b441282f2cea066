"""Wording that the rules read wrongly, as rows in the form of seeds/: for a person to look at, none is taken by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from warehouse.judge.judgement import CHANGED, FIGURE, MISSED, REJECTED, Judgement
from warehouse.judge.standing import STANDING, judge_standing

_SENTENCE_END = re.compile(r"[。！？；\n]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row for indicator_examples.csv: `kind` example, or near_miss where the indicator is what it was wrongly read as."""

    indicator_id: str
    kind: str
    takes: str
    context: str
    sentence: str
    """The words around the figure, it marked by 〔〕."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A label that people gave an indicator which the rules did not: a word for concepts.csv."""

    label: str
    indicator_id: str
    times: int
    read_as: str


def list_examples(judgements: Iterable[Judgement]) -> list[Suggestion]:
    """Examples and near misses of judgements that stand, each once, by indicator."""
    found = set()
    for one in _list_standing(judgements):
        if one.about not in (FIGURE, MISSED) or one.verdict not in (CHANGED, REJECTED):
            continue
        said = None if one.verdict == REJECTED else one.asserted["indicator_id"]
        read = one.read.get("indicator_id")
        if said == read:
            continue
        sentence = _mark(one)
        if said:
            found.add(Suggestion(str(said), "example", str(said), "", sentence))
        if read:
            found.add(Suggestion(str(read), "near_miss", str(said or ""), "", sentence))
    return sorted(found, key=lambda row: (row.indicator_id, row.kind, row.sentence))


def list_wordings(judgements: Iterable[Judgement], names: Mapping[str, str]) -> list[Wording]:
    """Labels that were given another indicator, the most frequent first. `names`: the catalogue's, by indicator_id."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in _list_standing(judgements):
        label = str((one.said if one.about == MISSED else one.read).get("label") or "")
        said = one.asserted.get("indicator_id") if one.about in (FIGURE, MISSED) else None
        if one.verdict == CHANGED and label and said and said != one.read.get("indicator_id") and said in names:
            counts[label, str(said), str(one.read.get("indicator_id") or "")] += 1
    return [
        Wording(label, said, times, read)
        for (label, said, read), times in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    ]


def _list_standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    judgements = list(judgements)
    states = judge_standing(judgements)
    return [one for one in judgements if states.get(one.judgement_id) == STANDING]


def _mark(one: Judgement) -> str:
    """The words around the figure up to the ends of its sentence, as far as the ledger holds them."""
    before = _SENTENCE_END.split(one.before or "")[-1]
    after = _SENTENCE_END.split(one.after or "")[0]
    return f"{before}〔{one.quote}〕{after}"
