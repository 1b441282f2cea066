"""Who reports: place, level and body, from the places in a text where speakers stand (seeds/witnesses.csv), each a witness with a weight.

Where strong witnesses name places that have nothing to do with one another the region is None, and the witnesses say why. A site's code, its
source and its host count only where the text is silent; where they contradict it, that is noted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsers.identity.heard.belonging import find_place_of_subordinates, read_owner
from parsers.identity.heard.followed import find_followed_place, find_suited_place
from parsers.identity.heard.generic_names import is_word_alone, read_word_as_name
from parsers.identity.heard.issuers import KNOWN, read_antecedent, read_body_of_title, read_declared, read_own_township
from parsers.identity.heard.opening import (
    Opening,
    count_own_words,
    cut_salutation,
    find_own_kind,
    read_addressee,
    read_opening,
)
from parsers.identity.heard.regions import (
    Clues,
    choose_by_township,
    choose_namesake,
    count_documents,
    count_places,
    find_coded_site,
    find_county_of_township,
    find_division_near_site,
    find_division_of_documents,
    find_numbered_province,
    find_owner,
    fits_kind,
    holds_townships,
    lies_below,
    list_instructed,
)
from parsers.identity.heard.standing import Standing, is_branch, judge_superiors, rank_division, stands_in_a_city
from parsers.identity.heard.superiors import SEATS, cut_opening
from parsers.identity.heard.witnesses import STRONG, Verdict, are_related, list_witnesses, weigh_positions
from parsers.identity.heard.zones import names_zones_organs, read_zones_own, says_own_committee
from parsers.identity.names.bodies import NamedBody, is_bare_noun, read_body, split_joint
from parsers.identity.names.divisions import (
    Division,
    describe_region,
    find_division,
    find_zone_parent,
    is_under,
)
from parsers.identity.names.hosts import find_host_region, is_bureaus_host
from parsers.records import Level, Region, Witness
from parsers.text.expressions import expression
from parsers.text.width import fold_han

_KIND_OF_PLACE: dict[str, Level] = {
    "省": "province",
    "自治区": "province",
    "县": "county",
    "旗": "county",
    "州": "prefecture",
    "盟": "prefecture",
}
_OWN_KINDS = ("department", "township", "zone")
_TOLD = ("owner", "leader", "antecedent", "addressee")
"""Positions at which the text itself tells where a body belongs, without naming it."""
_IMPLIED = ("subordinates", "suited")
"""Positions that tell it only where those are silent: a city's bureau keeps units in its counties."""
_ZONE_COMMITTEE = expression(r"管(?:理委员|委)会$|管理局$")
_PROVINCE_ABOVE = expression("省委|省人?民?政府|省级|全省|省厅|自治区(?:党委|人民政府)|全区各市")
# 各县（市、区）, 7个区市, 市县两级, 下辖县（市）, 县级政府
_DISTRICTS_BELOW = expression(
    r"(?<![省市])(?:各?县[(（]市、?区[)）]|各?区[(（]市[)）]县|各?区[(（]市、?县[)）]|各(?:区县|县区|县市区|区市|市区县|区县市|区政府))"
    r"|(?<!市)\d+个(?:区县|县区|县市区|区市|区县市)(?![一-龥]*村)|(?<![省、])市[县区]{1,2}两级|(?<!省)市、(?:县|区)[^，。]{0,6}两级"
    r"|(?<![省市])(?:各|下辖的?|所辖的?)县(?![直域委政级市区]|[(（]市、?区)|(?<!全省)\d+个县(?:[(（]市|级市)|(?<![省国])(?<!省、)市、?县、?乡(?![镇村])"
    r"|县级(?:人民)?(?:政府|部门)|(?<!全省)(?<!示范)县[(（](?:市、?)?区?[)）]|(?<![各省市])县区政府|(?<!全省)\d+个县(?=[、，,开全均建])|(?<!全省)(?:所辖|下辖|辖内)的?(?:县级市|[县区]市)"
)
# 提请市人大常委会审议《甲市…条例》: a city of a county's rank makes no laws
_LEGISLATION = expression(
    r"(?:提请|提交|报请)市人大(?:常委会)?(?:审议|制定|修订)[^。；]{0,24}(?:法规|条例)|(?:制定|出台|颁布|修改|废止)[^。；，]{0,10}(?<!配合)政府规章"
    r"|市政府(?:年度)?(?:立法|规章制定)(?:工作)?(?:计划|项目)|清理(?:本市|我市)地方(?:立法|性法规)"
)
_FEWEST_DISTRICTS = 2
_OFFICE = expression(r"(?<=政府|行署|公署)办公?[室厅]?$")


@dataclass(frozen=True, slots=True)
class PageClues:
    """What a page tells of its site and publisher; all may be empty."""

    site_code: str | None = None
    """SiteIDCode."""
    owners: Sequence[tuple[str, str]] = ()
    """(position, name) of those whose site it is, the surest first: publisher, site, source."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who reports."""

    region: Region | None = None
    """The place whose government, department or township speaks; None for a zone, and where it cannot be told."""
    level: Level | None = None
    parent: Region | None = None
    """For a zone: the place that it lies in, where that is known."""
    zone: str | None = None
    witnesses: tuple[Witness, ...] = ()
    antecedent: str | None = None
    """The department that 我局 means, by its full name in the text, or the township that 我镇 does; None where another witness names the speaker."""


@dataclass(slots=True)
class _Hearing:
    """The witnesses while they are heard."""

    year: int | None
    clues: Clues
    bodies: dict[str, NamedBody]
    """By position, the strongest first."""
    opening: Opening
    own: dict[str, int]
    places: dict[str, Division] = field(default_factory=dict)
    """What place each position means."""
    said: dict[str, str] = field(default_factory=dict)
    above: list[Division] = field(default_factory=list)
    """Places that the speaker lies below, where its own is open: 甲市 of 在甲市委、市政府和区委、区政府的领导下."""
    other: Division | None = None
    """A place that supports the speaker and need not be its own."""
    committee: bool = False
    """Whether the text says 我委 and speaks of a zone's committee (管委会): it is that one where such a committee publishes."""
    districts: bool = False
    """Whether what calls itself 我市 speaks of a province above it and of counties and districts below it."""
    zone_organs: bool = False
    """Whether the text speaks of 党工委 and 管委会 and of no district's, county's or town's organs."""
    publishing_zone: tuple[str, NamedBody] | None = None
    """The zone's committee that publishes what says 我区, and its position."""

    @property
    def near(self) -> Division | None:
        """The place of the site, by its code or its host."""
        return self.clues.site or self.places.get("host") or self.places.get("spelt")


def find_speaker(
    title: str | None, own_bodies: dict[str, str], text: str, *, year: int | None, page: PageClues | None = None
) -> Speaker:
    """The speaker of a report, with the witnesses that were heard.

    `own_bodies` are the bodies that signature, heading, declaration and first sentence name (`issuers.read_own_bodies`).
    """
    # 濮陽縣, ⾼⻘县
    own_bodies = {position: fold_han(body) for position, body in own_bodies.items()}
    hearing = _hear_text(title and fold_han(title), own_bodies, fold_han(text), year, page or PageClues())
    division, conflict = _decide_place(hearing)
    kind, by = _judge_kind(hearing)
    zone = _name_zone(hearing, kind)
    parent: Division | None = None
    if division and (site := _find_other_site(hearing, division)):
        division, conflict, kind = None, True, ""
        if site.level == "county" and site.name[-1] in "县市旗":
            # below a county or a city of its rank no district lies: 西城区 of 格尔木市 is a zone
            kind, zone, parent = "zone", hearing.said["title"], site
    elif zone is not None:
        parent = division or find_zone_parent(zone, year) or _near_site(hearing) or _find_publishing_parent(hearing)
        division = None
    level = _judge_level(hearing, kind, division)
    if level is None and kind == "government" and hearing.opening.subject.startswith("自治区"):
        level = "province"
    return Speaker(
        describe_region(division, year) if division else None,
        level,
        describe_region(parent, year) if parent else None,
        zone,
        list_witnesses(hearing.said, hearing.places, hearing.bodies, Verdict(division or parent, conflict, by)),
        hearing.said.get("antecedent") or (hearing.said.get("township") if level == "township" else None),
    )


def _hear_text(title: str | None, own_bodies: dict[str, str], text: str, year: int | None, page: PageClues) -> _Hearing:
    opening = read_opening(text)
    bodies: dict[str, NamedBody] = {}
    if title and (named := read_body_of_title(title, year)):
        bodies["title"] = named
    phrases = {**own_bodies}
    phrases.setdefault("declared", read_declared(text))
    phrases.setdefault("subject", opening.subject)
    short: dict[str, NamedBody] = {}
    body_text = cut_salutation(text)
    counts, documents = count_places(body_text, year), count_documents(body_text, year)
    for position, phrase in phrases.items():
        body = read_body(phrase, year, closed=position in ("signature", "heading")) if phrase else None
        # 濮阳坚持…: a short name alone is as often a word
        body = read_word_as_name(body, counts, text, year) if body and not body.divisions else body
        if body and body.kind:
            (short if body.short and body.kind == "place" else bodies)[position] = body
    for instructed in list_instructed(body_text, year):
        counts[instructed] += 1
        documents[instructed] += instructed.level == "province"
    clues = Clues(year, None, counts, documents, "", _find_addressed_place(text, year))
    bodies = {position: read_zones_own(body, text) for position, body in bodies.items()}
    hearing = _Hearing(year, clues, bodies, opening, count_own_words(text))
    own = _find_seat(hearing) or find_own_kind(text)
    if "我局" in text and "我厅" not in text:
        # 我局 on the site of 甲省司法厅: an office of the province has published what is none of its own
        page = replace(
            page, owners=[owner for owner in page.owners if owner[0] == "site" or not owner[1].endswith("厅")]
        )
    hearing.zone_organs = names_zones_organs(text)
    hearing.committee = says_own_committee(text) or ("我委" in text and _published_by_zone(page))
    site = _hear_site(hearing, page, own)
    hearing.clues = replace(hearing.clues, site=site, own=own)
    _keep_short_names(hearing, short)
    for position, body in bodies.items():
        hearing.said[position] = body.said
        # 朝阳区教育局 on changchun.gov.cn
        place = choose_namesake(body.divisions, replace(hearing.clues, site=hearing.near)) if body.divisions else None
        told_alone = position in ("subject", "declared")
        if place and told_alone and is_word_alone(body, place, counts, hearing.near, text, year):
            place = None
        if place is None and body.kind == "township":
            place = choose_by_township(body.divisions, body.said)
        if place:
            hearing.places[position] = place
    _hear_rest(hearing, text)
    if hearing.clues.own == "市":
        hearing.districts = bool(_PROVINCE_ABOVE.search(text)) and _count_below(text, counts) >= _FEWEST_DISTRICTS
    return hearing


def _count_below(text: str, counts: Counter[Division]) -> int:
    """How many signs say that the place of a text that calls itself 我市 has counties below it, and makes laws."""
    # 邓州市的乡镇: a county by its name, of one city alone
    counties = {
        division.code[:4] for division in counts if division.level == "county" and division.name[-1] in "县市旗"
    }
    legislates = _LEGISLATION.search(text) is not None
    return len(_DISTRICTS_BELOW.findall(text)) + (len(counties) == 1) + legislates


def _published_by_zone(page: PageClues) -> bool:
    """Whether a zone's committee publishes, which 我委 means then: 发布机构：甲经济开发区管理委员会."""
    names = (fold_han(name) for position, name in page.owners if position in ("publisher", "source"))
    return any(
        name.endswith(("管委会", "管理委员会")) and read_body(name, None, closed=False).kind == "zone" for name in names
    )


def _keep_short_names(hearing: _Hearing, short: dict[str, NamedBody]) -> None:
    """Keeps a short name that is the site's own: 广东坚持… on gd.gov.cn is the province."""
    owners = {hearing.places[at].code for at in ("site", "host", "spelt") if at in hearing.places}
    for position, body in short.items():
        own = tuple(division for division in body.divisions if division.code in owners)
        if len(own) == 1:
            hearing.bodies[position] = replace(body, divisions=own)


def _find_seat(hearing: _Hearing) -> str:
    """The kind of place that a body without its place names: 市 of 市水务局."""
    for body in hearing.bodies.values():
        if not body.divisions and body.kind in ("department", "government") and body.said[:1] in "省市县区州旗盟":
            return body.said[0]
    return ""


def _hear_site(hearing: _Hearing, page: PageClues, own: str) -> Division | None:
    """The site's owner: by its code, else by who publishes, else by its host, a city's host only where the text calls some place its own."""
    year = hearing.year
    site: Division | None = None
    if coded := find_coded_site(page.site_code, year):
        hearing.places["site"], hearing.said["site"] = coded, f"SiteIDCode {page.site_code}"
        site = coded
    for position, name in page.owners:
        owner = find_coded_site(name, year) if name.isdigit() else find_owner(fold_han(name), year)
        if position in ("publisher", "source"):
            body = read_body(fold_han(name), year, closed=False)
            owner = owner or _find_short_owner(hearing, body)
            # 襄阳高新区管委会 publishes 我区…: no district of the city
            if (own == "区" or hearing.committee) and body.kind == "zone" and _ZONE_COMMITTEE.search(body.said):
                hearing.publishing_zone = hearing.publishing_zone or (position, body)
        if owner and position not in hearing.places:
            hearing.places[position], hearing.said[position] = owner, name
            site = site or owner
    known = find_host_region(page.url)
    host = find_division(known[2], year) if known else None
    if known and host:
        hearing.places[known[0]], hearing.said[known[0]] = host, known[1]
        # swj.gz.gov.cn is a bureau of the city, whatever its text calls its own
        bureau = is_bureaus_host(page.url) and _speaks_as(hearing, "department")
        if site is None and (holds_townships(host) or own or bureau):
            site = host
    return site


def _find_short_owner(hearing: _Hearing, body: NamedBody) -> Division | None:
    """The province of 宁夏住建厅, where a department speaks."""
    provinces = [division for division in body.divisions if division.level == "province"]
    of_a_province = body.short and body.kind == "department" and body.body.endswith("厅") and len(provinces) == 1
    return provinces[0] if of_a_province and _speaks_as(hearing, "department") else None


def _speaks_as(hearing: _Hearing, kind: str) -> bool:
    return hearing.own[kind] > 0 or any(body.kind == kind for body in hearing.bodies.values())


def _hear_rest(hearing: _Hearing, text: str) -> None:
    """The weaker witnesses in the text: townships of one county, leaders, documents."""
    clues = hearing.clues
    townships = [body for body in hearing.bodies.values() if body.kind == "township" and body.said[0] not in "我本全"]
    names = [body.said for body in townships if not body.divisions]
    if hearing.own["township"] and not townships and (own := read_own_township(text)):
        names, hearing.said["township"] = [own], own
    for name in names:
        if county := find_county_of_township(name, clues, hearing.near):
            hearing.places["township"], hearing.said["township"] = county, name
            break
    _hear_superiors(hearing, text)
    clues = hearing.clues
    if (addressee := read_addressee(text)) and (place := _find_addressed(hearing, addressee)):
        hearing.places["addressee"], hearing.said["addressee"] = place, addressee
    if hearing.own["department"] > hearing.own["place"] and (own := read_antecedent(text, hearing.year)):
        named = read_body(own, hearing.year, closed=False)
        if named.kind == "department" and (place := choose_namesake(named.divisions, clues)):
            hearing.places["antecedent"], hearing.said["antecedent"] = place, own
    owner = find_division_of_documents(clues) or find_numbered_province(text, clues)
    if owner is None and _judge_kind(hearing)[0] in ("department", "township"):
        followed = find_followed_place(text, clues)
        owner = followed if followed and (clues.own in ("", *"镇乡街") or fits_kind(followed, clues.own)) else None
    if owner and owner != hearing.other:
        hearing.places["documents"], hearing.said["documents"] = owner, owner.name
    counted = {name: count for name, count in hearing.own.items() if count}
    if counted:
        words = {"department": "我局", "place": f"我{clues.own or '地'}", "township": "我镇", "zone": "我园区"}
        hearing.said["own"] = "、".join(f"{words[name]}{count}次" for name, count in counted.items())


def _hear_superiors(hearing: _Hearing, text: str) -> None:
    """Hears who leads, supports or owns the speaker, where it lies, and what its own units are named after."""
    clues, kind = hearing.clues, _judge_kind(hearing)[0]
    if kind not in _OWN_KINDS:
        return
    owner = read_owner(text, kind, clues)
    led = judge_superiors(text, kind, clues)
    hearing.other = led.other
    lies = _judge_lies_in(hearing, kind)
    seat = owner.seat or led.seat or (_find_seat_below(hearing, text) if kind == "department" else "")
    for position, standing in (("owner", owner), ("leader", led if led.said else lies)):
        open_below = standing.place is not None and kind != "zone" and lies_below(standing.place, seat)
        if standing.said:
            hearing.said[position] = standing.said
        if standing.place and not open_below:
            hearing.places[position] = standing.place
        above = standing.place if open_below else standing.above
        if above:
            hearing.above.append(above)
    if led.seat and SEATS.get(clues.own, SEATS[led.seat]) < SEATS[led.seat]:
        # 在市委、市政府和区委、区政府的领导下: the second is its own
        hearing.clues = clues = replace(clues, own=led.seat)
    subordinates = find_place_of_subordinates(text, clues) if kind == "department" else None
    if subordinates and fits_kind(subordinates[0], clues.own):
        hearing.places["subordinates"], hearing.said["subordinates"] = subordinates
    if (suited := find_suited_place(text, clues)) and _suits(hearing, kind, text, suited[0], seat=seat):
        hearing.places["suited"], hearing.said["suited"] = suited
    _hear_zone_apart(hearing, kind)


def _suits(hearing: _Hearing, kind: str, text: str, place: Division, *, seat: str) -> bool:
    """Whether a body whose nearest superior has this seat can have a place for its own: 立足甲市实际 says a bureau of its 区 as well."""
    if kind == "township" or place.level == "county":
        return kind != "township" or holds_townships(place)
    branch = is_branch(text) and not stands_in_a_city(text, hearing.clues)
    return kind == "department" and not branch and not lies_below(place, seat)


def _find_seat_below(hearing: _Hearing, text: str) -> str:
    """The kind of place that a department calls its own, in its opening, or by 我区, 全区; a city's names its 区政府 further down as well."""
    own = hearing.clues.own
    # 我区 and 全区 are the 自治区 as often
    called = bool(own) and any(f"{whose}{own}" in text for whose in "我全本") and "自治区" not in text
    return own if called else find_own_kind(cut_opening(text).replace("自治区", ""))


def _judge_lies_in(hearing: _Hearing, kind: str) -> Standing:
    """Where the speaker says that it lies: 板桥镇位于罗平县东南部."""
    lies_in = hearing.opening.lies_in
    divisions = read_body(lies_in, hearing.year, closed=False).divisions if lies_in else ()
    place = choose_namesake(divisions, hearing.clues) if divisions else None
    fits = place and (kind != "township" or holds_townships(place))
    return Standing(place if fits else None, said=lies_in)


def _hear_zone_apart(hearing: _Hearing, kind: str) -> None:
    """A zone that bears the name of a far district is not that one: 滨海新区管委会 under 盐城市委 is none of 天津."""
    leader = hearing.places.get("leader")
    for position, body in list(hearing.bodies.items()):
        place = hearing.places.get(position)
        if not leader or not place or kind != "zone" or not place.name.endswith("新区") or are_related(leader, place):
            continue
        if body.zone in ("", place.name):
            del hearing.places[position]
            hearing.bodies[position] = replace(body, divisions=(), zone=place.name)


def _find_addressed(hearing: _Hearing, addressee: str) -> Division | None:
    """The place whose government a township or its own bureau reports to: 县水务局 to 沁水县人民政府, 东城街道 to 东莞市委."""
    named = read_body(addressee, hearing.year, closed=True)
    place = choose_namesake(named.divisions, hearing.clues) if named.kind == "government" and named.divisions else None
    if place is None:
        return None
    kind = _judge_kind(hearing)[0]
    seated = any(body.said.startswith(place.name[-1]) for body in hearing.bodies.values() if body.kind == "department")
    # 我局 reports to 萧山区人民政府: below a county there are no bureaus; a bureau of the county may report to the city as well
    lowest = place.level == "county" and not any(body.divisions for body in hearing.bodies.values())
    fits = (kind == "township" and holds_townships(place)) or (kind == "department" and (seated or lowest))
    return place if fits else None


def _find_addressed_place(text: str, year: int | None) -> Division | None:
    """The place of those whom the report is addressed to: 甲市人民政府：; the lowest where they stand one below the other."""
    addressee = read_addressee(text)
    named = [read_body(name, year, closed=True).divisions for name in split_joint(addressee, year)] if addressee else []
    places = [divisions[0] for divisions in named if len(divisions) == 1]
    lowest = max(places, key=rank_division, default=None)
    return lowest if lowest and all(is_under(lowest, place) for place in places) else None


def _decide_place(hearing: _Hearing) -> tuple[Division | None, bool]:
    """The place that the weightiest witness names, and whether the strong ones contradict each other (then none)."""
    weights = weigh_positions()
    strong = [hearing.places[p] for p in sorted(hearing.places, key=lambda p: -weights[p]) if weights[p] >= STRONG]
    if any(not are_related(strong[0], other) for other in strong[1:]):
        return None, True
    if strong:
        return strong[0], False
    if any(body.kind != "place" and body.divisions for body in hearing.bodies.values()):
        # 鼓楼区人民政府: named, and several bear the name
        return None, False
    if _is_ministry(hearing):
        return None, False
    place, conflict = _decide_untitled(hearing)
    within = all(place != above and is_under(place, above) for above in hearing.above) if place else False
    return place if within else None, conflict


def _decide_untitled(hearing: _Hearing) -> tuple[Division | None, bool]:
    """As `_decide_place`, where no name of the speaker's own tells."""
    told, implied = ([hearing.places[p] for p in group if p in hearing.places] for group in (_TOLD, _IMPLIED))
    if told or implied:
        nearest = max(told or implied, key=rank_division)
        apart = any(not is_under(nearest, other) for other in (*told, *implied))
        return (None, True) if apart else (nearest, False)
    if "township" in hearing.places:
        return hearing.places["township"], False
    near, own = _near_site(hearing), hearing.places.get("documents")
    if near and own and not are_related(near, own):
        return None, True
    place = (own if near and own and is_under(own, near) else near) or own
    # 甲镇 on its city's site: of which county, nobody says
    if place and _judge_kind(hearing)[0] == "township" and not holds_townships(place):
        return None, False
    return place, False


def _find_other_site(hearing: _Hearing, division: Division) -> Division | None:
    """The county on whose site a district reports that bears the name of one far away: 西城区 on 格尔木市's is none of 北京; None for all else.

    Only a title that names nothing but 西城区 leaves it open which is meant, and only where no other witness says.
    """
    title = hearing.bodies.get("title")
    if title is None or title.kind != "place" or title.said != division.name or not division.name.endswith("区"):
        return None
    sites = [hearing.places[at] for at in ("publisher", "site", "host", "spelt") if at in hearing.places]
    far = bool(sites) and all(site.code[:2] != division.code[:2] for site in sites)
    return sites[0] if far and "documents" not in hearing.places else None


def _is_ministry(hearing: _Hearing) -> bool:
    """Whether a body of the state without a place reports: 司法部."""
    bodies = list(hearing.bodies.values())
    return (
        bool(bodies)
        and bodies[0].kind == "department"
        and not bodies[0].divisions
        and bodies[0].body.endswith(("部", "总局", "署"))
        and not hearing.clues.own
    )


def _near_site(hearing: _Hearing) -> Division | None:
    site = hearing.clues.site
    near = find_division_near_site(hearing.clues, site) if site else None
    if near and site and near != site and is_under(site, near) and hearing.own["department"] > hearing.own["place"]:
        # 我局 that once says 我省, on a city's site: whose bureau it is, neither tells
        return None
    return near


def _judge_kind(hearing: _Hearing) -> tuple[str, str]:
    """The kind of body that reports (government, department, township, zone, `place`, or empty), and the position that tells it."""
    for position in ("title", "signature", "heading"):
        body = hearing.bodies.get(position)
        if body and body.kind in KNOWN:
            return ("department" if _is_own_office(hearing, body) else body.kind), position
    if hearing.publishing_zone and hearing.committee and not {"declared", "subject"} & _list_told(hearing):
        return "zone", hearing.publishing_zone[0]
    own = hearing.own
    most = max(_OWN_KINDS, key=lambda name: own[name])
    declared, subject = hearing.bodies.get("declared"), hearing.bodies.get("subject")
    for position, body in (("declared", declared), ("subject", subject)):
        if body and body.kind in _OWN_KINDS:
            return body.kind, position
    if own[most] > own["place"] and (own[most] > 1 or most != "township"):
        return most, "own"
    for position, body in (("declared", declared), ("subject", subject)):
        if body and body.kind == "government":
            return ("department" if _is_own_office(hearing, body) else body.kind), position
    if "title" in hearing.bodies:
        return hearing.bodies["title"].kind, "title"
    if hearing.publishing_zone and own["place"] and not subject:
        return "zone", hearing.publishing_zone[0]
    if hearing.clues.own and hearing.opening.subject.startswith("全") and not own["department"]:
        # 2023年，全省各级行政机关坚持依法行政
        return "government", "own"
    if own["place"] or (hearing.clues.own and (subject and subject.kind == "place")):
        return "government", "own"
    for position, body in (("declared", declared), ("subject", subject)):
        if body and body.kind == "place":
            return "place", position
    return ("zone", "own") if hearing.zone_organs else ("", "")


def _list_told(hearing: _Hearing) -> set[str]:
    """The positions at which a body is named and not only called 我委."""
    return {position for position, body in hearing.bodies.items() if body.kind in KNOWN and body.said[0] not in "我本"}


def _is_own_office(hearing: _Hearing, body: NamedBody) -> bool:
    """Whether a government's office speaks for itself (我办, 县政府办公室坚持…) and not for the government that it signs for (我县)."""
    if body.kind != "government" or not _OFFICE.search(body.body) or hearing.own["place"]:
        return False
    return hearing.own["department"] > 0 or bool(_OFFICE.search(hearing.opening.subject))


def _name_zone(hearing: _Hearing, kind: str) -> str | None:
    """The zone that reports, or whose department does; None where none does. Empty where it has no name in the text."""
    for position in ("title", "signature", "heading", "declared", "subject"):
        body = hearing.bodies.get(position)
        # 园区 alone is no zone's name
        if body and body.zone and not is_bare_noun(body.said):
            return body.zone
        if body and body.kind in KNOWN and body.divisions:
            return None
    if kind == "zone" and hearing.publishing_zone:
        return hearing.publishing_zone[1].zone
    return "" if kind == "zone" else None


def _find_publishing_parent(hearing: _Hearing) -> Division | None:
    """The city of 绵阳高新区管委会, which publishes."""
    divisions = hearing.publishing_zone[1].divisions if hearing.publishing_zone else ()
    return choose_namesake(divisions, hearing.clues) if divisions else None


def _judge_level(hearing: _Hearing, kind: str, division: Division | None) -> Level | None:
    if kind in ("department", "township", "zone"):
        return kind  # type: ignore[return-value]
    if division is not None:
        if kind in ("government", "place"):
            return division.level
        # whose site it is does not tell who of that place speaks
        told = any(position not in ("host", "spelt") for position in hearing.places)
        if told and hearing.clues.own and fits_kind(division, hearing.clues.own):
            return division.level
        return None
    # 朝阳区2022年度…, 我区: several bear the name, all of one level
    levels = {
        d.level for body in hearing.bodies.values() if body.kind in ("place", "government") for d in body.divisions
    }
    if kind in ("place", "government") and len(levels) == 1:
        return levels.pop()
    if kind in ("place", "government") and hearing.clues.own == "区" and hearing.clues.addressed:
        # 我区 to 甲市人民政府
        return "county" if hearing.clues.addressed.level == "prefecture" else None
    if kind in ("place", "government") and hearing.clues.own == "市" and hearing.districts:
        return "prefecture"
    return _KIND_OF_PLACE.get(hearing.clues.own) if kind else None
