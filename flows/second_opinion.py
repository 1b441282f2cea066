"""The second opinion of a warehouse: the model of this release, with what was learned from the warehouse's judgements, kept beside it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import duckdb

from flows.settings import Settings
from parsers.figures.second_opinion import open_catalogue, word_lessons
from parsers.opinion.weights import BadWeightsError, Model, Said
from parsers.version import parser_version
from warehouse.judge.ledger import name_ledger, read_ledger
from warehouse.judge.teaching import Lesson, find_moment, list_lessons
from warehouse.store.fresh_files import name_fresh, put_in_place

FOLDS = 5
MOST_MEASURED = 1000


def open_opinion(settings: Settings, con: duckdb.DuckDBPyConnection | None) -> Model:
    """The model of this warehouse; without a connection, what the catalogue teaches alone."""
    return prepare_opinion(settings, con)()


def prepare_opinion(settings: Settings, con: duckdb.DuckDBPyConnection | None) -> Callable[[], Model]:
    """What gives the model, made when it is first asked for, in whatever thread: it asks the connection nothing any more."""
    moment = find_moment(con) if con else None
    lessons = list_lessons(read_ledger(name_ledger(settings.warehouse)).judgements, moment) if moment else []
    return cache(lambda: _load(settings.warehouse, lessons))


class Taught(NamedTuple):
    """What judgements teach the second opinion: how often it says what they say, of those of another fifth."""

    judged: int
    before: float
    """Share, by the catalogue alone."""
    after: float
    """Share, with the judgements of the other four fifths."""
    won: int
    """Of them those that it says only with them."""
    lost: int
    """And only without."""

    @property
    def is_borne_out(self) -> bool:
        """Whether it says more of them beyond what chance would give one time in twenty (the sign test's normal approximation)."""
        return self.won - self.lost > 1.645 * math.sqrt(self.won + self.lost)


def measure_lessons(lessons: Sequence[Lesson]) -> Taught:
    """What is gained on judgements that were not learned from; at most `MOST_MEASURED` of them, chosen by their digest."""
    chosen = sorted(lessons, key=_digest)[:MOST_MEASURED]
    worded = [(_digest(lesson)[0] % FOLDS, said[0]) for lesson in chosen if (said := _word(lesson))]
    plain = open_catalogue()
    says: Counter[tuple[bool, bool]] = Counter()
    for left_out in range(FOLDS):
        taught = plain.teach([said for fold, said in worded if fold != left_out])
        for fold, (features, indicator_id, _) in worded:
            if fold == left_out:
                before, after = plain.judge(features), taught.judge(features)
                says[before.indicator_id == indicator_id, after.indicator_id == indicator_id] += 1
    of, both = max(1, len(worded)), says[True, True]
    won, lost = says[False, True], says[True, False]
    return Taught(len(worded), (both + lost) / of, (both + won) / of, won, lost)


def _digest(lesson: Lesson) -> bytes:
    # (by the words alone: the same sentence of two reports is never in two folds)
    return hashlib.sha256(lesson.passage.encode()).digest()


def _word(lesson: Lesson) -> list[Said]:
    taken = [lesson.indicator_id] if lesson.indicator_id else []
    return word_lessons("", lesson.passage, (lesson.start, lesson.end), taken)


def name_learned(warehouse: Path) -> Path:
    """Where what was learned is kept: `warehouse.opinion.json`. Removed, it is learned again."""
    return warehouse.with_name(f"{warehouse.stem}.opinion.json")


def _load(warehouse: Path, lessons: Sequence[Lesson]) -> Model:
    plain = open_catalogue()
    if not lessons:
        return plain
    path = name_learned(warehouse)
    key = hashlib.sha256(json.dumps([parser_version(), lessons]).encode()).hexdigest()
    with contextlib.suppress(OSError, ValueError, BadWeightsError):
        kept, _, body = path.read_text(encoding="utf-8").partition("\n")
        if kept == key:
            return plain.recall(body)
    taught = plain.teach([said for lesson in lessons for said in _word(lesson)])
    # (where nothing is kept, it costs the seconds again next time)
    with contextlib.suppress(OSError):
        if warehouse.exists():
            fresh = name_fresh(path)
            fresh.write_text(f"{key}\n{taught.spell()}", encoding="utf-8")
            put_in_place(fresh, path)
    return taught
