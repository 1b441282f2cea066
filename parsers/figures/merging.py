"""Facts that were read apart (sentences, tables) as one list in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.records import Fact


def merge_facts(first: Sequence[Fact], second: Sequence[Fact]) -> list[Fact]:
    """All facts by their place, numbered anew from 1; `part_of` follows. The seqs of the second list go on from the first's."""
    ordered = sorted([*first, *second], key=lambda fact: (fact.char_start, fact.seq))
    renumbered = {fact.seq: seq for seq, fact in enumerate(ordered, start=1)}
    return [
        replace(fact, seq=renumbered[fact.seq], part_of=renumbered[fact.part_of] if fact.part_of else None)
        for fact in ordered
    ]
