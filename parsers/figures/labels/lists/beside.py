"""Whether what one figure counts stands beside what another does: then it is no matter of that one (权力事项310项，责任事项420项)."""

from __future__ import annotations

from functools import lru_cache

from parsers.figures.labels.told import Told
from parsers.figures.labels.words import OPENS_CLAUSE, VERBS, is_bare
from parsers.figures.reading import Sighting
from parsers.numbers.units import unit_classes
from parsers.text.expressions import expression
from parsers.text.words import tag_words

_SHORTEST = 2
_LISTS = frozenset({"清单", "目录", "名录"})
_AMOUNT = expression(r"^(?!.*涉)[一-龥]{4,}(?:[量额值]|总量|数量)(?:同比变化)?$")
_SENT = ("移送", "移交", "转办", "转交", "抄送", "提交", "报送", "上报")


def is_counted_beside(near: Told, sighting: Sighting, label: str, topic: str) -> bool:
    """Whether a matter is what the figure before counts, and the label another thing: 权力事项310项，责任事项420项; 实行告知承诺9项，优化服务4项."""
    kinds = unit_classes()
    if sighting.clause.in_brackets:
        return False
    if kinds.get(near.unit) != kinds.get(sighting.quantity.unit):
        # 办理行政裁决9件，发明专利授权量增长12%
        return (
            near.text.endswith(topic)
            and topic in near.core
            and _AMOUNT.search(label) is not None
            and not is_bare(label)
        )
    counted = near.text.endswith(topic) and topic in near.core
    return counted and _names_own_thing(label, topic[-_SHORTEST:])


def is_counted_there(words: str, topic: str, unit: str, label: str) -> bool:
    """Whether a clause further up counts what a matter names: 专项整治推进会4次，调整人员3次，召开联络员会议2次."""
    counted = _COUNTED.match(words, words.rfind(topic) + len(topic)) if unit else None
    return counted is not None and words.startswith(unit, counted.end()) and _names_own_thing(label, topic[-_SHORTEST:])


_COUNTED = expression(r"[^,;:。\d]{0,8}\d[\d.]*[万余多]*")


@lru_cache(maxsize=1 << 12)
def _names_own_thing(label: str, end: str) -> bool:
    """Whether a label ends in a noun of its own: 责任事项, 优化审批服务; not 移送公安, 减少环节事项 of the 许可事项 before."""
    if is_bare(label) or label.startswith(_SENT):
        return False
    words = tag_words(label)
    acts = words[0][1] in OPENS_CLAUSE
    if any(tag in _NOT_OF_THINGS for _, tag in words):
        # 向市政府备案, 检出不合格: what became of the things before
        return False
    if words[-1][1].startswith("n") or words[-1][0] in _LISTS:
        return not (acts and label.endswith(end))
    return words[-1][1] == "vn" and words[0][1] in VERBS and len(label) >= _FEWEST_OF_DEED


_NOT_OF_THINGS = frozenset({"p", "d"})
_FEWEST_OF_DEED = 6
