"""Whose meeting it was that studied, heard or examined what a figure counts: 县政府常务会议审议议题."""

from __future__ import annotations

import re
from functools import cache

from parsers.figures.labels.phrases import LONGEST_WHOLE, clean
from parsers.figures.labels.told import Told
from parsers.figures.labels.words import any_word
from parsers.figures.reading import Sighting
from parsers.numbers.boundaries import Span
from parsers.numbers.units import unit_classes
from parsers.text.expressions import compile_expression, expression

_FEWEST = 2
_MEETING = "(?:(?:常务|常委|党组|办公|专题|联席|党委|党工委|支部|协调)会(?:会议|议)?|会议|中心组|全会)"
_LEADER = (
    "(?:负责人|负责同志|领导|同志|班子|书记|[省市县区镇乡局厅州旗院校]长|主任|党组|党委|党工委|政府|常委会|[委组局])"
)
# 县委常委会会议、县政府常务会议先后5次研究…
_WHO = expression(rf"[一-龥、]{{0,20}}?(?:{_MEETING}|{_LEADER})")
_NO_ONE = expression(r"在|对|将|把|为|向|[召]开|举行|组织")


@cache
def _deals() -> re.Pattern[str]:
    return compile_expression(
        rf"(?:先后|分别|共|均|都)*(?:主持|带头|专题|集中|集体|研究|审定)?(?:{any_word('about')}|作出|调度|会商|传达)"
    )


def name_who_dealt(own: str, did: str, sighting: Sighting) -> str:
    """主要负责人, of 主要负责人2次专题听取汇报: who did it, where that and what was done fit one label; empty for others."""
    if unit_classes().get(sighting.quantity.unit) != "time" or not _deals().match(did):
        return ""
    who = clean(own)
    if not _FEWEST <= len(who) <= LONGEST_WHOLE - len(did) or not _WHO.fullmatch(who) or _NO_ONE.search(who):
        return ""
    return who


def part_who(phrase: str, sighting: Sighting) -> tuple[str, str] | None:
    """县委常委会会议 and 研究部署依法治县, of a phrase that is too long for one that is cut anywhere; None for others."""
    if unit_classes().get(sighting.quantity.unit) != "time" or len(phrase) > LONGEST_WHOLE:
        return None
    for end in _ENDS.finditer(phrase):
        who, did = phrase[: end.end()], phrase[end.end() :]
        if _deals().match(did) and _WHO.fullmatch(who) and not _NO_ONE.search(who):
            return who, did
    return None


_ENDS = expression(rf"{_MEETING}|{_LEADER}")
_HELD = expression(
    rf"^(?:共|先后|累计)?(?:召开|举行|主持召开|组织召开|筹备|筹办|承办)(?P<who>[一-龥]{{0,18}}?{_MEETING})$"
)
_TITLES = expression(r"《.*》(?:、[^《》、]{2,12})*等")
_TITLE = expression(r"《[^《》]*》")
_DEALT = ("审议", "研究", "听取", "讨论", "审定", "通过", "传达")


def name_meeting_before(label: str, near: Told | None, folded: str, sighting: Sighting) -> str:
    """县政府常务会议审议重要事项, of 召开县政府常务会议21次，审议《…办法》等重要事项133件; empty for other figures."""
    if near is None or sighting.clause.row[0] or not label.startswith(_DEALT):
        return ""
    held = _HELD.match(near.text) if unit_classes().get(near.unit) == "time" else None
    if held is None or held["who"] in label or len(held["who"]) <= _FEWEST:
        return ""
    joined = held["who"] + label
    title = _TITLE.search(label)
    if len(joined) > LONGEST_WHOLE or (title and folded.find(title[0], *sighting.clause.before) < 0):
        joined = held["who"] + _TITLES.sub("", label)
    return joined if len(joined) <= LONGEST_WHOLE else ""


# 13次听取执法、复议、应诉等工作汇报: what a list ends in is what all of it is
_LIST_REST = expression(
    r"(?:[、和及][^、,;。\d]{2,14})*?(?:[、和及][^、,;。\d]{2,14}|(?<=[一-龥]))等[^、,;。\d]{2,12}(?=[,;。]|$)"
)


def read_list_rest(folded: str, sighting: Sighting, noun: Span) -> str:
    """、行政复议等工作汇报, behind 听取依法行政: empty for no list that goes on."""
    rest = _LIST_REST.match(folded, noun[1], sighting.clause.sentence[1])
    return "".join(rest[0].split()) if rest else ""
