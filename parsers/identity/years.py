"""The year that a report is about: from its title, else from its own text; never the year of publication alone."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from parsers.text.dates import SPREAD_YEAR
from parsers.text.expressions import expression
from parsers.text.numerals import read_chinese_numeral
from parsers.text.width import fold_width

_CHINESE_YEAR = expression(r"二[〇零oO0][〇零一二三四五六七八九oO0]{2}(?=年)")
# 2O22年, typed with a letter
_LETTERED_YEAR = expression(r"(?<![A-Za-z\d])2[oO](?=\d\d年)")
_QUOTED = expression(r"《[^》]*》")
_YEAR = r"(20[0-4]\d)"
# 2016-2020年: the last year; 2021-2025年 stands in the outline's name, which is quoted
_RANGE = expression(rf"{_YEAR}年?\s*(?:-|~|至|到)\s*{_YEAR}(?=年|度|法治|依法)")
_TITLE_YEAR = expression(rf"(?<!\d){_YEAR}(?!\d)\s*(?=年|度|法治|依法|工作)")
# 和2023年工作计划, 及2023年工作安排
_PLANNED = expression(r"年?度?[^和及与]{0,12}?(?:工作)?(?:计划|安排|打算|要点|思路|重点|展望)")

# What a text says of its own time, the surest first, each with an example of folded width.
_FRAMES = (
    # 现将我镇2022年度法治政府建设情况报告如下
    rf"现(?:就|将|把)[^。;]{{0,30}}?{_YEAR}年?度?[^。;]{{0,40}}?(?:报告|汇报|总结|公布|公告|说明)(?:如下|于后)?",
    # 2019年度依法行政工作报告, alone on its line
    rf"(?:^|\n)[^\n。,;]{{0,30}}?{_YEAR}年?度?[^\n。,;]{{0,24}}(?:法治政府|依法行政|法治建设)[^\n。,;]{{0,16}}"
    r"(?:报告|情况|总结|说明)\s*(?:\n|$)",
    # 某部发布2023年法治政府建设年度报告。具体报告如下
    rf"(?:发布|公布|公开)了?{_YEAR}年?度?(?:推进)?(?:法治|依法行政)[^。,\n]{{0,20}}(?:报告|情况)[。,:]?[^。\n]{{0,8}}如下",
    # 2022年,我市坚持…, where the text opens
    rf"^\s*{_YEAR}年度?,",
    # 一、2022年度法治政府建设主要举措及成效
    rf"(?:^|\n)\s*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)){_YEAR}年?度?[^\n。]{{0,30}}?"
    r"(?:举措|成效|情况|做法|工作)",
    # 2022年,我市坚持…; 2023年是…; 2023年度,泉溪镇政府…
    rf"(?:^|\n)\s*{_YEAR}年度?(?:是|,|我|全|本|在|"
    r"[\u4e00-\u9fff]{2,9}(?:县|市|区|局|委|镇|乡|政府)?(?:坚持|认真|深入|全面|紧紧|按照|以))",
    # 2023年以来,下洋镇坚持…
    rf"(?:^|\n)\s*{_YEAR}年度?以来[^。]{{0,60}}现将",
)
_FRAME_PATTERNS = tuple(expression(frame) for frame in _FRAMES)
_OPENING = 1500
"""Characters within which a text tells its time; headings may stand anywhere."""

_STATED = expression(rf"(?<!\d){_YEAR}(?:年|(?=[1-9]\d?月份))")
# 下一步, 2025年将 …, 力争到2025年: plans, not statements
_AHEAD = expression(r"下一步|下步|今后|明年|将|力争|争取|目标|规划|计划|打算|安排|展望")
# 开展2021年度报告质量评查, 获评2021年度先进单位: a year's report, appraisal or files are looked back upon in the next, and tell no year of deeds
_LOOKED_BACK = expression(
    r"年度?(?:[、和及与]20\d\d年度?)*(?:的|法治政府建设|法治建设|法治|依法行政|依法治[省市县区]|行政执法|行政处罚|年度)*"
    r"(?:报告|考核|考评|述法|评议|测评|案卷|评查|督察|先进|优秀|示范|整改|绩效)"
)
_OWN_PLAN = expression(
    rf"(?:制定|印发|出台|下发|制发|(?<=》)[和、])(?:了|实施|并印发)?《[^《》]{{0,40}}?(?<!\d){_YEAR}年?度?[^《》]{{0,24}}(?:计划|要点|方案|安排|任务|清单)[^《》]{{0,6}}》"
)
_FEWEST_PLANS = 2
_UNTIL = ("到", "截", "截止")
_SIGNATURE = expression(r"\s*\d{1,2}月\d{1,2}日\W*$")
_THIS_YEAR = expression(r"今年以来|今年,|今年我|本年度")


def find_years(title: str) -> Iterator[int]:
    """Years that a title is about, in order: none in 《》, of a range only the last, none that is only planned for."""
    folded = _QUOTED.sub(lambda match: " " * len(match[0]), fold_years(title))
    folded = _RANGE.sub(lambda match: " " * (len(match[0]) - 4) + match[2], folded)
    years = [(int(match[1]), bool(_PLANNED.match(folded, match.end()))) for match in _TITLE_YEAR.finditer(folded)]
    reported = [year for year, planned in years if not planned]
    yield from reported or [year for year, _ in years]


def fold_years(text: str) -> str:
    """`text` of folded width, years in Chinese numerals as digits: 二○二二年 becomes 2022年, at the same length.

    What parts a year from its 年 is put before it.
    """

    def write_digits(match: re.Match[str]) -> str:
        number = read_chinese_numeral(match[0].translate(str.maketrans("oO0", "〇〇〇")))
        return f"{number:.0f}" if number else match[0]

    folded = _LETTERED_YEAR.sub("20", _CHINESE_YEAR.sub(write_digits, fold_width(text)))
    return SPREAD_YEAR.sub(r"\2\1", folded)


def read_year(title: str | None, text: str, signed_on: dt.date | None = None) -> int | None:
    """The year that the report is about, None where neither title nor text tells.

    From the title; else from the text's frame (现将…2022年度…报告如下; 2022年，我市…); else the latest year of which
    the text states something done, not after the signature: a report on 2021年以来 with figures of 2023年前8个月, signed
    in October 2023, is about 2023.
    """
    years = list(find_years(title)) if title else []
    if years:
        return years[0]
    folded = fold_years(_QUOTED.sub(lambda match: "《" * len(match[0]), text))
    for frame in _FRAME_PATTERNS:
        if match := frame.search(folded[:_OPENING]):
            return int(match[1])
    return find_latest_stated_year(folded, signed_on) or find_year_of_own_plans(text, signed_on)


def find_year_of_own_plans(text: str, signed_on: dt.date | None) -> int | None:
    """The one year of all plans that the text says were made (制定《2024年度学法计划》和《…2024年要点》).

    A single plan tells it only of 今年以来, where the year before is looked back upon (对2023年度考核反馈的问题).
    """
    folded = fold_years(text)
    years = [int(match[1]) for match in _OWN_PLAN.finditer(folded)]
    told = len(set(years)) == 1 and (len(years) >= _FEWEST_PLANS or _looks_back_from(folded, years[0]))
    return years[0] if told and (signed_on is None or years[0] <= signed_on.year) else None


def _looks_back_from(folded: str, year: int) -> bool:
    """Whether a text of 今年 looks back upon the year before this one and upon no other."""
    back = {int(match[1]) for match in _STATED.finditer(folded) if _LOOKED_BACK.match(folded, match.end() - 1)}
    return back == {year - 1} and _THIS_YEAR.search(folded[:_OPENING]) is not None


def find_latest_stated_year(folded: str, signed_on: dt.date | None) -> int | None:
    """The latest year of the text's statements up to its signature, plans and single mentions behind left out."""
    stated: Counter[int] = Counter()
    for sentence in re.split(r"[。;\n]", folded):
        ahead = _AHEAD.search(sentence)
        for match in _STATED.finditer(sentence, 0, ahead.start() if ahead else len(sentence)):
            until = sentence.endswith(_UNTIL, 0, match.start())
            back = _LOOKED_BACK.match(sentence, match.end() - 1)
            if not until and not back and not _SIGNATURE.match(sentence, match.end()):
                stated[int(match[1])] += 1
    years = set(stated)
    if signed_on:
        years = {year for year in years if year <= signed_on.year}
        # A report is public by 1 April of the next year: what it tells of that year's first months is not its subject.
        if signed_on.month <= 4 and years - {signed_on.year}:
            years.discard(signed_on.year)
        # 今年以来 in a text of December is the year of its date; in one of January it is said of the year before.
        if not years and signed_on.month >= 7 and _THIS_YEAR.search(folded[:_OPENING]):
            return signed_on.year
    return max({year for year in years if stated[year] > 1} or years, default=None)
