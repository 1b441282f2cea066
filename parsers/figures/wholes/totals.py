"""Totals that are told behind their parts: 民事312件、刑事95件、行政5件，合计412件."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.figures.labels.phrases import LONGEST
from parsers.figures.labels.told import Told
from parsers.records import Fact

_SUM = "合计"
_OF_PLACE = "region."


def is_of_place(indicator_id: str | None) -> bool:
    """Whether an indicator tells of the place itself (its area, its people, its villages), and is never a part of another."""
    return indicator_id is not None and indicator_id.startswith(_OF_PLACE)


def settle_totals(facts: list[Fact], told: Sequence[Told], totals: Mapping[int, Sequence[int]]) -> list[Fact]:
    """The facts, the parts of each total with its seq; `totals`: by the place of a total those of its parts.

    A total is no more than its last part was (行政案件5件，合计412件): it has a name where all its parts have the same one, and then they have none.
    """
    settled = list(facts)
    for total, members in totals.items():
        whole = settled[total]
        if whole.part_of or any(settled[member].part_of for member in members):
            continue
        names = [settled[member].indicator_id for member in members]
        indicator_id = _find_name(names)
        settled[total] = replace(
            whole, indicator_id=indicator_id, label=_name_total([told[member] for member in members])
        )
        for member in members:
            part = settled[member]
            # a part of what is counted is not that count
            unnamed = indicator_id is not None or is_of_place(part.indicator_id)
            settled[member] = replace(part, part_of=whole.seq, indicator_id=None if unnamed else part.indicator_id)
    return settled


def _find_name(names: Sequence[str | None]) -> str | None:
    """The indicator of two parts or more where no part has another one; one alone (复议申请30件、行政赔偿申请8件) is not that of all."""
    known = [name for name in names if name]
    return known[0] if len(known) > 1 and len(set(known)) == 1 else None


def _name_total(parts: Sequence[Told]) -> str:
    """民事案件、刑事案件、行政案件合计; the first of them where all are too long."""
    names = [part.core or part.text for part in parts]
    if all(names[0] in name for name in names):
        # 县本级受理行政复议案件40件、部门受理9件
        return names[0] + _SUM
    listed = "、".join(names)
    return f"{listed if len(listed) <= LONGEST else names[0] + '等'}{_SUM}"
