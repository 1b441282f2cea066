"""One page of a column: its entries, and where its other pages are. HTML, JSON columns, feeds and sitemaps alike."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from parsers.body.charset import UnreadablePage
from parsers.body.pages.paging import read_created_pager
from parsers.body.tree import LONGEST_MARKUP, read_tree, show_text
from parsers.text.addresses import resolve_link
from parsers.text.dates import read_date
from parsers.text.expressions import expression

MOST_PAGES = 200
"""Pages of one column that a run follows; a column of annual reports has one to five."""

MOST_ENTRIES = 50_000
"""Links of one page of a column that are taken; a sitemap may hold as many (sitemaps.org)."""

MOST_FRAMES = 5
"""Frames of a page without entries that are looked into for the list."""

LONGEST_TITLE = 300
"""Characters of a link's text that are judged; the longest title of a report seen has 70."""

# Names under which columns in JSON keep what a list shows, each seen: {"title":…,"puburl":…,"tip":{"dates":…}} and so on.
_TITLE_KEYS = ("title", "doctitle", "linktitle", "filename", "name", "f_title", "infotitle")
_ADDRESS_KEYS = ("url", "puburl", "docpuburl", "link", "linkurl", "href", "f_url", "infourl", "pageurl")
_DATE_KEYS = (
    "date",
    "pubdate",
    "publishdate",
    "docreltime",
    "dates",
    "publishtime",
    "releasetime",
    "createtime",
    "time",
)
_PAGES_KEYS = ("totalpages", "totalpage", "pagecount", "npage", "pages", "pagetotal")
_TOTAL_KEYS = ("total", "totalrecords", "totalcount", "totalelements", "num", "count", "rowcount")
_PAGE_PARAMETERS = ("page", "pageno", "pagenum", "pagenumber", "pageindex", "curpage", "currentpage", "p")

_PAGES_SHOWN = expression(
    r"共\s{0,5}([0-9]{1,5})\s{0,5}页|[0-9]\s{0,5}/\s{0,5}([0-9]{1,5})\s{0,5}页|totalpages?\W{1,6}([0-9]{1,5})"
    r"|<totalpage>([0-9]{1,5})<",
    re.I,
)
_TOTAL_SHOWN = expression(r"共\s{0,5}([0-9]{1,6})\s{0,5}(?:条|篇)|<totalrecord>([0-9]{1,6})<", re.I)
_NEXT_TEXT = expression(r"^(?:下一?页|后一?页|next(?:page)?|>|›|»|下一页\s*[>»›]*)$", re.I)
# /art/2022/3/29/art_1229019586_4903782.html, t20220328_2640796.html, content_2154288.html, post_1656752.html, 394705.jhtml
_ARTICLE_PATH = expression(
    r"(?:/t\d{8}_\d{1,20}|/art_[\d_]{1,60}|/(?:content|post|info|detail|news|article)[_/-]?\w{0,40}\d|/20\d{2}[/-]?\d{2}"
    r"|/[0-9a-f]{16,64}|/\d{4,20})[^/]*$|[?&](?:id|articleid|infoid|docid)=\w+|\.(?:pdf|docx?|wps|ofd)$",
    re.I,
)
_CDATA_START, _CDATA_END = "<![CDATA[", "]]>"
_COUNT = expression(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class ListingEntry:
    """A link of a column. `title` is empty in a sitemap; `date` is None where the list shows none."""

    title: str
    url: str
    date: dt.date | None = None

    @property
    def is_article(self) -> bool:
        """Whether it looks like an entry of a list and not like a link of the site's frame."""
        return self.date is not None or bool(_ARTICLE_PATH.search(self.url))


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A column's page: entries, addresses of further pages, and what the page says of how many there are."""

    entries: tuple[ListingEntry, ...]
    further: tuple[str, ...] = ()
    pages: int | None = None
    total: int | None = None


def read_listing(text: str, url: str, encoding: str = "utf-8") -> ListingPage:
    """What a column's page shows. A page of another kind than expected comes back without entries.

    `encoding` is what the page was read in: Chinese in a link's query is asked for in it. Raises UnreadablePage for a page
    beyond the bounds (`oversized_page`) and for JSON that cannot be read (`listing_unreadable`).
    """
    start = text.lstrip("\ufeff \t\r\n")
    if len(start) > LONGEST_MARKUP:
        raise UnreadablePage(
            "oversized_page", f"栏目有 {len(start)} 字符，超过上限。The column's page is larger than any list"
        )
    wrapped = None if start[:1] in "[{<" else _unwrap_script(start)
    if start[:1] in "[{" or wrapped is not None:
        return _read_json(start if wrapped is None else wrapped, url)
    if re.match(r"<\?xml|<(?:rss|feed|urlset|sitemapindex)\b", start[:200]) and not re.search(
        r"<html|<!doctype html", start[:4000], re.I
    ):
        return _read_xml(start, url)
    return _read_html(text, url, encoding)


def read_address_list(text: str, url: str) -> ListingPage:
    """A plain list: an address a line, a tab and its title behind it if wanted, `#` for notes."""
    entries = []
    for line in text.lstrip("\ufeff").splitlines()[:MOST_ENTRIES]:
        address, _, title = line.strip().partition("\t")
        if address and not address.startswith("#") and (known := resolve_link(address, url)):
            entries.append(ListingEntry(title.strip()[:LONGEST_TITLE], known))
    return ListingPage(tuple(entries))


def _unwrap_script(text: str) -> str | None:
    """The value inside `callback({…});`, None where the text is not that."""
    name, _, _rest = text[:200].partition("(")
    if not _ or not re.fullmatch(r"[\w.$]{1,100}\s{0,20}", name):
        return None
    end = text.rstrip().removesuffix(";").rstrip()
    return text[len(name) + 1 : len(end) - 1] if end.endswith(")") else None


def _cut_data(text: str, tag: str) -> Iterator[str]:
    """What stands as character data in each element of this name: <record><![CDATA[…]]></record>."""
    lowered, at = text.lower(), 0
    opening = f"<{tag}>"
    while (at := lowered.find(opening, at)) >= 0:
        at += len(opening)
        start = text.find(_CDATA_START, at, at + 40)
        if start < 0 or text[at:start].strip():
            continue
        stop = text.find(_CDATA_END, start)
        if stop < 0:
            return
        yield text[start + len(_CDATA_START) : stop]
        at = stop


def _read_html(text: str, url: str, encoding: str) -> ListingPage:
    tree = read_tree(text)
    if tree is None:
        return ListingPage(())
    # 大汉 jcms keeps the entries of a column as HTML inside XML inside a script.
    inner = read_tree("".join(_cut_data(text, "record")))
    trees = [tree] if inner is None else [tree, inner]
    base = tree.find(".//base")
    where = (resolve_link(base.get("href", ""), url) if base is not None and base.get("href") else None) or url
    entries: dict[str, ListingEntry] = {}
    further: dict[str, None] = {}
    for part in trees:
        crowded = _find_crowded(part)
        for link in part.iter("a"):
            if len(entries) >= MOST_ENTRIES:
                break
            address = resolve_link(link.get("href", ""), where, encoding)
            if address is None:
                continue
            shown = show_text(link)[:LONGEST_TITLE]
            if _NEXT_TEXT.match(shown) or (_COUNT.fullmatch(shown) and _is_sibling(address, url)):
                further[address] = None
                continue
            title = max(shown, " ".join((link.get("title") or "")[:2000].split())[:LONGEST_TITLE], key=len)
            known = entries.get(address)
            if title and (known is None or len(title) > len(known.title)):
                entries[address] = ListingEntry(
                    title, address, _find_date(link, crowded) or (known.date if known else None)
                )
    pages, made = _read_create_page(text, url)
    further.update(dict.fromkeys(made))
    for group in _cut_data(text, "nextgroup"):
        following = read_tree(group)
        for link in () if following is None else following.iter("a"):
            if address := resolve_link(link.get("href", ""), url):
                further[address] = None
    further.pop(url, None)
    if not any(entry.is_article for entry in entries.values()):
        further.update(dict.fromkeys(_list_frames(tree, where)))
    shown_pages = _PAGES_SHOWN.search(text)
    total = _TOTAL_SHOWN.search(text)
    return ListingPage(
        tuple(entries.values()),
        tuple(further)[: MOST_PAGES + 1],
        pages or (int(next(filter(None, shown_pages.groups()))) if shown_pages else None),
        int(next(filter(None, total.groups()))) if total else None,
    )


def _list_frames(tree: etree._Element, where: str) -> list[str]:
    """What the page shows in frames of its own host: a column without entries keeps its list there."""
    framed = (resolve_link(frame.get("src", ""), where) for frame in tree.iter("iframe", "frame"))
    own = [address for address in framed if address and urlsplit(address).netloc == urlsplit(where).netloc]
    return own[:MOST_FRAMES]


def _find_crowded(tree: etree._Element) -> set[etree._Element]:
    """The elements that hold more than one link, each looked at once."""
    links: dict[etree._Element, int] = {}
    crowded = set()
    for element in reversed(list(tree.iter(etree.Element))):
        count = links.pop(element, 0) + (element.tag == "a")
        if count > 1:
            crowded.add(element)
        parent = element.getparent()
        if parent is not None and count:
            links[parent] = links.get(parent, 0) + count
    return crowded


def _find_date(link: etree._Element, crowded: set[etree._Element]) -> dt.date | None:
    """The date that stands beside a link: in the smallest element around it, as long as it holds no other link."""
    element = link
    for _ in range(4):
        if date := read_date(show_text(element)):
            return date
        parent = element.getparent()
        if parent is None or parent in crowded:
            return None
        element = parent
    return None


def _read_create_page(text: str, url: str) -> tuple[int | None, list[str]]:
    """The pages that TRS's createPageHTML(pages, current, name, ending) makes: index.html, index_1.html …"""
    made = read_created_pager(text)
    if made is None:
        return None, []
    names = made.list_names(MOST_PAGES + 1)[1:]
    return made.count, [address for name in names if (address := resolve_link(name, url))]


def _is_sibling(address: str, url: str) -> bool:
    """Whether two addresses differ by a number only, as pages of one column do."""
    one, other = urlsplit(address), urlsplit(url)
    if one.netloc != other.netloc:
        return False
    if one.path == other.path:
        return any(key.lower() in _PAGE_PARAMETERS for key, _ in parse_qsl(one.query))
    names = [re.sub(r"(?:_?\d{1,9}|/index)(?=\.\w{1,9}$|/?$)", "", parts.path).rstrip("/") for parts in (one, other)]
    return names[0] == names[1] or names[0].removesuffix("/index") == names[1].removesuffix("/index")


def _read_json(text: str, url: str) -> ListingPage:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        # The error's own words may quote the whole text.
        raise UnreadablePage(
            "listing_unreadable", f"栏目的 JSON 不能解析（{type(error).__name__}）。The column's JSON cannot be read"
        ) from None
    entries: dict[str, ListingEntry] = {}
    counts: dict[str, int] = {}
    for row in _walk(data):
        values = {key.lower(): value for key, value in _flatten(row)}
        title = next((values[key] for key in _TITLE_KEYS if isinstance(values.get(key), str)), None)
        address = next((values[key] for key in _ADDRESS_KEYS if isinstance(values.get(key), str)), None)
        if title and address and len(entries) < MOST_ENTRIES and (resolved := resolve_link(address, url)):
            dates = (_read_json_date(values.get(key)) for key in _DATE_KEYS)
            entries[resolved] = ListingEntry(_show_plain(title), resolved, next(filter(None, dates), None))
        for key, value in row.items():
            if (count := _read_count(value)) is not None:
                # The outermost: an entry may have a number of its own.
                counts.setdefault(key.lower(), count)
    pages = next((counts[key] for key in _PAGES_KEYS if key in counts), None)
    total = next((counts[key] for key in _TOTAL_KEYS if key in counts), None)
    return ListingPage(tuple(entries.values()), tuple(_name_next_page(url, pages)), pages, total)


def _read_count(value: object) -> int | None:
    """A count in JSON, as a number or in quotation marks; `"²"` is a digit to Python, and none to anyone else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    written = str(value)[:20] if isinstance(value, str) else f"{value:d}" if 0 <= value < 10**9 else ""
    return int(written) if _COUNT.fullmatch(written) else None


def _show_plain(title: str) -> str:
    """A title in JSON without the markup that it may hold."""
    title = title[: 20 * LONGEST_TITLE]
    if "<" not in title and "&" not in title:
        return " ".join(title.split())[:LONGEST_TITLE]
    tree = read_tree(f"<p>{title}</p>")
    return "" if tree is None else show_text(tree)[:LONGEST_TITLE]


def _name_next_page(url: str, pages: int | None) -> Iterator[str]:
    """The address of the next page of a column in JSON, by the number in its query."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    for at, (key, value) in enumerate(query):
        if key.lower() in _PAGE_PARAMETERS and _COUNT.fullmatch(value):
            number = int(value) + 1
            if pages is not None and number <= pages:
                following = [*query[:at], (key, str(number)), *query[at + 1 :]]
                yield urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(following), ""))
            return


def _walk(data: Any) -> Iterator[dict[str, Any]]:
    """All objects inside a JSON value, the outer ones first."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)


def _flatten(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """An object's members and those of the objects right inside it: the date stands in {"tip": {"dates": …}}."""
    for value in row.values():
        if isinstance(value, dict):
            yield from value.items()
    yield from row.items()


def _read_json_date(value: Any) -> dt.date | None:
    if isinstance(value, int) and 10**11 < value < 10**13:
        # Milliseconds; Chinese sites mean Beijing's day.
        return (dt.datetime.fromtimestamp(value / 1000, dt.UTC) + dt.timedelta(hours=8)).date()
    return read_date(value[:100]) if isinstance(value, str) else None


def _read_xml(text: str, url: str) -> ListingPage:
    """RSS, Atom, a sitemap or an index of sitemaps."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(re.sub(r"^<\?xml[^>]{0,400}\?>", "", text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return ListingPage(())
    if root is None:
        return ListingPage(())
    entries: list[ListingEntry] = []
    further: list[str] = []
    for element in root.iter("{*}item", "{*}entry", "{*}url", "{*}sitemap"):
        if len(entries) >= MOST_ENTRIES:
            break
        link = element.find("{*}link")
        linked = (link.get("href") or link.text) if link is not None else None
        address = resolve_link(linked or element.findtext("{*}loc") or "", url)
        if address is None:
            continue
        if etree.QName(element).localname == "sitemap":
            further.append(address)
            continue
        dated = "{*}pubDate", "{*}published", "{*}updated", "{*}lastmod"
        date = next((found for name in dated if (found := _read_feed_date(element.findtext(name)))), None)
        title = " ".join((element.findtext("{*}title") or "")[:2000].split())[:LONGEST_TITLE]
        entries.append(ListingEntry(title, address, date))
    return ListingPage(tuple(entries), tuple(further[: MOST_PAGES + 1]))


def _read_feed_date(value: str | None) -> dt.date | None:
    value = (value or "")[:100]
    if not value:
        return None
    # Tue, 29 Mar 2022 09:30:00 +0800
    for form in ("%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S GMT", "%d %b %Y %H:%M:%S %z"):
        try:
            return dt.datetime.strptime(value.strip(), form).date()
        except ValueError:
            continue
    return read_date(value)
