"""What a release holds: the tables that go out, each a query with a fixed order, and how to cite it, cell by cell."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import duckdb

from warehouse.publish.dictionary import Column, describe_columns
from warehouse.store.queries import fetch_value

NAME = "fazhi"
TITLE = "中国法治政府建设年度报告数据集"

TITLE_EN = "Annual reports on building a rule-of-law government, China"

# What was loaded from a file has no address that anybody else could follow: its name says which, its bytes' digest that it is.
_FILE = "regexp_replace(report.url, '^file:.*/', '')"

# A text fragment leads a browser to the quote on the page: https://wicg.github.io/scroll-to-text-fragment/
_FRAGMENT = """
    CASE WHEN report.url LIKE 'http%' THEN
        report.url || '#:~:text='
        || CASE WHEN fact.prefix = '' THEN '' ELSE replace(url_encode(fact.prefix), '-', '%2D') || '-,' END
        || replace(url_encode(fact.quote), '-', '%2D')
    END
"""
_CITATION = f"""
    concat_ws('', coalesce(report.issuer, report.region_name, '发布机关不详'), '：《', coalesce(report.title, '标题不详'), '》',
              '，' || strftime(report.published_on, '%Y-%m-%d'), '，',
              coalesce({_FRAGMENT}, '本地文件 ' || url_decode({_FILE}) || '（SHA-256 ' || report.page_id[:16] || '…）'),
              '，第 ', fact.char_start + 1, '—', fact.char_end, ' 字“', fact.quote, '”，{NAME} ', fact.fact_id)
"""


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """A table of the release. `source` is the relation whose comments describe its columns; `by_year` where it has a year."""

    name: str
    title: str
    """What it is, Chinese and English."""
    source: str
    sql: str
    order: str
    by_year: bool
    key: tuple[str, ...]


TABLES = (
    ReleaseTable(
        "report",
        "报告 Reports",
        "report",
        f"SELECT * EXCLUDE (run_id) REPLACE (CASE WHEN url LIKE 'file:%' THEN 'file:///' || {_FILE} ELSE url END AS url) FROM report",
        "report_id",
        True,
        ("report_id",),
    ),
    ReleaseTable(
        "section",
        "章节 Sections of reports",
        "section",
        "SELECT section.* EXCLUDE (text), report.year FROM section JOIN report USING (report_id)",
        "report_id, seq",
        True,
        ("report_id", "seq"),
    ),
    ReleaseTable(
        "fact_indicator",
        "数字事实 Figures",
        "fact_indicator",
        f"""
        SELECT fact.* EXCLUDE (prefix), {_CITATION} AS citation, {_FRAGMENT} AS quote_url
        FROM (
            SELECT fact_indicator.*, regexp_extract(
                substring(report.text, greatest(fact_indicator.char_start - 11, 1), least(fact_indicator.char_start, 12)),
                '[^\\n]*$') AS prefix
            FROM fact_indicator JOIN report USING (report_id)
        ) AS fact JOIN report ON report.report_id = fact.report_id
        """,
        "report_id, seq",
        True,
        ("fact_id",),
    ),
    ReleaseTable(
        "indicator_series",
        "指标时间序列 Series of indicators",
        "indicator_series",
        "SELECT * FROM indicator_series",
        "region_code, indicator_id, year",
        True,
        ("region_code", "indicator_id", "year"),
    ),
    ReleaseTable(
        "dim_indicator",
        "指标目录 Catalogue of indicators",
        "dim_indicator",
        "SELECT * FROM dim_indicator",
        "indicator_id",
        False,
        ("indicator_id",),
    ),
    ReleaseTable(
        "dim_region", "行政区划 Regions", "dim_region", "SELECT * FROM dim_region", "code, valid_from", False, ()
    ),
    ReleaseTable(
        "caliber_break",
        "口径断点 Breaks of caliber",
        "caliber_break",
        "SELECT * FROM caliber_break",
        "indicator_id, after_year, effective_on",
        False,
        (),
    ),
)
_ADDED = {
    "citation": "引用：发布机关、标题、日期、网址、原文所在位置和事实编号，可直接用于注释",
    "quote_url": "原文所在网址，带文字定位，可在浏览器中直达该数字；由文件载入的为空",
    "year": "报告所述年份（公历年），同 report.year",
}


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What identifies a release: no clock, only what is in it."""

    schema_version: int
    parser_versions: tuple[str, ...]
    reports: int
    figures: int
    first_year: int | None
    last_year: int | None
    fetched_until: str | None
    """Day on which the newest of its pages was fetched."""
    samples: int = 0
    """How many of the reports are the project's own samples."""

    @property
    def years(self) -> str:
        """`2019—2023`; empty where no report tells its year."""
        if self.first_year is None:
            return ""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}—{self.last_year}"


def select_table(table: ReleaseTable, year: int | None) -> str:
    """The query of a table in its fixed order, of one report year or all."""
    condition = f" WHERE year = {int(year)}" if year is not None and table.by_year else ""
    return f"SELECT * FROM ({table.sql}){condition} ORDER BY {table.order}"


def describe_table(con: duckdb.DuckDBPyConnection, table: ReleaseTable) -> tuple[Column, ...]:
    """The columns that go out, with their meanings."""
    comments = {column.name: column.comment for column in describe_columns(con, table.source)}
    described = con.execute(f"DESCRIBE {table.sql}").fetchall()
    return tuple(Column(row[0], row[1], comments.get(row[0]) or _ADDED.get(row[0], "")) for row in described)


def read_release_facts(con: duckdb.DuckDBPyConnection, year: int | None) -> ReleaseFacts:
    """What the release is of."""
    condition = "" if year is None else f"WHERE year = {int(year)}"
    [(reports, figures, first, last)] = con.execute(
        f"SELECT count(*), coalesce(sum(fact_count), 0)::BIGINT, min(year), max(year) FROM report {condition}"
    ).fetchall()
    versions = con.execute(f"SELECT DISTINCT parser_version FROM report {condition} ORDER BY 1").fetchall()
    fetched = fetch_value(
        con,
        f"SELECT max(page.fetched_at)::DATE::VARCHAR FROM page JOIN (SELECT page_id FROM report {condition}) USING (page_id)",
    )
    return ReleaseFacts(
        int(fetch_value(con, "SELECT max(version) FROM schema_version")),
        tuple(version for (version,) in versions),
        reports,
        figures,
        first,
        last,
        fetched,
        int(fetch_value(con, f"SELECT count(*) FILTER (is_sample) FROM report {condition}")),
    )


def read_version(con: duckdb.DuckDBPyConnection, year: int | None) -> str:
    """Twelve hexadecimal digits that stand for the data: the same whatever the format, other ones where any value is another.

    Digests of rows are added up, so that their order does not matter; md5 is the same in every version of DuckDB.
    """
    lines = []
    for table in TABLES:
        condition = f" WHERE year = {int(year)}" if year is not None and table.by_year else ""
        row = con.execute(
            f"SELECT count(*), coalesce(sum(md5_number_lower(to_json(line)::VARCHAR)), 0)::VARCHAR "
            f"FROM (SELECT * FROM ({table.sql}){condition}) AS line"
        ).fetchall()[0]
        lines.append(f"{table.name} {row[0]} {row[1]}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def write_citation(facts: ReleaseFacts, digest: str) -> str:
    """How to cite the release, in Chinese (GB/T 7714) and English; `digest` identifies its content."""
    years = facts.years
    rules = "、".join(facts.parser_versions) or "—"
    return (
        f"{NAME}. {TITLE}（{years}）[DS]. 版本 {digest}，解析规则 {rules}，数据截至 {facts.fetched_until or '—'}，"
        f"{facts.reports} 份报告、{facts.figures} 个数字.\n"
        f"{NAME}. Annual reports on building a rule-of-law government, China, {years} [data set]. Version {digest}, parsing "
        f"rules {rules}, data as of {facts.fetched_until or '-'}, {facts.reports} reports, {facts.figures} figures.\n"
        "引用单个数字：用 fact_indicator 的 citation 列。To cite one figure, use the column citation of fact_indicator.\n"
    )
