"""Short names of places: every relation has them, and none is mistaken for a full name or chosen among several."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import fazhi
import pytest

from flows.commands.publish.sql_box import SqlBox, respond
from tests.view_samples import Part, build_report, load_reports
from tests.warehouse_samples import write_empty
from warehouse.database import open_warehouse
from warehouse.publish.place_names import advise_places
from warehouse.publish.snapshot import publish_snapshot
from warehouse.store.dimensions import shorten_region
from warehouse.store.migrations import migrate, read_migrations


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = write_empty(tmp_path_factory.mktemp("places") / "w.duckdb")
    con = open_warehouse(path)
    load_reports(
        con, [build_report("421222", 2023, [Part("一、", "概况", "overview", "全县说明。")], name="湖北省咸宁市通城县")]
    )
    yield con
    con.close()


def test_every_relation_with_a_full_name_has_the_short_one(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE schema_name = 'main' GROUP BY 1"
    ).fetchall()
    named = {name: columns for name, columns in rows if "region_name" in columns}
    assert {"report", "indicator_series", "obligation", "recycled", "promise"} <= set(named)
    assert [name for name, columns in named.items() if "region_short" not in columns] == []
    assert con.execute("SELECT report_id FROM report WHERE region_short = '通城县'").fetchall() == [("421222-2023",)]
    owed = con.execute("SELECT region_code, report_id FROM obligation WHERE region_short = '鼓楼区' ORDER BY 1")
    assert owed.fetchall() == [("320106", None), ("320302", None), ("350102", None), ("410204", None)]


@pytest.mark.parametrize(
    ("full_name", "short"),
    [
        ("湖北省咸宁市通城县", "通城县"),
        ("河南省", "河南省"),
        ("江苏省苏州市苏州工业园区", "苏州工业园区"),
        ("湖北省咸宁地区通城县", None),
        ("某省某市某地方", None),
        (None, None),
    ],
)
def test_the_own_name_is_what_stands_behind_the_regions_above(full_name: str | None, short: str | None) -> None:
    assert shorten_region(full_name) == (short if full_name != "湖北省咸宁地区通城县" else "咸宁地区通城县")


def test_reports_loaded_before_get_their_short_names() -> None:
    con = duckdb.connect()
    migrate(con, [step for step in read_migrations() if step.name != "short_names"])
    con.execute(
        "INSERT INTO dim_region (code, name, level, full_name) VALUES "
        "('421222', '通城县', 'county', '湖北省咸宁市通城县'), ('320500', '苏州市', 'prefecture', '江苏省苏州市')"
    )
    for report_id, name, parent in (
        ("421222-2023", "湖北省咸宁市通城县", None),
        ("unknown-2023-zone", "江苏省苏州市苏州工业园区", "320500"),
        ("unknown-2023", None, None),
    ):
        con.execute(
            "INSERT INTO report (report_id, region_name, parent_code, url, page_id, text, parser_version, run_id, "
            "section_count, fact_count, text_digest) VALUES (?, ?, ?, '', '', '', '', '', 0, 0, '')",
            [report_id, name, parent],
        )
    migrate(con)
    rows = con.execute("SELECT report_id, region_short FROM report ORDER BY 1 DESC").fetchall()
    assert rows == [("unknown-2023-zone", "苏州工业园区"), ("unknown-2023", None), ("421222-2023", "通城县")]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("通城县", {"421222"}),
        ("通城", {"421222"}),
        ("湖北通城", {"421222"}),
        ("咸宁市通城县", {"421222"}),
        ("湖北省咸宁市通城县", {"421222"}),
        ("421222", {"421222"}),
        ("鼓楼区", {"320106", "320302", "350102", "410204"}),
        ("南京鼓楼区", {"320106"}),
        ("火星", set()),
        ("县", set()),
        ("", set()),
    ],
)
def test_a_region_is_found_by_what_people_type(con: duckdb.DuckDBPyConnection, asked: str, codes: set[str]) -> None:
    rows = con.execute("SELECT region_code FROM find_region(?) WHERE valid_to IS NULL", [asked]).fetchall()
    assert {code for (code,) in rows} == codes


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("FROM report WHERE region_name = '通城县'", "湖北省咸宁市通城县（421222）"),
        (
            "FROM report WHERE year IN (SELECT year FROM report WHERE REGION_NAME IN ('通城县'))",
            "region_short = '通城县'",
        ),
        ("WITH a AS (FROM obligation WHERE region_name == '鼓楼区') SELECT count(*) FROM a", "未替你选"),
        ("FROM obligation WHERE region_short = '鼓楼区'", "4 regions bear this name"),
        ("FROM report WHERE region_name = '城关镇'", "level = 'township'"),
        ("FROM dim_region WHERE full_name <> '通城县'", "full_name holds full names"),
    ],
)
def test_a_name_that_is_no_full_one_is_told_of(con: duckdb.DuckDBPyConnection, query: str, told: str) -> None:
    [sentence] = advise_places(con, query, {})
    assert told in sentence


@pytest.mark.parametrize(
    "query",
    [
        "FROM report WHERE region_name = '湖北省咸宁市通城县'",
        "FROM report WHERE region_name = '北京市'",
        "FROM report WHERE region_short = '通城县'",
        "FROM report WHERE region_name LIKE '%鼓楼区'",
        "FROM report WHERE contains(region_name, '通城')",
        "FROM report WHERE title = '鼓楼区'",
        "SELECT region_name, '通城县' FROM report",
        "SELECT 'region_name = ''通城县'''",
        "SELECT 1 FROM report WHERE region_name = year::VARCHAR OR region_name IS NULL OR region_name = NULL",
    ],
)
def test_a_name_that_finds_what_it_says_needs_no_word(con: duckdb.DuckDBPyConnection, query: str) -> None:
    assert advise_places(con, query, {}) == []


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write_empty(tmp_path_factory.mktemp("published") / "w.duckdb")
    publish_snapshot(path)
    return path


def test_the_box_in_the_browser_says_the_same(warehouse: Path) -> None:
    box = SqlBox(warehouse)
    query = "q=SELECT+count(*)+AS+n+FROM+report+WHERE+region_name='%E9%80%9A%E5%9F%8E%E5%8E%BF'"
    status, _, body = respond(box, "/sql.json", query)
    answer = json.loads(body)
    assert (status, answer["columns"], answer["rows"]) == (200, ["n"], [[0]])
    assert "湖北省咸宁市通城县" in answer["advice"][0]
    assert 'role="status"' in respond(box, "/sql", query)[2].decode()
    assert "advice" not in json.loads(respond(box, "/sql.json", "q=FROM+report")[2])


def test_the_library_takes_a_name_that_one_region_bears(warehouse: Path) -> None:
    assert len(fazhi.indicator("reconsideration.applications", warehouse, region="通城县")) == 0
    with pytest.raises(fazhi.CallError, match="may be any of 4 regions"):
        fazhi.indicator("reconsideration.applications", warehouse, region="鼓楼区")
    with pytest.raises(fazhi.CallError, match="No region is named"):
        fazhi.indicator("reconsideration.applications", warehouse, region="火星县")
