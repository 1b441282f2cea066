"""The front page and a page a province: which government published its report of which year, in time or not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from markupsafe import Markup

from warehouse.site.findings import Finding, Mover
from warehouse.site.library import UNPLACED, Library, Region, ReportLine
from warehouse.site.pictures import CoverageBar, Tile, draw_card, draw_coverage, draw_map, paint_card
from warehouse.site.render import write_file, write_page

PUBLISHED = ("in_time", "late", "undated", "withdrawn")
"""Statuses of a report that is, or was, to be read."""
STATUSES = {
    "in_time": ("按时", "次年 4 月 1 日前公开"),
    "late": ("逾期", "次年 4 月 1 日后公开"),
    "undated": ("日期不明", "已公开，页面没有日期"),
    "withdrawn": ("已撤下", "曾经公开，相隔一周以上两次见原网址已撤下"),
    "incomplete": ("不完整", "只取得报告的一部分，据此不作判断"),
    "unreadable": ("未读通", "找到了页面，但读不出报告"),
    "known": ("待取", "网址已知，尚未抓取"),
    "not_found": ("未见", "本库没有找到，不等于没有公开"),
}
"""Statuses of the view obligation: short name and meaning, in the order in which they are counted."""
FEW_REGIONS = 60
"""Up to so many regions with reports the front page lists each of them below its province."""
NEWEST = 12
"""Reports that the front page lists as published last."""


class Duty(NamedTuple):
    """A row of the view obligation: what became of one unit's report of one year."""

    region_code: str
    region_name: str
    year: int
    status: str
    published_on: dt.date | None
    days_late: int | None
    report_id: str | None

    @property
    def words(self) -> str:
        """What a cell says: 逾期 23 天."""
        return f"逾期 {self.days_late} 天" if self.status == "late" and self.days_late else STATUSES[self.status][0]


def read_duties(con: duckdb.DuckDBPyConnection) -> dict[str, dict[int, Duty]]:
    """The view obligation by region code and year; codes in order."""
    duties: defaultdict[str, dict[int, Duty]] = defaultdict(dict)
    cursor = con.execute(
        "SELECT region_code, region_name, year, status, published_on, days_late, report_id FROM obligation "
        "ORDER BY region_code, year"
    )
    while rows := cursor.fetchmany(10_000):
        for row in rows:
            duty = Duty(*row)
            duties[duty.region_code][duty.year] = duty
    return dict(duties)


@dataclass(frozen=True, slots=True)
class FrontFigures:
    """What the series give to the front page: see `warehouse.site.findings` and `indicator_pages.count_indicators`."""

    counted: list[Any]
    findings: list[Finding]
    movers: list[Mover]


def write_front(
    folder: Path, library: Library, duties: dict[str, dict[int, Duty]], figures: FrontFigures, address: str = ""
) -> None:
    """The front page: findings, the provinces as tiles, coverage by years, the newest reports, what changed most.

    `address` is where the site will stand for everybody, with its slash; empty: nobody says, and no share card is claimed.
    """
    years = _list_years(duties)
    cells: defaultdict[str, defaultdict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for code, by_year in duties.items():
        for year, duty in by_year.items():
            cell = cells[f"{code[:2]}0000"][year]
            cell[duty.status] = cell.get(duty.status, 0) + 1
    pictures = _write_pictures(folder, library, years, cells, figures.findings)
    provinces = [library.regions[code] for code in sorted(cells) if code in library.regions]
    seen = {library.find_province(report.region_code) for report in library.reports}
    listed: defaultdict[str, list[tuple[Region, list[Duty | None]]]] = defaultdict(list)
    if len(library.by_region) <= FEW_REGIONS:
        for code in library.by_region:
            owed = duties.get(code, {})
            listed[library.find_province(code)].append((library.regions[code], [owed.get(year) for year in years]))
    newest = sorted(
        (report for report in library.reports if report.published_on),
        key=lambda report: (not report.is_sample, report.published_on, report.report_id),
        reverse=True,
    )[:NEWEST]
    write_page(
        folder,
        "index.html",
        "front.html",
        {
            "library": library,
            "years": years,
            "statuses": STATUSES,
            "rows": [
                (province, [_describe_cell(cells[province.code][year]) for year in years], listed[province.code])
                for province in provinces
                if province.code in seen
            ],
            "silent": [province for province in provinces if province.code not in seen],
            "newest": newest or library.reports[:NEWEST],
            "unplaced": [report for report in library.reports if library.find_province(report.region_code) == UNPLACED],
            "counted": figures.counted,
            "findings": figures.findings,
            "movers": figures.movers,
            "pictures": pictures,
            "address": address,
        },
    )


def _write_pictures(
    folder: Path,
    library: Library,
    years: list[int],
    cells: Mapping[str, Mapping[int, dict[str, int]]],
    findings: list[Finding],
) -> dict[str, Any]:
    """The tile map, the coverage over years and the share card, as files and for the page."""
    bars = []
    for year in years:
        counts = {
            status: sum(by_year.get(year, {}).get(status, 0) for by_year in cells.values()) for status in STATUSES
        }
        seen = [(status, counts[status]) for status in PUBLISHED if counts[status]]
        bars.append(CoverageBar(year, seen, sum(counts.values())))
    newest = next((bar.year for bar in bars if bar.counts), None)
    if newest is None:
        return {}
    tiles = {}
    for code, by_year in cells.items():
        cell = _describe_cell(by_year.get(newest, {}))
        name = library.regions[code].name if code in library.regions else code
        tiles[code] = Tile(name, cell["published"], cell["total"])
    coverage = draw_coverage(bars)
    foot = f"{len(library.reports):,} 份报告，{library.fact_count:,} 个数字，每个连着原句 · 法治年报 fazhi"
    card = draw_card([f"{finding.place}：{finding.told}" for finding in findings], "各地法治政府建设年度报告", foot)
    for name, picture in (
        ("map", draw_map(tiles, newest, linked=False)),
        ("coverage", coverage),
        ("card", card),
    ):
        write_file(folder, f"pictures/{name}.svg", picture)
    painted = paint_card(card)
    if painted is not None:
        write_file(folder, "pictures/card.png", painted)
    return {
        "year": newest,
        "has_png": painted is not None,
        "map": Markup(draw_map(tiles, newest, linked=True)),
        "coverage": Markup(coverage),
        "card": Markup(card),
    }


def write_provinces(folder: Path, library: Library, duties: dict[str, dict[int, Duty]]) -> int:
    """A page a province, its units below one another; how many."""
    years = _list_years(duties)
    units: defaultdict[str, list[str]] = defaultdict(list)
    for code in duties:
        units[f"{code[:2]}0000"].append(code)
    others: defaultdict[str, list[ReportLine]] = defaultdict(list)
    for report in library.reports:
        if report.level in ("department", "township", "zone"):
            others[library.find_province(report.region_code)].append(report)
    for province, codes in units.items():
        totals: dict[int, defaultdict[str, int]] = {year: defaultdict(int) for year in years}
        for code in codes:
            for year, duty in duties[code].items():
                totals[year][duty.status] += 1
        write_page(
            folder,
            f"province/{province}.html",
            "province.html",
            {
                "library": library,
                "province": library.regions[province],
                "years": years,
                "statuses": STATUSES,
                "totals": [_describe_cell(totals[year]) for year in years],
                "units": [
                    (
                        code,
                        library.regions[code].name if code in library.regions else code,
                        library.regions[code].level if code in library.regions else "county",
                        [duties[code].get(year) for year in years],
                    )
                    for code in _order_units(library, codes)
                ],
                "others": others.get(province, []),
            },
        )
    return len(units)


def _order_units(library: Library, codes: list[str]) -> list[str]:
    """The province, then each prefecture with its counties below it, in the order of the codes."""

    def place(code: str) -> tuple[str, str]:
        region = library.regions.get(code)
        parent = region.parent_code if region and region.level == "county" and region.parent_code else code
        return parent, "" if parent == code else code

    return sorted(codes, key=place)


def _list_years(duties: dict[str, dict[int, Duty]]) -> list[int]:
    """Newest first: on a phone the first column is the one that is looked for."""
    return sorted({year for by_year in duties.values() for year in by_year}, reverse=True)


def _describe_cell(counts: dict[str, int]) -> dict[str, Any]:
    """Counts by status, the number published, all, and shares for the bar, in percent."""
    total = sum(counts.values())
    published = sum(counts.get(status, 0) for status in PUBLISHED)
    return {
        "total": total,
        "published": published,
        "counts": [(status, counts[status]) for status in STATUSES if counts.get(status)],
        "shares": [(status, round(100 * counts[status] / total, 1)) for status in STATUSES if counts.get(status)],
    }
