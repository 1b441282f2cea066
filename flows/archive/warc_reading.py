"""What crawlers of all kinds wrote, as bytes that mean what they say: packing, chunks."""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeadersParser

_PACKED = 64 * 1024
_MOST_AT_ONCE = 1024 * 1024
# 5eb; name=value, and blanks that old servers put behind the size
_CHUNK_HEAD = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")


class BrokenChunksError(ValueError):
    """A chunked body ends in the middle of a chunk, or before the last."""


class HeadParser(StatusAndHeadersParser):  # type: ignore[misc]  # warcio carries no types
    """Reads the fields of a record, also those whose value begins on the next line, as ISO 28500 allows: warcio leaves the white space in."""

    def parse(self, stream: Any, full_statusline: Any = None) -> Any:
        """As warcio's; `folded` tells whether a value is written otherwise than it is read here."""
        head = super().parse(stream, full_statusline)
        plain = [(name, _lower_scheme(" ".join(value.split()))) for name, value in head.headers]
        head.folded = plain != head.headers
        head.headers = plain
        return head


def _lower_scheme(value: str) -> str:
    """HTTP://WWW.EXAMPLE.GOV.CN/ as http://…: a scheme is the same in either case."""
    scheme, colon, rest = value.partition("://")
    return f"{scheme.lower()}{colon}{rest}" if colon and scheme.lstrip("<").isalpha() else value


_MEMBERS_KEPT = 1000
"""Members of which it is known where they lie: more than whoever reads records looks ahead."""


@dataclass(slots=True)
class Member:
    """A gzip member of a packed file: where it lies in the file, and where its content lies in all that was unpacked."""

    packed_start: int
    start: int
    packed_end: int = 0
    end: int = -1
    """-1: not read to its end yet."""


class Unpacked:
    """A packed file read as if it were not, whether each record was packed by itself or all in one stream.

    Gives what there is before it raises EOFError (the file ends within a member) or zlib.error.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._taken = 0
        self._members: deque[Member] = deque(maxlen=_MEMBERS_KEPT)
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._rest = b""
        self._given = 0
        self._begun = False

    def read(self, size: int = _MOST_AT_ONCE) -> bytes:
        """At most so many bytes, fewer where that is what is at hand; none at the end."""
        size = _MOST_AT_ONCE if size is None or size < 0 else size
        while size:
            if self._unpacker.eof:
                self._rest = self._unpacker.unused_data.lstrip(b"\0")
                self._unpacker, self._begun = zlib.decompressobj(zlib.MAX_WBITS | 16), False
            packed = self._rest or self._read_packed()
            self._rest = b""
            if not self._begun:
                packed = packed.lstrip(b"\0")
            if not packed:
                if self._begun:
                    raise EOFError("the packed file ends within a record")
                return b""
            if not self._begun:
                self._members.append(Member(self._taken - len(packed), self._given))
            self._begun = True
            plain = self._unpacker.decompress(packed, size)
            self._rest = self._unpacker.unconsumed_tail
            self._given += len(plain)
            if self._unpacker.eof:
                self._members[-1].packed_end = self._taken - len(self._unpacker.unused_data)
                self._members[-1].end = self._given
            if plain:
                return plain
        return b""

    def find_member(self, start: int, end: int) -> Member | None:
        """The member whose content is what was given from `start` to `end`, nothing more and nothing less; None where there is none."""
        while self._members and -1 < self._members[0].end <= start:
            self._members.popleft()
        member = self._members[0] if self._members else None
        return member if member is not None and (member.start, member.end) == (start, end) else None

    def _read_packed(self) -> bytes:
        packed = self._stream.read(_PACKED)
        self._taken += len(packed)
        return packed

    def tell(self) -> int:
        """Bytes given so far."""
        return self._given

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


@contextmanager
def open_unpacked(path: Path) -> Iterator[BinaryIO | Unpacked]:
    """A WARC file's plain bytes; packed or not is told by its first bytes."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
        yield Unpacked(stream) if packed else stream


def undo_chunks(body: bytes) -> bytes:
    """A body whose head says `Transfer-Encoding: chunked`, without its chunks; as it is where they were undone already.

    Raises BrokenChunksError for a body that begins in chunks and does not end in them.
    """
    head = _CHUNK_HEAD.match(body)
    if head is None or not _fits(body, head):
        return body
    pieces: list[bytes] = []
    at = 0
    while True:
        head = _CHUNK_HEAD.match(body, at)
        if head is None:
            raise BrokenChunksError(f"分块传输断在第 {at} 字节处。The chunks break off at byte {at}")
        size = int(head[1], 16)
        if size == 0:
            return b"".join(pieces)
        at = head.end() + size
        if at > len(body):
            raise BrokenChunksError(f"最后一块不完整。The last chunk is not whole: {at - len(body)} bytes are missing")
        pieces.append(body[head.end() : at])
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0


def _fits(body: bytes, head: re.Match[bytes]) -> bool:
    """Whether a first line in hexadecimal is a chunk's size: a line break, or the body's end, stands where the chunk ends."""
    end = head.end() + int(head[1], 16)
    return end >= len(body) or body[end : end + 1] in (b"\r", b"\n")
