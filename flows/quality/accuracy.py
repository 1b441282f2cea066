"""How right the readings are: parsed pages against annotated reports, with intervals.

The figures are those of the annotation guidelines: a mention is found where spans overlap and values agree; an indicator is right where the pair of
mention and id is; soft mentions count neither for nor against. Intervals are Wilson's (1927, Journal of the American Statistical Association 22).
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from parsers.page import parse_page
from parsers.records import Fact, ParsedPage, RawPage
from parsers.seed import read_seed

_KINDS_ALIKE = tuple(
    set(kind.split())
    for kind in ("件 宗 起 例", "人 名 位", "次 场 场次 回", "家 户", "% 百分点", "份 册 本", "项 个 条")
)
_Z = 1.959964
"""Two-sided 95 %."""


class BadGoldError(ValueError):
    """The annotation folder is not one; the message says what is missing."""


@dataclass
class Count:
    """Right, wrong and missed readings of one kind."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Count) -> None:
        """Add another count to this one."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def precision(self) -> float:
        """Of what was read, the share that is right; 0 where nothing was read."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Of what is there, the share that was read right; 0 where nothing is there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 0.0


@dataclass
class Score:
    """The figures of one report or of many."""

    mentions: Count = field(default_factory=Count)
    indicators: Count = field(default_factory=Count)
    sections: Count = field(default_factory=Count)
    items: Count = field(default_factory=Count)
    units: Count = field(default_factory=Count)
    periods: Count = field(default_factory=Count)
    report: Count = field(default_factory=Count)
    body: Count = field(default_factory=Count)
    by_indicator: dict[str, Count] = field(default_factory=dict)
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    """(confidence, whether the id is right) of each mention found, those without id included."""
    errors: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the figures of another report."""
        for name in ("mentions", "indicators", "sections", "items", "units", "periods", "report", "body"):
            getattr(self, name).add(getattr(other, name))
        for indicator, count in other.by_indicator.items():
            self.by_indicator.setdefault(indicator, Count()).add(count)
        self.confidences += other.confidences
        self.errors += other.errors


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share; (0, 1) where nothing was counted."""
    if not of:
        return 0.0, 1.0
    share = right / of
    centre = share + _Z**2 / (2 * of)
    spread = _Z * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    return (centre - spread) / (1 + _Z**2 / of), min(1.0, (centre + spread) / (1 + _Z**2 / of))


def score_folder(gold: Path, texts: Path) -> dict[str, Score]:
    """The score of each annotated report `<name>.facts.jsonl` of `gold`, its text read from `texts/<name>.txt` and parsed anew.

    Raises BadGoldError where there are no annotations or a text is missing.
    """
    names = sorted(path.name.removesuffix(".facts.jsonl") for path in gold.glob("*.facts.jsonl"))
    if not names:
        raise BadGoldError(f"{gold} 里没有 *.facts.jsonl 标注文件。No annotations (*.facts.jsonl) there.")
    scores = {}
    for name in names:
        path = texts / f"{name}.txt"
        if not path.is_file():
            raise BadGoldError(f"缺少 {path}：{name} 有标注而无原文。The text of an annotated report is missing.")
        body = path.read_bytes()
        parsed = parse_page(RawPage(path.resolve().as_uri(), body))
        scores[name] = score_report(gold, name, body.decode("utf-8"), parsed)
    return scores


def total(scores: Iterable[Score]) -> Score:
    """All scores as one."""
    whole = Score()
    for score in scores:
        whole.add(score)
    return whole


def by_theme(score: Score) -> dict[str, Count]:
    """The indicator counts by theme of the catalogue."""
    themes = {row["indicator_id"]: row["theme"] for row in read_seed("indicators.csv")}
    found: dict[str, Count] = {}
    for indicator, count in score.by_indicator.items():
        found.setdefault(themes.get(indicator, "?"), Count()).add(count)
    return found


def reliability(
    score: Score, edges: tuple[float, ...] = (0.0, 0.5, 0.8, 0.9, 0.95, 0.97, 1.01)
) -> list[tuple[float, float, int, int]]:
    """(from, to, readings, right) for each band of stated confidence that has any."""
    rows = []
    for low, high in pairwise(edges):
        inside = [right for confidence, right in score.confidences if low <= confidence < high]
        if inside:
            rows.append((low, high, len(inside), sum(inside)))
    return rows


def score_report(gold: Path, name: str, text: str, parsed: ParsedPage) -> Score:
    """The score of one parsed report against its annotation; `text` is the page as annotated."""
    facts = list(_read_lines(gold / f"{name}.facts.jsonl"))
    report = json.loads((gold / f"{name}.report.json").read_text(encoding="utf-8"))
    score = Score()
    places = align(parsed.text, text)
    _score_facts(score, name, facts, parsed, places)
    _score_sections(score, list(_read_lines(gold / f"{name}.sections.jsonl")), parsed)
    _score_metadata(score, report, parsed)
    _score_body(score, report, text, parsed, places)
    return score


def align(stored: str, page: str) -> list[int | None]:
    """For each character of the stored text its place in the page, white space apart; None for what the page lacks there.

    The stored text's lines are pieces of the page in the page's order, so each is sought from where the last one ended.
    """
    flat: list[str] = []
    at: list[int] = []
    for n, character in enumerate(page):
        if not character.isspace():
            flat.append(character)
            at.append(n)
    joined = "".join(flat)
    places: list[int | None] = [None] * len(stored)
    cursor = start = 0
    for line in stored.split("\n"):
        kept = [start + n for n, character in enumerate(line) if not character.isspace()]
        found = joined.find("".join(stored[n] for n in kept), cursor) if kept else -1
        if found >= 0:
            for n, place in zip(kept, range(found, found + len(kept)), strict=True):
                places[n] = at[place]
            cursor = found + len(kept)
        start += len(line) + 1
    return places


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _score_facts(
    score: Score, name: str, gold: list[dict[str, Any]], parsed: ParsedPage, places: list[int | None]
) -> None:
    read: dict[tuple[int, int, float], list[Fact]] = {}
    for fact in parsed.facts:
        inside = [place for place in places[fact.char_start : fact.char_end] if place is not None]
        if inside:
            read.setdefault((inside[0], inside[-1] + 1, fact.value), []).append(fact)
    used: set[tuple[int, int, float]] = set()
    for mention in gold:
        overlapping = [key for key in read if key[0] < mention["end"] and key[1] > mention["start"]]
        if mention.get("soft"):
            used.update(overlapping)
            continue
        ids = {mention["indicator"], *mention.get("also", [])} - {None}
        same = [
            key
            for key in overlapping
            if key not in used and math.isclose(key[2], mention["value"], rel_tol=1e-6, abs_tol=1e-6)
        ]
        where = f"{name}: {mention['left']}[{mention['quote']}]{mention['right']}".replace("\n", " ")
        if not same:
            score.mentions.missed += 1
            _count_ids(score, set(), ids)
            score.errors.append(f"{where} 未读出 missed")
            continue
        used.add(same[0])
        found = read[same[0]]
        got = {fact.indicator_id for fact in found if fact.indicator_id}
        score.mentions.right += 1
        _mark(score.units, _same_unit(found[0].unit, mention["unit"]))
        _mark(score.periods, _same_period(found[0], mention["period"]))
        _count_ids(score, got, {str(wanted) for wanted in ids})
        score.confidences.append((min(fact.confidence for fact in found), got == ids))
        if got != ids:
            score.errors.append(
                f"{where} 应为 should be {sorted(map(str, ids)) or '-'}，读作 read as {sorted(got) or '-'}"
            )
    for key in read.keys() - used:
        score.mentions.wrong += 1
        _count_ids(score, {fact.indicator_id for fact in read[key] if fact.indicator_id}, set())
        score.errors.append(f"{name}: [{read[key][0].quote}] {read[key][0].label} 多读 no mention")


def _count_ids(score: Score, got: set[str], wanted: set[Any]) -> None:
    for indicator in got | wanted:
        count = score.by_indicator.setdefault(str(indicator), Count())
        for tally in (count, score.indicators):
            tally.right += indicator in got and indicator in wanted
            tally.wrong += indicator in got and indicator not in wanted
            tally.missed += indicator not in got and indicator in wanted


def _mark(count: Count, right: bool) -> None:
    count.right += right
    count.wrong += not right
    count.missed += not right


def _same_unit(got: str, wanted: str) -> bool:
    return any(got == unit or any({got, unit} <= kind for kind in _KINDS_ALIKE) for unit in wanted.split("|"))


def _same_period(fact: Fact, wanted: object) -> bool:
    if fact.period is None:
        return False
    got = (fact.period.start.isoformat()[:7], fact.period.end.isoformat()[:7])
    for reading in str(wanted).split("|"):
        first, _, last = reading.partition("/")
        last = last or first
        if got == (first if "-" in first else f"{first}-01", last if "-" in last else f"{last}-12"):
            return True
    return False


def _heading_key(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def _score_sections(score: Score, gold: list[dict[str, Any]], parsed: ParsedPage) -> None:
    for count, levels in ((score.sections, (1, 2, 3)), (score.items, (4,))):
        wanted = Counter((row["level"], _heading_key(row["heading"])) for row in gold if row["level"] in levels)
        got = Counter(
            (s.level, _heading_key(s.heading)) for s in parsed.sections if s.level in levels and _heading_key(s.heading)
        )
        right = (wanted & got).total()
        count.add(Count(right, got.total() - right, wanted.total() - right))


def _score_metadata(score: Score, report: dict[str, Any], parsed: ParsedPage) -> None:
    metadata = parsed.metadata
    published = metadata.published_on.isoformat() if metadata.published_on else None
    for right in (
        metadata.region_code == report["region_code"],
        metadata.year == report["year"],
        _heading_key(metadata.title or "") == _heading_key(report["title"] or ""),
        published == report["published"],
    ):
        _mark(score.report, right)


def _score_body(score: Score, report: dict[str, Any], text: str, parsed: ParsedPage, places: list[int | None]) -> None:
    flat = [n for n, character in enumerate(text) if not character.isspace()]
    joined = "".join(text[n] for n in flat)
    first, last = ("".join(report[key].split()) for key in ("body_start", "body_end"))
    start = max(joined.find(first), 0)
    end = joined.rfind(last)
    wanted = set(flat[start : end + len(last) if end >= 0 else len(flat)])
    kept = [place for place, character in zip(places, parsed.text, strict=True) if not character.isspace()]
    right = sum(place in wanted for place in kept if place is not None)
    score.body.add(Count(right, len(kept) - right, len(wanted) - right))
