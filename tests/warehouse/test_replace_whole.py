"""Releases, sites and backups are there whole or not at all, however often the process that makes them is killed."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.warehouse_samples import NOON, VERSION, connect_empty, make_item, make_report
from warehouse.database import open_read_only
from warehouse.diary import end_run, start_run
from warehouse.load.load import load_pages
from warehouse.publish.backup import backup_warehouse, verify_backup
from warehouse.publish.export import MANIFEST, ExportError, ExportFormat, export_release
from warehouse.site.build import MARKER, build_site
from warehouse.store.fresh_files import name_fresh_folder, put_folder_in_place

KILLS = int(os.environ.get("FAZHI_TEST_KILLS", "4"))
"""Of each; `make soak` has 20."""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    con = connect_empty(folder)
    run = start_run(con, "ingest", {}, NOON)
    pages = [
        make_report(f"https://www.example.gov.cn/{number}.html", region=f"4101{number:02}", year=2020 + number % 3)
        for number in range(20)
    ]
    load_pages(con, run, [make_item(page) for page in pages], VERSION)
    end_run(con, run, NOON)
    con.close()
    return folder / "warehouse.duckdb"


def export_for_ever(warehouse: Path, folder: Path) -> None:
    with open_read_only(warehouse) as con:
        while True:
            export_release(con, folder, ExportFormat.CSV)


def build_for_ever(warehouse: Path, folder: Path) -> None:
    with open_read_only(warehouse) as con:
        while True:
            build_site(con, folder)


def back_up_for_ever(warehouse: Path, folder: Path) -> None:
    moment = NOON
    while True:
        moment += dt.timedelta(seconds=1)
        backup_warehouse(warehouse, folder, moment + dt.timedelta(days=os.getpid()))


def kill_at_work(work: Callable[[Path, Path], None], warehouse: Path, folder: Path, after: float) -> None:
    """Start it in a process of its own and end that at once after so many seconds."""
    process = multiprocessing.get_context("fork").Process(target=work, args=(warehouse, folder))
    process.start()
    time.sleep(after)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def check_release(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        assert hashlib.sha256((folder / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    assert {path.name for path in folder.iterdir()} == {*(entry["path"] for entry in manifest["files"]), MANIFEST}


def test_killed_export_leaves_the_former_release_whole(warehouse: Path, tmp_path: Path) -> None:
    target = tmp_path / "release"
    with open_read_only(warehouse) as con:
        digest = export_release(con, target, ExportFormat.CSV).digest
    chance = random.Random(1)
    for _ in range(KILLS):
        kill_at_work(export_for_ever, warehouse, target, chance.uniform(0.05, 0.6))
        check_release(target)
    with open_read_only(warehouse) as con:
        assert export_release(con, target, ExportFormat.CSV).digest == digest
    check_release(target)
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_killed_site_leaves_the_former_one_whole(warehouse: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    with open_read_only(warehouse) as con:
        build_site(con, target)
    files = sorted(str(path.relative_to(target)) for path in target.rglob("*"))
    chance = random.Random(2)
    for _ in range(KILLS):
        kill_at_work(build_for_ever, warehouse, target, chance.uniform(0.1, 1.2))
        assert sorted(str(path.relative_to(target)) for path in target.rglob("*")) == files
    with open_read_only(warehouse) as con:
        build_site(con, target)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (target / MARKER).is_file()


def test_killed_backup_leaves_only_backups_that_were_verified(warehouse: Path, tmp_path: Path) -> None:
    chance = random.Random(3)
    for _ in range(KILLS):
        kill_at_work(back_up_for_ever, warehouse, tmp_path, chance.uniform(0.05, 0.8))
    last = backup_warehouse(warehouse, tmp_path, NOON)
    kept = sorted(tmp_path.glob("*.duckdb"))
    assert last.path in kept
    assert all(verify_backup(path).content == last.content for path in kept)
    assert sorted(tmp_path.iterdir()) == kept


def test_folder_that_was_set_aside_comes_back(tmp_path: Path) -> None:
    """A process that was killed between two renames, where names cannot be exchanged."""
    target = tmp_path / "release"
    aside = tmp_path / ".release.former"
    aside.mkdir()
    (aside / "file").touch()
    fresh = name_fresh_folder(target)
    assert (target / "file").exists()
    fresh.mkdir()
    (fresh / "new").touch()
    put_folder_in_place(fresh, target)
    assert [path.name for path in target.iterdir()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_release_beside_files_of_somebody_else_stays_as_it_was(warehouse: Path, tmp_path: Path) -> None:
    with open_read_only(warehouse) as con:
        export_release(con, tmp_path / "release", ExportFormat.CSV)
        (tmp_path / "release" / "notes.txt").write_text("mine", encoding="utf-8")
        before = {path.name: path.read_bytes() for path in (tmp_path / "release").iterdir()}
        with pytest.raises(ExportError, match=r"notes\.txt"):
            export_release(con, tmp_path / "release", ExportFormat.PARQUET)
    assert {path.name: path.read_bytes() for path in (tmp_path / "release").iterdir()} == before


@pytest.mark.parametrize("form", [ExportFormat.CSV, ExportFormat.DATAPACKAGE])
def test_no_cell_of_a_release_begins_a_formula(tmp_path: Path, form: ExportFormat) -> None:
    con = connect_empty(tmp_path)
    run = start_run(con, "ingest", {}, NOON)
    starts = ("=HYPERLINK(A1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
    pages = [
        make_report(
            f"https://www.example.gov.cn/{number}.html", year=2010 + number, title=f"{start}年度法治政府建设情况报告"
        )
        for number, start in enumerate(starts)
    ]
    load_pages(con, run, [make_item(page) for page in pages], VERSION)
    con.execute("UPDATE report SET issuer = '=cmd', source = '-2+3', title = title || '=1'")
    export_release(con, tmp_path / "release", form)
    con.close()
    for path in (tmp_path / "release").rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            csv.field_size_limit(10**7)
            for row in csv.reader(stream):
                for cell in row:
                    assert not cell.startswith(("=", "+", "@", "\t", "\r")), (path.name, cell)
                    assert not cell.startswith("-") or cell[1:2].isdigit(), (path.name, cell)
