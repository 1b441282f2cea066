"""Evidence as `report.region_evidence` and `report.kind_evidence` hold it: a JSON array of what was heard, in its order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from parsers.records import Evidence, Witness


def spell_evidence(evidence: Sequence[Witness | Evidence]) -> str | None:
    """The column's text; None where nothing was heard."""
    return json.dumps([asdict(item) for item in evidence], ensure_ascii=False) if evidence else None


def read_witnesses(spelt: str | None) -> tuple[Witness, ...]:
    """What `report.region_evidence` holds; empty for a report that older rules read."""
    return tuple(Witness(**item) for item in json.loads(spelt or "[]"))


def read_forms(spelt: str | None) -> tuple[Evidence, ...]:
    """What `report.kind_evidence` holds; empty for a report that older rules read."""
    return tuple(Evidence(**item) for item in json.loads(spelt or "[]"))
