"""A warehouse that the first version made, with rows in it, comes through every later version whole."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from parsers.records import Refusal
from tests.command_line import run_fazhi
from tests.warehouse_samples import LATER, NOON, VERSION, make_item, make_report, write_empty
from warehouse.check.checks import check_warehouse
from warehouse.database import close_warehouse, open_read_only, open_warehouse
from warehouse.derive.manifest import sign_all
from warehouse.diary import end_run, start_run
from warehouse.items import LoadCounts
from warehouse.load.load import load_pages
from warehouse.publish.backup import backup_warehouse, restore_warehouse
from warehouse.store.errors import NewerWarehouse
from warehouse.store.migrations import ensure_fact_tables, migrate, read_migrations

STEPS = read_migrations()

FIRST = "745835f76a09ff52"
"""Digest of the first version's tables and columns: what was released once stays as it was."""

PAGES = [
    make_item(make_report("https://www.example.gov.cn/2021.html", year=2021)),
    make_item(make_report("https://www.example.gov.cn/2023.html", year=2023, story=1)),
    make_item(make_report("https://www.example.gov.cn/x.html", year=None, region=None, level=None, cases=70)),
    make_item(Refusal("not_a_report", "会议新闻"), url="https://www.example.gov.cn/n.html", page_id="e" * 64),
    make_item(Refusal("timeout", "慢"), url="https://www.example.gov.cn/t.html", stage="fetch"),
]


def list_columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of each table, `name type`, without the diary of versions."""
    rows = con.execute(
        "SELECT table_name, list(column_name || ' ' || data_type ORDER BY column_index) FROM duckdb_columns() "
        "SEMI JOIN duckdb_tables() USING (table_name) WHERE NOT internal AND table_name <> 'schema_version' "
        "AND database_name = current_database() GROUP BY table_name ORDER BY table_name"
    ).fetchall()
    return dict(rows)


@functools.cache
def make_present() -> bytes:
    """A file of this release with the pages in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_empty(Path(folder, "present.duckdb"))
        present = open_warehouse(path)
        run_id = start_run(present, "ingest", {}, NOON)
        load_pages(present, run_id, PAGES, VERSION)
        end_run(present, run_id, LATER)
        close_warehouse(present)
        return path.read_bytes()


def make_warehouse(path: Path, version: int) -> dict[str, list[Any]]:
    """A file as that version's schema alone makes it, with the rows that its columns can hold; the rows by table."""
    loaded = path.with_name("present.duckdb")
    loaded.write_bytes(make_present())
    with duckdb.connect(str(path)) as con:
        migrate(con, STEPS[:version])
        ensure_fact_tables(con, [2021, 2023])
        con.execute(f"ATTACH '{loaded}' AS present (READ_ONLY)")
        for table, columns in list_columns(con).items():
            names = ", ".join(column.split()[0] for column in columns)
            con.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM present.{table}")
        if any("disagreement" in column for column in list_columns(con).get("manifest", ())):
            # signed in the form that the tables had then
            sign_all(con, accept=True)
        rows = read_rows(con, list_columns(con))
    loaded.unlink()
    return rows


def read_rows(con: duckdb.DuckDBPyConnection, tables: dict[str, list[str]]) -> dict[str, list[Any]]:
    return {
        table: con.execute(
            f"SELECT {', '.join(column.split()[0] for column in columns)} FROM {table} ORDER BY ALL"
        ).fetchall()
        for table, columns in tables.items()
    }


def test_first_version_is_as_it_was_released() -> None:
    with duckdb.connect() as con:
        migrate(con, STEPS[:1])
        columns = list_columns(con)
    assert set(columns) == {
        *("report", "section", "fact_indicator_unknown", "page", "quarantine", "run", "pinned_count"),
        *("dim_indicator", "dim_region", "dim_unit"),
    }
    assert hashlib.sha256(repr(columns).encode()).hexdigest()[:16] == FIRST


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_warehouse_of_each_version_is_brought_forward_with_its_rows(tmp_path: Path, version: int) -> None:
    path = tmp_path / "warehouse.duckdb"
    rows = make_warehouse(path, version)
    assert {table: len(found) for table, found in rows.items() if table in ("report", "page", "quarantine", "run")} == {
        "report": 3,
        "page": 4,
        "quarantine": 2,
        "run": 1,
    }
    assert sum(len(found) for table, found in rows.items() if table.startswith("fact_indicator_")) == 12
    with duckdb.connect(str(path)) as con:
        columns = list_columns(con)
        assert con.execute("SELECT version FROM schema_version ORDER BY version").fetchall() == [
            (step.version,) for step in STEPS[:version]
        ]

    con = open_warehouse(path)
    steps = con.execute("SELECT version, name FROM schema_version ORDER BY version").fetchall()
    assert steps == [(step.version, step.name) for step in STEPS]
    # Catalogue and regions are this release's now; what was read from pages is untouched.
    # The manifest is signed anew: rows of a new form have other digests.
    kept = {table: listed for table, listed in columns.items() if not table.startswith("dim_") and table != "manifest"}
    assert read_rows(con, kept) == {table: rows[table] for table in kept}
    assert [(result.name, result.examples) for result in check_warehouse(con) if not result.passed] == []
    assert set(list_columns(con)["fact_indicator_2021"]) == set(list_columns(con)["fact_indicator_unknown"])

    # And it is a warehouse to work with: the same pages change nothing, a new one comes in.
    run_id = start_run(con, "ingest", {}, LATER)
    assert load_pages(con, run_id, PAGES, VERSION) == LoadCounts(unchanged=3, quarantined=2)
    new = make_item(make_report("https://www.example.gov.cn/2024.html", year=2024), fetched_at=LATER)
    assert load_pages(con, run_id, [new], VERSION) == LoadCounts(loaded=1)
    end_run(con, run_id, LATER)
    assert [result.name for result in check_warehouse(con) if not result.passed] == []
    close_warehouse(con)


def test_backup_of_the_first_version_can_be_restored(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    rows = make_warehouse(path, 1)
    backup = backup_warehouse(path, tmp_path / "backups", NOON)
    path.unlink()
    restore_warehouse(backup.path, path)
    con = open_warehouse(path)
    assert con.execute("SELECT count(*) FROM report").fetchall() == [(len(rows["report"]),)]
    close_warehouse(con)


def test_warehouse_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    close_warehouse(open_warehouse(path))
    with duckdb.connect(str(path)) as con:
        con.execute("INSERT INTO schema_version VALUES (?, 'from_the_future', now()::TIMESTAMP)", [len(STEPS) + 3])
    before = path.read_bytes()
    for opened in (open_warehouse, open_read_only):
        with pytest.raises(NewerWarehouse):
            opened(path)
    pages = tmp_path / "pages"
    pages.mkdir()
    for command in (["status"], ["sql", "FROM report"], ["check"], ["check", "--accept", "缘由"], ["verify"]):
        done = run_fazhi(*command, cwd=tmp_path, home=tmp_path / "home")
        assert done.returncode == 2, (command, done.stderr)
        assert f"schema version {len(STEPS) + 3}" in done.stderr
        assert "upgrade" in done.stderr
        assert "Traceback" not in done.stderr
    assert path.read_bytes() == before
