"""`fazhi backfill --replay` and `fazhi quarantine retry`, the real commands: the archive read again by the present rules."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

from tests.command_line import run_fazhi, serve_prefect, start_fazhi, write_report
from tests.warehouse_samples import write_empty
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.database import close_warehouse, open_read_only, open_warehouse
from warehouse.derive.manifest import sign_all
from warehouse.publish.snapshot import open_reader
from warehouse.store.queries import transaction

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_prefect(tmp_path_factory.mktemp("prefect")) as url:
        yield url


class Place:
    """A folder with pages and a warehouse, and the command in it."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder = folder
        self.server = server
        self.pages = folder / "pages"
        self.pages.mkdir()
        self.warehouse = folder / "warehouse.duckdb"

    def fazhi(self, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        return self.run_plainly(*arguments, PREFECT_API_URL=self.server, **settings)

    def run_plainly(self, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        """Without a server, as what is small is done where none answers."""
        return run_fazhi(*arguments, cwd=self.folder, home=self.folder / "home", FAZHI_WORKERS="1", **settings)

    def ingest_reports(self, count: int) -> dict[str, str]:
        for number in range(count):
            write_report(self.pages / f"{number:03d}.txt", number, year=2021 + number % 3)
        write_empty(self.warehouse)
        done = self.run_plainly("ingest", self.pages)
        assert done.returncode == 0, done.stderr
        return self.digest()

    def digest(self) -> dict[str, str]:
        con = open_read_only(self.warehouse)
        try:
            assert [result.name for result in check_warehouse(con) if not result.passed] == []
            return content_digest(con)
        finally:
            con.close()

    def rows(self, sql: str) -> list[dict[str, Any]]:
        with open_reader(self.warehouse) as con:
            result = con.execute(sql)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def change(self, *statements: str) -> None:
        """Make the warehouse what an older parser version might have left."""
        con = open_warehouse(self.warehouse)
        for statement in statements:
            con.execute(statement)
        with transaction(con):
            sign_all(con, accept=True)  # else these would be changes behind the program's back
        close_warehouse(con)

    def grow_old(self) -> None:
        self.change(
            "UPDATE report SET parser_version = 'older'",
            "UPDATE page SET parser_version = 'older'",
            *[f"UPDATE fact_indicator_{year} SET parser_version = 'older'" for year in (2021, 2022, 2023)],
        )


@pytest.fixture
def place(tmp_path: Path, server: str) -> Place:
    return Place(tmp_path, server)


def count_runs(place: Place, flow: str) -> list[dict[str, Any]]:
    return place.rows(f"SELECT outcome, seen, loaded FROM run WHERE flow = '{flow}' ORDER BY started_at, run_id")


def test_dry_run_tells_what_the_rules_would_change_and_changes_nothing(place: Place) -> None:
    place.ingest_reports(6)
    place.grow_old()
    place.change(
        "UPDATE fact_indicator_2021 SET value = value + 1, fact_id = fact_id WHERE seq = 2",
        "DELETE FROM fact_indicator_2022 WHERE seq = 3",
        "UPDATE fact_indicator_2023 SET fact_id = 'gone' || fact_id, indicator_id = 'leadership.meetings' WHERE seq = 1",
    )
    before = duckdb.connect(str(place.warehouse), read_only=True).execute("FROM fact_indicator ORDER BY ALL").fetchall()
    # Without a server, without anything of Prefect: not even its home is made.
    alone = place.folder / "no-prefect"
    done = run_fazhi("backfill", "--replay", "--dry-run", cwd=place.folder, home=alone, FAZHI_WORKERS="1")
    assert done.returncode == 0, done.stderr
    assert not alone.exists()
    # Two reports a year: 2 changed; 2 lost from the table come again; 2 under other ids are new, and lost as they stand.
    assert "6 份报告 reports：新增 added 4 · 改变 changed 2 · 失去 lost 2" in done.stdout
    assert "leadership.meetings" in done.stdout
    after = duckdb.connect(str(place.warehouse), read_only=True).execute("FROM fact_indicator ORDER BY ALL").fetchall()
    assert after == before


def test_replay_brings_the_warehouse_to_what_the_rules_say_and_then_has_nothing_to_do(place: Place) -> None:
    fresh = place.ingest_reports(6)
    place.grow_old()
    place.change("UPDATE fact_indicator_2021 SET value = value + 1", "UPDATE fact_indicator_2023 SET label = 'x'")
    (place.pages / "000.txt").unlink()  # What is parsed is in the archive.
    done = place.fazhi("backfill", "--replay", "--from", "2021", "--to", "2022")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [(run["outcome"], run["seen"]) for run in count_runs(place, "replay")] == [
        ("completed", 2),
        ("completed", 2),
    ]
    done = place.fazhi("backfill", "--replay")
    assert done.returncode == 0, done.stderr
    assert [run["seen"] for run in count_runs(place, "replay")] == [2, 2, 2]
    assert place.digest() == fresh
    done = place.fazhi("backfill", "--replay")
    assert "Nothing to do" in done.stderr
    years = place.rows("SELECT year, outcome, seen FROM backfill ORDER BY year")
    assert years == [{"year": year, "outcome": "completed", "seen": 2} for year in (2021, 2022, 2023)]


def test_killed_replay_goes_on_where_it_was(place: Place) -> None:
    fresh = place.ingest_reports(90)
    place.grow_old()
    command = start_fazhi(
        "backfill",
        "--replay",
        cwd=place.folder,
        home=place.folder / "home",
        PREFECT_API_URL=place.server,
        FAZHI_BATCH_PAGES="5",
        FAZHI_WORKERS="1",
    )
    assert command.stderr is not None
    for line in command.stderr:
        if "2022" in line or "2021：" in line:
            break
    os.kill(command.pid, signal.SIGKILL)
    command.communicate(timeout=300)
    done = place.fazhi("backfill", "--replay")
    assert done.returncode == 0, done.stderr
    assert place.digest() == fresh
    runs = count_runs(place, "replay")
    assert sum(run["seen"] for run in runs) == 90
    assert "interrupted" in {run["outcome"] for run in runs}


def quarantine_one(place: Place, version: str, reason: str) -> None:
    """What a parser leaves that could not read 000.txt."""
    url = (place.pages / "000.txt").as_uri()
    place.change(
        f"CREATE TEMP TABLE gone AS SELECT report_id, page_id FROM report WHERE url = '{url}'",
        "DELETE FROM report WHERE report_id IN (SELECT report_id FROM gone)",
        "DELETE FROM section WHERE report_id IN (SELECT report_id FROM gone)",
        "DELETE FROM fact_indicator_2021 WHERE report_id IN (SELECT report_id FROM gone)",
        f"UPDATE page SET outcome = 'quarantined', is_current = false, parser_version = {version} WHERE url = '{url}'",
        f"INSERT INTO quarantine SELECT '{url}', page_id, 'parse', '{reason}', 'x', now()::TIMESTAMP, now()::TIMESTAMP, 1, "
        f"{version}, 'r' FROM gone",
    )


def test_quarantine_of_an_older_parser_is_tried_again_by_the_next_ingest(place: Place, tmp_path: Path) -> None:
    fresh = place.ingest_reports(3)
    quarantine_one(place, "'older'", "not_a_report")
    other = write_report(tmp_path / "other.txt", 1, year=2021)
    other.write_text(other.read_text(encoding="utf-8").replace("2021", "2020"), encoding="utf-8")
    done = place.fazhi("ingest", other)
    assert done.returncode == 0, done.stderr
    assert place.rows("SELECT count(*) AS pages FROM quarantine") == [{"pages": 0}]
    assert place.rows("SELECT count(*) AS reports FROM report") == [{"reports": 4}]
    assert place.digest()["section"] != fresh["section"]


def test_retry_reads_the_archive_again_whatever_was_tried(place: Place) -> None:
    fresh = place.ingest_reports(3)
    quarantine_one(place, "(SELECT max(parser_version) FROM page)", "parser_died")
    assert place.fazhi("ingest", place.pages).returncode == 1
    other = place.fazhi("quarantine", "retry", "--reason", "timeout")
    assert other.returncode == 0
    assert "nothing to try" in other.stdout
    done = place.fazhi("quarantine", "retry", "--reason", "parser_died")
    assert done.returncode == 0, done.stdout + done.stderr
    assert place.digest() == fresh


def test_retry_goes_back_to_a_file_that_could_not_be_read(place: Place) -> None:
    place.ingest_reports(3)
    broken = place.folder / "broken.txt"
    broken.symlink_to(place.folder / "nowhere.txt")
    assert place.run_plainly("ingest", broken).returncode == 1
    write_report(place.folder / "nowhere.txt", 7, year=2022)
    done = place.fazhi("quarantine", "retry")
    assert done.returncode == 0, done.stdout + done.stderr
    assert place.rows("SELECT count(*) AS reports FROM report") == [{"reports": 4}]


def test_quarantine_is_listed_by_reason_with_examples_and_advice(place: Place) -> None:
    place.ingest_reports(3)
    for number in range(4):
        (place.folder / f"news{number}.txt").write_text(
            f"县政府召开第{number}次常务会议\n会议研究了春耕工作。", encoding="utf-8"
        )
    assert place.run_plainly("ingest", *place.folder.glob("news*.txt")).returncode == 1
    done = place.run_plainly("quarantine", "--json")
    assert done.returncode == 1
    listed = json.loads(done.stdout)
    assert sum(entry["pages"] for entry in listed) == 4
    assert all(entry["meaning"] and entry["action"] and entry["examples"] for entry in listed)
    shown = place.run_plainly("quarantine", "--reason", listed[0]["reason"])
    assert shown.returncode == 1
    assert "news" in shown.stdout
    assert place.run_plainly("quarantine", "--reason", "no_such_reason").returncode == 2


def test_alarm_reaches_prefect_as_an_event_and_only_once(place: Place, server: str, tmp_path: Path) -> None:
    target = tmp_path / "mail"
    for number in range(25):
        (place.folder / f"news{number}.txt").write_text(
            f"县政府召开第{number}次常务会议\n会议研究了春耕工作。", encoding="utf-8"
        )
    news = sorted(place.folder.glob("news*.txt"))
    for _ in range(2):
        place.fazhi("ingest", *news, FAZHI_ALARM_COMMAND=f"tee -a {target}")
    assert target.read_text(encoding="utf-8").count("【quarantine_share】ingest") == 1
    wanted = {"filter": {"event": {"name": ["fazhi.alarm.quarantine_share"]}}}
    end = time.monotonic() + 300
    while not (events := httpx.post(f"{server}/events/filter", json=wanted, trust_env=False).json()["events"]):
        assert time.monotonic() < end, "the event did not arrive"
        time.sleep(0.5)
    assert len(events) == 1
    assert events[0]["payload"]["subject"] == "ingest"


@pytest.mark.parametrize(
    "arguments",
    [
        ("backfill",),
        ("backfill", "--from", "2020"),
        ("backfill", "--from", "2022", "--to", "2020"),
        ("backfill", "--from", "2020", "--to", "2022", "--region", "999999"),
        ("backfill", "--from", "2020", "--to", "2022", "--source", "no-such-source"),
    ],
)
def test_wrong_call_is_told_before_a_server_is_asked(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run_fazhi(*arguments, cwd=tmp_path, home=tmp_path / "home")
    assert done.returncode == 2
    assert not (tmp_path / "home").exists()
