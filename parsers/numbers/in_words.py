"""Numbers that words say: ranks (第三名, 居首位), shares (百分之九十八点五, 三分之二, 近七成, 过半), doubled (翻一番), none (未发生1起, 零投诉)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from parsers.numbers.grammar import BLANKS, NUMBER, read_written
from parsers.numbers.qualifiers import AFTER, find_qualifier, qualify
from parsers.numbers.units import read_unit, unit_expression
from parsers.numbers.words import any_word
from parsers.records import Qualifier, Quantity
from parsers.text.expressions import compile_expression, expression
from parsers.text.numerals import CHINESE_NUMERAL, read_chinese_numeral

_Match = re.Match[str]
_ANYTHING = expression("")
_LONGEST_BEFORE = 20


class _Said(NamedTuple):
    """What a kind of saying makes of its match."""

    value: float
    unit: str
    qualifier: Qualifier | None = None
    """None: to be read from the words around."""
    ordinal: bool = False


class _Kind(NamedTuple):
    expression: re.Pattern[str]
    """Begins with a character that few words hold, which makes the search a fast one."""
    read: Callable[[_Match, _Match], _Said | None]
    """By the match of the expression and that of `before`."""
    before: re.Pattern[str] = _ANYTHING
    """What must stand before it; its group `number` or `below` is where the quote begins."""
    spreads: bool = False
    """Whether it is said of the other members of its row too: 未引发1件纠错、1件赔偿."""


def _read_number(written: str) -> float | None:
    if not written[0].isdigit():
        return read_chinese_numeral(written)
    numeral = read_written(written)
    return numeral.value if numeral else None


def _read_rank(match: _Match, before: _Match) -> _Said | None:
    number = _read_number(match["number"])
    return None if number is None else _Said(number, (match.groupdict().get("unit") or "")[:1], "exact", ordinal=True)


def _read_foremost(match: _Match, before: _Match) -> _Said:
    return _Said(1.0, "", "exact", ordinal=True)


def _read_top(match: _Match, before: _Match) -> _Said | None:
    """前三: the third place or a better one."""
    number = _read_number(match["number"])
    return None if number is None else _Said(number, (match["unit"] or "")[:1], "at_most", ordinal=True)


_WHOLES = {"百": 100.0, "千": 1000.0, "万": 10_000.0}


def _read_share(match: _Match, before: _Match) -> _Said | None:
    number = _read_number(match["number"])
    whole = _WHOLES.get(before["below"]) or _read_number(before["below"])
    if number is None or not whole or whole < 2:
        return None
    return _Said(round(number if whole == 100 else 100 * number / whole, 6), "%")


def _read_tenths(match: _Match, before: _Match) -> _Said | None:
    number, more = _read_number(before["number"]), match["more"]
    if number is None or not 0 < number <= 10:
        return None
    value = round(10 * number, 6) + (5.0 if more == "半" else read_chinese_numeral(more or "零") or 0.0)
    # 六七成: about so many
    return _Said(value, "%", "about" if before["low"] else None)


def _read_half(match: _Match, before: _Match) -> _Said:
    return _Said(50.0, "%")


def _read_more_than_half(match: _Match, before: _Match) -> _Said:
    return _Said(50.0, "%", "about" if before["how"] == "近" else "over")


def _read_doubled(match: _Match, before: _Match) -> _Said | None:
    number = _read_number(match["number"]) if match["number"] else 1.0
    return None if number is None else _Said(number, "番", "exact")


def _read_places(match: _Match, before: _Match) -> _Said | None:
    """三县一市, 周边三县: so many of each; 一镇一村 is said of every one, 三区 alone may be a name."""
    folded, (start, end) = match.string, match.span("number")
    last = _PLACE_BEFORE.search(folded, max(0, start - _LONGEST_BEFORE), start)
    following = _NEXT_PLACE.match(folded, end)
    members = {match["number"], last and last["last"], following and following["number"]} - {None}
    beside = _BESIDE.search(folded, max(0, start - _LONGEST_BEFORE), start)
    if folded[start - 1 : start] in _OF_A_WORD or not (beside or ((last or following) and members != {"一"})):
        return None
    number = _read_number(match["number"])
    return None if number is None else _Said(number, "", "exact")


def _read_ratio(match: _Match, before: _Match) -> _Said | None:
    number, below = int(match["number"]), int(match["below"])
    return _Said(100 * number / below, "%", "exact") if number < below else None


def _read_none(match: _Match, before: _Match) -> _Said:
    return _Said(0.0, read_unit(match["unit"]).name, "exact")


def _read_zero(match: _Match, before: _Match) -> _Said:
    return _Said(0.0, "", "exact")


_GRAVE = "(?:行政|重大|群体|国家|安全|较大|信访|执法|纠错|败诉)"
_HAPPENED = "发生|出现|产生|引发|引起|诱发|造成|存在|导致|形成"
_MINUS = expression(r"(?<![胜自抱担肩身辜欠背])负\Z")
_FEW = r"[一二三四五六七八九十]"
_RANKED = (
    r"(?:全国|全省|全市|全县|全区|全州|全盟|全疆|省|市|州|区县组|县市组|县区组|县市中?|小组|排名|排行|排在|排到|排|名列|位列|位居|位次|居|列|获|夺得|取得"
    r"|蝉联|跃居|跃升|跃升至|上升至|提升至|升至|升到|进至|跃至|跃到|前移至|前进至|提至|晋至|攀升至|降至|降到|跌至|滑至|下滑至|退至|后退至|稳居|高居|荣获|中排名?|(?<=总分|成绩|得分|综合))"
)
# 把政务诚信放在首位 ranks nothing.
_ROSE = r"(?:(?:排名|位|名|高|稳|跃|荣)?[居列]|排名?|蝉联|跃升|升至|升到|荣登|登上)"
# 三县一市, 六镇四街道, 周边三县: places that a numeral counts without measure word
_PLACE = r"(?:乡镇|镇街|县区|县市|市州|省|市|县|区|旗|镇|乡|村|社区|街道|街(?![道区口坊巷]))(?![级域块间长民规策品委企单直容政])"
_FEW_PLACES = "[一二两三四五六七八九十]{1,2}"
_PLACE_BEFORE = expression(rf"(?<![第每逐])(?P<last>{_FEW_PLACES}){_PLACE}[、和]?\Z")
_NEXT_PLACE = expression(rf"{_PLACE}[、和]?(?P<number>{_FEW_PLACES}){_PLACE}")
_BESIDE = expression(r"(?:周边|毗邻|相邻|邻近|接壤|毗连|交界)的?\Z")
_OF_A_WORD = frozenset("第每逐同统唯十百千万")
# 位列汉中第二, 排各乡镇第三; 排在工作日程第一 ranks nothing
_OF_PLACE = (
    r"(?:位列|位居|名列|列在|排在|高居|稳居|跃居)(?![一-龥]{0,4}(?:工作|任务|议程|日程|位置|首要|重点))[一-龥]{2,4}"
    r"|(?:位列|位居|名列|列在|排在|排名|排|列|居)(?:了|在|于)?各"
    r"(?:县市区|旗县区|县区|县市|市县|区县|市州|地市|区市|旗县|乡镇|镇街|街镇|镇乡|街道|部门|单位|[县市区镇乡旗])中?"
)
_WHERE = r"(?:(?:全[国省市县区州盟]|[省市县区州])[^,;。、\n]{0,8}?)?"


@cache
def _kinds() -> tuple[_Kind, ...]:
    return (*_tell_ranks(), *_tell_shares(), *_tell_none())


def _tell_ranks() -> tuple[_Kind, ...]:
    few = r"(?P<number>\d+|[一二三四五六七八九十]+)"
    end = r"(?=[,;。、)\n]|$|的)"
    rose = compile_expression(rf"{_ROSE}(?:了|在|至|于)?{_WHERE}\Z")
    entered = compile_expression(
        rf"(?:进入|跻身|挤进|挺进|迈进|闯进|冲进|迈入|升入|晋级|入围|保持|{_ROSE})(?:了|在|至|于)?{_WHERE}\Z"
    )
    placed = compile_expression(rf"(?:{_RANKED}|{_ROSE}(?:了|在|至|于)?{_WHERE})\s*\Z|(?:{_OF_PLACE})\Z")
    return (
        _Kind(compile_expression(rf"第\s*{few}\s*(?P<unit>名|位次?)(?!副|常|责|成员|委员|主任)"), _read_rank),
        _Kind(compile_expression(rf"第\s*{few}{end}"), _read_rank, placed),
        _Kind(compile_expression("首位(?!度)|榜首"), _read_foremost, rose),
        _Kind(compile_expression(rf"前\s*(?P<number>\d{{1,3}}|{_FEW}{{1,2}})\s*(?P<unit>名|位|强)?(?:{end}|(?=行列))"), _read_top, entered),
    )  # fmt: skip


def _tell_shares() -> tuple[_Kind, ...]:
    """Shares, multiples, and places told by their number (两地)."""
    unit = unit_expression()
    decimal = rf"{CHINESE_NUMERAL}+(?:点{CHINESE_NUMERAL}+)?"
    return (
        _Kind(
            compile_expression(rf"分之(?P<number>{BLANKS}|{NUMBER}|{decimal})(?P<over>余|多)?{AFTER}"),
            _read_share,
            compile_expression(rf"(?<![\d零〇一二两三四五六七八九十百千万])(?P<below>[百千万]|{_FEW}{{1,3}}|\d{{1,3}})\Z"),
        ),
        # 占全部案件的1/4; 1/4 alone may be a day
        _Kind(
            compile_expression(r"(?P<quote>(?P<number>[1-9])/(?P<below>[2-9]|[1-9]\d))(?![\d/月日.])"),
            _read_ratio,
            compile_expression(r"占[^,;。\d]{1,14}\Z"),
        ),
        # 三成, 近七成, 两成半, 九成八; 三成员, 一成不变 are none
        _Kind(
            compile_expression(
                rf"成(?P<more>半|[一二三四五六七八九](?!{unit}))?(?P<over>余|多)?{AFTER}"
                r"(?![功立果效员绩本都了年人品交长就熟套型片批份语文武规活不见像因全色天体份衣药])"
            ),
            _read_tenths,
            compile_expression(r"(?<![第\d.零〇一二两三四五六七八九十百千万])(?P<whole>(?P<low>[一二三四五六七八](?=[二三四五六七八九]))?(?P<number>[一二两三四五六七八九十]|\d(?:\.\d)?))\s?\Z"),
        ),
        _Kind(compile_expression(rf"半数{AFTER}"), _read_half, compile_expression(r"(?<![过超逾近一大多])\Z")),
        _Kind(compile_expression(rf"一半{AFTER}(?![年月天日])"), _read_half, compile_expression(r"(?<![另一大多])\Z")),
        _Kind(
            compile_expression(r"半(?<=[过超逾近].)数?(?![年月天日小个径挂岛百千万成亩夜生边途价])"),
            _read_more_than_half,
            compile_expression(r"(?<![时务双间年大多])(?P<how>[过超逾近])\Z"),
        ),
        _Kind(compile_expression(r"翻(?:了|近|约)?\s*(?P<quote>(?P<number>[一二两三四]|\d)?\s*番)(?!身|茄|号)"), _read_doubled),
        _Kind(compile_expression(r"(?P<quote>翻(?P<number>)倍)"), _read_doubled),
        _Kind(compile_expression(rf"(?P<number>{_FEW_PLACES})(?={_PLACE})(?!区三州)"), _read_places),
    )  # fmt: skip


def _tell_none() -> tuple[_Kind, ...]:
    unit = unit_expression()
    return (
        # 未发生1起, 没有一件, 无一例, 未因程序违法引发1件, 不存在1例; 无一例外, 没有一个不 are none
        _Kind(
            compile_expression(
                rf"[未没无不](?:(?<!不)|(?=曾|存在|再发生|再出现))(?:曾|有)?再?(?:因(?![一1])[^,;。、\d]{{2,16}}?而?新?(?:{_HAPPENED})"
                rf"|新?(?:{_HAPPENED}|接到|收到|受理|发现|查处|增|接报|收|见|有|被)?)过?\s*(?:任何|哪怕|过|了)?\s*"
                rf"[一1]\s*(?P<unit>{unit})(?!(?:个)?(?:不|未)|外)(?![\d.])"
            ),
            _read_none,
            spreads=True,
        ),
        # 未发生行政复议被纠错1件、行政诉讼败诉1件: the things stand before
        _Kind(
            compile_expression(
                rf"[未没](?:曾|有)?(?:因[^,;。、\d的]{{2,16}}?)?(?:{_HAPPENED}){_GRAVE}[^,;。、\d的]{{0,12}}?"
                rf"(?P<quote>[一1]\s*(?P<unit>{unit}))(?=[,;。、]|的?情[况形]|$)"
            ),
            _read_none,
            spreads=True,
        ),
        # 1件也没有被纠正, 连1件复议案件都未被纠错, 1起重大事故也没有; 1件未被采纳 is one
        _Kind(
            compile_expression(
                rf"(?P<quote>[一1](?<![\d.第零〇一二两三四五六七八九十百千万亿].)(?<!\d,.)\s*(?P<unit>{unit})(?:[也都](?=没|未|无|不))?)"
                r"(?:(?<=[也都])|(?<!个)[一-龥]{1,14}?[也都](?=没|未|无|不))"
            ),
            _read_none,
        ),
        # 行政诉讼败诉案件一件没有, 重大事故1起未发生
        _Kind(
            compile_expression(
                rf"(?P<quote>[一1](?<=[一-龥][一1])(?<![第零〇一二两三四五六七八九十百千万亿,].)\s*(?P<unit>{unit}))(?=(?:没有|未发生过?|未出现过?|皆无|全无|也无|未有)(?:[,;。、\n]|$))"
            ),
            _read_none,
        ),
        # 败诉案件为零, 0投诉
        _Kind(compile_expression(r"零(?=[,;。、)\s]|$)"), _read_zero, compile_expression(r"(?:为|保持|[件率数量]是)\Z")),
        _Kind(compile_expression(rf"0(?=(?:{any_word('zero_of')})(?!率|申请率))"), _read_zero, compile_expression(r"(?<!\d)(?<!\d[.·,])\Z")),
        _Kind(compile_expression(rf"(?P<quote>零)(?=(?:{any_word('zero_of')})(?!率|申请率))"), _read_zero),
    )  # fmt: skip


def read_spoken(folded: str, text: str, taken: bytearray) -> list[Quantity]:
    """The numbers that words say, in no order; what is read is marked in `taken`, what is marked there is not read."""
    found: list[Quantity] = []
    for kind in _kinds():
        whole = "quote" if "quote" in kind.expression.groupindex else 0
        previous_end = 0
        for match in kind.expression.finditer(folded):
            start, end = match.span(whole)
            floor, previous_end = previous_end, match.end()
            before = kind.before.search(folded, max(0, start - _LONGEST_BEFORE), start)
            if before is None:
                continue
            if kind.before.groupindex:
                start = before.start(1)
            if taken.find(1, start, end) >= 0 or (said := kind.read(match, before)) is None:
                continue
            begin, qualifier = start, None
            if said.unit == "%" and _MINUS.search(folded, max(0, start - 2), start):
                # 增长率负百分之三点五
                begin, said = start - 1, said._replace(value=-said.value, qualifier="exact")
            if said.qualifier is None and (qualified := find_qualifier(folded, start, floor)):
                begin, qualifier = qualified
            how = said.qualifier or qualify(match.groupdict(), folded, begin, qualifier)
            found.append(Quantity(said.value, said.unit, how, text[begin:end], begin, end, ordinal=said.ordinal))
            taken[start:end] = b"\x01" * (end - start)
            if kind.spreads:
                found += _read_further_none(folded, text, taken, end)
    return found


@cache
def _next_none() -> re.Pattern[str]:
    return compile_expression(
        rf"[^,;。、\d]{{0,16}}(?:[、和及或与]|以及|或者)\s*(?:{_GRAVE}[^,;。、\d的]{{0,12}}?)?(?P<quote>[一1]\s*(?P<unit>{unit_expression()}))(?![\d.])"
    )


def _read_further_none(folded: str, text: str, taken: bytearray, at: int) -> list[Quantity]:
    """The members of a row behind 未发生1起 that ends at `at`."""
    found: list[Quantity] = []
    while match := _next_none().match(folded, at):
        start, at = match.span("quote")
        if taken.find(1, start, at) >= 0:
            break
        found.append(Quantity(0.0, read_unit(match["unit"]).name, "exact", text[start:at], start, at))
        taken[start:at] = b"\x01" * (at - start)
    return found
