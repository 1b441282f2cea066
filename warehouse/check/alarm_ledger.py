"""What a person must see, a row for each cause: raised once, told once, cleared when the cause is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import duckdb

from warehouse.items import fold_time
from warehouse.store.queries import transaction


@dataclass(frozen=True, slots=True)
class Alarm:
    """A cause: its kind (a code of seeds/reasons.csv), what it is about, and plain words."""

    kind: str
    subject: str
    detail: str


def note_alarms(
    con: duckdb.DuckDBPyConnection,
    found: Sequence[Alarm],
    judged: Collection[tuple[str, str | None]],
    moment: dt.datetime,
    run_id: str | None,
) -> list[Alarm]:
    """Enter what was found, clear what was looked for and is gone; gives the alarms that nobody has been told of yet.

    `judged` are the pairs (kind, subject) that were looked at, subject None for all of the kind: an open alarm among them
    that was not found is over. Whoever tells a person calls `mark_sent`; until then the next call gives the alarm again.
    """
    now = fold_time(moment)
    present = {(alarm.kind, alarm.subject): alarm for alarm in found}
    with transaction(con):
        open_ones = con.execute("SELECT kind, subject FROM alarm WHERE cleared_at IS NULL").fetchall()
        for kind, subject in open_ones:
            if (kind, subject) not in present and ((kind, None) in judged or (kind, subject) in judged):
                con.execute(
                    "UPDATE alarm SET cleared_at = ? WHERE kind = ? AND subject = ? AND cleared_at IS NULL",
                    [now, kind, subject],
                )
        for alarm in present.values():
            if (alarm.kind, alarm.subject) in open_ones:
                con.execute(
                    "UPDATE alarm SET last_seen_at = ?, detail = ? WHERE kind = ? AND subject = ? AND cleared_at IS NULL",
                    [now, alarm.detail, alarm.kind, alarm.subject],
                )
            else:
                con.execute(
                    "INSERT INTO alarm VALUES (?, ?, ?, ?, ?, NULL, NULL, ?)",
                    [alarm.kind, alarm.subject, alarm.detail, now, now, run_id],
                )
        rows = con.execute(
            "SELECT kind, subject, detail FROM alarm WHERE cleared_at IS NULL AND sent_at IS NULL ORDER BY kind, subject"
        ).fetchall()
    return [Alarm(*row) for row in rows]


def mark_sent(con: duckdb.DuckDBPyConnection, alarms: Sequence[Alarm], moment: dt.datetime) -> None:
    """Note that a person was told of these."""
    with transaction(con):
        for alarm in alarms:
            con.execute(
                "UPDATE alarm SET sent_at = ? WHERE kind = ? AND subject = ? AND cleared_at IS NULL",
                [fold_time(moment), alarm.kind, alarm.subject],
            )
