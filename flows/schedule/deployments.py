"""The deployments that `fazhi schedule` serves: what runs when, how runs keep from overlapping, and what a dead server left."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prefect import Flow, serve
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.schedules import Cron
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.errors import CallError
from flows.schedule.collect import check, collect
from flows.schedule.served import name_note
from flows.schedule.timetable import TIME_ZONE, TIMETABLE, Timed, name_deployments

FLOWS: dict[str, Flow[..., Any]] = {"collect": collect, "check": check}

UNFINISHED = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]

CLAIM_SECONDS = 1.0
"""How long a claim is tried for: whoever looks for the server (`fazhi status`) holds the note for a moment."""


def serve_schedule(warehouse: Path, sources: Sequence[str], name: str) -> None:
    """Serve the deployments of this name until SIGTERM or Ctrl-C; `claim_schedule` first.

    The server's address is Prefect's setting.
    """
    with get_client(sync_client=True) as client:
        for timed in TIMETABLE:
            recover_deployment(client, f"{timed.flow}/{name}")
    deployments = [make_deployment(timed, warehouse, sources, name) for timed in TIMETABLE]
    serve(*deployments, pause_on_shutdown=False, print_starting_message=False)


def choose_name(warehouse: Path) -> str:
    """What the deployments of this warehouse are called on this server, which may have those of other warehouses.

    A deployment is another warehouse's where its parameters name another one; those of a work pool name none.
    """
    name, longer = name_deployments(warehouse)
    with get_client(sync_client=True) as client:
        owners = {option: _find_owners(client, option) for option in (name, longer)}
    if owners[longer] == {str(warehouse)} or not owners[name] <= {str(warehouse)}:
        return longer
    return name


def _find_owners(client: SyncPrefectClient, name: str) -> set[str | None]:
    """The warehouses that the server's deployments of this name are for; empty where there is none of the name."""
    owners = set()
    for timed in TIMETABLE:
        with contextlib.suppress(ObjectNotFound):
            owners.add(client.read_deployment_by_name(f"{timed.flow}/{name}").parameters.get("warehouse"))
    return owners


def make_deployment(timed: Timed, warehouse: Path, sources: Sequence[str], name: str) -> RunnerDeployment:
    """A row of the timetable as a deployment. Two runs of it never overlap: the one that comes second is cancelled.

    So windows that were missed, which all come due at once when the server is back, are made up by one run.
    """
    parameters: dict[str, Any] = {"warehouse": str(warehouse)}
    if timed.flow == "collect":
        parameters["sources"] = list(sources)
    deployment = FLOWS[timed.flow].to_deployment(
        name=name,
        schedules=[Cron(cron, timezone=TIME_ZONE) for cron in timed.crons],
        parameters=parameters,
        description=timed.description,
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        entrypoint_type=EntrypointType.MODULE_PATH,
        enforce_parameter_schema=False,
    )
    assert isinstance(deployment, RunnerDeployment)
    return deployment


def recover_deployment(client: SyncPrefectClient, name: str) -> int:
    """Mark runs that died with the last server as crashed, and have one run in their place; how many they were.

    Only the process that holds the claim may call this: then no run of the deployment can be alive. Without it a dead run
    would stand as running for ever, and hold the one place for five minutes.
    """
    try:
        deployment = client.read_deployment_by_name(name)
    except ObjectNotFound:
        return 0
    dead = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            deployment_id=FlowRunFilterDeploymentId(any_=[deployment.id]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=UNFINISHED)),
        )
    )
    if not dead:
        return 0
    parts = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[run.id for run in dead]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=UNFINISHED)),
        )
    )
    for run in [*parts, *dead]:
        client.set_flow_run_state(
            run.id, Crashed(message="服务进程中途退出。The process that served it died."), force=True
        )
    client.create_flow_run_from_deployment(deployment.id, name=f"{dead[0].name}-again")
    return len(dead)


@contextmanager
def claim_schedule(warehouse: Path, url: str) -> Iterator[Callable[[str], None]]:
    """Be the one process that serves this warehouse, and leave word of it beside the warehouse for `fazhi status`.

    Gives what to call with the deployments' name, once that is chosen. Raises CallError where another process serves it. The
    claim goes with the process, however it ends.
    """
    note = name_note(warehouse)
    note.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(note, os.O_RDWR | os.O_CREAT, 0o644)
    end = time.monotonic() + CLAIM_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError as error:
            if time.monotonic() > end:
                os.close(descriptor)
                raise CallError(
                    f"已有 fazhi schedule 在为 {warehouse} 服务，见 {note}。"
                    f"Another fazhi schedule serves this warehouse already: {note} says which."
                ) from error
        time.sleep(0.05)

    def leave_word(name: str) -> None:
        note = json.dumps({"pid": os.getpid(), "api": url, "deployment": name}).encode()
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, note, 0)

    try:
        leave_word("")
        yield leave_word
    finally:
        os.close(descriptor)
