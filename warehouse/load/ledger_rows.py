"""The ledger filled from the tables for one batch, and its pages and quarantine written back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import duckdb

from parsers.records import Metadata
from warehouse.items import fold_time
from warehouse.load.identity import strip_number
from warehouse.load.ledger import Ledger, PageEntry, QuarantineEntry, ReportEntry
from warehouse.load.samples import list_samples
from warehouse.store.queries import fetch_value, registered

_NAME_START = len("410928-2023")
_PAGE = (
    "page.url, page.page_id, page.last_fetched_at, page.outcome, page.report_id, page.text_digest, page.is_current, "
    "page.parser_version, page.encoding"
)


def fill_ledger(
    con: duckdb.DuckDBPyConnection,
    *,
    urls: Collection[str],
    changing: Collection[str],
    digests: Collection[str],
    names: Collection[str],
    parser_version: str,
) -> Ledger:
    """All that is known of these addresses, and of the reports with these texts or names.

    `changing` are the addresses whose reports may change: all but those that gave what is known already.
    """
    ledger = Ledger(fetch_text=lambda report_id: _fetch_text(con, report_id))
    with registered(con, "batch_urls", _list_texts("url", urls)):
        pages = con.execute(f"SELECT {_PAGE} FROM page SEMI JOIN batch_urls ON page.url = batch_urls.url")
        for row in pages.fetchall():
            ledger.add_page(PageEntry(*row))
        for row in con.execute(
            "SELECT q.url, page_id, stage, reason, detail, first_seen, last_seen, attempts, parser_version "
            "FROM quarantine AS q SEMI JOIN batch_urls ON q.url = batch_urls.url"
        ).fetchall():
            ledger.quarantine[row[0]] = QuarantineEntry(*row)
    carried = {page.report_id for page in ledger.pages.values() if page.report_id is not None and page.url in changing}
    samples = _find_sample_names(con, names)
    if digests or carried or samples:
        _fill_reports(con, ledger, carried | samples, digests, parser_version)
        _fill_pages(con, ledger, {*ledger.reports, *samples})
    if names:
        ledger.taken.update(_find_taken(con, names))
    return ledger


def _find_sample_names(con: duckdb.DuckDBPyConnection, names: Collection[str]) -> set[str]:
    """The names of the batch that a sample page carries or carried: a report of a government may take them."""
    if not names:
        return set()
    with registered(con, "sample_pages", _list_texts("page_id", list_samples())):
        rows = con.execute(
            "SELECT DISTINCT report_id FROM page SEMI JOIN sample_pages USING (page_id) WHERE report_id IS NOT NULL"
        ).fetchall()
    return {report_id for (report_id,) in rows if strip_number(report_id) in names}


def _find_taken(con: duckdb.DuckDBPyConnection, names: Collection[str]) -> set[str]:
    """The report_ids that are one of these names or a number of it: `410928-2023-department-2` of `410928-2023-department`.

    DuckDB picks those that begin alike; a regular expression over all rows would take three times as long.
    """
    starts = {name[:_NAME_START] for name in names}
    with registered(con, "batch_starts", _list_texts("start", starts)):
        rows = con.execute(
            f"""
            SELECT report_id FROM page WHERE left(report_id, {_NAME_START}) IN (SELECT start FROM batch_starts)
            UNION
            SELECT report_id FROM report WHERE left(report_id, {_NAME_START}) IN (SELECT start FROM batch_starts)
            """
        ).fetchall()
    return {report_id for (report_id,) in rows if strip_number(report_id) in names}


def _fill_reports(
    con: duckdb.DuckDBPyConnection,
    ledger: Ledger,
    carried: Collection[str],
    digests: Collection[str],
    parser_version: str,
) -> None:
    """The reports of the pages at hand and those with the digests."""
    with (
        registered(con, "batch_reports", _list_texts("report_id", carried)),
        registered(con, "batch_digests", _list_texts("text_digest", digests)),
    ):
        rows = con.execute(
            """
            SELECT report_id, url, page_id, text_digest, parser_version, section_count, fact_count,
                   title, issuer, source, published_on, signed_on, year, region_code, region_name, level,
                   parent_code, region_evidence, kind_evidence, state, state_detail, source_kind
            FROM report
            WHERE report_id IN (SELECT report_id FROM batch_reports)
               OR text_digest IN (SELECT text_digest FROM batch_digests)
            """
        ).fetchall()
    hashes = _hash_texts(con, [row[0] for row in rows if row[4] == parser_version])
    for row in rows:
        ledger.add_report(
            ReportEntry(
                report_id=row[0],
                url=row[1],
                page_id=row[2],
                text_digest=row[3],
                parser_version=row[4],
                section_count=row[5],
                fact_count=row[6],
                metadata=Metadata(*row[7:17]),
                region_evidence=row[17],
                kind_evidence=row[18],
                text_hash=hashes.get(row[0]),
                state=row[19],
                state_detail=row[20],
                source_kind=row[21],
            )
        )


def _fill_pages(con: duckdb.DuckDBPyConnection, ledger: Ledger, report_ids: Collection[str]) -> None:
    """All pages that carry or carried these reports."""
    with registered(con, "batch_reports", _list_texts("report_id", report_ids)):
        pages = con.execute(f"SELECT {_PAGE} FROM page WHERE report_id IN (SELECT report_id FROM batch_reports)")
        for page in pages.fetchall():
            entry = PageEntry(*page)
            if (entry.url, entry.page_id) not in ledger.pages:
                ledger.add_page(entry)


def _hash_texts(con: duckdb.DuckDBPyConnection, report_ids: Collection[str]) -> dict[str, str]:
    """MD5 of the texts of these reports, by report_id.

    Asked for by itself and seldom: beside other columns DuckDB unpacks the texts of the whole warehouse, 0.6 s at 100,000.
    """
    if not report_ids:
        return {}
    with registered(con, "batch_reports", _list_texts("report_id", report_ids)):
        return dict(
            con.execute("SELECT report_id, md5(text) FROM report SEMI JOIN batch_reports USING (report_id)").fetchall()
        )


def write_pages(con: duckdb.DuckDBPyConnection, ledger: Ledger, run_id: str) -> None:
    """Add the new pages and bring the known ones up to date."""
    import pyarrow as pa

    new = [page for page in ledger.pages.values() if page.is_new]
    changed = [page for page in ledger.pages.values() if page.is_changed and not page.is_new]
    touched = [page for page in ledger.pages.values() if page.is_touched and not page.is_changed and not page.is_new]
    if new:
        items = [page.item for page in new]
        came = {
            "fetched_at": pa.array([fold_time(item.fetched_at) for item in items if item], pa.timestamp("us")),
            "status": pa.array([item.status for item in items if item], pa.int32()),
            "content_type": pa.array([_clean(item.content_type) for item in items if item], pa.string()),
            "bytes": pa.array([item.byte_count for item in items if item], pa.int64()),
            "archive_file": pa.array([item.archive_file for item in items if item], pa.string()),
            "archive_offset": pa.array([item.archive_offset for item in items if item], pa.int64()),
        }
        table = _tabulate_pages(new, run_id)
        for name, column in came.items():
            table = table.append_column(name, column)
        with registered(con, "incoming", table):
            con.execute("INSERT INTO page BY NAME SELECT * FROM incoming")
    if changed:
        with registered(con, "changed", _tabulate_pages(changed, run_id)):
            con.execute(
                """
                UPDATE page SET last_fetched_at = changed.last_fetched_at, outcome = changed.outcome,
                    report_id = changed.report_id, text_digest = changed.text_digest, is_current = changed.is_current,
                    parser_version = changed.parser_version, encoding = changed.encoding, run_id = changed.run_id
                FROM changed WHERE page.url = changed.url AND page.page_id = changed.page_id
                """
            )
    if touched:
        with registered(con, "touched", _tabulate_pages(touched, run_id)):
            con.execute(
                "UPDATE page SET last_fetched_at = touched.last_fetched_at FROM touched "
                "WHERE page.url = touched.url AND page.page_id = touched.page_id"
            )


def write_quarantine(con: duckdb.DuckDBPyConnection, ledger: Ledger, run_id: str) -> None:
    """Take out what healed, put in what was refused."""
    import pyarrow as pa

    gone = ledger.healed | ledger.quarantined
    if gone:
        with registered(con, "gone", _list_texts("url", gone)):
            con.execute("DELETE FROM quarantine WHERE url IN (SELECT url FROM gone)")
    rows = [ledger.quarantine[url] for url in sorted(ledger.quarantined)]
    if rows:
        table = pa.table(
            {
                "url": pa.array([row.url for row in rows], pa.string()),
                "page_id": pa.array([row.page_id for row in rows], pa.string()),
                "stage": pa.array([row.stage for row in rows], pa.string()),
                "reason": pa.array([row.reason for row in rows], pa.string()),
                "detail": pa.array([_clean(row.detail) for row in rows], pa.string()),
                "first_seen": pa.array([row.first_seen for row in rows], pa.timestamp("us")),
                "last_seen": pa.array([row.last_seen for row in rows], pa.timestamp("us")),
                "attempts": pa.array([row.attempts for row in rows], pa.int32()),
                "parser_version": pa.array([row.parser_version for row in rows], pa.string()),
                "run_id": pa.array([run_id] * len(rows), pa.string()),
            }
        )
        with registered(con, "incoming", table):
            con.execute("INSERT INTO quarantine BY NAME SELECT * FROM incoming")


def _tabulate_pages(pages: Collection[PageEntry], run_id: str) -> Any:
    import pyarrow as pa

    return pa.table(
        {
            "url": pa.array([page.url for page in pages], pa.string()),
            "page_id": pa.array([page.page_id for page in pages], pa.string()),
            "last_fetched_at": pa.array([page.last_fetched_at for page in pages], pa.timestamp("us")),
            "outcome": pa.array([page.outcome for page in pages], pa.string()),
            "report_id": pa.array([page.report_id for page in pages], pa.string()),
            "text_digest": pa.array([page.text_digest for page in pages], pa.string()),
            "is_current": pa.array([page.is_current for page in pages], pa.bool_()),
            "parser_version": pa.array([page.parser_version for page in pages], pa.string()),
            "encoding": pa.array([page.encoding for page in pages], pa.string()),
            "run_id": pa.array([run_id] * len(pages), pa.string()),
        }
    )


def _fetch_text(con: duckdb.DuckDBPyConnection, report_id: str) -> str:
    return str(fetch_value(con, "SELECT text FROM report WHERE report_id = ?", [report_id]))


def _list_texts(name: str, texts: Collection[str]) -> Any:
    import pyarrow as pa

    return pa.table({name: pa.array(list(texts), pa.string())})


def _clean(text: str | None) -> str | None:
    """The text with lone surrogates, which quoted garbage may hold, made visible: UTF-8 has none."""
    return None if text is None else text.encode("utf-8", "backslashreplace").decode()
