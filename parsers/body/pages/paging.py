"""A report that a site shows on several pages: how many there are, where they stand, and all of them as one page."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from parsers.body.formats import HTML
from parsers.body.pages.numbered_pager import find_numbered_pages, is_numbered_pager
from parsers.body.strip_page import strip_page
from parsers.body.tree import list_links, read_tree
from parsers.text.expressions import expression

MOST_REPORT_PAGES = 30
"""Pages of one report that are followed; the longest report seen on several pages has nine."""

MARK = "fazhi-pages"
"""Name of the meta tag of a joined page: `3/4` says that three of four pages are in it."""

PART = "fazhi-page"
"""Name of the meta tags of a joined page that tell the addresses of its pages, the first included."""

# The first glance; most pages have none of these and are done.
_HINT = expression(r"createPage|countPage|pageCount|fazhi-pages|页", re.I)
# createPageHTML(5, 0, "index", "html"); createPageHTML('page_div', 5, 0, 'index', 'shtml', 98)
_CREATE_PAGE = expression(r"createPage\w{0,20}\s{0,5}\(([^()]{1,200})\)")
_ARGUMENT = expression(r"""\s*(?:(["'])(?P<text>[^"']*)\1|(?P<number>\d{1,6})|(?P<other>[^,]*))\s*(?:,|$)""")
# var countPage = 3; //共多少页
_COUNT_PAGE = expression(r"\bvar\s{1,5}(?:countPage|pageCount|totalPages?)\s{0,5}=\s{0,5}[\"']?(\d{1,3})\b")
# (looked for first: an expression that begins at a word's edge is tried at each word of a page's scripts)
_COUNTS = ("countPage", "pageCount", "totalPage")
_CURRENT_PAGE = expression(r"\bvar\s{1,5}currentPage\s{0,5}=\s{0,5}[\"']?(\d{1,3})\b")
# document.write("<a href=\"t2023_11_"+nextPage+".html\">下一页</a>"): TRS's pager as older templates hold it, without a call
_WRITTEN_LINK = expression(
    r"href=\\?[\"']?(?P<name>[\w-]{3,80}?)_?\\?[\"']\s{0,5}\+[^<>;]{1,60}?\+\s{0,5}[\"']\.(?P<ending>s?html?)\b"
)
_ENDING = expression(r"s?html?|j?html|jsp|aspx?|php")
_NEXT = expression(
    r"^[\[(【]?(?:(?:点击|请)?(?:阅读|查看|进入)?(?:下一?页|后一?页)|(?:点击|请)?(?:阅读|查看|继续)?(?:余下|剩余)(?:全文|部分|内容))[\])】>»›]*$"
)
_NEXT_SHOWN = expression(r"页(?:(?<=[下后]页)|(?<=[下后]一页))")
_REST_SHOWN = ("余下全文", "余下部分", "余下内容", "剩余全文", "剩余部分", "剩余内容")
_PAGES_SHOWN = expression(r"(?:共|/)\s{0,3}(\d{1,3})\s{0,3}页")
# What is left of a pager without its links: 上一页 1 2 3 下一页 · 第1页/共3页 · [1] [2] [3]
_PAGER = expression(
    r"(?:首页|尾页|末页|[上下前后]一?页|第?\d{1,3}页?|共\d{1,3}[页条]|转到|跳转|GO|[\[\]【】()<>«»‹›|/·.…—-])+", re.I
)
_SHORT = 200
_KEY = 24
_DEEPEST = 60
_PAGE_PARAMETERS = frozenset(
    {"page", "pageno", "pagenum", "pagenumber", "pageindex", "curpage", "currentpage", "p", "pn", "pageid"}
)


@dataclass(frozen=True, slots=True)
class CreatedPager:
    """What a call of TRS's createPageHTML says: how many pages, and the name and ending that theirs are made of."""

    count: int
    current: int
    """From 0."""
    name: str
    ending: str

    def list_names(self, most: int) -> list[str]:
        """The pages' names in order: t1.html, t1_1.html, t1_2.html …"""
        numbered = [f"{self.name}_{number}.{self.ending}" for number in range(1, min(self.count, most))]
        return [f"{self.name}.{self.ending}", *numbered]


# /* createPageHTML(5, 0, "index", "html") */: how it is to be called
_COMMENT = expression(r"/\*[^*]{0,400}\*/")


@dataclass(frozen=True, slots=True)
class ReportPages:
    """A pager on a report's page. `count` is None where only 下一页 shows that there is more."""

    count: int | None
    held: int
    """How many pages the bytes at hand hold: one, or more of a joined page."""
    others: tuple[str, ...]
    """Addresses of the other pages as they stand on the page, in their order; empty where a script alone knows them."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.count is not None and self.held >= self.count


def read_created_pager(text: str) -> CreatedPager | None:
    """The first call of createPageHTML in a page's scripts that can be read."""
    for call in _CREATE_PAGE.finditer(_COMMENT.sub("", text)):
        arguments = list(_ARGUMENT.finditer(call[1]))
        numbers = [int(argument["number"]) for argument in arguments if argument["number"]]
        texts = [argument["text"] for argument in arguments if argument["text"]]
        while texts and texts[0].isascii() and texts[0].isdigit() and len(texts[0]) < 6:
            numbers.append(int(texts.pop(0)))
        if not numbers and len(texts) >= 2 and any(argument["other"] for argument in arguments):
            # var countPage = 3; … createPageHTML(countPage, currentPage, "t1", "html")
            counted = _COUNT_PAGE.search(text)
            numbers = [int(counted[1])] if counted else []
        if numbers and len(texts) >= 2:
            name, ending = texts[-2:] if _ENDING.fullmatch(texts[-1]) else texts[:2]
            if _ENDING.fullmatch(ending):
                return CreatedPager(numbers[0], numbers[1] if len(numbers) > 1 else 0, name, ending)
    return _read_written_pager(text)


def _read_written_pager(text: str) -> CreatedPager | None:
    counted = _COUNT_PAGE.search(text) if "document.write" in text else None
    link = _WRITTEN_LINK.search(text) if counted else None
    if counted is None or link is None:
        return None
    current = _CURRENT_PAGE.search(text)
    return CreatedPager(int(counted[1]), int(current[1]) if current else 0, link["name"], link["ending"])


def find_report_pages(text: str, url: str) -> ReportPages | None:
    """The pager of a report's page (decoded markup, and where it stands); None for a page that has none.

    What turns the pages of a list on the same page (index_1.html below t2023.html) is
    none of the report's.
    """
    numbered = find_numbered_pages(text, url)
    if numbered is None and "页" not in text and _HINT.search(text) is None:
        return None
    joined = re.search(rf'<meta name="{MARK}" content="(\d{{1,3}})/(\d{{1,3}})">', text[:4096])
    if joined:
        return ReportPages(int(joined[2]), int(joined[1]), ())
    if numbered is not None:
        return ReportPages(numbered[0], 1, tuple(numbered[1]))
    stem = _name_stem(url)
    created = read_created_pager(text)
    if created is not None and created.count == 1 and _is_own(created.name, stem, url):
        return ReportPages(1, 1, ())  # what else turns pages here turns those of the readers' comments
    if created is not None and created.count > 1 and _is_own(created.name, stem, url):
        names = created.list_names(MOST_REPORT_PAGES)
        return ReportPages(created.count, 1, tuple(names[: created.current] + names[created.current + 1 :]))
    counted = _COUNT_PAGE.search(text) if any(name in text for name in _COUNTS) else None
    turned = _NEXT_SHOWN.search(text) or any(words in text for words in _REST_SHOWN)
    links = _list_page_links(text, url, stem) if turned else []
    if links:
        shown = _PAGES_SHOWN.search(text)
        count = int(shown[1]) if shown and int(shown[1]) > 1 else None
        return ReportPages(count or (int(counted[1]) if counted and int(counted[1]) > 1 else None), 1, tuple(links))
    if counted is not None and int(counted[1]) > 1 and stem and urlsplit(url).scheme != "file":
        ending = urlsplit(url).path.rpartition(".")[2]
        names = CreatedPager(int(counted[1]), 0, stem, ending).list_names(MOST_REPORT_PAGES)
        return ReportPages(int(counted[1]), 1, tuple(names[1:]))
    return None


def _name_stem(url: str) -> str:
    """The last segment of a path without its ending and page number: t2023_11 of /a/t2023_11_2.html stays t2023_11."""
    return urlsplit(url).path.rpartition("/")[2].partition(".")[0]


def _is_own(name: str, stem: str, url: str) -> bool:
    """Whether a pager's name is that of the page itself; a file that was saved may be called anything."""
    name = name.rpartition("/")[2]
    if urlsplit(url).scheme == "file":
        return not re.fullmatch("index|list|default", name, re.I)
    return bool(name) and (stem == name or re.fullmatch(rf"{re.escape(name)}_\d{{1,3}}", stem) is not None)


def _list_page_links(text: str, url: str, stem: str) -> list[str]:
    """Links of 下一页 and of page numbers that lead to a sibling of this page, in their order, each once."""
    found: dict[str, None] = {}
    following = False
    for link in list_links(text):
        shown = "".join(link.shown.split())
        is_next = _NEXT.match(shown) is not None
        if not (is_next or re.fullmatch(r"[\[(【]?\d{1,2}[\])】]?", shown)) or not _is_sibling(link.href, url, stem):
            continue
        following = following or is_next
        found.setdefault(link.href.partition("#")[0], None)
    # Numbers alone are the pages of anything: a calendar, a list of issues.
    return list(found) if following else []


def _is_sibling(href: str, url: str, stem: str) -> bool:
    """Whether a link's target is this page but for a page number: t1_2.html, t1-2.html, ?id=1&page=2."""
    target, own = urlsplit(href), urlsplit(url)
    if target.scheme not in ("", own.scheme, "http", "https"):
        return False
    name, ending = target.path.rpartition("/")[2].partition(".")[::2]
    if target.query and (not name or name == stem):
        asked, had = dict(parse_qsl(target.query)), dict(parse_qsl(own.query))
        turned = {key for key in asked if asked[key] != had.get(key)}
        return bool(turned) and all(key.lower() in _PAGE_PARAMETERS and asked[key].isdigit() for key in turned)
    if not name or not ending or (target.netloc and own.netloc and target.netloc != own.netloc):
        return False
    if own.scheme == "file":
        return re.search(r"[_-]\d{1,3}$", name) is not None
    base = re.sub(r"[_-]\d{1,2}$", "", stem)
    return name != stem and (
        re.fullmatch(rf"{re.escape(stem)}[_-]\d{{1,3}}", name) is not None
        or name == base
        or (base != stem and re.fullmatch(rf"{re.escape(base)}[_-]\d{{1,2}}", name) is not None)
    )


def describe_missing_pages(text: str, url: str) -> str | None:
    """In words for the analyst what is missing of a report on several pages; None where nothing is."""
    pages = find_report_pages(text, url)
    if pages is None or pages.is_whole:
        return None
    if pages.count is None:
        return f"报告分页显示，此处只有{pages.held}页，其余未读到。The report goes on over further pages that were not read"
    return f"报告共{pages.count}页，此处只有{pages.held}页。Only {pages.held} of its {pages.count} pages are here"


def join_pages(texts: Sequence[str], urls: Sequence[str], count: int | None) -> str:
    """The pages of a report (decoded markup, in their order) as one: the first page, the others' text put in behind its own.

    `urls` are their addresses, `count` is how many pages there are in all. Raises UnreadablePage for a page beyond the bounds.
    """
    first = read_tree(texts[0])
    if first is None:
        return texts[0]
    _drop_pagers(first)
    container, _, place = _find_article(first, texts[0])
    for text in texts[1:]:
        tree = read_tree(text)
        if tree is None:
            continue
        _drop_pagers(tree)
        container.insert(place, _copy_part(*_find_article(tree, text)))
        place += 1
    whole = etree.tostring(first, encoding="unicode", method="html")
    marks = f'<meta name="{MARK}" content="{len(texts)}/{count or len(texts) + 1}">'
    marks += "".join(f'<meta name="{PART}" content="{_quote(url)}">' for url in urls)
    return f'<!DOCTYPE html><meta charset="utf-8">{marks}{whole}'


def list_parts(text: str) -> list[str]:
    """The addresses of the pages that a joined page was made of, the first included; none for another page."""
    return [
        value.replace("&quot;", '"').replace("&amp;", "&")
        for value in re.findall(rf'<meta name="{PART}" content="([^"<>]{{1,4000}})">', text[:100_000])
    ]


def _quote(url: str) -> str:
    return url.replace("&", "&amp;").replace('"', "&quot;")


def _squeeze(element: etree._Element) -> str:
    return "".join("".join(str(piece) for piece in element.itertext(etree.Element)).split())


def _drop_pagers(tree: etree._Element) -> None:
    """Take out what turns the pages: its scripts, and lines of nothing but page numbers."""
    for script in list(tree.iter("script")):
        if script.text and _CREATE_PAGE.search(script.text):
            _remove(script)
    for element in list(tree.iter("nav", "div", "p", "span", "a", "ul", "td")):
        if element.getparent() is None:
            continue
        size = 0
        for piece in element.itertext(etree.Element):
            size += len(piece)
            if size > _SHORT:
                break
        else:
            squeezed = _squeeze(element)
            turns = re.search(r"[上下前后]一?页|第\d+页|共\d+页", squeezed) and _PAGER.fullmatch(squeezed)
            if turns or is_numbered_pager(element):
                _remove(element)


def _remove(element: etree._Element) -> None:
    """Take an element out and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _find_article(tree: etree._Element, text: str) -> tuple[etree._Element, int, int]:
    """The deepest element that holds the whole article, and which of its children hold the lines, from the first up to the last."""
    lines = ["".join(line.split()) for line in strip_page(text, HTML).text.split("\n") if line.strip()]
    body = tree.find("body")
    element = tree if body is None else body
    if not lines:
        return element, 0, len(element)
    first, last = lines[0][:_KEY], lines[-1][-_KEY:]
    # Lines may be alike: the first and the last of them may both begin and end one paragraph.
    least = 0.9 * sum(map(len, lines))
    for _ in range(_DEEPEST):
        squeezed = ((child, _squeeze(child)) for child in element.iterchildren(etree.Element))
        inner = next((child for child, held in squeezed if len(held) >= least and first in held and last in held), None)
        if inner is None or (len(lines) == 1 and inner.tag in ("p", "span")):
            break
        element = inner
    held = [_squeeze(child) if isinstance(child.tag, str) else "" for child in element]
    begins = next((number for number, squeezed in enumerate(held) if first in squeezed), 0)
    ends = next((number + 1 for number in range(len(held) - 1, -1, -1) if last in held[number]), len(held))
    return element, begins, ends


def _copy_part(element: etree._Element, begins: int, ends: int) -> etree._Element:
    part = etree.Element("div")
    if begins == 0:
        part.text = element.text
    for child in list(element)[begins:ends]:
        part.append(copy.deepcopy(child))
    return part
