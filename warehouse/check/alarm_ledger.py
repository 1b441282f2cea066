"""What a person must see, a row for each cause: raised once, told once, cleared when the cause is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from warehouse.items import fold_time
from warehouse.store.queries import registered, transaction

_OPEN = "alarm.kind = told.kind AND alarm.subject = told.subject AND alarm.cleared_at IS NULL"


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
        open_ones = set(con.execute("SELECT kind, subject FROM alarm WHERE cleared_at IS NULL").fetchall())
        over = [
            Alarm(kind, subject, "")
            for kind, subject in open_ones - present.keys()
            if (kind, None) in judged or (kind, subject) in judged
        ]
        _write(con, f"UPDATE alarm SET cleared_at = $now FROM told WHERE {_OPEN}", over, {"now": now})
        known = [present[name] for name in open_ones & present.keys()]
        _write(
            con,
            f"UPDATE alarm SET last_seen_at = $now, detail = told.detail FROM told WHERE {_OPEN}",
            known,
            {"now": now},
        )
        new = [alarm for name, alarm in present.items() if name not in open_ones]
        inserted = "INSERT INTO alarm SELECT kind, subject, detail, $now, $now, NULL, NULL, $run FROM told"
        _write(con, inserted, new, {"now": now, "run": run_id})
        rows = con.execute(
            "SELECT kind, subject, detail FROM alarm WHERE cleared_at IS NULL AND sent_at IS NULL ORDER BY kind, subject"
        ).fetchall()
    return [Alarm(*row) for row in rows]


def mark_sent(con: duckdb.DuckDBPyConnection, alarms: Sequence[Alarm], moment: dt.datetime) -> None:
    """Note that a person was told of these."""
    with transaction(con):
        _write(con, f"UPDATE alarm SET sent_at = $now FROM told WHERE {_OPEN}", alarms, {"now": fold_time(moment)})


def _write(con: duckdb.DuckDBPyConnection, sql: str, told: Sequence[Alarm], parameters: Mapping[str, object]) -> None:
    """One statement over all of these, which are its table `told`: a run may find a thousand overdue, and each alone takes 1.5 ms."""
    import pyarrow as pa

    if told:
        names = ("kind", "subject", "detail")
        table = pa.table({name: pa.array([getattr(alarm, name) for alarm in told], pa.string()) for name in names})
        with registered(con, "told", table):
            con.execute(sql, dict(parameters))
