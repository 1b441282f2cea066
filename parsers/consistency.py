"""Figures that check each other: rates against their parts, parts against their whole."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.records import Fact


def check_figures(facts: Iterable[Fact], folded: str) -> list[Fact]:
    """The facts, each with its `check_status` where something can be checked."""
    return list(facts)
