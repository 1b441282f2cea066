"""Versions of a report at one address, and the figures that differ between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from parsers.records import Fact
from warehouse.store.queries import transaction


@dataclass(frozen=True, slots=True)
class VersionPair:
    """Two versions of a report at one address that have not been compared: where the bytes of both are kept."""

    report_id: str
    url: str
    old_page_id: str
    old_content_type: str | None
    old_file: str
    old_offset: int
    new_page_id: str
    new_content_type: str | None
    new_file: str
    new_offset: int
    noticed_at: dt.datetime


def find_new_versions(con: duckdb.DuckDBPyConnection) -> list[VersionPair]:
    """Reports whose address gives another text than before, each with its former version, as far as not compared yet.

    Pages that differ in the site's frame only carry the same text and are none.
    """
    rows = con.execute(
        """
        WITH former AS (
            SELECT new.url, new.page_id AS new_page_id, arg_max(old.page_id, old.last_fetched_at) AS old_page_id
            FROM page AS new JOIN page AS old
              ON old.url = new.url AND old.page_id <> new.page_id AND old.report_id = new.report_id
             AND old.outcome = 'superseded' AND old.last_fetched_at <= new.last_fetched_at
            WHERE new.is_current AND new.outcome = 'loaded'
            GROUP BY ALL
        )
        SELECT new.report_id, new.url, old.page_id, old.content_type, old.archive_file, old.archive_offset,
               new.page_id, new.content_type, new.archive_file, new.archive_offset, new.fetched_at
        FROM former
        JOIN page AS new ON new.url = former.url AND new.page_id = former.new_page_id
        JOIN page AS old ON old.url = former.url AND old.page_id = former.old_page_id
        LEFT JOIN revision ON revision.url = new.url AND revision.old_page_id = old.page_id
             AND revision.new_page_id = new.page_id
        WHERE revision.url IS NULL AND old.text_digest IS DISTINCT FROM new.text_digest
          AND old.archive_file IS NOT NULL AND new.archive_file IS NOT NULL
        ORDER BY new.url
        """
    ).fetchall()
    return [VersionPair(*row) for row in rows]


def write_revision(
    con: duckdb.DuckDBPyConnection,
    pair: VersionPair,
    changes: Sequence[tuple[Fact | None, Fact | None]],
    parser_version: str,
    run_id: str,
) -> None:
    """Enter what changed between two versions: a row a figure, or one row where only the wording did.

    A change is the figure before and after; None before for one that was added, None after for one that is gone.
    """
    common = [pair.report_id, pair.url, pair.old_page_id, pair.new_page_id, pair.noticed_at]
    rows: list[list[Any]] = []
    for old, new in changes:
        shown = new or old
        assert shown is not None
        kind = "added" if old is None else "removed" if new is None else "changed"
        sides = [
            (None if fact is None else getattr(fact, name))
            for name in ("value", "quote", "sentence")
            for fact in (old, new)
        ]
        rows.append([*common, kind, shown.indicator_id, shown.label, shown.unit, *sides, parser_version, run_id])
    if not rows:
        rows.append([*common, "wording", *[None] * 9, parser_version, run_id])
    with transaction(con):
        con.executemany(f"INSERT INTO revision VALUES ({', '.join('?' * 17)})", rows)
