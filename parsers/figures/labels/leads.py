"""What leads to a noun: its verb with those to whom it was done, in the figure's own words or where its row opens."""

from __future__ import annotations

import re
from functools import cache

from parsers.figures.labels.behind import PLACES, may_act
from parsers.figures.labels.phrases import LONGEST, clean, compress_list
from parsers.figures.labels.rows import find_row_verb, opens_with_verb
from parsers.figures.labels.words import is_bare, words_of
from parsers.figures.reading import Reading, Sighting
from parsers.numbers.boundaries import Span
from parsers.numbers.units import unit_classes
from parsers.numbers.words import any_act
from parsers.text.expressions import compile_expression, expression
from parsers.text.words import tag_words

_SHORTEST = 2


_TAKEN_AS_THEY_ARE = frozenset({"rate", "visit", "money", "day"})


_WHOM_AHEAD = expression(r"[对向](?=\d[\d.]*[万余多]*[个家名处项](?:[^,;。对向\d]{1,12})?[、和]?$)")


_OTHER_MATTER = expression(r"涉及|范围|以及|并|的")


_JOINED_TO = expression(r"(?<=[一-龥]{2})[和与及]\s*$")


_NO_LEADS = frozenset({"将", "把", "另", "另有", "其余", "有", "就", "除"})


_OBJECT_MARKS = "将把"
_OBJECT_MARK = expression(rf"[{_OBJECT_MARKS}]$")


_FEW = 4


def spell_act(reading: Reading, sighting: Sighting) -> str:
    """The governing verb's word; empty where there is none of two characters and more (学 of 法学 is no verb)."""
    act = sighting.frame.act
    return reading.folded[slice(*act)] if act and act[1] - act[0] > 1 else ""


def is_led_by_verb(folded: str, sighting: Sighting, own: str) -> bool:
    """Whether a verb stands before the number, in the figure's own words or where its row opens (聘请 of 聘请12名律师)."""
    brought = own.rstrip().endswith(_BRINGS_ABOUT)
    if sighting.frame.act and sighting.frame.act[1] <= sighting.quantity.char_start and not brought:
        return True
    if sighting.frame.place == "shared":
        return True
    opening = (folded[slice(*sighting.clause.head)] if sighting.clause.row[0] else own).strip()
    if len(opening) <= 1 or opening.endswith(_BRINGS_ABOUT):
        return False
    opening = clean(opening)
    if opening.startswith(_MAKES_ACT):
        return True
    return len(opening) > 1 and not opening.startswith(_OBJECT_OPENS) and bool(find_row_verb(opening + "事"))


# 促成12件纠纷在调委会调解成功: what came about stands behind
_BRINGS_ABOUT = ("促成", "促使")
# 指导我县1家企业提出申请
_MAKES_ACT = ("指导", "帮助", "督促", "协助", "邀请", "组织", "支持", "引导", "推动", "鼓励")


_OBJECT_OPENS = ("对", "将", "把", "经")


_WHOM_ENDS = ("向", "从", "对", "为", "给", "与", "在", "由")


_SAID_OF = expression(r"(?:提出|作出|反馈|给予)(?=[一-龥]{2})")


def open_by_whom(reading: Reading, sighting: Sighting, own: str) -> str:
    """县政府向中心镇赋予审批权限, of the second figure of 县政府向8个中心镇赋予审批权限97项: the towns are those to whom it was done."""
    clause = sighting.clause
    opening = reading.folded[slice(*clause.head)].strip()
    if opening.startswith("对") and opening.endswith("的") and (said := _SAID_OF.search(own)) and said.start():
        # 对各乡镇送审的18件文稿提出修改意见46条
        return opening[0] + own
    acts = reading.tokens.acts(clause.before) if opening.endswith(_WHOM_ENDS) and own[:1] not in "、和" else []
    if not acts or acts[0].start == clause.before[0]:
        return own
    if opening != "从" and len(clean(opening + own)) <= LONGEST:
        return opening + own
    return reading.folded[acts[0].start : sighting.quantity.char_start]


# 对社区网格员开展急救培训12场, 对送审稿提出修改意见46条: those to whom it was done would be taken for those who did it
_SAID_TO = ("提出", "作出", "发出", "反馈", "给予", "挽回", "追回", "减免", "解决", "争取")
_DONE_TO = expression(
    r"[\s、,]*(?:全年|累计|共|先后|依法|集中|分批)*(?P<mark>[对为向给])(?P<whom>[^,;。\d]{2,20}?)"
    rf"(?P<verb>(?:(?:分别|集中|统一|累计|共)*(?:开展|进行|举办|组织|提供|发放|实施|讲授|送去))|{'|'.join(_SAID_TO)})"
)
_WHOM = expression(
    r"(?:[员人者民生众户]|干部|部门|单位|企业|机关|[局委办所厅镇乡村]|乡镇|街道|社区|学校|队伍|主体|对象|商户|职工|家庭)”?$"
)
TO_MARKS = frozenset("对为向给")
TO_NEAR = 6
"""Only a phrase that has one of the marks so near its beginning is asked."""


def keep_whom(own: str, phrase: str) -> str:
    """A phrase with the 对 or 为 before those to whom it was done; the phrase as it is where it has none."""
    to = _DONE_TO.match(own)
    if to is None or phrase.startswith(to["mark"]) or not phrase:
        return phrase
    told = to["verb"] in _SAID_TO or _WHOM.search(to["whom"]) is not None
    kept = to["mark"] + phrase
    return kept if told and phrase[:2] == clean(to["whom"])[:2] and len(kept) <= LONGEST else phrase


def find_follower(folded: str, sighting: Sighting) -> str:
    """惠及, of 覆盖38个领域、惠及200户经营主体: a verb of its own behind the noun of the figure before; empty for none."""
    clause = sighting.clause
    if not clause.row[0] or sighting.conjunct:
        return ""
    word = folded[clause.head[1] : sighting.quantity.char_start].rpartition("、")[2]
    return word if word in words_of("reaching") else ""


def read_lead(folded: str, sighting: Sighting, own: str, act: str, room: int, *, told: bool) -> str:
    """What leads to a noun behind the number: its verb with what stands between."""
    row = sighting.clause.row[0] > 0
    if _JOINED_TO.search(own):
        # 市政府和35家政府部门负责人
        return ""
    lead = "" if own.strip() in _NO_LEADS or (row and own.strip() in PLACES) else clean(own)
    bare_own = _OBJECT_MARK.sub("", own.strip())
    if told and not may_act(folded, sighting) and own.strip() not in _NO_LEADS:
        lead = clean(bare_own.rstrip("对就"))
    elif told and own.strip() and own.strip()[-1] in "为对向从给与":
        lead = clean(own.strip()[:-1]) + own.strip()[-1] if own.strip()[:-1] else own.strip()
        lead = lead if len(lead) <= room else own.strip()[-1]
    elif told and lead and not row and own.lstrip().startswith("对") and not lead.startswith("对"):
        # 对市司法局等10家单位开展督察: they were inspected and did not inspect
        lead = "对" + lead
    elif told and row and not lead.strip("、和") and folded[slice(*sighting.clause.head)].rstrip().endswith("对"):
        lead = "对"
    if len(lead) > room and "《" in lead and (submitted := _SUBMITTED.match(lead)):
        # 提请市人大常委会审议《…条例》等4件法规草案: they were not examined here
        lead = submitted[0]
    if len(lead) > room and "等" in lead:
        lead = compress_list(lead)
    if len(lead) > room and lead.count("、") > 1 and not act:
        # 推荐甲区、乙区、丙区和丁区四个区: some of them are not all
        return ""
    if len(lead) > room and act and (at := lead.rfind(act)) >= 0:
        # 县政府把农贸市场升级改造等7项决策列入目录: 改造 is no verb of the clause
        object_at = max(lead.rfind(mark, 0, at) for mark in _OBJECT_MARKS)
        if object_at >= 0:
            return lead[object_at + 1 :]
        lead = lead[at:]
        lead = lead if len(lead) <= room else act
    return lead


_SUBMITTED = expression(r"(?:提请|报请|提交)[^《》,;]{2,12}?(?=《.*等$)")
_SEIZED = expression(r"(?:扣押|查扣|查封|扣留|冻结|收缴|没收|查没|捣毁|打掉|缴获)[一-龥“]{2}")


def _find_row_act(label: str, reading: Reading, sighting: Sighting) -> Span | None:
    """The governing verb of a row, None where it is no verb of all: 学 of 助学金, 检查 of 出动检查人员210人次、车辆56台次."""
    folded, clause, act = reading.folded, sighting.clause, sighting.frame.act
    if act is None:
        return None
    within = act[1] - act[0] == 1 and act[0] >= clause.before[0] and folded[act[0] - 1 : act[1] + 1] in label
    # 企业开办、工程审批平均用时: what ends the first is no verb of all
    ends = sighting.conjunct is not None and folded[act[1] : act[1] + 1] in "、和及与"
    heads = reading.tokens.acts(clause.head) if clause.row[0] and act[1] == clause.head[1] else []
    if heads and heads[0].end + _SHORTEST <= act[0]:
        # 办理政府信息公开12件、履职申请5件: what ends the first is what it is called
        return heads[0].start, heads[0].end
    of_doers = clause.row[0] > 0 and folded.startswith(_DOERS, act[1]) and folded[slice(*act)] in _THEIR_DEEDS
    return None if within or ends or of_doers else act


_HOLDS = expression(r"[\s,]*(?:先后|累计|共|全年|分别)*(?P<verb>组织|开展|举办|召开|举行)了?")
_JOINTS = frozenset("、和及")


def _find_held(label: str, folded: str, sighting: Sighting) -> str:
    """组织, of the second of 组织专家论证9次、公开听证3次: an act that was held as the first was; empty for others."""
    clause = sighting.clause
    if not clause.row[0] or unit_classes().get(sighting.quantity.unit) != "time" or sighting.conjunct:
        return ""
    if folded[clause.before[0] - 1] not in _JOINTS and folded[clause.before[0]] not in _JOINTS:
        return ""
    held = _HOLDS.match(folded, *clause.head)
    alone = held is not None and not _HOLDS.match(label) and all(tag in _DEEDS for _, tag in tag_words(label))
    return held["verb"] if held and alone and _SHORTEST < len(label) <= LONGEST // 2 else ""


_DEEDS = frozenset({"v", "vn", "ad", "d", "b"})


def lead_by_verb(label: str, reading: Reading, sighting: Sighting) -> str:
    """The label of a later one of a row with the row's verb before it: 处罚人员 of 处罚企业8家、人员14人.

    Only where 、 or 和 joins it to what stands before, and where it has no verb of its own (张贴海报60张、接受咨询380人次).
    """
    clause, folded = sighting.clause, reading.folded
    if held := _find_held(label, folded, sighting):
        return held + label
    if folded.startswith(_MADE_USE, clause.head[0]):
        # 充分发挥9名代表、7名委员的监督作用: 分发 is no verb of it
        return label
    act = _find_row_act(label, reading, sighting)
    if clause.row[0] and (whom := _WHOM_AHEAD.search(folded, clause.head[1], clause.before[0])):
        # 组建4个督察组对5个县、6个市直部门进行督察: they were not set up
        return label if label.startswith(whom[0]) else whom[0] + label
    if sighting.conjunct and "的" in label:
        # 制定、修改、废止的文件分别为6件、4件、11件: each with a verb of its own
        return label
    if clause.row[0] and act is None:
        return _lead_by_unknown_verb(label, folded, sighting)
    if not clause.row[0] or act is None or not clause.head[0] <= act[0] or find_follower(folded, sighting):
        return label
    if _SEIZED.match(label):
        # 抓获嫌疑人21名、扣押船舶4艘
        return label
    acts = [token for token in reading.tokens.acts(clause.before) if token.end - token.start > 1]
    # 取消省级实施的事项20项、市县实施的事项12项: a verb before 的 is a modifier's
    if unit_classes().get(sighting.quantity.unit) in _TAKEN_AS_THEY_ARE or (
        acts and folded.find("的", acts[0].end, clause.before[1]) < 0
    ):
        return label
    if not acts and act[1] > min(clause.head[1], clause.before[0]):
        return label
    heads = reading.tokens.acts(clause.head)
    if acts:
        if not heads or heads[0].start - clause.head[0] > _FEW or folded.startswith("的", heads[0].end):
            return label
        act = (heads[0].start, heads[0].end)
    quoted = folded.count("“", clause.head[0], act[0]) > folded.count("”", clause.head[0], act[0])
    if quoted or folded.startswith("结果", act[1]):
        # 完成“双随机、一公开”任务412个、省级任务204个; 公开权力事项办理结果信息37142条、处罚决定书3万份
        if not heads or heads[0].start >= act[0]:
            return label
        act = (heads[0].start, heads[0].end)
    joined = folded[clause.before[0] - 1] in "、和及" or folded[clause.before[0]] in "、和及"
    verb = folded[slice(*act)]
    whole = joined and (acts or "的" in label or _OTHER_MATTER.search(folded, act[1], clause.head[1]) is None)
    if not whole or verb in label or len(label) > LONGEST - len(verb):
        return label
    return verb + label


def lead_in_order(label: str, reading: Reading, sighting: Sighting) -> str:
    """改造公厕, of the first of 公厕、垃圾站分别改造14座、6座: the verb behind 分别 is each member's."""
    conjunct, clause = sighting.conjunct, sighting.clause
    if conjunct is None or clause.row[1] == 1 or conjunct.row_end >= clause.head[1]:
        return label
    ordered = _ordered_act().fullmatch(reading.folded, conjunct.row_end, clause.head[1])
    verb = ordered["verb"] if ordered else ""
    if not verb or verb in label or "较" in label or len(label) > LONGEST - len(verb):
        return label
    # 市住建局对建设单位、施工单位分别处罚12家、26家
    label = label.rpartition("对")[2] if len(label.rpartition("对")[2]) > _SHORTEST else label
    # 市本级、县区分别审结9件、12件; 时限、材料分别压减62%、30%
    behind = unit_classes().get(sighting.quantity.unit) == "rate" or label.endswith(_PLACES_END)
    return label + verb if behind else verb + label


@cache
def _ordered_act() -> re.Pattern[str]:
    return compile_expression(rf"(?:分别|依次)(?P<verb>{any_act()})了?")


_PLACES_END = ("级", "局", "区", "县", "镇", "乡", "街道", "部门", "院", "所", ")")
_DOERS = ("人员", "队", "小组", "专班")
_THEIR_DEEDS = frozenset(
    {"检查", "巡查", "监督", "救援", "评查", "调解", "抽检", "服务", "管理", "审核", "审批", "督查", "执法"}
)
_SENT_OUT = ("出动", "投入", "派出")


def _lead_by_unknown_verb(label: str, folded: str, sighting: Sighting) -> str:
    """添置无人机 of 综合执法大队添置执法记录仪62台、无人机5架: a verb that acts.csv does not know."""
    clause = sighting.clause
    joined = folded[clause.before[0] - 1] in "、和及" or folded[clause.before[0]] in "、和及"
    opening = folded[slice(*clause.head)]
    if (
        not joined
        or sighting.conjunct
        or (unit_classes().get(sighting.quantity.unit) in _LED_BY_NO_VERB and not opening.startswith(_SENT_OUT))
        or not _SHORTEST <= len(label) <= LONGEST // 2
        or label.endswith("级")
        or is_bare(label)
        or opening.rstrip().endswith(_NO_VERB_ENDS)
    ):
        return label
    verb = "" if "涉及" in opening else find_row_verb(opening)
    if len(label) == _SHORTEST and opening.startswith(verb) and not opening.startswith(_SENT_OUT):
        return label
    if (
        not verb
        or verb in label
        or opens_with_verb(label)
        or folded.startswith("的", clause.head[0] + opening.find(verb) + len(verb))
    ):
        return label
    led = clean(opening[: opening.find(verb) + len(verb)])
    return (led if len(led + label) <= LONGEST else verb) + label


# 法治宣传进企业9场、进校园33场; 其中县级3件、镇级5件; 专职2名、兼职4名: the row has no verb
_LED_BY_NO_VERB = _TAKEN_AS_THEY_ARE | {"time"}


_MADE_USE = ("充分发挥", "发挥", "更好发挥", "有效发挥", "积极发挥")
_NO_VERB_ENDS = ("其中", "包括", ":")
