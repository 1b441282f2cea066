"""`fazhi review`: judge figures one by one on a page that this machine alone serves."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from flows.errors import CallError
from flows.review.desk import Desk
from flows.review.effect import apply_ledger
from flows.review.entries import Entry, list_entries
from flows.review.ranking import rank_figures
from flows.review.server import bind_loopback, make_app, serve
from flows.second_opinion import prepare_opinion
from flows.settings import Settings, read_settings
from flows.terminal.tables import open_console
from parsers.opinion.weights import Model
from warehouse.judge.judgement import Judgement
from warehouse.judge.ledger import name_ledger, read_ledger
from warehouse.judge.queues import Queue
from warehouse.judge.sample import find_sample
from warehouse.publish.snapshot import open_reader, publish_snapshot
from warehouse.store.errors import WarehouseLocked

MOST_FIGURES = 2000
"""Figures of one sitting: more than anybody judges in a day."""


def review_figures(
    queue: Queue, reviewer: str, warehouse: Path | None, *, port: int = 0, second: bool = False, open_page: bool = True
) -> int:
    """Serve the page until Ctrl-C, then bring what was said into every view; 0.

    `second`: also figures that others have judged. Raises CallError where there is nothing to judge, no name, or the port is
    taken; WarehouseError for want of a warehouse.
    """
    if not reviewer.strip():
        raise CallError(
            '请写明姓名：fazhi review --reviewer 张三，或设 FAZHI_REVIEWER。Say who you are: --reviewer "…".'
        )
    settings = read_settings(warehouse)
    console = open_console()
    apply_ledger(settings)
    # The snapshot, not the file itself: the next run must not wait for the reviewer.
    with contextlib.suppress(WarehouseLocked):
        publish_snapshot(settings.warehouse)
    with open_reader(settings.warehouse) as con:
        find_model = prepare_opinion(settings, con)
        entries = _list_entries(con, settings, queue, reviewer.strip(), find_model, second=second)
        if not entries:
            raise CallError("这一队列里没有待判的数字。Nothing is left to judge in this queue; try --random 100.")
        desk = Desk(
            con,
            name_ledger(settings.warehouse),
            reviewer.strip(),
            entries,
            queue.kind if not queue.value else f"{queue.kind} {queue.value}",
            lambda: dt.datetime.now(dt.UTC),
            find_model,
        )
        try:
            with bind_loopback(port) as listening:
                token = secrets.token_urlsafe(16)
                taken = listening.getsockname()[1]
                address = f"http://127.0.0.1:{taken}/{token}/"
                console.print(f"{len(entries)} 条待判 to judge：{address}", markup=False, soft_wrap=True)
                console.print("地址即凭证，勿转给他人；Ctrl-C 结束。The address is the key: keep it. Ctrl-C to stop.")
                if open_page:
                    webbrowser.open(address)
                serve(make_app(desk, settings.archive_folder, token, taken), listening)
        except OSError as error:
            raise CallError(f"端口 {port} 不可用：{error.strerror}。The port cannot be used.") from error
    waiting = apply_ledger(settings)
    after = "有运行正在写入，其结束后生效 in force when the present run ends" if waiting else "已生效 in force"
    console.print(f"判断已在台账 kept in {name_ledger(settings.warehouse)}：{after}", markup=False, soft_wrap=True)
    return 0


def _list_entries(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    queue: Queue,
    reviewer: str,
    find_model: Callable[[], Model],
    *,
    second: bool,
) -> list[Entry]:
    judgements = read_ledger(name_ledger(settings.warehouse)).judgements
    alone = second or queue.kind in ("audit", "conflicts")
    limit = int(queue.value or 0) if queue.kind == "random" else MOST_FIGURES
    asked = Queue("random", reviewer) if queue.kind == "random" else queue
    try:
        ids = rank_figures(con, asked, limit, judgements, reviewer if alone else None, find_model)
    except ValueError as error:
        raise CallError(f"没有这样的队列或抽样：{queue.value}。{error}") from error
    return list_entries(con, ids) + _list_paragraphs(con, queue, judgements, reviewer)


def _list_paragraphs(
    con: duckdb.DuckDBPyConnection, queue: Queue, judgements: Sequence[Judgement], reviewer: str
) -> list[Entry]:
    """The paragraphs of a sample, each with its figures before it: what is read in them is judged before what is missed."""
    sample = find_sample(judgements, queue.value) if queue.kind == "audit" else None
    if sample is None:
        return []
    seen = {
        (one.page_id, one.char_start) for one in judgements if one.about == "paragraph" and one.reviewer == reviewer
    }
    drawn = {figure["fact_id"] for figure in sample.detail["figures"]}
    open_ones = [one for one in sample.detail["paragraphs"] if (one["page_id"], one["char_start"]) not in seen]
    wanted = [fact_id for one in open_ones for fact_id in one["fact_ids"] if fact_id not in drawn]
    figures = {entry.fact_id: entry for entry in list_entries(con, wanted)}
    entries: list[Entry] = []
    for one in open_ones:
        entries += [figures[fact_id] for fact_id in one["fact_ids"] if fact_id in figures]
        entries.append(Entry(one["report_id"], one["year"], one["page_id"], (one["char_start"], one["char_end"])))
    return entries
