"""Which pages of the archive there are to read again: those of stored reports, and those in quarantine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.runs.parsing import PagePlace
from flows.settings import Settings
from parsers.version import parser_version
from warehouse.items import LoadItem
from warehouse.load.address_ledger import find_covers

_ITEM = (
    "page.url, page.page_id, page.last_fetched_at, page.status, page.content_type, page.bytes, "
    "page.archive_file, page.archive_offset"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reports: of a region with all below it, of a source; empty for all."""

    region: str = ""
    source: str = ""

    @property
    def region_pattern(self) -> str:
        """A LIKE pattern for the codes of the region and all below it: 410000 is 41%, 410900 is 4109%."""
        code = self.region
        while code.endswith("00"):
            code = code[:-2]
        return code + "%"

    @property
    def name(self) -> str:
        """The scope in one word, as table `backfill` has it."""
        return " ".join(part for part in (self.region, self.source) if part)


def count_stale_reports(con: duckdb.DuckDBPyConnection, scope: Scope) -> dict[int | None, int]:
    """By report year the pages whose report an older parser version read."""
    rows = con.execute(
        f"SELECT report.year, count(*) {_FROM_REPORTS} AND page.parser_version IS DISTINCT FROM $version "
        "GROUP BY 1 ORDER BY 1 NULLS LAST",
        {**_bind(scope), "version": parser_version()},
    ).fetchall()
    return dict(rows)


_FROM_REPORTS = """
    FROM page JOIN report ON report.report_id = page.report_id
    WHERE page.outcome IN ('loaded', 'duplicate') AND page.archive_file IS NOT NULL
      AND ($region = '%' OR report.region_code LIKE $region)
      AND ($source = '' OR page.url IN (SELECT url FROM address WHERE address.source = $source))
"""


def _bind(scope: Scope) -> dict[str, object]:
    return {"region": scope.region_pattern, "source": scope.source}


def find_report_pages(
    con: duckdb.DuckDBPyConnection, scope: Scope, year: int | None, *, only_stale: bool
) -> list[tuple[str, LoadItem]]:
    """The pages that reports of a year stand on or are copied on, each with its report_id, originals before copies.

    `only_stale`: those that this parser version has not read yet.
    """
    rows = con.execute(
        f"SELECT page.report_id, {_ITEM} {_FROM_REPORTS} AND report.year IS NOT DISTINCT FROM $year "
        "AND (NOT $stale OR page.parser_version IS DISTINCT FROM $version) "
        "ORDER BY page.outcome = 'duplicate', page.report_id, page.fetched_at, page.url",
        {**_bind(scope), "year": year, "stale": only_stale, "version": parser_version()},
    ).fetchall()
    return [(row[0], _make_item(row[1:])) for row in rows]


def find_pages(con: duckdb.DuckDBPyConnection, page_ids: Sequence[str]) -> list[LoadItem]:
    """The archived pages of these ids, at every address where a report stands on them."""
    rows = con.execute(
        f"SELECT {_ITEM} FROM page WHERE page.archive_file IS NOT NULL AND page.outcome IN ('loaded', 'duplicate') "
        "AND page.page_id IN (SELECT unnest(?)) ORDER BY page.fetched_at, page.url",
        [list(page_ids)],
    ).fetchall()
    return [_make_item(row) for row in rows]


def find_stale_refusals(con: duckdb.DuckDBPyConnection) -> list[LoadItem]:
    """Pages in quarantine that this parser version has not tried, and copies that must stand for themselves now."""
    rows = con.execute(
        f"SELECT {_ITEM} FROM page WHERE page.archive_file IS NOT NULL AND page.parser_version IS DISTINCT FROM ? "
        "AND (page.outcome = 'quarantined' OR (page.outcome = 'duplicate' AND page.parser_version IS NULL)) "
        "ORDER BY page.fetched_at, page.url",
        [parser_version()],
    ).fetchall()
    return [_make_item(row) for row in rows]


def find_refusals(con: duckdb.DuckDBPyConnection, reason: str | None) -> list[LoadItem]:
    """Pages in quarantine whose bytes are in the archive, of this reason or of any."""
    rows = con.execute(
        f"SELECT {_ITEM} FROM page JOIN quarantine ON quarantine.url = page.url AND quarantine.page_id = page.page_id "
        "WHERE page.archive_file IS NOT NULL AND quarantine.stage IN ('parse', 'load') "
        "AND ($reason IS NULL OR quarantine.reason = $reason) ORDER BY page.fetched_at, page.url",
        {"reason": reason},
    ).fetchall()
    return [_make_item(row) for row in rows]


def _make_item(row: Sequence[object]) -> LoadItem:
    url, page_id, fetched_at, status, content_type, size, archive_file, archive_offset = row
    assert isinstance(fetched_at, dt.datetime)
    return LoadItem(
        url=url,  # type: ignore[arg-type]  # as the table declares them
        page_id=page_id,  # type: ignore[arg-type]
        fetched_at=fetched_at.replace(tzinfo=dt.UTC),
        result=None,
        status=status,  # type: ignore[arg-type]
        content_type=content_type,  # type: ignore[arg-type]
        byte_count=size,  # type: ignore[arg-type]
        archive_file=archive_file,  # type: ignore[arg-type]
        archive_offset=archive_offset,  # type: ignore[arg-type]
    )


def find_places(con: duckdb.DuckDBPyConnection, archive: Path, items: Sequence[LoadItem]) -> list[PagePlace]:
    """Where in the archive folder the items to parse are, each with the page that it hung on where it is an attachment."""
    places = []
    covers = find_covers(con, [(item.url, item.page_id or "") for item in items if item.archive_file is not None])
    for item in items:
        if item.archive_file is None or item.archive_offset is None:
            continue
        hung = covers.get((item.url, item.page_id or ""))
        cover = (
            None
            if hung is None
            else PagePlace(item.url, hung.cover_content_type, archive / hung.cover_file, hung.cover_offset, 0)
        )
        places.append(
            PagePlace(
                item.url,
                item.content_type,
                archive / item.archive_file,
                item.archive_offset,
                item.byte_count or 0,
                cover,
            )
        )
    return places


def cut_batches(items: Sequence[LoadItem], settings: Settings) -> Iterator[list[LoadItem]]:
    """The items in stretches that are full in pages or in bytes."""
    batch: list[LoadItem] = []
    size = 0
    for item in items:
        batch.append(item)
        size += item.byte_count or 0
        if len(batch) >= settings.batch_pages or size >= settings.batch_bytes:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
