"""Where a speaker stands, by those above it (`superiors.py`): of several the nearest is its own place.

Where a nearer one stands there without its name (在甲市委、市政府和区委、区政府的领导下), or the sentence can be read in two ways, the place
stays open, and what is known is what it lies below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.identity.heard.opening import compile_scope
from parsers.identity.heard.regions import Clues, choose_namesake, holds_townships
from parsers.identity.heard.superiors import DIRECTS, LEADS, SEATS, Superior, cut_opening, list_superiors, read_seat
from parsers.identity.names.bodies import read_leading_places
from parsers.identity.names.divisions import Division, is_under
from parsers.text.expressions import expression

_LEVELS = {"province": 1, "prefecture": 2, "county": 3}
UNIT = expression(r"[我本](分局|支队|大队|总队|中心|院|队|站|所|馆)")
"""What a body calls itself, where that tells how far down it can stand."""
IN_ITS_BUREAUS_PLACE = ("支队", "总队", "中心", "院", "队", "站", "所", "馆")
"""Units that a bureau keeps where it is itself; its 分局 and 大队 stand in the counties below."""
# lines of the state, each level of which leads the next
_VERTICAL = expression(
    r"(?:银行?保?监|金融监管|金融监督管理|烟草专卖|气象|税务|海事|邮政管理|消防救援|通信管理|人民银行|地震|调查)(?:总队|局|分行|行)"
)
# 在国家税务总局甲市税务局的领导下，服务乙县经济社会发展
_SERVED = expression(r"(?:服务于?|为|助力|推动|促进|保障)(?=[一-龥]{1,8}[县市区旗](?:经济|高质量|地方|社会|全面))")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the superiors tell of the speaker's place."""

    place: Division | None = None
    above: Division | None = None
    """Where the place is open: one that the speaker lies below."""
    seat: str = ""
    """The kind of place of the nearest superior without its name: 区 of 区委."""
    said: str = ""
    other: Division | None = None
    """One that supports the speaker and need not be its own: 乙区 of 在区委的领导下，在乙区委的帮助下."""


@dataclass(frozen=True, slots=True)
class _Chain:
    """Those above the speaker, with their places."""

    superiors: Sequence[Superior]
    places: dict[Superior, Division | None]
    """The place of each committee and government that is named with it; None where several bear the name."""
    line: Division | None
    """The lowest place of the departments that lead the speaker: 甲市 of 甲市生态环境局."""
    unit: str

    @property
    def seats(self) -> set[str]:
        """The seats that 市委 and the like repeat: 市政府 behind 甲市委 is of 甲市."""
        return {superior.seat for superior in self.places}

    def list_unnamed(self, *, leading: bool) -> list[str]:
        """The seats of the committees and governments that stand without a name."""
        return [s.seat for s in self.superiors if s.organ and not s.divisions and (s.deed == LEADS or not leading)]


def judge_superiors(text: str, kind: str, clues: Clues) -> Standing:
    """What those above the speaker tell of its place; `kind` is the kind of body that speaks."""
    superiors = list_superiors(text, clues.year)
    if not superiors:
        return Standing()
    opening = cut_opening(text)
    lines = [d for s in superiors if s.deed == LEADS and not s.organ and len(s.divisions) == 1 for d in s.divisions]
    unit = UNIT.search(opening)
    chain = _Chain(
        superiors, _resolve(superiors, clues), max(lines, key=rank_division, default=None), unit[1] if unit else ""
    )
    standing = _judge_chain(chain) if any(chain.places.values()) else _judge_departments(chain, opening, clues)
    if standing.place and kind == "township" and not holds_townships(standing.place):
        standing = Standing(above=standing.place)
    said = "、".join(superior.said for superior in superiors)
    return replace(standing, seat=_find_lowest_seat(chain), said=said)


def _resolve(superiors: Sequence[Superior], clues: Clues) -> dict[Superior, Division | None]:
    """The place of each committee and government that is named with it: 鼓楼区 behind 福州市 is that of 福州."""
    organs = [superior for superior in superiors if superior.organ and superior.divisions]
    sure = [s.divisions[0] for s in superiors if len(s.divisions) == 1]
    chain: dict[Superior, Division | None] = {}
    for organ in organs:
        within = tuple(d for d in organ.divisions if any(d != up and is_under(d, up) for up in sure))
        chain[organ] = choose_namesake(within or organ.divisions, clues)
    return chain


def _judge_chain(chain: _Chain) -> Standing:
    """The nearest of the committees and governments that are named, where nothing nearer can be meant."""
    places = [place for place in chain.places.values() if place]
    nearest = max(places, key=rank_division)
    rank = rank_division(nearest)
    if any(not is_under(nearest, place) for place in places):
        return Standing()
    nearer = [superior.seat for superior, place in chain.places.items() if place is None]
    nearer += [seat for seat in chain.list_unnamed(leading=False) if seat not in chain.seats]
    if any(_rank_seat(seat, nearest) > rank for seat in nearer) or _names_city_below(chain, nearest):
        return Standing(above=nearest)
    if not _is_own(chain, nearest):
        return Standing(other=nearest)
    if chain.line and not is_under(nearest, chain.line):
        return Standing(above=chain.line)
    if not holds_townships(nearest) and chain.unit not in IN_ITS_BUREAUS_PLACE and _has_own_bureau(chain, nearest):
        return Standing(above=nearest)
    return _fit_unit(nearest, chain.unit)


def _names_city_below(chain: _Chain, nearest: Division) -> bool:
    """Whether a second 市委 stands behind a city's in one phrase: 在甲市委、市政府和市委、市政府的领导下 has a city below 甲市 in it."""
    if nearest.level != "prefecture":
        return False
    committees = [(s.phrase, s.seat) for s in chain.superiors if s.organ and s.divisions and s.said.endswith("委")]
    bare = [(s.phrase, s.seat) for s in chain.superiors if s.organ and not s.divisions and s.said.endswith("委")]
    return any(of in committees and of[1] == read_seat(nearest) == "市" for of in bare)


def _is_own(chain: _Chain, nearest: Division) -> bool:
    """Whether the nearest leads the speaker, or what it does else can only be said of its own."""
    deeds = {superior.deed for superior, place in chain.places.items() if place == nearest}
    ranks = [SEATS.get(s.seat, 0) for s in chain.superiors if not s.organ and s.deed == LEADS]
    if LEADS in deeds or 0 < max(ranks, default=0) < rank_division(nearest):
        # 在省局的领导下，在甲市委、市政府的支持下
        return True
    led = any(place and superior.deed == LEADS for superior, place in chain.places.items())
    # 在县委的领导下，在乙县委的支持下, 在甲市委的领导下，在乙县委的支持下: whose bureau it is, neither says
    unnamed = [s for s in chain.list_unnamed(leading=True) if s and (DIRECTS not in deeds or s not in chain.seats)]
    return holds_townships(nearest) and not led and not unnamed


def _has_own_bureau(chain: _Chain, nearest: Division) -> bool:
    """Whether a bureau of the nearest itself leads the speaker, which lies below it then: 在甲市委、市政府和市水务局的领导下."""
    return chain.line == nearest or any(
        s.deed == LEADS and not s.organ and not s.divisions and s.seat == read_seat(nearest) for s in chain.superiors
    )


def _judge_departments(chain: _Chain, opening: str, clues: Clues) -> Standing:
    """What the departments above the speaker tell, where no committee is named with its place."""
    counties = {
        division
        for s in chain.superiors
        if not s.organ and s.deed >= DIRECTS and len(s.divisions) == 1
        for division in s.divisions
        if division.level == "county"
    }
    seats = {read_seat(county) for county in counties}
    if len(counties) == 1 and all(seat in seats for seat in chain.list_unnamed(leading=True)):
        return Standing(counties.pop())
    line = chain.line
    if line is None or line.level == "county" or chain.unit in IN_ITS_BUREAUS_PLACE:
        return Standing()
    for served in _SERVED.finditer(opening):
        divisions, _, short = read_leading_places(opening[served.end() : served.end() + 30], clues.year)
        within = [d for d in divisions if d.level == "county" and is_under(d, line)]
        if (
            len(within) == 1
            and not short
            and not compile_scope("barred_before").search(opening[: served.start()][-20:])
        ):
            return Standing(within[0])
    # 我分局在甲市生态环境局党组和市委、市政府的领导下: in which of its districts, nobody says
    return Standing(above=line)


def _fit_unit(place: Division, unit: str) -> Standing:
    """A place for a body that calls itself 我支队, 我分局: open where such a body lies somewhere below it."""
    too_high = {
        "支队": place.level == "province",
        "大队": not holds_townships(place),
        "分局": not holds_townships(place),
    }
    return Standing(above=place) if too_high.get(unit) else Standing(place)


def is_branch(text: str) -> bool:
    """Whether the speaker calls itself by what stands in the counties below its bureau: 我分局, 我大队."""
    unit = UNIT.search(cut_opening(text))
    return unit is not None and unit[1] not in IN_ITS_BUREAUS_PLACE


def stands_in_a_city(text: str, clues: Clues) -> bool:
    """Whether the speaker stands in a city's seat by what it is called (我支队), or by its own line, which leads it from the province."""
    unit = UNIT.search(cut_opening(text))
    if unit and unit[1] == "支队":
        return True
    if unit and unit[1] == "大队":
        return False
    line = [s for s in list_superiors(text, clues.year) if s.deed == LEADS and not s.organ and _VERTICAL.search(s.said)]
    return bool(line) and all(_rank_line(superior) == 1 for superior in line)


def _rank_line(superior: Superior) -> int:
    """How far down a bureau of a state's line stands: 1 for 山西银保监局 and 省烟草专卖局, which have no level between them and the cities."""
    if superior.divisions:
        return max(rank_division(division) for division in superior.divisions)
    return SEATS.get(superior.seat, 0)


def rank_division(division: Division) -> int:
    """1 for a province, 2 for a prefecture, 3 for a county."""
    return _LEVELS.get(division.level, 0)


def _rank_seat(seat: str, nearest: Division) -> int:
    """How far down a seat is; 市 without its name is of a county's rank below an autonomous prefecture's government."""
    return (
        3 if seat == "市" and nearest.level == "prefecture" and not nearest.name.endswith("市") else SEATS.get(seat, 0)
    )


def _find_lowest_seat(chain: _Chain) -> str:
    """The seat of the nearest committee or government, where it stands without a name; 区 of 在市委、市政府和区委、区政府的领导下."""
    bare = [seat for seat in chain.list_unnamed(leading=True) if seat in SEATS and seat not in chain.seats]
    lowest = max(bare, key=lambda seat: SEATS[seat], default="")
    return lowest if SEATS.get(lowest, 0) > 2 else ""
