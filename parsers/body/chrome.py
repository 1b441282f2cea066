"""What a single line of a page is: text of the article, or one of the things that sites put around it."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, cast

from parsers.seed import read_seed
from parsers.text.expressions import compile_expression, expression
from parsers.text.width import fold_width

LineKind = Literal[
    "text", "crumb", "tool", "page", "label", "editor", "attachment", "related", "footer", "rule", "date", "signed"
]
"""The kinds of seeds/chrome_lines.csv, and four that need no data: `text`; `rule` (nothing but punctuation: `• |`,
`————`); `date` (a date as systems print it: 2023-12-20 17:03); `signed` (as people write it: 2022年2月9日)."""

_LONGEST_CHROME = 240
"""Characters without white space; above it only a row of labels (索引号：… 发布机构：… 名称：…) is looked for."""
_LONGEST_LABELS = 480

# Punctuation between the words of a bar of buttons: 【打印】【关闭】, 微信 | 微博, 分享到：
_BETWEEN = r"[\s\[\]【】()《》<>「」〖〗|/\\,、。.:;·•\-–—_+=*×√>»«~^'\"“”●■◆▲▼★☆→←↑↓…!?#&]"

# 20231018, 2022年2月9日, 二〇二二年三月五日, (2020年3月31日): under a text, or right under its title
_SIGNED = (
    r"[(\[【]?(?:(?:19|20)\d{2}年\d{1,2}月\d{1,2}[日号]?|(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d|"
    r"[一二][〇零Oo0九][〇零Oo0一二三四五六七八九]{2}年(?:十[一二]?|[一二三四五六七八九元])月[一二三四五六七八九十廿卅]{1,3}日)[)\]】]?"
)
_CLOCK = r"(?:[T日]?\d{1,2}[:时]\d{1,2}(?:[:分]\d{0,2}秒?)?(?:\.\d{1,3})?)"
_SYSTEM_DATE = (
    rf"(?:(?:19|20)\d{{2}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}{_CLOCK}?|(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}{_CLOCK}|"
    rf"\d{{1,2}}\.\d{{1,2}}\.(?:19|20)\d{{2}}{_CLOCK}?)"
)
# `2022-05-24 18:54:42.0`, `(2024/7/9)`, and the same with a bureau before it or a source after it
_DATE_LINE = expression(rf"[^。,;]{{0,24}}?[(\[|]?{_SYSTEM_DATE}[)\]|]?[^。,;]{{0,40}}")
_STARTS_SYSTEM_DATE = expression(rf"[(\[|·•]?{_SYSTEM_DATE}")

# Labels that stand after other words too: `县政府办 发布时间：2022-05-24 点击：`
_LABEL_INSIDE = expression(
    r"(?:发布(?:时间|日期)|更新(?:时间|日期)|(?:信息|文章|稿件|新闻)来源|(?:浏览|阅读|点击)(?:次数|量|数)|字体|字号|字体大小|文章字号|视力保护色?|点击率?)[:〖【\[]"
)
_BEFORE_LABEL = r"[(\[【|·•<*]*"


@cache
def _whole_line() -> re.Pattern[str]:
    """All kinds in the order in which they are tried, each a group of its name."""
    by_kind: dict[str, list[str]] = {}
    for row in read_seed("chrome_lines.csv"):
        by_kind.setdefault(row["kind"], []).append(f"(?:{row['pattern']})")
    # Longer words first and no way back (++), or 大 would be read out of 大字版 and the line tried again and again.
    words = sorted(by_kind["tool"], key=len, reverse=True)
    kinds = {"rule": f"{_BETWEEN}+", "tool": f"(?:{'|'.join(words)}|{_BETWEEN})++", "signed": _SIGNED}
    kinds |= {kind: "|".join(by_kind[kind]) for kind in ("crumb", "page", "footer", "attachment", "related", "editor")}
    return compile_expression("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


@cache
def _labels() -> re.Pattern[str]:
    names = "|".join(row["pattern"] for row in read_seed("chrome_lines.csv") if row["kind"] == "label")
    return compile_expression(rf"{_BEFORE_LABEL}(?:{names})(?:[:\t|\]】)]|(?=\d)|$)", re.I)


def squeeze_line(line: str) -> str:
    """`line` folded to half width, white space taken out but for the tabs between the cells of a table."""
    folded = fold_width(line.replace("\t", "\ufdd0"))
    return "".join(folded.split()).replace("\ufdd0", "\t").strip("\t")


def name_line(line: str) -> LineKind:
    """The kind of a line of a page, `text` where nothing gives it away."""
    # A paragraph of the text is told by its length alone.
    if len(line) > 4 * _LONGEST_LABELS or (
        len(line) > _LONGEST_LABELS and len("".join(line.split())) > _LONGEST_LABELS
    ):
        return "text"
    squeezed = squeeze_line(line)
    if len(squeezed) > _LONGEST_LABELS:
        return "text"
    if len(squeezed) <= _LONGEST_CHROME:
        # (in lower case: an expression that ignores case takes half as long again)
        match = _whole_line().fullmatch(squeezed.lower())
        if match:
            return cast(LineKind, match.lastgroup)
    if _labels().match(squeezed):
        return "label"
    if len(squeezed) <= 160 and "。" not in squeezed:
        if _LABEL_INSIDE.search(squeezed):
            return "label"
        if _DATE_LINE.fullmatch(squeezed) and (len(squeezed) <= 48 or _STARTS_SYSTEM_DATE.match(squeezed)):
            return "date"
    return "text"


def is_empty_label(line: str) -> bool:
    """Whether the line is a label whose value stands on the next line: `发布机构：`."""
    squeezed = squeeze_line(line)
    match = _labels().match(squeezed)
    return match is not None and match.end() == len(squeezed)
