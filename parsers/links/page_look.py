"""A first look at a page that was fetched: has it an article, does it lead elsewhere, does its report go on somewhere."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from parsers.body.attachments import READABLE, AttachmentLink, find_attachments, find_format
from parsers.body.boilerplate import strip_boilerplate
from parsers.body.charset import LONGEST_PAGE, Decoded, UnreadablePage, decode
from parsers.body.formats import looks_like_html
from parsers.body.pages.paging import find_report_pages, join_pages, list_parts
from parsers.body.tree import read_tree
from parsers.identity.genre import NO_ARTICLE, SHORTEST_REPORT, match_rule, squeeze
from parsers.links.link_titles import judge_link
from parsers.links.listing import ListingPage, read_address_list, read_listing
from parsers.records import Refusal
from parsers.text.addresses import resolve_link
from parsers.text.expressions import expression

LONGEST_REFRESH = 30
"""Seconds after which a page that turns to another is left by nobody who reads it."""

_LONGEST_STUB = 64 * 1024
"""Characters up to which a page may be nothing but a script that leads on."""

_REFRESH = expression(r"\s*(\d{1,4})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"'<>]{0,2000})", re.I)
# location.href = "/a.html"; window.location='…'; top.location.replace("…"); what is put together from pieces is not read
_SCRIPT_TARGET = expression(
    r"location(?:\.href)?\s{0,5}=\s{0,5}([\"'])([^\"'<>\s]{1,2000})\1\s{0,5}(?![\s+])"
    r"|location\.(?:replace|assign)\s{0,5}\(\s{0,5}([\"'])([^\"'<>\s]{1,2000})\3\s{0,5}\)"
)
_UNSEEN_FRAME = expression(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NO_ROOM = ("0", "1", "0px", "1px")
_WANTS_COOKIE = expression(r"document\.cookie\s{0,5}=|\.reload\s{0,5}\(|setCookie\s{0,5}\(")
_SCRIPTED = expression(r"<script", re.I)


@dataclass(frozen=True, slots=True)
class PageLook:
    """What a page shows at first sight; all addresses are absolute."""

    letters: int
    """Characters of its article without white space; of a file (PDF, docx) 0."""
    is_error: bool = False
    """It says itself that there is no such page, or that the site failed."""
    challenge: Refusal | None = None
    """It wants to see a browser or a person."""
    leads_to: str | None = None
    """It has no article and sends the browser on (meta refresh, location.href)."""
    files: tuple[AttachmentLink, ...] = ()
    """The files that are its report, the best first; none where the page itself is the report."""
    pages: tuple[str, ...] = ()
    """The other pages of a report that is shown on several."""
    page_count: int | None = None
    parts: tuple[str, ...] = ()
    """Of a joined page the addresses of its pages, the first included."""

    @property
    def has_article(self) -> bool:
        """Whether there is text enough for anything but a message."""
        return self.letters >= NO_ARTICLE


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column's page: what it lists, or what keeps it from listing anything."""

    listing: ListingPage
    leads_to: str | None = None


def look_at_page(body: bytes, content_type: str | None, url: str) -> PageLook:
    """The first look at a page's bytes; `url` is where it stands in the end, redirects followed. Raises nothing for bad input."""
    if find_format(body) is not None:
        return PageLook(0)
    try:
        decoded = decode(body, content_type)
        if not looks_like_html(decoded.text):
            return PageLook(len("".join(decoded.text.split())))
        return _look_at_markup(decoded, url)
    except UnreadablePage:
        # The parsers say the same, and why.
        return PageLook(0)


def _look_at_markup(decoded: Decoded, url: str) -> PageLook:
    text = decoded.text
    stripped = strip_boilerplate(text)
    letters = len("".join(stripped.text.split()))
    # The first page of several may hold less than the shortest report.
    pages = find_report_pages(text, url) if letters >= NO_ARTICLE else None
    if pages is not None and not pages.is_whole:
        others = (resolve_link(address, url, decoded.encoding) for address in pages.others)
        shown_on = tuple(dict.fromkeys(address for address in others if address and address != url))
        return PageLook(letters, pages=shown_on, page_count=pages.count)
    if letters >= SHORTEST_REPORT:
        return PageLook(letters, parts=tuple(list_parts(text)))
    files = _choose_files(find_attachments(text, url))
    if letters >= NO_ARTICLE or files:
        return PageLook(letters, files=files)
    shown = squeeze(f"{stripped.html_title or ''}\n{stripped.page_text or stripped.text}")[:20_000]
    found = match_rule("page", shown) if len(shown) < 4 * NO_ARTICLE else None
    challenge = find_challenge_in(text, shown) if len(text) < _LONGEST_STUB else None
    is_error = found is not None and found[0].reason == "error_page"
    leads_to = None if challenge or is_error else find_lead(text, url, decoded.encoding)
    return PageLook(letters, is_error=is_error, challenge=challenge, leads_to=leads_to)


def _choose_files(links: Sequence[AttachmentLink]) -> tuple[AttachmentLink, ...]:
    named = tuple(link for link in links if judge_link(link.title[:300].rsplit(".", 1)[0]).is_report)
    readable = tuple(link for link in named or links if link.suffix in READABLE)
    return readable or named or tuple(links)


def find_challenge_in(text: str, shown: str) -> Refusal | None:
    """The refusal of a page without article that wants a browser: by its words, or a script that sets a cookie and comes again."""
    for scope in (shown, squeeze(text[:40_000])[:20_000]):
        found = match_rule("page", scope)
        if found is not None and found[0].reason == "bot_challenge":
            return Refusal(
                "bot_challenge",
                f"网站要求验证（“{found[1].strip()[:40]}”）。The site asks for a check that only a browser passes",
            )
    bare = _bare_text(text)
    if len(bare) < 60 and _SCRIPTED.search(text) and (wanted := _WANTS_COOKIE.search(text)):
        return Refusal(
            "bot_challenge",
            f"网页只有脚本（“{wanted[0][:40]}”），要求浏览器验证。The page is a script that wants a browser's cookie",
        )
    return None


def _bare_text(text: str) -> str:
    tree = read_tree(text)
    if tree is None:
        return ""
    etree.strip_elements(tree, "script", "style", "head", "noscript", with_tail=False)
    return "".join("".join(map(str, tree.itertext(etree.Element))).split())


def judge_error(body: bytes, content_type: str | None) -> Refusal | None:
    """The refusal of an error's answer (its first 64 KB) that wants to see a browser; None where it is just an error."""
    try:
        text = decode(body, content_type).text
    except UnreadablePage:
        return None
    return find_challenge_in(text, squeeze(text)[:20_000])


def find_lead(text: str, url: str, encoding: str = "utf-8") -> str | None:
    """Where a page without article sends the browser: by a refresh in its head, else by a script."""
    if len(text) > _LONGEST_STUB:
        return None
    tree = read_tree(text)
    if tree is None:
        return None
    for meta in tree.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh" and (
            found := read_refresh(meta.get("content") or "")
        ):
            return resolve_link(found, url, encoding)
    for script in tree.iter("script"):
        target = _SCRIPT_TARGET.search(script.text or "")
        if target and (found := resolve_link(target[2] or target[4], url, encoding)):
            return found
    body = tree.find("body")
    loads = "" if body is None else body.get("onload", "")
    target = _SCRIPT_TARGET.search(loads[:4000])
    if target:
        return resolve_link(target[2] or target[4], url, encoding)
    return _find_framed(tree, url, encoding)


def _find_framed(tree: etree._Element, url: str, encoding: str) -> str | None:
    """The page of the same host that the only frame of a page shows which has nothing else to show."""
    shown = [
        frame
        for frame in tree.iter("iframe", "frame")
        if not _UNSEEN_FRAME.search(frame.get("style", "")) and frame.get("height") not in _NO_ROOM
    ]
    found = resolve_link((shown[0].get("src") or "").strip(), url, encoding) if len(shown) == 1 else None
    return found if found and urlsplit(found).netloc == urlsplit(url).netloc and found != url else None


def read_refresh(value: str) -> str | None:
    """The address of a refresh (`0; url=/a.html`), None for one that waits long or names none."""
    found = _REFRESH.match(value[:3000])
    return (found[2].strip() or None) if found and int(found[1]) <= LONGEST_REFRESH else None


def look_at_column(body: bytes, content_type: str | None, url: str, kind: str) -> ColumnLook:
    """What a column's bytes list; `kind` as in the registry. Raises UnreadablePage with its reason where there is nothing to list."""
    if body.startswith(b"\x1f\x8b"):
        body = _unpack(body)
    try:
        decoded = decode(body, content_type)
    except UnreadablePage as unreadable:
        if unreadable.reason == "empty_page":
            raise UnreadablePage("listing_empty", unreadable.detail) from unreadable
        raise
    text = decoded.text
    if kind == "addresses":
        return ColumnLook(read_address_list(text, url))
    listing = read_listing(text, url, decoded.encoding)
    if any(entry.is_article for entry in listing.entries) or len(text) > _LONGEST_STUB:
        return ColumnLook(listing)
    if challenge := find_challenge_in(text, squeeze(text)[:20_000]):
        raise UnreadablePage(challenge.reason, challenge.detail)
    return ColumnLook(listing, find_lead(text, url, decoded.encoding))


def _unpack(body: bytes) -> bytes:
    """A sitemap that is kept packed (sitemap.xml.gz). Raises UnreadablePage where it is broken or larger than any page."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
            plain = stream.read(LONGEST_PAGE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadablePage("broken_gzip", f"gzip 文件已损坏（{error}）。The packed file is broken") from error
    if len(plain) > LONGEST_PAGE:
        raise UnreadablePage("oversized_page", "解压后超过上限。It unpacks to more than any page")
    return plain


def join_bodies(bodies: Sequence[bytes], types: Sequence[str | None], urls: Sequence[str], count: int | None) -> bytes:
    """The pages of one report as one page, in UTF-8. Raises UnreadablePage for one that cannot be read."""
    texts = [decode(body, content_type).text for body, content_type in zip(bodies, types, strict=True)]
    return join_pages(texts, urls, count).encode("utf-8", "replace")
