"""What a label takes over from beyond its own clause: the thing told of before, the whole it is a part of, the topic of clause or heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from parsers.figures.labels.matters import find_new_matter, is_elliptic, tells_activity, tells_state
from parsers.figures.labels.phrases import LONGEST, LONGEST_WHOLE, balance, clean, end_words, first_words, name_clause
from parsers.figures.labels.shares import ASKED, name_fined_part, name_whole
from parsers.figures.labels.told import Told
from parsers.figures.labels.topics import (
    JOINT,
    find_campaign,
    find_heading,
    find_opening,
    governing_topics,
    name_subject,
    name_topic,
    tells_attendants,
    tells_theme,
)
from parsers.figures.labels.words import any_word, follows, is_bare, tells_act_only
from parsers.figures.reading import Reading, Sighting
from parsers.frames.frame import UNNAMED
from parsers.numbers.units import unit_classes
from parsers.text.expressions import compile_expression, expression
from parsers.text.words import tag_words

_SHORT_NOUN = 3
_REACHED = "实现"
_RATED = ("案件", "纠纷", "投诉", "举报", "建议", "提案", "问题", "隐患")
_SHORT = 5
_SHORTEST = 2
_LONGEST_TOPIC = 10
_CLAUSES_BACK = 2
_LONGEST_ACTIVITY = 16
_DIGIT = expression(r"\d")
_ENTERS = expression(r"受理|收到|新收|立案|登记|驳回|补正|其[他它](?:方式)?处理")
_TOLD_OF_ALL = frozenset({"money", "visit", "person", "score"})
_COUNTS = frozenset({"case", "item", "document", "person", "time", "entity", "visit"})


# 发布其他各类政策文件32件: other than those told before
_OTHER_KIND = expression(r"其[他它](?:各类|有关|相关)?(?!案件|人员|方式|处理|领域|方面|类|部门|渠道)[一-龥]{2}")
# 编印《法治手册》，向领导干部发放5000册: what was given stands before
_GIVEN = expression(
    r"(?:干部|人员|群众|企业|居民|村民|学生|单位|部门|职工|商户|主体|村|社区|公众|社会)(?:免费)?(?:发放|配发|赠送|推送|派发|寄送)$"
)
_GIVEN_ENDS = ("放", "发", "送")
_TRAINED = ("培训", "轮训")
# 命名示范乡镇9个，3个集体、5名个人获省级表彰
_WON = expression(r"(?:集体|个人|单位|项目|案例|案件|干部|工作|村|乡镇)(?:均|分别|同时)?荣?获[评得]?[一-龥“]{3}")
_ITS_PARTS = frozenset({"子项", "小项", "分项", "办理项", "业务办理项"})
_INSPECTED_STARTS = frozenset("监检巡排走督抽")
# 开展统计执法4次，检查企业46家
_INSPECTED = expression(r"(?:监督)?(?:检查|巡查|排查|走访|督查|抽查)[一-龥]{2,6}$")
_INSPECTING = expression(r"(?:执法|检查|行动|专项|整治|督查|督察)$")


def find_prefix(
    reading: Reading, sighting: Sighting, own: str, near: Told | None, whole: Told | None, *, listed: bool = False
) -> str:
    """What has to stand before `own` for it to be understood by itself; empty where it is. `listed`: it is a member of a list by kinds."""
    if _needs_nothing(own, whole):
        return ""
    if whole and near and (part := name_fined_part(sighting, own, near)):
        return part
    if whole and (prefix := name_whole(reading, sighting, own, whole, listed=listed)):
        return prefix
    if near and (
        thing := _find_inspected(own, near) or _find_training(own, near) or _find_parted_thing(own, near, sighting)
    ):
        return thing
    told = _find_told_more(reading, sighting, own, near) if near else ""
    if prefix := _find_given(reading, sighting, own) or told:
        return prefix
    if near and _is_own_deed(own, near, reading.folded, sighting):
        return ""
    if is_elliptic(own) and (matter := find_new_matter(reading, sighting, near, LONGEST - len(own))):
        return _join_matter(matter, own)
    if near and _tells_outcome(reading, sighting, own, near):
        return near.core
    if not is_bare(own) and not follows(own):
        before = sighting.clause.before
        if len(own) > _SHORT or reading.folded[before[0] - 1 : before[1]] == ":":
            # 提案议案：8条；公共资源类：29条
            return ""
        return name_subject(own, reading, sighting, in_sentence=True)
    if value := _name_value(reading, sighting, near):
        return value
    near = _within_reach(near, sighting)
    if (reached := _find_reached(near, sighting, own)) is not near and reached:
        return reached.core if reached.core and not is_bare(reached.core) else reached.text
    if near and _is_of_campaign(reading, sighting, own, near):
        return ""
    if near and (prefix := _take_over(reading, sighting, own, near)):
        # 选聘“村级协理员”260名，开展专题培训8期: they are not those who teach
        taught = near.unit in _PERSONS and prefix in {near.core, near.text} and _TAUGHT.match(own)
        return prefix + JOINT if taught else prefix
    # (what one is ranked in is told whole)
    room = min(_LONGEST_ACTIVITY if sighting.quantity.ordinal else _LONGEST_TOPIC, LONGEST - len(own))
    return (
        name_subject(own, reading, sighting, in_sentence=True, things=False)
        or _name_earlier(reading, sighting, room, near)
        or name_subject(own, reading, sighting)
        or _name_heading(reading, sighting, room)
    )


def _find_given(reading: Reading, sighting: Sighting, own: str) -> str:
    """法治手册, of 编印《法治手册》，向领导干部发放5000册; empty for other figures."""
    given = own.endswith(_GIVEN_ENDS) and _GIVEN.search(own)
    return _name_earlier(reading, sighting, _LONGEST_TOPIC, None) if given else ""


def _needs_nothing(own: str, whole: Told | None) -> bool:
    """Whether a figure's own words tell what won what, or others than those told before."""
    if "获" in own and _WON.match(own):
        return True
    return "其" in own and (_OTHER_KIND.search(own) is not None or (whole is None and own.startswith(("其他", "其它"))))


def _is_of_campaign(reading: Reading, sighting: Sighting, own: str, near: Told) -> bool:
    """Whether this figure and the one before are told of what was carried out: 开展法治体检，评查案卷90卷，完善制度32项."""
    if near.unit == sighting.quantity.unit or unit_classes().get(sighting.quantity.unit) == "rate":
        return False
    if not _has_object(own) or not near.text.endswith(near.core):
        return False
    return bool(find_campaign(reading.folded, sighting.clause) or find_opening(reading.folded, sighting.clause))


def _join_matter(matter: str, own: str) -> str:
    if len(own) >= _SHORT - 1 and own in matter:
        # 清理规范中介服务事项，其中清理规范66项
        return matter.replace(own, "").strip("的") + JOINT
    return matter + JOINT if clean(own).strip("共计和与及") else matter


def _find_parted_thing(own: str, near: Told, sighting: Sighting) -> str:
    """公共服务事项, of 公共服务事项76项、子项112项; empty for other figures."""
    parted = own in _ITS_PARTS and near.unit == sighting.quantity.unit and not is_bare(near.core)
    return near.core if parted else ""


def _find_training(own: str, near: Told) -> str:
    """安全培训, of 组织安全培训31期，培训从业人员4200人; empty for other figures."""
    if not own.startswith(_TRAINED) or len(own) <= _SHORT_NOUN or not near.core.endswith(_TRAINED):
        return ""
    thing = _HELD_STARTS.sub("", near.core)
    return "" if own.lstrip("培轮训") in thing else thing


_HELD_STARTS = expression(r"^(?:组织|举办|开展)(?=[一-龥]{4})")


def _find_inspected(own: str, near: Told) -> str:
    """统计执法, of 开展统计执法4次，检查企业46家; empty for other figures."""
    inspected = own[:1] in _INSPECTED_STARTS and _INSPECTED.match(own) and _INSPECTING.search(near.core)
    return near.core if inspected and near.core not in own else ""


def _find_told_more(reading: Reading, sighting: Sighting, own: str, near: Told) -> str:
    """What a figure tells more of: whom it reached, how much less it became, what it involved; empty for other figures."""
    if len(own) <= _LONGEST_FOLLOWING and _reaches().match(own):
        # 培训12场次，覆盖民警200余人次
        thing = near.core if near.core and not is_bare(near.core) else end_words(near.text, LONGEST - len(own))
        # 改革覆盖38个领域、惠及200户经营主体: both are told of what stands before
        reach = _reaches().search(thing, _SHORT_NOUN)
        return thing[: reach.start()] if reach else thing
    if tells_attendants(own) and sighting.quantity.unit == "%" and (attended := _ATTENDED.search(near.text)):
        # 96名村干部参加线上法律知识考试，合格率100%
        return attended["event"]
    if own[:1] in _ABOVE_STARTS and _ABOVE.fullmatch(own) and unit_classes().get(near.unit) == "rate":
        # 满意率89%，高出全省平均水平3.1个百分点
        return near.text
    if sighting.quantity.ordinal and _RANKED_GROWTH.match(own):
        # 按期办结率提高到96%，增幅位居全省第三
        return near.text
    if own[-1:] in _REDUCED_ENDS and _REDUCED.fullmatch(own) and near.core:
        # 资料由247件精简至148件，减少比例达40%
        return near.core
    involved = own.startswith("涉") and _INVOLVED.match(own) and not is_bare(near.core)
    return near.core if involved and near.core[0] != "涉" and not clause_parted(reading, sighting, near) else ""


def _tells_outcome(reading: Reading, sighting: Sighting, own: str, near: Told) -> bool:
    """Whether a figure tells what became of the things before: 9件文件予以废止、2件启动修订; 提出监察建议26条，被采纳21条."""
    if near.unit != sighting.quantity.unit:
        return False
    told = _is_verb_alone(own) if sighting.clause.row[0] else _became(own) and _is_next(reading, sighting, near)
    return told and _names_thing(near.core)


_LONGEST_FOLLOWING = 8
_PERSONS = frozenset({"人", "名", "位"})
_FOR_WHOM = frozenset("为给向")
_TAUGHT = expression(r"(?:开展|组织|举办|进行)[一-龥]{0,6}(?:培训|轮训|讲座|教育|考核|测试|考试)$")


def _is_verb_alone(own: str) -> bool:
    """Whether a later one of a row has only what was done: 启动修订, 留作参考."""
    acts = len(own) == _LONGEST_FOLLOWING // 2 and any(tag == "v" for _, tag in tag_words(own))
    return acts and not is_bare(own) and is_elliptic(own) and not follows(own)


_NO_NOUNS = frozenset({"v", "vn", "d", "p", "t", "zg", "ad"})
_BECAME = expression(r"(?:被|尚未|未|仍未|还未|正在|仍在|责令|予以|尚在)[一-龥]{2,8}$")


def _became(own: str) -> bool:
    """Whether a figure's own words only tell what became of things: 被采纳, 尚未整改到位."""
    if _BECAME.match(own) is None or follows(own):
        return False
    return is_elliptic(own) or all(tag in _NO_NOUNS or tells_act_only(word) for word, tag in tag_words(own))


def _is_next(reading: Reading, sighting: Sighting, near: Told) -> bool:
    """Whether the figure before stands in the clause right before, with nothing but a comma between."""
    earlier = sighting.clause.earlier
    # (提出建议186条，被采纳170条: what it took over does not say of what)
    own = near.text.endswith(near.core)
    return own and bool(earlier) and near.at >= earlier[0][0] and not clause_parted(reading, sighting, near)


_ATTENDED = expression(
    r"(?:参加|参与)了?(?P<event>[一-龥“”·\d]{2,24}(?:考试|测试|考核|竞赛|答题|培训|轮训|测评|比赛))$"
)
_REDUCED_ENDS = frozenset("例度率幅")
_ABOVE_STARTS = frozenset("高低超领")
_ABOVE = expression(
    r"(?:高出|高于|低于|超出|超过|领先)(?:于)?(?:全?[国省市县区州]|上年|去年|年度)?(?:平均(?:水平|值)?|目标值?|考核目标)(?:同比变化)?"
)
_RANKED_GROWTH = expression(
    r"(?:[增降涨升减]幅|增速|(?:改善|提升|提高|下降|降低|增长)幅度)(?=位居|位列|居|列|排|名列|在|全[国省市县区州])"
)
_REDUCED = expression(r"(?:减少|压减|压缩|精简|降低|缩减|提高|增长|提升)(?:比例|幅度|率)|[降增减升]幅")
# 重大招商引资合同32份，涉及合同金额37亿元; 中介服务事项8项，涉及的中介机构40家
_INVOLVED = expression(r"涉(?:及|案)的?[一-龥]{2,6}$")


def clause_parted(reading: Reading, sighting: Sighting, near: Told) -> bool:
    """Whether another sentence or a semicolon stands between a figure and the one before."""
    return any(mark in reading.folded[near.at : sighting.clause.before[0]] for mark in ";。")


@cache
def _reaches() -> re.Pattern[str]:
    return compile_expression(rf"(?:{any_word('reaching')})[一-龥]{{1,6}}$")


def name_elliptic(reading: Reading, sighting: Sighting, near: Told | None) -> str:
    """The noun that a phrase with 的 left to the one before: 复议案件 of 以市政府为被申请人的复议案件60件，以县政府为被申请人的421件."""
    end = sighting.clause.before[1]
    if near is None or sighting.conjunct or not reading.folded.endswith("的", 0, end):
        return ""
    same = unit_classes().get(sighting.quantity.unit) == unit_classes().get(near.counted)
    if not same or sighting.frame.head_class not in UNNAMED:
        return ""
    noun = near.core.rpartition("的")[2]
    # 涉及食品的231件、涉及价格的118件: the one before has no noun of its own either
    return "的" + noun if _SHORTEST <= len(noun) <= _LONGEST_TOPIC and _names_thing(noun) else ""


_NO_THING = ("涉及", "需要", "应当", "可以", "拟")


def _names_thing(noun: str) -> bool:
    """Whether a phrase is a noun: 复议案件, but not 涉及食品 nor 需要."""
    return bool(noun) and not noun.startswith(_NO_THING)


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


_LIST_END = expression(
    r"(?:(?:居于?|排|位列)?前[一二三四五六七八九十]位)?的?(?:主要)?(?:分别)?(?:是|为|看|如下|包括|有|涉及)?:$"
)


def name_ahead(reading: Reading, sighting: Sighting, own: str) -> str:
    """What a meeting was about, as the clause behind it tells: 召开会议5次，研究法治建设; empty where it tells nothing."""
    span = sighting.clause.ahead
    met = own.endswith("会议")
    if (
        span[0] == span[1]
        or not (met or is_bare(own))
        or unit_classes().get(sighting.quantity.unit) not in {"time", "item"}
    ):
        return ""
    if sighting.quantity.unit == "项" and "议" not in own:
        # 44项重点任务清单，研究确定“项目专员制”
        return ""
    match = _about().match(reading.folded, *span)
    if match is None:
        return ""
    topic, room = match["topic"], (LONGEST_WHOLE if met else LONGEST) - len(own)
    topic = _SPEAKER.sub("", topic) if len(topic) > room else topic
    words = first_words(topic, room)
    if met and words != topic:
        # (half of what a meeting was about is another matter)
        return ""
    return balance(words) if len(words) > _SHORT_NOUN else ""


# 学习关于安全生产的重要论述
_SPEAKER = expression(r"(?:习近平)?总书记(?:关于|的|在)?")


@cache
def _about() -> re.Pattern[str]:
    return compile_expression(rf"\s*(?:均|都|先后|分别)?(?P<topic>(?:{any_word('about')})了?[一-龥“”《》]{{2,40}})")


def _within_reach(near: Told | None, sighting: Sighting) -> Told | None:
    """What was told before, unless a clause with an object of its own stands between (开通绿色通道，受理1.2万件)."""
    reach, clause = sighting.frame.reach, sighting.clause
    if near is None or reach is None or clause.row[0]:
        return near
    return near if near.at >= clause.earlier[reach - 1][0] else None


_LETTERS = ("通知书", "意见书", "建议书", "督办单", "提示函", "告知书", "整改单", "交办单", "提醒函", "督办函")
_HELPED_BY = ("挽回", "追回", "追讨", "取得利益")


def _find_reached(near: Told | None, sighting: Sighting, own: str) -> Told | None:
    """What reached those whom a figure counts, and not what is told of it between.

    举办讲座62场，聘任率达98%，受教育学生2.1万人次: the lectures. 受理案件96件，受援人110人，挽回损失210万元: the cases.
    """
    kinds = unit_classes()
    kind = kinds.get(sighting.quantity.unit)
    if near and kind == "rate" and own.startswith("整改") and near.text.endswith(_LETTERS):
        # 反馈问题62个，下发整改通知书9份，整改率100%
        return next((told for told in _walk_back(near) if not told.text.endswith(_LETTERS)), near)
    if near is None or near.prev is None or not (follows(own) or kind == "document"):
        return near
    earlier = kinds.get(near.unit)
    if kind in {"person", "visit"} and earlier == "rate":
        return next((told for told in _walk_back(near) if kinds.get(told.unit) not in {"rate", "money"}), near)
    if kind == "document" and earlier in {"person", "visit"}:
        # 举办巡演28场，观众1.9万人次，发放资料1.2万份
        return next((told for told in _walk_back(near) if kinds.get(told.unit) == "time"), near)
    if kind == "money" and earlier == "person" and own.startswith(_HELPED_BY):
        return next((told for told in _walk_back(near) if kinds.get(told.unit) == "case"), near)
    return near


def _walk_back(near: Told) -> Iterator[Told]:
    """The figures before one in its sentence, the nearest first."""
    told = near.prev
    while told:
        yield told
        told = told.prev


# 梳理承接事项74项，压减材料132份; 查阅资料800份，提出意见62条: what was done is of its own, or only how the other was done
_OWN_DEEDS = (
    "压减",
    "压缩",
    "精简",
    "缩减",
    "制定",
    "出台",
    "印发",
    "编制",
    "查阅",
    "翻阅",
    "调阅",
    "召开",
    "举办",
    "推出",
)
_MEANS = expression(r"(?:查阅|翻阅|调阅)[一-龥]{2,8}$|^(?:召开座谈|个别谈话|走访座谈)")


def _is_own_deed(own: str, near: Told, folded: str, sighting: Sighting) -> bool:
    """Whether a figure's own words are a deed beside that of the figure before, and not what came of its things."""
    if near.unit == sighting.quantity.unit:
        # 组织专家论证9次、公开听证3次
        beside = sighting.clause.row[0] > 0 and unit_classes().get(near.unit) == "time"
        return beside and near.text.startswith(_HOLDS) and not follows(own)
    if near.unit == "%" and own.endswith(_AMOUNTS):
        # “一窗受理”率98%，全年办件量126万件
        return True
    clause, kind = sighting.clause, unit_classes().get(sighting.quantity.unit)
    if not clause.row[0] and folded.startswith("对", clause.before[0]) and kind != "rate" and not is_elliptic(own):
        # 提出意见137条，对报备的12件文件进行审查
        return True
    deed = not clause.row[0] and own.startswith(_OWN_DEEDS) and len(own) >= _SHORT
    return deed or _MEANS.search(near.text) is not None


_AMOUNTS = ("办件量", "业务量", "总量", "受理量", "办理量")
_HOLDS = ("组织", "开展", "举办", "召开", "举行")


def _stands_beside(own: str, near: Told, unit: str) -> bool:
    """Whether a figure is told of beside the one before, and not of what that one counts."""
    if len(own) >= _LONGEST_FOLLOWING - 2 and own[-2:] == near.core[-2:]:
        # 审核协议及其他文件230件，回复征求意见文件80件: others of the kind
        return True
    if (
        unit == "%"
        and unit == near.unit
        and not near.whole
        and not _RATE_WORD.search(near.text)
        and near.text[-2:] != own[-2:]
    ):
        # 办理环节减少89%、办理提速79%
        return True
    # 办事环节压减71.8%，办理时间压减70.6%
    return near.unit == unit and own[-2:] == near.text[-2:] and len(own) > _SHORT


def _take_over(reading: Reading, sighting: Sighting, own: str, near: Told) -> str:
    """The thing or the whole phrase of the figure before; empty where another matter stands between."""
    kinds = unit_classes()
    kind, earlier = kinds.get(sighting.quantity.unit), kinds.get(near.unit)
    between, subjects = False, governing_topics()
    for span in sighting.clause.earlier:
        if span[0] <= near.at:
            break
        between = True
        if reading.concepts.bits_in(span) & subjects or name_topic(reading.folded[slice(*span)]):
            return ""
    if kind == earlier and _stands_beside(own, near, sighting.quantity.unit):
        return name_subject(own, reading, sighting, in_sentence=True) if kind == "rate" else ""
    if kind == earlier and reading.folded.find(_REACHED, *sighting.clause.after) >= 0:
        # 691项高频事项上线移动端，641项事项实现秒批: what the first did, the second did not
        return ""
    if (kind == earlier and _is_in_same_bracket(reading, sighting, near)) or _is_of_other(own, near):
        return near.prefix
    core = near.core if not is_bare(near.core) and not near.core.endswith("占") else ""
    if own.startswith(_FINED) and _CONFISCATED.match(near.text):
        # 没收侵权光盘200张、罚款金额2万元: nobody is fined a disc
        return ""
    if core and (thing := _find_named_thing(own, near, core, kind, between=between)):
        return _name_both(thing, near, sighting) if kind == "rate" and thing == core else thing
    subject = name_subject(own, reading, sighting, in_sentence=True)
    if subject and subject not in core:
        # 应诉案件74件，原告撤诉9件，败诉4件: what was lost are the cases
        return subject
    if not core and kind == earlier and _tells_done(own, near):
        return near.core
    core = _name_both(core, near, sighting) if kind == "rate" and core and is_bare(own) else core
    if kind == "rate" or (kind == earlier and not follows(own)):
        return core if _ENTERS.search(own) else ASKED.sub("", core)
    if between and kind not in _TOLD_OF_ALL:
        return ""
    if core and (follows(own) or kind in _TOLD_OF_ALL or kind not in _COUNTS):
        return core
    if earlier in {"rate", "money"}:
        return core
    return _spell_whole(own, near, core)


def _find_named_thing(own: str, near: Told, core: str, kind: str | None, *, between: bool) -> str:
    """The thing of the figure before, where its own words or those of this one tell that both are of it; empty where they do not."""
    earlier = unit_classes().get(near.unit)
    if kind == "rate" and (thing := _name_rated(own, near, core, between=between)):
        return thing
    if follows(own) and not between and earlier == "time" and kind in {"person", "visit"}:
        # 推行“以案释法”，旁听庭审6场，参加人员210人次
        return core
    if kind == earlier and not between and len(own) > _SHORT_NOUN and not follows(own) and own[-_SHORTEST:] in core:
        # 排查各类纠纷，发现整改事项4个，完成整改3个: what is done is named in the thing
        return core
    return ""


_LONGEST_BOTH = 14


def _name_both(core: str, near: Told, sighting: Sighting) -> str:
    """人大代表建议、政协提案, of what a rate is that stands behind a row of two; else the thing alone, without its verb."""
    core, first = _drop_verb(core), near.prev
    if first is None or first.unit != near.unit or first.prev or near.whole or near.in_row or sighting.conjunct:
        return core
    earlier = sighting.clause.earlier
    paired = bool(earlier) and earlier[0][0] <= first.at and len(first.core) + len(core) < _LONGEST_BOTH
    plain = paired and first.core.isalpha() and core.isalpha() and len(first.core) > _SHORT_NOUN
    return f"{first.core}、{core}" if plain and core not in first.core and not is_bare(first.core) else core


_LONGEST_VERB = 2


@lru_cache(maxsize=1 << 10)
def _drop_verb(core: str) -> str:
    """高清探头, of 安装高清探头: a rate is of things."""
    if len(core) <= _SHORT or not _LED.match(core):
        return core
    word, tag = tag_words(core)[0]
    return core[len(word) :] if tag == "v" and len(word) == _LONGEST_VERB else core


_LED = expression(
    r"安装|配备|新建|改造|购置|投放|添置|升级|布设|接入|录入|采集|参加|建设|发放|办理|新增|培育|打造|设置"
)


def _is_in_same_bracket(reading: Reading, sighting: Sighting, near: Told) -> bool:
    """Whether both are of what stands before their bracket: (84个主项,160个实施清单)."""
    return sighting.clause.in_brackets and reading.folded.find("(", near.at, sighting.clause.before[0]) < 0


def _tells_done(own: str, near: Told) -> bool:
    """Whether a figure only tells how many are done of a thing that says little: 明确任务目标23项，完成14项."""
    thing = near.core
    if len(thing) < _SHORT - 1 or tells_act_only(thing) or thing.endswith("占"):
        return False
    return len(own) < _SHORT and is_elliptic(own)


def _has_object(own: str) -> bool:
    """Whether a figure's own words are a verb with its object: 完善制度."""
    words = tag_words(own)
    return len(words) > 1 and words[0][1] == "v" and words[-1][1].startswith("n") and not follows(own)


def _is_of_other(own: str, near: Told) -> bool:
    """Whether both are told of what the one before took over: 开展明察暗访9次，收集意见26条，督办问题14个: the problems are none of the opinions."""
    return bool(near.prefix) and own.endswith(_TROUBLES) and near.core.endswith(_OPINIONS)


_OPINIONS = ("意见", "建议", "意见建议")
_TROUBLES = ("问题", "隐患", "线索")


def _spell_whole(own: str, near: Told, core: str) -> str:
    """The whole phrase of the figure before, its thing alone where both are too long."""
    if core and near.text[:1] in _FOR_WHOM and near.unit in _PERSONS:
        # 为镇村配备法律顾问9名，提出意见40条: the advisers did
        return core
    thing = near.core
    if thing and tells_act_only(own) and near.text.startswith(thing) and tells_act_only(near.text[len(thing) :]):
        # 问题线索移送处理9条，立案查处6起: what else was done with them
        return thing
    if near.prefix and unit_classes().get(near.unit) in {"person", "visit"}:
        # 设立窗口，接待群众460人次，解答问题890个: both are told of the window
        return near.prefix
    helped = None if follows(own) else _HELPED.search(near.text)
    told = near.text[: helped.start()] + near.text[helped.end() :] if helped else ""
    if told and not is_bare(told):
        # 对招标文件进行公平竞争审核86件，提出审核意见31条
        return told + JOINT if len(told) + len(own) <= LONGEST else core
    if thing and near.text.startswith(thing) and len(near.text) > len(thing) + _SHORT and not follows(own):
        # 6项决策事项提请会议审议，公开征求意见9次
        return thing
    return near.text if len(near.text) + len(own) <= LONGEST and not near.text[-1:].isdigit() else core


def _name_rated(own: str, near: Told, core: str, *, between: bool) -> str:
    """What a rate is of, where its words or those of the thing before tell that it is of that; empty where they do not."""
    if own.startswith("成功") and near.text.endswith(core) and len(near.text) <= _LONGEST_TOPIC:
        # 调解纠纷3万件，成功率98%
        return near.text
    # 办理行政处罚案件24件，办理投诉举报案件160件，回复率100%
    return core if "占" in own or own.startswith("较") or (not between and core.endswith(_RATED)) else ""


_HELPED = expression(r"(?<=[一-龥]{2})(?:进行|开展|予以|实施)了?(?=[一-龥]{2,8}$)")
_RATE_WORD = expression(r"[率度]$|占|比[例重]")
_CONFISCATED = expression(r"[^、]{0,4}(?:没收|收缴|扣押|查扣|查获|暂扣)")
_FINED = ("罚款", "罚没", "罚金")

# 印发《某县法治政府建设实施方案》(某发〔2016〕23号)，明确了指导思想
_TITLED = expression(r"《(?P<title>[^《》]{4,40})》(?:\([^,;。]{0,24}\))?[^,;。《》\d]{0,6}$")
# 学习纲要(2025年版), 工作要点(试行)
_EDITION = expression(r"\([^()]*\)")
# 《贯彻落实<法治社会建设实施纲要>工作方案》: what it carries out is a title too
_NESTED = expression(r"^[^<>]*<(?P<name>[^<>]{4,}?)(?:实施)?(?:纲要|意见|条例|方案|规划|规定|办法|决定|通知)?>")
# 空气质量综合指数2.385，较2020年改善13.6%: a number without a unit is no figure
_VALUE = expression(r"(?<=[一-龥])\d[\d.]*\s*[^一-龥,;。]{0,8}(?:(?:微克|毫克)/立方米)?\s*[,;]?$")


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
        if tells_state(words):
            continue
        if titled := _TITLED.search(words.rstrip(",;。")):
            title = _NESTED.sub(r"\g<name>", _EDITION.sub("", titled["title"]))
            return end_words(title, max(room, _LONGEST_TOPIC))
        if near is None:
            words = _VALUE.sub("", words)
        if _DIGIT.search(clean(words)):
            if near and near.core and is_bare(near.core):
                # 提出建立25项重要制度，健全23个工作机制: neither says of what
                continue
            break
        # 对超标车辆全部依法登记上牌: in what way is no part of it
        words = _ALL_OF_THEM.sub("", words)
        topic = name_clause(words, room)
        if len(topic) > _SHORT and tells_activity(words):
            whole = name_clause(words, max(room, _LONGEST_ACTIVITY))
            topic = topic if any(mark in whole for mark in "、和与及") else whole
        elif name_topic(words) and len(name_clause(words, LONGEST)) > room:
            # (half of a clause says less than the matter that it names)
            topic = ""
        if "等" in topic and "、" in words and "、" not in topic:
            # 围绕营商环境、生态环保等领域开展专项督察: half of a list is none
            topic = _OF_A_LIST.sub("", topic)
        if topic and not is_bare(topic):
            return topic
    return ""


_OF_A_LIST = expression(r"^.*等(?:重点)?(?:领域|方面|问题|工作|活动)*(?:开展|进行|实施|组织)?")
_ALL_OF_THEM = expression(r"(?<=[一-龥]{2})(?:全部|一律|逐一|逐[件个项]|均|都|依法|及时|严格)+(?=[一-龥]{2,6}[,。]?$)")


def _name_heading(reading: Reading, sighting: Sighting, room: int) -> str:
    """The topic of the nearest heading, where no heading tells a matter that is known."""
    if find_heading(reading, sighting.clause.section_seq):
        return ""
    for span in reading.headings[sighting.clause.section_seq or 0]:
        heading = reading.folded[slice(*span)].partition("\n")[0]
        if tells_theme(heading):
            return ""
        if (topic := name_clause(heading, room)) and not is_bare(topic):
            return topic
    return ""
