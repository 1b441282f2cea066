"""`fazhi backfill` from a real web server: years fetched one by one, killed in their midst, gone on with, nothing twice."""

from __future__ import annotations

import csv
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.sites.harvest import BATCH_SECONDS
from tests.command_line import query, read_api, run_fazhi, serve_prefect, start_fazhi
from tests.fault_server.running import Province, run_province
from tests.fault_server.sites import SITES, Site
from tests.province_registry import write_registry
from warehouse.check.checks import check_warehouse
from warehouse.database import open_read_only

FEW = SITES[:6]
"""One of each shape: columns of pages, feeds, and reports that are attached files."""

PATIENCE = 600


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    with run_province(tmp_path_factory.mktemp("certificates")) as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_prefect(tmp_path_factory.mktemp("prefect")) as url:
        yield url


def list_fetched(log: list[dict[str, Any]], year: int) -> Counter[tuple[str, str]]:
    """How often each site's report of the year was asked for."""
    wanted = {(site.address, site.name_path(year)) for site in FEW}
    return Counter(key for entry in log if (key := (str(entry["site"]), str(entry["path"]))) in wanted)


def read_ledger(folder: Path) -> set[str]:
    con = open_read_only(folder / "warehouse.duckdb")
    try:
        return {url for (url,) in con.execute("SELECT url FROM address WHERE kind = 'report'").fetchall()}
    finally:
        con.close()


def kill_when_loaded(
    province: Province, server: str, folder: Path, settings: dict[str, str], year: int, slow: Site
) -> list[dict[str, Any]]:
    """Begin the backfill with a report of the year that never comes to its end; kill it when the others are loaded."""
    province.reset()
    province.order("linger", slow.name_path(year).replace("?", r"\?"), site=slow.address)
    before, killed = count_loads(server), list_busy(server)
    command = start_fazhi("backfill", "--from", "2021", "--to", "2022", cwd=folder, home=folder / "home", **settings)
    end = time.monotonic() + PATIENCE
    while len(list_fetched(province.log(), year)) < len(FEW) or count_loads(server) == before:
        assert command.poll() is None, command.communicate()
        assert time.monotonic() < end, "the year's reports were not fetched and loaded"
        time.sleep(0.2)
    # Whatever has come by now is handed over at the next turn; what was handed over is loaded when nothing works any more.
    seen, since = count_loads(server), time.monotonic()
    while time.monotonic() < since + BATCH_SECONDS + 4 or list_busy(server) - killed:
        assert command.poll() is None, command.communicate()
        time.sleep(0.5)
        if (loads := count_loads(server)) != seen:
            seen, since = loads, time.monotonic()
    os.kill(command.pid, signal.SIGKILL)
    command.communicate(timeout=300)
    return province.log()


def list_busy(server: str) -> set[str]:
    """The steps that keep, parse or load a batch now, or that did when their run was killed."""
    runs = [run for run in read_api(server, "task_runs") if "_batch" in run["name"]]
    return {run["id"] for run in runs if run["state_type"] in ("PENDING", "RUNNING")}


def count_loads(server: str) -> int:
    runs = [run for run in read_api(server, "task_runs") if run["name"].startswith("load_batch")]
    return sum(run["state_type"] == "COMPLETED" for run in runs)


@pytest.mark.server
def test_years_are_fetched_once_whatever_kills_them(tmp_path: Path, province: Province, server: str) -> None:
    settings = write_registry(tmp_path / "sources.csv", province, FEW) | {"PREFECT_API_URL": server}
    slow = FEW[0]

    log = kill_when_loaded(province, server, tmp_path, settings, 2021, slow)
    assert list_fetched(log, 2022).total() == 0
    loaded = read_ledger(tmp_path)
    assert loaded == {province.url(site, site.name_path(2021)) for site in FEW if site is not slow}

    # The rest of 2021, then 2022 up to its slow report.
    log += kill_when_loaded(province, server, tmp_path, settings, 2022, FEW[1])
    assert query("SELECT year, outcome, seen, loaded FROM backfill ORDER BY year", tmp_path) == [
        {"year": 2021, "outcome": "completed", "seen": 6, "loaded": 6},
        {"year": 2022, "outcome": "running", "seen": 0, "loaded": 0},
    ]

    province.reset()
    done = run_fazhi("backfill", "--from", "2021", "--to", "2022", cwd=tmp_path, home=tmp_path / "home", **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "done before: 2021" in done.stderr
    last = province.log()
    assert list_fetched(last, 2021).total() == 0
    log += last
    # The slow ones were asked for by the run that was killed over them, too.
    slow_ones = {(slow.address, slow.name_path(2021)), (FEW[1].address, FEW[1].name_path(2022))}
    for year in (2021, 2022):
        asked = list_fetched(log, year)
        assert len(asked) == len(FEW)
        assert {key: count for key, count in asked.items() if count > 1} == dict.fromkeys(set(asked) & slow_ones, 2)
    assert {year: list_fetched(log, year).total() for year in (2019, 2020, 2023)} == {2019: 0, 2020: 0, 2023: 0}
    files = Counter((entry["site"], entry["path"]) for entry in log if str(entry["path"]).startswith("/upload/"))
    assert set(files.values()) == {1}

    years = "SELECT year, outcome, seen, loaded, unchanged, quarantined, run_id IS NOT NULL AS has_run FROM backfill"
    done_year = {"outcome": "completed", "seen": 6, "loaded": 6, "unchanged": 0, "quarantined": 0, "has_run": True}
    assert query(f"{years} ORDER BY year", tmp_path) == [{"year": year, **done_year} for year in (2021, 2022)]
    assert query("SELECT year, count(*) AS reports FROM report GROUP BY year ORDER BY year", tmp_path) == [
        {"year": 2021, "reports": 6},
        {"year": 2022, "reports": 6},
    ]
    with open_read_only(tmp_path / "warehouse.duckdb") as con:
        assert [result.name for result in check_warehouse(con) if not result.passed] == []

    # One source of them is a backfill of its own.
    province.reset()
    again = run_fazhi(
        "backfill", "--from", "2021", "--to", "2022", "--source", "site-0", cwd=tmp_path, home=tmp_path, **settings
    )
    assert again.returncode == 0, again.stderr
    assert query("SELECT year, scope, unchanged FROM backfill WHERE scope <> '' ORDER BY year", tmp_path) == [
        {"year": year, "scope": "site-0", "unchanged": 1} for year in (2021, 2022)
    ]
    assert {str(entry["site"]) for entry in province.log()} == {FEW[0].address}


def test_region_of_ones_own_registry(tmp_path: Path, province: Province) -> None:
    settings = write_registry(tmp_path / "sources.csv", province, FEW[:2], region_code="410928")
    for region, sources in (("410000", 2), ("420000", 0)):
        done = run_fazhi(
            *("backfill", "--from", "2021", "--to", "2022", "--region", region, "--dry-run"),
            cwd=tmp_path,
            home=tmp_path / "home",
            **settings,
        )
        assert done.returncode == 0, done.stderr
        assert [line.split() for line in done.stdout.splitlines() if line.lstrip(" │").startswith("20")]
        assert done.stdout.count(f" {sources}") >= 2
    # A plan needs no server and makes no warehouse.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sources.csv"]


def test_registry_that_is_not_sound_is_told(tmp_path: Path, province: Province) -> None:
    path = tmp_path / "sources.csv"
    settings = write_registry(path, province, FEW[:1])
    done = run_fazhi("sources", "check", cwd=tmp_path, home=tmp_path, **settings)
    assert done.returncode == 0, done.stdout
    without_loopback = {name: value for name, value in settings.items() if name != "FAZHI_ALLOW_LOOPBACK"}
    done = run_fazhi("sources", "check", cwd=tmp_path, home=tmp_path, **without_loopback)
    assert done.returncode == 1
    assert str(path) in done.stdout
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["name", "url"])
    done = run_fazhi("sources", "check", cwd=tmp_path, home=tmp_path, **settings)
    assert done.returncode == 2
    assert "kind" in done.stderr
    done = run_fazhi("sources", "check", cwd=tmp_path, home=tmp_path, FAZHI_SOURCES=str(tmp_path / "none.csv"))
    assert done.returncode == 2
    assert "FAZHI_SOURCES" in done.stderr
