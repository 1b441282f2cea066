"""How right the reading is on openings that nobody had read: `python -m tests.measure_blind FOLDER [FOLDER …] [--catalogue FILE] [--errors] [--json]`.

A folder holds `NN.txt` (an opening as a page shows it) and `gold.jsonl`, a line each: n, url, kind (report or other), region_code, level, issuer, year,
title, published and facts (quote, left, right, value, unit, indicator, period, soft; `also`: ids due beside the indicator; `either`: ids, or null as
indicator, that are as fair as it); `NAME_either` of what a report says of itself: values that are as fair. It was annotated and frozen before the first run; no
folder is part of the repository. Several folders are counted together. Only scores are printed unless `--errors` opens what was wrong.
`--catalogue`: the indicators.csv that the annotators had (also `FOLDER/indicators.csv`): an id that they could not give counts as none.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import sqrt
from pathlib import Path
from typing import Any

from parsers.page import parse_page
from parsers.records import Fact, ParsedPage, RawPage

_ALIKE = [
    set("件宗起例"),
    set("人名位"),
    {"次", "场", "场次", "回"},
    set("家户"),
    {"%", "百分点", "个百分点"},
    set("份册本"),
    set("项个条"),
]
"""Measure words that count the same kind of thing, as in the guidelines of annotation."""
_FIELDS = ("year", "title", "published", "region_code", "level", "issuer")


def interval(right: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, right / of
    middle, half = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


@dataclass
class Tally:
    """Right, false and missed."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def row(self) -> dict[str, Any]:
        """Precision and recall with their intervals, and F1."""
        given, due = self.right + self.false, self.right + self.missed
        precision, recall = self.right / given if given else 1.0, self.right / due if due else 1.0
        return {
            "precision": round(precision, 3),
            "precision_95": [round(bound, 3) for bound in interval(self.right, given)],
            "recall": round(recall, 3),
            "recall_95": [round(bound, 3) for bound in interval(self.right, due)],
            "f1": round(2 * precision * recall / (precision + recall), 3) if precision + recall else 0.0,
            "due": due,
        }


@dataclass
class Score:
    """What was counted over all openings."""

    mentions: Tally = field(default_factory=Tally)
    indicators: Tally = field(default_factory=Tally)
    units: list[bool] = field(default_factory=list)
    periods: list[bool] = field(default_factory=list)
    confidence: list[tuple[float, bool]] = field(default_factory=list)
    fields: dict[str, list[bool]] = field(default_factory=lambda: {name: [] for name in _FIELDS})
    given_wrongly: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_FIELDS, 0))
    accepted: list[bool] = field(default_factory=list)
    titled_accepted: list[bool] = field(default_factory=list)
    refused: list[bool] = field(default_factory=list)
    named: list[bool] = field(default_factory=list)
    """Of the figures without id: whether it is told of what kind outside the catalogue they are."""
    errors: list[str] = field(default_factory=list)


def _months(period: str) -> tuple[str, str]:
    start, _, end = period.partition("/")
    end = end or start
    return start[:7] if "-" in start else f"{start}-01", end[:7] if "-" in end else f"{end}-12"


def _same_unit(got: str, wanted: str) -> bool:
    return any(got == unit or any(got in kind and unit in kind for kind in _ALIKE) for unit in wanted.split("|"))


def _squeeze(value: Any) -> Any:
    return "".join(value.split()) if isinstance(value, str) else value


def _find_span(text: str, fact: dict[str, Any]) -> tuple[int, int] | None:
    """Where a gold fact stands in the stored text: with what stands around it, or the quote alone where that is unique."""
    dense = [(at, character) for at, character in enumerate(text) if not character.isspace()]
    flat = "".join(character for _, character in dense)
    left, quote, right = (_squeeze(fact.get(part, "")) for part in ("left", "quote", "right"))
    for before, after in ((left, right), (left, ""), ("", right), (left[-4:], right[:3]), ("", "")):
        at = flat.find(before + quote + after)
        if at >= 0 and (before or after or flat.count(quote) == 1):
            start = at + len(before)
            return dense[start][0], dense[start + len(quote) - 1][0] + 1
    return None


def read_catalogue(path: Path) -> frozenset[str]:
    """The ids of an indicators.csv, comments left out."""
    lines = (line for line in path.read_text(encoding="utf-8-sig").splitlines() if not line.startswith("#"))
    return frozenset(row["indicator_id"] for row in csv.DictReader(lines))


def keep_known(page: ParsedPage, known: frozenset[str] | None) -> ParsedPage:
    """The page without the ids that its annotator could not give; what they explain is explained all the same."""
    if known is None:
        return page
    facts = tuple(
        f if f.indicator_id in known or f.indicator_id is None else replace(f, indicator_id=None, outside="later")
        for f in page.facts
    )
    return replace(page, facts=facts)


def _score_facts(score: Score, name: str, page: ParsedPage, gold: list[dict[str, Any]]) -> None:
    spans = [(fact, _find_span(page.text, fact)) for fact in gold]
    used: set[int] = set()
    for fact, span in spans:
        wanted = {fact.get("indicator"), *fact.get("also", [])} - {None}
        found = [] if span is None else [f for f in page.facts if f.char_start < span[1] and f.char_end > span[0]]
        same = [f for f in found if abs(f.value - float(fact["value"])) <= 1e-6 * max(1.0, abs(f.value))]
        used |= {f.seq for f in (found if fact.get("soft") else same)}
        if fact.get("soft"):
            continue
        around = f"{name} {fact.get('left', '')}[{fact['quote']}]{fact.get('right', '')}"
        if not same:
            score.mentions.missed += 1
            score.indicators.missed += len(wanted)
            score.errors.append(f"missed {around} read: {[(f.quote, f.value) for f in found]}")
            continue
        score.mentions.right += 1
        _score_reading(score, around, fact, wanted, same)
    for f in page.facts:
        if f.seq not in used:
            score.mentions.false += 1
            score.indicators.false += f.indicator_id is not None
            score.errors.append(f"false {name} {f.quote} = {f.value} {f.label} {f.indicator_id} in {f.sentence[:60]}")


def _score_reading(score: Score, around: str, fact: dict[str, Any], wanted: set[Any], same: list[Fact]) -> None:
    ids = {f.indicator_id for f in same} - {None}
    fair = {fact.get("indicator"), *fact.get("either", [])}
    if "either" in fact and (ids or {None}) <= fair:
        # One of the readings that the annotator calls equally fair.
        wanted = ids
    score.indicators.right += len(ids & wanted)
    score.indicators.false += len(ids - wanted)
    score.indicators.missed += len(wanted - ids)
    score.confidence += [(f.confidence, f.indicator_id in wanted) for f in same if f.indicator_id]
    if ids != wanted:
        score.errors.append(f"id {around} {sorted(wanted)} but {sorted(map(str, ids))} label {same[0].label}")
    if not ids:
        score.named.append(getattr(same[0], "outside", None) not in (None, "unknown"))
    unit = _same_unit(same[0].unit, fact["unit"])
    score.units.append(unit)
    if not unit:
        score.errors.append(f"unit {around} {fact['unit']} but {same[0].unit}")
    period = same[0].period
    got = (str(period.start)[:7], str(period.end)[:7]) if period else None
    # a period that is due as empty is one that the text does not tell
    due = [_months(part) if part else None for part in str(fact.get("period") or "").split("|")]
    right = got in due
    score.periods.append(right)
    if not right:
        score.errors.append(f"period {around} {fact['period']} but {got}")


def _score_report(score: Score, page: ParsedPage, gold: dict[str, Any]) -> None:
    metadata = page.metadata
    got = {
        "year": metadata.year,
        "title": metadata.title,
        "published": metadata.published_on and str(metadata.published_on),
        "region_code": metadata.region_code,
        "level": metadata.level,
        "issuer": metadata.issuer,
    }
    for name in _FIELDS:
        wanted = gold.get(name)
        if wanted in ("", "null"):
            wanted = None
        value = got[name]
        same = _squeeze(value) in {_squeeze(fair) for fair in (wanted, *gold.get(f"{name}_either", ()))}
        if wanted is not None:
            score.fields[name].append(same)
        if name == "published" and wanted is None:
            # the address may tell a day that the text does not
            continue
        if value is not None and not same:
            score.given_wrongly[name] += 1
        if not same:
            score.errors.append(f"{name} {gold['n']} {wanted} but {value}")


def _read_gold(folder: Path) -> Iterator[dict[str, Any]]:
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def measure(folders: list[Path], catalogue: Path | None = None) -> Score:
    """Read every opening and count; `catalogue`: what the annotators had, where a folder has none of its own."""
    score = Score()
    for folder in folders:
        own = folder / "indicators.csv"
        held = own if own.exists() else catalogue
        known = read_catalogue(held) if held else None
        for gold in _read_gold(folder):
            body = (folder / f"{gold['n']}.txt").read_bytes()
            page = keep_known(parse_page(RawPage(gold.get("url") or f"file:///{gold['n']}.txt", body)), known)
            name = f"{folder.name}/{gold['n']}"
            if gold["kind"] == "other":
                score.refused.append(page.refusal is not None)
                if page.refusal is None:
                    score.errors.append(f"taken {name} {page.metadata.title}")
                continue
            score.accepted.append(page.refusal is None)
            if gold.get("title"):
                score.titled_accepted.append(page.refusal is None)
            if page.refusal:
                score.errors.append(f"refused {name} {page.refusal.reason} {page.refusal.detail}")
            _score_report(score, page, gold)
            _score_facts(score, name, page, gold.get("facts") or [])
    return score


def _share(pairs: list[bool]) -> dict[str, Any]:
    low, high = interval(sum(pairs), len(pairs))
    return {
        "right": sum(pairs),
        "of": len(pairs),
        "share": round(sum(pairs) / len(pairs), 3) if pairs else None,
        "95": [round(low, 3), round(high, 3)],
    }


def describe(score: Score) -> dict[str, Any]:
    """The score as plain numbers."""
    bands = {}
    for low, high in ((0.0, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.97), (0.97, 1.01)):
        band = [(stated, right) for stated, right in score.confidence if low <= stated < high]
        if band:
            stated_mean = round(sum(stated for stated, _ in band) / len(band), 3)
            bands[f"{low}–{min(high, 1.0)}"] = {"stated": stated_mean} | _share([right for _, right in band])
    return {
        "mentions": score.mentions.row(),
        "indicators": score.indicators.row(),
        "units": _share(score.units),
        "periods": _share(score.periods),
        "reports accepted": _share(score.accepted),
        "titled reports accepted": _share(score.titled_accepted),
        "others refused": _share(score.refused),
        "named outside, of those without id": _share(score.named),
        "confidence": bands,
        "fields": {
            name: _share(pairs) | {"given wrongly": score.given_wrongly[name]} for name, pairs in score.fields.items()
        },
    }


def main() -> None:
    """Measure the folders of the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--catalogue", type=Path, help="the indicators.csv that the annotators had")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    score = measure(arguments.folders, arguments.catalogue)
    if arguments.json:
        print(json.dumps(describe(score), ensure_ascii=False))
    else:
        for name, row in describe(score).items():
            if name in ("fields", "confidence"):
                print(f"{name}:")
                for part, values in row.items():
                    print(f"  {part}: {values}")
            else:
                print(f"{name}: {row}")
    if arguments.errors:
        print(*score.errors, sep="\n")


if __name__ == "__main__":
    main()
