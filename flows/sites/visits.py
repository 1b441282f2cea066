"""One address of a source, with all that belongs to it: where it leads on, its further pages, the file that hangs on it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flows.archive.warc import ArchivePlace, ArchiveWriter
from flows.errors import CallError
from flows.fetching.answers import KnownCopy
from flows.fetching.fetch import Fetcher, FetchResult
from flows.fetching.http_records import read_kept
from flows.sites.registry import Source
from parsers.body.attachments import AttachmentLink
from parsers.body.pages.paging import MOST_REPORT_PAGES
from parsers.links.listing import ListingPage
from parsers.links.page_look import ColumnLook, PageLook, join_bodies, look_at_column, look_at_page
from parsers.records import RawPage, Refusal

T = TypeVar("T")

JOINED_TYPE = "text/html; charset=utf-8"

# /404.html, /error/404.shtml, /notfound.htm: where sites lead from an article that they took down
_ERROR_PATH = re.compile(r"/(?:404|410|error|err|notfound|not_found|nopage)[^/]{0,200}$", re.IGNORECASE)


class ArchiveFailed(Exception):  # noqa: N818 - it says what happened to the archive
    """The archive cannot be written: this ends the run, whoever it happened to."""


@dataclass(frozen=True, slots=True)
class Attached:
    """The file that is the report of a page: its link, and the page as cover."""

    link: AttachmentLink
    cover: FetchResult


@dataclass(frozen=True, slots=True)
class Find:
    """What became of one address of a source: of a report, or of a column that has something wrong.

    For a page whose report is an attached file `result` is that of the file under the page's address, `attached` tells both.
    """

    source: Source
    kind: str
    """report, or listing for a column's alarm."""
    result: FetchResult
    attached: Attached | None = None


class Visits:
    """What is asked of the sites in one run, and each answer, in their order, in `asked`."""

    def __init__(self, fetcher: Fetcher, archive: ArchiveWriter, folder: Path, known: Mapping[str, KnownCopy]) -> None:
        self.fetcher = fetcher
        self.archive = archive
        self.folder = folder
        self.known = known
        self.asked: list[tuple[str, str, FetchResult]] = []
        """Source's name, kind (listing, report, page, attachment) and result, a row an address; whoever takes it empties it."""

    async def read_column(self, source: Source, url: str) -> ListingPage | Refusal:
        """What a column's page lists, from the archive where it has not changed; a page that leads on is followed once."""
        result = await self.fetcher.fetch(url, self.known.get(url), verify=not source.tls)
        self.asked.append((source.name, "listing", result))
        look = await self.look_at_column(source, result)
        if isinstance(look, Refusal) or look.leads_to is None or source.kind == "addresses":
            return look if isinstance(look, Refusal) else look.listing
        second = await self.fetcher.fetch(look.leads_to, verify=not source.tls)
        following = await self.look_at_column(source, second)
        if isinstance(following, Refusal):
            return Refusal(following.reason, f"由 {url} 转到 {look.leads_to}：{following.detail}")
        return refuse_lead(url, look.leads_to) if following.leads_to is not None else following.listing

    async def look_at_column(self, source: Source, result: FetchResult) -> ColumnLook | Refusal:
        """What the bytes of a column's page list."""
        if result.refusal is not None:
            return result.refusal
        content_type = f"text/html; charset={source.charset}" if source.charset else result.content_type
        return await self.read(look_at_column, result, content_type, result.final_url, source.kind)

    async def read(self, function: Callable[..., T], result: FetchResult, *arguments: Any) -> T | Refusal:
        """What a function makes of the body that was kept, in a process with limits."""
        if result.place is None:
            raise ValueError(f"{result.url}: a page without its place in the archive")
        path = self.folder / result.place.archive_file
        return await self.fetcher.reader.read(read_and, function, path, result.place.archive_offset, *arguments)

    async def read_report(self, source: Source, url: str) -> Find:
        """A report's page: where it leads on, where it is a file, and where it goes on over several pages, whole."""
        result = await self.fetcher.fetch(url, self.known.get(url), verify=not source.tls)
        look = None if result.refusal is not None else await self.look(result)
        if isinstance(look, PageLook):
            result, look = await self.follow(source, result, look)
        if isinstance(look, PageLook) and result.refusal is None:
            result = await self.join(source, result, look)
        if isinstance(look, Refusal):
            result = replace(result, refusal=look)
        self.asked.append((source.name, "report", result))
        find = Find(source, "report", result)
        if result.refusal is None and isinstance(look, PageLook) and look.files:
            return await self.take_attachment(find, look.files[0])
        return find

    async def look(self, result: FetchResult) -> PageLook | Refusal:
        """The first look at a page."""
        return await self.read(look_at_page, result, result.content_type, result.final_url)

    async def follow(
        self, source: Source, result: FetchResult, look: PageLook
    ) -> tuple[FetchResult, PageLook | Refusal]:
        """The page that a page without article sends the browser to, once; and what a page says that is none."""
        if look.has_article or look.files:
            return result, look
        if look.challenge is not None:
            return replace(result, refusal=look.challenge), look
        if look.is_error and _leads_to_error(result):
            # The path alone proves nothing: the codes of places in Henan begin with 410.
            return replace(result, refusal=self.refuse_gone(result)), look
        target = look.leads_to or result.leads_to
        if target is None:
            return result, look
        second = await self.fetcher.fetch(target, verify=not source.tls)
        if second.refusal is not None:
            refusal = Refusal(second.refusal.reason, f"由 {result.url} 转到 {target}：{second.refusal.detail}")
            return replace(second, url=result.url, refusal=refusal), look
        following = await self.look(second)
        # What the first page's server said of its version is not said of this one.
        led = replace(second, url=result.url, etag=None, last_modified=None)
        if isinstance(following, PageLook) and not following.has_article:
            if following.challenge is not None:
                return replace(led, refusal=following.challenge), following
            if following.leads_to is not None:
                return replace(led, refusal=refuse_lead(result.url, target)), following
        return led, following

    def refuse_gone(self, result: FetchResult) -> Refusal:
        """The refusal of an address that leads to a page that says that there is none."""
        if result.url in self.known:
            return Refusal(
                "withdrawn",
                f"页面已撤下（转到出错页面 {result.final_url}）：已有的报告及其存档保留。The page was taken down; the report stays",
            )
        return Refusal(
            "page_gone",
            f"页面不存在（转到出错页面 {result.final_url}）：请核对网址。There is no such page: check the address",
        )

    async def join(self, source: Source, result: FetchResult, look: PageLook) -> FetchResult:
        """All pages of a report that is shown on several, as one; the page itself where it is whole."""
        parts = [(result.final_url, result)]
        waiting = deque(look.parts[1:] or look.pages)
        if not waiting:
            return result
        count, seen = look.page_count, {result.final_url, *waiting}
        while waiting and len(parts) < MOST_REPORT_PAGES:
            url = waiting.popleft()
            part = await self.fetcher.fetch(url, self.known.get(url), verify=not source.tls)
            self.asked.append((source.name, "page", part))
            if part.refusal is not None:
                continue
            parts.append((url, part))
            further = await self.look(part)
            if isinstance(further, PageLook) and count is None:
                fresh = [address for address in further.pages if address not in seen]
                waiting.extend(fresh)
                seen.update(fresh)
                count = further.page_count
        if all(part.not_modified for _, part in parts):
            return result
        if result.not_modified:
            # What is kept is the joined page; the first page of it must come anew.
            first = await self.fetcher.fetch(result.url, verify=not source.tls)
            if first.refusal is not None:
                return first
            parts[0] = (first.final_url, first)
        return await self.keep_joined(parts, count if count is not None or waiting else len(parts))

    async def keep_joined(self, parts: Sequence[tuple[str, FetchResult]], count: int | None) -> FetchResult:
        """The first page's result with the bytes of all pages in the place of its own."""
        first = parts[0][1]
        places = [(self.folder / part.place.archive_file, part.place.archive_offset) for _, part in parts if part.place]
        types = [part.content_type for _, part in parts]
        body = await self.fetcher.reader.read(read_and_join, places, types, [url for url, _ in parts], count)
        if isinstance(body, Refusal):
            return replace(first, refusal=body)
        page_id = hashlib.sha256(body).hexdigest()
        known = self.known.get(first.url)
        if known is not None and known.page_id == page_id and known.place is not None:
            place = known.place
        else:
            page = RawPage(first.final_url, body, JOINED_TYPE)
            place = self.keep_page(page, first.fetched_at)
        return replace(first, page_id=page_id, place=place, content_type=JOINED_TYPE, byte_count=len(body))

    def keep_page(self, page: RawPage, moment: dt.datetime) -> ArchivePlace:
        """Keep what was made of several answers. Raises ArchiveFailed where the archive cannot be written."""
        try:
            return self.archive.keep_conversion(page, moment)
        except (OSError, CallError) as error:
            raise ArchiveFailed from error

    async def take_attachment(self, find: Find, link: AttachmentLink) -> Find:
        """The find with the file in the page's place, where the report is that file."""
        result = await self.fetcher.fetch(link.url, self.known.get(link.url), verify=not find.source.tls)
        self.asked.append((find.source.name, "attachment", result))
        if result.refusal is not None:
            gone = result.refusal.reason in ("withdrawn", "page_gone")
            refusal = Refusal(
                "attachment_gone" if gone else result.refusal.reason, f"附件 {link.url}：{result.refusal.detail}"
            )
            return replace(find, result=replace(find.result, refusal=refusal))
        placed = replace(result, url=find.result.url, status=find.result.status)
        return replace(find, result=placed, attached=Attached(link, find.result))


def _leads_to_error(result: FetchResult) -> bool:
    """Whether an address was sent on to where sites lead from an article that they took down: /404.html, /error/404.shtml."""
    path = urlsplit(result.final_url).path
    return result.final_url != result.url and _ERROR_PATH.search(path) is not None


def refuse_lead(url: str, target: str) -> Refusal:
    """The refusal of a page that leads to a page that leads on."""
    return Refusal(
        "leads_elsewhere",
        f"页面没有正文，只把浏览器转往别处（{url} → {target} → …）：请在浏览器中核对网址。"
        "The page only sends the browser on, and so does the next: look where it ends, and name that address",
    )


def read_and(function: Callable[..., T], path: Path, offset: int, *arguments: Any) -> T:
    """What a function makes of the body that is kept at this place; for a process with limits."""
    return function(read_kept(path, offset), *arguments)


def read_and_join(
    places: Sequence[tuple[Path, int]], types: Sequence[str | None], urls: Sequence[str], count: int | None
) -> bytes:
    """The bodies kept at these places as one page; for a process with limits."""
    return join_bodies([read_kept(path, offset) for path, offset in places], types, urls, count)
