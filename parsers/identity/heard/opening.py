"""How a report begins and speaks of itself: the subject of its first sentence, where it lies, 我局 or 我县."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import NamedTuple

from parsers.identity.names.bodies import judge_body, read_leading_places
from parsers.seed import read_seed
from parsers.text.dates import SPREAD_YEAR, YEAR
from parsers.text.expressions import compile_expression, expression
from parsers.text.width import fold_width

# 甲委〔2023〕20号 stands alone over the first sentence
_SALUTATION = expression(
    r"(?!.*(?:如下|以下|现[就将]|20\d\d年|[，,].*(?:工作|举措|措施|情况|做法)[:：]))[^。]{2,60}[:：]|[一二][、.][^。，,]{2,40}|[^\s。，,]{1,14}[〔\[(（]\d{4}[〕\])）]第?\d{1,4}号|"
)
_SALUTATIONS = 4
# ? ? ? 2024年，…: blanks that a page's encoding has lost
_LOST = "?？�\ufeff \u3000\u00a0\t\r\n"
_OPENING = 1500
_LEADS = 6
# 板桥镇位于罗平县东南部
_LIES_IN = expression(r"(?:[镇乡道局]|苏木)(?:位于|地处|隶属于?)([^，,。\n]{2,20}?[县市区旗])")
# (一)加强领导,推进法治建设。乡党委、政府高度重视…: a heading that its sentence runs on from; only organs count behind it: items tell of many
_RUN_IN = expression(
    r"(?:[(（][一二三四五六七八九十]{1,2}[)）]|\d{1,2}[.．、]|[一二三四五六七八九]是)[^。\n]{2,50}[。\n]\s*(?:[一二三四五]是)?"
)
_ORGAN_SUBJECT = expression(
    r"((?:(?![^镇乡街苏]*(?:落实|贯彻|按照|根据|各|由|在|向))[\u4e00-\u9fff]{2,5}?)?(?:[镇乡]|街道|苏木)党工?委|[局厅办]党[组委]"
    r"|[省市县区州旗盟]委(?!全面|依法|法治|政法|组织|宣传|统战|编办|办公))(?:[、和及]?(?:(?:[省市县区州旗盟镇乡]|街道|苏木)?(?:人民)?政府|办事处))?"
)
# 法治政府建设是全面依法治国的关键。2024年，巨野河街道…: what is always true stands before the year's own sentence
_COMMONPLACE = expression(
    r"(?![^。\n]*(?:" + YEAR + r"|[今本]年|一年来|[我本全][省市县区州旗盟镇乡街局]))[^。\n]{4,240}。\s*"
)
_TIMED = expression(YEAR + r"|[今本]年|一年(?:来|中)|过去的?一年")
_NO_SUBJECT = expression(r"[在的是为将把]|^(?:我|本|全|各|其)(?![市县区省州旗局镇乡街]|办事处)")
# 濮阳县委、县政府: the second body of one subject
_OTHERS = expression(r"、(?:(?:(?:[\u4e00-\u9fff]{1,10}?)?[省市县区州旗盟镇乡]|自治区)?(?:人民)?政府|办事处)?")
_LEADERS = expression(r"(?<=..)(?:党政)?(?:领导)?班子$|(?<=[局厅])(?:党[委组]|委员会)$|(?<=社管办)党工?委$")
# 甲经济技术开发区管理委员会(简称经开区管委会)坚持…
_ABBREVIATED = expression(r"[(（](?:以下)?(?:统称|简称)[^()（）\n]{1,24}[)）]")
_NEWS = r"\s*[^\n。]{0,30}(?:近日|日前|近期|消息|讯|电)[^\n。]{0,60}(?:发布|公布|公开|晒出)[^\n。]{0,40}(?:法治|依法行政)[^\n。]{0,16}报告"
_NEWS_LEAD = expression(_NEWS)
_HANDED_ON = expression(rf"{_NEWS}[^\n]{{0,40}}(?:全文|报告|内容)[^\n。]{{0,6}}如下[:：。]\s*\n")
_OWN_TITLE_LINE = expression(
    r"\n\s*((?:[\u4e00-\u9fff]{2,24}?" + YEAR + r"|[\u4e00-\u9fff]{2,24}?关于" + YEAR + r")[^\n。，,]{0,20}"
    r"(?:法治|依法行政)[^\n。，,]{0,16}(?:报告|总结))\s*\n"
)
_LONGEST_NAME = 50
# 甲县委办公室, 甲县水务局机关, 甲县乙镇党委, 甲县人民政府办公室
_NAME_GOES_ON = expression(
    r"办|政法|组织|宣传|统战|编|网信|老干|巡察|机关|党|人民|政府|委|行政|管理|综合|执法|监督|服务|分局|[支大总中]队|派出|[街镇会门]|员会|社区|村|改革|发展"
)
# 甲市公安局乙分局, 甲县地方志办 and 公室, 乙街 and 道办事处
_LONGER = expression(
    r"公[室厅]|道(?:办事处)?|办事处|[\u4e00-\u9fff]{2,6}?(?:分局|[支大]队)|人民政府(?:办公[室厅])?|政府(?:办公[室厅])?|党委"
)
_OF_MANY = expression(r"[各全及其等的以]|基层|^(?:乡镇?|镇[街村]?|街[镇乡]?|村镇)$|人大|政协|机关$|级部门?$")
_STATES = expression(r"国家税务总局|国家统计局|中华人民共和国|国家金融监督管理总局|中共")
_OF_ANOTHER = expression(
    r"[长属的和与及、（(]|[局厅]长|主任|系统|部门|班子|所[属在]|下[属设]|直[属管]|主要|负责|副|干部|工作人员|领导"
)
_ADDRESSEE = expression(r"([\u4e00-\u9fff、和 ]{2,40})[:：]")
# 市委、区委的部署: the second is its own
_SEAT = expression(
    r"([省市县区州旗盟镇乡街])(?<!乡.)道?(?:委、(?![市县区州旗盟]委(?!、[市县区州旗盟]?政府))|委(?=[省市县区州旗]政府)"
    r"|人民政府|政府|党工?委)"
)
# 2021年是临潼区法治政府建设加速推进之年
_YEAR_OF = expression(
    r"\s*"
    + YEAR
    + r"[，,]?是([\u4e00-\u9fff]{2,14}?[省市县区州旗盟镇乡局厅委])(?=积极|扎实|法治|依法|全面|深入|推进|贯彻|实施|加快)"
)
# 2023年，全市上下攻坚克难，晋城市法治政府建设取得新成效
_OF_PLACE = expression(
    r"[，,](?!全|我|本)([\u4e00-\u9fff]{2,14}?[省市县区州旗盟])的?(?:法治政府建设|法治建设|依法行政)(?:各项)?(?:工作)?"
    r"(?=取得|迈|不断|持续|稳步|扎实|深入|有序|有力|水平|成效|再上|再创|得到|实现)"
)
# 全州县 is a county, 全州县市 all counties and cities of a prefecture
_OWN_PLACE = expression(r"([我本全])(?<!全(?=州县(?!市)))([省市县区州旗盟镇乡街])")
_AUTONOMOUS_ORGAN = expression(r"自治区(?:党委|人民?政府)")
_DISTRICT_ORGAN = expression(r"(?<!自治)区(?:委|人民?政府)")
_OWN_WEIGHT = {"我": 4, "本": 3, "全": 1}


class Opening(NamedTuple):
    """How the first sentence begins."""

    subject: str
    """Empty where it cannot be told."""
    lies_in: str
    """Where the speaker says that it lies (罗平县); empty where it does not."""
    joint: bool
    """Whether the subject is the first of two bodies (甲区委、区政府)."""
    whole: str
    """The subject with the other bodies that share it: 濮阳县委、县政府."""


@cache
def compile_scope(scope: str) -> re.Pattern[str]:
    """The rules of a scope of seeds/speech.csv as one pattern."""
    return compile_expression(
        "|".join(f"(?:{row['pattern']})" for row in read_seed("speech.csv") if row["scope"] == scope)
    )


@cache
def _compile_own(name: str) -> re.Pattern[str]:
    return compile_expression(
        next(r["pattern"] for r in read_seed("speech.csv") if (r["scope"], r["name"]) == ("own", name))
    )


@cache
def _compile_subject() -> re.Pattern[str]:
    # 甲-乙经济技术开发区; 市数据局(市营商环境建设局、市行政审批局)
    name = (
        r"[\u4e00-\u9fff()（）]{2,30}?|[\u4e00-\u9fff]{2,6}[-—·][\u4e00-\u9fff]{2,20}?"
        r"|[\u4e00-\u9fff]{2,20}[(（][\u4e00-\u9fff]{2,16}(?:、[\u4e00-\u9fff]{2,16}){1,3}[)）]"
    )
    return compile_expression(
        rf"\s*({name})(?={compile_scope('verb').pattern}|[,，]|(?<=委)、|(?<=党组)、|(?<=局委员会)、)"
    )


# Issuer, speaker and genre ask it of the same text, some of them several times.
@lru_cache(maxsize=8)
def read_opening(text: str) -> Opening:
    """The subject of a text's first sentence and where it lies: 东山街道 of 2023年，东山街道在金水区委、区政府的领导下…."""
    body = SPREAD_YEAR.sub(r"\1", _ABBREVIATED.sub("", cut_salutation(text)[:_OPENING]))
    if run_in := _RUN_IN.match(body):
        organ = _ORGAN_SUBJECT.match(body, run_in.end())
        return Opening(organ[1], "", False, organ[0]) if organ else _read_sentence(body)
    opening = _read_sentence(body)
    if opening.subject and judge_body(opening.subject):
        return opening
    commonplace = _COMMONPLACE.match(body)
    if commonplace and _TIMED.match(body, commonplace.end()):
        behind = _read_sentence(body[commonplace.end() :])
        return behind if behind.subject else opening
    return opening


def _read_sentence(body: str) -> Opening:
    """The subject of the sentence that `body` begins with, and where it lies."""
    lies_in = _LIES_IN.search(body[:120])
    position = 0
    for _ in range(_LEADS):
        lead = compile_scope("lead").match(body, len(body) - len(body[position:].lstrip()))
        if not lead or lead.end() == position:
            break
        position = lead.end()
    match = _compile_subject().match(body, position)
    # 中都街道领导班子始终…: the street; 区城市管理局委员会、区城市管理局坚持…: the bureau
    subject = _LEADERS.sub("", match[1]) if match and not _NO_SUBJECT.search(match[1]) else ""
    sentence = match[1] if match else body[position : position + _LONGEST_NAME]
    if not judge_body(subject) and (whole := _read_named(sentence)):
        return Opening(whole, lies_in[1] if lies_in else "", False, whole)
    if not subject or subject[0] in "我本全":
        named = _YEAR_OF.match(body) or _OF_PLACE.search(body.split("。")[0])
        subject, match = (named[1], None) if named else (subject, match)
    others = _OTHERS.match(body, match.end()) if match and subject else None
    return Opening(subject, lies_in[1] if lies_in else "", others is not None, subject + (others[0] if others else ""))


def _read_named(sentence: str) -> str:
    """The body by its full name that a sentence begins with, whatever verb follows (甲县司法局多点发力，…); empty where none does.

    甲县司法局局长, 甲县司法局、财政局 and 甲县司法局的 are of others, or of more.
    """
    clause = _MARKS.split(sentence.lstrip())[0]
    # 国家税务总局甲市税务局
    before = _STATES.match(clause)
    start = before.end() if before else 0
    placed, length, short = read_leading_places(clause[start:], None)
    end = start + length
    if not placed or (short and not clause.startswith("海关", end)):
        return ""
    for stop in range(end + 2, len(clause)):
        if judge_body(clause[:stop]) not in ("government", "department", "township"):
            continue
        longer = _LONGER.match(clause, stop)
        whole = longer.end() if longer else stop
        if not _NAME_GOES_ON.match(clause, whole):
            # 甲省各级政府及其部门, 甲县乡镇 are many
            other = _OF_ANOTHER.match(clause, whole) or _OF_MANY.search(clause[end:whole])
            return "" if other else clause[:whole]
    return ""


def cut_salutation(text: str) -> str:
    """The text without the lines that open it and end in a colon (中共甲市委、甲市人民政府： are those reported to) or are headings."""
    lines = text.lstrip(_LOST).split("\n")
    opening = next((at for at, line in enumerate(lines[:_SALUTATIONS]) if not _SALUTATION.fullmatch(line.strip())), 0)
    return "\n".join(lines[opening:])


def cut_news_lead(text: str) -> str:
    """The text from a report's own title on, where news of its publication stands before it; else as it is.

    日前，甲厅发布2019年度法治建设情况报告。…, then 甲厅2019年度法治建设情况报告 on a line of its own.
    """
    if not _NEWS_LEAD.match(text):
        return text
    title = _OWN_TITLE_LINE.search(text, 0, _OPENING)
    return text[title.start(1) :] if title else text


def cut_handed_on(text: str) -> str:
    """The text behind news that hands on a whole report (日前，甲厅发布2021年度法治政府建设情况报告。全文如下：); else as it is."""
    handed = _HANDED_ON.match(text)
    return text[handed.end() :] if handed else text


def read_addressee(text: str) -> str:
    """Whom a report is addressed to (中共东莞市委、东莞市人民政府：), empty where it says nobody."""
    lines = text.lstrip().split("\n")[:_SALUTATIONS]
    return next((match[1].strip() for line in lines if (match := _ADDRESSEE.fullmatch(line.strip()))), "")


_MARKS = expression(r"[。；;，,\n：:]")


def cut_clause(before: str) -> str:
    """The part of what stands before a place that belongs to its clause."""
    return _MARKS.split(before)[-1]


def count_own_words(text: str) -> Counter[str]:
    """How often a text calls itself 我局 (department), 我县 (place), 我镇 (township), 我园区 (zone)."""
    # (a line break before it: the first sentence begins as others do, behind a mark)
    folded = f"\n{fold_width(text)}"
    return Counter(
        {name: len(_compile_own(name).findall(folded)) for name in ("department", "place", "township", "zone")}
    )


def find_own_kind(text: str) -> str:
    """The kind of place that the text speaks for: 县 where 我县, 全县, 县政府 prevail; empty where it says none.

    自治区 calls itself 我区 as a district does: it is one where it speaks by that word, or names its organs by it and none of a district.
    """
    weights: Counter[str] = Counter()
    for whose, kind in _OWN_PLACE.findall(text):
        weights[kind] += _OWN_WEIGHT[whose]
    weights.update(_SEAT.findall(text))
    kind = weights.most_common(1)[0][0] if weights else ""
    if kind == "区":
        autonomous, district = len(_AUTONOMOUS_ORGAN.findall(text)), len(_DISTRICT_ORGAN.findall(text))
        # 我厅 is a province's: one 自治区党委 above it will do
        least = 1 if "我厅" in text else 2
        if read_opening(text).subject.startswith("自治区") or (autonomous >= least and not district):
            return "自治区"
    return kind


def is_barred(text: str, start: int, end: int, *, document: bool = False) -> bool:
    """Whether the words around a place make it another's: 赴阳城县考察, 与沁水县对口协作; `document` asks the same of a document's name."""
    clause = cut_clause(text[max(0, start - 30) : start])
    if document:
        return bool(compile_scope("barred_document").search(clause))
    return bool(
        compile_scope("barred_before").search(clause) or compile_scope("barred_after").match(text[end : end + 14])
    )
