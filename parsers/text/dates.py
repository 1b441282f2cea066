"""Reads calendar dates in the forms that government pages write them. Times of day are passed over."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.text.expressions import expression
from parsers.text.numerals import read_chinese_numeral
from parsers.text.width import fold_width


@dataclass(frozen=True, slots=True)
class DateMention:
    """A full date (year, month, day) and where it stands in the text that was read, its end exclusive."""

    date: dt.date
    char_start: int
    char_end: int


ZEROS = "〇○◯Ｏ零"
"""What stands for a nought in a year of characters, before widths are folded; within brackets of an expression."""
YEAR = rf"(?:20\d\d|二[{ZEROS}]..)年"
"""An expression for a year of this century: 2023年, 二〇二三年."""
SPREAD_YEAR = expression(r"(?<!\d)(20[0-4]\d)([ \u3000]{1,2})(?=年)")
"""2025 年,甲乡坚持…: a year, and what parts it from its 年."""
_VARIANTS = str.maketrans("oO0⭕", "〇〇〇〇", "\u20dd")
_CHINESE_DAY = r"[零〇]?[一二三四五六七八九十廿卅](?:\s{0,2}[一二三四五六七八九十]){0,2}"
_ANY_DAY = rf"(?:{_CHINESE_DAY}|\d{{1,2}})"
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = {name: n for n, name in enumerate(_MONTH_NAMES, start=1)}
"""The months as English dates write them, by number."""

# Each form with an example; the first that fits at a place is taken. They see text of folded width (— is -, ○ is 〇).
_FORMS = (
    # 2 0 2 4 年 2 月 2 0 日: a line that was spread
    r"(?P<y6>20\d\d|2\s0\s\d\s\d)\s{0,3}年\s{0,3}(?P<m6>1\s?[0-2]|0?\s?[1-9])\s{0,3}月\s{0,3}(?P<d6>[12]\s\d|3\s[01]|(?<=\s)[1-9])\s{0,3}[日号]",
    # 2023-08-07 · 2023- 08- 07 09: 55 · 2024/7/9 · 2021.3.17 · 2017年5月11日 · 2022年 12月1 日 · 2021-03-1714:57
    r"(?P<y>(?:19|20)\d\d)\s{0,3}(?P<s>[-/.年])\s{0,3}(?P<m>0?[1-9]|1[0-2])\s{0,3}(?:(?<=月)|[-/.月])\s{0,3}"
    r"(?P<d>[12]\d|3[01]|0?[1-9])(?:\s{0,3}[日号曰]|(?!\d)|(?=\d\d:\d\d))",
    # 09.12.2021 14:30
    r"(?P<d2>0?[1-9]|[12]\d|3[01])\.(?P<m2>0?[1-9]|1[0-2])\.(?P<y2>(?:19|20)\d\d)(?!\d)",
    # 二〇二五年十二月一日 · 二○二五年 · 二O二五年 · 二0一九年 · 二〇二四年1月18日
    # · 二 Ｏ 二 四 年 一 月 二 十 日
    rf"(?P<y3>[一二](?:\s{{0,2}}[一二三四五六七八九〇零oO0⭕]\u20dd?){{3}})\s*年\s*(?P<m3>{_ANY_DAY})\s*月\s*(?P<d3>{_ANY_DAY})\s*[日号曰]",
    # 2024年一月十八日
    rf"(?P<y5>(?:19|20)\d\d)\s*年\s*(?P<m5>{_ANY_DAY})\s*月\s*(?P<d5>{_ANY_DAY})\s*[日号曰]",
    # Tue Mar 17 14:57:00 CST 2021, as Java servers print a date into a meta tag
    rf"[A-Z][a-z]{{2}} (?P<m4>{'|'.join(MONTHS)}) (?P<d4>\d{{2}}) [\d:]{{8}} [A-Z]{{3}} (?P<y4>(?:19|20)\d\d)",
    # 2024年㋂㏣, 2024年3月㏣: month and day as one character each, as telegrams had them
    r"(?P<y7>(?:19|20)\d\d|[一二][一二三四五六七八九〇零]{3})\s{0,3}年\s{0,3}(?P<m7>[㋀-㋋]|(?:1[0-2]|0?[1-9])(?=\s{0,3}月))\s{0,3}月?\s{0,3}"
    r"(?P<d7>[㏠-㏾]|(?:[12]\d|3[01]|0?[1-9])(?=\s{0,3}[日号]))(?:\s{0,3}[日号])?",
)
_DATE = expression(r"(?<![\d.])(?:" + "|".join(_FORMS) + ")")
_NUMERAL = expression(r"\d|年")
# 2024年元月18日, 2O24年: one character for one
_FIRST_MONTH = expression(r"(?<=年)(\s{0,3})元(?=\s{0,3}月)")
_LETTERED = expression(
    r"(?<![\dA-Za-z])2(?:\s?[\dOo〇]){3}\s{0,3}[年/.-]\s{0,3}[\dOo〇lI|]{1,2}\s{0,3}[月/.-]\s{0,3}[\dOo〇lI|](?:\s?[\dOo〇lI|])?(?![A-Za-z\d])"
)
_FORMAL = expression("[壹贰叁肆伍陆柒捌玖拾]")
_ORDINARY = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_DIGITS_OF_LETTERS = str.maketrans("Oo〇lI|", "000111")
_LETTER = expression(r"[Oo〇lI|](?<=[\d年月/.\s-].)(?=\s?[\dOo〇lI|]?\s?[\d年月日号/.-])")
# 1711903500, 1711903500000: seconds and milliseconds since 1970, as scripts and attributes state a date
_EPOCH = expression(r"\s*(1\d{9})(?:\d{3})?\s*")
# T16:05:00Z · 16:05:00.000+0000 · 16:05:00 GMT: a clock with its zone, behind a date; CST and times without a zone are China's own
_ZONED_CLOCK = expression(
    r"[T ]\s?(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?\s?"
    r"(?:(?P<utc>Z|UTC|GMT)(?![\w+-])|(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>0\d|1[0-4]):?(?P<minutes>[0-5]\d)(?!\d))",
    re.I,
)
# Sun, 31 Mar 2024 16:05:00 GMT: as servers write it
_MAIL_DATE = expression(
    rf"(?:[A-Z][a-z]{{2}}, )?(?P<d>\d{{1,2}})[ -](?P<m>{'|'.join(_MONTH_NAMES)})[a-z]{{0,6}}[ -](?P<y>(?:19|20)\d\d)(?!\d)"
)
_CHINA = dt.timezone(dt.timedelta(hours=8))
# 20231018 · 20231018170300 · 20240331T170000Z: a date only where the value or the line holds nothing else
_COMPACT = expression(r"\s*[(\[]?\s*((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:T?(\d{2})\d{4}(Z)?)?\s*[)\]]?\s*")


def read_dates(text: str) -> Iterator[DateMention]:
    """Every full date in `text`, in order; one whose clock has a zone as the day that it was in China then.

    A date that no calendar has (2月30日) is passed over, and so is a month without its day.
    """
    if not _NUMERAL.search(text):
        return
    folded = fold_width(text)
    if "年" in folded:
        if _FORMAL.search(folded):
            # 贰〇贰叁年拾月壹日, 二〇二三年壹月零捌日: as on a cheque
            folded = folded.translate(_ORDINARY)
        folded = _FIRST_MONTH.sub(r"\g<1>一", folded)
    if _LETTER.search(folded):
        folded = _LETTERED.sub(lambda match: match[0].translate(_DIGITS_OF_LETTERS), folded)
    for match in _DATE.finditer(folded):
        part = match.groupdict()
        if part["y"]:
            date = make_date(int(part["y"]), int(part["m"]), int(part["d"]))
        elif part["y6"]:
            date = make_date(*(read_numeral(part[name]) for name in ("y6", "m6", "d6")))
        elif part["y2"]:
            date = make_date(int(part["y2"]), int(part["m2"]), int(part["d2"]))
        elif part["y3"]:
            date = make_date(*(read_numeral(part[name]) for name in ("y3", "m3", "d3")))
        elif part["y5"]:
            date = make_date(int(part["y5"]), read_numeral(part["m5"]), read_numeral(part["d5"]))
        elif part["y7"]:
            date = make_date(read_numeral(part["y7"]), _read_sign(part["m7"], "㋀"), _read_sign(part["d7"], "㏠"))
        else:
            date = make_date(int(part["y4"]), MONTHS[part["m4"]], int(part["d4"]))
        if date:
            yield DateMention(_move_to_china(date, folded, match.end()), match.start(), match.end())


def _read_sign(written: str, first: str) -> int:
    """A month or a day that may be one character, `first` the one for 1."""
    return int(written) if written.isdecimal() else ord(written) - ord(first) + 1


def _move_to_china(date: dt.date, folded: str, clock: int) -> dt.date:
    """The day in China (Asia/Shanghai, UTC+8 since 1992) where a clock with a zone stands behind the date: 16:05Z is the day after."""
    match = _ZONED_CLOCK.match(folded, clock)
    if match is None:
        return date
    away = dt.timedelta()
    if match["sign"]:
        away = dt.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
        away = -away if match["sign"] == "-" else away
    there = dt.datetime.combine(date, dt.time(int(match["hour"]), int(match["minute"])), dt.timezone(away))
    try:
        return there.astimezone(_CHINA).date()
    except OverflowError:
        return date


def read_date(value: str) -> dt.date | None:
    """The first date of a label's value or a meta tag, where `20231018` and `20231018170300` are dates too."""
    compact = _COMPACT.fullmatch(fold_width(value))
    if compact:
        day = make_date(*(int(part) for part in compact.groups()[:3]))
        # 17:00 in Greenwich is the next day in China
        late = compact[5] is not None and int(compact[4]) >= 16
        return day + dt.timedelta(days=1) if day and late and day < dt.date.max else day
    if epoch := _EPOCH.fullmatch(value):
        return dt.datetime.fromtimestamp(int(epoch[1]), _CHINA).date()
    if mail := _MAIL_DATE.search(value):
        date = make_date(int(mail["y"]), MONTHS[mail["m"]], int(mail["d"]))
        return date and _move_to_china(date, fold_width(value), mail.end())
    return next((mention.date for mention in read_dates(value)), None)


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None where the calendar has none such."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def read_numeral(written: str) -> int:
    """A year, month or day in Chinese numerals (二O二五, 十二, 廿五) as a number; 0 for one that is malformed."""
    written = "".join(written.split())
    if written.isdecimal():
        return int(written)
    plain = written.translate(_VARIANTS).replace("廿", "二十").replace("卅", "三十")
    return int(read_chinese_numeral(plain) or 0)
