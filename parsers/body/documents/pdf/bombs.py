"""PDFs that unpack without end: pdfium takes the memory for all of a stream at once."""

from __future__ import annotations

import re
import zlib

from parsers.body.charset import UnreadablePage

MOST_UNPACKED = 256 * 1024**2
"""Bytes that the streams of a file unpack to, the small ones not counted: a picture of a page at 300 dots an inch has 26 MB."""
_SMALL = 64 * 1024
"""Bytes of a packed stream below which it is let be: deflate packs a thousandfold at most."""
_STEP = 1 << 20
_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_PACKED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_HEAD = 600
"""Bytes before a stream among which its dictionary says how it is packed."""


def refuse_bomb(body: bytes) -> None:
    """Raises UnreadablePage (`oversized_page`) for streams that unpack to more than MOST_UNPACKED, or are packed twice over."""
    unpacked = 0
    at = 0
    while (found := _STREAM.search(body, at)) is not None:
        at = found.end()
        if body[found.start() - 3 : found.start()] == b"end":
            continue
        packed = len(_PACKED.findall(body, max(body.rfind(b"obj", 0, at), at - _HEAD), found.start()))
        if not packed:
            continue
        end = body.find(_END, at)
        end = len(body) if end < 0 else end
        if packed > 1 and end - at > 1000:
            raise UnreadablePage(
                "oversized_page", "PDF 的数据压缩了两遍：请另存后载入。A stream is packed twice: save the file anew"
            )
        if end - at > _SMALL:
            unpacked += _measure(body[at:end], MOST_UNPACKED - unpacked)
        at = end
        if unpacked > MOST_UNPACKED:
            raise UnreadablePage(
                "oversized_page", f"PDF 解压后超过 {MOST_UNPACKED // 1024**2} MB。It unpacks to more than a report"
            )


def _measure(packed: bytes, enough: int) -> int:
    """How many bytes the stream unpacks to, counted until there are more than enough; what is no deflate counts nothing."""
    inflate, size, rest = zlib.decompressobj(), 0, packed
    try:
        # (what stands behind its end, as the line end before endstream, stays in the tail for good)
        while rest and size <= enough and not inflate.eof:
            size += len(inflate.decompress(rest, _STEP))
            rest = inflate.unconsumed_tail
    except zlib.error:
        return size
    return size
