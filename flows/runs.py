"""One run over one warehouse: all that it holds open, and how each way to end leaves things."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from flows.archive import ArchiveWriter, open_archive
from flows.parsing import ParserPool
from flows.settings import Settings
from flows.sources import FoundPage
from warehouse.database import close_warehouse, open_warehouse
from warehouse.errors import WarehouseError, WarehouseLocked
from warehouse.queries import fetch_value
from warehouse.runs import end_run, start_run

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
    work: Path
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


@contextmanager
def open_run(
    settings: Settings, flow: str, parameters: Mapping[str, object], pages: Sequence[FoundPage]
) -> Iterator[Run]:
    """A run over these pages, entered in the warehouse's diary as running, in the end as completed or failed.

    Raises WarehouseLocked where another process has held the warehouse for LOCK_SECONDS, and the other errors of
    `open_warehouse`. What was loaded before an error or Ctrl-C stays loaded.
    """
    con = wait_for_warehouse(settings.warehouse)
    with contextlib.closing(con):
        # The last run never came to its end: a page may have killed this very process, so none is parsed in it.
        cautious = bool(fetch_value(con, "SELECT count(*) FROM run WHERE outcome = 'running'"))
        run_id = start_run(con, flow, parameters, dt.datetime.now(dt.UTC))
        parsers = ParserPool(settings.workers, cautious=cautious)
        try:
            with open_archive(settings.archive_folder) as archive, _make_folder(settings.warehouse) as work:
                run = Run(run_id, settings, pages, con, archive, parsers, work)
                _open_runs[run_id] = run
                try:
                    yield run
                finally:
                    del _open_runs[run_id]
                    parsers.stop()
        except BaseException as error:
            # Where even this cannot be written (a full disk), the next run marks this one as interrupted.
            with contextlib.suppress(duckdb.Error, WarehouseError):
                end_run(con, run_id, dt.datetime.now(dt.UTC), failed=True)
            if isinstance(error, RuntimeError) and str(error) == "Query interrupted":
                # Ctrl-C that comes while DuckDB is at work.
                raise KeyboardInterrupt from error
            raise
        end_run(con, run_id, dt.datetime.now(dt.UTC))
        close_warehouse(con)


def wait_for_warehouse(path: Path) -> duckdb.DuckDBPyConnection:
    """`open_warehouse` that waits LOCK_SECONDS for a reader or a short run to end. Raises WarehouseLocked after that."""
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            return open_warehouse(path)
        except WarehouseLocked:
            if time.monotonic() > end:
                raise
        time.sleep(0.2)


@contextmanager
def _make_folder(warehouse: Path) -> Iterator[Path]:
    """A folder beside the warehouse, gone at the end; what a killed run left there goes at the start."""
    folder = warehouse.with_suffix(".work")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
