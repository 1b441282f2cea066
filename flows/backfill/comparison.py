"""What the present rules would make of the stored reports: facts added, changed and lost, before anything is written."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from flows.runs.parsing import ParserPool, read_results
from flows.runs.stored_pages import cut_batches, find_places
from flows.settings import Settings
from parsers.records import Fact, ParsedPage, Refusal
from warehouse.items import LoadItem
from warehouse.load.identity import identify_facts, name_report, strip_number

FactKey = tuple[str | None, float | None, str, str, dt.date | None, dt.date | None]
"""What an analyst reads in a fact: indicator, value, unit, qualifier, period. A change in any of it is a change."""


@dataclass(slots=True)
class Comparison:
    """Counts by indicator_id (None outside the catalogue), and what becomes of reports; examples of each kind of change."""

    added: Counter[str | None] = field(default_factory=Counter)
    changed: Counter[str | None] = field(default_factory=Counter)
    lost: Counter[str | None] = field(default_factory=Counter)
    same: int = 0
    reports: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    """report_id and the reason why it would be none any more."""
    renamed: list[tuple[str, str]] = field(default_factory=list)
    """report_id and the name that region, year or kind would give it now."""

    def list_rows(self) -> list[tuple[str, int, int, int]]:
        """A row an indicator: id, added, changed, lost; most changes first."""
        rows = [
            (name or "（目录之外 none）", self.added[name], self.changed[name], self.lost[name])
            for name in {*self.added, *self.changed, *self.lost}
        ]
        return sorted(rows, key=lambda row: (-sum(row[1:]), row[0]))


def compare_reports(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    pages: Sequence[tuple[str, LoadItem]],
    comparison: Comparison,
    show_progress: Callable[[int, int], None],
) -> None:
    """Parse these pages of stored reports (report_id and item) and add to the comparison; writes nothing."""
    report_ids = {(item.url, item.page_id): report_id for report_id, item in pages}
    parsers = ParserPool(settings.workers, cautious=False)
    done = 0
    try:
        for batch in cut_batches([item for _, item in pages], settings):
            with tempfile.TemporaryDirectory(prefix="fazhi-") as folder:
                parsers.parse(find_places(con, settings.archive_folder, batch), Path(folder))
                results = read_results(Path(folder))
            names = [report_ids[item.url, item.page_id] for item in batch]
            stored = _fetch_facts(con, names)
            for report_id, result in zip(names, results, strict=True):
                _compare_report(comparison, report_id, result, stored.get(report_id, {}))
            done += len(batch)
            show_progress(done, len(pages))
    finally:
        parsers.stop()


def _fetch_facts(con: duckdb.DuckDBPyConnection, report_ids: Sequence[str]) -> dict[str, dict[str, FactKey]]:
    """By report and fact_id what is stored; a corrected value as it was before its correction."""
    rows = con.execute(
        "SELECT report_id, fact_id, indicator_id, CASE WHEN corrected_by IS NULL THEN value ELSE published_value END, "
        "unit, qualifier, period_start, period_end FROM fact_indicator WHERE report_id IN (SELECT unnest(?))",
        [list(report_ids)],
    ).fetchall()
    stored: dict[str, dict[str, FactKey]] = {}
    for report_id, fact_id, *key in rows:
        stored.setdefault(report_id, {})[fact_id] = tuple(key)
    return stored


def _compare_report(
    comparison: Comparison, report_id: str, result: ParsedPage | Refusal, stored: dict[str, FactKey]
) -> None:
    comparison.reports += 1
    refusal = result if isinstance(result, Refusal) else result.refusal
    if refusal is not None or not isinstance(result, ParsedPage):
        comparison.refused.append((report_id, refusal.reason if refusal else ""))
        comparison.lost.update(key[0] for key in stored.values())
        return
    name = name_report(result.metadata)
    if name != strip_number(report_id):
        comparison.renamed.append((report_id, name))
    # The ids that the facts would have if the report kept its name: a new name alone is no new fact.
    fresh = dict(zip(identify_facts(report_id, result.facts), map(_make_key, result.facts), strict=True))
    for fact_id, key in fresh.items():
        former = stored.get(fact_id)
        if former is None:
            comparison.added[key[0]] += 1
        elif former != key:
            comparison.changed[key[0] if key[0] is not None else former[0]] += 1
        else:
            comparison.same += 1
    comparison.lost.update(key[0] for fact_id, key in stored.items() if fact_id not in fresh)


def _make_key(fact: Fact) -> FactKey:
    period = fact.period
    return (
        fact.indicator_id,
        fact.value,
        fact.unit,
        fact.qualifier,
        period.start if period else None,
        period.end if period else None,
    )
