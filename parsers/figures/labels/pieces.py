"""The pieces of a label that stand around the number itself: what leads to the noun, modifier and head, and what was done behind it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from parsers.figures.labels.entries import complete_rate, name_entry
from parsers.figures.labels.phrases import LONGEST, clean, compress_list, end_words, first_words, shorten
from parsers.figures.labels.words import any_word, is_bare
from parsers.figures.reading import Reading, Sighting
from parsers.frames.frame import NONE, OTHER
from parsers.frames.words import head_sorts
from parsers.numbers.clauses import Clause, Span
from parsers.numbers.units import unit_classes


class Pieces(NamedTuple):
    """What a figure's own clause says of it, in the clause's order."""

    lead: str
    """Before a noun that stands behind the number: 聘请 of 聘请12名法律顾问."""
    noun: str
    """Modifier and head; where they stand before the number with the verb before them: 收到行政复议申请."""
    predicate: str
    """What was done, behind the noun: 参加了学法考试."""
    core: str | None
    """The counted thing alone, without what was done; empty where the clause has none of its own, None where `find_core` is to be asked."""


_AFTER_NOUN = re.compile(
    r"\s*(?!并(?!购)|且|以[上下及]|左右|按照|按规定|经(?![济营]))(?P<noun>(?:[一-龥“”《》]|\([^()]{1,14}\)){1,40}?)(?=[及和与正外进的已均全被在为予实签提建达得通无做设完纳参担对向由,。;、)]|$)(?=[及和与]《|正在|外[,均都全]|进行|的基础上|已|均|全部|被|在(?![职编岗校册学押])|(?<![作认成行])为|予以|实现|签订|提出|建成|达|得到|通过|无需|做到|设立|完成|纳入|参加|担任|对|向|由|,|。|;|、|$|\))"
)
_ASPECTS = frozenset({"方面", "大方面", "领域", "类", "大类", "个方面", "环节", "板块"})
_ACTING_UNITS = frozenset({"person", "visit", "entity"})
_ACTING_HEADS = frozenset({"person", "body"})
_TAKEN_AS_THEY_ARE = frozenset({"rate", "visit", "money", "day"})
_WITHOUT_ACT = frozenset({"money", "rate", "point", "area", "duration"})
_OTHER_MATTER = re.compile(r"涉及|范围|结果|以及|并|的")
# 对现行文件486件开展清理: what was done to the thing stands behind it
_OBJECT_FIRST = re.compile(r"[^,;。]{0,6}?(?:对(?![口应照接标比])|将|把|就)")
_EMPTY_VERB = re.compile(r"^(?:开展|进行|予以|实施|组织|依法|全部|全面)+(?=[一-龥]{2})")
# 对合同进行合法性审查 is 合同合法性审查
_HELPING_VERB = re.compile(r"(?:进行|开展|予以|实施)(?:了)?(?=[一-龥]{2,8}$)")
_LIGHT = frozenset({"实现", "开展", "进行", "实施", "提供", "完成", "建立", "设立", "作出"})
_PLACES = frozenset("省市县区旗乡镇村州")
_NO_LEADS = frozenset({"将", "把", "另", "另有", "其余", "有", "就", "除"})
_OBJECT_MARK = re.compile(r"(?:将|把)$")
_LONGEST_LEAD = 12
_SHORTEST = 2
_LONGEST_LIST = 20
_APART = 12
_FEW = 4


@cache
def _did() -> re.Pattern[str]:
    return re.compile(
        r"(?P<how>(?:均|都|全部|已|依法|顺利|先后|分别|成功|踊跃|积极|现场|集中|随机|首次|共同|同步|[、和]|的(?=法治督))*)"
        r"(?P<whom>(?:[对向为就与给][^,;。、]{2,12}(?:、[^,;。]{2,8})?|在[^,;。\\d]{2,24}?[上中里])?)"
        rf"(?P<verb>{any_word('did', 'won')})了?(?P<object>[^,;。\d(]*)"
    )


@cache
def _won() -> frozenset[str]:
    """What belongs to the name of any thing: 5件案件获评优秀."""
    return frozenset(any_word("won").split("|"))


@cache
def _did_at_once() -> re.Pattern[str]:
    return re.compile(any_word("did", "won"))


def spell_act(reading: Reading, sighting: Sighting) -> str:
    """The governing verb's word; empty where there is none of two characters and more (学 of 法学 is no verb)."""
    act = sighting.frame.act
    return reading.folded[slice(*act)] if act and act[1] - act[0] > 1 else ""


def read_pieces(reading: Reading, sighting: Sighting) -> Pieces:
    """The pieces around a figure that stand in its own clause."""
    folded, clause, conjunct = reading.folded, sighting.clause, sighting.conjunct
    own = "" if conjunct else folded[clause.before[0] : sighting.quantity.char_start]
    own = (
        complete_rate(folded, conjunct)
        if conjunct
        else (_name_in_order(folded, clause) if clause.row[1] > 1 else "") or own
    )
    if sighting.quantity.ordinal and clause.row[0] and (among := _AMONG.match(own)):
        head = folded[slice(*clause.head)]
        own = head + own if len(clean(head + own)) <= LONGEST else head.rpartition("在")[0] + own[among.end() :]
    act = spell_act(reading, sighting)
    noun = None if conjunct else _find_noun_behind(reading, sighting)
    if own.strip() == "除" and (left := _LEFT_OUT.match(folded, sighting.quantity.char_end)):
        return Pieces("", left["noun"], "", left["noun"])
    if noun is None:
        return _read_before(reading, sighting, own)
    if unit_classes().get(sighting.quantity.unit) == "money" and is_bare(lead := clean(own)) and lead:
        # 投资50万元建成法治宣传、教育于一体的基地: what the money was for
        spent = "".join(folded[noun[0] : sighting.clause.after[1]].split()).rstrip(",;。、")
        return Pieces(lead, "", _shorten_predicate(spent, LONGEST - len(lead)), "")
    named = "".join(folded[slice(*noun)].split())
    if (stripped := named.strip('“”"')).count("“") == stripped.count("”"):
        named = stripped
    named = named.lstrip("的").rstrip("的暨和及与")
    predicate = _read_predicate(folded, sighting, noun)
    apart = len(named) >= _APART or own.rstrip().endswith((",", "。", ";")) or _is_noun_of_previous(clause, own)
    # 举行了300余人参加的会操活动: what was held is named behind
    apart = apart or named.startswith(("参加的", "参与的"))
    room = max(_LONGEST_LEAD, LONGEST - len(named) - len(predicate))
    lead = "" if apart else _read_lead(folded, sighting, own, act, room, told=bool(predicate))
    return Pieces(end_words(lead, room), named, predicate, named)


# 空气质量在全国168个重点城市中排第3名: what is ranked stands before the number of those among which it is
_AMONG = re.compile(r"[一-龥]{1,10}?[中里]")
# 除3项持续整改任务外全部完成整改
_LEFT_OUT = re.compile(r"(?P<noun>[一-龥]{2,12}?)(?:以?外)")
_IN_ORDER = re.compile(r"(?P<who>[^,;:。\d]+?)分别(?P<did>[一-龥][^,;:。\d]+)$")
_BETWEEN = re.compile(r"、|以及|和|与")


def _name_in_order(folded: str, clause: Clause) -> str:
    """乙局开展执法培训, of the second figure of 甲局、乙局、丙局分别开展执法培训6次、5次、3次; empty where nobody is named by place."""
    position, count = clause.row
    if count < 2 or "分别" not in (head := folded[slice(*clause.head)]):
        return ""
    match = _IN_ORDER.search(head)
    who = _BETWEEN.split(match["who"].strip()) if match else []
    return who[position] + match["did"] if match and len(who) == count and all(map(str.strip, who)) else ""


def fit(pieces: Pieces, act: str = "") -> str:
    """The pieces as one phrase of no more than `LONGEST` characters: what was done behind a noun says more than what leads to it."""
    lead, noun, predicate, _ = pieces
    whole = lead + noun + predicate
    if len(whole) <= LONGEST:
        return whole
    if not predicate:
        return shorten(whole, act)
    if len(noun) + len(predicate) <= LONGEST:
        return noun + predicate
    if len(noun) > _LONGEST_LEAD:
        return shorten(noun)
    noun = shorten(noun, longest=LONGEST // 2)
    return noun + _shorten_predicate(predicate, LONGEST - len(noun))


def _shorten_predicate(predicate: str, longest: int) -> str:
    """Its verb and the last noun, else its first words: 签订承诺书 of 签订…的承诺书."""
    verb = _did_at_once().match(predicate)
    if len(predicate) <= longest or verb is None:
        return first_words(predicate, longest)
    last = predicate.rpartition("的")[2]
    if 2 <= len(last) <= longest - len(verb[0]) and len(last) < len(predicate):
        return verb[0] + last
    return verb[0] + end_words(predicate[verb.end() :], longest - len(verb[0]))


_NO_NOUN = frozenset(",。;、:")
_PLACE_LIST = re.compile(
    r"[省市县区旗乡镇村州](?:、(?:[省市县区旗乡镇村]|街道)(?:\([^()]{1,4}\))?)+(?=[和与及、,。]|开展|进行)"
)


def _find_noun_behind(reading: Reading, sighting: Sighting) -> Span | None:
    """Where the noun phrase right behind the measure word stands; None where there is none."""
    folded, clause, frame = reading.folded, sighting.clause, sighting.frame
    end = sighting.quantity.char_end
    if (
        sighting.quantity.unit in {"", "个"} and folded.startswith("、", end + 1) and _PLACE_LIST.match(folded, end)
    ) or (not sighting.quantity.unit and folded[end : end + 1] in _PLACES):
        # 对2市4县开展督察
        places = _PLACE_LIST.match(folded, end)
        return end, places.end() if places else end + 1
    start, stop = clause.after
    match = _AFTER_NOUN.match(folded, start, stop) if start < stop and folded[start] not in _NO_NOUN else None
    found = match.span("noun") if match else None
    if frame.place == "behind" and frame.head and (found is None or found[1] - found[0] < 2):
        # 431项市、区行政处罚权: a comma of a row stands inside the phrase
        found = (clause.after[0], frame.head[1])
        if found[1] - found[0] < _SHORTEST:
            # 3个村
            return found
    if found is None or found[1] - found[0] < _SHORTEST:
        return None
    if _may_act(folded, sighting) and (verb := _did_at_once().search(folded, found[0] + 2, found[1])):
        start = _begin_of_predicate(folded, found[0], verb.start())
        # 14名机关在编人员参与行政执法考试: what they did is no part of their name
        if start - found[0] >= 2 and (frame.head is None or frame.head[1] <= verb.start() or frame.place != "behind"):
            if frame.head and frame.place == "behind" and frame.head[1] < start - _SHORTEST:
                # 5名社会监督员拓宽社会力量参与监督渠道
                start = max(frame.head[1], found[0] + 1)
            return found[0], start
    return found[0], _find_end_of_list(reading, clause, found)


def _find_end_of_list(reading: Reading, clause: Clause, noun: Span) -> int:
    """Where a noun behind the last number of its clause ends with those joined to it: 5次主持召开党组会、常务会研究法治工作."""
    folded, (start, end) = reading.folded, noun
    while clause.row[0] + 1 == clause.row[1] and folded.startswith("、", end):
        match = _AFTER_NOUN.match(folded, end + 1, clause.after[1])
        if match is None:
            break
        acts = reading.tokens.acts(match.span("noun"))
        stop = acts[0].start if acts else match.end("noun")
        if stop - end <= _SHORTEST or stop - start > _LONGEST_LIST:
            break
        end = stop
    return end


def _begin_of_predicate(folded: str, start: int, verb: int) -> int:
    """Where what was done begins, with those for whom: 企业|对员工开展培训."""
    for mark in "对向为":
        at = folded.find(mark, start + 2, verb)
        if at >= 0:
            return at
    return verb


def _may_act(folded: str, sighting: Sighting) -> bool:
    """Whether persons, bodies or places are counted: what they did belongs to the name."""
    frame = sighting.frame
    quantity = sighting.quantity
    if unit_classes().get(quantity.unit) in _ACTING_UNITS or (
        not quantity.unit and folded[quantity.char_end : quantity.char_end + 1] in _PLACES
    ):
        return True
    return frame.place == "behind" and head_sorts().get(frame.head_class) in _ACTING_HEADS


# 300个高频事项实现“全市通办”, 98%的事项实现当场办结
_REACHED = re.compile(
    r"(?:均|都|已|全部|全面)*(?P<did>实现(?P<what>[“\"][^“”\"]{2,12}[”\"]|[一-龥]{3,10}))(?=[,;。]|$)"
)


def _read_predicate(folded: str, sighting: Sighting, noun: Span) -> str:
    """What was done by or to the counted persons, bodies or things, behind their noun; empty where that is no part of the name."""
    clause = sighting.clause
    object_first = _OBJECT_FIRST.match(folded, *clause.head) is not None
    kind = unit_classes().get(sighting.quantity.unit)
    if kind == "rate" and folded.startswith("在", noun[1]):
        # 95%以上纠纷案件在镇村化解
        return first_words("".join(folded[noun[1] : clause.after[1]].split()).rstrip(",;。、"), _LONGEST_LEAD)
    reached = _REACHED.match(folded, noun[1], clause.after[1])
    if reached and (sighting.frame.act is None or sighting.frame.act[0] >= noun[1] or kind == "rate"):
        return reached["did"] if len(reached["did"]) <= LONGEST // 2 else reached["what"]
    if kind in _WITHOUT_ACT:
        return ""
    acting = object_first or _may_act(folded, sighting)
    spans = [(noun[1], clause.after[1])]
    position, count = clause.row
    if position + 1 < count and (not folded[noun[1] : clause.after[1]].strip(" 、和及与")):
        spans.append(clause.tail)
    for n, span in enumerate(spans):
        match = _did().match(folded, *span)
        if match is None and object_first:
            # 对107名负责人履行职责情况开展测评: what was done stands farther off
            found = list(_did_at_once().finditer(folded, *span))
            match = _did().match(folded, found[0].start(), span[1]) if found else None
        elif match is None and n:
            match = _did().search(folded, *span)
        if match and not acting and not (match["verb"] in _won() or (n and sighting.frame.head_class in {NONE, OTHER})):
            match = None
        if match and match["verb"] in _LIGHT and len(match["object"]) < _SHORTEST:
            match = None
        if match and n and match.start() < span[0] + _SHORTEST:
            # 分解为32项任务、108条实施路径: the other one's noun
            match = None
        if match:
            whom, verb = match["whom"], match["verb"]
            done = whom + verb + match["object"]
            if n and object_first and folded[noun[1]].isdigit() and match.start() - span[0] <= _LONGEST_LEAD:
                # 对33家单位476项权责事项进行调整规范
                done = folded[span[0] : match.start()].strip() + done
            if whom and noun[1] - noun[0] + len(done) > LONGEST:
                done = verb + match["object"]
            if whom or (object_first and not _may_act(folded, sighting)):
                done = _HELPING_VERB.sub("", done)
            return "".join(done.split()).rstrip("、和及与")
    return ""


def _read_lead(folded: str, sighting: Sighting, own: str, act: str, room: int, *, told: bool) -> str:
    """What leads to a noun behind the number: its verb with what stands between."""
    row = sighting.clause.row[0] > 0
    lead = "" if own.strip() in _NO_LEADS or (row and own.strip() in _PLACES) else clean(own)
    bare_own = _OBJECT_MARK.sub("", own.strip())
    if told and not _may_act(folded, sighting):
        lead = clean(bare_own.rstrip("对就"))
    elif told and own.strip() and own.strip()[-1] in "为对向":
        lead = clean(own.strip()[:-1]) + own.strip()[-1] if own.strip()[:-1] else own.strip()
    elif told and row and not lead.strip("、和") and folded[slice(*sighting.clause.head)].rstrip().endswith("对"):
        lead = "对"
    if len(lead) > room and "等" in lead:
        lead = compress_list(lead)
    if len(lead) > room and lead.count("、") > 1 and not act:
        # 推荐甲区、乙区、丙区和丁区四个区: some of them are not all
        return ""
    if len(lead) > room and act and (at := lead.rfind(act)) >= 0:
        lead = lead[at:]
        lead = lead if len(lead) <= room else act
    return lead


def _read_before(reading: Reading, sighting: Sighting, own: str) -> Pieces:
    """The pieces where everything stands before the number: 收到行政复议申请62件, 行政复议申请共受理62件."""
    phrase = clean(own) or ("" if sighting.conjunct else name_entry(reading.folded, sighting))
    predicate = ""
    if not sighting.conjunct and _OBJECT_FIRST.match(reading.folded, *sighting.clause.head):
        predicate = _read_treatment(reading, sighting)
    return Pieces("", phrase, predicate, None)


def _read_treatment(reading: Reading, sighting: Sighting) -> str:
    """What was done to the things before the number: 对现行文件486件开展清理, 对文件2件、合同21件进行审核."""
    folded, clause = reading.folded, sighting.clause
    if clause.row[0] + 1 == clause.row[1]:
        span = clause.after
    elif folded[slice(*clause.after)].strip(" 、和及与"):
        return ""
    else:
        span = clause.tail
    acts = reading.tokens.acts(span)
    if not acts or acts[0].start - span[0] > _SHORTEST:
        return ""
    done = _EMPTY_VERB.sub("", clean(folded[span[0] : span[1]].rstrip(",;。、 ")))
    return done if len(done) <= _LONGEST_LEAD else folded[acts[-1].start : acts[-1].end]


# 收各类一审行政诉讼案件
_RECEIVED = re.compile(r"^(?:共|新)?收(?![费入回缴集获到取储购支治押尾容养结案件])(?=[一-龥]{3})")


_TO_WHOM = re.compile(r"[\s、,]*(?:依法|及时|全部)?(?:向|由|经|从|在|以|通过|被)")
_BY_WHOM = re.compile(r"(?<=[一-龥]{2})[共已均全]?(?:向|由|经|在|被).*$")
_HELD = re.compile(
    r"^.*(?:现有|共有|设有)(?=[一-龥]{2})|^.*(?:平台|热线|窗口|中心)共?[接收][到收]?(?=[一-龥]{3})|^(?:下放|移交|划转)(?=[一-龥]{4})"
)


def find_core(phrase: str, reading: Reading, sighting: Sighting) -> str:
    """The counted thing of a phrase that may hold a verb, before it or behind."""
    clause, frame = sighting.clause, sighting.frame
    act = spell_act(reading, sighting)
    if not act:
        acts = reading.tokens.acts(clause.before)
        act = reading.folded[acts[0].start : acts[0].end] if acts else ""
        act = act if len(act) > 1 or phrase.startswith(act) else ""
    head = reading.folded[slice(*frame.head)] if frame.head and frame.place == "before" else ""
    stop = len(phrase) - len(head) if head and phrase.endswith(head) else len(phrase)
    if act and (at := phrase.rfind(act, 0, stop)) >= 0:
        # 向省政府报备15件: to whom it was sent is no thing
        behind, before = phrase[at + len(act) :], "" if _TO_WHOM.match(reading.folded, *clause.before) else phrase[:at]
        if len(behind) != 1:
            phrase = behind or _BY_WHOM.sub("", before)
    return _HELD.sub("", _RECEIVED.sub("", phrase))


def lead_by_verb(label: str, reading: Reading, sighting: Sighting) -> str:
    """The label of a later one of a row with the row's verb before it: 处罚人员 of 处罚企业8家、人员14人.

    Only where 、 or 和 joins it to what stands before, and where it has no verb of its own (张贴海报60张、接受咨询380人次).
    """
    clause, act, folded = sighting.clause, sighting.frame.act, reading.folded
    if not clause.row[0] or act is None or not clause.head[0] <= act[0]:
        return label
    acts = reading.tokens.acts(clause.before)
    # 取消省级实施的事项20项、市县实施的事项12项: a verb before 的 is a modifier's
    if unit_classes().get(sighting.quantity.unit) in _TAKEN_AS_THEY_ARE or (
        acts and folded.find("的", acts[0].end, clause.before[1]) < 0
    ):
        return label
    if not acts and act[1] > min(clause.head[1], clause.before[0]):
        return label
    if acts:
        heads = reading.tokens.acts(clause.head)
        if not heads or heads[0].start - clause.head[0] > _FEW or folded.startswith("的", heads[0].end):
            return label
        act = (heads[0].start, heads[0].end)
    joined = folded[clause.before[0] - 1] in "、和及" or folded[clause.before[0]] in "、和及"
    verb = folded[slice(*act)]
    whole = joined and (acts or "的" in label or _OTHER_MATTER.search(folded, act[1], clause.head[1]) is None)
    if not whole or verb in label or len(label) > LONGEST - len(verb):
        return label
    return verb + label


def _is_noun_of_previous(clause: Clause, own: str) -> bool:
    """Whether what stands before the number is the noun of the figure before: 4个方面78个具体问题."""
    return clause.row[0] > 0 and own.strip() in _ASPECTS
