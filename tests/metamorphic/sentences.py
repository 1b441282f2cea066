"""An example sentence with one figure marked, and the reading of that figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from parsers.figures.facts import read_facts
from parsers.outline.sections import read_sections
from parsers.records import Metadata
from parsers.seed import read_seed


@dataclass(frozen=True)
class Sentence:
    """`before` + `quote` + `after`, under `context` (a heading or a clause that governs it)."""

    context: str
    before: str
    quote: str
    after: str
    takes: frozenset[str]

    @property
    def clause(self) -> str:
        """What stands before the figure in its own comma clause."""
        at = max(self.before.rfind(mark) for mark in "，。；：,;:、（(")
        return self.before[at + 1 :]

    @property
    def head(self) -> str:
        """What stands before the figure's own clause, up to its mark."""
        return self.before[: len(self.before) - len(self.clause)]

    def read(self) -> set[str]:
        """The indicators that the figure takes; a word of its own where the figure is not read."""
        context = self.context
        context += "" if not context or context[-1] in "。，；：,;:" else "\n"
        text = context + self.before + self.quote + self.after
        start = len(context) + len(self.before)
        end = start + len(self.quote)
        facts = read_facts(text, read_sections(text), Metadata(year=2022, level="county"))
        here = [fact for fact in facts if fact.char_start < end and fact.char_end > start]
        return {fact.indicator_id for fact in here if fact.indicator_id} if here else {"not read"}


@cache
def load_sentences() -> tuple[Sentence, ...]:
    """The examples of the catalogue that take an indicator."""
    found = []
    for row in read_seed("indicator_examples.csv"):
        if row["kind"] != "example" or not row["takes"]:
            continue
        before, _, rest = row["sentence"].partition("〔")
        quote, _, after = rest.partition("〕")
        found.append(Sentence(row["context"], before, quote, after, frozenset(row["takes"].split("+"))))
    return tuple(found)
