"""The ledger filled from the tables for one batch, and its pages and quarantine written back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import duckdb

from parsers.records import Metadata
from warehouse.items import fold_time
from warehouse.load.identity import strip_number
from warehouse.load.ledger import Ledger, PageEntry, QuarantineEntry, ReportEntry
from warehouse.load.samples import is_sample
from warehouse.store.queries import fetch_value, registered

_NAME_START = len("410928-2023")
_PAGE = "url, page_id, last_fetched_at, outcome, report_id, text_digest, is_current, parser_version, encoding"
_LISTED = "SELECT unnest(?::VARCHAR[])"
"""A list of texts that is a parameter: a table of Arrow would take 2 ms more to be registered."""


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
    for row in con.execute(f"SELECT {_PAGE} FROM page WHERE url IN ({_LISTED})", [list(urls)]).fetchall():
        ledger.add_page(PageEntry(*row))
    for row in con.execute(
        "SELECT url, page_id, stage, reason, detail, first_seen, last_seen, attempts, parser_version "
        f"FROM quarantine WHERE url IN ({_LISTED})",
        [list(urls)],
    ).fetchall():
        ledger.quarantine[row[0]] = QuarantineEntry(*row)
    carried = {page.report_id for page in ledger.pages.values() if page.report_id is not None and page.url in changing}
    taken, samples = _find_taken(con, names)
    if digests or carried or samples:
        _fill_reports(con, ledger, carried | samples, digests, parser_version)
        _fill_pages(con, ledger, {*ledger.reports, *samples})
    ledger.taken.update(taken)
    return ledger


def _find_taken(con: duckdb.DuckDBPyConnection, names: Collection[str]) -> tuple[set[str], set[str]]:
    """The report_ids that are one of these names or a number of it: `410928-2023-department-2` of `410928-2023-department`.

    And those of them that a sample page carries or carried: a report of a government may take them. DuckDB picks those
    that begin alike; a regular expression over all rows would take three times as long.
    """
    if not names:
        return set(), set()
    starts = list({name[:_NAME_START] for name in names})
    rows = con.execute(
        f"SELECT report_id, page_id FROM page WHERE left(report_id, {_NAME_START}) IN ({_LISTED}) "
        f"UNION ALL SELECT report_id, NULL FROM report WHERE left(report_id, {_NAME_START}) IN ({_LISTED})",
        [starts, starts],
    ).fetchall()
    named = [(report_id, page_id) for report_id, page_id in rows if strip_number(report_id) in names]
    return (
        {report_id for report_id, _ in named},
        {report_id for report_id, page_id in named if page_id is not None and is_sample(page_id)},
    )


def _fill_reports(
    con: duckdb.DuckDBPyConnection,
    ledger: Ledger,
    carried: Collection[str],
    digests: Collection[str],
    parser_version: str,
) -> None:
    """The reports of the pages at hand and those with the digests."""
    rows = con.execute(
        f"""
        SELECT report_id, url, page_id, text_digest, parser_version, section_count, fact_count,
               title, issuer, source, published_on, signed_on, year, region_code, region_name, level,
               parent_code, region_evidence, kind_evidence, state, state_detail, source_kind
        FROM report
        WHERE report_id IN ({_LISTED}) OR text_digest IN ({_LISTED})
        """,
        [list(carried), list(digests)],
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
    if not report_ids:
        return
    pages = con.execute(f"SELECT {_PAGE} FROM page WHERE report_id IN ({_LISTED})", [list(report_ids)])
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
    query = f"SELECT report_id, md5(text) FROM report WHERE report_id IN ({_LISTED})"
    return dict(con.execute(query, [list(report_ids)]).fetchall())


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
        con.execute(f"DELETE FROM quarantine WHERE url IN ({_LISTED})", [list(gone)])
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


def _clean(text: str | None) -> str | None:
    """The text with lone surrogates, which quoted garbage may hold, made visible: UTF-8 has none."""
    return None if text is None else text.encode("utf-8", "backslashreplace").decode()
