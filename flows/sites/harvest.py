"""From registered sources to pages in the archive: columns read, reports fetched, attachments with them, all politely.

The fetching runs in a thread of its own and hands its finds over in batches, each safe on disk before anyone hears of it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import queue
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flows.archive.warc import ArchivePlace, ArchiveWriter
from flows.fetching.fetch import Fetcher, FetchResult, FetchRules, KnownCopy
from flows.fetching.http_records import keep_exchange, read_kept
from flows.fetching.transfer import Exchange
from flows.sites.discovery import Discovery, FoundReport, discover_reports
from flows.sites.link_titles import judge_link
from flows.sites.registry import Source
from parsers.body.attachments import READABLE, AttachmentLink, find_attachments, find_format
from parsers.body.boilerplate import strip_boilerplate
from parsers.body.charset import UnreadablePage, decode
from parsers.identity.genre import SHORTEST_REPORT, match_rule, squeeze
from parsers.records import Refusal

BATCH = 100
"""Finds that are handed over at a time."""

BATCH_SECONDS = 10.0
"""Seconds after which fewer are handed over. Each batch is two tasks, 40 KB in Prefect's database: 14 MB an hour of slow sites."""

BATCHES_WAITING = 4
"""Batches that wait for a slow taker; then fetching pauses."""

SOURCES_AT_ONCE = 64
"""Sources that are worked on at the same time."""


@dataclass(frozen=True, slots=True)
class Attached:
    """The file that is the report of a page: its link, and the page as cover."""

    link: AttachmentLink
    cover: FetchResult


@dataclass(frozen=True, slots=True)
class Find:
    """What became of one address of a source: of a report, or of a column that has something wrong.

    For a page whose report is an attached file `result` is that of the file under the page's address, `attached` tells both.
    """

    source: Source
    kind: str
    """report, or listing for a column's alarm."""
    result: FetchResult
    attached: Attached | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Finds with all that was asked on the way, columns and files too, for the ledger of addresses."""

    finds: tuple[Find, ...]
    asked: tuple[tuple[str, str, FetchResult], ...]
    """Source's name, kind (listing, report, attachment) and result, a row an address."""
    settled: tuple[str, ...]
    """Columns that are in order."""


@dataclass(frozen=True, slots=True)
class WantedYears:
    """What a backfill of some years asks for; the rest of what a column shows is left alone."""

    years: frozenset[int]
    known: Mapping[str, int | None]
    """The years of reports whose pages were read before, by address; None where the page gave no report or told no year."""
    asked: frozenset[str]
    """Addresses that this very backfill has asked for, before it was stopped."""

    def includes(self, report: FoundReport) -> bool:
        """Whether to ask for it. A link that tells no year may be of any, until its page was read."""
        if report.url in self.asked:
            return False
        year = self.known.get(report.url) if report.year is None else report.year
        return year in self.years or (year is None and report.url not in self.known)


class _Harvest:
    """One run's fetching: what is known, what is claimed, what waits to be handed over."""

    def __init__(
        self,
        fetcher: Fetcher,
        archive: ArchiveWriter,
        folder: Path,
        known: Mapping[str, KnownCopy],
        reports: Mapping[str, Sequence[str]],
        today: dt.date,
        batches: queue.Queue[Batch | BaseException | None],
        stopped: threading.Event,
        wanted: WantedYears | None,
    ) -> None:
        self.fetcher = fetcher
        self.archive = archive
        self.folder = folder
        self.known = known
        self.reports = reports
        self.today = today
        self.batches = batches
        self.stopped = stopped
        self.wanted = wanted
        self.claimed: set[str] = set()
        self.finds: list[Find] = []
        self.asked: list[tuple[str, str, FetchResult]] = []
        self.settled: list[str] = []
        self.handing = asyncio.Lock()

    async def work(self, sources: Sequence[Source]) -> None:
        """All sources, many at a time."""
        places = asyncio.Semaphore(SOURCES_AT_ONCE)

        async def take(source: Source) -> None:
            async with places:
                await self.work_source(source)

        async with asyncio.TaskGroup() as group:
            for source in sources:
                group.create_task(take(source))
        await self.hand_over(least=1)

    async def work_source(self, source: Source) -> None:
        """A source's column, then its reports, those included that the column no longer shows."""
        former = self.reports.get(source.name, ())

        async def read(url: str) -> str | Refusal:
            return await self.read_column(source, url)

        found = await discover_reports(source, read, self.today, former)
        if source.kind != "report":
            self.note_column(source, found)
        if self.wanted is not None:
            # What the source gave before, and its column no longer shows, was looked at when it was new.
            urls = dict.fromkeys(report.url for report in found.reports if self.wanted.includes(report))
        else:
            urls = dict.fromkeys([report.url for report in found.reports] + list(former))
        async with asyncio.TaskGroup() as group:
            for url in urls:
                if url not in self.claimed:
                    self.claimed.add(url)
                    group.create_task(self.fetch_report(source, url))
        await self.hand_over(least=BATCH)

    async def read_column(self, source: Source, url: str) -> str | Refusal:
        """The text of a column's page, from the archive where it has not changed."""
        result = await self.fetcher.fetch(url, self.known.get(url), verify=not source.tls)
        self.asked.append((source.name, "listing", result))
        if result.refusal is not None:
            return result.refusal
        body = self.read_back(result)
        try:
            content_type = f"text/html; charset={source.charset}" if source.charset else result.content_type
            text = decode(body, content_type).text
        except UnreadablePage as unreadable:
            empty = unreadable.reason == "empty_page"
            return Refusal("listing_empty" if empty else unreadable.reason, unreadable.detail)
        if len(text) < 20_000:
            found = match_rule("page", squeeze(text))
            if found is not None and found[0].reason == "bot_challenge":
                return Refusal(
                    "bot_challenge",
                    f"栏目要求验证（“{found[1][:40]}”）。The column asks for a check that only a browser passes",
                )
        return text

    def note_column(self, source: Source, found: Discovery) -> None:
        """An alarm for the column, or that there is none."""
        if not found.alarms:
            self.settled.append(source.url)
            return
        detail = " ".join(alarm.detail for alarm in found.alarms)
        refusal = Refusal(found.alarms[0].reason, detail)
        now = dt.datetime.now(dt.UTC)
        self.finds.append(Find(source, "listing", FetchResult(source.url, source.url, now, refusal)))

    async def fetch_report(self, source: Source, url: str) -> None:
        """A report's page, and its file where the page itself has next to no text."""
        result = await self.fetcher.fetch(url, self.known.get(url), verify=not source.tls)
        self.asked.append((source.name, "report", result))
        find = Find(source, "report", result)
        if result.refusal is None:
            find = await self.take_attachment(find)
        self.finds.append(find)
        await self.hand_over(least=BATCH)

    async def take_attachment(self, find: Find) -> Find:
        """The find with the file in the page's place, where the report is that file."""
        links = find_report_files(self.read_back(find.result), find.result)
        if not links:
            return find
        link = links[0]
        result = await self.fetcher.fetch(link.url, self.known.get(link.url), verify=not find.source.tls)
        self.asked.append((find.source.name, "attachment", result))
        if result.refusal is not None:
            gone = result.refusal.reason in ("withdrawn", "page_gone")
            refusal = Refusal(
                "attachment_gone" if gone else result.refusal.reason, f"附件 {link.url}：{result.refusal.detail}"
            )
            return replace(find, result=replace(find.result, refusal=refusal))
        placed = replace(result, url=find.result.url, status=find.result.status)
        return replace(find, result=placed, attached=Attached(link, find.result))

    def read_back(self, result: FetchResult) -> bytes:
        """The body of a page, from the archive."""
        if result.place is None:
            raise ValueError(f"{result.url}: a page without its place in the archive")
        return read_kept(self.folder / result.place.archive_file, result.place.archive_offset)

    async def hand_over(self, *, least: int) -> None:
        """Put what there is into the taker's hands, once it is on the disk."""
        if len(self.finds) < least and len(self.asked) < least and not (least == 1 and self.settled):
            return
        async with self.handing:
            batch = Batch(tuple(self.finds), tuple(self.asked), tuple(self.settled))
            self.finds, self.asked, self.settled = [], [], []
            self.archive.sync()
            while not self.stopped.is_set():
                try:
                    self.batches.put_nowait(batch)
                    return
                except queue.Full:
                    await asyncio.sleep(0.05)


def find_report_files(body: bytes, result: FetchResult) -> tuple[AttachmentLink, ...]:
    """The files that are the page's report, the best first; none where the page itself is the report or has no files."""
    if find_format(body) is not None:
        return ()
    try:
        text = decode(body, result.content_type).text
    except UnreadablePage:
        return ()
    links = find_attachments(text, result.final_url)
    if not links or len("".join(strip_boilerplate(text).text.split())) >= SHORTEST_REPORT:
        return ()
    named = tuple(link for link in links if judge_link(link.title.rsplit(".", 1)[0]).is_report)
    readable = tuple(link for link in named or links if link.suffix in READABLE)
    return readable or named or links


def harvest(
    sources: Sequence[Source],
    rules: FetchRules,
    archive: ArchiveWriter,
    folder: Path,
    known: Mapping[str, KnownCopy],
    reports: Mapping[str, Sequence[str]],
    today: dt.date,
    wanted: WantedYears | None = None,
) -> Iterator[Batch]:
    """Fetch all sources; batches as they come, each synced to disk. Of the `wanted` years only, where any are.

    `folder` is the archive's, `known` what addresses gave the last time, `reports` the report addresses that each source
    gave before, by its name. The archive belongs to the fetching until the iterator ends or is closed. Raises OSError where
    the archive cannot be written.
    """
    batches: queue.Queue[Batch | BaseException | None] = queue.Queue(BATCHES_WAITING)
    stopped = threading.Event()

    async def run() -> None:
        def keep(exchange: Exchange, same_as: ArchivePlace | None) -> ArchivePlace | None:
            return keep_exchange(archive, exchange, same_as=same_as)

        async with Fetcher(rules, keep) as fetcher:
            job = _Harvest(fetcher, archive, folder, known, reports, today, batches, stopped, wanted)
            work = asyncio.create_task(job.work(sources))
            handed = time.monotonic()
            while not work.done():
                if stopped.is_set():
                    work.cancel()
                await asyncio.wait([work], timeout=0.2)
                if time.monotonic() - handed > BATCH_SECONDS:
                    # A slow site keeps nobody waiting, and a kill loses little: what is loaded is not asked for again.
                    await job.hand_over(least=1)
                    handed = time.monotonic()
            if not work.cancelled():
                work.result()

    def run_in_thread() -> None:
        try:
            asyncio.run(run())
            last: BaseException | None = None
        except BaseException as error:
            # Whatever it was is raised where the finds are taken.
            last = error
        while not stopped.is_set():
            try:
                batches.put(last, timeout=0.2)
                return
            except queue.Full:
                continue

    thread = threading.Thread(target=run_in_thread, name="harvest", daemon=True)
    thread.start()
    try:
        while (batch := batches.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield batch
    finally:
        stopped.set()
        thread.join()
