"""A figure in the columns that `fact_indicator` has for it: what `fazhi parse --json` prints and `fazhi.facts` gives."""

from __future__ import annotations

from typing import Any

from parsers.records import Fact, Metadata
from parsers.version import parser_version


def describe_fact(fact: Fact, metadata: Metadata, part_of: str | int | None) -> dict[str, Any]:
    """The columns that need no warehouse; `part_of` is the whole as the caller names its figures."""
    return {
        "section_seq": fact.section_seq,
        "region_code": metadata.region_code,
        "year": metadata.year,
        "indicator_id": fact.indicator_id,
        "label": fact.label,
        "value": fact.value,
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "period_start": fact.period.start if fact.period else None,
        "period_end": fact.period.end if fact.period else None,
        "quote": fact.quote,
        "sentence": fact.sentence,
        "char_start": fact.char_start,
        "char_end": fact.char_end,
        "part_of": part_of,
        "check_status": fact.check_status,
        "parser_version": parser_version(),
        "kind": fact.kind,
        "scope": fact.scope,
        "confidence": fact.confidence,
    }
