"""The ledger beside the warehouse and the table `judgement`, made alike; whatever either lacks it gets from the other."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from parsers.records import Metadata
from warehouse.items import TabulatedPage
from warehouse.judge.judgement import AUDIT, REPORT, UNDO, Judgement, read_line
from warehouse.judge.ledger import merge_judgements, read_ledger
from warehouse.judge.standing import STANDING, judge_standing
from warehouse.load.corrections import apply_corrections, undo_corrections
from warehouse.load.judging.judgements import ORPHANED, RECORDED, apply_judgements
from warehouse.store.queries import fetch_value, registered, transaction

_NAMING = ("year", "region_code", "level")
"""What of a report makes its name: a judgement on these has the page read again."""


def refresh_judgements(con: duckdb.DuckDBPyConnection, ledger: Path) -> int:
    """Bring ledger and warehouse to the same judgements, and the tables to what they say; how many were new to the warehouse.

    A ledger that was lost is written again from the table, so that a copy of the warehouse alone loses nothing.
    Does nothing where both are alike. Raises OSError where the ledger cannot be read or written.
    """
    present = read_ledger(ledger).judgements
    known = {name for (name,) in con.execute("SELECT judgement_id FROM judgement").fetchall()}
    listed = {judgement.judgement_id for judgement in present}
    missing = known - listed
    if missing:
        lines = con.execute("SELECT line FROM judgement WHERE judgement_id IN (SELECT unnest(?))", [sorted(missing)])
        merge_judgements(ledger, [read_line(line) for (line,) in lines.fetchall()])
    fresh = [judgement for judgement in present if judgement.judgement_id not in known]
    if not fresh:
        return 0
    with transaction(con):
        _insert(con, fresh)
        _apply(con, fresh)
    return len(fresh)


def count_waiting(con: duckdb.DuckDBPyConnection, ledger: Path) -> int:
    """Judgements of the ledger that the warehouse does not know yet: its next writer takes them in."""
    known = {name for (name,) in con.execute("SELECT judgement_id FROM judgement").fetchall()}
    return sum(judgement.judgement_id not in known for judgement in read_ledger(ledger).judgements)


def mend_metadata(con: duckdb.DuckDBPyConnection, pages: Sequence[TabulatedPage]) -> dict[str, TabulatedPage]:
    """By page_id the pages of which a person says another year, region or level, with these: they make the report's name."""
    if not con.execute("SELECT 1 FROM judgement WHERE about = ? LIMIT 1", [REPORT]).fetchall():
        return {}
    rows = con.execute("SELECT line FROM judgement WHERE about IN (?, ?)", [REPORT, UNDO]).fetchall()
    judgements = [read_line(line) for (line,) in rows]
    standing = judge_standing(judgements)
    by_page = {page.page_id: page for page in pages}
    mended: dict[str, TabulatedPage] = {}
    for one in judgements:
        page = by_page.get(one.page_id or "")
        said = {name: one.said[name] for name in _NAMING if name in one.said}
        if page is not None and said and standing.get(one.judgement_id) == STANDING:
            metadata = replace(page.metadata, **said)
            if "region_code" in said:
                metadata = _name_region(con, metadata)
            mended[page.page_id] = replace(page, metadata=metadata)
    return mended


def list_misnamed(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Pages whose report does not stand under the year, region or level that is said of it, or no longer said of it.

    They must be read again: that makes a report's name, and the table of its figures.
    """
    rows = con.execute(
        "SELECT line, judgement.state, report.year, report.region_code, report.level FROM judgement "
        "JOIN report ON report.page_id = judgement.page_id WHERE about = ?",
        [REPORT],
    ).fetchall()
    wanted: dict[str, dict[str, tuple[Any, Any]]] = {}
    for line, state, *present in rows:
        one = read_line(line)
        for name, value in zip(_NAMING, present, strict=True):
            if name in one.said and state in ("applied", "withdrawn"):
                said = one.said[name] if state == "applied" else one.read.get(name)
                page = wanted.setdefault(one.page_id or "", {})
                if state == "applied" or name not in page:
                    page[name] = (said, value)
    return sorted(page for page, names in wanted.items() if any(said != present for said, present in names.values()))


def _name_region(con: duckdb.DuckDBPyConnection, metadata: Metadata) -> Metadata:
    name = fetch_value(
        con,
        "SELECT full_name FROM dim_region WHERE code = ? ORDER BY coalesce(valid_from, 0) <= ? DESC, valid_from DESC LIMIT 1",
        [metadata.region_code, metadata.year or 9999],
    )
    return replace(metadata, region_name=name)


def _insert(con: duckdb.DuckDBPyConnection, judgements: Sequence[Judgement]) -> None:
    import pyarrow as pa

    plain = ("judgement_id", "about", "page_id", "text_digest", "report_id", "quote", "verdict", "reviewer",
             "parser_version", "queue", "note")  # fmt: skip
    columns: dict[str, Any] = {
        name: pa.array([getattr(one, name) for one in judgements], pa.string()) for name in plain
    }
    for name in ("char_start", "char_end"):
        columns[name] = pa.array([getattr(one, name) for one in judgements], pa.int32())
    for name in ("read", "said"):
        spelled = [
            json.dumps(value, ensure_ascii=False) if (value := getattr(one, name)) else None for one in judgements
        ]
        columns[name] = pa.array(spelled, pa.string())
    moments = [dt.datetime.fromisoformat(one.judged_at).astimezone(dt.UTC).replace(tzinfo=None) for one in judgements]
    columns["judged_at"] = pa.array(moments, pa.timestamp("us"))
    states = [RECORDED if one.about in (AUDIT, UNDO) else ORPHANED for one in judgements]
    columns["state"] = pa.array(states, pa.string())
    columns["line"] = pa.array([one.write_line().rstrip("\n") for one in judgements], pa.string())
    with registered(con, "incoming", pa.table(columns)):
        con.execute("INSERT INTO judgement BY NAME SELECT * FROM incoming")


def _apply(con: duckdb.DuckDBPyConnection, fresh: Sequence[Judgement]) -> None:
    """Bring the reports that the new judgements speak of to what is said now."""
    undone = [one.undoes for one in fresh if one.undoes]
    rows = con.execute("SELECT line FROM judgement WHERE judgement_id IN (SELECT unnest(?))", [undone]).fetchall()
    spoken = [*fresh, *(read_line(line) for (line,) in rows)]
    pages = sorted({one.page_id for one in spoken if one.page_id})
    digests = sorted({one.text_digest for one in spoken if one.text_digest})
    reports = con.execute(
        "SELECT report_id, region_code, year FROM report "
        "WHERE page_id IN (SELECT unnest(?)) OR text_digest IN (SELECT unnest(?))",
        [pages, digests],
    ).fetchall()
    years = {year for _, _, year in reports if year is not None}
    for year in sorted(years):
        undo_corrections(con, year)
    apply_judgements(con, [report_id for report_id, _, _ in reports])
    if years:
        apply_corrections(con, {place for place in _list_corrected(con) if place[1] in years})


def _list_corrected(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    return con.execute("SELECT DISTINCT region_code, year FROM correction").fetchall()
