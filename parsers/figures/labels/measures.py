"""What sort of number a label is of, where its own words leave that open: 好差评满意(比例), 蹲点守候(天数)."""

from __future__ import annotations

from parsers.figures.labels.words import MOVED
from parsers.figures.reading import Sighting
from parsers.numbers.units import unit_classes
from parsers.text.expressions import expression

_SHARE, _DAYS, _LASTING = "比例", "天数", "时长"
_DAY = "天"
_TOLD_BY_WORDS = {
    # 办结率, 满意度, 占比, 比例, 增幅, 覆盖面, 救济标准; 办理时限压缩65%, 通关时间再缩一半: by how much, which the verb tells
    "rate": expression(
        r"[率度占幅折]|比[例重值]|权重|指数|标准|变化|[一-龥]化$|面$"
        rf"|{MOVED}|压|缩|减(?!刑)|降|增(?!值)|升(?!级)|提速|节[约省]|少跑|优惠|下浮|上浮|贴息|补[贴助]"
    ),
    "duration": expression(
        r"时间|时[限长效段刻]|期限|用时|耗时|[周工学任刑假]期|天数|日[期数子]|年限|[天日时期]$"
        rf"|{MOVED}|提前|延长|缩|压|减"
    ),
}
"""What says by itself that a share or a length of time is told, by the unit's class."""


def mark_measure(label: str, sighting: Sighting) -> str:
    """The label, behind it whether a share or a length of time is told of what it names; as it is where its words say so."""
    unit = sighting.quantity.unit
    sort = unit_classes().get(unit, "")
    told = _TOLD_BY_WORDS.get(sort)
    if told is None or sighting.change or sighting.quantity.ordinal:
        return label
    # 审批事项(下降前): what the bracket says is no verb of it
    stem, joint, bracket = label.rpartition("(") if label.endswith(")") else (label, "", "")
    if not stem or told.search(stem):
        return label
    mark = _SHARE if sort == "rate" else _DAYS if unit == _DAY else _LASTING
    return f"{stem}{mark}{joint}{bracket}" if joint else f"{stem}({mark})"
