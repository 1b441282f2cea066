"""What the flows hand to the loader, what it counts, and how the tables spell values that have no column type of their own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from parsers.records import Evidence, Metadata, ParsedPage, Refusal, State, Witness

Outcome = Literal["loaded", "unchanged", "quarantined"]


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of several pages, one page's after another's; what is the same for all rows of a report is not among them."""

    sections: Any
    """pyarrow.Table, columns as in `section` but report_id."""
    facts: Any
    """pyarrow.Table, columns as in the fact tables but report_id, region_code, year and parser_version; and `part_seq`."""


@dataclass(frozen=True, slots=True)
class TabulatedPage:
    """A parsed page without its rows, and where these are. Field for field what `ParsedPage` says, unless told otherwise."""

    page_id: str
    url: str
    encoding: str
    container: str
    refusal: Refusal | None
    metadata: Metadata
    """Without `region_evidence`."""
    text: str
    parser_version: str
    defect: str | None
    source_kind: str
    region_evidence: str | None
    """As the table spells it."""
    kind_evidence: str | None
    unsound: Refusal | None
    """Why the tables cannot keep it (`warehouse.load.pages.defects`): then, as for what is refused, no rows are in the block."""
    digest: str | None
    """Of the text (`warehouse.load.identity.digest_text`), None for what is no report."""
    section_count: int
    fact_count: int
    block: Block | None
    first_section: int
    """Its first row in the block's sections."""
    first_fact: int
    named: str
    """The report_id under which the block has the figures' ids."""

    @property
    def state(self) -> State:
        """As of `ParsedPage`."""
        return "whole" if self.defect is None else "incomplete"


@dataclass(frozen=True, slots=True)
class LoadItem:
    """A page that went in: how it came, and what was read of it."""

    url: str
    page_id: str | None
    """SHA-256 of the raw bytes; None where no bytes came (a fetch that failed)."""
    fetched_at: dt.datetime
    """With its time zone. For bytes replayed from the archive the time of their fetch: an older version of an address
    does not displace a newer one."""
    result: ParsedPage | TabulatedPage | Refusal | None
    """None: known by `find_known_pages`, so not parsed again."""
    stage: str = "parse"
    """Where a refusal came about: fetch, parse …"""
    status: int | None = None
    """HTTP status; None for a file."""
    content_type: str | None = None
    byte_count: int | None = None
    archive_file: str | None = None
    archive_offset: int | None = None


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """Pages by outcome; `seen` is their sum."""

    loaded: int = 0
    unchanged: int = 0
    quarantined: int = 0

    @property
    def seen(self) -> int:
        """All pages that went in."""
        return self.loaded + self.unchanged + self.quarantined

    def __add__(self, other: LoadCounts) -> LoadCounts:
        return LoadCounts(
            self.loaded + other.loaded, self.unchanged + other.unchanged, self.quarantined + other.quarantined
        )


def fold_time(moment: dt.datetime) -> dt.datetime:
    """A moment as the warehouse keeps it: UTC, without zone. Raises ValueError for one that does not tell its zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone: {moment!r}; use datetime.now(UTC)")
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def spell_evidence(evidence: Sequence[Witness | Evidence]) -> str | None:
    """What was heard, as `region_evidence` and `kind_evidence` of `report` hold it: a JSON array in its order; None where nothing was."""
    # (not asdict, which copies every value and takes ten times as long)
    rows = [{name: getattr(item, name) for name in item.__slots__} for item in evidence]
    return json.dumps(rows, ensure_ascii=False) if rows else None


def read_witnesses(spelt: str | None) -> tuple[Witness, ...]:
    """What `report.region_evidence` holds; empty for a report that older rules read."""
    return tuple(Witness(**item) for item in json.loads(spelt or "[]"))


def read_forms(spelt: str | None) -> tuple[Evidence, ...]:
    """What `report.kind_evidence` holds; empty for a report that older rules read."""
    return tuple(Evidence(**item) for item in json.loads(spelt or "[]"))
