"""Parse many pages: in this process where they are few, in worker processes where they are many, and lose none.

A page that makes the parser fail, hang or die is refused with the reason; the pages beside it are parsed as if it were
not there.
"""

from __future__ import annotations

import pickle
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import active_children
from pathlib import Path
from types import FrameType
from typing import Any

from flows.archive.damaged import ArchiveDamagedError
from flows.workers import hold_interrupts, pickle_quickly, prepare_worker, start_workers
from parsers.attachment_page import parse_page_or_attachment
from parsers.body.documents.detect import find_format
from parsers.body.documents.readers import may_be_recognised
from parsers.records import Fact, Metadata, ParsedPage, Period, RawPage, Refusal, Section
from warehouse.items import Block, LoadItem, TabulatedPage
from warehouse.load.pages.columns import tabulate_pages

SLICE_PAGES = 25
"""Pages that a worker is handed at a time."""

FEW_PAGES = 100
"""Pages up to which a worker's start (1.5 s) costs more than it brings."""

PAGE_SECONDS = 60
"""Seconds after which a worker gives a page up; an ordinary one takes ten milliseconds."""

RECOGNITION_PATIENCE = 40
"""Times longer that a file may take whose text recognition may have to read: a page of a scan takes 5 to 15 s."""

LARGE_PAGE = 1_000_000
"""Bytes from which a page goes to a worker in any case: there it has limits, and can die alone."""

WORKER_BYTES = 1536 * 1024 * 1024
"""Memory of a worker beyond which a page is given up: a PDF of 100 KB can ask for as much as there is."""

PLEASE_REPORT = (
    "请报告此页，其余网页不受影响。Please report the page; a later release may read it, the others are not affected."
)

DIED = Refusal(
    "parser_died",
    f"解析进程中途退出。The process that parsed it died (out of memory, or a crash in a library). {PLEASE_REPORT}",
)

Parsed = ParsedPage | Refusal

pickle_quickly(ParsedPage, TabulatedPage, Block, Refusal, Metadata, Section, Fact, Period, LoadItem)


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page to parse: what it is called, and where in the archive its bytes are."""

    url: str
    content_type: str | None
    archive_file: Path
    archive_offset: int
    byte_count: int
    cover: PagePlace | None = None
    """Where the bytes are an attached file: the page that it hangs on."""


class PageTooSlow(BaseException):
    """A page took more than its seconds. Like KeyboardInterrupt no Exception: no parser may swallow it."""


class ParserPool:
    """The worker processes of one run, started when there is enough to do. Threads may share it."""

    def __init__(self, workers: int, *, cautious: bool, page_seconds: float = PAGE_SECONDS) -> None:
        """`cautious`: even few pages go to a worker, since the last run died and one of them may have killed it."""
        self._workers = workers
        self._page_seconds = page_seconds
        self._few = 0 if cautious else FEW_PAGES
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def parse(self, places: Sequence[PagePlace], folder: Path, *, tabulated: bool = False) -> None:
        """Parse the pages and leave the results, in order, in this folder; `read_results` fetches them.

        `tabulated`: as the loader takes them, for `read_tabulated`.
        """
        slices = [places[start : start + SLICE_PAGES] for start in range(0, len(places), SLICE_PAGES)]
        spools = [folder / f"{number:04d}.parsed" for number in range(len(slices))]
        if len(places) <= self._few and not any(_is_heavy(place) for place in places):
            for part, spool in zip(slices, spools, strict=True):
                _parse_slice(part, spool, 0, tabulated=tabulated)
            return
        with self._lock:
            if self._pool is None:
                self._pool = make_pool(self._workers, memory=WORKER_BYTES)
            pool = self._pool
        jobs = [
            (part, spool, self._submit(pool, part, spool, tabulated=tabulated))
            for part, spool in zip(slices, spools, strict=True)
        ]
        broken = []
        for part, spool, job in jobs:
            try:
                job.result()
            except BrokenProcessPool:
                broken.append((part, spool))
        if broken and not self._stopped:
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            for part, spool in broken:
                self._parse_alone(part, spool, tabulated=tabulated)

    def be_cautious(self) -> None:
        """From now on even few pages go to a worker: what strangers sent is read nowhere else."""
        self._few = 0

    def stop(self) -> None:
        """End the workers at once, whatever they are at."""
        self._stopped = True
        for worker in active_children():
            worker.kill()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _parse_alone(self, places: Sequence[PagePlace], spool: Path, *, tabulated: bool) -> None:
        """Parse pages of which one may have killed a worker: together once more, then one by one to find it."""
        try:
            with make_pool(1, memory=WORKER_BYTES) as pool:
                self._submit(pool, places, spool, tabulated=tabulated).result()
            return
        except BrokenProcessPool:
            results: list[Parsed | TabulatedPage] = []
        pool = make_pool(1, memory=WORKER_BYTES)
        for place in places:
            if self._stopped:
                return
            try:
                self._submit(pool, [place], spool, tabulated=tabulated).result()
                results.extend(_read_spool(spool))
            except BrokenProcessPool:
                results.append(DIED)
                pool = make_pool(1, memory=WORKER_BYTES)
        pool.shutdown()
        _write_results(results, spool)

    def _submit(
        self, pool: ProcessPoolExecutor, places: Sequence[PagePlace], spool: Path, *, tabulated: bool
    ) -> Future[None]:
        """Submit a slice; one that cannot be is told by its future."""
        try:
            with hold_interrupts():
                return pool.submit(_parse_slice, places, spool, self._page_seconds, tabulated=tabulated)
        except BrokenProcessPool as error:  # Another batch's page broke it: told like a break while this one waits.
            broken: Future[None] = Future()
            broken.set_exception(error)
            return broken


def read_results(folder: Path) -> list[Parsed]:
    """What `ParserPool.parse` left in this folder, in the order of the pages."""
    return [result for spool in sorted(folder.glob("*.parsed")) for result in _read_spool(spool)]


def read_tabulated(folder: Path) -> list[TabulatedPage | Refusal]:
    """The same of what was `tabulated`."""
    return [result for spool in sorted(folder.glob("*.parsed")) for result in _read_spool(spool)]


def parse_safely(page: RawPage, cover: RawPage | None = None) -> Parsed:
    """What the parsers say of a page, or of the file that hangs on one; or, where they fail on it, that."""
    try:
        return parse_page_or_attachment(page, cover)
    except MemoryError:
        return DIED
    except Exception as error:
        # Whatever a page does to the parser, its neighbours must come through; quarantine names it and the error.
        return Refusal(
            "parser_error", f"解析出错。The parser failed with {type(error).__name__}: {error}. {PLEASE_REPORT}"
        )


def parse_apart(page: RawPage, cover: RawPage | None = None, *, page_seconds: float = PAGE_SECONDS) -> Parsed:
    """As `parse_safely`; large pages and files that are no web pages in a process of their own, with limits of time and memory."""
    if cover is None and len(page.body) < LARGE_PAGE and find_format(page.body) is None:
        return parse_safely(page, cover)
    with make_pool(1, memory=WORKER_BYTES) as pool:
        try:
            return pool.submit(_parse_within, page, cover, page_seconds).result()
        except BrokenProcessPool:
            return DIED


def _is_heavy(place: PagePlace) -> bool:
    """Whether a page goes to a worker in any case: its libraries' time and memory do not follow its size."""
    if place.byte_count >= LARGE_PAGE or place.cover is not None:
        return True
    try:
        return find_format(_read_raw(place).body) is not None
    except ArchiveDamagedError:
        return False


def _parse_slice(places: Sequence[PagePlace], spool: Path, seconds: float, *, tabulated: bool) -> None:
    """Parse these pages and write the results; `seconds` a page at most, 0 without limit."""
    results: list[Parsed] = []
    for place in places:
        try:
            page = _read_raw(place)
            cover = None if place.cover is None else _read_raw(place.cover)
        except ArchiveDamagedError as error:
            results.append(Refusal("archive_damaged", str(error)))
        else:
            results.append(_parse_within(page, cover, seconds))
    _write_results(tabulate_pages(results) if tabulated else results, spool)


def _read_raw(place: PagePlace) -> RawPage:
    # (a command that parses one file reads no archive, and warcio takes a twentieth of its time to load)
    from flows.archive.warc import read_page

    return RawPage(place.url, read_page(place.archive_file, place.archive_offset), place.content_type)


def _parse_within(page: RawPage, cover: RawPage | None, seconds: float) -> Parsed:
    if may_be_recognised(page.body):
        seconds *= RECOGNITION_PATIENCE
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        # Code that never comes back to the interpreter does not see the first alarm; the second ends the process.
        signal.setitimer(signal.ITIMER_PROF, 1.5 * seconds)
        parsed = parse_safely(page, cover)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except PageTooSlow:
        parsed = Refusal("parser_too_slow", f"解析超过 {seconds:g} 秒。No result within that time. {PLEASE_REPORT}")
    signal.setitimer(signal.ITIMER_PROF, 0)
    return parsed


def _write_results(results: Sequence[Parsed | TabulatedPage], spool: Path) -> None:
    spool.write_bytes(pickle.dumps(results, pickle.HIGHEST_PROTOCOL))


def _read_spool(spool: Path) -> list[Any]:
    results: list[Any] = pickle.loads(spool.read_bytes())
    return results


def make_pool(workers: int, *, memory: int | None = None) -> ProcessPoolExecutor:
    """Workers that parse, with so many bytes of memory each, None for no bound."""
    return start_workers(workers, _prepare_parser, memory)


def _prepare_parser(memory: int | None) -> None:
    prepare_worker(memory)
    signal.signal(signal.SIGALRM, _raise_too_slow)


def _raise_too_slow(number: int, frame: FrameType | None) -> None:
    raise PageTooSlow
