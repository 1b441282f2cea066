"""An HTTP exchange as WARC 1.1 records: response and request, whole as they came, headers and time with them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders

from flows.archive.damaged import ArchiveDamagedError
from flows.archive.encodings import PIECE, BrokenEncodingError, decode_body
from flows.archive.warc import ArchivePlace, ArchiveWriter
from flows.fetching.transfer import Exchange

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

# The body that we hold is no longer cut into chunks: a reader that believed this header would misread it.
_UNDONE = b"transfer-encoding"


def keep_exchange(
    archive: ArchiveWriter, exchange: Exchange, *, same_as: ArchivePlace | None = None
) -> ArchivePlace | None:
    """Write what was asked and answered; the place of the response record, None where no answer came.

    `same_as` is where the very same body was kept before: then the answer's headers are kept, and the body is not
    written again (a `revisit` record). Raises OSError where the disk does not take it.
    """
    if exchange.status is None:
        return None

    def write(writer: Any) -> None:
        date = exchange.started_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        response = _build_response(writer, exchange, date, revisit=same_as is not None)
        request = _build_request(writer, exchange, date)
        request.rec_headers.add_header("WARC-Concurrent-To", response.rec_headers.get_header("WARC-Record-ID"))
        writer.write_record(response)
        writer.write_record(request)

    place = archive.append(write, exchange.started_at)
    return place if same_as is None else same_as


def _build_response(writer: Any, exchange: Exchange, date: str, *, revisit: bool) -> Any:
    status_line = f"{exchange.status} {exchange.reason}".strip()
    http = StatusAndHeaders(status_line, _list_headers(exchange.headers), protocol="HTTP/1.1")
    headers = {"WARC-Date": date}
    if exchange.truncated is not None:
        headers["WARC-Truncated"] = exchange.truncated
    if exchange.http_version not in ("", "HTTP/1.1"):
        # The record's form is HTTP/1.1; this says what was spoken.
        headers["WARC-Protocol"] = {"HTTP/2": "h2", "HTTP/1.0": "http/1.0"}.get(exchange.http_version, "http/1.1")
    if revisit or exchange.status == 304:
        headers["WARC-Profile"] = NOT_MODIFIED if exchange.status == 304 else SAME_BYTES
        headers["WARC-Refers-To-Target-URI"] = exchange.url
        return writer.create_warc_record(exchange.url, "revisit", http_headers=http, warc_headers_dict=headers)
    exchange.body.seek(0)
    return writer.create_warc_record(
        exchange.url,
        "response",
        payload=exchange.body,
        length=exchange.sent_bytes,
        http_headers=http,
        warc_headers_dict=headers,
    )


def _build_request(writer: Any, exchange: Exchange, date: str) -> Any:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    http = StatusAndHeaders(
        f"{target} HTTP/1.1", _list_headers(exchange.request_headers), protocol="GET", is_http_request=True
    )
    return writer.create_warc_record(exchange.url, "request", http_headers=http, warc_headers_dict={"WARC-Date": date})


def _list_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    """Headers as warcio takes them: names of one that is no longer true marked, line breaks made harmless."""
    listed = []
    for name, value in headers:
        kept = b"X-Archive-Orig-" + name if name.lower() == _UNDONE else name
        listed.append((kept.decode("latin-1"), value.decode("latin-1").replace("\r", " ").replace("\n", " ")))
    return listed


def read_kept(archive_file: Path, offset: int) -> bytes:
    """The body of the response kept at this place, its encodings undone; of a `resource` record its content.

    Raises ArchiveDamagedError where there is no whole record, or its digest does not agree.
    """
    try:
        with archive_file.open("rb") as stream:
            stream.seek(offset)
            with contextlib.closing(ArchiveIterator(stream, check_digests="raise")) as records:
                record = next(records, None)
                if record is None:
                    raise ArchiveDamagedError(
                        f"{archive_file} 第 {offset} 字节处没有记录。There is no record at this place"
                    )
                encoding = record.http_headers.get_header("content-encoding") if record.http_headers else None
                body = b"".join(decode_body(iter(lambda: record.raw_stream.read(PIECE), b""), encoding))
    except (OSError, ArchiveLoadFailed, BrokenEncodingError) as error:
        raise ArchiveDamagedError(
            f"存档 {archive_file} 第 {offset} 字节处的记录读不出：请从备份恢复。The record cannot be read ({error}): restore the file"
        ) from error
    return body
