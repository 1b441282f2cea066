"""Worker processes lose no page and leave nothing behind, whatever happens to them."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from multiprocessing import active_children
from pathlib import Path

import pytest

from flows.archive.warc import open_archive
from flows.runs.parsing import FEW_PAGES, LARGE_PAGE, PagePlace, Parsed, ParserPool, read_results
from parsers.records import ParsedPage, RawPage, Refusal
from tests.command_line import write_report
from tests.fault_server.files import make_pdf

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.fixture
def pool() -> Iterator[ParserPool]:
    pool = ParserPool(2, cautious=True)
    yield pool
    pool.stop()


def keep_reports(folder: Path, count: int) -> list[PagePlace]:
    places = []
    with open_archive(folder / "archive") as archive:
        for number in range(count):
            body = write_report(folder / "report.txt", number).read_bytes()
            url = f"file:///{number}.txt"
            place = archive.keep_file(RawPage(url, body), NOW)
            file = folder / "archive" / place.archive_file
            places.append(PagePlace(url, None, file, place.archive_offset, len(body)))
    return places


def parse_all(pool: ParserPool, places: Sequence[PagePlace], folder: Path) -> list[Parsed]:
    folder.mkdir()
    pool.parse(places, folder)
    return read_results(folder)


def make_hanging_page(folder: Path) -> PagePlace:
    """A place whose reading never ends: the process that is at it can only be killed."""
    pipe = folder / "pipe.warc.gz"
    os.mkfifo(pipe)
    return PagePlace("file:///hanging.txt", None, pipe, 0, 0)


def test_results_do_not_depend_on_the_processes(tmp_path: Path, pool: ParserPool) -> None:
    places = keep_reports(tmp_path, 60)
    here = parse_all(ParserPool(2, cautious=False), places, tmp_path / "here")
    assert not active_children()
    there = parse_all(pool, places, tmp_path / "there")
    assert len(active_children()) == 2
    assert here == there
    assert [page.url for page in here if isinstance(page, ParsedPage)] == [place.url for place in places]
    assert all(isinstance(page, ParsedPage) and page.facts for page in here)


def test_many_pages_and_large_ones_go_to_workers(tmp_path: Path) -> None:
    [place] = keep_reports(tmp_path, 1)
    for name, places in (
        ("many", [place] * (FEW_PAGES + 1)),
        ("large", [PagePlace(place.url, None, place.archive_file, place.archive_offset, LARGE_PAGE)]),
    ):
        pool = ParserPool(1, cautious=False)
        try:
            assert len(parse_all(pool, places, tmp_path / name)) == len(places)
            assert len(active_children()) == 1
        finally:
            pool.stop()
        assert not active_children()


def test_a_page_that_kills_its_process_costs_only_itself(tmp_path: Path, pool: ParserPool) -> None:
    """Workers that stand still are killed, as the system does when memory runs out; who works, however slowly, is left alone."""
    good = keep_reports(tmp_path, 80)
    places = [*good[:40], make_hanging_page(tmp_path), *good[40:]]
    done = threading.Event()

    def kill_hanging_workers() -> None:
        still: dict[int, tuple[tuple[str, ...], int]] = {}
        while not done.wait(1):
            for worker in active_children():
                now = _read_activity(worker.pid or 0)
                before, seconds = still.get(worker.pid or 0, ((), 0))
                still[worker.pid or 0] = now, seconds + 1 if now == before and now[:1] == ("S",) else 0
            if any(still[worker.pid or 0][1] >= 4 for worker in active_children() if (worker.pid or 0) in still):
                still.clear()
                for worker in active_children():
                    worker.kill()

    killer = threading.Thread(target=kill_hanging_workers)
    killer.start()
    try:
        results = parse_all(pool, places, tmp_path / "work")
    finally:
        done.set()
        killer.join()
    died = results.pop(40)
    assert isinstance(died, Refusal)
    assert died.reason == "parser_died"
    assert results == parse_all(ParserPool(1, cautious=False), good, tmp_path / "alone")


def test_a_worker_killed_by_chance_costs_nothing(tmp_path: Path, pool: ParserPool) -> None:
    places = keep_reports(tmp_path, 200)

    def kill_once() -> None:
        while len(active_children()) < 2:
            time.sleep(0.05)
        time.sleep(1)
        active_children()[0].kill()

    killer = threading.Thread(target=kill_once)
    killer.start()
    results = parse_all(pool, places, tmp_path / "work")
    killer.join()
    assert results == parse_all(ParserPool(1, cautious=False), places[:100], tmp_path / "one") + parse_all(
        ParserPool(1, cautious=False), places[100:], tmp_path / "two"
    )


def test_a_page_that_the_archive_lost_is_refused(tmp_path: Path) -> None:
    places = keep_reports(tmp_path, 3)
    lost = PagePlace("file:///lost.txt", None, tmp_path / "gone.warc.gz", 0, 0)
    results = parse_all(ParserPool(1, cautious=False), [*places, lost], tmp_path / "work")
    assert [getattr(page, "reason", "parsed") for page in results] == ["parsed", "parsed", "parsed", "archive_damaged"]


def test_a_page_without_end_is_given_up(tmp_path: Path) -> None:
    [good] = keep_reports(tmp_path, 1)
    # a text, however long, is given back within seconds; a document of so many pages takes hundreds of times what a report does
    body = make_pdf(["依法行政" * 60] * 1200)
    with open_archive(tmp_path / "archive") as archive:
        place = archive.keep_file(RawPage("file:///long.pdf", body), NOW)
    long = PagePlace(
        "file:///long.pdf", None, tmp_path / "archive" / place.archive_file, place.archive_offset, len(body)
    )
    pool = ParserPool(1, cautious=True, page_seconds=1.5)
    try:
        # the first page of a process waits for the rules to be read as well
        parse_all(pool, [good], tmp_path / "first")
        results = parse_all(pool, [good, long, good], tmp_path / "work")
    finally:
        pool.stop()
    assert [getattr(page, "reason", "parsed") for page in results] == ["parsed", "parser_too_slow", "parsed"]


def test_stopping_ends_workers_at_work(tmp_path: Path, pool: ParserPool) -> None:
    (tmp_path / "work").mkdir()
    parsing = threading.Thread(target=pool.parse, args=([make_hanging_page(tmp_path)], tmp_path / "work"))
    parsing.start()
    while not active_children():
        time.sleep(0.05)
    started = time.monotonic()
    pool.stop()
    parsing.join(120)
    assert not parsing.is_alive()
    assert not active_children()
    # long before the page would be given up (60 s)
    assert time.monotonic() - started < 50


ORPHANS = """
import sys
from pathlib import Path
from multiprocessing import active_children
from threading import Thread
from flows.runs.parsing import PagePlace, ParserPool
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    pool = ParserPool(2, cautious=True)
    place = PagePlace("file:///hanging.txt", None, folder / "pipe.warc.gz", 0, 0)
    Thread(target=pool.parse, args=([place] * 50, folder), daemon=True).start()
    while len(active_children()) < 2:
        pass
    print(*[worker.pid for worker in active_children()], flush=True)
    sys.stdin.read()
"""


def test_workers_of_a_killed_run_end(tmp_path: Path) -> None:
    make_hanging_page(tmp_path)
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHANS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    time.sleep(2)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + 300
    while any(_is_running(pid) for pid in workers):
        assert time.monotonic() < end, f"worker processes outlive their parent: {workers}"
        time.sleep(0.1)
    assert len(workers) == 2


def _read_activity(pid: int) -> tuple[str, ...]:
    """The process's state and the processor time that it has had; empty where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return ()
    return fields[0], fields[11], fields[12]


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
