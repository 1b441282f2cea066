"""deploy/prefect.yaml for real: a server on PostgreSQL, its deployments in a work pool, a worker that runs them."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from flows.timetable import DEPLOYMENT, TIME_ZONE, TIMETABLE
from tests.command_line import make_environment, query, serve_prefect, write_report

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"

PREFECT = [sys.executable, "-m", "prefect"]


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


def find_binaries() -> Path:
    """The folder of Debian's newest PostgreSQL."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not folders:
        message = "PostgreSQL is not installed (apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folders[-1].parent


def as_other(command: list[str]) -> list[str]:
    """The command as the user postgres where we are root, as whom PostgreSQL refuses to run."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A throw-away cluster on a free loopback port; the address that Prefect's server takes."""
    binaries = find_binaries()
    folder = Path("/tmp") / f"fazhi-postgres-{os.getpid()}"
    folder.mkdir()
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    cluster = folder / "cluster"
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    try:
        initdb = [
            str(binaries / "initdb"),
            "-D",
            str(cluster),
            "-U",
            "fazhi",
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
        ]
        subprocess.run(as_other(initdb), check=True, capture_output=True, cwd=folder)
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        control = [str(binaries / "pg_ctl"), "-D", str(cluster), "-w"]
        log = str(folder / "log")
        subprocess.run(
            as_other([*control, "-o", options, "-l", log, "start"]), check=True, capture_output=True, cwd=folder
        )
        try:
            yield f"postgresql+asyncpg://fazhi@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run(as_other([*control, "-m", "immediate", "stop"]), check=True, capture_output=True, cwd=folder)
    finally:
        shutil.rmtree(folder)


@pytest.mark.server
@pytest.mark.postgres
def test_worker_runs_a_deployment_of_the_pool_on_postgresql(postgres: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(3):
        write_report(pages / f"{number}.txt", number)
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(serve_prefect(home, PREFECT_SERVER_DATABASE_CONNECTION_URL=postgres))
        settings = {"PREFECT_API_URL": url, "FAZHI_WAREHOUSE": str(tmp_path / "warehouse.duckdb")}
        run_prefect("work-pool", "create", "fazhi", "--type", "process", home=home, **settings)
        run_prefect("--no-prompt", "deploy", "--all", home=home, **settings)
        worker = subprocess.Popen(
            [*PREFECT, "worker", "start", "--pool", "fazhi"],
            cwd=tmp_path,
            env=make_environment(home, PREFECT_WORKER_QUERY_SECONDS="1", **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            client = stack.enter_context(httpx.Client(base_url=url, timeout=20, trust_env=False))
            run = trigger(client, {"sources": [str(pages)], "warehouse": None})
            assert wait_for_end(client, run, worker) == "COMPLETED"
            [artifact] = ask(client, "artifacts/filter", {"artifacts": {"key": {"any_": ["ingest"]}}})
            assert "3 页 pages, 3 载入 loaded" in artifact["data"]
        finally:
            os.killpg(worker.pid, signal.SIGTERM)
            worker.communicate(timeout=60)
    assert query("SELECT count(*) AS reports FROM report", tmp_path) == [{"reports": 3}]


def run_prefect(*arguments: str, home: Path, **settings: str) -> None:
    done = subprocess.run(
        [*PREFECT, *arguments],
        cwd=DEPLOY,
        env=make_environment(home, **settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def ask(client: httpx.Client, path: str, body: Any) -> Any:
    return client.post(path, json=body).raise_for_status().json()


def trigger(client: httpx.Client, parameters: dict[str, Any]) -> str:
    deployment = client.get(f"deployments/name/collect/{DEPLOYMENT}").raise_for_status().json()
    return str(ask(client, f"deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})["id"])


def wait_for_end(client: httpx.Client, run: str, worker: subprocess.Popen[str]) -> str:
    end = time.monotonic() + 120
    while True:
        state = client.get(f"flow_runs/{run}").raise_for_status().json()["state"]
        if state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
            return f"{state['type']}" if state["type"] == "COMPLETED" else f"{state['type']}: {state['message']}"
        assert worker.poll() is None, worker.communicate()
        assert time.monotonic() < end, f"the run stays {state['name']}"
        time.sleep(0.3)
