"""A page an indicator, its values in a script and a CSV file beside it, and the list of all indicators."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb

from warehouse.site.library import Indicator, Library, Region
from warehouse.site.marking import name_anchor
from warehouse.site.region_pages import read_breaks
from warehouse.site.render import write_call, write_file, write_page
from warehouse.site.wording import CHECKS, LEVELS, QUALIFIERS, SCOPES, UNSURE, format_period

CSV_COLUMNS = (
    "区划代码", "地区", "层级", "年份", "指标编号", "指标", "限定", "数值", "单位", "口径", "时期起", "时期止", "比上年增减",
    "核对", "把握", "不同说法数", "原文数字", "报告编号", "发布日期", "网址", "事实编号",
)  # fmt: skip
"""Header of the CSV files."""


def write_indicators(con: duckdb.DuckDBPyConnection, folder: Path, library: Library) -> int:
    """A page for each indicator of the catalogue that has values, and the list of all; how many pages. Reads site_series."""
    breaks = read_breaks(con)
    counts: dict[str, tuple[int, int]] = {
        indicator_id: (regions, values)
        for indicator_id, regions, values in con.execute(
            "SELECT indicator_id, count(DISTINCT region_code), count(*) FROM site_series GROUP BY indicator_id"
        ).fetchall()
    }
    addresses = {line.report_id: (line.published_on, line.link or "") for line in library.reports}
    for indicator in library.indicators.values():
        if indicator.indicator_id in counts:
            rows = con.execute(
                """
                SELECT region_code, year, value, unit, qualifier, scope, period_start, period_end, change, check_status,
                       confidence, distinct_values, quote, report_id, fact_id
                FROM site_series WHERE indicator_id = ? ORDER BY region_code, year
                """,
                [indicator.indicator_id],
            ).fetchall()
            _write_indicator(folder, library, indicator, rows, breaks.get(indicator.indicator_id, []), addresses)
    themes: defaultdict[str, list[Indicator]] = defaultdict(list)
    for indicator in library.indicators.values():
        themes[indicator.theme].append(indicator)
    write_page(
        folder,
        "indicators.html",
        "indicators.html",
        {"library": library, "themes": list(themes.items()), "counts": counts},
    )
    return len(counts)


def count_indicators(con: duckdb.DuckDBPyConnection, library: Library, limit: int) -> list[tuple[Indicator, int, int]]:
    """The indicators that most regions report, with regions and values."""
    rows = con.execute(
        "SELECT indicator_id, count(DISTINCT region_code) AS regions, count(*) FROM site_series GROUP BY indicator_id "
        "ORDER BY regions DESC, 3 DESC, indicator_id LIMIT ?",
        [limit],
    ).fetchall()
    return [(library.indicators[row[0]], row[1], row[2]) for row in rows if row[0] in library.indicators]


def _write_indicator(
    folder: Path,
    library: Library,
    indicator: Indicator,
    rows: list[tuple[Any, ...]],
    breaks: list[tuple[int, str]],
    addresses: dict[str, tuple[Any, str]],
) -> None:
    regions: dict[str, int] = {}
    packed: list[list[Any]] = []
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for row in rows:
        (
            code,
            year,
            value,
            unit,
            qualifier,
            scope,
            start,
            end,
            change,
            check,
            confidence,
            distinct,
            quote,
            report_id,
            fact,
        ) = row
        region = library.regions.get(code) or Region(code, code, code, "county", None)
        number = regions.setdefault(code, len(regions))
        period = "" if start is None else format_period(start, end)
        packed.append(
            [
                number,
                year,
                value,
                QUALIFIERS[qualifier],
                "" if unit == indicator.unit else unit,
                "·".join(
                    note
                    for note in (
                        "" if period == f"{year}年" else period,
                        SCOPES.get(scope or "", ""),
                        CHECKS[check] if check in ("inconsistent", "garbled") else "",
                        f"存疑 {confidence:.2f}" if confidence < UNSURE else "",
                        f"另有 {distinct - 1} 种说法" if distinct > 1 else "",
                    )
                    if note
                ),
                1 if check in ("inconsistent", "garbled") or confidence < UNSURE or distinct > 1 else 0,
                change,
                quote,
                "" if report_id == f"{code}-{year}" else report_id,
                name_anchor(fact),
            ]
        )
        published_on, url = addresses[report_id]
        writer.writerow(
            [
                code, region.full_name, LEVELS.get(region.level, ""), year, indicator.indicator_id, indicator.name,
                QUALIFIERS[qualifier], f"{value:.15g}", unit, SCOPES.get(scope or "", ""), start, end,
                "" if change is None else f"{change:.15g}", CHECKS.get(check or "", ""), confidence, distinct, quote,
                report_id, published_on, url, fact,
            ]
        )  # fmt: skip
    years = sorted({row[1] for row in rows})
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
            "breaks": [
                (reason, [year for year, other in breaks if other == reason])
                for reason in dict.fromkeys(reason for _, reason in breaks)
            ],
        },
    )


def _name_region(library: Library, code: str) -> tuple[str, str, str]:
    """Its name, the name with its prefecture before it, which tells two 城关区 apart, and its level."""
    region = library.regions.get(code)
    if region is None:
        return code, code, ""
    above = library.regions.get(region.parent_code or "")
    return region.name, f"{above.name}{region.name}" if above else region.name, region.level
