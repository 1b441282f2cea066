"""Pages into the warehouse: a batch is one transaction, a report goes in whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import duckdb

from parsers.records import ParsedPage, Refusal
from warehouse.check.pins import lower_counts
from warehouse.derive.manifest import open_years
from warehouse.derive.settling import unsettle_years
from warehouse.diary import add_counts
from warehouse.items import LoadCounts, LoadItem, Outcome, TabulatedPage
from warehouse.load.corrections import apply_corrections
from warehouse.load.identity import name_report
from warehouse.load.judging.judgement_mirror import mend_metadata
from warehouse.load.judging.judgements import apply_judgements
from warehouse.load.judging.learned import apply_learned
from warehouse.load.ledger import Ledger, ReportEntry
from warehouse.load.ledger_rows import fill_ledger, write_pages, write_quarantine
from warehouse.load.pages.columns import tabulate_pages
from warehouse.load.pages.defects import find_odd_metadata
from warehouse.load.placement import place_item
from warehouse.load.rows import tabulate_facts, tabulate_reports, tabulate_sections
from warehouse.load.samples import is_sample
from warehouse.store.migrations import ensure_fact_tables, name_fact_table
from warehouse.store.queries import registered, transaction

_BACKING = ("report_id", "url", "page_id")


def load_pages(
    con: duckdb.DuckDBPyConnection, run_id: str, items: Sequence[LoadItem], parser_version: str
) -> LoadCounts:
    """Load a batch in its order; each page ends as loaded, unchanged or quarantined, and the run's counts say so.

    Batches must come in the manifest's order: that, not the number of workers, decides which of two reports of one
    region and year gets the number. A batch of some 500 pages is fast and small enough. Raises ValueError where an item
    contradicts itself (see LoadItem); then, as after any error, nothing of the batch is in.
    """
    items = _mend_items(con, tabulate_items(items))
    prepared = [_prepare_item(item, parser_version) for item in items]
    digests = [
        item.result.digest if refusal is None and isinstance(item.result, TabulatedPage) else None
        for item, refusal in prepared
    ]
    reports = [
        item.result.metadata
        for (item, refusal) in prepared
        if refusal is None and isinstance(item.result, TabulatedPage)
    ]
    ensure_fact_tables(con, {metadata.year for metadata in reports})
    with transaction(con):
        ledger = fill_ledger(
            con,
            urls={item.url for item in items},
            changing={item.url for item in items if item.result is not None},
            digests={digest for digest in digests if digest is not None},
            names={name_report(metadata) for metadata in reports},
            parser_version=parser_version,
        )
        outcomes: Counter[Outcome] = Counter(
            place_item(ledger, item, refusal, digest, parser_version)
            for (item, refusal), digest in zip(prepared, digests, strict=True)
        )
        write_reports(con, ledger, run_id)
        fresh = [report.report_id for report in ledger.reports.values() if report.parsed is not None]
        apply_judgements(con, fresh)
        apply_learned(con, fresh)
        # A report that went may have carried a correction under another year's name: then all are looked at.
        apply_corrections(con, None if ledger.replaced else _list_places(ledger))
        write_pages(con, ledger, run_id)
        write_quarantine(con, ledger, run_id)
        lower_counts(con, ledger.released, run_id)
        counts = LoadCounts(outcomes["loaded"], outcomes["unchanged"], outcomes["quarantined"])
        add_counts(con, run_id, counts)
    return counts


def tabulate_items(items: Sequence[LoadItem]) -> Sequence[LoadItem]:
    """The items with their pages as the loader takes them; a worker has mostly done that already."""
    parsed = [item.result for item in items if isinstance(item.result, ParsedPage)]
    if not parsed:
        return items
    tabulated = iter(tabulate_pages(parsed))
    return [replace(item, result=next(tabulated)) if isinstance(item.result, ParsedPage) else item for item in items]


def find_known_pages(
    con: duckdb.DuckDBPyConnection, pages: Iterable[tuple[str, str]], parser_version: str
) -> set[tuple[str, str]]:
    """Those of the pairs (url, page_id) that need no parsing; hand them over with result None.

    The address gave the same bytes last time, and this parser version has read them.
    """
    import pyarrow as pa

    urls, page_ids = zip(*pages, strict=True) if (pages := list(pages)) else ((), ())
    table = pa.table({"url": pa.array(urls, pa.string()), "page_id": pa.array(page_ids, pa.string())})
    with registered(con, "pairs", table):
        rows = con.execute(
            """
            SELECT page.url, page.page_id
            FROM page SEMI JOIN pairs ON page.url = pairs.url AND page.page_id = pairs.page_id
            LEFT JOIN quarantine ON quarantine.url = page.url AND quarantine.page_id = page.page_id
            WHERE page.parser_version = ?
              AND (page.is_current OR (page.outcome = 'quarantined' AND quarantine.url IS NOT NULL))
            """,
            [parser_version],
        ).fetchall()
    return set(rows)


def _prepare_item(item: LoadItem, parser_version: str) -> tuple[LoadItem, Refusal | None]:
    """The item, and why it cannot be a report: its refusal, the parsed page's, or a defect of the parse."""
    if isinstance(item.result, TabulatedPage):
        if item.result.page_id != item.page_id:
            raise ValueError(f"{item.url}: parsed from page {item.result.page_id}, handed over as {item.page_id}")
        if item.result.parser_version != parser_version:
            raise ValueError(f"{item.url}: parsed by {item.result.parser_version}, the batch is of {parser_version}")
        if item.result.refusal is not None:
            return item, item.result.refusal
        unsound = item.result.unsound
        return (item, None) if unsound is None else (replace(item, stage="load"), unsound)
    if item.page_id is None and item.result is None:
        raise ValueError(f"{item.url}: neither bytes nor a reason why there are none")
    return item, item.result if isinstance(item.result, Refusal) else None


def _mend_items(con: duckdb.DuckDBPyConnection, items: Sequence[LoadItem]) -> Sequence[LoadItem]:
    """The items, those pages of which a person says another year, region or level as he says."""
    mended = mend_metadata(con, [item.result for item in items if isinstance(item.result, TabulatedPage)])
    mended = {
        page_id: replace(page, unsound=page.unsound or find_odd_metadata(page.metadata))
        for page_id, page in mended.items()
    }
    return [replace(item, result=mended[item.page_id]) if item.page_id in mended else item for item in items]


def write_reports(con: duckdb.DuckDBPyConnection, ledger: Ledger, run_id: str) -> None:
    """DELETE and INSERT of the reports that changed: without primary keys this is the fastest way, and as safe."""
    import pyarrow as pa

    written = [report for report in ledger.reports.values() if report.parsed is not None]
    moved = [ledger.reports[report_id] for report_id in ledger.repointed if ledger.reports[report_id].parsed is None]
    years = {*(report.metadata.year for report in written), *ledger.replaced.values()}
    unsettle_years(con, years | _find_sample_years(con, ledger))
    open_years(con, {report.metadata.year for report in moved})
    if ledger.replaced:
        stored_in = ["report", "section", *(name_fact_table(year) for year in set(ledger.replaced.values()))]
        for table in stored_in:
            con.execute(f"DELETE FROM {table} WHERE report_id IN (SELECT unnest(?))", [list(ledger.replaced)])
    if written:
        _insert_reports(con, written, run_id)
    if moved:
        columns = {name: pa.array([getattr(report, name) for report in moved], pa.string()) for name in _BACKING}
        with registered(con, "moved", pa.table(columns)):
            con.execute(
                "UPDATE report SET url = moved.url, page_id = moved.page_id FROM moved "
                "WHERE report.report_id = moved.report_id"
            )


def _insert_reports(con: duckdb.DuckDBPyConnection, written: Sequence[ReportEntry], run_id: str) -> None:
    _insert(con, "report", tabulate_reports(written, run_id))
    _insert(con, "section", tabulate_sections(written))
    by_year: dict[int | None, list[ReportEntry]] = {}
    for report in written:
        by_year.setdefault(report.metadata.year, []).append(report)
    # One table for all, cut without copying: a batch of all years would make 25 columns for each of them.
    facts = tabulate_facts(list(chain.from_iterable(by_year.values())))
    start = 0
    for year, reports in by_year.items():
        count = sum(report.fact_count for report in reports)
        _insert(con, name_fact_table(year), facts.slice(start, count))
        start += count


def _find_sample_years(con: duckdb.DuckDBPyConnection, ledger: Ledger) -> set[int | None]:
    """The years of the samples, where this batch may change whether they stand aside (the view sample_aside)."""
    rows = con.execute("SELECT DISTINCT is_sample IS TRUE, year FROM report").fetchall()
    brings = any(report.parsed is not None and not is_sample(report.page_id) for report in ledger.reports.values())
    may_change = ledger.replaced if any(not sample for sample, _ in rows) else brings
    return {year for sample, year in rows if sample} if may_change else set()


def _list_places(ledger: Ledger) -> set[tuple[str | None, int | None]]:
    """Region and year of the reports that this batch writes."""
    written = (report.metadata for report in ledger.reports.values() if report.parsed is not None)
    return {(metadata.region_code, metadata.year) for metadata in written}


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Any) -> None:
    if rows.num_rows:
        with registered(con, "incoming", rows):
            con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
