"""The noun phrase right behind a figure's measure word, and what was done to it or by it behind that."""

from __future__ import annotations

import re
from functools import cache

from parsers.figures.labels.phrases import LONGEST, LONGEST_WHOLE, clean, end_words, first_words
from parsers.figures.labels.words import any_word, words_of
from parsers.figures.reading import Reading, Sighting
from parsers.frames.frame import UNNAMED
from parsers.frames.words import head_sorts
from parsers.numbers.boundaries import Span
from parsers.numbers.clauses import Clause
from parsers.numbers.units import unit_classes
from parsers.text.expressions import compile_expression, expression
from parsers.text.words import tag_words

AFTER_NOUN = expression(
    r"\s*(?!并(?!购)|且|以[上下及]|左右|按照|按规定|经(?![济营]))(?P<noun>(?:[一-龥“”《》]|\([^()]{1,14}\)){1,40}?)(?=[及和与正外进的已均全被在为予实签提建达得通无做设完纳参担对向由中作评,。;、)]|$)(?=[及和与]《|正在|外[,均都全]|进行|的基础上|已|均|全部|全量|被|在(?![职编岗校册学押])|(?<![作认成行改])为|作[了出](?=[一-龥]{2})|评[为定]|予以|实现|签订|提出|建成|达|得到|通过|无需|做到|设立|完成|纳入|参加|担任|对(?!象)|向|由|中(?=[排位列名优择遴选挑])|,|。|;|、|$|\))"
)
_ACTING_UNITS = frozenset({"person", "visit", "entity"})
_ACTING_HEADS = frozenset({"person", "body"})
_WITHOUT_ACT = frozenset({"money", "rate", "point", "area", "duration"})
# 对现行文件486件开展清理: what was done to the thing stands behind it
OBJECT_FIRST = expression(r"[^,;。]{0,6}?(?:对(?![口应照接标比])|将|把|就)")
# 对9项采购决策均组织了廉政风险评估
_CARRIED_OUT = expression(
    r"\s*(?:均|都|已|全部|逐一|逐项|依法)*(?:组织|开展|进行|实施)了?(?P<done>[一-龥]{4,14})(?=[,;。]|$)"
)
# 对合同进行合法性审查 is 合同合法性审查
_HELPING_VERB = expression(r"(?:进行|开展|予以|实施)(?:了)?(?=[一-龥]{2,8}$)")
_LIGHT = frozenset({"实现", "开展", "进行", "实施", "提供", "完成", "建立", "设立", "作出"})
PLACES = frozenset("省市县区旗乡镇村州")
_LONGEST_LEAD = 12
_SHORTEST = 2
_LONGEST_LIST = 20
_ROW_OF_QUALITIES = expression(r"(?:、[一-龥]{1,8}){1,3}的[一-龥]{2,10}(?=[,;。、]|$)")
_GOES_ON_TO = expression(r"[一-龥]{2,6}(?<!全部)(?<!均已)(?=[,;。])")
_PLACE = expression(r"^[省市县区旗乡镇村州、()]+")
GOES_ON = frozenset("在与为以按从将把被")
NO_NOUN = frozenset(",。;、:")
_PLACE_LIST = expression(
    r"[省市县区旗乡镇村州](?:、(?:[省市县区旗乡镇村]|街道)(?:\([^()]{1,4}\))?)+(?=[和与及、,。]|开展|进行)"
)
_PLACES_OF_NEXT = expression(r"(?:[市县区州旗乡镇]|街道)(?:\([^()\d]{1,3}\)[市县区]?)?(?=\d|的20)")
# 许可事项90项贯彻落实目录要求: a sentence that began without a mark
_INTO_PARTS = "分"
IN_PARTS = expression(r"(?:进行|举办|开展|实施|开班|完成)(?=[,;。]|$)")
_OTHER_SENTENCE = ("贯彻落实", "认真贯彻", "认真落实")
# 300个高频事项实现“全市通办”, 98%的事项实现当场办结
_REACHED = expression(
    r"(?:均|都|已|全部|全面|全量)*(?P<did>实现了?(?P<what>(?:[“\"][^“”\"]{2,20}[”\"]){1,2}(?:服务|办理)?|[一-龥]{2,10}))(?=[,;。]|$)"
)


# 74家协会全部脱钩, 13项许可事项均已公开
_ALL_DONE = expression(r"\s*(?:全部|均|都|已)+(?:依法|按期|按时|如期)?(?P<done>[一-龥]{2,6})(?=[,;。、]|$)")


@cache
def _made_into() -> re.Pattern[str]:
    return compile_expression(rf"(?<=[一-龥])(?P<verb>{any_word('into')})$")


_COUNTED_TOO = expression(r"\d[\d.]*[余多]?[一-龥](?P<what>[“”一-龥]{2,14}?)(?=进行|予以|[,;。、]|$)")


def find_made(folded: str, sighting: Sighting, noun: Span) -> tuple[str, str] | None:
    """A noun and what it was made into, where that is counted too: 单位 and 组成工作组 of 30个单位组成9个工作组; None for none."""
    clause = sighting.clause
    if clause.row[0] + 1 >= clause.row[1]:
        return None
    end = max(noun[1], clause.after[1])
    verb = _made_into().search(folded, noun[0], end)
    what = _COUNTED_TOO.match(folded, end) if verb else None
    return (folded[noun[0] : verb.start()], verb["verb"] + what["what"]) if verb and what else None


# 参加“12·4”国家宪法日测试
_DAY_IN_QUOTES = r"“\d{1,2}[.·、]\d{1,2}[^”,;。]{0,12}”"


@cache
def _did() -> re.Pattern[str]:
    manner = any_word("manner")
    return compile_expression(
        rf"(?P<how>(?:{manner}|[、和]|的(?=法治督))*)"
        r"(?P<whom>(?:被[^,;。、]{2,24}?(?=被?评为|命名|认定|确定|授予|列入|纳入)"
        r"|(?:对(?!象)|[向为就与给])[^,;。、]{2,12}(?:、[^,;。]{2,8})?|(?:赴|前往|深入|走进|走上|来到|到(?![位达案庭期岗]))[^,;。\d]{2,16}?|在[^,;。\d]{2,24}?(?:[上中里]|平台[”\"]?)"
        r"|(?:以|用|通过|利用|依托|借助)[^,;。\d]{2,16}?(?:方式|形式|平台|系统|手机端|网络|渠道))?)"
        rf"(?:{manner})*(?P<verb>{any_word('did', 'won')})了?(?P<object>(?:{_DAY_IN_QUOTES}|[^,;。\d(]|(?<=[一-龥])20\d\d(?:[-—~至]20\d\d)?年度?)*)"
    )


@cache
def _won_at_once() -> re.Pattern[str]:
    return compile_expression(any_word("won"))


@cache
def _did_at_once() -> re.Pattern[str]:
    return compile_expression(any_word("did", "won"))


def shorten_predicate(predicate: str, longest: int) -> str:
    """Its verb and the last noun, else its first words: 签订承诺书 of 签订…的承诺书."""
    verb = _did_at_once().match(predicate)
    if len(predicate) <= longest or verb is None:
        return first_words(predicate, longest)
    last = predicate.rpartition("的")[2]
    if 2 <= len(last) <= longest - len(verb[0]) and len(last) < len(predicate):
        return verb[0] + last
    return verb[0] + end_words(predicate[verb.end() :], longest - len(verb[0]))


# 96个建在村里的法律服务工作室
_BUILT_WHERE = expression(r"\s*(?P<noun>[建设办开立]在[一-龥]{1,8}的[一-龥“”]{2,16})(?=[,;。、]|$)")


def begins_anew(folded: str, sighting: Sighting) -> bool:
    """Whether no noun stands behind a figure, since its own stands before: 许可事项90项贯彻落实目录要求, 培训班分8期进行."""
    own = folded[slice(*sighting.clause.before)].strip()
    if own.endswith(_INTO_PARTS) and IN_PARTS.match(folded, sighting.quantity.char_end):
        return True
    return (
        folded.startswith(_OTHER_SENTENCE, sighting.quantity.char_end)
        and len(own) > _SHORTEST
        and tag_words(own)[-1][1].startswith("n")
    )


def _find_place(folded: str, sighting: Sighting) -> Span | None:
    """Where the places stand that are counted alone; None where none are."""
    end = sighting.quantity.char_end
    if (
        sighting.quantity.unit in {"", "个"} and folded.startswith("、", end + 1) and _PLACE_LIST.match(folded, end)
    ) or (not sighting.quantity.unit and folded[end : end + 1] in PLACES):
        # 对2市4县开展督察
        places = _PLACE_LIST.match(folded, end)
        return end, places.end() if places else end + 1
    if sighting.quantity.unit == "个" and (place := _PLACES_OF_NEXT.match(folded, end)):
        # 对9个县(市)36所学校开展检查: each number has its own; 5个镇的年度报告
        return place.span()
    return None


def find_noun_behind(reading: Reading, sighting: Sighting) -> Span | None:
    """Where the noun phrase right behind the measure word stands; None where there is none."""
    folded, clause, frame = reading.folded, sighting.clause, sighting.frame
    end = sighting.quantity.char_end
    if place := _find_place(folded, sighting):
        return place
    start, stop = clause.after
    if begins_anew(folded, sighting) or _is_named_before(folded, sighting):
        return None
    if start == stop and (squeezed := find_squeezed(reading, sighting)):
        return squeezed
    adjacent = start < stop and folded[start] not in NO_NOUN
    if adjacent and (built := _BUILT_WHERE.match(folded, start, stop)):
        return built.span("noun")
    match = AFTER_NOUN.match(folded, start, stop) if adjacent else None
    found = match.span("noun") if match else None
    if frame.place == "behind" and frame.head and (found is None or found[1] - found[0] < 2):
        # 431项市、区行政处罚权: a comma of a row stands inside the phrase
        end = frame.head[1]
        if rest := _GOES_ON_TO.match(folded, end, clause.after[1]):
            # 439项市、县行政许可事项工作规范
            end = rest.end()
        found = (clause.after[0], end + folded.startswith("权", end))
        if found[1] - found[0] < _SHORTEST:
            # 3个村
            return found
    if found is None or found[1] - found[0] < _SHORTEST:
        return None
    if row := _ROW_OF_QUALITIES.match(folded, found[1], stop):
        # 52项操作性、针对性强的改革措施
        found = (found[0], row.end())
    if not may_act(folded, sighting) and (won := _won_at_once().search(folded, found[0] + 2, found[1])):
        # 两件案例入选优秀案例
        return found[0], won.start()
    if may_act(folded, sighting) and (verb := _did_at_once().search(folded, found[0] + 2, found[1])):
        start = _begin_of_predicate(folded, found[0], verb.start())
        # 14名机关在编人员参与行政执法考试: what they did is no part of their name
        if start - found[0] >= 2 and (frame.head is None or frame.head[1] <= verb.start() or frame.place != "behind"):
            if frame.head and frame.place == "behind" and frame.head[1] < start - _SHORTEST:
                # 5名社会监督员拓宽社会力量参与监督渠道
                start = max(frame.head[1], found[0] + 1)
            return found[0], start
    goes_on = found[1] < stop and folded[found[1]] in GOES_ON and may_act(folded, sighting)
    if goes_on and frame.head and frame.place == "behind" and frame.head[1] < found[1] - _SHORTEST:
        # 1家企业结合其商标在先权使用证明: a sentence that goes on is no name
        return found[0], frame.head[1]
    return found[0], _find_end_of_list(reading, clause, found, frame.head)


_SHORT = 4
_RATE_OF = expression(r"(?<=[一-龥]{2})[一-龥]{2}率(?:稳定|保持|均|都)*\Z")


def _find_end_of_list(reading: Reading, clause: Clause, noun: Span, head: Span | None) -> int:
    """Where a noun behind the last number of its clause ends with those joined to it: 5次主持召开党组会、常务会研究法治工作."""
    folded, (start, end) = reading.folded, noun
    rated = _RATE_OF.search(folded, start, end)
    if rated and head and start < head[1] <= rated.start():
        # 96件市政协提案办复率、满意率均达100%; 9个镇街便民服务中心规范化建设率达100%: the rate is another figure's
        return head[1]
    while clause.row[0] + 1 == clause.row[1] and folded.startswith("、", end):
        match = AFTER_NOUN.match(folded, end + 1, clause.after[1])
        if match is None:
            break
        if "等" in match["noun"]:
            # 甲桥、乙桥2座桥梁工程、环城路等建成: others that are not counted
            break
        acts = reading.tokens.acts(match.span("noun"))
        if acts and end - start <= _SHORT and acts[0].start == match.start("noun"):
            # 33项登记、备案业务: what the member begins with is its name
            acts = acts[1:]
        stop = acts[0].start if acts else match.end("noun")
        if stop - end <= _SHORTEST or stop - start > _LONGEST_LIST:
            break
        end = stop
    return end


def _is_named_before(folded: str, sighting: Sighting) -> bool:
    """Whether what is counted stands before the number, and what it is called behind (制定规范性文件1件《甲县公房管理办法》), or another sentence.

    发放宣传材料400份法律顾问进村宣讲2次: a verb with its noun, then another.
    """
    clause = sighting.clause
    if sighting.frame.place == "before" and folded.startswith("《", clause.after[0]):
        return True
    if clause.row != (0, 2):
        return False
    if min(clause.before[1] - clause.before[0], clause.after[1] - clause.after[0]) < 2 * _SHORTEST:
        return False
    if folded[slice(*clause.tail)].strip(" ,;。"):
        return False
    words = tag_words(folded[slice(*clause.before)])
    named = words[0][1] == "v" and len(words) > 1 and words[-1][1] in {"n", "nz"}
    return named and tag_words(folded[slice(*clause.after)])[-1][1] in {"v", "vn"}


_SQUEEZED = expression(r"[一-龥]{2,8}(?=\d)")
_NO_POSTS = ("方面", "领域", "大类", "环节", "板块", "人次", "余", "多")


def find_squeezed(reading: Reading, sighting: Sighting) -> Span | None:
    """The noun that stands between two numbers where each has its own behind it: 54个专业技术岗14个管理岗67个工勤岗; None for none."""
    clause, folded = sighting.clause, reading.folded
    if clause.row[0] + 1 >= clause.row[1] or not sighting.quantity.unit or clause.tail[1] - clause.tail[0] < _SHORTEST:
        return None
    match = _SQUEEZED.match(folded, clause.after[1])
    if (
        match is None
        or match[0].startswith(_NO_POSTS)
        or match[0].endswith(_NO_POSTS)
        or folded[clause.tail[0]] in NO_NOUN
    ):
        return None
    if any(tag.startswith(("v", "p", "d", "c")) for _, tag in tag_words(match[0])) or reading.tokens.acts(match.span()):
        return None
    return match.span()


_TOWARDS = expression(r"对(?!象)|[向为赴]|前往|深入|走进|走上|来到|(?<![达报受得做签遇])到(?![位达案庭期岗])")


def _begin_of_predicate(folded: str, start: int, verb: int) -> int:
    """Where what was done begins, with those for whom: 企业|对员工开展培训."""
    mark = _TOWARDS.search(folded, start + 2, verb)
    return mark.start() if mark else verb


def may_act(folded: str, sighting: Sighting) -> bool:
    """Whether persons, bodies or places are counted: what they did belongs to the name."""
    frame = sighting.frame
    quantity = sighting.quantity
    if unit_classes().get(quantity.unit) in _ACTING_UNITS or (
        not quantity.unit and folded[quantity.char_end : quantity.char_end + 1] in PLACES
    ):
        return True
    return frame.place == "behind" and head_sorts().get(frame.head_class) in _ACTING_HEADS


def _read_reached(folded: str, sighting: Sighting, noun: Span) -> str:
    """Where a share was, or what was reached for the things: 98%的事项实现当场办结."""
    clause, kind = sighting.clause, unit_classes().get(sighting.quantity.unit)
    if kind == "rate" and folded.startswith("在", noun[1]):
        # 95%以上纠纷案件在镇村化解
        return first_words("".join(folded[noun[1] : clause.after[1]].split()).rstrip(",;。、"), _LONGEST_LEAD)
    reached = _REACHED.match(folded, noun[1], clause.after[1])
    if reached and (sighting.frame.act is None or sighting.frame.act[0] >= noun[1] or kind == "rate"):
        return reached["did"] if len(reached["did"]) <= LONGEST // 2 else reached["what"]
    return ""


def read_predicate(folded: str, sighting: Sighting, noun: Span) -> str:
    """What was done by or to the counted persons, bodies or things, behind their noun; empty where that is no part of the name."""
    clause = sighting.clause
    object_first = OBJECT_FIRST.match(folded, *clause.head) is not None
    kind = unit_classes().get(sighting.quantity.unit)
    if reached := _read_reached(folded, sighting, noun):
        return reached
    if kind in _WITHOUT_ACT:
        return ""
    acting = object_first or may_act(folded, sighting)
    spans = [(noun[1], clause.after[1])]
    position, count = clause.row
    if position + 1 < count and (not folded[noun[1] : clause.after[1]].strip(" 、和及与")):
        spans.append(clause.tail)
    for n, span in enumerate(spans):
        match = _did().match(folded, *span)
        if match is None and object_first:
            # 对107名负责人履行职责情况开展测评: what was done stands farther off
            if carried := _CARRIED_OUT.match(folded, *span):
                return carried["done"]
            found = list(_did_at_once().finditer(folded, *span))
            match = _did().match(folded, found[0].start(), span[1]) if found else None
        elif match is None and n:
            match = _did().search(folded, *span)
        # 5件案件获评优秀: what was won belongs to the name of any thing
        if (
            match
            and not acting
            and not (match["verb"] in words_of("won") or (n and sighting.frame.head_class in UNNAMED))
        ):
            match = None
        if match and match["verb"] in _LIGHT and len(match["object"]) < _SHORTEST:
            match = None
        if match and n and match.start() < span[0] + _SHORTEST:
            # 分解为32项任务、108条实施路径: the other one's noun
            match = None
        if match and n and (later := _CARRIED_LATER.search(folded, match.start("object") + _SHORTEST, match.end())):
            # 对12家药店、3家驾驶培训学校和各施工现场做到全覆盖检查: 培训 is the last one's name
            return later[0].rstrip("、和及与")
        if match:
            return _spell_predicate(folded, sighting, noun, match, span if n else None)
    if sighting.frame.act is None and (done := _ALL_DONE.match(folded, noun[1], clause.after[1])):
        return done["done"]
    if not sighting.quantity.unit and folded[slice(*clause.head)].rstrip().endswith("在"):
        # 在3市8县深化法治政府建设试点
        return first_words(_PLACE.sub("", folded[slice(*clause.tail)]).rstrip(",;。、 "), _LONGEST_LEAD)
    return ""


_CARRIED_LATER = expression(r"(?:做到|实现|开展|进行|实施|予以)了?[一-龥“”、]{2,}")
# 组织58名干部，参加旁听庭审; 聚焦7项重点内容，开展督察: what opens the clause is no act
_OPENS_ONLY = expression(r"\s*(?:组织|发动|动员|利用|依托|借助|运用|聚焦|围绕|针对|联合|会同|邀请)")
_THEN = expression(r"\s*(?:积极|充分|统筹|先后|全面|深入|常态化|滚动)*(?P<done>[一-龥“”《》、]{4,40})(?=[,;。]|$)")


def read_ahead(reading: Reading, sighting: Sighting, noun: Span, own: str) -> str:
    """What was done with the counted things in the clause behind, where the figure's own only tells with what; empty for none."""
    clause, folded = sighting.clause, reading.folded
    if clause.row[1] > 1 or clause.ahead[0] == clause.ahead[1] or not _OPENS_ONLY.match(own):
        return ""
    if folded[noun[1] : clause.ahead[0]].strip() != "," and folded[noun[1] : noun[1] + 1] != "、":
        return ""
    if folded[clause.ahead[0] - 1] != ",":
        return ""
    then = _THEN.match(folded, *clause.ahead)
    acts = reading.tokens.acts(clause.ahead) if then else []
    began = then is not None and bool(acts) and acts[0].start - then.start("done") <= 0
    return then["done"] if then and (began or _SHOWN.match(then["done"])) else ""


_SHOWN = expression(r"刊播|播放|滚动播放|展播|张贴|宣传|参加|开展|举办")


def _spell_predicate(folded: str, sighting: Sighting, noun: Span, match: re.Match[str], tail: Span | None) -> str:
    """What was done as it is written in a label; `tail` is where it was found, None where it stands right behind the noun."""
    object_first = OBJECT_FIRST.match(folded, *sighting.clause.head) is not None
    whom, verb = match["whom"], match["verb"]
    if whom.startswith("被"):
        # 1件案卷被市委办公室评为优秀案卷: by whom is no part of the name
        whom = "被"
    # 获评全市2021-2023年度依法行政先进单位
    object_ = YEARS.sub("", match["object"])
    done = whom + verb + object_
    before = folded[tail[0] : match.start()].strip() if tail else ""
    if (
        before
        and sighting.quantity.unit
        and object_first
        and folded[noun[1]].isdigit()
        and len(before) <= _LONGEST_LEAD
        and not _BODY.search(before)
    ):
        # 对33家单位476项权责事项进行调整规范, not 对8个县区27个市直部门进行考核
        done = before + done
    if whom and noun[1] - noun[0] + len(done) > LONGEST:
        done = verb + object_
    if whom or (object_first and not may_act(folded, sighting)):
        done = _HELPING_VERB.sub("", done)
    return "".join(done.split()).rstrip("、和及与")


_BODY = expression(r"(?:部门|单位|街道|镇街|乡镇|[县市区镇乡村局]|社区|企业|机构|窗口)$")
YEARS = expression(r"20\d\d(?:[-—~至]20\d\d)?年度?")
_EMPTY_VERB = expression(r"^(?:开展|进行|予以|实施|组织|依法|全部|全面)+(?=[一-龥]{2})")


def read_treatment(reading: Reading, sighting: Sighting) -> str:
    """What was done to the things before the number: 对现行文件486件开展清理, 对文件2件、合同21件进行审核."""
    folded, clause = reading.folded, sighting.clause
    if clause.row[0] + 1 == clause.row[1]:
        span = clause.after
    elif folded[slice(*clause.after)].strip(" 、和及与"):
        return ""
    else:
        span = clause.tail
    acts = reading.tokens.acts(span)
    handed = _HANDED.match(folded, *span)
    if not acts or (acts[0].start - span[0] > _SHORTEST and not handed):
        return ""
    done = _EMPTY_VERB.sub("", clean(folded[span[0] : span[1]].rstrip(",;。、 ")))
    return done if len(done) <= _LONGEST_LEAD else folded[acts[-1].start : acts[-1].end]


# 把特许经营合同63份交由司法局进行合法性审查
_HANDED = expression(r"(?:全部|一并|及时|逐一)?(?:交由|移交|提交|送交|转交|报送|送)")


_PARTNERS = ("会同", "联合")
_TO_NEXT_NUMBER = expression(r"[一-龥]{2,20}(?=\d)")


def find_partner(folded: str, sighting: Sighting, own: str) -> Span | None:
    """Where those stand that were joined, before the next number: 会同12家成员单位组成4个督察组; None for none."""
    if not own.rstrip().endswith(_PARTNERS):
        return None
    match = _TO_NEXT_NUMBER.match(folded, sighting.quantity.char_end)
    return match.span() if match else None


_PERSONS = frozenset({"人", "名", "人次"})
_PERSON_ENDS = ("干部", "人员", "职工", "代表", "骨干", "队员", "学员", "民警", "党员", "委员")
_THEY_DID = expression(
    r"(?P<did>(?:集中|专题|集体|统一|线上|认真)*(?:学习|参加|参与|观看|旁听|接受|聆听)[^,;。\d]{2,120})(?=[,;。]|$)"
)
_TITLES = expression(r"、?《[^。;]*》(?:等|、)?")


def read_persons_before(folded: str, sighting: Sighting, own: str) -> tuple[str, str] | None:
    """Who and what they did, of 组织领导干部约60人专题学习民法典等法律: the persons stand before their number; None for others."""
    before = own.rstrip("约近共 ")
    if sighting.quantity.unit not in _PERSONS or not before.endswith(_PERSON_ENDS):
        return None
    did = _THEY_DID.match(folded, sighting.quantity.char_end)
    who, deed = clean(before), _TITLES.sub("", "".join(did["did"].split())) if did else ""
    return (who, deed) if deed and len(who) + len(deed) <= LONGEST_WHOLE else None
