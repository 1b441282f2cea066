"""`fazhi learn`: confidence that fits this warehouse, from what people have judged in it; and back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flows.errors import CallError
from flows.second_opinion import measure_lessons, open_opinion
from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table
from warehouse.database import close_warehouse, open_warehouse
from warehouse.derive.settling import settle_years
from warehouse.judge.learning import learn_shares, list_readings, measure_gain
from warehouse.judge.ledger import name_ledger, read_ledger
from warehouse.judge.teaching import list_lessons
from warehouse.load.judging.learned import store_learned
from warehouse.publish.snapshot import publish_snapshot
from warehouse.store.errors import WarehouseMissing
from warehouse.store.lake import hold_writer

FEWEST = 50
"""Judgements below which a share says little."""


def learn_confidence(warehouse: Path | None, *, undo: bool) -> int:
    """Learn from the judgements that stand, or take back what was learned; 0. Raises CallError, WarehouseError."""
    settings = read_settings(warehouse)
    if not settings.warehouse.exists():
        raise WarehouseMissing(settings.warehouse)
    console = open_console()
    with hold_writer(settings.warehouse):
        con = open_warehouse(settings.warehouse)
        try:
            themes = dict(con.execute("SELECT indicator_id, theme FROM dim_indicator").fetchall())
            judgements = read_ledger(name_ledger(settings.warehouse)).judgements
            readings = list_readings(judgements, themes)
            if not undo and len(readings) < FEWEST:
                raise CallError(
                    f"只有 {len(readings)} 条有效的判断，至少要 {FEWEST} 条：fazhi review --random 100。"
                    f"There are {len(readings)} judgements, and {FEWEST} are needed."
                )
            learned = [] if undo else learn_shares(readings)
            moment = dt.datetime.now(dt.UTC)
            store_learned(con, learned, moment)
            settle_years(con)
            # The second opinion learns with it, up to the same moment, and forgets with it.
            open_opinion(settings, con)
        finally:
            close_warehouse(con)
    publish_snapshot(settings.warehouse)
    if undo:
        console.print("把握与第二意见均已恢复。Confidence and the second opinion are again as the parsers have them.")
        return 0
    rows = [
        (f"{one.confidence:.3f}", one.judged, one.right, f"{one.right / one.judged:.3f}", f"{one.learned:.3f}")
        for one in learned
        if one.theme is None
    ]
    print_table(("原把握 stated", "判断 judged", "正确 right", "份额 share", "校准后 learned"), rows, len(rows))
    gain = measure_gain(readings)
    console.print(
        f"由 {gain.judged} 条判断校准；校准误差（五份轮换）{gain.before:.4f} → {gain.after:.4f}；撤销：fazhi learn --undo。"
        f"Learned from {gain.judged} judgements; calibration error {gain.before:.4f} → {gain.after:.4f} (five folds).",
        soft_wrap=True,
    )
    taught = measure_lessons(list_lessons(judgements, moment))
    console.print(
        f"第二意见也学了 {taught.judged} 条：与判断一致（五份轮换）{taught.before:.3f} → {taught.after:.3f}。"
        f"The second opinion learned from {taught.judged}: it says what they say for {taught.before:.3f} → {taught.after:.3f}.",
        soft_wrap=True,
    )
    return 0
