"""Rows as judged: the judged value in its column, what the machine read in `machine_…`; and the way back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import duckdb

from warehouse.judge.judgement import CHANGED, READ_FIELDS, REJECTED
from warehouse.store.queries import fetch_value, registered

_TYPES = {"value": "float64", "period_start": "date32", "period_end": "date32"}
_SENTENCE_ENDS = re.compile(r"[。！？；\n]")
PLAIN_FIELDS = ("title", "issuer", "source", "published_on", "signed_on")
"""What of a report is mended in its row; year, region and level make its name and take it to another table: they are told to
the loader, which reads the page again."""


@dataclass(slots=True)
class JudgedFact:
    """What a row of a fact table becomes; `row` None: a figure that the machine did not read."""

    row: Mapping[str, Any] | None
    place: tuple[int, int]
    number: int
    verdict: str
    asserted: Mapping[str, Any]
    reviewers: str

    def name(self, report_id: str) -> str:
        """Its fact_id: as it is, or of a figure that was missed one of its place."""
        if self.row is not None:
            return str(self.row["fact_id"])
        identity = f"{report_id}\njudged\n{self.place[0]}\n{self.place[1]}\n{self.number}".encode()
        return hashlib.blake2b(identity, digest_size=10).hexdigest()


@dataclass(frozen=True, slots=True)
class JudgedReport:
    """What a row of `report` becomes."""

    report_id: str
    said: Mapping[str, Any]
    extent: str | None


class Text(Protocol):
    """The report that missed figures are added to."""

    report_id: str
    year: int | None
    region_code: str | None
    text: str
    parser_version: str
    facts: list[dict[str, Any]]


def revert_report(con: duckdb.DuckDBPyConnection, table: str, report_id: str) -> None:
    """Give a report's rows back what the machine read; rows that it did not read are taken out."""
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchall():
        return
    if not con.execute(
        f"SELECT 1 FROM {table} WHERE report_id = ? AND judged IS NOT NULL LIMIT 1", [report_id]
    ).fetchall():
        return
    con.execute(
        f"DELETE FROM {table} WHERE report_id = ? AND judged = ? AND machine_value IS NULL", [report_id, CHANGED]
    )
    back = ", ".join(f"{name} = machine_{name}" for name in READ_FIELDS)
    emptied = ", ".join(f"machine_{name} = NULL" for name in READ_FIELDS)
    con.execute(
        f"UPDATE {table} SET {back}, {emptied} WHERE report_id = ? AND judged IN (?, ?) AND machine_value IS NOT NULL",
        [report_id, CHANGED, REJECTED],
    )
    con.execute(
        f"UPDATE {table} SET judged = NULL, judged_by = NULL WHERE report_id = ? AND judged IS NOT NULL", [report_id]
    )


def update_facts(con: duckdb.DuckDBPyConnection, table: str, facts: Sequence[JudgedFact]) -> None:
    """Write what is said of figures that the machine read."""
    import pyarrow as pa

    if not facts:
        return
    columns: dict[str, Any] = {
        "fact_id": pa.array([fact.row["fact_id"] for fact in facts if fact.row is not None], pa.string()),
        "judged": pa.array([fact.verdict for fact in facts], pa.string()),
        "judged_by": pa.array([fact.reviewers for fact in facts], pa.string()),
    }
    for name in READ_FIELDS:
        columns[name] = pa.array([_choose(fact, name) for fact in facts], _TYPES.get(name, "string"))
    kept = ", ".join(f"machine_{name} = CASE WHEN said.judged <> 'right' THEN fact.{name} END" for name in READ_FIELDS)
    written = ", ".join(f"{name} = said.{name}" for name in READ_FIELDS)
    with registered(con, "said", pa.table(columns)):
        con.execute(
            f"UPDATE {table} AS fact SET {kept}, {written}, judged = said.judged, judged_by = said.judged_by "
            "FROM said WHERE fact.fact_id = said.fact_id"
        )


def add_facts(con: duckdb.DuckDBPyConnection, table: str, report: Text, facts: Sequence[JudgedFact]) -> None:
    """Add figures that the machine did not read. They are not in report.fact_count: that counts what was read."""
    import pyarrow as pa

    if not facts:
        return
    sections = con.execute(
        "SELECT seq, char_start, char_end FROM section WHERE report_id = ? ORDER BY char_start", [report.report_id]
    ).fetchall()
    last = max((fact["seq"] for fact in report.facts), default=0)
    rows = []
    for number, fact in enumerate(sorted(facts, key=lambda one: (one.place, one.number)), start=1):
        start, end = fact.place
        unit = fact.asserted.get("unit") or ""
        around = [seq for seq, first, past in sections if first <= start < past]
        rows.append(
            {
                "fact_id": fact.name(report.report_id),
                "report_id": report.report_id,
                "section_seq": around[-1] if around else None,
                "region_code": report.region_code,
                "year": report.year,
                "label": fact.asserted.get("label") or "",
                "unit": unit,
                "qualifier": fact.asserted.get("qualifier") or "exact",
                "quote": report.text[start:end],
                "sentence": cut_sentence(report.text, start, end),
                "char_start": start,
                "char_end": end,
                "parser_version": report.parser_version,
                "kind": fact.asserted.get("kind") or ("rate" if unit in ("%", "‰") else "level"),
                "confidence": 1.0,
                "seq": last + number,
                "judged": CHANGED,
                "judged_by": fact.reviewers,
                **{
                    name: _choose(fact, name)
                    for name in ("indicator_id", "value", "scope", "period_start", "period_end")
                },
            }
        )
    with registered(con, "added", pa.Table.from_pylist(rows)):
        con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM added")


def cut_sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place of a text."""
    first = max(
        (found.end() for found in _SENTENCE_ENDS.finditer(text, max(0, start - 600), start)),
        default=max(0, start - 600),
    )
    last = _SENTENCE_ENDS.search(text, end)
    return text[first : last.end() if last else len(text)].strip()


def update_report(con: duckdb.DuckDBPyConnection, report: JudgedReport) -> None:
    """Write what is said of a report's own fields, how far its figures are judged."""
    stored = fetch_value(con, "SELECT machine_read FROM report WHERE report_id = ?", [report.report_id])
    machine = json.loads(stored) if stored else {}
    said = {name: value for name, value in report.said.items() if name in PLAIN_FIELDS}
    if machine or said:
        names = sorted({*machine, *said})
        [present] = con.execute(
            f"SELECT {', '.join(names)} FROM report WHERE report_id = ?", [report.report_id]
        ).fetchall()
        read = {
            name: machine[name] if name in machine else value.isoformat() if isinstance(value, dt.date) else value
            for name, value in zip(names, present, strict=True)
        }
        assignments = ", ".join(f"{name} = ?" for name in names)
        kept = {name: read[name] for name in names if name in said and said[name] != read[name]}
        con.execute(
            f"UPDATE report SET {assignments}, machine_read = ? WHERE report_id = ?",
            [
                *(said.get(name, read[name]) for name in names),
                json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None,
                report.report_id,
            ],
        )
    con.execute("UPDATE report SET judged_extent = ? WHERE report_id = ?", [report.extent, report.report_id])


def _choose(fact: JudgedFact, name: str) -> Any:
    """The value of a column: as said; of what is no figure as read, but without indicator, so that no view takes it."""
    if fact.verdict == REJECTED and fact.row is not None:
        return None if name == "indicator_id" else fact.row[name]
    value = fact.asserted.get(name)
    if name in ("unit", "qualifier") and value is None and fact.row is not None:
        return fact.row[name]
    if name.startswith("period") and isinstance(value, str):
        return dt.date.fromisoformat(value)
    return float(value) if name == "value" and value is not None else value
