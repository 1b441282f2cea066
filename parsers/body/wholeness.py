"""Whether a text is the whole report: not cut on its way, none of its pages missing, in one encoding throughout.

A part of a report is a report all the same, and its figures stand; but nothing follows from what it does not say. So each sign
must be seen, not supposed: a page that a site writes without </html> is whole where it ends as reports do.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from parsers.body.charset import UnreadablePage
from parsers.body.pages.paging import describe_missing_pages, find_report_pages
from parsers.records import StrippedPage
from parsers.text.expressions import expression
from parsers.text.width import fold_width

_REACH = 20_000
"""Characters at the document's end in which its closing tags and what stands behind the report are looked for."""
_LAST_WORDS = 12
"""Characters, without white space, by which the report's end is known again in the document."""
_BEHIND = 400
"""Characters, without white space, behind the report's end among which its pager stands."""
_MOST_PAGES = 60
"""Pages of one report; what counts more is the pager of a list."""
_FOREIGN = 60
"""Characters of another encoding from which a text is in two: a pasted name or a footer has fewer."""

_OPENED = expression(r"<(?:html|body)\b", re.I)
_CLOSED = expression(r"</(?:html|body)\s*>", re.I)
_TAG = expression(
    r"<(?:(?=[sS!])(?:(?i:script|style)\b[^<]*(?:<(?!/(?i:script|style)\s*>)[^<]*)*(?:</(?i:script|style)\s*>)?|!--.*?(?:-->|\Z))"
    r"|[^<>]*(?:>|\Z))",
    re.S,
)
_HALF_ENTITY = expression(r"&#?\w{0,8}\Z")
_SENTENCE_END = expression(r"[。！？!?；;…．.][”’\"'」』）)》】\]]*\Z")
# 一句话还没有说完：全年共办理行政复议案件、其中，
_UNFINISHED = expression(r"[，,、（(“《]\Z")
# How a report ends where its last line is no sentence: 2024年1月20日, 某某市人民政府, （联系人：…）, 附件：…, 注：…
_CLOSING_LINE = expression(
    r"(?:19|20)\d{2}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?\s*[）)]?\Z"
    r"|[〇○零一二三四五六七八九十]{4}年[元一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日\s*[）)]?\Z"
    r"|(?:政府|委员会|办公室|局|厅|部|院|处|街道|办事处|领导小组|党组|党委|委|中心)(?:[（(][^（）()]{1,12}[）)])?\Z"
    r"|\A[（(【\[]?\s*(?:附件|附表|附|注|备注|联系|电话|抄送|此件|来源|责任编辑|编辑|审核|签发|主办|发布)"
)
_SIGNATURE = 40
"""Characters that a closing line has at most; 县政府行政复议委员会 at the end of a longer one is a sentence broken off."""
_SHORT_LINE = 16
"""Characters up to which a last line may be a heading, a name or a cell: no sentence that was broken off."""

# 共3页, 第1页/共3页, 1/3页, 当前第 1 页 共 3 页
_PAGES = expression(
    r"(?<!评论)(?<!留言)(?<!回复)共\s*(\d{1,3})\s*页|(?<!\d)\d{1,3}\s*/\s*(\d{1,3})\s*页|页次\s*[：:]?\s*\d{1,3}\s*/\s*(\d{1,3})"
)
_CURRENT = expression(r"第\s*(\d{1,3})\s*页|(?<!\d)(\d{1,3})\s*/\s*\d{1,3}\s*页|页次\s*[：:]?\s*(\d{1,3})\s*/")
_NEXT_PAGE = expression(r"下一页")

_UTF8_RUN = re.compile(rb"(?:[\xe2-\xef][\x80-\xbf][\x80-\xbf]){4,}")


def find_missing_part(stripped: StrippedPage, url: str, document: str, encoding: str) -> str | None:
    """What shows that the text is a part of the report, in plain words that quote it; None for a whole one.

    `document` is the decoded page or text file, empty for what another reader took out of a file; `encoding` is Python's name.
    """
    text = stripped.text
    if not text.strip():
        return None
    return (
        find_two_encodings(text, encoding)
        or find_missing_pages(text, url, document)
        or find_cut(text, document)
        or stripped.goes_on
    )


def find_two_encodings(text: str, encoding: str) -> str | None:
    """A text of which a part was written in another encoding: it is lost, or reads as other characters."""
    lost = text.count("\ufffd")
    if encoding == "gb18030":
        # UTF-8 read as GBK is characters that nobody writes (鏉冨姏): their bytes are UTF-8 again.
        foreign = sum(len(run) // 3 for run in _UTF8_RUN.findall(text.encode("gb18030", "ignore")))
    else:
        # Two bytes of GBK each: what is not lost of them is ASCII's half.
        foreign = lost // 2 if lost * 20 > len(text) or lost >= 2 * _FOREIGN else 0
    if foreign < _FOREIGN:
        return None
    return (
        f"正文中有约 {foreign} 字不是 {encoding}：一页里有两种编码。Some {foreign} characters are in another encoding"
    )


def find_missing_pages(text: str, url: str, document: str) -> str | None:
    """A pager of the report's own that leads to pages which are not here, or one right behind it that only tells of them."""
    try:
        pager = find_report_pages(document, url) if document else None
        if pager is not None:
            return describe_missing_pages(document, url)
    except UnreadablePage:
        return None
    behind = _cut_behind(text, document)
    if behind is None:
        return None
    told = [int(next(filter(None, found))) for found in _PAGES.findall(behind)]
    pages = max((count for count in told if count <= _MOST_PAGES), default=0)
    if pages < 2:
        return None
    # Pages that were joined bring each its own pager.
    here = {int(next(filter(None, found))) for found in _CURRENT.findall(_show(document))}
    if len({number for number in here if 1 <= number <= pages}) >= pages and not _NEXT_PAGE.search(behind):
        return None
    quoted = _PAGES.search(behind)
    assert quoted is not None
    if _turns_a_list(text, document, quoted[0]):
        return None
    return f"文末写有“{quoted[0]}”，这里只有其中一部分。The report has {pages} pages, not all are here"


_LINK = expression(r"<a\b[^<>]{0,2000}>(?:\s|<[^<>]{0,400}>)*([^<>]{8,})")
_TO_NEXT = expression(r"[上下前后]一?[篇条则个][：:]?\Z")
_LINKED = "\ufdd2"
_FEWEST_ENTRIES = 2


def _turns_a_list(text: str, document: str, pager: str) -> bool:
    """Whether the pager stands under a list of other articles: between it and the report's end are links with titles.

    上一篇 and 下一篇 are links too, and may stand between a report and its own pager.
    """
    behind = _cut_behind(text, _LINK.sub(rf"{_LINKED}\1", document[-10 * _REACH :]))
    if behind is None:
        return False
    before = behind.partition(pager)[0].split(_LINKED)[:-1]
    return sum(not _TO_NEXT.search(part) for part in before) >= _FEWEST_ENTRIES


def find_cut(text: str, document: str) -> str | None:
    """A text that breaks off, or a document that ends within it."""
    line = text.rstrip("\ufffd \n").rsplit("\n", 1)[-1].strip()
    shown = line[-20:]
    cut = f"正文到“{shown}”中断。The text breaks off there"
    if document.rstrip().endswith("\ufffd"):  # Half a character: the bytes end within it.
        return cut
    if document and not _cut_behind(text, document, whole=True):
        opened = _OPENED.search(document[:_REACH]) is not None
        closed = _CLOSED.search(document[-_REACH:]) is not None
        if opened and not closed:
            if _is_closing(line):
                return None
            return f"网页没有结尾，到“{shown}”为止。The page has no end: it was cut on its way"
        if not closed and not _ends_well(line):
            return cut
    return cut if _UNFINISHED.search(line) or (not document and _is_broken_sentence(line)) else None


def _ends_well(line: str) -> bool:
    return bool(_SENTENCE_END.search(line)) or _is_closing(line) or line[-1:] in "）)】]"


def _is_closing(line: str) -> bool:
    # (folded: 二◯二三年 with a large circle and 二Ｏ二三年 with a letter are dates as 二〇二三年 is)
    return len(line) <= _SIGNATURE and "。" not in line and bool(_CLOSING_LINE.search(fold_width(line)))


def _is_broken_sentence(line: str) -> bool:
    """A long line without its stop; short ones may be cells of a table or names."""
    return len(line) > _SHORT_LINE and not _ends_well(line) and "，" in line


def _cut_behind(text: str, document: str, *, whole: bool = False) -> str | None:
    """What is shown behind the report's end, without white space, _BEHIND characters of it or all; None where its end is not found."""
    last = "".join(_HALF_ENTITY.sub("", text.rstrip("\ufffd \n")).split())[-_LAST_WORDS:]
    shown = _show(document)
    at = shown.rfind(last)
    if at < 0:
        return None if not whole else "?"
    behind = shown[at + len(last) :]
    return behind.strip("\ufffd") if whole else behind[:_BEHIND]


# A page's end is looked at for its pager, and for whether it was cut.
@lru_cache(maxsize=2)
def _show(document: str) -> str:
    """The characters of the document's end that a reader sees, without white space."""
    start = max(0, len(document) - 10 * _REACH)
    plain = _HALF_ENTITY.sub("", _TAG.sub(" ", document[start:]))
    return "".join(html.unescape(plain).split())
