"""`fazhi status`: what the warehouse holds, last and next runs, what is new, what is stuck."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from flows.schedule.served import ServedRun, fetch_runs, find_serving
from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table, spell_json
from seeds.own import describe_own, find_folder
from warehouse.publish.snapshot import open_reader

MANY_ATTEMPTS = 5
"""Tries of a page after which it counts as stuck: it will not heal by waiting."""

QUERIES = {
    "years": "SELECT year, count(DISTINCT report_id) AS reports, count(*) AS facts, count(indicator_id) AS with_id, "
    "count(*) FILTER (outside <> 'unknown') AS outside, count(*) FILTER (outside = 'unknown') AS unknown "
    "FROM fact_indicator GROUP BY year ORDER BY year NULLS LAST",
    "quarantine": "SELECT reason, count(*) AS pages, any_value(url ORDER BY url) AS example FROM quarantine "
    "GROUP BY reason ORDER BY pages DESC, reason",
    "runs": "SELECT run_id, flow, outcome, ended_at, seen, loaded, unchanged, quarantined FROM run "
    "ORDER BY started_at DESC, run_id DESC LIMIT 5",
    "new": """
        SELECT report_id, region_name, report.year, fact_count AS facts, report.run_id FROM report JOIN run USING (run_id)
        WHERE run.started_at = (SELECT max(started_at) FROM run WHERE loaded > 0)
        ORDER BY report_id LIMIT 10
        """,
    "alarms": "SELECT kind, subject, detail, raised_at, sent_at FROM alarm WHERE cleared_at IS NULL ORDER BY raised_at",
    "stuck": f"""
        SELECT 'run' AS what, run_id AS name, outcome AS state, started_at AS since FROM run
        WHERE outcome <> 'completed' AND NOT EXISTS (
            SELECT 1 FROM run AS later
            WHERE later.flow = run.flow AND later.outcome = 'completed' AND later.started_at > run.started_at)
        UNION ALL
        SELECT 'backfill', concat_ws(' ', mode, coalesce(year::VARCHAR, 'unknown'), scope), outcome, started_at FROM backfill
        WHERE outcome <> 'completed'
        UNION ALL
        SELECT 'page', url, reason || ' ×' || attempts, first_seen FROM quarantine
        WHERE attempts >= {MANY_ATTEMPTS} AND stage NOT IN ('parse', 'load')
        ORDER BY what, since DESC LIMIT 20
        """,
}
"""Name and query of each part; the columns' names are those of the JSON."""

HEADINGS = {
    "years": ("年份 year", "报告 reports", "数字 facts", "有指标 with id", "目录之外 outside", "未能说明 unknown"),
    "quarantine": ("隔离原因 quarantined for", "网页 pages", "例 example"),
    "runs": (
        "运行 run",
        "流程 flow",
        "结果 outcome",
        "结束 ended",
        "网页 seen",
        "载入 loaded",
        "未变 unchanged",
        "隔离 quarantined",
    ),
    "new": ("最近载入 new", "地区 region", "年份 year", "数字 facts", "运行 run"),
    "alarms": ("须过问 alarm", "所涉 about", "说明 detail", "始于 since", "已通知 told"),
    "stuck": ("卡住 stuck", "名称 name", "状态 state", "始于 since"),
}

SCHEDULE_COLUMNS = ("定时 scheduled", "运行 run", "状态 state", "时间 time", "说明 message")


def show_status(warehouse: Path | None, *, as_json: bool) -> int:
    """Print it all; as JSON one object, its times in UTC. 1 where the last run of a flow failed or something waits for a person.

    Raises WarehouseError for want of a warehouse.
    """
    path = read_settings(warehouse).warehouse
    with open_reader(path) as con:
        parts = {name: _query(con, sql) for name, sql in QUERIES.items()}
    serving, runs = read_schedule(path)
    healthy = not parts["alarms"] and not any(
        row["what"] in ("run", "backfill") and row["state"] != "running" for row in parts["stuck"]
    )
    if as_json:
        described: dict[str, Any] = {
            "warehouse": str(path),
            "healthy": healthy,
            "own_seeds": describe_own(),
            "schedule": {**(serving or {}), "serving": serving is not None, "runs": [asdict(run) for run in runs]},
            **parts,
        }
        json.dump(described, sys.stdout, ensure_ascii=False, indent=1, default=spell_json)
        sys.stdout.write("\n")
        return 0 if healthy else 1
    console = open_console()
    if describe_own():
        console.print(
            f"另用自定的规则 tables of one's own：{describe_own()}（FAZHI_SEEDS {find_folder()}）", markup=False
        )
    for name, rows in parts.items():
        # Empty parts that promise something bad need no table.
        if rows or name in ("years", "runs"):
            print_table(HEADINGS[name], [tuple(map(_spell_here, row.values())) for row in rows], len(rows))
    if serving is None:
        console.print("定时服务没有运行：fazhi schedule。No schedule is served: start fazhi schedule.")
    else:
        console.print(f"定时服务 schedule：进程 pid {serving['pid']}，Prefect {serving['api']}", markup=False)
        rows_shown = [(run.flow, run.name, run.state, _spell_local(run.time), run.message) for run in runs]
        print_table(SCHEDULE_COLUMNS, rows_shown, len(rows_shown))
    return 0 if healthy else 1


def read_schedule(warehouse: Path) -> tuple[dict[str, Any] | None, list[ServedRun]]:
    """Who serves the warehouse's schedule, and its runs; no runs where its server does not answer."""
    serving = find_serving(warehouse)
    if serving is None:
        return None, []
    import httpx

    try:
        return serving, fetch_runs(serving["api"], serving["deployment"])
    except httpx.HTTPError as error:
        return {**serving, "error": str(error)}, []


def _query(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """Rows as dicts; none where a warehouse of an older release, not yet brought forward, lacks the table."""
    try:
        result = con.execute(sql)
    except duckdb.CatalogException:
        return []
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _spell_here(value: Any) -> Any:
    """A time of the warehouse (UTC) in this machine's zone, `2026-03-01 14:30 +0800`; any other value as it is."""
    if isinstance(value, dt.datetime):
        told = value if value.tzinfo is not None else value.replace(tzinfo=dt.UTC)
        return told.astimezone().strftime("%Y-%m-%d %H:%M %z")
    return value


def _spell_local(moment: str | None) -> str:
    """An API's time in this machine's zone, to the minute."""
    if not moment:
        return ""
    return dt.datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M %z")
