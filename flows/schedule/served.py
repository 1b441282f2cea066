"""Who serves the schedule of a warehouse, and when its next runs are: asked over Prefect's API, without importing Prefect."""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.schedule.timetable import TIMETABLE


@dataclass(frozen=True, slots=True)
class ServedRun:
    """A run of a deployment: its flow, its name, its state (Scheduled, Running, Completed …) and when it begins or began."""

    flow: str
    name: str
    state: str
    time: str | None
    message: str | None = None


def name_note(warehouse: Path) -> Path:
    """Where the process that serves a warehouse leaves word: `warehouse.schedule` beside `warehouse.duckdb`."""
    return warehouse.with_suffix(".schedule")


def find_serving(warehouse: Path) -> dict[str, Any] | None:
    """The process (pid) that serves the warehouse's schedule, its server's address (api) and what its deployments are
    called there (deployment, empty until that is chosen); None where nobody does.
    """
    note = name_note(warehouse)
    if not note.exists():
        return None
    with note.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            written = file.read()
            # Empty in the moment in which a process has its claim and has not yet written who it is.
            held: dict[str, Any] | None = json.loads(written) if written else None
            return held
    return None


def fetch_runs(api: str, deployment: str) -> list[ServedRun]:
    """The next run of each deployment, what runs now, and the last that ended. Raises httpx.HTTPError where nobody answers."""
    runs: list[ServedRun] = []
    import httpx

    with httpx.Client(base_url=api.rstrip("/"), timeout=5, trust_env=False) as client:
        for timed in TIMETABLE:
            of_deployment = {"deployments": {"name": {"any_": [deployment]}}, "flows": {"name": {"any_": [timed.flow]}}}
            for states, sort, limit in (
                (["RUNNING", "PENDING"], "EXPECTED_START_TIME_ASC", 5),
                (["SCHEDULED"], "EXPECTED_START_TIME_ASC", 1),
                (["COMPLETED", "FAILED", "CRASHED"], "END_TIME_DESC", 1),
            ):
                answer = client.post(
                    "/flow_runs/filter",
                    json={
                        **of_deployment,
                        "flow_runs": {"state": {"type": {"any_": states}}},
                        "sort": sort,
                        "limit": limit,
                    },
                )
                answer.raise_for_status()
                runs += [_read_run(timed.flow, run) for run in answer.json()]
    return runs


def _read_run(flow: str, run: dict[str, Any]) -> ServedRun:
    state = run.get("state") or {}
    return ServedRun(
        flow=flow,
        name=run["name"],
        state=run["state_name"],
        time=run.get("end_time") or run.get("start_time") or run.get("expected_start_time"),
        message=state.get("message"),
    )
