"""What people's judgements teach the second opinion: each figure in its words, and what they name it.

Nothing is kept of it but the moment of `fazhi learn`: the ledger up to then is what was learned, so it goes with every backup,
and taking back what was learned leaves nothing behind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import duckdb

from warehouse.judge.judgement import FIGURE, MISSED, REJECTED, Judgement
from warehouse.judge.standing import STANDING, judge_standing


class Lesson(NamedTuple):
    """A figure and what it is."""

    passage: str
    """The words around it that the ledger keeps, within its line."""
    start: int
    end: int
    indicator_id: str | None


def find_moment(con: duckdb.DuckDBPyConnection) -> dt.datetime | None:
    """When the warehouse was last taught; None where nothing is learned, or all of it was taken back."""
    row = con.execute("SELECT max(learned_at) FROM learned_confidence").fetchone()
    return row[0].replace(tzinfo=dt.UTC) if row and row[0] else None


def list_lessons(judgements: Iterable[Judgement], until: dt.datetime | None) -> list[Lesson]:
    """What the judgements up to this moment teach, sorted: the order of the ledger's lines does not matter; nothing without a moment.

    What is no figure at all teaches no name, and neither does what people differ on.
    """
    if until is None:
        return []
    known = [one for one in judgements if dt.datetime.fromisoformat(one.judged_at) <= until]
    states = judge_standing(known)
    lessons = []
    for one in known:
        if one.about not in (FIGURE, MISSED) or one.verdict == REJECTED or states.get(one.judgement_id) != STANDING:
            continue
        before, after = (one.before or "").rpartition("\n")[2], (one.after or "").partition("\n")[0]
        quote = one.quote or ""
        named = one.asserted.get("indicator_id")
        lessons.append(
            Lesson(before + quote + after, len(before), len(before) + len(quote), str(named) if named else None)
        )
    return sorted(lessons, key=lambda lesson: (*lesson[:3], lesson.indicator_id or ""))
