"""The whole journey: pages are listed, kept, parsed and loaded, batch by batch; then readers get the new snapshot."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import asdict, replace
from pathlib import Path

from flows.archive.files import Listing, list_pages, read_file
from flows.archive.warc import ArchivePlace
from flows.archive.warc_source import WARC_SUFFIXES
from flows.fetching.fetch import FetchRules
from flows.runs.batches import TRY_AGAIN, can_heal, load_batch, parse_ahead, write_items
from flows.runs.gather import find_kept, gather_archives, gather_sources
from flows.runs.replay import heal_quarantine
from flows.runs.revise import note_revisions
from flows.runs.run import Run, find_run, open_run
from flows.runs.steps import is_plain, journey, step
from flows.runs.summary import RunSummary, describe_run, write_markdown
from flows.runs.watch import watch_run
from flows.settings import read_settings
from flows.sites.registry import choose_sources
from parsers.records import RawPage, Refusal
from parsers.version import parser_version
from warehouse.items import LoadItem
from warehouse.load.archive_places import move_places
from warehouse.load.load import find_known_pages
from warehouse.publish.snapshot import publish_snapshot
from warehouse.store.errors import WarehouseLocked

on_progress: ContextVar[Callable[[int, int], None]] = ContextVar("on_progress", default=lambda done, total: None)
"""Who wants to see how far a run is: called at the start and after each batch with the pages done, and all pages."""


def tell_progress(done: int, total: int) -> None:
    """Call who wants to see. Flows call this, not the variable: Dask's workers are sent the flow, and no ContextVar can be."""
    on_progress.get()(done, total)


@journey("ingest")
def ingest(
    sources: Sequence[str] = (),
    warehouse: str | None = None,
    years: Sequence[int] = (),
    since: dt.datetime | None = None,
) -> RunSummary:
    """Bring the pages of these sources (none: the sample pages) into the warehouse; the summary says what came of them.

    `years`: of what is fetched only reports of these years, as links tell them; none: all. `since`: reports that were asked
    for then or later are not asked for again: a run that was stopped goes on.
    Every page that was listed ends as loaded, unchanged or quarantined. Raises CallError for a source that is not
    there, WarehouseError where the warehouse cannot be used.
    """
    settings = read_settings(None if warehouse is None else Path(warehouse))
    fetched, others = choose_sources(sources)
    archives = [Path(source) for source in others if source.endswith(WARC_SUFFIXES)]
    files = [source for source in others if not source.endswith(WARC_SUFFIXES)]
    listing = list_pages(files) if files or not sources else Listing()
    parameters = {"sources": list(sources)} | ({"years": list(years)} if years else {})
    left_out = listing.left_out if sources else Counter()
    with open_run(settings, "ingest", parameters, listing.pages, left_out.total()) as run:
        total = len(listing.pages)
        tell_progress(0, total)
        for start, stop in parse_ahead(run, keep_batches(run)):
            load_batch(run.run_id, start)
            tell_progress(stop, total)
        gather_archives(run, archives, lambda done, read: tell_progress(total + done, total + read))
        if fetched:
            rules = FetchRules(
                settings.contact,
                settings.fetch_delay,
                allow_loopback=settings.allow_loopback,
                hours=settings.fetch_hours,
            )
            gather_sources(run, fetched, rules, dt.datetime.now(dt.UTC).date(), years, since)
            note_revisions(run.con, run.run_id, settings.archive_folder)
        heal_quarantine(run)
        watch_run(run.con, run.run_id, settings, dt.datetime.now(dt.UTC))
        summary = replace(describe_run(run.con, run.run_id), left_out=dict(left_out))
    publish(settings.warehouse)
    leave_artifact("ingest", write_markdown(summary), "fazhi ingest")
    return summary


def leave_artifact(key: str, markdown: str, description: str) -> None:
    """Leave a page with the run for who looks at the server; where there is none, the diary of the warehouse has the run."""
    if is_plain():
        return
    from prefect.artifacts import create_markdown_artifact

    create_markdown_artifact(key=key, markdown=markdown, description=description)


def keep_batches(run: Run) -> Iterator[tuple[int, int]]:
    """All pages of the run in batches (start, stop), each read and kept when it is asked for."""
    start = 0
    while start < len(run.pages):
        stop = keep_batch(run.run_id, start)
        yield start, stop
        start = stop


@step(can_heal, TRY_AGAIN)
def keep_batch(run_id: str, start: int) -> int:
    """Read pages from `start` on until the batch is full in pages or bytes, and keep in the archive what is new to it.

    Leaves the batch's items for `parse_batch` and `load_batch`; gives where the next batch starts.
    """
    run = find_run(run_id)
    now = dt.datetime.now(dt.UTC)
    read: list[tuple[str, RawPage | Refusal]] = []
    size = 0
    for page in run.pages[start : start + run.settings.batch_pages]:
        content = read_file(page)
        read.append((page.url, content))
        size += len(content.body) if isinstance(content, RawPage) else 0
        if size >= run.settings.batch_bytes:
            break
    raw = {(url, page.page_id): page for url, page in read if isinstance(page, RawPage)}
    known = find_known_pages(run.con, raw, parser_version())
    places = _keep_pages(run, list(raw.values()), now)
    items = []
    for url, content in read:
        if isinstance(content, Refusal):
            items.append(LoadItem(url, None, now, content, stage="read"))
            continue
        item = LoadItem(url, content.page_id, now, None, byte_count=len(content.body))
        place = None if (url, content.page_id) in known else places[content.page_id]
        items.append(item if place is None else replace(item, **asdict(place)))
    write_items(run, start, items)
    return start + len(items)


@step()
def publish(warehouse: Path) -> None:
    """Give the readers what the run brought, whole and at once; those who read the former state are not disturbed."""
    # Where the next run has begun already, it publishes both.
    with contextlib.suppress(WarehouseLocked):
        publish_snapshot(warehouse)


def _keep_pages(run: Run, pages: Sequence[RawPage], now: dt.datetime) -> dict[str, ArchivePlace]:
    """Where in the archive each page is, by page_id; bytes that it has already are not written again, lost ones are."""
    places, lost = find_kept(run.con, run.settings.archive_folder, [page.page_id for page in pages])
    for page in pages:
        if page.page_id not in places:
            places[page.page_id] = run.archive.keep_file(page, now)
    run.archive.sync()
    move_places(run.con, {name: (places[name].archive_file, places[name].archive_offset) for name in lost})
    return places
