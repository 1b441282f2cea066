"""What the warehouse itself has to say: a few findings and the largest changes, each with its sentence and what speaks against it.

Nothing here is a judgement of a government: a finding is a place to look at. Only figures that are sure are asked: exact, read
with confidence, covering their whole year, told once, not contradicted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
from markupsafe import Markup

from warehouse.derive.view_files import DOUBTFUL
from warehouse.site.library import Library
from warehouse.site.marking import mark_quote, name_anchor
from warehouse.site.wording import format_value

SHOWN = 3
MOVERS = 5
"""So many up, so many down."""
SMALLEST = 20
"""Counts below are left out of changes: from 2 to 4 is no doubling worth a line."""
PEERS = 8
"""Regions that a rate is compared with, at least."""
_CREDIBLE = f"""(
    SELECT series.*, fact.sentence
    FROM (FROM site_series WHERE NOT {DOUBTFUL}) AS series JOIN fact_indicator AS fact USING (fact_id)
    WHERE series.qualifier = 'exact' AND series.distinct_values = 1
      AND series.check_status IS DISTINCT FROM 'inconsistent'
      AND coalesce(datediff('day', series.period_start, series.period_end) >= 364, true)
)"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, in Chinese and English, with the sentence it rests on."""

    title: str
    title_en: str
    told: str
    told_en: str
    caveat: str
    caveat_en: str
    place: str
    region_code: str
    href: str
    sentence: Markup


@dataclass(frozen=True, slots=True)
class Mover:
    """An indicator of a region that changed much within a year."""

    place: str
    region_code: str
    indicator_id: str
    name: str
    year: int
    before: str
    after: str
    percent: float
    href: str


def find_findings(con: duckdb.DuckDBPyConnection, library: Library) -> list[Finding]:
    """The first SHOWN that the warehouse gives: fewer where it holds too little. Reads site_series."""
    finders: tuple[Callable[[duckdb.DuckDBPyConnection, Library], Finding | None], ...] = (
        _find_change,
        _find_fullest,
        _find_unusual_rate,
        _find_contradiction,
        _find_restated,
    )
    found = (finder(con, library) for finder in finders)
    return [finding for finding in found if finding is not None][:SHOWN]


def find_movers(con: duckdb.DuckDBPyConnection, library: Library) -> list[Mover]:
    """The largest rises and falls of the newest year that has any, rises first. Reads site_series."""
    rows = con.execute(
        f"""
        WITH changed AS (
            SELECT region_code, indicator_id, year, previous_value, value, unit, change_percent, report_id, fact_id
            FROM {_CREDIBLE}
            WHERE change_percent IS NOT NULL AND change_percent <> 0 AND least(value, previous_value) >= {SMALLEST}
        ), newest AS (SELECT * FROM changed WHERE year = (SELECT max(year) FROM changed))
        (FROM newest WHERE change_percent > 0 ORDER BY change_percent DESC, region_code, indicator_id LIMIT {MOVERS})
        UNION ALL
        (FROM newest WHERE change_percent < 0 ORDER BY change_percent, region_code, indicator_id LIMIT {MOVERS})
        """
    ).fetchall()
    return [
        Mover(
            place=_name_place(library, code),
            region_code=code,
            indicator_id=indicator_id,
            name=_name_indicator(library, indicator_id)[0],
            year=year,
            before=format_value(before, unit),
            after=format_value(after, unit),
            percent=percent,
            href=_link(report_id, fact_id),
        )
        for code, indicator_id, year, before, after, unit, percent, report_id, fact_id in rows
    ]


def _find_change(con: duckdb.DuckDBPyConnection, library: Library) -> Finding | None:
    row = _fetch(
        con,
        f"""
        SELECT region_code, indicator_id, year, previous_value, value, unit, change_percent, report_id, fact_id, quote, sentence
        FROM {_CREDIBLE}
        WHERE change_percent IS NOT NULL AND least(value, previous_value) >= {SMALLEST}
        ORDER BY abs(ln(value / previous_value)) DESC, region_code, indicator_id, year LIMIT 1
        """,
    )
    if row is None:
        return None
    code, indicator_id, year, before, after, unit, percent, report_id, fact_id, quote, sentence = row
    name, name_en = _name_indicator(library, indicator_id)
    first, last = format_value(before, unit), format_value(after, unit)
    return Finding(
        "变化最大的数",
        "The largest change",
        f"{name}：{year - 1} 年 {first}，{year} 年 {last}（{percent:+,.0f}%）",
        f"{name_en}: {before:,.0f} in {year - 1}, {after:,.0f} in {year} ({percent:+,.0f}%)",
        "可能是统计口径、范围或说法变了，也可能是误读：请把两年的原句都看过。",
        "What is counted, or for whom, may have changed: read both sentences.",
        *_locate(library, code, report_id, fact_id, quote, sentence),
    )


def _find_fullest(con: duckdb.DuckDBPyConnection, library: Library) -> Finding | None:
    row = _fetch(
        con,
        """
        WITH told AS (
            SELECT report_id, any_value(region_code) AS region_code, any_value(year) AS year, count(DISTINCT indicator_id) AS told
            FROM site_series WHERE report_year = year GROUP BY report_id
        ), parts AS (SELECT report_id, count(*) FILTER (is_present) AS present FROM completeness GROUP BY report_id)
        SELECT told.region_code, told.year, parts.present, told.told, told.report_id, fact.fact_id, fact.quote, fact.sentence
        FROM told JOIN parts USING (report_id)
        JOIN (SELECT report_id, arg_min(fact_id, seq) AS fact_id, arg_min(quote, seq) AS quote, arg_min(sentence, seq) AS sentence
              FROM fact_indicator WHERE indicator_id IS NOT NULL GROUP BY report_id) AS fact USING (report_id)
        ORDER BY parts.present DESC, told.told DESC, told.year DESC, told.report_id LIMIT 1
        """,
    )
    if row is None:
        return None
    code, year, present, told, report_id, fact_id, quote, sentence = row
    return Finding(
        "写得最全的报告",
        "The fullest report",
        f"{year} 年度：应有的五项内容写了 {present} 项，给出 {told} 个目录指标的数",
        f"The report of {year} tells {present} of the five things due, and {told} indicators of the catalogue",
        "写得全不等于做得好；这里只数写了没有，写了多少。",
        "Telling much is not doing well: this counts what is told.",
        *_locate(library, code, report_id, fact_id, quote, sentence),
    )


def _find_unusual_rate(con: duckdb.DuckDBPyConnection, library: Library) -> Finding | None:
    row = _fetch(
        con,
        f"""
        WITH rates AS (SELECT * FROM {_CREDIBLE} WHERE unit = '%'),
        spread AS (
            SELECT indicator_id, year, level, median(value) AS middle, count(*) AS regions,
                   quantile_cont(value, 0.75) - quantile_cont(value, 0.25) AS width
            FROM rates GROUP BY ALL HAVING count(*) >= {PEERS}
        )
        SELECT region_code, rates.indicator_id, rates.year, rates.value, middle, regions, report_id, fact_id, quote, sentence
        FROM rates JOIN spread USING (indicator_id, year, level)
        WHERE rates.value <> middle
        ORDER BY abs(rates.value - middle) / greatest(width, 1) DESC, region_code, rates.indicator_id, rates.year LIMIT 1
        """,
    )
    if row is None:
        return None
    code, indicator_id, year, value, middle, regions, report_id, fact_id, quote, sentence = row
    name, name_en = _name_indicator(library, indicator_id)
    return Finding(
        "与众不同的比率",
        "An unusual rate",
        f"{year} 年{name} {format_value(value, '%')}，同级 {regions} 个地区的中位数是 {format_value(round(middle, 2), '%')}",
        f"{name_en} of {year}: {value:g}%, where the median of {regions} regions of its level is {middle:.4g}%",
        "分母未必相同：有的算全年，有的只算一类事项。",
        "The denominators need not be alike.",
        *_locate(library, code, report_id, fact_id, quote, sentence),
    )


def _find_contradiction(con: duckdb.DuckDBPyConnection, library: Library) -> Finding | None:
    row = _fetch(
        con,
        """
        SELECT region_code, year, label, stated_value, computed_value, unit, report_id, fact_id, quote, sentence
        FROM consistency ANTI JOIN sample_aside USING (report_id)
        WHERE check_status = 'inconsistent' AND region_code IS NOT NULL AND computed_value IS NOT NULL
        ORDER BY year DESC, excess DESC, report_id, fact_id LIMIT 1
        """,
    )
    if row is None:
        return None
    code, year, label, stated, computed, unit, report_id, fact_id, quote, sentence = row
    computed = round(computed, 2)
    return Finding(
        "与自己对不上的数",
        "A figure at odds with its own parts",
        f"{year} 年度：{label}写作 {format_value(stated, unit)}，由同文其他数字算得 {format_value(computed, unit)}",
        f"The report of {year} states {stated:g}{unit}; its other figures make it {computed:g}{unit}",
        "可能是笔误或四舍五入，也可能是程序读错。",
        "A slip, a rounding, or a misreading of ours.",
        *_locate(library, code, report_id, fact_id, quote, sentence),
    )


def _find_restated(con: duckdb.DuckDBPyConnection, library: Library) -> Finding | None:
    row = _fetch(
        con,
        """
        SELECT series.region_code, series.indicator_id, series.year, series.report_year, series.value, series.unit,
               series.report_id, series.fact_id, fact.quote, fact.sentence
        FROM site_series AS series JOIN fact_indicator AS fact USING (fact_id)
        WHERE series.report_year > series.year
        ORDER BY series.year DESC, series.confidence DESC, series.region_code, series.indicator_id LIMIT 1
        """,
    )
    if row is None:
        return None
    code, indicator_id, year, report_year, value, unit, report_id, fact_id, quote, sentence = row
    name, name_en = _name_indicator(library, indicator_id)
    return Finding(
        "后来才说到的数",
        "A figure told later",
        f"{name}：{year} 年 {format_value(value, unit)}，见于 {report_year} 年度的报告",
        f"{name_en}: {value:,.4g} in {year}, told by the report of {report_year}",
        "当年的报告不在本库，或没有说到；后来的数可能经过修订。",
        "The year's own report is not here, or is silent; later figures may be revised.",
        *_locate(library, code, report_id, fact_id, quote, sentence),
    )


def _fetch(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...] | None:
    return con.execute(sql).fetchone()


def _locate(
    library: Library, code: str, report_id: str, fact_id: str, quote: str, sentence: str
) -> tuple[str, str, str, Markup]:
    """Where a finding is and what it rests on: the last four fields of Finding."""
    return _name_place(library, code), code, _link(report_id, fact_id), mark_quote(sentence, quote)


def _link(report_id: str, fact_id: str) -> str:
    return f"report/{report_id}.html#t-{name_anchor(fact_id)}"


def _name_place(library: Library, code: str) -> str:
    region = library.regions.get(code)
    return region.full_name if region else code


def _name_indicator(library: Library, indicator_id: str) -> tuple[str, str]:
    indicator = library.indicators.get(indicator_id)
    return (indicator.name, indicator.name_en) if indicator else (indicator_id, indicator_id)
