"""A WARC file as a source: its pages come in as if they had just been fetched, with the time of their own fetch."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from flows.archive.encodings import BrokenEncodingError, decode_body
from flows.archive.warc import ArchiveWriter
from parsers.body.charset import LONGEST_PAGE
from parsers.records import Refusal
from warehouse.items import LoadItem

WARC_SUFFIXES = (".warc", ".warc.gz")

# Pictures, styles and scripts that a crawler kept beside the pages.
_NO_PAGE = re.compile(r"image/|video/|audio/|font/|text/css|javascript|application/(?:json|xml|rss|font)", re.I)


@dataclass(frozen=True, slots=True)
class WarcPage:
    """A page of a WARC file: its item, still without a place in our archive, and the record, None for a refusal."""

    item: LoadItem
    record: Any
    sent: bytes
    """The record's payload as it was sent, its encodings not undone."""


def list_responses(path: Path) -> Iterator[WarcPage]:
    """The pages of a WARC file, items to parse, or refusals for what cannot be; `keep_record` copies one.

    Only whole answers with status 200 that may be pages; `resource` records are files that were loaded. What a `revisit`
    record speaks of stands elsewhere. A file that breaks off gives what stands before the break, then a refusal of its own.
    """
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream, check_digests="raise"):
                if record.rec_type in ("response", "resource") and _may_be_page(record):
                    yield _read_record(record)
        except (ArchiveLoadFailed, EOFError) as error:
            detail = (
                f"WARC 文件在此处损坏，其后未读。The WARC file is damaged ({error}): restore it, then load it again"
            )
            item = LoadItem(
                path.absolute().as_uri(),
                None,
                dt.datetime.now(dt.UTC),
                Refusal("archive_damaged", detail),
                stage="read",
            )
            yield WarcPage(item, None, b"")


def keep_record(page: WarcPage, archive: ArchiveWriter) -> LoadItem:
    """The item with the place of its record, copied into our archive as it was: its own headers, time and identity.

    Raises OSError where the disk does not take it.
    """
    place = archive.append(lambda writer: _write_copy(writer, page.record, page.sent), dt.datetime.now(dt.UTC))
    return replace(page.item, archive_file=place.archive_file, archive_offset=place.archive_offset)


def _may_be_page(record: Any) -> bool:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if not url.startswith(("http://", "https://", "file:")) or url.endswith("/robots.txt"):
        return False
    if record.http_headers is None:
        return bool(record.rec_type == "resource")
    kind = record.http_headers.get_header("content-type") or ""
    return record.http_headers.get_statuscode() == "200" and not _NO_PAGE.search(kind)


def _read_record(record: Any) -> WarcPage:
    url = record.rec_headers.get_header("WARC-Target-URI")
    seen_at = dt.datetime.fromisoformat(record.rec_headers.get_header("WARC-Date").replace("Z", "+00:00"))
    http = record.http_headers
    kind = http.get_header("content-type") if http else record.rec_headers.get_header("Content-Type")
    status = int(http.get_statuscode()) if http else None
    sent = record.raw_stream.read()
    digest, size = hashlib.sha256(), 0
    try:
        for piece in decode_body(iter([sent]), http.get_header("content-encoding") if http else None):
            size += len(piece)
            digest.update(piece)
            if size > LONGEST_PAGE:
                detail = f"解压后超过 {LONGEST_PAGE // 1024**2} MB。It unpacks to more than a page"
                refused = LoadItem(url, None, seen_at, Refusal("oversized_page", detail), stage="read", status=status)
                return WarcPage(refused, None, b"")
    except BrokenEncodingError as error:
        refused = LoadItem(url, None, seen_at, Refusal("broken_encoding", str(error)), stage="read", status=status)
        return WarcPage(refused, None, b"")
    item = LoadItem(
        url=url,
        page_id=digest.hexdigest(),
        fetched_at=seen_at,
        result=None,
        status=status,
        content_type=kind,
        byte_count=size,
    )
    return WarcPage(item, record, sent)


def _write_copy(writer: Any, record: Any, sent: bytes) -> None:
    copy = writer.create_warc_record(
        record.rec_headers.get_header("WARC-Target-URI"),
        record.rec_type,
        payload=BytesIO(sent),
        length=len(sent),
        http_headers=record.http_headers,
        warc_content_type=record.rec_headers.get_header("Content-Type") or "",
        warc_headers_dict={"WARC-Date": record.rec_headers.get_header("WARC-Date")},
    )
    writer.write_record(copy)
