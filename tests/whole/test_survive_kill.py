"""Kill -9 at any moment: the file opens, and running again ends in the content of a run that was never killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.load_samples import BATCH, PAGES, load_samples
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.database import open_read_only
from warehouse.publish.snapshot import name_snapshot

LINES = 1 + 2 * -(-PAGES // BATCH) + 2
"""What an undisturbed load prints."""
ROUNDS = int(os.environ.get("FAZHI_TEST_KILLS", "3"))
"""Of three kills each; `make soak` has 20."""
KILLS = 3 * ROUNDS
PAUSE = 0.06
"""Seconds, about one step's time: the kill falls anywhere in the step."""


def read_content(warehouse: Path) -> dict[str, str]:
    with open_read_only(warehouse) as con:
        assert [result.name for result in check_warehouse(con) if not result.passed] == []
        return content_digest(con)


def kill_while_loading(warehouse: Path, lines: int, pause: float) -> int:
    """Start a load, kill it `pause` seconds after it printed so many lines; its exit status."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.load_samples", str(warehouse)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    time.sleep(pause)
    process.kill()
    process.stdout.close()
    return process.wait(timeout=300)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    warehouse = tmp_path_factory.mktemp("clean") / "warehouse.duckdb"
    load_samples(warehouse)
    return read_content(warehouse)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_loads_end_like_a_clean_one(tmp_path: Path, clean: dict[str, str], seed: int) -> None:
    chance = random.Random(seed)
    warehouse = tmp_path / "warehouse.duckdb"
    killed = 0
    for kill in range(KILLS // ROUNDS):
        # The first kill of a round may fall into the making of the file, the last into the publishing.
        lines = (0, chance.randrange(1, LINES // 2), chance.randrange(LINES // 2, LINES))[kill]
        killed += kill_while_loading(warehouse, lines, chance.random() * (1.2 if lines == 0 else PAUSE)) == -9
        if warehouse.exists():
            with open_read_only(warehouse) as con:
                # Between two transactions nothing is half: whatever is there satisfies every check.
                assert [result.name for result in check_warehouse(con) if not result.passed] == []
    assert killed > 0
    load_samples(warehouse)
    assert read_content(warehouse) == clean
    assert read_content(name_snapshot(warehouse)) == clean
    with open_read_only(warehouse) as con:
        outcomes = con.execute("SELECT outcome FROM run ORDER BY started_at, run_id").fetchall()
        assert ("running",) not in outcomes
    assert sorted(file.name for file in tmp_path.iterdir()) == ["warehouse.duckdb", "warehouse.snapshot.duckdb"]
