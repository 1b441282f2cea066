"""Figures that only say another time's value of what was counted just before: 应诉案件22件，2022年为35件; 较上年的275件增长."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from parsers.figures.reading import Reading, Sighting
from parsers.numbers.boundaries import Span
from parsers.numbers.periods import TOTAL_WORDS
from parsers.records import Fact
from parsers.text.expressions import expression

_LONGEST_LEAD = 40
_STOPS = ",;:(、"
# 较去年同期的31件, (上年为1.1万件), 而2021年仅为35个, 是2014年(21件)的2.7倍
_LEAD = expression(r"\s*(?:而|但|而在|在|从)?\s*")
_COMPARES = expression(r"[较比与同是为于]\s*\Z")
# 比上一年度的1485件, 2022年同期为1198件, 而前年这一数字还是26件, 去年全年仅有431件
_SAME = expression(
    r"(?:全年|同期|度)*的?(?:这一|这个|该项|此项|同一|该)?(?:数字|数据|数值|数量|指标|比例|总量|总数|人数|件数)?"
    r"(?:还|则|却|也|就|已|仅|只|刚|高|共|共计|约|近|达到|达|为|是|有"
    # 去年为512件，今年降到437件
    r"|(?:大幅|逐步|进一步|明显)?(?:[降升增减涨]|下降|上升|增加|减少|增长|回落|压减|压降|提高|提升|攀升|跃升|猛增|锐减|骤降|下滑)[至到为])*\(?\s*"
)
# 上一年度收到行政复议申请63件，本年度收到81件: the same verb, and nothing else
_SAME_VERB = expression(r"(?:全年|同期)?(?:共|共计|仅|只|也)*(?P<verb>[一-龥]{2})(?:了)?\s*\(?")


def find_compared(reading: Reading, sighting: Sighting, facts: Sequence[Fact]) -> Fact | None:
    """The fact, of those before it in its sentence, that counts the same at another time; None for a figure with a matter of its own."""
    quantity, clause = sighting.quantity, sighting.clause
    if sighting.change is not None or sighting.frame.state == "to":
        # 由2019年的2.3万座减为2023年的0.4万座: what is left has the name of what was, and not its mark
        return None
    if summed := _find_part(reading, sighting, facts):
        return summed
    before = _find_before(facts, clause.sentence[0], quantity.unit)
    if before is None:
        return None
    index = bisect_left(reading.said_times, (quantity.char_start,)) - 1
    if index < 0 or reading.said_times[index].start < before.char_end:
        return None
    time = reading.said_times[index]
    if time.period == before.period or quantity.char_start - time.end > _LONGEST_LEAD:
        return None
    lead = _find_lead(reading.folded, before.char_end, time.start)
    if not _LEAD.fullmatch(reading.folded, *lead) and not _COMPARES.search(reading.folded, *lead):
        return None
    between = reading.folded[time.end : quantity.char_start]
    if _SAME.fullmatch(between):
        return before
    again = _SAME_VERB.fullmatch(between)
    told = reading.folded[clause.sentence[0] : before.char_start]
    return before if again and again["verb"] in told else None


# 上半年48件、下半年41件，合计89件; …四季度450件。四个季度累计1700件
_TOTAL = expression(rf"[\s,;、。:()]*{TOTAL_WORDS}\s*")
_LONGEST_TOTAL = 24


def _find_part(reading: Reading, sighting: Sighting, facts: Sequence[Fact]) -> Fact | None:
    """The last of the parts by time that a figure is the total of, where it names nothing itself; None for any other figure."""
    quantity = sighting.quantity
    last = facts[-1] if facts else None
    if last is None or last.unit != quantity.unit or last.kind != "level":
        return None
    if quantity.char_start - last.char_end > _LONGEST_TOTAL or not _TOTAL.fullmatch(
        reading.folded, last.char_end, quantity.char_start
    ):
        return None
    parts = [fact for fact in facts[-_MOST_PARTS:] if fact.sentence == last.sentence and fact.unit == last.unit]
    periods = {fact.period for fact in parts if fact.indicator_id == last.indicator_id}
    return last if len(periods) > 1 and not last.part_of else None


_MOST_PARTS = 12
_TIME = expression(r"(?:[上去今本当前]一?年度?|同期|全年)+(?=[一-龥]{3})")


def drop_time(label: str) -> str:
    """The name without the time that it opens with: 收到复议申请 of 去年收到复议申请 is this year's as well."""
    opening = _TIME.match(label)
    return label[opening.end() :] if opening else label


# 与2021年的66件、2022年的58件相比，今年应诉案件降至41件: what both were is told behind
_AHEAD = expression(r"\s*(?:相比较?|相较|比较|对比|比起来)(?:而言|来看|来说)?\s*,?")
_OPENS = expression(r"(?:\A|[,;:。\n])\s*(?:而|但)?[与同和较比]\Z|[、和及]\Z")


def name_ahead(reading: Reading, sightings: Sequence[Sighting], facts: list[Fact]) -> list[Fact]:
    """The facts, those named like the one behind them that they are compared with; `sightings` is the first of each figure, in its order."""
    tails = {
        sighting.quantity.char_start: sighting.clause.tail
        for sighting in sightings
        if (_AHEAD.match(reading.folded, *sighting.clause.tail) or _opens_comparison(reading, sighting))
        and _stands_at_its_time(reading, sighting)
    }
    if not tails:
        return facts
    named = list(facts)
    for n, fact in enumerate(facts):
        if fact.indicator_id is None and fact.char_start in tails:
            end = tails[fact.char_start][1]
            other = next((one for one in facts[n + 1 :] if one.char_start >= end and one.kind == fact.kind), None)
            if other and other.unit == fact.unit and other.sentence == fact.sentence:
                named[n] = take_name(fact, other)
    return named


def _opens_comparison(reading: Reading, sighting: Sighting) -> bool:
    """较2021年的3.4万件，今年工单量降至2.2万件: a clause of nothing else."""
    head = reading.folded[slice(*sighting.clause.head)].strip()
    return head.startswith(("较", "比")) and reading.folded.startswith(",", sighting.quantity.char_end)


def _stands_at_its_time(reading: Reading, sighting: Sighting) -> bool:
    """Whether a figure is told with nothing but its time: 与2021年的66件."""
    start = sighting.quantity.char_start
    index = bisect_left(reading.said_times, (start,)) - 1
    if index < 0 or not _SAME.fullmatch(reading.folded, reading.said_times[index].end, start):
        return False
    return _OPENS.search(reading.folded[sighting.clause.sentence[0] : reading.said_times[index].start]) is not None


def take_name(fact: Fact, other: Fact) -> Fact:
    """A fact named as the one of another time, and as surely."""
    label = drop_time(other.label)
    return replace(
        fact, indicator_id=other.indicator_id, label=label, confidence=other.confidence, outside=other.outside
    )


def _find_before(facts: Sequence[Fact], sentence: int, unit: str) -> Fact | None:
    """The last fact of the sentence, changes left out, where it has the same unit."""
    for fact in reversed(facts):
        if fact.char_start < sentence:
            return None
        if fact.kind in {"level", "rate"}:
            return fact if fact.unit == unit else None
    return None


def _find_lead(folded: str, floor: int, end: int) -> Span:
    """What stands between the last stop and a time."""
    start = max(folded.rfind(stop, floor, end) for stop in _STOPS)
    return max(start + 1, floor), end
