"""Who speaks for a zone: bureaus and committees that keep one, also where the text does not name it."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.identity.names.bodies import NamedBody
from parsers.text.expressions import expression

_ZONE_KINDS = "(?:合作|开发|高新|新|示范|度假|试验|实验|保税|产业|工业园|园|景)"
_LONGEST_STEM = 8
_FIELD_OF_WORK = expression(
    r"[省市县区州旗盟]|应急|城市|城镇|市场|行政|综合|公路|医疗|林业|园林|海洋|机关|房产|水利|交通"
)
_COMMITTEE = expression("管(?:理委员|委)会|党工委")
# 党工委理论学习中心组, 参与管委会各类会议: of a text that names neither itself nor a district's organs
_ZONES_ORGANS = (
    expression(r"[。，,；;、：:)）\n]党工委(?!会议)"),
    expression(r"[。，,；;、：:)）\n与]管(?:理委员|委)会(?![一-龥]{0,2}[局厅])"),
)
_OTHER_ORGANS = expression(
    r"[我全][镇乡街县市]|街道党工委|(?<!自治)[区县](?:委|人?民?政府)(?!员)|[镇乡](?:党委|政府)|我[局厅办]"
)


def names_zones_organs(text: str) -> bool:
    """Whether a text speaks of a zone's 党工委 and 管委会 without naming the zone, and of nobody else's organs as its own."""
    if "党工委" not in text or "管" not in text:
        return False
    return all(organ.search(text) for organ in _ZONES_ORGANS) and not _OTHER_ORGANS.search(text)


def says_own_committee(text: str) -> bool:
    """Whether a text says 我委 and speaks of a zone's committee, which may be that one."""
    return "我委" in text and _COMMITTEE.search(text) is not None


def read_zones_own(body: NamedBody, text: str) -> NamedBody:
    """A bureau that keeps a zone as the zone's: 前海管理局 where the text speaks of the 前海合作区党工委; else the body as it is."""
    stem = body.said.removesuffix("管理局")
    named = body.kind == "department" and stem != body.said and 1 < len(stem) <= _LONGEST_STEM
    # 应急管理局 and 市城管局 keep a field
    if not named or _FIELD_OF_WORK.match(stem):
        return body
    zone = re.search(
        rf"{re.escape(stem)}[^\W\d_和与及管在对进向]{{0,6}}?{_ZONE_KINDS}区(?=党工委|管委会|管理委员会)", text
    )
    if zone is None:
        return body
    # 滨江 of 滨江管理局 is a zone's name, and of no 滨江区
    return replace(body, kind="zone", zone=zone[0], divisions=() if body.short else body.divisions, short=False)
