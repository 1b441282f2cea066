"""The product's promise, kept before one's eyes: what is stored is what the archived bytes give, and nothing else; no network."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import duckdb

from flows.archive.damaged import ArchiveDamagedError
from flows.archive.warc import read_page
from flows.quality.differences import (
    FACT_ADDED,
    FACT_DIFFERS,
    FACT_MISSING,
    NAME_DIFFERS,
    QUOTE_MOVED,
    REPORT_DIFFERS,
    SECTION_ADDED,
    SECTION_DIFFERS,
    SECTION_MISSING,
    VALUE_DIFFERS,
    StoredRows,
    compare_report,
)
from flows.quality.second_reading import UnreadableRecordError, read_again
from flows.runs.parsing import FEW_PAGES, SLICE_PAGES, WORKER_BYTES, make_pool, parse_safely
from parsers.records import RawPage, Refusal
from parsers.version import parser_version
from warehouse.derive.manifest import find_disagreements
from warehouse.load.corrections import Correction
from warehouse.store.queries import fetch_value, registered

NOT_ARCHIVED = "not_archived"
ARCHIVE_DAMAGED = "archive_damaged"
READ_OTHERWISE = "read_otherwise"
PAGE_UNKNOWN = "page_unknown"
REPORT_MISSING = "report_missing"
NO_REPORT = "no_report"
RUN_UNKNOWN = "run_unknown"
ORPHAN = "orphan"
NOT_AS_SIGNED = "not_as_signed"

FAILURES = {
    NOT_ARCHIVED: "页面没有存档。The page was never kept.",
    ARCHIVE_DAMAGED: "存档的字节不在或已变：请从备份恢复存档。The kept bytes are gone or changed: restore the archive.",
    READ_OTHERWISE: "另一种读法从存档读出别的字节，或见记录不完整：请重新抓取该页。"
    "Read by other means the record gives other bytes, or shows that it is not whole: fetch the page again.",
    PAGE_UNKNOWN: "报告所据的页面不在 page 表。The report stands on a page that table page does not know.",
    REPORT_MISSING: "页面记为已载入，报告却不在。The page is loaded and its report is not there.",
    NO_REPORT: "重新解析后，这些字节不是报告。Parsed again, the bytes are no report.",
    NAME_DIFFERS: "报告编号与字节所说的地区、年份、种类不符。The report_id tells another region, year or kind than the bytes.",
    REPORT_DIFFERS: "报告的某列与重新解析所得不同。A column of the report is not what the bytes give.",
    SECTION_MISSING: "章节缺失。A section that the bytes give is not stored.",
    SECTION_ADDED: "章节多出。A section is stored that the bytes do not give.",
    SECTION_DIFFERS: "章节的某列与重新解析所得不同。A column of a section is not what the bytes give.",
    FACT_MISSING: "数字缺失。A figure that the bytes give is not stored.",
    FACT_ADDED: "数字多出。A figure is stored that the bytes do not give.",
    FACT_DIFFERS: "数字的某列与重新解析所得不同。A column of the figure is not what the bytes give.",
    QUOTE_MOVED: "重新解析后，原文不在所记的位置。Parsed again, the quote does not stand at its offsets.",
    VALUE_DIFFERS: "重新解析后，该处读得的数值或单位不同。Parsed again, value or unit come out differently.",
    RUN_UNKNOWN: "载入它的运行不在 run 表。The run that loaded it is not in table run.",
    ORPHAN: "没有报告的章节或数字。A section or a figure belongs to no report.",
    NOT_AS_SIGNED: "与运行结束时签定的清单不符。The rows are not those that were signed when the last run ended.",
}
"""Why something does not hold."""
OF_THE_ARCHIVE = (NOT_ARCHIVED, ARCHIVE_DAMAGED, READ_OTHERWISE)

AT_ONCE = 8 * SLICE_PAGES
"""Reports whose rows are fetched at a time."""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report's place in the archive, that of the page which an attachment hangs on, and its rows."""

    url: str
    page_id: str
    content_type: str | None
    archive_file: Path | None
    archive_offset: int
    cover_content_type: str | None
    cover_file: Path | None
    cover_offset: int
    rows: StoredRows

    @property
    def report_id(self) -> str:
        """Its name."""
        return str(self.rows.report["report_id"])


@dataclass(frozen=True, slots=True)
class Failure:
    """What does not hold; `reason` is a key of FAILURES."""

    report_id: str
    fact_id: str
    """Empty where it is not a figure's."""
    quote: str
    reason: str
    is_other_version: bool
    """The report was read by other rules than today's: parse it again (`fazhi backfill --replay`), then look."""
    damaged_file: Path | None = None
    """The file of the archive that does not give the bytes, its own or its cover's."""
    column: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of it. `facts` are those that were looked at, or drawn."""

    reports: int
    facts: int
    failures: tuple[Failure, ...]

    @property
    def failed_facts(self) -> int:
        """How many figures do not hold."""
        return len({failure.fact_id for failure in self.failures if failure.fact_id})


def verify_facts(
    con: duckdb.DuckDBPyConnection,
    archive: Path,
    *,
    sample: int | None,
    workers: int,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Verification:
    """Compare reports, sections and figures with what the archived bytes give now, both ways; and with what was signed.

    `sample`: only the reports of so many figures drawn at random, and the signed counts; where there are no more than so many
    figures, and for None, everything. Reads the archive, parses anew, changes nothing.
    """
    total = fetch_value(con, "SELECT count(*) FROM fact_indicator")
    drawn = None if sample is None or sample >= total else sample
    chosen, facts = _choose_reports(con, drawn, total)
    failures = [
        Failure("", "", "", NOT_AS_SIGNED, False, column=f"{one.relation} {one.year or ''}".strip(), detail=one.detail)
        for one in find_disagreements(con, whole=drawn is None)
    ]
    failures += _find_strays(con)
    done = 0
    for report_failures, count in _verify_all(con, archive, chosen, workers):
        failures += report_failures
        done += count
        on_progress(done, len(chosen))
    return Verification(len(chosen), facts, tuple(failures))


def list_unverified(found: Verification) -> dict[str, list[Failure]]:
    """By reason the failures whose record is at fault: what other rules read comes out otherwise without anybody's fault."""
    listed: dict[str, list[Failure]] = {}
    for failure in found.failures:
        if not failure.is_other_version or failure.reason in OF_THE_ARCHIVE:
            listed.setdefault(failure.reason, []).append(failure)
    return listed


def verify_report(report: StoredReport) -> list[Failure]:
    """What of a report does not hold."""
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
    if doubt := _find_doubt(report):
        return [replace(one, detail=doubt) for one in _fail_all(report, READ_OTHERWISE, report.archive_file)]
    parsed = parse_safely(page, cover)
    refusal = parsed if isinstance(parsed, Refusal) else parsed.refusal
    if refusal is not None or isinstance(parsed, Refusal):
        detail = "" if refusal is None else f"{refusal.reason}：{refusal.detail}"
        return [replace(one, detail=detail) for one in _fail_all(report, NO_REPORT)]
    other = report.rows.report["parser_version"] != parser_version()
    return [
        Failure(
            report.report_id,
            difference.fact_id,
            difference.quote,
            difference.reason,
            other,
            column=difference.column,
            detail=difference.detail,
        )
        for difference in compare_report(report.rows, parsed)
    ]


def _find_doubt(report: StoredReport) -> str:
    """What a second reading of the report's record, by other means, has against the first; empty where it has nothing."""
    assert report.archive_file is not None
    try:
        second = read_again(report.archive_file, report.archive_offset)
    except (UnreadableRecordError, OSError) as error:
        return str(error)
    if hashlib.sha256(second.body).hexdigest() != report.page_id:
        return f"另读得 {len(second.body)} 字节，摘要不同。The second reading gives {len(second.body)} bytes with another digest"
    return "；".join(second.doubts)


def _verify_slice(reports: Sequence[StoredReport]) -> list[Failure]:
    return [failure for report in reports for failure in verify_report(report)]


def _fail_all(report: StoredReport, reason: str, file: Path | None = None) -> list[Failure]:
    """A failure of each figure, or one of the report where it has none."""
    other = report.rows.report["parser_version"] != parser_version()
    facts = [(fact["fact_id"], fact["quote"]) for fact in report.rows.facts] or [("", "")]
    return [Failure(report.report_id, fact_id, quote, reason, other, file) for fact_id, quote in facts]


def _verify_all(
    con: duckdb.DuckDBPyConnection, archive: Path, chosen: Sequence[str], workers: int
) -> Iterator[tuple[list[Failure], int]]:
    """The failures of the reports, some at a time, and how many reports these were; few are parsed here.

    Files that are no web pages are read where there are limits of time and memory, whatever their number.
    """
    parts = (
        part
        for start in range(0, len(chosen), AT_ONCE)
        for reports in [_fetch_reports(con, archive, chosen[start : start + AT_ONCE])]
        for part in (reports[first : first + SLICE_PAGES] for first in range(0, len(reports), SLICE_PAGES))
    )
    pool: ProcessPoolExecutor | None = None
    try:
        waiting: list[tuple[Future[list[Failure]], int]] = []
        for part in parts:
            if len(chosen) <= FEW_PAGES and all(_is_light(report) for report in part):
                yield _verify_slice(part), len(part)
                continue
            pool = pool or make_pool(workers, memory=WORKER_BYTES)
            waiting.append((pool.submit(_verify_slice, part), len(part)))
            if len(waiting) > 2 * workers:
                first, count = waiting.pop(0)
                yield first.result(), count
        for one, count in waiting:
            yield one.result(), count
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def _is_light(report: StoredReport) -> bool:
    return report.rows.report.get("source_kind") in ("html", "text") and report.cover_file is None


def _choose_reports(con: duckdb.DuckDBPyConnection, drawn: int | None, total: int) -> tuple[list[str], int]:
    """The reports to look at, and how many figures these are looked at for."""
    if drawn is None:
        rows = con.execute("SELECT DISTINCT report_id FROM report ORDER BY report_id").fetchall()
        return [row[0] for row in rows], total
    rows = con.execute(
        f"SELECT DISTINCT report_id FROM (FROM fact_indicator USING SAMPLE reservoir({int(drawn)} ROWS)) ORDER BY report_id"
    ).fetchall()
    return [row[0] for row in rows], drawn


def _find_strays(con: duckdb.DuckDBPyConnection) -> list[Failure]:
    """What belongs to nothing: pages without their report, rows without theirs, reports of a run that never was."""
    queries = {
        REPORT_MISSING: "SELECT page.report_id, '', page.url FROM page ANTI JOIN report ON report.report_id = page.report_id "
        "AND report.url = page.url AND report.page_id = page.page_id WHERE page.outcome = 'loaded'",
        ORPHAN: "SELECT report_id, fact_id, quote FROM fact_indicator ANTI JOIN report USING (report_id) "
        "UNION ALL SELECT report_id, '', heading FROM section ANTI JOIN report USING (report_id)",
        RUN_UNKNOWN: "SELECT report_id, '', report.run_id FROM report ANTI JOIN run USING (run_id)",
    }
    return [
        Failure(report_id or "", fact_id, quote, reason, False)
        for reason, query in queries.items()
        for report_id, fact_id, quote in con.execute(f"{query} ORDER BY ALL").fetchall()
    ]


def _fetch_reports(con: duckdb.DuckDBPyConnection, archive: Path, chosen: Sequence[str]) -> list[StoredReport]:
    """These reports with all that is stored of them; a name that two rows have gives two."""
    import pyarrow as pa

    with registered(con, "chosen_reports", pa.table({"report_id": pa.array(list(chosen), pa.string())})):
        places = con.execute(
            "SELECT report.rowid, page.content_type, page.archive_file, page.archive_offset, attachment.cover_content_type, "
            "attachment.cover_file, attachment.cover_offset, page.url IS NOT NULL FROM report "
            "SEMI JOIN chosen_reports USING (report_id) "
            "LEFT JOIN page ON page.page_id = report.page_id AND page.url = report.url "
            "LEFT JOIN attachment ON attachment.page_id = report.page_id AND attachment.url = report.url"
        ).fetchall()
        place_of = {row[0]: row[1:] for row in places}
        reports = _fetch_rows(
            con,
            "SELECT rowid AS stored_row, * FROM report SEMI JOIN chosen_reports USING (report_id) ORDER BY report_id",
        )
        sections = _group(
            _fetch_rows(con, "SELECT * FROM section SEMI JOIN chosen_reports USING (report_id) ORDER BY seq")
        )
        facts = _group(
            _fetch_rows(con, "SELECT * FROM fact_indicator SEMI JOIN chosen_reports USING (report_id) ORDER BY seq")
        )
    corrections = _fetch_corrections(con)
    judged = _fetch_judged(con)
    found = []
    for report in reports:
        place = place_of[report.pop("stored_row")]
        kind = report["level"] if report["level"] in ("department", "township") else None
        found.append(
            StoredReport(
                url=report["url"],
                page_id=report["page_id"],
                content_type=place[0],
                archive_file=None if place[1] is None else archive / place[1],
                archive_offset=place[2] or 0,
                cover_content_type=place[3],
                cover_file=None if place[4] is None else archive / place[4],
                cover_offset=place[5] or 0,
                rows=StoredRows(
                    report,
                    tuple(sections.get(report["report_id"], ())),
                    tuple(facts.get(report["report_id"], ())),
                    tuple(corrections.get((report["region_code"], report["year"], kind), ())),
                    judged,
                ),
            )
        )
    return found


def _fetch_rows(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    result = con.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _group(rows: Sequence[dict[str, Any]]) -> Mapping[str, list[dict[str, Any]]]:
    grouped: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["report_id"]].append(row)
    return grouped


def _fetch_corrections(con: duckdb.DuckDBPyConnection) -> Mapping[tuple[str, int, str | None], list[Correction]]:
    """The corrections that were applied, by region, year and kind."""
    names = ", ".join(field.name for field in fields(Correction))
    found: defaultdict[tuple[str, int, str | None], list[Correction]] = defaultdict(list)
    for row in con.execute(
        f"SELECT {names} FROM correction WHERE outcome = 'applied' ORDER BY correction_id"
    ).fetchall():
        correction = Correction(*row)
        found[correction.region_code, correction.year, correction.level].append(correction)
    return found


def _fetch_judged(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Facts and reports of which a person has said something."""
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'judgement'").fetchall():
        return frozenset()
    rows = con.execute("SELECT DISTINCT unnest([fact_id, report_id]) FROM judgement").fetchall()
    return frozenset(row[0] for row in rows if row[0] is not None)
