"""Data tests: what must hold in every warehouse, each a query that gives the rows that break it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.store.migrations import FACT_VIEW, list_fact_tables

EXAMPLES = 5
"""How many of the rows that break a check are shown."""


_UNIT_KINDS = """(
    SELECT unit, CASE WHEN unit_class IN ('money', 'rate', 'point', 'ratio', 'area', 'length', 'volume', 'mass', 'energy',
                                          'duration', 'age', 'score') THEN unit_class ELSE 'count' END AS kind
    FROM dim_unit)"""


@dataclass(frozen=True, slots=True)
class Check:
    """A query whose every row is a fault.

    `{fact_rows}` stands for the rows of each fact table by year, `{unit_kinds}` for the kind of quantity of each unit.
    """

    name: str
    explanation: str
    sql: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: how many rows break it, and the first of them."""

    name: str
    explanation: str
    sql: str
    failures: int
    columns: tuple[str, ...]
    examples: tuple[tuple[Any, ...], ...]

    @property
    def passed(self) -> bool:
        """Whether nothing breaks it."""
        return self.failures == 0


CHECKS = (
    Check(
        "quote_in_text",
        "每个事实的 quote 必须就是正文 char_start 至 char_end 处的文字",
        """
        SELECT report_id, fact_id, quote, substring(text, char_start + 1, char_end - char_start) AS found
        FROM fact_indicator JOIN report USING (report_id)
        WHERE quote IS DISTINCT FROM substring(text, char_start + 1, char_end - char_start)
        """,
    ),
    Check(
        "section_in_text",
        "每个章节的文字必须就是正文 char_start 至 char_end 处的文字",
        """
        SELECT report_id, seq, heading
        FROM section JOIN report USING (report_id)
        WHERE section.text IS DISTINCT FROM
              substring(report.text, section.char_start + 1, section.char_end - section.char_start)
        """,
    ),
    Check(
        "section_parent",
        "上级章节必须在同一报告中且排在其前，层次更高",
        """
        SELECT child.report_id, child.seq, child.parent_seq
        FROM section AS child LEFT JOIN section AS parent
          ON parent.report_id = child.report_id AND parent.seq = child.parent_seq
        WHERE child.parent_seq IS NOT NULL
          AND (parent.seq IS NULL OR parent.seq >= child.seq OR parent.level >= child.level)
        """,
    ),
    Check(
        "section_report",
        "每个章节必须属于一份现有的报告",
        "SELECT report_id, seq FROM section ANTI JOIN report USING (report_id)",
    ),
    Check(
        "fact_report",
        "每个事实必须属于一份现有的报告，区划和年份与报告一致",
        """
        SELECT fact.report_id, fact.fact_id, fact.region_code, fact.year, report.region_code, report.year
        FROM fact_indicator AS fact LEFT JOIN report USING (report_id)
        WHERE report.report_id IS NULL OR fact.region_code IS DISTINCT FROM report.region_code
           OR fact.year IS DISTINCT FROM report.year OR fact.parser_version <> report.parser_version
        """,
    ),
    Check(
        "fact_section",
        "事实所在的章节必须在同一报告中",
        """
        SELECT fact.report_id, fact.fact_id, fact.section_seq
        FROM fact_indicator AS fact ANTI JOIN section
          ON section.report_id = fact.report_id AND section.seq = fact.section_seq
        WHERE fact.section_seq IS NOT NULL
        """,
    ),
    Check(
        "part_of_exists",
        "部分数（其中…）所指的总数必须在同一报告中，且不是自身",
        """
        SELECT part.report_id, part.fact_id, part.part_of
        FROM fact_indicator AS part ANTI JOIN fact_indicator AS whole
          ON whole.report_id = part.report_id AND whole.fact_id = part.part_of AND whole.fact_id <> part.fact_id
        WHERE part.part_of IS NOT NULL
        """,
    ),
    Check(
        "fact_id_unique",
        "事实编号不得重复",
        "SELECT fact_id, count(*) AS times FROM fact_indicator GROUP BY fact_id HAVING count(*) > 1",
    ),
    Check(
        "report_id_unique",
        "报告编号不得重复，同一编号只有一个现行版本",
        "SELECT report_id, count(*) AS times FROM report GROUP BY report_id HAVING count(*) > 1",
    ),
    Check(
        "view_is_union",
        "视图 fact_indicator 必须正好是各年份表之和，各表只收本年份的事实",
        """
        SELECT kept.table_name, kept.year, kept.row_count, seen.row_count AS seen_in_view
        FROM ({fact_rows}) AS kept
        LEFT JOIN (SELECT year, count(*) AS row_count FROM fact_indicator GROUP BY year) AS seen
          ON seen.year IS NOT DISTINCT FROM kept.year
        WHERE seen.row_count IS DISTINCT FROM kept.row_count
           OR kept.table_name <> 'fact_indicator_' || coalesce(kept.year::VARCHAR, 'unknown')
        """,
    ),
    Check(
        "stored_counts",
        "report 所记的章节数、事实数必须与实有行数一致",
        """
        SELECT report.report_id, section_count, sections.row_count, fact_count, facts.row_count
        FROM report
        LEFT JOIN (SELECT report_id, count(*) AS row_count FROM section GROUP BY report_id) AS sections USING (report_id)
        LEFT JOIN (SELECT report_id, count(*) AS row_count FROM fact_indicator
                   -- What a person added was not read.
                   WHERE judged IS DISTINCT FROM 'changed' OR machine_value IS NOT NULL GROUP BY report_id) AS facts
          USING (report_id)
        WHERE section_count <> coalesce(sections.row_count, 0) OR fact_count <> coalesce(facts.row_count, 0)
        """,
    ),
    Check(
        "report_page",
        "每份报告必须有其原始页面，每个载入的页面必须有其报告",
        """
        SELECT report.report_id, report.url, report.page_id, page.report_id AS page_report_id, page.url AS page_url
        FROM report FULL JOIN (SELECT * FROM page WHERE outcome = 'loaded') AS page
          ON page.url = report.url AND page.page_id = report.page_id AND page.report_id = report.report_id
        WHERE report.report_id IS NULL OR page.report_id IS NULL
        """,
    ),
    Check(
        "page_unique",
        "同一网址的同一内容只有一行，同一网址至多一个现行页面",
        """
        SELECT url, page_id, count(*) AS times FROM page GROUP BY url, page_id HAVING count(*) > 1
        UNION ALL
        SELECT url, NULL, count(*) FROM page WHERE is_current GROUP BY url HAVING count(*) > 1
        """,
    ),
    Check(
        "page_outcome",
        "转载页面必须指向现有的报告；隔离的页面不得是现行页面",
        """
        SELECT url, page_id, outcome, report_id, is_current FROM page
        WHERE (outcome = 'duplicate' AND parser_version IS NOT NULL
               AND (report_id IS NULL OR report_id NOT IN (SELECT report_id FROM report)))
           OR (outcome = 'quarantined' AND is_current)
           OR outcome NOT IN ('loaded', 'duplicate', 'superseded', 'quarantined')
        """,
    ),
    Check(
        "quarantine_page",
        "每个隔离项只占一行；取得过内容的必须查得到其页面",
        """
        SELECT url, NULL AS page_id, count(*) AS times FROM quarantine GROUP BY url HAVING count(*) > 1
        UNION ALL
        SELECT q.url, q.page_id, 0 FROM quarantine AS q
        ANTI JOIN page ON page.url = q.url AND page.page_id = q.page_id
        WHERE q.page_id IS NOT NULL
        """,
    ),
    Check(
        "run_counts",
        "每次运行处理的页面数必须等于载入、不变、隔离三者之和；结束的运行必须有结束时间",
        """
        SELECT run_id, outcome, ended_at, seen, loaded, unchanged, quarantined FROM run
        WHERE seen <> loaded + unchanged + quarantined OR not_a_page < 0
           OR (outcome IN ('completed', 'failed')) <> (ended_at IS NOT NULL)
           OR outcome NOT IN ('running', 'completed', 'failed', 'interrupted')
        """,
    ),
    Check(
        "indicator_known",
        "指标编号必须在目录 dim_indicator 中",
        """
        SELECT indicator_id, count(*) AS facts FROM fact_indicator ANTI JOIN dim_indicator USING (indicator_id)
        WHERE indicator_id IS NOT NULL GROUP BY indicator_id
        """,
    ),
    Check(
        "unit_of_catalogue",
        "有指标编号的数量，其单位必须与目录同类：金额、比率、面积等各为一类，计数的量词（件、份、卷、人次）算作一类",
        """
        SELECT fact.report_id, fact.fact_id, fact.indicator_id, fact.quote, fact.unit, known.unit AS catalogue_unit
        FROM fact_indicator AS fact JOIN dim_indicator AS known USING (indicator_id)
        WHERE fact.kind IN ('level', 'rate') AND fact.unit <> '' AND fact.unit <> known.unit AND fact.judged IS NULL
          AND NOT EXISTS (SELECT 1 FROM {unit_kinds} AS mine JOIN {unit_kinds} AS its ON its.kind = mine.kind
                          WHERE mine.unit = fact.unit AND its.unit = known.unit)
        """,
    ),
    Check(
        "region_known",
        "报告的区划代码必须在 dim_region 中",
        """
        SELECT report_id, region_code FROM report
        WHERE region_code IS NOT NULL AND region_code NOT IN (SELECT code FROM dim_region)
        """,
    ),
    Check(
        "values_allowed",
        "层级、限定、性质、核对结果只能取约定的值，时期不得倒置，把握在 0 与 1 之间",
        """
        SELECT report_id, fact_id, qualifier, kind, scope, check_status, period_start, period_end, confidence
        FROM fact_indicator
        WHERE qualifier NOT IN ('exact', 'over', 'about', 'at_least', 'at_most')
           OR kind NOT IN ('level', 'rate', 'change', 'rank')
           OR scope NOT IN ('government', 'region', 'department')
           OR check_status NOT IN ('consistent', 'inconsistent', 'garbled')
           OR period_start > period_end OR (period_start IS NULL) <> (period_end IS NULL)
           OR confidence NOT BETWEEN 0 AND 1
        UNION ALL
        SELECT report_id, state, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM report
        WHERE state NOT IN ('whole', 'incomplete') OR (state = 'incomplete') <> (state_detail IS NOT NULL)
        UNION ALL
        SELECT report_id, level, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM report
        WHERE level NOT IN ('province', 'prefecture', 'county', 'township', 'department', 'zone')
        """,
    ),
    Check(
        "pinned_counts",
        "各年的行数不得悄悄减少：减少属实的，请查明后说明缘由予以认可",
        """
        SELECT pinned.relation, pinned.year, pinned.row_count AS pinned, coalesce(counted.row_count, 0) AS present
        FROM pinned_count AS pinned LEFT JOIN (
            SELECT 'report' AS relation, year, count(*) AS row_count FROM report GROUP BY year
            UNION ALL SELECT 'section', report.year, count(*) FROM section JOIN report USING (report_id) GROUP BY 2
            UNION ALL SELECT 'fact_indicator', year, count(*) FROM fact_indicator GROUP BY year
        ) AS counted
          ON counted.relation = pinned.relation AND counted.year IS NOT DISTINCT FROM pinned.year
        WHERE coalesce(counted.row_count, 0) < pinned.row_count
        """,
    ),
    Check(
        "manifest_counts",
        "各年的行数必须与运行结束时签定的相同；不符即有人在运行之外增删改过，查明后说明缘由予以认可",
        """
        SELECT signed.relation, signed.year, signed.row_count AS signed, coalesce(counted.row_count, 0) AS present, disagreement
        FROM manifest AS signed LEFT JOIN (
            SELECT 'report' AS relation, year, count(*) AS row_count FROM report GROUP BY year
            UNION ALL SELECT 'section', report.year, count(*) FROM section JOIN report USING (report_id) GROUP BY 2
            UNION ALL SELECT * FROM (SELECT 'fact_indicator', year, sum(row_count) FROM ({fact_rows}) GROUP BY year)
        ) AS counted
          ON counted.relation = signed.relation AND counted.year IS NOT DISTINCT FROM signed.year
        WHERE disagreement IS NOT NULL
           OR (signed.relation IN ('report', 'section', 'fact_indicator') AND NOT is_open
               AND coalesce(counted.row_count, 0) <> signed.row_count)
        """,
    ),
    Check(
        "comments_complete",
        "每张表、每个视图、每一列都必须有说明",
        """
        SELECT table_name, NULL AS column_name FROM duckdb_tables()
        WHERE NOT internal AND schema_name = 'main' AND NOT temporary AND coalesce(comment, '') = ''
        UNION ALL SELECT view_name, NULL FROM duckdb_views()
        WHERE NOT internal AND schema_name = 'main' AND NOT temporary AND coalesce(comment, '') = ''
        UNION ALL SELECT table_name, column_name FROM duckdb_columns()
        WHERE NOT internal AND schema_name = 'main' AND database_name = current_database()
          AND coalesce(comment, '') = ''
          -- A DuckLake keeps comments of views, not of their columns.
          AND NOT (table_name IN (SELECT view_name FROM duckdb_views()) AND EXISTS (
              FROM duckdb_databases() WHERE database_name = current_database() AND type = 'ducklake'))
        """,
    ),
)


def check_warehouse(con: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """Run every check, in order; a read-only connection will do."""
    fact_rows = " UNION ALL ".join(
        f"SELECT '{table}' AS table_name, year, count(*) AS row_count FROM {table} GROUP BY year"
        for table in list_fact_tables(con)
    )
    return [
        _run_check(con, check, check.sql.replace("{fact_rows}", fact_rows).replace("{unit_kinds}", _UNIT_KINDS))
        for check in CHECKS
    ]


def content_digest(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """For each relation its rows and a digest of their content, whatever their order: `{"report": "5 rows 1234…"}`.

    Left out is what differs between two runs that end in the same content: runs, times, attempts, archive places.
    """
    left_out = {
        "report": ("run_id",),
        "page": ("fetched_at", "last_fetched_at", "archive_file", "archive_offset", "run_id"),
        "quarantine": ("first_seen", "last_seen", "attempts", "run_id"),
        "pinned_count": ("reason", "run_id"),
    }
    relations = ["report", "section", FACT_VIEW, "dim_indicator", "dim_region", "dim_unit"]
    relations += ["page", "quarantine", "pinned_count"]
    digests = {}
    for relation in relations:
        without = f"EXCLUDE ({', '.join(left_out[relation])})" if relation in left_out else ""
        # A sum does not mind the order, and md5 is the same in every version of DuckDB.
        rows = con.execute(
            f"SELECT count(*), coalesce(sum(md5_number_lower(to_json(line)::VARCHAR)), 0) "
            f"FROM (SELECT * {without} FROM {relation}) AS line"
        ).fetchall()
        digests[relation] = f"{rows[0][0]} rows {rows[0][1]}"
    return digests


def _run_check(con: duckdb.DuckDBPyConnection, check: Check, sql: str) -> CheckResult:
    result = con.execute(f"SELECT count(*) OVER () AS failures, * FROM ({sql}) LIMIT {EXAMPLES}")
    columns = tuple(column[0] for column in result.description or ())[1:]
    rows = result.fetchall()
    return CheckResult(
        check.name,
        check.explanation,
        sql,
        failures=rows[0][0] if rows else 0,
        columns=columns,
        examples=tuple(row[1:] for row in rows),
    )
