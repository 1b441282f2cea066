"""Which figure is a part of which: by 其中, by a bracket, and where the members are the whole by their sum."""

from __future__ import annotations

from itertools import accumulate

from parsers.figures.reading import Sighting
from parsers.frames.frame import NONE, OTHER
from parsers.numbers.units import unit_classes

_MOST_MEMBERS = 12
_NEVER_SUMMED = frozenset({"rate", "point"})


def find_wholes(folded: str, figures: list[Sighting]) -> list[list[int]]:
    """For each figure the figures that it may be a part of, nearest first, as places in the list."""
    wholes = [_before_mark(folded, figures, n) for n in range(len(figures))]
    for n in range(len(figures)):
        for member in _find_members(figures, n):
            if not wholes[member]:
                wholes[member] = [n]
    return wholes


def _before_mark(folded: str, figures: list[Sighting], n: int) -> list[int]:
    """Those before 其中, of the same unit (56件，其中败诉11件)."""
    clause, quantity = figures[n].clause, figures[n].quantity
    start = clause.sentence[0]
    mark = folded.rfind("其中", start, quantity.char_start)
    if mark < 0 or ";" in folded[mark : quantity.char_start] or quantity.ordinal:
        return []
    if folded.rfind("(", start, mark) > folded.rfind(")", start, mark) and ")" in folded[mark : quantity.char_start]:
        # 35件(其中败诉2件),二审12件: what follows the bracket is no part any more
        return []
    if not folded[start:mark].strip():
        # 。其中婚姻家庭纠纷402件: the whole stands in the sentence before
        start = min((span[0] for span in clause.earlier), default=start)
    found = []
    for whole in range(n - 1, -1, -1):
        other = figures[whole].quantity
        if other.char_start < start:
            break
        if other.char_end <= mark and other.unit == quantity.unit:
            found.append(whole)
    return found


def _find_members(figures: list[Sighting], n: int) -> list[int]:
    """The figures right behind that are the whole by their sum: 执法人员120人，一中队70人、二中队50人."""
    whole = figures[n]
    if whole.quantity.qualifier != "exact" or unit_classes().get(whole.quantity.unit) in _NEVER_SUMMED:
        return []
    members = []
    for following in range(n + 1, min(len(figures), n + 1 + _MOST_MEMBERS)):
        if not _may_be_member(figures[following], whole):
            break
        members.append(following)
    for count, total in enumerate(accumulate(figures[member].quantity.value for member in members), 1):
        if total == whole.quantity.value and count > 1:
            return members[:count]
        if total > whole.quantity.value:
            break
    return []


def _may_be_member(figure: Sighting, whole: Sighting) -> bool:
    """A member stands in the same sentence, has the same unit, and no noun of another kind."""
    return (
        figure.clause.sentence == whole.clause.sentence
        and figure.quantity.unit == whole.quantity.unit
        and figure.quantity.qualifier == "exact"
        and not figure.quantity.ordinal
        and figure.change is None
        and figure.frame.head_class in {NONE, OTHER, whole.frame.head_class}
        # 清理95件，继续有效86件、修改9件: what has its own verb is no part but another count
        and not (figure.frame.act and figure.frame.act[0] >= figure.clause.before[0])
    )
