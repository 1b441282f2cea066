"""A question about one region looks at its figures alone, and is answered as a question about all would answer it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.made_up_reports import load_reports as load_made_up
from tests.made_up_reports import make_reports
from tests.view_samples import Figure, Part, build_report, fetch, load_reports
from warehouse.database import prepare_warehouse
from warehouse.derive.settling import settle_years, unsettle_years

VIEWS = (
    "indicator_series", "year_on_year", "consistency", "figure_standing", "per_inhabitants", "indicator_restated",
    "indicator_span", "indicator_chosen", "indicator_candidate", "indicator_figure",
)  # fmt: skip
RATE = "services.completion_rate"


def tell(region: str | None, year: int, *figures: Figure) -> Any:
    text = f"{region or '某地'}{year}年" + "，".join(f"办理{figure.quote}" for figure in figures) + "。"
    return build_report(region, year, [Part("一、", "办理", "disputes", text)], list(figures))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        prepare_warehouse(con)
        load_made_up(con, make_reports(30))
        # The same report of two regions and of none that is known: a rate that its parts contradict, a change of a figure.
        for region in ("421222", "410928", None):
            for year in (2021, 2022):
                load_reports(con, [tell(
                    region, year,
                    Figure("200件", "reconsideration.applications", 200 + year, "件"),
                    Figure("50%", RATE, 50, "%", kind="rate", check_status="inconsistent", computed=49.0),
                    Figure("增长20%", None, 20, "%", kind="change"),
                )])  # fmt: skip
        settle_years(con)
        # One year is under way, as while a run goes on: it is computed at each asking.
        unsettle_years(con, [2022])
        yield con


def list_scans(con: duckdb.DuckDBPyConnection, question: str) -> list[tuple[str, str]]:
    """The tables that the plan reads, each with what is asked of it while it is read."""
    found: list[tuple[str, str]] = []

    def walk(node: dict[str, Any]) -> None:
        told = node.get("extra_info", {})
        if node["name"].strip() == "SEQ_SCAN":
            found.append((str(told.get("Table", "")).rsplit(".", 1)[-1], str(told.get("Filters", ""))))
        for child in node.get("children", []):
            walk(child)

    walk(json.loads(con.execute(f"EXPLAIN (FORMAT json) {question}").fetchall()[0][1])[0])
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_only_the_region_is_looked_at(con: duckdb.DuckDBPyConnection, view: str) -> None:
    scans = list_scans(con, f"SELECT * FROM {view} WHERE region_code = '421222'")
    figures = [scan for scan in scans if scan[0].startswith("fact_indicator") or scan[0] == "indicator_settled"]
    # Reports of no known region are looked at apart by the two views that show them too: few, and found without reading others.
    apart = [scan for scan in figures if "region_code IS NULL" in scan[1]]
    assert figures
    assert [scan for scan in figures if "region_code='421222'" not in scan[1] and scan not in apart] == []
    assert not apart or view in ("year_on_year", "consistency")


@pytest.mark.parametrize("view", VIEWS)
def test_the_answer_is_that_of_the_whole(con: duckdb.DuckDBPyConnection, view: str) -> None:
    columns = [row[0] for row in fetch(con, f"DESCRIBE {view}")]
    place = columns.index("region_code")
    whole = fetch(con, f"FROM {view}")
    regions = {row[place] for row in whole}
    assert len(regions) > 2 or view in ("per_inhabitants", "indicator_span", "indicator_restated")
    for region in regions:
        one = fetch(
            con, f"FROM {view} WHERE region_code IS NOT DISTINCT FROM {'NULL' if region is None else repr(region)}"
        )
        assert sorted(map(repr, one)) == sorted(repr(row) for row in whole if row[place] == region)
        if region is not None:
            asked = fetch(con, f"FROM {view} WHERE region_code = '{region}'")
            assert sorted(map(repr, asked)) == sorted(map(repr, one))


def test_reports_of_no_known_region_lose_nothing(con: duckdb.DuckDBPyConnection) -> None:
    """What stands beside a figure that is checked, and which figure a change belongs to, is told for them as for any other."""
    shape = "SELECT region_code, label, stated_value, list_transform(evidence, lambda one: one.quote) FROM consistency"
    told = {row[0]: row[1:] for row in fetch(con, f"{shape} WHERE quote = '50%' AND year = 2021")}
    assert told[None] == told["421222"] == told["410928"]
    assert told[None][2] == ["200件"]
    changes = fetch(con, "SELECT region_code, this_quote, last_quote FROM year_on_year WHERE claim = 'change' AND year = 2022 "
                         "AND region_code IN ('421222') OR (claim = 'change' AND region_code IS NULL AND year = 2022)")  # fmt: skip
    assert {row[0]: row[1] for row in changes} == {None: "50%", "421222": "50%"}
