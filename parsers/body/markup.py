"""Markup made small before BeautifulSoup sees it: its cost is its nodes, and most of a page's hold no article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from parsers.body.blocks import (
    LINE_BREAK,
    MOST_WORDS_OF_CHROME,
    OPENED,
    count_characters,
    cut_blocks,
)
from parsers.body.charset import UnreadablePage
from parsers.body.containers import MARKED, list_marking_comments, rank_container
from parsers.body.parts.rows import flatten_tables
from parsers.body.tree import check_attributes
from parsers.shown.laid_tables import write_tables
from parsers.shown.note_marks import drop_typed_marks
from parsers.shown.page_view import show
from parsers.shown.references import decode_references
from parsers.shown.stated_dates import read_stated_dates
from parsers.shown.tree import compile_path, count_elements, list_texts
from parsers.text.expressions import expression
from parsers.text.width import unify_radicals

LONGEST_MARKUP = 16_000_000
"""Characters, pictures inlined as base64 not counted. The longest report page seen has 2,000,000; with this bound and the
three that follow no page takes longer than 5 s."""
MOST_TAGS = 800_000
MOST_ELEMENTS = 300_000
MOST_BLOCKS = 60_000
"""Elements left for BeautifulSoup after the cuts."""
_LONGEST_PAGE_TEXT = 20_000
_SHORT_PAGE = 200

# fmt: off
_INLINE = (
    "span", "font", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "sub", "sup", "small", "big", "tt",
    "code", "kbd", "samp", "var", "cite", "dfn", "abbr", "acronym", "mark", "bdo", "bdi", "wbr", "nobr", "label",
    "q", "ruby", "rb", "rt", "rp", "img", "area", "param", "source", "track", "col", "colgroup", "spacer",
    "basefont", "bgsound", "link", "meta", "base", "blink",
)
_NO_TEXT = (
    "script", "style", "template", "iframe", "object", "embed", "applet", "svg", "math", "canvas", "select",
    "option", "optgroup", "datalist", "button", "input", "textarea", "video", "audio", "map", "frame", "noframes",
    "marquee", "head", "title",
)
# fmt: on
_FLAT = frozenset({"html", "body", "meta", *_NO_TEXT})

_INLINED_FILE = expression(r"data:(?!text/css)[\w.+-]{1,40}/[\w.+-]{1,60};base64,[A-Za-z0-9+/=%\s]+")
_BREAKS = expression(r"(?:<br\s{0,5}/?>\s{0,50}){3,}", re.I)
_MANY_BREAKS = 5_000
_ANY_TAG = expression(r"</?([a-zA-Z][a-zA-Z0-9:_-]{0,40})[^<>]*>")
_TAG = expression(r"<[/!]?[a-zA-Z][^<>]{0,2000}>")
# </body></html> in mid-text, where two files were glued: browsers go on.
# (letter by letter: what minds no case is looked for three times as slowly)
_PAGE_END = expression(r"</(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*>")
_PAGE_START = expression(r"<(?:!doctype|/?html|/?body|/?head)(?=[\s>])[^<>]{0,2000}>", re.I)
# <st1:chmetcnv UnitName="件">62件</st1:chmetcnv>, <o:p></o:p>: what browsers do not know they show as part of the line
_FOREIGN = expression(r"<([a-zA-Z][a-zA-Z0-9]{0,20}[:-][a-zA-Z0-9:._-]{1,40})")
_BLOCKS = ("p", "div", "table", "tr", "ul", "ol", "li", "dl", "h1", "h2", "h3", "h4", "section", "article", "br")
# <p style="display:inline">收到申请</p><p style="display:inline">62</p>: one line on the page
_SHOWN_INLINE = expression(r"display\s*:\s*inline\s*(?:!\s*important\s*)?(?:;|\Z)", re.I)
_WRITTEN_INLINE = expression(r"display\s{0,3}:\s{0,3}inline(?!-)")
_SHOWN_AS_BLOCK = expression(r"display\s*:\s*block", re.I)


@dataclass(frozen=True, slots=True)
class CutPage:
    """What lxml leaves of a page."""

    body: str
    """Blocks only, scripts, hidden parts, menus and empty elements cut out; lines and links are marks in the text."""
    html_title: str | None
    meta: dict[str, str] = field(default_factory=dict)
    """By lower-cased name, property or http-equiv; of two of a name the first that says something."""
    page_text: str = ""
    """Visible text of the page, menus left in, at most 20,000 characters; where a page shows next to nothing, what its
    scripts say follows, since that is all that a bot challenge consists of."""


def cut_markup(html: str, *, keep_hidden: bool = False) -> CutPage:
    """`html` taken apart with lxml: title, meta, visible text, and a small body for BeautifulSoup.

    Raises UnreadablePage (`oversized_page`) above LONGEST_MARKUP, MOST_ELEMENTS or MOST_BLOCKS.
    """
    root = _parse(html)
    if root is None:
        return CutPage("", None)
    title, meta = _read_title(root), _read_meta(root) | read_stated_dates(root, html)
    scripts = "\n".join(script.text for script in root.iter("script") if script.text)[:4000]
    _wrap_marked(root)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    show(root, keep_hidden=keep_hidden)
    write_tables(root, html)
    _cut_without_text(root)
    foreign = {name.lower() for name in _FOREIGN.findall(html)}
    _dissolve_inline(root, foreign, inline=_WRITTEN_INLINE.search(html) is not None)
    page_text = _read_visible(root)
    if len(page_text) < _SHORT_PAGE:
        page_text = f"{page_text}\n{scripts}".strip()
    etree.strip_elements(root, "noscript", with_tail=False)
    flatten_tables(root)
    blocks = cut_blocks(root) + count_elements(root)
    if blocks > MOST_BLOCKS:
        raise _oversized(f"{blocks} blocks of text", MOST_BLOCKS)
    meta = {name: unify_radicals(value) for name, value in meta.items()}
    body = unify_radicals(etree.tostring(root, encoding="unicode", method="html"))
    return CutPage(body, title and unify_radicals(title), meta, unify_radicals(page_text))


# From the few attributes up to their elements: a third of the time that it takes to ask each element for its style.
_MAY_BE_BLOCK = compile_path("//span/@style[contains(., 'block')]/..")
_MAY_BE_INLINE = compile_path("//*[self::p or self::div]/@style[contains(., 'inline')]/..")


def _oversized(found: str, bound: int) -> UnreadablePage:
    return UnreadablePage(
        "oversized_page",
        f"the page has {found}, more than {bound}; load the report's own page, or cut the file around the report",
    )


def _parse(html: str) -> etree._Element | None:
    if "base64," in html:
        html = _INLINED_FILE.sub("", html)
    if len(html) > LONGEST_MARKUP:
        raise _oversized(f"{len(html)} characters of markup", LONGEST_MARKUP)
    tags = html.count("<")
    if tags > MOST_TAGS:
        raise _oversized(f"{tags} tags", MOST_TAGS)
    check_attributes(html)
    html = _fold_breaks(_join_files(drop_typed_marks(decode_references(html))))
    root, complete = _read_tree(html)
    if not complete:
        # Nested deeper than libxml2 goes (2048); what is left without the nesting is the text and its line ends.
        root, _ = _read_tree(_fold_breaks(_ANY_TAG.sub(_flatten_tag, html)))
    if root is None:
        return None
    elements = count_elements(root)
    if elements > MOST_ELEMENTS:
        raise _oversized(f"{elements} elements", MOST_ELEMENTS)
    return root


def _fold_breaks(html: str) -> str:
    """`html` with runs of line ends made short where there are thousands: they are joined one by one, each time the whole run."""
    return _BREAKS.sub("<br><br>", html) if html.count("<br") > _MANY_BREAKS else html


def _join_files(html: str) -> str:
    """`html` as one page: what stands behind its first end is text too, though a parser may end there."""
    end = _PAGE_END.search(html)
    if end is None or not html[end.end() :].strip():
        return html
    return html[: end.start()] + _PAGE_START.sub("", html[end.start() :])


def _read_tree(html: str) -> tuple[etree._Element | None, bool]:
    """The tree of `html`, None where it holds no element, and whether the parser reached its end."""
    # As bytes: lxml refuses text whose XML declaration names another character set.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, True
    return root, not parser.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT)


def _flatten_tag(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    if name in _FLAT:
        return tag[0]
    return "" if name in _INLINE or name == "a" else "<br>"


def _clean_value(value: str) -> str:
    """A title or meta content on one line: `关于&lt;br/&gt;进一步` loses its tag, `&ldquo;` becomes a quotation mark."""
    for _ in range(2):
        if "&" not in value:
            break
        value = unescape(value)
    return " ".join(_TAG.sub("", value).split())


def _read_title(root: etree._Element) -> str | None:
    for title in root.iter("title"):
        parent = title.getparent()
        if parent is not None and parent.tag == "svg":
            continue
        text = _clean_value("".join(list_texts(title)))
        if text:
            return text
    return None


def _read_meta(root: etree._Element) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (
            element.get("name") or element.get("property") or element.get("http-equiv") or element.get("itemprop") or ""
        )
        name = "".join(name.split()).lower()
        content = _clean_value(element.get("content") or "")
        if name and (content or name not in meta) and not meta.get(name):
            meta[name] = content
    return meta


def _comment_text(comment: etree._Element) -> str:
    return (comment.text or "").strip()


def _wrap_marked(root: etree._Element) -> None:
    """Put what stands between two named comments under one parent into an element of its own."""
    marks = list_marking_comments()
    for comment in list(root.iter(etree.Comment)):
        mark = marks.get(_comment_text(comment))
        parent = comment.getparent()
        if mark is None or parent is None:
            continue
        between: list[etree._Element] = []
        for sibling in comment.itersiblings():
            if isinstance(sibling, etree._Comment) and _comment_text(sibling) == mark[0]:
                wrapper = etree.Element(MARKED, id=mark[1])
                wrapper.text, comment.tail = comment.tail, None
                comment.addnext(wrapper)
                wrapper.extend(between)
                break
            between.append(sibling)


def _cut_without_text(root: etree._Element) -> None:
    """Cut scripts, styles, controls and frames; one that was never closed and swallowed the page is opened instead."""
    for element in root.iter(*_NO_TEXT):
        if len(element) and sum(map(count_characters, list_texts(element))) > 2 * MOST_WORDS_OF_CHROME:
            element.tag = "div"
    etree.strip_elements(root, *_NO_TEXT, with_tail=False)


def _read_visible(root: etree._Element) -> str:
    parts: list[str] = []
    length = 0
    for text in list_texts(root):
        visible = " ".join(text.split())
        if visible:
            parts.append(visible)
            length += len(visible) + 1
            if length > _LONGEST_PAGE_TEXT:
                break
    return "\n".join(parts).replace(LINE_BREAK, "\n")[:_LONGEST_PAGE_TEXT]


def _is_container(element: etree._Element) -> bool:
    """Whether an element holds blocks or is named as what holds an article."""
    if any(inner is not element for inner in element.iter(*_BLOCKS)):
        return True
    return rank_container(element.tag, tuple(element.get("class", "").split()), element.get("id", "")) is not None


def _dissolve_inline(root: etree._Element, foreign: set[str], *, inline: bool) -> None:
    """Leave block elements and links, `foreign` ones in the line: `<span>6</span><span>2</span>件` is 62件, `<br>` a mark in the text."""
    for element in _MAY_BE_BLOCK(root):
        if _SHOWN_AS_BLOCK.search(element.get("style", "")):
            element.tag = "div"
    for element in _MAY_BE_INLINE(root) if inline else ():
        if _SHOWN_INLINE.search(element.get("style", "")) and not _is_container(element):
            element.tag = OPENED
    for element in root.iter("br", "hr", "pagebreak"):
        element.tail = LINE_BREAK + (element.tail or "")
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        # `<a name="_GoBack">` and the links of a table of contents (#_Toc1) lead nowhere else
        if not href or (href.startswith("#") and len(href) > 1):
            link.tag = OPENED
    for element in root.iter(*foreign) if foreign else ():
        if rank_container(element.tag, (), "") is None and next(element.iter(*_BLOCKS), None) is None:
            element.tag = OPENED
    etree.strip_tags(root, "br", "hr", "pagebreak", OPENED, *_INLINE)
    etree.strip_attributes(
        root, "style", "align", "width", "height", "valign", "lang", "dir", "onclick", "title", "target"
    )
