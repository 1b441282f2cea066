"""Names that sites give their columns, over a title or glued before it (seeds/column_names.csv)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from parsers.identity.heard.issuers import read_body_of_title
from parsers.identity.names.bodies import read_leading_places
from parsers.seed import read_seed
from parsers.text.expressions import compile_expression, expression
from parsers.text.width import fold_width

_BETWEEN = expression(r"[\s>›»/|·•:：\-—]+")
_JOINT = expression(r"\s*[-—_|:：·>›»]+\s*")
_TAGGED = expression(r"\s*[\[【［]([^\]】］]{2,14})[\]】］]\s*")
_LONGEST = 14
_LONGEST_TRAIL = 80
_SHORTEST = 3
# 自然资源部2020年…, 海关总署关于…: a ministry's name begins with no place
_MINISTRY = expression(r"(?:国家)?[\u4e00-\u9fff]{2,8}(?:部|总局|总署|署)(?=\d{4}年|关于)")


@cache
def _compile_names() -> re.Pattern[str]:
    return compile_expression("|".join(f"(?:{row['pattern']})" for row in read_seed("column_names.csv")))


# A head's lines are asked it several times each.
@lru_cache(maxsize=512)
def is_column(line: str) -> bool:
    """Whether a line is nothing but a column's name, or several of them: 热点专题 依法治州, 首页 > 政策法规."""
    if len(line) > _LONGEST_TRAIL:
        return False
    parts = [part for part in _BETWEEN.split(fold_width(line).strip()) if part]
    return bool(parts) and all(len(part) <= 2 * _LONGEST and _compile_names().fullmatch(part) for part in parts)


@lru_cache(maxsize=64)
def find_glued_end(title: str) -> int:
    """Where a title begins behind the columns' names that are glued before it (通知公告甲县2022年…报告, 要闻 自然资源部…); 0 where none is.

    政务服务 of 政务服务管理局2023年… is no column's: without a blank a place, a ministry or 关于 must follow.
    """
    blank = title.rfind(" ")
    while blank > 0:
        if is_column(title[:blank]):
            return blank + 1
        blank = title.rfind(" ", 0, blank)
    if (tag := _TAGGED.match(title)) and is_column(tag[1]):
        return tag.end()
    folded = fold_width(title[:_LONGEST])
    for end in range(min(_LONGEST, len(title) - 1), _SHORTEST, -1):
        if not _compile_names().fullmatch(folded[:end]):
            continue
        # 通知公告-甲县2023年…
        if joint := _JOINT.match(title, end):
            return joint.end()
        if _begins_a_title(title[end:]):
            return end
    return 0


def _begins_a_title(rest: str) -> bool:
    if rest.startswith("关于") or read_leading_places(rest, None)[0] or _MINISTRY.match(rest):
        return True
    body = read_body_of_title(rest, None)
    return body is not None and bool(body.divisions)
