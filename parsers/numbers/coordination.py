"""One number for several things (办结率、满意率均达100%), and several numbers for several things (A、B分别为12件、10件)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from parsers.numbers.boundaries import Span
from parsers.numbers.clauses import Clause
from parsers.numbers.words import any_act
from parsers.text.alternatives import any_of
from parsers.text.expressions import compile_expression, expression


class Conjunct(NamedTuple):
    """One of the things that stand in a row before a figure."""

    span: Span
    text: str
    row_end: int
    """Where the last of them ends."""
    shares_rate: bool
    """代表、委员满意率: the rate that it is told of stands behind the last of them."""


_BETWEEN = expression(r"、|以及|和|及(?!时)|与")
# 合法性审查、公平竞争审查各6次: each of them as often
_SAME_FOR_ALL = expression(
    r"各(?:有|达)?\s*$|(?:均|都|皆|全部|双双)(?:已|能|可)?(?:达到?|为|是|实现|保持|保持在|在|超过|约)?(?:了)?\s*$"
)
# (one of these stands in it: asked first)
_FOR_ALL = frozenset("均都皆部双各")
# 办理时限、申请材料较法定分别压减62%、30%: what the figures are measured by
_COMPARED = r"(?:[较比同](?:法定|原来?|上年|去年|改革前|同期|承诺)?(?:时限|要求)?(?:同期)?)?"
_IN_ORDER = ("分别", "依次", "平均")
_AMOUNTS = r"(?:为|是|达到?|有|占|约|至|到|了)*"


@cache
def _in_order() -> re.Pattern[str]:
    """What says that the figures of a row are told of the things before it one by one, up to the row's end.

    代表建议、政协提案分别办理12件和10件: any verb may stand behind 分别, but no thing (甲局、乙局分别开展培训6次、5次).
    """
    return compile_expression(rf"(?:{any_of(_IN_ORDER)}){_COMPARED}(?:{any_act()})?{_AMOUNTS}\s*\Z")


_PREDICATE = expression(r"(?:均|都|皆|双双|分别|各)?(?:已|高)?(?:达到?|为|是|实现|保持在?|在)?(?:了|三个|两个|双)?\s*$")
_LISTED = expression(
    r"(?:对|就|将|把)?(?P<things>[^,;:。]+、[^,;:。]+?)(?:(?:开展|进行|实施|组织|依法|予以|全部|共)|,|$)"
)
_RATE = expression(r"[率度]$")


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
    rates = [part for part in parts if _names_rate(part.text)]
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
            parts.append(Conjunct((offset + at, offset + end), stem[at:end], offset + len(stem), shares_rate=False))
        at = match.end() if match else end
    if parts and _names_rate(parts[-1].text):
        return [part._replace(shares_rate=not _names_rate(part.text)) for part in parts]
    return parts


def _names_rate(text: str) -> bool:
    return _RATE.search(text.strip('”" ')) is not None


def _split_in_order(folded: str, clause: Clause) -> Conjunct | None:
    """收案、结案分别为12件、10件: the figure's own thing by its position in the row."""
    position, count = clause.row
    if count < 2:
        return None
    head = folded[clause.head[0] : clause.head[1]]
    if each := _EACH.search(head):
        # 行政复议、行政诉讼的纠错率各为11.2%、8.5%: as many as things, so one for each
        return _split_beside(folded, clause, head[: each.start()])
    if not any(word in head for word in _IN_ORDER):
        return _split_beside(folded, clause, head)
    mark = _in_order().search(head) or _find_done_again(folded, clause, head)
    if mark is None:
        return None
    start, named = clause.head[0], head[: mark.start()]
    if not named.strip() and clause.earlier and clause.earlier[0][0] >= clause.sentence[0]:
        # 对合同、协议、文件草案开展审查，分别为: the things stand in the clause before, between 对 and its verb
        listed = _LISTED.search(folded, *clause.earlier[0])
        start, named = (listed.start("things"), listed["things"]) if listed else _name_rates(folded, clause)
    elif _ONLY_HOW_MANY.fullmatch(named) and clause.earlier and clause.earlier[0][0] >= clause.sentence[0]:
        start, named = _name_things(folded, clause.earlier[0], count)
    elif _THOSE_WHO_CAME.fullmatch(named) and clause.earlier and clause.earlier[0][0] >= clause.sentence[0]:
        listed = _TRAINED.search(folded, *clause.earlier[0])
        start, named = (listed.start("things"), listed["things"]) if listed else (start, named)
    parts = _split(named, start)
    # 大厅和网上平台受理、办结分别为: what stands before the last things of the row is not of the row
    return parts[len(parts) - count + position] if len(parts) >= count else None


# 对旅馆、浴室开展清查，分别清查36家、19家: the verb of the clause before once more
_DONE_AGAIN = expression(r"\s*(?:分别|依次)(?P<verb>[一-龥]{2,4})\Z")


def _find_done_again(folded: str, clause: Clause, head: str) -> re.Match[str] | None:
    again = _DONE_AGAIN.match(head)
    if again is None or not clause.earlier or clause.earlier[0][0] < clause.sentence[0]:
        return None
    return again if folded.find(again["verb"], *clause.earlier[0]) >= 0 else None


def _name_rates(folded: str, clause: Clause) -> tuple[int, str]:
    """办结率和满意率，分别为100%和99.1%: the clause before, where it only names rates, and where it begins; ("") for others."""
    start, end = clause.earlier[0]
    named = folded[start:end].rstrip(",: ")
    parts = _split(named, start)
    return (start, named) if len(parts) > 1 and all(_names_rate(part.text) for part in parts) else (start, "")


# 全年办理的刑事案件和治安案件，数量分别是140起和860起: how many there are names nothing
_ONLY_HOW_MANY = expression(
    r"\s*(?:(?:其|全年|两者|二者|三者)?的?)?(?:数量|件数|起数|人数|家数|个数|次数|总数|数目|总量|规模|体量|金额|面积)\s*"
)


# 分类对持证人员、协管人员开展培训，参训人数分别为420人、165人
_THOSE_WHO_CAME = expression(r"\s*(?:参训|参加|培训|受训|参与|覆盖|惠及|到场|参会)(?:的)?(?:人数|人员|人次|规模)?\s*")
_TRAINED = expression(
    r"(?:对|为|组织|面向|针对)(?P<things>[^,;:。\d]+、[^,;:。\d]+?)(?:分批|分类|分别|集中)?(?:开展|进行|实施|举办|组织|参加)"
)


def _name_things(folded: str, span: Span, count: int) -> tuple[int, str]:
    """The things of the clause before, where it is nothing but as many of them as figures follow, and where it begins; ("") for others."""
    named = folded[slice(*span)].rstrip(",: ")
    return (span[0], named) if len(_split(named, span[0])) == count else (span[0], "")


_EACH = expression(r"各(?:自)?(?:为|是|达到?|有|占)?\s*$")
# 62件、50件, 12场和8场: nothing stands between the figures, and they count alike
_BESIDE = expression(
    r"\d[\d.,]*[万亿]?[余多]?(?P<measure>[一-龥]{1,2}|%)(?:[、和及与]\d[\d.,]*[万亿]?[余多]?(?P=measure))+"
)


def _split_beside(folded: str, clause: Clause, head: str) -> Conjunct | None:
    """受理、审结行政复议案件62件、50件: as many things as figures, each row without a word between."""
    position, count = clause.row
    if not _BESIDE.fullmatch(folded, clause.head[1], clause.tail[0]):
        return None
    parts = _split(head, clause.head[0])
    return parts[position] if len(parts) == count else None
