"""From registered sources to pages in the archive: columns read, reports fetched, attachments with them, all politely.

The fetching runs in a thread of its own and hands its finds over in batches, each safe on disk before anyone hears of it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import queue
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from flows.archive.warc import ArchivePlace, ArchiveWriter
from flows.errors import CallError
from flows.fetching.answers import KnownCopy
from flows.fetching.fetch import Fetcher, FetchResult, FetchRules
from flows.fetching.http_records import keep_exchange
from flows.fetching.transfer import Exchange
from flows.sites.discovery import Discovery, FoundReport, discover_reports
from flows.sites.registry import Source
from flows.sites.visits import ArchiveFailed, Find, Visits
from parsers.links.listing import ListingPage
from parsers.records import Refusal
from parsers.text.addresses import find_clocks, name_page

T = TypeVar("T")

BATCH = 100
"""Finds that are handed over at a time."""

BATCH_SECONDS = 10.0
"""Seconds after which fewer are handed over. Each batch is two tasks, 40 KB in Prefect's database: 14 MB an hour of slow sites."""

BATCHES_WAITING = 4
"""Batches that wait for a slow taker; then fetching pauses."""

SOURCES_AT_ONCE = 256
"""Sources that are worked on at the same time: those that wait for a slow host keep nobody else from his."""

NAME_LOOKUPS = 32
"""Names of hosts that are looked up at the same time; one that is not known may take ten seconds."""


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


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier runs leave to this one, and the day that it is."""

    today: dt.date
    known: Mapping[str, KnownCopy] = field(default_factory=dict)
    """What addresses gave the last time."""
    reports: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The report addresses that each source gave before, by its name."""
    wanted: WantedYears | None = None
    """The years that a backfill asks for; None: all that is new."""
    faults: Mapping[str, Refusal] = field(default_factory=dict)
    """What this very version could not read, by address: it is not asked for again."""


class _Harvest:
    """One run's fetching: what is known, what is claimed, what waits to be handed over."""

    def __init__(
        self,
        visits: Visits,
        memory: Memory,
        batches: queue.Queue[Batch | BaseException | None],
        stopped: threading.Event,
    ) -> None:
        self.visits = visits
        self.memory = memory
        self.batches = batches
        self.stopped = stopped
        self.claimed: set[str] = set()
        self.finds: list[Find] = []
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
        former = self.memory.reports.get(source.name, ())

        async def read(url: str) -> ListingPage | Refusal:
            return await self.bound(url, self.visits.read_column(source, url))

        found = Discovery()
        if source.kind == "report":
            found.reports.append(FoundReport(source.url, "", source.last_year, None, None))
        else:
            elsewhere = self.visits.fetcher.reader.read
            read_whole = await self.bound(
                source.url, discover_reports(source, read, self.memory.today, former, elsewhere)
            )
            found = Discovery(alarms=[read_whole]) if isinstance(read_whole, Refusal) else read_whole
            self.note_column(source, found)
        async with asyncio.TaskGroup() as group:
            for url in self.choose_reports(found, former):
                if url not in self.claimed:
                    self.claimed.add(url)
                    group.create_task(self.fetch_report(source, url))
        await self.hand_over(least=BATCH)

    def choose_reports(self, found: Discovery, former: Sequence[str]) -> list[str]:
        """The addresses to ask for; a page that was asked for under another session or clock keeps the address it had."""
        if self.memory.wanted is not None:
            # What the source gave before, and its column no longer shows, was looked at when it was new.
            return list(dict.fromkeys(report.url for report in found.reports if self.memory.wanted.includes(report)))
        clocks = find_clocks(report.url for report in found.reports)
        names = {name_page(url, clocks): url for url in reversed(former)}
        for report in found.reports:
            names.setdefault(name_page(report.url, clocks), report.url)
        shown = [names[name_page(report.url, clocks)] for report in found.reports]
        return list(dict.fromkeys([*shown, *names.values()]))

    async def bound(self, url: str, work: Coroutine[Any, Any, T]) -> T | Refusal:
        """The one boundary round all that is done with an address: whatever is raised there is the address's refusal alone.

        Only what stops the whole run goes through: an archive that cannot be written, the end of the run.
        """
        former = self.memory.faults.get(url)
        if former is not None:
            # This version could not read it, and would not now: it is asked for again by the next.
            work.close()
            return former
        try:
            return await work
        except ArchiveFailed:
            raise
        except Exception as error:
            return Refusal(
                "fetch_error",
                f"抓取出错（{type(error).__name__}: {str(error)[:200]}）：请报告此网址，其余不受影响。"
                "The program failed at this address; the others are not affected: please report it",
            )

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
        """A report's page with all that belongs to it, handed over."""
        find = await self.bound(url, self.visits.read_report(source, url))
        if isinstance(find, Refusal):
            find = Find(source, "report", FetchResult(url, url, dt.datetime.now(dt.UTC), find))
            self.visits.asked.append((source.name, "report", find.result))
        self.finds.append(find)
        await self.hand_over(least=BATCH)

    async def hand_over(self, *, least: int) -> None:
        """Put what there is into the taker's hands, once it is on the disk."""
        visits = self.visits
        if len(self.finds) < least and len(visits.asked) < least and not (least == 1 and self.settled):
            return
        async with self.handing:
            batch = Batch(tuple(self.finds), tuple(visits.asked), tuple(self.settled))
            self.finds, visits.asked, self.settled = [], [], []
            visits.archive.sync()
            while not self.stopped.is_set():
                try:
                    self.batches.put_nowait(batch)
                    return
                except queue.Full:
                    await asyncio.sleep(0.05)


def _end(work: asyncio.Task[None]) -> None:
    """Raises what stopped the work: of an archive that could not be written the error itself."""
    try:
        work.result()
    except* ArchiveFailed as group:
        failed: BaseException = group
        while isinstance(failed, BaseExceptionGroup):
            failed = failed.exceptions[0]
        raise (failed.__cause__ or failed) from None


_Batches = queue.Queue[Batch | BaseException | None]
"""Batches as they come; in the end None, or what went wrong."""


def harvest(
    sources: Sequence[Source],
    rules: FetchRules,
    archive: ArchiveWriter,
    folder: Path,
    memory: Memory,
) -> Iterator[Batch]:
    """Fetch all sources; batches as they come, each synced to disk. `folder` is the archive's.

    The archive belongs to the fetching until the iterator ends or is closed. Raises OSError where
    the archive cannot be written.
    """
    batches: _Batches = queue.Queue(BATCHES_WAITING)
    stopped = threading.Event()

    async def run() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(NAME_LOOKUPS, thread_name_prefix="names"))

        def keep(exchange: Exchange, same_as: ArchivePlace | None) -> ArchivePlace | None:
            try:
                return keep_exchange(archive, exchange, same_as=same_as)
            except (OSError, CallError) as error:
                raise ArchiveFailed from error

        async with Fetcher(rules, keep) as fetcher:
            visits = Visits(fetcher, archive, folder, memory.known)
            job = _Harvest(visits, memory, batches, stopped)
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
                _end(work)

    thread = threading.Thread(target=lambda: _run_to_end(run, batches, stopped), name="harvest", daemon=True)
    thread.start()
    try:
        while (batch := batches.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield batch
    finally:
        stopped.set()
        thread.join()


def _run_to_end(run: Callable[[], Coroutine[Any, Any, None]], batches: _Batches, stopped: threading.Event) -> None:
    """All of the fetching, in a thread of its own; whatever it ends by is raised where the batches are taken."""
    try:
        asyncio.run(run())
        last: BaseException | None = None
    except BaseException as error:
        last = error
    while not stopped.is_set():
        try:
            batches.put(last, timeout=0.2)
            return
        except queue.Full:
            continue
