"""Content encodings undone piece by piece: memory stays bounded whatever a server sends."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Callable, Generator, Iterator

import brotli  # type: ignore[import-untyped]
import zstandard

PIECE = 64 * 1024
"""Bytes that are handed on at a time."""

ACCEPTED = "gzip, deflate, br, zstd"
"""What the client asks for; `make_decoder` knows these and no others."""

_LARGEST_WINDOW = 8 * 1024 * 1024
"""Bytes of history that a zstd frame may ask for (RFC 9659 allows HTTP no more)."""

MOST_ENCODINGS = 3
"""Encodings one in another; honest servers use one."""

_OPENING = 32
"""Bytes by which a body is told from one that is encoded."""

# What a page, a feed or JSON begins with; no stream of brotli or deflate that was met begins so.
_PAGE_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,16}(?:<(?:!doctype|!--|html|head|meta|title|body|div|script|\?xml|rss|urlset|feed)[\s>/\-]|[\[{]\s{0,8}[\"{])",
    re.I,
)

Decoder = Callable[[bytes], Iterator[bytes]]


class BrokenEncodingError(ValueError):
    """A body is not in the encoding that its header names, or ends in the middle."""


class BodyDecoder:
    """Undoes the encodings that a Content-Encoding header lists, in reverse order.

    What servers only claim is not undone: names that are no encodings (`UTF-8`, `none`), and an encoding whose data begins
    as a page does. `feed` gives pieces of at most PIECE bytes as they come; `finish` gives what is left, and raises where
    something is missing. Both raise BrokenEncodingError.
    """

    def __init__(self, content_encoding: str | None) -> None:
        names = [name.strip().strip("\"'").lower() for name in (content_encoding or "").split(",")]
        self._steps = [_make_step(name) for name in reversed(names) if not _is_no_encoding(name)]
        if len(self._steps) > MOST_ENCODINGS:
            raise BrokenEncodingError(f"{len(self._steps)} encodings one in another")

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The plain bytes that these encoded ones give."""
        yield from self._pass_on(0, data)

    def finish(self) -> Iterator[bytes]:
        """What was held back. Raises BrokenEncodingError where the body ended too early."""
        for number, step in enumerate(self._steps):
            for piece in step.finish():
                yield from self._pass_on(number + 1, piece)

    def _pass_on(self, number: int, data: bytes) -> Iterator[bytes]:
        if number == len(self._steps):
            if data:
                yield data
            return
        for piece in self._steps[number].feed(data):
            yield from self._pass_on(number + 1, piece)


def _is_no_encoding(name: str) -> bool:
    """Whether a name says nothing: `identity`, or a character set, a type, a transfer that servers put into the wrong header."""
    if (
        name in ("", "identity", "none", "binary", "8bit", "7bit", "chunked", "plain", "raw", "utf8", "ansi")
        or "/" in name
    ):
        return True
    if name in ("gzip", "x-gzip", "deflate", "br", "zstd"):
        return False
    try:
        return bool(getattr(codecs.lookup(name), "_is_text_encoding", True))
    except (LookupError, ValueError):
        return False


class _Step:
    """One encoding; `unpack` gives pieces, `is_whole` tells whether the end was reached."""

    def __init__(self, name: str, unpack: Callable[[bytes], Iterator[bytes]], is_whole: Callable[[], bool]) -> None:
        self._name = name
        self._unpack = unpack
        self._is_whole = is_whole
        self._opening = b""
        self._plain: bool | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._plain is None:
            self._opening += data
            if len(self._opening) < _OPENING:
                return
            data, self._opening = self._opening, b""
            self._plain = _is_plain(self._name, data)
        if self._plain:
            yield data
            return
        try:
            yield from self._unpack(data)
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            raise BrokenEncodingError(f"the body is not {self._name}: {error}") from error

    def finish(self) -> Iterator[bytes]:
        if self._plain is None:
            if not self._opening:
                # 200 with Content-Encoding: gzip and no body at all is an empty body, not a broken one
                return
            data, self._opening = self._opening, b""
            self._plain = _is_plain(self._name, data)
            yield from self.feed(data)
        if not self._plain and not self._is_whole():
            raise BrokenEncodingError(f"the {self._name} data ends in the middle")


def _is_plain(name: str, opening: bytes) -> bool:
    """Whether a body that is said to be encoded is not: its first bytes are not what the encoding begins with, or a page's."""
    if name in ("gzip", "x-gzip"):
        return not opening.startswith(b"\x1f")
    if name == "zstd":
        return (
            not opening.startswith((b"\x28\xb5\x2f\xfd", b"\x50\x2a\x4d\x18"))
            and _PAGE_OPENING.match(opening) is not None
        )
    return _PAGE_OPENING.match(opening) is not None


def _make_step(name: str) -> _Step:
    if name in ("gzip", "x-gzip"):
        return _make_zlib_step(name, 16 + zlib.MAX_WBITS)
    if name == "deflate":
        return _make_deflate_step()
    if name == "br":
        return _make_brotli_step()
    if name == "zstd":
        return _make_zstd_step()
    raise BrokenEncodingError(f"the encoding {name} was not asked for and is not known")


def _make_zlib_step(name: str, window: int) -> _Step:
    decoder = zlib.decompressobj(window)

    def unpack(data: bytes) -> Iterator[bytes]:
        nonlocal decoder
        while data:
            if decoder.eof:
                # Members of gzip may follow each other; servers that pad with zeros mean nothing by it.
                # What follows besides is passed over, as browsers do.
                data = data.lstrip(b"\0")
                if not data.startswith(b"\x1f"):
                    return
                decoder = zlib.decompressobj(window)
            yield decoder.decompress(data, PIECE)
            data = decoder.unconsumed_tail or decoder.unused_data

    return _Step(name, unpack, lambda: decoder.eof)


def _make_deflate_step() -> _Step:
    """`deflate` means zlib's format; some servers send the bare stream."""
    inner: _Step | None = None

    def unpack(data: bytes) -> Iterator[bytes]:
        nonlocal inner
        if inner is None and data:
            wrapped = data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 == 0)
            inner = _make_zlib_step("deflate", zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        if inner is not None:
            yield from inner._unpack(data)

    return _Step("deflate", unpack, lambda: inner is None or inner._is_whole())


def _make_brotli_step() -> _Step:
    decoder = brotli.Decompressor()

    def unpack(data: bytes) -> Iterator[bytes]:
        plain = decoder.process(data, output_buffer_limit=PIECE)
        while plain or not decoder.can_accept_more_data():
            for at in range(0, len(plain), PIECE):
                yield plain[at : at + PIECE]
            plain = decoder.process(b"", output_buffer_limit=PIECE)

    return _Step("br", unpack, decoder.is_finished)


def _make_zstd_step() -> _Step:
    """Zstandard bounds what one call gives only by what it is fed: 1 KB gives at most a few blocks of 128 KB."""
    decoder = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).decompressobj()

    def unpack(data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), 64):
            if decoder.eof:
                return
            plain = decoder.decompress(data[start : start + 64])
            for at in range(0, len(plain), PIECE):
                yield plain[at : at + PIECE]

    return _Step("zstd", unpack, lambda: decoder.eof)


def decode_body(pieces: Iterator[bytes], content_encoding: str | None) -> Generator[bytes]:
    """The plain pieces of a whole body. Raises BrokenEncodingError."""
    decoder = BodyDecoder(content_encoding)
    for piece in pieces:
        yield from decoder.feed(piece)
    yield from decoder.finish()
