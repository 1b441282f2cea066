"""From what was fetched to what is loaded: the ledger of addresses before and after, and the items between."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from flows.archive.warc import ArchivePlace, is_held
from flows.archive.warc_ahead import read_ahead
from flows.archive.warc_source import WarcPage, keep_record
from flows.fetching.answers import KnownCopy
from flows.fetching.fetch import FetchRules
from flows.runs.batches import BATCHES_AHEAD, load_batch, parse_ahead, submit_parsing, write_items
from flows.runs.run import Run
from flows.settings import Settings
from flows.sites.harvest import Batch, Memory, WantedYears, harvest
from flows.sites.registry import Source
from parsers.records import Refusal
from parsers.version import parser_version
from warehouse.items import LoadItem, fold_time
from warehouse.load.address_ledger import (
    AddressRow,
    AttachmentRow,
    find_report_years,
    make_row,
    read_addresses,
    settle_listings,
    write_addresses,
    write_attachments,
)
from warehouse.load.archive_places import find_archived, move_places
from warehouse.load.load import find_known_pages

FIRST_ARCHIVE = 100_000_000
"""Number of the first batch of WARC files: behind all that are numbered by the pages of files."""

OWN_FAULTS = ("fetch_error", "parser_error", "parser_too_slow", "parser_died")
"""Reasons that speak of this program, not of a site."""

FIRST_BATCH = 500_000_000
"""Number of the first batch that was fetched."""


def gather_sources(
    run: Run,
    sources: Sequence[Source],
    rules: FetchRules,
    today: dt.date,
    years: Collection[int] = (),
    since: dt.datetime | None = None,
) -> None:
    """Fetch the sources and load what came, batch by batch, within an open run; of `years` only, where any are named.

    Reports that were asked for at `since` or later are left alone.
    A run that is killed has lost nothing: an address enters the ledger only after its page is loaded, so it is asked for
    again. Raises OSError where archive or warehouse cannot be written.
    """
    folder = run.settings.archive_folder
    former = read_addresses(run.con, [source.name for source in sources])
    known = {url: copy for url, row in former.items() if (copy := make_copy(row, folder)) is not None}
    wanted = None
    if years:
        asked = {url for url, row in former.items() if since is not None and row.checked_at >= fold_time(since)}
        wanted = WantedYears(frozenset(years), find_report_years(run.con, former), frozenset(asked))
    run.parsers.be_cautious()
    faults = find_own_faults(run.con)
    memory = Memory(today, known, list_reports(former.values()), wanted, faults)
    fetching = harvest(sources, rules, run.archive, folder, memory)
    for number, batch in enumerate(fetching):
        start = FIRST_BATCH + number
        mend_places(run.con, folder, batch)
        write_attachments(run.con, list_attachments(batch))
        write_items(run, start, make_items(run.con, batch))
        submit_parsing(run, start).result()
        load_batch(run.run_id, start)
        note_batch(run.con, batch, former)


def gather_archives(run: Run, paths: Sequence[Path], tell_progress: Callable[[int, int], None]) -> None:
    """Load the pages of WARC files; those that are new go into our own archive.

    `tell_progress` gets the pages loaded and the pages read so far: how many a file holds is known only at its end.
    """
    read = loaded = 0
    sizes: dict[int, int] = {}

    def keep_batches(pages: Iterable[WarcPage]) -> Iterator[tuple[int, int]]:
        nonlocal read
        ahead: deque[set[str]] = deque(maxlen=BATCHES_AHEAD + 1)
        for number, batch in enumerate(_cut(pages, run.settings)):
            start = FIRST_ARCHIVE + number
            items = _keep_new(run, batch, set().union(*ahead))
            write_items(run, start, items)
            ahead.append({item.url for item in items})
            sizes[start] = len(items)
            read += len(items)
            yield start, start + 1

    with contextlib.closing(read_ahead(paths)) as pages:
        for start, _ in parse_ahead(run, keep_batches(pages)):
            load_batch(run.run_id, start)
            loaded += sizes.pop(start)
            tell_progress(loaded, read)


def _keep_new(run: Run, pages: Sequence[WarcPage], on_their_way: Collection[str]) -> list[LoadItem]:
    """The items of a batch, those to parse with a place in our archive; pages that are known are not copied again.

    What is known of an address that is `on_their_way` may be otherwise before this batch is loaded: it is parsed.
    """
    pairs = [(page.item.url, page.item.page_id) for page in pages if page.item.page_id is not None]
    known = find_known_pages(run.con, pairs, parser_version())
    _, lost = find_kept(run.con, run.settings.archive_folder, [page_id for _, page_id in pairs])
    items = [
        page.item
        if page.item.result is not None
        or (
            (page.item.url, page.item.page_id) in known
            and page.item.url not in on_their_way
            and page.item.page_id not in lost
        )
        else keep_record(page, run.archive)
        for page in pages
    ]
    run.archive.sync()
    moved = {item.page_id: item for item in items if item.page_id in lost and item.archive_file is not None}
    move_places(
        run.con, {name: (item.archive_file or "", item.archive_offset or 0) for name, item in moved.items() if name}
    )
    return items


def find_kept(
    con: duckdb.DuckDBPyConnection, folder: Path, page_ids: Collection[str]
) -> tuple[dict[str, ArchivePlace], set[str]]:
    """For those of these bytes that the archive holds a place of theirs; and those that it should hold and does not."""
    kept: dict[str, ArchivePlace] = {}
    lost: set[str] = set()
    for page_id, told in find_archived(con, page_ids).items():
        held = [place for place in (ArchivePlace(*one) for one in told) if is_held(folder, place)]
        if held:
            kept[page_id] = held[0]
        if len(held) < len(told):
            lost.add(page_id)
    return kept, lost


def mend_places(con: duckdb.DuckDBPyConnection, folder: Path, batch: Batch) -> None:
    """Bytes that came again from their site and whose record was lost: the new record takes its place."""
    came = {
        result.page_id: result.place
        for _, _, result in batch.asked
        if result.page_id is not None and result.place is not None and result.refusal is None
    }
    _, lost = find_kept(con, folder, list(came))
    new = {name: came[name] for name in lost if is_held(folder, came[name])}
    move_places(con, {name: (place.archive_file, place.archive_offset) for name, place in new.items()})


def _cut(pages: Iterable[WarcPage], settings: Settings) -> Iterator[list[WarcPage]]:
    """Batches full in pages or in bytes, each address once in a batch: a later version of a page comes with the next."""
    batch: list[WarcPage] = []
    urls: set[str] = set()
    size = 0
    for page in pages:
        if len(batch) == settings.batch_pages or size >= settings.batch_bytes or page.item.url in urls:
            yield batch
            batch, urls, size = [], set(), 0
        batch.append(page)
        urls.add(page.item.url)
        size += page.item.byte_count or 0
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


def find_own_faults(con: duckdb.DuckDBPyConnection) -> dict[str, Refusal]:
    """The addresses at which this very version of the program failed, with how: only another one may do better."""
    rows = con.execute(
        "SELECT url, reason, detail FROM quarantine WHERE stage IN ('fetch', 'discover') AND parser_version = ? "
        "AND reason IN (SELECT unnest(?))",
        [parser_version(), list(OWN_FAULTS)],
    ).fetchall()
    return {url: Refusal(reason, detail) for url, reason, detail in rows}


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
