"""What each reason code means and what to do about it: seeds/reasons.csv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from parsers.seed import read_seed


@dataclass(frozen=True, slots=True)
class Reason:
    """A row of seeds/reasons.csv."""

    code: str
    about: str
    """page, listing, or alarm for what only alarms speak of."""
    alarm: str
    """url: each such address is an alarm; code: that there are any is one; empty: none."""
    retry: str
    """later, rules or never; empty for alarms."""
    meaning_zh: str
    meaning_en: str
    action_zh: str
    action_en: str


@cache
def read_reasons() -> dict[str, Reason]:
    """All reasons by their code; `http_*` stands for every HTTP error."""
    return {row["code"]: Reason(**row) for row in read_seed("reasons.csv")}


def find_reason(code: str) -> Reason | None:
    """What is known of a code; None for one that has no line (a test keeps that from happening)."""
    reasons = read_reasons()
    return reasons.get(code) or (reasons["http_*"] if code.startswith("http_") else None)
