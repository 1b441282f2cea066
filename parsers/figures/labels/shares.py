"""What a share or an amount is of that a part of something has of its own: 占全市的八分之一, 其中简易程序案件40件，罚款2万元."""

from __future__ import annotations

import re

from parsers.figures.labels.phrases import LONGEST, balance, end_words
from parsers.figures.labels.told import Told
from parsers.figures.labels.words import follows, is_bare
from parsers.figures.reading import Reading, Sighting
from parsers.numbers.units import unit_classes

# 占收到申请总数的1%, 占6.8%
_SHARE = re.compile(r"占(?:全部|(?P<all>全[市县区省州旗国]))?(?P<of>[一-龥]{2,12}?)?的?(?:约|近|超)?(?=\d|$)")
_OF_WHAT = re.compile(r"占(?P<of>[一-龥]{2,12}?)的?(?:比例|比重)?(?:为|达到?|约)?(?=\d)")


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
        and thing[-2:] not in core + of
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
