"""Which years a backfill does, and which sources of the registry may have a report of a year."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.backfill import find_year_sources, plan_fetch
from flows.registry import read_sources
from flows.stored_pages import Scope
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
