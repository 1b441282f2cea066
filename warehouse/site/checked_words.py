"""What people have said of a report's figures: errors of the source, mended, and readings, judged. Two things, told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from warehouse.site.wording import format_value


@dataclass(frozen=True, slots=True)
class Word:
    """One figure: what it was, what it is, who says so, and why."""

    fact_id: str
    quote: str
    label: str
    was: str
    now: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class CheckedWords:
    """Of a report: corrections of what it says, judgements of what was read, and how many readings were found right."""

    corrections: list[Word] = field(default_factory=list)
    judgements: list[Word] = field(default_factory=list)
    right: int = 0
    extent: str = ""
    """wholly, partly, fields, or empty."""


def read_words(con: duckdb.DuckDBPyConnection, report_ids: Sequence[str]) -> Mapping[str, CheckedWords]:
    """By report; reports of which nothing was said are left out."""
    corrections = _read_corrections(con, report_ids)
    judgements = _read_judgements(con, report_ids)
    extents = con.execute(
        "SELECT report_id, judged_extent, (SELECT count(*) FROM fact_indicator AS fact "
        "WHERE fact.report_id = report.report_id AND judged = 'right') FROM report "
        "WHERE judged_extent IS NOT NULL AND report_id IN (SELECT unnest(?))",
        [list(report_ids)],
    ).fetchall()
    told = {report_id: (extent, right) for report_id, extent, right in extents}
    return {
        report_id: CheckedWords(
            corrections[report_id],
            judgements[report_id],
            told.get(report_id, ("", 0))[1],
            told.get(report_id, ("", 0))[0],
        )
        for report_id in {*corrections, *judgements, *told}
    }


def _read_corrections(con: duckdb.DuckDBPyConnection, report_ids: Sequence[str]) -> Mapping[str, list[Word]]:
    corrections: defaultdict[str, list[Word]] = defaultdict(list)
    for report_id, fact_id, quote, label, published, value, unit, reason, evidence in con.execute(
        """
        SELECT report_id, fact_id, fact.quote, label, published_value, fact.value, fact.unit, reason, evidence
        FROM fact_indicator AS fact JOIN correction ON correction.correction_id = fact.corrected_by
        WHERE report_id IN (SELECT unnest(?)) ORDER BY report_id, seq
        """,
        [list(report_ids)],
    ).fetchall():
        was, now = format_value(published, unit, "exact"), format_value(value, unit, "exact")
        corrections[report_id].append(Word(fact_id, quote, label, was, now, "来源更正", f"{reason}；据{evidence}"))
    return corrections


def _read_judgements(con: duckdb.DuckDBPyConnection, report_ids: Sequence[str]) -> Mapping[str, list[Word]]:
    judgements: defaultdict[str, list[Word]] = defaultdict(list)
    for row in con.execute(
        """
        SELECT fact.report_id, fact.fact_id, fact.quote, label, judged, coalesce(published_value, fact.value), fact.unit,
               now.name_zh, machine_value, machine_unit, was.name_zh, judged_by,
               coalesce((SELECT string_agg(DISTINCT note, '；' ORDER BY note) FROM judgement
                         WHERE judgement.fact_id = fact.fact_id AND state = 'applied'), '')
        FROM fact_indicator AS fact
        LEFT JOIN dim_indicator AS now ON now.indicator_id = fact.indicator_id
        LEFT JOIN dim_indicator AS was ON was.indicator_id = fact.machine_indicator_id
        WHERE judged IN ('changed', 'rejected') AND fact.report_id IN (SELECT unnest(?)) ORDER BY fact.report_id, seq
        """,
        [list(report_ids)],
    ).fetchall():
        (
            report_id,
            fact_id,
            quote,
            label,
            judged,
            value,
            unit,
            name,
            machine_value,
            machine_unit,
            machine_name,
            who,
            why,
        ) = row
        was = "漏读" if machine_value is None else _tell(machine_value, machine_unit, machine_name)
        now = "不是数字" if judged == "rejected" else _tell(value, unit, name)
        judgements[report_id].append(Word(fact_id, quote, label, was, now, who, why))
    return judgements


def _tell(value: float, unit: str, name: str | None) -> str:
    return f"{format_value(value, unit, 'exact')}（{name or '目录之外'}）"
