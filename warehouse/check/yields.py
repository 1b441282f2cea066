"""What each page shape gives, run by run: a shape that suddenly gives little was rebuilt by its makers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from warehouse.items import TabulatedPage

FEWEST_PAGES = 10
"""Pages of a shape in a run, and three times as many before it, from which its yield says anything."""

FALL = 0.5
"""Share of the former yield under which it has fallen: columns differ by a third among themselves, never by half."""


@dataclass(frozen=True, slots=True)
class ShapeYield:
    """What a shape gave: in this run, and in all before it."""

    container: str
    pages: int
    reports: int
    characters: int
    facts: int
    former_pages: int
    former_reports: int
    former_characters: int
    former_facts: int

    @property
    def has_fallen(self) -> bool:
        """Whether far fewer of its pages are reports, or the reports hold far fewer figures for their length."""
        fewer_reports = self.reports * self.former_pages < FALL * self.former_reports * self.pages
        fewer_facts = self.facts * self.former_characters < FALL * self.former_facts * self.characters
        return fewer_reports or fewer_facts


def note_yields(con: duckdb.DuckDBPyConnection, run_id: str, results: Iterable[object]) -> None:
    """Add what the shapes of these freshly parsed pages gave; whatever is no `TabulatedPage` has none."""
    counts: dict[str, Counter[str]] = {}
    for result in results:
        if isinstance(result, TabulatedPage) and result.container:
            count = counts.setdefault(result.container, Counter())
            count["pages"] += 1
            if result.refusal is None:
                count["reports"] += 1
                count["characters"] += len(result.text)
                count["facts"] += result.fact_count
    rows = [
        (run_id, container, count["pages"], count["reports"], count["characters"], count["facts"])
        for container, count in sorted(counts.items())
    ]
    if rows:
        # (one statement: each would be a transaction of its own, which waits for the disk)
        con.execute(
            f"INSERT INTO shape_yield VALUES {', '.join(['(?, ?, ?, ?, ?, ?)'] * len(rows))}",
            [value for row in rows for value in row],
        )


def compare_yields(con: duckdb.DuckDBPyConnection, run_id: str) -> list[ShapeYield]:
    """The shapes of which this run and the ones before saw enough pages to compare."""
    rows = con.execute(
        """
        WITH summed AS (
            SELECT container, run_id = $run AS now, sum(pages) AS pages, sum(reports) AS reports,
                   sum(characters) AS characters, sum(facts) AS facts
            FROM shape_yield GROUP BY ALL
        )
        SELECT container, new.pages::BIGINT, new.reports::BIGINT, new.characters::BIGINT, new.facts::BIGINT,
               old.pages::BIGINT, old.reports::BIGINT, old.characters::BIGINT, old.facts::BIGINT
        FROM summed AS new JOIN summed AS old USING (container)
        WHERE new.now AND NOT old.now AND new.pages >= $fewest AND old.pages >= 3 * $fewest
        ORDER BY container
        """,
        {"run": run_id, "fewest": FEWEST_PAGES},
    ).fetchall()
    return [ShapeYield(*row) for row in rows]
