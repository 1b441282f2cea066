"""What the figures behind a list or a row are told of: the whole of its parts, the sum of its members, or none of them alone."""

from __future__ import annotations

from itertools import takewhile

from parsers.figures.labels.told import Told
from parsers.figures.labels.topics import name_topic
from parsers.figures.reading import Reading, Sighting
from parsers.text.expressions import expression
from parsers.text.words import cut_words

_PAIR = 2


def find_shared_whole(sighting: Sighting, near: Told | None) -> Told | None:
    """What the one before in a row is a part of: 包括公寓180套和共有产权住房120套."""
    shared = near is not None and sighting.clause.row[0] and near.unit == sighting.quantity.unit
    return near.whole if near and shared and not sighting.acts_itself else None


def leave_row(reading: Reading, sighting: Sighting, near: Told | None, whole: Told | None) -> Told | None:
    """What a figure behind a row is told of: the whole of 其中工资类40件、其他类50件，按期结案率98%, not its last part; None for none of it.

    `whole`: what the figure itself is a part of, which then says what it is told of.
    """
    clause = sighting.clause
    if near is None or whole is not None or not near.in_row or clause.row[0] or clause.in_brackets:
        return near
    own = reading.folded[clause.before[0] : sighting.quantity.char_start]
    if near.nth >= _PAIR and near.whole and near.whole.at >= clause.sentence[0] and "占" not in own:
        return near.whole.told_again(near.at)
    next_to = bool(clause.earlier) and near.at >= clause.earlier[0][0]
    if near.parted and not sighting.conjunct and (next_to or sighting.quantity.unit != "%"):
        # 对电梯、锅炉单位分别抽查52家、31家，责令停用4台
        core = _find_common_end([near.core, near.prev.core]) if near.prev else ""
        if len(core) < _PAIR:
            return None
        return Told(core, near.unit, near.at, near.counted, lambda: core)
    return near


_SUMS = expression(r"[\s、,]*(?:[一二三四五六两]者|[一二三四五六两][项类])?(?:合计|共计|总计|累计|合共)\s*")


def tells_sum(reading: Reading, sighting: Sighting) -> bool:
    """Whether a figure's own words only say that it is the sum of those before: 合计412件."""
    return _SUMS.fullmatch(reading.folded, sighting.clause.before[0], sighting.quantity.char_start) is not None


def tell_sum(near: Told, text: str, sighting: Sighting) -> Told:
    """What a sum tells those behind it: what the names of its parts end in, and the matter of the first (民事案件80件、刑事案件40件，合计120件)."""
    quantity = sighting.quantity
    parts = [near]
    while (part := parts[-1].prev) and part.unit == quantity.unit:
        parts.append(part)
    core = _find_common_end([part.core for part in parts])
    topic = name_topic(parts[-1].text)
    told = Told(text or near.text, quantity.unit, quantity.char_start, quantity.unit, lambda: core)
    told.topic = "" if topic in core or topic in parts[-1].core else topic
    return told


def _find_common_end(names: list[str]) -> str:
    """案件 of 民事案件 and 刑事案件."""
    alike = takewhile(lambda ends: len(set(ends)) == 1, zip(*(reversed(name) for name in names), strict=False))
    length = sum(1 for _ in alike)
    words = cut_words(names[0])
    # 一审案件 and 二审案件 have 案件 in common, and no 审
    while words and sum(map(len, words)) > length:
        words.pop(0)
    return "".join(words)
