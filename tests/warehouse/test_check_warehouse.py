"""Every check must find the fault that it is for."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from parsers.records import Refusal
from tests.warehouse_samples import LATER, NOON, VERSION, connect_empty, make_item, make_report
from warehouse.check.checks import CHECKS, check_warehouse, content_digest
from warehouse.diary import end_run, start_run
from warehouse.load.load import load_pages

A, B, C = (f"https://www.example.gov.cn/{name}.html" for name in "abc")

FAULTS = {
    "manifest_counts": "DELETE FROM section WHERE seq = 1",
    "quote_in_text": "UPDATE fact_indicator_2023 SET char_start = char_start + 1",
    "section_in_text": "UPDATE section SET char_end = char_end - 1 WHERE seq = 2",
    "section_parent": "UPDATE section SET parent_seq = 2 WHERE seq = 1",
    "section_report": "INSERT INTO section SELECT * REPLACE ('nonesuch' AS report_id) FROM section LIMIT 1",
    "fact_report": "UPDATE fact_indicator_2023 SET region_code = '410000'",
    "fact_section": "UPDATE fact_indicator_2023 SET section_seq = 9",
    "part_of_exists": "UPDATE fact_indicator_2023 SET part_of = 'nonesuch' WHERE part_of IS NOT NULL",
    "fact_id_unique": "INSERT INTO fact_indicator_2023 FROM fact_indicator_2023",
    "report_id_unique": "INSERT INTO report FROM report",
    "view_is_union": "CREATE OR REPLACE VIEW fact_indicator AS FROM fact_indicator_unknown",
    "stored_counts": "DELETE FROM fact_indicator_2023 WHERE part_of IS NOT NULL",
    "report_page": "DELETE FROM page WHERE outcome = 'loaded'",
    "page_unique": "INSERT INTO page FROM page",
    "page_outcome": "UPDATE page SET report_id = 'nonesuch' WHERE outcome = 'duplicate'",
    "quarantine_page": "UPDATE quarantine SET page_id = 'nonesuch'",
    "run_counts": "UPDATE run SET loaded = loaded + 1",
    "indicator_known": "DELETE FROM dim_indicator",
    "unit_of_catalogue": "UPDATE fact_indicator_2023 SET unit = '元' WHERE indicator_id IS NOT NULL",
    "region_known": "UPDATE report SET region_code = '999999'",
    "values_allowed": "UPDATE fact_indicator_2023 SET qualifier = 'maybe'",
    "pinned_counts": "DELETE FROM report",
    "comments_complete": "CREATE TABLE note (line VARCHAR)",
}


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    con = connect_empty(tmp_path)
    run_id = start_run(con, "ingest", {}, NOON)
    items = [
        make_item(make_report(A)),
        make_item(make_report(B, noise="转载")),
        make_item(Refusal("not_a_report", "会议新闻"), url=C, page_id="c" * 64),
    ]
    load_pages(con, run_id, items, VERSION)
    end_run(con, run_id, LATER)
    return con


def test_sound_warehouse_passes_every_check(con: duckdb.DuckDBPyConnection) -> None:
    results = check_warehouse(con)
    assert [result.name for result in results] == [check.name for check in CHECKS]
    assert [result.name for result in results if not result.passed] == []
    assert all(result.explanation and result.sql for result in results)


def test_each_check_has_its_fault() -> None:
    assert set(FAULTS) == {check.name for check in CHECKS}


@pytest.mark.parametrize("name", FAULTS)
def test_check_finds_its_fault(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.execute(FAULTS[name])
    (result,) = [result for result in check_warehouse(con) if result.name == name]
    assert not result.passed
    assert result.failures >= len(result.examples) > 0
    assert len(result.columns) == len(result.examples[0])


def test_facts_in_the_table_of_another_year_are_found(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO fact_indicator_unknown FROM fact_indicator_2023")
    assert not {result.name: result for result in check_warehouse(con)}["view_is_union"].passed


def test_rare_characters_before_a_quote_do_not_shift_it(con: duckdb.DuckDBPyConnection) -> None:
    # Characters outside the basic plane, joined emoji and combining marks count as Python counts them.
    odd = make_report(C, year=2021, extra="𠮷镇👨‍👩‍👧e\u0301岑\r\n共7件。")
    run_id = start_run(con, "ingest", {}, NOON)
    assert load_pages(con, run_id, [make_item(odd)], VERSION).loaded == 1
    results = {result.name: result.passed for result in check_warehouse(con)}
    assert results["quote_in_text"]
    assert results["section_in_text"]


def test_digest_tells_content_apart_and_nothing_else(con: duckdb.DuckDBPyConnection) -> None:
    before = content_digest(con)
    con.execute("UPDATE page SET last_fetched_at = now()::TIMESTAMP")
    con.execute("UPDATE run SET parameters = '{}'")
    assert content_digest(con) == before
    con.execute("UPDATE fact_indicator_2023 SET label = label || '数' WHERE seq = 1")
    assert {name for name, value in content_digest(con).items() if value != before[name]} == {"fact_indicator"}
