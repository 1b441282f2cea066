"""Whose figure it is: the government itself, the whole region, or a department."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from parsers.numbers.clauses import Clause
from parsers.records import Level
from parsers.text.expressions import expression

_MARKER = expression(
    r"(?=[全我各两辖局厅公法本省市县区州旗政])"  # asked first: few characters can begin one
    r"(?:(?P<region>全(?:省|市|县|区|州|旗|盟|镇|乡|街道|辖区|域)|[我各](?:省|市|县|区|州|旗)(?!局|直|委|政府|司法)|各(?:县|区|乡|镇|级)|两级|辖区)"
    r"|(?P<department>(?<=[一-龥])(?:局|厅|公证处|法律援助中心)(?!长|面|域|势|限|部|堂)|[我本](?:局|厅|委|机关|办)|各(?:部门|单位|执法单位)|[省市县区州旗]直)"
    r"|(?P<government>政府(?!部门|网站|门户|信息|采购|投资|投诉|各部门|组成部门|工作部门|服务|法律顾问|规章|建设|购买|买单)|[省市县区]?本级|[省市县区]级(?=[一-龥])))"
)  # fmt: skip


class ScopeMarker(NamedTuple):
    """A word that tells whose figures follow."""

    end: int
    name: str


def find_scope_markers(folded: str) -> list[ScopeMarker]:
    """全县, 我局, 市政府 … of half-width text, in its order."""
    return [ScopeMarker(match.end(), match.lastgroup or "") for match in _MARKER.finditer(folded)]


def read_scope(markers: list[ScopeMarker], clause: Clause, at: int, level: Level | None) -> str | None:
    """`government`, `region` or `department`, by the nearest marker before the figure in its sentence; None where there is none."""
    if level == "department":
        return "department"
    index = bisect_left(markers, (at + 1,)) - 1
    if index >= 0 and markers[index].end > clause.sentence[0]:
        return markers[index].name
    return None
