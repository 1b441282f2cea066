"""Whose figure it is: the government itself, the whole region, or a department."""

from __future__ import annotations

import re

from parsers.clauses import Clause
from parsers.records import Level

_GOVERNMENT = re.compile(r"(?:以|向)?(?:省|市|县|区|州|旗|镇|乡|街道|本级|区级|市级|县级)(?:人民)?(?:政府|本级)(?!部门|网站|门户|信息|采购|投资|投诉|各部门|组成部门|工作部门|服务)(?:为(?:主体|被告|被申请人))?")
_REGION = re.compile(r"全(?:省|市|县|区|州|旗|盟|镇|乡|街道|辖区|域)|(?:我|各)(?:省|市|县|区|州|旗)|各(?:县|区|乡|镇|级)|两级|辖区")
_DEPARTMENT = re.compile(r"(?:[省市县区州旗]|各)?[一-龥]{2,6}(?:局|厅|委员会|办公室|公证处|法律援助中心)(?=[^,;。]{0,18}$)|(?:我|本)(?:局|厅|委|机关|办)|各(?:部门|单位|执法单位)|市直|县直|区直|省直")


def read_scope(folded: str, clause: Clause, level: Level | None) -> str | None:
    """`government`, `region` or `department`, by the nearest clause that tells; None where none does."""
    if level == "department":
        return "department"
    for start, end in (clause.before, clause.head, *clause.earlier[:4]):
        part = folded[start:end]
        found = [
            (match.end(), name)
            for name, expression in (("department", _DEPARTMENT), ("government", _GOVERNMENT), ("region", _REGION))
            for match in expression.finditer(part)
        ]
        if found:
            return max(found)[1]
    return None
