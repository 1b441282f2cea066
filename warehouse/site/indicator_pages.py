"""A page an indicator, its values in a script and a CSV file beside it, and the list of all indicators."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from warehouse.derive.view_files import DOUBTFUL
from warehouse.site.library import Indicator, Library, Region
from warehouse.site.marking import mark_quote, name_anchor
from warehouse.site.region_pages import read_breaks
from warehouse.site.render import write_call, write_file, write_page
from warehouse.site.wording import CHECKS, LEVELS, QUALIFIERS, SCOPES, format_period, format_value

CSV_COLUMNS = (
    "区划代码", "地区", "层级", "年份", "指标编号", "指标", "限定", "数值", "单位", "口径", "时期起", "时期止", "比上年增减",
    "核对", "把握", "不同说法数", "原文数字", "报告编号", "发布日期", "网址", "事实编号", "报告年份", "重述数值", "重述报告",
)  # fmt: skip
"""Header of the CSV files."""
PEOPLE = "region.resident_population"
"""The indicator that rates per head go by."""


def write_indicators(con: duckdb.DuckDBPyConnection, folder: Path, library: Library) -> int:
    """A page for each indicator of the catalogue that any report gives a figure of, and the list of all; how many pages.

    Reads site_series and site_standing. What stands in no series is told of all the same: figures over years one by one, the
    others by their reason, so that no name on a report's page leads nowhere.
    """
    breaks = read_breaks(con)
    spans = _read_spans(con)
    left = _read_left(con)
    counts: dict[str, tuple[int, int]] = {
        indicator_id: (regions, values)
        for indicator_id, regions, values in con.execute(
            "SELECT indicator_id, count(DISTINCT region_code), count(*) FROM site_series GROUP BY indicator_id"
        ).fetchall()
    }
    people = read_people(con) if counts else {}
    addresses = {line.report_id: (line.published_on, line.link or "") for line in library.reports}
    for indicator in library.indicators.values():
        name = indicator.indicator_id
        if name in counts or name in spans or name in left:
            rows = con.execute(
                f"""
                SELECT region_code, year, value, unit, qualifier, scope, period_start, period_end, change, check_status,
                       confidence, {DOUBTFUL}, distinct_values, quote, report_id, fact_id, report_year, restated_value, restated_report_id
                FROM site_series WHERE indicator_id = ? ORDER BY region_code, year
                """,
                [indicator.indicator_id],
            ).fetchall()
            beside = {
                "breaks": breaks.get(name, []),
                "spans": [_describe_span(library, row) for row in spans.get(name, [])],
                "left": left.get(name, []),
                "people": people,
            }
            _write_indicator(folder, library, indicator, rows, addresses, beside)
    themes: defaultdict[str, list[Indicator]] = defaultdict(list)
    for indicator in library.indicators.values():
        themes[indicator.theme].append(indicator)
    write_page(
        folder,
        "indicators.html",
        "indicators.html",
        {
            "library": library,
            "themes": list(themes.items()),
            "counts": counts,
            "written": {*counts, *spans, *left} & library.indicators.keys(),
        },
    )
    return len({*counts, *spans, *left} & library.indicators.keys())


def read_people(con: duckdb.DuckDBPyConnection) -> dict[str, dict[int, float]]:
    """常住人口 by region and year, where reports tell it."""
    people: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for code, year, value in con.execute(
        "SELECT region_code, year, value FROM site_series WHERE indicator_id = ? AND value > 0 ORDER BY ALL", [PEOPLE]
    ).fetchall():
        people[code][year] = value
    return dict(people)


def _read_spans(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """Figures over several years, by indicator."""
    spans: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for indicator_id, *row in con.execute(
        "SELECT indicator_id, region_code, period_start, period_end, value, unit, qualifier, report_id, fact_id, quote, sentence "
        "FROM indicator_span ORDER BY indicator_id, region_code, first_year, last_year, report_id, fact_id"
    ).fetchall():
        spans[indicator_id].append(tuple(row))
    return dict(spans)


def _read_left(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, int]]]:
    """By indicator: why figures stand in no series, and how many."""
    left: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for indicator_id, reason, count in con.execute(
        "SELECT indicator_id, why_not, count(*) FROM site_standing WHERE series IS NULL GROUP BY ALL ORDER BY 1, 3 DESC, 2"
    ).fetchall():
        left[indicator_id].append((reason, count))
    return dict(left)


def _describe_span(library: Library, row: tuple[Any, ...]) -> dict[str, Any]:
    code, start, end, value, unit, qualifier, report_id, fact_id, quote, sentence = row
    return {
        "code": code if code in library.by_region else None,
        "place": _name_region(library, code)[1],
        "period": format_period(start, end),
        "value": format_value(value, unit, qualifier),
        "href": f"report/{report_id}.html#t-{name_anchor(fact_id)}",
        "sentence": mark_quote(sentence, quote),
    }


def count_indicators(con: duckdb.DuckDBPyConnection, library: Library, limit: int) -> list[tuple[Indicator, int, int]]:
    """The indicators that most regions report, with regions and values."""
    rows = con.execute(
        "SELECT indicator_id, count(DISTINCT region_code) AS regions, count(*) FROM site_series GROUP BY indicator_id "
        "ORDER BY regions DESC, 3 DESC, indicator_id LIMIT ?",
        [limit],
    ).fetchall()
    return [(library.indicators[row[0]], row[1], row[2]) for row in rows if row[0] in library.indicators]


class _Value(NamedTuple):
    """A row of site_series as `write_indicators` asks for it."""

    region_code: str
    year: int
    value: float
    unit: str
    qualifier: str
    scope: str | None
    start: dt.date | None
    end: dt.date | None
    change: float | None
    check: str | None
    confidence: float
    doubtful: bool
    distinct: int
    quote: str
    report_id: str
    fact_id: str
    report_year: int
    restated: float | None
    restated_id: str | None


def _pack_value(row: _Value, number: int, indicator: Indicator) -> list[Any]:
    """As the page's script takes it; `number`: of the region among those of the page."""
    disputed = row.check in ("inconsistent", "garbled")
    return [
        number,
        row.year,
        row.value,
        QUALIFIERS[row.qualifier],
        "" if row.unit == indicator.unit else row.unit,
        "·".join(filter(None, _list_notes(row))),
        1 if disputed or row.doubtful or row.distinct > 1 else 0,
        row.change,
        row.quote,
        "" if row.report_id == f"{row.region_code}-{row.year}" else row.report_id,
        name_anchor(row.fact_id),
    ]


def _list_notes(row: _Value) -> Iterator[str]:
    """What is to be known of a value; empty where one does not apply."""
    period = "" if row.start is None else format_period(row.start, row.end)
    yield "" if period == f"{row.year}年" else period
    yield f"{row.report_year}年度报告所述" if row.report_year != row.year else ""
    yield (
        ""
        if row.restated is None or row.restated == row.value
        else f"后来重述为 {format_value(row.restated, row.unit)}"
    )
    yield SCOPES.get(row.scope or "", "")
    yield CHECKS[row.check] if row.check in ("inconsistent", "garbled") else ""
    yield f"存疑 {row.confidence:.2f}" if row.doubtful else ""
    yield f"另有 {row.distinct - 1} 种说法" if row.distinct > 1 else ""


def _list_cells(row: _Value, indicator: Indicator, library: Library, address: tuple[Any, str]) -> list[Any]:
    """A line of the CSV file, in the order of CSV_COLUMNS."""
    code = row.region_code
    region = library.regions.get(code) or Region(code, code, code, "county", None)
    published_on, url = address
    return [
        code, region.full_name, LEVELS.get(region.level, ""), row.year, indicator.indicator_id, indicator.name,
        QUALIFIERS[row.qualifier], f"{row.value:.15g}", row.unit, SCOPES.get(row.scope or "", ""), row.start, row.end,
        "" if row.change is None else f"{row.change:.15g}", CHECKS.get(row.check or "", ""), row.confidence, row.distinct,
        row.quote, row.report_id, published_on, url, row.fact_id, row.report_year,
        "" if row.restated is None else f"{row.restated:.15g}", row.restated_id,
    ]  # fmt: skip


def _write_indicator(
    folder: Path,
    library: Library,
    indicator: Indicator,
    rows: list[tuple[Any, ...]],
    addresses: dict[str, tuple[Any, str]],
    beside: dict[str, Any],
) -> None:
    breaks: list[tuple[int, str]] = beside["breaks"]
    regions: dict[str, int] = {}
    packed: list[list[Any]] = []
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for row in map(_Value._make, rows):
        packed.append(_pack_value(row, regions.setdefault(row.region_code, len(regions)), indicator))
        writer.writerow(_list_cells(row, indicator, library, addresses[row.report_id]))
    years = sorted({row[1] for row in rows})
    people = beside["people"] if indicator.kind == "count" and indicator.theme != "profile" else {}
    path = indicator.path.removesuffix(".html")
    # The mark at the start tells Excel that the file is UTF-8.
    write_file(folder, f"{path}.csv", f"\ufeff{table.getvalue()}")
    write_call(
        folder,
        f"{path}.js",
        "showIndicator",
        {
            "id": indicator.indicator_id,
            "name": indicator.name,
            "unit": indicator.unit,
            "rate": indicator.unit in ("%", "‰"),
            "years": years,
            "breaks": [[year, reason] for year, reason in breaks],
            "regions": [[code, *_name_region(library, code), library.find_province(code)] for code in regions],
            "provinces": {
                code: library.regions[code].name
                for code in sorted({library.find_province(region) for region in regions})
                if code in library.regions
            },
            "rows": packed,
            "people": {code: people[code] for code in regions if code in people},
        },
    )
    write_page(
        folder,
        indicator.path,
        "indicator.html",
        {
            "library": library,
            "indicator": indicator,
            "region_count": len(regions),
            "value_count": len(rows),
            "years": years,
            "spans": beside["spans"],
            "left": beside["left"],
            "per_head": any(code in people for code in regions),
            "breaks": _group_breaks(breaks),
        },
    )


def _group_breaks(breaks: list[tuple[int, str]]) -> list[tuple[str, list[int]]]:
    """The years by their reason."""
    reasons = dict.fromkeys(reason for _, reason in breaks)
    return [(reason, [year for year, other in breaks if other == reason]) for reason in reasons]


def _name_region(library: Library, code: str) -> tuple[str, str, str]:
    """Its name, the name with its prefecture before it, which tells two 城关区 apart, and its level."""
    region = library.regions.get(code)
    if region is None:
        return code, code, ""
    above = library.regions.get(region.parent_code or "")
    return region.name, f"{above.name}{region.name}" if above else region.name, region.level
