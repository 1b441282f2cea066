"""A warehouse of many made-up reports, cheaply: some go through the real loader, the others are copied from them by SQL.

Copies have ids, regions, years and pages of their own; texts, sections and figures are those they were copied from. For what
only reads (queues, the review page, samples) that is as good as what a loader takes an hour for.
"""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from tests.made_up_reports import FIRST_YEAR, _regions, load_reports, make_reports
from warehouse.database import close_warehouse, open_warehouse
from warehouse.derive.settling import settle_years
from warehouse.store.migrations import ensure_fact_tables, name_fact_table

YEARS = 5
BLOCKS = 5
"""How often the regions are taken anew before years are."""


def multiply(warehouse: Path, loaded: int, times: int) -> int:
    """A new warehouse of `loaded` × `times` reports; how many these are. `loaded` is a multiple of five, at most 3,000."""
    con = open_warehouse(warehouse)
    started = time.perf_counter()
    load_reports(con, make_reports(loaded, YEARS))
    regions = loaded // YEARS
    codes = [code for code, _, _ in _regions()][: regions * BLOCKS]
    con.execute(
        "CREATE TEMP TABLE place AS SELECT unnest($codes) AS code, unnest(range($count)) AS n",
        {"codes": codes, "count": len(codes)},
    )
    con.execute("CREATE TEMP TABLE base AS SELECT * FROM report")
    con.execute("CREATE TEMP TABLE base_page AS SELECT * FROM page")
    con.execute("CREATE TEMP TABLE base_section AS SELECT * FROM section")
    con.execute("CREATE TEMP TABLE base_fact AS SELECT * FROM fact_indicator")
    for copy in range(1, times):
        _copy(con, copy, regions * (copy % BLOCKS), YEARS * (copy // BLOCKS))
    con.execute("DELETE FROM unsettled_year")
    con.execute("INSERT INTO unsettled_year SELECT DISTINCT year FROM report")
    for table in ("indicator_settled", "completeness_settled", "theme_settled"):
        con.execute(f"DELETE FROM {table}")
    settle_years(con)
    [(count,)] = con.execute("SELECT count(*) FROM report").fetchall()
    close_warehouse(con)
    print(
        f"{count} reports in {time.perf_counter() - started:.0f} s, {warehouse.stat().st_size / 1e6:.0f} MB", flush=True
    )
    return int(count)


def _copy(con: duckdb.DuckDBPyConnection, copy: int, regions: int, years: int) -> None:
    """Once more all that was loaded, so many regions farther and years earlier."""
    names = {"copy": copy, "regions": regions, "years": years}
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE moved AS
        SELECT base.report_id AS former, base.report_id || '-' || $copy AS report_id, there.code AS region_code,
               (base.year - $years)::SMALLINT AS year, sha256(base.page_id || $copy) AS page_id, base.page_id AS former_page
        FROM base JOIN place AS here ON here.code = base.region_code JOIN place AS there ON there.n = here.n + $regions
        """,
        names,
    )
    con.execute(
        "INSERT INTO report BY NAME SELECT base.* REPLACE (moved.report_id AS report_id, moved.region_code AS region_code, "
        "moved.year AS year, moved.page_id AS page_id) FROM base JOIN moved ON moved.former = base.report_id"
    )
    con.execute(
        "INSERT INTO page BY NAME SELECT base_page.* REPLACE (moved.report_id AS report_id, moved.page_id AS page_id, "
        "base_page.url || '?' || $copy AS url) FROM base_page JOIN moved ON moved.former_page = base_page.page_id",
        {"copy": copy},
    )
    con.execute(
        "INSERT INTO section BY NAME SELECT base_section.* REPLACE (moved.report_id AS report_id) "
        "FROM base_section JOIN moved ON moved.former = base_section.report_id"
    )
    each = [FIRST_YEAR + n - years for n in range(YEARS)]
    ensure_fact_tables(con, each)
    for year in each:
        con.execute(
            f"""
            INSERT INTO {name_fact_table(year)} BY NAME
            SELECT base_fact.* REPLACE (moved.report_id AS report_id, moved.region_code AS region_code, moved.year AS year,
                   base_fact.fact_id || '-' || $copy AS fact_id,
                   base_fact.part_of || '-' || $copy AS part_of,
                   base_fact.period_start - to_years($years) AS period_start, base_fact.period_end - to_years($years) AS period_end)
            FROM base_fact JOIN moved ON moved.former = base_fact.report_id WHERE moved.year = $year
            """,
            {"copy": copy, "years": years, "year": year},
        )
