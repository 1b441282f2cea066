"""Whatever a person writes as SQL, the warehouse, other files and the settings stay as they are."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.warehouse_samples import NOON, VERSION, connect_empty, make_item, make_report, write_empty
from warehouse.diary import end_run, start_run
from warehouse.load.load import load_pages
from warehouse.publish.questions import UnclearQuery, UnsafeQuery, ask, list_columns, list_tables, open_for_questions

HARMFUL = (
    # writes to the warehouse
    "INSERT INTO report SELECT * FROM report",
    "DELETE FROM report",
    "UPDATE report SET year = 1999",
    "TRUNCATE report",
    "MERGE INTO report USING report AS other ON report.report_id = other.report_id WHEN MATCHED THEN DELETE",
    "DROP TABLE report",
    "DROP VIEW fact_indicator",
    "ALTER TABLE report ADD COLUMN mine INTEGER",
    "COMMENT ON TABLE report IS 'mine'",
    "CREATE TABLE mine AS SELECT 1",
    "CREATE OR REPLACE VIEW fact_indicator AS SELECT 1",
    "CREATE TEMP TABLE mine AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE SEQUENCE mine",
    "CREATE TYPE mine AS ENUM ('a')",
    "CREATE MACRO mine(a) AS a",
    "CREATE INDEX mine ON report (year)",
    "CHECKPOINT",
    "FORCE CHECKPOINT",
    "VACUUM",
    "ANALYZE",
    "BEGIN",
    "EXPLAIN ANALYZE DELETE FROM report",
    "SELECT 1; DELETE FROM report; SELECT 2",
    # writes to files
    "COPY report TO '{warehouse}'",
    "COPY (SELECT 1) TO '{folder}/new.csv'",
    "COPY (SELECT 1) TO '{folder}/new.parquet' (FORMAT parquet)",
    "EXPORT DATABASE '{folder}/whole'",
    "COPY FROM DATABASE warehouse TO memory",
    "FROM \"ENABLE_PROFILING\"(save_location = '{folder}/profile.json', format = 'json')",
    "FROM query('FROM enable' || '_logging(storage = ''file'')')",
    "PRAGMA enable_profiling = 'json'",
    "PRAGMA profiling_output = '{folder}/profile.json'",
    "CREATE PERSISTENT SECRET mine (TYPE http)",
    # reads of files
    "FROM read_csv('{secret}')",
    "FROM read_text('{secret}')",
    "FROM read_blob('{secret}')",
    "FROM read_json('{secret}')",
    "FROM parquet_scan('{secret}')",
    "FROM '{secret}'",
    "FROM glob('{folder}/*')",
    "COPY report FROM '{secret}'",
    "IMPORT DATABASE '{folder}'",
    "SELECT * FROM read_text('{secret}') UNION ALL SELECT NULL, NULL, NULL, NULL",
    # other databases, extensions
    "ATTACH '{other}'",
    "ATTACH '{other}' AS other (READ_ONLY)",
    "ATTACH ':memory:' AS other",
    "DETACH warehouse",
    "USE memory",
    "INSTALL httpfs",
    "LOAD httpfs",
    "FORCE INSTALL fts",
    "UPDATE EXTENSIONS",
    "FROM read_duckdb('{other}')",
    "FROM sqlite_scan('{other}', 'report')",
    # settings
    "SET enable_external_access = true",
    "RESET enable_external_access",
    "SET GLOBAL enable_external_access = true",
    "SET lock_configuration = false",
    "SET memory_limit = '1MB'",
    "PRAGMA memory_limit = '1MB'",
    "SET SESSION threads = 1",
    "SET VARIABLE mine = 1",
    "PREPARE mine AS DELETE FROM report",
    "EXECUTE mine",
    # variables of the program
    "FROM secret",
)

QUESTIONS = (
    "FROM report",
    "SELECT report_id, count(*) FROM fact_indicator GROUP BY ALL",
    "WITH one AS (FROM report) SELECT year FROM one;",
    "DESCRIBE report",
    "SHOW TABLES",
    "SUMMARIZE report",
    "EXPLAIN SELECT 1",
    "PRAGMA table_info('report')",
    "SELECT * FROM indicator_series",
    "SELECT comment FROM duckdb_columns() WHERE table_name = 'report'",
    "VALUES (1)",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("safely")
    con = connect_empty(folder)
    run = start_run(con, "ingest", {}, NOON)
    load_pages(con, run, [make_item(make_report())], VERSION)
    end_run(con, run, NOON)
    con.close()
    write_empty(folder / "other.duckdb")
    (folder / "secret.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return folder


@pytest.fixture
def con(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_for_questions(folder / "warehouse.duckdb") as con:
        yield con


def hash_files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("statement", HARMFUL)
def test_statement_that_does_more_than_read_is_refused_and_nothing_changes(
    con: duckdb.DuckDBPyConnection, folder: Path, statement: str
) -> None:
    before = hash_files(folder)
    names = {"warehouse": folder / "warehouse.duckdb", "other": folder / "other.duckdb"}
    secret = folder / "secret.csv"
    with pytest.raises((UnsafeQuery, duckdb.Error)):
        ask(con, statement.format(folder=folder, secret=secret, **names)).fetchall()
    assert hash_files(folder) == before
    assert con.execute("SELECT count(*), min(year) FROM report").fetchall() == [(1, 2023)]
    assert con.execute("SELECT current_setting('enable_external_access')").fetchall() == [(False,)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_is_answered(con: duckdb.DuckDBPyConnection, question: str) -> None:
    assert ask(con, question).fetchall() is not None


@pytest.mark.parametrize("kind", list(duckdb.StatementType.__members__.values()), ids=str)
def test_every_kind_of_statement_that_is_no_question_is_known_as_such(kind: duckdb.StatementType) -> None:
    from warehouse.publish.questions import _READING

    assert (kind in _READING) == (kind.name in ("SELECT", "EXPLAIN"))


@pytest.mark.parametrize(
    ("query", "parameters", "told"),
    [
        ("", {}, "fazhi tables"),
        (" ;; -- nothing", {}, "fazhi tables"),
        ("SELECT 1; SELECT 2", {}, "2 statements"),
        ("FROM report WHERE year = $year", {}, "-p year="),
        ("FROM report WHERE year = $year", {"year": "2023", "code": "1"}, "$code"),
        ("FROM report", {"code": "1"}, "$code"),
        ("FROM report WHERE year = ?", {}, "$name"),
    ],
)
def test_unclear_question_is_told_what_to_do(
    con: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, str], told: str
) -> None:
    with pytest.raises(UnclearQuery, match=re.escape(told)):
        ask(con, query, parameters)


def test_parameters_are_texts_that_are_cast_and_never_sql(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT count(*) FROM report WHERE year = $year AND report_id <> $name"
    assert ask(con, query, {"year": "2023", "name": "' OR 1=1; DROP TABLE report --"}).fetchall() == [(1,)]
    assert ask(con, "SELECT $a || 'x'", {"a": "007"}).fetchall() == [("007x",)]
    assert ask(con, "SELECT DATE '2024-01-02' > $day", {"day": "2023-12-31"}).fetchall() == [(True,)]
    with pytest.raises(duckdb.Error):
        ask(con, query, {"year": "火星", "name": ""}).fetchall()


def test_tables_are_listed_the_released_first_and_inner_parts_left_out(con: duckdb.DuckDBPyConnection) -> None:
    tables = list_tables(con)
    names = [name for name, *_ in tables]
    assert names[:3] == ["report", "section", "fact_indicator"]
    assert {"indicator_series", "quarantine", "page"} < set(names)
    assert not [name for name in names if name.startswith("fact_indicator_")]
    assert all(columns and meaning for _, columns, meaning, _ in tables)
    assert list_columns(con, "REPORT")[0][:2] == ("report_id", "VARCHAR")
    assert list_columns(con, "reports") == []


def test_large_question_may_use_the_disk_for_what_memory_does_not_hold(folder: Path) -> None:
    with open_for_questions(folder / "warehouse.duckdb") as con:
        [(count,)] = ask(
            con, "SELECT count(*) FROM (SELECT DISTINCT i, md5(i::VARCHAR) FROM range(300000) AS t(i) ORDER BY 2)"
        ).fetchall()
    assert count == 300_000
    assert os.path.exists(folder / "warehouse.duckdb")  # noqa: PTH110
