"""Page numbers of a document that a converter left in its text (— 3 —), with the running heads beside them.

They stand between two lines, and often within a sentence: 共收到申请 / — 2 — / 62件.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from parsers.text.expressions import expression

_LONGEST_FOOT = 16
_LONGEST_HEAD = 40
# — 3 —, －３－, -12-, 第3页, 第3页 共12页, · 3 ·
_FOOT = expression(
    r"\s*(?:[—–―─－-]{1,2}\s*[0-9０-９]{1,3}\s*[—–―─－-]{1,2}|[·•]\s*[0-9０-９]{1,3}\s*[·•]"
    r"|第\s*[0-9０-９]{1,3}\s*页(?:\s*[,，/／]?\s*共\s*[0-9０-９]{1,3}\s*页)?)\s*"
)
_FOOT_SIGN = frozenset("—–―─－-·•第")
_ENDED = expression(r"[。！？；：!?;:…][”’\"'）)】》]*\s*\Z")
_OPEN = expression(r"[，、。；,]")
# 二、存在的问题, （一）, 1.: what begins a line of its own
_BEGINS = expression(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．是]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]{1,3}[章节条]|附[件表：:])"
)
# 62件，审结45件。; no year and no date of a signature
_FIGURE = expression(r"\s*(?!(?:19|20)\d\d\s*[年.\-/])\d[\d,.，]*\s*[\u4e00-\u9fff%％]")


def drop_page_feet(lines: Sequence[str]) -> list[str]:
    """The lines without page numbers and running heads; a sentence that they part is one line again."""
    feet = {at for at, line in enumerate(lines) if _is_foot(line)}
    if not feet:
        return list(lines)
    feet |= _find_heads(lines, feet)
    joined: list[str] = []
    parted = False
    for at, line in enumerate(lines):
        if at in feet:
            parted = True
        elif parted and joined and _goes_on(joined[-1], line):
            joined[-1], parted = joined[-1].rstrip() + line.lstrip(), False
        else:
            joined.append(line)
            parted = False
    return joined


def _is_foot(line: str) -> bool:
    return len(line) <= _LONGEST_FOOT and line.lstrip()[:1] in _FOOT_SIGN and _FOOT.fullmatch(line) is not None


def _find_heads(lines: Sequence[str], feet: set[int]) -> set[int]:
    """The lines right before or behind page numbers that stand so twice or more: 某县法治政府建设年度报告."""
    beside: list[tuple[str, int]] = []
    for step in (-1, 1):
        beside += [
            (lines[at + step].strip(), at + step)
            for at in feet
            if 0 <= at + step < len(lines) and at + step not in feet and 0 < len(lines[at + step]) <= _LONGEST_HEAD
        ]
    counts = Counter(text for text, _ in beside)
    return {at for text, at in beside if counts[text] >= 2 and not _ENDED.search(text) and "\t" not in text}


def _goes_on(before: str, behind: str) -> bool:
    """Whether a line is the rest of the one before: a sentence that has begun and not ended, and no line of its own behind it.

    Words without any mark (全年共收到申请) may be a heading, unless a figure follows on them.
    """
    if "\t" in before or "\t" in behind or _ENDED.search(before) or _BEGINS.match(behind):
        return False
    counted = _FIGURE.match(behind) is not None and not _BEGINS.match(before)
    return counted or _OPEN.search(before) is not None
