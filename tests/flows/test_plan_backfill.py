"""Which years a backfill does, and which sources of the registry may have a report of a year."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.backfill.plan import find_year_sources, plan_fetch
from flows.backfill.years import forget_years
from flows.runs.stored_pages import Scope
from flows.settings import Settings
from flows.sites.discovery import FoundReport
from flows.sites.harvest import WantedYears
from flows.sites.registry import read_sources
from tests.warehouse_samples import connect_empty


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return connect_empty(tmp_path)


def finish(con: duckdb.DuckDBPyConnection, year: int, scope: str = "", outcome: str = "completed") -> None:
    con.execute(
        "INSERT INTO backfill VALUES ('fetch', ?, ?, 'v', ?, 0, 0, 0, 0, now()::TIMESTAMP, NULL, NULL)",
        [year, scope, outcome],
    )


def test_years_that_are_done_are_left_out_until_all_are(con: duckdb.DuckDBPyConnection) -> None:
    years = [2019, 2020, 2021]
    finish(con, 2019)
    finish(con, 2020, outcome="running")
    finish(con, 2021, scope="410000")
    plan = plan_fetch(con, Scope(), years)
    assert (list(plan.todo), plan.done) == ([2020, 2021], (2019,))
    assert list(plan_fetch(con, Scope(region="410000"), years).todo) == [2019, 2020]
    con.execute("DELETE FROM backfill")
    for year in years:
        finish(con, year)
    # Whoever asks for years that are all done wants to know what came since.
    assert list(plan_fetch(con, Scope(), years).todo) == years


def test_year_has_the_sources_that_may_have_it() -> None:
    found = find_year_sources(Scope(), 2021)
    assert found
    for source in read_sources():
        inside = (source.first_year or 0) <= 2021 <= (source.last_year or 9999)
        assert (source in found) is inside


@pytest.mark.parametrize(("region", "begins"), [("410000", "41"), ("410900", "4109"), ("410928", "410928")])
def test_region_takes_in_all_below_it(region: str, begins: str) -> None:
    assert Scope(region=region).region_pattern == f"{begins}%"
    expected = {source.name for source in read_sources() if source.region_code.startswith(begins)}
    named = {source.name for year in range(2000, 2027) for source in find_year_sources(Scope(region=region), year)}
    assert named == expected


def test_years_begun_anew_are_not_taken_for_done_when_that_is_stopped(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    years = [2019, 2020, 2021]
    for year in years:
        finish(con, year)
        finish(con, year, scope="410000")
    plan = plan_fetch(con, Scope(), years)
    assert (list(plan.todo), plan.is_again) == (years, True)
    con.close()
    forget_years(Settings(warehouse=tmp_path / "warehouse.duckdb"), "fetch", Scope(), plan.todo)
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as again:
        finish(again, 2019)
        plan = plan_fetch(again, Scope(), years)
        assert (list(plan.todo), plan.is_again) == ([2020, 2021], False)
        # Another scope's years are as they were.
        assert plan_fetch(again, Scope(region="410000"), years).is_again


def test_link_without_a_year_is_asked_for_until_its_page_was_read() -> None:
    wanted = WantedYears(frozenset({2021}), {"b": 2021, "c": 2020, "d": None}, frozenset({"e"}))
    links = {url: FoundReport(url, "年度报告", None, None, None) for url in "abcde"}
    assert [url for url, link in links.items() if wanted.includes(link)] == ["a", "b"]
    # What the link itself tells goes before: the page may have been read wrongly.
    dated = [FoundReport("c", "2021年度报告", 2021, None, None), FoundReport("a", "2020年度报告", 2020, None, None)]
    assert [link.url for link in dated if wanted.includes(link)] == ["c"]
