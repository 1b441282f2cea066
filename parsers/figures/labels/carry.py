"""What a label takes over from beyond its own clause: the thing told of before, the whole it is a part of, the topic of clause or heading."""

from __future__ import annotations

import re
from functools import cache

from parsers.figures.labels.phrases import LONGEST, balance, clean, end_words, first_words, name_clause, shorten
from parsers.figures.labels.shares import name_fined_part
from parsers.figures.labels.told import Told
from parsers.figures.labels.topics import NO_MATTERS, find_begin, find_heading, is_one_of_many, name_topic
from parsers.figures.labels.words import any_word, follows, is_bare
from parsers.figures.reading import Reading, Sighting
from parsers.frames.frame import NONE, OTHER, STRANGE, UNNAMED
from parsers.naming.concepts import role_bits, to_bits
from parsers.numbers.boundaries import Span
from parsers.numbers.units import unit_classes

_SHORT_NOUN = 3
_REACHED = "实现"
_RATED = ("案件", "纠纷", "投诉", "举报", "建议", "提案", "问题", "隐患")
_SHORT = 5
_SHORTEST = 2
_PART = "其中"
_LONGEST_TOPIC = 10
_CLAUSES_BACK = 2
_DIGIT = re.compile(r"\d")
# 收到行政复议申请62件，审结50件: what is decided is no application any more
_ASKED = re.compile(r"(?<=复议)申请$")
_ENTERS = re.compile(r"受理|收到|新收|立案|登记|驳回|补正")
_TOLD_OF_ALL = frozenset({"money", "visit", "person", "score"})
_COUNTS = frozenset({"case", "item", "document", "person", "time", "entity", "visit"})


# 发布其他各类政策文件32件: other than those told before
_OTHER_KIND = re.compile(r"其[他它](?:各类|有关|相关)?(?!案件|人员|方式|处理)[一-龥]{2}")
# 编印《法治手册》，向领导干部发放5000册: what was given stands before
_GIVEN = re.compile(
    r"(?:干部|人员|群众|企业|居民|村民|学生|单位|部门|职工|商户|主体|村|社区|公众|社会)(?:免费)?(?:发放|配发|赠送|推送|派发|寄送)$"
)
_INSPECTED_STARTS = frozenset("监检巡排走督抽")
# 开展统计执法4次，检查企业46家
_INSPECTED = re.compile(r"(?:监督)?(?:检查|巡查|排查|走访|督查|抽查)[一-龥]{2,6}$")
_INSPECTING = re.compile(r"(?:执法|检查|行动|专项|整治|督查|督察)$")


def find_prefix(
    reading: Reading, sighting: Sighting, own: str, near: Told | None, whole: Told | None, *, listed: bool = False
) -> str:
    """What has to stand before `own` for it to be understood by itself; empty where it is. `listed`: it is a member of a list by kinds."""
    if "其" in own and _OTHER_KIND.search(own):
        return ""
    if whole and near and (part := name_fined_part(sighting, own, near)):
        return part
    if whole and (prefix := _name_whole(reading, sighting, own, whole, listed=listed)):
        return prefix
    if (
        near
        and own[:1] in _INSPECTED_STARTS
        and _INSPECTED.match(own)
        and _INSPECTING.search(near.core)
        and near.core not in own
    ):
        return near.core
    if _GIVEN.search(own) and (prefix := _name_earlier(reading, sighting, _LONGEST_TOPIC, None)):
        return prefix
    if near and len(own) <= _LONGEST_FOLLOWING and _reaches().match(own):
        # 培训12场次，覆盖民警200余人次
        thing = near.core if near.core and not is_bare(near.core) else end_words(near.text, LONGEST - len(own))
        # 改革覆盖38个领域、惠及200户经营主体: both are told of what stands before
        reach = _reaches().search(thing, _SHORT_NOUN)
        return thing[: reach.start()] if reach else thing
    if not is_bare(own) and not follows(own):
        before = sighting.clause.before
        if len(own) > _SHORT or reading.folded[before[0] - 1 : before[1]] == ":":
            # 提案议案：8条；公共资源类：29条
            return ""
        return _name_subject(own, reading, sighting, in_sentence=True)
    if value := _name_value(reading, sighting, near):
        return value
    near = _within_reach(near, sighting)
    if near and (prefix := _take_over(reading, sighting, own, near)):
        return prefix
    room = min(_LONGEST_TOPIC, LONGEST - len(own))
    return (
        _name_subject(own, reading, sighting, in_sentence=True, things=False)
        or _name_earlier(reading, sighting, room, near)
        or _name_subject(own, reading, sighting)
        or _name_heading(reading, sighting, room)
    )


_LONGEST_FOLLOWING = 8


@cache
def _reaches() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_word('reaching')})[一-龥]{{1,6}}$")


def name_elliptic(reading: Reading, sighting: Sighting, near: Told | None) -> str:
    """The noun that a phrase with 的 left to the one before: 复议案件 of 以市政府为被申请人的复议案件60件，以县政府为被申请人的421件."""
    end = sighting.clause.before[1]
    if near is None or sighting.conjunct or not reading.folded.endswith("的", 0, end):
        return ""
    same = unit_classes().get(sighting.quantity.unit) == unit_classes().get(near.counted)
    if not same or sighting.frame.head_class not in UNNAMED:
        return ""
    noun = near.core.rpartition("的")[2]
    return "的" + noun if _SHORTEST <= len(noun) <= _LONGEST_TOPIC else ""


def name_list(reading: Reading, sighting: Sighting, own: str) -> str:
    """What a list behind a colon is of, where its members have no verb: 引发争议的行政行为居前的是：行政处罚210件，信息公开106件."""
    clause, frame = sighting.clause, sighting.frame
    kind = unit_classes().get(sighting.quantity.unit)
    if reading.folded.find(":", clause.sentence[0], clause.head[0]) < 0:
        return ""
    if frame.act or kind not in {"case", "item", "document", "person", None} or len(own) > _LONGEST_TOPIC:
        return ""
    for span in clause.earlier:
        if span[0] < clause.sentence[0]:
            return ""
        words = reading.folded[slice(*span)]
        if words.endswith(":"):
            found = "" if _DIGIT.search(words) else name_clause(_LIST_END.sub("", words), LONGEST - len(own))
            return "" if is_bare(found) else found
    return ""


_LIST_END = re.compile(
    r"(?:(?:居于?|排|位列)?前[一二三四五六七八九十]位)?的?(?:主要)?(?:分别)?(?:是|为|看|如下|包括|有|涉及)?:$"
)


def name_ahead(reading: Reading, sighting: Sighting, own: str) -> str:
    """What a meeting was about, as the clause behind it tells: 召开会议5次，研究法治建设; empty where it tells nothing."""
    span = sighting.clause.ahead
    if span[0] == span[1] or not is_bare(own) or unit_classes().get(sighting.quantity.unit) not in {"time", "item"}:
        return ""
    if sighting.quantity.unit == "项" and "议" not in own:
        # 44项重点任务清单，研究确定“项目专员制”
        return ""
    match = _about().match(reading.folded, *span)
    if match is None:
        return ""
    words = first_words(match["topic"], LONGEST - len(own))
    return balance(words) if len(words) > _SHORT_NOUN else ""


@cache
def _about() -> re.Pattern[str]:
    return re.compile(rf"\s*(?P<topic>(?:{any_word('about')})了?[一-龥“”《》]{{2,40}})")


def _name_whole(reading: Reading, sighting: Sighting, own: str, whole: Told, *, listed: bool) -> str:
    """The thing that a part is of: 行政处罚案件其中 before 简易程序; empty where the part names it."""
    core = whole.text if is_bare(whole.core) else whole.core
    if not core or own.startswith(core):
        return ""
    subject = _name_subject(own, reading, sighting, in_sentence=True) if is_bare(own) else ""
    if subject and subject not in core:
        return ""
    if is_bare(own):
        core = _ASKED.sub("", core)
    topic = _strip_generic(core)
    if topic in own or (not is_bare(core[-2:]) and core[-2:] in own):
        return ""
    named = sighting.frame.head_class not in UNNAMED and not listed
    start = sighting.clause.told_from
    marked = reading.folded.rfind(_PART, start, sighting.quantity.char_start) > whole.at
    # (图片信息 tells too little without its whole, 乡镇街道负责人 does not)
    if named and not is_bare(own) and topic == core and not (marked and len(own) < _SHORT):
        return ""
    kind = unit_classes().get(sighting.quantity.unit)
    mark = _PART if marked and kind != "rate" and not is_bare(own) else ""
    acted = sighting.frame.act is not None and sighting.frame.act[0] >= sighting.clause.before[0]
    if (
        mark
        and not acted
        and "有" not in whole.text
        and whole.text.endswith(core)
        and len(whole.text) + len(own) + len(_PART) <= LONGEST
    ):
        # 主动公开政府信息152条，其中概况类20条: what was done with the whole was done with its part
        core = whole.text
    room = LONGEST - len(own) - len(mark)
    if room < len(core):
        core = topic if len(topic) <= room else shorten(core, longest=room) if room > _SHORT else ""
    return core + mark if core else ""


@cache
def _generic_end() -> re.Pattern[str]:
    return re.compile(rf"(?<=[一-龥]{{2}})(?:{any_word('generic')})$")


def _strip_generic(core: str) -> str:
    """行政处罚 of 行政处罚案件."""
    return _generic_end().sub("", core)


def _within_reach(near: Told | None, sighting: Sighting) -> Told | None:
    """What was told before, unless a clause with an object of its own stands between (开通绿色通道，受理1.2万件)."""
    reach, clause = sighting.frame.reach, sighting.clause
    if near is None or reach is None or clause.row[0]:
        return near
    return near if near.at >= clause.earlier[reach - 1][0] else None


def _take_over(reading: Reading, sighting: Sighting, own: str, near: Told) -> str:
    """The thing or the whole phrase of the figure before; empty where another matter stands between."""
    kinds = unit_classes()
    kind, earlier = kinds.get(sighting.quantity.unit), kinds.get(near.unit)
    between, subjects = False, _subjects()
    for span in sighting.clause.earlier:
        if span[0] <= near.at:
            break
        between = True
        if reading.concepts.bits_in(span) & subjects or name_topic(reading.folded[slice(*span)]):
            return ""
    if kind == earlier and reading.folded.find(_REACHED, *sighting.clause.after) >= 0:
        # 691项高频事项上线移动端，641项事项实现秒批: what the first did, the second did not
        return ""
    core = near.core if not is_bare(near.core) else ""
    if own.startswith(_FINED) and _CONFISCATED.match(near.text):
        # 没收侵权光盘200张、罚款金额2万元: nobody is fined a disc
        return ""
    if (
        kind == "rate"
        and own.startswith("成功")
        and core
        and near.text.endswith(core)
        and len(near.text) <= _LONGEST_TOPIC
    ):
        # 调解纠纷3万件，成功率98%
        return near.text
    if core and kind == "rate" and ("占" in own or own.startswith("较")):
        return core
    if core and kind == "rate" and not between and core.endswith(_RATED):
        # 办理行政处罚案件24件，办理投诉举报案件160件，回复率100%
        return core
    subject = _name_subject(own, reading, sighting, in_sentence=True)
    if subject and subject not in core:
        # 应诉案件74件，原告撤诉9件，败诉4件: what was lost are the cases
        return subject
    if kind == "rate" or (kind == earlier and not follows(own)):
        return core if _ENTERS.search(own) else _ASKED.sub("", core)
    if between and kind not in _TOLD_OF_ALL:
        return ""
    if core and (follows(own) or kind in _TOLD_OF_ALL or kind not in _COUNTS):
        return core
    if earlier in {"rate", "money"}:
        return core
    return near.text if len(near.text) + len(own) <= LONGEST and not near.text[-1:].isdigit() else core


_CONFISCATED = re.compile(r"[^、]{0,4}(?:没收|收缴|扣押|查扣|查获|暂扣)")
_FINED = ("罚款", "罚没", "罚金")

# 印发《某县法治政府建设实施方案》(某发〔2016〕23号)，明确了指导思想
_TITLED = re.compile(r"《(?P<title>[^《》]{4,40})》(?:\([^,;。]{0,24}\))?[^,;。《》\d]{0,6}$")
# 学习纲要(2025年版), 工作要点(试行)
_EDITION = re.compile(r"\([^()]*\)")
# 空气质量综合指数2.385，较2020年改善13.6%: a number without a unit is no figure
_VALUE = re.compile(r"(?<=[一-龥])\d[\d.]*\s*[^一-龥,;。]{0,8}(?:(?:微克|毫克)/立方米)?\s*[,;]?$")


def _name_value(reading: Reading, sighting: Sighting, near: Told | None) -> str:
    """What the clause before gives the value of, where that value is no figure: PM10浓度为34µg/m3，同比改善17.1%."""
    clause = sighting.clause
    if not clause.earlier or clause.earlier[0][0] < clause.sentence[0] or (near and near.at >= clause.earlier[0][0]):
        return ""
    words = reading.folded[slice(*clause.earlier[0])]
    value = _VALUE.search(words)
    named = clean(words[: value.start()]) if value else ""
    return named if _SHORTEST <= len(named) <= LONGEST // 2 else ""


def _name_earlier(reading: Reading, sighting: Sighting, room: int, near: Told | None) -> str:
    """The topic of the clauses before in the same sentence, the nearest first."""
    clause = sighting.clause
    for span in clause.earlier[:_CLAUSES_BACK]:
        if span[0] < clause.sentence[0]:
            break
        words = reading.folded[slice(*span)]
        if words.endswith(";"):
            break
        if titled := _TITLED.search(words.rstrip(",;。")):
            return end_words(_EDITION.sub("", titled["title"]), max(room, _LONGEST_TOPIC))
        if near is None:
            words = _VALUE.sub("", words)
        if _DIGIT.search(clean(words)):
            if near and near.core and is_bare(near.core):
                # 提出建立25项重要制度，健全23个工作机制: neither says of what
                continue
            break
        if (topic := name_clause(words, room)) and not is_bare(topic):
            return topic
    return ""


def _name_heading(reading: Reading, sighting: Sighting, room: int) -> str:
    """The topic of the nearest heading, where no heading tells a matter that is known."""
    if find_heading(reading, sighting.clause.section_seq):
        return ""
    for span in reading.headings[sighting.clause.section_seq or 0]:
        if (topic := name_clause(reading.folded[slice(*span)].split("\n")[0], room)) and not is_bare(topic):
            return topic
    return ""


def _name_subject(
    label: str, reading: Reading, sighting: Sighting, *, in_sentence: bool = False, things: bool = True
) -> str:
    """The governing topic of the catalogue for a label that names none (审结 → 行政复议审结, 取消 → 审批事项取消)."""
    clause, concepts, folded = sighting.clause, reading.concepts, reading.folded
    if _names_itself(label, sighting):
        return ""
    subjects = _subjects()
    own = 0
    for start, end, meant in concepts.hits_in((clause.before[0], clause.after[1])):
        if folded[start:end] in label:
            own |= meant
    if own & subjects:
        return ""
    bare = not own & ~role_bits("act", "rate")
    if len(label) > _SHORT and not (bare and own):
        return ""
    for span in _governing_spans(reading, sighting):
        if in_sentence and span[0] < clause.sentence[0]:
            break
        there = concepts.bits_in(span)
        wanted = subjects
        if things and bare and not there & wanted:
            wanted = role_bits("thing")
        if there & wanted:
            hits = [(end, end - start) for start, end, meant in concepts.hits_in(span) if meant & wanted]
            if span[1] <= clause.sentence[0] and span in clause.earlier:
                # 与行政许可、政务服务等清单衔接。向园区赋权31项: one of a list in the sentence before governs nothing
                hits = [hit for hit in hits if "、" not in (folded[hit[0] - hit[1] - 1], folded[hit[0] : hit[0] + 1])]
                if not hits:
                    continue
            end, length = max(hits)
            start = find_begin(folded, end - length)
            start = start - 1 if start and folded[start - 1] in "好普" else start
            word = folded[start:end].strip('“”"')
            if span in clause.earlier and span[0] >= clause.sentence[0] and is_one_of_many(folded[slice(*span)], word):
                # 开展裁判、检察建议和行政复议决定履行情况督察，发现问题38个
                continue
            return "" if word in label or len(word) < _SHORTEST else word
    return ""


def _names_itself(label: str, sighting: Sighting) -> bool:
    """Whether a label has a noun of its own that is narrowed already: 行政奖励 is none of the 行政许可 before it."""
    frame = sighting.frame
    if (sighting.clause.row[0] or label.startswith("行政")) and len(label) > _SHORT_NOUN and not is_bare(label):
        # 聘请法律顾问27名、行风评议员10名; 行政强制70件；行政征收23件
        return True
    if frame.head_class == NONE or frame.head is None:
        return False
    if sighting.match and sighting.match.evidence != "clause":
        return False
    return len(label) > (_SHORT_NOUN if frame.head_class in {OTHER, STRANGE} else frame.head[1] - frame.head[0])


def _governing_spans(reading: Reading, sighting: Sighting) -> list[Span]:
    """Where the subject of a label may stand: in the sentence; farther off only for what was done, or where an indicator was found."""
    clause = sighting.clause
    spans = [clause.head, *clause.earlier[: sighting.frame.reach]]
    if sighting.match or sighting.frame.act or unit_classes().get(sighting.quantity.unit) == "rate":
        return [*spans, *reading.headings[clause.section_seq or 0]]
    return [span for span in spans if span[0] >= clause.sentence[0]]


@cache
def _subjects() -> int:
    """The concepts that a label may be put under: a topic of the catalogue, none of what ends the reach of one."""
    return role_bits("topic", "field") & ~to_bits(NO_MATTERS)
