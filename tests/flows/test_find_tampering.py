"""Whoever changes a stored row behind the program's back is found out: every column of every table that holds what reports say."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import duckdb
import pytest

from flows.archive.warc import open_archive
from flows.quality.verify import (
    FACT_ADDED,
    FACT_MISSING,
    NOT_AS_SIGNED,
    REPORT_MISSING,
    SECTION_ADDED,
    SECTION_MISSING,
    verify_facts,
)
from parsers.page import parse_page
from parsers.records import RawPage
from parsers.version import parser_version
from tests.flows.test_verify_facts import TEXT
from tests.warehouse_samples import write_empty
from warehouse.check.checks import check_warehouse
from warehouse.database import close_warehouse, open_warehouse
from warehouse.derive.manifest import RELATIONS, TABLES, find_disagreements
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.load import load_pages
from warehouse.store.migrations import ensure_fact_tables, migrate

NOW = dt.datetime(2025, 6, 1, 8, tzinfo=dt.UTC)
OF_REPORTS = ("report", "section", "fact_indicator_2023")
# What no bytes can tell: the place of the archive's record is proved by reading it, these by the signed manifest alone.
ONLY_SIGNED: frozenset[tuple[str, str]] = frozenset()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two reports, each with its page in the archive, as a run leaves it."""
    folder = tmp_path_factory.mktemp("tampering")
    path = write_empty(folder / "warehouse.duckdb")
    con = open_warehouse(path)
    run_id = start_run(con, "ingest", {}, NOW)
    items = []
    with open_archive(folder / "archive") as archive:
        for year in (2022, 2023):
            text = TEXT if year == 2023 else TEXT.replace("2023", "2022").replace("62件", "58件")
            page = RawPage(f"https://www.example.gov.cn/{year}.html", text.encode(), None)
            place = archive.keep_file(page, NOW)
            items.append(
                LoadItem(
                    page.url,
                    page.page_id,
                    NOW,
                    parse_page(page),
                    byte_count=len(page.body),
                    archive_file=place.archive_file,
                    archive_offset=place.archive_offset,
                )
            )
    assert load_pages(con, run_id, items, parser_version()).loaded == 2
    end_run(con, run_id, NOW)
    # What each test finds is of its own making: there is nothing in what all of them begin with.
    assert verify_facts(con, folder / "archive", sample=None, workers=1).failures == ()
    assert find_disagreements(con) == []
    close_warehouse(con)
    return folder


@pytest.fixture(scope="module")
def opened(kept: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    shutil.copy(kept / "warehouse.duckdb", kept / "opened.duckdb")
    with duckdb.connect(str(kept / "opened.duckdb")) as con:
        yield con


@pytest.fixture
def warehouse(kept: Path, opened: duckdb.DuckDBPyConnection) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """To tamper with, in a transaction of which nothing stays."""
    opened.begin()
    yield opened, kept / "archive"
    opened.rollback()


@pytest.fixture
def copied(kept: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy to tamper with, and to go on with."""
    shutil.copy(kept / "warehouse.duckdb", tmp_path / "warehouse.duckdb")
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as con:
        yield con


@cache
def read_columns() -> list[tuple[str, str]]:
    """Every column of every table, as the schema has them now; of tables alone, since this is asked while tests are collected."""
    with duckdb.connect() as con:
        migrate(con)
        ensure_fact_tables(con, [2023])
        return con.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index"
        ).fetchall()


def list_columns(tables: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every column of these tables."""
    return [(table, column) for table, column in read_columns() if table in tables]


def tamper(con: duckdb.DuckDBPyConnection, table: str, column: str) -> None:
    """Give one row another value in this column, of its type."""
    [(kind,)] = con.execute(
        "SELECT data_type FROM duckdb_columns() WHERE table_name = ? AND column_name = ?", [table, column]
    ).fetchall()
    other = {
        "VARCHAR": f"coalesce({column}, '') || '改'",
        "DATE": f"coalesce({column}, DATE '2001-01-01') + 1",
        "TIMESTAMP": f"coalesce({column}, TIMESTAMP '2001-01-01') + INTERVAL 1 DAY",
        "BOOLEAN": f"NOT coalesce({column}, false)",
        "DOUBLE": f"coalesce({column}, 0) + 0.5",
    }.get(kind, f"coalesce({column}, 0) + 1")
    [(row,)] = con.execute(f"SELECT max(rowid) FROM {table}").fetchall()
    assert row is not None, f"{table} has no row to tamper with"
    con.execute(f"UPDATE {table} SET {column} = {other} WHERE rowid = ?", [row])


@pytest.mark.parametrize(("table", "column"), list_columns(OF_REPORTS))
def test_change_of_any_column_of_a_report_is_found_in_its_bytes(
    warehouse: tuple[duckdb.DuckDBPyConnection, Path], table: str, column: str
) -> None:
    con, archive = warehouse
    tamper(con, table, column)
    found = verify_facts(con, archive, sample=1000, workers=1)
    assert [one for one in found.failures if one.reason != NOT_AS_SIGNED] or (table, column) in ONLY_SIGNED


@pytest.mark.parametrize(("table", "column"), list_columns(OF_REPORTS))
def test_change_of_any_column_of_a_report_is_found_without_the_archive(
    warehouse: tuple[duckdb.DuckDBPyConnection, Path], table: str, column: str
) -> None:
    con, _ = warehouse
    tamper(con, table, column)
    assert find_disagreements(con) != []


@pytest.mark.parametrize(("table", "column"), list_columns(("page", "run", "pinned_count")))
def test_change_of_any_column_that_only_runs_write_is_found(
    warehouse: tuple[duckdb.DuckDBPyConnection, Path], table: str, column: str
) -> None:
    con, archive = warehouse
    tamper(con, table, column)
    assert NOT_AS_SIGNED in {one.reason for one in verify_facts(con, archive, sample=None, workers=1).failures}


def copy_row(table: str, change: str) -> str:
    return f"INSERT INTO {table} SELECT * REPLACE ({change}) FROM {table} LIMIT 1"


@pytest.mark.parametrize(
    ("statements", "kind"),
    [
        (("DELETE FROM fact_indicator_2023 WHERE quote = '62件'",), FACT_MISSING),
        (("DELETE FROM fact_indicator_2023",), FACT_MISSING),
        ((copy_row("fact_indicator_2023", "'0' AS fact_id"),), FACT_ADDED),
        ((copy_row("fact_indicator_2023", "seq + 0 AS seq"),), FACT_ADDED),
        (("DELETE FROM section WHERE report_id = '410928-2023' AND seq = 1",), SECTION_MISSING),
        ((copy_row("section", "99 AS seq"),), SECTION_ADDED),
        (("DELETE FROM report WHERE year = 2023",), REPORT_MISSING),
        (
            (
                "DELETE FROM report WHERE year = 2023",
                "DELETE FROM section WHERE report_id = '410928-2023'",
                "DELETE FROM fact_indicator_2023",
                "DELETE FROM page WHERE report_id = '410928-2023'",
            ),
            NOT_AS_SIGNED,
        ),
        ((copy_row("report", "'410928-2021' AS report_id"),), "report_differs"),
        ((copy_row("report", "'x' AS url"),), "not_archived"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1][:40],
)
def test_rows_that_go_or_come_are_found_by_their_kind(
    warehouse: tuple[duckdb.DuckDBPyConnection, Path], statements: tuple[str, ...], kind: str
) -> None:
    con, archive = warehouse
    for statement in statements:
        con.execute(statement)
    reasons = {one.reason for one in verify_facts(con, archive, sample=None, workers=1).failures}
    assert kind in reasons or (kind == "report_differs" and "name_differs" in reasons)
    assert NOT_AS_SIGNED in reasons


@pytest.mark.parametrize("later", [lambda con: None, lambda con: con.execute("SELECT 1")], ids=["at once", "later"])
def test_deletion_stays_told_of_when_the_year_is_signed_anew(
    copied: duckdb.DuckDBPyConnection, later: Callable[[duckdb.DuckDBPyConnection], object]
) -> None:
    """Two runs after it, with the archive gone, what was deleted still shows; until a person has looked."""
    con = copied
    con.execute("DELETE FROM fact_indicator_2023 WHERE quote = '51件'")
    later(con)
    for day in (1, 2):
        run_id = start_run(con, "ingest", {}, NOW + dt.timedelta(days=day))
        page = RawPage(
            f"https://www.example.gov.cn/more-{day}.html", TEXT.replace("62件", f"{62 + day}件").encode(), None
        )
        item = LoadItem(page.url, page.page_id, NOW + dt.timedelta(days=day), parse_page(page))
        load_pages(con, run_id, [item], parser_version())
        end_run(con, run_id, NOW + dt.timedelta(days=day))
    told = [one for one in find_disagreements(con) if one.relation == "fact_indicator"]
    assert [one.year for one in told] == [2023]
    failed = {result.name for result in check_warehouse(con) if not result.passed}
    assert "manifest_counts" in failed


@pytest.mark.parametrize("change", [None, "UPDATE fact_indicator_2023 SET value = value + 1 WHERE quote = '51件'"])
def test_what_a_former_release_signed_is_compared_before_it_is_signed_anew(
    kept: Path, tmp_path: Path, change: str | None
) -> None:
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(kept / "warehouse.duckdb", path)
    former = "coalesce(sum(md5_number_lower(to_json(line)::VARCHAR)), 0)::VARCHAR"
    with duckdb.connect(str(path)) as con:
        for relation, year in con.execute("SELECT relation, year FROM manifest").fetchall():
            table = f"{relation}_{year}" if relation == "fact_indicator" else relation
            of_year = {
                "report": f"WHERE year = {year}",
                "section": f"WHERE report_id IN (SELECT report_id FROM report WHERE year = {year})",
            }
            [(digest,)] = con.execute(f"SELECT {former} FROM {table} AS line {of_year.get(relation, '')}").fetchall()
            con.execute(
                "UPDATE manifest SET digest = ? WHERE relation = ? AND year IS NOT DISTINCT FROM ?",
                [digest, relation, year],
            )
        if change:
            con.execute(change)
        expected = [("fact_indicator", 2023)] if change else []
        assert [(one.relation, one.year) for one in find_disagreements(con)] == expected
    con = open_warehouse(path)
    assert [(one.relation, one.year) for one in find_disagreements(con)] == expected
    rows = con.execute("SELECT DISTINCT left(digest, 2) FROM manifest WHERE digest <> '0'").fetchall()
    assert rows == [("2:",)]
    close_warehouse(con)


def test_what_is_signed_is_named_once() -> None:
    assert len({*RELATIONS, *TABLES}) == len(RELATIONS) + len(TABLES)
