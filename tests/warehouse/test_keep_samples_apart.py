"""The project's own sample pages never mix with reports of governments: not in names, series, rankings or duties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from flows.commands.fill.ingest import refuse_samples
from flows.errors import CallError
from parsers.records import ParsedPage
from tests.view_samples import fetch
from tests.warehouse_samples import LATER, NOON, VERSION, connect_in_memory, make_item, make_report, write_empty
from warehouse.check.checks import check_warehouse
from warehouse.database import close_warehouse, open_warehouse
from warehouse.derive.settling import settle_years
from warehouse.diary import end_run, start_run
from warehouse.judge.sample import count_population
from warehouse.load.load import load_pages
from warehouse.load.removal import remove_reports
from warehouse.load.samples import list_samples

HERE = {"region": "410928", "year": 2023}
SAMPLE_URL = "file:///somewhere/seeds/pages/410928-2023.html"
REAL_URL = "https://www.example.gov.cn/2023.html"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_in_memory() as con:
        yield con


def make_sample(number: int = 0, **place: object) -> ParsedPage:
    """A made-up report with the bytes' name of a sample page."""
    page = make_report(SAMPLE_URL, **{**HERE, **place}, cases=62 + number, story=1)  # type: ignore[arg-type]
    return replace(page, page_id=sorted(list_samples())[number])


def load(con: duckdb.DuckDBPyConnection, *pages: ParsedPage) -> None:
    run = start_run(con, "ingest", {}, NOON)
    load_pages(con, run, [make_item(page) for page in pages], VERSION)
    end_run(con, run, LATER)
    settle_years(con)
    assert [result.name for result in check_warehouse(con) if not result.passed] == []


def remove(con: duckdb.DuckDBPyConnection, *names: str) -> None:
    run = start_run(con, "remove", {}, LATER)
    remove_reports(con, run, names)
    end_run(con, run, LATER)
    settle_years(con)


REPORTS = "SELECT report_id, is_sample FROM report ORDER BY 1"


@pytest.mark.parametrize("together", [False, True])
def test_a_report_takes_its_name_from_the_sample(con: duckdb.DuckDBPyConnection, together: bool) -> None:
    real = make_report(REAL_URL, cases=80, **HERE)  # type: ignore[arg-type]
    if together:
        load(con, make_sample(), real)
    else:
        load(con, make_sample())
        load(con, real)
    assert fetch(con, REPORTS) == [("410928-2023", False)]
    assert fetch(con, "SELECT value, report_id FROM indicator_series") == [(80, "410928-2023")]
    assert fetch(con, "SELECT outcome, report_id FROM page ORDER BY url") == [
        ("superseded", None),
        ("loaded", "410928-2023"),
    ]
    # The same again changes nothing but that the sample comes behind, under a number.
    load(con, real, make_sample())
    assert fetch(con, REPORTS) == [("410928-2023", False), ("410928-2023-2", True)]
    assert fetch(con, "SELECT value, report_id, candidates FROM indicator_series") == [(80, "410928-2023", 1)]


def test_a_removed_sample_keeps_no_name(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_sample())
    remove(con, "410928-2023")
    load(con, make_report(REAL_URL, **HERE))  # type: ignore[arg-type]
    assert fetch(con, REPORTS) == [("410928-2023", False)]


def test_a_name_that_a_report_holds_stays_with_it(con: duckdb.DuckDBPyConnection) -> None:
    first = make_report(REAL_URL, **HERE)  # type: ignore[arg-type]
    other = make_report("https://elsewhere.example.gov.cn/1.html", cases=91, story=1, **HERE)  # type: ignore[arg-type]
    load(con, first)
    load(con, make_sample())
    load(con, other)
    assert fetch(con, REPORTS)[0] == ("410928-2023", False)
    assert fetch(con, "SELECT count(*) FROM report WHERE is_sample IS NOT TRUE") == [(2,)]


def test_no_series_ranking_or_duty_counts_a_sample_beside_a_report(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_sample(), make_sample(1, region="410922", year=2021))
    views = ("indicator_series", "region_ranking", "peer_group", "indicator_chosen", "indicator_wide")
    assert all(fetch(con, f"SELECT 1 FROM {view} LIMIT 1") for view in views)
    assert fetch(con, "SELECT report_id FROM obligation WHERE report_id IS NOT NULL ORDER BY 1") == [
        ("410922-2021",),
        ("410928-2023",),
    ]
    real = make_report("https://a.example.gov.cn/2023.html", region="410923", year=2023)
    load(con, real)
    for view in views[:4]:
        assert fetch(con, f"SELECT DISTINCT region_code FROM {view}") == [("410923",)], view
    assert fetch(con, "SELECT region_code, year FROM indicator_wide") == [("410923", 2023)]
    assert fetch(con, "SELECT report_id, year FROM obligation WHERE report_id IS NOT NULL") == [("410923-2023", 2023)]
    # No year is owed for that only a sample tells of.
    assert fetch(con, "SELECT DISTINCT year FROM obligation") == [(2023,)]
    assert {
        name for (name,) in fetch(con, "SELECT standing FROM figure_standing WHERE report_id <> '410923-2023'")
    } == {"sample"}
    # How right the reading is, is measured on reports alone.
    assert (
        count_population(con)
        == fetch(con, "SELECT count(*) FROM fact_indicator ANTI JOIN sample_aside USING (report_id)")[0][0]
    )
    # Without data the samples are seen again.
    remove(con, "410923-2023")
    assert len(fetch(con, "SELECT DISTINCT region_code FROM indicator_series")) == 2


def test_samples_are_not_loaded_where_reports_are(tmp_path: Path) -> None:
    path = write_empty(tmp_path / "w.duckdb")
    refuse_samples(tmp_path / "none.duckdb")
    refuse_samples(path)
    for page, refused in ((make_sample(), False), (make_report(REAL_URL, **HERE), True)):  # type: ignore[arg-type]
        con = open_warehouse(path)
        load(con, page)
        close_warehouse(con)
        if refused:
            with pytest.raises(CallError, match=r"w.duckdb holds 1 reports.*demo.duckdb"):
                refuse_samples(path)
        else:
            refuse_samples(path)
