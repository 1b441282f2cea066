"""Raw bytes kept for ever, as WARC 1.1 (ISO 28500:2017): everything else can be made again from here.

One file for each day (UTC) or gigabyte, each record a gzip member of its own, so that (file, offset) reaches it without
the rest. While a process adds to a file, an empty `<file>.open` stands beside it; it goes when the file is closed well.
Where it stays, a process died over the file: its tail may be torn, so nothing is ever added to it again, and the next
file is begun.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import errno
import os
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO, FileIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.utils import Digester
from warcio.warcwriter import GzippingWrapper, WARCWriter

from flows.archive.damaged import ArchiveDamagedError
from flows.archive.encodings import BrokenEncodingError, decode_body
from flows.errors import CallError
from parsers.records import RawPage

FILE_LIMIT = 1_000_000_000
"""Bytes after which a day's next file is begun: the size that web archives agree on."""


@dataclass(frozen=True, slots=True)
class ArchivePlace:
    """Where a record starts: the file's name inside the archive folder, and the byte."""

    archive_file: str
    archive_offset: int


_PACKING = 6
"""zlib's level. warcio packs at 9, which makes a page smaller by one part in a hundred and takes 1.6 times as long."""


class _Member(GzippingWrapper):  # type: ignore[misc]  # warcio carries no types
    """A gzip member of a record's own."""

    def __init__(self, out: BytesIO) -> None:
        super().__init__(out)
        self.compressor = zlib.compressobj(_PACKING, zlib.DEFLATED, zlib.MAX_WBITS | 16)


class _RecordWriter(WARCWriter):  # type: ignore[misc]  # warcio carries no types
    """warcio's digests are SHA-1 unless this hook says otherwise; each record is packed by ourselves."""

    def __init__(self, out: BytesIO) -> None:
        super().__init__(out, gzip=False, warc_version="1.1")

    def _write_warc_record(self, out: BytesIO, record: Any) -> None:
        super()._write_warc_record(_Member(out), record)

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


class ArchiveWriter:
    """The one file that a process is adding to; `open_archive` makes and closes it."""

    def __init__(self, folder: Path, file_limit: int = FILE_LIMIT) -> None:
        self._folder = folder
        self._file_limit = file_limit
        self._day: dt.date | None = None
        self._file: FileIO | None = None
        self._path = folder

    def keep_file(self, page: RawPage, seen_at: dt.datetime) -> ArchivePlace:
        """Write a file's bytes as a `resource` record; `seen_at` has its time zone. Safe on disk only after `sync`.

        Raises OSError where the disk does not take it; the writer goes on in a new file then.
        """
        return self._keep(page, seen_at, "resource")

    def keep_conversion(self, page: RawPage, seen_at: dt.datetime) -> ArchivePlace:
        """Write what was made of other records (the pages of one report as one) as a `conversion` record, as `keep_file` does."""
        return self._keep(page, seen_at, "conversion")

    def _keep(self, page: RawPage, seen_at: dt.datetime, kind: str) -> ArchivePlace:
        digest = "sha256:" + base64.b32encode(bytes.fromhex(page.page_id)).decode("ascii")
        headers = {
            "WARC-Date": seen_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            # The payload of a resource record is its whole block; both are known, so nothing is hashed twice.
            "WARC-Payload-Digest": digest,
            "WARC-Block-Digest": digest,
        }

        def write(writer: _RecordWriter) -> None:
            record = writer.create_warc_record(
                page.url,
                kind,
                payload=BytesIO(page.body),
                length=len(page.body),
                warc_content_type=page.content_type or "application/octet-stream",
                warc_headers_dict=headers,
            )
            writer.write_record(record)

        return self.append(write, seen_at)

    def sync(self) -> None:
        """Return only when all that was kept is on the disk: call it before a row that points here is committed."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file as one that may be added to again."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None
            _name_mark(self._path).unlink()

    def append(self, write: Callable[[_RecordWriter], None], seen_at: dt.datetime) -> ArchivePlace:
        """Add what `write` gives to warcio's writer at the end of the day's file, made whole in memory first.

        The place is that of its first record. Raises OSError where the disk does not take it.
        """
        record = BytesIO()
        write(_RecordWriter(record))
        return self.append_packed(record.getvalue(), seen_at)

    def append_packed(self, member: bytes, seen_at: dt.datetime) -> ArchivePlace:
        """Add a whole gzip member that holds one record, as it is. Raises OSError where the disk does not take it."""
        file = self._take_file(seen_at.astimezone(dt.UTC).date())
        offset = file.tell()
        try:
            rest = memoryview(member)
            while rest:
                rest = rest[file.write(rest) :]
        except BaseException:
            # The disk is full, or the user stopped us: half a record stands here and nothing may follow it.
            file.close()
            self._file = None
            raise
        return ArchivePlace(self._path.name, offset)

    def _take_file(self, day: dt.date) -> FileIO:
        """The file to write to: the one that is open, the last one of the day, or a new one."""
        if self._file is not None and (self._day != day or self._file.tell() >= self._file_limit):
            self.close()
        if self._file is None:
            self._path = _claim_file(self._folder, day, self._file_limit)
            self._day = day
            self._file = FileIO(self._path, "a")
            self._file.seek(0, os.SEEK_END)
            if self._file.tell() == 0:
                _sync_folder(self._folder)
                self.append(self._write_description, dt.datetime.combine(day, dt.time(12), dt.UTC))
        return self._file

    def _write_description(self, writer: _RecordWriter) -> None:
        """The warcinfo record that each file starts with."""
        described = {
            "software": f"fazhi/{version('fazhi')}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        }
        writer.write_record(writer.create_warcinfo_record(self._path.name, described))


@contextmanager
def open_archive(folder: Path, file_limit: int = FILE_LIMIT) -> Iterator[ArchiveWriter]:
    """A writer to the archive in this folder, which is made with the first page that is kept."""
    writer = ArchiveWriter(folder, file_limit)
    try:
        yield writer
    finally:
        writer.close()


def read_page(archive_file: Path, offset: int) -> bytes:
    """The bytes of the page kept at this place: a file's content, or a response's body with its encodings undone.

    Raises ArchiveDamagedError where there is no whole record here or its digest does not agree.
    """
    damaged = ArchiveDamagedError(
        f"存档 {archive_file} 第 {offset} 字节处的记录已损坏：请从备份恢复该文件。"
        f"The record at byte {offset} of {archive_file} is damaged: restore that file from a backup."
    )
    try:
        record = _unpack_record(archive_file, offset)
    except FileNotFoundError as error:
        raise ArchiveDamagedError(
            f"缺少存档文件 {archive_file}：请从备份恢复。There is no {archive_file}: restore it from a backup."
        ) from error
    except zlib.error as error:
        raise damaged from error
    try:
        with contextlib.closing(ArchiveIterator(BytesIO(record), check_digests="raise")) as records:
            kept = next(records)
            encoding = kept.http_headers.get_header("content-encoding") if kept.http_headers else None
            body = b"".join(decode_body(iter([kept.raw_stream.read()]), encoding))
    except (ArchiveLoadFailed, StopIteration, BrokenEncodingError) as error:
        raise damaged from error
    return body


def is_held(folder: Path, place: ArchivePlace) -> bool:
    """Whether a whole record stands at this place: its file is there, and the record's own checksum agrees."""
    try:
        _unpack_record(folder / place.archive_file, place.archive_offset)
    except (OSError, zlib.error):
        return False
    return True


def _unpack_record(archive_file: Path, offset: int) -> bytes:
    """The gzip member at this place, to its end, so that its checksum is seen. Raises zlib.error where it is damaged."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    record = BytesIO()
    with archive_file.open("rb") as stream:
        stream.seek(offset)
        while not unpacker.eof:
            packed = stream.read(64 * 1024)
            if not packed:
                raise zlib.error("the file ends within the record")
            record.write(unpacker.decompress(packed))
    return record.getvalue()


def _claim_file(folder: Path, day: dt.date, file_limit: int) -> Path:
    """`_mark_file`, with a folder that cannot be written told as CallError; a full disk stays an OSError, for it may heal."""
    try:
        return _mark_file(folder, day, file_limit)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        raise CallError(
            f"存档目录 {folder} 不可写：请改正权限，或用环境变量 FAZHI_ARCHIVE 另指一处。"
            f"The archive {folder} cannot be written ({error.strerror}): mend that, or name another folder in FAZHI_ARCHIVE."
        ) from error


def _mark_file(folder: Path, day: dt.date, file_limit: int) -> Path:
    """Mark the day's last file as ours, or the next where that is full, held by another process, or of a dead one."""
    folder.mkdir(parents=True, exist_ok=True)
    pattern = re.compile(rf"fazhi-{day:%Y%m%d}-(\d+)\.warc\.gz(?:\.open)?")
    found = [int(match[1]) for entry in folder.iterdir() if (match := pattern.fullmatch(entry.name))]
    serial = max(found, default=0)
    while True:
        path = folder / f"fazhi-{day:%Y%m%d}-{serial:03d}.warc.gz"
        serial += 1
        if path.exists() and path.stat().st_size >= file_limit:
            continue
        try:
            _name_mark(path).touch(exist_ok=False)
        except FileExistsError:
            continue
        return path


def _name_mark(path: Path) -> Path:
    return path.with_name(path.name + ".open")


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
