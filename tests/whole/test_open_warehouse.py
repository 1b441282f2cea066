"""Opening: one writer, clear refusals, nothing changed by a refusal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from tests.warehouse_samples import write_empty
from warehouse.database import close_warehouse, name_log, open_read_only, open_warehouse
from warehouse.publish.snapshot import open_reader
from warehouse.store.errors import NotAWarehouse, UnreadableWarehouse, WarehouseLocked, WarehouseMissing

HOLD = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "reader")
print("open", flush=True)
sys.stdin.readline()
"""


@contextmanager
def held(path: Path, how: str) -> Iterator[int]:
    """Another process that has the file open as writer or reader; its pid."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "open\n"
        yield process.pid
    finally:
        process.communicate("\n", timeout=300)


def leave_log(path: Path) -> None:
    """A process that writes a line, the pin of a report of 1999, and is killed before it is in the file."""
    script = (
        "import os, sys, duckdb\n"
        "con = duckdb.connect(sys.argv[1])\n"
        "con.execute(\"INSERT INTO pinned_count VALUES ('report', 1999, 7, '测试', NULL)\")\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert name_log(path).exists()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.duckdb"


def test_new_warehouse_is_one_file_without_log(path: Path) -> None:
    close_warehouse(open_warehouse(path))
    assert [file.name for file in path.parent.iterdir()] == ["warehouse.duckdb"]
    with open_read_only(path) as con:
        assert con.execute("SELECT count(*) > 100 FROM dim_indicator").fetchall() == [(True,)]


def test_folder_is_made_where_it_is_missing(tmp_path: Path) -> None:
    close_warehouse(open_warehouse(tmp_path / "new" / "folder" / "warehouse.duckdb"))
    assert (tmp_path / "new" / "folder" / "warehouse.duckdb").exists()


def test_empty_file_becomes_a_warehouse(path: Path) -> None:
    path.touch()
    close_warehouse(open_warehouse(path))
    assert path.stat().st_size > 0


@pytest.mark.parametrize("how", ["writer", "reader"])
def test_second_writer_learns_who_holds_it(path: Path, how: str) -> None:
    write_empty(path)
    with held(path, how) as pid:
        with pytest.raises(WarehouseLocked, match=rf"held by process {pid}: wait until it ends") as caught:
            open_warehouse(path)
        assert caught.value.pid == pid
    close_warehouse(open_warehouse(path))


def test_reader_of_a_held_warehouse_learns_who_holds_it(path: Path) -> None:
    write_empty(path)
    with held(path, "writer") as pid, pytest.raises(WarehouseLocked, match=str(pid)):
        open_reader(path)


def test_same_process_is_told_too(path: Path) -> None:
    con = open_warehouse(write_empty(path))
    with pytest.raises(WarehouseLocked, match=str(os.getpid())):
        open_read_only(path)
    close_warehouse(con)


@pytest.mark.parametrize("opened", [open_warehouse, open_reader])
def test_file_that_is_no_database_is_refused_unchanged(path: Path, opened: object) -> None:
    path.write_bytes(b"not a database " * 1000)
    assert callable(opened)
    with pytest.raises(NotAWarehouse, match="is no DuckDB database"):
        opened(path)
    assert path.read_bytes() == b"not a database " * 1000


@pytest.mark.parametrize("opened", [open_warehouse, open_reader])
def test_database_of_somebody_else_is_refused_unchanged(path: Path, opened: object) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE shop (price INTEGER)")
    assert callable(opened)
    with pytest.raises(NotAWarehouse, match=r"other tables \(shop\)"):
        opened(path)
    with duckdb.connect(str(path)) as con:
        assert con.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("shop",)]


def test_reader_without_warehouse_is_told_what_to_do(path: Path) -> None:
    with pytest.raises(WarehouseMissing, match="run `fazhi ingest` first"):
        open_reader(path)
    assert not path.exists()


def test_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWarehouse, match="directory"):
        open_warehouse(tmp_path)


def test_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnreadableWarehouse, match="File exists"):
        open_warehouse(tmp_path / "file" / "warehouse.duckdb")


def test_log_of_a_killed_process_is_folded_in(path: Path) -> None:
    write_empty(path)
    leave_log(path)
    with open_read_only(path) as con:
        assert con.execute("SELECT row_count FROM pinned_count").fetchall() == [(7,)]
    close_warehouse(open_warehouse(path))
    assert not name_log(path).exists()
    with open_read_only(path) as con:
        assert con.execute("SELECT row_count FROM pinned_count").fetchall() == [(7,)]


def test_temporary_files_of_a_killed_writer_are_removed(path: Path) -> None:
    write_empty(path)
    folder = path.with_name(f"{path.name}.tmp")
    folder.mkdir()
    (folder / "duckdb_temp_storage_S32K-0.tmp").write_bytes(bytes(40_000))
    con = open_warehouse(path)
    assert not folder.exists()
    # what the writer itself needs there is made anew
    con.execute("SET memory_limit = '40MB'")
    con.execute("CREATE TEMP TABLE wide AS SELECT range AS n, md5(range::VARCHAR) AS m FROM range(2_000_000)")
    assert con.execute("SELECT count(DISTINCT m) FROM wide").fetchall() == [(2_000_000,)]
    con.execute("SET memory_limit = '1GB'")
    close_warehouse(con)
    assert not folder.exists()


def test_log_of_a_deleted_warehouse_does_no_harm(path: Path) -> None:
    write_empty(path)
    leave_log(path)
    path.unlink()
    close_warehouse(open_warehouse(path))
    with open_read_only(path) as con:
        assert con.execute("SELECT count(*) FROM pinned_count").fetchall() == [(0,)]


def test_opening_again_writes_nothing(path: Path) -> None:
    close_warehouse(open_warehouse(path))
    before = path.read_bytes()
    close_warehouse(open_warehouse(path))
    assert path.read_bytes() == before
