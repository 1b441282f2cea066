"""Row counts for each year, pinned: they may grow by themselves, but nothing is lost without somebody knowing.

They fall where the source changed (a page that now tells less), not where only our rules did: then the check
`pinned_counts` fails until a person has looked and accepts.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from warehouse.store.queries import transaction

_COUNTED = """
    SELECT 'report' AS relation, year, count(*) AS row_count FROM report GROUP BY year
    UNION ALL SELECT 'section', year, sum(section_count) FROM report GROUP BY year
    UNION ALL SELECT 'fact_indicator', year, sum(fact_count) FROM report GROUP BY year
"""
# A year that has lost all its reports counts as none.
_PRESENT = f"""
    SELECT relation, year, coalesce(counted.row_count, 0)::BIGINT AS row_count FROM ({_COUNTED}) AS counted
    UNION ALL
    SELECT relation, year, 0 FROM pinned_count
    WHERE NOT EXISTS (SELECT 1 FROM report WHERE report.year IS NOT DISTINCT FROM pinned_count.year)
"""


def raise_counts(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Pin what is there where it is more than was pinned."""
    _pin(con, run_id, "随数据增加", "counted.row_count > pinned_count.row_count")


def accept_counts(con: duckdb.DuckDBPyConnection, reason: str, run_id: str | None = None) -> int:
    """Pin what is there also where it is less, with the reason that a person gives; the number of pins changed.

    Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("say why the lower counts are right")
    with transaction(con):
        return _pin(con, run_id, reason.strip(), "counted.row_count <> pinned_count.row_count")


def list_losses(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int | None, int, int]]:
    """Relation, year, pinned rows and present rows where the reports have fewer than were pinned."""
    return con.execute(
        "SELECT relation, pinned_count.year, pinned_count.row_count, counted.row_count FROM pinned_count "
        f"JOIN ({_PRESENT}) AS counted USING (relation) WHERE counted.year IS NOT DISTINCT FROM pinned_count.year "
        "AND counted.row_count < pinned_count.row_count ORDER BY ALL"
    ).fetchall()


def lower_counts(
    con: duckdb.DuckDBPyConnection,
    released: Mapping[tuple[str, int | None], int],
    run_id: str,
    reason: str = "来源页面有变",
) -> None:
    """Let pins fall by rows (by relation and year) that changed pages, or a person, took away."""
    for (relation, year), rows in released.items():
        con.execute(
            "UPDATE pinned_count SET row_count = greatest(row_count - ?, 0), reason = ?, run_id = ? "
            "WHERE relation = ? AND year IS NOT DISTINCT FROM ?",
            [rows, reason, run_id, relation, year],
        )


def _pin(con: duckdb.DuckDBPyConnection, run_id: str | None, reason: str, condition: str) -> int:
    """Set the pins that meet the condition to the counts of now, and add the missing ones."""
    changed = con.execute(
        f"""
        UPDATE pinned_count SET row_count = counted.row_count, reason = ?, run_id = ? FROM ({_PRESENT}) AS counted
        WHERE pinned_count.relation = counted.relation AND pinned_count.year IS NOT DISTINCT FROM counted.year
          AND {condition}
        """,
        [reason, run_id],
    ).fetchall()[0][0]
    added = con.execute(
        f"""
        INSERT INTO pinned_count
        SELECT relation, year, row_count, ?, ? FROM ({_PRESENT}) AS counted
        WHERE NOT EXISTS (SELECT 1 FROM pinned_count WHERE pinned_count.relation = counted.relation
                          AND pinned_count.year IS NOT DISTINCT FROM counted.year)
        """,
        [reason, run_id],
    ).fetchall()[0][0]
    return int(changed + added)
