"""Known errors of a source, mended after reading and seen to be mended: seeds/corrections.csv against what is stored.

A correction speaks of a passage of one report. Where the passage stands there, once, and the figure was read there, the
fact's value becomes the right one and `corrected_by` says so; what was published stays in `quote` and `published_value`.
Where it does not, the correction is refused: the page says something else by now, and a person has to look.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import duckdb

from warehouse.derive.settling import unsettle_years
from warehouse.store.dimensions import read_rows
from warehouse.store.errors import WarehouseError
from warehouse.store.migrations import name_fact_table
from warehouse.store.queries import registered, transaction

APPLIED, REFUSED, WAITING = "applied", "refused", "waiting"

SEED = "corrections.csv"


class UnsoundCorrectionsError(WarehouseError):
    """seeds/corrections.csv has rows that cannot be taken as they are."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of seeds/corrections.csv; `value` in base units, of the same `unit` as was read."""

    correction_id: str
    region_code: str
    year: int
    level: str | None
    """department, township or zone; None: the report of the government itself."""
    context: str
    quote: str
    value: float
    unit: str
    reason: str
    evidence: str
    noted_on: dt.date


@dataclass(frozen=True, slots=True)
class StoredFigure:
    """What of a stored fact decides whether a correction means it."""

    fact_id: str
    quote: str
    unit: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """The facts that a correction means; or none, and why."""

    fact_ids: tuple[str, ...]
    problem: str | None


def read_corrections() -> tuple[Correction, ...]:
    """The rows of seeds/corrections.csv. Raises UnsoundCorrectionsError that names every row that is not sound."""
    return make_corrections(read_rows(SEED))


def make_corrections(rows: Iterable[Mapping[str, str | None]]) -> tuple[Correction, ...]:
    """Corrections from rows of text, an empty field None. Raises UnsoundCorrectionsError."""
    made: list[Correction] = []
    complaints: list[str] = []
    for number, row in enumerate(rows, start=1):
        faults = _find_faults(row, {correction.correction_id for correction in made})
        if faults:
            complaints.append(f"第 {number} 行 row {number}: {'；'.join(faults)}")
            continue
        values = {field.name: row.get(field.name) for field in fields(Correction)}
        values["unit"] = values["unit"] or ""
        made.append(
            Correction(
                **{  # type: ignore[arg-type]  # each checked above
                    **values,
                    "year": int(values["year"] or ""),
                    "value": float(values["value"] or ""),
                    "noted_on": dt.date.fromisoformat(values["noted_on"] or ""),
                }
            )
        )
    if complaints:
        raise UnsoundCorrectionsError(f"seeds/{SEED} 有误，请改正。Mend seeds/{SEED}:\n" + "\n".join(complaints))
    return tuple(made)


def judge_correction(correction: Correction, text: str, figures: Sequence[StoredFigure]) -> Judgement:
    """Which facts of a report a correction means. The passage must stand in the text once, and the figure in it once."""
    start = text.find(correction.context)
    if start < 0:
        return Judgement((), "原文已无此处。The passage no longer stands on the page")
    if text.find(correction.context, start + 1) >= 0:
        return Judgement((), "原文不止一处如此。The passage stands there more than once: quote more of it")
    end = start + len(correction.context)
    meant = [
        figure
        for figure in figures
        if figure.quote == correction.quote and start <= figure.char_start and figure.char_end <= end
    ]
    if not meant:
        return Judgement((), f"此处没有读到“{correction.quote}”。No such figure was read in that passage")
    if len({figure.char_start for figure in meant}) > 1:
        return Judgement((), f"“{correction.quote}”在此处不止一次。The figure stands there twice: narrow the passage")
    if any(figure.unit != correction.unit for figure in meant):
        units = "、".join(sorted({figure.unit for figure in meant}))
        return Judgement((), f"单位是“{units}”，更正写作“{correction.unit}”。The unit that was read is another one")
    return Judgement(tuple(figure.fact_id for figure in meant), None)


def refresh_corrections(con: duckdb.DuckDBPyConnection, corrections: Sequence[Correction] | None = None) -> None:
    """Make the table `correction` what the seed says and the facts what it asks for; does nothing where it is so already."""
    import pyarrow as pa

    wanted = read_corrections() if corrections is None else corrections
    names = ", ".join(field.name for field in fields(Correction))
    stored = con.execute(f"SELECT {names} FROM correction").fetchall()
    if sorted(map(str, map(astuple, wanted))) == sorted(map(str, stored)):
        return
    with transaction(con):
        for year in {row[2] for row in stored}:
            _undo(con, year, None)
        con.execute("DELETE FROM correction")
        rows = [{**dict(zip(names.split(", "), astuple(row), strict=True)), "outcome": WAITING} for row in wanted]
        if rows:
            with registered(con, "incoming", pa.Table.from_pylist(rows)):
                con.execute("INSERT INTO correction BY NAME SELECT * FROM incoming")
        apply_corrections(con)


def apply_corrections(
    con: duckdb.DuckDBPyConnection, places: Collection[tuple[str | None, int | None]] | None = None
) -> None:
    """Apply the table's corrections to the stored facts, within the caller's transaction, and note what came of each.

    `places` are the (region_code, year) whose reports have changed; None: all.
    """
    names = ", ".join(field.name for field in fields(Correction))
    for row in con.execute(f"SELECT {names} FROM correction ORDER BY correction_id").fetchall():
        correction = Correction(*row)
        if places is None or (correction.region_code, correction.year) in places:
            _apply(con, correction)


def undo_corrections(con: duckdb.DuckDBPyConnection, year: int) -> None:
    """Give the facts of a year back the values that were read, within the caller's transaction; `apply_corrections` follows."""
    if con.execute("SELECT 1 FROM correction LIMIT 1").fetchall():
        _undo(con, year, None)


def _apply(con: duckdb.DuckDBPyConnection, correction: Correction) -> None:
    table = name_fact_table(correction.year)
    reports = con.execute(
        "SELECT report_id, text FROM report WHERE region_code = ? AND year = ? "
        "AND CASE WHEN level IN ('department', 'township', 'zone') THEN level END IS NOT DISTINCT FROM ? ORDER BY report_id",
        [correction.region_code, correction.year, correction.level],
    ).fetchall()
    if not reports:
        _note(con, correction, WAITING, "库中尚无此报告。There is no such report yet")
        return
    _undo(con, correction.year, correction.correction_id)
    judged = []
    for report_id, text in reports:
        figures = con.execute(
            f"SELECT fact_id, quote, unit, char_start, char_end FROM {table} WHERE report_id = ?", [report_id]
        ).fetchall()
        judged.append(judge_correction(correction, text, [StoredFigure(*figure) for figure in figures]))
    found = [judgement for judgement in judged if judgement.problem is None]
    if len(found) != 1:
        problem = judged[0].problem if not found else "不止一份报告如此。More than one report says so"
        _note(con, correction, REFUSED, problem)
        return
    unsettle_years(con, [correction.year])
    con.execute(
        f"UPDATE {table} SET published_value = value, value = ?, corrected_by = ? WHERE fact_id IN (SELECT unnest(?))",
        [correction.value, correction.correction_id, list(found[0].fact_ids)],
    )
    _note(con, correction, APPLIED, None)


def _undo(con: duckdb.DuckDBPyConnection, year: int, correction_id: str | None) -> None:
    """Give facts of a year back the values that were read: those of one correction, or of all."""
    table = name_fact_table(year)
    if con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchall():
        unsettle_years(con, [year])
        con.execute(
            f"UPDATE {table} SET value = published_value, published_value = NULL, corrected_by = NULL "
            "WHERE corrected_by IS NOT NULL AND (?::VARCHAR IS NULL OR corrected_by = ?)",
            [correction_id, correction_id],
        )


def _note(con: duckdb.DuckDBPyConnection, correction: Correction, outcome: str, detail: str | None) -> None:
    con.execute(
        "UPDATE correction SET outcome = ?, detail = ? WHERE correction_id = ?",
        [outcome, detail, correction.correction_id],
    )


def _find_faults(row: Mapping[str, str | None], taken: Collection[str]) -> list[str]:
    """What is wrong with a row, in words."""
    faults = [
        f"缺 {field.name} is missing"
        for field in fields(Correction)
        if not row.get(field.name) and field.name not in ("level", "unit")
    ]
    if faults:
        return faults
    if row["correction_id"] in taken:
        faults.append("correction_id 已用过 the id is taken")
    if not re.fullmatch(r"\d{6}", row["region_code"] or ""):
        faults.append("region_code 须为六位数字 six digits")
    if not re.fullmatch(r"(?:19|20)\d{2}", row["year"] or ""):
        faults.append("year 须为四位数字 four digits")
    if row.get("level") not in (None, "department", "township", "zone"):
        faults.append("level 须为空、department、township 或 zone empty or one of these")
    if (row["quote"] or "") not in (row["context"] or ""):
        faults.append("context 里没有 quote the passage does not hold the quote")
    try:
        if not math.isfinite(float(row["value"] or "")):
            faults.append("value 不是数 no number")
    except ValueError:
        faults.append("value 不是数 no number")
    try:
        dt.date.fromisoformat(row["noted_on"] or "")
    except ValueError:
        faults.append("noted_on 须如 2026-11-22 a date like this")
    return faults
