"""`fazhi audit`: draw a sample at random, have it judged, and say how right the warehouse is."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.commands.prove.review import review_figures
from flows.errors import CallError
from flows.review.effect import apply_ledger
from flows.settings import Settings, read_settings
from flows.terminal.tables import open_console, print_table
from warehouse.judge.card import Card, make_card
from warehouse.judge.intervals import Share, size_sample
from warehouse.judge.judgement import Judgement
from warehouse.judge.ledger import append_judgements, name_ledger, read_ledger
from warehouse.judge.queues import Queue
from warehouse.judge.sample import count_population, draw_sample
from warehouse.judge.stored import spell_moment
from warehouse.publish.snapshot import open_reader

EXPECTED = 0.95
"""The share of right readings for which the size is computed: near it, an interval is as wide as is asked for."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How much is drawn: so many figures, or (0) as many as an interval of this half width in points needs; whole paragraphs beside."""

    half_width: float
    size: int
    paragraphs: int
    seed: str
    """Empty: one of its own for each draw."""


def run_audit(reviewer: str, warehouse: Path | None, draw: Draw, *, draw_anew: bool, judge: bool) -> int:
    """Print the card of the last sample, or draw one; with `judge` the review page is served for what is open. 0, or 1 while open.

    Raises CallError, WarehouseError.
    """
    settings = read_settings(warehouse)
    apply_ledger(settings)
    console = open_console()
    card = None if draw_anew else _read_card(settings)
    if card is None:
        if not reviewer.strip():
            raise CallError('请写明姓名：fazhi audit --reviewer 张三。Say who draws and judges: --reviewer "…".')
        sample = _draw(settings, reviewer.strip(), draw)
        append_judgements(name_ledger(settings.warehouse), [sample])
        card = _read_card(settings)
        assert card is not None
    if not card.is_whole and judge:
        review_figures(Queue("audit", card.audit_id), reviewer, warehouse)
        card = _read_card(settings) or card
    _print_card(card)
    if not card.is_whole:
        console.print(
            f"还有 {card.open_figures} 个数字、{card.open_paragraphs} 段未判，判完才有定论：fazhi review --audit {card.audit_id}。"
            f"{card.open_figures} figures and {card.open_paragraphs} paragraphs are open: no verdict before they are judged.",
            soft_wrap=True,
        )
        return 1
    console.print(card.say(), markup=False, soft_wrap=True)
    return 0


def _draw(settings: Settings, who: str, draw: Draw) -> Judgement:
    """Say how many must be drawn, and draw them."""
    console = open_console()
    with open_reader(settings.warehouse) as con:
        population = count_population(con)
        if not population:
            raise CallError("库中没有数字，无可抽取。The warehouse holds no figures.")
        try:
            needed = size_sample(population, draw.half_width / 100, EXPECTED)
        except ValueError as error:
            raise CallError(f"--interval 须在 0 与 50 之间。{error}") from error
        console.print(
            f"全部 {population} 个数字；若正确率在 {EXPECTED:.0%} 上下，要使 95% 置信区间不宽于 ±{draw.half_width:g} 个百分点，须抽 {needed} 个。"
            f"{needed} of {population} figures are needed for an interval of ±{draw.half_width:g} points.",
            markup=False,
            soft_wrap=True,
        )
        seed = draw.seed or secrets.token_hex(4)
        now = spell_moment(dt.datetime.now(dt.UTC))
        sample = draw_sample(con, draw.size or needed, draw.paragraphs, seed, who=who, when=now)
    console.print(
        f"已抽 drawn：{len(sample.detail['figures'])} 个数字、{len(sample.detail['paragraphs'])} 段（种子 seed {seed}）",
        markup=False,
    )
    return sample


def _read_card(settings: Settings) -> Card | None:
    with open_reader(settings.warehouse) as con:
        themes = dict(con.execute("SELECT indicator_id, theme FROM dim_indicator").fetchall())
    return make_card(read_ledger(name_ledger(settings.warehouse)).judgements, themes)


def _print_card(card: Card) -> None:
    console = open_console()
    console.print(
        f"抽样 sample {card.audit_id}，{card.drawn_at[:10]} 抽取，解析规则 {'、'.join(card.parser_versions)}，"
        f"判断者 {'、'.join(card.reviewers) or '—'}",
        markup=False,
        soft_wrap=True,
    )
    if not card.precision.of:
        return
    rows = [_describe("全部 all", card.precision)]
    if card.found is not None and card.recall is not None:
        rows += [_describe("读出 found（整段 paragraphs）", card.found), _describe("读出且对 recall", card.recall)]
    print_table(("", "正确 right", "共 of", "份额 share", "95% 区间"), rows, len(rows))
    groups: tuple[tuple[str, Mapping[str, Share]], ...] = (
        ("按主题 precision by theme", card.by_theme),
        ("按把握 by confidence", card.by_band),
        ("按指标 by indicator", card.by_indicator),
        ("召回：按主题 recall by theme", card.recall_by_theme),
        ("召回：按指标 recall by indicator", card.recall_by_indicator),
    )
    for title, group in groups:
        if group:
            rows = [_describe(name or "目录之外 outside", share) for name, share in group.items()]
            print_table((title, "正确 right", "共 of", "份额 share", "95% 区间"), rows, len(rows))


def _describe(name: str, share: Share) -> tuple[str, int, int, str, str]:
    told = "—" if share.share is None else f"{share.share:.1%}"
    return (name, share.right, share.of, told, f"{share.low:.1%}–{share.high:.1%}")
