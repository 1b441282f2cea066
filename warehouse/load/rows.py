"""Reports, sections and facts as Arrow tables, ready to go in: a column at a time, which is what makes loading fast.

Each of these reports is written by the batch: its `parsed` is set.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

from warehouse.load.ledger import ReportEntry
from warehouse.load.pages.columns import take_facts, take_sections
from warehouse.load.samples import is_sample
from warehouse.store.dimensions import shorten_region


def tabulate_reports(reports: Sequence[ReportEntry], run_id: str) -> Any:
    """One row a report, columns as in `report`."""
    import pyarrow as pa

    known = [report.metadata for report in reports]
    return pa.table(
        {
            "report_id": pa.array([report.report_id for report in reports], pa.string()),
            "region_code": pa.array([metadata.region_code for metadata in known], pa.string()),
            "region_name": pa.array([metadata.region_name for metadata in known], pa.string()),
            "region_short": pa.array([shorten_region(metadata.region_name) for metadata in known], pa.string()),
            "level": pa.array([metadata.level for metadata in known], pa.string()),
            "year": pa.array([metadata.year for metadata in known], pa.int16()),
            "title": pa.array([metadata.title for metadata in known], pa.string()),
            "issuer": pa.array([metadata.issuer for metadata in known], pa.string()),
            "source": pa.array([metadata.source for metadata in known], pa.string()),
            "published_on": pa.array([metadata.published_on for metadata in known], pa.date32()),
            "signed_on": pa.array([metadata.signed_on for metadata in known], pa.date32()),
            "url": pa.array([report.url for report in reports], pa.string()),
            "page_id": pa.array([report.page_id for report in reports], pa.string()),
            "text": pa.array([report.parsed.text if report.parsed else "" for report in reports], pa.string()),
            "parser_version": pa.array([report.parser_version for report in reports], pa.string()),
            "run_id": pa.array([run_id] * len(reports), pa.string()),
            "section_count": pa.array([report.section_count for report in reports], pa.int32()),
            "fact_count": pa.array([report.fact_count for report in reports], pa.int32()),
            "text_digest": pa.array([report.text_digest for report in reports], pa.string()),
            "is_sample": pa.array([is_sample(report.page_id) for report in reports], pa.bool_()),
            "state": pa.array([report.state for report in reports], pa.string()),
            "state_detail": pa.array([report.state_detail for report in reports], pa.string()),
            "source_kind": pa.array([report.source_kind for report in reports], pa.string()),
            "parent_code": pa.array([metadata.parent_code for metadata in known], pa.string()),
            "region_evidence": pa.array([report.region_evidence for report in reports], pa.string()),
            "kind_evidence": pa.array([report.kind_evidence for report in reports], pa.string()),
        }
    )


def tabulate_sections(reports: Sequence[ReportEntry]) -> Any:
    """One row a section, columns as in `section`."""
    import pyarrow as pa

    rows = take_sections(report.parsed for report in reports if report.parsed)
    names = _repeat_each(reports, [report.report_id for report in reports], "section_count", pa.string())
    return rows.append_column("report_id", names)


def tabulate_facts(reports: Sequence[ReportEntry]) -> Any:
    """One row a fact, columns as in the fact tables."""
    import pyarrow as pa

    rows = take_facts((report.parsed, report.report_id) for report in reports if report.parsed)
    of_reports: dict[str, tuple[list[Any], Any]] = {
        "report_id": ([report.report_id for report in reports], pa.string()),
        "region_code": ([report.metadata.region_code for report in reports], pa.string()),
        "year": ([report.metadata.year for report in reports], pa.int16()),
        "parser_version": ([report.parser_version for report in reports], pa.string()),
    }
    for name, (values, kind) in of_reports.items():
        rows = rows.append_column(name, _repeat_each(reports, values, "fact_count", kind))
    return rows


def _repeat_each(reports: Sequence[ReportEntry], values: Sequence[object], count: str, kind: Any) -> Any:
    """Each report's value as often as it has rows."""
    import pyarrow as pa

    counts = (getattr(report, count) for report in reports)
    return pa.array(list(chain.from_iterable(map(repeat, values, counts))), kind)
