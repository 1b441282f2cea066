"""Tells what place a page's words and its site mean: namesakes, the site's owner, a place's own documents.

Which of them speaks for a report is `speaker.py`'s to say. What stays open is None, never guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from parsers.identity.heard.issuers import read_township
from parsers.identity.heard.opening import is_barred
from parsers.identity.names.divisions import (
    GENERIC_NAMES,
    PROVINCE_LETTERS,
    Division,
    PlaceMention,
    find_division,
    find_places,
    find_places_in_title,
    is_under,
    list_ancestors,
    list_divisions,
    measure_distance,
)
from parsers.seed import read_seed
from parsers.text.expressions import expression
from parsers.text.width import fold_han

_TOWNSHIPS = "镇乡街"
_WORDS = frozenset(name[:-1] for name in GENERIC_NAMES) | {
    "长安",
    "永安",
    "安定",
    "太平",
    "兴隆",
    "安居",
    "文明",
    "中国",
}
_TOWNSHIP_KIND = expression(r"(?:镇|乡|街道?|苏木|地区)$")
_DOCUMENT = expression(
    r"[《〈<](?:中共|关于(?:印发|做好|开展|调整|成立|进一步|加强)?|《|<|20\d\d年?度?|法治){0,3}([^《》〈〉<>]{2,60})"
)
_ORGAN = expression(r"(?:县|市|区|州|旗|盟|省)?(?:委(?!托)|人民?政府|人大|政协)")
# 法治青川、平安青川: what a place calls its own rule of law; short names are words elsewhere
_OWN_NAMED = expression(r"(?:法治|平安|清廉|信用)(?=[\u4e00-\u9fff]{2,6}?(?:建设|一体|品牌|[、,，。”》]))")
# 《临沂法治政府建设实施纲要》(临发〔2016〕26号): a plan of rule of law may bear the short name; its number begins with a character of it
_SHORT_PLAN = expression(r"([\u4e00-\u9fff]{2,6}?)(?=(?:全面)?(?:法治|依法|法制))")
_NUMBER = expression(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[\u4e00-\u9fff]{0,6}[发字函办][〔\[(（](?:19|20)\d\d[〕\])）]"
)
# 成立湖南省习近平法治思想研究实践基地
_FOUNDED = expression(r"(?:成立|组建|设立|建成|挂牌)[了“]?$")
_HELPED = expression(r"(?:助力|助推|服务|融入|支撑|保障|贡献|为|打造|全省|全国)[^，,。]{0,5}$")
# 在法治温州建设考核中获评优秀: who is judged there lies below it
_JUDGED_BY = expression(r"(?:政府)?建设?(?:年度|工作)*(?:考[评核]|评估|评价|测评|督[察查])")
_ISSUED = expression(
    r"(?:制定|印发|出台|修订|起草|代拟|草拟|拟定|拟订|编制|发布|下发|建立|完善|成立|审议通过|公布)[^。；;，,]{0,12}$"
)

# 深入学习贯彻习近平总书记对广东、深圳重要讲话和重要指示精神: a report names its own places there
_INSTRUCTED = expression(
    r"总书记(?:系列)?(?:对|关于|视察|考察|在)(?!全|我|本|党|法|依|新|做|加)([\u4e00-\u9fff、]{2,20}?)"
    r"(?:工作|发展|视察|考察|调研)?(?:时|期间)?(?:的|所?作?的)?(?:系列)?(?:一系列)?重要(?:讲话|指示|批示|论述)"
)
_INSTRUCTED_REACH = 1500
# 根据省…办公室《…通知》(苏依法办〔2019〕5号): the province's own number begins with its letter
_PROVINCE_NUMBER = expression(
    r"省[^。；;《》\n]{0,40}《[^《》\n]{4,90}》[（(]([\u4e00-\u9fff])[\u4e00-\u9fff]{0,8}[〔\[(（【](?:19|20)\d\d[〕\])）】]"
)

MOST_NAMESAKES = 8
"""Counties that may share a township's name: of 城关镇 in a site's city only one may be left, where others are streets by now."""


@dataclass(frozen=True, slots=True)
class Clues:
    """What besides its speaker's name speaks for a report's place."""

    year: int | None
    """The year that the report is about: codes and names are those of that year."""
    site: Division | None
    """The site's owner."""
    counts: Counter[Division]
    """How often the text names each division by a name that only it bears, others' places left out."""
    documents: Counter[Division]
    """How often it names each as the owner of a document or an organ (《濮阳县执法办法》, 濮阳县委); twice where it says that it issued it."""
    own: str
    """The kind of place that the text calls its own (县 for 我县), empty where it does not."""
    addressed: Division | None = None
    """The place of those whom the report is addressed to (甲市人民政府：), which its own lies below."""


def find_coded_site(site_code: str | None, year: int | None) -> Division | None:
    """The division of a SiteIDCode (国办发〔2017〕47号: its first six digits); 130171 is a zone of 130100."""
    code = re.match(r"\d{6}", site_code or "")
    if code:
        for candidate in (code[0], code[0][:4] + "00", code[0][:2] + "0000"):
            if division := find_division(candidate, year):
                return division
    return None


def find_owner(owner: str, year: int | None) -> Division | None:
    """The one division that a name of site, keeper or source means; None where several bear it."""
    chains = read_chains(find_places(owner, year))
    return chains[0][0] if chains and len(chains[0]) == 1 else None


def find_county_of_township(name: str, clues: Clues, near: Division | None) -> Division | None:
    """The one county that has the township that a name opens with, of those under `near`, the site's place, where that is known.

    Without a site, of several counties the one for which the text speaks.
    """
    township = read_township(name) or ""
    counties = _find_counties(list_townships().get(township, ()), clues.year)
    if near is not None:
        within = [county for county in counties if is_under(county, near)]
        # 甲镇 of those days is 甲街道 now
        within = within or [c for c in find_counties_of_stem(township, clues.year) if is_under(c, near)]
        return within[0] if len(within) == 1 else None
    if len(counties) == 1:
        return counties[0]
    return pick_clear_winner({d: clues.counts[d] + count_parents(d, clues) for d in counties}, 2)


def choose_by_township(candidates: tuple[Division, ...], name: str) -> Division | None:
    """Of several divisions of one name the one that has the township behind it: 朝阳区三间房地区办事处 is in 北京."""
    township = read_township(name)
    codes = _index_stems().get(_TOWNSHIP_KIND.sub("", township), ()) if township else ()
    with_it = [candidate for candidate in candidates if candidate.code in codes]
    return with_it[0] if len(with_it) == 1 else None


def find_counties_of_stem(township: str, year: int | None) -> list[Division]:
    """The counties that have a township of this name whatever its kind: 三间房乡 for 三间房地区."""
    return _find_counties(_index_stems().get(_TOWNSHIP_KIND.sub("", township), ()), year)


def _find_counties(codes: Sequence[str], year: int | None) -> list[Division]:
    if len(codes) > MOST_NAMESAKES:
        return []
    found = (find_division(code, year) for code in codes)
    return [county for county in found if county and not measure_distance(county, year)]


@cache
def list_townships() -> dict[str, tuple[str, ...]]:
    """Codes of the counties that have a township of each name (seeds/townships.csv)."""
    return {fold_han(row["name"]): tuple(row["county_code"].split()) for row in read_seed("townships.csv")}


@cache
def _index_stems() -> dict[str, tuple[str, ...]]:
    stems: dict[str, list[str]] = {}
    for name, codes in list_townships().items():
        if len(stem := _TOWNSHIP_KIND.sub("", name)) > 1:
            stems.setdefault(stem, []).extend(codes)
    return {stem: tuple(dict.fromkeys(codes)) for stem, codes in stems.items()}


def read_chains(places: Iterable[PlaceMention]) -> list[tuple[Division, ...]]:
    """The divisions that each run of adjacent names can mean: 吉林省吉林市 is the city, 鼓楼区 one of four."""
    chains: list[tuple[Division, ...]] = []
    previous_end = -1
    for place in places:
        if place.char_start == previous_end:
            below = tuple(d for d in place.divisions if any(d != up and is_under(d, up) for up in chains[-1]))
            if below:
                chains[-1] = below
                previous_end = place.char_end
                continue
        chains.append(place.divisions)
        previous_end = place.char_end
    return chains


def choose_namesake(candidates: tuple[Division, ...], clues: Clues) -> Division | None:
    """Of several divisions of one name the one that site or text speak for; None where both are silent."""
    if len(candidates) == 1:
        return candidates[0]
    if clues.addressed in candidates and clues.addressed and clues.addressed.level == "county":
        # 鼓楼区水务局 to 甲市鼓楼区人民政府
        return clues.addressed
    if clues.addressed and clues.addressed not in candidates:
        return _choose_addressing(candidates, clues.addressed, clues)
    if clues.site:
        site = clues.site
        for near in (
            [d for d in candidates if d.code == site.code],
            [d for d in candidates if is_under(d, site) or is_under(site, d)],
            [d for d in candidates if d.code[:4] == site.code[:4]],
        ):
            if len(near) == 1:
                return near[0]
    # 濮阳 is the city or its county: the text says 我县, or else the city is meant
    fitting = [d for d in candidates if fits_kind(d, clues.own)] if clues.own else []
    if len(fitting) == 1 and len({d.code[:4] for d in candidates}) == 1:
        return fitting[0]
    top = [d for d in candidates if all(is_under(other, d) for other in candidates)]
    if len(top) == 1:
        return top[0]
    return pick_clear_winner({d: clues.counts[d] + count_parents(d, clues) for d in candidates}, 1)


def _choose_addressing(candidates: tuple[Division, ...], addressed: Division, clues: Clues) -> Division | None:
    """The one of several that reports to a place that it lies below; None where none does, or the site is another's."""
    below = tuple(d for d in candidates if is_under(d, addressed))
    # 鼓楼区人民政府 to 甲市人民政府, on the site of 乙市
    site = clues.site
    if not below or (site and not any(is_under(d, site) or is_under(site, d) for d in below)):
        return None
    return below[0] if len(below) == 1 else choose_namesake(below, replace(clues, addressed=None))


def count_parents(division: Division, clues: Clues) -> int:
    """How often the text names the division's prefecture, which counts twice, and its province."""
    parents = list_ancestors(division, clues.year)
    return sum(clues.counts[parent] * (2 if parent.level == "prefecture" else 1) for parent in parents)


def pick_clear_winner(scores: dict[Division, int], least: int) -> Division | None:
    """The division with the highest score, if that is at least `least` and twice the second's."""
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < least or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    return ranked[0][0]


@lru_cache(maxsize=2)
def _list_places(text: str, year: int | None) -> tuple[PlaceMention, ...]:
    """The places of a whole text, which are counted twice: by themselves, and as owners of documents."""
    return tuple(find_places(text, year))


def count_places(text: str, year: int | None) -> Counter[Division]:
    """How often the text names each division, 赴…, 与…, …等地 left out; a name of several counts for the one behind its parent."""
    counts: Counter[Division] = Counter()
    previous: PlaceMention | None = None
    for place in _list_places(text, year):
        divisions = place.divisions
        if len(divisions) > 1 and previous and previous.char_end == place.char_start:
            divisions = tuple(d for d in divisions if any(is_under(d, up) for up in previous.divisions))
        if len(divisions) == 1 and not is_barred(text, place.char_start, place.char_end):
            # 中共甲县委全面依法治县委员会: a report speaks so of its own place, or of one above
            counts[divisions[0]] += 2 if text.endswith("中共", 0, place.char_start) else 1
        previous = place
    return counts


def count_documents(text: str, year: int | None) -> Counter[Division]:
    """How often the text names each division as owner of a document or of an organ: 《濮阳县执法办法》, 濮阳县委."""
    counts: Counter[Division] = Counter()
    for document in _DOCUMENT.finditer(text):
        places = list(find_places(document[1], year))
        placed = bool(places) and places[0].char_start == 0
        plan = None if placed else _SHORT_PLAN.match(document[1])
        if not (placed or plan) or is_barred(text, document.start(), document.end(), document=True):
            continue
        if plan:
            counts.update(_count_short_plan(plan[1], text, year))
            continue
        chain = read_chains(places)[0]
        if len(chain) == 1:
            counts[chain[0]] += 2 if _ISSUED.search(text, max(0, document.start() - 20), document.start()) else 1
            counts[chain[0]] += text.endswith("中共", 0, document.start(1))
    for own in _OWN_NAMED.finditer(text):
        # 法治安定、法治平安: several bear the name, or it is a word
        named = next(find_places_in_title(text[own.end() : own.end() + 6], year), None)
        if named and named.char_start == 0 and len(named.divisions) == 1 and named.name not in _WORDS:
            if _JUDGED_BY.match(text, own.end() + named.char_end):
                continue
            # 助力法治浙江建设 says a county as well
            helped = _HELPED.search(text, max(0, own.start() - 8), own.start())
            counts[named.divisions[0]] += 1 if helped else 2
    # no name of a document is so long, and 《《《… would take quadratic time
    quoted = [(match.start(), match.end()) for match in re.finditer(r"《[^《》]{0,120}》", text)]
    starts = [start for start, _ in quoted]
    for place in _list_places(text, year):
        before = bisect_left(starts, place.char_start) - 1
        inside = before >= 0 and place.char_start < quoted[before][1]
        if inside or len(place.divisions) > 1:
            continue
        founded = _FOUNDED.search(text, max(0, place.char_start - 6), place.char_start)
        if not founded and not _ORGAN.match(text, place.char_end):
            continue
        if not is_barred(text, place.char_start, place.char_end):
            counts[place.divisions[0]] += 1
    return counts


def list_instructed(text: str, year: int | None) -> list[Division]:
    """The places that the general secretary's instructions are said to be for, each once: 对广东、深圳重要讲话."""
    opening = text[:_INSTRUCTED_REACH]
    if "总书记" not in opening:
        return []
    named = (
        places[0]
        for instructed in _INSTRUCTED.finditer(opening)
        for name in instructed[1].split("、")
        if (places := _read_instructed(name, year))
    )
    return list(dict.fromkeys(named))


def _read_instructed(name: str, year: int | None) -> tuple[Division, ...]:
    """The one province or city of a name that is nothing else: 广东, 深圳市; none for 长安 and what several bear."""
    place = next(find_places_in_title(name, year), None)
    if place is None or place.char_start or name[place.char_end :] not in ("", "省", "市", "等地") or name in _WORDS:
        return ()
    upper = tuple(d for d in place.divisions if d.level != "county")
    highest = tuple(d for d in upper if d.level == "province") or upper
    return highest if len(highest) == 1 else ()


def find_numbered_province(text: str, clues: Clues) -> Division | None:
    """The province whose letter begins the number of what 省… asks for: 苏 of 根据省…《通知》(苏依法办〔2019〕5号); only for what says 我省, 全省."""
    if clues.own != "省":
        return None
    letters = {match[1] for match in _PROVINCE_NUMBER.finditer(text)}
    codes = {PROVINCE_LETTERS.get(letter) for letter in letters}
    code = codes.pop() if len(codes) == 1 else None
    return find_division(code, clues.year) if code else None


def _count_short_plan(name: str, text: str, year: int | None) -> Counter[Division]:
    """The divisions that a plan of rule of law by a place's short name can be of: once for the plan, once for each document numbered by that name."""
    place = next(find_places_in_title(name, year), None)
    if place is None or place.name != name or name in _WORDS:
        return Counter()
    numbered = sum(number[1] in place.name for number in _NUMBER.finditer(text))
    return Counter(dict.fromkeys(place.divisions, 1 + numbered))


def fits_kind(division: Division, own: str) -> bool:
    """Whether a text that says 我县, 我市 … can be this division's."""
    if own in _TOWNSHIPS and own:
        return holds_townships(division)
    # 我区 of a district's report is no 自治区
    return division.name.endswith(own) and (own != "区" or division.level != "province")


def lies_below(place: Division, seat: str) -> bool:
    """Whether a body that a seat of this kind leads (区 of 区政府工作部门) lies somewhere below a place: 区 and 县 below 甲市."""
    if seat == "市":
        return place.level == "province" and not place.name.endswith("市")
    return seat in ("县", "旗", "区") and place.level in ("province", "prefecture") and not holds_townships(place)


def holds_townships(division: Division) -> bool:
    """Whether townships lie in it directly: a county, and a city without districts (东莞市)."""
    return division.level == "county" or (division.level == "prefecture" and division.code not in _list_parents())


@cache
def _list_parents() -> frozenset[str]:
    return frozenset(division.parent_code for division in list_divisions())


def find_division_near_site(clues: Clues, site: Division) -> Division | None:
    """The site's owner, or the one above or below that the text speaks for (我省 on a county's site)."""
    if not clues.own or fits_kind(site, clues.own):
        # 我市 on the site of a county-level city: its own report, or that of the city above it
        above = [up for up in list_ancestors(site, clues.year) if clues.own and fits_kind(up, clues.own)]
        return next((up for up in above if clues.counts[up] > 2 * clues.counts[site] + 2), site)
    if clues.own in _TOWNSHIPS:
        below = {d: n for d, n in clues.counts.items() if d.level == "county" and is_under(d, site)}
        return pick_clear_winner(below, 2)
    above = [up for up in list_ancestors(site, clues.year) if fits_kind(up, clues.own)]
    if above:
        return above[0]
    below = {d: n for d, n in clues.counts.items() if d != site and is_under(d, site) and fits_kind(d, clues.own)}
    return pick_clear_winner(below, 2)


def find_division_of_documents(clues: Clues) -> Division | None:
    """The division whose documents and organs the text names and that it can call its own; None where it calls no place its own.

    One 《泽州县…》 in a text that says 我县 will do: a county cites no other county's rules. 我市 needs two, or one that it issued: a
    county-level city cites its prefecture's.
    """
    if not clues.own:
        return None
    scores = {d: n for d, n in clues.documents.items() if fits_kind(d, clues.own)}
    return pick_clear_winner(scores, 2 if clues.own in "市镇乡街" else 1)
