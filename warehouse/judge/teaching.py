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
from warehouse.store.queries import fetch_value
from warehouse.store.state import read_state, write_state

_TAUGHT = "second_opinion"


class Lesson(NamedTuple):
    """A figure and what it is."""

    passage: str
    """The words around it that the ledger keeps, within its line."""
    start: int
    end: int
    indicator_id: str | None


def find_moment(con: duckdb.DuckDBPyConnection) -> dt.datetime | None:
    """When the second opinion was last taught; None where it learned nothing, or all of it was taken back."""
    noted = read_state(con, _TAUGHT)
    if noted is not None:
        return dt.datetime.fromisoformat(noted) if noted else None
    # (former releases taught it whenever they learned confidence)
    learned = fetch_value(con, "SELECT max(learned_at) FROM learned_confidence")
    return learned.replace(tzinfo=dt.UTC) if learned else None


def note_moment(con: duckdb.DuckDBPyConnection, moment: dt.datetime | None) -> None:
    """Note until when the ledger teaches the second opinion; None: nothing does. Within the caller's transaction."""
    write_state(con, _TAUGHT, moment.astimezone(dt.UTC).isoformat() if moment else "")


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
