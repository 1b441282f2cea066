"""What the reporting body is called: one form, the fullest name that the page states for it anywhere, never one put together.

Title, signature, heading, declaration and first sentence name it first; where they call it short or not at all (我局, 我县), who publishes, the
stated source and the site do, if the body that they name is of the kind that speaks. 县司法局 stays 县司法局 where the page never says 沁水县司法局.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.identity.heard.issuers import (
    list_later_departments,
    read_body_of_title,
    read_declared,
    read_issuer_of_title,
)
from parsers.identity.heard.opening import read_opening
from parsers.identity.heard.speaker import Speaker
from parsers.identity.names.bodies import is_bare_noun, judge_body, read_body, read_leading_places
from parsers.identity.names.divisions import find_division, list_ancestors, list_names
from parsers.text.alternatives import any_of
from parsers.text.expressions import compile_expression, expression
from parsers.text.width import fold_width

_SEAT = expression(r"[省市县区州旗盟](?=[\u4e00-\u9fff]{2})|自治区")
_GOVERNMENTS = ("province", "prefecture", "county")
# 县府办, 政策法规处 and 融媒体中心 publish for those that speak
_PUBLISHES_ONLY = expression(r"(?:办公?[室厅]?|[处科股室]|中心|[网台社报部组])(?:[(（].*)?$")
# 承办：甲县大数据局 under all pages of a county
_KEEPS_SITES = expression(r"数据|政务服务|行政审批|网信|网络安全|信息(?:中心|化)|电子政务")
_SITE_WORDS = expression(r"(?:官方|官网|门户|政务)*(?:网站|网)?(?:首页)?$")
_SHORT_GOVERNMENT = expression(
    r"(?:[省市县区州旗盟]|自治[区州县旗])(?:委和?、?[省市县区州旗盟]?)?(?:人民)?政府(?:办公[室厅])?"
)
_TOWNSHIP_TAIL = r"(?:人民政府|政府|(?:街道|地区)?办事处)"
_COMMITTEE = expression(r"(?:党工委、?)?管(?:理委员|委)会")
# 教育厅 of 《四川省教育厅关于…的通知》
_OF_A_PROVINCE = expression(r"[一-龥]{2,12}厅")
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class NamedElsewhere:
    """Names on the page, but not in its text, that may be the reporting body's."""

    publisher: str | None = None
    """发布机构."""
    source: str | None = None
    """来源."""
    sites: Sequence[str] = ()
    """Whose site it is, by SiteName, keeper, trail of columns or <title>."""


def choose_issuer(
    title: str | None,
    text: str,
    own_bodies: dict[str, str],
    *,
    speaker: Speaker,
    elsewhere: NamedElsewhere,
    page_text: str,
) -> str | None:
    """The reporting body's name as the page states it in full; None where it states none.

    `own_bodies` as `issuers.read_own_bodies` gives them; `page_text`: all that the page shows, where a fuller name may stand.
    """
    plain = read_plain_name(title, text)
    # 芷江侗族自治县人民政府 over 水宽乡2025年…: the site's, and no township's
    own_bodies = {position: body for position, body in own_bodies.items() if _is_of_its_kind(body, speaker)}
    sites = [_SITE_WORDS.sub("", name) for name in elsewhere.sites if not _KEEPS_SITES.search(name)]
    published = (elsewhere.publisher, elsewhere.source, *sites)
    others = [name for name in published if name and _may_speak(name, speaker, text)]
    issuer = (
        (read_issuer_of_title(title) if title else None)
        or next(iter(own_bodies.values()), None)
        or plain
        or speaker.antecedent
        or (_name_zone(speaker.zone, others) if speaker.level == "zone" else None)
        or next(iter(others), None)
    )
    if issuer is None or _SHORT_GOVERNMENT.fullmatch(fold_width(issuer)):
        # 县委、县政府 is no half of itself
        joint = issuer and "委" in issuer
        return issuer if joint else find_own_government(speaker, page_text) or issuer
    told = [name for name in (*own_bodies.values(), plain, *others) if name]
    return complete_issuer(issuer, told, page_text)


def _name_zone(zone: str | None, others: Sequence[str]) -> str | None:
    """A zone by the committee's name beside the text that holds its own; else by its own."""
    return next((name for name in others if zone and zone in fold_width(name)), zone)


def _is_of_its_kind(name: str, speaker: Speaker) -> bool:
    """Whether a body that the text names can be the one that speaks: no government where a township, a zone or a department does."""
    other = judge_body(name) == "government" and speaker.level in ("township", "zone", "department")
    return not other or (speaker.level == "department" and bool(_PUBLISHES_ONLY.search(fold_width(name))))


def _may_speak(name: str, speaker: Speaker, text: str) -> bool:
    """Whether a body named beside the text can be the one that speaks in it: of its kind, and none that only publishes.

    县委宣传部 publishes for those that say 我局; where 我部 speaks, it is that one.
    """
    folded = fold_width(name)
    bare = folded.removeprefix("中共")
    placed = read_leading_places(bare, None)[0] or _SEAT.match(bare)
    kind = judge_body(folded)
    if speaker.level is None or kind is None or not 3 < len(folded) <= _LONGEST:
        return False
    spoken_for = folded[-1] in "部办" and f"我{folded[-1]}" in text and "我局" not in text
    if _PUBLISHES_ONLY.search(folded) and not spoken_for:
        return False
    if speaker.level in ("township", "zone"):
        return kind == speaker.level
    wanted = "government" if speaker.level in _GOVERNMENTS else "department"
    return bool(placed) and kind == wanted


def find_own_government(speaker: Speaker, page_text: str) -> str | None:
    """The government of the place that reports, as the page names it somewhere (静海区人民政府 in its head); None for other speakers."""
    region = speaker.region
    if region is None or speaker.level not in _GOVERNMENTS or speaker.level != region.level:
        return None
    division = find_division(region.code, None)
    if division is None:
        return None
    names = [name for name, short in list_names(division) if not short]
    above = [name for up in list_ancestors(division, None) for name, short in list_names(up) if not short]
    found = [
        match[0]
        for match in re.finditer(
            rf"(?:{any_of(above)})*(?:{any_of(names)})人民政府", "".join(fold_width(page_text).split(" "))
        )
    ]
    return max(found, key=len, default=None)


def read_plain_name(title: str | None, text: str) -> str | None:
    """How the speaker is called where no full name stands: 东城街道, 丙乡 (by its place's name), 区农业农村局, 省政府 (without their places).

    From the title, the first sentence, the declaration. None for 我局 and what names a place alone: the region's own column holds that.
    """
    named = read_body_of_title(title, None) if title else None
    if named and named.kind in ("township", "zone") and not is_bare_noun(named.said):
        # 丙县人民政府 丁乡2024年…: the site's name over the title is no part of it
        return "".join(re.sub(r"^.*政府\s+", "", named.said).split())
    for phrase in (read_opening(text).whole, read_declared(text)):
        if not phrase or is_bare_noun(phrase) or re.match("[我本各全该]|街道|镇|乡|苏木|局|厅", phrase):
            continue
        body = read_body(phrase, None, closed=False)
        governs = body.kind == "government" and _SHORT_GOVERNMENT.fullmatch(fold_width(phrase))
        if body.kind in ("township", "zone") or (body.kind == "department" and len(phrase) > 2) or governs:
            return phrase
    # 现将我局…报告如下, and further down 2017年，市环保局以…
    later = {name for name in list_later_departments(text, None) if _SEAT.match(name) and len(name) > 2}
    return later.pop() if len(later) == 1 else None


def complete_issuer(issuer: str, told: Iterable[str], page_text: str) -> str:
    """An issuer's name as the page tells it in full: 武汉市水务局 where it also says 市水务局, 南昌县人民政府 beside 南昌县政府.

    `told` are the other names for who reports (signature, 发布机构).
    """
    short = fold_width(issuer)
    plain = short.replace("人民政府", "政府")
    for name in told:
        if len(issuer) < len(name) <= _LONGEST and fold_width(name).replace("人民政府", "政府").endswith(plain):
            return name
    if re.search(r"(?:[开高经新园范作假发税]区|园)$", short):
        # 梅岭高新区2016年…, from the 梅岭高新区管委会
        return next((name for name in told if _COMMITTEE.fullmatch(fold_width(name).removeprefix(short))), issuer)
    if re.search(r"(?:镇|乡|街道?|苏木)$", short):
        return _complete_township(issuer, short, told, page_text)
    if not re.match(r"[省市县区州旗盟](?=[\u4e00-\u9fff]{2})", short) and not _OF_A_PROVINCE.fullmatch(short):
        return issuer
    longer = {
        match[1]
        for match in re.finditer(
            rf"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{{1,8}}{re.escape(short)})(?![长属])", fold_width(page_text)
        )
    }
    full = sorted(name for name in longer if read_leading_places(name, None)[0])
    return full[0] if len(full) == 1 else issuer


def _complete_township(issuer: str, short: str, told: Iterable[str], page_text: str) -> str:
    """A township's name with its 人民政府 or 办事处, and with its county, where the page says them."""
    full = compile_expression(rf"[\u4e00-\u9fff]{{0,16}}?{re.escape(short)}{_TOWNSHIP_TAIL}")
    if named := next((name for name in told if full.fullmatch(fold_width(name))), None):
        return named
    said = compile_expression(
        rf"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]{{2,12}}[省市县区旗州盟])?{re.escape(short)}{_TOWNSHIP_TAIL}"
    )
    return max((match[0] for match in said.finditer(fold_width(page_text))), key=len, default=issuer)
