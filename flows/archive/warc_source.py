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

from flows.archive.encodings import BrokenEncodingError, decode_body
from flows.archive.warc import ArchiveWriter
from flows.archive.warc_reading import BrokenChunksError, HeadParser, Unpacked, open_unpacked, undo_chunks
from parsers.body.charset import LONGEST_PAGE
from parsers.records import Refusal
from warehouse.items import LoadItem

WARC_SUFFIXES = (".warc", ".warc.gz")

_LONGEST_HEAD = 64 * 1024
"""Bytes of a record's own headers; a member that is longer than that and the block holds something else too."""

_MOST_INTERIM = 5

MOST_SEGMENTED = 64
"""Records in segments that wait for their rest at the same time."""

# Pictures, styles and scripts that a crawler kept beside the pages.
_CHUNKED = ("transfer-encoding", "x-archive-orig-transfer-encoding")
_KEPT = ("WARC-Truncated", "WARC-Segment-Number", "WARC-Segment-Total-Length")
"""What a record says of its own wholeness, kept in its copy under another name: whoever verifies must see it."""
_NO_PAGE = re.compile(r"image/|video/|audio/|font/|text/css|javascript|application/(?:json|xml|rss|font)", re.I)


@dataclass(frozen=True, slots=True)
class WarcPage:
    """A page of a WARC file, or a refusal: its item, still without a place in our archive, and what a copy is made from."""

    item: LoadItem
    record: RecordHead | None
    sent: bytes
    """The record's payload, its transfer encoding undone, its content encoding as it was sent."""
    packed: PackedRecord | None = None
    """Where the record lies as a gzip member of its own that can be copied as it is: then nothing else of it is kept here.
    None where it has to be written anew."""


@dataclass(frozen=True, slots=True)
class RecordHead:
    """What a record says of itself, without the stream that it was read from."""

    rec_type: str
    rec_headers: Any
    http_headers: Any


@dataclass(frozen=True, slots=True)
class PackedRecord:
    """A stretch of a source file."""

    path: Path
    start: int
    end: int


@dataclass(slots=True)
class _Segmented:
    """A record whose block goes on in `continuation` records."""

    record: Any
    sent: bytes
    length: int
    """Bytes of the blocks so far, heads included: what WARC-Segment-Total-Length counts."""
    following: int = 2


class _Cut(Exception):  # noqa: N818 - it says what the record is
    """A record is not whole; the message says why."""


def list_responses(path: Path) -> Iterator[WarcPage]:
    """The pages of a WARC file, items to parse, or refusals for what cannot be; `keep_record` copies one.

    Only whole answers with status 200 that may be pages; `resource` records are files that were loaded. What a `revisit`
    record speaks of stands elsewhere. Records in segments are put together. A record that is not whole (cut, marked
    WARC-Truncated, without its further segments) is refused alone; a file that breaks off gives what stands before the
    break, then a refusal of its own. A file that was packed as one stream is read like one packed record by record.
    """
    waiting: dict[str, _Segmented] = {}
    try:
        with open_unpacked(path) as stream:
            records = ArchiveIterator(stream, check_digests=True)
            records.loader.warc_parser = HeadParser(records.loader.WARC_TYPES)
            for record in records:
                _pass_interim(record, records.loader.http_parser)
                if record.rec_type == "continuation":
                    yield from _continue(record, waiting)
                elif record.rec_type in ("response", "resource") and _may_be_page(record):
                    pages = _begin(record, waiting)
                    if isinstance(stream, Unpacked) and _may_be_copied(record):
                        pages = _locate(pages, path, stream, records)
                    yield from pages
    except Exception as error:
        # Whatever a damaged file does to what reads it: the pages before it stand, and the refusal says where it stopped.
        detail = f"WARC 文件在此处损坏，其后未读。The WARC file is damaged ({error}): restore it, then load it again"
        yield _refuse(path.absolute().as_uri(), dt.datetime.now(dt.UTC), Refusal("archive_damaged", detail))
    for segmented in waiting.values():
        refusal = Refusal(
            "archive_damaged", "记录分段存放，缺少后面的段。The record's further segments are not in the file"
        )
        yield _refuse(_name_target(segmented.record), _read_date(segmented.record), refusal)


def keep_record(page: WarcPage, archive: ArchiveWriter) -> LoadItem:
    """The item with the place of its record, copied into our archive as it was: its own headers, time and identity.

    Raises OSError where the disk does not take it.
    """
    now = dt.datetime.now(dt.UTC)
    if page.packed is None:
        place = archive.append(lambda writer: _write_copy(writer, page.record, page.sent), now)
    else:
        # (packing a record takes eight times as long as copying what its crawler packed)
        with page.packed.path.open("rb") as source:
            source.seek(page.packed.start)
            place = archive.append_packed(source.read(page.packed.end - page.packed.start), now)
    return replace(page.item, archive_file=place.archive_file, archive_offset=place.archive_offset)


def _pass_interim(record: Any, parser: Any) -> None:
    """Go on to the head of the answer itself where a crawler kept what came before it: 100 Continue, 103 Early Hints."""
    for _ in range(_MOST_INTERIM):
        http = record.http_headers
        if record.rec_type != "response" or http is None or not (http.get_statuscode() or "").startswith("1"):
            return
        record.http_headers = parser.parse(record.raw_stream)
        record.rec_headers.folded = True


def _may_be_copied(record: Any) -> bool:
    """Whether a record says of itself only what its copy may say too: it is no part of another, its body in no chunks."""
    http = record.http_headers
    if getattr(record.rec_headers, "folded", False):
        return False  # other readers may not put the parts of its fields together
    return not any(record.rec_headers.get_header(name) for name in _KEPT) and not (
        http and any(http.get_header(name) for name in _CHUNKED)
    )


def _locate(pages: Iterator[WarcPage], path: Path, stream: Unpacked, records: ArchiveIterator) -> Iterator[WarcPage]:
    """The page of the record that was just read, with its place in the file."""
    for page in pages:
        try:
            start = records.get_record_offset()  # Reads on to where the next record begins.
        except Exception:
            # What comes next is damaged: the page stands, and then that is told.
            yield page
            raise
        packed = None if page.record is None else _find_packed(path, stream, records, start)
        yield page if packed is None else WarcPage(page.item, None, b"", packed)


def _find_packed(path: Path, stream: Unpacked, records: ArchiveIterator, start: int) -> PackedRecord | None:
    """Where the record from `start` lies, if it is a member of its own and its digests agree."""
    record = records.record
    member = stream.find_member(start, records.offset)
    if member is None or record.digest_checker.problems or member.end - member.start > _LONGEST_HEAD + record.length:
        return None
    return PackedRecord(path, member.packed_start, member.packed_end)


def _begin(record: Any, waiting: dict[str, _Segmented]) -> Iterator[WarcPage]:
    """The page of a record, unless its block goes on elsewhere."""
    try:
        sent = _take_payload(record)
    except _Cut as cut:
        yield _refuse(_name_target(record), _read_date(record), Refusal("broken_transfer", str(cut)))
        return
    if record.rec_headers.get_header("WARC-Segment-Number") is not None:
        if len(waiting) < MOST_SEGMENTED:
            identity = record.rec_headers.get_header("WARC-Record-ID") or ""
            waiting[identity] = _Segmented(record, sent, _read_length(record))
        else:
            refusal = Refusal("archive_damaged", "分段的记录过多。Too many records in segments")
            yield _refuse(_name_target(record), _read_date(record), refusal)
        return
    yield _read_record(record, sent)


def _continue(record: Any, waiting: dict[str, _Segmented]) -> Iterator[WarcPage]:
    """The page whose last segment this is; nothing while there is more to come."""
    origin = record.rec_headers.get_header("WARC-Segment-Origin-ID") or ""
    begun = waiting.get(origin)
    if begun is None:
        return
    number = record.rec_headers.get_header("WARC-Segment-Number")
    try:
        if number != str(begun.following):
            raise _Cut(f"缺少第 {begun.following} 段。A segment is missing")
        begun.sent += _take_payload(record)
        begun.length += _read_length(record)
        begun.following += 1
        if len(begun.sent) > LONGEST_PAGE:
            raise _Cut("各段合计超过上限。Together the segments are more than a page")
        total = record.rec_headers.get_header("WARC-Segment-Total-Length")
        if total is not None and total.strip() != str(begun.length):
            raise _Cut(
                f"各段合计 {begun.length} 字节，记录说是 {total}。The segments are not as long together as the last one says"
            )
    except _Cut as cut:
        del waiting[origin]
        yield _refuse(_name_target(begun.record), _read_date(begun.record), Refusal("broken_transfer", str(cut)))
        return
    if total is not None:
        del waiting[origin]
        begun.record.rec_headers.add_header("WARC-Segment-Total-Length", total)
        yield _read_record(begun.record, begun.sent)


def _take_payload(record: Any) -> bytes:
    """The payload of a whole record, as it was sent. Raises _Cut for one that is not."""
    pieces: list[bytes] = []
    size = 0
    while piece := record.raw_stream.read(1024 * 1024):
        pieces.append(piece)
        size += len(piece)
        if size > LONGEST_PAGE:
            raise _Cut(f"记录超过 {LONGEST_PAGE // 1024**2} MB。The record is larger than any page")
    missing = getattr(record.raw_stream, "limit", 0)
    if missing:
        raise _Cut(f"记录断在中途，缺 {missing} 字节。The record breaks off: {missing} bytes are missing")
    if reason := record.rec_headers.get_header("WARC-Truncated"):
        raise _Cut(f"记录标明不完整（WARC-Truncated: {reason}）。The crawler did not get the whole answer")
    problems = getattr(record.digest_checker, "problems", None) or []
    if any("block digest failed" in problem for problem in problems):
        raise _Cut("记录的摘要不符，内容已损坏。The record's digest does not agree: its bytes are damaged")
    return b"".join(pieces)


def _read_length(record: Any) -> int:
    """Bytes of the record's block, as it states them; 0 where it does not."""
    stated = record.rec_headers.get_header("Content-Length") or ""
    return int(stated) if stated.isdecimal() else 0


def _may_be_page(record: Any) -> bool:
    url = _name_target(record)
    if not url.startswith(("http://", "https://", "file:")) or url.endswith("/robots.txt"):
        return False
    if record.http_headers is None:
        return bool(record.rec_type == "resource")
    kind = record.http_headers.get_header("content-type") or ""
    return record.http_headers.get_statuscode() in ("200", "203") and not _NO_PAGE.search(kind)


def _name_target(record: Any) -> str:
    """The record's address; some writers put it between < and >, as the grammar of WARC 1.0 had it."""
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")


def _read_date(record: Any) -> dt.datetime:
    """When the record says that it was fetched; now, where it does not say."""
    try:
        stated = dt.datetime.fromisoformat(record.rec_headers.get_header("WARC-Date").replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return dt.datetime.now(dt.UTC)
    return stated if stated.tzinfo is not None else stated.replace(tzinfo=dt.UTC)


def _refuse(url: str, seen_at: dt.datetime, refusal: Refusal, status: int | None = None) -> WarcPage:
    return WarcPage(LoadItem(url, None, seen_at, refusal, stage="read", status=status), None, b"")


def _read_record(record: Any, sent: bytes) -> WarcPage:
    url, seen_at = _name_target(record), _read_date(record)
    http = record.http_headers
    kind = http.get_header("content-type") if http else record.rec_headers.get_header("Content-Type")
    status = int(http.get_statuscode()) if http else None
    transfer = (http.get_header("transfer-encoding") or "").lower() if http else ""
    if "chunked" in transfer:
        try:
            sent = undo_chunks(sent)
            packing = ", ".join(
                part for part in map(str.strip, transfer.split(",")) if part not in ("chunked", "identity")
            )
            if packing:
                # gzip, chunked: packed for the way, not by the page
                sent = b"".join(decode_body(iter([sent]), packing))
        except (BrokenChunksError, BrokenEncodingError) as error:
            return _refuse(url, seen_at, Refusal("broken_transfer", str(error)), status)
        # What we keep is no longer cut into chunks: a reader that believed this header would misread it.
        http.headers = [
            (f"X-Archive-Orig-{name}" if name.lower() == "transfer-encoding" else name, value)
            for name, value in http.headers
        ]
    if refusal := _find_shortness(http, sent):
        return _refuse(url, seen_at, refusal, status)
    digest, size = hashlib.sha256(), 0
    try:
        for piece in decode_body(iter([sent]), http.get_header("content-encoding") if http else None):
            size += len(piece)
            digest.update(piece)
            if size > LONGEST_PAGE:
                detail = f"解压后超过 {LONGEST_PAGE // 1024**2} MB。It unpacks to more than a page"
                return _refuse(url, seen_at, Refusal("oversized_page", detail), status)
    except BrokenEncodingError as error:
        return _refuse(url, seen_at, Refusal("broken_encoding", str(error)), status)
    item = LoadItem(
        url=url,
        page_id=digest.hexdigest(),
        fetched_at=seen_at,
        result=None,
        status=status,
        content_type=kind,
        byte_count=size,
    )
    return WarcPage(item, RecordHead(record.rec_type, record.rec_headers, record.http_headers), sent)


def _find_shortness(http: Any, sent: bytes) -> Refusal | None:
    """Why an answer is not whole that its crawler did not mark: the server said that it was longer. Encodings and chunks have other lengths."""
    if http is None or any(http.get_header(name) for name in ("content-encoding", *_CHUNKED)):
        return None
    stated = http.get_header("content-length") or ""
    if not stated.isdecimal() or int(stated) <= len(sent):
        return None
    detail = (
        f"服务器说有 {stated} 字节，记录里只有 {len(sent)}。The answer is shorter in the record than the server said"
    )
    return Refusal("broken_transfer", detail)


def _write_copy(writer: Any, record: Any, sent: bytes) -> None:
    said = {name: record.rec_headers.get_header(name) for name in _KEPT}
    kept = {f"X-Archive-Orig-{name}": value for name, value in said.items() if value}
    copy = writer.create_warc_record(
        _name_target(record),
        record.rec_type,
        payload=BytesIO(sent),
        length=len(sent),
        http_headers=record.http_headers,
        warc_content_type=record.rec_headers.get_header("Content-Type") or "",
        warc_headers_dict={
            "WARC-Date": _read_date(record).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            **kept,
        },
    )
    writer.write_record(copy)
