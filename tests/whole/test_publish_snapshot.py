"""The published copy: replaced whole, readers undisturbed, nobody sees half of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse_samples import LATER, NOON, VERSION, make_item, make_report, write_empty
from tests.whole.test_open_warehouse import held, leave_log
from warehouse.database import close_warehouse, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.load.load import load_pages
from warehouse.publish.snapshot import name_snapshot, open_reader, publish_snapshot, reader_path
from warehouse.store.errors import WarehouseLocked, WarehouseMissing

COUNT = "SELECT count(*) FROM report"
ASK = "import sys, duckdb; print(duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchall()[0][0])"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_empty(tmp_path / "warehouse.duckdb")


def add_report(path: Path, number: int) -> None:
    con = open_warehouse(path)
    run_id = start_run(con, "ingest", {}, NOON)
    page = make_report(f"https://www.example.gov.cn/{number}.html", region=f"4109{number:02d}")
    load_pages(con, run_id, [make_item(page)], VERSION)
    end_run(con, run_id, LATER)
    close_warehouse(con)


def ask_elsewhere(path: Path, sql: str) -> str:
    """What another process reads."""
    done = subprocess.run([sys.executable, "-c", ASK, str(path), sql], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_snapshot_is_the_whole_warehouse_and_read_only(path: Path) -> None:
    add_report(path, 1)
    snapshot = publish_snapshot(path)
    assert snapshot == path.with_name("warehouse.snapshot.duckdb") == name_snapshot(path)
    assert snapshot.read_bytes() == path.read_bytes()
    assert snapshot.stat().st_mode & 0o222 == 0
    assert sorted(file.name for file in path.parent.iterdir()) == ["warehouse.duckdb", "warehouse.snapshot.duckdb"]


def test_reader_gets_the_snapshot_while_it_is_up_to_date(path: Path) -> None:
    assert reader_path(path) == path
    publish_snapshot(path)
    assert reader_path(path) == name_snapshot(path)
    add_report(path, 1)
    assert reader_path(path) == path
    publish_snapshot(path)
    assert reader_path(path) == name_snapshot(path)


def test_reader_gets_the_last_snapshot_while_somebody_writes(path: Path) -> None:
    publish_snapshot(path)
    add_report(path, 1)
    with held(path, "writer"):
        assert reader_path(path) == name_snapshot(path)
        with open_reader(path) as con:
            assert con.execute(COUNT).fetchall() == [(0,)]
    with open_reader(path) as con:
        assert con.execute(COUNT).fetchall() == [(1,)]


def test_reader_of_the_snapshot_keeps_no_writer_waiting_and_is_not_disturbed(path: Path) -> None:
    add_report(path, 1)
    publish_snapshot(path)
    with open_reader(path) as reader:
        add_report(path, 2)
        publish_snapshot(path)
        assert reader.execute(COUNT).fetchall() == [(1,)]
        assert ask_elsewhere(name_snapshot(path), COUNT) == "2"


def test_snapshot_is_not_taken_from_under_a_writer(path: Path) -> None:
    add_report(path, 1)
    publish_snapshot(path)
    add_report(path, 2)
    before = name_snapshot(path).read_bytes()
    with held(path, "writer") as pid, pytest.raises(WarehouseLocked, match=str(pid)):
        publish_snapshot(path)
    writer = open_warehouse(path)
    with pytest.raises(WarehouseLocked):
        publish_snapshot(path)
    close_warehouse(writer)
    assert name_snapshot(path).read_bytes() == before


def test_writer_must_wait_while_the_copy_is_made(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    copy = shutil.copyfile

    def copy_beside_a_writer(source: Path, target: Path) -> Path:
        write = [sys.executable, "-c", "import sys, duckdb; duckdb.connect(sys.argv[1])", str(source)]
        said.append(subprocess.run(write, capture_output=True, text=True, check=False).stderr)
        return copy(source, target)

    monkeypatch.setattr("warehouse.publish.snapshot.shutil.copyfile", copy_beside_a_writer)
    publish_snapshot(path)
    assert len(said) == 1
    assert "Conflicting lock" in said[0]


def test_log_of_a_killed_run_is_part_of_the_snapshot(path: Path) -> None:
    leave_log(path)
    publish_snapshot(path)
    assert ask_elsewhere(name_snapshot(path), "SELECT row_count FROM pinned_count WHERE year = 1999") == "7"
    assert not path.with_name("warehouse.duckdb.wal").exists()


def test_left_over_copies_of_killed_runs_are_cleared_away(path: Path) -> None:
    left = path.with_name(f".{name_snapshot(path).name}.fresh-99999999")
    left.write_bytes(b"half a copy")
    publish_snapshot(path)
    assert not left.exists()


def test_nothing_to_read_is_said(path: Path) -> None:
    with pytest.raises(WarehouseMissing):
        reader_path(path.with_name("other.duckdb"))
    with pytest.raises(WarehouseMissing):
        publish_snapshot(path.with_name("other.duckdb"))
