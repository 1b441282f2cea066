"""A `fazhi schedule` in the background and its server's API: what the tests of scheduled runs share."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx

from flows.schedule.served import find_serving
from tests.command_line import Command, place_empty, place_migrated, start_fazhi

QUICK = {
    # Services that look every minute would make the tests wait that long.
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "2",
    "PREFECT_RUNNER_POLL_FREQUENCY": "1",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "FAZHI_WORKERS": "1",
    # So many small batches that a run of 300 pages can be killed in its midst.
    "FAZHI_BATCH_PAGES": "5",
}

Value = TypeVar("Value")

PATIENCE = 300
"""Seconds that anything may take on a machine that has other things to do."""


class Served:
    """A `fazhi schedule` in the background, its folder, and its server's API."""

    def __init__(self, folder: Path, name: str = "warehouse.duckdb", **settings: str) -> None:
        self.folder = folder
        self.pages = folder / "pages"
        self.warehouse = folder / name
        self.settings = {**QUICK, "FAZHI_WAREHOUSE": str(self.warehouse), **settings}
        self.process: Command | None = None
        self.api = httpx.Client(timeout=PATIENCE, trust_env=False)

    def start(self) -> None:
        """Start it, and come back when its deployments are there."""
        if "PREFECT_API_URL" not in self.settings:
            place_migrated(self.folder / "home" / "fazhi.db")
        place_empty(self.warehouse)
        self.process = start_fazhi("schedule", self.pages, cwd=self.folder, home=self.folder / "home", **self.settings)
        wait_for(self.find_api, "the server does not answer")
        wait_for(lambda: len(self.list_own()) == 2 or None, "the deployments are not there")

    def at_server(self) -> dict[str, str]:
        """Settings with which other commands use its server."""
        return {**self.settings, "PREFECT_API_URL": str(self.api.base_url)}

    def list_own(self) -> list[str]:
        """The names of the deployments that are for this warehouse."""
        found = self.ask("deployments/filter", {})
        return [entry["name"] for entry in found if entry["parameters"]["warehouse"] == str(self.warehouse)]

    def find_api(self) -> bool | None:
        assert self.process is not None
        assert self.process.poll() is None, self.process.communicate()
        serving = find_serving(self.warehouse)
        if serving is None or serving["pid"] != self.process.pid:
            return None
        self.api.base_url = serving["api"]
        with contextlib.suppress(httpx.HTTPError):
            return self.api.get("health").status_code == 200 or None
        return None

    def call(self, method: str, path: str, body: Any = None) -> Any:
        # SQLite under two writers: the server says 503, and every client of Prefect's tries again.
        for _ in range(40):
            answer = self.api.request(method, path, json=body)
            if answer.status_code != 503:
                break
            time.sleep(0.5)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def ask(self, path: str, body: Any) -> Any:
        return self.call("POST", path, body)

    def find_deployment(self, flow: str) -> dict[str, Any]:
        serving = find_serving(self.warehouse)
        assert serving is not None
        found: dict[str, Any] = self.call("GET", f"deployments/name/{flow}/{serving['deployment']}")
        return found

    def trigger(self, flow: str, at: dt.datetime | None = None) -> str:
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}} if at else None
        body = {"state": state} if state else {}
        return str(self.ask(f"deployments/{self.find_deployment(flow)['id']}/create_flow_run", body)["id"])

    def read_state(self, run: str) -> str:
        return str(self.call("GET", f"flow_runs/{run}")["state_type"])

    def wait_for_end(self, *runs: str) -> list[str]:
        def ended() -> list[str] | None:
            states = [self.read_state(run) for run in runs]
            final = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
            return states if final.issuperset(states) else None

        return wait_for(ended, "the runs do not end")

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.communicate(timeout=PATIENCE)


def wait_for(look: Callable[[], Value | None], complaint: str) -> Value:
    end = time.monotonic() + PATIENCE
    while (seen := look()) is None:
        assert time.monotonic() < end, complaint
        time.sleep(0.4)  # a look is a question to a server, or a command
    return seen


def find_run_process(parent: int, run: str) -> int:
    """The process that `fazhi schedule` started for the run."""
    wanted = run.replace("-", "").encode()
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            is_child = folder.name.isdigit() and f"PPid:\t{parent}\n" in (folder / "status").read_text()
            if is_child and wanted in (folder / "environ").read_bytes().replace(b"-", b""):
                return int(folder.name)
    raise AssertionError(f"no process of run {run}")
