"""The time that a figure covers: that of the nearest time expression that governs its clause, else the year that the report is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from parsers.numbers.times import TimeExpression, months, whole_year
from parsers.numbers.words import any_act, any_word
from parsers.records import Period
from parsers.text.expressions import compile_expression, expression

# 在2020年授权赋能30项的基础上，将…21项: the time belongs to what is built upon, and ends there.
# (what it ends in asked first: the search then passes over all other characters)
_LEFT_BEHIND = expression(
    r"[上比言至到](?:(?<=基础上)|(?<=相比)|(?<=比较而言)|(?<=[缩降升增][至到])|(?<=(?:提高|上升|下降|增加|减少|增长)[至到]))"
)
# 与2021年相比, 较去年同期的31件: what is compared with, not what is reported.
_COMPARING = ("较", "比", "同", "与", "超过", "高于", "低于", "相较于", "相对", "相对于", "从", "由", "是")
_COMPARING_ENDS = frozenset(word[-1] for word in _COMPARING)
_OWN = expression(r"(?:同期|度)?的?\(?\s*")
_MULTIPLE = expression(r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)\s*倍")
# 去年同期为58件, 上年同期受理39件; 去年同期增加12件 compares
_SAME_TIME = expression(r"\s*同期[^,;。、增减升降多少高低下上]{0,10}")
# 梳理2017年至2022年县政府印发的规范性文件共42件, 对1984年以来的127件, 对2015年底以前制发的文件,
# 2022年底前换届的村, 自2017年起连续举办的巡演: the years are those of the documents, not of the count.
_OF_THE_THING = expression(
    r"\s*(?:的|[以之]前|前[^,;。\d]{1,16}?的|[^,;。]{0,20}?(?:连续[一-龥]{2}"
    r"|修建|建造|改建|扩建|落成|竣工|投用|投入使用|启用|立项|购置|开通|组建|设置|核定|授牌|开业|投运|投产|印发|制发|下发|制定|出台|颁布|公布|发布|施行|实施|生效|成立|登记|设立|建成|签订|批准|有效|现行)的)"
)
# 对近三年审计中多次出现的问题开展约谈3次: what it is done to is of those years
_DONE_TO = expression(r"(?:针对|[对就将把])(?:全[县市区省州镇])?\Z")
_SUCH = expression(
    r"[^,;。\n\d]{0,40}?(?:出现|发生|发现|存在|暴露|查处|办结|审结|受理|承办|办理|签订|形成|产生|遗留|积压|作出|处罚|上报|移送|反映)的[^,;。\d]{2,}"
)
# 2月市委全会审议了意见，市委办公室随后下发方案，明确任务52项: what came after is of that year, not of that month
_THEREAFTER = expression(r"[^,;。\n]{4,},(?:[^;。\n]*,)?[^,;。\n]{0,20}?(?:随后|相继|此后|其后|尔后|继而|接着)")
# 聚焦二〇三五年林业远景目标，…签订责任书270份; 锚定2030年碳达峰目标，…
_HORIZON = expression(r"[^,;。\d]{0,14}(?:目标|规划|纲要|蓝图|愿景)[^,;。\d]{0,4},")
# 2020年获评示范县；应诉率98%: a time ends with its clause group; 2023年1至9月，受理52件；审结49件 was said of the whole sentence.
_GROUP_END = expression("[;。\\n]")
_CLAUSE_END = expression("[,;。\\n]")
_TOPIC = expression(r"\s*(?:期间|间|内|里|中)?\s*,")
_FIGURE = expression(r"(?<!第)(?<!第\s)\d|[一二三四五六七八九十百]{2,}[余多]?[件次人名项个份家场起]")
# 合计62件 behind 第一季度15件、第二季度16件: all of them
_TOTAL = expression(
    r"(?:[二两三四五六七八九十]年来?(?:共计?|累计)|总数|总量|合计|总计|共计|总共|一共|全年共?|累计)(?:为|达|有|是)?[^,;。、\d]{0,8}\s*$"
)


# 上半年310件、下半年295件，共605件
_TOGETHER = expression(
    r"[,;、(]\s*(?:全部|加起来|前后|两项|三项|四项|以上|上述)?共(?![同享建治商青产])[^,;。、\d]{0,10}(?=\d)"
)
_MEASURED = expression(r"(?:约|近|超过?|逾)?\d[\d.,]*[万亿]?[余多]?(?P<measure>[一-龥%]{1,2})")
TOTAL_WORDS = (
    r"(?:(?:以上|上述|前述|各月|各季度|四个季度|上下半年|两个半年|全年|十二个月|12个月|[二两三四五六七八九十]项|[二两三四五六七八九十]年来?|[二两三四五六七八九十]者|全县|全市|全区)?"
    r"(?:一共|合计|累计|总计|总共|共计|共有|共|总数|总量|全年)+(?:为|达到?|有|是|完成)?(?:约|近|超过?|逾)?)"
)
"""What stands between the parts and their total where the total names nothing of its own."""
_ALL = expression(rf"\s*{TOTAL_WORDS}\s*")
_LONGEST_TOTAL = 20


# 合计62件，同比增长5%: what follows the total is told of it
_TOTAL_TOLD = expression(r"(?:合计|总计|共计|总共)(?:为|达|有|是)?[^,;。、\d]{0,8}\d[^;。]*,")


@cache
def _event() -> re.Pattern[str]:
    """2020年获评示范县, 2019年成立顾问团, 2021年度考核居第三: what happened once, and tells no time of what is counted beside it."""
    return compile_expression(any_word("event"))


@cache
def _naming() -> re.Pattern[str]:
    """获评2019-2021年全国先进, 落实2022年度计划: a year within a name."""
    return compile_expression(rf"(?:{any_word('naming')})(?:了|为|全[国省市县区])?[“\"《]?\Z")


# 8月5日接到汛情预警后，召开会商会6次: what came after the day of an event is not done with its month
_AFTER_EVENT = expression(r"[^,;。\n\d]{4,24}(?<![今以此之然])后,")
# No sentence is longer (parsers.numbers.clauses); without a bound a page of one item costs the square of its times.
_FARTHEST = 1500
_FARTHEST_OF_ITEM = 400
"""How far behind it a time governs the next sentences of its item."""


def find_period(
    folded: str,
    quote_start: int,
    sentence_start: int,
    item_start: int,
    times: list[TimeExpression],
    default: Period | None,
) -> Period | None:
    """The period of the figure at `quote_start`; `default` where nothing nearby tells.

    Looks back through the sentence (from `sentence_start`) to the nearest expression that governs; an expression of reach `item`
    (2021年以来, 截至9月底) also governs the next sentences of its item (from `item_start`) until another time is named.
    """
    index = bisect_left(times, (quote_start,)) - 1
    if index >= 0 and (year := _year_by_place(folded, quote_start, times[index])):
        return year
    if index > 0 and (placed := _by_place(folded, quote_start, times, index)):
        return placed
    if index > 0 and (whole := _sum_up(folded, quote_start, sentence_start, times, index)):
        return whole
    if index >= 0 and (before := _moved_since(folded, quote_start, sentence_start, times, index)):
        return before
    if moved := _moved_alike(folded, quote_start, sentence_start, times, index):
        return moved
    while index >= 0 and times[index].start >= item_start:
        time = times[index]
        index -= 1
        distance = quote_start - time.end
        if distance > _FARTHEST or (time.start < sentence_start and distance >= _FARTHEST_OF_ITEM):
            return default
        between = folded[time.end : quote_start]
        # 较去年同期的31件, 2014年(21件): the figure is the one compared with
        own = (
            _OWN.fullmatch(between) is not None
            and folded[quote_start] not in "-负"
            and not _MULTIPLE.match(folded, quote_start)
        )
        if ")" in between and between.count(")") > between.count("("):
            # 审结24件(含上年结转2件)，其中维持13件: what is said in brackets governs nothing outside them
            continue
        if not own and (not _governs(folded, time, between) or _is_horizon(time, between, default)):
            continue
        if time.start >= sentence_start:
            if between.lstrip().startswith("同期"):
                return _shift(time, times, index, sentence_start)
            later = _is_of_month(time) and _THEREAFTER.match(between)
            return whole_year(time.period.start.year) if later else time.period
        if time.reach == "item" and "\n" not in between.strip("\n"):
            return time.period
        return default
    return default


def _governs(folded: str, time: TimeExpression, between: str) -> bool:
    """Whether a time that stands before a figure, with `between` behind it, is the figure's time."""
    if between.lstrip().startswith("同期"):
        return _SAME_TIME.fullmatch(between) is not None and not _is_compared(folded, time)
    if _is_compared(folded, time) or _LEFT_BEHIND.search(between):
        return False
    if _OF_THE_THING.match(between) and time.reach != "clause":
        return False
    if _SUCH.match(between) and _DONE_TO.search(folded, max(0, time.start - 6), time.start):
        return False
    if "后," in between and _is_of_month(time) and _AFTER_EVENT.match(between):
        return False
    if time.reach == "item" or not (ending := _CLAUSE_END.search(between)):
        return True
    if _naming().search(folded, max(0, time.start - 8), time.start):
        return False
    ended = _GROUP_END.search(between)
    if ended and not _FIGURE.search(between, 0, ended.start()):
        # 2022年12月，县行政复议局荣立集体三等功；纠错率18.4%: it told nothing that is counted, and ends
        return False
    topic = _TOPIC.match(between)
    if topic and (later := _CLAUSE_END.search(between, topic.end())):
        ending = later
    elif topic:
        return True
    if _event().search(between, 0, ending.start()) and not _FIGURE.search(between, 0, ending.start()):
        return False
    return topic is not None or not _GROUP_END.search(between)


def _is_of_month(time: TimeExpression) -> bool:
    return time.period.start.month == time.period.end.month


def _is_horizon(time: TimeExpression, between: str, default: Period | None) -> bool:
    """Whether a time to come is only what a plan or a goal looks ahead to."""
    return default is not None and time.period.start > default.end and _HORIZON.match(between) is not None


def _is_compared(folded: str, time: TimeExpression) -> bool:
    # (a line of its own that ends in one of the words, 近年工作对比, compares nothing with the next)
    before = folded[max(0, time.start - 4) : time.start].rstrip(" ")
    return before[-1:] in _COMPARING_ENDS and before.endswith(_COMPARING)


def _shift(time: TimeExpression, times: list[TimeExpression], index: int, sentence_start: int) -> Period:
    """1至9月受理44件，去年同期39件: the same months of that year."""
    year = time.period.start.year
    while index >= 0 and times[index].start >= sentence_start:
        period = times[index].period
        if period.start.year == period.end.year and period != whole_year(period.start.year):
            return months(year, period.start.month, year, period.end.month)
        index -= 1
    return time.period


# 2021年、2022年分别受理10件、12件: each figure has the time of its place
# 截至6月、9月、12月底，累计化解纠纷分别为120件、260件、410件
_IN_ORDER = expression(r"(?:[^,;。、\n]{0,10}|,[^,;。、和及与\n\d]{0,16})(?:分别|依次)(?P<figures>[^;。\n]*)")
# 2022年、2023年，办理案件58件、61件: as many figures as times, and nothing between them
_BESIDE = expression(
    r"\s*,?[^,;。、\n\d]{0,16}(?P<figures>\d[\d.,]*[万亿]?(?P<measure>[一-龥]{1,2}|%)(?:[、和与]\d[\d.,]*[万亿]?(?P=measure))+)"
)
_FIGURE_BESIDE = expression(r"\d[\d.,]*")
_LONGEST_ORDER = 20
_NEXT_TIME = expression(r"\s*(?:、|和|及|与|,)\s*")
_NEXT_FIGURE = expression(r"\d[^\d、,和及]*(?:、|,|和|及)")


# 近三年行政应诉案件分别为31件、27件、22件: as many figures as years, the first year first
_EACH_YEAR = expression(
    r"[^;。\n\d]{0,24}(?:分别|依次)[^;。\n\d、]{0,6}(?P<figures>\d[\d.,]*[万亿]?(?P<measure>[一-龥]{1,3}|%)(?:[、,和与]\d[\d.,]*[万亿]?(?P=measure))+)"
)


def _year_by_place(folded: str, quote_start: int, time: TimeExpression) -> Period | None:
    """The year of a figure by its place in a row that has one for each year of a time; None for any other figure."""
    start, end = time.period.start, time.period.end
    years = end.year - start.year + 1
    if years < _FEWEST_YEARS or (start.month, end.month) != (1, 12):
        return None
    told = _EACH_YEAR.match(folded, time.end)
    if told is None or not told.start("figures") <= quote_start < told.end("figures"):
        return None
    if len(_FIGURE_BESIDE.findall(told["figures"])) != years:
        return None
    return whole_year(start.year + len(_NEXT_FIGURE.findall(folded, told.start("figures"), quote_start)))


_FEWEST_YEARS = 2


def _find_first_of_row(folded: str, times: list[TimeExpression], last: int) -> int:
    """The first of the times that stand in a row with this one: 2021年、2022年."""
    first = last
    while first > 0 and _NEXT_TIME.fullmatch(folded, times[first - 1].end, times[first].start):
        first -= 1
    return first


def _by_place(folded: str, quote_start: int, times: list[TimeExpression], index: int) -> Period | None:
    end = times[index].end
    # (few times stand in a row: asked first)
    if not _NEXT_TIME.fullmatch(folded, times[index - 1].end, times[index].start):
        return None
    opening = folded[end : min(end + _LONGEST_ORDER, quote_start)]
    beside = "分别" not in opening and "依次" not in opening
    told = _BESIDE.match(folded, end) if beside else _IN_ORDER.fullmatch(folded, end, quote_start)
    if told is None or (beside and not told.start("figures") <= quote_start < told.end("figures")):
        return None
    first = _find_first_of_row(folded, times, index)
    if beside and len(_FIGURE_BESIDE.findall(told["figures"])) != index - first + 1:
        return None
    place = first + len(_NEXT_FIGURE.findall(folded, told.start("figures"), quote_start))
    return times[place].period if first < index and place <= index else None


# 上半年、下半年各开展检查12次: the same number at each of them; 各镇开展12次 is said of the towns
@cache
def _at_each() -> re.Pattern[str]:
    return compile_expression(rf"\s*,?\s*各(?:自)?(?:(?:{any_act()})了?[^,;。、\n\d]{{0,12}}|有|为|达)?\s*\Z")


_EACH_BEHIND = expression(r"\s*,?\s*各")
_LONGEST_EACH = 24


def find_each_time(folded: str, quote_start: int, times: list[TimeExpression]) -> list[Period]:
    """The periods of all times of a row, where the figure is said of each of them; empty for any other figure."""
    if folded.find("各", max(0, quote_start - _LONGEST_EACH), quote_start) < 0:
        return []
    last = bisect_left(times, (quote_start,)) - 1
    # (the verbs are asked only where 各 stands right behind the time)
    if last < 1 or not _EACH_BEHIND.match(folded, times[last].end, quote_start):
        return []
    if not _at_each().match(folded, times[last].end, quote_start):
        return []
    first = _find_first_of_row(folded, times, last)
    return [time.period for time in times[first : last + 1]] if first < last else []


# 应诉案件由2021年的58件降到2023年的31件，败诉率由12.1%降到6.5%: the second pair is of the same two times
_MOVES_FROM = expression(r"[由从自](?:原来|原先|原有|原)?的?\s*\Z")
_MOVES_TO = expression(r"[由从自][^,;。由从自]{0,20}?\d[^,;。]{0,12}?[一-龥]{1,6}?[至到为]了?\s*\Z")
_CAME_TO = expression(r"[至到为]了?\s*\Z")
_LONGEST_MOVE = 40


_AGAINST = expression(r"同期|(?:度|全年)?相?比")


def _moved_since(
    folded: str, quote_start: int, sentence_start: int, times: list[TimeExpression], index: int
) -> Period | None:
    """今年上半年较2022年同期，申请量由31件增至48件: what it was is of the time that is compared with, what it is of the one before."""
    last = times[index]
    if last.start < sentence_start or quote_start - last.end > _LONGEST_MOVE or not _is_compared(folded, last):
        return None
    if not _AGAINST.match(folded, last.end) or ";" in folded[last.end : quote_start]:
        return None
    said = folded[last.end : quote_start]
    if _MOVES_FROM.search(said):
        return _shift(last, times, index - 1, sentence_start)
    beside = index > 0 and last.start - times[index - 1].end <= 1 and times[index - 1].start >= sentence_start
    return times[index - 1].period if beside and _MOVES_TO.search(said) else None


def _moved_alike(
    folded: str, quote_start: int, sentence_start: int, times: list[TimeExpression], index: int
) -> Period | None:
    """The time of a figure that went from one value to another, where the clause before told from when to when; None for others."""
    if index < 0 or times[index].start < sentence_start or quote_start - times[index].end > 2 * _LONGEST_MOVE:
        return None
    last = times[index]
    came = _CAME_TO.search(folded, max(0, last.start - 2), last.start) is not None
    first = times[index - 1] if came and index else last
    if first.start < sentence_start or not _MOVES_FROM.search(folded, max(0, first.start - 4), first.start):
        return None
    own = max(folded.rfind(stop, last.end, quote_start) for stop in ",;、") + 1
    if not own or ";" in folded[last.end : quote_start]:
        return None
    said = folded[max(own, quote_start - _LONGEST_MOVE) : quote_start]
    if _MOVES_FROM.search(said):
        return first.period
    return last.period if came and _MOVES_TO.search(said) else None


def _sum_up(
    folded: str, quote_start: int, sentence_start: int, times: list[TimeExpression], index: int
) -> Period | None:
    """The time of a total that is told behind its parts, from the first to the last of them; None for any other figure."""
    if times[index - 1].period.end >= times[index].period.start:
        return None
    if opens_as_total(folded, sentence_start, quote_start):
        # 一季度15件、二季度16件。合计31件: its parts stand in the sentence before
        sentence_start = max(folded.rfind(stop, 0, max(0, sentence_start - 1)) for stop in "。\n") + 1
    told = folded[max(sentence_start, times[index].end) : quote_start]
    if not ("计" in told or "共" in told or "总" in told or "全年" in told) or not (
        _TOTAL.search(told[-14:])
        or _TOTAL_TOLD.search(told)
        or _is_together(folded, max(sentence_start, times[index].end), quote_start)
    ):
        return None
    first = index
    while (
        first > 0
        and times[first - 1].start >= sentence_start
        and times[first - 1].period.end < times[first].period.start
    ):
        first -= 1
    return Period(times[first].period.start, times[index].period.end) if first < index else None


def opens_as_total(folded: str, sentence_start: int, quote_start: int) -> bool:
    """Whether a sentence begins with nothing but a word for a total: 合计31件, 四个季度累计1700件."""
    return (
        quote_start - sentence_start < _LONGEST_TOTAL
        and _ALL.fullmatch(folded, sentence_start, quote_start) is not None
    )


def _is_together(folded: str, part: int, at: int) -> bool:
    """Whether a figure, or one before it, is a total by the measure word of the last part before it: 上半年310件、下半年295件，共605件."""
    if (together := _TOGETHER.search(folded, part, at + 1)) is None:
        return False
    measure = _MEASURED.match(folded, together.end())
    return measure is not None and any(
        found["measure"] == measure["measure"] for found in _MEASURED.finditer(folded, part, together.start())
    )
