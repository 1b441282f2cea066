"""Small warehouses of made-up reports whose answers can be worked out by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from parsers.records import Fact, Metadata, ParsedPage, Period, Section
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.load import load_pages

VERSION = "1"
MOMENT = dt.datetime(2025, 6, 1, 8, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Part:
    """A heading (level 1 to 3, or 4 for a run-in item) and the text that stands under it."""

    marker: str
    heading: str
    theme: str | None
    text: str
    level: int = 1


@dataclass(frozen=True)
class Figure:
    """A figure: `quote` stands once in the report's text; the rest as in Fact, the whole report year by default."""

    quote: str
    indicator: str | None
    value: float
    unit: str
    label: str = ""
    kind: str = "level"
    qualifier: str = "exact"
    scope: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    part_of: int | None = None
    check_status: str | None = None
    computed: float | None = None
    confidence: float = 0.95


def build_report(
    region: str,
    year: int,
    parts: Sequence[Part],
    figures: Sequence[Figure] = (),
    *,
    published: dt.date | None = None,
    level: str = "county",
    name: str = "",
    url: str | None = None,
) -> ParsedPage:
    """A parsed page with true offsets; figures in text order."""
    text = ""
    places: list[tuple[Part, int]] = []
    for part in parts:
        places.append((part, len(text)))
        text += f"{part.marker}{part.heading}{'。' if part.level == 4 else chr(10)}{part.text}\n"
    text = text.rstrip("\n")
    sections: list[Section] = []
    for number, (part, start) in enumerate(places):
        following = next((at for other, at in places[number + 1 :] if other.level <= part.level), len(text) + 1)
        parent = next((s.seq for s in reversed(sections) if s.level < part.level), None)
        end = following - 1
        sections.append(
            Section(number + 1, parent, part.level, part.marker, part.heading, part.theme, text[start:end], start, end)
        )
    facts = [_make_fact(number, figure, text, sections, year) for number, figure in enumerate(figures, start=1)]
    return ParsedPage(
        page_id=hashlib.sha256(f"{region}{year}{level}{text}".encode()).hexdigest(),
        url=url or f"https://{region}.example.gov.cn/{year}-{level}.html",
        encoding="utf-8",
        container="plain_text",
        refusal=None,
        metadata=Metadata(
            title=f"{year}年度法治政府建设情况报告",
            issuer="某人民政府",
            published_on=published,
            year=year,
            region_code=region,
            region_name=name or f"甲省乙市{region}",
            level=level,  # type: ignore[arg-type]
        ),
        text=text,
        sections=tuple(sections),
        facts=tuple(facts),
        parser_version=VERSION,
    )


def load_reports(con: duckdb.DuckDBPyConnection, pages: Sequence[ParsedPage]) -> None:
    """Through the real loader, as one run."""
    run_id = start_run(con, "ingest", {}, MOMENT)
    load_pages(con, run_id, [LoadItem(page.url, page.page_id, MOMENT, page) for page in pages], VERSION)
    end_run(con, run_id, MOMENT)


def fetch(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return con.execute(sql).fetchall()


def _make_fact(seq: int, figure: Figure, text: str, sections: Sequence[Section], year: int) -> Fact:
    assert text.count(figure.quote) == 1, figure.quote
    start = text.index(figure.quote)
    sentence_start = max(text.rfind("。", 0, start), text.rfind("\n", 0, start)) + 1
    ends = [at for at in (text.find("。", start), text.find("\n", start)) if at >= 0]
    holding = [section.seq for section in sections if section.char_start <= start < section.char_end]
    return Fact(
        seq=seq,
        section_seq=max(holding, default=None),
        indicator_id=figure.indicator,
        label=figure.label or figure.indicator or "数",
        value=figure.value,
        unit=figure.unit,
        qualifier=figure.qualifier,  # type: ignore[arg-type]
        kind=figure.kind,
        scope=figure.scope,
        period=Period(figure.first or dt.date(year, 1, 1), figure.last or dt.date(year, 12, 31)),
        quote=figure.quote,
        sentence=text[sentence_start : min(ends, default=len(text)) + 1],
        char_start=start,
        char_end=start + len(figure.quote),
        part_of=figure.part_of,
        check_status=figure.check_status,  # type: ignore[arg-type]
        confidence=figure.confidence,
        computed=figure.computed,
    )
