"""`fazhi backup` and `fazhi restore`, the real commands."""

from __future__ import annotations

from pathlib import Path

from tests.command_line import query, run_fazhi
from tests.warehouse_samples import NOON, VERSION, make_item, make_report, write_empty
from warehouse.database import close_warehouse, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.load.load import load_pages


def fill(folder: Path) -> None:
    con = open_warehouse(write_empty(folder / "warehouse.duckdb"))
    run_id = start_run(con, "ingest", {}, NOON)
    load_pages(con, run_id, [make_item(make_report())], VERSION)
    end_run(con, run_id, NOON)
    close_warehouse(con)


def test_backup_is_verified_and_brings_back_what_was_lost(tmp_path: Path) -> None:
    fill(tmp_path)
    done = run_fazhi("backup", "kept", cwd=tmp_path, home=tmp_path)
    assert done.returncode == 0, done.stderr
    [backup] = (tmp_path / "kept").glob("*.duckdb")
    assert backup.name in done.stdout
    (tmp_path / "warehouse.duckdb").write_bytes(b"no database any more")
    done = run_fazhi("restore", backup, cwd=tmp_path, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert query("SELECT report_id FROM report", tmp_path) == [{"report_id": "410928-2023"}]
    assert (tmp_path / "warehouse.before-restore-1.duckdb").read_bytes() == b"no database any more"


def test_backup_without_a_warehouse_and_restore_without_a_backup_say_so(tmp_path: Path) -> None:
    done = run_fazhi("backup", "kept", cwd=tmp_path, home=tmp_path)
    assert done.returncode == 2
    assert "run `fazhi ingest` first" in done.stderr
    done = run_fazhi("restore", "nothing.duckdb", cwd=tmp_path, home=tmp_path)
    assert done.returncode == 2
    assert "There is no backup" in done.stderr


def test_broken_backup_leaves_the_warehouse_alone(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "broken.duckdb").write_bytes(b"x" * 5000)
    done = run_fazhi("restore", "broken.duckdb", cwd=tmp_path, home=tmp_path)
    assert done.returncode == 2
    assert query("SELECT count(*) AS reports FROM report", tmp_path) == [{"reports": 1}]
