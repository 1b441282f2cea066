"""What the figures of one clause share: the verb that opens it, what went from one number to the other, what stands behind the last."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from parsers.figures.labels.behind import AFTER_NOUN, NO_NOUN, YEARS
from parsers.figures.labels.phrases import clean, compress_list, end_words, first_words
from parsers.figures.labels.told import Told
from parsers.figures.labels.words import VERBS, any_word
from parsers.figures.reading import Reading, Sighting
from parsers.frames.frame import FORMER
from parsers.numbers.boundaries import Span
from parsers.numbers.clauses import Clause
from parsers.numbers.units import unit_classes
from parsers.numbers.words import any_act
from parsers.text.expressions import compile_expression, expression
from parsers.text.words import tag_words

_SHORTEST = 2
# 共有人民调解员64名、调解室3个: a stock needs no verb
_STOCK = frozenset(
    {"共有", "现有", "设有", "拥有", "配有", "建有", "具有", "涉及", "包括", "其中", "累计", "合计", "共计", "总计"}
)
# 动物防疫站累计焚烧病害猪肉: the name of a body
_BODIES = frozenset(
    {"站", "队", "局", "所", "科", "室", "委", "办", "中心", "大队", "中队", "支队", "站点", "平台", "小组", "部门"}
)
# 中医诊所备案16家、美容机构校验9家: 诊所 is no verb, whatever the dictionary says
_SITES = frozenset("所院站局店厂室馆园")
_BEFORE_VERBS = frozenset({"d", "m", "t", "c"})
# 超限超载车辆, 持证执法人员: such a word narrows its noun
_NARROWS = ("防", "超", "持", "在", "无", "非", "未", "有", "现", "执法", "应急", "救援", "消防")


def find_row_verb(opening: str) -> str:
    """The verb that opens a row, in a phrase that a lexicon of acts does not know: 添置 of 综合执法大队添置执法记录仪; empty for none.

    It stands behind an adverb or a time where there is one; 执法 of 执法记录仪 does not.
    """
    words = tag_words(opening)
    first = ""
    for n, (word, tag) in enumerate(words[:-1]):
        if (
            tag not in VERBS
            or len(word) < _SHORTEST
            or word in _STOCK
            or words[n + 1][0] in _BODIES
            or word[-1] in _SITES
        ):
            continue
        if n and words[n - 1][1] in _BEFORE_VERBS:
            return word
        first = first or (word if tag == "v" or not n else "")
    return first


def opens_with_verb(phrase: str) -> bool:
    """Whether a phrase has a verb of its own before its noun: 悬挂横幅, but not 超载车辆."""
    words = tag_words(phrase)
    return len(words) > 1 and words[0][1] in VERBS and len(words[0][0]) > 1 and not words[0][0].startswith(_NARROWS)


class Moved(NamedTuple):
    """What went from one number to another."""

    name: str
    word: str
    """扩充, 整合: how."""


# 由18.3%降至11.2%: (下降前)
_SPELLED = {
    "降": "下降",
    "升": "上升",
    "增": "增加",
    "提": "提高",
    "减": "减少",
    "压": "压减",
    "扩": "扩大",
    "缩": "缩短",
    "变": "变动",
}
_HOW = expression(r"^(?:最高|最低|动态|进一步|大幅|逐步|分别|再次?|阶段性)+")
_HOW_ENDS = expression(r"(?<=[一-龥]{3})(?:阶段性|进一步|大幅|逐[步年月季]|总量|分别)+$")
_YEAR = r"(?:(?:19|20)\d{2}年?(?:度|[末底初])?|[去上今本]一?年度?(?:同期|[末底初])?|年[初末底]|前年|第?[一二三四]季度|\d{1,2}月份?[末底初]?)"
# 败诉率较上年的12.5%回落至6.2%: compared with a time, and not with a thing
_OPENS = expression(rf"(?:[由从自](?:{FORMER}|{_YEAR})*|[较比](?:{FORMER}|{_YEAR})+)的?(?:全[国省市县区州旗])?\s*$")
_OPENING_WORDS = frozenset("由从自较比")
# 审批事项从法定平均办理时间20.8天提速至6.4天: what is measured stands behind 从; 由分设164个整合为70个: when it was
_OPENS_MEASURE = expression(
    rf"[由从自](?:(?:{FORMER})*(?P<measure>[一-龥]{{0,8}}(?:时间|时限|用时|时长|周期|天数))|[一-龥]{{2,3}}[前时]?的?)\s*$"
)
_WENT = expression(
    rf"\s*(?:以上|左右|余)?(?P<word>(?!其中|至|到|[、,和及])[一-龥]{{1,6}}?)(?:至|到|为|成)了?(?:{_YEAR}|目前|现在|现|当前|如今)?的?(?:约|近|超过?)?\s*(?:全[国省市县区州旗])?\s*$"
)
# 我县由去年的第11名跃升到第5名: in what is told before
_WHO = expression(r"(?:[我本]|全)?[省市县区州旗盟局乡镇](?:总体)?(?:排名|名次|位次)?")
_ARRIVES = expression(r"\d|第?[一二三四五六七八九十百千万两]+\S{0,2}$")
# 第三方评估成绩由全市第六升至第四: the place before is no figure
_RANK_WENT = expression(
    r"(?P<name>[^,;。]{2,40}?)(?:由|从|自)[^,;。]{0,8}?第[\d一二三四五六七八九十]+[名位]?(?P<word>[一-龥]{1,4}?)[至到为]了?\s*$"
)


def read_moved(folded: str, sighting: Sighting) -> Moved | None:
    """窗口 and 整合, of 窗口由45个整合为28个: both numbers are of what stands before 由, however it went."""
    clause = sighting.clause
    if sighting.quantity.ordinal and clause.row == (0, 1):
        ranked = _RANK_WENT.match(folded, clause.before[0], sighting.quantity.char_start)
        return Moved(clean(ranked["name"]), "") if ranked else None
    if clause.row[1] != _SHORTEST:
        return None
    opening = folded[slice(*clause.head)]
    opened = None if _OPENING_WORDS.isdisjoint(opening) else _OPENS.search(opening)
    if opened is None and not _OPENING_WORDS.isdisjoint(opening):
        opened = _OPENS_MEASURE.search(opening)
    if opened is None:
        return None
    if clause.row[0]:
        between = folded[clause.before[0] : sighting.quantity.char_start]
    else:
        between = folded[sighting.quantity.char_end : clause.tail[0]]
        arrives = _ARRIVES.search(between)
        between = between[: arrives.start()] if arrives else between
    went = _WENT.match(between)
    if went is None:
        return None
    word = _HOW.sub("", went["word"]) or went["word"]
    name = clean(opening[: opened.start()]) + (opened.groupdict().get("measure") or "")
    if _WHO.fullmatch(name) and clause.earlier and clause.earlier[0][0] >= clause.sentence[0]:
        name = clean(folded[slice(*clause.earlier[0])])
    return Moved(_HOW_ENDS.sub("", name), _SPELLED.get(word, word))


_CHANGES = expression(
    r"(?:[较比与同][一-龥\d]{0,6}?(?:上?一?年度?|同期|比)|同比|环比|分别|依次|各|均|都)+[一-龥]{0,6}$"
)
_PARTS = expression(r"、|以及|和|及|与")
_MEASURE_OF_ALL = expression(
    r"(?<=[一-龥]{2})(?:(?:播种|种植|建筑|绿化)?面积|总?产量|产值|增加值|销量|销售额|均价|价格|发案[数量]|投诉[数量]|办件[数量]|收案[数量]|受理[数量])$"
)
_LONGEST_MEASURED = 8
_NUMBER_ENDS = expression(r"(?:起|件|人|宗|批|次)?(?:数|数量|总量|总数|量)$")
_LONGEST_SECOND = 4


def name_changed_one(folded: str, clause: Clause) -> str:
    """越级访, of the second figure of 信访总量、越级访、重复访分别下降12%、30%、25%; empty where they are not as many as the figures."""
    position, count = clause.row
    opening = folded[slice(*clause.head)]
    changes = _CHANGES.search(opening) if count > 1 else None
    if changes is None or not ("分别" in opening or "依次" in opening):
        return ""
    parts = [clean(part) for part in _PARTS.split(opening[: changes.start()])]
    if len(parts) != count or not all(len(part) >= _SHORTEST for part in parts):
        return ""
    own, first = parts[position], parts[0]
    measured = _MEASURE_OF_ALL.search(parts[-1])
    if measured and len(own) < _LONGEST_MEASURED and not own.endswith(measured[0][-1]):
        # 水稻、玉米、大豆播种面积分别增长3.1%、2.4%、6.8%
        return own + measured[0]
    number = _NUMBER_ENDS.search(first)
    if (
        position
        and number
        and number.start() > _LONGEST_SECOND
        and _NUMBER_ENDS.search(own)
        and len(own) <= _LONGEST_SECOND
    ):
        # 生产安全事故起数、死亡人数: what narrows the first narrows the second
        return first[: number.start()] + own
    return own


_LEVELS = "(?:国家|自治区|省|市|州|盟|旗|县|区|乡|镇|村)级|全国"
_LEVEL = expression(rf"[\s、和及]*(?P<level>{_LEVELS})[\s、和及]*")
_LEVELS_NOUN = expression(r"\s*(?:的)?(?P<noun>[一-龥“”]{2,20}(?:\([^()]{1,6}\))?)(?=[,;。、(]|$)")
_LEVEL_WORD = expression(_LEVELS)


def name_level(folded: str, sighting: Sighting, near: str) -> str:
    """依法治理示范校(省级), of 命名1家省级、4家市级、9家县级依法治理示范校; `near`: the label before it in the row; empty for no level."""
    clause = sighting.clause
    if clause.row[1] < _SHORTEST or sighting.conjunct:
        return ""
    # (few figures of a row stand beside a level: asked first)
    if folded[sighting.quantity.char_start - 1] not in _LEVEL_ENDS and not _LEVEL_NEAR.search(folded, *clause.after):
        return ""
    opening = clean(folded[slice(*clause.head)])
    behind = _LEVEL.fullmatch(folded, *clause.after) if clause.after[0] < clause.after[1] else None
    own = _LEVEL.search(folded[clause.before[0] : sighting.quantity.char_start])
    before = own if own and own.end() == sighting.quantity.char_start - clause.before[0] else None
    level = behind or before
    if level is None:
        return ""
    lead = _LEVEL_WORD.sub("", opening).removesuffix("拥") if len(opening) <= _LONGEST_LEAD else ""
    tail = folded[slice(*clause.tail)]
    shared = _LEVEL.match(tail) if behind else None
    noun = _LEVELS_NOUN.match(tail, shared.end() if shared else 0) if shared or before else None
    if noun and len(noun["noun"]) > _SHORTEST:
        return f"{lead}{noun['noun']}({level['level']})"
    if before and clause.row[0] and near and not before.start() and "本级" not in near:
        # 创成全国民主法治示范村1个、省级9个
        kind = _LEVEL_WORD.sub("", near.partition("(")[0] if near.endswith("级)") else near)
        return f"{kind}({level['level']})" if len(kind) > _SHORTEST + 1 else ""
    return ""


_LEVEL_ENDS = frozenset("级国 ")
_LEVEL_NEAR = expression(r"[级国][\s、和及]*$")
_LONGEST_LEAD = 10
# (县直部门 is no county)
_PLACE = r"(?:街道|社区|乡镇|[省市县区旗乡镇村州])(?![直级政委])"
_HOW_MANY = r"(?:\d+|[一二两三四五六七八九十]+)"
_PLACES = expression(
    rf"(?P<opening>[^,;。]*?){_HOW_MANY}个?{_PLACE}(?:[、和]?{_HOW_MANY}个?{_PLACE})+(?P<rest>[一-龥“”]{{2,16}})(?=[,;。]|$)"
)
_OWN_PLACE = expression(rf"{_PLACE}(?=[、和]?{_HOW_MANY}|[一-龥])")


def name_places(folded: str, sighting: Sighting) -> str:
    """督察组赴镇实地查看服务情况, of 督察组赴3镇7村实地查看服务情况; empty where no row of places is told of."""
    clause = sighting.clause
    if sighting.quantity.unit not in {"", "个"} or clause.row[1] < _SHORTEST:
        return ""
    place = _OWN_PLACE.match(folded, sighting.quantity.char_end)
    row = _PLACES.match(folded, clause.head[0]) if place else None
    if not place or not row or not row.start("opening") <= sighting.quantity.char_start < row.start("rest"):
        return ""
    opening = clean(row["opening"] + "事").removesuffix("事")
    return opening + place[0] + row["rest"] if len(opening) + len(row["rest"]) <= _LONGEST_PLACED else ""


_LONGEST_PLACED = 26


@cache
def _each_behind() -> re.Pattern[str]:
    return compile_expression(
        rf"(?P<noun>[一-龥“”]{{1,14}}?)(?:分别|依次)(?P<did>(?:{any_act()}|{any_word('won')}|被)?)(?P<list>[^,;:。]+)"
    )


def name_each_behind(folded: str, sighting: Sighting) -> str:
    """企业获评B级, of the second of 2家、5家、9家企业分别获评A级、B级、C级; empty where they are not as many as the figures."""
    clause = sighting.clause
    position, count = clause.row
    if count < _SHORTEST or folded[slice(*clause.head)].strip() or "分别" not in folded[slice(*clause.tail)]:
        return ""
    told = _each_behind().match(folded, *clause.tail)
    parts = _PARTS.split(told["list"]) if told else []
    if told is None or len(parts) != count or not all(map(str.strip, parts)):
        return ""
    return told["noun"] + told["did"] + parts[position].strip()


# 2个集体、3个人分别荣获全省先进集体和先进个人: the one title is the bodies', the other the persons'
_TITLES_OF_BOTH = expression(
    r"(?P<did>荣?获(?:评|得)?|被?(?:评为|授予|评选为|表彰为))了?(?P<whose>[^,;。]{0,20}?)"
    r"(?P<bodies>[一-龥]{2}(?:集体|单位))(?:和|及|与|、)(?P<persons>[一-龥]{2}(?:个人|工作者))"
)


def name_title_of_both(folded: str, sighting: Sighting) -> str:
    """荣获全省先进集体, of the bodies of a pair of bodies and persons that won both; empty for others."""
    won = _TITLES_OF_BOTH.search(folded, sighting.quantity.char_end, sighting.clause.sentence[1])
    if won is None or won.start() > sighting.clause.tail[1]:
        return ""
    person = unit_classes().get(sighting.quantity.unit) == "person"
    return won["did"] + YEARS.sub("", won["whose"]) + won["persons" if person else "bodies"]


_BEGINS_WITH_NUMBER = expression(r"[\s,、]*$")
_LONGEST_VERB = 6


def name_verb_before(folded: str, sighting: Sighting, near: Told) -> str:
    """查阅, of the second of 查阅了3400份执法卷宗，2300份依法行政材料: a clause that only counts goes on with the one before; empty for none."""
    clause = sighting.clause
    if clause.row[0] or clause.in_brackets or near.unit != sighting.quantity.unit:
        return ""
    if near.text[:1] in _MORE_STARTS and (more := _read_more(folded, sighting, near)):
        return more
    if not _BEGINS_WITH_NUMBER.fullmatch(folded, clause.before[0], sighting.quantity.char_start):
        return ""
    if not near.core:
        return ""
    after = folded[slice(*clause.after)].rstrip(",;。、")
    joined = (
        folded[clause.before[0] - 1 : clause.before[0]] in {",", "、"}
        and clause.earlier
        and near.at >= clause.earlier[0][0]
    )
    lead = near.text.removesuffix(near.core)
    alone = len(after) > 1 and after.isalnum() and all(tag not in _PREDICATES for _, tag in tag_words(after))
    if alone and clause.row[1] > 1 and _WON.search(folded, *clause.tail):
        # 命名示范乡镇9个，3个集体、5名个人获省级表彰
        return ""
    return lead if joined and alone and lead != near.text and _SHORTEST <= len(lead) <= _LONGEST_VERB else ""


_WON = expression(r"(?:荣?获|入选|被|受到|均|分别)[一-龥]{2}")
# 增加编制2名，领导职数1名: how many more, and not how many there are
_MORE = expression(r"(?:增加|新增|增设|核增|减少|核减|撤销|裁撤|精简|取消)(?=[一-龥]{2})")
_MORE_STARTS = frozenset("增新核减撤裁精取")
_LONGEST_NOUN = 8


def _read_more(folded: str, sighting: Sighting, near: Told) -> str:
    """增加, of 领导职数1名 behind 增加编制2名: the clause right behind has a noun alone; empty for others."""
    clause = sighting.clause
    own = folded[clause.before[0] : sighting.quantity.char_start].strip()
    more = _MORE.match(near.text)
    if more is None or not _SHORTEST < len(own) <= _LONGEST_NOUN or not own.isalpha():
        return ""
    next_to = folded[clause.before[0] - 1] in ",、" and clause.earlier and near.at >= clause.earlier[0][0]
    alone = all(tag.startswith(("n", "b", "j", "l")) for _, tag in tag_words(own))
    return more[0] if next_to and alone else ""


_PREDICATES = frozenset({"v", "d", "p", "ad"})
_IN_ORDER_OF = expression(r"(?P<things>[^,;:。]+?)(?:分别|依次)(?P<did>[^,;:。]*)$")
_TIMES_COMPARED = expression(r"(?<!同)(?:较|比|与)?(?:(?:19|20)\d{2}年|上年|去年|改革前|同期)+(?:同期)?")


def name_listed_one(folded: str, clause: Clause) -> str:
    """PM10同比改善, of SO2、PM2.5和PM10分别同比2016年改善了32.4%、12.5%和10.4%; empty where they are not as many as the figures."""
    position, count = clause.row
    if count < _SHORTEST:
        return ""
    opening = folded[slice(*clause.head)]
    listed = _IN_ORDER_OF.search(opening) if "分别" in opening or "依次" in opening else None
    parts = _PARTS.split(listed["things"]) if listed else []
    if listed is None or len(parts) != count or not all(len(clean(part)) >= _SHORTEST for part in parts):
        return ""
    did = clean(_TIMES_COMPARED.sub("", listed["did"]).rstrip("了"))
    own = parts[position].strip()
    # (PM2.5 ends in its number)
    return (own if own[-1:].isdigit() else clean(own)) + did if _SHORTEST <= len(did) <= _LONGEST_LEAD else ""


_MANNER = expression(
    r"^(?:均|都|已经?|全部|一并|分别|逐[一件个项]|先后|依法|也|可以?|集中|自觉|主动|全面|陆续|正|正在)+(?=[一-龥]{2})"
)


# 3件规范性文件以上, 12件案件中，处罚28件并移送5件: no predicate
_NO_PREDICATE = expression(r"[、和与及以左右等中里内的()]|并(?!案|联)|且|或者?|上下|不等")


_ENDS_PREDICATE = expression(r"[,;。:]|(?<!一)并(?!案|联)|且(?=[一-龥]{2})|后(?=[,;。])|\d")


_LONGEST_PREDICATE = 16


def read_rest(reading: Reading, sighting: Sighting, noun: Span) -> str:
    """What is said of the counted things behind the last noun of their row, where nothing before them says what was done.

    3件已过有效期的文件予以废止, 96%的受访群众对基层执法表示满意, 6件县政府文件、4件部门文件按时限报送备案.
    """
    clause, folded = sighting.clause, reading.folded
    start, stop = noun[1], clause.after[1]
    if clause.row[0] + 1 < clause.row[1] and _OWN_PREDICATE.match(folded, start, stop):
        # 11件规范性文件予以废止、4件启动修订: each with its own
        stop = start + len(folded[start:stop].rstrip("、和 "))
    elif clause.row[0] + 1 < clause.row[1]:
        if folded[start:stop].strip() or not folded.startswith(("、", "和", "及", "与"), stop):
            return ""
        last = AFTER_NOUN.match(folded, *clause.tail) if clause.tail[0] < clause.tail[1] else None
        if last is None or folded[clause.tail[0]] in NO_NOUN or last.end("noun") - last.start("noun") < _SHORTEST:
            return ""
        start, stop = _find_noun_end(folded, last.span("noun")), clause.tail[1]
    if since := _SINCE.match(folded, start, stop):
        # 23项审批权限自7月起下放到街道办理
        start = since.end()
    if start >= stop or _NO_PREDICATE.match(folded, start, stop):
        return ""
    rest = folded[start:stop]
    ends = _ENDS_PREDICATE.search(rest)
    rest = _MANNER.sub("", "".join(rest[: ends.start() if ends else len(rest)].split()))
    if len(rest) < _SHORTEST or not any("一" <= character <= "龥" for character in rest):
        return ""
    if "、" in rest:
        listed = compress_list(rest) if "等" in rest else rest
        rest = listed if len(listed) <= _LONGEST_PREDICATE else rest.partition("、")[0]
    return rest if len(rest) <= _LONGEST_PREDICATE else shorten_rest(rest, reading, (start, stop))


_SINCE = expression(r"[自从](?:\d{4}年)?\d{1,2}月(?:份|底|末|\d{1,2}日)?起")
_OWN_PREDICATE = expression(r"(?:予以|均|已经?|被|全部|作[了出]|评[为定])[一-龥]{2,12}[、和]?\s*$")
_ALL_OF_ROW = expression(r"(?:均|都|皆|全部|已全部)+(?:已经?)?(?P<done>[一-龥]{2,14})(?=[,;。并]|$)")


def read_shared_rest(folded: str, clause: Clause) -> str:
    """办理完毕, of 人大代表建议74件、政协提案96件均办理完毕: what the row's end says of all whose names stand before their numbers."""
    last = clause.row[0] + 1 == clause.row[1]
    if not last and folded[slice(*clause.after)].strip(" 、和及与"):
        return ""
    said = _ALL_OF_ROW.match(folded, *(clause.after if last else clause.tail))
    return _MANNER.sub("", said["done"]) if said else ""


def _find_noun_end(folded: str, noun: Span) -> int:
    """Where a noun ends without the predicate that was taken for its end: 人民调解员|活跃在基层一线, 部门文件|按时限报送备案."""
    at = noun[0]
    words = tag_words(folded[noun[0] : noun[1] + 1])
    for (word, tag), (_, following) in zip(words, [*words[1:], ("", "")], strict=True):
        behind_noun = at > noun[0] and folded[at - 1] not in "的、和与及"
        if behind_noun and (tag in _OPENS_PREDICATE or (tag in _QUALITIES and following == "p")):
            return at
        at += len(word)
    return noun[1]


_OPENS_PREDICATE = frozenset({"p", "d", "ad"})
_QUALITIES = frozenset({"v", "vn", "a", "an"})


def shorten_rest(rest: str, reading: Reading, span: Span) -> str:
    """Its verb and what stands behind that."""
    for token in reading.tokens.acts(span):
        done = "".join(reading.folded[token.start : span[1]].split()).rstrip(",;。:、")
        if rest.endswith(done):
            verb = token.end - token.start
            return (
                done
                if len(done) <= _LONGEST_PREDICATE
                else done[:verb] + end_words(done[verb:], _LONGEST_PREDICATE - verb)
            )
    return first_words(rest, _LONGEST_PREDICATE)


# 对312宗邻里纠纷，各村调委会都主动上门进行了调解; 从各部门抽取的85本案卷，由专家组进行评查
_DONE_WITH = expression(r"[^,;。]{0,30}?(?:进行|开展|予以|实施|作出)了?(?P<done>[一-龥]{2,10})(?=[,;。]|$)")


_OPENS_OBJECT = expression(r"\s*(?:对|将|把|就|围绕|聚焦|针对|从|与|经)")


_LONGEST_DONE = 12


def read_done_ahead(reading: Reading, sighting: Sighting, noun: Span) -> str:
    """What the next clause says was done with the things that a clause only names: 对312宗邻里纠纷，各村都上门进行了调解."""
    clause, folded = sighting.clause, reading.folded
    if clause.ahead[0] == clause.ahead[1] or folded[clause.ahead[0] - 1] != "," or folded[clause.ahead[0]].isdigit():
        # 对11项决策开展评估，6项决策提请审议: the next clause is the next figure's
        return ""
    opens = _OPENS_OBJECT.match(folded, *clause.head)
    between = folded[max(noun[1], clause.after[1]) if clause.row[1] == 1 else clause.tail[0] : clause.ahead[0]]
    if opens is None or (clause.row[1] == 1 and folded[noun[1] : clause.after[1]].strip(" ,")) or ";" in between:
        return ""
    if _OPENS_OBJECT.match(folded, *clause.ahead) or (clause.row[1] > 1 and folded.startswith("从", clause.head[0])):
        # 从9个地区和40个项目中优选2个项目参评，完成推荐工作: nothing was done with those out of which
        return ""
    if done := _DONE_WITH.match(folded, *clause.ahead):
        return done["done"]
    words = "".join(folded[slice(*clause.ahead)].split()).rstrip(",;。")
    verb = find_row_verb(words)
    told = words[words.find(verb) :].replace("了", "") if verb else ""
    return told if _SHORTEST < len(told) <= _LONGEST_DONE and not any(map(str.isdigit, told)) else ""
