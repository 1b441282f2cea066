"""`fazhi ingest` as a person sees it: what is going on, what came in, what did not, and what to try next."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import astuple
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from flows.archive.files import find_path, list_pages
from flows.archive.warc_source import WARC_SUFFIXES
from flows.errors import CallError
from flows.runs.summary import REFUSED_COLUMNS, REPORT_COLUMNS, RunSummary
from flows.schedule.command_server import connect_prefect, needs_server
from flows.settings import read_settings
from flows.sites.registry import choose_sources
from flows.terminal.calling import name_command
from flows.terminal.interrupts import heed_interrupts
from flows.terminal.tables import open_console, print_table
from warehouse.publish.snapshot import open_reader

A_COLUMN = 300
"""Pages that a column of a site or a WARC file is taken to have, before it was read."""

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


def run_ingest(sources: Sequence[str], warehouse: Path | None, *, server: bool = False) -> int:
    """Ingest the sources and print what came of it; the exit status. Raises CallError, ServerError, WarehouseError.

    `server`: also what is small enough to be done in this process goes through a Prefect server.
    """
    settings = read_settings(warehouse)
    if not sources:
        refuse_samples(settings.warehouse)
    pages = count_pages(sources)
    plainly = not server and not needs_server(settings, pages)
    if not plainly:
        from flows.runs.run import await_writer

        await_writer(settings.warehouse)
    console = open_console(stderr=True)
    reached = [0, 0]
    with connect_prefect(console, prepare=_import_flow, plainly=plainly), _make_bar(console) as bar:
        from flows.runs.ingest import ingest, on_progress

        row = bar.add_task("载入 ingest", total=None)

        def show_progress(done: int, total: int) -> None:
            reached[:] = done, total
            bar.update(row, completed=done, total=total)

        on_progress.set(show_progress)
        try:
            with heed_interrupts():
                summary = ingest(list(sources), str(settings.warehouse))
        except KeyboardInterrupt:
            bar.stop()
            console.print(
                f"已停止：{reached[1]} 页中前 {reached[0]} 页已处理完毕并保存，再次运行即可继续。"
                f"Stopped: the first {reached[0]} of {reached[1]} pages are done and saved; run again to go on."
            )
            return INTERRUPTED
    print_summary(summary, [] if warehouse is None else ["--warehouse", str(warehouse)])
    return 1 if summary.quarantined else 0


def refuse_samples(path: Path) -> None:
    """Raises CallError where the warehouse holds reports of governments: the samples are a demonstration, and no data."""
    if not path.exists():
        return
    with open_reader(path) as con:
        others = con.execute("SELECT count(*) FROM report WHERE is_sample IS NOT TRUE").fetchall()[0][0]
    if others:
        raise CallError(
            f"{path.name} 里有 {others} 份报告，示例不与它们同库；要看示例：fazhi ingest --warehouse demo.duckdb。"
            f"{path.name} holds {others} reports, and samples do not go beside them; to see the samples: "
            "fazhi ingest --warehouse demo.duckdb"
        )


def count_pages(sources: Sequence[str]) -> int:
    """How many pages these sources have; a column of a site or a WARC file counts as many. Raises CallError for a path that is not there.

    A wrong path is told before a server is started.
    """
    fetched, others = choose_sources(sources)
    for source in others:
        find_path(source)
    files = [source for source in others if not source.endswith(WARC_SUFFIXES)]
    columns = sum(source.kind != "report" for source in fetched)
    many = (columns + len(others) - len(files)) * A_COLUMN
    return many + len(fetched) + (len(list_pages(files).pages) if files or not sources else 0)


def print_summary(summary: RunSummary, options: Sequence[str]) -> None:
    """What a run brought, in tables; `options` go into the command that is proposed."""
    console = open_console()
    if summary.reports:
        print_table(REPORT_COLUMNS, [astuple(report) for report in summary.reports], summary.loaded)
    if summary.refused:
        rows = [(_name_page(page.url), page.reason, page.detail) for page in summary.refused]
        print_table(REFUSED_COLUMNS, rows, summary.quarantined)
    console.print(
        f"{summary.seen} 页 pages：载入 loaded {summary.loaded} · 未变 unchanged {summary.unchanged} · "
        f"隔离 quarantined {summary.quarantined}"
    )
    if summary.left_out:
        kinds = " · ".join(f"{suffix} {count}" for suffix, count in sorted(summary.left_out.items()))
        console.print(f"不是网页而未读的文件 not_a_page：{kinds}")
    console.print(f"库中共 in the warehouse：{summary.all_reports} 份报告 reports · {summary.all_facts} 个数字 facts")
    if summary.samples_aside:
        console.print(
            f"其中 {summary.samples_aside} 份示例不计入序列、排名和义务；移出：fazhi remove --samples。"
            f"{summary.samples_aside} samples stand aside, no series counts them; to take them out: fazhi remove --samples"
        )
    if summary.all_reports:
        query = (
            "SELECT year, label, value, unit FROM fact_indicator WHERE indicator_id IS NOT NULL "
            "ORDER BY report_id, seq LIMIT 10"
        )
        command = shlex.join([name_command(), "sql", *options, query])
        console.print(f"试试 try：{command}", soft_wrap=True)


def _import_flow() -> None:
    """Prefect, the parsers and the warehouse take a second to import: the second in which a server starts."""
    import_module("flows.runs.ingest")


def _make_bar(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _name_page(url: str) -> str:
    """A file by its own name, another page by its address."""
    return unquote(url.rsplit("/", 1)[-1]) if url.startswith("file:") else url
