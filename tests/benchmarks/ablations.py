"""What each part of the indicator engine adds: the engine with one part taken out, against the annotated reports.

python -m tests.benchmarks.ablations
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from flows.quality.accuracy import Score, score_folder, total
from flows.terminal.tables import print_table
from parsers.figures import facts, labels
from parsers.naming import matching as indicators
from parsers.numbers import clauses

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [
    (ROOT.parent / "shared/gold", ROOT.parent / "shared/seeds"),
    (ROOT / "tests/gold", ROOT / "tests/gold/texts"),
]


@contextlib.contextmanager
def without_exclusions() -> Iterator[None]:
    rules = {name: tuple(replace(rule, unless=()) for rule in found) for name, found in indicators.load_rules().items()}
    # what was found with the rules of before is remembered
    indicators._list_candidates.cache_clear()
    with patch.object(indicators, "load_rules", lambda: rules):
        yield
    indicators._list_candidates.cache_clear()


@contextlib.contextmanager
def without_headings() -> Iterator[None]:
    with patch.object(facts, "_headings_above", lambda sections, seq: []):
        yield


@contextlib.contextmanager
def without_carry_over() -> Iterator[None]:
    with patch.object(indicators.Surroundings, "look_back", lambda self: iter(())):
        yield


@contextlib.contextmanager
def without_coordination() -> Iterator[None]:
    with patch.object(facts, "split_row", lambda folded, clause, unit: None):
        yield


@contextlib.contextmanager
def without_row() -> Iterator[None]:
    def look_around(*args: object, **more: object) -> indicators.Surroundings:
        return replace(original(*args, **more), row=0)  # type: ignore[arg-type]

    original = indicators.look_around
    with patch.object(facts, "look_around", look_around):
        yield


@contextlib.contextmanager
def without_parts() -> Iterator[None]:
    with patch.object(facts, "_find_wholes", lambda folded, quantities, found, n: []):
        yield


@contextlib.contextmanager
def without_openers() -> Iterator[None]:
    import re

    with patch.object(clauses, "_OPENER", re.compile(r"(?!)")):
        yield


@contextlib.contextmanager
def without_changes() -> Iterator[None]:
    with patch.object(facts, "read_change", lambda quantity, folded, clause: None):
        yield


@contextlib.contextmanager
def without_jieba() -> Iterator[None]:
    with patch.object(labels, "cut_words", list):
        yield


PARTS: list[tuple[str, Callable[[], contextlib.AbstractContextManager[None]]]] = [
    ("whole engine", contextlib.nullcontext),
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


def main() -> None:
    rows = []
    for name, remove in PARTS:
        with remove():
            score = measure()
        indicator = score.indicators
        rows.append(
            (
                name,
                f"{indicator.precision:.3f}",
                f"{indicator.recall:.3f}",
                f"{indicator.f1:.3f}",
                f"{score.mentions.f1:.3f}",
            )
        )
    print_table(("part taken out", "precision", "recall", "F1", "mentions F1"), rows, len(rows))


if __name__ == "__main__":
    main()
