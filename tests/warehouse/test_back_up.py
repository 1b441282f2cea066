"""Backups that can be trusted, and the way back."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.warehouse_samples import LATER, NOON, write_empty
from tests.whole.test_open_warehouse import held
from tests.whole.test_publish_snapshot import COUNT, add_report, ask_elsewhere
from warehouse.check.checks import content_digest
from warehouse.database import open_read_only
from warehouse.publish.backup import backup_warehouse, restore_warehouse, verify_backup
from warehouse.publish.snapshot import name_snapshot
from warehouse.store.errors import NotAWarehouse, WarehouseError, WarehouseLocked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = write_empty(tmp_path / "warehouse.duckdb")
    add_report(path, 1)
    return path


def read_content(path: Path) -> dict[str, str]:
    with open_read_only(path) as con:
        return content_digest(con)


def test_backup_has_every_row(path: Path, tmp_path: Path) -> None:
    backup = backup_warehouse(path, tmp_path / "backups", NOON)
    assert backup.path == tmp_path / "backups" / "warehouse-20240301T120000Z.duckdb"
    assert backup.content == read_content(path)
    assert verify_backup(backup.path) == backup
    assert backup.content["report"].startswith("1 rows ")


def test_backup_never_overwrites_another(path: Path, tmp_path: Path) -> None:
    backup_warehouse(path, tmp_path, NOON)
    with pytest.raises(WarehouseError, match="is there already"):
        backup_warehouse(path, tmp_path, NOON)
    backup_warehouse(path, tmp_path, LATER)


def test_restore_brings_back_what_was_and_keeps_what_is(path: Path, tmp_path: Path) -> None:
    backup = backup_warehouse(path, tmp_path / "backups", NOON)
    add_report(path, 2)
    kept = restore_warehouse(backup.path, path)
    assert read_content(path) == backup.content
    assert kept == path.with_name("warehouse.before-restore-1.duckdb")
    assert ask_elsewhere(kept, COUNT) == "2"
    assert ask_elsewhere(name_snapshot(path), COUNT) == "1"
    assert restore_warehouse(kept, path) == path.with_name("warehouse.before-restore-2.duckdb")
    assert ask_elsewhere(path, COUNT) == "2"


def test_restore_replaces_a_broken_warehouse_and_a_missing_one(path: Path, tmp_path: Path) -> None:
    backup = backup_warehouse(path, tmp_path / "backups", NOON)
    path.write_bytes(b"broken" * 1000)
    kept = restore_warehouse(backup.path, path)
    assert kept is not None
    assert kept.read_bytes() == b"broken" * 1000
    assert read_content(path) == backup.content
    path.unlink()
    assert restore_warehouse(backup.path, path) is None
    assert read_content(path) == backup.content


def test_restore_does_not_touch_a_warehouse_in_use(path: Path, tmp_path: Path) -> None:
    backup = backup_warehouse(path, tmp_path / "backups", NOON)
    add_report(path, 2)
    for how in ("writer", "reader"):
        with held(path, how), pytest.raises(WarehouseLocked):
            restore_warehouse(backup.path, path)
    assert ask_elsewhere(path, COUNT) == "2"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["backups", "warehouse.duckdb"]


def test_damaged_backup_is_not_restored(path: Path, tmp_path: Path) -> None:
    backup = backup_warehouse(path, tmp_path / "backups", NOON).path
    whole = backup.read_bytes()
    text = "全年".encode()
    place = whole.find(text)
    assert place > 0
    backup.write_bytes(whole[:place] + b"\xff\xff" + whole[place + 2 :])
    with pytest.raises((duckdb.Error, WarehouseError)):
        restore_warehouse(backup, path)
    backup.write_bytes(b"cut short")
    with pytest.raises(NotAWarehouse):
        restore_warehouse(backup, path)
    assert ask_elsewhere(path, COUNT) == "1"
