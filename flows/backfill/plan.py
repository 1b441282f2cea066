"""Which years a backfill has to do: told from the warehouse and the registry alone, without Prefect and without network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from flows.runs.stored_pages import Scope, count_stale_reports, find_stale_refusals
from flows.sites.registry import Source, read_sources


@dataclass(frozen=True, slots=True)
class Plan:
    """The years to do in order with the pages (replay) or sources (fetch) that each has, and the years done before."""

    todo: dict[int | None, int]
    done: tuple[int | None, ...]
    is_again: bool = False
    """All years were done before and are done anew."""


def plan_replay(con: duckdb.DuckDBPyConnection, scope: Scope, years: Sequence[int] | None) -> Plan:
    """The years whose reports an older parser version read; None for all years, those unknown too.

    Pages that the present version has read are not counted: a replay that was stopped goes on where it was.
    """
    stale = count_stale_reports(con, scope)
    chosen = {year: count for year, count in stale.items() if years is None or year in years}
    if not chosen and not scope.name and find_stale_refusals(con):
        # Nothing but quarantine to try: one run does it.
        chosen = {years[-1] if years else None: 0}
    stored = con.execute("SELECT DISTINCT year FROM report ORDER BY year NULLS LAST").fetchall()
    return Plan(chosen, tuple(year for (year,) in stored if (years is None or year in years) and year not in chosen))


def plan_fetch(con: duckdb.DuckDBPyConnection | None, scope: Scope, years: Sequence[int]) -> Plan:
    """The years that are not done yet; where all are, all again: whoever asks anew wants to know what is new.

    `con` is None where there is no warehouse yet.
    """
    rows = (
        []
        if con is None
        else con.execute(
            "SELECT year FROM backfill WHERE mode = 'fetch' AND scope = ? AND outcome = 'completed'", [scope.name]
        ).fetchall()
    )
    done = {year for (year,) in rows}
    left = [year for year in years if year not in done]
    todo = left or list(years)
    counts: dict[int | None, int] = {year: len(find_year_sources(scope, year)) for year in todo}
    return Plan(counts, tuple(year for year in years if year not in todo), is_again=not left)


def find_year_sources(scope: Scope, year: int) -> list[Source]:
    """The registered sources of the scope that may have a report of that year."""
    prefix = scope.region_pattern.removesuffix("%")
    return [
        source
        for source in read_sources()
        if source.region_code.startswith(prefix)
        and scope.source in ("", source.name)
        and (source.first_year or 0) <= year <= (source.last_year or 9999)
    ]
