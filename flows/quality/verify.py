"""The product's promise, kept before one's eyes: every fact found again in the archived bytes, without network."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from flows.archive.warc import ArchiveDamagedError, read_page
from flows.runs.parsing import FEW_PAGES, SLICE_PAGES, make_pool
from parsers.attachment_page import parse_page_or_attachment
from parsers.records import ParsedPage, RawPage
from parsers.version import parser_version

NOT_ARCHIVED = "not_archived"
ARCHIVE_DAMAGED = "archive_damaged"
QUOTE_MOVED = "quote_moved"
VALUE_DIFFERS = "value_differs"

FAILURES = {
    NOT_ARCHIVED: "页面没有存档。The page was never kept.",
    ARCHIVE_DAMAGED: "存档的字节不在或已变：请从备份恢复存档。The kept bytes are gone or changed: restore the archive.",
    QUOTE_MOVED: "重新解析后，原文不在所记的位置。Parsed again, the quote does not stand at its offsets.",
    VALUE_DIFFERS: "重新解析后，该处读得的数值或单位不同。Parsed again, value or unit come out differently.",
}
"""Why a fact does not hold."""


@dataclass(frozen=True, slots=True)
class StoredFact:
    """What the warehouse says of a fact as published: a correction's value is not what the bytes say."""

    fact_id: str
    quote: str
    char_start: int
    char_end: int
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report's place in the archive, that of the page which an attachment hangs on, and the facts to verify."""

    report_id: str
    url: str
    page_id: str
    content_type: str | None
    archive_file: Path | None
    archive_offset: int
    cover_content_type: str | None
    cover_file: Path | None
    cover_offset: int
    parser_version: str
    facts: tuple[StoredFact, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A fact that does not hold; `reason` is a key of FAILURES."""

    report_id: str
    fact_id: str
    quote: str
    reason: str
    is_other_version: bool
    """The report was read by other rules than today's: parse it again (`fazhi backfill --replay`), then look."""
    damaged_file: Path | None = None
    """The file of the archive that does not give the bytes, its own or its cover's."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of it."""

    reports: int
    facts: int
    failures: tuple[Failure, ...]


def verify_facts(
    con: duckdb.DuckDBPyConnection,
    archive: Path,
    *,
    sample: int | None,
    workers: int,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Verification:
    """Verify all facts, or a random sample of so many; reads the archive, parses anew, compares."""
    reports = _list_reports(con, archive, sample)
    slices = [reports[start : start + SLICE_PAGES] for start in range(0, len(reports), SLICE_PAGES)]
    failures: list[Failure] = []
    done = 0
    if len(reports) <= FEW_PAGES:
        for part in slices:
            failures += _verify_slice(part)
            done += len(part)
            on_progress(done, len(reports))
    else:
        with make_pool(workers) as pool:
            for part, found in zip(slices, pool.map(_verify_slice, slices), strict=True):
                failures += found
                done += len(part)
                on_progress(done, len(reports))
    return Verification(len(reports), sum(len(report.facts) for report in reports), tuple(failures))


def list_unverified(found: Verification) -> dict[str, list[Failure]]:
    """By reason the facts whose record is at fault: those that other rules read come out otherwise without anybody's fault."""
    listed: dict[str, list[Failure]] = {}
    for failure in found.failures:
        if not failure.is_other_version or failure.reason in (NOT_ARCHIVED, ARCHIVE_DAMAGED):
            listed.setdefault(failure.reason, []).append(failure)
    return listed


def verify_report(report: StoredReport) -> list[Failure]:
    """The facts of a report that do not hold."""
    if report.archive_file is None:
        return _fail_all(report, NOT_ARCHIVED)
    file = report.archive_file
    try:
        page = RawPage(report.url, read_page(file, report.archive_offset), report.content_type)
        if page.page_id != report.page_id:
            return _fail_all(report, ARCHIVE_DAMAGED, file)
        cover = None
        if report.cover_file is not None:
            file = report.cover_file
            cover_body = read_page(report.cover_file, report.cover_offset)
            cover = RawPage(report.url, cover_body, report.cover_content_type)
    except ArchiveDamagedError:
        return _fail_all(report, ARCHIVE_DAMAGED, file)
    parsed = parse_page_or_attachment(page, cover)
    return [_fail(report, fact, reason) for fact in report.facts if (reason := _judge_fact(fact, parsed)) is not None]


def _verify_slice(reports: Sequence[StoredReport]) -> list[Failure]:
    return [failure for report in reports for failure in verify_report(report)]


def _judge_fact(fact: StoredFact, parsed: ParsedPage) -> str | None:
    if parsed.text[fact.char_start : fact.char_end] != fact.quote:
        return QUOTE_MOVED
    again = [one for one in parsed.facts if one.char_start == fact.char_start and one.char_end == fact.char_end]
    if any(one.unit == fact.unit and math.isclose(one.value, fact.value, rel_tol=1e-12) for one in again):
        return None
    return VALUE_DIFFERS


def _fail_all(report: StoredReport, reason: str, file: Path | None = None) -> list[Failure]:
    return [replace(_fail(report, fact, reason), damaged_file=file) for fact in report.facts]


def _fail(report: StoredReport, fact: StoredFact, reason: str) -> Failure:
    return Failure(report.report_id, fact.fact_id, fact.quote, reason, report.parser_version != parser_version())


def _list_reports(con: duckdb.DuckDBPyConnection, archive: Path, sample: int | None) -> list[StoredReport]:
    chosen = "fact_indicator" if sample is None else f"(FROM fact_indicator USING SAMPLE reservoir({int(sample)} ROWS))"
    rows = con.execute(
        f"""
        SELECT report.report_id, report.url, report.page_id, page.content_type, page.archive_file, page.archive_offset,
               attachment.cover_content_type, attachment.cover_file, attachment.cover_offset, report.parser_version,
               list({{'fact_id': fact.fact_id, 'quote': fact.quote, 'char_start': fact.char_start,
                     'char_end': fact.char_end, 'value': coalesce(fact.published_value, fact.value), 'unit': fact.unit}}
                    ORDER BY fact.seq)
        FROM {chosen} AS fact
        JOIN report ON report.report_id = fact.report_id
        LEFT JOIN page ON page.page_id = report.page_id AND page.url = report.url
        LEFT JOIN attachment ON attachment.page_id = report.page_id AND attachment.url = report.url
        GROUP BY ALL ORDER BY report.report_id
        """
    ).fetchall()
    return [
        StoredReport(
            report_id=row[0],
            url=row[1],
            page_id=row[2],
            content_type=row[3],
            archive_file=None if row[4] is None else archive / row[4],
            archive_offset=row[5] or 0,
            cover_content_type=row[6],
            cover_file=None if row[7] is None else archive / row[7],
            cover_offset=row[8] or 0,
            parser_version=row[9],
            facts=tuple(StoredFact(**fact) for fact in row[10]),
        )
        for row in rows
    ]
