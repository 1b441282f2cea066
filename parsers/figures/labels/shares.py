"""What a share or an amount is of that a part of something has of its own: 占全市的八分之一, 其中简易程序案件40件，罚款2万元."""

from __future__ import annotations

import re
from functools import cache

from parsers.figures.labels.phrases import LONGEST, balance, end_words, shorten
from parsers.figures.labels.told import Told
from parsers.figures.labels.topics import name_subject
from parsers.figures.labels.words import any_word, follows, is_bare
from parsers.figures.reading import Reading, Sighting
from parsers.frames.frame import UNNAMED
from parsers.numbers.units import unit_classes
from parsers.text.expressions import expression

_SHORT = 5
_FEWEST = 3
_COUNTS_BODIES = frozenset({"", "个", "家", "名", "人", "位", "户", "支", "所", "家次", "户次"})
_BODY = expression(r"^[一-龥]{2,10}(?:[局委办厅]|部门|机关|单位|系统|中队|大队|支队|街道|社区|[镇乡村县区市])$")
# 占收到申请总数的1%, 占6.8%
_SHARE = expression(r"占(?:全部|(?P<all>全[市县区省州旗国]))?(?P<of>[一-龥]{2,12}?)?的?(?:约|近|超)?(?=\d|$)")
_OF_WHAT = expression(r"占(?P<of>[一-龥]{2,12}?)的?(?:比例|比重)?(?:为|达到?|约)?(?=\d)")


def name_share(reading: Reading, sighting: Sighting, near: Told | None) -> str:
    """What a share is of: 行政复议申请占收案总数; empty for what is no share, or no one's."""
    clause, at = sighting.clause, sighting.quantity.char_start
    if near is None or unit_classes().get(sighting.quantity.unit) != "rate" or not near.core:
        return ""
    own = reading.folded[clause.before[0] : at].strip()
    match = _SHARE.match(own)
    if match is None or match.end() < len(own):
        return ""
    told = list(_OF_WHAT.finditer(reading.folded, clause.sentence[0], at))
    # 占全市的八分之一: the whole is the place
    of = match["of"] or (told[-1]["of"] if told else "") or (match["all"] or "")
    core = near.core
    if near.text.endswith(core) and len(near.text) + len(of) < LONGEST:
        # 市政府收到复议申请1186件，占19.1%；部门收到1750件: whose they are
        core = near.text
    if len(core) + len(of) >= LONGEST and "、" in core and "等" in core:
        # 不予受理、告知受理机关、以转送等方式处理
        core = core.partition("、")[0] + "等"
    core = core if len(core) + len(of) < LONGEST else end_words(core, LONGEST - 1 - len(of))
    if (
        near.whole
        and (thing := balance(near.whole.core))
        and thing not in core + of
        and not core.endswith(thing[-2:])
        and len(thing + core + of) < LONGEST
    ):
        core = thing + core
    return f"{core}占{of}"


def name_fined_part(sighting: Sighting, own: str, near: Told) -> str:
    """The part that an amount behind it is of, and not its whole: 其中简易程序案件40件，罚款2万元; empty where it is of none."""
    kinds = unit_classes()
    if near.whole is None or kinds.get(sighting.quantity.unit) != "money" or kinds.get(near.unit) == "money":
        return ""
    told = (is_bare(own) or follows(own)) and len(near.text) + len(own) <= LONGEST
    return near.text if told else ""


_PART = "其中"


# 收到行政复议申请62件，审结50件: what is decided is no application any more
ASKED = expression(r"(?<=复议)申请$")


def name_whole(reading: Reading, sighting: Sighting, own: str, whole: Told, *, listed: bool) -> str:
    """The thing that a part is of: 行政处罚案件其中 before 简易程序; empty where the part names it."""
    core = whole.text if is_bare(whole.core) else whole.core
    if len(core) < _FEWEST and whole.text.endswith(core) and len(whole.text) + len(own) <= LONGEST:
        # 三支救援队伍共有队员386人，消防210人: of whose members
        core = whole.text
    if not core or own.startswith(core):
        return ""
    subject = name_subject(own, reading, sighting, in_sentence=True) if is_bare(own) else ""
    if subject and subject not in core:
        return ""
    if is_bare(own):
        core = ASKED.sub("", core)
    topic = strip_generic(core)
    if topic in own or (not is_bare(core[-2:]) and core[-2:] in own):
        return ""
    # (城区21家、乡镇15家): a place alone names nothing
    placed = sighting.clause.in_brackets and len(own) < _FEWEST
    # 记录仪240台，公安机关150台、城管部门38台: whose they are
    placed = placed or (sighting.quantity.unit not in _COUNTS_BODIES and _BODY.search(own) is not None)
    named = sighting.frame.head_class not in UNNAMED and not listed and not placed
    start = sighting.clause.told_from
    marked = reading.folded.rfind(_PART, start, sighting.quantity.char_start) > whole.at
    # (图片信息 tells too little without its whole, 乡镇街道负责人 does not)
    if named and not is_bare(own) and topic == core and not (marked and len(own) < _SHORT):
        return ""
    kind = unit_classes().get(sighting.quantity.unit)
    mark = _PART if marked and kind != "rate" and not is_bare(own) else ""
    acted = sighting.frame.act is not None and sighting.frame.act[0] >= sighting.clause.before[0]
    if (
        mark
        and not acted
        and "有" not in whole.text
        and whole.text.endswith(core)
        and len(whole.text) + len(own) + len(_PART) <= LONGEST
    ):
        # 主动公开政府信息152条，其中概况类20条: what was done with the whole was done with its part
        core = whole.text
    room = LONGEST - len(own) - len(mark)
    if room < len(core):
        core = topic if len(topic) <= room else shorten(core, longest=room) if room > _SHORT else ""
    return core + mark if core else ""


@cache
def _generic_end() -> re.Pattern[str]:
    return re.compile(rf"(?<=[一-龥]{{2}})(?:{any_word('generic')})$")


def strip_generic(core: str) -> str:
    """行政处罚 of 行政处罚案件."""
    return _generic_end().sub("", core)
