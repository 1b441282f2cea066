"""The ledger of addresses: what each gave the last time, so that the next run asks only for what has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import duckdb

from warehouse.items import fold_time
from warehouse.store.queries import registered, transaction


@dataclass(frozen=True, slots=True)
class AddressRow:
    """A row of `address`; times are UTC without zone."""

    url: str
    source: str
    kind: str
    page_id: str | None
    etag: str | None
    last_modified: str | None
    content_type: str | None
    archive_file: str | None
    archive_offset: int | None
    status: int | None
    checked_at: dt.datetime
    changed_at: dt.datetime | None
    gone_since: dt.datetime | None
    gone_seen_at: dt.datetime | None
    gone_sightings: int | None


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A row of `attachment`."""

    page_id: str
    url: str
    attachment_url: str
    title: str
    cover_page_id: str
    cover_content_type: str | None
    cover_file: str
    cover_offset: int


_INTEGERS = {"archive_offset", "status", "cover_offset", "gone_sightings"}
_MOMENTS = {"checked_at", "changed_at", "gone_since", "gone_seen_at"}


def read_addresses(con: duckdb.DuckDBPyConnection, sources: Collection[str]) -> dict[str, AddressRow]:
    """All addresses that these sources ever gave, by address."""
    names = ", ".join(field.name for field in fields(AddressRow))
    rows = con.execute(f"SELECT {names} FROM address WHERE source IN (SELECT unnest(?))", [list(sources)]).fetchall()
    return {row[0]: AddressRow(*row) for row in rows}


def find_report_years(con: duckdb.DuckDBPyConnection, rows: Mapping[str, AddressRow]) -> dict[str, int | None]:
    """For those of these addresses whose page was read the year of its report; None where it gave none, or told no year."""
    read = [row.url for row in rows.values() if row.kind == "report" and row.page_id is not None]
    years = con.execute(
        "SELECT address.url, any_value(report.year) FROM address JOIN page USING (url, page_id) "
        "JOIN report ON report.report_id = page.report_id WHERE address.url IN (SELECT unnest(?)) GROUP BY address.url",
        [read],
    ).fetchall()
    return dict.fromkeys(read) | dict(years)


def write_addresses(con: duckdb.DuckDBPyConnection, rows: Sequence[AddressRow]) -> None:
    """Put these rows in the place of those of the same addresses, in one transaction; the last row of an address counts."""
    latest = {row.url: row for row in rows}
    if not latest:
        return
    with transaction(con), registered(con, "incoming", _tabulate(latest.values(), AddressRow)):
        con.execute("DELETE FROM address WHERE url IN (SELECT url FROM incoming)")
        con.execute("INSERT INTO address BY NAME SELECT * FROM incoming")


def write_attachments(con: duckdb.DuckDBPyConnection, rows: Sequence[AttachmentRow]) -> None:
    """Keep which file hangs on which page."""
    latest = {(row.page_id, row.url): row for row in rows}
    if not latest:
        return
    with transaction(con), registered(con, "incoming", _tabulate(latest.values(), AttachmentRow)):
        con.execute(
            "DELETE FROM attachment USING incoming "
            "WHERE attachment.page_id = incoming.page_id AND attachment.url = incoming.url"
        )
        con.execute("INSERT INTO attachment BY NAME SELECT * FROM incoming")


def settle_listings(con: duckdb.DuckDBPyConnection, urls: Collection[str]) -> None:
    """Take the alarms of these columns out of quarantine: they are in order again."""
    if urls:
        con.execute("DELETE FROM quarantine WHERE stage = 'discover' AND url IN (SELECT unnest(?))", [list(urls)])


def make_row(
    url: str, source: str, kind: str, former: AddressRow | None, checked_at: dt.datetime, **new: Any
) -> AddressRow:
    """The row of an address after it was asked again: what `new` does not tell stays as it was.

    `new` may hold page_id, etag, last_modified, content_type, archive_file, archive_offset, status and gone (bool): that this
    answer says that the page is no longer there. An answer that gives the page ends what was seen of that before.
    """
    moment = fold_time(checked_at)
    gone = new.pop("gone", False)
    kept = {
        name: getattr(former, name) if former else None
        for name in ("page_id", "etag", "last_modified", "content_type", "archive_file", "archive_offset", "changed_at")
    }
    if new.get("page_id") is not None:
        if new["page_id"] != kept["page_id"]:
            kept["changed_at"] = moment
        kept |= new
    seen = (former.gone_since, former.gone_seen_at, former.gone_sightings or 0) if former else (None, None, 0)
    if gone:
        seen = (seen[0] or moment, moment, seen[2] + 1)
    elif new.get("page_id") is not None:
        seen = (None, None, 0)
    # No answer tells nothing of whether the page is back.
    return AddressRow(
        url=url,
        source=source,
        kind=kind,
        checked_at=moment,
        gone_since=seen[0],
        gone_seen_at=seen[1],
        gone_sightings=seen[2],
        **{**kept, "status": new.get("status")},
    )


def _tabulate(rows: Iterable[Any], record: type) -> Any:
    import pyarrow as pa

    rows = list(rows)
    columns = {}
    for field in fields(record):
        kind = pa.int64() if field.name in _INTEGERS else pa.timestamp("us") if field.name in _MOMENTS else pa.string()
        columns[field.name] = pa.array([getattr(row, field.name) for row in rows], kind)
    return pa.table(columns)


def find_covers(
    con: duckdb.DuckDBPyConnection, pages: Collection[tuple[str, str]]
) -> dict[tuple[str, str], AttachmentRow]:
    """For those of the pairs (url, page_id) that are attached files, the page that each hangs on."""
    import pyarrow as pa

    if not pages:
        return {}
    names = ", ".join(f"attachment.{field.name}" for field in fields(AttachmentRow))
    urls, page_ids = zip(*pages, strict=True)
    pairs = pa.table({"url": pa.array(urls, pa.string()), "page_id": pa.array(page_ids, pa.string())})
    with registered(con, "pairs", pairs):
        rows = con.execute(f"SELECT {names} FROM attachment SEMI JOIN pairs USING (url, page_id)").fetchall()
    return {(row[1], row[0]): AttachmentRow(*row) for row in rows}
