"""Which matter a label belongs to whose own words do not tell it: 普法宣传：发放宣传册. The matter stands before its figure or in a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from parsers.figures.labels.lists.beside import is_counted_beside, is_counted_there
from parsers.figures.labels.matters import AS_A_RULE, does_something, name_campaign, name_treated
from parsers.figures.labels.phrases import name_clause
from parsers.figures.labels.told import Told
from parsers.figures.labels.words import OPENS_CLAUSE, is_bare, start_of_word, words_of
from parsers.figures.reading import Reading, Sighting
from parsers.frames.frame import NONE, OTHER, STRANGE
from parsers.naming.concepts import role_bits, to_bits
from parsers.naming.matching import WORDS
from parsers.numbers.boundaries import Span
from parsers.numbers.clauses import Clause
from parsers.numbers.units import unit_classes
from parsers.seed import read_seed
from parsers.text.alternatives import any_of
from parsers.text.expressions import compile_expression, expression
from parsers.text.readings import drop_readings
from parsers.text.words import cut_words, tag_words

JOINT = "："
"""Between a matter and what the figure's own clause says. The text that is read is half-width, so that no word of it holds this mark."""
_LONGEST_WEAK = 12
# what was studied and what lies outside the catalogue (投诉, 不动产)
NO_MATTERS = frozenset({"elsewhere", "party_training"})
_SHORTEST = 2
_LONGEST_TOPIC = 12
_LONGEST_WHOLE_TOPIC = 16
_NOT_ITS_HEAD = 4
_SHORT = 5
_SHORT_NOUN = 3
_DIGIT = expression(r"\d")
# 某镇位于县境东北部，面积216平方公里; 坚持“应审尽审”，审核合同47份
_NO_MATTER = expression(
    r"位于|地处|[省市县区镇乡村局]|街道|[“”我]|显示|表明|统计$|相比|以来$|月$|(?:职[能责]|作用|责任|能力)$|^(?:预计|截至|到|对照|按照?|从)|^(?:此外|同时|另外|目前|为此|今年|全年)$"
)
# 《工作要点》42个方面156项重点任务: what the matters are of
_ASPECT = expression(r"(?:方面|领域|大?类|板块|环节)\s*[^一-龥]*$|^(?:大?方面|领域|大?类|板块|环节)")
# 开展《民法典》培训2次，参加现场调解6次
# 学习习近平法治思想、《招标投标法》等内容，讲法1次
_TITLE_OF_MANY = expression(r"[、》]《[^》]*》|《[^》]*》(?=[、等《])")
_TITLE = expression(r"《[^》]*》")
_CLAUSES_BACK = 4
_CAMPAIGN_BACK = 6
# 推广“全生命周期市场监管”等经验做法: what is named is an example
_NAMED = expression(r"“[^”、+]{7,}”(?=等)")
# 出台55条政策措施,进一步促进民营经济发展
_PURPOSE = expression(
    r"\s*(?:进一步|有效|有力|切实|全力|着力|全面)*(?P<purpose>(?:促进|推动|支持|保障|服务|助力|优化|规范|护航|激发)[一-龥“”]{3,10})(?=[,;。])"
)
# 重大项目从立项到取得开工许可证: what it ended in is no matter
_FROM_TO = expression(r"(?<=[一-龥]{2})[从自][^,;。]{2,12}[到至][^,;。]{2,16}(?=,$)")
_PART = expression(r"[,;:。、\n]")


@cache
def _topic() -> tuple[re.Pattern[str], frozenset[str]]:
    """The words as an expression, and what they begin with: with so many of them, the expression is asked only where one may begin."""
    # 联合公安、税务局等部门: who acted is no matter
    fields = (
        row
        for row in read_seed("concepts.csv")
        if row["role"] in {"topic", "field"} and row["concept"] not in NO_MATTERS
    )
    words = {word for row in fields for word in row["words"].split("|")} | words_of("topic")
    return compile_expression(rf"(?:{any_of(words)})(?![总分]?[局厅委]|部门|系统|办(?![理案件法公结]))"), frozenset(
        word[:_SHORTEST] for word in words
    )


def _find_topics(phrase: str) -> Iterator[re.Match[str]]:
    expression, starts = _topic()
    end = 0
    for at in range(len(phrase) - 1):
        if (
            at >= end
            and phrase[at : at + _SHORTEST] in starts
            and not _is_other_word(phrase, at)
            and (match := expression.match(phrase, at))
        ):
            end = match.end()
            yield match


# 人民政府 is no 民政, 据统计 no 统计, 中小学法治副校长 no 学法
# (缓缴住房公积金 is no 住房, 户籍人口 no 户籍)
_OTHER_WORDS = (
    *(("人民政府", 1), ("据统计", 1), ("学法治", 0), ("小学法", 1), ("中学法", 1), ("大学法", 1)),
    *(("住房公积金", 0), ("户籍人口", 0)),
)


def _is_other_word(phrase: str, at: int) -> bool:
    return any(phrase.startswith(word, at - before) for word, before in _OTHER_WORDS if at >= before)


@lru_cache(maxsize=1 << 14)
def needs_topic(label: str) -> bool:
    """Whether a label would leave its reader asking of what: 发放宣传册, 发现问题."""
    return len(label) <= _LONGEST_WEAK and all(_PLAIN.fullmatch(topic[0]) for topic in _find_topics(label))


@lru_cache(maxsize=1 << 12)
def needs_event(label: str) -> bool:
    """Whether a label names things that may be of any matter, so that the event says more that a clause before tells: 查扣车辆."""
    return len(label) <= _LONGEST_WEAK and all(topic[0] in words_of("object") for topic in _find_topics(label))


# 开展主题宣传7场, 发放宣传资料8000份: publicity of what?
_PLAIN = expression(
    r"(?:集中|主题|专题|日常|现场|广泛|上门|巡回|入户|发放|张贴)?宣传(?:活动|资料|材料|手册|品|单|册|栏|月|周|日)?"
)


def find_topic(reading: Reading, sighting: Sighting, near: Told | None, label: str) -> str:
    """The matter of a label that names none: of the clause, else of the figure before it in the sentence, else of the nearest heading."""
    clause, folded = sighting.clause, reading.folded
    start = clause.sentence[0]
    if campaign := find_campaign(folded, clause):
        return campaign
    if sighting.conjunct:
        # 白酒、糕点、食用植物油合格率分别为…: what stands beside it is no matter of it
        near = None
    elif (not clause.row[0] or _ASPECT.search(folded, *clause.before)) and (
        topic := name_topic(folded[clause.head[0] : clause.before[1]])
    ):
        return topic
    if (
        clause.row[0]
        and near
        and (topic := name_topic(_TITLE.sub("", near.text)))
        and len(rest := near.text.rpartition(topic)[2]) >= _NOT_ITS_HEAD
        and not (topic in near.core and _is_other_thing(rest, folded[slice(*clause.before)]))
    ):
        # 获全省“八五”普法成绩突出集体1个、突出个人2人: what narrows the first narrows the second
        return topic
    parted = False
    for span in clause.earlier[:_CLAUSES_BACK]:
        words = _FROM_TO.sub("", folded[slice(*span)])
        if span[0] < start or words.endswith(";") or (parted and _DIGIT.search(words)):
            break
        if near and span[0] <= near.at < span[1]:
            if topic := near.topic or _find_told(near, sighting, label):
                return topic
        elif (topic := name_topic(_TITLE_OF_MANY.sub("", words))) and not is_one_of_many(words, topic):
            if clause.row[0] or not near or not is_counted_there(words, topic, sighting.quantity.unit, label):
                return topic
        elif near and near.at < span[0] and does_something(words):
            # 受理申请820件，并选派骨干支援邻县，转运物资3600件: what stands before that is of another matter
            near, parted = None, True
    if near and near.topic and not _is_parted(folded, near.at, clause.before[0]):
        return near.topic
    heading = find_opening(folded, clause) or _find_above(reading, clause)
    if is_study(heading) and (not _LEARNT.search(label) or _OTHER_LEARNT.search(label + (near.text if near else ""))):
        # (深学细悟习近平法治思想) 编发简报32期; 举办法规讲座5场; 党组会前学法8次: what was learnt is no matter of theirs
        heading = ""
    return heading or _name_around(folded, clause)


def _find_told(near: Told, sighting: Sighting, label: str) -> str:
    """The matter that the figure before tells by its own words; empty where it stands beside that one and is none of its matter."""
    core, text = _TITLE.sub("", near.core), _TITLE.sub("", near.text)
    topic = name_topic(core) or name_topic(text)
    if not topic or is_one_of_many(text, topic) or 0 <= text.find(topic) < text.find("等问题"):
        # 将执照、印章和税务办理时间压缩至3小时
        return ""
    if label.endswith(_RATES) and len(label) > _SHORT and _is_rate_of(text, topic) and not is_bare(label):
        # 司法建议回复率100%，行政机关一审败诉率7%
        return ""
    if is_counted_beside(near, sighting, label, topic) or (topic.endswith(_APPEARED) and "诉率" in label):
        # 负责人出庭应诉率100%，败诉率9%
        return ""
    if text.startswith(topic):
        return topic
    return "" if _stands_beside(near, sighting, label, text) else topic


def _is_rate_of(text: str, topic: str) -> bool:
    """Whether a matter is the very thing that a rate is of: 司法建议 of 司法建议回复率, but not 法律援助 of 法律援助质量评查优良率."""
    before, _, rest = text.partition(topic)
    return rest.endswith(_RATES) and len(rest) <= _SHORT_NOUN and not before


_APPEARED = "出庭"
_RATES = ("率", "度", "比例", "占比")


def _stands_beside(near: Told, sighting: Sighting, label: str, text: str) -> bool:
    """Whether a noun is counted beside the one before: 召开普法讲座3场，业务学习12次; but 办理行政许可案件90件，办结86件."""
    kinds = unit_classes()
    if kinds.get(near.unit) != kinds.get(sighting.quantity.unit):
        return False
    if near.in_row or label[-_SHORTEST:] in text:
        return False
    words = tag_words(label)
    if len(words) > 1 and words[0][1] == "v" and text.startswith(words[0][0]):
        # (the row's verb is each one's)
        words = words[1:]
    noun = words[-1][1].startswith("n") or kinds.get(near.unit) == "time"
    if noun and kinds.get(near.unit) == "money" and words[0][1] == "v" and not is_bare(label):
        # 返还社保费90万元，发放贴息贷款60万元: each is for its own
        return True
    return noun and words[0][1] not in OPENS_CLAUSE and words[0][0] not in text and not is_bare(label)


# 讲授, 轮训, 中心组集中学习
_LEARNT = expression(r"学|讲|训|研讨|会议|教育|中心组|课|党")
_OTHER_LEARNT = expression(r"法规|业务|党纪|警示|技能|学法(?!治)")


def is_study(topic: str) -> bool:
    """Whether a matter is what was learnt, and none of other work: 习近平法治思想."""
    return topic.endswith("思想")


_NO_MATTER_BUT_QUOTED = expression(
    r"“[^”]{9,}|“[一两二三四五六七八九十]+个|等|、|坚[持决]|(?:原则|要求|理念|思路|制度|机制)$"
)


def find_opening(folded: str, clause: Clause) -> str:
    """What opens a sentence by a name in quotes, where only figures follow: 抓好“稳企十条”兑现，惠及企业90家，返还180万元; empty for none."""
    for span in clause.earlier:
        words = folded[slice(*span)]
        if span[0] < clause.sentence[0] or words.endswith(";"):
            return ""
        if not _DIGIT.search(words):
            opens = span[0] == clause.sentence[0] and words.endswith(",") and not words.lstrip().startswith("“")
            named = name_clause(words, _LONGEST_WHOLE_TOPIC) if opens and "”" in words else ""
            return "" if "“" not in named or _NO_MATTER_BUT_QUOTED.search(named) else named
    return ""


_CLEARED = expression(
    r"(?:开展|组织|进行|实施|完成|启动|了)*(?P<thing>[一-龥]{2,16}?(?:文件|规章|证明|证明事项|政策措施|材料))(?:专项|集中|全面|动态|年度|定期)*清理(?:工作)?"
)


def find_cleared(folded: str, clause: Clause) -> str:
    """规范性文件, of which a clause before tells that they were gone through: 开展规范性文件专项清理，废止19件; empty for none."""
    campaign = find_campaign(folded, clause)
    cleared = _CLEARED.fullmatch(campaign) if campaign else None
    return cleared["thing"] if cleared else ""


def find_event(reading: Reading, sighting: Sighting, near: Told | None) -> str:
    """The event that a label is of which names things of any matter: of a clause before, else of the row that it stands in."""
    if campaign := find_campaign(reading.folded, sighting.clause):
        return campaign
    if near is None or not sighting.clause.row[0] or sighting.conjunct:
        return ""
    # 市法律援助中心办结民事案件80件、刑事案件40件: who did both
    topic = near.topic or name_topic(_TITLE.sub("", near.text))
    return "" if topic in near.core else topic


# 组织学法考试，举办提升班1期，94人参加: they took part in what comes last
_HELD = expression(r"[^,;:。\d]{0,10}?(?:举办|开展|组织|召开|承办|开办)[^,;:。\d]{2,}\d[\d.]*[余多]?[场期次班轮届]")


def find_campaign(folded: str, clause: Clause) -> str:
    """What a clause before in the sentence carried out, where nothing but figures stands between: 开展渣土运输夜间整治; empty for none."""
    for span in clause.earlier[:_CAMPAIGN_BACK]:
        if span[0] < clause.sentence[0] or folded[span[1] - 1] == ";":
            return ""
        carried, ends = _read_carried(folded[slice(*span)])
        if carried or ends:
            return carried
    return ""


@lru_cache(maxsize=1 << 12)
def _read_carried(words: str) -> tuple[str, bool]:
    """What a clause carried out, and whether what stands before it belongs to nothing behind it."""
    if campaign := name_campaign(words):
        return campaign, True
    if _DIGIT.search(words):
        return name_treated(words), _HELD.match(words) is not None
    return "", does_something(words) or name_topic(words) != ""


_ATTENDANTS = expression(
    r"(?:参考|应考|实考|参赛|参训|参加|参与|合格|优秀|及格|优良)(?:人员|人数|[率度]|干部|职工|群众|选手)*"
)


def tells_attendants(own: str) -> bool:
    """Whether a figure's own words only tell who took part in an event, or how well: 参考人员, 优秀率."""
    return _ATTENDANTS.fullmatch(own) is not None


_WITHIN = "中,"
# 开展渣土运输夜间整治，出动执法车辆320台次
# 组织知识竞赛，参赛人员640人; 开展专项治理，暂扣车辆23辆; 对90件案卷进行评查，评出优秀案卷12件
_OF_AN_EVENT = (
    *("出动", "投入", "派出", "动用", "调动", "抽调", "查扣", "扣押", "收缴", "暂扣", "查获"),
    *("参考", "应考", "参赛", "参训", "参加人", "参与人", "评出", "评选出", "评定"),
)
_EVENT_STARTS = frozenset(word[0] for word in _OF_AN_EVENT)
_SHORTEST_FRAME = 4


def is_of_an_event(label: str) -> bool:
    """Whether a label only tells what came of an event: 评出优秀案卷."""
    return label[:1] in _EVENT_STARTS and label.startswith(_OF_AN_EVENT)


def name_frame(folded: str, clause: Clause, label: str) -> str:
    """营商环境评价, of 营商环境评价中，政务服务指标位列全省第三: in what it was so, as the clause right before says; empty where none does."""
    if not clause.earlier or clause.earlier[0][0] < clause.sentence[0]:
        return ""
    before = clause.earlier[0]
    if is_of_an_event(label) and (campaign := find_campaign(folded, clause)):
        return "" if label.partition(campaign)[1] else campaign
    if clause.row[0] or not folded.endswith(_WITHIN, *before):
        return ""
    words = folded[slice(*before)]
    if _DIGIT.search(words):
        return ""
    *_, last, within, _ = ("", "", *cut_words(words))
    if within != _WITHIN[0] or len(last) < _SHORTEST or last[0] in _JOINS:
        # 送法下乡途中, 诉前和诉中: when it was
        return ""
    named = name_clause(words, _LONGEST_WHOLE_TOPIC)
    told = len(named) < _SHORTEST_FRAME or is_bare(named) or named[-_SHORTEST:] in label
    return "" if told or _LONG_LIST.search(named) else named


def _is_other_thing(one: str, other: str) -> bool:
    """Whether two things have no character in common: 小餐饮店 is no 机构食堂, so not one for the old; 突出集体 and 突出个人 are alike.

    启动修改 is no thing: it was done with the one before.
    """
    other = other.strip("、和及与 ")
    words = tag_words(other)
    if len(other) > _LONGEST_ALIKE and other[:_SHORTEST] not in one and other[-_SHORTEST:] not in one:
        # 举办执法专题讲座活动2场、法律法规专题学习6场: alike in the middle alone
        return True
    return frozenset(one).isdisjoint(other) and (not words or words[-1][1].startswith("n"))


_LONGEST_ALIKE = 6


_LONG_LIST = expression(r"、.*[、和及与等]")
_JOINS = frozenset("和及与等")


def _lists_states(words: str) -> bool:
    """Whether a clause lists how things stand: 掌握学法情况、纠纷化解情况，提出意见6条."""
    return "、" in words and words.rstrip(",;。").endswith("情况")


def is_one_of_many(words: str, topic: str) -> bool:
    """Whether a matter is one of a list: 落实合法性审查、集体讨论等规定，召开发布会3场 is of none of them alone."""
    if _lists_states(words):
        return True
    at = words.rfind(topic)
    # (专项整治 of 农资、燃气等专项整治 is what they all are)
    beside = {words[at - 1 : at].replace("等", ""), words[at + len(topic) : at + len(topic) + 1]}
    if "、" in beside:
        return _LONG_LIST.search(words) is not None
    # 政务服务大厅和网上平台受理、办结办件: two are no list
    return not _JOINS.isdisjoint(beside) and "、" in words[:at]


def _name_around(folded: str, clause: Clause) -> str:
    """What the clause behind says that it was for, else what the clause before tells in words that are no known matter."""
    parted = clause.ahead[0] and folded[clause.ahead[0] - 1] == ";"
    if not parted and (purpose := _PURPOSE.match(folded, *clause.ahead)):
        return purpose["purpose"]
    before = folded[slice(*clause.earlier[0])] if clause.earlier and clause.earlier[0][0] >= clause.sentence[0] else ""
    # 医保服务事项再“减证明、减跑动”: in what way is no list
    before = _IN_WHAT_WAY.sub("", before)
    if before.endswith(";") or _DIGIT.search(before) or _lists_states(before) or _LONG_LIST.search(before):
        return ""
    whole = name_clause(before, len(before))
    # 消费者委员会受理投诉后组织调解: half of a name is none
    fits = len(whole) <= _LONGEST_WHOLE_TOPIC and not _NO_MATTER.search(whole)
    named = whole if fits else name_clause(before, _LONGEST_TOPIC)
    return "" if is_bare(named) or _NO_MATTER.search(named) else named


_IN_WHAT_WAY = expression(r"(?<=[一-龥]{4})(?:进一步|持续|全面|不断|再次?|实现)?“[^”]*、[^”]*”,?$")


def _is_parted(folded: str, start: int, end: int) -> bool:
    return folded.find(";", start, end) >= 0


# 一是理顺职责。撤并机构6个: what stands further up (…法治化营商环境) is not what that is of; 2推进“放管服”改革。
_RUN_IN = expression(r"(?:[一二三四五六七八九十]是|(?<=\n)[ \t]*\d{1,2}(?![\d年月]))(?P<about>[^,;:。\n\d]{4,24})。")
_RUN_IN_BACK = 400


def _find_above(reading: Reading, clause: Clause) -> str:
    """The matter of the numbered sentence that the figure's paragraph opens with, else of the nearest heading; empty where neither tells one."""
    headings = reading.headings[clause.section_seq or 0]
    start = max(clause.sentence[0] - _RUN_IN_BACK, headings[0][0] if headings else 0)
    opened = next(iter([*_RUN_IN.finditer(reading.folded, start, clause.sentence[0])][-1:]), None)
    if opened is None or (headings and opened.start() <= headings[0][0]):
        return find_heading(reading, clause.section_seq)
    topic = name_topic(opened["about"])
    return "" if is_theme(topic) else topic


def find_heading(reading: Reading, section: int | None) -> str:
    """The matter of the nearest heading that tells one; empty for none.

    深入推进依法行政 tells none, and ends the search: it is what the report is about, and false of much that stands below (新建驿站).
    """
    for span in reading.headings[section or 0]:
        if topics := _name_heading(reading.folded[slice(*span)].partition("\n")[0]):
            return next((topic for topic in topics if not is_theme(topic)), "")
    return ""


def tells_theme(heading: str) -> bool:
    """Whether a heading tells nothing but what the report is about."""
    topics = _name_heading(heading)
    return bool(topics) and all(map(is_theme, topics))


@lru_cache(maxsize=1 << 12)
def _name_heading(heading: str) -> tuple[str, ...]:
    """The matters of a heading's parts in their order: 放管服改革 of 深化放管服改革,打造便民利企新形象."""
    # 加大食品药品、安全生产等领域执法力度: one of a list is not what stands below
    heading = _LISTED.sub("", heading)
    return tuple(filter(None, (name_topic(part) or _find_theme(part) for part in _PART.split(heading))))


_LISTED = expression(r"[一-龥]+(?:、[一-龥“”]+)+等(?=[一-龥]{2})")


def _find_theme(part: str) -> str:
    """法治, of 厉行法治: too little for a matter, but what the report is about."""
    return next((word for word in words_of("theme") if word in part), "")


def is_theme(topic: str) -> bool:
    """Whether a matter is what such a report is about as a whole: 依法行政, 法治政府建设."""
    return topic in words_of("theme")


@lru_cache(maxsize=1 << 12)
def name_topic(words: str) -> str:
    """The last word of a phrase that tells a matter, a long one before a short one; empty where none does."""
    words = drop_readings(_NAMED.sub("", words))
    found = [match for match in _find_topics(words) if not _PLAIN.fullmatch(match[0])]
    told = [match for match in found if match.end() - match.start() > _SHORTEST] or found
    while told:
        start, end = told.pop().span()
        if words.endswith(_CONTRARY, 0, start) or (end - start == _SHORTEST and _is_across(words, start)):
            continue
        if words[start:end] == _NO_MATTER_ALONE:
            end = _end_of_compound(words, end)
        if end:
            return words[find_begin(words, start) : end]
    return ""


def _is_across(words: str, start: int) -> bool:
    """Whether two characters are the end of one word and the beginning of another: 治安 of 整治安全隐患."""
    end = 0
    for word in cut_words(words):
        begin, end = end, end + len(word)
        if end == start + 1:
            return begin < start or start_of_word(words, start + _SHORTEST) != start + _SHORTEST
    return False


# 不予处罚案件 are no 处罚案件
_CONTRARY = ("不予", "免予", "免于")
# 法治体检, 法治轮训: 法治 alone tells no matter
_NO_MATTER_ALONE = "法治"
# 依法治县办公室
_OTHER_NAME = "依法治"
_LONGEST_COMPOUND = 6
# 法治领域改革有关方案: what it is of ends before
_PARTS_OF_OTHERS = frozenset({"有关", "相关", "重点", "主要", "具体", "专项"})
_COMPOUND = frozenset({"n", "vn", "v", "b", "nz", "l", "s"})


def _end_of_compound(words: str, start: int) -> int:
    """Where the compound ends that a word of too little begins, 0 where it begins none: 法治体检, but not 厉行法治."""
    end = start
    if words.endswith(_OTHER_NAME, 0, start):
        return 0
    for word, tag in tag_words(words[start : start + 2 * _LONGEST_COMPOUND]):
        if (
            word in _PARTS_OF_OTHERS
            or tag not in _COMPOUND
            or end + len(word) - start > _LONGEST_COMPOUND
            or len(word) < _SHORTEST
        ):
            break
        end += len(word)
    return end if end > start else 0


def find_begin(words: str, start: int) -> int:
    """Where a matter begins as the report says it: 复议 alone is the word that was found, 行政复议 is what is said."""
    if words.endswith("行政", 0, start):
        return start - 2
    # 援助案件 is what was found, 法律援助案件 what is said
    if words.startswith("多元", start) and words.endswith(_DISPUTES, 0, start):
        return start - len(_DISPUTES)
    return start - 2 if words.endswith(_OPENS_NAME, 0, start) and start_of_word(words, start) == start - 2 else start


_DISPUTES = "矛盾纠纷"
_OPENS_NAME = ("法律", "人民")


def _tells_no_subject(folded: str, clause: Clause, span: Span) -> bool:
    """Whether a clause tells how things are done, or to whom they went: 向市政府和人大常委会报备14件."""
    if span == clause.head:
        return folded.startswith("向", span[0])
    return span in clause.earlier and AS_A_RULE.search(folded, *span) is not None


def name_subject(
    label: str, reading: Reading, sighting: Sighting, *, in_sentence: bool = False, things: bool = True
) -> str:
    """The governing topic of the catalogue for a label that names none (审结 → 行政复议审结, 取消 → 审批事项取消)."""
    clause, concepts, folded = sighting.clause, reading.concepts, reading.folded
    if _names_itself(label, sighting):
        return ""
    subjects = governing_topics()
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
        if _tells_no_subject(folded, clause, span):
            continue
        there = concepts.bits_in(span)
        wanted = subjects
        if things and bare and not there & wanted:
            wanted = role_bits("thing")
        if there & wanted:
            hits = [(end, end - start) for start, end, meant in concepts.hits_in(span) if meant & wanted]
            if span[1] <= clause.sentence[0] and span in clause.earlier:
                # 与行政许可、政务服务等清单衔接。向园区赋权31项: one of a list in the sentence before governs nothing
                hits = [hit for hit in hits if "、" not in (folded[hit[0] - hit[1] - 1], folded[hit[0] : hit[0] + 1])]
            if sighting.conjunct and not is_bare(label):
                # 书店、快递网点、驿站数量依次为6家、3家、7家: the words of another member are not this one's
                (begin, end), row_end = sighting.conjunct.span, sighting.conjunct.row_end
                hits = [hit for hit in hits if hit[0] <= clause.head[0] or begin < hit[0] <= end or hit[0] > row_end]
            if not hits:
                continue
            end, length = max(hits)
            start = find_begin(folded, end - length)
            start = start - 1 if start and folded[start - 1] in "好普" else start
            # 负责人应出庭案件48件，实际出庭47件
            word = folded[start:end].strip('“”"').replace("应出庭", "出庭")
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
    if sighting.match and sighting.match.evidence not in {"clause", WORDS}:
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
def governing_topics() -> int:
    """The concepts that a label may be put under: a topic of the catalogue, none of what ends the reach of one."""
    return role_bits("topic", "field") & ~to_bits(NO_MATTERS)
