"""Numbers with their units and qualifiers: every one that counts or measures, none that dates, numbers or names.

What is a mention and what is not follows the annotation guidelines for such reports: counts, amounts, rates, shares, areas and ranks are;
dates, numbering, document numbers, hotlines, set phrases and names in 《》 or “” are not (`blocked`). How a number is written is told by
`grammar`, its measure word by `units`; numbers that are said in words alone (三成, 过半, 无一例) are read by `in_words`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from parsers.numbers.blocked import find_blocked
from parsers.numbers.grammar import BLANKS, LARGEST, MULTIPLES, NUMBER, read_written
from parsers.numbers.in_words import read_spoken
from parsers.numbers.neighbours import is_garbled
from parsers.numbers.qualifiers import AFTER, OVER, find_qualifier, qualify
from parsers.numbers.units import NO_UNIT, Unit, read_unit, unit_expression
from parsers.numbers.words import any_act, any_word
from parsers.records import Quantity
from parsers.text.expressions import compile_expression, expression
from parsers.text.numerals import CHINESE_NUMERAL, FORMAL_DIGITS, Numeral, read_numeral
from parsers.text.width import fold_for_reading


class Place(NamedTuple):
    """Where a number was found: `start` is where its qualifier or sign begins."""

    folded: str
    text: str
    start: int
    end: int
    qualifier: str | None


@cache
def _expressions() -> dict[str, re.Pattern[str]]:
    unit = unit_expression()
    return {
        # 6\n2件, 1\n1\n.6\n万件: a crawler that broke the line inside the number; letters before it and a unit after it show that it is one.
        "broken": compile_expression(
            rf"(?P<number>\d(?<=[一-龥].)\d{{0,3}}(?:\n\d{{1,4}}|\n?\.\n?\d{{1,4}}){{1,6}}(?:\n?[万亿])?)\n?(?P<unit>{unit})"
        ),
        # 3件-5件: found by its dash, which few numbers have
        "range": compile_expression(rf"[-~至到]\s*(?P<number>{NUMBER}{MULTIPLES})\s*{OVER}\s*(?P<unit>{unit}){AFTER}"),
        "spaced": compile_expression(rf"(?P<number>{BLANKS}{MULTIPLES})\s*{OVER}\s*(?P<unit>{unit}){AFTER}"),
        # 阅读量11万+; 1+6+1 and 互联网+ are names.
        "digits": compile_expression(
            rf"(?P<number>{NUMBER}{MULTIPLES})(?:\s*{OVER}\s*(?P<unit>{unit})(?!之一){AFTER}|(?P<bare_over>余|多(?![元头次方层项种名部地处])|几(?![次个])|\+(?=[,;。、)\n]|$))?)"
        ),
        "chinese": compile_expression(
            # (one class for the first character: an expression that begins with alternatives is searched four times as slowly)
            rf"(?P<number>[{CHINESE_NUMERAL[1:-1]}{FORMAL_DIGITS}](?:(?<![{FORMAL_DIGITS}]){CHINESE_NUMERAL}*(?:点[零〇一二三四五六七八九]+[百千万亿]*)?"
            # 伍拾万元 is all formal, 队伍十六支 holds no 56
            rf"|(?<=[{FORMAL_DIGITS}])(?:[拾佰仟][零拾佰仟万{FORMAL_DIGITS}]*|(?<![队退入行落].)[万亿]?)))"
            rf"(?P<over>余|多|几)?(?P<big>万|亿)?(?P<over2>余|多)?(?P<unit>{unit}){AFTER}"
        ),
    }  # fmt: skip


_LONGEST_LOW = 24
# What a text must hold for the kind to be looked for at all: a line break or a blank between digits (of which it has fewer, so they are asked first).
_NEEDED = {"broken": expression(r"\n(?<=\d\n)\d"), "spaced": expression(r" (?:(?<=\d )|(?<=\d, ))\d")}


def read_quantities(text: str) -> list[Quantity]:
    """All mentions of `text` in its order; offsets are characters of `text`, and `text[char_start:char_end] == quote`."""
    folded = _keep_tabs(fold_for_reading(text), text)
    taken = find_blocked(folded)
    found = read_spoken(folded, text, taken)
    for kind, sought in _expressions().items():
        if kind not in _NEEDED or _NEEDED[kind].search(folded):
            found += _find(kind, sought, folded, text, taken)
    found.sort(key=lambda quantity: quantity.char_start)
    return found


def _keep_tabs(folded: str, text: str) -> str:
    """Half-width text in which the mark between two cells of a table is no blank: digits of two cells are two numbers."""
    if "\t" not in text:
        return folded
    cells, at = [], 0
    for cell in text.split("\t"):
        cells.append(folded[at : at + len(cell)])
        at += len(cell) + 1
    return "\t".join(cells)


@cache
def _low() -> re.Pattern[str]:
    return compile_expression(
        rf"(?<!\d)(?<!\d[.,·])(?P<low>{NUMBER}[十百千万亿]*)\s*(?P<low_unit>{unit_expression()})?\s*\Z"
    )


def _find(kind: str, expression: re.Pattern[str], folded: str, text: str, taken: bytearray) -> list[Quantity]:
    read = _READERS[kind]
    found: list[Quantity] = []
    at = previous_end = 0
    while match := expression.search(folded, at):
        start, end = match.start("number"), match.end()
        if kind == "range":
            low = _low().search(folded, max(0, match.start() - _LONGEST_LOW), match.start())
            if low is None:
                at = start
                continue
            start = low.start()
        if (hit := taken.find(1, start, end)) >= 0:
            # 12月4日5件: what follows the date is a number of its own
            free = taken.find(0, hit)
            at = previous_end = max(free, match.start() + 1) if free >= 0 else len(folded)
            continue
        while end > start and folded[end - 1].isspace():
            end -= 1
        begin, qualifier = start, None
        if folded[start - 1 : start] in _SIGNS:
            begin = _find_sign(match, folded, start)
        elif _CELL_SIGN.search(folded, max(0, start - _LONGEST_CELL_SIGN), start):
            # a cell that holds “- 7.3%”
            begin = folded.rindex("-", 0, start)
        elif _is_set_apart(match, folded, start):
            begin = folded.rindex("-", 0, start)
        elif qualified := find_qualifier(folded, start, previous_end):
            begin, qualifier = qualified
        quantity = read(match, Place(folded, text, begin, end, qualifier))
        at = previous_end = match.end()
        if quantity is None:
            continue
        if is_garbled(folded, text, taken, quantity):
            quantity = replace(quantity, garbled=True)
        found.append(quantity)
        taken[start:end] = b"\x01" * (end - start)
    return found


# 增长-5.2%, 同比变动-3.75个百分点, 增速为-5.2%, (-5.2%), 利润负5.2%, 分别增长-20%、-33.3%: a sign, where a dash elsewhere stands between two things
_SIGN = expression(
    r"(?:[长增减升降幅速率差额为是达至到计约动化度温比在于(:,;、和及与 \t]-|(?<![胜自抱担肩身辜欠背])负)\Z"
)
# 较上年-12件, 同比变化-3件: of what changed, anything has a sign
_COMPARED = expression(
    r"(?:同比|环比|[较比](?:上年|去年|上一年|前年|20\d\d年)(?:度|同期)?)(?:变化|变动|增减|升降|增长|增加)?(?:数|量|为)?[-负]\Z"
)
# 同比增长 － 3.5%: blanks around it; 满意率 - 98% is a name and its figure
_APART_SIGN = expression(r"(?:[增减][长加少减幅速]|[升降]幅|变化|变动|[同环]比)(?:率|了|为){0,2} {0,2}- {1,2}\Z")
_CELL_SIGN = expression(r"[\t|]\s?-\s{1,2}\Z")
_LONGEST_CELL_SIGN = 5
_SIGNS = {"-", "负"}
_SIGNED = {"%", "‰", "百分点", "倍", "元", "摄氏度"}


def _is_set_apart(match: re.Match[str], folded: str, start: int) -> bool:
    """Whether a minus with a blank behind it stands before the share of a change."""
    return (
        folded[start - 1 : start] == " "
        and match.groupdict().get("unit") in ("%", "‰")
        and _APART_SIGN.search(folded, max(0, start - _LONGEST_LOW), start) is not None
    )


def _find_sign(match: re.Match[str], folded: str, start: int) -> int:
    """Where the minus before a number stands, `start` where there is none."""
    unit = match.groupdict().get("unit")
    if unit and _COMPARED.search(folded, max(0, start - _LONGEST_LOW), start):
        return start - 1
    if not unit or read_unit(unit).name not in _SIGNED:
        return start
    return start - 1 if _SIGN.search(folded, max(0, start - 2), start) else start


def _make(match: re.Match[str], place: Place, number: Numeral) -> Quantity | None:
    parts = match.groupdict()
    unit = read_unit(parts["unit"]) if parts.get("unit") else NO_UNIT
    if parts.get("unit") == "位" and _MOVED.search(place.folded, max(0, place.start - 6), place.start):
        unit = _PLACES
    value = number.value * _MULTIPLES[parts.get("big") or ""] * unit.factor
    if not value < LARGEST:
        return None
    if place.folded[place.start] in "-负":
        value = -value
    quote = place.text[place.start : place.end]
    qualifier = qualify(parts, place.folded, place.start, place.qualifier)
    if qualifier == "exact" and not match["number"].isdigit() and _OVER_WITHIN.search(match["number"]):
        qualifier = "over"
    # (most are whole, and to round one takes as long as to make the record)
    value = value if value.is_integer() else round(value, 6)
    return Quantity(value, unit.name, qualifier, quote, place.start, place.end, garbled=not number.sure)


# 较上年上升3位: places in a ranking, no persons
_MOVED = expression(r"(?:上升|下降|提升|提高|前移|前进|跃升|攀升|晋升|进位|后退|后移|下滑)(?:了)?\Z")
_PLACES = Unit("位", 1, "never")
# 10余万人次, 3千多万元
_OVER_WITHIN = expression("[余多几]")
_MULTIPLES = {"": 1, "万": 10_000, "亿": 10**8}


def _read_digits(match: re.Match[str], place: Place) -> Quantity | None:
    if match["unit"] is None:
        return _read_bare(match, place)
    return _read_counted(match, place)


# 县十八届政府二十六次常务会议, 市政府十五届四十二次会议: which meeting of a term; 十八届政府召开26次会议 are so many
_OF_TERM = expression(r"届(?!.*(?:召开|举行|举办|主持|累计|先后|[共开]))[一-龥]{0,10}\Z")
_MEETING = expression(r"次[^,;。\d]{0,6}?(?:会|会议)(?!费|场)")


def _is_of_term(folded: str, at: int, unit_at: int) -> bool:
    """Whether a number says which meeting of a term it was."""
    return _MEETING.match(folded, unit_at) is not None and _OF_TERM.search(folded, max(0, at - 14), at) is not None


# 依据行政处罚法三十三条: which article; 制定管理办法三十三条 are so many
_ARTICLE = expression(
    r"(?:依据|根据|按照|依照|遵照|援引|引用|适用|违反|触犯|对照)[^,;。]{1,24}?(?:法|条例|规定|办法|细则|规则)》?"
    rf"(?:第?(?:\d+|{CHINESE_NUMERAL}+)[条款项目](?:之[一二三四五])?[、和及与]?)*\Z"
)


def _is_article(folded: str, at: int, unit: str) -> bool:
    """Whether a number says which article of a law it is."""
    return unit in _PARTS_OF_LAWS and _ARTICLE.search(folded, max(0, at - _LONGEST_LAW), at) is not None


_PARTS_OF_LAWS = {"条", "款", "项", "目"}
_LONGEST_LAW = 48


def _read_counted(match: re.Match[str], place: Place) -> Quantity | None:
    number, at = read_written(match["number"]), match.start("number")
    if "， " in place.text[place.start : place.end]:
        # 行政复议3， 460家次: the mark of a clause
        return None
    if match["unit"] == "次" and _is_of_term(place.folded, at, match.start("unit")):
        return None
    if _is_article(place.folded, at, match["unit"]):
        return None
    if number is None or (at > 1 and place.folded[at - 1] in "+/×" and place.folded[at - 2].isdigit()):
        # the digits go on before: 1+6项, 3×24小时
        return None
    return _make(match, place, number)


def _read_broken(match: re.Match[str], place: Place) -> Quantity | None:
    number = read_written(match["number"].replace("\n", ""))
    return number and _make(match, place, number)


def _read_range(match: re.Match[str], place: Place) -> Quantity | None:
    """30—40件: its upper end."""
    below = _low().search(place.folded, max(0, match.start() - _LONGEST_LOW), match.start())
    number, low = read_written(match["number"]), read_written(below["low"]) if below else None
    if number is None or below is None or low is None:
        return None
    if below["low_unit"] and read_unit(below["low_unit"]).name != read_unit(match["unit"]).name:
        # 宣讲3次到12个乡镇: two numbers
        return None
    if low.value > number.value:
        if match[0][0] in "至到":
            # 由5件到3件: two figures
            return None
        number = Numeral(number.value, False)
    return _make(match, place, number)


# 行政合同95全面实施: the measure word is lost. 2023, 12345, 110 are a year, a hotline, a call number.
_NO_COUNT = expression(r"(?:19|20)\d{2}|12[0-9]{3}|110|119|120|122|114|\d{9,}")
# 2023年, 5号, 3级, 2.0版: no counts whatever stands before.
_NO_COUNT_BEFORE = "年月日时号版届世岁点级代元维度型双多"


@cache
def _place_counted() -> re.Pattern[str]:
    """What a number below ten counts without a measure word: 2市6县, 6单位; 3市场 and 2级 hold no such."""
    return compile_expression(rf"(?!{any_word('place_within')})(?:{any_word('place')})")


def _read_bare(match: re.Match[str], place: Place) -> Quantity | None:
    """A number without measure word: taken after a word and before a stop (各类信访8559，), or from ten up before another word."""
    written, folded, at, end = match["number"], place.folded, match.start("number"), place.end
    in_cell = folded[at - 1 : at] == "\t" and _ends_cell(folded, end)
    if (
        (_NO_COUNT.fullmatch(written) and not (in_cell and _is_counted_cell(match, folded)))
        or " " in written
        or "。" in written
    ):
        return None
    before = folded[max(0, at - 4) : at].rstrip(" \t")[-1:]
    if not ("一" <= before <= "龥" or before == ":") or before in "第年月日号至点":
        return None
    if before == "到" and not _place_counted().match(folded, end):
        # 提高到95, but 到3镇5村
        return None
    number = read_written(written)
    if number is None or (written[-1] in "十百千" and not match["bare_over"]):
        return None
    following, tail = folded[end : end + 1], folded[end : end + 2].strip()
    if following in {"", ",", ";", "。", "、", ")", "\n", " ", "\t"}:
        if following in " \t" and tail and not "一" <= tail <= "龥":
            return None
    elif (
        not "一" <= following <= "龥"
        or following in _NO_COUNT_BEFORE
        or (number.value < 10 and not _place_counted().match(folded, end))
    ):
        return None
    quantity = _make(match, place, number)
    return quantity and (replace(quantity, qualifier="over") if match["bare_over"] else quantity)


def _ends_cell(folded: str, end: int) -> bool:
    return folded[end : end + 1] in {"", "\t", "\n"}


# 项目\t2019\t2020: the head of a table tells years
_YEAR = expression(r"(?:19|20)\d{2}")


def _is_counted_cell(match: re.Match[str], folded: str) -> bool:
    """Whether a cell with 110 or 2019 is a count: its row's first cell names a thing, and it is no year in a row of years."""
    at = match.start("number")
    row = folded[folded.rfind("\n", 0, at) + 1 : at].split("\t")
    name = row[0].strip()
    if not _YEAR.fullmatch(match["number"]):
        return bool(name)
    end = folded.find("\n", at)
    cells = [*row[1:-1], *folded[at : end if end >= 0 else len(folded)].split("\t")]
    years = [cell for cell in cells if _YEAR.fullmatch(cell.strip())]
    return len(name) >= 4 and "年" not in name and "日期" not in name and (len(years) == 1 or len(years) < len(cells))


_COUNT_VERB = expression(
    r"(?:共|共计|总计|合计|仅|只|分别|各|有|为|达|新增|新建|建成|设立|增设|成立|查处|查办|聘请|出台|制定|修订|废止|受理|办理|办结|审结|收到|化解|调解|举办|召开|开展|组织|印发|移送|其中|撤销|维持|驳回|败诉|胜诉|判决|终止|发生|培训|配备|建立|命名|评选|获评|完成|处理|纠正|立案|接到|编发|发放|整改|等|承接|取消|下放|新增加)(?:了)?(?:有|达|为)?\s*$"
)
# 市委常委会两次研究法治建设工作
_HELD = expression(r"(?:主持|召开|研究|听取|专题|专门|部署|审议|举办|集中)")
_BOUNDARY = ",;。、)\n:"
# 上百件, 上万余人次; but 成百上千, 网上百件
_UPWARDS = expression(r"(?<![百网线以之会街路地陆海])上\Z")
# 一次, 一名, 一件 are mostly an article: a count only where the noun stood before (行政执法资格考试一次，), and no norm (每年进行一次，最多跑一次)
_SINGLE = {"件", "人", "家", "次", "场", "期", "项", "部", "个"}
_NORM = expression(r"[每跑逐进少多不如同这那][^,;。]{0,10}$|[之其]$")
# 五六件, 三四十人, 两三次, 十一二户: about so many
_ROUGH = expression(
    r"(?P<tens>[二三四五六七八九]?十)?(?P<low>[一二两三四五六七八])(?P<high>[二两三四五六七八九])(?P<multiple>[十百千万]*)"
)
_HOW_MUCH = {"百分点", "倍"}


# 吊销两家检测机构资质, 三家培训机构被取缔; 五家渠市 is a name
@cache
def _governs_bodies() -> re.Pattern[str]:
    return compile_expression(rf"(?:{any_act()}|{any_word('done_to_bodies')})了?\s*\Z|(?:\A|[,;:。、\n])\s*\Z")


@cache
def _body_behind() -> re.Pattern[str]:
    """What narrows a body stands before it, without 的."""
    return compile_expression(
        rf"(?![渠子店人口里])[^,;。、\d的]{{0,12}}?(?:{any_word('counted')}|{any_word('body_ends')})"
    )


_UNITS_OF_BODIES = {"家", "所", "处", "户"}


@cache
def _counted() -> re.Pattern[str]:
    # 对两家拒不整改的采石企业立案: what they did stands before the noun
    return compile_expression(rf"(?:[^,;。、\d]{{2,14}}的[一-龥]{{0,4}}?)?(?:{any_word('counted')})")


# 三条道路完成改造, 两座桥梁建成通车: what is counted opens the clause, and something was done with it; 三条主线贯穿始终 is no count
_DONE_WITH = expression(
    r"(?!主线|底线|红线|战线|路径|要求|措施|意见|建议|规定)[一-龥]{2,8}?(?:已|均|全部|全面|先后|相继|顺利|如期)*(?:完成|建成|竣工|通车|投用|开工|完工|投入|启用|拆除|获评|被评|通过验收|实现|改造)"
)
_OPENS_CLAUSE = expression(r"(?:\A|[,;。\n])\s*\Z")
_THINGS_DONE = {"条", "座", "栋", "台", "辆", "艘"}


# 第三件, 每两次, 数十家 count nothing; 统一, 同一, 进一步 are words, but 会同三家, 走进五个
_BEFORE_NONE = "第每逐之首前后上下末数几"
_BEFORE_ONE = _BEFORE_NONE + "统专唯同进任某另"


def _read_chinese(match: re.Match[str], place: Place) -> Quantity | None:
    """A numeral in Chinese characters counts only where its measure word and its place say so: 三十余件 does, 一体, 三级 and 五项制度 do not."""
    written, folded = match["number"], place.folded
    unit, at = read_unit(match["unit"]), match.start("number")
    if match["unit"] == "次" and _is_of_term(folded, at, match.start("unit")):
        return None
    if _is_article(folded, at, match["unit"]):
        return None
    if unit.chinese == "never" or (at and folded[at - 1] in (_BEFORE_ONE if written[0] == "一" else _BEFORE_NONE)):
        return _read_upwards(match, place) if at and folded[at - 1] == "上" and unit.chinese != "never" else None
    if ranged := _read_range_in_words(match, place):
        return ranged
    if rough := _ROUGH.fullmatch(written):
        return _read_rough(match, rough, place)
    number = Numeral(10_000.0, True) if written == "万" else read_numeral(written)
    if number is None or written[0] in "亿零〇" or (len(written) > 1 and not number.sure and written[0] in "百千万"):
        return None
    approximate = bool(match["over"] or match["over2"] or match["big"])
    if written[0] in "百千万" and not (match["over"] or match["over2"] or place.qualifier):
        return None
    if number.value < 10 and not approximate and not _counts_few(written, unit, folded, at, place.end):
        return None
    quantity = _make(match, place, number)
    return quantity and (
        replace(quantity, qualifier="over") if match["over2"] and quantity.qualifier == "exact" else quantity
    )


def _read_upwards(match: re.Match[str], place: Place) -> Quantity | None:
    """上百件, 上万余人次."""
    at, written = match.start("number"), match["number"]
    number = Numeral(10_000.0, True) if written == "万" else read_numeral(written)
    if written[0] not in "百千万" or number is None or not _UPWARDS.search(place.folded, max(0, at - 3), at):
        return None
    return _make(match, place._replace(start=at - 1, qualifier="超"), number)


# 一至二名, 三到五家: the upper of the two
_LOW_IN_WORDS = expression(rf"(?<!{CHINESE_NUMERAL})(?<![\d第])(?P<low>[一二两三四五六七八九十]{{1,3}})[至到~-]\Z")


def _read_range_in_words(match: re.Match[str], place: Place) -> Quantity | None:
    """一至二名: its upper end; None for a numeral without a lower one before it."""
    below = _LOW_IN_WORDS.search(place.folded, max(0, place.start - _LONGEST_LOW), place.start)
    low, high = read_numeral(below["low"]) if below else None, read_numeral(match["number"])
    if below is None or low is None or high is None or not low.value < high.value:
        return None
    return _make(match, place._replace(start=below.start()), high)


def _read_rough(match: re.Match[str], rough: re.Match[str], place: Place) -> Quantity | None:
    """五六件: the upper of the two, about."""
    low, high = read_numeral(rough["low"]), read_numeral(f"{rough['tens'] or ''}{rough['high']}{rough['multiple']}")
    if low is None or high is None or not high.sure or read_numeral(rough["high"]) != (low.value + 1, True):
        return None
    quantity = _make(match, place, high)
    return quantity and replace(quantity, qualifier="about")


def _counts_few(written: str, unit: Unit, folded: str, at: int, end: int) -> bool:
    """Whether a numeral below ten counts: it ends the phrase, a verb of counting stands before or a thing that is counted behind."""
    before, following = folded[max(0, at - 12) : at], folded[end : end + 1]
    if unit.name in _HOW_MUCH:
        return True
    ends_here = following == "" or following in _BOUNDARY
    if written == "一":
        return ends_here and unit.name in _SINGLE and not _NORM.search(before)
    if unit.name == "次" and _HELD.match(folded, end):
        return True
    counted = ends_here or _COUNT_VERB.search(before) is not None or _counted().match(folded, end) is not None
    if not counted and unit.name in _UNITS_OF_BODIES and _governs_bodies().search(before):
        counted = _body_behind().match(folded, end) is not None
    if not counted and unit.name in _THINGS_DONE and _OPENS_CLAUSE.search(before):
        counted = _DONE_WITH.match(folded, end) is not None
    return counted or (unit.chinese != "tens" and unit.name not in {"次", "家", "户", "期", "所", "处"})


_READERS: dict[str, Callable[[re.Match[str], Place], Quantity | None]] = {
    "broken": _read_broken,
    "range": _read_range,
    "spaced": _read_counted,
    "digits": _read_digits,
    "chinese": _read_chinese,
}
