"""One request and its answer, whole or as far as it came: bounded in bytes, in time, and in what it may unpack to."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import ssl
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

import httpx

from flows.archive.encodings import PIECE, BodyDecoder, BrokenEncodingError, decode_body
from flows.fetching.addresses import ForbiddenAddressError, GuardedBackend
from parsers.records import Refusal

IN_MEMORY = 64 * 1024
"""Bytes of a body that stay in memory; a longer one goes to a temporary file."""


MOST_COOKIES = 50
"""Cookies that are carried for one host; what sets more sets them without end."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one transfer."""

    largest_body: int = 64 * 1024 * 1024
    """Bytes, as sent and as unpacked alike: the longest page that the parsers take."""
    total_seconds: float = 120.0
    """From the first byte of the request to the last of the answer."""
    answer_seconds: float = 30.0
    """Until the answer's head is whole."""
    idle_seconds: float = 15.0
    """Without a single byte."""
    connect_seconds: float = 10.0
    patient_seconds: float = 15.0
    """After which a body must have come at `least_rate`: what drips is given up."""
    least_rate: float = 512.0
    """Bytes a second."""


def _open_spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


@dataclass(slots=True)
class Exchange:
    """A request with its answer. `body` is as it was sent, its Content-Encoding not undone; close it after use."""

    url: str
    started_at: dt.datetime
    request_headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    status: int | None = None
    """None where no answer came."""
    reason: str = ""
    http_version: str = ""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    """As they came, names in the server's spelling."""
    body: IO[bytes] = field(default_factory=_open_spool)
    sent_bytes: int = 0
    """Length of the body as sent."""
    byte_count: int = 0
    """Length of the body unpacked."""
    page_id: str = ""
    """SHA-256 of the unpacked body."""
    failure: Refusal | None = None
    """Why the answer is not whole, or not there."""
    passing: bool = False
    """Whether that failure may be gone the next time."""
    truncated: str | None = None
    """Why the body is cut, in the words of WARC: length, time, disconnect."""

    def find_raw_header(self, name: str) -> bytes | None:
        """The bytes of a header's first value, None where it did not come."""
        wanted = name.lower().encode("ascii")
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def find_header(self, name: str) -> str | None:
        """The value of a header, None where it did not come; several of one name are joined by commas."""
        wanted = name.lower().encode("ascii")
        values = [value.decode("latin-1") for key, value in self.headers if key.lower() == wanted]
        return ", ".join(values) if values else None

    def read_body(self, most: int) -> bytes:
        """The unpacked body, at most so many bytes. Raises BrokenEncodingError for one that is not whole."""
        taken = bytearray()
        for piece in decode_body(self.iterate_sent(), self.find_header("content-encoding")):
            taken += piece
            if len(taken) >= most:
                break
        return bytes(taken[:most])

    def iterate_sent(self) -> Iterator[bytes]:
        """The body as sent, piece by piece."""
        self.body.seek(0)
        while piece := self.body.read(PIECE):
            yield piece

    def close(self) -> None:
        """Let the temporary file go."""
        self.body.close()


def make_client(tls: ssl.SSLContext, limits: Limits, *, allow_loopback: bool) -> httpx.AsyncClient:
    """A client with a connection pool of its own, HTTP/2 where the server offers it, that never follows by itself.

    The environment's proxies are not asked: behind one, the check of where a name leads would be the proxy's.
    """
    transport = httpx.AsyncHTTPTransport(verify=tls, http2=True, trust_env=False)
    # httpx has no parameter for the backend of its pool; this is the pool that it has just made.
    transport._pool._network_backend = GuardedBackend(allow_loopback=allow_loopback)
    timeout = httpx.Timeout(limits.idle_seconds, connect=limits.connect_seconds)
    hooks = {"response": [_take_headers]}
    return httpx.AsyncClient(
        transport=transport, timeout=timeout, follow_redirects=False, trust_env=False, event_hooks=hooks
    )


async def _take_headers(response: httpx.Response) -> None:
    """Keep the headers as they came, and hide Location from httpx: it reads it though it is not to follow, and raises."""
    response.extensions["sent_headers"] = list(response.headers.raw)
    if "location" in response.headers:
        del response.headers["location"]


async def exchange(
    client: httpx.AsyncClient, url: str, headers: Sequence[tuple[bytes, bytes]], limits: Limits
) -> Exchange:
    """Ask for the address and take the answer as far as the limits allow. Raises nothing for what a server does."""
    result = Exchange(url=url, started_at=dt.datetime.now(dt.UTC))
    try:
        request = client.build_request("GET", url, headers=list(headers))
        result.request_headers = list(request.headers.raw)
        async with asyncio.timeout(limits.total_seconds):
            async with asyncio.timeout(limits.answer_seconds):
                response = await client.send(request, stream=True)
            try:
                result.status = response.status_code
                result.reason = response.reason_phrase
                result.http_version = response.http_version
                result.headers = response.extensions["sent_headers"]
                await _take_body(response, result, limits)
            finally:
                await response.aclose()
    except TimeoutError:
        _fail_slow(result, limits)
    except ForbiddenAddressError as error:
        result.failure = Refusal("private_address", str(error))
    except httpx.InvalidURL as error:
        result.failure = Refusal("bad_address", f"无法请求该网址（{error}）。The address cannot be asked for")
    except httpx.HTTPError as error:
        _note_error(result, error, limits)
    if len(client.cookies.jar) > MOST_COOKIES:
        client.cookies.clear()
    return result


def _fail_slow(result: Exchange, limits: Limits) -> None:
    detail = f"传输过慢，{limits.total_seconds:g} 秒内未传完或低于每秒 {limits.least_rate:g} 字节。Too slow: given up"
    _fail(result, "too_slow", detail, "time")


async def _take_body(response: httpx.Response, result: Exchange, limits: Limits) -> None:
    """Spool the body as it comes; unpack it on the way, only to count and hash it."""
    digest = hashlib.sha256()
    started = time.monotonic()
    oversized = Refusal(
        "oversized_page",
        f"超过 {limits.largest_body // 1024**2} MB（传输或解压后），不予收取。More than that, sent or unpacked: no page is so long",
    )
    try:
        decoder = BodyDecoder(response.headers.get("content-encoding"))
        # As it comes: what is collected first, a page that drips would never show.
        async for piece in response.aiter_raw():
            result.sent_bytes += len(piece)
            result.body.write(piece)
            passed = time.monotonic() - started
            if passed > limits.patient_seconds and result.sent_bytes < limits.least_rate * passed:
                _fail_slow(result, limits)
                return
            for plain in decoder.feed(piece):
                result.byte_count += len(plain)
                digest.update(plain)
                if result.byte_count > limits.largest_body:
                    break
            if max(result.sent_bytes, result.byte_count) > limits.largest_body:
                result.failure, result.truncated = oversized, "length"
                return
        if result.status not in (204, 304):
            for plain in decoder.finish():
                result.byte_count += len(plain)
                digest.update(plain)
    except BrokenEncodingError as error:
        result.failure = Refusal(
            "broken_encoding", f"内容压缩有误，已存档：{error}。The body cannot be unpacked: fetch it again"
        )
        result.passing = True
    result.page_id = digest.hexdigest()


def _note_error(result: Exchange, error: httpx.HTTPError, limits: Limits) -> None:
    """Put into words what went wrong, and whether trying again makes sense."""
    refused = _find_certificate_error(error)
    if refused is not None:
        result.failure = Refusal(
            "bad_certificate",
            f"证书不可信（{refused}）：请核对网站；确属其自身问题的，在 seeds/sources.csv 的 tls 列写明。"
            f"The certificate is not to be trusted ({refused}): see seeds/sources.csv, column tls",
        )
        return
    name = type(error).__name__
    if isinstance(error, httpx.TimeoutException):
        seconds = limits.connect_seconds if isinstance(error, httpx.ConnectTimeout) else limits.idle_seconds
        _fail(result, "timeout", f"{seconds:g} 秒无响应（{name}）。No answer for that many seconds", "time")
    elif result.status is not None or isinstance(error, httpx.ReadError | httpx.RemoteProtocolError):
        _fail(result, "broken_transfer", f"传输中断（{name}: {error}）。The transfer broke off", "disconnect")
    elif isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        result.failure = Refusal("bad_address", f"无法请求该网址（{error}）。The address cannot be asked for")
    else:
        _fail(result, "host_unreachable", f"无法连接（{error}）。No connection", None)


def _fail(result: Exchange, reason: str, detail: str, truncated: str | None) -> None:
    result.failure = Refusal(reason, detail)
    result.passing = True
    result.truncated = truncated if result.status is not None else None


def _find_certificate_error(error: BaseException | None) -> str | None:
    """What OpenSSL has against a certificate, or None where it is not that."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message or str(error)
        error = error.__cause__ or error.__context__
    # httpcore's mapped exceptions keep the text of the one they stand for
    return None
