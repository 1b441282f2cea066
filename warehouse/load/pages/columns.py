"""Parsed pages made into what the loader takes, `TabulatedPage`, and rows taken out of their blocks again.

A worker makes this of what it has parsed, and hands over columns: tens of rows a page as objects would cost the one process
that loads twice what loading them costs. Whatever needs no look into the warehouse is done there too: the digest of the text,
whether the parse keeps its promises, and the figures' ids under the name that the report will have unless that is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from parsers.records import ParsedPage, Refusal, Section
from warehouse.items import Block, TabulatedPage, spell_evidence
from warehouse.load.identity import digest_text, identify_facts, identify_quotes, name_report
from warehouse.load.pages.defects import find_defect


def tabulate_pages(pages: Sequence[ParsedPage | Refusal]) -> list[TabulatedPage | Refusal]:
    """These pages for the loader, all in one block; refusals as they are."""
    heads: list[TabulatedPage | Refusal] = []
    kept: list[ParsedPage] = []
    sections = facts = 0
    for page in pages:
        if isinstance(page, Refusal):
            heads.append(page)
            continue
        head = _make_head(page, sections, facts)
        heads.append(head)
        if head.digest is not None:
            kept.append(page)
            sections += head.section_count
            facts += head.fact_count
    block = Block(
        _tabulate_sections(list(chain.from_iterable(page.sections for page in kept))),
        _tabulate_facts(kept),
    )
    return [
        replace(head, block=block) if isinstance(head, TabulatedPage) and head.digest is not None else head
        for head in heads
    ]


def tabulate_page(page: ParsedPage) -> TabulatedPage:
    """A page with all its rows, sound or not: for whoever compares them and loads nothing."""
    return replace(_make_head(page, 0, 0), block=Block(_tabulate_sections(page.sections), _tabulate_facts([page])))


def take_sections(pages: Iterable[TabulatedPage]) -> Any:
    """The rows of these pages' sections, in their order."""
    return _take((page.block.sections, page.first_section, page.section_count) for page in pages if page.block)


def take_facts(pages: Iterable[tuple[TabulatedPage, str]]) -> Any:
    """The rows of the figures of these pages, each with the report_id that it has got, in their order."""
    stretches = []
    for page, report_id in pages:
        if page.block is None:
            continue
        if report_id == page.named:
            stretches.append((page.block.facts, page.first_fact, page.fact_count))
        else:
            rows = page.block.facts.slice(page.first_fact, page.fact_count)
            stretches.append((_identify_anew(rows, report_id), 0, page.fact_count))
    return _take(stretches).drop_columns("part_seq")


def _make_head(page: ParsedPage, first_section: int, first_fact: int) -> TabulatedPage:
    unsound = find_defect(page) if page.refusal is None else None
    is_report = page.refusal is None and unsound is None
    return TabulatedPage(
        page_id=page.page_id,
        url=page.url,
        encoding=page.encoding,
        container=page.container,
        refusal=page.refusal,
        metadata=replace(page.metadata, region_evidence=()),
        text=page.text,
        parser_version=page.parser_version,
        defect=page.defect,
        source_kind=page.source_kind,
        region_evidence=spell_evidence(page.metadata.region_evidence),
        kind_evidence=spell_evidence(page.kind_evidence),
        unsound=unsound,
        digest=digest_text(page.text, page.metadata.title) if is_report else None,
        section_count=len(page.sections),
        fact_count=len(page.facts),
        block=None,
        first_section=first_section,
        first_fact=first_fact,
        named=name_report(page.metadata),
    )


def _tabulate_sections(rows: Sequence[Section]) -> Any:
    import pyarrow as pa

    column = partial(_make_column, rows)
    return pa.table(
        {
            "seq": column("seq", pa.int32()),
            "parent_seq": column("parent_seq", pa.int32()),
            "level": column("level", pa.int8()),
            "marker": column("marker", pa.string()),
            "heading": column("heading", pa.string()),
            "theme": column("theme", pa.string()),
            "text": column("text", pa.string()),
            "char_start": column("char_start", pa.int32()),
            "char_end": column("char_end", pa.int32()),
        }
    )


def _tabulate_facts(pages: Sequence[ParsedPage]) -> Any:
    """The rows with their ids; `part_of` is the fact_id of the seq in the same report that `part_seq` tells."""
    import pyarrow as pa

    rows = [fact for page in pages for fact in page.facts]
    fact_ids: list[str] = []
    wholes: list[str | None] = []
    for page in pages:
        ids = identify_facts(name_report(page.metadata), page.facts)
        fact_ids += ids
        wholes += [None if fact.part_of is None else ids[fact.part_of - 1] for fact in page.facts]
    column = partial(_make_column, rows)
    return pa.table(
        {
            "fact_id": pa.array(fact_ids, pa.string()),
            "section_seq": column("section_seq", pa.int32()),
            "indicator_id": column("indicator_id", pa.string()),
            "label": column("label", pa.string()),
            "value": column("value", pa.float64()),
            "unit": column("unit", pa.string()),
            "qualifier": column("qualifier", pa.string()),
            "period_start": pa.array([row.period.start if row.period else None for row in rows], pa.date32()),
            "period_end": pa.array([row.period.end if row.period else None for row in rows], pa.date32()),
            "quote": column("quote", pa.string()),
            "sentence": column("sentence", pa.string()),
            "char_start": column("char_start", pa.int32()),
            "char_end": column("char_end", pa.int32()),
            "part_of": pa.array(wholes, pa.string()),
            "part_seq": column("part_of", pa.int32()),
            "check_status": column("check_status", pa.string()),
            "scope": column("scope", pa.string()),
            "kind": column("kind", pa.string()),
            "confidence": column("confidence", pa.float64()),
            "seq": column("seq", pa.int32()),
            "computed": column("computed", pa.float64()),
            "aspect": column("aspect", pa.string()),
            "outside": column("outside", pa.string()),
        }
    )


def _make_column(rows: Sequence[Any], name: str, kind: Any) -> Any:
    import pyarrow as pa

    return pa.array([getattr(row, name) for row in rows], kind)


def _identify_anew(rows: Any, report_id: str) -> Any:
    """The rows of one report's figures with the ids that they have under another name than the worker thought of."""
    import pyarrow as pa

    told = (rows[name].to_pylist() for name in ("sentence", "quote", "char_start"))
    ids = identify_quotes(report_id, zip(*told, strict=True))
    wholes = [None if seq is None else ids[seq - 1] for seq in rows["part_seq"].to_pylist()]
    for name, values in (("fact_id", ids), ("part_of", wholes)):
        rows = rows.set_column(rows.schema.get_field_index(name), name, pa.array(values, pa.string()))
    return rows


def _take(stretches: Iterable[tuple[Any, int, int]]) -> Any:
    """These rows (table, first, how many) as one table; what lies side by side is taken at once.

    In one piece: out of hundreds of small ones DuckDB reads five times as long as putting them together takes.
    """
    import pyarrow as pa

    merged: list[tuple[Any, int, int]] = []
    for table, first, count in stretches:
        if merged and merged[-1][0] is table and merged[-1][1] + merged[-1][2] == first:
            merged[-1] = (table, merged[-1][1], merged[-1][2] + count)
        else:
            merged.append((table, first, count))
    return pa.concat_tables([table.slice(first, count) for table, first, count in merged]).combine_chunks()
