"""The witnesses to who reports: what each weighs (seeds/witnesses.csv), and how it stands to what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from parsers.identity.heard.issuers import KNOWN
from parsers.identity.names.bodies import NamedBody
from parsers.identity.names.divisions import Division, is_under
from parsers.records import Witness
from parsers.seed import read_seed

STRONG = 80
"""Two witnesses of this weight that name unrelated places leave the region open."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided of who reports."""

    place: Division | None
    conflict: bool
    """Whether the strong witnesses contradict each other."""
    kind_by: str
    """The position that tells what kind of body reports."""


@cache
def weigh_positions() -> dict[str, int]:
    """The weights of seeds/witnesses.csv by position."""
    return {row["position"]: int(row["weight"]) for row in read_seed("witnesses.csv")}


def are_related(one: Division, other: Division) -> bool:
    """Whether one place is the other or lies in it."""
    return is_under(one, other) or is_under(other, one)


def list_witnesses(
    said: Mapping[str, str], places: Mapping[str, Division], bodies: Mapping[str, NamedBody], decided: Verdict
) -> tuple[Witness, ...]:
    """All that were heard, the weightiest first, and how each stands to what was decided."""
    weights = weigh_positions()
    rows = []
    for position in sorted(said, key=lambda p: -weights[p]):
        body, named = bodies.get(position), places.get(position)
        kind = body.kind if body and body.kind in KNOWN else None
        if named is None:
            verdict = "level" if position == decided.kind_by else "silent"
        elif decided.place is None:
            verdict = "contradicts" if decided.conflict else "silent"
        else:
            verdict = "agrees" if are_related(named, decided.place) else "contradicts"
        rows.append(Witness(position, weights[position], said[position], named.code if named else None, kind, verdict))
    return tuple(rows)


def describe_witnesses(witnesses: Iterable[Witness]) -> list[tuple[str, str, str, str, str]]:
    """Rows for an analyst: where it stands, what it says, the region code, the kind of body, how it stands to what was decided."""
    names = {row["position"]: row["name"] for row in read_seed("witnesses.csv")}
    verdicts = {"agrees": "相符", "contradicts": "相左", "silent": "未采用", "level": "据以定层级"}
    return [(names[w.position], w.said, w.region_code or "", w.kind or "", verdicts[w.verdict]) for w in witnesses]
