"""The words of a text that name a time (2023年1-9月, 截至9月底, 十三五时期), and the days that they mean."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from parsers.records import Period
from parsers.text.expressions import compile_expression, expression
from parsers.text.numerals import read_chinese_numeral

Reach = str
"""How far an expression governs: `sentence` up to the full stop, `item` on to sentences after it that name no time (2021年以来，…), `clause` only."""


class TimeExpression(NamedTuple):
    """A stretch of text that names a time."""

    start: int
    end: int
    period: Period
    reach: Reach


@lru_cache(maxsize=4096)
def months(first_year: int, first_month: int, last_year: int, last_month: int) -> Period:
    """From the first day of one month to the last of another."""
    last_day = calendar.monthrange(last_year, last_month)[1]
    return Period(dt.date(first_year, first_month, 1), dt.date(last_year, last_month, last_day))


def whole_year(year: int) -> Period:
    """1 January to 31 December."""
    return months(year, 1, year, 12)


_QUARTERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_HALVES = {"上": (1, 6), "下": (7, 12)}
_YEAR = (
    r"(?:(?<!\d)(?P<year>20\d{2}|19\d{2})\s*年度?(?!版)(?:全年)?|(?P<this>(?:今年|本年度?|当年)(?:全年)?|全年)"
    r"|(?P<before>(?<![以之此目])前年(?!度))|(?P<last>(?:去年|上年度?|上一年度?)(?:全年)?))"
)

_Match = re.Match[str]

_MONTH = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九元])"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})\s*[日号]"


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    return 1 if written == "元" else int(read_chinese_numeral(written) or 0)


def _year(match: _Match, year: int) -> int:
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    return year - 2 if groups.get("before") else year - 1 if groups.get("last") else year


def _since(match: _Match, year: int) -> Period | None:
    first = _year(match, year)
    month = _number(match.groupdict().get("month") or "1")
    # 2023年以来 in the report on 2022 (it came out late) covers what is left of that very year.
    return months(first, month, max(first, year), 12) if 1 <= month <= 12 else None


def _until(match: _Match, year: int) -> Period | None:
    of = _year(match, year)
    month = _number(match["month"])
    return months(of, 1, of, month) if 1 <= month <= 12 else None


def _first_months(match: _Match, year: int) -> Period | None:
    of = _year(match, year)
    count = _number(match["count"])
    return months(of, 1, of, count) if 1 <= count <= 12 else None


def _first_quarters(match: _Match, year: int) -> Period | None:
    of = _year(match, year)
    return months(of, 1, of, 3 * _QUARTERS[match["quarter"]])


def _quarter_range(match: _Match, year: int) -> Period | None:
    of, first, last = _year(match, year), _QUARTERS[match["first"]], _QUARTERS[match["quarter"]]
    return months(of, 3 * first - 2, of, 3 * last) if first < last else None


def _last_months(match: _Match, year: int) -> Period | None:
    of, count = _year(match, year), _number(match["count"])
    return months(of, 13 - count, of, 12) if 1 <= count < 12 else None


def _quarter(match: _Match, year: int) -> Period:
    of, quarter = _year(match, year), _QUARTERS[match["quarter"]]
    return months(of, 3 * quarter - 2, of, 3 * quarter)


def _half(match: _Match, year: int) -> Period:
    of = _year(match, year)
    first, last = _HALVES[match["half"]]
    # 截至2023年上半年 counts from the year's beginning as well
    return months(of, first, of, last)


def _month_range(match: _Match, year: int) -> Period | None:
    of, first, last = _year(match, year), _number(match["first"]), _number(match["month"])
    return months(of, first, of, last) if 1 <= first <= last <= 12 else None


def _month_span(match: _Match, year: int) -> Period | None:
    groups = match.groupdict()
    of, last = _year(match, year), _number(match["month"] or "12")
    # 2022年底至2023年6月
    first = _number(groups["first"]) if groups.get("first") else 1 if groups["edge"] == "初" else 12
    to = int(match["to"]) if match["to"] else of + 1 if match["next"] else year if match["now"] else of
    return months(of, first, to, last) if 1 <= first <= 12 and 1 <= last <= 12 and (of, first) <= (to, last) else None


def _month(match: _Match, year: int) -> Period | None:
    of, month = _year(match, year), _number(match["month"])
    return months(of, month, of, month) if 1 <= month <= 12 else None


def _month_on(match: _Match, year: int) -> Period | None:
    of, month = _year(match, year), _number(match["month"])
    return months(of, month, of, _DECEMBER) if 1 <= month <= _DECEMBER else None


def _joined_months(match: _Match, year: int) -> Period | None:
    of, first, last = _year(match, year), _number(match["first"]), _number(match["month"])
    between = 1 + bool(match["between"])
    if match["between"] and _number(match["between"]) != first + 1:
        return None
    return months(of, first, of, last) if 1 <= first < _DECEMBER and last == first + between <= _DECEMBER else None


_DECEMBER = 12


def _years(match: _Match, year: int) -> Period | None:
    first = int(match["year"])
    last = match["to"]
    last_year = int(last) if len(last) == 4 else int(str(first)[:2] + last)
    return months(first, 1, last_year, 12) if first <= last_year <= first + 30 else None


_YEAR_DIGITS = expression(r"20\d{2}")


def _joined_years(match: _Match, year: int) -> Period | None:
    named = [int(found) for found in _YEAR_DIGITS.findall(match[0])]
    consecutive = all(after == before + 1 for before, after in pairwise(named))
    return months(named[0], 1, named[-1], 12) if consecutive else None


def _past_years(match: _Match, year: int) -> Period | None:
    count = _number(match["count"])
    return months(year - count + 1, 1, year, 12) if 1 < count <= 30 else None


def _of_year(match: _Match, year: int) -> Period:
    return whole_year(_year(match, year))


# 十三五时期: the five years of a national plan; 十二五 began in 2011. 八五普法: those of a plan of legal education.
_PLANS = {
    "十一五": 2006,
    "十二五": 2011,
    "十三五": 2016,
    "十四五": 2021,
    "十五五": 2026,
    "七五": 2016,
    "八五": 2021,
    "九五": 2026,
}
# 党的十八大以来: the party congresses that reports count from.
_CONGRESSES = {"十八": (2012, 11), "十九": (2017, 10), "二十": (2022, 10)}


def _plan(match: _Match, year: int) -> Period:
    first = _PLANS[match["plan"]]
    return months(first, 1, max(first, min(year, first + 4)) if match["tail"] == "以来" else first + 4, 12)


def _congress(match: _Match, year: int) -> Period:
    first, month = _CONGRESSES[match["congress"]]
    return months(first, month, max(year, first), 12)


# not the end of another number: 2023-9月, 二十一月
_ALONE = r"(?<![\d.年零〇一二三四五六七八九十])"
_N = r"(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})"
_TO = r"\s*[-~至到]+\s*"
_YEARS = rf"(?<!\d)(?P<year>(?:19|20)\d{{2}})\s*年?{_TO}(?P<to>(?:19|20)?\d{{2}})(?!\d)\s*年(?:度|底|末|间|期间)?"
_END_OF_MONTH = rf"月(?:份?底|份?末|份|中旬|上旬|下旬|\s*{_DAY})?"
_DAY_OF = rf"月(?:份|初|中旬|底|末|\s*{_DAY})?"
_LAST_MONTH = (
    r"(?:(?:(?P<to>(?:19|20)\d{2})\s*年|(?P<next>次年|翌年)|(?P<now>今年)|[当同本该]年)?"
    rf"\s*(?P<month>{_MONTH})\s*{_END_OF_MONTH}|[当同本]?年(?:年?底|年?末))"
)
_MONTH_OF = rf"(?:\s*(?P<month>{_MONTH})\s*月(?:份|{_DAY})?)?"
_OPENS = r"(?:(?<=[,;。\n])|\A)"
# 2022年、2023年分别受理10件、12件: each has its own; 2022年和2023年，两年累计安排860万元: both have one
_NOT_EACH = (
    r"(?![^;。\n\d]{0,24}(?:分[别获列居]|各|依次|相比|相较|对比|\d[\d.,]*[万亿]?[余多]?[一-龥%]{1,2}[、和与]\d))"
)
_JOINED_YEARS = r"(?<!\d)20\d{2}年?度?(?:\s*(?:[、和及与]|以及)\s*20\d{2}年?度?){1,4}(?<=[年度])(?:期间)?(?=[,一-龥])(?![的末底初以之和及与])"
_JOINED_QUARTERS = r"\s*第?(?P<first>[一二三])(?:季度)?[、和及与]第?(?P<quarter>[二三四])季度(?![、和及与])"
_MONTHS = (
    rf"(?P<first>{_MONTH})\s*(?:月(?:份|[上中下]旬|[初底末])?)?{_TO}(?P<month>{_MONTH})\s*月(?:份|[上中下]旬|[初底末])?"
)
_DAYS = rf"{_ALONE}(?P<first>{_MONTH})\s*月\s*{_DAY}(?:起|开始)?{_TO}(?P<month>{_MONTH})\s*月(?:\s*{_DAY}|[初底末]|[上中下]旬)?"
_LAW_PLAN = r"[“\"]?(?P<plan>[七八九]五)[”\"]?普法(?:规划|工作)?(?:实施|启动|开展|推进)?(?P<tail>时期|期间|以来)"
_BEGUN = "出台|颁布|修订|印发|施行|成立|组建|启动|开展|建立|推行|上线|改革|挂牌"
# 9月底前完成评查120件; 9月底前完成的, 9月底前全部完成 tell by when it had to be
_COMPLETED = r"(?:共|已|累计|全面|提前)*完成了?(?!的)[^,;。\n\d]{0,16}\d"
# 4月、5月, 五、六月份
_NEXT_MONTH = "(?:月份?[、和及与]|、)"
_JOINED_MONTHS = (
    rf"(?:{_YEAR}\s*|{_OPENS})(?P<first>{_MONTH}){_NEXT_MONTH}(?:(?P<between>{_MONTH}){_NEXT_MONTH})?"
    rf"(?P<month>{_MONTH})月份?(?=[,一-龥])(?![初底末以上中下])"
)
# 3月、9月分别开展; 截至6月、9月、12月底，累计化解分别为120件、260件、410件
_FURTHER_MONTHS = rf"(?:[、和及与]{_MONTH}\s*{_END_OF_MONTH})+,?[^;。\n、\d]{{0,24}}(?:分别|依次|各)"
# 近三年新录用人员: who they are, not when something was done
_NEWCOMERS = (
    r"内?(?:来|以来)?新?(?:进|录用?|招录?|聘|入职|提拔|任职?|调入|晋升|参加工作)的?"
    r"[^,;。、\d]{0,6}(?:人员|干部|公务员|民警|职工|队员|教师)(?=[、和及与参进开集接]|共\d)"
)
# 20231月至11月: the character between year and month was lost
_YEAR_WITHOUT_WORD = r"(?<![\d.])(?P<year>20[0-4]\d)"
_KINDS: list[tuple[str, Reach, Callable[[_Match, int], Period | None], str]] = [
    # (an example, reach, reader, expression)
    ("2017年至2022年", "sentence", _years, _YEARS),
    ("2022年和2023年，", "sentence", _joined_years, _JOINED_YEARS + _NOT_EACH),
    ("2020年12月至2021年11月", "sentence", _month_span, rf"(?:自|从)?{_YEAR}\s*(?P<first>{_MONTH})\s*{_DAY_OF}(?:起|开始)?{_TO}{_LAST_MONTH}"),
    ("2023年以来至10月底", "item", _until, rf"{_YEAR}(?:以来)?,?(?:截[至止]|至|到)\s*(?P<month>{_MONTH})\s*{_END_OF_MONTH}"),
    ("年初至10月底", "item", _until, rf"(?:自|从)?年初{_TO}(?:今年|当年|本年)?(?P<month>{_MONTH})\s*{_END_OF_MONTH}"),
    ("10月至年底", "sentence", _month_on, rf"{_ALONE}(?P<month>{_MONTH})\s*月(?:份|\s*{_DAY})?{_TO}[当同本今]?年[底末]"),
    ("2022年底至2023年6月", "sentence", _month_span, rf"(?:自|从)?{_YEAR}(?P<edge>[底末初]){_TO}{_LAST_MONTH}"),
    ("2021年6月以来", "item", _since, rf"(?:自|从)?{_YEAR}{_MONTH_OF}\s*(?:以来|来(?=[,，])|(?:起|开始|以后)?至今)"),
    ("自2020年成立调解中心以来", "item", _since, rf"自(?:从)?{_YEAR}{_MONTH_OF}[^,;。\n\d]{{2,24}}?以来"),
    ("2019年出台的条例实施以来", "item", _since, rf"{_YEAR}{_MONTH_OF}(?:{_BEGUN})[^,;。\n\d]{{0,24}}?以来"),
    ("自7月1日新规施行以来", "item", _since, rf"自(?P<month>{_MONTH})\s*月(?:份|{_DAY})?[^,;。\n\d]{{0,24}}?以来"),
    ("6月以来", "item", _since, rf"{_ALONE}[自从]?(?P<month>{_MONTH})\s*月份?(?:以来|至今)"),
    ("；8月起转入常态化", "sentence", _since, rf"{_OPENS}(?P<month>{_MONTH})\s*月(?:份|{_DAY})?起(?!施行|实施|生效|执行|正式|草)"),
    ("到今年6月底共", "item", _until, rf"{_OPENS}[到至](?:{_YEAR})?\s*(?P<month>{_MONTH})\s*月份?[底末](?=,|共|已|累计|全)"),
    ("从2021年起", "sentence", _since, rf"(?:自|从){_YEAR}{_MONTH_OF}(?:起|开始)"),
    ("2023年7月起启用", "sentence", _since, rf"{_YEAR}\s*(?P<month>{_MONTH})\s*月(?:份|{_DAY})?起(?!施行|实施|生效|执行|正式|草)"),
    ("从3月份开始", "sentence", _since, rf"[自从](?P<month>{_MONTH})\s*月(?:份|{_DAY})?(?:起|开始)(?=,)"),
    ("9月至次年2月", "sentence", _month_span, rf"{_ALONE}(?P<first>{_MONTH})\s*{_DAY_OF}{_TO}(?=次年|翌年){_LAST_MONTH}"),
    ("2023年前8个月", "item", _first_months, rf"(?:{_YEAR})?\s*(?<![提之以此])前{_N}个?月"),
    ("20231月至9月", "item", _month_range, rf"{_YEAR_WITHOUT_WORD}(?P<first>1[0-2]|[1-9])(?:月份?)?{_TO}(?P<month>{_MONTH})\s*月(?:份|底|末)?"),
    ("截至20239月底", "item", _until, rf"截[至止]到?\s*{_YEAR_WITHOUT_WORD}(?P<month>1[0-2]|[1-9]){_END_OF_MONTH}"),
    ("2023年1-9月", "item", _month_range, rf"(?:{_YEAR}\s*|{_ALONE}){_MONTHS}"),
    ("2023年9月底前，", "sentence", _until, rf"{_YEAR}\s*(?P<month>{_MONTH})\s*月(?:份?[底末]|\s*{_DAY})?[以之]?前(?=,|共|已|累计|{_COMPLETED})"),
    ("9月底前完成", "sentence", _until, rf"{_ALONE}(?P<month>{_MONTH})\s*月(?:份?[底末]|\s*{_DAY})?[以之]?前(?={_COMPLETED})"),
    ("截至2023年9月底", "item", _until, rf"截[至止]到?\s*(?:{_YEAR})?\s*(?P<month>{_MONTH})\s*{_END_OF_MONTH}"),
    ("前三季度", "sentence", _first_quarters, rf"(?:{_YEAR})?\s*前(?P<quarter>[一二两三123])个?季度"),
    ("今年一至三季度", "sentence", _quarter_range, rf"(?:{_YEAR})?\s*第?(?P<first>[一二三123])(?:季度)?{_TO}第?(?P<quarter>[二三四234])季度"),
    ("二、三季度", "sentence", _quarter_range, rf"(?:{_YEAR})?{_JOINED_QUARTERS}" + _NOT_EACH),
    ("截至三季度末", "item", _first_quarters, rf"截[至止]到?\s*(?:{_YEAR})?\s*第?(?P<quarter>[一二三123])季度[底末]?(?![、和及与])"),
    ("2023年一季度", "sentence", _quarter, rf"(?:截[至止]到?\s*)?(?:{_YEAR})?\s*第?(?P<quarter>[一二三四1234])季度"),
    ("三、四季度分别", "sentence", _quarter, rf"(?:{_YEAR})?第?(?P<quarter>[一二三])(?=[、和及与]第?[二三四]季度)"),
    ("后2个月", "sentence", _last_months, rf"(?:{_YEAR}|(?<=[,;。\n]))后{_N}个月(?![以之]?内)(?=,?[一-龥]{{0,4}}\d)"),
    ("四个季度累计", "sentence", _of_year, rf"(?:{_YEAR})?(?:四个季度|上下半年|两个半年|十二个月|12个月)(?=合计|累计|总计|总共|共计|一共|共)"),
    ("上、下半年，", "sentence", _of_year, rf"(?:{_YEAR})?上[、和及与]下半年" + _NOT_EACH),
    ("上、下半年各", "sentence", _half, rf"(?:{_YEAR})?(?P<half>上)(?=[、和及与]下半年)"),
    ("截至2023年上半年", "sentence", _half, rf"(?:截[至止]到?\s*)?(?:{_YEAR})?\s*(?P<half>[上下])半年"),
    ("十三五时期", "sentence", _plan, r"[“\"]?(?P<plan>十[一二三四五]五)[”\"]?(?P<tail>时期|期间|以来)"),
    ("八五普法规划实施以来", "sentence", _plan, _LAW_PLAN),
    ("党的十九大以来", "item", _congress, r"(?P<congress>十八|十九|二十)大以来"),
    ("五年来", "item", _past_years, rf"(?:近|过去|最近|这|前)?{_N}年(?:来|间)(?!{_NEWCOMERS})"),
    ("近三年", "item", _past_years, rf"(?:近|过去|最近){_N}年(?!{_NEWCOMERS})"),
    ("2019年7月", "sentence", _month, rf"{_YEAR}\s*(?P<month>{_MONTH})\s*月(?:份|底|末|初|中旬|上旬|下旬|\s*{_DAY})?"),
    ("20239月", "sentence", _month, rf"{_YEAR_WITHOUT_WORD}(?P<month>1[0-2]|[1-9])月(?:份|底|末|初)?"),
    ("2023年", "sentence", _of_year, rf"(?:截[至止]到?\s*)?{_YEAR}(?:年?底|年?末|年)?"),
    ("截至目前", "sentence", lambda match, year: whole_year(year), r"截[至止]到?(?:目前|当前|现在)|(?:截[至止]到?|至)年[底末]|目前(?!为止)|年内"),
    ("3月15日至6月10日", "sentence", _month_range, _DAYS),
    # 12月31日前完成, 6月1日起施行 tell no time of what was counted
    ("4月、5月，", "sentence", _joined_months, _JOINED_MONTHS + _NOT_EACH),
    ("3月、9月分别", "sentence", _month, rf"{_OPENS}(?P<month>{_MONTH})月份?(?={_FURTHER_MONTHS})"),
    ("10月20日", "sentence", _month, rf"{_ALONE}(?P<month>{_MONTH})\s*月\s*{_DAY}(?!\s*(?:[以之]?前|起|施行|生效|印发))"),
    ("3月初，", "sentence", _month, rf"{_OPENS}(?P<month>{_MONTH})月初(?=,)"),
    ("，5月开展", "sentence", _month, rf"{_OPENS}(?P<month>{_MONTH})月(?=[一-龥])(?![以之]?前|起|至|到|和|与|及|底|末|初|[租费报检考度薪供])"),
    ("7月份", "sentence", _month, rf"{_ALONE}(?<![和、及])(?P<month>{_MONTH})月(?:份|[上中下]旬|(?=,))(?![以之]?前|起)"),
    ("1月5件、2月6件", "sentence", _month, rf"{_ALONE}(?P<month>{_MONTH})月(?=\d{{1,6}}[件次人名份场起宗家])"),
]  # fmt: skip


@cache
def _kind(number: int) -> tuple[Reach, Callable[[_Match, int], Period | None], re.Pattern[str]]:
    """Reach, reader and expression of a kind: most texts hold few of them, and the others need not be compiled."""
    _, reach, read, expression = _KINDS[number]
    return reach, read, compile_expression(expression)


# “十三五”时期 stands in quotation marks and is a time all the same.
_PLAN_NAME = expression(r"[“\"]?(?:十[一二三四五]五[”\"]?(?:时期|期间|以来)|[七八九]五[”\"]?普法)")
# What a time expression may begin with, asked first: most characters of a report, and most of its numbers, begin none.
# (a single character before all else: it is refused in half the time)
_START = (
    r"(?=[\d一二两三四五六七八九十元今本当全去上下截自从前后第“\"近过最这目年至到])"
    r"(?=\d{1,4}\s*[年月季~至到-]|20\d{3,4}(?:月|[-~至到]\d{1,2}月)|[一二两三四五六七八九十元]{1,3}(?:[年季大”\"时期以月]|[至到~-]+[一二三四五六七八九十\d])"
    r"|[今本当全去]年|上一?年|上?[上下]半年|上[、和及与]下半|四个季|两个半|[一二三][、和及与]第?[二三四]季|\d{1,2}、\d{1,2}月|[一二三四五六七八九十]、[一二三四五六七八九十]{1,2}月|后[\d一二两三四五六]{1,2}个月|十二个月|12个月|截[至止]|[自从][从\d今本当全前去上一二三四五六七八九十元]|[到至](?:20\d{2}\s*年|[今本当去]年|上一?年)?度?\s*[\d一二三四五六七八九十元]{1,2}\s*月|前[年\d一二两三四五六七八九十]|第[一二三四1234]季|[“\"][十七八九]|[七八九]五[”\"]?普法"
    r"|(?:近|过去|最近|这)[\d一二两三四五六七八九十]|目前|年内|年初[至到~-]|至年[底末])"
)
_ANY = expression(
    _START
    + "(?:"
    + "|".join("(" + re.sub(r"\(\?P<\w+>", "(?:", expression) + ")" for _, _, _, expression in _KINDS)
    + ")"
)


# 二〇二三年: read as 2023年, which is as long
_CHINESE_YEAR = expression(r"[一二][〇零九][〇零一二三四五六七八九]{2}(?=年)")


def _write_digits(match: _Match) -> str:
    return f"{read_chinese_numeral(match[0]) or 0:04.0f}"


def read_time_expressions(folded: str, year: int, names: bytearray) -> list[TimeExpression]:
    """All time expressions of half-width text outside names (`names`: 1 for a character in 《》 or “”), in text order.

    `year` is the year that the report is about: 今年, 去年同期, 9月底 are read against it.
    """
    found: list[TimeExpression] = []
    folded = _CHINESE_YEAR.sub(_write_digits, folded)
    for match in _ANY.finditer(folded):
        start, end = match.span()
        if found and start < found[-1].end:
            continue
        if names[start] and not _PLAN_NAME.match(folded, start):
            continue
        reach, read, expression = _kind((match.lastindex or 0) - 1)
        alone = expression.match(folded, start)
        said = _find_that_year(folded, found[-1], start, year) if found and folded.startswith("当年", start) else year
        period = read(alone, said) if alone else None
        if period is not None:
            found.append(TimeExpression(start, end, period, reach))
            if folded[end : end + 1] in _JOINTS and (read is _until or read is _month):
                found += _read_further_months(folded, found[-1], until=read is _until)
    return found


_LONGEST_SINCE_NAMED = 40


def _find_that_year(folded: str, named: TimeExpression, start: int, year: int) -> int:
    """Which year 当年 is: the one named before it in its sentence (2021年建成驿站，当年接待游客2600人次), else the report's."""
    between = folded[named.end : start]
    first, last = named.period.start.year, named.period.end.year
    apart = len(between) > _LONGEST_SINCE_NAMED or not _STOPS.isdisjoint(between)
    return year if apart or first != last or first > year else first


_STOPS = frozenset("。;\n")
_JOINTS = frozenset("、和及与")
_FURTHER = expression(rf"(?={_FURTHER_MONTHS})[、和及与](?P<month>{_MONTH})\s*{_END_OF_MONTH}")


def _read_further_months(folded: str, first: TimeExpression, *, until: bool) -> list[TimeExpression]:
    """The other months of a row that has a figure for each; `until`: something was counted up to each from the year's beginning."""
    found: list[TimeExpression] = []
    at, of = first.end, first.period.start.year
    while (match := _FURTHER.match(folded, at)) and 1 <= (month := _number(match["month"])) <= _DECEMBER:
        found.append(
            TimeExpression(match.start("month"), match.end(), months(of, 1 if until else month, of, month), first.reach)
        )
        at = match.end()
    return found
