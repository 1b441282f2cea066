"""`fazhi parse`: one page through the parsers alone, in the columns that the warehouse has for it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from flows.archive.files import find_page, find_path, read_file
from flows.errors import CallError
from flows.fact_columns import describe_fact
from flows.runs.parsing import Parsed, parse_apart
from flows.terminal.tables import open_console, print_table, spell_json
from parsers.records import Metadata, ParsedPage, Refusal
from warehouse.load.identity import identify_facts, name_report

REPORT = "report"
"""The `kind` of a page that is a report; any other kind is the reason why it is none."""

INCOMPLETE = "incomplete"
"""The `kind` of a report of which a part is missing; `detail` says which."""


def show_page(file: str, *, as_json: bool) -> int:
    """Print what the parsers read in a file; 0 where they judged it, 1 where there was nothing that they could judge.

    Raises CallError where there is no such file.
    """
    path = find_path(file)
    if path.is_dir():
        raise CallError(f"{file} 是文件夹，请指定一个文件。{file} is a folder: name one file, or use fazhi ingest.")
    raw = read_file(find_page(path))
    parsed = raw if isinstance(raw, Refusal) else parse_apart(raw)
    described = describe_page(parsed)
    if as_json:
        json.dump(described, sys.stdout, ensure_ascii=False, indent=1, default=spell_json)
        sys.stdout.write("\n")
    else:
        _print_page(described, "" if isinstance(parsed, Refusal) else parsed.container)
    return 1 if isinstance(parsed, Refusal) else 0


def describe_page(parsed: Parsed) -> dict[str, Any]:
    """Kind, detail, metadata, text, sections and facts, named as the columns that a warehouse has for them."""
    if isinstance(parsed, Refusal):
        return _describe(parsed, Metadata(), "", [], [])
    report_id = name_report(parsed.metadata)
    facts = _describe_facts(parsed, report_id)
    sections = [{"report_id": report_id, **asdict(section)} for section in parsed.sections]
    described = _describe(parsed.refusal, parsed.metadata, parsed.text, sections, facts, parsed)
    if parsed.refusal is None and parsed.defect is not None:
        described |= {"kind": INCOMPLETE, "detail": parsed.defect}
    return described


def _describe(
    refusal: Refusal | None,
    metadata: Metadata,
    text: str,
    sections: list[dict[str, Any]],
    facts: list[dict[str, Any]],
    parsed: ParsedPage | None = None,
) -> dict[str, Any]:
    return {
        "kind": REPORT if refusal is None else refusal.reason,
        "detail": None if refusal is None else refusal.detail,
        **asdict(metadata),
        "state": None if parsed is None else parsed.state,
        "state_detail": None if parsed is None else parsed.defect,
        "source_kind": None if parsed is None else parsed.source_kind,
        "text": text,
        "sections": sections,
        "facts": facts,
    }


def _describe_facts(parsed: ParsedPage, report_id: str) -> list[dict[str, Any]]:
    """Facts as rows of fact_indicator; ids as where the report is the only one of its region and year."""
    ids = identify_facts(report_id, parsed.facts)
    return [
        {
            "fact_id": ids[fact.seq - 1],
            "report_id": report_id,
            **describe_fact(fact, parsed.metadata, ids[fact.part_of - 1] if fact.part_of else None),
        }
        for fact in parsed.facts
    ]


def _print_page(described: dict[str, Any], container: str) -> None:
    """The page for a person: head, what held its body (a row of containers.csv, or `density`), headings, figures."""
    console = open_console()
    lists = {"text", "sections", "facts"}
    for name, value in described.items():
        if name not in lists:
            console.print(f"{name:13}", "" if value is None else str(value), markup=False)
    console.print(f"{'container':13} {container}", markup=False)
    console.print(f"{'text':13} {len(described['text'])} 字 characters")
    if described["sections"]:
        rows = [
            [part["seq"], part["level"], part["theme"], f"{part['marker']}{part['heading']}"]
            for part in described["sections"]
        ]
        print_table(("seq", "level", "theme", "heading"), rows, len(rows))
    if described["facts"]:
        columns = ("label", "value", "unit", "qualifier", "period_start", "period_end", "indicator_id", "quote")
        rows = [[fact[column] for column in columns] for fact in described["facts"]]
        print_table(columns, rows, len(rows))
