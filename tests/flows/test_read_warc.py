"""WARC files as crawlers of all kinds write them: what is whole is read as it was sent, what is not is refused alone."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import brotli
import pytest

from flows.archive.warc import open_archive, read_page
from flows.archive.warc_reading import BrokenChunksError, undo_chunks
from flows.archive.warc_source import WarcPage, keep_record, list_responses

BODY = (
    "<html><body>"
    + "".join(f"<p>第{number}段，全年收到行政复议申请{number}62件。</p>" for number in range(40))
    + "</body></html>"
).encode()


def write_record(
    block: bytes, *headers: str, kind: str = "response", url: str = "http://www.example.gov.cn/1.html"
) -> bytes:
    number = zlib.crc32(block + url.encode() + kind.encode())
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>",
        "WARC-Date: 2024-05-01T00:00:00Z",
        f"WARC-Target-URI: {url}",
        "Content-Type: application/http; msgtype=response",
        *headers,
    ]
    if not any(line.startswith("Content-Length") for line in headers):
        lines.append(f"Content-Length: {len(block)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def write_answer(body: bytes, *headers: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=utf-8", *headers, b"", body])


def cut_chunks(body: bytes, size: int, extension: bytes = b"") -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces) + b"0\r\n\r\n"


def read(tmp_path: Path, content: bytes, name: str = "a.warc") -> list[WarcPage]:
    path = tmp_path / name
    path.write_bytes(content)
    return list(list_responses(path))


def read_bodies(tmp_path: Path, content: bytes, name: str = "a.warc") -> list[bytes]:
    """What our own archive gives back of the pages that were copied into it."""
    pages = read(tmp_path, content, name)
    assert all(page.item.result is None for page in pages), [page.item.result for page in pages]
    with open_archive(tmp_path / "archive") as archive:
        items = [keep_record(page, archive) for page in pages]
    return [read_page(tmp_path / "archive" / item.archive_file, item.archive_offset) for item in items]


@pytest.mark.parametrize(
    "answer",
    [
        write_answer(cut_chunks(BODY, 300), b"Transfer-Encoding: chunked"),
        write_answer(cut_chunks(BODY, 7, b" ; a=b"), b"transfer-encoding: Chunked"),
        write_answer(cut_chunks(gzip.compress(BODY), 100), b"Transfer-Encoding: chunked", b"Content-Encoding: gzip"),
        write_answer(BODY, b"Transfer-Encoding: chunked"),
        write_answer(gzip.compress(BODY), b"Content-Encoding: gzip"),
        write_answer(brotli.compress(BODY), b"Content-Encoding: br"),
        write_answer(BODY, b"Content-Encoding: gzip"),
        write_answer(BODY, b"Content-Encoding: br"),
        write_answer(BODY, b"Content-Encoding: UTF-8"),
        write_answer(BODY, b"Content-Encoding: gzip", b"Transfer-Encoding: chunked"),
    ],
    ids=range(10),
)
def test_body_is_read_as_it_was_shown(tmp_path, answer):
    assert read_bodies(tmp_path, write_record(answer)) == [BODY]


@pytest.mark.parametrize(
    "pack", [gzip.compress, lambda data: b"".join(gzip.compress(part) for part in _split(data)), bytes]
)
def test_file_is_read_however_it_was_packed(tmp_path, pack):
    whole = b"".join(
        write_record(write_answer(BODY + b"%d" % n), url=f"http://www.example.gov.cn/{n}.html") for n in range(5)
    )
    assert read_bodies(tmp_path, pack(whole), "a.warc.gz") == [BODY + b"%d" % n for n in range(5)]


def _split(data: bytes) -> list[bytes]:
    return [b"WARC/1.0" + part for part in data.split(b"WARC/1.0")[1:]]


@pytest.mark.parametrize("lost", [3, 50, 2000, 2600])
@pytest.mark.parametrize("packed", [True, False])
def test_record_that_breaks_off_is_no_page_and_the_one_before_is(tmp_path, lost, packed):
    content = b"".join(write_record(write_answer(BODY), url=f"http://www.example.gov.cn/{n}.html") for n in range(2))
    cut = content[:-4][:-lost]
    pages = read(tmp_path, gzip.compress(cut) if packed else cut)
    assert [page.item.result is None for page in pages] == [True, False]
    # Where the cut is in its head, there is no record yet that could be refused.
    assert pages[1].item.result.reason in ("archive_damaged", "broken_transfer")


def test_packed_file_that_breaks_off_keeps_what_stood_before(tmp_path):
    content = b"".join(
        gzip.compress(write_record(write_answer(BODY), url=f"http://www.example.gov.cn/{n}.html")) for n in range(3)
    )
    pages = read(tmp_path, content[:-40])
    assert [page.item.result is None for page in pages[:2]] == [True, True]
    assert {page.item.result.reason for page in pages[2:]} <= {"archive_damaged", "broken_transfer"}
    assert len(pages) > 2


@pytest.mark.parametrize("reason", ["length", "time", "disconnect", "unspecified"])
def test_record_marked_as_truncated_is_no_page(tmp_path, reason):
    [page] = read(tmp_path, write_record(write_answer(BODY), f"WARC-Truncated: {reason}"))
    assert page.item.result.reason == "broken_transfer"


@pytest.mark.parametrize("cut", [100, 1500, -1])
def test_chunks_that_break_off_are_no_page(tmp_path, cut):
    chunks = cut_chunks(BODY, 300)[: cut if cut > 0 else -10]
    [page] = read(tmp_path, write_record(write_answer(chunks, b"Transfer-Encoding: chunked")))
    assert page.item.result.reason == "broken_transfer"


def write_segments(count: int) -> list[bytes]:
    block = write_answer(BODY)
    size = len(block) // count + 1
    parts = [block[at : at + size] for at in range(0, len(block), size)]
    first = write_record(parts[0], "WARC-Segment-Number: 1")
    origin = first.split(b"WARC-Record-ID: ")[1].split(b"\r\n")[0].decode()
    rest = [
        write_record(
            part,
            f"WARC-Segment-Origin-ID: {origin}",
            f"WARC-Segment-Number: {number}",
            *([f"WARC-Segment-Total-Length: {len(block)}"] if number == len(parts) else []),
            kind="continuation",
        )
        for number, part in enumerate(parts[1:], start=2)
    ]
    return [first, *rest]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_segments_are_put_together(tmp_path, count):
    assert read_bodies(tmp_path, b"".join(write_segments(count))) == [BODY]


@pytest.mark.parametrize("missing", [1, 2])
def test_segments_of_which_one_is_missing_are_no_page(tmp_path, missing):
    segments = write_segments(3)
    del segments[missing]
    [page] = read(tmp_path, b"".join(segments))
    assert page.item.result.reason in ("broken_transfer", "archive_damaged")


def test_damaged_block_is_refused_alone(tmp_path):
    digest = "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    content = write_record(write_answer(BODY), digest) + write_record(
        write_answer(BODY), url="<http://www.example.gov.cn/2.html>"
    )
    pages = read(tmp_path, content)
    assert pages[0].item.result.reason == "broken_transfer"
    assert pages[1].item.result is None
    assert pages[1].item.url == "http://www.example.gov.cn/2.html"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive at all",
        b"\x1f\x8b garbage",
        gzip.compress(b"no archive")[:-3],
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: x\r\n\r\n",
        write_record(b"\x00\xff no HTTP"),
        write_record(write_answer(BODY)).replace(b"2024-05-01T00:00:00Z", b"yesterday"),
    ],
    ids=range(7),
)
def test_what_is_no_archive_raises_nothing(tmp_path, content):
    for page in read(tmp_path, content):
        assert page.item.result is None or page.item.result.reason == "archive_damaged"


def test_chunks_undone_already_stay():
    text = b"20\n lines, and no chunk of thirty-two bytes: none ends where its size says\n"
    assert undo_chunks(text) == text
    assert undo_chunks(b"") == b""
    with pytest.raises(BrokenChunksError):
        undo_chunks(b"5\r\nabcde\r\n5\r\nab")


def test_record_that_is_a_member_of_its_own_is_copied_as_it_is(tmp_path):
    members = [
        gzip.compress(write_record(write_answer(BODY + b"%d" % n), url=f"http://www.example.gov.cn/{n}.html"), n + 1)
        for n in range(3)
    ]
    pages = read(tmp_path, b"\0\0".join(members), "a.warc.gz")
    with open_archive(tmp_path / "archive") as archive:
        items = [keep_record(page, archive) for page in pages]
    [file] = (tmp_path / "archive").iterdir()
    kept = file.read_bytes()
    for number, (item, member) in enumerate(zip(items, members, strict=True)):
        assert kept[item.archive_offset :].startswith(member)
        assert read_page(file, item.archive_offset) == BODY + b"%d" % number


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(
            write_record(write_answer(BODY)) + write_record(write_answer(BODY), url="http://www.example.gov.cn/2.html")
        ),
        gzip.compress(write_record(write_answer(cut_chunks(BODY, 300), b"Transfer-Encoding: chunked"))),
        gzip.compress(write_record(write_answer(BODY), "WARC-Payload-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        gzip.compress(write_record(write_answer(BODY)) + b"\r\n" * 60_000),
        write_record(write_answer(BODY)),
    ],
    ids=["two in one", "chunked", "digest of other bytes", "more behind it", "not packed"],
)
def test_any_other_record_is_written_anew_and_reads_the_same(tmp_path, content):
    assert {page.packed for page in read(tmp_path, content)} == {None}
    assert set(read_bodies(tmp_path, content)) == {BODY}


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_fields_folded_over_lines_are_read(tmp_path, pack):
    record = write_record(write_answer(BODY)).replace(b"WARC-Target-URI: ", b"warc-target-uri:\r\n \t ")
    record = record.replace(b"application/http; ", b"application/http;\r\n\t").replace(b"WARC-Date: ", b"WARC-DATE:")
    pages = read(tmp_path, pack(record))
    assert [page.item.url for page in pages] == ["http://www.example.gov.cn/1.html"]
    assert read_bodies(tmp_path, pack(record)) == [BODY]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n" + write_answer(BODY),
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + write_answer(BODY),
        write_answer(BODY).replace(b"200 OK", b"203 Non-Authoritative Information"),
        write_answer(cut_chunks(gzip.compress(BODY), 300), b"Transfer-Encoding: gzip, chunked"),
        write_answer(gzip.compress(BODY) + b"rest", b"Content-Encoding: gzip"),
    ],
    ids=["continue", "hints", "proxy", "packed for the way", "more behind"],
)
def test_answers_that_browsers_show(tmp_path, answer, pack):
    assert read_bodies(tmp_path, pack(write_record(answer))) == [BODY]


def test_a_scheme_in_capitals(tmp_path):
    record = write_record(write_answer(BODY), url="HTTP://www.example.gov.cn/1.html")
    assert [page.item.url for page in read(tmp_path, record)] == ["http://www.example.gov.cn/1.html"]
    assert read_bodies(tmp_path, record) == [BODY]
