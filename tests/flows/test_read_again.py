"""A record read a second time by other means: what the first reading may have got wrong is named."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard
from fastwarc.warc import ArchiveIterator

from flows.archive.warc import open_archive, read_page
from flows.archive.warc_source import keep_record, list_responses
from flows.quality.second_reading import UnreadableRecordError, read_again
from tests.flows.test_read_warc import cut_chunks, write_answer, write_record, write_segments

BODY = "<html><body><p>全年受理行政复议申请162件。</p></body></html>".encode() * 40


def keep(tmp_path: Path, *records: bytes) -> tuple[Path, int]:
    """The place of the last record in a packed file, each record a member of its own."""
    members = [gzip.compress(record) for record in records]
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(b"".join(members))
    return path, sum(len(member) for member in members[:-1])


@pytest.mark.parametrize(
    "answer",
    [
        write_answer(BODY),
        write_answer(BODY, b"Content-Length: %d" % len(BODY)),
        write_answer(cut_chunks(BODY, 700), b"Transfer-Encoding: chunked"),
        write_answer(cut_chunks(BODY, 64, b";name=value"), b"Transfer-Encoding: Chunked"),
        write_answer(gzip.compress(BODY), b"Content-Encoding: gzip"),
        write_answer(BODY, b"Content-Encoding: gzip", b"Content-Length: 200"),
        write_answer(zlib.compress(BODY), b"Content-Encoding: deflate"),
        write_answer(zlib.compress(BODY, wbits=-15), b"Content-Encoding: deflate"),
        write_answer(brotli.compress(BODY), b"Content-Encoding: br"),
        write_answer(zstandard.compress(BODY), b"Content-Encoding: zstd"),
        write_answer(gzip.compress(gzip.compress(BODY)), b"Content-Encoding: gzip, gzip"),
        write_answer(BODY, b"Content-Encoding: UTF-8"),
        write_answer(BODY, b"X-Archive-Orig-Transfer-Encoding: chunked"),
        write_answer(BODY, b"a line of a server that is no field", "X-名: 值".encode()),
    ],
)
def test_a_whole_answer_gives_its_body_and_no_doubt(tmp_path, answer):
    other = write_record(write_answer(b"before"), url="http://www.example.gov.cn/0.html")
    found = read_again(*keep(tmp_path, other, write_record(answer)))
    assert (found.body, found.doubts) == (BODY, ())


def test_a_third_reader_takes_the_same_block(tmp_path):
    path, _ = keep(tmp_path, *(write_record(write_answer(BODY), url=f"http://a.gov.cn/{n}.html") for n in range(4)))
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=True):
            assert read_again(path, record.stream_pos).body == record.reader.read()


@pytest.mark.parametrize(
    ("answer", "fields", "doubt"),
    [
        (write_answer(BODY), ["WARC-Truncated: length"], "marked as cut"),
        (write_answer(BODY), ["X-Archive-Orig-WARC-Truncated: disconnect"], "marked as cut"),
        (write_answer(BODY), ["WARC-Segment-Number: 1"], "one segment"),
        (write_answer(BODY), ["X-Archive-Orig-WARC-Segment-Number: 2"], "one segment"),
        (write_answer(BODY), ["WARC-Block-Digest: sha1:" + "A" * 32], "digest"),
        (write_answer(BODY), ["WARC-Block-Digest: crc99:ABC"], "unknown kind"),
        (write_answer(BODY[:-9], b"Content-Length: %d" % len(BODY)), [], "shorter"),
        (write_answer(cut_chunks(BODY, 512), b"X-Archive-Orig-Transfer-Encoding: chunked"), [], "chunks"),
    ],
)
def test_what_speaks_against_a_record_is_named(tmp_path, answer, fields, doubt):
    found = read_again(*keep(tmp_path, write_record(answer, *fields)))
    assert len(found.doubts) == 1
    assert doubt in found.doubts[0]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha-512", "md5"])
@pytest.mark.parametrize("spell", [lambda digest: base64.b32encode(digest).decode(), lambda digest: digest.hex()])
def test_digests_of_all_kinds_are_worked_out_anew(tmp_path, algorithm, spell):
    answer = write_answer(BODY)
    digest = hashlib.new(algorithm.replace("-", ""), answer).digest()
    found = read_again(*keep(tmp_path, write_record(answer, f"WARC-Block-Digest: {algorithm}:{spell(digest)}")))
    assert found.doubts == ()


@pytest.mark.parametrize(
    "record",
    [
        write_record(write_answer(cut_chunks(BODY, 700)[:-300], b"Transfer-Encoding: chunked")),
        write_record(write_answer(cut_chunks(BODY, 700)[:-5], b"Transfer-Encoding: chunked")),
        write_record(write_answer(gzip.compress(BODY)[:-20], b"Content-Encoding: gzip")),
        write_record(write_answer(BODY), "Content-Length: 100"),
        write_record(write_answer(BODY), "Content-Length: 100000"),
        write_record(write_answer(BODY), "Content-Length: many"),
        write_record(write_answer(BODY), "Content-Length: 10", "Content-Length: 11"),
        write_record(BODY),
        write_record(write_answer(BODY)).replace(b"WARC/1.0", b"WURC/1.0", 1),
        write_record(write_answer(BODY)).replace(b"WARC-Type: ", b"WARC Type ", 1),
    ],
)
def test_a_record_that_is_not_by_the_letter_is_not_read(tmp_path, record):
    with pytest.raises(UnreadableRecordError):
        read_again(*keep(tmp_path, record))


@pytest.mark.parametrize("lost", [1, 9, 200])
def test_a_packed_record_that_breaks_off_is_not_read(tmp_path, lost):
    path, offset = keep(tmp_path, write_record(write_answer(BODY)))
    path.write_bytes(path.read_bytes()[:-lost])
    with pytest.raises(UnreadableRecordError):
        read_again(path, offset)


@pytest.mark.parametrize(
    "content",
    [
        write_record(write_answer(BODY)),
        write_record(write_answer(cut_chunks(BODY, 333), b"Transfer-Encoding: chunked")),
        write_record(write_answer(gzip.compress(BODY), b"Content-Encoding: gzip")),
        write_record(
            write_answer(cut_chunks(gzip.compress(BODY), 99), b"Transfer-Encoding: chunked", b"Content-Encoding: gzip")
        ),
        write_record(BODY, kind="resource"),
    ],
)
def test_both_readings_of_what_was_copied_in_agree(tmp_path, content):
    source = tmp_path / "other.warc"
    source.write_bytes(content)
    with open_archive(tmp_path / "archive") as archive:
        [item] = [keep_record(page, archive) for page in list_responses(source)]
    place = tmp_path / "archive" / item.archive_file, item.archive_offset
    found = read_again(*place)
    assert found.body == read_page(*place) == BODY
    assert found.doubts == ()


def test_joined_segments_are_no_segment_and_what_they_said_is_kept(tmp_path):
    source = tmp_path / "other.warc"
    source.write_bytes(b"".join(write_segments(3)))
    with open_archive(tmp_path / "archive") as archive:
        [item] = [keep_record(page, archive) for page in list_responses(source)]
    path = tmp_path / "archive" / item.archive_file
    assert read_again(path, item.archive_offset).doubts == ()
    with path.open("rb") as stream:
        stream.seek(item.archive_offset)
        kept = gzip.GzipFile(fileobj=io.BytesIO(stream.read())).read()
    assert b"X-Archive-Orig-WARC-Segment-Number: 1" in kept


def test_segments_that_are_not_as_long_as_they_say_are_no_page(tmp_path):
    source = tmp_path / "other.warc"
    [first, last] = write_segments(2)
    length = last.split(b"WARC-Segment-Total-Length: ")[1].split(b"\r\n")[0]
    source.write_bytes(first + last.replace(b"Total-Length: " + length, b"Total-Length: %d" % (int(length) + 500)))
    [page] = list_responses(source)
    assert page.item.result.reason == "broken_transfer"


def test_an_answer_shorter_than_its_server_said_is_no_page(tmp_path):
    source = tmp_path / "other.warc"
    source.write_bytes(write_record(write_answer(BODY[:-100], b"Content-Length: %d" % len(BODY))))
    [page] = list_responses(source)
    assert page.item.result.reason == "broken_transfer"
