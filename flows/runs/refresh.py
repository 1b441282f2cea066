"""Full text, plan items and common passages brought to the reports as they are now."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
from rich.progress import Progress

from flows.settings import read_settings
from flows.terminal.tables import open_console
from flows.workers import start_workers
from warehouse.database import close_warehouse, open_warehouse
from warehouse.derive.derived import DerivedRows, Group, Mapped, Refreshed, derive_reports, is_stale, refresh_index
from warehouse.publish.snapshot import open_reader, publish_snapshot
from warehouse.store.errors import WarehouseLocked

FEW_REPORTS = 1000
"""Reports up to which starting worker processes costs more than it brings."""


def refresh_warehouse(path: Path) -> Refreshed:
    """Refresh the warehouse file and publish its snapshot. Raises WarehouseLocked where a run is writing."""
    console = open_console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        row = bar.add_task("更新检索 refresh", total=None)
        with _open_writing(path) as con, open_map() as each:
            reports = derive_reports(con, lambda number, total: bar.update(row, completed=number, total=total), each)
            is_index_new = refresh_index(con) if reports < FEW_REPORTS else False
        if reports >= FEW_REPORTS:
            # What DuckDB has gathered meanwhile and cannot part with would leave too little memory for the index.
            with _open_writing(path) as con:
                is_index_new = refresh_index(con)
    publish_snapshot(path)
    return Refreshed(reports, is_index_new)


@contextmanager
def _open_writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_warehouse(path)
    try:
        yield con
    finally:
        close_warehouse(con)


@contextmanager
def open_map() -> Iterator[Mapped]:
    """`map` over groups of reports, in worker processes where there are enough of them; these end with the block."""
    with ExitStack() as stack:
        pools: list[ProcessPoolExecutor] = []

        def map_lots(
            derive: Callable[[Sequence[Group]], DerivedRows], lots: Sequence[Sequence[Group]]
        ) -> Iterable[DerivedRows]:
            if len(lots) < 2 or sum(len(group.reports) for lot in lots for group in lot) < FEW_REPORTS:
                return map(derive, lots)
            workers = read_settings(None).workers
            if not pools:
                pools.append(stack.enter_context(start_workers(workers)))
            return _map_ahead(pools[0], derive, lots, workers + 1)

        yield map_lots


def _map_ahead(
    pool: ProcessPoolExecutor,
    derive: Callable[[Sequence[Group]], DerivedRows],
    lots: Sequence[Sequence[Group]],
    most: int,
) -> Iterator[DerivedRows]:
    """`pool.map` with so many lots under way at most: rows of all of them would wait in memory until they are stored."""
    waiting: deque[Future[DerivedRows]] = deque()
    for lot in lots:
        if len(waiting) == most:
            yield waiting.popleft().result()
        waiting.append(pool.submit(derive, lot))
    while waiting:
        yield waiting.popleft().result()


def open_refreshed(path: Path) -> duckdb.DuckDBPyConnection:
    """A reader of the warehouse whose search is up to date; where a run is writing, of the last state, with a note."""
    con = open_reader(path)
    if not is_behind(con):
        return con
    con.close()
    try:
        refresh_warehouse(path)
    except WarehouseLocked:
        open_console(stderr=True).print(
            "数据仓库正在写入，先用上次的索引。A run is writing: searching the last index.", markup=False
        )
    return open_reader(path)


def is_behind(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether a refresh would change anything."""
    try:
        return is_stale(con)
    except duckdb.CatalogException:
        # A snapshot that an earlier release made, which knew no search.
        return True
