"""A name, a word such as 约 or 为, and a figure on lines of their own: 收到申请 / 约 / 62件 is one clause."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.text.expressions import expression

_WORD = r"(?:大约|约为?|为|共[计有]?|[总合]计|达到?|近|逾|超过|[:：])"
_FIRST = frozenset("大约为共总合达近逾超:：")
_NUMBER = r"\d[\d,.，]*\s*[余多万亿千百]{0,3}[\u4e00-\u9fff%％]{1,3}"
_ALONE = expression(rf"\s*{_WORD}\s*")
_FIGURE = expression(rf"\s*{_NUMBER}\s*[，,；;。]?\s*")
_COUNTED = expression(rf"\s*{_WORD}\s*{_NUMBER}\s*[，,；;。]?\s*")
_LONGEST = 16
_LONGEST_NAME = 24
_NAME = expression(
    r"(?!\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．]|第[一二三四五六七八九十]{1,3}[章节条]))"
    r"[^\t。！？；;!?：:\d]*[\u4e00-\u9fff]{2}[^\t。！？；;!?：:，,\d]*"
)


def join_broken_lines(lines: Sequence[str]) -> list[str]:
    """The lines, where such a word stands at a line's head, or as one, between a name and its figure, the three of them as one."""
    joined: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        taken = _count_joined(lines, at) if line[:1] in _FIRST and len(line) <= _LONGEST else 0
        if taken and joined and len(joined[-1]) <= _LONGEST_NAME and _NAME.fullmatch(joined[-1]):
            joined[-1] = "".join([joined[-1].rstrip(), *(part.strip() for part in lines[at : at + taken])])
            at += taken
        else:
            joined.append(line)
            at += 1
    return joined


def _count_joined(lines: Sequence[str], at: int) -> int:
    """How many lines from this one on belong to the name before them; 0 for none."""
    if _COUNTED.fullmatch(lines[at]):
        return 1
    alone = at + 1 < len(lines) and _ALONE.fullmatch(lines[at]) and _FIGURE.fullmatch(lines[at + 1])
    return 2 if alone else 0
