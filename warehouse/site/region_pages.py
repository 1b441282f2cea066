"""A page a region: its reports over the years, what they hold, what in them does not agree, its indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from markupsafe import Markup

from warehouse.derive.view_files import DOUBTFUL
from warehouse.site.coverage_pages import STATUSES, Duty
from warehouse.site.library import Library, Region
from warehouse.site.marking import mark_quote, name_anchor
from warehouse.site.render import write_page
from warehouse.site.sparkline import draw_sparkline
from warehouse.site.wording import CHECKS, format_period, format_value

BATCH = 200
"""Regions read at once."""
FEW_FAULTS = 8
"""Contradictions that are shown at once; the others unfold."""
_QUERIES = {
    "series": f"""
        SELECT region_code, indicator_id, year, value, unit, qualifier, period_start, period_end, check_status,
               {DOUBTFUL}, distinct_values, report_id, fact_id, report_year, restated_value, restated_report_id,
               restated_fact_id
        FROM site_series WHERE region_code IN (SELECT unnest(?)) ORDER BY region_code, indicator_id, year
        """,
    "parts": """
        SELECT region_code, part, name_zh, report_id, is_present, chars, section_seqs[1]
        FROM completeness WHERE region_code IN (SELECT unnest(?)) ORDER BY region_code, report_id
        """,
    "faults": """
        SELECT region_code, year, report_id, fact_id, label, stated_value, computed_value, unit, quote, sentence
        FROM consistency WHERE check_status = 'inconsistent' AND region_code IN (SELECT unnest(?))
        ORDER BY region_code, year, report_id, fact_id
        """,
    "claims": """
        SELECT region_code, year, report_id, fact_id, claim, stated, computed, unit, quote, sentence, last_quote,
               last_report_id, last_fact_id, indicator_id
        FROM year_on_year WHERE agrees = false AND region_code IN (SELECT unnest(?))
        ORDER BY region_code, year, report_id, fact_id
        """,
    "spans": """
        SELECT region_code, indicator_id, period_start, period_end, value, unit, qualifier, report_id, fact_id, quote, sentence
        FROM indicator_span WHERE region_code IN (SELECT unnest(?))
        ORDER BY region_code, last_year DESC, indicator_id, report_id, fact_id
        """,
}
"""Rows of a batch of regions, by what the page shows of them."""
CLAIMS = {"change": "所述同比变化与上年报告的数对不上。", "restated": "重述的上年数与上年报告不同。"}


def write_regions(
    con: duckdb.DuckDBPyConnection, folder: Path, library: Library, duties: dict[str, dict[int, Duty]]
) -> int:
    """A page for each region with at least one report; how many. Reads the table site_series."""
    codes = list(library.by_region)
    breaks = read_breaks(con)
    for start in range(0, len(codes), BATCH):
        batch = codes[start : start + BATCH]
        rows = {name: _group(con.execute(query, [batch]).fetchall()) for name, query in _QUERIES.items()}
        for code in batch:
            own = {name: grouped.get(code, []) for name, grouped in rows.items()}
            write_page(
                folder,
                f"region/{code}.html",
                "region.html",
                {
                    "library": library,
                    "statuses": STATUSES,
                    "duties": duties.get(code, {}),
                    "FEW_FAULTS": FEW_FAULTS,
                    **_describe_region(library, code, own, breaks),
                },
            )
    return len(codes)


def _describe_region(
    library: Library, code: str, rows: dict[str, list[tuple[Any, ...]]], breaks: dict[str, list[tuple[int, str]]]
) -> dict[str, Any]:
    """What the region's page says of it, by the names of the template."""
    region = library.regions[code]
    told = {row[1] for row in rows["series"]}
    years = sorted(told | {line.year for line in library.by_region[code] if line.year})
    return {
        "region": region,
        "chain": library.trace(code)[:-1],
        "below": _list_below(library, region),
        "years": years[::-1],
        "spans": [_describe_span(library, row) for row in rows["spans"]],
        "reports": sorted(library.by_region[code], key=lambda line: line.year or 0, reverse=True),
        "parts": _describe_parts(rows["parts"]),
        "faults": [
            *(_describe_fault(row) for row in rows["faults"]),
            *(_describe_claim(library, row) for row in rows["claims"]),
        ],
        "themes": _describe_series(library, rows["series"], years, breaks),
    }


def read_breaks(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[int, str]]]:
    """Of each indicator the years that cannot be compared with the year before, and why."""
    breaks: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for indicator_id, year, reason in con.execute(
        "SELECT indicator_id, after_year, reason FROM caliber_break ORDER BY ALL"
    ).fetchall():
        breaks[indicator_id].append((year, reason))
    return dict(breaks)


def _group(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows by their first column, which they are ordered by; the others stay."""
    return {key: [row[1:] for row in group] for key, group in groupby(rows, key=lambda row: row[0])}


def _list_below(library: Library, region: Region) -> list[Region]:
    """The regions right below that have reports."""
    if region.level == "county":
        return []
    below = [library.regions[code] for code in library.by_region]
    return [other for other in below if other.parent_code == region.code]


def _describe_parts(rows: list[tuple[Any, ...]]) -> list[tuple[str, dict[str, tuple[int | None, int | None]]]]:
    """Of each of the five parts its name, and by report the characters (None: not there) and the section's number."""
    names: dict[str, str] = {}
    cells: defaultdict[str, dict[str, tuple[int | None, int | None]]] = defaultdict(dict)
    for part, name, report_id, is_present, chars, seq in rows:
        names[part] = name
        cells[part][report_id] = (chars, seq) if is_present else (None, None)
    order = ("measures", "shortfalls", "heads_duty", "next_plan", "other")
    return [(names[part], cells[part]) for part in order if part in names]


def _describe_fault(row: tuple[Any, ...]) -> dict[str, Any]:
    year, report_id, fact_id, label, stated, computed, unit, quote, sentence = row
    return {
        "year": year,
        "href": f"report/{report_id}.html#t-{name_anchor(fact_id)}",
        "label": label,
        "kind": "",
        "how": "由同文其他数字算得",
        "stated": format_value(stated, unit),
        "computed": None if computed is None else format_value(round(computed, 4), unit),
        "sentence": mark_quote(sentence, quote),
        "last_href": None,
        "last_quote": None,
    }


def _describe_claim(library: Library, row: tuple[Any, ...]) -> dict[str, Any]:
    year, report_id, fact_id, claim, stated, computed, unit, quote, sentence, last_quote, last_id, last_fact, name = row
    indicator = library.indicators.get(name)
    return {
        "year": year,
        "href": f"report/{report_id}.html#t-{name_anchor(fact_id)}",
        "kind": CLAIMS[claim],
        "how": "由两年的数算得",
        "label": indicator.name if indicator else name,
        "stated": format_value(stated, unit),
        "computed": format_value(computed, unit),
        "sentence": mark_quote(sentence, quote),
        "last_quote": last_quote,
        "last_href": f"report/{last_id}.html#t-{name_anchor(last_fact)}",
    }


def _describe_series(
    library: Library, rows: list[tuple[Any, ...]], years: list[int], breaks: dict[str, list[tuple[int, str]]]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The region's indicators by theme, in the catalogue's order: name, sparkline, a cell a year."""
    by_indicator = _group(rows)
    themes: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for indicator in library.indicators.values():
        values = by_indicator.get(indicator.indicator_id)
        if values is None:
            continue
        broken = frozenset(year for year, _ in breaks.get(indicator.indicator_id, ()))
        themes[indicator.theme].append(
            {
                "indicator": indicator,
                "spark": Markup(draw_sparkline([(row[0], row[1]) for row in values], years, broken)),
                "cells": {row[0]: _describe_value(row, indicator.unit) for row in values},
                "broken": [year for year in years if year in broken and year - 1 in years],
            }
        )
    return list(themes.items())


def _describe_value(row: tuple[Any, ...], usual_unit: str) -> dict[str, Any]:
    (
        year,
        value,
        unit,
        qualifier,
        start,
        end,
        check,
        doubtful,
        distinct,
        report_id,
        fact_id,
        report_year,
        *restated,
    ) = row
    notes = []
    if report_year != year:
        notes.append(f"{report_year}年度报告所述")
    period = format_period(start, end)
    if start is not None and period != f"{year}年":
        notes.append(period)
    if distinct > 1:
        notes.append(f"另有 {distinct - 1} 种说法")
    if check in ("inconsistent", "garbled"):
        notes.append(CHECKS[check])
    if doubtful:
        notes.append("存疑")
    return {
        "href": f"report/{report_id}.html#t-{name_anchor(fact_id)}",
        "value": format_value(value, unit if unit in ("%", "‰") or unit != usual_unit else "", qualifier),
        "notes": notes,
        "restated": _describe_restated(value, unit, *restated),
    }


def _describe_restated(
    first: float, unit: str, value: float | None, report_id: str | None, fact_id: str | None
) -> dict[str, Any] | None:
    """What a later report says of the same year; None where none does, or says the same."""
    if value is None or fact_id is None or value == first:
        return None
    return {
        "href": f"report/{report_id}.html#t-{name_anchor(fact_id)}",
        "value": format_value(value, unit if unit in ("%", "‰") else ""),
    }


def _describe_span(library: Library, row: tuple[Any, ...]) -> dict[str, Any]:
    name, start, end, value, unit, qualifier, report_id, fact_id, quote, sentence = row
    return {
        "indicator": library.indicators.get(name),
        "name": name,
        "period": format_period(start, end),
        "value": format_value(value, unit, qualifier),
        "href": f"report/{report_id}.html#t-{name_anchor(fact_id)}",
        "sentence": mark_quote(sentence, quote),
    }
