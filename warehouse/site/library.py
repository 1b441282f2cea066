"""What every page needs to know: regions, indicators, reports in one line each. Fits in memory for 100,000 reports."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import duckdb

from warehouse.site.wording import LEVELS, THEMES
from warehouse.store.queries import fetch_value

UNPLACED = "unknown"
"""Stands for the province of reports whose region the page does not tell."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region under its latest name; `parent_code` is None for a province."""

    code: str
    name: str
    full_name: str
    level: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the catalogue, in its order."""

    indicator_id: str
    theme: str
    name: str
    name_en: str
    unit: str
    kind: str
    definition: str

    @property
    def path(self) -> str:
        """Where its page lies."""
        return f"indicator/{self.indicator_id}.html"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report without its text."""

    report_id: str
    region_code: str | None
    region_name: str | None
    level: str | None
    year: int | None
    title: str | None
    issuer: str | None
    source: str | None
    published_on: dt.date | None
    signed_on: dt.date | None
    url: str
    page_id: str
    parser_version: str
    fact_count: int
    state_detail: str | None
    """What shows that it is a part of the report; None for a whole one."""
    is_sample: bool
    """Whether it is one of the project's own rewritten pages, not to be cited."""

    @property
    def path(self) -> str:
        """Where its page lies."""
        return f"report/{self.report_id}.html"

    @property
    def kind(self) -> str:
        """What parts it from the government's own report: 部门, 乡级, 之二 …; empty for the first of a government."""
        words = [LEVELS[self.level]] if self.level in ("department", "township", "zone") else []
        number = self.report_id.rsplit("-", 1)[-1]
        if number.isdigit() and len(number) < 4:
            words.append(f"之{number}")
        return "·".join(words)

    @property
    def link(self) -> str | None:
        """The page's address where it is one of the web, None for a file of some machine."""
        return self.url if self.url.startswith(("http://", "https://")) else None

    @property
    def origin(self) -> str:
        """The site's host, or the file's name."""
        parts = urlsplit(self.url)
        return parts.netloc if parts.scheme in ("http", "https") else unquote(parts.path.rsplit("/", 1)[-1])


@dataclass(frozen=True, slots=True)
class Library:
    """The warehouse in outline."""

    regions: dict[str, Region]
    indicators: dict[str, Indicator]
    reports: list[ReportLine]
    as_of: dt.datetime | None
    """When the last run ended (UTC): the time that the site shows."""
    fact_count: int
    quarantine_count: int
    sample_count: int
    """How many of the reports are the project's own sample pages."""
    by_region: dict[str, list[ReportLine]] = field(default_factory=dict)
    """Reports of each region, by year."""

    def trace(self, code: str | None) -> list[Region]:
        """The regions from the province down to this one."""
        chain: list[Region] = []
        while code is not None and (region := self.regions.get(code)) is not None and len(chain) < 4:
            chain.insert(0, region)
            code = region.parent_code
        return chain

    def name_place(self, report: ReportLine) -> str:
        """濮阳县, or what the report says of itself where its region is not of the table."""
        region = self.regions.get(report.region_code or "")
        return region.name if region else report.region_name or "地区不明"

    def name_report(self, report: ReportLine) -> str:
        """The report's title, or one that says that there is none."""
        year = f"{report.year}年" if report.year else "年份不明"
        return report.title or f"{self.name_place(report)}{year}度报告（原页没有标题）"

    def find_province(self, code: str | None) -> str:
        """The code of the province that a region lies in."""
        province = f"{code[:2]}0000" if code else UNPLACED
        return province if province in self.regions else UNPLACED


def read_library(con: duckdb.DuckDBPyConnection) -> Library:
    """Read the outline; reports are in the order of region, year and id."""
    regions = {
        row[0]: Region(*row)
        for row in con.execute(
            """
            SELECT code, arg_max(name, until), arg_max(full_name, until), arg_max(level, until),
                   arg_max(coalesce(parent_code, ''), until)
            FROM (SELECT *, coalesce(valid_to, 9999) AS until FROM dim_region) GROUP BY code ORDER BY code
            """
        ).fetchall()
    }
    order = list(THEMES)
    indicators = sorted(
        (
            Indicator(*(value or "" for value in row))
            for row in con.execute(
                "SELECT indicator_id, theme, name_zh, name_en, unit, kind, definition FROM dim_indicator"
            ).fetchall()
        ),
        key=lambda row: order.index(row.theme) if row.theme in order else len(order),
    )
    reports = [
        ReportLine(*row)
        for row in con.execute(
            """
            SELECT report_id, region_code, region_name, level, year, title, issuer, source, published_on, signed_on,
                   url, page_id, parser_version, fact_count, state_detail, coalesce(is_sample, false)
            FROM report ORDER BY region_code NULLS LAST, year NULLS LAST, report_id
            """
        ).fetchall()
    ]
    by_region: defaultdict[str, list[ReportLine]] = defaultdict(list)
    for report in reports:
        if report.region_code is not None and report.region_code in regions:
            by_region[report.region_code].append(report)
    return Library(
        regions={
            code: Region(region.code, region.name, region.full_name, region.level, region.parent_code or None)
            for code, region in regions.items()
        },
        indicators={row.indicator_id: row for row in indicators},
        reports=reports,
        as_of=fetch_value(con, "SELECT max(ended_at) FROM run"),
        fact_count=sum(report.fact_count for report in reports),
        quarantine_count=fetch_value(con, "SELECT count(*) FROM quarantine"),
        sample_count=sum(report.is_sample for report in reports),
        by_region=dict(by_region),
    )
