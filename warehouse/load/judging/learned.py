"""Confidence as learned from this warehouse's judgements, in the tables, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import duckdb

from warehouse.derive.settling import unsettle_years
from warehouse.items import fold_time
from warehouse.judge.learning import Learned
from warehouse.judge.teaching import note_moment
from warehouse.store.migrations import list_fact_tables
from warehouse.store.queries import registered, transaction

_READ = "(judged IS DISTINCT FROM 'changed' OR machine_value IS NOT NULL)"
"""A figure that a person added has nobody's confidence but his."""


def list_stated(con: duckdb.DuckDBPyConnection) -> list[float]:
    """Every confidence that the parsers state of a figure of this warehouse."""
    rows = con.execute(
        f"SELECT DISTINCT round(coalesce(machine_confidence, confidence), 3) FROM fact_indicator WHERE {_READ} ORDER BY 1"
    ).fetchall()
    return [stated for (stated,) in rows if stated is not None]


def store_learned(
    con: duckdb.DuckDBPyConnection,
    learned: Sequence[Learned],
    moment: dt.datetime,
    taught: dt.datetime | None = None,
) -> None:
    """Put what is learned in the place of what was learned before, in one transaction; nothing learned is the way back.

    `taught`: until when the ledger teaches the second opinion too.
    """
    import pyarrow as pa

    with transaction(con):
        note_moment(con, taught)
        unsettle_years(con, {year for (year,) in con.execute("SELECT DISTINCT year FROM report").fetchall()})
        for table in list_fact_tables(con):
            con.execute(
                f"UPDATE {table} SET confidence = machine_confidence, machine_confidence = NULL "
                "WHERE machine_confidence IS NOT NULL"
            )
        con.execute("DELETE FROM learned_confidence")
        if learned:
            rows = [
                {
                    "confidence": one.confidence,
                    "theme": one.theme,
                    "indicator_id": one.indicator_id,
                    "judged": one.judged,
                    "right_count": one.right,
                    "learned": one.learned,
                    "learned_at": fold_time(moment),
                }
                for one in learned
            ]
            with registered(con, "incoming", pa.Table.from_pylist(rows)):
                con.execute("INSERT INTO learned_confidence BY NAME SELECT * FROM incoming")
        apply_learned(con)


def apply_learned(con: duckdb.DuckDBPyConnection, report_ids: Collection[str] | None = None) -> None:
    """Give the figures of these reports (None: all), as they were read, the confidence that was learned."""
    if not con.execute("SELECT 1 FROM learned_confidence LIMIT 1").fetchall():
        return
    chosen = "" if report_ids is None else "AND fact.report_id IN (SELECT unnest($reports))"
    bound = {} if report_ids is None else {"reports": list(report_ids)}
    for table in list_fact_tables(con):
        con.execute(
            f"""
            UPDATE {table} AS fact SET machine_confidence = fact.confidence, confidence = stated.learned
            FROM (
                SELECT fact_id, coalesce(narrow.learned, wide.learned, wider.learned) AS learned
                FROM (
                    SELECT fact_id, round(confidence, 3) AS sure,
                           coalesce(CASE WHEN judged IN ('changed', 'rejected') THEN machine_indicator_id ELSE indicator_id END, '')
                               AS indicator_id
                    FROM {table} AS fact WHERE machine_confidence IS NULL AND {_READ} {chosen}
                ) AS read
                LEFT JOIN dim_indicator ON dim_indicator.indicator_id = read.indicator_id
                LEFT JOIN learned_confidence AS narrow
                  ON narrow.confidence = sure AND narrow.indicator_id = read.indicator_id
                LEFT JOIN learned_confidence AS wide
                  ON wide.confidence = sure AND wide.theme = coalesce(dim_indicator.theme, 'outside') AND wide.indicator_id IS NULL
                LEFT JOIN learned_confidence AS wider ON wider.confidence = sure AND wider.theme IS NULL
            ) AS stated
            WHERE fact.fact_id = stated.fact_id AND stated.learned IS NOT NULL
            """,
            bound,
        )
