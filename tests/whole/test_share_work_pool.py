"""Two workers of one work pool, Prefect's server on PostgreSQL: both take runs, and the one warehouse stays whole."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from flows.schedule.timetable import DEPLOYMENT
from tests.command_line import query, run_fazhi, run_prefect, serve_prefect, start_prefect, write_report
from tests.postgres import make_prefect_database, serve_postgres
from tests.warm_commands import WarmCommand
from tests.whole.test_deploy_work_pool import DEPLOY

FLOW = "from flows.runs.ingest import ingest as journey\ningest = journey.flow\n"
"""Ingest alone: collect would wait ten minutes to refresh a warehouse that the other worker holds."""
UNLIMITED = f"""
name: fazhi
deployments:
  - name: {DEPLOYMENT}
    entrypoint: {{flow}}:ingest
    work_pool: {{{{name: fazhi}}}}
    enforce_parameter_schema: false
"""
"""A deployment without the limit of deploy/prefect.yaml: its runs meet at the warehouse's own lock."""

RUNS = 3


@pytest.mark.server
@pytest.mark.postgres
def test_two_workers_share_one_warehouse(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folders = [tmp_path / f"pages{part}" for part in range(RUNS)]
    for part, folder in enumerate(folders):
        folder.mkdir()
        for number in range(3):
            write_report(folder / f"{number}.txt", 3 * part + number)
    described = tmp_path / "unlimited.yaml"
    (tmp_path / "ingest_flow.py").write_text(FLOW, encoding="utf-8")
    described.write_text(UNLIMITED.format(flow=tmp_path / "ingest_flow.py"), encoding="utf-8")
    with ExitStack() as stack:
        port = stack.enter_context(serve_postgres())
        address = make_prefect_database(port, "prefect", home)
        url = stack.enter_context(serve_prefect(home, schedules=True, PREFECT_SERVER_DATABASE_CONNECTION_URL=address))
        settings = {"PREFECT_API_URL": url, "FAZHI_WAREHOUSE": str(tmp_path / "warehouse.duckdb")}
        run_prefect("work-pool", "create", "fazhi", "--type", "process", cwd=tmp_path, home=home, **settings)
        run_prefect(
            *("--no-prompt", "deploy", "--all", "--prefect-file", str(described)), cwd=DEPLOY, home=home, **settings
        )
        workers = [stack.enter_context(start_worker(tmp_path, name, home, **settings)) for name in ("north", "south")]
        client = stack.enter_context(httpx.Client(base_url=url, timeout=120, trust_env=False))
        waiting = {start_run(client, folder): folder for folder in folders}
        runs = list(waiting)
        end = time.monotonic() + 900
        while waiting:
            for run, folder in list(waiting.items()):
                kind, message = read_state(client, run)
                assert kind not in {"CRASHED", "CANCELLED"}, message
                if kind == "FAILED":
                    # On a slow machine the other run holds the warehouse for more than the ten seconds that this one waits.
                    assert "WarehouseLocked" in message, message
                    again = start_run(client, folder)
                    runs.append(again)
                    waiting[again] = folder
                if kind in {"COMPLETED", "FAILED"}:
                    del waiting[run]
            assert [worker.poll() for worker in workers] == [None, None]
            assert time.monotonic() < end, waiting
            time.sleep(0.5)
    logs = [(tmp_path / f"{name}.log").read_text(encoding="utf-8") for name in ("north", "south")]
    taken = [sum(run in log for run in runs) for log in logs]
    # (a run that both asked for stands in both logs; the pool gave it to one)
    assert all(any(run in log for log in logs) for run in runs)
    assert min(taken) > 0, "one worker did nothing"
    assert query("SELECT outcome, sum(loaded)::INT AS loaded FROM run GROUP BY 1", tmp_path) == [
        {"outcome": "completed", "loaded": 3 * RUNS}
    ]
    assert query("SELECT count(*) AS reports FROM report", tmp_path) == [{"reports": 3 * RUNS}]
    # The warehouse had one of them at a time: no two that are in its diary overlap.
    overlap = "SELECT count(*) AS pairs FROM run AS a JOIN run AS b ON a.run_id < b.run_id"
    overlap += " AND b.started_at < a.ended_at AND a.started_at < b.ended_at"
    assert query(overlap, tmp_path) == [{"pairs": 0}]
    checked = run_fazhi("check", cwd=tmp_path, home=home)
    assert checked.returncode == 0, checked.stdout


@contextmanager
def start_worker(
    folder: Path, name: str, home: Path, **settings: str
) -> Iterator[WarmCommand | subprocess.Popen[bytes]]:
    """A worker of the pool that takes one run at a time, ended in the end with all that it started."""
    worker = start_prefect(
        *("worker", "start", "--pool", "fazhi", "--name", name, "--limit", "1"),
        cwd=folder,
        home=home,
        log=folder / f"{name}.log",
        leads_group=True,
        PREFECT_WORKER_QUERY_SECONDS="1",
        **settings,
    )
    try:
        yield worker
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait(300)


def start_run(client: httpx.Client, folder: Path) -> str:
    deployment = client.get(f"deployments/name/ingest/{DEPLOYMENT}").raise_for_status().json()["id"]
    parameters = {"parameters": {"sources": [str(folder)], "warehouse": None}}
    return str(
        client.post(f"deployments/{deployment}/create_flow_run", json=parameters).raise_for_status().json()["id"]
    )


def read_state(client: httpx.Client, run: str) -> tuple[str, str]:
    """The state's kind and what it says."""
    state = client.get(f"flow_runs/{run}").raise_for_status().json()["state"]
    return str(state["type"]), str(state["message"])
