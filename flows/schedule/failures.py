"""Runs that nobody watches and that failed: a person is told once, and again only after a run went well in between."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort

from flows.runs.ingest import publish
from flows.runs.run import wait_for_warehouse
from flows.runs.watch import RUN_FAILED, emit_events, send_message, tell_alarms, write_message
from flows.settings import Settings, read_settings
from warehouse.check.alarm_ledger import Alarm, note_alarms
from warehouse.publish.snapshot import open_reader
from warehouse.store.errors import WarehouseError

CHECKS_FAILED = "ChecksFailed"
"""State of a run of `check` that came to its end and found something: each of its findings is an alarm of its own."""

ENDED = [StateType.COMPLETED, StateType.FAILED, StateType.CRASHED]


def report_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Tell of a run that failed or crashed; a hook of Prefect's, which a worker runs too where the run itself is dead.

    Where the warehouse cannot be written (which may be why the run failed), Prefect is asked whether the run before failed too.
    """
    if state.name == CHECKS_FAILED:
        forget_failure(flow, flow_run, state)
        return
    alarm = Alarm(RUN_FAILED, flow.name, f"{flow_run.name}：{state.name}：{state.message}")
    settings = _read_settings_of(flow_run)
    now = dt.datetime.now(dt.UTC)
    try:
        if not settings.warehouse.exists():
            raise FileNotFoundError(settings.warehouse)
        con = wait_for_warehouse(settings.warehouse)
        try:
            tell_alarms(con, [alarm], set(), settings, now, None)
        finally:
            con.close()
    except (WarehouseError, duckdb.Error, OSError):
        if not _failed_before(flow_run):
            emit_events([alarm])
            send_message(write_message([alarm]), [alarm], settings)
        return
    publish.fn(settings.warehouse)


def forget_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """The flow ran to its end: if it fails again, that is another cause. A hook of Prefect's."""
    settings = _read_settings_of(flow_run)
    open_ones = "SELECT 1 FROM alarm WHERE kind = ? AND subject = ? AND cleared_at IS NULL"
    with open_reader(settings.warehouse) as reader:
        if not reader.execute(open_ones, [RUN_FAILED, flow.name]).fetchall():
            return
    con = wait_for_warehouse(settings.warehouse)
    try:
        note_alarms(con, [], {(RUN_FAILED, flow.name)}, dt.datetime.now(dt.UTC), None)
    finally:
        con.close()
    publish.fn(settings.warehouse)


def _read_settings_of(flow_run: Any) -> Settings:
    warehouse = flow_run.parameters.get("warehouse")
    return read_settings(None if warehouse is None else Path(warehouse))


def _failed_before(flow_run: Any) -> bool:
    """Whether the last run of the same deployment that ended before this one failed as well: then a person was told."""
    if flow_run.deployment_id is None:
        return False
    with get_client(sync_client=True) as client:
        ended = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                deployment_id=FlowRunFilterDeploymentId(any_=[flow_run.deployment_id]),
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=ENDED)),
            ),
            sort=FlowRunSort.END_TIME_DESC,
            limit=2,
        )
    former = next((run for run in ended if run.id != flow_run.id), None)
    return former is not None and former.state_type != StateType.COMPLETED and former.state_name != CHECKS_FAILED
