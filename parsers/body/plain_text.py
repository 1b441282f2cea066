"""The report in text as a crawler saved it: the page's lines without its markup, its menus and footers among them."""

from __future__ import annotations

import re

from parsers.body.article import Region, cut_article, find_start_in_plain_text, find_stop
from parsers.body.charset import UnreadablePage
from parsers.body.chrome import squeeze_line
from parsers.body.density import Line, find_core, make_line, make_row
from parsers.body.parts.pieces import join_pieces
from parsers.records import StrippedPage
from parsers.shown.note_marks import drop_typed_marks
from parsers.text.expressions import expression
from parsers.text.invisible import drop_invisible
from parsers.text.width import unify_radicals

LONGEST_TEXT = 8_000_000
"""Characters, a hundred times the longest report: above it a file is no report's page."""
MOST_LINES = 300_000
"""Lines; reading so many takes 2 s."""
_LONGEST_PAGE_TEXT = 20_000

# What ends a page's head where the crawler lost the line ends: a date with its clock, a font bar, a visit counter.
_HEAD_REACH = 700
_HEAD_MARK = expression(
    r"(?:(?:发布|更新|公开|发文|成文|生成|添加|录入)?(?:时间|日期)|发布于|发表于)\s*[：:]?\s*[\[（(]?"
    r"\d{4}\s*[-/.—年]\s*\d{1,2}\s*[-/.—月]\s*\d{1,2}日?(?:\s*\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2}秒?)?(?:\.\d)?)?\s*[\]）)]?"
    r"|[【\[（(]?(?:字体|字号|文字大小|字体大小)\s*[：:]?\s*[\[【（(]?(?:\s*(?:特大|大|中|小|默认|[|/\]】）)]))*"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数|人次|率)?\s*[：:]\s*\d*\s*次?"
    r"|(?:信息|文章|稿件)?来源\s*[：:]\s*[^\s。，：:]{0,24}(?=\s)"
    r"|[【\[](?:打印|关闭|收藏|分享)[^】\]\n]{0,8}[】\]]"
    r"|(?:分享到?|分享至)\s*[：:]\s*(?:(?:新浪|腾讯)?微博|微信|QQ空间|QQ|人人网|\s)*"
)
# What begins a page's foot there, after the end of a sentence or of the signature's date.
_TAIL_REACH = 500
_TAIL_MARK = expression(
    r"(?:(?<=[。！？；.”）)\s日\d])|^)\s*(?="
    r"(?:主办|承办|协办|技术支持|版权所有|责任编辑|责编|编辑|审核|(?:信息)?来源|附件|相关(?:链接|附件|文章|阅读|信息)|[上下]一[篇条])"
    r"\s*(?:单位|列表|下载)?\s*[：:]"
    r"|本页二维码|扫一扫|Produced By|Copyright|版权所有|主办单位|网站地图|分享到"
    r"|[【\[](?:打印|关闭)(?:本页|窗口|页面)?[】\]]|打印本页|关闭窗口)",
    re.I,
)
_LONG_LINE = 400
_RUN_IN_LINE = 150
"""A line that swallowed its title is longer than a title with its issuers."""
# 访问次数:2024年,某厅坚持…。: a counter without its number, glued before the first sentence
_GLUED_COUNTER = expression(
    r"(?:浏览|阅读|点击|访问)(?:次数|量|数|人次)\s*[：:]\s*(?:(?!(?:19|20)\d\d\s*年)\d+)?\s*次?(?=[^\n。]{30,}。)"
)
# 某镇人民政府关于2024年度法治政府建设情况的报告 某市人民政府: 2024年，…, where all line breaks are lost
_RUN_IN_TITLE = expression(
    r"(?=.{0,60}(?:法治|依法行政))[^。；;！!，,：:]{6,90}?(?:报告|总结|汇报|情况)(?:[（(][^（）()]{1,20}[）)])?(?=[ \u3000]+\S)"
)
_FIRST_LINES = 8
# (2020年3月31日) right under a repeated title is the title's
_DATE_UNDER_TITLE = expression(r"\s*[（(]\s*\d{4}年\d{1,2}月\d{1,2}日\s*[）)]")


def strip_plain_text(text: str, *, rows: bool = False) -> StrippedPage:
    """The report's text among the lines of `text`, the lines before and after it that speak of it.

    Title lines, also repeated ones, and what stands between them and the first sentence are head: without markup
    nothing tells them from the page's headline. A page that starts with the body has an empty head. With `rows` a line with
    tabs is the row of a table, as the readers of files write it.

    Raises UnreadablePage (`oversized_page`) above LONGEST_TEXT or MOST_LINES.
    """
    text = unify_radicals(drop_typed_marks(drop_invisible(text)))
    for count, bound, what in ((len(text), LONGEST_TEXT, "characters"), (text.count("\n"), MOST_LINES, "lines")):
        if count > bound:
            raise UnreadablePage(
                "oversized_page", f"the text has {count} {what}, more than {bound}; cut the file around the report"
            )
    lines = _read_lines(text, rows=rows)
    core = join_pieces(lines, find_core(lines))
    start, stop = 0, len(lines)
    if core.weight:
        start = find_start_in_plain_text(lines, core)
        stop = find_stop(lines, core, Region(start, len(lines)))
    article = cut_article(lines, start, stop)
    return StrippedPage(
        text=article.text,
        head=article.head,
        tail=article.tail,
        html_title=None,
        container="plain_text",
        page_text=text.strip()[:_LONGEST_PAGE_TEXT],
    )


def _read_lines(text: str, *, rows: bool = False) -> list[Line]:
    """The lines that are not empty, edges trimmed, with the page's head and foot broken off a line that swallowed them."""
    pieces = [part for line in text.split("\n") if (stripped := line.strip()) for part in _part_counter(stripped)]
    if pieces and len(pieces[-1]) > _LONG_LINE:
        pieces[-1:] = _break_foot(pieces[-1])
    swallowed = next((index for index, piece in enumerate(pieces[:_FIRST_LINES]) if len(piece) > _LONG_LINE), 0)
    lines = [make_line(piece) for piece in pieces]
    if rows and "\t" in text:
        # An empty first cell keeps its column.
        written = [line.rstrip() for line in text.split("\n") if line.strip()]
        return [make_row(line) if "\t" in line else make_line(line.strip()) for line in written]
    if pieces:
        lines[swallowed : swallowed + 1] = _break_head(pieces[swallowed])
    return lines


def _part_counter(line: str) -> list[str]:
    counter = _GLUED_COUNTER.match(line)
    return [line[: counter.end()], line[counter.end() :].strip()] if counter else [line]


def _break_head(line: str) -> list[Line]:
    """`line` parted after the last mark of a page's head near its start, and after a title repeated behind that.

    What stands before the first mark holds the title, even where the way to the page opens it.
    """
    marks = [mark for mark in _HEAD_MARK.finditer(line, 0, _HEAD_REACH) if "。" not in line[: mark.start()]]
    if len(line) > _RUN_IN_LINE and not marks and (run_in := _RUN_IN_TITLE.match(line)):
        return [make_line(run_in[0].strip()), make_line(line[run_in.end() :].strip())]
    if len(line) <= _LONG_LINE or not marks:
        return [make_line(line)]
    title, labels = line[: marks[0].start()].strip(" (（"), line[marks[0].start() : marks[-1].end()].strip()
    body = line[marks[-1].end() :].strip()
    repeated = _count_repeated(body, "".join(line[: marks[-1].end()].split()))
    parts = [make_line(part) for part in (labels, body[:repeated].strip(), body[repeated:].strip()) if part]
    return [make_line(title)._replace(kind="text"), *parts] if title else parts


def _count_repeated(body: str, squeezed_head: str) -> int:
    """How many characters at the start of `body` stand in the head as well, white space not counted; 0 below 6."""
    taken = ""
    end = 0
    for index, character in enumerate(body[:200]):
        if character.isspace():
            continue
        if taken + character not in squeezed_head:
            break
        taken += character
        end = index + 1
    if len(taken) < 6:
        return 0
    date = _DATE_UNDER_TITLE.match(body, end)
    return date.end() if date else end


def _break_foot(line: str) -> list[str]:
    """`line` parted before the first mark of a page's foot near its end."""
    reach = max(0, len(line) - _TAIL_REACH)
    mark = _TAIL_MARK.search(line, reach)
    if mark is None or "。" in squeeze_line(line[mark.end() :])[1:-1]:
        return [line]
    return [part for part in (line[: mark.start()].strip(), line[mark.end() :].strip()) if part]
