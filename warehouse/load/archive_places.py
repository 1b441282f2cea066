"""Where the archive keeps the bytes that the warehouse speaks of, and a new place for those that were lost there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import duckdb

from warehouse.store.queries import registered, transaction

Place = tuple[str, int]
"""A file of the archive folder, and the byte at which the record starts."""


def find_archived(con: duckdb.DuckDBPyConnection, page_ids: Collection[str]) -> dict[str, list[Place]]:
    """All places that tables tell for these bytes."""
    import pyarrow as pa

    with registered(con, "asked_pages", pa.table({"page_id": pa.array(list(set(page_ids)), pa.string())})):
        rows = con.execute(
            """
            SELECT DISTINCT page_id, archive_file, archive_offset FROM page SEMI JOIN asked_pages USING (page_id)
            WHERE archive_file IS NOT NULL
            UNION
            SELECT DISTINCT cover_page_id, cover_file, cover_offset FROM attachment
            WHERE cover_page_id IN (SELECT page_id FROM asked_pages)
            ORDER BY ALL
            """
        ).fetchall()
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for page_id, file, offset in rows:
        found[page_id].append((file, offset))
    return found


def move_places(con: duckdb.DuckDBPyConnection, places: Mapping[str, Place]) -> None:
    """Let every row that speaks of these bytes say that they are kept there, in one transaction."""
    import pyarrow as pa

    if not places:
        return
    table = pa.table(
        {
            "page_id": pa.array(list(places), pa.string()),
            "file": pa.array([file for file, _ in places.values()], pa.string()),
            "place": pa.array([offset for _, offset in places.values()], pa.int64()),
        }
    )
    with transaction(con), registered(con, "moved_places", table):
        for relation, name, file, offset in (
            ("page", "page_id", "archive_file", "archive_offset"),
            ("address", "page_id", "archive_file", "archive_offset"),
            ("attachment", "cover_page_id", "cover_file", "cover_offset"),
        ):
            con.execute(
                f"UPDATE {relation} SET {file} = moved_places.file, {offset} = moved_places.place FROM moved_places "
                f"WHERE {relation}.{name} = moved_places.page_id AND {relation}.{file} IS NOT NULL"
            )
