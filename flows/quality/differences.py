"""What the archived bytes give, row by row and column by column, beside what is stored; every difference has its kind."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parsers.records import ParsedPage
from warehouse.load.corrections import Correction, StoredFigure, judge_correction
from warehouse.load.identity import digest_text, name_report, strip_number
from warehouse.load.ledger import ReportEntry
from warehouse.load.pages.columns import tabulate_page
from warehouse.load.rows import tabulate_facts, tabulate_reports, tabulate_sections

QUOTE_MOVED = "quote_moved"
VALUE_DIFFERS = "value_differs"
FACT_MISSING = "fact_missing"
FACT_ADDED = "fact_added"
SECTION_MISSING = "section_missing"
SECTION_ADDED = "section_added"
NAME_DIFFERS = "name_differs"
FACT_DIFFERS = "fact_differs"
SECTION_DIFFERS = "section_differs"
REPORT_DIFFERS = "report_differs"

Row = Mapping[str, Any]

_VALUE = ("value", "unit")
_PLACE = ("char_start", "char_end")
# Which run loaded a report is no matter of its bytes: that there was such a run is looked at elsewhere.
_UNREAD = {"report": {"run_id"}}
# What a person said of a report; the machine's reading stands in machine_read.
_OF_PERSONS = {"judged_extent", "machine_read"}
_SAID = {
    "judged",
    "judged_by",
    *(
        f"machine_{name}"
        for name in ("indicator_id", "value", "unit", "qualifier", "scope", "period_start", "period_end")
    ),
}


@dataclass(frozen=True, slots=True)
class StoredRows:
    """A report's rows as they are stored, and the corrections that were made where it stands."""

    report: Row
    sections: tuple[Row, ...]
    facts: tuple[Row, ...]
    corrections: tuple[Correction, ...] = ()
    judged: frozenset[str] = field(default_factory=frozenset)
    """Facts and reports of which a person has said something; facts that a person added are known by these alone."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as the bytes give it; `reason` is its kind."""

    reason: str
    fact_id: str
    """Empty where no fact is meant."""
    quote: str
    """What of the report is meant, as a person knows it."""
    column: str
    detail: str
    """What is stored, and what the bytes give."""


def compare_report(stored: StoredRows, parsed: ParsedPage) -> list[Difference]:
    """Every difference between the stored rows and what the bytes gave just now, in the order of the text."""
    entry = ReportEntry.write(
        tabulate_page(parsed),
        report_id=stored.report["report_id"],
        url=stored.report["url"],
        digest=digest_text(parsed.text, parsed.metadata.title),
    )
    [given] = tabulate_reports([entry], str(stored.report["run_id"])).to_pylist()
    return [
        *_compare_name(stored.report, parsed),
        *_compare_report_row(stored.report, given, stored.judged),
        *_compare_sections(stored.sections, tabulate_sections([entry]).to_pylist()),
        *_compare_facts(
            stored, _correct(tabulate_facts([entry]).to_pylist(), parsed.text, stored.corrections), parsed.text
        ),
    ]


def _compare_name(report: Row, parsed: ParsedPage) -> list[Difference]:
    """A name that speaks of another region, year or kind than the bytes do."""
    if _read_said(report):
        return []
    name = name_report(parsed.metadata)
    try:
        held = strip_number(report["report_id"])
    except ValueError:
        held = report["report_id"]
    if held == name:
        return []
    return [Difference(NAME_DIFFERS, "", report["report_id"], "report_id", _tell(report["report_id"], name))]


def _compare_report_row(report: Row, given: Row, judged: frozenset[str]) -> list[Difference]:
    """The columns of a report; what a person said of it where one did."""
    is_judged = report["report_id"] in judged
    said = _read_said(report) if is_judged else set()
    found = []
    for column, value in report.items():
        if column in _UNREAD["report"] or (is_judged and column in _OF_PERSONS) or column in said:
            continue
        expected = given.get(column)
        if not _is_equal(value, expected):
            found.append(Difference(REPORT_DIFFERS, "", str(report["title"]), column, _tell(value, expected)))
    return found


def _compare_sections(stored: Sequence[Row], given: Sequence[Row]) -> list[Difference]:
    found = []
    by_seq: dict[int, Row] = {}
    for row in stored:
        if row["seq"] in by_seq:
            found.append(Difference(SECTION_ADDED, "", row["heading"], "", f"第 {row['seq']} 节有两行 twice"))
        by_seq.setdefault(row["seq"], row)
    expected = {row["seq"]: row for row in given}
    for seq in sorted(expected.keys() - by_seq.keys()):
        found.append(Difference(SECTION_MISSING, "", expected[seq]["heading"], "", f"第 {seq} 节"))
    for seq in sorted(by_seq.keys() - expected.keys()):
        found.append(Difference(SECTION_ADDED, "", by_seq[seq]["heading"], "", f"第 {seq} 节"))
    for seq in sorted(by_seq.keys() & expected.keys()):
        for column, value in by_seq[seq].items():
            if not _is_equal(value, expected[seq].get(column)):
                told = _tell(value, expected[seq].get(column))
                found.append(Difference(SECTION_DIFFERS, "", expected[seq]["heading"], column, told))
    return found


def _compare_facts(stored: StoredRows, given: Sequence[Row], text: str) -> list[Difference]:
    found = []
    by_id: dict[str, Row] = {}
    expected = {row["fact_id"]: row for row in given}
    for row in stored.facts:
        known = row["fact_id"] in expected or (row["fact_id"] in stored.judged and _is_added(row))
        if not known or row["fact_id"] in by_id:
            found.append(Difference(FACT_ADDED, row["fact_id"], row["quote"], "", "原始字节中没有 not in the bytes"))
        by_id.setdefault(row["fact_id"], row)
    for row in given:
        held = by_id.get(row["fact_id"])
        if held is None:
            found.append(Difference(FACT_MISSING, row["fact_id"], row["quote"], "", "库中没有 not stored"))
        else:
            found += _compare_fact(held, row, text, is_judged=row["fact_id"] in stored.judged)
    return found


def _compare_fact(held: Row, given: Row, text: str, *, is_judged: bool) -> list[Difference]:
    """The columns of a fact; where it stands and what it is worth each as one difference."""
    found: list[Difference] = []
    # Where nobody has said anything the columns for it are empty, but for what the warehouse learned of its confidence.
    read = _undo_judgement(held) if is_judged or not _SAID.intersection(_list_filled(held)) else held
    for column, value in read.items():
        if _is_equal(value, given.get(column)):
            continue
        reason = FACT_DIFFERS
        if column in _VALUE:
            reason = VALUE_DIFFERS
        elif column in _PLACE and text[held["char_start"] : held["char_end"]] != held["quote"]:
            reason = QUOTE_MOVED
        if reason != FACT_DIFFERS and any(one.reason == reason for one in found):
            continue
        found.append(Difference(reason, held["fact_id"], held["quote"], column, _tell(value, given.get(column))))
    return found


def _list_filled(row: Row) -> set[str]:
    return {column for column, value in row.items() if value is not None}


def _read_said(report: Row) -> set[str]:
    """The columns of a report that a person changed."""
    try:
        return set(json.loads(report["machine_read"])) if report.get("machine_read") else set()
    except ValueError:
        return set()


def _is_added(fact: Row) -> bool:
    """Whether a person added the fact that the machine had overlooked: then there is no reading of the machine beside it."""
    return fact.get("judged") == "changed" and fact.get("machine_value") is None


def _undo_judgement(fact: Row) -> dict[str, Any]:
    """The fact as the machine read it: where a person changed it that stands in its columns machine_*."""
    read = {column: value for column, value in fact.items() if not column.startswith(("machine_", "judged"))}
    if fact.get("judged") in ("changed", "rejected"):
        for column, value in fact.items():
            name = column.removeprefix("machine_")
            if name != column and name in read and name != "confidence":
                read[name] = value
    if fact.get("machine_confidence") is not None:
        read["confidence"] = fact["machine_confidence"]
    return read


def _correct(given: list[dict[str, Any]], text: str, corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    """The facts as they must stand after the corrections that were applied here."""
    by_id = {row["fact_id"]: row for row in given}
    figures = [
        StoredFigure(row["fact_id"], row["quote"], row["unit"], row["char_start"], row["char_end"]) for row in given
    ]
    for correction in corrections:
        for fact_id in judge_correction(correction, text, figures).fact_ids:
            row = by_id[fact_id]
            row["published_value"], row["value"] = row["value"], correction.value
            row["corrected_by"] = correction.correction_id
    return given


def _is_equal(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-12)
    return bool(one == other)


def _tell(stored: Any, given: Any) -> str:
    return f"库中 stored {_shorten(stored)}，字节 bytes {_shorten(given)}"


def _shorten(value: Any) -> str:
    text = "∅" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
