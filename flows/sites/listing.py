"""One page of a column: its entries, and where its other pages are. HTML, JSON columns, feeds and sitemaps alike."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree, html

from flows.fetching.addresses import normalise_address
from parsers.text.dates import read_date

MOST_PAGES = 200
"""Pages of one column that a run follows; a column of annual reports has one to five."""

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

# createPageHTML(5, 0, "index", "html"); createPageHTML('page_div', 5, 0, 'index', 'shtml', 98)
_CREATE_PAGE = re.compile(r"createPage\w*\s*\(([^()]{1,200})\)")
_ARGUMENT = re.compile(r"""\s*(?:(["'])(?P<text>.*?)\1|(?P<number>\d+)|(?P<other>[^,]*))\s*(?:,|$)""")
_PAGES_SHOWN = re.compile(
    r"共\s*(\d{1,5})\s*页|\d+\s*/\s*(\d{1,5})\s*页|totalpages?\W{1,6}(\d{1,5})|<totalpage>(\d{1,5})<", re.I
)
_TOTAL_SHOWN = re.compile(r"共\s*(\d{1,6})\s*(?:条|篇)|<totalrecord>(\d{1,6})<", re.I)
_NEXT_TEXT = re.compile(r"^(?:下一?页|后一?页|next(?:page)?|>|›|»|下一页\s*[>»›]*)$", re.I)
# /art/2022/3/29/art_1229019586_4903782.html, t20220328_2640796.html, content_2154288.html, post_1656752.html, 394705.jhtml
_ARTICLE_PATH = re.compile(
    r"(?:/t\d{8}_\d+|/art_[\d_]+|/(?:content|post|info|detail|news|article)[_/-]?\w*\d|/20\d{2}[/-]?\d{2}|/[0-9a-f]{16,}"
    r"|/\d{4,})[^/]*$|[?&](?:id|articleid|infoid|docid)=\w+|\.(?:pdf|docx?|wps|ofd)$",
    re.I,
)
_RECORDS = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S | re.I)
_NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[(.*?)\]\]>\s*</nextgroup>", re.S | re.I)
_JSONP = re.compile(r"^\s*[\w.$]+\s*\((.*)\)\s*;?\s*$", re.S)


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


def read_listing(text: str, url: str) -> ListingPage:
    """What a column's page shows. A page of another kind than expected comes back without entries; nothing is raised."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in "[{" or (_JSONP.match(start[:50_000]) and not start.startswith("<")):
        return _read_json(start, url)
    if re.match(r"<\?xml|<(?:rss|feed|urlset|sitemapindex)\b", start[:200]) and "<html" not in start[:2000].lower():
        return _read_xml(start, url)
    return _read_html(text, url)


def read_address_list(text: str, url: str) -> ListingPage:
    """A plain list: an address a line, a tab and its title behind it if wanted, `#` for notes."""
    entries = []
    for line in text.lstrip("\ufeff").splitlines():
        address, _, title = line.strip().partition("\t")
        if address and not address.startswith("#") and (known := _resolve(address, url)):
            entries.append(ListingEntry(title.strip(), known))
    return ListingPage(tuple(entries))


def _read_html(text: str, url: str) -> ListingPage:
    if not text.strip():
        return ListingPage(())
    # 大汉 jcms keeps the entries of a column as HTML inside XML inside a script.
    records = "".join(_RECORDS.findall(text))
    tree = html.document_fromstring(text)
    inner = html.fragment_fromstring(records, create_parent="div")
    base = tree.find(".//base")
    where = _resolve(base.get("href", ""), url) if base is not None and base.get("href") else url
    entries: dict[str, ListingEntry] = {}
    further: dict[str, None] = {}
    for link in (*tree.iter("a"), *inner.iter("a")):
        address = _resolve(link.get("href", ""), where or url)
        if address is None:
            continue
        shown = " ".join("".join(map(str, link.itertext())).split())
        if _NEXT_TEXT.match(shown) or (shown.isdigit() and _is_sibling(address, url)):
            further[address] = None
            continue
        title = max(shown, " ".join((link.get("title") or "").split()), key=len)
        known = entries.get(address)
        if title and (known is None or len(title) > len(known.title)):
            entries[address] = ListingEntry(title, address, _find_date(link) or (known.date if known else None))
    pages, made = _read_create_page(text, url)
    for address in made:
        further[address] = None
    for group in _NEXT_GROUP.findall(text):
        for link in html.fragment_fromstring(group, create_parent="div").iter("a"):
            if address := _resolve(link.get("href", ""), url):
                further[address] = None
    further.pop(url, None)
    shown_pages = _PAGES_SHOWN.search(text)
    total = _TOTAL_SHOWN.search(text)
    return ListingPage(
        tuple(entries.values()),
        tuple(further),
        pages or (int(next(filter(None, shown_pages.groups()))) if shown_pages else None),
        int(next(filter(None, total.groups()))) if total else None,
    )


def _find_date(link: Any) -> dt.date | None:
    """The date that stands beside a link: in the smallest element around it, as long as it holds no other link."""
    element = link
    for _ in range(4):
        if date := read_date(element.text_content()):
            return date
        element = element.getparent()
        if element is None or len(element.findall(".//a")) > 1:
            return None
    return None


def _read_create_page(text: str, url: str) -> tuple[int | None, list[str]]:
    """The pages that TRS's createPageHTML(pages, current, name, ending) makes: index.html, index_1.html …"""
    for call in _CREATE_PAGE.finditer(text):
        arguments = list(_ARGUMENT.finditer(call[1]))
        numbers = [int(argument["number"]) for argument in arguments if argument["number"]]
        texts = [argument["text"] for argument in arguments if argument["text"]]
        if not numbers and texts and texts[0].isdigit():
            numbers = [int(texts[0])]
            texts = texts[1:]
        names = [text for text in texts if not text.isdigit()][-2:]
        if numbers and len(names) == 2 and re.fullmatch(r"s?html?|j?html|jsp|aspx?", names[1]):
            count = min(numbers[0], MOST_PAGES + 1)
            made = [f"{names[0]}_{number}.{names[1]}" for number in range(1, count)]
            return numbers[0], [address for name in made if (address := _resolve(name, url))]
    return None, []


def _is_sibling(address: str, url: str) -> bool:
    """Whether two addresses differ by a number only, as pages of one column do."""
    one, other = urlsplit(address), urlsplit(url)
    if one.netloc != other.netloc:
        return False
    if one.path == other.path:
        return any(key.lower() in _PAGE_PARAMETERS for key, _ in parse_qsl(one.query))
    names = [re.sub(r"(?:_?\d+|/index)(?=\.\w+$|/?$)", "", parts.path).rstrip("/") for parts in (one, other)]
    return names[0] == names[1] or names[0].removesuffix("/index") == names[1].removesuffix("/index")


def _read_json(text: str, url: str) -> ListingPage:
    wrapped = None if text[:1] in "[{" else _JSONP.match(text)
    try:
        data = json.loads(wrapped[1] if wrapped else text)
    except ValueError:
        return ListingPage(())
    entries: dict[str, ListingEntry] = {}
    for row in _walk(data):
        values = {key.lower(): value for key, value in _flatten(row)}
        title = next((values[key] for key in _TITLE_KEYS if isinstance(values.get(key), str)), None)
        address = next((values[key] for key in _ADDRESS_KEYS if isinstance(values.get(key), str)), None)
        if title and address and (resolved := _resolve(address, url)):
            date = next((found for key in _DATE_KEYS if (found := _read_json_date(values.get(key)))), None)
            plain = " ".join(html.fragment_fromstring(title, create_parent="p").text_content().split())
            entries[resolved] = ListingEntry(plain, resolved, date)
    counts = {key.lower(): value for row in _walk(data) for key, value in row.items() if isinstance(value, int | str)}
    pages = next((int(counts[key]) for key in _PAGES_KEYS if str(counts.get(key, "")).isdigit()), None)
    total = next((int(counts[key]) for key in _TOTAL_KEYS if str(counts.get(key, "")).isdigit()), None)
    return ListingPage(tuple(entries.values()), tuple(_name_next_page(url, pages)), pages, total)


def _name_next_page(url: str, pages: int | None) -> Iterator[str]:
    """The address of the next page of a column in JSON, by the number in its query."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    for at, (key, value) in enumerate(query):
        if key.lower() in _PAGE_PARAMETERS and value.isdigit():
            number = int(value) + 1
            if pages is not None and number <= pages:
                following = [*query[:at], (key, str(number)), *query[at + 1 :]]
                yield urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(following), ""))
            return


def _walk(data: Any) -> Iterator[dict[str, Any]]:
    """All objects inside a JSON value, the outer ones first."""
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _walk(value)
    elif isinstance(data, list):
        for value in data:
            yield from _walk(value)


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
    return read_date(value) if isinstance(value, str) else None


def _read_xml(text: str, url: str) -> ListingPage:
    """RSS, Atom, a sitemap or an index of sitemaps."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(re.sub(r"^<\?xml[^>]*\?>", "", text).encode("utf-8"), parser)
    if root is None:
        return ListingPage(())
    entries: list[ListingEntry] = []
    further: list[str] = []
    for element in root.iter("{*}item", "{*}entry", "{*}url", "{*}sitemap"):
        link = element.find("{*}link")
        linked = (link.get("href") or link.text) if link is not None else None
        address = _resolve(linked or element.findtext("{*}loc") or "", url)
        if address is None:
            continue
        if etree.QName(element).localname == "sitemap":
            further.append(address)
            continue
        dated = "{*}pubDate", "{*}published", "{*}updated", "{*}lastmod"
        date = next((found for name in dated if (found := _read_feed_date(element.findtext(name)))), None)
        entries.append(ListingEntry(" ".join((element.findtext("{*}title") or "").split()), address, date))
    return ListingPage(tuple(entries), tuple(further))


def _read_feed_date(value: str | None) -> dt.date | None:
    if not value:
        return None
    # Tue, 29 Mar 2022 09:30:00 +0800
    for form in ("%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S GMT", "%d %b %Y %H:%M:%S %z"):
        try:
            return dt.datetime.strptime(value.strip(), form).date()
        except ValueError:
            continue
    return read_date(value)


def _resolve(address: str, url: str) -> str | None:
    """The address that a link means; None for scripts, mails, anchors and what cannot be read."""
    address = re.sub(r"[\t\r\n]", "", address.strip())
    if (
        not address
        or address.startswith("#")
        or re.match(r"(?i)(?:javascript|mailto|tel|data|about|file|ftp|thunder):", address)
    ):
        return None
    try:
        resolved = normalise_address(address, url)
    except ValueError:
        return None
    return resolved if resolved.startswith(("http://", "https://")) else None
