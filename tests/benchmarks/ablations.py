"""What each part of the indicator engine adds: the engine with one part taken out, on the annotated reports, and on sentences that must lose their name.

python -m tests.benchmarks.ablations [--blind FOLDER …]

`--blind`: folders of openings as `tests.measure_blind` reads them; the run that counts for those is their first look, not this one.
"""

from __future__ import annotations

import argparse
import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flows.quality.accuracy import Score, score_folder, total
from flows.terminal.tables import print_table
from parsers.figures import facts, labels, reading
from parsers.frames.frame import Frame, read_frame
from parsers.naming import matching, surroundings
from parsers.naming.slots import Slots
from parsers.numbers import clauses
from tests import measure_blind
from tests.metamorphic import measure as metamorphic
from tests.metamorphic.sentences import Sentence, load_sentences
from tests.metamorphic.ways import WAYS

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [
    (ROOT.parent / "shared/gold", ROOT.parent / "shared/seeds"),
    (ROOT / "tests/gold", ROOT / "tests/gold/texts"),
]

Without = Callable[[], contextlib.AbstractContextManager[None]]


@contextlib.contextmanager
def without_exclusions() -> Iterator[None]:
    """No rule has anything that forbids it."""
    rules = tuple(replace(rule, unless=()) for rule in matching.load_rules())
    # what was found with the rules of before is remembered
    _forget_rules()
    with patch.object(matching, "load_rules", lambda: rules):
        yield
    _forget_rules()


def _forget_rules() -> None:
    matching.rules_of.cache_clear()
    matching._ask_rules.cache_clear()
    matching._index_rules.cache_clear()
    matching._list_candidates.cache_clear()


def without_slot(name: str) -> Without:
    """That slot of a frame refuses nothing: `head`, `act`, `audience`, `state`."""

    @contextlib.contextmanager
    def remove() -> Iterator[None]:
        def refuses(self: Slots, frame: Frame) -> str:
            kept = {
                "head": frame._replace(head_class="none", also=""),
                "act": frame._replace(act_class=""),
                "audience": frame._replace(audience=""),
                "state": frame._replace(state="whole"),
            }
            return original(self, kept[name])

        original = Slots.refuses
        with patch.object(Slots, "refuses", refuses):
            yield

    return remove


@contextlib.contextmanager
def without_slots() -> Iterator[None]:
    """No slot is asked; the rules stand alone."""
    with patch.object(Slots, "refuses", lambda self, frame: ""):
        yield


def without_part_of_frame(**nothing: Any) -> Without:
    """The frame is read without that part."""

    @contextlib.contextmanager
    def remove() -> Iterator[None]:
        with patch.object(reading, "read_frame", lambda *given: read_frame(*given)._replace(**nothing)):
            yield

    return remove


@contextlib.contextmanager
def without_headings() -> Iterator[None]:
    """No heading says what the figures below it are about."""
    with patch.object(reading, "_headings_above", lambda sections, seq: []):
        yield


@contextlib.contextmanager
def without_carry_over() -> Iterator[None]:
    """A figure's own clause alone says what it is about."""
    with patch.object(surroundings.Surroundings, "look_back", lambda self: iter(())):
        yield


@contextlib.contextmanager
def without_coordination() -> Iterator[None]:
    """A、B分别为 is one thing."""
    with patch.object(reading, "split_row", lambda folded, clause, unit: None):
        yield


@contextlib.contextmanager
def without_row() -> Iterator[None]:
    """The verb at the head of a row says nothing of its members."""
    original = surroundings.look_around
    with patch.object(reading, "look_around", lambda *given: original(*given)._replace(row=0)):
        yield


@contextlib.contextmanager
def without_parts() -> Iterator[None]:
    """Nothing is a part of anything."""
    with patch.object(facts, "find_wholes", lambda folded, figures: [[] for _ in figures]):
        yield


@contextlib.contextmanager
def without_openers() -> Iterator[None]:
    """A stop that the page lost is not found again."""
    with patch.object(clauses, "_OPENER", re.compile(r"(?!)")):
        yield


@contextlib.contextmanager
def without_changes() -> Iterator[None]:
    """同比 is a word like others."""
    with patch.object(reading, "read_change", lambda quantity, folded, clause: None):
        yield


@contextlib.contextmanager
def without_jieba() -> Iterator[None]:
    """Labels are cut between any two characters."""
    with patch.object(labels, "cut_words", list):
        yield


PARTS: list[tuple[str, Without]] = [
    ("whole engine", contextlib.nullcontext),
    ("no slot of the frame", without_slots),
    ("no head (what is counted)", without_slot("head")),
    ("no act (governing verb)", without_slot("act")),
    ("no audience (for whom)", without_slot("audience")),
    ("no state (remainder, from, to)", without_slot("state")),
    ("no bound of what governs", without_part_of_frame(reach=None)),
    ("no carry-over of the subject", without_carry_over),
    ("no headings", without_headings),
    ("no exclusions of the catalogue", without_exclusions),
    ("no coordination (A、B分别, 均)", without_coordination),
    ("no verb of the row", without_row),
    ("no 其中", without_parts),
    ("no sentence openers", without_openers),
    ("no changes (同比)", without_changes),
    ("no jieba (labels only)", without_jieba),
]


def measure() -> Score:
    """The engine as it stands, over all annotated reports that are there."""
    return total(score for gold, texts in FOLDERS if gold.is_dir() for score in score_folder(gold, texts).values())


def measure_what_must_go(sentences: list[Sentence]) -> float:
    """Share of the changed sentences whose name must go or change that lose it (`tests.metamorphic`)."""
    shares = metamorphic.measure(sentences, [way for way in WAYS if not way.keeps or way.becomes])
    return sum(share.right for share in shares) / sum(share.of for share in shares)


def main() -> None:
    """Take out one part after the other, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blind", nargs="*", type=Path, default=[])
    blind = parser.parse_args().blind
    sentences = list(load_sentences())
    rows = []
    for name, remove in PARTS:
        with remove():
            indicator, mentions = (score := measure()).indicators, score.mentions
            row = [name, *(f"{share:.3f}" for share in (indicator.precision, indicator.recall, mentions.f1))]
            row.append(f"{measure_what_must_go(sentences):.3f}")
            if blind:
                unread = measure_blind.measure(blind).indicators.row()
                row += [f"{unread[share]:.3f}" for share in ("precision", "recall")]
            rows.append(tuple(row))
    unread_columns = ("openings: precision", "recall") if blind else ()
    print_table(("part taken out", "precision", "recall", "mentions F1", "must go", *unread_columns), rows, len(rows))


if __name__ == "__main__":
    main()
