"""What a sitting works through: figures by their ids, paragraphs by their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from warehouse.store.queries import registered


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be judged: a figure by its id, or a paragraph by its place, that none of its figures is missed."""

    report_id: str
    year: int | None
    page_id: str
    span: tuple[int, int]
    slot: int = 0
    """Which of the figures of one quote, from 1; 0 for a paragraph."""
    fact_id: str | None = None

    @property
    def place(self) -> tuple[str, int, int, int]:
        """What judgements of it are known by."""
        return (self.page_id, *self.span, self.slot)


def list_entries(con: duckdb.DuckDBPyConnection, fact_ids: Sequence[str]) -> list[Entry]:
    """The figures of these ids as entries, in their order."""
    import pyarrow as pa

    with registered(con, "asked", pa.table({"fact_id": pa.array(list(fact_ids), pa.string())})):
        rows = con.execute(
            """
            SELECT fact_id, fact.report_id, fact.year, report.page_id, char_start, char_end, slot
            FROM (
                SELECT fact_id, report_id, year, char_start, char_end,
                       row_number() OVER (PARTITION BY report_id, char_start, char_end ORDER BY seq) AS slot
                FROM fact_indicator
                WHERE report_id IN (SELECT report_id FROM fact_indicator SEMI JOIN asked USING (fact_id))
                  AND (judged IS DISTINCT FROM 'changed' OR machine_value IS NOT NULL)
            ) AS fact SEMI JOIN asked USING (fact_id) JOIN report ON report.report_id = fact.report_id
            """
        ).fetchall()
    found = {row[0]: Entry(row[1], row[2], row[3], (row[4], row[5]), row[6], row[0]) for row in rows}
    return [found[fact_id] for fact_id in fact_ids if fact_id in found]
