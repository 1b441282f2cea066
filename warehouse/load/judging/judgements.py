"""What judgements do: the value a person says stands in the tables, and beside it what the machine read.

The ledger beside the warehouse is mirrored in the table `judgement`, and each of its lines finds its place in the text as it
is now. So a judgement outlives another parser version and a page that changed but for a counter; where its words no longer
stand it is orphaned, and said to be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from warehouse.derive.settling import unsettle_years
from warehouse.judge.judgement import (
    AUDIT,
    CHANGED,
    FIGURE,
    MISSED,
    READ_FIELDS,
    REJECTED,
    REPORT,
    RIGHT,
    UNDO,
    Judgement,
    find_place,
    read_line,
)
from warehouse.judge.standing import CONTESTED, STANDING, judge_standing
from warehouse.load.judging.judged_rows import (
    JudgedFact,
    JudgedReport,
    add_facts,
    revert_report,
    update_facts,
    update_report,
)
from warehouse.store.migrations import name_fact_table
from warehouse.store.queries import registered

APPLIED, ORPHANED, RECORDED = "applied", "orphaned", "recorded"

_GONE_PAGE = "库中已无此页面的报告，或其正文已变。No report stands on this page any more, or its text has changed"
_GONE_PLACE = "原文已无此处，或不止一处。The passage no longer stands in the text, or not at one place alone"
_GONE_INDICATOR = "目录中已无此指标。The catalogue has this indicator no more"


@dataclass(slots=True)
class _Report:
    """A report that has been judged, its figures, and what is made of both."""

    report_id: str
    page_id: str
    text_digest: str
    year: int | None
    region_code: str | None
    text: str
    parser_version: str
    facts: list[dict[str, Any]] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    states: dict[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    """By judgement_id: state, why, fact_id."""


def apply_judgements(con: duckdb.DuckDBPyConnection, report_ids: Collection[str] | None = None) -> None:
    """Give these reports (None: all) what is said of them, within the caller's transaction; freshly loaded ones or already judged.

    Corrections of the source must not be in force on them: undo them before, apply them after.
    """
    if not con.execute("SELECT 1 FROM judgement LIMIT 1").fetchall():
        return
    reports = _fetch_reports(con, report_ids)
    known = {indicator for (indicator,) in con.execute("SELECT indicator_id FROM dim_indicator").fetchall()}
    unsettle_years(con, {report.year for report in reports})
    for report in reports:
        _apply_to_report(con, report, known)
    _note_states(con, reports)
    _note_orphans(con)


def list_judged_facts(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """By fact_id the word on it (right, changed, rejected): figures whose row a person has judged, with those that he added."""
    return dict(con.execute("SELECT fact_id, judged FROM fact_indicator WHERE judged IS NOT NULL").fetchall())


def _fetch_reports(con: duckdb.DuckDBPyConnection, report_ids: Collection[str] | None) -> list[_Report]:
    wanted = "" if report_ids is None else "AND report_id IN (SELECT unnest(?))"
    rows = con.execute(
        f"""
        SELECT report_id, page_id, text_digest, year, region_code, text, parser_version FROM report
        WHERE (page_id IN (SELECT page_id FROM judgement) OR text_digest IN (SELECT text_digest FROM judgement)) {wanted}
        ORDER BY report_id
        """,
        [] if report_ids is None else [list(report_ids)],
    ).fetchall()
    reports = [_Report(*row) for row in rows]
    lines = con.execute(
        "SELECT line FROM judgement WHERE about NOT IN (?, ?) AND (page_id IN (SELECT unnest(?)) "
        "OR text_digest IN (SELECT unnest(?)))",
        [AUDIT, UNDO, [report.page_id for report in reports], [report.text_digest for report in reports]],
    ).fetchall()
    judgements = [read_line(line) for (line,) in lines]
    undoings = [
        read_line(line) for (line,) in con.execute("SELECT line FROM judgement WHERE about = ?", [UNDO]).fetchall()
    ]
    for report in reports:
        mine = [one for one in judgements if one.page_id == report.page_id or one.text_digest == report.text_digest]
        ids = {one.judgement_id for one in mine}
        report.judgements = mine + [one for one in undoings if one.undoes in ids]
    return reports


def _apply_to_report(con: duckdb.DuckDBPyConnection, report: _Report, known: Collection[str]) -> None:
    """Revert what was done to the report, find each judgement's place, and write what stands."""
    table = name_fact_table(report.year)
    revert_report(con, table, report.report_id)
    report.facts = _fetch_facts(con, table, report.report_id)
    slots = {one.judgement_id: _find_slot(report, one) for one in report.judgements if one.about in (FIGURE, MISSED)}
    judged = [one for one in report.judgements if one.judgement_id not in slots or slots[one.judgement_id] is not None]

    def name_place(one: Judgement) -> tuple[Any, ...]:
        return (FIGURE, slots[one.judgement_id]) if one.judgement_id in slots else one.place

    standing = judge_standing(judged, name_place)
    words: dict[tuple[int, int, int], list[Judgement]] = {}
    fields: list[Judgement] = []
    for one in report.judgements:
        state = standing.get(one.judgement_id)
        if one.about == UNDO:
            continue
        if state is None:
            report.states[one.judgement_id] = (ORPHANED, _GONE_PLACE, None)
        elif state != STANDING:
            report.states[one.judgement_id] = (state, _explain(one, state, judged, name_place), None)
        elif one.judgement_id in slots:
            words.setdefault(slots[one.judgement_id] or (0, 0, 0), []).append(one)
        else:
            report.states[one.judgement_id] = (APPLIED, None, None)
            fields += [one] if one.about == REPORT else []
    decided = [fact for slot, said in words.items() if (fact := _decide(report, slot, said, known)) is not None]
    update_facts(con, table, [fact for fact in decided if fact.row is not None])
    add_facts(con, table, report, [fact for fact in decided if fact.row is None])
    _write_report(con, report, fields, sum(fact.row is not None for fact in decided))


def _fetch_facts(con: duckdb.DuckDBPyConnection, table: str, report_id: str) -> list[dict[str, Any]]:
    names = ("fact_id", "seq", "quote", "char_start", "char_end", "label", "kind", *READ_FIELDS)
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchall():
        return []
    rows = con.execute(
        f"SELECT {', '.join(names)} FROM {table} WHERE report_id = ? ORDER BY seq", [report_id]
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _find_slot(report: _Report, one: Judgement) -> tuple[int, int, int] | None:
    """The place in the text as it is now, and which of the figures there; None where the passage is gone."""
    place = find_place(one, report.text)
    if place is None:
        return None
    here = [fact for fact in report.facts if (fact["char_start"], fact["char_end"]) == place]
    if len(here) > 1 and one.about == FIGURE:
        # 办结率、满意率均达100%: two figures of one quote, known by their names as read then
        same = [n for n, fact in enumerate(here, start=1) if fact["indicator_id"] == one.read.get("indicator_id")]
        if len(same) == 1:
            return (*place, same[0])
    return (*place, one.slot)


def _decide(
    report: _Report, slot: tuple[int, int, int], said: Sequence[Judgement], known: Collection[str]
) -> JudgedFact | None:
    """What stands at a place by people who agree; None where nothing is to be written."""
    word = said[-1]
    start, end, number = slot
    here = [fact for fact in report.facts if (fact["char_start"], fact["char_end"]) == (start, end)]
    row = here[number - 1] if number <= len(here) else None
    asserted = word.asserted
    if word.verdict != REJECTED and asserted["indicator_id"] is not None and asserted["indicator_id"] not in known:
        for one in said:
            report.states[one.judgement_id] = (ORPHANED, _GONE_INDICATOR, None)
        return None
    fact = JudgedFact(
        row=row,
        place=(start, end),
        number=number,
        verdict=word.verdict or RIGHT,
        asserted=asserted,
        reviewers="、".join(sorted({one.reviewer for one in said})),
    )
    if row is None and word.verdict == REJECTED:
        # The machine reads no figure there any more: as the person said.
        for one in said:
            report.states[one.judgement_id] = (APPLIED, None, None)
        return None
    if row is not None and word.verdict != REJECTED:
        fact.verdict = RIGHT if _reads_same(row, asserted) else CHANGED
    for one in said:
        report.states[one.judgement_id] = (APPLIED, None, fact.name(report.report_id))
    return fact


def _reads_same(row: Mapping[str, Any], asserted: Mapping[str, Any]) -> bool:
    """Whether the machine reads now what the person says."""
    unsaid = {"unit": "", "qualifier": "exact"}
    for name in READ_FIELDS:
        value, present = asserted.get(name), row[name]
        value = unsaid.get(name) if value is None else value
        if name.startswith("period") and present is not None:
            present = present.isoformat()
        if present != value:
            return False
    return True


def _explain(one: Judgement, state: str, judged: Sequence[Judgement], name_place: Any) -> str | None:
    if state != CONTESTED:
        return None
    others = sorted(
        {other.reviewer for other in judged if other.about != UNDO and name_place(other) == name_place(one)}
    )
    return f"{'、'.join(others)} 说法不一，均不生效。They say different things: neither stands until it is settled"


def _write_report(con: duckdb.DuckDBPyConnection, report: _Report, fields: Sequence[Judgement], decided: int) -> None:
    said = {name: value for one in fields for name, value in one.said.items()}
    extent = _name_extent(len(report.facts), decided, bool(fields))
    update_report(con, JudgedReport(report.report_id, said, extent))


def _name_extent(facts: int, decided: int, has_fields: bool) -> str | None:
    if decided and decided >= facts:
        return "wholly"
    if decided:
        return "partly"
    return "fields" if has_fields else None


def _note_states(con: duckdb.DuckDBPyConnection, reports: Sequence[_Report]) -> None:
    import pyarrow as pa

    rows = [
        (name, state, why, fact_id, report.report_id)
        for report in reports
        for name, (state, why, fact_id) in report.states.items()
    ]
    if not rows:
        return
    columns = {
        name: pa.array([row[n] for row in rows], pa.string())
        for n, name in enumerate(("judgement_id", "state", "detail", "fact_id", "report_id"))
    }
    with registered(con, "noted", pa.table(columns)):
        con.execute(
            "UPDATE judgement SET state = noted.state, detail = noted.detail, fact_id = noted.fact_id, "
            "report_id = noted.report_id FROM noted WHERE noted.judgement_id = judgement.judgement_id"
        )


def _note_orphans(con: duckdb.DuckDBPyConnection) -> None:
    """Name the judgements on whose page no report stands any more."""
    con.execute(
        """
        UPDATE judgement SET state = ?, detail = ?, fact_id = NULL
        WHERE about NOT IN (?, ?) AND state NOT IN ('withdrawn', 'replaced') AND NOT EXISTS (
            SELECT 1 FROM report WHERE report.page_id = judgement.page_id OR report.text_digest = judgement.text_digest)
        """,
        [ORPHANED, _GONE_PAGE, AUDIT, UNDO],
    )
