"""Seeds into dimensions."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from tests.warehouse_samples import connect_empty
from warehouse.store.dimensions import _name_regions, _replace_rows, refresh_dimensions


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return connect_empty(tmp_path)


def read_seed_lines(name: str) -> list[dict[str, str]]:
    lines = files("seeds").joinpath(name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_catalogue_is_the_seed_row_for_row(con: duckdb.DuckDBPyConnection) -> None:
    seed = read_seed_lines("indicators.csv")
    stored = con.execute("SELECT indicator_id, name_zh, unit, definition FROM dim_indicator ORDER BY rowid").fetchall()
    assert stored == [(row["indicator_id"], row["name_zh"], row["unit"], row["definition"]) for row in seed]


def test_regions_carry_their_full_names_through_time(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT count(*) FROM dim_region").fetchall() == [(len(read_seed_lines("regions.csv")),)]
    rows = con.execute(
        "SELECT DISTINCT full_name FROM dim_region WHERE code IN ('410928', '500101', '110101')"
    ).fetchall()
    assert sorted(rows) == [("北京市东城区",), ("河南省濮阳市濮阳县",), ("重庆市万州区",)]
    orphans = con.execute(
        "SELECT code FROM dim_region WHERE parent_code IS NOT NULL AND parent_code NOT IN (SELECT code FROM dim_region)"
    ).fetchall()
    assert orphans == []


def test_parent_is_named_as_when_the_row_was_in_force() -> None:
    rows: list[dict[str, str | None]] = [
        {"code": "99", "name": "甲省", "parent_code": None, "valid_from": "1980", "valid_to": None},
        {"code": "9901", "name": "乙地区", "parent_code": "99", "valid_from": "1980", "valid_to": "1999"},
        {"code": "9901", "name": "乙市", "parent_code": "99", "valid_from": "2000", "valid_to": None},
        {"code": "990101", "name": "丙县", "parent_code": "9901", "valid_from": "1980", "valid_to": "1995"},
        {"code": "990101", "name": "丙市", "parent_code": "9901", "valid_from": "1996", "valid_to": None},
    ]
    assert [row["full_name"] for row in _name_regions(rows)] == [
        "甲省",
        "甲省乙地区",
        "甲省乙市",
        "甲省乙地区丙县",
        "甲省乙市丙市",
    ]


def test_changed_seed_is_taken_over_and_an_unchanged_one_writes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("UPDATE dim_indicator SET definition = '旧' WHERE unit = '件'")
    con.execute("DELETE FROM dim_region WHERE level = 'county'")
    refresh_dimensions(con)
    assert con.execute("SELECT count(*) FROM dim_indicator WHERE definition = '旧'").fetchall() == [(0,)]
    assert con.execute("SELECT count(*) > 2000 FROM dim_region WHERE level = 'county'").fetchall() == [(True,)]
    rowids = con.execute("SELECT min(rowid), max(rowid) FROM dim_region").fetchall()
    refresh_dimensions(con)
    assert con.execute("SELECT min(rowid), max(rowid) FROM dim_region").fetchall() == rowids


def test_tables_are_looked_at_however_often_they_were_right(tmp_path: Path) -> None:
    """A process that has opened many warehouses knows what the tables should be by their digest."""
    for number in range(5):
        (tmp_path / str(number)).mkdir()
        con = connect_empty(tmp_path / str(number))
        for _ in range(2):
            refresh_dimensions(con)
            for table, change in (
                ("dim_region", "DELETE FROM dim_region WHERE code = '410928'"),
                (
                    "dim_indicator",
                    "UPDATE dim_indicator SET definition = NULL WHERE indicator_id = 'adjudication.cases'",
                ),
                ("dim_unit", "INSERT INTO dim_unit SELECT * FROM dim_unit LIMIT 1"),
            ):
                before = con.execute(f"FROM {table} ORDER BY ALL").fetchall()
                con.execute(change)
                assert con.execute(f"FROM {table} ORDER BY ALL").fetchall() != before
                refresh_dimensions(con)
                assert con.execute(f"FROM {table} ORDER BY ALL").fetchall() == before
        con.execute("ALTER TABLE dim_indicator DROP COLUMN definition")
        refresh_dimensions(con)
        assert con.execute("SELECT count(definition) > 20 FROM dim_indicator").fetchall() == [(True,)]
        con.close()


def test_column_added_to_a_seed_appears_with_its_comment(con: duckdb.DuckDBPyConnection) -> None:
    _replace_rows(con, "dim_unit", [{"unit": "件", "unit_class": "case", "since": "2012"}], "seeds/units.csv")
    assert con.execute("SELECT * FROM dim_unit").fetchall() == [("件", "case", "2012")]
    comment = "SELECT comment FROM duckdb_columns() WHERE table_name = 'dim_unit' AND column_name = 'since'"
    assert con.execute(comment).fetchall() == [("seeds/units.csv 的附加列 since",)]
