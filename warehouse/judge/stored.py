"""Figures of the warehouse as people are asked about them, and the judgement that an answer makes of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.judge.judgement import FIGURE, READ_FIELDS, Judgement, cut_surroundings, make_judgement
from warehouse.store.migrations import name_fact_table
from warehouse.store.queries import registered

_KEPT = (*READ_FIELDS, "label", "kind", "confidence")
"""What of a reading goes into the ledger."""


@dataclass(frozen=True, slots=True)
class StoredFigure:
    """A figure with its report, as much as a judgement of it needs."""

    fact_id: str
    report_id: str
    page_id: str
    text_digest: str
    year: int | None
    text: str
    char_start: int
    char_end: int
    quote: str
    slot: int
    parser_version: str
    read: Mapping[str, Any]
    """As the machine read it, whatever has been judged since; what is null is left out."""


def fetch_figures(con: duckdb.DuckDBPyConnection, fact_ids: Sequence[str]) -> list[StoredFigure]:
    """The figures of these ids that the machine read, in the order of the ids; unknown ones are left out."""
    found: dict[str, StoredFigure] = {}
    for report_id, year in sorted(set(locate_figures(con, fact_ids).values()), key=str):
        found |= {figure.fact_id: figure for figure in fetch_report_figures(con, report_id, year)}
    return [found[fact_id] for fact_id in fact_ids if fact_id in found]


def locate_figures(con: duckdb.DuckDBPyConnection, fact_ids: Sequence[str]) -> dict[str, tuple[str, int | None]]:
    """By fact_id the report and its year, which name the table: to look for one figure in all tables takes long."""
    import pyarrow as pa

    with registered(con, "asked", pa.table({"fact_id": pa.array(list(fact_ids), pa.string())})):
        rows = con.execute(
            "SELECT fact_id, report_id, year FROM fact_indicator SEMI JOIN asked USING (fact_id)"
        ).fetchall()
    return {fact_id: (report_id, year) for fact_id, report_id, year in rows}


def judge_figure(
    figure: StoredFigure,
    verdict: str,
    said: Mapping[str, Any] | None,
    reviewer: str,
    moment: dt.datetime,
    **more: Any,
) -> Judgement:
    """A judgement of a stored figure; `more` are further fields of Judgement. Raises BadJudgementError."""
    content: dict[str, Any] = {
        "about": FIGURE,
        "reviewer": reviewer,
        "judged_at": spell_moment(moment),
        "page_id": figure.page_id,
        "text_digest": figure.text_digest,
        "report_id": figure.report_id,
        "char_start": figure.char_start,
        "char_end": figure.char_end,
        "quote": figure.quote,
        **cut_surroundings(figure.text, figure.char_start, figure.char_end),
        "slot": figure.slot,
        "read": dict(figure.read),
        "verdict": verdict,
        "said": dict(said or {}),
        "parser_version": figure.parser_version,
        **more,
    }
    return make_judgement(content)


def spell_moment(moment: dt.datetime) -> str:
    """A moment as the ledger keeps it."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")


def fetch_report_figures(
    con: duckdb.DuckDBPyConnection, report_id: str, year: int | None, facts: str = "", reports: str = "report"
) -> list[StoredFigure]:
    """All figures of a report that the machine read, in its order; `facts` and `reports` name tables that hold a part of them."""
    published = {"value": "coalesce(published_value, value)"}
    read = [
        f"CASE WHEN judged IN ('changed', 'rejected') THEN machine_{name} ELSE {published.get(name, name)} END"
        for name in READ_FIELDS
    ]
    rows = con.execute(
        f"""
        SELECT fact_id, char_start, char_end, quote,
               row_number() OVER (PARTITION BY char_start, char_end ORDER BY seq), {", ".join(read)}, label, kind,
               coalesce(machine_confidence, confidence)
        FROM {facts or name_fact_table(year)}
        WHERE report_id = ? AND (judged IS DISTINCT FROM 'changed' OR machine_value IS NOT NULL) ORDER BY seq
        """,
        [report_id],
    ).fetchall()
    [(page_id, text_digest, text, version)] = con.execute(
        f"SELECT page_id, text_digest, text, parser_version FROM {reports} WHERE report_id = ?", [report_id]
    ).fetchall()
    figures = []
    for fact_id, start, end, quote, slot, *values in rows:
        spelled = [value.isoformat() if isinstance(value, dt.date) else value for value in values]
        kept = {name: value for name, value in zip(_KEPT, spelled, strict=True) if value is not None}
        figures.append(
            StoredFigure(fact_id, report_id, page_id, text_digest, year, text, start, end, quote, slot, version, kept)
        )
    return figures
