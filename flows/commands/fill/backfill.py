"""`fazhi backfill`: years fetched or read again, with what is done, what is left, how fast, and until when."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from rich.console import Console

from flows.backfill.plan import Plan, find_year_sources, plan_fetch, plan_replay
from flows.commands.fill.ingest import INTERRUPTED
from flows.errors import CallError
from flows.runs.stored_pages import Scope, count_stale_reports, find_report_pages
from flows.schedule.command_server import connect_prefect
from flows.settings import Settings, read_settings
from flows.sites.registry import FIRST_YEAR, find_sources, name_registry
from flows.terminal.interrupts import heed_interrupts
from flows.terminal.tables import open_console, print_table
from parsers.seed import read_seed
from warehouse.publish.snapshot import open_reader
from warehouse.store.errors import WarehouseMissing

NOTHING_TO_DO = "没有要做的：所有报告都已由现行规则读过。Nothing to do: the present rules have read every report."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which years and reports a call names; None and empty: not said."""

    first: int | None = None
    last: int | None = None
    region: str = ""
    source: str = ""


def run_backfill(wanted: Wanted, warehouse: Path | None, *, replay: bool, dry_run: bool) -> int:
    """Do what the call says, print a row a year; the exit status. Raises CallError for years, regions, sources that are none."""
    settings = read_settings(warehouse)
    years = read_years(wanted.first, wanted.last, needed=not replay)
    scope = read_scope(wanted.region, wanted.source)
    if dry_run:
        return show_comparison(settings, scope, years) if replay else show_plan(settings, scope, years or [])
    console = open_console(stderr=True)
    if replay and not _has_todo(settings, scope, years):
        console.print(NOTHING_TO_DO)
        return 0
    if not replay:
        check_sources(scope, years or [])
    from flows.runs.run import await_writer

    await_writer(settings.warehouse)
    with connect_prefect(console, prepare=lambda: import_module("flows.backfill.years")):
        from flows.backfill.years import forget_years
        from flows.runs.run import wait_for_warehouse

        con = wait_for_warehouse(settings.warehouse)
        try:
            plan = plan_replay(con, scope, years) if replay else plan_fetch(con, scope, years or [])
        finally:
            con.close()
        _tell_done(plan, console)
        if plan.is_again:
            forget_years(settings, "fetch", scope, plan.todo)
        if not plan.todo:
            console.print(NOTHING_TO_DO)
            return 0
        return _run_years(settings, scope, plan.todo, console, replay=replay)


def check_sources(scope: Scope, years: list[int]) -> None:
    """Raises CallError where no registered source may have a report of these years: told before a server is started."""
    if any(find_year_sources(scope, year) for year in years):
        return
    span = str(years[0]) if len(years) == 1 else f"{years[0]} 至 {years[-1]}"
    known = f" --region {scope.region}" if scope.region else ""
    raise CallError(
        f"登记的来源（{name_registry()}）里没有可能有 {span} 年报告的{'，限于 ' + scope.name if scope.name else ''}。"
        f"已知网址的报告：fazhi ingest --known{known}；登记新来源见 fazhi sources check。"
        f"No registered source may have a report of these years{' within ' + scope.name if scope.name else ''}: addresses that are "
        f"known are fetched by `fazhi ingest --known{known}`, a source is added to {name_registry()}."
    )


def _has_todo(settings: Settings, scope: Scope, years: list[int] | None) -> bool:
    """Whether a replay has anything to read, as the published copy says: told before a server is started."""
    with open_reader(settings.warehouse) as con:
        plan = plan_replay(con, scope, years)
    return bool(plan.todo)


def read_years(first: int | None, last: int | None, *, needed: bool) -> list[int] | None:
    """The years from first to last; None for all, where they need not be given. Raises CallError."""
    if first is None and last is None and not needed:
        return None
    if first is None or last is None:
        raise CallError("请用 --from 和 --to 给出起止年份。Give the years: --from 2012 --to 2023.")
    newest = dt.date.today().year
    if not FIRST_YEAR <= first <= last <= newest:
        raise CallError(
            f"年份须在 {FIRST_YEAR} 至 {newest} 之间，先小后大。Years are from {FIRST_YEAR} to {newest}, the earlier first."
        )
    return list(range(first, last + 1))


def read_scope(region: str, source: str) -> Scope:
    """The scope of a call. Raises CallError for a region or source that is not known."""
    if region and region not in {row["code"] for row in read_seed("regions.csv")}:
        raise CallError(
            f"没有区划代码 {region}，须为六位数字，如 410000。There is no region {region}: six digits, as 410000."
        )
    if source and not find_sources(source):
        raise CallError(
            f"没有来源 {source}，名称见 {name_registry()}。There is no source {source}: see {name_registry()}."
        )
    return Scope(region, source)


def show_plan(settings: Settings, scope: Scope, years: list[int]) -> int:
    """Print the years that would be fetched with the sources of each; writes nothing and needs no server."""
    try:
        with open_reader(settings.warehouse) as con:
            plan = plan_fetch(con, scope, years)
    except WarehouseMissing:
        plan = plan_fetch(None, scope, years)
    _tell_done(plan, open_console(stderr=True))
    print_table(("年份 year", "个来源 sources"), list(plan.todo.items()), len(plan.todo))
    return 0


def _tell_done(plan: Plan, console: Console) -> None:
    if plan.done:
        console.print(
            f"已完成，不再做 done before: {'、'.join('不明 unknown' if y is None else str(y) for y in plan.done)}"
        )


def _run_years(settings: Settings, scope: Scope, todo: dict[int | None, int], console: Console, *, replay: bool) -> int:
    from flows.backfill.years import YEAR_COLUMNS, backfill_year
    from flows.runs.ingest import on_progress, publish

    results = []
    status = 0
    meter = Meter(sum(todo.values()) if replay else 0, len(todo), console)
    try:
        for year in todo:
            on_progress.set(meter.begin_year(year))
            with heed_interrupts():
                result = backfill_year(
                    "replay" if replay else "fetch", year, scope.region, scope.source, str(settings.warehouse)
                )
            results.append(result)
            meter.end_year(result.seen)
    except KeyboardInterrupt:
        console.print("已停止，再次运行即从此处继续。Stopped: run the same command again to go on from here.")
        status = INTERRUPTED
    finally:
        if results:
            publish.fn(settings.warehouse)
            print_table(YEAR_COLUMNS, [result.list_cells() for result in results], len(results))
    return status or (1 if any(result.quarantined for result in results) else 0)


class Meter:
    """Says on the console how far a backfill is: pages done and left, pages a second, when it should end."""

    def __init__(self, pages: int, years: int, console: Console) -> None:
        """`pages` is 0 where nobody knows how many there will be; then years are counted."""
        self._pages = pages
        self._years = years
        self._console = console
        self._started = time.monotonic()
        self._said = self._started
        self._done_pages = 0
        self._done_years = 0

    def begin_year(self, year: int | None) -> Callable[[int, int], None]:
        """What a year's run calls with its pages done and all its pages."""
        name = "不明 unknown" if year is None else str(year)

        def show_progress(done: int, total: int) -> None:
            now = time.monotonic()
            if now - self._said >= 5 or (done == total and total):
                self._said = now
                self._console.print(f"{name}：{self.describe(done, total)}")

        return show_progress

    def end_year(self, pages: int) -> None:
        """Count the year as done."""
        self._done_pages += pages
        self._done_years += 1

    def describe(self, done: int, total: int) -> str:
        """`120 页 done · 380 left · 95.0/s · 预计 expected 14:32:10`."""
        reached = self._done_pages + done
        seconds = time.monotonic() - self._started
        rate = reached / seconds if seconds > 0 else 0.0
        if self._pages:
            left = max(self._pages - reached, 0)
            rest = left / rate if rate else None
        else:
            left = total - done
            # Years that have not begun are taken to be like those before.
            share = self._done_years + (done / total if total else 0)
            rest = seconds / share * (self._years - share) if share else None
        end = "?" if rest is None else (dt.datetime.now() + dt.timedelta(seconds=rest)).strftime("%m-%d %H:%M:%S")
        years = f"{self._done_years + 1}/{self._years} 年 years"
        return f"{years} · {reached} 页完成 done · {left} 页待做 left · {rate:.1f}/s · 预计 expected {end}"


def show_comparison(settings: Settings, scope: Scope, years: list[int] | None) -> int:
    """Print what a replay would change; writes nothing and needs no server."""
    from flows.backfill.comparison import Comparison, compare_reports

    console = open_console(stderr=True)
    comparison = Comparison()
    with open_reader(settings.warehouse) as con:
        stale = {year: n for year, n in count_stale_reports(con, scope).items() if years is None or year in years}
        meter = Meter(sum(stale.values()), len(stale), console)
        for year in stale:
            # Copies on other pages have no facts of their own.
            pages = find_report_pages(con, scope, year, only_stale=True)
            originals = list({report_id: (report_id, item) for report_id, item in reversed(pages)}.values())[::-1]
            compare_reports(con, settings, originals, comparison, meter.begin_year(year))
            meter.end_year(len(pages))
    rows = comparison.list_rows()
    if rows:
        print_table(("指标 indicator", "新增 added", "改变 changed", "失去 lost"), rows, len(rows))
    for report_id, reason in comparison.refused[:20]:
        print(f"{report_id}：不再是报告 no report any more ({reason})")
    for report_id, name in comparison.renamed[:20]:
        print(f"{report_id} → {name}")
    totals = (comparison.added.total(), comparison.changed.total(), comparison.lost.total())
    print(
        f"{comparison.reports} 份报告 reports：新增 added {totals[0]} · 改变 changed {totals[1]} · 失去 lost {totals[2]} · "
        f"不变 same {comparison.same} · 不再是报告 refused {len(comparison.refused)} · 改名 renamed {len(comparison.renamed)}"
    )
    return 0
