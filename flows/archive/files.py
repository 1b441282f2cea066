"""Which pages there are: files and folders, each page with the address that it keeps for ever."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from flows.errors import CallError
from parsers.body.charset import LONGEST_PAGE
from parsers.body.formats import SUFFIXES, has_page_suffix, looks_like_page
from parsers.records import RawPage, Refusal

GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that a source names. `refusal` says why it cannot even be tried."""

    url: str
    path: Path
    refusal: Refusal | None = None


@dataclass(slots=True)
class Listing:
    """All that the sources named, in order, each address once; `left_out` counts files of other kinds by suffix."""

    pages: list[FoundPage] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def find_sample_pages() -> Path:
    """The folder of sample pages that the installation brings."""
    return Path(str(files("seeds").joinpath("pages")))


def list_pages(sources: Sequence[str]) -> Listing:
    """The pages of files and folders, in the order of the sources, sorted by name within a folder; none: the samples.

    Raises CallError for a source that is not there, or is of a kind that cannot be read.
    """
    listing = Listing()
    known: set[str] = set()
    for source in sources or [str(find_sample_pages())]:
        found = list(_list_source(source, listing.left_out))
        if not found:
            raise CallError(
                f"{source} 里没有网页文件（{'、'.join(SUFFIXES)} 或其 .gz），请换一个。"
                f"There is no page in {source} ({', '.join(SUFFIXES)}, or .gz of these): "
                "name another folder, or the files themselves."
            )
        for page in found:
            if page.url not in known:
                known.add(page.url)
                listing.pages.append(page)
    return listing


def find_path(source: str) -> Path:
    """The file or folder that a source names. Raises CallError where there is none."""
    if source.startswith(("http://", "https://")):
        raise CallError(
            f"{source} 是网址，这里要的是文件；抓取网址请用 fazhi ingest。"
            f"That is an address and a file is wanted here: fazhi ingest fetches {source}."
        )
    # Not resolved: a linked file keeps the name by which the user calls it.
    path = Path(os.path.abspath(Path(source).expanduser()))  # noqa: PTH100 - Path.absolute keeps `..`
    if not path.exists() and not path.is_symlink():
        raise CallError(
            f"找不到 {source}，请检查路径。来源可以是文件、文件夹、WARC 文件、网址（http:// 或 https:// 开头）或登记的来源名称"
            f"（fazhi sources check）。There is no {source}: a source is a file, a folder, a WARC file, a URL that begins with "
            "http:// or https://, or the name of a registered source."
        )
    return path


def find_page(path: Path) -> FoundPage:
    """A file as a page, whatever its name; refused where it is no file that can be opened."""
    refusal = None
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            refusal = Refusal("unreadable_file", "不是普通文件。A device, pipe or socket, no file: leave it out.")
    except OSError as error:
        refusal = Refusal(
            "unreadable_file", f"无法打开文件。The file cannot be reached ({error.strerror}): mend the link."
        )
    return FoundPage(path.as_uri(), path, refusal)


def read_file(page: FoundPage) -> RawPage | Refusal:
    """The page's bytes, unpacked where they are gzip; or why there are none."""
    if page.refusal is not None:
        return page.refusal
    try:
        with page.path.open("rb") as stream:
            body = stream.read(LONGEST_PAGE + 1)
    except OSError as error:
        return Refusal(
            "unreadable_file", f"无法读取文件。The file cannot be read ({error.strerror}): mend that, run again."
        )
    if body.startswith(GZIP_MAGIC):
        unpacked = _unpack(page.path)
        if isinstance(unpacked, Refusal):
            return unpacked
        body = unpacked
    if len(body) > LONGEST_PAGE:
        return Refusal(
            "oversized_page",
            f"超过 {LONGEST_PAGE // 1024**2} MB，不是网页。No page is that long: take the report out and load that.",
        )
    return RawPage(page.url, body)


def _unpack(path: Path) -> bytes | Refusal:
    """A gzip file's content, at most one byte more than a page may have: a bomb is not held in memory."""
    try:
        with gzip.open(path) as stream:
            return stream.read(LONGEST_PAGE + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        return Refusal("broken_gzip", f"gzip 数据已损坏。The gzip data is broken ({error}): copy the file anew.")


def _list_source(source: str, left_out: Counter[str]) -> Iterator[FoundPage]:
    path = find_path(source)
    if path.is_dir():
        yield from _walk_folder(path, left_out)
    else:
        yield find_page(path)


def _walk_folder(folder: Path, left_out: Counter[str]) -> Iterator[FoundPage]:
    """All pages under a folder, links followed, each folder once however many links lead to it."""
    visited: set[tuple[int, int]] = set()
    unlisted: list[OSError] = []
    for name, folders, names in os.walk(folder, followlinks=True, onerror=unlisted.append):
        here = Path(name)
        status = here.stat()
        if (status.st_dev, status.st_ino) in visited:
            folders.clear()
            continue
        visited.add((status.st_dev, status.st_ino))
        folders.sort()
        for file in sorted(names):
            path = here / file
            if has_page_suffix(file) or _starts_as_page(path):
                yield find_page(path)
            else:
                left_out[path.suffix.lower() or "(none)"] += 1
    for error in unlisted:
        path = Path(error.filename)
        refusal = Refusal(
            "unreadable_file", f"无法列出文件夹。The folder cannot be listed ({error.strerror}): mend that, run again."
        )
        yield FoundPage(path.as_uri(), path, refusal)


def _starts_as_page(path: Path) -> bool:
    """Whether a file of another suffix is a page all the same; one that cannot be opened, or is no file, is none."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return looks_like_page(stream.read(4096))
    except OSError:
        return False
