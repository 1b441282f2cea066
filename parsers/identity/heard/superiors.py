"""The bodies above a speaker, as its opening names them: committees, governments and bureaus that lead, direct or support it.

Read word by word: in 在甲州委、州政府和乙市委、市政府的领导下 each stands with its place, its seat, and what it does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from parsers.identity.heard.opening import compile_scope, cut_clause, cut_salutation
from parsers.identity.names.bodies import read_leading_places
from parsers.identity.names.divisions import GENERIC_NAMES, Division, find_named
from parsers.text.expressions import compile_expression, expression

_OPENING = 400
_NEXT_HEADING = expression(r"(?<=.)\n\s*(?:[一二三]、|[(（]一[)）]|1[.．、])", re.DOTALL)
# 中共甲市委, 国家税务总局甲市税务局, 第八师石河子市党委
_BEFORE_PLACE = expression(
    r"(?:中国共产党|中共|中国人民银行|国家[一-龥]{2,8}总?局(?=[一-龥]{2,6}[省市县区州旗盟])|(?:新疆生产建设)?兵团(?=第)|第[一二三四五六七八九十]{1,3}师)*"
)
_ORGAN = expression(
    r"(师市|自治[区州县旗]|[省市县区州旗盟地])?(?:(?:党委|委员会|委|人民政府|政府|行政公署|行署|公署)(?:常委会|办公[室厅])?|(?<=师市))"
)
_DEPARTMENT = expression(
    r"[^、，,。；;\n的在下]{1,20}?(?:局|厅|署|办(?:公室)?|部门?|委员会(?:办公室)?|领导小组(?:办公室)?|中心|[总支大]队|海关|集团|公司|院|行)(?:分局)?(?:党[组委])?"
)
_OTHER = expression(r"[^、，,。；;\n的在下]{1,20}?(?=[、和与及的，,]|以及)")
_JOINT = expression(r"、|以及|和|及|与")
_COMMA = expression("[，,]")
_ENDED = expression(r"[、，,和与及以的]|$")
SEATS = {"省": 1, "自治区": 1, "州": 2, "盟": 2, "地": 2, "市": 2, "县": 3, "旗": 3, "区": 3}
"""How far down a committee of this seat stands; 市 is a city's, or where its province or prefecture is named a county's rank."""
LEADS, DIRECTS, SUPPORTS = 2, 1, 0


class Superior(NamedTuple):
    """A body above the speaker, as the text names it."""

    said: str
    divisions: tuple[Division, ...]
    """What its place can mean; empty for 市委, 县水务局."""
    seat: str
    """省, 市, 县 … of its place, or of 市委 where that is all; empty where neither is said."""
    organ: bool
    """Whether it is a committee or a government, and no department."""
    deed: int = SUPPORTS
    """LEADS (领导), DIRECTS (部署) or SUPPORTS (关心支持)."""
    phrase: int = 0
    """Where the phrase begins that it stands in (在…领导下)."""


@dataclass(slots=True)
class _Run:
    """One 在…领导下 while it is read."""

    text: str
    year: int | None
    found: list[Superior] = field(default_factory=list)
    pending: list[Superior] = field(default_factory=list)


@lru_cache(maxsize=4)
def cut_opening(text: str) -> str:
    """What a report says before its first heading."""
    opening = cut_salutation(text)[:_OPENING]
    heading = _NEXT_HEADING.search(opening)
    return opening[: heading.start()] if heading else opening


@cache
def _compile_deeds() -> re.Pattern[str]:
    """What superiors do, with the words before it: 的坚强领导, 的统一部署和关心支持, 关于法治建设的要求."""
    kinds = "|".join(compile_scope(scope).pattern for scope in ("leads", "directs", "supports"))
    deed = rf"[^、，,。；;\n的在下和与及委府局厅]{{0,6}}?(?:{kinds})"
    return compile_expression(rf"(?:关于[^，,。；;\n的]{{1,20}})?的?{deed}(?:[、和与及]?{deed})*")


def is_said_of_another(before: str) -> bool:
    """Whether the clause that goes on behind this is of another than the speaker: 赴甲市…, 我局选派的…."""
    clause = cut_clause(before)
    return bool(compile_scope("barred_before").search(clause) or compile_scope("other_subject").search(clause))


def list_superiors(text: str, year: int | None) -> list[Superior]:
    """All bodies that the opening names as leading, directing or supporting the speaker, in order."""
    opening = cut_opening(text)
    found: list[Superior] = []
    end = 0
    for start in compile_scope("from").finditer(opening):
        if start.start() < end or is_said_of_another(opening[: start.start()]):
            continue
        run = _Run(opening, year)
        run_end = _read_run(run, start.end())
        end = run_end if run.found else end
        found += [superior._replace(phrase=start.start()) for superior in run.found]
    return found


def _read_run(run: _Run, at: int) -> int:
    """Reads superiors and what they do from `at` on; where the reading ends."""
    while True:
        if deeds := _compile_deeds().match(run.text, at):
            run.found += [superior._replace(deed=_judge_deed(deeds[0])) for superior in run.pending]
            run.pending = []
            at = deeds.end()
            comma = _COMMA.match(run.text, at)
            following = comma.end() if comma else skip_joint(run.text, at, run.year)
            if following == at or compile_scope("from").match(run.text, following):
                # 根据市委要求，结合乙县县委工作安排: the next phrase
                return at
            at = following
        superior, end = _read_superior(run, at)
        if end == at:
            return at
        if superior:
            run.pending.append(superior)
        at = _skip_comma(run, skip_joint(run.text, end, run.year))


def _skip_comma(run: _Run, at: int) -> int:
    """Where a named committee behind a comma begins, if one stands there: 甲市委、甲市人民政府，中共乙区委的坚强领导下."""
    comma = _COMMA.match(run.text, at)
    if comma and run.text.startswith("以及", comma.end()):
        return skip_joint(run.text, comma.end(), run.year)
    superior = _read_superior(run, comma.end())[0] if comma else None
    return comma.end() if comma and superior and superior.organ and superior.divisions else at


def skip_joint(text: str, at: int, year: int | None) -> int:
    """Where the next of several joint bodies begins; `at` where none does. 、和顺县委 is 和顺县's, 、和县委 may be 县委."""
    joint = _JOINT.match(text, at)
    if joint is None:
        return at
    second = _JOINT.match(text, joint.end())
    # 市委、和县委: 县委 behind 和, as 和县's would be written 和县县委
    organ = _ORGAN.match(text, second.end()) if second else None
    named = read_leading_places(text[joint.end() : joint.end() + 12], year)[0]
    doubled = second and (not named or (organ and organ[1]))
    return second.end() if second and doubled else joint.end()


def _judge_deed(deeds: str) -> int:
    if compile_scope("leads").search(deeds):
        return LEADS
    return DIRECTS if compile_scope("directs").search(deeds) else SUPPORTS


def read_named_body(text: str, at: int, year: int | None) -> tuple[Superior | None, int]:
    """The committee, government or bureau that stands at a place, and where its name ends."""
    return _read_superior(_Run(text, year), at)


def _read_superior(run: _Run, at: int) -> tuple[Superior | None, int]:
    """The superior that stands at a place and where it ends: None for one without a place (党中央, 上级部门), `at` for none at all."""
    before = _BEFORE_PLACE.match(run.text, at)
    start = before.end() if before else at
    divisions, length, short = _read_place(run.text[start : start + 30], run.year)
    corps = "师" in run.text[at:start]
    end = start + length
    organ = _ORGAN.match(run.text, end)
    if organ and _is_ended(run.text, organ.end()):
        if short:
            # 喀什地委 is of 喀什地区; 河西党委 of no place that its name tells
            divisions = tuple(d for d in divisions if organ[1] and d.name.removesuffix("区").endswith(organ[1]))
        seat = (read_seat(divisions[0]) if divisions else organ[1]) or ("师" if corps else "")
        return Superior(run.text[at : organ.end()], divisions, seat, True), organ.end()
    if divisions and not short and _is_ended(run.text, end) and (corps or _is_known(run, divisions)):
        # 第一师阿拉尔市党委、第一师阿拉尔市
        return Superior(run.text[at:end], divisions, read_seat(divisions[0]), True), end
    for department in _DEPARTMENT.finditer(run.text, end, end + 30):
        if department.start() == end and _is_ended(run.text, department.end()):
            named = _read_line(divisions, department[0]) if short else divisions
            seat = read_seat(named[0]) if named else department[0][0]
            placed = bool(named) or seat in SEATS
            said = run.text[at : department.end()]
            return (Superior(said, named, seat, False) if placed else None), department.end()
        break
    other = _OTHER.match(run.text, at)
    return None, other.end() if other else at


def _read_line(divisions: tuple[Division, ...], department: str) -> tuple[Division, ...]:
    """The province of 山西银保监局; 青岛海关 has its own territory, and 吉林气象局 may be the city's."""
    provinces = tuple(division for division in divisions if division.level == "province")
    cities = any(division.level == "prefecture" for division in divisions)
    return provinces if len(provinces) == 1 and not cities and "海关" not in department else ()


def _read_place(phrase: str, year: int | None) -> tuple[tuple[Division, ...], int, bool]:
    """The places that open a phrase, those of names that are words as well too (城中区) where a committee or government stands behind them."""
    divisions, end, short = read_leading_places(phrase, year)
    name = next((name for name in GENERIC_NAMES if phrase.startswith(name)), "") if not divisions else ""
    if name and _ORGAN.match(phrase, len(name)):
        return find_named(name, year), len(name), False
    return divisions, end, short


def _is_known(run: _Run, divisions: tuple[Division, ...]) -> bool:
    return any(superior.divisions == divisions for superior in (*run.found, *run.pending))


def _is_ended(text: str, at: int) -> bool:
    # 甲市委市政府: the second stands right behind the first
    second = _ORGAN.match(text, at)
    return bool(_ENDED.match(text, at) or (second and second[1]) or _compile_deeds().match(text, at))


def read_seat(division: Division) -> str:
    """The seat of a division's committee: 地 of 喀什地区, 州 of a 自治州."""
    if division.level == "province" and division.name.endswith("自治区"):
        return "自治区"
    return "地" if division.name.endswith("地区") else division.name[-1]
