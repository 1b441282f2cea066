"""Reports, sections and facts as Arrow tables, ready to go in: a column at a time, which is what makes loading fast."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

from warehouse.items import spell_evidence
from warehouse.load.identity import identify_facts
from warehouse.load.ledger import ReportEntry
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
            "region_evidence": pa.array([spell_evidence(metadata.region_evidence) for metadata in known], pa.string()),
            "kind_evidence": pa.array([spell_evidence(report.kind_evidence) for report in reports], pa.string()),
        }
    )


def tabulate_sections(reports: Sequence[ReportEntry]) -> Any:
    """One row a section, columns as in `section`."""
    import pyarrow as pa

    rows = [section for report in reports if report.parsed for section in report.parsed.sections]
    return pa.table(
        {
            "report_id": _repeat_each(reports, [report.report_id for report in reports], "section_count", pa.string()),
            "seq": pa.array([row.seq for row in rows], pa.int32()),
            "parent_seq": pa.array([row.parent_seq for row in rows], pa.int32()),
            "level": pa.array([row.level for row in rows], pa.int8()),
            "marker": pa.array([row.marker for row in rows], pa.string()),
            "heading": pa.array([row.heading for row in rows], pa.string()),
            "theme": pa.array([row.theme for row in rows], pa.string()),
            "text": pa.array([row.text for row in rows], pa.string()),
            "char_start": pa.array([row.char_start for row in rows], pa.int32()),
            "char_end": pa.array([row.char_end for row in rows], pa.int32()),
        }
    )


def tabulate_facts(reports: Sequence[ReportEntry]) -> Any:
    """One row a fact, columns as in the fact tables; `part_of` becomes the fact_id of that seq in the same report."""
    import pyarrow as pa

    rows = [fact for report in reports if report.parsed for fact in report.parsed.facts]
    fact_ids: list[str] = []
    wholes: list[str | None] = []
    for report in reports:
        facts = report.parsed.facts if report.parsed else ()
        ids = identify_facts(report.report_id, facts)
        id_of_seq = {fact.seq: fact_id for fact, fact_id in zip(facts, ids, strict=True)}
        fact_ids.extend(ids)
        wholes.extend(None if fact.part_of is None else id_of_seq[fact.part_of] for fact in facts)
    return pa.table(
        {
            "fact_id": pa.array(fact_ids, pa.string()),
            "report_id": _repeat_each(reports, [report.report_id for report in reports], "fact_count", pa.string()),
            "section_seq": pa.array([row.section_seq for row in rows], pa.int32()),
            "region_code": _repeat_each(
                reports, [report.metadata.region_code for report in reports], "fact_count", pa.string()
            ),
            "year": _repeat_each(reports, [report.metadata.year for report in reports], "fact_count", pa.int16()),
            "indicator_id": pa.array([row.indicator_id for row in rows], pa.string()),
            "label": pa.array([row.label for row in rows], pa.string()),
            "value": pa.array([row.value for row in rows], pa.float64()),
            "unit": pa.array([row.unit for row in rows], pa.string()),
            "qualifier": pa.array([row.qualifier for row in rows], pa.string()),
            "period_start": pa.array([row.period.start if row.period else None for row in rows], pa.date32()),
            "period_end": pa.array([row.period.end if row.period else None for row in rows], pa.date32()),
            "quote": pa.array([row.quote for row in rows], pa.string()),
            "sentence": pa.array([row.sentence for row in rows], pa.string()),
            "char_start": pa.array([row.char_start for row in rows], pa.int32()),
            "char_end": pa.array([row.char_end for row in rows], pa.int32()),
            "part_of": pa.array(wholes, pa.string()),
            "check_status": pa.array([row.check_status for row in rows], pa.string()),
            "parser_version": _repeat_each(
                reports, [report.parser_version for report in reports], "fact_count", pa.string()
            ),
            "scope": pa.array([row.scope for row in rows], pa.string()),
            "kind": pa.array([row.kind for row in rows], pa.string()),
            "confidence": pa.array([row.confidence for row in rows], pa.float64()),
            "seq": pa.array([row.seq for row in rows], pa.int32()),
            "computed": pa.array([row.computed for row in rows], pa.float64()),
            "aspect": pa.array([row.aspect for row in rows], pa.string()),
            "outside": pa.array([row.outside for row in rows], pa.string()),
        }
    )


def _repeat_each(reports: Sequence[ReportEntry], values: Sequence[object], count: str, kind: Any) -> Any:
    """Each report's value as often as it has rows."""
    import pyarrow as pa

    counts = (getattr(report, count) for report in reports)
    return pa.array(list(chain.from_iterable(map(repeat, values, counts))), kind)
