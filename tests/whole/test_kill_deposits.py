"""`fazhi deposit` and `fazhi merge` killed at random moments: the next ones end in the content of a warehouse that nobody killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command_line import make_environment, write_report
from tests.conftest import ROOT
from tests.postgres import make_database, serve_postgres
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.database import open_read_only
from warehouse.load.inbox import list_deposits

KILLS = int(os.environ.get("FAZHI_TEST_KILLS", "2"))
"""Of each command; `make soak` has 20."""
PAGES = 16


class Place:
    """Pages, a lake, and how long an undisturbed command over them takes."""

    def __init__(self, folder: Path, lake: Path) -> None:
        self.folder, self.lake = folder, lake
        self.pages = folder / "pages"
        self.pages.mkdir()
        for number in range(PAGES):
            write_report(self.pages / f"{number}.txt", number)

    def start(self, command: str, warehouse: Path | None = None) -> subprocess.Popen[str]:
        """The command at work, the leader of a process group."""
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.whole.deposit_calls"),
                *(command, str(warehouse or self.lake), str(self.pages)),
            ],
            env=make_environment(self.folder / "home", FAZHI_BATCH_PAGES="4", FAZHI_WORKERS="1"),
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, command: str, warehouse: Path | None = None) -> float:
        """The command to its end; the seconds that it took."""
        started = time.monotonic()
        process = self.start(command, warehouse)
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        return time.monotonic() - started

    def kill(self, command: str, after: float) -> bool:
        """The command and all its processes ended after so many seconds; False where it was done before."""
        process = self.start(command)
        time.sleep(after)
        is_alive = process.poll() is None
        os.killpg(process.pid, signal.SIGKILL) if is_alive else None
        process.communicate(timeout=300)
        return is_alive


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("lake")
    with serve_postgres() as port:
        lake = folder / "warehouse.ducklake"
        lake.write_text(f"postgres:{make_database(port, 'lake')}\n", encoding="utf-8")
        yield Place(folder, lake)


@pytest.mark.postgres
@pytest.mark.slow
def test_killed_deposits_and_merges_lose_nothing_and_count_nothing_twice(place: Place) -> None:
    single = place.folder / "single.duckdb"
    place.run("ingest", single)
    place.run("merge")
    chance = random.Random(7)
    whole = place.run("deposit")
    killed = [place.kill("deposit", chance.uniform(0.3, 1.0) * whole) for _ in range(KILLS)]
    place.run("deposit")
    with open_read_only(place.lake) as con:
        waiting = len(list_deposits(con))
    assert waiting >= 2 * PAGES // 4, "the batches of the two that came to their end"
    # Each killed merge takes some of them; what it had taken is not taken again, what it had not is still there.
    killed += [place.kill("merge", chance.uniform(0.3, 1.0) * whole) for _ in range(KILLS)]
    assert sum(killed) >= KILLS, "hardly a command was killed at its work"
    place.run("merge")
    with open_read_only(place.lake) as lake, open_read_only(single) as file:
        assert list_deposits(lake) == []
        assert content_digest(lake) == content_digest(file)
        assert [check.name for check in check_warehouse(lake) if not check.passed] == []
        assert lake.execute("SELECT count(*) FROM report").fetchall() == [(PAGES,)]
    assert not list(place.folder.glob("warehouse.deposit-*"))
    assert not list(place.folder.glob("*.work*"))
