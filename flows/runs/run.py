"""One run over one warehouse: all that it holds open, and how each way to end leaves things."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import current_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from flows.archive.files import FoundPage
from flows.archive.warc import ArchiveWriter, open_archive
from flows.errors import CallError
from flows.runs.parsing import ParserPool
from flows.runs.steps import open_task_runner
from flows.settings import Settings, read_settings
from flows.terminal.interrupts import heed_interrupts
from warehouse.database import close_warehouse, open_read_only, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.store.errors import NotAWarehouse, WarehouseError, WarehouseLocked
from warehouse.store.fresh_files import is_alive
from warehouse.store.lake import hold_writer, is_lake_file, open_for_inserts
from warehouse.store.queries import fetch_value

if TYPE_CHECKING:
    from prefect.task_runners import TaskRunner

T = TypeVar("T")

LOCK_SECONDS = 10
"""How long a warehouse that another process holds is waited for: a reader is gone by then, another run is not."""


@dataclass(slots=True)
class Run:
    """An open warehouse with its archive, its parsers and a folder for what travels between tasks."""

    run_id: str
    settings: Settings
    pages: Sequence[FoundPage]
    """All pages of the run in their order; a batch is a stretch of them."""
    connection: duckdb.DuckDBPyConnection
    archive: ArchiveWriter
    parsers: ParserPool
    runner: TaskRunner[Any] | Executor
    """Where batches are parsed."""
    work: Path
    loads: bool = True
    """Whether what is parsed is loaded here; else others get it as it is, through the inbox of a lake."""
    thread: int = field(default_factory=threading.get_ident)

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection, for the thread that opened the run alone.

        In two threads at once DuckDB's lock and Python's come to wait for each other for ever. Raises RuntimeError then.
        """
        if threading.get_ident() != self.thread:
            raise RuntimeError(
                "the warehouse belongs to the thread that opened the run: ask it there, hand on what it says"
            )
        return self.connection

    def name_folder(self, start: int) -> Path:
        """Where what is known of the batch that starts at this page travels from task to task."""
        return self.work / f"{start:09d}"


_open_runs: dict[str, Run] = {}


def find_run(run_id: str) -> Run:
    """The open run of this process by its id: tasks get the id, for Prefect looks into all that they are given."""
    return _open_runs[run_id]


def find_parsers(run_id: str) -> ParserPool:
    """The parsers of a run: its own in its own process; elsewhere, on a Dask worker, those of that worker, for all runs.

    Raises CallError on a Dask worker that may not start processes.
    """
    run = _open_runs.get(run_id)
    if run is not None:
        return run.parsers
    if current_process().daemon:
        raise CallError(
            "此 Dask 工作进程不能启动子进程，而解析须有子进程以限时、防崩溃：请以 dask worker --no-nanny 启动。"
            "This Dask worker may not start processes, which parsing needs for its limits: start it with --no-nanny."
        )
    with _pools_lock:
        if not _own_pools:
            # Always cautious: a page must never take the worker itself along.
            _own_pools.append(ParserPool(read_settings().workers, cautious=True))
        return _own_pools[0]


_own_pools: list[ParserPool] = []
_pools_lock = threading.Lock()


@contextmanager
def open_run(
    settings: Settings,
    flow: str,
    parameters: Mapping[str, object],
    pages: Sequence[FoundPage],
    not_a_page: int = 0,
) -> Iterator[Run]:
    """A run over these pages, entered in the warehouse's diary as running, in the end as completed or failed.

    `not_a_page` counts the files that were listed beside them and are no pages.

    Raises WarehouseLocked where another process has held the warehouse for LOCK_SECONDS, and the other errors of
    `open_warehouse`. What was loaded before an error or Ctrl-C stays loaded.
    """
    with contextlib.ExitStack() as stack:
        clear_deposits(settings.warehouse)
        _wait_while_locked(lambda: stack.enter_context(hold_writer(settings.warehouse)))
        runner = stack.enter_context(open_task_runner(settings))
        con = stack.enter_context(contextlib.closing(wait_for_warehouse(settings.warehouse)))
        # The last run never came to its end: a page may have killed this very process, so none is parsed in it.
        cautious = bool(fetch_value(con, "SELECT count(*) FROM run WHERE outcome = 'running'"))
        run_id = start_run(con, flow, parameters, dt.datetime.now(dt.UTC), not_a_page)
        parsers = ParserPool(settings.workers, cautious=cautious)
        try:
            with (
                heed_interrupts(),
                open_archive(settings.archive_folder) as archive,
                _make_folder(settings.warehouse.with_suffix(".work")) as work,
                _enter(Run(run_id, settings, pages, con, archive, parsers, runner, work)) as run,
            ):
                yield run
        except BaseException:
            # Where even this cannot be written (a full disk), the next run marks this one as interrupted.
            with contextlib.suppress(duckdb.Error, WarehouseError):
                end_run(con, run_id, dt.datetime.now(dt.UTC), failed=True)
            raise
        end_run(con, run_id, dt.datetime.now(dt.UTC))
        close_warehouse(con)


@contextmanager
def open_deposit(settings: Settings, pages: Sequence[FoundPage]) -> Iterator[Run]:
    """Like a run, but beside others on other machines: it only adds to the inbox of a lake, and is in no diary.

    Raises LakeError where the warehouse is no lake of this release, and the other errors of `open_for_inserts`.
    """
    clear_deposits(settings.warehouse)
    name = f"deposit-{name_machine()}-{os.getpid()}-{uuid.uuid4().hex[:12]}"
    with (
        open_task_runner(settings) as runner,
        contextlib.closing(open_for_inserts(settings.warehouse)) as con,
        open_archive(settings.archive_folder) as archive,
        _make_folder(settings.warehouse.with_suffix(f".{name}")) as work,
        _enter(
            Run(
                name,
                settings,
                pages,
                con,
                archive,
                ParserPool(settings.workers, cautious=False),
                runner,
                work,
                loads=False,
            )
        ) as run,
    ):
        yield run


def clear_deposits(warehouse: Path) -> None:
    """Remove the folders of deposits that were killed on this machine; those of others may be at work."""
    for left in warehouse.parent.glob(f"{warehouse.stem}.deposit-{name_machine()}-*"):
        maker = left.name.split("-")[-2]
        if not maker.isdigit() or not is_alive(int(maker)):
            shutil.rmtree(left, ignore_errors=True)


def name_machine() -> str:
    """The name of the machine as a part of a file's."""
    return "".join(letter if letter.isalnum() else "_" for letter in socket.gethostname()) or "machine"


@contextmanager
def _enter(run: Run) -> Iterator[Run]:
    """Let tasks find the run by its id; its parsers end with it."""
    _open_runs[run.run_id] = run
    try:
        yield run
    finally:
        del _open_runs[run.run_id]
        run.parsers.stop()


def wait_for_warehouse(path: Path) -> duckdb.DuckDBPyConnection:
    """`open_warehouse` that waits LOCK_SECONDS for a reader or a short run to end. Raises WarehouseLocked after that."""
    return _wait_while_locked(lambda: open_warehouse(path))


def await_writer(path: Path) -> None:
    """Wait LOCK_SECONDS for another process that writes the warehouse. Raises WarehouseLocked after that.

    To be asked before a server is started for a run that could not begin. A lake holds its writers apart itself.
    """
    if path.exists() and not is_lake_file(path):
        with contextlib.suppress(NotAWarehouse):  # An empty file becomes a warehouse when it is opened for writing.
            _wait_while_locked(lambda: open_read_only(path)).close()


def _wait_while_locked(take: Callable[[], T]) -> T:
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            return take()
        except WarehouseLocked:
            if time.monotonic() > end:
                raise
        time.sleep(0.2)


@contextmanager
def _make_folder(folder: Path) -> Iterator[Path]:
    """A folder beside the warehouse, gone at the end; what a killed run left there goes at the start."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
