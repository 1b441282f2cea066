"""What reports count and the catalogue lacks, the most widespread first: so it grows by evidence."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

FEWEST_REPORTS = 2
"""A label of one report alone is that report's own."""


@dataclass(frozen=True, slots=True)
class UnmappedLabel:
    """A label without an indicator: how many reports and regions have it, and one of its sentences."""

    label: str
    unit: str
    reports: int
    regions: int
    figures: int
    report_id: str
    sentence: str
    outside: str
    """Which kind outside the catalogue it is; `unknown` ranks first."""
    quote: str
    """The figure of that sentence."""


def rank_unmapped_labels(
    con: duckdb.DuckDBPyConnection, limit: int = 50, fewest: int = FEWEST_REPORTS
) -> list[UnmappedLabel]:
    """Labels of counts, amounts and rates without an indicator that at least so many reports share.

    What is not explained at all (`unknown`) stands first. Labels that differ only in 全县, 本市 and the like, in marks or figures are one.
    """
    rows = con.execute(
        """
        WITH folded AS (
            SELECT
                regexp_replace(
                    regexp_replace(label, '(全|本|我)(省|市|县|区|州|盟|旗|镇|乡|街道)|各级|[0-9０-９年月日]+', '', 'g'),
                    '[，。、；：“”（）(),.;:\\s]+', '', 'g') AS label,
                unit, report_id, region_code, sentence, quote, seq, coalesce(outside, 'unknown') AS outside
            FROM fact_indicator
            WHERE indicator_id IS NULL AND kind IN ('level', 'rate') AND check_status IS DISTINCT FROM 'garbled'
              AND judged IS DISTINCT FROM 'rejected'
        )
        SELECT label, unit, count(DISTINCT report_id) AS reports, count(DISTINCT region_code) AS regions, count(*),
               min(report_id), arg_min(sentence, (report_id, seq)), mode(outside ORDER BY outside) AS kind,
               arg_min(quote, (report_id, seq))
        FROM folded WHERE label <> ''
        GROUP BY label, unit HAVING reports >= ?
        ORDER BY kind = 'unknown' DESC, reports DESC, regions DESC, count(*) DESC, label, unit LIMIT ?
        """,
        [fewest, limit],
    ).fetchall()
    return [UnmappedLabel(*row) for row in rows]
