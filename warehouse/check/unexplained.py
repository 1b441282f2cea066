"""How many of a run's figures nothing explains: neither an indicator nor a kind outside the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse.store.queries import fetch_value

FEWEST_FIGURES = 200
"""Figures of a run, and three times as many before it, from which the share says anything."""

RISE = 1.5
"""Times the expected share that it must exceed."""

RISE_AT_LEAST = 0.1
"""Share of the run's figures by which it must lie above what is expected: fields differ by some hundredths among themselves."""


@dataclass(frozen=True, slots=True)
class UnexplainedShare:
    """What a run's reports hold that nothing explains, beside what reports of the same levels held before."""

    figures: int
    unknown: int
    expected: float
    """Unknown figures that as many figures of the same levels had before."""
    former_figures: int

    @property
    def has_risen(self) -> bool:
        """Whether so much more is unexplained than before that the wording, or the page, must be another."""
        return self.former_figures >= 3 * FEWEST_FIGURES and (
            self.unknown > RISE * self.expected and self.unknown - self.expected > RISE_AT_LEAST * self.figures
        )


def compare_unexplained(con: duckdb.DuckDBPyConnection, run_id: str) -> UnexplainedShare | None:
    """The run's share, and what is expected of its levels: departments leave more unexplained than counties do.

    None for a run of fewer than FEWEST_FIGURES that can be compared; a small one does not have all others counted for that.
    """
    brought = fetch_value(con, "SELECT coalesce(sum(fact_count), 0)::BIGINT FROM report WHERE run_id = ?", [run_id])
    if brought < FEWEST_FIGURES:
        return None
    [(figures, unknown, expected, former)] = con.execute(
        """
        WITH counted AS (
            SELECT level, report.run_id = $run AS now, count(*) AS figures, count(*) FILTER (outside = 'unknown') AS unknown
            FROM report JOIN fact_indicator USING (report_id) GROUP BY ALL
        )
        SELECT coalesce(sum(new.figures), 0)::BIGINT, coalesce(sum(new.unknown), 0)::BIGINT,
               coalesce(sum(new.figures * old.unknown / old.figures), 0)::DOUBLE, coalesce(sum(old.figures), 0)::BIGINT
        FROM counted AS new JOIN counted AS old ON new.level IS NOT DISTINCT FROM old.level AND NOT old.now
        WHERE new.now
        """,
        {"run": run_id},
    ).fetchall()
    return None if figures < FEWEST_FIGURES else UnexplainedShare(figures, unknown, expected, former)
