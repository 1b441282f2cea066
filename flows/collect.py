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

from flows.alarms import list_failed_checks, send_message, tell_alarms, write_message
from flows.ingest import ingest, publish
from flows.registry import read_sources
from flows.runs import wait_for_warehouse
from flows.settings import read_settings
from flows.summary import RunSummary
from flows.tables import write_markdown_table
from warehouse.alarms import Alarm
from warehouse.checks import check_warehouse
from warehouse.errors import WarehouseLocked
from warehouse.snapshot import open_reader

LOOK_SECONDS = 0.5
"""How often a run looks whether the process that started it is still there: a server takes longer to come back."""


def report_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Tell a person that a run that nobody watches failed."""
    detail = f"{flow_run.name}：{state.name}：{state.message}"
    alarm = Alarm("run_failed", flow.name, detail)
    send_message(write_message([alarm]), [alarm], read_settings())


@flow(name="collect", validate_parameters=False, on_failure=[report_failure], on_crashed=[report_failure])
def collect(sources: Sequence[str] = (), warehouse: str | None = None) -> RunSummary:
    """Ingest these sources, all registered ones where none is named. Raises as `ingest`."""
    _end_with_server()
    return ingest(list(sources) or [source.name for source in read_sources()], warehouse)


@flow(name="check", validate_parameters=False, on_failure=[report_failure], on_crashed=[report_failure])
def check(warehouse: str | None = None) -> State[Any]:
    """Test the data; fails where a check does, with the checks as artifact and an alarm for each."""
    _end_with_server()
    failed = find_failures(warehouse)
    note_failures(warehouse)
    if failed:
        return Failed(message=f"未通过 failed checks: {', '.join(failed)}")
    return Completed(message="所有检查通过 all checks pass")


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


@task(
    cache_policy=NO_CACHE,
    retries=5,
    retry_delay_seconds=600,
    retry_condition_fn=lambda task, run, state: _is_locked(state),
)
def note_failures(warehouse: str | None) -> None:
    """Enter and clear the alarms of checks, and tell of new ones; waits where a run holds the warehouse."""
    settings = read_settings(None if warehouse is None else Path(warehouse))
    con = wait_for_warehouse(settings.warehouse)
    try:
        found, judged = list_failed_checks(check_warehouse(con))
        before = con.execute("SELECT count(*) FROM alarm WHERE kind = 'check_failed' AND cleared_at IS NULL").fetchall()
        if not found and before == [(0,)]:
            return
        tell_alarms(con, found, judged, settings, dt.datetime.now(dt.UTC), None)
    finally:
        con.close()
    publish.fn(settings.warehouse)


def _is_locked(state: Any) -> bool:
    return isinstance(state.result(raise_on_failure=False), WarehouseLocked)


def _end_with_server() -> None:
    """In a run of a deployment: end when the process that started us ends, however it ends.

    Else a run would go on after its server was killed, and the next server could not tell it from a dead one.
    """
    if runtime.deployment.id is None:
        return
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="end-with-server").start()
