"""The card of a sample that was judged: how much of what was read is right, and how much of what is there was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from warehouse.judge.intervals import Share, measure_clustered, measure_share
from warehouse.judge.judgement import AUDIT, FIGURE, MISSED, PARAGRAPH, REJECTED, RIGHT, Judgement, read_line
from warehouse.judge.sample import find_sample, name_band
from warehouse.judge.standing import STANDING, judge_standing

Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a sample says. Shares are of figures whose every field is right; groups by what the machine read."""

    audit_id: str
    drawn_at: str
    reviewers: tuple[str, ...]
    parser_versions: tuple[str, ...]
    population: int
    drawn: int
    open_figures: int
    """Drawn, but not judged yet, or said differently by different people."""
    precision: Share
    by_theme: Mapping[str, Share] = field(default_factory=dict)
    by_indicator: Mapping[str, Share] = field(default_factory=dict)
    by_band: Mapping[str, Share] = field(default_factory=dict)
    paragraphs: int = 0
    open_paragraphs: int = 0
    found: Share | None = None
    """Of the figures in the paragraphs, those that were read at all."""
    recall: Share | None = None
    """Those that were read right."""
    recall_by_indicator: Mapping[str, Share] = field(default_factory=dict)
    recall_by_theme: Mapping[str, Share] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether all that was drawn is judged: only then does the card speak for the warehouse."""
        return not self.open_figures and not self.open_paragraphs

    def say(self) -> str:
        """The card in one sentence."""
        right = self.precision
        said = (
            f"随机抽取 {right.of} 个数字，{right.right} 个正确（全部 {self.population} 个的正确率在 "
            f"{right.low:.1%} 至 {right.high:.1%} 之间，95% 置信）"
        )
        if self.recall is not None and self.recall.of:
            said += (
                f"；随机抽取 {self.paragraphs} 段，其中应有数字 {self.recall.of} 个，读出且正确 {self.recall.right} 个"
                f"（{self.recall.low:.1%} 至 {self.recall.high:.1%}）"
            )
        return said + "。"


def read_card(con: duckdb.DuckDBPyConnection) -> Card | None:
    """The card of the last sample that is judged whole, by the judgements that the warehouse knows; None where there is none."""
    rows = con.execute("SELECT line FROM judgement").fetchall()
    judgements = [read_line(line) for (line,) in rows]
    themes = dict(con.execute("SELECT indicator_id, theme FROM dim_indicator").fetchall())
    samples = sorted((one for one in judgements if one.about == AUDIT), key=lambda one: one.judged_at, reverse=True)
    cards = (make_card(judgements, themes, sample.judgement_id) for sample in samples)
    return next((card for card in cards if card is not None and card.is_whole), None)


def make_card(judgements: Iterable[Judgement], themes: Mapping[str, str], audit_id: str = "") -> Card | None:
    """The card of a sample as far as it is judged; None where there is no such sample. `themes`: by indicator_id."""
    judgements = list(judgements)
    sample = find_sample(judgements, audit_id)
    if sample is None:
        return None
    states = judge_standing(judgements)
    standing = [one for one in judgements if states.get(one.judgement_id) == STANDING]
    words = {_place(one): one for one in standing if one.about == FIGURE}
    judged = [
        (figure, words[key].verdict == RIGHT)
        for figure in sample.detail["figures"]
        if (key := (figure["page_id"], figure["char_start"], figure["char_end"], figure["slot"])) in words
    ]
    populations = sample.detail["populations"]
    told = _measure_paragraphs(sample, standing, words, themes)
    people = {words[_figure_place(figure)].reviewer for figure, _ in judged}
    return Card(
        audit_id=sample.judgement_id,
        drawn_at=sample.judged_at,
        reviewers=tuple(sorted(people)),
        parser_versions=tuple(sample.detail["parser_versions"]),
        population=sample.detail["population"],
        drawn=len(sample.detail["figures"]),
        open_figures=len(sample.detail["figures"]) - len(judged),
        precision=measure_share(sum(right for _, right in judged), len(judged), sample.detail["population"]),
        by_theme=_group(((figure["theme"], right) for figure, right in judged), populations["theme"]),
        by_indicator=_group(
            ((figure["indicator_id"] or "", right) for figure, right in judged), populations["indicator"]
        ),
        by_band=_group(((name_band(figure["confidence"]), right) for figure, right in judged), populations["band"]),
        **told,
    )


def _figure_place(figure: Mapping[str, Any]) -> Place:
    return (figure["page_id"], figure["char_start"], figure["char_end"], figure["slot"])


def _place(one: Judgement) -> Place:
    return (one.page_id, one.char_start, one.char_end, one.slot)


def _group(pairs: Iterable[tuple[str, bool]], populations: Mapping[str, int]) -> dict[str, Share]:
    counts: dict[str, list[bool]] = {}
    for name, right in pairs:
        counts.setdefault(name, []).append(right)
    return {
        name: measure_share(sum(rights), len(rights), populations.get(name)) for name, rights in sorted(counts.items())
    }


def _measure_paragraphs(
    sample: Judgement, standing: list[Judgement], words: Mapping[Place, Judgement], themes: Mapping[str, str]
) -> dict[str, Any]:
    """Recall over the paragraphs that somebody has said are seen to their end, their figures judged."""
    seen = {(one.page_id, one.char_start, one.char_end) for one in standing if one.about == PARAGRAPH}
    missed = [one for one in standing if one.about == MISSED]
    found: list[tuple[int, int]] = []
    right: list[tuple[int, int]] = []
    names: dict[str, list[bool]] = {}
    done = 0
    for paragraph in sample.detail["paragraphs"]:
        start, end = paragraph["char_start"], paragraph["char_end"]
        inside = [
            one for (page_id, first, past, _), one in words.items()
            if page_id == paragraph["page_id"] and start <= first and past <= end
        ]  # fmt: skip
        if (paragraph["page_id"], start, end) not in seen or len(inside) < len(paragraph["fact_ids"]):
            continue
        done += 1
        true = [one for one in inside if one.verdict != REJECTED]
        lacking = [
            one for one in missed
            if one.page_id == paragraph["page_id"] and start <= (one.char_start or 0) and (one.char_end or 0) <= end
        ]  # fmt: skip
        found.append((len(true), len(true) + len(lacking)))
        right.append((sum(one.verdict == RIGHT for one in true), len(true) + len(lacking)))
        for one in (*true, *lacking):
            names.setdefault(str(one.asserted["indicator_id"] or ""), []).append(one.verdict == RIGHT)
    by_theme: dict[str, list[bool]] = {}
    for name, rights in names.items():
        by_theme.setdefault(themes.get(name, "outside"), []).extend(rights)
    total = len(sample.detail["paragraphs"])
    return {
        "paragraphs": done,
        "open_paragraphs": total - done,
        "found": measure_clustered(found) if done else None,
        "recall": measure_clustered(right) if done else None,
        "recall_by_indicator": {name: measure_share(sum(one), len(one)) for name, one in sorted(names.items())},
        "recall_by_theme": {name: measure_share(sum(one), len(one)) for name, one in sorted(by_theme.items())},
    }
