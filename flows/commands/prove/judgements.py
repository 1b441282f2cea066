"""`fazhi judgements`: what people have said of readings, taken out as a table, brought in, merged, put into force."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from flows.errors import CallError
from flows.review.effect import apply_ledger
from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table
from warehouse.judge.agreement import measure_agreement
from warehouse.judge.judgement import Judgement
from warehouse.judge.ledger import merge_judgements, name_ledger, read_ledger
from warehouse.judge.queues import Queue, list_figures
from warehouse.judge.sheet import BadSheetError, read_sheet, write_sheet
from warehouse.judge.standing import list_conflicts
from warehouse.judge.stored import fetch_figures
from warehouse.publish.snapshot import open_reader

SHOWN = 20
"""Judgements that need a person which are named; the rest is counted."""

STATES = {
    "applied": "有效 in force",
    "contested": "各人说法不一，均不生效 people differ: none is in force",
    "orphaned": "原文已无此处 its words no longer stand",
    "replaced": "已有后来的判断 a later word has come",
    "withdrawn": "已撤回 taken back",
    "recorded": "记录 records (samples, undoings)",
}


def show_judgements(warehouse: Path | None) -> int:
    """Print how many there are in which state, what needs a person, and how far reviewers agree; 0."""
    settings = read_settings(warehouse)
    waiting = apply_ledger(settings)
    ledger = read_ledger(name_ledger(settings.warehouse))
    console = open_console()
    with open_reader(settings.warehouse) as con:
        states = con.execute("SELECT state, count(*) FROM judgement GROUP BY state ORDER BY 2 DESC").fetchall()
        unplaced = con.execute(
            "SELECT report_id, quote, reviewer, verdict, state, detail FROM judgement "
            "WHERE state IN ('orphaned', 'contested') ORDER BY judged_at"
        ).fetchall()
    print_table(("判断 judgements", "条"), [(STATES.get(state, state), count) for state, count in states], len(states))
    if unplaced:
        columns = ("报告 report", "原文 quote", "何人 by", "判断 verdict", "现状 state", "缘由 why")
        print_table(columns, unplaced[:SHOWN], len(unplaced))
    people = Counter(one.reviewer for one in ledger.judgements if one.about in ("figure", "missed", "report"))
    if people:
        print_table(("何人 reviewer", "条 judgements"), people.most_common(), len(people))
    agreements = [
        (
            one.one,
            one.other,
            one.figures,
            one.agreed,
            one.same_verdict,
            "—" if one.kappa is None else f"{one.kappa:.3f}",
        )
        for one in measure_agreement(ledger.judgements)
    ]
    if agreements:
        columns = ("甲 one", "乙 other", "同判 figures", "全同 agree", "判类同 same verdict", "Cohen κ")
        print_table(columns, agreements, len(agreements))
    for number, fault in ledger.damaged[:SHOWN]:
        console.print(f"台账第 {number} 行不可读 line {number} of the ledger: {fault}", markup=False)
    _tell_waiting(console, waiting)
    console.print(f"台账 ledger：{name_ledger(settings.warehouse)}", markup=False)
    return 0


def export_judgements(file: Path, queue: Queue, limit: int, warehouse: Path | None) -> int:
    """Write the ledger, and so many figures that are still to be judged, as a table. Raises CallError, WarehouseError."""
    settings = read_settings(warehouse)
    judgements = read_ledger(name_ledger(settings.warehouse)).judgements
    with open_reader(settings.warehouse) as con:
        ids = list_figures(con, queue, limit, judgements) if limit else []
        figures = fetch_figures(con, ids)
        sentences = dict(
            con.execute(
                "SELECT fact_id, sentence FROM fact_indicator WHERE fact_id IN (SELECT unnest(?))", [ids]
            ).fetchall()
        )
    try:
        asked = [(figure, sentences[figure.fact_id]) for figure in figures]
        rows = write_sheet(file, judgements, asked, f"{queue.kind} {queue.value}".strip())
    except OSError as error:
        raise CallError(f"未能写入 {file}：{error.strerror}。It could not be written.") from error
    open_console().print(
        f"已写出 {rows} 行（其中 {len(figures)} 行待判）。请填 verdict（right、changed、rejected）、said_… 和 reviewer，"
        f"再 fazhi judgements import {file}。{rows} rows, {len(figures)} of them to be judged.",
        markup=False,
        soft_wrap=True,
    )
    return 0


def import_judgements(sources: Sequence[Path], warehouse: Path | None) -> int:
    """Bring tables or other ledgers into this one; 1 where people now say different things. Raises CallError."""
    settings = read_settings(warehouse)
    ledger = name_ledger(settings.warehouse)
    console = open_console()
    conflicts: tuple[object, ...] = ()
    # All of them are read before any is taken: a fault in one leaves nothing half done.
    for source, read in [(source, _read_source(source, ledger)) for source in sources]:
        merged = merge_judgements(ledger, read)
        conflicts = merged.conflicts
        console.print(f"{source}：新增 added {merged.added}，已有 known {merged.known}", markup=False)
    for conflict in list_conflicts(read_ledger(ledger).judgements)[:SHOWN]:
        console.print(f"说法不一 they differ：{conflict.describe()}", markup=False, soft_wrap=True)
    if conflicts:
        console.print(
            f"{len(conflicts)} 处说法不一，均不生效：fazhi review --conflicts 裁定。{len(conflicts)} are said differently: "
            "none of these is in force until somebody settles it.",
            soft_wrap=True,
        )
    _tell_waiting(console, apply_ledger(settings))
    return 1 if conflicts else 0


def _read_source(source: Path, ledger: Path) -> list[Judgement]:
    if not source.is_file():
        raise CallError(f"找不到文件 {source}。There is no such file.")
    if source.suffix == ".jsonl":
        read = read_ledger(source)
        if read.damaged and not read.judgements:
            raise CallError(f"{source} 不是判断台账。It is no ledger of judgements: {read.damaged[0][1]}")
        return list(read.judgements)
    known = {one.judgement_id: one for one in read_ledger(ledger).judgements}
    try:
        return read_sheet(source, known, dt.datetime.now(dt.UTC))
    except BadSheetError as error:
        raise CallError(str(error)) from error


def _tell_waiting(console: Console, waiting: int) -> None:
    if waiting:
        console.print(
            f"{waiting} 条尚未生效：有运行正在写入，结束后即生效。{waiting} wait for the run that writes the warehouse now."
        )
