"""Tells which administrative division a report is about: from its title and issuer, its site, and its text.

The title wins: a county's site also republishes the reports of its city and its province. The site's owner (the first
six digits of SiteIDCode, 国办发〔2017〕47号) decides where the title names no place. What stays open is None, never
guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from parsers.identity.divisions import (
    Division,
    PlaceMention,
    describe_region,
    find_division,
    find_places,
    find_places_in_title,
    is_under,
    list_ancestors,
    measure_distance,
)
from parsers.identity.issuers import cut_salutation, read_subject, read_township
from parsers.records import Region
from parsers.seed import read_seed
from parsers.text.width import fold_han

# 2022年度西藏…, 关于濮阳…, [公告] 濮阳…: where a short name may stand in a title
_BEFORE_SHORT = re.compile(r"(?:^|关于|中共|年|年度|法治|平安|[^\u4e00-\u9fff])\s*$")
# 濮阳2022年, 西藏法治政府, 濮阳高新技术产业开发区: what may follow it
_AFTER_SHORT = re.compile(
    r"\s*(?:\d{4}|二[〇○零O]|法治|依法|推进|全面|关于|年度|人民政府|[省市县区州旗]委)"
    r"|[\u4e00-\u9fff]{0,10}(?:开发区|高新区|经开区|新区|管委会|管理委员会|园区|示范区)"
)
# 我县, 全县
_OWN_PLACE = re.compile(r"([我本全])([省市县区州旗盟镇乡街])")
# 县委、县政府; 乡镇政府 speaks of others
_OWN_SEAT = re.compile(r"([省市县区州旗盟镇乡街])(?<!乡.)道?(?:委、|人民政府|政府|党工?委)")
_OWN_WEIGHT = {"我": 4, "本": 3, "全": 1}
_TOWNSHIPS = "镇乡街"


@dataclass(frozen=True, slots=True)
class Clues:
    """What besides its title speaks for a report's place."""

    year: int | None
    """The year that the report is about: codes and names are those of that year."""
    site: Division | None
    """The site's owner."""
    counts: Counter[Division]
    """How often the text names each division by a name that only it bears."""
    own: str
    """The kind of place that the text calls its own (县 for 我县), empty where it does not."""


def find_region(
    title: str | None,
    issuer: str | None,
    text: str,
    *,
    year: int | None,
    site_code: str | None = None,
    owners: Sequence[str] = (),
) -> Region | None:
    """The region that a report is about, with its code and full name in `year`; None where nothing tells.

    `site_code` is the page's SiteIDCode, `owners` name the site or its keeper (濮阳县人民政府办公室), surest first.
    A department's and a township's report have the region of their government; the level is `judge_level`'s to say.
    """
    # 濮陽縣, ⾼⻘县
    text = fold_han(text)
    site = find_site(site_code, [fold_han(owner) for owner in owners], year)
    clues = Clues(year, site, count_places(cut_salutation(text), year), find_own_kind(text))
    names = (fold_han(title or ""), fold_han(issuer or ""), read_subject(text))
    division = next((named for name in names if (named := find_named_division(name, clues))), None)
    division = division or next((county for name in names if (county := find_county_of_township(name, clues))), None)
    division = division or (find_division_near_site(clues, site) if site else find_division_in_text(clues))
    return describe_region(division, year) if division else None


def find_site(site_code: str | None, owners: Iterable[str], year: int | None) -> Division | None:
    """The division whose site it is: by the code, else by the first owner's name that only one division bears."""
    code = re.match(r"\d{6}", site_code or "")
    if code:
        # 130171 is a zone of 130100
        for candidate in (code[0], code[0][:4] + "00", code[0][:2] + "0000"):
            if division := find_division(candidate, year):
                return division
    for owner in owners:
        chains = read_chains(find_places(owner, year))
        if chains and len(chains[0]) == 1:
            return chains[0][0]
    return None


def find_named_division(name: str, clues: Clues) -> Division | None:
    """The division that a title or an issuer names, the deepest of its first chain (河南省濮阳市濮阳县 is 濮阳县)."""
    places = [
        place
        for place in find_places_in_title(name, clues.year)
        if not place.short or fits_short_name(name, place.char_start, place.char_end)
    ]
    for candidates in read_chains(iter(places)):
        return candidates[0] if len(candidates) == 1 else choose_namesake(candidates, clues)
    return None


def find_county_of_township(name: str, clues: Clues) -> Division | None:
    """The county of the township that a name opens with, if only one county has such a township and the site agrees."""
    county_code = list_townships().get(read_township(name) or "")
    county = find_division(county_code, clues.year) if county_code else None
    if not county or measure_distance(county, clues.year) or (clues.site and not is_under(county, clues.site)):
        return None
    return county


@cache
def list_townships() -> dict[str, str]:
    """Codes of counties by the names of townships that only one county has (seeds/townships.csv)."""
    return {fold_han(row["name"]): row["county_code"] for row in read_seed("townships.csv")}


def fits_short_name(title: str, start: int, end: int) -> bool:
    """Whether a short name in a title is meant as a name: in 关于濮阳法治政府 it is, in 建设平安 it is not."""
    return bool(_BEFORE_SHORT.search(title, 0, start) and _AFTER_SHORT.match(title, end))


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


def count_places(text: str, year: int | None) -> Counter[Division]:
    """How often the text names each division; a name of several counts for the one behind its parent."""
    counts: Counter[Division] = Counter()
    previous: PlaceMention | None = None
    for place in find_places(text, year):
        divisions = place.divisions
        if len(divisions) > 1 and previous and previous.char_end == place.char_start:
            divisions = tuple(d for d in divisions if any(is_under(d, up) for up in previous.divisions))
        if len(divisions) == 1:
            # 中共甲县委全面依法治县委员会: a report speaks so of its own place, or of one above
            counts[divisions[0]] += 2 if text.endswith("中共", 0, place.char_start) else 1
        previous = place
    return counts


def find_own_kind(text: str) -> str:
    """The kind of place that the text speaks for: 县 where 我县, 全县, 县政府 prevail; empty where it says none."""
    weights: Counter[str] = Counter()
    for whose, kind in _OWN_PLACE.findall(text):
        weights[kind] += _OWN_WEIGHT[whose]
    weights.update(_OWN_SEAT.findall(text))
    return weights.most_common(1)[0][0] if weights else ""


def fits_kind(division: Division, own: str) -> bool:
    """Whether a text that says 我县, 我市 … can be this division's."""
    if own in _TOWNSHIPS:
        return division.level == "county"
    return division.name.endswith(own)


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


def find_division_in_text(clues: Clues) -> Division | None:
    """The division that the text names again and again and that it can call its own."""
    scores = {d: n for d, n in clues.counts.items() if not clues.own or fits_kind(d, clues.own)}
    if clues.own in _TOWNSHIPS and len(scores) == 1:
        return next(iter(scores))
    return pick_clear_winner(scores, 2 if clues.own else 3)
