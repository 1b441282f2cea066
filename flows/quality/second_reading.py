"""A kept record read a second time, by other means than the first: so that one wrong reading does not confirm itself.

Loading and `flows.archive.warc.read_page` read through warcio and take a body apart piece by piece. Here the record is taken by the
letter of WARC 1.1 and HTTP/1.1, in one piece, with nothing of theirs: the standard library's gzip, the lengths that are stated, the
digests worked out anew. What the two do not agree on is told, and so is all that says that the record is not a whole answer.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import brotli  # type: ignore[import-untyped]
import zstandard

_LONGEST_LINE = 64 * 1024
_MOST_FIELDS = 400
_MOST_BYTES = 512 * 1024 * 1024
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*?)[ \t]*")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_WHOLE_BLOCK = ("resource", "conversion")
_ORIGINAL = "x-archive-orig-"
"""What stands before the name of a field that the record had where it was copied from, and that no longer describes the copy."""


class UnreadableRecordError(ValueError):
    """The record is not written as WARC 1.1 or HTTP/1.1 has it; the message says where."""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """A record's body, and what speaks against its being whole."""

    body: bytes
    doubts: tuple[str, ...]


def read_again(archive_file: Path, offset: int) -> SecondReading:
    """The body of the record at this place, its encodings undone.

    Raises UnreadableRecordError, OSError where the file is not there.
    """
    try:
        with archive_file.open("rb") as stream:
            stream.seek(offset)
            with gzip.GzipFile(fileobj=stream) as plain:
                fields, block = _take_record(plain)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableRecordError(f"压缩数据损坏。The packed data is damaged: {error}") from error
    doubts = [*_doubt_digest(fields, block), *_doubt_record(fields)]
    if fields.get("warc-type") in _WHOLE_BLOCK:
        return SecondReading(block, tuple(doubts))
    http, payload = _split_answer(block)
    if "chunked" in http.get("transfer-encoding", "").lower():
        payload = _join_chunks(payload)
    elif "chunked" in http.get(f"{_ORIGINAL}transfer-encoding", "").lower() and _is_in_chunks(payload):
        doubts.append("正文仍是分块的。The body still stands in its chunks")
    doubts += _doubt_length(http, payload)
    return SecondReading(_unpack(payload, http.get("content-encoding", "")), tuple(doubts))


def _take_record(stream: BinaryIO | gzip.GzipFile) -> tuple[Mapping[str, str], bytes]:
    """The fields and the block of the record that begins here; behind the block stand two line ends and nothing of another kind."""
    version = stream.readline(_LONGEST_LINE)
    if version not in (b"WARC/1.0\r\n", b"WARC/1.1\r\n"):
        raise UnreadableRecordError(f"此处不是一条记录。No record begins here: {version[:20]!r}")
    fields = _take_fields(iter(lambda: stream.readline(_LONGEST_LINE), b""), strict=True)
    stated = fields.get("content-length", "")
    if not stated.isdecimal() or int(stated) > _MOST_BYTES:
        raise UnreadableRecordError(f"记录没有可信的长度。The record states no length that can be: {stated[:20]!r}")
    block = stream.read(int(stated))
    if len(block) != int(stated):
        raise UnreadableRecordError(f"记录缺 {int(stated) - len(block)} 字节。The record breaks off")
    if stream.read(4) != b"\r\n\r\n":
        raise UnreadableRecordError("记录比所标的长度长。The record is longer than it states")
    # the checksum at the member's end is seen only by who reads on: behind it stands the next record, or nothing
    if stream.read(1) not in (b"", b"W"):
        raise UnreadableRecordError("记录之后不是记录。What stands behind the record is no record")
    return fields, block


def _take_fields(lines: Iterable[bytes], *, strict: bool) -> dict[str, str]:
    """The fields up to the empty line, by their names in small letters, the first of a name; servers write what is no field, records do not."""
    fields: dict[str, str] = {}
    for line in lines:
        if line in (b"\r\n", b"\n"):
            return fields
        field = _FIELD.fullmatch(line.rstrip(b"\r\n"))
        if field is None:
            if not strict or (line[:1] in b" \t" and fields):
                continue
            raise UnreadableRecordError(f"有一行不是字段。A line is no field: {line[:40]!r}")
        name, value = field[1].decode("ascii").lower(), field[2].decode("utf-8", "replace")
        if strict and name == "content-length" and fields.get(name, value) != value:
            raise UnreadableRecordError("标了两个不同的长度。Two lengths are stated")
        fields.setdefault(name, value)
        if len(fields) > _MOST_FIELDS:
            raise UnreadableRecordError("字段过多。Too many fields")
    raise UnreadableRecordError("字段之后没有空行。The fields do not end")


def _split_answer(block: bytes) -> tuple[dict[str, str], bytes]:
    """The fields and the payload of an HTTP answer."""
    head, end, payload = block.partition(b"\r\n\r\n")
    if not end:
        raise UnreadableRecordError("响应没有头。The answer has no head")
    status, _, rest = head.partition(b"\r\n")
    if not re.match(rb"HTTP/\d(?:\.\d)? \d{3}", status):
        raise UnreadableRecordError(f"响应没有状态行。The answer has no status: {status[:30]!r}")
    return _take_fields([*rest.split(b"\r\n"), b"\r\n"], strict=False), payload


def _doubt_digest(fields: Mapping[str, str], block: bytes) -> list[str]:
    """Whether the block is not what its digest says, worked out here."""
    algorithm, _, stated = fields.get("warc-block-digest", "").partition(":")
    if not stated:
        return []
    try:
        digest = hashlib.new(algorithm.replace("-", "").lower(), block).digest()
    except ValueError:
        return [f"摘要算法不识。The digest is of an unknown kind: {algorithm[:20]}"]
    spelt = (digest.hex(), base64.b32encode(digest).decode("ascii").rstrip("=").lower())
    return [] if stated.rstrip("=").lower() in spelt else ["摘要不符。The block is not what its digest says"]


def _doubt_record(fields: Mapping[str, str]) -> list[str]:
    """What the record, or the one that it was copied from, says of its not being whole."""

    def state(name: str) -> str:
        return fields.get(name) or fields.get(_ORIGINAL + name, "")

    doubts = []
    if reason := state("warc-truncated"):
        doubts.append(f"记录标明不完整。The record is marked as cut: {reason[:20]}")
    is_part = state("warc-segment-number") and not state("warc-segment-total-length")
    if fields.get("warc-type") == "continuation" or is_part:
        doubts.append("这是一条分段记录的一段。It is one segment of a record")
    return doubts


def _doubt_length(http: Mapping[str, str], payload: bytes) -> list[str]:
    """Whether a plain answer is shorter than the server said."""
    stated = http.get("content-length", "")
    coded = any(http.get(name) for name in ("content-encoding", "transfer-encoding", f"{_ORIGINAL}transfer-encoding"))
    if coded or not stated.isdecimal() or int(stated) <= len(payload):
        return []
    return [f"服务器说有 {stated} 字节，只有 {len(payload)}。The answer is shorter than the server said"]


def _join_chunks(payload: bytes) -> bytes:
    """A chunked payload, joined. Raises UnreadableRecordError where it is not one to its end."""
    pieces: list[bytes] = []
    at = 0
    while head := _CHUNK.match(payload, at):
        size = int(head[1], 16)
        at = head.end() + size
        if size == 0:
            return b"".join(pieces)
        if payload[at : at + 2] != b"\r\n":
            break
        pieces.append(payload[head.end() : at])
        at += 2
    raise UnreadableRecordError(f"分块传输断在第 {at} 字节处。The chunks break off at byte {at}")


def _is_in_chunks(payload: bytes) -> bool:
    try:
        return bool(payload) and _join_chunks(payload) != b""
    except UnreadableRecordError:
        return False


def _unpack(payload: bytes, encodings: str) -> bytes:
    """The payload without its content encodings; one that is only claimed is none."""
    for name in reversed([part.strip().lower() for part in encodings.split(",") if part.strip()]):
        try:
            payload = _unpack_once(payload, name)
        except (OSError, EOFError, zlib.error, brotli.error, zstandard.ZstdError) as error:
            if _is_readable(payload):
                continue
            raise UnreadableRecordError(f"正文不是 {name}。The body is no {name}: {error}") from error
        if len(payload) > _MOST_BYTES:
            raise UnreadableRecordError("正文过大。The body is too large")
    return payload


def _unpack_once(payload: bytes, name: str) -> bytes:
    if not payload:
        return payload
    if name in ("gzip", "x-gzip"):
        return gzip.decompress(payload) if payload[:2] == b"\x1f\x8b" else payload
    if name == "deflate":
        try:
            return zlib.decompress(payload)
        except zlib.error:
            return zlib.decompress(payload, -zlib.MAX_WBITS)
    if name == "br":
        return bytes(brotli.decompress(payload))
    if name == "zstd":
        return zstandard.ZstdDecompressor().stream_reader(payload, read_across_frames=True).read(_MOST_BYTES)
    return payload


def _is_readable(payload: bytes) -> bool:
    """Whether the bytes are a page as they stand, whatever their head claims."""
    return payload.lstrip()[:1] in (b"<", b"{", b"[") or payload.startswith(b"\xef\xbb\xbf")
