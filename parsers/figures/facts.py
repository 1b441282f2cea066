"""Sentence to fact: every figure of a report with what it counts, for which time, and where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from parsers.figures.aspect import read_aspect
from parsers.figures.compared import drop_time, find_compared, name_ahead, take_name
from parsers.figures.confidence import rate_confidence
from parsers.figures.labels.compose import make_label
from parsers.figures.labels.told import Told
from parsers.figures.merging import merge_facts
from parsers.figures.outside import name_outside
from parsers.figures.reading import Reading, Sighting
from parsers.figures.scope import read_scope
from parsers.figures.table_figures import list_read, place_facts, write_phrases
from parsers.figures.weighing import open_weighed
from parsers.figures.wholes.consistency import check_figures
from parsers.figures.wholes.parts import find_totals, find_wholes
from parsers.figures.wholes.totals import is_of_place, settle_totals
from parsers.naming.matching import WORDS
from parsers.numbers.boundaries import Span
from parsers.numbers.clauses import Clause
from parsers.numbers.periods import find_each_time, find_period
from parsers.numbers.quantities import read_quantities
from parsers.records import Fact, Metadata, Quantity, Section
from parsers.tables.contents import find_contents
from parsers.tables.find_tables import Table, find_tables
from parsers.text.expressions import expression
from parsers.text.width import fold_for_reading

# The longest reports have some three hundred figures, a statistical communiqué as many; a page of thousands is a data table.
MOST_FIGURES = 2500

_SPACE = expression(r"\s+")


class TooManyFiguresError(ValueError):
    """The text has more figures than any report; the message says what to do."""


def read_facts(text: str, sections: tuple[Section, ...], metadata: Metadata) -> tuple[Fact, ...]:
    """The facts of a report's text in its order; `text[fact.char_start:fact.char_end] == fact.quote`.

    Raises TooManyFiguresError for a text that is no report but a table.
    """
    quantities, tables = find_quantities(text)
    phrases = write_phrases(text, tables, sections, metadata) if tables else None
    if len(quantities) + (len(phrases.quantities) if phrases else 0) > MOST_FIGURES:
        raise TooManyFiguresError(
            f"正文有 {len(quantities)} 个数字，年度报告不会超过 {MOST_FIGURES} 个；多半是名单或数据表。No report has so many figures: "
            "a list or a table of data. 若确是报告，请拆分后再载入。"
        )
    facts = _read_figures(text, quantities, sections, metadata)
    if phrases and phrases.quantities:
        in_phrases = _read_figures(phrases.text, phrases.quantities, phrases.sections, metadata)
        facts = merge_facts(facts, place_facts(in_phrases, phrases, text, sections, len(facts) + 1))
    return tuple(check_figures(facts, fold_for_reading(text)))


def find_quantities(text: str) -> tuple[list[Quantity], list[Table]]:
    """The quantities of a text's sentences, and its tables, whose cells are read apart."""
    contents = find_contents(text)
    tables = [
        table for table in find_tables(text) if not any(table.start <= start < table.stop for start, _ in contents)
    ]
    return _leave_out(read_quantities(text), [*list_read(tables), *contents]), tables


def _leave_out(quantities: list[Quantity], spans: Iterable[Span]) -> list[Quantity]:
    """The quantities that begin in none of the spans."""
    taken = sorted(set(spans))
    if not taken:
        return quantities
    starts = [start for start, _ in taken]
    kept = []
    for quantity in quantities:
        index = bisect_right(starts, quantity.char_start) - 1
        if index < 0 or quantity.char_start >= taken[index][1]:
            kept.append(quantity)
    return kept


def _read_figures(
    text: str, quantities: list[Quantity], sections: tuple[Section, ...], metadata: Metadata
) -> list[Fact]:
    """The facts of the quantities of a text, in their order, not yet checked against each other."""
    if not quantities:
        return []
    reading, figures = open_weighed(text, quantities, sections, metadata)
    firsts = [sightings[0] for sightings in figures]
    all_wholes = find_wholes(reading.folded, firsts)
    facts: list[Fact] = []
    told: list[Told] = []
    first_of: list[int] = []
    several_times = len(reading.times) > 1 and "各" in reading.folded
    for sightings, places in zip(figures, all_wholes, strict=True):
        first_of.append(len(facts) + 1)
        wholes = [facts[first_of[place] - 1] for place in places] if places else []
        for sighting in sightings:
            fact = _read_fact(reading, sighting, facts, wholes, told)
            # 上半年、下半年各12次: one for each
            if several_times and (at_each := find_each_time(reading.folded, fact.char_start, reading.times)):
                facts += [replace(fact, seq=fact.seq + n, period=period) for n, period in enumerate(at_each)]
                told += told[-1:] * (len(at_each) - 1)
            else:
                facts.append(fact)
    totals = {
        first_of[total] - 1: [first_of[member] - 1 for member in members]
        for total, members in find_totals(reading.folded, firsts).items()
    }
    return name_ahead(reading, firsts, settle_totals(facts, told, totals))


def _read_fact(reading: Reading, sighting: Sighting, facts: list[Fact], wholes: list[Fact], told: list[Told]) -> Fact:
    """One figure in one of its meanings; `facts` are those before it, `told` what each of them told, to which this one is added."""
    clause, match = sighting.clause, sighting.match
    same = None
    if match and wholes:
        same = next((whole for whole in wholes if whole.indicator_id == match.indicator_id), None)
    # 受理纠纷2150件，其中邻里纠纷517件: a part of what is counted is not that count
    indicator_id = match.indicator_id if match and not same else None
    if indicator_id and wholes and is_of_place(indicator_id) and not is_of_place(wholes[0].indicator_id):
        # 人民调解委员会412个(村级286个、社区96个): no communities
        indicator_id = None
    if indicator_id and wholes and match and match.evidence == WORDS:
        # 提请审议规章草案17件(其中修改12件): what the words are of may be only a part's
        indicator_id = None
    compared = find_compared(reading, sighting, facts)
    if compared and indicator_id in {None, compared.indicator_id}:
        # the figure of another time that a figure is compared with is of the same kind
        indicator_id, label = compared.indicator_id, drop_time(compared.label)
        told.append(told[compared.seq - 1])
    else:
        label, own = make_label(
            reading,
            sighting,
            told[-1] if facts and facts[-1].section_seq == clause.section_seq else None,
            told[(same or wholes[0]).seq - 1] if wholes else None,
        )
        told.append(own)
    part_of = (same or wholes[0]).seq if wholes else None
    fact = _make_fact(reading, sighting, len(facts) + 1, indicator_id, label, part_of)
    return take_name(fact, compared) if compared and match is None else fact


def _find_time_start(folded: str, clause: Clause) -> int:
    """Where the figure's time may stand: in its sentence, or in the one before of which it tells a part.

    2020年，办理执法案件460件。其中，行政处罚79件。
    """
    start = clause.sentence[0]
    if not folded.startswith("其中", start):
        return start
    return next((before for before, end in clause.earlier if end <= start), start)


def _is_planned(reading: Reading, section: Section) -> bool:
    """Whether a section tells of plans: 下一步工作举措, and none that a heading says to be of the report's own year (一、2023年重点工作)."""
    if section.theme != "plans":
        return False
    above = section
    while not (own := _is_of_year(above.heading, reading.metadata.year)) and above.parent_seq:
        above = reading.sections[above.parent_seq - 1]
    return not own or _INTENDED.search(above.heading) is not None


# 2023年工作举措, 2023年度法治建设重点任务; 2023年工作打算 may stand over what was meant for that year
_WORK_OF_YEAR = expression(r"(?P<year>20\d\d)年度?[^,，;；。、\d]{0,12}(?:工作|任务|举措|措施)")
_INTENDED = expression("计划|安排|打算|思路|要点|设想|展望|下一?步|下一阶段|今后")


def _is_of_year(heading: str, year: int | None) -> bool:
    """Whether a heading names a year's work, and the last that it names is this year's."""
    # 2023年工作的不足及2024年重点工作: of the next
    return max(_WORK_OF_YEAR.findall(heading), default="") == str(year)


def _make_fact(
    reading: Reading,
    sighting: Sighting,
    seq: int,
    indicator_id: str | None,
    label: str,
    part_of: int | None,
) -> Fact:
    quantity, clause, change, conjunct = sighting.quantity, sighting.clause, sighting.change, sighting.conjunct
    section = reading.sections[clause.section_seq - 1] if clause.section_seq else None
    period = find_period(
        reading.folded,
        # 2020年、2021年分别为74件、61件: each figure has the time of its place in the row
        conjunct.span[1] if conjunct else quantity.char_start,
        _find_time_start(reading.folded, clause),
        section.char_start if section else 0,
        reading.times,
        # 2022年推进法治政府建设的主要安排: what is planned is planned for the next year.
        reading.next_period if section and _is_planned(reading, section) else reading.period,
    )
    sentence = reading.text[clause.sentence[0] : clause.sentence[1]].strip()
    kind = change.kind if change else "rank" if quantity.ordinal else "rate" if quantity.unit in {"%", "‰"} else "level"
    return Fact(
        seq=seq,
        section_seq=clause.section_seq,
        indicator_id=indicator_id,
        label=label,
        value=quantity.value * change.sign if change else quantity.value,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        kind=kind,
        scope=read_scope(reading.scopes, clause, quantity.char_start, reading.metadata.level),
        period=period,
        quote=quantity.quote,
        sentence=_SPACE.sub(" ", sentence) if "\n" in sentence else sentence,
        char_start=quantity.char_start,
        char_end=quantity.char_end,
        part_of=part_of,
        check_status="garbled" if quantity.garbled else None,
        confidence=rate_confidence(sighting.match, sighting.frame, sighting.around.clause),
        aspect=read_aspect(quantity, reading.folded, clause, kind),
        outside=None if indicator_id else name_outside(sighting, is_part=part_of is not None),
    )
