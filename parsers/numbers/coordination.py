"""One number for several things (办结率、满意率均达100%), and several numbers for several things (A、B分别为12件、10件)."""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.numbers.boundaries import Span
from parsers.numbers.clauses import Clause


class Conjunct(NamedTuple):
    """One of the things that stand in a row before a figure."""

    span: Span
    text: str


_BETWEEN = re.compile(r"、|以及|和|及(?!时)|与")
_SAME_FOR_ALL = re.compile(
    r"(?:均|都|皆|全部|双双)(?:已|能|可)?(?:达到?|为|是|实现|保持|保持在|在|超过|约)?(?:了)?\s*$"
)
# (one of these stands in it: asked first)
_FOR_ALL = frozenset("均都皆部双")
# 代表建议、政协提案分别办理12件和10件: the verb may stand behind 分别
_IN_ORDER = re.compile(
    r"分别(?:为|是|达到?|有|占|约为|约|完成|办理|承办|受理|收到|办结|审结|化解|调解|开展|举办|制定|审查|审核|备案|处理|新增)?(?:了)?\s*"
)
_PREDICATE = re.compile(r"(?:均|都|皆|双双|分别)?(?:已|高)?(?:达到?|为|是|实现|保持在?|在)?(?:了|三个|两个|双)?\s*$")
_LISTED = re.compile(
    r"(?:对|就|将|把)?(?P<things>[^,;:。]+、[^,;:。]+?)(?:(?:开展|进行|实施|组织|依法|予以|全部|共)|,|$)"
)
_RATE = re.compile(r"[率度]$")


def split_row(folded: str, clause: Clause, unit: str) -> list[Conjunct] | None:
    """The things that the figure is said of, or None where it is one thing."""
    if ordered := _split_in_order(folded, clause):
        return [ordered]
    start, end = clause.before
    before = folded[start:end]
    same = _SAME_FOR_ALL.search(before) if not _FOR_ALL.isdisjoint(before) else None
    if unit != "%" and not same:
        return None
    predicate = _PREDICATE.search(before)
    stem = before[: predicate.start()] if predicate else before
    parts = _split(stem, start)
    rates = [part for part in parts if _RATE.search(part.text.strip('”" '))]
    if len(parts) > 1 and unit == "%":
        # 办结和答复率: the last part's 率 is said of all, and without 率 in a part before it the first part is only a name.
        if len(rates) == len(parts) or (same and rates and rates[-1] == parts[-1]):
            return parts
        if len(rates) > 1:
            return rates
        return None
    return parts if same and len(parts) > 1 and unit != "%" else None


def _split(stem: str, offset: int) -> list[Conjunct]:
    parts: list[Conjunct] = []
    at = depth = 0
    for match in [*_BETWEEN.finditer(stem), None]:
        end = match.start() if match else len(stem)
        depth = stem.count("(", 0, end) - stem.count(")", 0, end)
        if match and (depth > 0 or stem.count("“", 0, end) > stem.count("”", 0, end)):
            continue
        if stem[at:end].strip():
            parts.append(Conjunct((offset + at, offset + end), stem[at:end]))
        at = match.end() if match else end
    return parts


def _split_in_order(folded: str, clause: Clause) -> Conjunct | None:
    """收案、结案分别为12件、10件: the figure's own thing by its position in the row."""
    position, count = clause.row
    if count < 2:
        return None
    head = folded[clause.head[0] : clause.head[1]]
    if "分别" not in head:
        return None
    mark = next(reversed(list(_IN_ORDER.finditer(head))), None)
    if mark is None or mark.end() < len(head.rstrip()):
        return None
    start, named = clause.head[0], head[: mark.start()]
    if not named.strip() and clause.earlier and clause.earlier[0][0] >= clause.sentence[0]:
        # 对合同、协议、文件草案开展审查，分别为: the things stand in the clause before, between 对 and its verb
        listed = _LISTED.search(folded, *clause.earlier[0])
        start, named = (listed.start("things"), listed["things"]) if listed else (start, named)
    parts = _split(named, start)
    # 大厅和网上平台受理、办结分别为: what stands before the last things of the row is not of the row
    return parts[len(parts) - count + position] if len(parts) >= count else None
