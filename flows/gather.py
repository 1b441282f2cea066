"""From what was fetched to what is loaded: the ledger of addresses before and after, and the items between."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from flows.archive import ArchivePlace
from flows.batches import load_batch, parse_batch, write_items
from flows.fetch import FetchRules, KnownCopy
from flows.harvest import Batch, harvest
from flows.registry import Source
from flows.runs import Run
from flows.warc_source import list_responses
from parsers.version import parser_version
from warehouse.addresses import (
    AddressRow,
    AttachmentRow,
    make_row,
    read_addresses,
    settle_listings,
    write_addresses,
    write_attachments,
)
from warehouse.items import LoadItem
from warehouse.load import find_known_pages

FIRST_ARCHIVE = 100_000_000
"""Number of the first batch of a WARC file: behind all that are numbered by the pages of files."""

FIRST_BATCH = 500_000_000
"""Number of the first batch that was fetched."""


def gather_sources(
    run: Run, sources: Sequence[Source], rules: FetchRules, today: dt.date, years: Collection[int] = ()
) -> None:
    """Fetch the sources and load what came, batch by batch, within an open run; of `years` only, where any are named.

    A run that is killed has lost nothing: an address enters the ledger only after its page is loaded, so it is asked for
    again. Raises OSError where archive or warehouse cannot be written.
    """
    folder = run.settings.archive_folder
    former = read_addresses(run.con, [source.name for source in sources])
    known = {url: copy for url, row in former.items() if (copy := make_copy(row, folder)) is not None}
    fetching = harvest(sources, rules, run.archive, folder, known, list_reports(former.values()), today, years)
    for number, batch in enumerate(fetching):
        start = FIRST_BATCH + number
        write_attachments(run.con, list_attachments(batch))
        write_items(run, start, make_items(run.con, batch))
        parse_batch(run.run_id, start)
        load_batch(run.run_id, start)
        note_batch(run.con, batch, former)


def gather_archive(run: Run, path: Path, number: int) -> None:
    """Load the pages of a WARC file, copied into our own archive; `number` tells it from others of the same run."""
    for count, items in enumerate(_cut(list_responses(path, run.archive), run.settings.batch_pages)):
        start = FIRST_ARCHIVE + number * 1_000_000 + count
        known = find_known_pages(run.con, [(item.url, item.page_id or "") for item in items], parser_version())
        same = [(item.url, item.page_id) in known for item in items]
        run.archive.sync()
        write_items(
            run,
            start,
            [
                replace(item, archive_file=None, archive_offset=None) if is_known else item
                for item, is_known in zip(items, same, strict=True)
            ],
        )
        parse_batch(run.run_id, start)
        load_batch(run.run_id, start)


def _cut(items: Iterator[LoadItem], size: int) -> Iterator[list[LoadItem]]:
    """Batches of so many items, each address once in a batch: a later version of a page comes with the next."""
    batch: list[LoadItem] = []
    urls: set[str] = set()
    for item in items:
        if len(batch) == size or item.url in urls:
            yield batch
            batch, urls = [], set()
        batch.append(item)
        urls.add(item.url)
    if batch:
        yield batch


def make_copy(row: AddressRow, folder: Path) -> KnownCopy | None:
    """What the address gave the last time; None where it never gave a page, or that is no longer in the archive."""
    if row.page_id is None or row.archive_file is None or row.archive_offset is None:
        return None
    if not (folder / row.archive_file).exists():
        return None
    place = ArchivePlace(row.archive_file, row.archive_offset)
    return KnownCopy(row.page_id, row.etag, row.last_modified, place, row.content_type)


def list_reports(rows: Collection[AddressRow]) -> dict[str, list[str]]:
    """The report addresses that each source gave before, by its name."""
    reports: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.kind == "report" and row.page_id is not None:
            reports[row.source].append(row.url)
    return reports


def make_items(con: duckdb.DuckDBPyConnection, batch: Batch) -> list[LoadItem]:
    """What the loader gets: refusals, pages to parse (those with a place), and pages that need no parsing."""
    pairs = [
        (find.result.url, find.result.page_id)
        for find in batch.finds
        if find.result.page_id and not find.result.refusal
    ]
    known = find_known_pages(con, pairs, parser_version())
    items = []
    for find in batch.finds:
        result = find.result
        stage = "discover" if find.kind == "listing" else "fetch"
        item = LoadItem(
            url=result.url,
            page_id=result.page_id,
            fetched_at=result.fetched_at,
            result=None,
            status=result.status,
            content_type=result.content_type,
            byte_count=result.byte_count,
        )
        if result.refusal is not None:
            # The answer is in the archive; as no page of a report came, the address is refused without one.
            items.append(replace(item, page_id=None, result=result.refusal, stage=stage))
        elif (result.url, result.page_id) in known:
            items.append(item)
        else:
            assert result.place is not None
            place = result.place
            items.append(replace(item, archive_file=place.archive_file, archive_offset=place.archive_offset))
    return items


def list_attachments(batch: Batch) -> list[AttachmentRow]:
    """Which files hang on which pages."""
    rows = []
    for find in batch.finds:
        attached, page_id = find.attached, find.result.page_id
        if attached is None or page_id is None or attached.cover.place is None or attached.cover.page_id is None:
            continue
        rows.append(
            AttachmentRow(
                page_id=page_id,
                url=find.result.url,
                attachment_url=attached.link.url,
                title=attached.link.title,
                cover_page_id=attached.cover.page_id,
                cover_content_type=attached.cover.content_type,
                cover_file=attached.cover.place.archive_file,
                cover_offset=attached.cover.place.archive_offset,
            )
        )
    return rows


def note_batch(con: duckdb.DuckDBPyConnection, batch: Batch, former: Mapping[str, AddressRow]) -> None:
    """Enter what each address gave into the ledger; call it after the batch is loaded."""
    rows = []
    for source, kind, result in batch.asked:
        refused = result.refusal
        fresh = refused is None and result.place is not None
        rows.append(
            make_row(
                result.url,
                source,
                kind,
                former.get(result.url),
                result.fetched_at,
                status=result.status,
                gone=refused is not None and refused.reason in ("withdrawn", "page_gone"),
                page_id=result.page_id if fresh else None,
                etag=result.etag,
                last_modified=result.last_modified,
                content_type=result.content_type,
                archive_file=result.place.archive_file if fresh and result.place else None,
                archive_offset=result.place.archive_offset if fresh and result.place else None,
            )
        )
    write_addresses(con, rows)
    settle_listings(con, batch.settled)
