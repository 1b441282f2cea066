"""What the members of a list have in common (their whole, a modifier), and what tells a figure's place (a rank, what was before a change)."""

from __future__ import annotations

import re

from parsers.figures.labels.phrases import LONGEST, clean
from parsers.figures.labels.told import Told
from parsers.figures.labels.topics import JOINT
from parsers.figures.labels.words import MOVED, is_bare, tells_act_only
from parsers.figures.reading import Reading, Sighting
from parsers.frames.frame import FORMER, NONE
from parsers.numbers.boundaries import Span
from parsers.numbers.units import unit_classes
from parsers.text.expressions import expression

_SHORTEST = 2
_LONGEST_MEMBER = 8
_LONGEST_MODIFIER = 12
_MODIFIER = 2
# 命名第二批全省法治政府建设示范地区(单位)46个
_ISSUE = expression(r"^(?:第[一二三四五六七八九十]+批)?(?:全[国省市县区])?|\([^()]*\)$")
# 按举报类型划分，微信举报8件: the kinds of what the sentence before told
_BY_KIND = expression(r"\s*(?:从|按照?)[^,;。\d]{2,12}?(?:划分|分类|统计|区分|来?看|分)[,:为]")
# 列入异常经营名录的企业5306家、农民专业合作社5家
_RELATIVE = expression(r"[一-龥“”]{3,}的(?=[一-龥]{2,6}$)")


def find_list_whole(reading: Reading, sighting: Sighting, before: Told | None) -> Told | None:
    """What a member of a list is of where no 其中 is near: 其中水污染类1件；大气污染类3件, 按举报类型划分，微信举报8件."""
    clause, quantity = sighting.clause, sighting.quantity
    if before is None or sighting.change or clause.in_brackets:
        return None
    same, apart = before.whole, before.at < clause.sentence[0]
    colon = not apart and reading.folded.find(":", clause.sentence[0], clause.before[0]) >= 0
    if colon and (headed := _find_head_of_list(reading, sighting, before)):
        return headed
    if same is None and not apart:
        return None
    by_kind = _BY_KIND.match(reading.folded, *clause.sentence) is not None
    if apart:
        same = same or before if by_kind else None
    elif not by_kind and not _goes_on(reading.folded, sighting, before):
        return None
    if same is None or unit_classes().get(same.unit) != unit_classes().get(quantity.unit):
        return None
    # 其中驳回6件；全年应诉21件: what has its own verb is no member
    own_act = sighting.acts_itself
    return None if own_act and not by_kind else same


def _find_head_of_list(reading: Reading, sighting: Sighting, before: Told) -> Told | None:
    """What the figures behind a colon are parts of: 新建泊位900个：路内泊位300个，公共泊位600个; None where they are of none."""
    clause, folded = sighting.clause, reading.folded
    head = before.whole or before
    if sighting.acts_itself or head.unit != sighting.quantity.unit or before.unit != head.unit or sighting.conjunct:
        return None
    for n, span in enumerate(clause.earlier):
        if span[0] < clause.sentence[0] or (n and before is head and not clause.row[0]):
            break
        if span[0] <= head.at < span[1]:
            return head if folded.endswith(":", 0, span[1]) else None
    return None


_KIND = expression(r"(?:类|型|方面|领域|程序|:)\s*$")


def _goes_on(folded: str, sighting: Sighting, before: Told) -> bool:
    """Whether a list goes on behind a semicolon: its members are named as kinds, or have a share each (生态破坏1件，占9.09%)."""
    start, end = sighting.clause.before[0], sighting.quantity.char_end
    if ";" not in folded[before.at : start]:
        return False
    shares = folded.startswith((",占", "占"), end) and unit_classes().get(before.unit) == "rate"
    return shares or _KIND.search(folded, before.at, sighting.quantity.char_start) is not None


def share_modifier(label: str, sighting: Sighting, near: Told | None) -> str:
    """The label with what the one before it in the row is narrowed by: 法治政府建设示范项目 of 法治政府建设示范地区46个、示范项目19个."""
    if near is None or not sighting.clause.row[0]:
        return label
    if sighting.conjunct:
        return _share_relative(label, sighting, near)
    if near.unit != sighting.quantity.unit:
        return label
    if not _SHORTEST < len(label) <= _LONGEST_MEMBER or "的" in label or is_bare(label):
        return label
    core = near.core
    if (match := _RELATIVE.match(near.text)) and sighting.frame.head_class != NONE and sighting.frame.place != "behind":
        narrowed = match[0] if len(match[0]) <= _LONGEST_MODIFIER and core[-2:] != label[-2:] else ""
        return narrowed + label
    if label.startswith("行政") or tells_act_only(label[:2]) or core[-2:] == label[-2:] or "的" in core:
        return label
    core = _ISSUE.sub("", core)
    for own in (0, _MODIFIER):
        # 综合示范地区10个、单项示范项目15个: what both are of stands before what tells them apart
        at = core.find(label[own : own + 2])
        if own + 2 < len(label) and at - own >= _SHORTEST and len(core) - at == len(label) - own and core.isalnum():
            shared = core[: at - own]
            return shared + label if len(shared) <= min(_LONGEST_MODIFIER, LONGEST - len(label)) else label
    return label


_NO_THINGS = frozenset({"rate", "money"})
_NARROWED = expression(r"[一-龥“”]{2,10}的(?=[一-龥“”]{2,8}$)")


def _share_relative(label: str, sighting: Sighting, near: Told) -> str:
    """承办的政协提案, of 承办的人大代表建议、政协提案分别为58件、73件: what narrows the first narrows the others."""
    alike = _NO_THINGS.isdisjoint(unit_classes().get(unit) or "" for unit in (near.unit, sighting.quantity.unit))
    narrowed = _NARROWED.match(near.text) if alike and "的" not in label and not is_bare(label) else None
    return narrowed[0] + label if narrowed else label


_DIGIT = expression(r"\d")
_AMONG_FIRST = "(前若干名)"
_RANKED = expression(r"名次|排名|位次|排位|排序")
_MOVED = expression(rf"\s*[一-龥]{{0,2}}?(?P<word>{MOVED}|上升)(?:至|到|为|成)")


# 把62项考核指标精简优化为13项
_MOVED_TO = expression(
    rf"(?P<noun>[一-龥“”]{{2,16}}?)(?P<word>(?:{MOVED}|优化|整合|归并|合并|调整|缩短|压降|拓展){{1,2}})(?:至|到|为|成)了?$"
)


def find_moved(folded: str, sighting: Sighting) -> str:
    """What was brought from one number to another, where it stands between the two; empty where nothing does."""
    match = _match_moved(folded, sighting)
    return match["noun"] if match else ""


def _match_moved(folded: str, sighting: Sighting) -> re.Match[str] | None:
    clause = sighting.clause
    if clause.row == (0, 2):
        return _read_between(folded, sighting.quantity.char_end, clause.tail[0])
    return _read_between(folded, clause.before[0], clause.before[1]) if clause.row == (1, 2) else None


def _read_between(folded: str, start: int, end: int) -> re.Match[str] | None:
    words = folded[start:end]
    digit = _DIGIT.search(words)
    return _MOVED_TO.match(words[: digit.start()] if digit else words)


def mark_place(label: str, folded: str, sighting: Sighting) -> str:
    """The label with what its number alone would hide: a rank is no count (获竞赛第一名), and 由512项压减到388项 tells what was before."""
    quantity = sighting.quantity
    if quantity.ordinal and folded.startswith("前", quantity.char_start):
        # 位列全市前十: one of so many
        return label + _AMONG_FIRST
    if quantity.ordinal and quantity.unit in {"名", "位", ""} and not folded.startswith("的", quantity.char_end):
        return label if _RANKED.search(label) else f"{label}(名次)"
    if sighting.clause.row == (0, 2) and (moved := _match_moved(folded, sighting)):
        return f"{label}({moved['word']}前)"
    if sighting.frame.state == "from" and (match := _MOVED.match(folded, quantity.char_end)):
        return f"{label}({match['word']}前)"
    return label


# 我市在全部评估的100个城市中位居第一: those among which it is ranked
_RANKED_AMONG = expression(
    r"(?P<noun>[一-龥(][一-龥()、]{1,13}?)(?:中[^,;。]{0,10}?(?:第|首|前|排名|位[列居])|(?=第[\d一二三四五六七八九十]))"
)
# 制度体系、应诉2项指标得分排名第一: two are no range
_MEASURED = expression(r"得分|排名|成绩|获|居|列")
_WHO_IN = expression(r"^(?P<what>.*?)(?:名列|位[列居]|在|列(?=全))(?=[一-龥]{0,8}$)")
_MEASURE = expression(r"[一-龥]{2}(?:[率度数量]|幅度|指数|得分|成绩|水平|质量|评价|评估|考核|排名)$")
_AMONG_BEFORE = expression(
    r"(?:\d+|[一二三四五六七八九十百]+)个?[一-龥(][一-龥()、]{1,13}?(?:中[^,;。\d]{0,10}?)?(?:排名|位[列居]|居|列|排)?"
)


def name_ranked_among(folded: str, sighting: Sighting) -> str:
    """全市县区, of 出庭应诉率在全市九个县区中位居第二: those among which it is ranked, not what is; empty for other figures."""
    clause, quantity = sighting.clause, sighting.quantity
    if clause.row != (0, 2) or quantity.ordinal:
        return ""
    ranked = _RANKED_AMONG.match(folded, quantity.char_end)
    if ranked is None or _MEASURED.search(ranked["noun"]):
        return ""
    opening = folded[clause.before[0] : quantity.char_start]
    who = _WHO_IN.search(opening)
    what = clean(who["what"]) if who else ""
    among = clean(_WHO_IN.sub("", opening)) + ranked["noun"]
    # 物业满意度提升幅度在62个街道中名列第9: ranked in what
    return f"{what}{JOINT}{among}" if _MEASURE.search(what) and len(what) <= LONGEST // 2 else among


def name_ranked(folded: str, sighting: Sighting) -> str:
    """营商环境评价全省, of the rank in 营商环境评价列全省118个县第9位: what is ranked, and where; empty for other figures."""
    clause, quantity = sighting.clause, sighting.quantity
    if clause.row != (1, 2) or not quantity.ordinal:
        return ""
    opening = folded[slice(*clause.head)]
    who = _WHO_IN.search(opening)
    if who is None or not _AMONG_BEFORE.fullmatch(folded, clause.head[1], quantity.char_start):
        return ""
    what = clean(who["what"])
    return what + clean(opening[who.end() :]) if len(what) > _SHORTEST else ""


_LEVEL_ALONE = expression(
    rf"[\s,]*(?:今年|本年度?|全年|目前|现|当年|年内)?(?:则|已|又|也)?(?:同比)?(?:{MOVED}|[降升增减压]|回落|上升|攀升|下滑)(?:至|到|为|成)了?(?:约|近)?\s*"
)
# 服务站已铺到121个，改革之前只有88个
_ONCE = expression(rf"[\s,]*(?:{FORMER}|改革之前|以前|此前|先前)(?:就|只|仅|才|还|也)*(?:有|为|是)?\s*")


def tells_level_alone(folded: str, span: Span) -> bool:
    """Whether what stands before a number only tells that the one before is at it now, or was: 今年降至, 改革之前只有."""
    return _LEVEL_ALONE.fullmatch(folded, *span) is not None or _ONCE.fullmatch(folded, *span) is not None
