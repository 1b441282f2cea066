"""What a run brought, in figures and words: for the terminal and for Prefect's artifact alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field

import duckdb

from flows.terminal.tables import write_markdown_table

REPORT_COLUMNS = ("report_id", "地区 region", "年份 year", "章节 sections", "数字 facts", "有指标 with id")
REFUSED_COLUMNS = ("网页 page", "原因 reason", "说明 detail")

SHOWN = 20
"""Reports and refused pages that a summary names; the rest it counts."""


@dataclass(frozen=True, slots=True)
class LoadedReport:
    """A report that a run loaded or replaced."""

    report_id: str
    region_name: str | None
    year: int | None
    sections: int
    facts: int
    identified: int
    """Facts with an indicator of the catalogue."""


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """A page that a run put in quarantine."""

    url: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class RunSummary:
    """Counts of a run, the first SHOWN of its reports and of its refused pages, and what the warehouse holds now."""

    run_id: str
    seen: int
    loaded: int
    unchanged: int
    quarantined: int
    reports: tuple[LoadedReport, ...]
    refused: tuple[RefusedPage, ...]
    all_reports: int
    all_facts: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Files beside the pages that are none, by suffix."""
    named: int = 0
    """Figures of this run's reports with an indicator of the catalogue."""
    outside: int = 0
    """Those without one of which it is told of what kind they are."""
    unknown: int = 0
    """Those that nothing explains."""
    samples_aside: int = 0
    """Sample reports that stand in the warehouse beside others and count in no series."""


def describe_run(con: duckdb.DuckDBPyConnection, run_id: str) -> RunSummary:
    """The summary of a run so far, from the open warehouse."""
    counts = "SELECT seen, loaded, unchanged, quarantined FROM run WHERE run_id = ?"
    [(seen, loaded, unchanged, quarantined)] = con.execute(counts, [run_id]).fetchall()
    reports = con.execute(
        """
        WITH brought AS (SELECT * FROM report WHERE run_id = $run ORDER BY report_id LIMIT $shown)
        SELECT brought.report_id, brought.region_name, brought.year, brought.section_count, brought.fact_count,
               count(fact.indicator_id)
        FROM brought LEFT JOIN fact_indicator AS fact ON fact.report_id = brought.report_id
        GROUP BY ALL ORDER BY 1
        """,
        {"run": run_id, "shown": SHOWN},
    ).fetchall()
    refused = con.execute(
        "SELECT url, reason, detail FROM quarantine WHERE run_id = ? ORDER BY url LIMIT ?", [run_id, SHOWN]
    ).fetchall()
    explained = """
        SELECT count(indicator_id), count(*) FILTER (outside <> 'unknown'), count(*) FILTER (outside = 'unknown')
        FROM report JOIN fact_indicator USING (report_id) WHERE report.run_id = ?
        """
    [(named, outside, unknown)] = con.execute(explained, [run_id]).fetchall()
    totals = "SELECT count(*), coalesce(sum(fact_count), 0)::BIGINT FROM report"
    [(all_reports, all_facts)] = con.execute(totals).fetchall()
    [(samples_aside,)] = con.execute("SELECT count(*) FROM sample_aside").fetchall()
    return RunSummary(
        run_id=run_id,
        seen=seen,
        loaded=loaded,
        unchanged=unchanged,
        quarantined=quarantined,
        reports=tuple(LoadedReport(*row) for row in reports),
        refused=tuple(RefusedPage(*row) for row in refused),
        all_reports=all_reports,
        all_facts=all_facts,
        named=named,
        outside=outside,
        unknown=unknown,
        samples_aside=samples_aside,
    )


def write_markdown(summary: RunSummary) -> str:
    """The summary as Prefect shows it."""
    parts = [
        f"{summary.run_id}: {summary.seen} 页 pages, {summary.loaded} 载入 loaded, "
        f"{summary.unchanged} 未变 unchanged, {summary.quarantined} 隔离 quarantined"
    ]
    if figures := summary.named + summary.outside + summary.unknown:
        parts.append(
            f"{figures} 个数字 figures: {summary.named} 有指标 named, {summary.outside} 目录之外 outside the catalogue, "
            f"{summary.unknown} 未能说明 unknown ({summary.unknown / figures:.1%})"
        )
    if summary.reports:
        parts.append(write_markdown_table(REPORT_COLUMNS, [astuple(report) for report in summary.reports]))
    if summary.refused:
        parts.append(write_markdown_table(REFUSED_COLUMNS, [astuple(page) for page in summary.refused]))
    return "\n\n".join(parts)
