"""`fazhi remove`: reports taken out of the warehouse; the archive keeps their pages."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import duckdb

from flows.errors import CallError
from flows.settings import read_settings
from flows.terminal.tables import open_console
from warehouse.database import close_warehouse, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.load.removal import find_samples, remove_reports
from warehouse.publish.snapshot import publish_snapshot
from warehouse.store.errors import WarehouseMissing
from warehouse.store.lake import hold_writer


def remove(report_ids: Sequence[str], warehouse: Path | None, *, samples: bool) -> int:
    """Take out these reports, or the samples, and say how to undo it; 0.

    A run of its own keeps in the diary what went. Raises CallError where nothing is named or a report is not there: then
    nothing was changed. WarehouseError where the warehouse is missing or held.
    """
    if bool(report_ids) == samples:
        raise CallError("请写报告编号，或 --samples。Name reports (410928-2023), or give --samples.")
    path = read_settings(warehouse).warehouse
    if not path.exists():
        raise WarehouseMissing(path)
    with hold_writer(path):
        con = open_warehouse(path)
        try:
            chosen = find_samples(con) if samples else _check_names(con, report_ids)
            urls = _find_sources(con, chosen)
            left = con.execute("SELECT count(*) FROM report").fetchall()[0][0] - len(chosen)
            if chosen:
                run_id = start_run(con, "remove", {"reports": chosen}, dt.datetime.now(dt.UTC))
                remove_reports(con, run_id, chosen)
                end_run(con, run_id, dt.datetime.now(dt.UTC))
        finally:
            close_warehouse(con)
    console = open_console()
    if not chosen:
        console.print("库中没有示例报告。There are no sample reports.", markup=False)
        return 0
    publish_snapshot(path)
    demo = "fazhi ingest --warehouse demo.duckdb" if left else "fazhi ingest"
    again = demo if samples else f"fazhi ingest {' '.join(urls)}"
    console.print(
        f"已移出 removed：{'、'.join(chosen)}。存档未动；恢复：{again}。The archive keeps the pages; to undo it: {again}",
        markup=False,
        soft_wrap=True,
    )
    return 0


def _check_names(con: duckdb.DuckDBPyConnection, report_ids: Sequence[str]) -> list[str]:
    known = {name for (name,) in con.execute("SELECT report_id FROM report").fetchall()}
    missing = [name for name in report_ids if name not in known]
    if missing:
        raise CallError(
            f'没有报告 {"、".join(missing)}，未作任何改动；编号见 fazhi sql "FROM report"。'
            f"There is no report {', '.join(missing)}, nothing was changed."
        )
    return list(dict.fromkeys(report_ids))


def _find_sources(con: duckdb.DuckDBPyConnection, report_ids: Sequence[str]) -> list[str]:
    """Where the reports were read from, as `fazhi ingest` takes it."""
    urls = [con.execute("SELECT url FROM report WHERE report_id = ?", [name]).fetchall()[0][0] for name in report_ids]
    return [shlex.quote(unquote(url.removeprefix("file://")) if url.startswith("file://") else url) for url in urls]
