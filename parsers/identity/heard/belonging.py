"""Whom a speaker says that it belongs to, what it is in charge of, and what its own units are named after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.identity.heard.opening import cut_clause
from parsers.identity.heard.regions import Clues, choose_namesake, holds_townships
from parsers.identity.heard.standing import IN_ITS_BUREAUS_PLACE, UNIT, Standing
from parsers.identity.heard.superiors import Superior, cut_opening, read_named_body, skip_joint
from parsers.identity.names.bodies import read_leading_places
from parsers.identity.names.divisions import Division, find_places, is_under
from parsers.text.expressions import expression

# 我局作为区政府工作部门, 我中心是甲县人民政府直属事业单位, 我队隶属于甲县水利局
_BELONGING = expression(r"(?:^|[，,。；;\n：:年])\s*(?:[我本][一-龥]{1,5}?|管委会)?(作为|是|系|隶属于?|属于)")
_PART = expression(
    r"的?(?:一个)?(?:重要|主要)?(?:组成|工作|职能|直属|派出|下属|所属|主管|综合|行政|事业|执法|管理|具体)*(?:部门|机构|单位|机关)"
)
_BELONGS = ("隶属", "隶属于", "属于")
# 我队隶属于甲县水利局，…, 我队隶属于甲县水利局的…
_MARK = expression(r"[，,。；;\n]|(?:的)?(?:直属|下属|所属|二级)")
# 作为甲县水行政主管部门
_FIELD = expression(r"[一-龥]{1,12}?(?:主管|管理|监管|工作|职能|行政|执法)部门")
# 我局主管甲县林业工作
_IN_CHARGE = expression(r"(?:([我本](?:局|委|厅|办|中心|分局|[总支大]?队))|[，,])(?:主要|具体)?(?:主管|负责|承担|管理)")
# 我局及下属的甲县种子管理站, 我局所属甲县…站、甲县…所
_SUBORDINATE = expression(
    r"[我本](?:局|委|厅|社|院|办|中心|[总支大]?队)(?:机关)?(?:及|和|与|、|的|以及|并)?其?(?:下属|所属|直属|下设)(?:的|事业|执法|单位|机构|部门|各|[:：])*"
)
_UNIT_NAME = expression(
    r"([^、，,。；;\n]{2,20}?(?:大队|中队|支队|中心|站|所|馆|队|院|处|局))(?=[、和及与]|[^一-龥]|坚持|依法|认真|严格|全面|扎实|在|均|共|都)"
)
# 甲县公路站、甲县运管所等局属单位: the list stands before it
_BEHIND_UNITS = expression(
    r"等?(?:\d{1,2}|[一二三四五六七八九十两多各]{1,2})?[家个]?"
    r"(?:(?<=[等家个])(?:[我本][局委厅社])?(?:下属|所属|直属)|(?:[局厅社]|(?<![省市县区州旗盟])委)[属下所直]属?)(?:各|事业|执法|二级)*单位"
)
_UNIT_END = expression(r"(?:[大中支]队|中心|[站所馆队院处])$")
# (和政县 holds no joint)
_JOINTS = expression(r"、|(?<=[队心站所馆院处])(?:以及|[和及与])")
# a city keeps these in its counties: 乙县生态环境保护综合行政执法大队 is 甲市生态环境局's
_OF_THE_CITY = expression("分局|生态环境|税务|海关|海事|气象|烟草|消防|公安|派出所|自然资源|监管局")


def read_owner(text: str, kind: str, clues: Clues) -> Standing:
    """The place of whom the speaker says that it belongs to: 我局作为甲市人民政府工作部门; its seat alone where that is unnamed.

    Else the county that it says it is in charge of: 我局主管乙县林业工作, or 我分局系甲市某局派出机构，负责乙县….
    """
    opening = cut_opening(text)
    owner = next(_list_owners(opening, kind, clues), Standing())
    if owner.place or (owner.said and not owner.above):
        return owner
    for charge in _IN_CHARGE.finditer(opening):
        if not charge[1] and not owner.above:
            continue
        divisions, end, short = read_leading_places(opening[charge.end() : charge.end() + 30], clues.year)
        place = choose_namesake(divisions, clues) if divisions and not short else None
        within = place and (owner.above is None or is_under(place, owner.above))
        if place and within and place.level == "county":
            said = opening[charge.start() : charge.end() + end].lstrip("，,")
            return Standing(place, said="，".join(part for part in (owner.said, said) if part))
    return owner


def _list_owners(opening: str, kind: str, clues: Clues) -> Iterator[Standing]:
    unit = UNIT.search(opening)
    beside_its_bureau = unit is not None and unit[1] in IN_ITS_BUREAUS_PLACE
    for belonging in _BELONGING.finditer(opening):
        by = _MARK if belonging[1] in _BELONGS else _PART
        superior = _read_owner_name(opening, belonging.end(), clues.year, by=by)
        if superior is None:
            if standing := _read_field(opening, belonging.end(), clues):
                yield standing
            continue
        place = choose_namesake(superior.divisions, clues) if superior.divisions else None
        if place and not superior.organ and place.level != "county" and not beside_its_bureau:
            yield Standing(above=place, said=superior.said)
            continue
        fits = place and (kind != "township" or holds_townships(place))
        yield Standing(place if fits else None, seat=superior.seat, said=superior.said)


def _read_field(opening: str, at: int, clues: Clues) -> Standing | None:
    """The place of 甲县水行政主管部门."""
    divisions, end, short = read_leading_places(opening[at : at + 40], clues.year)
    field = _FIELD.match(opening, at + end)
    place = choose_namesake(divisions, clues) if field and divisions and not short else None
    return Standing(place, said=opening[at : field.end()]) if field and place else None


def _read_owner_name(opening: str, at: int, year: int | None, *, by: re.Pattern[str]) -> Superior | None:
    """The body that stands at a place and ends where 组成部门 or a mark does."""
    end = next((part.start() for part in by.finditer(opening, at, at + 50)), at)
    superior, read = read_named_body(opening[:end], at, year)
    return superior if read == end else None


def find_place_of_subordinates(text: str, clues: Clues) -> tuple[Division, str] | None:
    """The one place that the speaker's own units are named after: 我局及下属的甲县种子管理站, 甲县种子管理站等局属单位.

    None where a city's bureau may keep such a unit there.
    """
    opening = cut_opening(text)
    start = _SUBORDINATE.search(opening)
    names = _list_units(opening, start.end(), clues) if start else _list_units_before(opening, clues)
    placed = [(name, *read_leading_places(name, clues.year)) for name in names]
    if any(divisions and (short or _OF_THE_CITY.search(name, end)) for name, divisions, end, short in placed):
        return None
    places = {choose_namesake(divisions, clues) for _, divisions, _, _ in placed if divisions}
    place = places.pop() if len(places) == 1 else None
    return (place, "、".join(name for name, divisions, _, _ in placed if divisions)) if place else None


def _list_units(opening: str, at: int, clues: Clues) -> list[str]:
    """The units that stand joint from a place on."""
    names: list[str] = []
    while unit := _UNIT_NAME.match(opening, at):
        names.append(unit[1])
        at = skip_joint(opening, unit.end(), clues.year)
        if at == unit.end():
            break
    return names


def _list_units_before(opening: str, clues: Clues) -> list[str]:
    """The units of 督促甲县公路站、甲县运管所等局属单位, from the first place on; none where one of them is no such unit (甲县水务局)."""
    behind = _BEHIND_UNITS.search(opening)
    clause = cut_clause(opening[: behind.start()]) if behind else ""
    first = next(find_places(clause, clues.year), None)
    names = _JOINTS.split(clause[first.char_start :]) if first else []
    return names if all(_UNIT_END.search(name) for name in names) else []
