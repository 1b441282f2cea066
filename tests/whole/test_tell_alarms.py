"""Alarms told for real: flows on a real server, its events read back, messages through a block, a webhook and a command."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.command_line import make_environment, query, run_fazhi, serve_prefect, write_report
from tests.conftest import ROOT
from tests.fault_server.running import Province, run_province
from tests.fault_server.sites import SITES
from tests.province_registry import write_registry
from tests.served_schedule import Served, find_run_process, wait_for

pytestmark = pytest.mark.server


class Inbox:
    """Who listens to alarms: a web server that the block and the webhook post to, and a file that the command writes."""

    def __init__(self, folder: Path, url: str, posts: list[tuple[str, dict[str, Any]]]) -> None:
        self.mail = folder / "mail"
        self.url = url
        self.posts = posts
        self.settings = {
            "FAZHI_ALARM_BLOCK": "custom-webhook/ops",
            "FAZHI_ALARM_WEBHOOK": f"{url}/hook",
            "FAZHI_ALARM_COMMAND": f"tee -a {self.mail}",
        }

    def empty(self) -> dict[str, list[str]]:
        """The messages that came since the last look, by the way that they came."""
        came = {
            "block": [body["words"] for path, body in self.posts if path == "/block"],
            "webhook": [body["text"] for path, body in self.posts if path == "/hook"],
            "command": [self.mail.read_text(encoding="utf-8")] if self.mail.exists() else [],
        }
        self.posts.clear()
        self.mail.unlink(missing_ok=True)
        return came


NOTHING: dict[str, list[str]] = {"block": [], "webhook": [], "command": []}


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    posts: list[tuple[str, dict[str, Any]]] = []

    class Catcher(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posts.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Catcher) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Inbox(tmp_path, f"http://127.0.0.1:{server.server_address[1]}", posts)
        server.shutdown()


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_prefect(
        tmp_path_factory.mktemp("prefect"), schedules=True, PREFECT_SERVER_SERVICES_EVENT_PERSISTER_FLUSH_INTERVAL="2"
    ) as url:
        yield url


def save_block(prefect: str, home: Path, url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.save_block", f"{url}/block"],
        cwd=ROOT,
        env=make_environment(home, PREFECT_API_URL=prefect),
        check=True,
        capture_output=True,
        timeout=600,
    )


def count_events(prefect: str, kind: str) -> Counter[str]:
    """The events of this kind by what they are about, with all that were sent before this call.

    Prefect keeps events with a delay, one after the other: when one that is sent now can be read, so can all before it.
    """
    last = {
        "event": "test.all-have-come",
        "resource": {"prefect.resource.id": "test.alarms"},
        "id": str(uuid.uuid4()),
        "occurred": dt.datetime.now(dt.UTC).isoformat(),
    }
    with httpx.Client(base_url=prefect, trust_env=False, timeout=120) as client:

        def find(wanted: dict[str, Any]) -> list[dict[str, Any]]:
            answer = client.post("events/filter", json={"filter": wanted, "limit": 50}).raise_for_status()
            events: list[dict[str, Any]] = answer.json()["events"]
            return events

        client.post("events", json=[last]).raise_for_status()
        wait_for(lambda: find({"id": {"id": [last["id"]]}}) or None, "the last event is not kept")
        return Counter(str(event["payload"]["subject"]) for event in find({"event": {"name": [f"fazhi.alarm.{kind}"]}}))


def test_column_that_cannot_be_had_is_told_once_by_every_way(prefect: str, inbox: Inbox, tmp_path: Path) -> None:
    save_block(prefect, tmp_path / "home", inbox.url)
    sites = [SITES[0], SITES[2], SITES[4], SITES[1]]
    with run_province(tmp_path) as province:
        settings = {
            **write_registry(tmp_path / "sources.csv", province, sites),
            **inbox.settings,
            "PREFECT_API_URL": prefect,
        }

        def ingest() -> None:
            names = [f"site-{site.number}" for site in sites]
            done = run_fazhi("ingest", *names, cwd=tmp_path, home=tmp_path / "home", **settings)
            assert done.returncode in (0, 1), done.stderr

        order_faults(province)
        ingest()
        columns = {province.url(site, site.column) for site in sites[:3]}
        reasons = query("SELECT url, reason, stage FROM quarantine ORDER BY url", tmp_path)
        assert {row["url"]: (row["reason"], row["stage"]) for row in reasons} == {
            province.url(SITES[0], SITES[0].column): ("robots_forbids", "discover"),
            province.url(SITES[2], SITES[2].column): ("bot_challenge", "discover"),
            province.url(SITES[4], SITES[4].column): ("robots_unreachable", "discover"),
        }
        came = inbox.empty()
        for messages in came.values():
            assert len(messages) == 1
            assert all(messages[0].count(f"【listing_broken】{column}\n") == 1 for column in columns)
            assert "bot_challenge" in messages[0]
        assert count_events(prefect, "listing_broken") == Counter(columns)

        # The same again, and the same cause under another name: the site says nothing at all now.
        ingest()
        province.reset()
        order_faults(province, challenge="status_403")
        ingest()
        assert inbox.empty() == NOTHING
        assert count_events(prefect, "listing_broken") == Counter(columns)
        alarms = (
            "SELECT kind, subject, sent_at IS NULL AS untold, cleared_at IS NULL AS open FROM alarm ORDER BY subject"
        )
        assert query(alarms, tmp_path) == [
            {"kind": "listing_broken", "subject": column, "untold": False, "open": True} for column in sorted(columns)
        ]

        province.reset()
        ingest()
        assert inbox.empty() == NOTHING
        assert {row["open"] for row in query(alarms, tmp_path)} == {False}
        # It was in order for a while: this is another cause.
        province.order("challenge_200", "/col/", site=SITES[2].address)
        ingest()
        assert all(len(messages) == 1 and messages[0].count("【") == 1 for messages in inbox.empty().values())


def order_faults(province: Province, challenge: str = "challenge_200") -> None:
    province.order("forbid", "^/robots", site=SITES[0].address)
    province.order(challenge, "/col/", site=SITES[2].address)
    province.order("status_503", "^/robots", site=SITES[4].address)


@pytest.fixture
def served(prefect: str, inbox: Inbox, tmp_path: Path) -> Iterator[Served]:
    save_block(prefect, tmp_path / "home", inbox.url)
    made = Served(tmp_path, f"{tmp_path.name}.duckdb", PREFECT_API_URL=prefect, **inbox.settings)
    made.pages.mkdir()
    write_report(made.pages / "0.txt", 0)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def wait_for_messages(inbox: Inbox) -> None:
    def look() -> bool | None:
        return ({"/block", "/hook"} <= {path for path, _ in inbox.posts} and inbox.mail.exists()) or None

    wait_for(look, "no message came, or not by every way")
    # One that should not have come as well would come at once.
    time.sleep(2)


def test_failed_run_is_told_once_until_one_succeeds(served: Served, prefect: str, inbox: Inbox) -> None:
    collect, away = served.trigger("collect"), served.folder / "away"
    assert served.wait_for_end(collect) == ["COMPLETED"]
    before = count_events(prefect, "run_failed").total()

    shutil.move(served.pages, away)
    assert served.wait_for_end(served.trigger("collect")) == ["FAILED"]
    wait_for_messages(inbox)
    came = inbox.empty()
    assert {way: len(messages) for way, messages in came.items()} == {"block": 1, "webhook": 1, "command": 1}
    assert all("【run_failed】collect\n" in messages[0] for messages in came.values())
    assert count_events(prefect, "run_failed").total() == before + 1
    status = json.loads(run_fazhi("status", "--json", cwd=served.folder, home=served.folder, **served.settings).stdout)
    assert [(alarm["kind"], alarm["subject"]) for alarm in status["alarms"]] == [("run_failed", "collect")]

    assert served.wait_for_end(served.trigger("collect")) == ["FAILED"]
    assert served.wait_for_end(served.trigger("check")) == ["COMPLETED"]
    assert inbox.empty() == NOTHING

    shutil.move(away, served.pages)
    assert served.wait_for_end(served.trigger("collect")) == ["COMPLETED"]
    assert inbox.empty() == NOTHING
    cleared = "SELECT count(*) AS open FROM alarm WHERE cleared_at IS NULL"
    wait_for(lambda: query(cleared, served.folder, served.warehouse.name) == [{"open": 0}] or None, "it is not cleared")
    shutil.move(served.pages, away)
    assert served.wait_for_end(served.trigger("collect")) == ["FAILED"]
    wait_for_messages(inbox)
    assert len(inbox.empty()["webhook"]) == 1
    assert count_events(prefect, "run_failed").total() == before + 2


def test_run_whose_process_is_killed_is_told(served: Served, inbox: Inbox) -> None:
    for number in range(1, 150):
        write_report(served.pages / f"{number}.txt", number)
    run = served.trigger("collect")
    work = served.warehouse.with_suffix(".work")
    wait_for(lambda: (work.exists() and any(work.iterdir())) or None, "the run does not work")
    assert served.process is not None
    os.kill(find_run_process(served.process.pid, run), signal.SIGKILL)
    assert served.wait_for_end(run) == ["CRASHED"]
    wait_for_messages(inbox)
    came = inbox.empty()
    assert {way: len(messages) for way, messages in came.items()} == {"block": 1, "webhook": 1, "command": 1}
    assert all("【run_failed】collect\n" in messages[0] for messages in came.values())


def test_failing_check_is_told_once_and_not_as_a_failed_run_too(served: Served, prefect: str, inbox: Inbox) -> None:
    assert served.wait_for_end(served.trigger("collect")) == ["COMPLETED"]
    archive = served.warehouse.with_suffix(".archive")
    kept = archive.rename(served.folder / "kept")
    assert served.wait_for_end(served.trigger("check")) == ["FAILED"]
    came = inbox.empty()
    for messages in came.values():
        assert len(messages) == 1
        assert "【verify_failed】archive_damaged\n" in messages[0]
        assert "run_failed" not in messages[0]
    assert count_events(prefect, "verify_failed") == {"archive_damaged": 1}
    assert served.wait_for_end(served.trigger("check")) == ["FAILED"]
    kept.rename(archive)
    assert served.wait_for_end(served.trigger("check")) == ["COMPLETED"]
    assert inbox.empty() == NOTHING
    rows = query("SELECT kind, cleared_at IS NULL AS open FROM alarm", served.folder, served.warehouse.name)
    assert rows == [{"kind": "verify_failed", "open": False}]
