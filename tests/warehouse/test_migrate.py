"""The schema: made once, brought forward step by step, refused where it is newer than we are."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.warehouse_samples import LATER, NOON, VERSION, make_item, make_report
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.database import close_warehouse, open_read_only, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.load.load import load_pages
from warehouse.store.errors import NewerWarehouse
from warehouse.store.migrations import (
    Migration,
    ensure_fact_tables,
    list_fact_tables,
    migrate,
    read_migrations,
    read_version,
)

CONTRACT = {
    "report": "report_id region_code region_name level year title issuer source published_on signed_on url page_id text "
    "parser_version run_id",
    "section": "report_id seq parent_seq level marker heading theme text char_start char_end",
    "fact_indicator": "fact_id report_id section_seq region_code year indicator_id label value unit qualifier "
    "period_start period_end quote sentence char_start char_end part_of check_status parser_version",
    "dim_indicator": "indicator_id theme name_zh name_en unit kind definition",
    "dim_region": "code name level parent_code valid_from valid_to",
    "page": "page_id url fetched_at status content_type encoding bytes archive_file archive_offset",
    "quarantine": "url page_id stage reason detail first_seen last_seen attempts",
    "run": "run_id flow started_at ended_at parameters seen loaded unchanged quarantined",
}
TYPES = {
    "report": {"year": "SMALLINT", "published_on": "DATE", "signed_on": "DATE", "text": "VARCHAR"},
    "fact_indicator": {"value": "DOUBLE", "period_start": "DATE", "char_start": "INTEGER", "char_end": "INTEGER"},
}


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    migrate(con)
    return con


def list_columns(con: duckdb.DuckDBPyConnection, relation: str) -> dict[str, tuple[str, str]]:
    rows = con.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ?", [relation]
    ).fetchall()
    return {name: (kind, comment) for name, kind, comment in rows}


@pytest.mark.parametrize("relation", CONTRACT)
def test_relation_keeps_the_contract(con: duckdb.DuckDBPyConnection, relation: str) -> None:
    columns = list_columns(con, relation)
    assert [name for name in columns if name in CONTRACT[relation].split()] == CONTRACT[relation].split()
    for name, kind in TYPES.get(relation, {}).items():
        assert columns[name][0] == kind


def test_fresh_warehouse_has_the_view_empty_and_everything_explained(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT count(*) FROM fact_indicator").fetchall() == [(0,)]
    (comments,) = [result for result in check_warehouse(con) if result.name == "comments_complete"]
    assert comments.passed, comments.examples


def test_table_of_a_year_is_like_the_pattern(con: duckdb.DuckDBPyConnection) -> None:
    ensure_fact_tables(con, [2023, None, 2021, 2023])
    ensure_fact_tables(con, [2023])
    assert list_fact_tables(con) == ["fact_indicator_2021", "fact_indicator_2023", "fact_indicator_unknown"]
    pattern = list_columns(con, "fact_indicator_unknown")
    assert list_columns(con, "fact_indicator_2023") == pattern
    assert list_columns(con, "fact_indicator") == pattern
    with pytest.raises(duckdb.ConstraintException):
        con.execute("INSERT INTO fact_indicator_2023 (fact_id) VALUES (NULL)")


def test_migrating_again_does_nothing(con: duckdb.DuckDBPyConnection) -> None:
    assert migrate(con) == 0
    assert read_version(con) == read_migrations()[-1].version


def test_later_migration_reaches_the_tables_of_all_years_and_the_view(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    con = open_warehouse(path)
    run_id = start_run(con, "ingest", {}, NOON)
    pages = [make_report(f"https://www.example.gov.cn/{year}.html", year=year) for year in (2021, 2023)]
    load_pages(con, run_id, [make_item(page) for page in pages], VERSION)
    end_run(con, run_id, LATER)
    steps = read_migrations()
    added = Migration(
        len(steps) + 1,
        "corrections",
        "ALTER TABLE fact_indicator_unknown ADD COLUMN marked_in_test VARCHAR;\n"
        "COMMENT ON COLUMN fact_indicator_unknown.marked_in_test IS '更正依据';\n"
        "CREATE TABLE made_in_test (quote VARCHAR); COMMENT ON TABLE made_in_test IS '更正';\n"
        "COMMENT ON COLUMN made_in_test.quote IS '原文';",
    )
    before = content_digest(con)
    assert migrate(con, [*steps, added]) == 1
    for relation in ("fact_indicator_2021", "fact_indicator_2023", "fact_indicator_unknown", "fact_indicator"):
        assert list_columns(con, relation)["marked_in_test"] == ("VARCHAR", "更正依据")
    assert con.execute("SELECT count(*), count(marked_in_test) FROM fact_indicator").fetchall() == [(8, 0)]
    ensure_fact_tables(con, [2019])
    assert "marked_in_test" in list_columns(con, "fact_indicator_2019")
    assert {name for name, value in content_digest(con).items() if value != before[name]} == {"fact_indicator"}
    assert all(result.passed for result in check_warehouse(con))
    close_warehouse(con)
    # This release does not know that step: it must not touch the file.
    for opened in (open_warehouse, open_read_only):
        with pytest.raises(NewerWarehouse, match=rf"schema version {len(steps) + 1}, .* up to {len(steps)}: upgrade"):
            opened(path)


def test_failing_migration_leaves_the_former_version(con: duckdb.DuckDBPyConnection) -> None:
    steps = read_migrations()
    broken = Migration(len(steps) + 1, "broken", "CREATE TABLE half (x INTEGER); ALTER TABLE nonesuch DROP COLUMN y;")
    with pytest.raises(duckdb.CatalogException):
        migrate(con, [*steps, broken])
    assert read_version(con) == len(steps)
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchall() == [(0,)]
    assert con.execute("SELECT count(*) FROM fact_indicator").fetchall() == [(0,)]
