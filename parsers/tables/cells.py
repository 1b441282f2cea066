"""What a single cell of a table is: a figure and nothing else, a time, a unit, a name of one who reports."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from parsers.records import Qualifier
from parsers.seed import read_seed
from parsers.text.alternatives import any_of
from parsers.text.expressions import compile_expression, expression
from parsers.text.width import fold_width

_YEAR_CELL = expression(r"(?:19|20)\d{2}\s*年?度?")
_TIME = expression(
    r"(?:(?:19|20)\d{2}\s*年?度?)?\s*(?:[上下]半年|第?[一二三四1-4]季度|前?\d{1,2}(?:\s*[-~至]\s*\d{1,2})?\s*个?月份?(?:底|末)?|"
    r"[一二三四五六七八九十]{1,2}月份?|全年)?|(?:上|本|去|今|当|前)(?:一)?年度?(?:同期)?数?|(?:上年|去年|本年|今年)?(?:累计|同期)数?"
)
_QUALIFIERS: dict[str, Qualifier] = {
    "约": "about",
    "近": "about",
    "超": "over",
    "超过": "over",
    "逾": "over",
    "": "exact",
}
# ↓9.6%, ▲12.3, 9.6%↓, +5: which way a cell's figure went
_DOWN, _UP = "↓⬇⇩⇓↘⬊▼🔻🔽⤵➘", "↑⬆⇧⇑↗⬈▲🔺🔼⤴➚"
_ARROWS = f"[{_DOWN}{_UP}]"
# 下降9.6%, 减少12件: in a column of changes
_TOLD = expression(
    r"(?:同比|环比|较上年|比上年)?(?:净)?(?:(?P<fall>下降|减少|降低|下滑|回落|降|减|负增长)|(?P<rise>增长|增加|上升|提高|提升|上涨|升|增))了?(?=\s*\d)"
)
_NUMBER = r"(?P<sign>[-－−+＋])?\s?(?P<number>\d{1,3}(?:[,， ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
# 3 1 8 · 7 1 .5 %: a cell that Word spread over its width, a digit at a time
_SPREAD = expression(r"\d(?: \d)+(?: ?\. ?\d(?: \d)*)? ?[^\s\d]{0,3}")
_FACTORS = {"": 1.0, "百": 100.0, "千": 1000.0, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell's number; `unit` is empty where the cell has none. `value` is in base units where it has one."""

    value: float
    unit: str
    qualifier: Qualifier
    change: bool = False
    """Whether an arrow or a word says that it went up or down."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word as written, with the base unit and the factor to it."""

    name: str
    factor: float


@cache
def list_units() -> dict[str, Unit]:
    """Measure words by how they are written, of seeds/units.csv."""
    return {row["written"]: Unit(row["unit"], float(row["factor"])) for row in read_seed("units.csv")}


@cache
def _figure() -> re.Pattern[str]:
    units = any_of(list_units())
    return compile_expression(
        rf"(?P<before>约|近|超过?|逾)?(?P<arrow>{_ARROWS})?\s*{_NUMBER}\s*(?P<over>余|多)?\s*(?P<big>万亿|[百千]?万|亿|百|千)?\s*(?P<over2>余|多)?\s*(?P<unit>{units})?\s?(?P<arrow2>{_ARROWS})?[。；;]?"
    )


@lru_cache(maxsize=4096)
def read_figure(cell: str) -> Figure | None:
    """The figure of a cell that holds nothing else (128 · 1,234 · 58件 · 12.5万元 · 98%), None for any other cell.

    A number of four digits without a unit may be a year or a count: its column tells.
    """
    if "\t" in cell:
        return None  # 62 and 731 of two cells are no 62 731
    folded = fold_width(cell).strip()
    if _SPREAD.fullmatch(folded):
        folded = folded.replace(" ", "")
    match = _figure().fullmatch(folded)
    if match is None:
        return None
    value = float(re.sub(r"[, ]", "", match["number"])) * _FACTORS[match["big"] or ""]
    unit = list_units()[match["unit"]] if match["unit"] else Unit("", 1.0)
    qualifier: Qualifier = "over" if match["over"] or match["over2"] else _QUALIFIERS[match["before"] or ""]
    arrow = match["arrow"] or match["arrow2"] or ""
    falls = (match["sign"] or "") in ("-", "－", "−") if match["sign"] else bool(arrow) and arrow in _DOWN
    signed = -value if falls else value
    return Figure(round(signed * unit.factor, 6), unit.name, qualifier, bool(arrow))


def read_change(cell: str) -> Figure | None:
    """The figure of a cell in a column of changes: 下降9.6%, 增长5%, 减少12件; None for any other cell, 持平 among them."""
    folded = fold_width(cell).strip()
    told = _TOLD.match(folded)
    figure = read_figure(folded[told.end() :]) if told else None
    if told is None or figure is None:
        return None
    return replace(figure, value=-figure.value if told["fall"] and figure.value > 0 else figure.value, change=True)


_CHANGE_HEAD = expression(
    r"同比|环比|增长|增幅|增减|升降|变化|变动|[±]|较(?:上年|去年|\d{4}年)|与(?:上年|去年|\d{4}年).{0,3}[比较]"
)


def is_change_head(head: str) -> bool:
    """Whether a head is that of changes: 同比, 较上年增减(%)."""
    return _CHANGE_HEAD.search("".join(fold_width(head).split())) is not None


def is_figure(cell: str) -> bool:
    """Whether a cell holds a figure and nothing else; 2023年 is a time."""
    return any(character.isdigit() for character in cell) and not _is_year(cell) and read_figure(cell) is not None


def _is_year(cell: str) -> bool:
    return _YEAR_CELL.fullmatch(fold_width(cell).strip()) is not None and "年" in cell


def is_bare_year(cell: str) -> bool:
    """Whether a cell may be a year without its 年: 2022."""
    return re.fullmatch(r"(?:19|20)\d{2}", fold_width(cell).strip()) is not None


def is_time(head: str) -> bool:
    """Whether a head is a time: 2023年 · 2023 · 上半年 · 一季度 · 1-6月 · 上年同期."""
    folded = fold_width(head).strip()
    return folded != "" and _TIME.fullmatch(folded) is not None


@lru_cache(maxsize=1024)
def spell_unit(written: str) -> Unit | None:
    """The measure word of a cell or head: 件 · 万元 · 万人次 · %; None for anything else."""
    squeezed = "".join(fold_width(written).split())
    if squeezed in list_units():
        return list_units()[squeezed]
    match = re.fullmatch(r"(百万|千万|万亿|万|亿|千|百)(.+)", squeezed)
    unit = list_units().get(match[2]) if match else None
    return Unit(unit.name, unit.factor * _FACTORS[match[1]]) if match and unit else None


def is_unit(cell: str) -> bool:
    """Whether a cell is a measure word."""
    return spell_unit(cell) is not None


# 罚没金额(万元) · 案件数/件 · 占比% · 单位:件
_UNIT_AT_END = expression(
    r"(?:[(\[【]\s*(?:单位\s*:?\s*)?(?P<bracketed>[^()\[\]【】]{1,6})\s*[)\]】]|[/,:]\s*(?P<behind>[^/,:]{1,4})|(?P<percent>%))\s*$"
)
_UNIT_OF_CAPTION = expression(r"(?:计量)?单位\s*[:：]?\s*(?P<units>[^\s()\[\]【】,。;]{1,20})")
_COUNTED = expression(r"(?P<unit>件|人次|人|户|次|宗|起|份|个|家|场|项|部)数")


def read_unit(head: str) -> Unit | None:
    """The unit that a head names: 罚没金额（万元） · 案件数/件 · 占比（%） · 件数; None for a head without any."""
    folded = fold_width(head).strip()
    if match := _UNIT_AT_END.search(folded):
        written = match["bracketed"] or match["behind"] or match["percent"]
        return spell_unit(written)
    counted = _COUNTED.search(folded)
    return list_units().get(counted["unit"]) if counted else None


def strip_unit(head: str) -> str:
    """A head without the unit that stands behind it."""
    match = _UNIT_AT_END.search(fold_width(head))
    return head[: match.start()].strip() if match and read_unit(head) else head.strip()


def read_caption_unit(caption: str, head: str = "") -> Unit | None:
    """The unit that a caption names (单位：件) for what `head` tells of; None where it names none, or several of a kind.

    Of 单位：件、万元 an amount is in 万元 and anything else in 件.
    """
    folded = fold_width(caption)
    match = _UNIT_OF_CAPTION.search(folded)
    written = match["units"] if match else (found["bracketed"] or "" if (found := _UNIT_AT_END.search(folded)) else "")
    units = [spell_unit(part) for part in re.split("[、,/和及]", written)]
    named = [unit for unit in units if unit is not None]
    if len(units) != len(named):
        return None
    if len(named) > 1:
        for kind, units_of in _KINDS.items():
            found_of = [unit for unit in named if unit.name in units_of]
            if kind.search(head):
                named = found_of
                break
            named = [unit for unit in named if unit not in found_of]
    return named[0] if len(named) == 1 else None


# What kind of head takes which of a caption's units
_KINDS = {
    expression("金额|款|经费|资金|费用|价值|损失|投资|收入|支出|补助"): ("元",),
    expression("率|比|占"): ("%", "‰"),
    expression("人[数员次]|人$"): ("人", "人次"),
}
