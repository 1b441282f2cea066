"""A warehouse that cannot be written, an archive that lost a file: said in plain words, nothing lost, mended by what was said."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.whole.crash.kills import INGESTED_WITH_REFUSALS
from tests.whole.crash.pages import write_pages
from tests.whole.crash.stage import Content, Stage
from warehouse.derive.manifest import sign_all

pytestmark = pytest.mark.server

PAGES = 20
OLD_VERSION = "0.0+older"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, server: str) -> Stage:
    """A warehouse of the pages' first edition; the second lies ready."""
    folder = tmp_path_factory.mktemp("first")
    stage = Stage(folder / "stage", write_pages(folder / "pages", PAGES), server)
    assert stage.run().returncode == INGESTED_WITH_REFUSALS
    write_pages(stage.pages, PAGES, edition=2)
    return stage


@pytest.fixture
def stage(tmp_path: Path, first: Stage) -> Stage:
    """The same, a copy for one test."""
    stage = Stage(tmp_path / "stage", first.pages, first.server)
    stage.copy_from(first.folder)
    return stage


@pytest.fixture
def forbid_writing() -> Iterator[Callable[[Path], None]]:
    """Make a file or folder read-only, for root too, until the test is over or `forbid_writing.undo()`."""
    guard = WriteGuard()
    yield guard
    guard.undo()


class WriteGuard:
    """Read-only paths: by a mount where we are root, whom permissions do not bind, by permissions elsewhere."""

    def __init__(self) -> None:
        self._mounts: list[Path] = []
        self._modes: list[tuple[Path, int]] = []

    def __call__(self, path: Path) -> None:
        if os.geteuid() != 0:
            self._modes.append((path, path.stat().st_mode))
            path.chmod(path.stat().st_mode & ~0o222)
            return
        if subprocess.run(["mount", "--bind", path, path], capture_output=True, check=False).returncode != 0:
            pytest.skip("root may write anywhere, and mounting read-only is not allowed here")
        self._mounts.append(path)
        subprocess.run(["mount", "-o", "remount,ro,bind", path], check=True)

    def undo(self) -> None:
        while self._mounts:
            subprocess.run(["umount", self._mounts.pop()], check=True)
        while self._modes:
            path, mode = self._modes.pop()
            path.chmod(mode)


def finish(stage: Stage) -> Content:
    done = stage.run()
    assert done.returncode == INGESTED_WITH_REFUSALS, done.stderr
    assert stage.list_left_over() == []
    content = stage.read_content()
    assert stage.read_snapshot() == content
    return content


@pytest.mark.parametrize("name", ["", "warehouse.duckdb", "warehouse.archive"])
def test_what_cannot_be_written_is_named_and_stays_readable(
    stage: Stage, forbid_writing: WriteGuard, name: str
) -> None:
    """The folder, the file, the archive: exit status 2, the path in the message, no traceback, the former state whole."""
    before = stage.read_content()
    path = stage.folder / name if name else stage.folder
    forbid_writing(path)
    refused = stage.run()
    assert refused.returncode == 2, (refused.returncode, refused.stderr)
    assert "Traceback" not in refused.stderr
    assert str(path) in refused.stderr
    assert "read-only" in refused.stderr.lower() or "permission" in refused.stderr.lower(), refused.stderr
    asked = stage.run("sql", "SELECT count(*) AS n FROM report", "--format", "csv")
    assert (asked.returncode, asked.stdout.split()) == (0, ["n", str(before["report"].split()[0])]), asked.stderr
    assert stage.run("check").returncode == 0
    forbid_writing.undo()
    assert stage.read_content() == before
    assert finish(stage) != before


def test_a_lost_archive_file_loses_no_report(stage: Stage) -> None:
    """verify names it, a replay keeps every report, and with the file back all is as it would have been."""
    whole = finish(stage)
    lost = sorted((stage.folder / "warehouse.archive").glob("*.warc.gz"))
    hidden = stage.folder / "home" / "hidden"
    hidden.mkdir(parents=True)
    for file in lost:
        file.rename(hidden / file.name)
    verified = stage.run("verify", "--all")
    assert verified.returncode == 1
    assert "archive_damaged" in verified.stdout
    assert "Traceback" not in verified.stderr
    _make_older(stage.warehouse)
    replayed = stage.run("backfill", "--replay")
    assert replayed.returncode == 1, replayed.stderr
    assert "Traceback" not in replayed.stderr
    assert "archive_damaged" in stage.run("quarantine").stdout
    told = stage.run(
        "sql", "SELECT DISTINCT detail FROM quarantine WHERE reason = 'archive_damaged'", "--format", "csv"
    )
    assert all(file.name in told.stdout for file in lost), "which file is lost is not said"
    kept = stage.read_content()
    for relation in ("report", "section", "fact_indicator"):
        assert kept[relation].split()[0] == whole[relation].split()[0], f"rows of {relation} are lost"
    for file in lost:
        (hidden / file.name).rename(file)
    stage.run("quarantine", "retry")
    stage.run("backfill", "--replay")
    # Pages that a later edition has replaced are not read again and keep the version that read them.
    assert {**stage.read_content(), "page": ""} == {**whole, "page": ""}
    assert stage.run("verify", "--all").returncode == 0


def _make_older(warehouse: Path) -> None:
    """As if an older release had read every page."""
    with duckdb.connect(str(warehouse)) as con:
        tables = con.execute(
            "SELECT table_name FROM duckdb_columns() JOIN duckdb_tables() USING (database_name, schema_name, table_name) "
            "WHERE column_name = 'parser_version' AND table_name NOT IN ('backfill')"
        ).fetchall()
        for (table,) in tables:
            con.execute(f"UPDATE {table} SET parser_version = ? WHERE parser_version IS NOT NULL", [OLD_VERSION])
        sign_all(con, accept=True)  # else these would be changes behind the program's back
