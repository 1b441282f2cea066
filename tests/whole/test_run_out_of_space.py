"""A full disk: said in plain words, nothing lost, and all is well once there is room."""

from __future__ import annotations

import itertools
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.warehouse_samples import NOON, VERSION, make_item, make_report
from warehouse.check.checks import check_warehouse
from warehouse.database import close_warehouse, open_read_only, open_warehouse
from warehouse.diary import start_run
from warehouse.items import LoadItem
from warehouse.load.load import load_pages
from warehouse.publish.snapshot import name_snapshot, publish_snapshot
from warehouse.store.errors import DiskFull

BATCH = 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small tmpfs needs root")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def make_batch(number: int) -> list[LoadItem]:
    """Reports that do not compress: each with three thousand characters at random."""
    chance = random.Random(number)
    return [
        make_item(
            make_report(
                f"https://www.example.gov.cn/{number}-{page}.html",
                region="110101",
                year=1950 + (number * BATCH + page) % 80,
                extra="".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(3000)),
            )
        )
        for page in range(BATCH)
    ]


def load_endlessly(con: duckdb.DuckDBPyConnection, run_id: str, batches: list[int]) -> None:
    """Load batch after batch, entering the number of each that is in."""
    for number in itertools.count():
        load_pages(con, run_id, make_batch(number), VERSION)
        batches.append(number)


def test_full_disk_loses_nothing_that_was_loaded(small_disk: Path) -> None:
    path = small_disk / "warehouse.duckdb"
    con = open_warehouse(path)
    run_id = start_run(con, "ingest", {}, NOON)
    batches: list[int] = []
    with pytest.raises(DiskFull, match="make room and run again"):
        load_endlessly(con, run_id, batches)
    loaded = len(batches) * BATCH
    assert loaded > 0
    with pytest.raises(DiskFull):
        close_warehouse(con)
    with pytest.raises(DiskFull):
        publish_snapshot(path)
    assert not name_snapshot(path).exists()
    subprocess.run(["mount", "-o", "remount,size=60m", str(small_disk)], check=True)
    close_warehouse(open_warehouse(path))
    publish_snapshot(path)
    with open_read_only(path) as reader:
        assert reader.execute("SELECT count(*) FROM report").fetchall() == [(loaded,)]
        assert [result.name for result in check_warehouse(reader) if not result.passed] == []
