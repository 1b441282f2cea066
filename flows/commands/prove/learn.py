"""`fazhi learn`: confidence and the second opinion made to fit this warehouse, from what people have judged in it; and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
from rich.console import Console

from flows.errors import CallError
from flows.second_opinion import Taught, measure_lessons, open_opinion
from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table
from warehouse.database import close_warehouse, open_warehouse
from warehouse.derive.settling import settle_years
from warehouse.judge.judgement import FIGURE, Judgement
from warehouse.judge.learning import (
    FEWEST_REPORTS,
    Gain,
    Learned,
    is_sought,
    learn_shares,
    list_readings,
    measure_gain,
)
from warehouse.judge.ledger import name_ledger, read_ledger
from warehouse.judge.teaching import list_lessons
from warehouse.load.judging.learned import list_stated, store_learned
from warehouse.publish.snapshot import publish_snapshot
from warehouse.store.errors import WarehouseMissing
from warehouse.store.lake import hold_writer

FEWEST = 50
"""Judgements below which a share says little."""


class Learning(NamedTuple):
    """What judgements teach, and whether it is borne out by reports and wording that it was not learned from."""

    learned: Sequence[Learned] = ()
    """Empty: confidence stays as stated."""
    gain: Gain | None = None
    """None: too few judgements to try."""
    taught: Taught | None = None
    usable: int = 0
    sought: int = 0
    """Judgements out of queues that seek what is wrong: they teach the second opinion alone."""


def learn_confidence(warehouse: Path | None, *, undo: bool) -> int:
    """Learn from the judgements that stand what is borne out by them, or take back what was learned; 0.

    Raises CallError, WarehouseError.
    """
    settings = read_settings(warehouse)
    if not settings.warehouse.exists():
        raise WarehouseMissing(settings.warehouse)
    moment = dt.datetime.now(dt.UTC)
    with hold_writer(settings.warehouse):
        con = open_warehouse(settings.warehouse)
        try:
            judgements = read_ledger(name_ledger(settings.warehouse)).judgements
            themes = dict(con.execute("SELECT indicator_id, theme FROM dim_indicator").fetchall())
            learning = Learning() if undo else _learn(con, judgements, themes, moment)
            taught = moment if learning.taught and learning.taught.is_borne_out else None
            store_learned(con, learning.learned, moment, taught)
            settle_years(con)
            # The second opinion learns up to the same moment, and forgets with it.
            open_opinion(settings, con)
        finally:
            close_warehouse(con)
    publish_snapshot(settings.warehouse)
    console = open_console()
    if undo:
        console.print("把握与第二意见均已恢复。Confidence and the second opinion are again as the parsers have them.")
    else:
        _tell_confidence(console, learning)
        _tell_opinion(console, learning.taught)
    return 0


def _learn(
    con: duckdb.DuckDBPyConnection,
    judgements: Sequence[Judgement],
    themes: Mapping[str, str],
    moment: dt.datetime,
) -> Learning:
    readings = list_readings(judgements, themes)
    lessons = list_lessons(judgements, moment)
    if max(len(readings), len(lessons)) < FEWEST:
        raise CallError(
            f"只有 {len(readings)} 条有效的判断，至少要 {FEWEST} 条：fazhi review --random 100。"
            f"There are {len(readings)} judgements, and {FEWEST} are needed."
        )
    gain = measure_gain(readings) if len(readings) >= FEWEST else None
    learned = learn_shares(readings, list_stated(con), gain.strength) if gain and gain.is_borne_out else []
    sought = sum(one.about == FIGURE and is_sought(one) for one in judgements)
    return Learning(learned, gain, measure_lessons(lessons), len(readings), sought)


def _tell_confidence(console: Console, learning: Learning) -> None:
    gain = learning.gain
    if learning.sought:
        console.print(
            f"另有 {learning.sought} 条出自专挑可疑者的队列，只教第二意见，不计入份额：请用 fazhi review --random 或 fazhi audit。"
            f"{learning.sought} judgements of figures that were sought out as doubtful tell of no share.",
            soft_wrap=True,
        )
    if gain is None or gain.reports < FEWEST_REPORTS:
        console.print(
            f"把握未改：随机所取的判断只有 {learning.usable} 条、{gain.reports if gain else '—'} 份报告，"
            f"至少要 {FEWEST} 条、{FEWEST_REPORTS} 份。"
            f"The stated confidence stays: too few judgements ({learning.usable}), or of too few reports.",
            soft_wrap=True,
        )
        return
    tried = (
        f"未学过的报告上，对数损失 {gain.loss_before:.4f} → {gain.loss_after:.4f}（须降 {gain.chance:.4f} 以上），"
        f"校准误差 {gain.before:.4f} → {gain.after:.4f}"
    )
    if not gain.is_borne_out:
        console.print(
            f"{gain.judged} 条判断不足以把所给的把握改得更准，仍用解析规则所给的（{tried}）。"
            f"{gain.judged} judgements do not suffice to better the stated confidence; it stays.",
            soft_wrap=True,
        )
        return
    rows = [
        (
            f"{one.confidence:.3f}",
            one.judged,
            one.right,
            f"{one.right / one.judged:.3f}" if one.judged else "—",
            f"{one.learned:.3f}",
        )
        for one in learning.learned
        if one.theme is None
    ]
    print_table(("原把握 stated", "判断 judged", "正确 right", "份额 share", "校准后 learned"), rows, len(rows))
    console.print(
        f"由 {gain.judged} 条判断（{gain.reports} 份报告）校准；{tried}；撤销：fazhi learn --undo。"
        f"Learned from {gain.judged} judgements; on reports not learned from the calibration error went "
        f"{gain.before:.4f} → {gain.after:.4f}.",
        soft_wrap=True,
    )


def _tell_opinion(console: Console, taught: Taught | None) -> None:
    if taught is None:
        return
    tried = f"与判断一致（五份轮换）{taught.before:.3f} → {taught.after:.3f}"
    if taught.is_borne_out:
        said = f"第二意见也学了 {taught.judged} 条：{tried}。The second opinion learned from {taught.judged}."
    else:
        said = (
            f"第二意见未改：{taught.judged} 条判断没有使它在未学过的句子上说得更准（{tried}）。"
            f"The second opinion stays as it was: {taught.judged} judgements did not better it on sentences not learned from."
        )
    console.print(said, soft_wrap=True)
