"""The share of variants that read as they must, by way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.metamorphic.sentences import Sentence
from tests.metamorphic.ways import WAYS, Way


@dataclass
class Share:
    """Variants of one way: how many read rightly, and the texts of those that do not."""

    way: Way
    right: int = 0
    of: int = 0
    wrong: list[str] = field(default_factory=list)


def measure(sentences: Sequence[Sentence], ways: Sequence[Way] = WAYS) -> list[Share]:
    """Change each sentence each way that it can be changed, and read it. Sentences that are not read rightly as they stand are left out."""
    shares = [Share(way) for way in ways]
    for sentence in sentences:
        if sentence.read() != sentence.takes:
            continue
        for share in shares:
            variant = share.way.change(sentence)
            if variant is None:
                continue
            share.of += 1
            got = variant.read()
            if _is_right(share.way, sentence.takes, got):
                share.right += 1
            else:
                share.wrong.append(
                    f"{variant.before}〔{variant.quote}〕{variant.after} {sorted(sentence.takes)} but {sorted(got)}"
                )
    return shares


def _is_right(way: Way, takes: frozenset[str], got: set[str]) -> bool:
    if way.becomes is not None:
        return got == way.becomes(takes)
    return got == takes if way.keeps else not got & takes
