"""Dates of publication that a page states beside its meta tags: JSON-LD, `<time>`, what its scripts or an element's data say in seconds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import etree

from parsers.shown.tree import compile_path, is_longer, list_texts, squeeze_texts
from parsers.text.dates import MONTHS, read_date
from parsers.text.expressions import expression

_LD_DATE = expression(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_OF_OTHERS = ("itemListElement", "hasPart", "isPartOf", "relatedLink", "mentions", "citation", "comment", "review")
_APART = ("li", "nav", "aside", "footer")
"""Within these stand the dates of other pages."""
_TIMES = ("time", "relative-time", "time-ago")
# var ct = "1711903500"; "publishTime":1711903500000; createTime = '2024-04-01 00:45'; document.write("2024-04-01 …")
# (found by the value: few stand behind a mark, and any character may begin a name)
_VALUE = expression(
    r"[:=(]\s*[\"']?(1\d{9}(?:\d{3})?(?!\d)|20\d\d[-/.年](?:0?[1-9]|1[0-2])[-/.月]\d{1,2}(?!\d)[^\"'<>;,]{0,24})"
)
_LONGEST_NAME = 40
_PUBLISHED = expression(
    r"(?:\A|[\W_])(?:doc|article|news|content|info)?_?(?:publish(?:ed)?_?(?:time|date|at|on)|pub_?(?:time|date)|release_?(?:time|date)|issue_?(?:time|date)"
    r"|date_?published|ptime|fb(?:sj|rq)|document\.write(?:ln)?\([\w.(]*)[\"']?\]?\s*(?::\s*\w{1,20})?\Z",
    re.I,
)
# the names under which WeChat states it; elsewhere a page may have been created long before
_CREATED = expression(r"(?:\A|[\W_])(?:ct|(?:ori_?)?create_?time)[\"']?\s*(?::\s*\w{1,20})?\Z", re.I)
_LONGEST_SCRIPT = 400_000
_DATA = (
    "data-timestamp",
    "data-time",
    "data-ts",
    "data-date",
    "data-datetime",
    "data-publishtime",
    "data-publish-time",
    "data-publishdate",
    "data-publish-date",
    "data-pubtime",
    "data-pubdate",
    "data-val",
)
_WRITTEN_DATA = expression(f"data-(?:{'|'.join(name.removeprefix('data-') for name in _DATA)})")
_DATED = compile_path("//*[" + " or ".join(f"@{name}" for name in _DATA) + "]")
_PUBLISHED_ITEMS = compile_path("//*[@itemprop='datePublished']")
_USUAL = frozenset({"pubdate", "publishdate", "publish_date", "article:published_time", "pubtime", "datepublished"})
"""Names of meta tags that their readers know by themselves."""
_NAMED_TIME = expression(r"time|date|pub", re.I)
_WHOLE = expression(
    r"\s*(?:1\d{9}(?:\d{3})?|20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}\D.{0,24}|20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2})\s*"
)

# <b>20</b><i>2024-02</i>, <b>20</b><i>02</i><i>2024</i>: a date drawn as a leaf of a calendar, each part in an element of its own
_LEAF = expression(r"20\d\d(?:\s?[-/.年]\s?\d{1,2}|\s?年)?\s?月?\s{0,9}<")
_YEAR, _MONTH, _DAY = r"(?P<y{0}>20\d\d)", r"(?P<m{0}>1[0-2]|0?[1-9])", r"(?P<d{0}>[12]\d|3[01]|0?[1-9])[日号]?"
_NAMED_MONTH = r"(?P<m{0}>1[0-2](?=月)|0?[1-9](?=月)|十[一二]?(?=月)|[一二三四五六七八九](?=月)|[A-Z][a-z]{{2}})(?:月|[a-z]{{0,6}}\.?)"
_ORDERS = (
    # 20|2024-02 and 2024-02|20, 02-20|2024 and 2024|02-20, 20|2月|2024, 2024|02|20
    rf"{_DAY}\|{_YEAR}[-/.年]{_MONTH}月?",
    rf"{_YEAR}[-/.年]{_MONTH}月?\|{_DAY}",
    rf"{_MONTH}[-/.月]{_DAY}\|{_YEAR}年?",
    rf"{_YEAR}年?\|{_MONTH}[-/.月]{_DAY}",
    rf"{_DAY}\|{_NAMED_MONTH}[\s,|]*{_YEAR}年?",
    rf"{_YEAR}年?\|{_MONTH}月?\|{_DAY}",
)
_JOINED_LEAF = expression("|".join(order.format(at) for at, order in enumerate(_ORDERS)))
_LEAVES = frozenset({"div", "span", "p", "dl", "dt", "td", "a", "h4", "h5", "time"})
# (the few short texts with a year, rather than each element of a page)
_MAY_BE_YEARS = compile_path("//text()[contains(., '20') and string-length(normalize-space(.)) < 15]/..")
_MOST_LEAF_PARTS = 5
_LONGEST_LEAF = 14
_MONTH_NAMES = {name: at for at, name in enumerate("一二三四五六七八九十", start=1)} | {"十一": 11, "十二": 12} | MONTHS


def read_stated_dates(root: etree._Element, html: str) -> dict[str, str]:
    """By the name under which the readers of meta tags know them, as written; scripts must still stand in the tree made of `html`."""
    found: dict[str, str] = {}
    scripts = [script for script in root.iter("script") if script.text]
    for script in scripts:
        if "ld+json" in (script.get("type") or "") and (stated := _read_linked_data(script.text or "")):
            found.setdefault("json-ld:datepublished", stated)
    times = [time for time in root.iter(*_TIMES) if time.get("datetime")]
    for time in sorted(times, key=lambda time: time.get("pubdate") is None and time.get("itemprop") != "datePublished"):
        if not _is_apart(time):
            found.setdefault("time:datetime", (time.get("datetime") or "").strip())
    if "datePublished" in html:
        for element in _PUBLISHED_ITEMS(root):
            value = element.get("content") or element.get("datetime") or squeeze_texts(element)[:_LONGEST_NAME]
            if value and not _is_apart(element):
                found.setdefault("time:datetime", value.strip())
    stated_in = "\n".join(script.text or "" for script in scripts)[:_LONGEST_SCRIPT]
    said = list(_list_script_values(stated_in))
    for name, values in (
        ("script:published", [value for published, value in said if published]),
        # (to ask every element for a dozen attributes takes longer than to look whether any is written)
        ("data:published", list(_list_data(root)) if _WRITTEN_DATA.search(html) else []),
        ("script:created", [value for published, value in said if not published]),
    ):
        # of a list of articles none is this one
        if len({read_date(value) for value in values}) == 1:
            found[name] = values[0]
    for meta in root.iter("meta") if "data:published" not in found else ():
        # <meta name="releaseDate" content="20240220">: a name that no list of such tags has
        name, content = meta.get("name") or meta.get("property") or "", meta.get("content") or ""
        if "".join(name.split()).lower() not in _USUAL and _PUBLISHED.search(name) and read_date(content):
            found.setdefault("data:published", content.strip())
    leaves = set(_list_leaves(root)) if _LEAF.search(html) else set()
    if len(leaves) == 1:
        found.setdefault("data:published", leaves.pop())
    return found


def _read_linked_data(text: str) -> str | None:
    """When the article that JSON-LD describes was published; not what its lists of other pages say."""
    first = _LD_DATE.search(text)
    if first is None or len(text) > _LONGEST_SCRIPT:
        return None
    try:
        waiting = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return first[1].strip()
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            stated = node.get("datePublished")
            if isinstance(stated, str) and read_date(stated):
                return stated.strip()
            waiting += [
                value for key, value in node.items() if key not in _OF_OTHERS and isinstance(value, dict | list)
            ]
    return None


def _list_script_values(scripts: str) -> Iterator[tuple[bool, str]]:
    """Each date that scripts give a name of publication (true) or creation (false)."""
    for match in _VALUE.finditer(scripts):
        before = scripts[max(0, match.start() - _LONGEST_NAME) : match.start() + (match[0][0] == "(")]
        if _PUBLISHED.search(before):
            yield True, match[1]
        elif _CREATED.search(before.rstrip("(")):
            yield False, match[1]


def _list_data(root: etree._Element) -> Iterator[str]:
    for element in _DATED(root):
        for name in _DATA:
            value = element.get(name)
            if not value or not _WHOLE.fullmatch(value) or _is_apart(element):
                continue
            if name != "data-val" or _NAMED_TIME.search(f"{element.get('class')} {element.get('id')}"):
                yield value


def _is_apart(element: etree._Element) -> bool:
    return element.tag in _APART or next(element.iterancestors(*_APART), None) is not None


def _list_leaves(root: etree._Element) -> Iterator[str]:
    """The dates that stand in parts, day over month and year, in elements that hold nothing else."""
    for year in _MAY_BE_YEARS(root):
        # from the year outwards, as far as there is nothing else
        for element in [year, *year.iterancestors()]:
            if len(element) > _MOST_LEAF_PARTS or is_longer(element, _LONGEST_LEAF):
                break
            if element.tag in _LEAVES and len(element) and not _is_apart(element):
                date = _join_leaf([text.strip() for text in list_texts(element) if text.strip()])
                if date:
                    yield date


def _join_leaf(parts: list[str]) -> str | None:
    """The date of 20 / 2024-02, 02-20 / 2024, 20 / 二月 / 2024; None for parts that are none."""
    match = _JOINED_LEAF.fullmatch("|".join("".join(part.split()) for part in parts if part.strip("-/.·|")))
    if match is None:
        return None
    said = {name[0]: value for name, value in match.groupdict().items() if value}
    return f"{said['y']}-{_MONTH_NAMES.get(said['m'], said['m'])}-{said['d']}"
