"""The archive gives back every byte, whatever happened to the process that wrote it."""

from __future__ import annotations

import datetime as dt
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from flows.archive.damaged import ArchiveDamagedError
from flows.archive.warc import ArchivePlace, open_archive, read_page
from parsers.records import RawPage

NOW = dt.datetime(2026, 3, 1, 6, 30, tzinfo=dt.UTC)
NEXT_DAY = NOW + dt.timedelta(days=1)


def make_page(number: int, size: int = 2000) -> RawPage:
    body = f"<html><title>甲县2022年法治政府建设报告 {number}</title>".encode("gb18030")
    return RawPage(f"file:///pages/{number}.html", body + random.Random(number).randbytes(size))


def list_records(file: Path) -> list[tuple[str, str, bytes]]:
    """Type, address and payload of each record, as a reader that checks all digests sees them."""
    with file.open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "", record.content_stream().read())
            for record in ArchiveIterator(stream, check_digests="raise")
        ]


@pytest.mark.parametrize(
    "body", [b"", b"\x00", "甲县".encode("gb18030"), b"WARC/1.1\r\n\r\n\r\n", b"\x1f\x8b\x08", b"x" * 3_000_000]
)
def test_bytes_come_back_as_they_went_in(tmp_path: Path, body: bytes) -> None:
    with open_archive(tmp_path) as archive:
        archive.keep_file(make_page(1), NOW)
        place = archive.keep_file(RawPage("file:///pages/%E7%94%B2.html", body), NOW)
        archive.keep_file(make_page(2), NOW)
    assert read_page(tmp_path / place.archive_file, place.archive_offset) == body


def test_records_are_what_the_standard_says(tmp_path: Path) -> None:
    page = make_page(1)
    with open_archive(tmp_path) as archive:
        place = archive.keep_file(page, NOW)
    with (tmp_path / place.archive_file).open("rb") as stream:
        records = [
            (record.rec_headers.protocol, dict(record.rec_headers.headers), record.content_stream().read())
            for record in ArchiveIterator(stream)
        ]
    (protocol, first, described), (_, headers, body) = records
    assert protocol == "WARC/1.1"
    assert first["WARC-Type"] == "warcinfo"
    assert b"software: fazhi/" in described
    assert headers["WARC-Type"] == "resource"
    assert headers["WARC-Target-URI"] == page.url
    assert headers["WARC-Date"] == "2026-03-01T06:30:00.000000Z"
    assert headers["WARC-Payload-Digest"].startswith("sha256:")
    assert body == page.body


def test_an_independent_tool_reads_it(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        places = [archive.keep_file(make_page(number), NOW) for number in range(3)]
    tool = Path(sys.executable).with_name("warcio")
    file = str(tmp_path / places[0].archive_file)
    subprocess.run([tool, "check", file], check=True)
    index = subprocess.run([tool, "index", file], check=True, capture_output=True, text=True).stdout
    rows = [json.loads(line) for line in index.splitlines()][1:]
    assert [int(row["offset"]) for row in rows] == [place.archive_offset for place in places]
    assert [row["warc-target-uri"] for row in rows] == [make_page(number).url for number in range(3)]


def test_one_file_a_day_and_added_to_by_the_next_run(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        first = archive.keep_file(make_page(1), NOW)
    with open_archive(tmp_path) as archive:
        second = archive.keep_file(make_page(2), NOW)
        third = archive.keep_file(make_page(3), NEXT_DAY)
    assert first.archive_file == second.archive_file == "fazhi-20260301-000.warc.gz"
    assert third.archive_file == "fazhi-20260302-000.warc.gz"
    assert sorted(path.name for path in tmp_path.iterdir()) == [first.archive_file, third.archive_file]


def test_a_full_file_is_followed_by_the_next(tmp_path: Path) -> None:
    with open_archive(tmp_path, file_limit=5000) as archive:
        places = [archive.keep_file(make_page(number), NOW) for number in range(7)]
    files = [place.archive_file for place in places]
    assert files == sorted(files)
    assert len(set(files)) > 2
    for number, place in enumerate(places):
        assert read_page(tmp_path / place.archive_file, place.archive_offset) == make_page(number).body


def test_two_writers_do_not_share_a_file(tmp_path: Path) -> None:
    with open_archive(tmp_path) as one, open_archive(tmp_path) as other:
        first = one.keep_file(make_page(1), NOW)
        second = other.keep_file(make_page(2), NOW)
        third = one.keep_file(make_page(3), NOW)
    assert first.archive_file == third.archive_file != second.archive_file
    for number, place in ((1, first), (2, second), (3, third)):
        assert read_page(tmp_path / place.archive_file, place.archive_offset) == make_page(number).body


KILLED_WRITER = """
import datetime as dt, random, sys
from pathlib import Path
from flows.archive.warc import open_archive
from parsers.records import RawPage
with open_archive(Path(sys.argv[1])) as archive:
    for number in range(1_000_000):
        page = RawPage(f"file:///{number}.html", random.Random(number).randbytes(20_000))
        place = archive.keep_file(page, dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
        archive.sync()
        print(number, place.archive_file, place.archive_offset, flush=True)
"""


def test_a_killed_writer_harms_no_record(tmp_path: Path) -> None:
    """Killed at several moments: what was synced can be read, and the next writer leaves the torn file alone."""
    synced: dict[ArchivePlace, bytes] = {}
    for attempt in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", KILLED_WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.05 + 0.037 * attempt)
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read()
        writer.wait()
        for line in rest.splitlines():
            if line.count(" ") == 2:
                number, file, offset = line.split()
                synced[ArchivePlace(file, int(offset))] = random.Random(int(number)).randbytes(20_000)
    with open_archive(tmp_path) as archive:
        last = archive.keep_file(make_page(1), NOW)
    assert len({place.archive_file for place in synced}) == 4
    assert last.archive_file not in {place.archive_file for place in synced}
    for place, body in synced.items():
        assert read_page(tmp_path / place.archive_file, place.archive_offset) == body
    assert [kind for kind, _, _ in list_records(tmp_path / last.archive_file)] == ["warcinfo", "resource"]


FULL_DISK = """
import datetime as dt, random, resource, signal, sys
from pathlib import Path
from flows.archive.warc import open_archive, read_page
from parsers.records import RawPage
folder, limit = Path(sys.argv[1]), 60_000
# A file may grow no further than this: the error that a full disk gives, in mid-record.
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
pages = [RawPage(f"file:///{number}.html", random.Random(number).randbytes(20_000)) for number in range(6)]
places, refused = [], 0
with open_archive(folder) as archive:
    for page in pages:
        try:
            places.append((page, archive.keep_file(page, dt.datetime(2026, 3, 1, tzinfo=dt.UTC))))
        except OSError:
            refused += 1
for page, place in places:
    assert read_page(folder / place.archive_file, place.archive_offset) == page.body
print(refused, len(places), len({place.archive_file for _, place in places}))
"""


def test_a_record_that_the_disk_does_not_take_spoils_none(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, check=True)
    refused, kept, files = map(int, done.stdout.split())
    assert refused >= 1
    assert kept + refused == 6
    assert files >= 2


@pytest.mark.parametrize("cut", [1, 9, 500, 1500])
def test_a_torn_record_is_told(tmp_path: Path, cut: int) -> None:
    with open_archive(tmp_path) as archive:
        first = archive.keep_file(make_page(1), NOW)
        last = archive.keep_file(make_page(2), NOW)
    file = tmp_path / first.archive_file
    file.write_bytes(file.read_bytes()[:-cut])
    assert read_page(file, first.archive_offset) == make_page(1).body
    with pytest.raises(ArchiveDamagedError, match=file.name):
        read_page(file, last.archive_offset)


def test_changed_bytes_are_told(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        place = archive.keep_file(make_page(1), NOW)
    file = tmp_path / place.archive_file
    whole = file.read_bytes()
    for position in range(place.archive_offset + 10, len(whole), 31):
        changed = bytearray(whole)
        changed[position] ^= 0x10
        file.write_bytes(changed)
        with pytest.raises(ArchiveDamagedError):
            read_page(file, place.archive_offset)


@pytest.mark.parametrize("offset", [3, 10**6])
def test_a_wrong_place_is_told(tmp_path: Path, offset: int) -> None:
    with open_archive(tmp_path) as archive:
        place = archive.keep_file(make_page(1), NOW)
    with pytest.raises(ArchiveDamagedError):
        read_page(tmp_path / place.archive_file, offset)
    with pytest.raises(ArchiveDamagedError, match="none"):
        read_page(tmp_path / "none.warc.gz", 0)


def test_an_archive_nobody_writes_to_is_not_made(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive"):
        pass
    assert not (tmp_path / "archive").exists()
