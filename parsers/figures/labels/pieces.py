"""The pieces of a label that stand around the number itself: what leads to the noun, modifier and head, and what was done behind it."""

from __future__ import annotations

from typing import NamedTuple

from parsers.figures.labels.behind import (
    IN_PARTS,
    OBJECT_FIRST,
    PLACES,
    begins_anew,
    find_made,
    find_noun_behind,
    find_partner,
    may_act,
    read_ahead,
    read_persons_before,
    read_predicate,
    read_treatment,
    shorten_predicate,
)
from parsers.figures.labels.entries import FIELD_BEHIND, complete_rate, name_entry
from parsers.figures.labels.leads import (
    TO_MARKS,
    TO_NEAR,
    find_follower,
    is_led_by_verb,
    keep_whom,
    open_by_whom,
    read_lead,
    spell_act,
)
from parsers.figures.labels.phrases import (
    LONGEST,
    LONGEST_WHOLE,
    RESULT,
    clean,
    compress_list,
    end_words,
    first_words,
    shorten,
)
from parsers.figures.labels.rows import name_listed_one, read_done_ahead, read_rest, read_shared_rest
from parsers.figures.labels.whose.holders import is_of_names, name_holder
from parsers.figures.labels.whose.meetings import name_who_dealt, part_who, read_list_rest
from parsers.figures.labels.words import is_bare, start_of_word, tells_act_only
from parsers.figures.reading import Reading, Sighting
from parsers.numbers.boundaries import Span
from parsers.numbers.clauses import Clause
from parsers.numbers.coordination import Conjunct
from parsers.numbers.units import unit_classes
from parsers.text.alternatives import any_of
from parsers.text.expressions import expression
from parsers.text.words import tag_words


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


_MONEY_ENDS = ("金额", "费用", "均价")
_EACH_OF = expression(r"各(?:有|为|达)?\s*$")
_HAS_COUNTED = expression(r"(?:配备|聘请|聘任|设立|建立|建成|成立|提供|选派|配有|设有)[一-龥“”]{2,14}")
_SAID = expression(r"(?:提出|作出|出具|反馈|发现|形成|制发)[一-龥“”]{2,14}")
_GAVE = expression(
    r"(?:[和及与、][一-龥]{2,8}?)?(?P<verb>报送|上报|提交|制定|出台|作出|办理|送审|起草|承办|印发)的\d[\d.]*[余多]?[一-龥](?P<what>[一-龥、“”]{2,24}?)(?=进行|开展|予以|实施|[,;。])"
)
_ASPECTS = frozenset({"方面", "大方面", "领域", "类", "大类", "个方面", "环节", "板块"})
_LONGEST_LEAD = 12
_FEW = 4
_SHARED = expression(r"(?P<noun>[一-龥]{2,12})(?=[,;。]|$)")
_ACT_AND_COUNT = expression(r"([一-龥]{2,4})\d[\d.]*[万余多]*[一-龥]{1,2}")
_GIVEN_TO = expression(
    r"(?:为|对|向|给)[^,;。\n]{1,24}?(?P<did>(?:作|开展|进行|讲授|举办)[^,;。、\n]{2,14})(?=[,;。、\n]|$)"
)
# 先后4次对《信访工作条例》等法律法规进行专题学习
_DONE_TO = expression(r"[对就](?P<what>[^,;。\n]{2,60}?)(?:进行|开展)(?P<done>[^,;。、\n]{2,12})(?=[,;。\n]|$)")
_APART = 12
_FEW_OPENING = 2
# 日均接待八十至一百家次: the other end of a range
_RANGE_ENDS = frozenset("至到~-")
_OTHER_END = expression(
    r"(?<=[一-龥])(?:\d[\d.]*[万亿]?|[一二三四五六七八九十百千万两〇零]{2,8})[余多]?(?:[人件个次家户名场]次?)?\s*[至到~-]\s*$"
)
_LIMITS = ("以上", "以下", "以内")


def read_pieces(reading: Reading, sighting: Sighting) -> Pieces:
    """The pieces around a figure that stand in its own clause."""
    folded, clause, conjunct = reading.folded, sighting.clause, sighting.conjunct
    if conjunct:
        own = _spell_conjunct(folded, sighting, conjunct)
    else:
        in_order = clause.row[1] > 1 and (_name_in_order(folded, clause) or name_listed_one(folded, clause))
        own = in_order or folded[clause.before[0] : sighting.quantity.char_start]
    own = _leave_previous(folded, sighting, own)
    if sighting.quantity.ordinal and clause.row[0] and (among := _AMONG.match(own)):
        head = folded[slice(*clause.head)]
        own = head + own if len(clean(head + own)) <= LONGEST else head.rpartition("在")[0] + own[among.end() :]
    if sighting.quantity.ordinal and clause.row[0] == 1 and _ITEMS.match(own) and not sighting.conjunct:
        items = clean(folded[slice(*clause.head)])
        if len(items) > 1 and len(items + own) <= LONGEST_WHOLE:
            return Pieces("", items, clean(own), items)
    own = _read_in_row(folded, sighting, own) if clause.row[0] and own else own
    own = open_by_whom(reading, sighting, own) if clause.row[0] == 1 and not conjunct else own
    if own.rstrip()[-1:] in _RANGE_ENDS and (other := _OTHER_END.search(own)):
        own = own[: other.start()]
    own = own or find_follower(folded, sighting)
    if unit_classes().get(sighting.quantity.unit) == "time" and (done := _DONE_TO.match(folded, *clause.after)):
        what = end_words(done["what"], LONGEST // 2)
        return Pieces("", what, first_words(done["done"], LONGEST - len(what)), what)
    noun = None if conjunct else find_noun_behind(reading, sighting) or find_partner(folded, sighting, own)
    noun = None if noun and _NO_THING.fullmatch(folded, *noun) else noun
    if own[-1:] in _KIND_UNITS and (adjacent := _ADJACENT.search(own)):
        # 围绕3类12种高发违法行为
        own = own[: adjacent.start()]
    if (
        noun is None
        and not conjunct
        and clause.row == (0, 2)
        and own.strip()
        and (of := _KINDS_OF.match(folded, sighting.quantity.char_end))
    ):
        noun = of.span("thing")
    if (
        noun
        and not clause.row[0]
        and sighting.frame.place != "behind"
        and not clean(own)
        and (rest := _ALONE.match(folded, *clause.after))
    ):
        # 1件已审结并胜诉，1件还在审
        return Pieces("", "", rest["all"] or rest["done"], "")
    if own.strip() == "除" and (left := _LEFT_OUT.match(folded, sighting.quantity.char_end)):
        return Pieces("", left["noun"], "", left["noun"])
    if noun is None:
        return _read_before(reading, sighting, own)
    return _read_around(reading, sighting, own, noun)


def _read_in_row(folded: str, sighting: Sighting, own: str) -> str:
    """The own words of a later figure of a row, with what belongs to them and stands before the cut."""
    clause = sighting.clause
    if own[-1:] not in PLACES and (told := _TOLD_TWICE.search(own)):
        # 核查复工人员50批次3.2万余人: one thing counted twice
        own = own[: told.start()]
    listed = own and folded[clause.before[0] - 1] == "、"
    if listed and (more := _OF_BODIES.search(folded, clause.head[1], clause.before[0])):
        # 抽取24个单位的行政处罚、行政许可案卷96份
        own = more["list"] + own
    elif listed and _AND_OTHERS.search(own) and (dealt := _DEALT.search(folded, clause.head[1], clause.before[0])):
        # 9次召开常务会议审议立法、应诉等事项38项: the list is of the matters, its comma none of a row
        own = dealt["with"] + own
    if clause.row[0] == 1 and own.startswith("的") and folded.endswith(_LIMITS, 0, clause.before[0]):
        # 学习积分40000分以上的人员有42名: the number says which
        return folded[clause.head[0] : sighting.quantity.char_start]
    return own


def _leave_previous(folded: str, sighting: Sighting, own: str) -> str:
    """A figure's own words without what belongs to the figure before."""
    clause = sighting.clause
    if sighting.quantity.ordinal and (other := _OTHER_RANK.search(own)):
        # 排名全市第二全省第九: the first is the city's
        own = own[: other.start()] + own[other.end() :]
    if own.rstrip().endswith("分") and IN_PARTS.match(folded, sighting.quantity.char_end):
        # 培训班分8期进行
        own = own.rstrip()[:-1]
    if clause.row[0] and _PLACE_ALONE.fullmatch(own) and folded[slice(*clause.head)].endswith("对"):
        return ""
    chosen = _CHOSEN.fullmatch(own) if clause.row[0] else None
    return chosen["verb"] if chosen else own


def _spell_conjunct(folded: str, sighting: Sighting, conjunct: Conjunct) -> str:
    """One of the things that a figure is said of, all of them where no one of them alone is told (设置母婴室、无障碍卫生间各16个)."""
    clause = sighting.clause
    own = complete_rate(folded, conjunct, clause.before[0])
    if own.endswith(_MONEY_ENDS) and unit_classes().get(sighting.quantity.unit) != "money":
        # 立案、结案、罚没金额分别为45件、41件、86万元: cases are no amount
        own = conjunct.text
    each = _EACH_OF.search(folded, *clause.before) if sighting.match is None and clause.row == (0, 1) else None
    listed = folded[clause.before[0] : each.start()] if each else ""
    return listed if listed and len(clean(listed)) <= LONGEST else own


def _read_around(reading: Reading, sighting: Sighting, own: str, noun: Span) -> Pieces:
    """The pieces where the noun stands behind the number: what leads to it, itself, and what was done."""
    folded, clause, act = reading.folded, sighting.clause, spell_act(reading, sighting)
    if unit_classes().get(sighting.quantity.unit) == "money" and is_bare(lead := clean(own)) and lead:
        # 投资50万元建成法治宣传、教育于一体的基地: what the money was for
        spent = "".join(folded[noun[0] : sighting.clause.after[1]].split()).rstrip(",;。、")
        return Pieces(lead, "", shorten_predicate(spent, LONGEST - len(lead)), "")
    named = _spell_noun(folded, sighting, noun)
    if whole := _read_with_bearer(reading, sighting, own, noun, named):
        return whole
    consented = _CONSENTED.fullmatch(named)
    if consented and sighting.clause.ahead[0] == sighting.clause.after[1]:
        # 9项重大行政决策事项经县委同意后，列入年度目录
        named, then = consented["noun"], _THEN_DONE.match(folded, *sighting.clause.ahead)
        return Pieces("", named, then["done"] if then else "", named)
    named, predicate = _part_deed(folded, sighting, noun, named)
    if narrowed := _narrow_by_holder(own, named) or _narrow_by_next(folded, sighting, noun, named, predicate):
        return Pieces("", narrowed, "", named)
    predicate = "" if _is_said_for_next(folded, clause, own, predicate, noun) else predicate
    aspect = _is_noun_of_previous(clause, own)
    if not aspect and _is_noun_before(folded, sighting, own):
        own = folded[slice(*clause.head)]
    # 对离职人员持有的52枚徽章予以收回: a verb before 的 leads to nothing
    opening = folded[slice(*sighting.clause.head)] if sighting.clause.row[0] else own
    if not predicate and not aspect and (opening.rstrip().endswith("的") or not is_led_by_verb(folded, sighting, own)):
        predicate = read_rest(reading, sighting, noun)
    long = len(named) >= _APART and not (own.strip() == act and len(act) + len(named) <= LONGEST)
    apart = long or own.rstrip().endswith((",", "。", ";")) or aspect
    # 举行了300余人参加的会操活动: what was held is named behind
    apart = apart or named.startswith(("参加的", "参与的"))
    room = max(_LONGEST_LEAD, LONGEST - len(named) - len(predicate))
    lead = "" if apart else read_lead(folded, sighting, own, act, room, told=bool(predicate))
    if apart and own.rstrip().endswith(_TO_WHOM_ENDS):
        # 向6家执法单位发出行政执法监督建议书: they were sent it
        lead = own.rstrip()[-1]
    if aspect and not predicate and clause.row == (1, 2):
        # 督察组针对执法不规范问题提出4个方面26条整改建议
        lead = clean(folded[slice(*clause.head)])
        lead = lead if len(lead + named) <= LONGEST else act if lead.endswith(act) else ""
    if named == _ASPECT and (of := _ASPECTS_OF.match(folded, noun[1])):
        # 对8个方面30项目标任务进行分解: the aspects are of what stands behind
        lead = _OBJECT_BEHIND.sub("", lead)
        return Pieces(end_words(lead, room), of["thing"] + named, "", "")
    if not predicate and own not in _CHOSE and (done := read_done_ahead(reading, sighting, noun)):
        predicate = done
        lead = lead.removesuffix("对").removesuffix("将").removesuffix("把")
    predicate += _read_joined(reading, sighting, noun, predicate or named)
    lead = "" if lead in _ADVERBS_ONLY or (lead and is_of_names(reading, sighting, own, lead)) else lead
    if not predicate and (ahead := read_ahead(reading, sighting, noun, own)):
        if len(lead + named + ahead) > LONGEST:
            lead = own.strip()[:_FEW_OPENING]
            lead = "" if len(named + ahead) <= LONGEST < len(lead + named + ahead) else lead
        predicate = shorten_predicate(ahead, max(_LONGEST_LEAD, LONGEST - len(lead + named)))
    if len(lead) > room and own.rstrip().endswith("的"):
        # 与产业发展密切相关的52项权限: half of what narrows a noun is none
        lead = ""
    return Pieces(end_words(lead, room), named, predicate, named)


def _read_with_bearer(reading: Reading, sighting: Sighting, own: str, noun: Span, named: str) -> Pieces | None:
    """The pieces where those whose it is, or who did it, are part of the name; None where they are not."""
    if persons := read_persons_before(reading.folded, sighting, own):
        return Pieces("", *persons, persons[0])
    if held := name_holder(reading, sighting):
        # 重新梳理36个部门的许可事项
        return Pieces("", *held, held[1])
    if who := name_who_dealt(own, named, sighting):
        dealt = compress_list(named + read_list_rest(reading.folded, sighting, noun))
        return Pieces("", who, dealt, dealt)
    return None


def _part_deed(folded: str, sighting: Sighting, noun: Span, named: str) -> tuple[str, str]:
    """A noun and what was done by it or to it."""
    if each := _ONE_BY_ONE.fullmatch(named):
        # 对186件文件逐件审查
        return each["noun"], each["did"]
    if made := find_made(folded, sighting, noun):
        return made
    return named, read_predicate(folded, sighting, noun) or _read_given(folded, sighting, noun)


def _narrow_by_holder(own: str, named: str) -> str:
    """数据库涵盖信息, of 建成涵盖18类信息的数据库: the information is counted; empty for others."""
    holds = _HOLDS.search(own)
    held = _HELD_IN.fullmatch(named) if holds else None
    return held["body"] + holds[0] + held["thing"] if holds and held else ""


def _is_counted_next(folded: str, clause: Clause, predicate: str, noun: Span) -> bool:
    """Whether what a predicate ends in is what the next figure of the row counts."""
    at = folded.find(predicate, noun[1]) if predicate and clause.row[0] == 0 and clause.row[1] > 1 else -1
    return at >= 0 and folded[at + len(predicate) : at + len(predicate) + 1].isdigit()


def _is_said_for_next(folded: str, clause: Clause, own: str, predicate: str, noun: Span) -> bool:
    """Whether what was said is the next figure's: 对各乡镇送审的18件文稿提出审查意见46条."""
    said = own.endswith("的") and _SAID.fullmatch(predicate)
    return bool(said) and _is_counted_next(folded, clause, predicate, noun)


def _narrow_by_next(folded: str, sighting: Sighting, noun: Span, named: str, predicate: str) -> str:
    """Those who have or gave what the next figure counts: 配备网格长的乡镇, of 36个乡镇配备网格长72名; empty for others."""
    kept = _KEPT.fullmatch(named) if sighting.clause.row[1] > 1 and "共" in folded[noun[1] - 1 : noun[1] + 1] else None
    if kept:
        # 26个单位保留的许可事项共310项
        return f"{kept['did']}{kept['thing']}的{kept['body']}"
    inspected = (
        sighting.clause.row[1] > 1
        and sighting.quantity.unit == "个"
        and folded.endswith("对", 0, sighting.quantity.char_start)
    )
    if inspected and _PLACE_ALONE.fullmatch(named) and (done := _DONE_THERE.search(folded, *sighting.clause.tail)):
        # 对9个县(市)36所学校开展检查
        return f"{done['done']}的{named}"
    gave = _GAVE.match(folded, noun[1]) if sighting.clause.row[1] > 1 else None
    if gave:
        # 对19个部门和街道提交的88件案卷进行抽查: what is done is done to the files
        return f"{gave['verb']}{tag_words(gave['what'])[-1][0]}的{named}"
    has = may_act(folded, sighting) and _HAS_COUNTED.fullmatch(predicate)
    if not has or len(predicate + named) >= LONGEST or not _is_counted_next(folded, sighting.clause, predicate, noun):
        return ""
    return f"{predicate}的{named}"


def _is_noun_before(folded: str, sighting: Sighting, own: str) -> bool:
    """Whether what stands before a number is the other one's noun: 54个专业技术岗14个管理岗."""
    start = sighting.clause.before[0]
    said = folded[start : sighting.quantity.char_start] == own and folded[start - 1].isalnum()
    return (
        sighting.clause.row[0] > 0
        and said
        and bool(_SQUEEZED_OWN.fullmatch(own))
        and all(tag != "v" for _, tag in tag_words(own))
    )


def _read_given(folded: str, sighting: Sighting, noun: Span) -> str:
    """2次邀请法院为负责人作专题报告: what was given, behind times."""
    if unit_classes().get(sighting.quantity.unit) != "time":
        return ""
    given = _GIVEN_TO.match(folded, noun[1], sighting.clause.after[1])
    return given["did"] if given else ""


def _read_joined(reading: Reading, sighting: Sighting, noun: Span, said: str) -> str:
    """和执法权限, of 向8个中心镇赋予县级审批和执法权限共97项: a list that the clause's end cuts; empty for none."""
    folded, end = reading.folded, sighting.clause.after[1]
    rest = _JOINED_OBJECT.match(folded, end)
    cut = (
        rest and folded[:end].endswith(said) and (not folded[slice(*noun)].endswith(said) or reading.tokens.acts(noun))
    )
    return rest[0].removesuffix("共") if rest and cut else ""


def _spell_noun(folded: str, sighting: Sighting, noun: Span) -> str:
    """A noun behind its number without marks and adverbs at its ends."""
    named = "".join(folded[slice(*noun)].split())
    if (stripped := named.strip('“”"')).count("“") == stripped.count("”"):
        named = stripped
    named = _ADVERBS_END.sub("", named.lstrip("的").rstrip("的暨和及与共"))
    if named.endswith("中") and tag_words(named)[-1][0] == "中":
        # 在已结的54件行政赔偿案件中
        named = named[:-1]
    if (plan := _PLANNED.fullmatch(named)) and folded.endswith(_ISSUES, 0, sighting.quantity.char_start):
        # 印发八条措施清单: one list
        named = plan["thing"]
    if named.startswith("次") and folded[sighting.quantity.char_end - 1] in "轮场批件人":
        # 2轮次全覆盖评查
        named = named[1:]
    return named


_PLANNED = expression(r"(?P<thing>[一-龥]{0,8}(?:实事|措施|举措))(?:实施|工作|重点)?(?:方案|清单|意见|计划|通知)")
_ISSUES = (
    "发展",
    "印发",
    "制定",
    "出台",
    "发布",
    "印发了",
    "制定了",
    "出台了",
    "企业",
    "民生",
    "环境",
    "群众",
    "惠企",
    "便民",
    "利民",
)
_CONSENTED = expression(
    r"(?P<noun>[一-龥“”]{2,}?)(?:(?:经(?![营济费验])|由|报)[一-龥]{2,12}|作出|印发|出台|发布|签订|签署)后"
)
_THEN_DONE = expression(r"[\s,]*(?:均|都|已|全部|及时|按时|依法)*(?P<done>[一-龥]{2,14})")
_ONE_BY_ONE = expression(r"(?P<noun>[一-龥]{2,12}?)(?P<did>逐[一件个项份条](?!开展|进行|予以|实施)[一-龥]{2,8})")
_OF_BODIES = expression(r"[个家][一-龥]{2,8}的(?P<list>(?:[一-龥]{2,10}、){1,3})$")
_AND_OTHERS = expression(r"[一-龥”》]等[一-龥]{2,8}$")
_DEALT = expression(r"(?P<with>(?:审议|研究|讨论|听取|审定|学习|通过|部署)了?[一-龥“”《》、]{2,20}、)$")
_CHOSEN_FROM = expression(r"[一-龥]{2}中(?:聘|选|遴|抽|择|推荐)")
_ITEMS = expression(r"(?:指标|工作|项目|考核项|事项)[一-龥]{0,6}(?:排名|位居|位列|居|列)")
# 在组织考法46人的基础上
_NO_THING = expression(r"的?(?:基础上?|情况下?|前提下?|同时|背景下?)")
# 文件一并予以废止, 服务站标准化建设全面达标
_ADVERBS_END = expression(
    r"(?<=[一-龥]{2})(?:一并|全面|全部|逐[一件个项]|均已|也|常年|同步|统一|首次|按期|如期|按时|当中|之中|都|(?<!平)均)+$"
)
_ADVERBS_ONLY = frozenset(
    {
        "及时",
        "依法",
        "先后",
        "全部",
        "逐一",
        "分别",
        "已经",
        "同时",
        "另",
        "其余",
        "再",
        "又",
        "已",
        "均",
        "都",
        "共",
        "也",
    }
)
# 尚有24栋正在整治
_STILL = frozenset({"尚", "尚有", "仍", "仍有", "还有"})
_JOINED_OBJECT = expression(r"[和与及][一-龥“”]{2,12}?共?(?=\d)")


_PLACE_ALONE = expression(r"[市县区州旗乡镇](?:\([^()\d]{1,3}\)[市县区]?)?")
_DONE_THERE = expression(r"(?:开展|进行|实施|组织)了?(?P<done>[一-龥]{2,10})(?=[,;。]|$)")
_HOLDS = expression(r"(?:涵盖|包含|囊括|覆盖|包括|收录|汇集)了?$")
_HELD_IN = expression(r"(?P<thing>[一-龥“”]{2,8})的(?P<body>[一-龥“”]{2,10})")
_KEPT = expression(
    r"(?P<body>[一-龥]{0,4}?(?:单位|部门|机构|乡镇|街道|镇街))(?P<did>保留|实施|公布|承接|行使|取消|下放|编制|认领)的(?P<thing>[一-龥、“”]{2,16})"
)
_SQUEEZED_OWN = expression(r"[一-龥]{2,8}")
_KIND_UNITS = frozenset("类批种")
_ADJACENT = expression(r"\d[\d.]*大?[类批种]\s*$")
_KINDS_OF = expression(
    r"(?<=[类批种])(?:共计?|合计|总计|共有)?\d[\d.]*[余多]?[项个件条种家](?P<thing>[一-龥“”]{2,14}?)(?=[,;。、的])"
)
_ASPECT = "方面"
# 某新区将农业、林业等15个方面的160项处罚权划转
_OBJECT_BEHIND = expression(r"^.*[将把]")
_ASPECTS_OF = expression(
    r"的?\d[\d.]*[余多]?[项个件条类种](?P<thing>[一-龥“”]{2,14}?)(?=进行|开展|予以|划转|下放|纳入|交由|赋予|委托|实施|分解|细化|梳理|[,;。、]|$)"
)
# 空气质量在全国168个重点城市中排第3名: what is ranked stands before the number of those among which it is
_OTHER_RANK = expression(
    r"全[国省市县区州旗](?:[列居]|排名?)?第[一二三四五六七八九十\d]+名?[、,]?(?=全[国省市县区州旗]\s*$)"
)
# 从9个地区和40个项目中优选2个项目参评，完成推荐工作: out of what is the number before's, the work another clause's
_CHOSE = frozenset({"优选", "遴选", "评选", "选出", "选取", "筛选", "精选"})
_CHOSEN = expression(rf"[一-龥]{{2,10}}中(?P<verb>{any_of(_CHOSE)})出?")
_AMONG = expression(r"[一-龥]{1,10}?[中里]")
# 除3项持续整改任务外全部完成整改
_LEFT_OUT = expression(r"(?P<noun>[一-龥]{2,12}?)(?:以?外)")
_IN_ORDER = expression(r"(?P<who>[^,;:。\d]+?)(?:分别|依次)(?P<did>[一-龥][^,;:。\d]+)$")
_BETWEEN = expression(r"、|以及|和|与")


def _name_in_order(folded: str, clause: Clause) -> str:
    """乙局开展执法培训, of the second figure of 甲局、乙局、丙局分别开展执法培训6次、5次、3次; empty where nobody is named by place."""
    position, count = clause.row
    head = folded[slice(*clause.head)]
    if count < 2 or not ("分别" in head or "依次" in head):
        return ""
    match = _IN_ORDER.search(head)
    who = _BETWEEN.split(match["who"].strip()) if match else []
    if len(who) == count and (field := FIELD_BEHIND.search(who[-1])):
        # 工业、建筑、交通领域事故分别发生3起、2起、9起
        who = [one if FIELD_BEHIND.search(one) else one + field[0] for one in who]
    return who[position] + match["did"] if match and len(who) == count and all(map(str.strip, who)) else ""


def fit(pieces: Pieces, act: str = "") -> str:
    """The pieces as one phrase of no more than `LONGEST` characters: what was done behind a noun says more than what leads to it."""
    lead, noun, predicate, _ = pieces
    whole = lead + noun + predicate
    if len(whole) <= (LONGEST_WHOLE if predicate else LONGEST):
        return whole
    if "、" in predicate and len(noun) + len(predicate) > LONGEST_WHOLE:
        # 做到有牌子、有人员、有制度
        predicate = predicate.partition("、")[0]
    if not predicate:
        return shorten(whole, act)
    if len(noun) + len(predicate) <= LONGEST_WHOLE:
        at = lead.rfind(act) if act else -1
        led = lead[at:] + noun + predicate if at > 0 else ""
        return led if led and len(led) <= LONGEST_WHOLE else noun + predicate
    if len(noun) > _LONGEST_LEAD:
        return shorten(noun)
    noun = shorten(noun, longest=LONGEST // 2)
    return noun + shorten_predicate(predicate, LONGEST - len(noun))


_TOLD_TWICE = expression(r"\d[\d.]*[万亿]?[余多]?(?:批次|人次|场次|件次|[件人批项个场起宗份名期户家次])\s*$")


def _read_before(reading: Reading, sighting: Sighting, own: str) -> Pieces:
    """The pieces where everything stands before the number: 收到行政复议申请62件, 行政复议申请共受理62件."""
    phrase = clean(own)
    if not TO_MARKS.isdisjoint(own[:TO_NEAR]):
        phrase = keep_whom(own, phrase)
    if own.lstrip().startswith("从") and _CHOSEN_FROM.search(phrase) and len(phrase) < LONGEST:
        # 从代表、委员中聘任监督员
        phrase = "从" + phrase
    if own[-1:] in _HAS_ENDS and (each := _EACH_HAS.search(own)):
        # 基层站所均有2名以上
        phrase = clean(own[: each.start()]) + each[0].strip()
    # 另有5件正在办理
    phrase = "" if phrase in _ADVERBS_ONLY or phrase in _STILL else phrase
    phrase = phrase or ("" if sighting.conjunct else name_entry(reading.folded, sighting))
    predicate = ""
    clause = sighting.clause
    if (
        clause.row[0] + 1 < clause.row[1]
        and tells_act_only(phrase)
        and (shared := _SHARED.match(reading.folded, *clause.tail))
    ):
        last = reading.folded[clause.head[1] : clause.tail[0]].rpartition("、")[2]
        if _ACT_AND_COUNT.fullmatch(last) and tells_act_only(_ACT_AND_COUNT.sub(r"\1", last)):
            # 修改5件、废止25件市政府规章
            return Pieces("", phrase, shared["noun"], shared["noun"])
    if not phrase and not sighting.conjunct and (rest := _ALONE.match(reading.folded, *clause.after)):
        # 1件已审结并胜诉，1件还在审
        return Pieces("", "", rest["all"] or rest["done"], "")
    if not sighting.conjunct and OBJECT_FIRST.match(reading.folded, *sighting.clause.head):
        predicate = read_treatment(reading, sighting)
    elif unit_classes().get(sighting.quantity.unit) == "rate" and not _RATE_SAID.search(phrase):
        # 规模以上在建工程100%复工
        done = _DONE.match(reading.folded, sighting.quantity.char_end)
        predicate = done["done"] if done else ""
    elif sighting.quantity.unit in _HOURS and (done := _ARRIVED.match(reading.folded, sighting.quantity.char_end)):
        # 主城区至高铁站25分钟直达
        predicate = done["done"]
    elif (
        not sighting.conjunct
        and phrase
        and not _is_acted_before(sighting)
        and not begins_anew(reading.folded, sighting)
    ):
        predicate = read_shared_rest(reading.folded, clause)
    if not predicate and len(phrase) > LONGEST and (parted := part_who(phrase, sighting)):
        return Pieces("", *parted, parted[1])
    return Pieces("", phrase, predicate, None)


def _is_acted_before(sighting: Sighting) -> bool:
    act = sighting.frame.act
    return act is not None and act[0] < sighting.quantity.char_start


_RATE_SAID = expression(r"率(?!先)|度|占|比[例重率]|幅|同比")
_DONE = expression(r"(?:均|都|已|全部)?(?P<done>[一-龥]{2,8})(?=[,;。、])")
_HOURS = frozenset({"分钟", "小时"})
_ARRIVED = expression(
    r"(?:内|之内|以内)?(?:即可)?(?P<done>(?:快速)?(?:直达|通达|可达|到达|送达|抵达|到位|响应|到场))(?=[,;。、]|$)"
)
# 收各类一审行政诉讼案件
_RECEIVED = expression(r"^(?:共|新)?收(?![费入回缴集获到取储购支治押尾容养结案件])(?=[一-龥]{3})")


_ALONE = expression(
    r"\s*(?:(?:均|都|已经?|全部|则)+(?P<all>[一-龥]{2,12})|(?P<done>(?:还|仍|正|尚|在|未|不|被|经|因|按|由|待|评(?=[为定]))(?:(?!的)[一-龥]){1,12}))(?=[,;。]|$)"
)
_HAS_ENDS = frozenset("有备设")
_EACH_HAS = expression(r"(?<=[一-龥]{2})(?:均|各|都)(?:配?有|配备|设有?|建有)\s*$")
_TO_WHOM_ENDS = ("向", "对", "给")
_TO_WHOM = expression(r"[\s、,]*(?:依法|及时|全部)?(?:向|由|经|从|在|以|通过|被)")
_BY_WHOM = expression(r"(?<=[一-龥]{2})[共已均全]?(?:向|由|经|在|被).*$")
# 人社局已办结290件: who did it is not what was done
_BODIES = "(?:法院|检察院|公安机关|复议机关|调解组织|[县市区]政府|[一-龥]{2}局|仲裁[院委])"
_AGENT = expression(rf"^[一-龥]{{0,8}}{_BODIES}$")
_AGENT_ACTS = expression(rf"[一-龥]{{0,8}}{_BODIES}[一-龥]{{2,6}}")
_HELD = expression(
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
    at = _find_word(phrase, act, stop) if act else -1
    if at > 0 and at + len(act) == len(phrase) and (given := _GIVEN.match(phrase)):
        # 为群众提供上门服务: the service is counted
        return given["thing"]
    if at >= 0 and start_of_word(phrase, at + len(act)) != at + len(act):
        # 新发展家庭农场86家: 新发 is no verb
        at = -1
    if at >= 0:
        # 向省政府报备15件: to whom it was sent is no thing
        behind, before = phrase[at + len(act) :], "" if _TO_WHOM.match(reading.folded, *clause.before) else phrase[:at]
        if is_bare(behind) and len(before) >= _FEW and not is_bare(before + act + behind):
            # 办理投诉举报案件: 举报 belongs to the thing
            acts = reading.tokens.acts(clause.before)
            first = reading.folded[acts[0].start : acts[0].end] if acts else act
            behind = phrase.partition(first)[2] if first != act and phrase.startswith(first) else behind
        if behind in _RESULTS:
            # 整改到位211个，整改率98%
            behind = ""
        if act in _SENT and _TO_BODY.fullmatch(behind):
            return ""
        if behind.startswith("的") and before.startswith(_SUBMITTED):
            # 提请州人大审议的法规草案: with whom they lie is what they are
            return phrase
        if len(behind) != 1:
            # 技术标准计划已发布64部
            phrase = behind or _AGENT.sub("", _BY_WHOM.sub("", before).rstrip("已均共应"))
            phrase = "" if phrase in _SHARES_ONLY else phrase
    return _drop_rest(phrase)


def _drop_rest(phrase: str) -> str:
    """A thing without what is left of its verb, its times and where it came in: each is asked only where a word of it stands."""
    if phrase.endswith("均"):
        # 年均75件；2023年受理96件
        phrase = _EACH_TIME.sub("", phrase)
    if phrase.startswith("出"):
        phrase = RESULT.sub("", phrase)
    if "发" in phrase[:_FEW]:
        phrase = _CAME_UP.sub("", phrase)
    if phrase.startswith(_RECEIVED_STARTS):
        phrase = _RECEIVED.sub("", phrase)
    if "有" in phrase or "接" in phrase or "收" in phrase or phrase.startswith(_HANDED_STARTS):
        phrase = _HELD.sub("", phrase)
    return phrase


# 全市共发刑事案件
_CAME_UP = expression(r"^(?:全[省市县区州旗镇乡])?[共新]?发(?=[一-龥]{2,8}(?:案件|事故|警情)$)")
_RECEIVED_STARTS = ("收", "共收", "新收")
_HANDED_STARTS = ("下放", "移交", "划转")
_EACH_TIME = expression(r"(?:[年月日]均|平均)$")


# 移送公安3件、查封扣押5起: to whom it was sent is no thing
_GIVEN = expression(r"[一-龥]{0,12}?(?:提供|组织|开展|举办)(?P<thing>[一-龥]{2,8}(?:服务|培训|宣传|咨询))$")
_SUBMITTED = ("提请", "报请", "拟")
_RESULTS = frozenset({"到位", "完成", "完毕", "结束"})
# 部分公开21件、不予公开15件
_SHARES_ONLY = frozenset({"部分", "全部", "大部分"})
_SENT = frozenset({"移送", "移交", "转办", "转交", "抄送"})
_TO_BODY = expression(
    r"(?:公安|司法|检察|纪检|监察|纪委|监委|法院|检察院|税务|上级|有关)+(?:机关|部门|单位|院|局|组)*(?:处理)?"
)


def tells_agent(own: str) -> bool:
    """Whether a phrase only tells who did what: 人民法院审结."""
    return _AGENT_ACTS.fullmatch(own) is not None


def _find_word(phrase: str, word: str, stop: int) -> int:
    """Where a word stands last in a phrase as a word of its own, -1 for nowhere: 上线 of 线上线下 is none."""
    at = phrase.rfind(word, 0, stop)
    if at > 0 and phrase[at - 1 : at + len(word) + 1] in _OTHER_WORDS:
        return phrase.rfind(word, 0, at)
    return at


_OTHER_WORDS = frozenset({"线上线下"})


def _is_noun_of_previous(clause: Clause, own: str) -> bool:
    """Whether what stands before the number is the noun of the figure before: 4个方面78个具体问题."""
    return clause.row[0] > 0 and own.strip().rstrip("的") in _ASPECTS
