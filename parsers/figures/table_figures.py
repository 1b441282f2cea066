"""Figures of tables: each cell read as the sentence that its heads make of it (2022年行政处罚决定128件), and put back in its place.

What a cell counts is said by its row and column heads and the caption; a head that is a time gives the period; the unit is
that of the cell, else of the row, the column head, the caption. 合计 is the whole of its column, rows under 其中 are parts of
the row above.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.records import Fact, Metadata, Quantity, Section
from parsers.tables.cells import (
    Unit,
    is_change_head,
    is_time,
    read_caption_unit,
    read_change,
    read_figure,
    read_unit,
    spell_unit,
    strip_unit,
)
from parsers.tables.find_tables import FigureCell, Table
from parsers.text.alternatives import measure_overlap
from parsers.text.expressions import expression
from parsers.text.width import fold_width

_NO_COUNT_HEAD = expression(
    r"序号|编号|电话|号码|邮编|文号|日期|备注|代码|排名|名次|位次|联系方式|身份证|年龄|工龄|证号|页码|页次|权重|分值|得分|评分|年份|^年度$|^时间$|行次|工号|房号"
)
_GENERIC = expression(
    r"(?:数量|金额|数值|数据|数|件数|个数|次数|人数|总数|总量|数额|情况|结果|指标值?|完成(?:数|值|情况)?|数量情况|内容|项目|名称|指标名称|统计数|办理情况|单位)?"
)
_TOTAL = expression(r"(?:合|总|共)(?:计|数)(?:数量?)?|总量")
_PART = expression(r"^\s*(?:其\s*中|#)\s*[:：、，]?")
_NUMBERING = expression(r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?\d{1,2}[)）、.．](?!\d)|[①-⑳])\s*")
_BODY = expression(
    r"(?:局|委员会|委|办公室|办事处|中心|大队|支队|总队|中队|镇|乡|街道|院|厅|分局|银行|公司|管委会|[^地社片园辖城]区|县|旗|州|[^城]市|政府|庭|协会)"
)
# 收到, 审结: what was done stands behind what it was done with
_ACT = expression(
    r"收到|受理|审结|办结|办理|维持|撤销|驳回|确认|变更|责令|终止|调解|结案|新收|立案|移送|申请|当场|普通程序|一般程序|简易程序|作出|不予|"
    r"准予|许可|检查|罚没|罚款|警告|没收|吊销|暂扣|拘留|执结|答复|培训|审核|审查|备案|清理|废止|修订|制定"
)
_BARE_ACT = expression(
    r"(?:共|新)?(?:收到|受理|审结|办结|结案|维持|撤销|驳回|确认违法|责令履行|变更|终止|调解|和解|不予受理|胜诉|败诉|撤诉|移送|立案|处罚)+"
    r"(?:申请|案件|数量?|件数|结案|终结|总数|率)?"
)
_TIME_BEFORE = expression(
    r"^(?:(?:19|20)\d{2}年(?:度)?|今年|去年|全年|[上下]半年|第?[一二三四]季度|前三季度|\d{1,2}(?:[-~至]\d{1,2})?月份?)+"
)
_TIMED_HEAD = expression(r"((?:19|20)\d{2}年度?|[上去本今]年度?)(.+)")
_MAGNITUDE = expression(r"[百千万亿]")
_CAPTION_REST = expression(
    r"[（(【\[].*?[)）】\]]|单位\s*[:：].*$|^\s*(?:[附续]?表|图|附件|续)\s*[\d一二三四五六七八九十]{0,3}[-—.、:：]?\d*\s*|(?:一览|统计|情况|汇总|明细)*表\s*$|如下[:：]?\s*$"
    r"|(?:19|20)\d{2}\s*(?:年度?)?(?:\s*[-—－–~至到]\s*(?:19|20)?\d{2}\s*年?度?)?|全年"
)
_YEAR = expression(r"(?<!\d)((?:19|20)\d{2})\s*年?度?(?!\d)")
_YEARS = expression(r"(?:19|20)\d{2}\s*年?\s*[-—－–~至到]\s*(?:19|20)?\d{2}\s*年")
_LAST_YEAR = expression(r"(?:上|去)(?:一)?年(?:度)?(?:同期)?数?|(?:上年|去年)同期数?|同期数?")
_THIS_YEAR = expression(r"(?:本|今|当)年(?:度)?(?:累计)?数?|本期数?|累计数?")


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell in the text of phrases, and what of it no phrase says."""

    cell: FigureCell
    table: int
    of_body: bool
    """Whether it counts what one of several bodies did: no figure of the report's own government."""
    total: bool
    part_of_row: bool
    """Under 其中 in its row's head: a part of the row above."""
    part_of_column: bool
    """Under 其中 in its column's head: a part of the column to the left."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """A text of our own, a caption and a phrase for each cell, to be read as any text; sections part one from the next."""

    text: str
    quantities: list[Quantity]
    sections: tuple[Section, ...]
    places: dict[int, _Place]
    """By where the quantity starts in the phrases' text."""


def write_phrases(text: str, tables: Sequence[Table], sections: Sequence[Section], metadata: Metadata) -> Phrases:
    """A phrase for each figure of the tables that counts something."""
    pieces: list[str] = []
    quantities: list[Quantity] = []
    made: list[Section] = []
    places: dict[int, _Place] = {}
    length = 0
    for number, table in enumerate(tables):
        caption = "，".join(text[slice(*span)].strip() for span in table.caption)
        topic = _read_topic(caption) or _find_heading(sections, table.start)
        bodies = _find_bodies(text, table)
        told: dict[tuple[str, int], str] = {}
        for cell in table.cells:
            place = _place_cell(text, cell, number, bodies, metadata)
            written = None if place is None else _write_phrase(text, cell, caption, topic)
            if place is None or written is None:
                continue
            before, quantity = written
            over = _carry_topic(before, cell, told) or topic
            phrase = f"{over}\n{before}{quantity.quote}。\n"
            start = length + len(over) + 1 + len(before)
            made.append(Section(len(made) + 1, None, 4, "", over, None, phrase, length, length + len(phrase)))
            quantities.append(replace(quantity, char_start=start, char_end=start + len(quantity.quote)))
            places[start] = place
            pieces.append(phrase)
            length += len(phrase)
    return Phrases("".join(pieces), quantities, tuple(made), places)


def _carry_topic(words: str, cell: FigureCell, told: dict[tuple[str, int], str]) -> str:
    """What the nearest cell to the left, or above, counted where this one's head is a bare act: 收到行政复议申请 | 受理 | 审结."""
    bare = _BARE_ACT.fullmatch(_TIME_BEFORE.sub("", words)) is not None
    along, down = ("row", cell.row), ("column", cell.column)
    if not bare:
        told[along] = told[down] = _TIME_BEFORE.sub("", words)
        return ""
    return told.get(along) or told.get(down) or ""


def place_facts(
    facts: Sequence[Fact], phrases: Phrases, text: str, sections: Sequence[Section], first_seq: int
) -> list[Fact]:
    """The facts of the phrases as facts of the text: quote, offsets and sentence are the cell's, seqs go on from `first_seq`.

    `part_of` is the whole's seq among these facts.
    """
    starts = [section.char_start for section in sections]
    placed: list[Fact] = []
    of_cell: list[_Place] = []
    for fact in facts:
        place = phrases.places[fact.char_start]
        start, end = place.cell.at
        index = bisect_right(starts, start) - 1
        placed.append(
            replace(
                fact,
                seq=first_seq + len(placed),
                section_seq=sections[index].seq if index >= 0 else None,
                indicator_id=None if place.of_body else fact.indicator_id,
                quote=text[start:end],
                sentence=_read_row(text, place.cell),
                char_start=start,
                char_end=end,
                part_of=None,
            )
        )
        of_cell.append(place)
    lines: dict[tuple[int, str, int], list[tuple[Fact, _Place]]] = {}
    for fact, place in zip(placed, of_cell, strict=True):
        for line in ((place.table, "row", place.cell.row), (place.table, "column", place.cell.column)):
            lines.setdefault(line, []).append((fact, place))
    return [
        _set_whole(
            fact,
            place,
            lines[(place.table, "row", place.cell.row)]
            if place.part_of_column
            else lines[(place.table, "column", place.cell.column)],
        )
        for fact, place in zip(placed, of_cell, strict=True)
    ]


def _read_row(text: str, cell: FigureCell) -> str:
    """The row that a cell stands in, or the lines of its name and its own."""
    first = min((head[0] for head in cell.row_heads[-1:]), default=cell.at[0])
    first = first if abs(first - cell.at[0]) < 80 and cell.column == 1 else cell.at[0]
    start = text.rfind("\n", 0, min(first, cell.at[0])) + 1
    stop = text.find(
        "\n", max(cell.at[1], min(cell.row_heads[-1:], default=cell.at)[1] if not cell.column_heads else 0)
    )
    return re.sub(r"\s+", " ", text[start : stop if stop >= 0 else len(text)]).strip()


def _set_whole(fact: Fact, place: _Place, near: Sequence[tuple[Fact, _Place]]) -> Fact:
    """The fact with the seq of its whole: 合计 of its column, for 其中 the row above it or the column to its left."""
    whole = None
    for other, at in near:
        if other.unit == fact.unit and other is not fact and _holds(at, place):
            whole = other
    if whole is None:
        return fact
    # 行政处罚 of a town is a part of 行政处罚, and not that indicator
    indicator_id = None if whole.indicator_id == fact.indicator_id else fact.indicator_id
    return replace(fact, part_of=whole.seq, indicator_id=indicator_id)


def _holds(whole: _Place, part: _Place) -> bool:
    """Whether one cell's figure is the whole that another's is a part of; of several the last in the text is the nearest."""
    row, column = whole.cell.row, whole.cell.column
    if part.part_of_column:
        return row == part.cell.row and column < part.cell.column and not whole.part_of_column
    if column != part.cell.column:
        return False
    if part.part_of_row:
        return row < part.cell.row and not whole.part_of_row
    return whole.total and not part.total


def _place_cell(text: str, cell: FigureCell, table: int, bodies: set[int], metadata: Metadata) -> _Place | None:
    """What is known of a cell beside its phrase; None for one that counts nothing (序号, 电话)."""
    heads = [text[slice(*span)] for span in (*cell.row_heads, *cell.column_heads)]
    folded = ["".join(fold_width(head).split()) for head in heads]
    if not any(re.search("[一-龥]{2}", head) for head in folded):
        return None
    over = folded[len(cell.row_heads) :] or folded[-1:]
    if any(map(_NO_COUNT_HEAD.search, over)):
        return None
    rows = folded[: len(cell.row_heads)]
    total = any(_TOTAL.fullmatch(head) for head in rows)
    of_body = cell.row in bodies and not total and not any(_is_own(head, metadata) for head in rows)
    of_column = any(_PART.match(head) for head in folded[len(cell.row_heads) :])
    return _Place(cell, table, of_body, total, any(_PART.match(head) for head in rows), of_column)


def _is_own(head: str, metadata: Metadata) -> bool:
    return bool(
        metadata.issuer and len(head) > 2 and (metadata.issuer.endswith(head) or head.endswith(metadata.issuer))
    )


def _find_bodies(text: str, table: Table) -> set[int]:
    """The rows of a table that tell of one body each: 甲局, 乙镇 …; where half of the rows do, all do."""
    rows = {cell.row: [text[slice(*head)].strip() for head in cell.row_heads] for cell in table.cells}
    named = {
        row
        for row, heads in rows.items()
        if any(_BODY.search(head) and _BODY.search(head[-3:]) and _ends_as_body(head) for head in heads)
    }
    return set(rows) if named and len(named) * 2 >= len(rows) else set()


def _ends_as_body(head: str) -> bool:
    return any(match.end() == len(head) for match in _BODY.finditer(head))


def _read_topic(caption: str) -> str:
    """What a caption says that its table is about: 行政执法 of 表1 2023年行政执法情况统计表（单位：件）."""
    topic = "".join(_CAPTION_REST.sub("", caption).split()).strip("，,：:、的")
    return topic if re.search("[一-龥]{2}", topic) else ""


def _find_heading(sections: Sequence[Section], at: int) -> str:
    """The heading over a place, for a table without a caption."""
    index = bisect_right([section.char_start for section in sections], at) - 1
    heading = sections[index].heading if index >= 0 else ""
    return heading if len(heading) <= 40 else ""


def _write_phrase(text: str, cell: FigureCell, caption: str, topic: str) -> tuple[str, Quantity] | None:
    """What stands before the number in the phrase, and the number with its unit (offsets 0); None where the heads say nothing."""
    rows = [text[slice(*span)] for span in cell.row_heads]
    columns = [text[slice(*span)] for span in cell.column_heads]
    figure = read_figure(text[slice(*cell.at)]) or read_change(text[slice(*cell.at)])
    if figure is None:
        return None
    named = text[slice(*cell.unit)] if cell.unit else ""
    corner = text[slice(*cell.corner)] if cell.corner else ""
    unit = None if figure.unit else _find_unit(rows, columns, (named, corner), caption)
    if named and unit is None and not figure.unit and _MAGNITUDE.match(named.strip()):
        return None  # 万箱: a number without its ten thousand is a wrong one
    words = _name(rows, columns, topic, change=figure.change)
    if not re.search("[一-龥]{2}", words):
        return None
    value = figure.value * (unit.factor if unit else 1)
    name = figure.unit or (unit.name if unit else "")
    quote = f"{value:g}{name}" if abs(value) < 1e6 else f"{int(value)}{name}"
    return f"{_read_times([*rows, *columns], caption)}{words}", Quantity(value, name, figure.qualifier, quote, 0, 0)


def _name(rows: Sequence[str], columns: Sequence[str], topic: str, *, change: bool) -> str:
    """What the heads of a cell together say that it counts; `change`: whether the cell itself tells a change."""
    change = change or any(map(is_change_head, columns))
    row, column = _join(rows), _join([head for head in columns if not is_change_head(head)])
    if not row and not column:
        row = topic
    words = f"{column}{row}" if column and _ACT.match(row) and not _ACT.match(column) else f"{row}{column}"
    return f"{words}同比增长" if change else words


def _read_times(heads: Sequence[str], caption: str) -> str:
    times = "".join(_spell_time(cleaned) for head in heads if is_time(cleaned := _clean(head)))
    if not times and (year := _read_year(caption)):
        times = f"{year}年"
    return times


def _clean(head: str) -> str:
    squeezed = re.sub(r"\s+", "", head)
    timed = _TIMED_HEAD.fullmatch(squeezed)
    if timed and _GENERIC.fullmatch(strip_unit(timed[2])):
        return timed[1]  # 2023年数值
    return strip_unit(_PART.sub("", _NUMBERING.sub("", squeezed))).strip("：:，,、")


def _join(heads: Sequence[str]) -> str:
    """The heads that name something, each once: 数量, 合计 and times name nothing."""
    joined = ""
    for head in heads:
        cleaned = _clean(head)
        if _GENERIC.fullmatch(cleaned) or _TOTAL.fullmatch(cleaned) or is_time(cleaned) or cleaned in joined:
            continue
        # 行政处罚 over 处罚决定 is 行政处罚决定
        joined += cleaned[measure_overlap(joined, cleaned) :]
    return joined


def _find_unit(rows: Sequence[str], columns: Sequence[str], beside: tuple[str, str], caption: str) -> Unit | None:
    """The unit of a bare number: that of its row, of its column's head, of the corner, of the caption; a share's own head comes first.

    `beside`: the row's cell in a column of units, and the head over the names.
    """
    named, corner = beside
    of_columns = [unit for head in reversed(columns) if (unit := read_unit(head))]
    if of_columns and of_columns[0].name in ("%", "‰", "百分点"):
        return of_columns[0]
    if named and (unit := spell_unit(named)):
        return unit
    of_rows = [unit for head in reversed(rows) if (unit := read_unit(head))]
    told = next(iter([*of_rows, *of_columns]), None) or read_unit(corner)
    return told or read_caption_unit(caption, f"{''.join(rows)} {''.join(columns)}")


def _spell_time(head: str) -> str:
    if re.fullmatch(r"(?:19|20)\d{2}", head):
        return f"{head}年"
    if re.fullmatch(r"\d{1,2}月", head):
        return f"{head}份"
    if _LAST_YEAR.fullmatch(head):
        return "去年"
    return "今年" if _THIS_YEAR.fullmatch(head) else fold_width(head).removesuffix("数")


def _read_year(caption: str) -> str | None:
    """The one year of a caption; None where it names none or a span of them."""
    if _YEARS.search(caption):
        return None
    years = {match[1] for match in _YEAR.finditer(caption)}
    return years.pop() if len(years) == 1 else None


def list_read(tables: Sequence[Table]) -> Iterator[tuple[int, int]]:
    """The spans that the tables' cells and heads take: what stands there is read as a table and no other way."""
    for table in tables:
        yield from table.caption
        yield from table.ordinals
        for cell in table.cells:
            yield cell.at
            yield from cell.row_heads
            yield from cell.column_heads
