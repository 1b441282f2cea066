"""No named figure vanishes: each stands in a series by the year that it speaks of, or a view says why not."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.archive.files import find_sample_pages
from parsers.page import parse_page
from parsers.records import ParsedPage, Period, RawPage
from parsers.version import parser_version
from tests.judged_gold import make_gold_warehouse
from tests.made_up_reports import make_report
from tests.view_samples import Figure, Part, build_report, fetch, load_reports
from tests.warehouse_samples import NOON, connect_empty, connect_in_memory
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.load import load_pages
from warehouse.store.queries import fetch_value

APPLIED = "reconsideration.applications"
MEDIATED = "mediation.cases"
NAMED = "fact_indicator WHERE indicator_id IS NOT NULL"
IN_SERIES = """
    SELECT fact_id FROM indicator_series UNION ALL
    SELECT restated_fact_id FROM indicator_series WHERE restated_fact_id IS NOT NULL UNION ALL
    SELECT fact_id FROM indicator_restated UNION ALL
    SELECT fact_id FROM indicator_span
"""


def assert_conserved(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Every named figure is placed once; what is said to stand in a view does; the rest has its reason. Counts by standing."""
    count = fetch_value(con, f"SELECT count(*) FROM {NAMED}")
    assert fetch(con, "SELECT count(*), count(DISTINCT fact_id) FROM figure_standing") == [(count, count)]
    assert fetch(con, f"SELECT fact_id FROM figure_standing ANTI JOIN (FROM {NAMED}) AS named USING (fact_id)") == []
    assert fetch(con, "FROM figure_standing WHERE series IS NULL AND why_not IS NULL") == []
    assert fetch(con, "FROM figure_standing WHERE standing IN ('chosen', 'restated') AND why_not IS NOT NULL") == []
    for view in ("indicator_series", "indicator_candidate", "indicator_restated", "indicator_span"):
        assert (
            fetch(con, f"FROM figure_standing WHERE series = '{view}' AND fact_id NOT IN (SELECT fact_id FROM {view})")
            == []
        )
    told = {
        name
        for (name,) in fetch(
            con, "SELECT fact_id FROM figure_standing WHERE standing IN ('chosen', 'restated', 'span')"
        )
    }
    assert {name for (name,) in fetch(con, IN_SERIES)} == told
    assert (
        fetch(con, "SELECT 1 FROM indicator_series GROUP BY region_code, indicator_id, year HAVING count(*) > 1") == []
    )
    return dict(fetch(con, "SELECT standing, count(*) FROM figure_standing GROUP BY ALL"))


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_in_memory() as con:
        yield con


def tell(
    region: str, year: int, *figures: tuple[str, str, float, tuple[int, int, int], tuple[int, int, int]], **more: Any
) -> ParsedPage:
    """A report that gives these figures (quote, indicator, value, first and last day)."""
    text = "，".join(f"某事{quote}" for quote, *_ in figures) + "。"
    listed = [
        Figure(quote, indicator, value, "件", first=dt.date(*first), last=dt.date(*last))
        for quote, indicator, value, first, last in figures
    ]
    return build_report(region, year, [Part("一、", "账目", "disputes", text)], listed, **more)


def year_of(year: int) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    return (year, 1, 1), (year, 12, 31)


def test_the_samples_lose_no_figure(con: duckdb.DuckDBPyConnection) -> None:
    pages = [RawPage(path.as_uri(), path.read_bytes()) for path in sorted(find_sample_pages().glob("*.html"))]
    run = start_run(con, "ingest", {}, NOON)
    load_pages(con, run, [LoadItem(page.url, page.page_id, NOON, parse_page(page)) for page in pages], parser_version())
    end_run(con, run, NOON)
    counts = assert_conserved(con)
    assert counts["restated"] >= 3
    assert counts["span"] >= 15
    assert set(counts) <= {"chosen", "beside", "restated", "restated_beside", "span"}
    # 2022年，收到行政复议申请51件 in the report of 2023, when there is none of 2022.
    assert fetch(
        con,
        f"SELECT year, report_year, value FROM indicator_series WHERE region_code = '410928' AND indicator_id = '{APPLIED}'",
    ) == [(2022, 2023, 51)]


def test_the_annotated_texts_lose_no_figure(tmp_path: Path) -> None:
    make_gold_warehouse(tmp_path / "gold.duckdb")
    with duckdb.connect(tmp_path / "gold.duckdb", read_only=True) as con:
        counts = assert_conserved(con)
        assert counts["chosen"] > 200
        assert counts["other_body"] > 0


@pytest.mark.parametrize("seed", range(4))
def test_generated_warehouses_lose_no_figure(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    pages = [scatter(make_report(code, "甲省乙市", level, year), chance)
             for code, level in (("410900", "prefecture"), ("410922", "county"), ("410928", "county"))
             for year in (2021, 2022, 2023)]  # fmt: skip
    with connect_empty(tmp_path) as con:
        load_reports(con, [replace(page, parser_version="1") for page in pages])
        counts = assert_conserved(con)
    assert {"chosen", "beside", "restated", "span", "ahead", "change", "rank", "garbled"} <= set(counts)


def scatter(page: ParsedPage, chance: random.Random) -> ParsedPage:
    """The page with the periods and kinds of its figures strewn, and now and then a department's or without year or region."""
    year = page.metadata.year or 0
    periods = [None, (0, 0), (0, 0), (-1, -1), (-2, -2), (-2, 0), (-4, -1), (1, 1), (0, 2)]

    def change(fact: Any) -> Any:
        choice = chance.choice(periods)
        period = (
            None
            if choice is None
            else Period(
                dt.date(year + choice[0], chance.randint(1, 6), 1), dt.date(year + choice[1], chance.randint(7, 12), 28)
            )
        )
        kind = chance.choice([fact.kind] * 8 + ["change", "rank"])
        return replace(fact, period=period, kind=kind)

    metadata = page.metadata
    if chance.random() < 0.2:
        metadata = replace(
            metadata, **chance.choice([{"level": "department"}, {"year": None}, {"region_code": None}, {"level": None}])
        )
    return replace(page, facts=tuple(map(change, page.facts)), metadata=metadata)


def test_a_former_year_is_filled_from_the_nearest_report_that_tells_of_it(con: duckdb.DuckDBPyConnection) -> None:
    load_reports(
        con,
        [
            tell("410928", 2023, ("51件", APPLIED, 51, *year_of(2022)), ("60件", APPLIED, 60, *year_of(2023))),
            tell("410928", 2024, ("57件", APPLIED, 57, *year_of(2022)), ("66件", APPLIED, 66, *year_of(2023))),
            tell("410928", 2025, ("58件", APPLIED, 58, *year_of(2022))),
        ],
    )
    assert fetch(
        con,
        "SELECT year, report_year, value, restated_value, restated_report_year, restated_quote FROM indicator_series ORDER BY year",
    ) == [(2022, 2023, 51, 58, 2025, "58件"), (2023, 2023, 60, 66, 2024, "66件")]
    # Both years stand in one report: the change is against what it says itself.
    assert fetch(con, "SELECT previous_value, change FROM indicator_series WHERE year = 2023") == [(51, 9)]
    assert fetch(con, "SELECT year, report_year FROM indicator_restated ORDER BY ALL") == [
        (2022, 2023), (2022, 2024), (2022, 2025), (2023, 2024),
    ]  # fmt: skip
    # Rankings, peers and the wide table keep to each year's own reports.
    assert fetch(con, "SELECT year, value FROM region_ranking") == [(2023, 60)]
    assert fetch(con, "SELECT year FROM indicator_wide") == [(2023,)]
    assert_conserved(con)


def test_figures_over_years_stand_with_their_span_and_in_no_single_year(con: duckdb.DuckDBPyConnection) -> None:
    load_reports(
        con,
        [
            tell(
                "410928",
                2023,
                ("930件", MEDIATED, 930, (2021, 1, 1), (2023, 12, 31)),
                ("88件", MEDIATED, 88, (2022, 11, 1), (2023, 10, 31)),
            ),
            tell(
                "410922",
                2023,
                ("44件", MEDIATED, 44, (2024, 1, 1), (2024, 12, 31)),
                ("99件", MEDIATED, 99, (2021, 1, 1), (2025, 12, 31)),
            ),
        ],
    )
    assert fetch(con, "FROM indicator_series") == []
    assert fetch(con, "SELECT first_year, last_year, report_year, value FROM indicator_span ORDER BY 1") == [
        (2021, 2023, 2023, 930), (2022, 2023, 2023, 88),
    ]  # fmt: skip
    assert fetch(con, "SELECT value, standing FROM figure_standing WHERE region_code = '410922' ORDER BY 1") == [
        (44, "ahead"), (99, "ahead"),
    ]  # fmt: skip
    assert_conserved(con)


def test_counts_are_told_per_inhabitants_by_the_nearest_population(con: duckdb.DuckDBPyConnection) -> None:
    people = "region.resident_population"
    load_reports(
        con,
        [
            tell("410928", 2020, ("80万人", people, 800_000, *year_of(2020))),
            tell("410928", 2022, ("100万人", people, 1_000_000, *year_of(2022))),
            tell("410928", 2021, ("40件", APPLIED, 40, *year_of(2021))),
            tell("410928", 2023, ("50件", APPLIED, 50, *year_of(2023))),
            tell("410928", 2026, ("70件", APPLIED, 70, *year_of(2026))),
            tell("410922", 2023, ("60件", APPLIED, 60, *year_of(2023))),
        ],
    )
    assert fetch(con, "SELECT year, per_10000, people_year FROM per_inhabitants ORDER BY year") == [
        (2021, 0.5, 2020),
        (2023, 0.5, 2022),
    ]


def test_a_part_of_a_former_year_is_no_whole_one(con: duckdb.DuckDBPyConnection) -> None:
    page = tell(
        "410928", 2023, ("40件", APPLIED, 40, (2022, 1, 1), (2022, 8, 31)), ("51件", APPLIED, 51, *year_of(2022))
    )
    load_reports(con, [page])
    assert fetch(con, "SELECT value, candidates, distinct_values FROM indicator_restated") == [(51, 2, 2)]
    assert dict(fetch(con, "SELECT value, standing FROM figure_standing")) == {40: "restated_beside", 51: "restated"}
