"""What a figure counts, in the report's own words, understandable by itself: its pieces and what it takes over, put together in one place."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

from parsers.figures.labels.carry import find_prefix, name_ahead, name_elliptic, name_list
from parsers.figures.labels.entries import cut_sentence, mend
from parsers.figures.labels.finish import find_event_before, finish, join_event
from parsers.figures.labels.leads import lead_by_verb, lead_in_order, spell_act
from parsers.figures.labels.lists.beside import is_counted_beside
from parsers.figures.labels.lists.members import (
    find_list_whole,
    find_moved,
    mark_place,
    name_ranked,
    name_ranked_among,
    share_modifier,
    tells_level_alone,
)
from parsers.figures.labels.lists.ranks import drop_place, name_places_moved, name_rank
from parsers.figures.labels.lists.told_of_all import find_shared_whole, leave_row, tell_sum, tells_sum
from parsers.figures.labels.matters import drop_whom, is_elliptic, tells_activity
from parsers.figures.labels.measures import mark_measure
from parsers.figures.labels.phrases import (
    LONGEST,
    LONGEST_WHOLE,
    balance,
    clean,
    compress_list,
    drop_quantifier,
    end_words,
    shorten,
    spell_title,
)
from parsers.figures.labels.pieces import Pieces, find_core, fit, read_pieces, tells_agent
from parsers.figures.labels.rows import (
    name_changed_one,
    name_each_behind,
    name_level,
    name_places,
    name_title_of_both,
    name_verb_before,
    read_moved,
)
from parsers.figures.labels.shares import drop_lead, name_narrowed, name_rated, name_share
from parsers.figures.labels.told import Told
from parsers.figures.labels.topics import (
    JOINT,
    find_campaign,
    find_cleared,
    find_event,
    find_topic,
    is_of_an_event,
    name_frame,
    needs_event,
    needs_topic,
    tells_attendants,
)
from parsers.figures.labels.whose.meetings import name_meeting_before
from parsers.figures.labels.words import MOVED, any_word, is_bare, tells_act_only
from parsers.figures.reading import Reading, Sighting
from parsers.numbers.boundaries import Span
from parsers.numbers.units import unit_classes
from parsers.text.alternatives import measure_overlap
from parsers.text.expressions import compile_expression, expression
from parsers.text.readings import drop_readings

_MOVED = expression(rf"(?:{MOVED}|核减|增至|减|增|降|压|升|扩)$")
_COMPARISON = expression(r"(?:同比|环比|较|比(?![例重率])|与)[^,;。]{0,12}$")
_BARE_CHANGE = expression(r"[(]?(?:同比|环比|较上年|比上年)?(?:上升|下降|增长|增加|减少|提高|提升|降低|增|降)了?")
_MEMBER = expression(r"[、,;()]|(?<=[一-龥]{2})[和及与](?=[一-龥]{3})")
# 信访总量412件和86批，同比分别下降: the change is named without them
_FIGURE = expression(r"(?<![A-Za-z\d.])\d[\d.]*[万余]*[一-龥]{0,2}$")
_IN_TIME = expression(r"(?:及时|按期|按时|依法|如期|限期|当场|首次)+$")
_RATE = expression(r"(?:(?<=[一-龥]{2})(?:网上|线上|全程|按期|按时|及时))?[一-龥]{2}[率度]$")
_LEVEL = expression(
    r"^(?:国家|自治区|省|市|州|盟|旗|县|区|乡|镇|街道|村|[一二三四五]星)级(?:以上)?|^[省市县区乡镇村](?=[一-龥]{4})(?![一-龥]?[级委政])"
)
_CHANGED = "同比变化"
_TIMES = "倍数"
_RANK = "(名次)"
_AMONG = "(比较范围)"
# 应诉案件进一步降至41件
_HOW = expression(r"(?<=[一-龥]{2})(?:进一步|大幅|明显|逐步)+$")
_SHORTEST = 2
_PAIR = 2
_LEVEL_ENDS = frozenset("达到至为了约近 ")
_FEWEST_KEPT = 5
_FEW_TOLD = 4
_LONG_STEM = 6


class Label(NamedTuple):
    """A label, and what a figure behind it may take over."""

    text: str
    """2 to 24 characters of the report, before them a matter and a joint where they tell none; for a change it ends in 同比变化."""
    told: Told


def make_label(reading: Reading, sighting: Sighting, before: Told | None, whole: Told | None) -> Label:
    """The label of a figure; `before` is what the one before it in the section told, `whole` what it is a part of."""
    text, told = _make_under_matter(reading, sighting, before, whole)
    return Label(mark_measure(text, sighting), told)


def _make_under_matter(reading: Reading, sighting: Sighting, before: Told | None, whole: Told | None) -> Label:
    """The label as a phrase, under the matter that it belongs to where its own words tell none."""
    near = before if before and before.at >= sighting.clause.sentence[0] else None
    label = _make_own(reading, sighting, (before, near), whole)
    if "(" in label.text:
        label = label._replace(text=drop_readings(label.text))
    if label.told.at == sighting.quantity.char_start and label.told is not near:
        label.told.prev = near
    if (finished := finish(label.text, reading, sighting)) != label.text and len(finished) >= _SHORTEST:
        label = label._replace(text=finished)
    if label.text[:1] in _TO_WHICH and _TO_PLACES.fullmatch(label.text):
        # 对12个县区和9个部门: what was done to them stands nowhere
        label = label._replace(text=label.text[1:])
    if "《" in label.text:
        label = label._replace(text=spell_title(label.text, reading.folded, sighting.quantity.char_start))
        if label.text.endswith("》") and reading.folded.count("《", *sighting.clause.before) > label.text.count("《"):
            # 送达《告知书》、《政策选编》与《办事指南》900册
            label = label._replace(text=label.text + "等")
    if JOINT in label.text:
        return label
    if frame := name_frame(reading.folded, sighting.clause, label.text):
        return Label(frame + JOINT + label.text, label.told)
    beside = near if sighting.clause.row[0] else None
    near = leave_row(reading, sighting, near, whole)
    if needs_topic(label.text.removesuffix(_RANK)):
        topic = find_topic(reading, sighting, near, label.text)
    else:
        topic = find_event(reading, sighting, near) if needs_event(label.text) else ""
    if not topic or topic in label.text or _is_of_another(topic, label.text, reading, sighting, (beside, whole)):
        return label
    if label.told.at == sighting.quantity.char_start:
        label.told.topic = topic
    if topic.startswith(label.text):
        # 清理规范中介服务事项，其中清理规范66项
        return Label(topic, label.told)
    if len(topic) > _FEW_TOLD and topic[:_FEW_TOLD] in label.text:
        # 制定联合抽查计划，26个部门开展联合抽查
        return label
    if part := join_event(label.text, topic):
        return Label(part, label.told)
    return Label(topic + JOINT + _drop_told(topic, label.text), label.told)


def _drop_told(topic: str, text: str) -> str:
    """What a label says without what its matter ends in: 做好“稳企”政策兑现：惠及企业, not …政策兑现：政策兑现惠及企业."""
    return text[measure_overlap(topic, text[:-_SHORTEST], _FEW_TOLD) :]


def _is_of_another(
    topic: str, text: str, reading: Reading, sighting: Sighting, others: tuple[Told | None, Told | None]
) -> bool:
    """Whether a matter is that of another figure: of one beside it in its row, or of another part of its whole."""
    beside, whole = others
    if beside and is_counted_beside(beside, sighting, text, topic):
        # 16项跨市通办和23项全市通办事项
        return True
    return whole is not None and _is_of_sibling(topic, reading, sighting)


def _is_of_sibling(topic: str, reading: Reading, sighting: Sighting) -> bool:
    """Whether a matter is that of another part of the same whole: 金融类320件、其他类330件."""
    clause = sighting.clause
    return clause.row[0] > 0 and reading.folded.find(topic, clause.head[0], clause.before[0]) >= 0


def _make_own(
    reading: Reading, sighting: Sighting, told_before: tuple[Told | None, Told | None], whole: Told | None
) -> Label:
    """The label from the figure's own clause and what it takes over as its subject, without the matter it belongs to."""
    before, near = told_before
    if sighting.change:
        return _name_change(reading, sighting, near or before)
    return (
        (_name_again(reading, sighting, near) if near else None)
        or _name_in_row(reading, sighting, near)
        or _name_rank(reading, sighting, near)
        or _compose(reading, sighting, told_before, whole)
    )


def _name_rank(reading: Reading, sighting: Sighting, near: Told | None) -> Label | None:
    ranked = name_rank(reading, sighting, near) if sighting.quantity.ordinal else ""
    return _tell(mark_place(ranked, reading.folded, sighting), ranked, sighting) if ranked else None


def _name_again(reading: Reading, sighting: Sighting, near: Told) -> Label | None:
    """The label of what the figure before tells too: of another place, or the level that a change reached; None for what is of its own."""
    quantity, own = sighting.quantity, _own_span(sighting)
    if quantity.ordinal and (scope := _SCOPE_ONLY.fullmatch(reading.folded, *own)):
        # 排名全省第一、全国第四
        text = _SCOPE_END.sub("", near.text) + scope["scope"]
        return Label(mark_place(text, reading.folded, sighting), near.told_again(quantity.char_start))
    alone = near.unit == quantity.unit and sighting.clause.row[1] == 1
    if alone and tells_level_alone(reading.folded, own):
        # 去年调解纠纷97件，今年降至74件
        return Label(near.text, near.told_again(quantity.char_start))
    if (
        reading.folded[own[1] - 1] in _LEVEL_ENDS
        and sighting.frame.place != "shared"
        and _REACHED_LEVEL.fullmatch(reading.folded, *own)
        and _CHANGE_ENDS.search(near.changed or near.text)
    ):
        # 平均浓度同比改善11.8%，达到45微克/立方米
        return Label(_CHANGE_ENDS.sub("", near.text), near.told_again(quantity.char_start))
    return None


def _name_in_row(reading: Reading, sighting: Sighting, near: Told | None) -> Label | None:
    """The label of a figure that shares with the others of its clause what is counted, or what went from one to the other; None for others."""
    if sighting.quantity.unit == "倍":
        stem = near.text if near else clean(reading.folded[slice(*sighting.clause.before)])
        return Label(stem.removesuffix(_CHANGED) + _TIMES, near or _tell(stem, "", sighting).told)
    paired = sighting.clause.row[1] == _PAIR
    if paired and (among := name_ranked_among(reading.folded, sighting)):
        return _tell(among + _AMONG, among, sighting)
    if paired and (ranked := name_ranked(reading.folded, sighting)):
        return _tell(ranked + _RANK, ranked, sighting)
    if sighting.clause.row[1] > 1 and (
        named := (
            (name_title_of_both(reading.folded, sighting) if paired else "")
            or name_places(reading.folded, sighting)
            or name_each_behind(reading.folded, sighting)
            or name_level(reading.folded, sighting, near.text if near and sighting.clause.row[0] else "")
        )
    ):
        return _tell(named, _find_core(Pieces("", named, "", None), reading, sighting), sighting)
    moves = paired or sighting.quantity.ordinal
    if moves and (went := read_moved(reading.folded, sighting)) and not is_bare(went.name):
        # 调解员队伍从年初的1460人扩充到1732人: both are of the same, whatever brought them there
        name = shorten(went.name, _find_act(reading, sighting))
        mark = f"({went.word}前)" if sighting.clause.row == (0, 2) else _RANK * sighting.quantity.ordinal
        # 出庭应诉率由71%升至96%，败诉率由15%降至7%: one rate is not of the other
        core = "" if _RATE.search(name) else _find_core(Pieces("", name, "", None), reading, sighting)
        return Label(name + mark, _tell(name, core, sighting).told)
    moved = sighting.frame.moved
    if moved and moved[0] < sighting.clause.head[0] and (name := clean(reading.folded[slice(*moved)])):
        # 政务大厅窗口经优化整合，由58个精简为34个: it is named in the clause before
        name = shorten(name, "")
        return _tell(mark_place(name, reading.folded, sighting), name, sighting)
    if sighting.frame.place == "repeated" and sighting.frame.head:
        # 县级组建救援队伍4支、乡镇组建13支
        name = clean(reading.folded[slice(*sighting.clause.before)]) + reading.folded[slice(*sighting.frame.head)]
        return _tell(name, name, sighting)
    if sighting.frame.place == "shared" and (shared := _name_shared(reading.folded, sighting)):
        return _tell(shared, shared, sighting)
    if near and (share := name_share(reading, sighting, near)):
        return Label(share, near.told_again(sighting.quantity.char_start))
    return None


def _compose(
    reading: Reading, sighting: Sighting, told_before: tuple[Told | None, Told | None], whole: Told | None
) -> Label:
    """The label from the pieces of the figure's own clause; `told_before`: what the figure before told, and the same where it is of this sentence."""
    quantity, (before, near) = sighting.quantity, told_before
    listed = None if whole else find_list_whole(reading, sighting, before) or find_shared_whole(sighting, near)
    whole = whole or listed
    near = leave_row(reading, sighting, near, whole)
    pieces = _read_own(reading, sighting, near)
    if near and (elliptic := name_elliptic(reading, sighting, near)):
        core = _find_core(pieces, reading, sighting)
        pieces = pieces._replace(noun=pieces.noun + elliptic, core=core + elliptic)
    length = len(pieces.lead) + len(pieces.noun) + len(pieces.predicate)
    act = _find_act(reading, sighting) if length > LONGEST else ""
    plain = mend(fit(pieces, act), reading, sighting)
    own = plain
    if sighting.clause.row[0]:
        own = lead_by_verb(lead_in_order(share_modifier(plain, sighting, near), reading, sighting), reading, sighting)
    else:
        own = lead_in_order(plain, reading, sighting)
    if near and (verb := name_verb_before(reading.folded, sighting, near)):
        own = verb + own
    ahead = name_ahead(reading, sighting, own)
    # 1件已审结，1件还在审: what became of it names nothing
    asked = own if pieces.noun or pieces.lead or not pieces.predicate else ""
    # 处罚企业8家、人员14人: the row's verb is enough
    told = bool(ahead) or (own != plain and not tells_act_only(own))
    includes = _INCLUDES_IN_BRACKETS if sighting.clause.in_brackets else _INCLUDES
    if own[:1] in _INCLUDES_STARTS and own != (stripped := includes.sub("", own)):
        # 现有行政职权1860项，包括行政许可95项; 调委会96个(含行业性9个)
        plain = includes.sub("", plain)
        own, whole = stripped, whole or (near if near and near.unit == quantity.unit else None)
    narrowed = ""
    if whole and not ahead:
        narrowed = name_narrowed(plain, whole, quantity.unit) or name_narrowed(own, whole, quantity.unit)
    prefix = "" if told or narrowed else _find_before(reading, sighting, asked, near, (whole, listed is not None))
    text = narrowed or (_join(prefix, _strip_scope(own, sighting) + ahead) if prefix else own + ahead)
    if near and prefix and sighting.clause.row[0] and near.unit != quantity.unit and prefix == near.core:
        # 部署7项改革任务32条具体举措: the row's verb is that of both
        led = _find_shared_verb(own, plain, pieces, near)
        text = led + _join(prefix, own.removeprefix(led)) if led else text
    text = join_event(own, find_event_before(near)) or name_meeting_before(own, near, reading.folded, sighting) or text
    longest = LONGEST_WHOLE if pieces.predicate or ahead else LONGEST
    if len(text) > longest or not text.isalnum():
        text = balance(shorten(text.rpartition(",")[2] or text, act, longest))
    if near and not pieces.noun and tells_sum(reading, sighting):
        return Label(text or near.text, tell_sum(near, text, sighting))
    named = text or (near.text if near else "") or cut_sentence(reading.folded, sighting)
    if sighting.clause.in_brackets and near:
        # 审结49件(含上年结转6件)，维持26件: what is told behind the bracket is of what stands before it
        return Label(named, near)
    find = partial(_find_thing, reading, sighting, pieces, (prefix, own), near)
    if narrowed and whole:
        find = partial(drop_lead, narrowed, whole)
    told_of = _open_told(named, sighting, near, find)
    told_of.whole, told_of.prefix = whole, prefix
    told_of.nth = (near.nth + 1 if near and near.whole is whole else 1) if whole else 0
    return Label(mark_place(named, reading.folded, sighting), told_of)


def _open_told(named: str, sighting: Sighting, near: Told | None, find: Callable[[], str]) -> Told:
    """What a figure tells those behind it, without what it is a part of."""
    quantity = sighting.quantity
    kind = unit_classes().get(quantity.unit)
    counted = near.counted if near and kind in _TOLD_OF_OTHERS else quantity.unit
    told = Told(named, quantity.unit, quantity.char_start, counted, find)
    told.parted = sighting.conjunct is not None and sighting.clause.row[1] > 1 and kind != "rate"
    return told


def _find_shared_verb(own: str, plain: str, pieces: Pieces, near: Told) -> str:
    """部署, of 部署具体举措 where the figure before told 部署改革任务: empty for a verb of its own."""
    led = own.removesuffix(plain) if own != plain and own.endswith(plain) else pieces.lead
    return led if led and own.startswith(led) and near.text.startswith(led) and len(own) > len(led) else ""


_TOLD_OF_OTHERS = frozenset({"rate", "money"})
"""What is counted by them are the things of the figure before."""


# 建成人才住房300套，包括公寓180套
_INCLUDES_STARTS = frozenset("包其含")
_INCLUDES = expression(r"^(?:包括|包含|其中)(?=[一-龥“]{2})")
# 受理案件320件(含上年结转12件)、培训费(含《读本》600册印刷费)
_INCLUDES_IN_BRACKETS = expression(r"^(?:包括|包含|其中|含(?!有))+(?=[一-龥“《]{2})")
_REACHED_LEVEL = expression(r"[\s,]*(?:达到?|至|升至|降至|增至|为|到)(?:了|约|近)?\s*")
_CHANGE_ENDS = expression(
    r"(?<=[一-龥]{3})(?:同比|环比|较上年|比上年|较去年)?(?:改善|变化|增长|增加|减少|下降|上升|提高|提升|压减)$"
)
_SCOPE_ONLY = expression(r"[\s、,和及]*(?:列|居|排名?|位[列居])?(?P<scope>全[国省市县区州旗])(?:第)?[\s]*")
_SCOPE_END = expression(r"全[国省市县区州旗]$")


def _own_span(sighting: Sighting) -> Span:
    return sighting.clause.before[0], sighting.quantity.char_start


def _find_before(
    reading: Reading, sighting: Sighting, own: str, near: Told | None, part: tuple[Told | None, bool]
) -> str:
    """What stands before a label's own part; `part`: its whole, and whether it is a member of a list by kinds."""
    cleared = find_cleared(reading.folded, sighting.clause) if part[0] is None and is_bare(own) else ""
    if cleared and (near is None or is_bare(near.core)):
        # 开展涉及招标投标的规范性文件清理，梳理文件52件，继续有效40件
        return "" if own[-2:] == cleared[-2:] else cleared
    # 规范性文件8件，向县人大常委会备案8件: to whom it went does not say what
    asked = drop_whom(own)
    if "实现" in own and is_bare(stem := own.partition("实现")[0]):
        # 80%的案件实现案结事了: what was reached does not say which cases
        asked = stem or own
    whole, listed = part
    prefix = find_prefix(reading, sighting, asked, near, whole, listed=listed)
    if near and near.unit in _HOURS and tells_attendants(own):
        # 全员学时不少于30学时，参考率99%: nobody sits hours
        prefix = ""
    attends = whole is None and bool(prefix) and (tells_attendants(own) or _is_of_event(near))
    if attends and not tells_activity(prefix) and find_campaign(reading.folded, sighting.clause):
        # 普法办组织学法考试，参考率99.6%: the rate is of the examination, and not of who held it
        prefix = ""
    # 立案、结案、罚没金额分别为…: an amount is no thing that was concluded
    prefix = "" if prefix in own or prefix in _AMOUNTS else prefix
    return (
        prefix or name_list(reading, sighting, own) or (sighting.conjunct and name_rated(reading, sighting, own)) or ""
    )


def _is_of_event(near: Told | None) -> bool:
    """Whether the figure before only tells what came of an event: 评出优秀案卷12件，反馈意见30条."""
    return near is not None and is_of_an_event(near.text)


_AMOUNTS = frozenset({"金额", "费用"})
_TO_WHICH = frozenset("对从")
_TO_PLACES = expression(
    r"[对从][一-龥]{0,4}(?:[市县区州旗](?:、[市县区州旗](?:\([^()]\))?)*|乡镇|街道|部门|单位|学校|企业|机构|地区|项目)"
)
_HOURS = frozenset({"学时", "课时", "小时"})


def _find_thing(reading: Reading, sighting: Sighting, pieces: Pieces, label: tuple[str, str], near: Told | None) -> str:
    """The thing that a figure counts, for those behind it; `label` is what its label took over, and its own part."""
    prefix, own = label
    kind = unit_classes().get(sighting.quantity.unit)
    if kind == "money" and near and near.core:
        # 处罚案件62件，罚款52万元，执结率87.5%
        return near.core
    core = _find_core(pieces, reading, sighting)
    # 6件规章予以修订、14件继续实施、2件停止执行
    core = "" if tells_act_only(core) or (prefix and core == own and is_elliptic(own)) else drop_quantifier(core)
    if kind == "rate":
        # 报备率100%，及时率100%: both are of what was reported
        # 即办件率61.5%: what is left of it must be a word, and 即 is none
        # 信访事项及时受理率100%，按期答复率99%: both are of the matters
        stem = _IN_TIME.sub("", _RATE.sub("", own))
        core = prefix or (stem if len(stem) != 1 else own.removesuffix("率"))
        core = near.core if near and near.core and is_bare(core) else core
    elif prefix and near and (is_bare(core) or not core):
        core = _join(near.core or prefix, core) if core else near.core or prefix
    elif not core and near and near.unit == sighting.quantity.unit and tells_agent(own):
        # 认定申请310件，人社局已办结290件，其中用人单位败诉2件
        core = near.core
    return (core if core.isalpha() else _FIGURE.sub("", core)).lstrip("的、")


def _find_core(pieces: Pieces, reading: Reading, sighting: Sighting) -> str:
    return find_core(pieces.noun, reading, sighting) if pieces.core is None else pieces.core


def _tell(text: str, core: str, sighting: Sighting) -> Label:
    quantity = sighting.quantity
    return Label(text, Told(text, quantity.unit, quantity.char_start, quantity.unit, lambda: core))


def _find_act(reading: Reading, sighting: Sighting) -> str:
    """The governing verb's word, else the last verb before the number: a long phrase is cut behind it."""
    folded, (start, end) = reading.folded, sighting.clause.before
    # (学 of 法学 is no verb)
    acts = [token for token in reading.tokens.acts((start, end)) if token.end - token.start > 1]
    governing = [match.span() for match in _governing().finditer(folded, start, end)]
    for at, stop in sorted({*governing, *((token.start, token.end) for token in acts)}):
        if folded.count("《", start, at) > folded.count("》", start, at):
            # 制定《示范区创建条例》等地方性法规
            continue
        # 召开各种会议研究外商投资、行政备案等重要事项: 研究 with all that was studied, and not the 备案 within
        if _FEWEST_KEPT < len(compress_list(clean(folded[at:end]))) <= LONGEST:
            return folded[at:stop]
    if act := spell_act(reading, sighting):
        return act
    if acts:
        return folded[acts[-1].start : acts[-1].end]
    return folded[slice(*governing[0])] if governing else ""


@cache
def _governing() -> re.Pattern[str]:
    return compile_expression(any_word("governing"))


def _read_own(reading: Reading, sighting: Sighting, near: Told | None) -> Pieces:
    pieces = read_pieces(reading, sighting)
    paired = sighting.clause.row[1] == _PAIR
    if paired and (went := read_moved(reading.folded, sighting)) and went.name:
        # 材料由247件精简至148件
        return Pieces("", went.name, "", went.name)
    if paired and (moved := find_moved(reading.folded, sighting)):
        return Pieces("", moved, "", moved)
    if sighting.frame.state != "to" or pieces.lead:
        return _at_level(pieces, reading, sighting)
    # 事项由原有的17项减少至8项: eight are left, and not eight fewer
    noun = _HOW.sub("", _MOVED.sub("", pieces.noun)) or (near.text if near else "")
    return pieces._replace(noun=noun, core=noun if pieces.noun or not near else near.core)


_TO_LEVEL = expression(r"[至到为成]了?(?:约|近)?\s*$")
_LESS = expression(r"(?<=[一-龥]{2})(?:进一步|大幅|再次)(?:减少|精简|压减|压缩|降低|下降|增加|提高|提升)$")


# (asked first)
_LESS_ENDS = frozenset("少简减缩低降加高升展增压扩")


def _at_level(pieces: Pieces, reading: Reading, sighting: Sighting) -> Pieces:
    """Without what led to the level: 许可事项进一步减少到516项."""
    noun = pieces.noun
    if noun[-1:] not in _LESS_ENDS or pieces.lead or pieces.predicate:
        return pieces
    if len(stem := _HOW.sub("", _MOVED.sub("", noun))) > _SHORTEST and _TO_LEVEL.search(
        reading.folded, *sighting.clause.before
    ):
        # 行政许可事项压减至192项: there are 192
        return pieces._replace(noun=stem)
    return pieces._replace(noun=_LESS.sub("", noun))


@cache
def _scope() -> re.Pattern[str]:
    return compile_expression(rf"^(?:{any_word('scope')}|实现|保持|确保)+(?=[一-龥]{{2}})")


def _strip_scope(own: str, sighting: Sighting) -> str:
    """参考率 of 全局实现参考率, where a name comes before it; 市本级、县区分别审结9件、12件 keep theirs."""
    placed = sighting.conjunct and unit_classes().get(sighting.quantity.unit) != "rate"
    return own if placed else _scope().sub("", own)


def _join(prefix: str, own: str) -> str:
    """The two in one, what both have at the seam once: 行政处罚 and 处罚决定 are 行政处罚决定."""
    if not prefix or own.startswith(prefix):
        return own
    if prefix.startswith(own) and len(prefix) > len(own) + 1 and is_elliptic(own):
        # 开展走访企业活动，走访320家
        return prefix
    contrary = len(own) == _SHORTEST and prefix[-1] == own[-1] and prefix[-_SHORTEST:] != own
    if contrary and tells_act_only(own) and tells_act_only(prefix[-_SHORTEST:]):
        # 行政机关败诉4件、胜诉43件
        prefix = prefix[:-_SHORTEST]
    if own[:_SHORTEST] in prefix:
        own = own[measure_overlap(prefix, own) :]
    room = LONGEST - len(own)
    if len(prefix) > room:
        prefix = end_words(shorten(prefix, longest=room), room)
        # 一次, of 推行“只跑一次”
        prefix = prefix if len(prefix) > _SHORTEST + 1 else ""
    return prefix + own


def _name_change(reading: Reading, sighting: Sighting, before: Told | None) -> Label:
    """行政机关败诉率同比变化."""
    assert sighting.change
    folded, conjunct = reading.folded, sighting.conjunct
    own = conjunct.text if conjunct else folded[sighting.clause.before[0] : sighting.quantity.char_start]
    if one := name_changed_one(folded, sighting.clause):
        told = before.told_again(sighting.quantity.char_start) if before else Told("", "", -1, "")
        return Label(shorten(one) + _CHANGED, told)
    if sighting.clause.in_brackets and sighting.clause.earlier and _BARE_CHANGE.fullmatch(own):
        # 刑事立案数(同比下降13.4%)、破获案件数(同比上升4.6%): each is told of what stands before its bracket
        own = _MEMBER.split(folded[slice(*sighting.clause.earlier[0])])[-1] + own
    elif sighting.clause.row[0] and before and before.changed and not clean(own).strip("、,和与及"):
        # 投诉分别下降48%、36%
        return Label(before.changed, before.told_again(sighting.quantity.char_start))
    stem = _COMPARISON.sub("", re.sub(rf"(?:净)?{sighting.change.word}\S*$", "", clean(own))).strip("、,()和与及")
    stem = _FIGURE.sub("", stem)
    previous = before.text.removesuffix(_CHANGED) if before else ""
    if before and tells_attendants(stem) and tells_attendants(before.core):
        # 组织竞赛，参赛人员640人，优秀率提高3个百分点
        return _tell(stem + _CHANGED, stem, sighting)
    if before and stem.endswith("率") and before.text.endswith("率") and not stem.startswith(before.text[:_SHORTEST]):
        # 负责人出庭应诉率100%，败诉率下降3.6个百分点: one rate is not of the other
        return _tell(stem + _CHANGED, "", sighting)
    if not stem or (is_bare(stem) and previous):
        stem = _join(before.core, stem) if stem and before and before.core else previous or stem
    moved = name_places_moved(folded, sighting)
    text = shorten(stem) or previous
    text = drop_place(text).removesuffix("位次") + moved if moved else text + _name_measure(sighting, own)
    if len(stem) >= _LONG_STEM and not is_bare(stem) and not previous.endswith(stem):
        # 市区优良天数同比增加17天，达到299天，优良率81.7%: what follows is told of those days
        told_of = _tell(stem, stem, sighting).told
        told_of.changed = text
        return Label(text, told_of)
    told = before.told_again(sighting.quantity.char_start) if before else Told("", "", -1, "")
    told.changed = text
    return Label(text, told)


def _name_measure(sighting: Sighting, own: str) -> str:
    """增速 of 工业增加值增速7.2%: a rate of growth by its own name, which tells not against when."""
    assert sighting.change
    word = sighting.change.word
    return word if word == _SPEED and _COMPARED.search(own) is None else _CHANGED


_SPEED = "增速"
_COMPARED = expression(r"同比|环比|[较比](?:上|去|前|同|20)")


# 对26个市、县(区)和12个区直部门开展督察: places of their own
_MORE_PLACES = expression(r"、[省市县区旗乡镇村街]")


def _name_shared(folded: str, sighting: Sighting) -> str:
    """法治文化阵地(市级), of 1个省级、3个市级、5个县级法治文化阵地; empty where the noun is not shared."""
    frame, clause = sighting.frame, sighting.clause
    if frame.head is None:
        return ""
    if _MORE_PLACES.match(folded, clause.after[1]):
        return ""
    noun = _LEVEL.sub("", folded[clause.tail[0] : frame.head[1]].strip())
    if clause.after[0] == clause.after[1]:
        # 修改5件、废止25件市政府规章: each with a verb of its own
        return folded[slice(*frame.act)] + shorten(noun) if frame.act else ""
    return shorten(noun) + f"({folded[slice(*clause.after)].strip(' 、和及')})"
