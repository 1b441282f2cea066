"""`fazhi quarantine`: what could not be read, why, what to do about it, and trying again."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

from flows.commands.fill.ingest import INTERRUPTED, print_summary
from flows.errors import CallError
from flows.reasons import find_reason
from flows.schedule.command_server import connect_prefect, needs_server
from flows.settings import read_settings
from flows.terminal.interrupts import heed_interrupts
from flows.terminal.tables import open_console, print_table, spell_json
from warehouse.publish.snapshot import open_reader

EXAMPLES = 3
"""Addresses shown for each reason."""

COLUMNS = ("原因 reason", "网页 pages", "尝试 attempts", "最早 first", "最近 last", "例 examples")


def show_quarantine(reason: str | None, warehouse: Path | None, *, as_json: bool) -> int:
    """Print the quarantine by reason with examples and what to do, or the pages of one reason; 1 where there is any."""
    with open_reader(read_settings(warehouse).warehouse) as con:
        if reason is not None:
            check_reason(reason)
            rows = con.execute(
                "SELECT url, detail, first_seen, attempts FROM quarantine WHERE reason = ? ORDER BY url", [reason]
            ).fetchall()
            columns: tuple[str, ...] = ("网页 page", "说明 detail", "最早 first", "尝试 attempts")
        else:
            rows = con.execute(
                f"""
                SELECT reason, count(*), max(attempts), min(first_seen), max(last_seen),
                       list(url ORDER BY url)[:{EXAMPLES}]
                FROM quarantine GROUP BY reason ORDER BY count(*) DESC, reason
                """
            ).fetchall()
            columns = COLUMNS
    if as_json:
        names = [column.rsplit(" ", 1)[-1] for column in columns]
        listed = [dict(zip(names, row, strict=True)) for row in rows]
        if reason is None:
            listed = [{**entry, **_explain(entry["reason"])} for entry in listed]
        json.dump(listed, sys.stdout, ensure_ascii=False, indent=1, default=spell_json)
        sys.stdout.write("\n")
        return 1 if rows else 0
    console = open_console()
    if not rows:
        console.print("隔离区是空的。The quarantine is empty.")
        return 0
    if reason is not None:
        print_table(columns, rows, len(rows))
    else:
        print_table(columns, [(*row[:-1], "  ".join(row[-1])) for row in rows], len(rows))
    for code in [reason] if reason is not None else [row[0] for row in rows]:
        if (known := find_reason(code)) is not None:
            console.print(
                f"{code}：{known.meaning_zh}。{known.action_zh}。{known.meaning_en}: {known.action_en}.", markup=False
            )
    return 1


def check_reason(reason: str) -> None:
    """Raise CallError for a code that nothing can have."""
    if find_reason(reason) is None:
        raise CallError(
            f"没有原因代码 {reason}，见 fazhi quarantine 或 seeds/reasons.csv。There is no reason {reason}: see seeds/reasons.csv."
        )


def retry_quarantine(reason: str | None, warehouse: Path | None) -> int:
    """Try again what is in quarantine and print what came of it; 1 where something stays there."""
    if reason is not None:
        check_reason(reason)
    settings = read_settings(warehouse)
    console = open_console(stderr=True)
    with open_reader(settings.warehouse) as con:
        found = con.execute(
            "SELECT count(*) FROM quarantine WHERE ? IS NULL OR reason = ?", [reason, reason]
        ).fetchall()
    if not found[0][0]:
        open_console().print("没有要重试的。There is nothing to try again.")
        return 0
    refused = 0
    plainly = not needs_server(settings, found[0][0])
    with connect_prefect(console, prepare=lambda: import_module("flows.runs.retry"), plainly=plainly):
        from flows.runs.ingest import ingest
        from flows.runs.retry import find_origins, retry_archived

        with open_reader(settings.warehouse) as con:
            origins = find_origins(con, reason)
        try:
            with heed_interrupts():
                summaries = [retry_archived(reason, str(settings.warehouse))]
                if origins:
                    summaries.append(ingest(origins, str(settings.warehouse)))
        except KeyboardInterrupt:
            console.print("已停止；已处理的已保存。Stopped: what was done is saved.")
            return INTERRUPTED
    for summary in summaries:
        if summary.seen:
            print_summary(summary, [] if warehouse is None else ["--warehouse", str(warehouse)])
        refused += summary.quarantined
    return 1 if refused else 0


def _explain(code: str) -> dict[str, str]:
    known = find_reason(code)
    if known is None:
        return {}
    return {"meaning": known.meaning_zh, "action": known.action_zh, "retry": known.retry}
