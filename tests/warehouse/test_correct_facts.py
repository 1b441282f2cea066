"""Corrections: applied where the passage stands, visible, undone with their row, refused where the page says something else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse_samples import LATER, NOON, VERSION, connect_empty, make_item, make_report
from warehouse.check.checks import check_warehouse
from warehouse.diary import start_run
from warehouse.load.corrections import (
    Correction,
    StoredFigure,
    UnsoundCorrectionsError,
    judge_correction,
    make_corrections,
    read_corrections,
    refresh_corrections,
)
from warehouse.load.load import load_pages

ROW: dict[str, str | None] = {
    "correction_id": "cases",
    "region_code": "410928",
    "year": "2023",
    "level": None,
    "context": "收到行政复议申请62件，其中",
    "quote": "62件",
    "value": "162",
    "unit": "件",
    "reason": "少印一位数字",
    "evidence": "同年统计年鉴",
    "noted_on": "2024-05-01",
}


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return connect_empty(tmp_path)


def load(con: duckdb.DuckDBPyConnection, moment: dt.datetime = NOON, **changes: Any) -> None:
    run_id = start_run(con, "ingest", {}, moment)
    load_pages(con, run_id, [make_item(make_report(**changes), fetched_at=moment)], VERSION)


def read_facts(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute(
        "SELECT quote, value, published_value, corrected_by FROM fact_indicator WHERE quote IN ('62件', '53件') ORDER BY quote"
    ).fetchall()


def read_outcome(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute("SELECT correction_id, outcome FROM correction").fetchall()


CORRECTED = [("53件", 53.0, None, None), ("62件", 162.0, 62.0, "cases")]
AS_READ = [("53件", 53.0, None, None), ("62件", 62.0, None, None)]


def test_correction_waits_for_its_report_and_is_applied_with_it(con: duckdb.DuckDBPyConnection) -> None:
    refresh_corrections(con, make_corrections([ROW]))
    assert read_outcome(con) == [("cases", "waiting")]
    load(con)
    assert read_facts(con) == CORRECTED
    assert read_outcome(con) == [("cases", "applied")]
    assert [result.name for result in check_warehouse(con) if not result.passed] == []


def test_correction_reaches_reports_that_are_there_and_is_undone_with_its_row(con: duckdb.DuckDBPyConnection) -> None:
    load(con)
    refresh_corrections(con, make_corrections([ROW]))
    assert read_facts(con) == CORRECTED
    refresh_corrections(con, make_corrections([{**ROW, "value": "262"}]))
    assert read_facts(con)[1] == ("62件", 262.0, 62.0, "cases")
    refresh_corrections(con, ())
    assert read_facts(con) == AS_READ
    assert read_outcome(con) == []


def test_correction_stays_when_the_report_is_written_again(con: duckdb.DuckDBPyConnection) -> None:
    load(con)
    refresh_corrections(con, make_corrections([ROW]))
    load(con, LATER, noise="visited 7 times", extra="另有培训3件。")
    assert read_facts(con) == CORRECTED


def test_correction_is_refused_when_the_page_no_longer_says_so(con: duckdb.DuckDBPyConnection) -> None:
    refresh_corrections(con, make_corrections([ROW]))
    load(con)
    load(con, LATER, cases=77)
    assert read_outcome(con) == [("cases", "refused")]
    assert con.execute("SELECT count(*) FROM fact_indicator WHERE corrected_by IS NOT NULL").fetchall() == [(0,)]


def test_correction_leaves_a_department_of_the_same_region_alone(con: duckdb.DuckDBPyConnection) -> None:
    refresh_corrections(con, make_corrections([ROW]))
    load(con, level="department")
    assert read_facts(con) == AS_READ
    assert read_outcome(con) == [("cases", "waiting")]


TEXT = "全年收到申请62件，其中受理53件。上年收到申请62件。"
FIGURES = [
    StoredFigure("a", "62件", "件", 6, 9),
    StoredFigure("b", "53件", "件", 14, 17),
    StoredFigure("c", "62件", "件", 24, 27),
]


@pytest.mark.parametrize(
    ("context", "quote", "unit", "meant", "problem"),
    [
        ("全年收到申请62件", "62件", "件", ("a",), None),
        ("上年收到申请62件", "62件", "件", ("c",), None),
        ("收到申请62件", "62件", "件", (), "不止一处"),
        (TEXT, "62件", "件", (), "不止一次"),
        ("今年收到申请62件", "62件", "件", (), "已无此处"),
        ("其中受理53件", "受理53件", "件", (), "没有读到"),
        ("其中受理53件", "53件", "人", (), "单位"),
    ],
)
def test_correction_means_one_figure_or_says_why_not(
    context: str, quote: str, unit: str, meant: tuple[str, ...], problem: str | None
) -> None:
    row = {**ROW, "context": context, "quote": quote, "unit": unit}
    [correction] = make_corrections([row])
    judged = judge_correction(correction, TEXT, FIGURES)
    assert judged.fact_ids == meant
    assert (judged.problem is None) if problem is None else (judged.problem is not None and problem in judged.problem)


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("value", "many", "no number"),
        ("value", "nan", "no number"),
        ("region_code", "4109", "six digits"),
        ("quote", "63件", "does not hold the quote"),
        ("noted_on", "1 May", "a date like this"),
        ("evidence", None, "evidence is missing"),
        ("level", "county", "department"),
    ],
)
def test_unsound_row_is_named(field: str, value: str | None, complaint: str) -> None:
    with pytest.raises(UnsoundCorrectionsError, match=f"row 2.*{complaint}"):
        make_corrections([{**ROW, "correction_id": "other"}, {**ROW, field: value}])


def test_id_that_is_taken_is_named() -> None:
    with pytest.raises(UnsoundCorrectionsError, match=r"row 2.*the id is taken"):
        make_corrections([ROW, ROW])


def test_shipped_corrections_are_sound() -> None:
    assert all(isinstance(correction, Correction) for correction in read_corrections())
