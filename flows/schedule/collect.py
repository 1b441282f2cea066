"""What runs by itself: the registered sources asked for what is new, and the data checked each night."""

from __future__ import annotations

import datetime as dt
import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prefect import flow, runtime, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.memory import keep_memory_together
from flows.quality.verify import FAILURES, list_unverified, verify_facts
from flows.runs.ingest import ingest, publish
from flows.runs.refresh import is_behind, refresh_warehouse
from flows.runs.run import wait_for_warehouse
from flows.runs.summary import RunSummary
from flows.runs.watch import list_failed_checks, tell_alarms
from flows.schedule.failures import CHECKS_FAILED, forget_failure, report_failure
from flows.settings import read_settings
from flows.sites.registry import read_sources
from flows.terminal.tables import write_markdown_table
from flows.without_pandas import leave_out_pandas
from warehouse.check.alarm_ledger import Alarm
from warehouse.check.checks import check_warehouse
from warehouse.publish.snapshot import open_reader
from warehouse.store.errors import WarehouseLocked
from warehouse.store.lake import is_lake_file

SAMPLE = 1000
"""Figures that are found again in the archive each night. A report takes 17 ms, so this is done in 17 seconds of a processor
at most; all of a hundred thousand reports would take half an hour."""

LOOK_SECONDS = 0.5
"""How often a run looks whether the process that started it is still there: a server takes longer to come back."""


@flow(
    name="collect",
    validate_parameters=False,
    on_failure=[report_failure],
    on_crashed=[report_failure],
    on_completion=[forget_failure],
)
def collect(sources: Sequence[str] = (), warehouse: str | None = None) -> RunSummary:
    """Ingest these sources, all registered ones where none is named, and refresh what is derived. Raises as `ingest`."""
    _end_with_server()
    summary = ingest(list(sources) or [source.name for source in read_sources()], warehouse)
    refresh(warehouse)
    return summary


@flow(
    name="check",
    validate_parameters=False,
    on_failure=[report_failure],
    on_crashed=[report_failure],
    on_completion=[forget_failure],
)
def check(warehouse: str | None = None) -> State[Any]:
    """Test the data, and a sample of the figures against the archive; fails where either does, with an alarm for each cause."""
    _end_with_server()
    refresh(warehouse)
    failed = find_failures(warehouse)
    unverified = verify_sample(warehouse)
    note_failures(warehouse, unverified)
    if failed or unverified:
        reasons = [*failed, *(alarm.subject for alarm in unverified)]
        return Failed(name=CHECKS_FAILED, message=f"未通过 failed checks: {', '.join(reasons)}")
    return Completed(message="所有检查通过 all checks pass")


def _is_locked(state: Any) -> bool:
    return isinstance(state.result(raise_on_failure=False), WarehouseLocked)


@task(
    cache_policy=NO_CACHE,
    retries=5,
    retry_delay_seconds=600,
    retry_condition_fn=lambda task, run, state: _is_locked(state),
)
def refresh(warehouse: str | None) -> None:
    """Bring full text, plan items and common passages to the reports as they are now; waits where a run holds the warehouse.

    Here and not in `ingest`: twenty new reports among a thousand take 9 s of a processor, far more than loading them does: the
    index is made anew as a whole, and every neighbour is compared. Nobody waits for a scheduled run. A lake holds no index.
    """
    settings = read_settings(None if warehouse is None else Path(warehouse))
    if is_lake_file(settings.warehouse):
        return
    with open_reader(settings.warehouse) as con:
        if not is_behind(con):
            return
    refresh_warehouse(settings.warehouse)


@task(cache_policy=NO_CACHE)
def find_failures(warehouse: str | None) -> list[str]:
    """The names of the checks that fail, from the published snapshot; leaves a table of all as artifact."""
    settings = read_settings(None if warehouse is None else Path(warehouse))
    with open_reader(settings.warehouse) as con:
        results = check_warehouse(con)
    rows = [("" if result.passed else "✗", result.name, result.failures, result.explanation) for result in results]
    create_markdown_artifact(
        key="check",
        markdown=write_markdown_table(("", "检查 check", "行 rows", "说明 meaning"), rows),
        description="fazhi check",
    )
    return [result.name for result in results if not result.passed]


@task(cache_policy=NO_CACHE)
def verify_sample(warehouse: str | None) -> list[Alarm]:
    """Find figures again in the archived bytes: SAMPLE of them, or all where some were not found the last time.

    A sample that happens to hold says nothing of figures that did not: only a look at all of them clears the alarm.
    """
    settings = read_settings(None if warehouse is None else Path(warehouse))
    with open_reader(settings.warehouse) as con:
        is_open = bool(
            con.execute("SELECT 1 FROM alarm WHERE kind = 'verify_failed' AND cleared_at IS NULL LIMIT 1").fetchall()
        )
        found = verify_facts(con, settings.archive_folder, sample=None if is_open else SAMPLE, workers=settings.workers)
    failures = list_unverified(found)
    rows = [(reason, len(failed), failed[0].report_id, FAILURES[reason]) for reason, failed in failures.items()]
    create_markdown_artifact(
        key="verify",
        markdown=f"{found.facts} 个数字 facts，{found.reports} 份报告 reports\n\n"
        + write_markdown_table(("原因 reason", "数字 facts", "例 example", "说明 meaning"), rows),
        description="fazhi verify" + (" --all" if is_open else ""),
    )
    return [
        Alarm("verify_failed", reason, f"{count} 个数字 facts，如 e.g. {example}：{meaning}")
        for reason, count, example, meaning in rows
    ]


@task(
    cache_policy=NO_CACHE,
    retries=5,
    retry_delay_seconds=600,
    retry_condition_fn=lambda task, run, state: _is_locked(state),
)
def note_failures(warehouse: str | None, unverified: Sequence[Alarm]) -> None:
    """Enter and clear the alarms of checks, and tell of new ones; waits where a run holds the warehouse."""
    settings = read_settings(None if warehouse is None else Path(warehouse))
    con = wait_for_warehouse(settings.warehouse)
    try:
        found, judged = list_failed_checks(check_warehouse(con))
        found += unverified
        judged.add(("verify_failed", None))
        before = con.execute(
            "SELECT count(*) FROM alarm WHERE kind IN ('check_failed', 'verify_failed') AND cleared_at IS NULL"
        ).fetchall()
        if not found and before == [(0,)]:
            return
        tell_alarms(con, found, judged, settings, dt.datetime.now(dt.UTC), None)
    finally:
        con.close()
    publish.fn(settings.warehouse)


def _end_with_server() -> None:
    """In a run of a deployment: end when the process that started us ends, however it ends.

    Else a run would go on after its server was killed, and the next server could not tell it from a dead one.
    """
    if runtime.deployment.id is None:
        return
    leave_out_pandas()
    keep_memory_together()
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="end-with-server").start()
