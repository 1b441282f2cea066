"""A page a report: its text with each figure marked, and the table of the figures beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from markupsafe import Markup

from warehouse.derive.view_files import DOUBTFUL
from warehouse.site.checked_words import CheckedWords, read_words
from warehouse.site.library import Library, ReportLine
from warehouse.site.marking import Figure, Heading, locate_heading, mark_text
from warehouse.site.render import write_page
from warehouse.site.wording import CHECKS, SCOPES, format_period, format_value

BATCH = 500
"""Reports read at once: a few MB of text."""


class ReportContent(NamedTuple):
    """A report with what the warehouse holds of it."""

    line: ReportLine
    text: str
    headings: list[Heading]
    themes: dict[int, str]
    """Name of the top-level section that each section lies in, by seq."""
    figures: list[Figure]
    words: CheckedWords


def read_reports(con: duckdb.DuckDBPyConnection, library: Library) -> Iterator[ReportContent]:
    """All reports with text, sections and facts, in the library's order, a batch in memory at a time."""
    for start in range(0, len(library.reports), BATCH):
        batch = library.reports[start : start + BATCH]
        ids = [line.report_id for line in batch]
        texts: dict[str, str] = dict(
            con.execute("SELECT report_id, text FROM report WHERE report_id IN (SELECT unnest(?))", [ids]).fetchall()
        )
        sections: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in con.execute(
            """
            SELECT report_id, seq, parent_seq, level, marker, heading, char_start
            FROM section WHERE report_id IN (SELECT unnest(?)) ORDER BY report_id, seq
            """,
            [ids],
        ).fetchall():
            sections[row[0]].append(row[1:])
        figures: defaultdict[str, list[Figure]] = defaultdict(list)
        for report_id, period_start, period_end, *values in con.execute(
            f"""
            SELECT report_id, period_start, period_end, fact_id, seq, section_seq, indicator_id, label, value, unit,
                   qualifier, kind, scope, quote, sentence, char_start, char_end, part_of, check_status, confidence, {DOUBTFUL}
            FROM fact_indicator WHERE report_id IN (SELECT unnest(?)) ORDER BY report_id, seq
            """,
            [ids],
        ).fetchall():
            figures[report_id].append(Figure(*(*values, format_period(period_start, period_end))))
        words = read_words(con, ids)
        for line in batch:
            headings, tops = _read_headings(texts[line.report_id], sections[line.report_id])
            yield ReportContent(line, texts[line.report_id], headings, tops, figures[line.report_id],
                                words.get(line.report_id, CheckedWords()))  # fmt: skip


def write_report(folder: Path, library: Library, content: ReportContent) -> None:
    """Write the page of one report."""
    line = content.line
    figures = content.figures
    siblings = library.by_region.get(line.region_code or "", [line])
    write_page(
        folder,
        line.path,
        "report.html",
        {
            "library": library,
            "report": line,
            "title": library.name_report(line),
            "chain": library.trace(line.region_code),
            "siblings": siblings,
            "body": Markup(mark_text(content.text, content.headings, figures)),
            "groups": [
                (name, [_describe_row(library, figure) for figure in group])
                for name, group in groupby(figures, key=lambda figure: content.themes.get(figure.section_seq or 0, ""))
            ],
            "words": content.words,
            "figure_count": len(figures),
            "known_count": sum(figure.indicator_id is not None for figure in figures),
            "garbled_count": sum(figure.check_status == "garbled" for figure in figures),
            "inconsistent_count": sum(figure.check_status == "inconsistent" for figure in figures),
            "unsure_count": sum(figure.is_doubtful for figure in figures),
        },
    )


def _read_headings(text: str, rows: list[tuple[Any, ...]]) -> tuple[list[Heading], dict[int, str]]:
    headings = []
    tops: dict[int, str] = {}
    for seq, parent, level, marker, heading, start in rows:
        headings.append(locate_heading(text, level, seq, marker, heading, start))
        tops[seq] = tops.get(parent, f"{marker}{heading}") if parent else f"{marker}{heading}"
    return headings, tops


def _describe_row(library: Library, figure: Figure) -> dict[str, Any]:
    """A row of the table: plain values, so that the template stays quick."""
    flags = []
    if figure.check_status:
        flags.append((figure.check_status, CHECKS[figure.check_status]))
    if figure.is_doubtful:
        flags.append(("unsure", f"存疑 {figure.confidence:.2f}"))
    indicator = library.indicators.get(figure.indicator_id or "")
    return {
        "anchor": figure.anchor,
        "quote": figure.quote,
        "label": figure.label,
        "part": figure.part_of is not None,
        "indicator": indicator,
        "value": format_value(figure.value, figure.unit, figure.qualifier),
        "note": "·".join(word for word in (figure.period, SCOPES.get(figure.scope or "", "")) if word),
        "flags": flags,
    }
