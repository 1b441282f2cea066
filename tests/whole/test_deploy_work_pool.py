"""deploy/prefect.yaml for real: a server on PostgreSQL, its deployments in a work pool, a worker that runs them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
import yaml

from flows.schedule.timetable import DEPLOYMENT, TIME_ZONE, TIMETABLE
from tests.command_line import query, run_prefect, serve_prefect, start_prefect, write_report
from tests.postgres import make_prefect_database, serve_postgres
from tests.served_schedule import Served, wait_for
from tests.warm_commands import WarmCommand
from warehouse.check.checks import check_warehouse
from warehouse.database import open_read_only
from warehouse.store.errors import WarehouseLocked

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"

Worker = WarmCommand | subprocess.Popen[bytes]

ZOMBIES = DEPLOY / "zombies.yaml"

HEARTBEAT = 30
"""Seconds, the shortest that Prefect takes."""


def test_work_pool_has_the_deployments_of_the_timetable() -> None:
    described = yaml.safe_load((DEPLOY / "prefect.yaml").read_text(encoding="utf-8"))
    listed = {entry["entrypoint"].rsplit(".", 1)[-1]: entry for entry in described["deployments"]}
    assert set(listed) == {timed.flow for timed in TIMETABLE}
    for timed in TIMETABLE:
        entry = listed[timed.flow]
        assert entry["name"] == DEPLOYMENT
        assert entry["description"] == timed.description
        assert tuple(schedule["cron"] for schedule in entry["schedules"]) == timed.crons
        assert {schedule["timezone"] for schedule in entry["schedules"]} == {TIME_ZONE}
        assert entry["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}


@pytest.fixture(scope="module")
def postgres() -> Iterator[int]:
    with serve_postgres() as port:
        yield port


def serve_prefect_on(port: int, home: Path) -> contextlib.AbstractContextManager[str]:
    """Prefect's server on a new database of the cluster."""
    address = make_prefect_database(port, home.parent.name.replace("-", "_"), home)
    return serve_prefect(home, schedules=True, PREFECT_SERVER_DATABASE_CONNECTION_URL=address)


@pytest.mark.server
@pytest.mark.postgres
def test_worker_runs_a_deployment_of_the_pool_on_postgresql(postgres: int, tmp_path: Path) -> None:
    home = tmp_path / "home"
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(3):
        write_report(pages / f"{number}.txt", number)
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(serve_prefect_on(postgres, home))
        settings = {"PREFECT_API_URL": url, "FAZHI_WAREHOUSE": str(tmp_path / "warehouse.duckdb")}
        run_prefect("work-pool", "create", "fazhi", "--type", "process", cwd=DEPLOY, home=home, **settings)
        run_prefect("--no-prompt", "deploy", "--all", cwd=DEPLOY, home=home, **settings)
        worker = start_worker(home, tmp_path, leads_group=True, **settings)
        try:
            client = stack.enter_context(httpx.Client(base_url=url, timeout=120, trust_env=False))
            run = trigger(client, {"sources": [str(pages)], "warehouse": None})
            assert wait_for_end(client, run, worker) == "COMPLETED"
            [artifact] = ask(client, "artifacts/filter", {"artifacts": {"key": {"any_": ["ingest"]}}})
            assert "3 页 pages, 3 载入 loaded" in artifact["data"]
        finally:
            os.killpg(worker.pid, signal.SIGTERM)
            worker.wait(300)
    assert query("SELECT count(*) AS reports FROM report", tmp_path) == [{"reports": 3}]


def ask(client: httpx.Client, path: str, body: Any) -> Any:
    return client.post(path, json=body).raise_for_status().json()


def trigger(client: httpx.Client, parameters: dict[str, Any]) -> str:
    deployment = client.get(f"deployments/name/collect/{DEPLOYMENT}").raise_for_status().json()
    return str(ask(client, f"deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})["id"])


def wait_for_end(client: httpx.Client, run: str, worker: Worker) -> str:
    end = time.monotonic() + 300
    while True:
        state = client.get(f"flow_runs/{run}").raise_for_status().json()["state"]
        if state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
            return f"{state['type']}" if state["type"] == "COMPLETED" else f"{state['type']}: {state['message']}"
        assert worker.poll() is None, "the worker is gone"
        assert time.monotonic() < end, f"the run stays {state['name']}"
        time.sleep(0.3)


def start_worker(home: Path, folder: Path, *, leads_group: bool = False, **settings: str) -> Worker:
    return start_prefect(
        *("worker", "start", "--pool", "fazhi"),
        cwd=folder,
        home=home,
        log=folder / "worker.log",
        leads_group=leads_group,
        PREFECT_WORKER_QUERY_SECONDS="1",
        **settings,
    )


def test_automation_waits_longer_than_two_heartbeats() -> None:
    [described] = yaml.safe_load(ZOMBIES.read_text(encoding="utf-8"))["automations"]
    # 180 seconds is what Prefect does where nobody sets it.
    assert described["trigger"]["within"] > 2 * 180
    assert "prefect.flow-run.heartbeat" in described["trigger"]["after"]
    assert "ChecksFailed" in " ".join(described["trigger"]["expect"])


@pytest.mark.server
@pytest.mark.postgres
@pytest.mark.slow
def test_run_of_a_killed_worker_is_marked_and_the_next_one_finishes(postgres: int, tmp_path: Path) -> None:
    home, pages, warehouse = tmp_path / "home", tmp_path / "pages", tmp_path / "warehouse.duckdb"
    pages.mkdir()
    for number in range(300):
        write_report(pages / f"{number}.txt", number)
    with (
        serve_prefect_on(postgres, home) as url,
        httpx.Client(base_url=url, timeout=120, trust_env=False) as client,
    ):
        settings = {
            "PREFECT_API_URL": url,
            "FAZHI_WAREHOUSE": str(warehouse),
            "FAZHI_WORKERS": "1",
            "FAZHI_BATCH_PAGES": "5",
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT),
        }
        run_prefect("work-pool", "create", "fazhi", "--type", "process", cwd=DEPLOY, home=home, **settings)
        run_prefect("--no-prompt", "deploy", "--all", cwd=DEPLOY, home=home, **settings)
        # The file as it is shipped; then, so that nobody waits seven minutes, with a shorter time.
        run_prefect("automation", "create", "--from-file", str(ZOMBIES), cwd=DEPLOY, home=home, **settings)
        [made] = ask(client, "automations/filter", {})
        assert (made["name"], made["enabled"], made["trigger"]["posture"]) == ("fazhi-zombies", True, "Proactive")
        assert made["actions"][0]["state"] == "CRASHED"
        client.delete(f"automations/{made['id']}").raise_for_status()
        quick = tmp_path / "quick.yaml"
        quick.write_text(
            ZOMBIES.read_text(encoding="utf-8").replace("within: 420", f"within: {HEARTBEAT + 15}"), "utf-8"
        )
        run_prefect("automation", "create", "--from-file", str(quick), cwd=DEPLOY, home=home, **settings)

        worker = start_worker(home, tmp_path, **settings)
        try:
            run = trigger(client, {"sources": [str(pages)], "warehouse": None})
            work = warehouse.with_suffix(".work")
            wait_for(lambda: (work.exists() and any(work.iterdir())) or None, "the run does not work")
            # Its first heartbeat is what the automation begins to count from.
            beats = {"filter": {"event": {"name": ["prefect.flow-run.heartbeat"]}}}
            wait_for(lambda: ask(client, "events/filter", beats)["total"] or None, "no heartbeat came")
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait(300)
            assert client.get(f"flow_runs/{run}").json()["state"]["type"] == "RUNNING"
            # The run ends with the worker: then nobody holds the warehouse, and it is whole.
            with wait_for(lambda: open_if_free(warehouse), "the run outlives its worker") as con:
                assert [result.name for result in check_warehouse(con) if not result.passed] == []

            def find_end() -> str | None:
                state = client.get(f"flow_runs/{run}").raise_for_status().json()["state"]
                return str(state["message"]) if state["type"] == "CRASHED" else None

            assert "heartbeat" in wait_for(find_end, "nobody marks the run")
            worker = start_worker(home, tmp_path, **settings | {"FAZHI_BATCH_PAGES": "100"})
            again = trigger(client, {"sources": [str(pages)], "warehouse": None})
            assert wait_for_end(client, again, worker) == "COMPLETED"
        finally:
            worker.terminate()
            worker.wait(300)
    assert query("SELECT count(*) AS reports FROM report", tmp_path) == [{"reports": 300}]
    first, second = (row["outcome"] for row in query("SELECT outcome FROM run ORDER BY started_at", tmp_path))
    # The run's process either goes at once, or notices that nobody reads what it prints, and has the time to say so.
    assert first in ("interrupted", "failed")
    assert second == "completed"


@pytest.mark.server
@pytest.mark.postgres
def test_compose_without_containers(postgres: int, tmp_path: Path) -> None:
    """What deploy/compose.yaml runs: Prefect's server on PostgreSQL, `fazhi schedule` as its worker, and their health checks."""
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    with serve_prefect_on(postgres, tmp_path / "home") as url:
        worker = Served(tmp_path, PREFECT_API_URL=url)
        worker.pages.mkdir()
        write_report(worker.pages / "0.txt", 0)
        assert is_healthy(services["server"], ("http://127.0.0.1:4200/api", url))
        assert not is_healthy(services["worker"], ("/data/warehouse.duckdb", str(worker.warehouse)))
        worker.start()
        try:
            assert is_healthy(services["worker"], ("/data/warehouse.duckdb", str(worker.warehouse)))
            assert worker.wait_for_end(worker.trigger("collect")) == ["COMPLETED"]
        finally:
            worker.stop()
        assert not is_healthy(services["worker"], ("/data/warehouse.duckdb", str(worker.warehouse)))
    assert not is_healthy(services["server"], ("http://127.0.0.1:4200/api", url))
    assert query("SELECT count(*) AS reports FROM report", tmp_path) == [{"reports": 1}]


def open_if_free(warehouse: Path) -> duckdb.DuckDBPyConnection | None:
    """For reading, where no other process writes it."""
    with contextlib.suppress(WarehouseLocked):
        return open_read_only(warehouse)
    return None


def is_healthy(service: dict[str, Any], place: tuple[str, str]) -> bool:
    """The service's health check, where it looks here rather than in the container."""
    kind, program, *arguments = service["healthcheck"]["test"]
    assert (kind, program) == ("CMD", "python")
    assert any(place[0] in argument for argument in arguments)
    command = [sys.executable, *(argument.replace(*place) for argument in arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0
