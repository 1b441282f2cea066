"""`fazhi check --accept REASON`: a person has looked why rows went, and says why that is right."""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple
from pathlib import Path

from flows.errors import CallError
from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table
from warehouse.check.pins import accept_counts, list_losses
from warehouse.database import close_warehouse, open_warehouse
from warehouse.derive.manifest import find_disagreements, sign_all
from warehouse.diary import end_run, start_run
from warehouse.publish.snapshot import publish_snapshot
from warehouse.store.errors import WarehouseMissing
from warehouse.store.lake import hold_writer
from warehouse.store.queries import transaction


def accept_losses(reason: str, warehouse: Path | None) -> int:
    """Pin the present row counts, print what was accepted; 0.

    The acceptance is a run of its own, so that the diary keeps the reason after the counts have grown again. Raises CallError
    without a reason, WarehouseError where the warehouse is missing or held.
    """
    if not reason.strip():
        raise CallError('请写明缘由：fazhi check --accept "…"。Say why the lower counts are right.')
    path = read_settings(warehouse).warehouse
    if not path.exists():
        raise WarehouseMissing(path)
    console = open_console()
    with hold_writer(path):
        con = open_warehouse(path)
        try:
            losses = list_losses(con)
            unsigned = find_disagreements(con)
            if losses or unsigned:
                moment = dt.datetime.now(dt.UTC)
                run_id = start_run(con, "accept", {"reason": reason.strip()}, moment)
                accept_counts(con, reason, run_id)
                with transaction(con):
                    sign_all(con, accept=True)
                end_run(con, run_id, dt.datetime.now(dt.UTC))
        finally:
            close_warehouse(con)
    if not losses and not unsigned:
        console.print(
            "各年报告的行数没有减少，无可认可。如 fazhi check 仍不通过，是数据行缺失，请由备份恢复。No report has fewer rows: "
            "nothing to accept. Where fazhi check still fails, rows are missing that no run took away: restore a backup.",
            soft_wrap=True,
        )
        return 0
    publish_snapshot(path)
    if losses:
        print_table(("表 relation", "年份 year", "原有 pinned", "现有 present"), losses, len(losses))
    if unsigned:
        print_table(
            ("表 relation", "年份 year", "与签定不符 not as signed"), [astuple(one) for one in unsigned], len(unsigned)
        )
    console.print(
        f"已认可 accepted（{run_id}）：{reason.strip()}。查看 see：fazhi sql \"FROM run WHERE flow = 'accept'\"",
        markup=False,
    )
    return 0
