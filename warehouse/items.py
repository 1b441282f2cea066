"""What the flows hand to the loader, what it counts, and how the tables spell values that have no column type of their own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from parsers.records import Evidence, ParsedPage, Refusal, Witness

Outcome = Literal["loaded", "unchanged", "quarantined"]


@dataclass(frozen=True, slots=True)
class LoadItem:
    """A page that went in: how it came, and what was read of it."""

    url: str
    page_id: str | None
    """SHA-256 of the raw bytes; None where no bytes came (a fetch that failed)."""
    fetched_at: dt.datetime
    """With its time zone. For bytes replayed from the archive the time of their fetch: an older version of an address
    does not displace a newer one."""
    result: ParsedPage | Refusal | None
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
    return json.dumps([asdict(item) for item in evidence], ensure_ascii=False) if evidence else None


def read_witnesses(spelt: str | None) -> tuple[Witness, ...]:
    """What `report.region_evidence` holds; empty for a report that older rules read."""
    return tuple(Witness(**item) for item in json.loads(spelt or "[]"))


def read_forms(spelt: str | None) -> tuple[Evidence, ...]:
    """What `report.kind_evidence` holds; empty for a report that older rules read."""
    return tuple(Evidence(**item) for item in json.loads(spelt or "[]"))
