"""`fazhi schedule` for real: a server of its own, deployments served, triggered, scheduled, killed and made up for."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.schedule.served import find_serving
from tests.command_line import query, run_fazhi, usual_port, write_report
from tests.served_schedule import Served, find_run_process, wait_for

pytestmark = pytest.mark.server

DERIVED = "SELECT count(DISTINCT report_id) AS reports FROM passage"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    # With the usual port taken the server listens elsewhere, and keeps away from whatever else runs on this machine.
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            stack.enter_context(socket.create_server(("127.0.0.1", usual_port())))
        made = Served(tmp_path_factory.mktemp("served"))
        made.pages.mkdir()
        for number in range(3):
            write_report(made.pages / f"{number}.txt", number)
        made.start()
        try:
            yield made
        finally:
            made.stop()


def test_both_deployments_are_served_with_their_times_and_limit(served: Served) -> None:
    for flow, crons in (("collect", ["30 6 * 1-7 1", "30 6 1 8-12 *"]), ("check", ["0 3 * * *"])):
        deployment = served.find_deployment(flow)
        schedules = [entry["schedule"] for entry in deployment["schedules"]]
        assert sorted(schedule["cron"] for schedule in schedules) == sorted(crons)
        assert {schedule["timezone"] for schedule in schedules} == {"Asia/Shanghai"}
        assert deployment["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        assert deployment["global_concurrency_limit"]["limit"] == 1
        assert not deployment["paused"]


def test_triggered_run_loads_pages_and_leaves_its_artifact(served: Served) -> None:
    assert served.wait_for_end(served.trigger("collect")) == ["COMPLETED"]
    [artifact] = served.ask("artifacts/filter", {"artifacts": {"key": {"any_": ["ingest"]}}})
    assert "3 页 pages, 3 载入 loaded" in artifact["data"]
    assert query("SELECT count(*) AS reports FROM report", served.folder) == [{"reports": 3}]
    # Search, plans and common passages are of these reports already.
    assert query(DERIVED, served.folder) == [{"reports": 3}]


def test_nightly_check_refreshes_what_was_loaded_by_hand(served: Served) -> None:
    other = write_report(served.folder / "by-hand.txt", 999)
    done = run_fazhi("ingest", other, cwd=served.folder, home=served.folder, **served.at_server())
    assert done.returncode == 0, done.stderr
    assert query(DERIVED, served.folder) == [{"reports": 3}]
    assert served.wait_for_end(served.trigger("check")) == ["COMPLETED"]
    assert query(DERIVED, served.folder) == [{"reports": 4}]


def test_of_two_triggers_at_once_one_runs(served: Served) -> None:
    states = served.wait_for_end(served.trigger("collect"), served.trigger("collect"))
    assert sorted(states) == ["CANCELLED", "COMPLETED"]


def test_scheduled_run_is_created_and_run(served: Served) -> None:
    deployment = served.find_deployment("check")
    path = f"deployments/{deployment['id']}/schedules"
    [made] = served.ask(path, [{"schedule": {"interval": 5}, "active": True}])
    wanted = {
        "deployments": {"id": {"any_": [deployment["id"]]}},
        "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
    }

    def find_run() -> list[dict[str, Any]] | None:
        return [run for run in served.ask("flow_runs/filter", wanted) if run["auto_scheduled"]] or None

    try:
        runs = wait_for(find_run, "no scheduled run was ever created and completed")
    finally:
        served.call("DELETE", f"{path}/{made['id']}")
    assert runs[0]["created_by"]["type"] == "SCHEDULE"


def test_status_tells_who_serves_and_what_comes_next(served: Served) -> None:
    def describe() -> dict[str, Any]:
        done = run_fazhi("status", "--json", cwd=served.folder, home=served.folder)
        assert done.returncode == 0, done.stderr
        described: dict[str, Any] = json.loads(done.stdout)
        return described

    def find_upcoming() -> dict[str, Any] | None:
        # Where a schedule is taken away, Prefect deletes the coming runs of its deployment's other schedules too, and its
        # scheduler makes those anew some seconds later.
        described = describe()
        coming = {run["flow"] for run in described["schedule"]["runs"] if run["state"] in ("Scheduled", "Late")}
        return described if coming == {"collect", "check"} else None

    described = wait_for(find_upcoming, "status does not tell the next run of both deployments")
    assert described["schedule"]["serving"]
    assert [report["report_id"] for report in described["new"]]
    assert described["alarms"] == []


def test_second_schedule_of_a_warehouse_is_refused(served: Served) -> None:
    second = run_fazhi(
        "schedule",
        served.pages,
        cwd=served.folder,
        home=served.folder / "home",
        PREFECT_API_URL=str(served.api.base_url),
    )
    assert second.returncode == 2
    assert "Another fazhi schedule" in second.stderr


@pytest.mark.parametrize(("file", "name"), [("warehouse.duckdb", "fazhi-"), ("河南.duckdb", "fazhi-河南")])
def test_second_warehouse_on_the_server_has_deployments_of_its_own(
    served: Served, tmp_path: Path, file: str, name: str
) -> None:
    second = Served(tmp_path, file, PREFECT_API_URL=str(served.api.base_url))
    second.pages.mkdir()
    write_report(second.pages / "0.txt", 0)
    served.wait_for_end(served.trigger("collect"))
    rows = query("SELECT count(*) AS reports FROM report", served.folder)
    try:
        second.start()
        [own] = set(second.list_own())
        # The name with digits where another warehouse has the plain one; the same at the next start.
        assert own.startswith(name)
        assert (own == name) is (file != "warehouse.duckdb")
        assert set(served.list_own()) == {"fazhi"}
        assert second.wait_for_end(second.trigger("collect")) == ["COMPLETED"]
        second.stop()
        second.start()
        assert set(second.list_own()) == {own}

        def list_runs() -> list[dict[str, Any]] | None:
            # Status names no runs where the server takes more than some seconds to answer.
            status = run_fazhi("status", "--json", cwd=tmp_path, home=tmp_path, **second.settings)
            return json.loads(status.stdout)["schedule"]["runs"] or None

        runs = wait_for(list_runs, "status tells no runs")
        assert [run["state"] for run in runs if run["flow"] == "collect" and run["state"] != "Scheduled"] == [
            "Completed"
        ]
    finally:
        second.stop()
    assert query("SELECT count(*) AS reports FROM report", tmp_path, file) == [{"reports": 1}]
    assert query("SELECT count(*) AS reports FROM report", served.folder) == rows


def test_killed_in_mid_run_it_marks_the_run_and_makes_up_for_all_windows_once(served: Served) -> None:
    for number in range(3, 78):
        write_report(served.pages / f"{number}.txt", number)
    run = served.trigger("collect")
    work = served.warehouse.with_suffix(".work")
    wait_for(lambda: (work.exists() and any(work.iterdir())) or None, "the run does not work")
    assert served.process is not None
    # Held, so that on no machine it comes to its end before the server is killed; then it sees that its server is gone.
    runner = find_run_process(served.process.pid, run)
    os.kill(runner, signal.SIGSTOP)
    # Not before the run is under way: of two at once the later one is cancelled.
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=20)
    missed = [served.trigger("collect", soon + dt.timedelta(seconds=n)) for n in range(3)]
    os.kill(served.process.pid, signal.SIGKILL)
    os.kill(runner, signal.SIGCONT)
    served.process.communicate(timeout=300)
    assert find_serving(served.warehouse) is None
    checked = run_fazhi("check", cwd=served.folder, home=served.folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    while dt.datetime.now(dt.UTC) < soon + dt.timedelta(seconds=4):
        time.sleep(0.2)

    # The batches were small to be killed among them.
    served.settings["FAZHI_BATCH_PAGES"] = "100"
    served.start()
    assert served.wait_for_end(run) == ["CRASHED"]

    def find_again() -> str | None:
        wanted = {"flow_runs": {"name": {"like_": "-again"}}}
        return next((str(made["id"]) for made in served.ask("flow_runs/filter", wanted)), None)

    again = wait_for(find_again, "nothing makes up for the run")
    states = served.wait_for_end(again, *missed)
    assert sorted(states) == ["CANCELLED"] * 3 + ["COMPLETED"]
    loaded = "SELECT count(*) AS reports FROM report WHERE url LIKE '%/pages/%'"
    assert query(loaded, served.folder) == [{"reports": 78}]
    # The run ended with the process that served it: it saw its server go (failed), or was gone before (interrupted).
    [stopped] = query("SELECT outcome, seen FROM run WHERE outcome <> 'completed'", served.folder)
    assert stopped["outcome"] in ("failed", "interrupted")
    assert stopped["seen"] < 78
