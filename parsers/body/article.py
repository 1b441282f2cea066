"""Head, body and tail of an article within the lines of a page, from the dense core outwards."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from parsers.body.chrome import LineKind, is_empty_label, squeeze_line
from parsers.body.density import Core, Line
from parsers.body.parts.broken_lines import join_broken_lines
from parsers.body.parts.page_feet import drop_page_feet
from parsers.body.parts.pieces import find_rest, goes_on
from parsers.text.expressions import expression

_BEFORE_BODY: frozenset[LineKind] = frozenset({"crumb", "page", "label", "date", "footer", "related", "editor", "tool"})
"""What stands above a body and never in it: the body begins after the last of these."""
_AFTER_BODY: frozenset[LineKind] = frozenset({"crumb", "page", "label", "date", "footer", "related", "editor"})
_NEVER_IN_BODY: frozenset[LineKind] = frozenset({"crumb", "page", "tool"})
_NOT_OF_ARTICLE: frozenset[LineKind] = frozenset({"crumb", "page", "tool", "rule", "footer", "related"})
_HEAD_REACH = 40
_TAIL_REACH = 40
_SIGNATURE_REACH = 5
_BARE_DATE = expression(r"(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}")
# 日期：2024年1月18日 under the signer's name
_LABELLED_DATE = expression(
    r"(?:成文|签发|制发|落款)?(?:日期|时间):(?:(?:19|20)\d\d|[一二][〇零Oo0一二三四五六七八九]{3})年.{1,3}月.{1,4}[日号]"
)
_LONGEST_SIGNER = 50

# 一、 (一) 1. 1、 第一章: a body may begin with a heading; and with a salutation (各乡镇人民政府:) or a document number
_NUMBERED = expression(
    r"[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[、.](?!\d)|第[一二三四五六七八九十]{1,3}[章节条部]"
)
_DOCUMENT_NUMBER = expression(r"[^\s。,]{1,14}[(\[]\d{4}[)\]]第?\d{1,4}号")
_LONGEST_SALUTATION = 80


@dataclass(frozen=True, slots=True)
class Region:
    """The lines among which the body is looked for: from `start` up to `stop`, `absent` ones left out."""

    start: int
    stop: int
    absent: Container[int] = ()
    """Lines between the parts of an article that stands in several containers."""
    named: bool = True
    """Whether a container of a known system, and not the density alone, says so."""


@dataclass(frozen=True, slots=True)
class Article:
    """The three parts, each as lines of text."""

    head: str
    text: str
    tail: str


def cut_article(lines: Sequence[Line], start: int, stop: int, absent: Container[int] = ()) -> Article:
    """The parts of a page whose body is known to be the lines from `start` up to `stop`."""
    kept = [line.text for index, line in enumerate(lines[start:stop], start) if index not in absent and _stays(line)]
    return Article(
        _read_head(lines, start), "\n".join(join_broken_lines(drop_page_feet(kept))), _read_tail(lines, stop)
    )


def _stays(line: Line) -> bool:
    """Whether a line between two lines of the body is part of it; `小` alone may be a cell of a table."""
    return not (line.kind in _NEVER_IN_BODY and line.size >= 4)


def find_start(lines: Sequence[Line], core: Core, region: Region, titles: Sequence[str]) -> int:
    """The first line of the body: the one after the last line above the core that belongs to the page's head.

    Text between is the article's (a repeated title, a document number, a salutation). `titles` are what the page calls
    itself, without white space: the page's headline ends the head as well.
    """
    if not any(_is_titled(line, titles) for line in lines[: core.start]):
        titles = ()  # `<title>` names the site only
    for index in range(max(core.start, region.start) - 1, region.start - 1, -1):
        line = lines[index]
        if line.kind in _BEFORE_BODY or line.is_link or _is_headline(lines, index, region, titles):
            # 发布机构： / 县政府 / 有效性： / 有效: in a list of labels the last one's value is no text either
            if index + 1 < core.start and index >= 2 and _is_value(lines[index + 1]):
                listed = is_empty_label(line.text) and is_empty_label(lines[index - 2].text)
                return index + 2 if listed else index + 1
            return index + 1
    return region.start


def _is_titled(line: Line, titles: Sequence[str]) -> bool:
    """Whether the line is the page's title, or one line of it."""
    if line.kind != "text" or line.size < 5:
        return False
    squeezed = squeeze_line(line.text)
    return any(squeezed in title or (len(title) > 7 and title in squeezed) for title in titles)


def _is_headline(lines: Sequence[Line], index: int, region: Region, titles: Sequence[str]) -> bool:
    """Whether the line is the page's headline and not a title that the text repeats under it.

    Within the container of a known system only what is marked up as a heading is; where the density alone found the
    article, its title is the headline.
    """
    line = lines[index]
    if line.kind != "text" or not (line.headline or (titles and not region.named)):
        return False
    if titles:
        squeezed = squeeze_line(line.text)
        return _is_titled(line, titles) and not any(squeezed in squeeze_line(other.text) for other in lines[:index])
    return line.size >= 5 and _NUMBERED.match(squeeze_line(line.text)) is None


def _is_value(line: Line) -> bool:
    return line.kind == "text" and line.size <= 40 and not line.headline and not line.text.endswith(("：", ":", "。"))


def find_start_in_plain_text(lines: Sequence[Line], core: Core) -> int:
    """The first line of the body in text without markup.

    There the title, its repetition in one or several lines and a date in brackets under it cannot be told from the
    page's headline, so they are head; the body begins with its first sentence, heading, salutation or document number.
    """
    start = core.start
    while start > 0 and _opens_body(lines[start - 1]):
        start -= 1
    return start


def _opens_body(line: Line) -> bool:
    if line.kind != "text":
        return False
    squeezed = squeeze_line(line.text)
    return (
        "。" in squeezed
        or _NUMBERED.match(squeezed) is not None
        or (squeezed.endswith(":") and len(squeezed) <= _LONGEST_SALUTATION)
        or _DOCUMENT_NUMBER.fullmatch(squeezed) is not None
    )


def find_stop(lines: Sequence[Line], core: Core, region: Region) -> int:
    """One past the last line of the body: the signature and its date belong to it, lists of files and pages do not.

    A list of attachments before the signature is the document's own and stays; after it, or without any, it goes.
    """
    stop = _follow_text(lines, min(core.stop, region.stop), region)
    while region.named:
        rest = find_rest(lines, stop, region.stop)
        if not goes_on(lines, stop, rest):
            break
        stop = _follow_text(lines, rest.stop, region)
    return _take_signature(lines, stop)


def _follow_text(lines: Sequence[Line], stop: int, region: Region) -> int:
    """One past the last line that follows on `stop` without anything between that ends a body."""
    listing = False
    for index in range(stop, region.stop):
        line = lines[index]
        signed = line.kind == "signed" or (line.kind in ("date", "label") and _is_signed(lines, index))
        if line.kind in _AFTER_BODY and not signed:
            break
        if signed:
            stop, listing = index + 1, False
        elif line.kind == "attachment" or line.is_link:
            if line.kind == "attachment" and _opens_annex(lines, index, region):
                return _end_of_text(lines, index, region)
            listing = True
        elif line.kind == "text" and not listing:
            stop = index + 1
    return stop


def _is_signed(lines: Sequence[Line], index: int) -> bool:
    """Whether a date is a signature's: 2024.1.16 under the text, without a clock; 日期：2024年1月16日 under a name."""
    squeezed = squeeze_line(lines[index].text)
    if lines[index].kind == "date":
        return _BARE_DATE.fullmatch(squeezed) is not None
    signer = lines[index - 1]
    named = (
        signer.kind == "text" and signer.size <= _LONGEST_SIGNER and not signer.text.endswith(("。", "；", "：", ":"))
    )
    return named and _LABELLED_DATE.fullmatch(squeezed) is not None


def _opens_annex(lines: Sequence[Line], index: int, region: Region) -> bool:
    """Whether 附件1 is followed by the annex itself, rows of a table, and not by the names of files."""
    following = lines[index + 1 : min(region.stop, index + 13)]
    return sum("\t" in line.text and line.kind == "text" for line in following) >= 3


def _end_of_text(lines: Sequence[Line], start: int, region: Region) -> int:
    for index in range(start, region.stop):
        if lines[index].kind in _AFTER_BODY or lines[index].is_link:
            return index
    return region.stop


def _take_signature(lines: Sequence[Line], stop: int) -> int:
    """Go on over a signature that the system put outside the text's container: an office or two, then the date."""
    if any(line.kind == "signed" for line in lines[max(0, stop - 6) : stop]):
        return stop
    for index in range(stop, min(stop + _SIGNATURE_REACH, len(lines))):
        line = lines[index]
        if line.kind == "signed":
            return index + 1
        if line.kind != "text" or line.is_link or line.size > _LONGEST_SIGNER or "。" in line.text:
            break
    return stop


def _read_head(lines: Sequence[Line], start: int) -> str:
    first = max(0, start - _HEAD_REACH)
    for index in range(start - 1, first - 1, -1):
        if lines[index].kind == "crumb":
            first = index + 1
            break
    return "\n".join(line.text for line in lines[first:start] if line.kind not in _NOT_OF_ARTICLE and not line.is_link)


def _read_tail(lines: Sequence[Line], stop: int) -> str:
    tail: list[str] = []
    value_follows = False
    for line in lines[stop : stop + _TAIL_REACH]:
        if line.kind in ("label", "editor", "date") or (value_follows and line.kind == "text" and line.size <= 40):
            tail.append(line.text)
        value_follows = line.kind == "label" and is_empty_label(line.text)
    return "\n".join(tail)
