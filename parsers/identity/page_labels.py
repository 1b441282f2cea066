"""Reads labelled values (来源：…, 发布日期 2024-02-26, 索 引 号 | …) off the lines around an article."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from parsers.identity.names.bodies import judge_body
from parsers.seed import read_seed
from parsers.text.expressions import compile_expression, expression
from parsers.text.width import fold_width

Value = TypeVar("Value")

_TITLE_LIKE = expression(r"(?:法治|依法行政).*(?:报告|总结|情况)$")
# 发布机构甲县乙乡人民政府, 索引号jyxxrmzf/2026-1: these begin no sentence, and may go without colon, alone on their line
_CLOSED = (
    "索引号",
    "发布机构",
    "发文机关",
    "发文机构",
    "时效性",
    "效力状态",
    "公文时效",
    "主题分类",
    "发文字号",
    "公开方式",
)


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """A value with the field and rank of its label (seeds/page_labels.csv)."""

    field: str
    rank: int
    value: str
    """Empty where the page leaves it so."""
    char_start: int
    """Where the label starts in the lines that were read."""
    char_end: int


@cache
def list_labels() -> dict[str, tuple[str, int]]:
    """Field and rank of each label."""
    return {row["label"]: (row["field"], int(row["rank"])) for row in read_seed("page_labels.csv")}


@cache
def compile_labels() -> re.Pattern[str]:
    """A pattern for every label: with a colon anywhere (…号发布日期：), without one only at the start of a cell."""
    spread = [r"[ ]{0,6}".join(label) for label in sorted(list_labels(), key=len, reverse=True)]
    closed = "|".join(f"(?<={label})" for label in _CLOSED)
    return compile_expression(
        rf"(?P<label>{'|'.join(spread)})[ ]{{0,6}}"
        # [发布单位]甲县司法局
        rf"(?:(?P<colon>:|[\]】] ?(?=[^\s\[【|:]))|(?=[ \n|]|\d{{4}}|$)|(?:{closed})(?=[^,。;:\n|]{{2,30}}(?:\n|$)))"
    )


def read_labelled_values(lines: str) -> list[LabelledValue]:
    """All labelled values of `lines`, in order.

    A value ends at the next label, a bar or the line's end; where its own line leaves it empty it is the next line,
    unless a label stands there.
    """
    folded = fold_width(lines)
    found = [
        match for match in compile_labels().finditer(folded) if match["colon"] or starts_cell(folded, match.start())
    ]
    ends = [match.start() for match in found[1:]] + [len(folded)]
    values = []
    for match, end in zip(found, ends, strict=False):
        label = match["label"].replace(" ", "")
        field, rank = list_labels()[label]
        value, value_end = cut_value(lines, folded, match.end(), end)
        if "\n" in folded[match.end() : value_end] and _stands_over_title(label, field, value):
            value, value_end = "", match.end()
        values.append(LabelledValue(field, rank, value, match.start(), value_end))
    return values


def _stands_over_title(label: str, field: str, value: str) -> bool:
    """Whether the line below an empty label is the article's title (发文字号：) or its first line (文号：, then 甲县乙局)."""
    return (field != "title" and bool(_TITLE_LIKE.search(value))) or (label.endswith("号") and bool(judge_body(value)))


def starts_cell(folded: str, start: int) -> bool:
    """Whether a table's cell, a line or a word starts here."""
    return start == 0 or folded[start - 1] in " \n|()[]【】"


def cut_value(lines: str, folded: str, start: int, end: int) -> tuple[str, int]:
    """The value between two places and where it ends: the first line or cell that is not empty."""
    offset = start
    for at, line in enumerate(folded[start:end].split("\n")):
        # 索 引 号 | 1162… |
        bare = line.strip(" |:•·●■◆▪")
        if not bare and at == 0 and line.rstrip().endswith("|"):
            # | 是否有效 |: the table's row ends with an empty cell
            break
        if bare and at <= 2:
            cell = re.split(r"\|| {4,}", bare, maxsplit=1)[0].strip(" 【[(")
            place = folded.index(cell, offset) if cell else offset
            return lines[place : place + len(cell)].strip(), place + len(cell)
        offset += len(line) + 1
    return "", start


def pick_value(
    values: list[LabelledValue], field: str, read: Callable[[str], Value | None], ranks: tuple[int, int] = (1, 8)
) -> Value | None:
    """The first readable value of a field, by rank, then by place."""
    fitting = (v for v in values if v.field == field and ranks[0] <= v.rank <= ranks[1])
    for value in sorted(fitting, key=lambda v: v.rank):
        if (read_value := read(value.value)) is not None:
            return read_value
    return None
