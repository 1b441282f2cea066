"""Sentence to fact: every figure of a report with what it counts, for which time, and where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from parsers.figures.aspect import read_aspect
from parsers.figures.confidence import rate_confidence
from parsers.figures.consistency import check_figures
from parsers.figures.labels import make_label
from parsers.figures.merging import merge_facts
from parsers.figures.scope import ScopeMarker, find_scope_markers, read_scope
from parsers.figures.table_figures import list_read, place_facts, write_phrases
from parsers.frames.frame import read_frame
from parsers.frames.tokens import Tokens
from parsers.naming.concepts import ConceptIndex, scan_words
from parsers.naming.matching import Match, match_indicator
from parsers.naming.surroundings import look_around
from parsers.numbers.changes import Change, read_change
from parsers.numbers.clauses import Clause, Span, cut_clauses
from parsers.numbers.coordination import Conjunct, split_row
from parsers.numbers.periods import TimeExpression, find_period, read_time_expressions, whole_year
from parsers.numbers.quantities import find_names, read_quantities, unit_classes
from parsers.records import Fact, Metadata, Period, Quantity, Section
from parsers.tables.contents import find_contents
from parsers.tables.find_tables import find_tables
from parsers.text.width import fold_for_reading

# The longest reports have some three hundred figures, a statistical communiqué as many; a page of thousands is a data table.
MOST_FIGURES = 2500

_SPACE = re.compile(r"\s+")
# 将…21项职权事项，全链条赋权: the object stands before its verb.
_OBJECT_FIRST = re.compile(r"\s*(?:将|把|对(?!应|口|照))|[^,;。]*(?:将|把|对)\s*$")


class TooManyFiguresError(ValueError):
    """The text has more figures than any report; the message says what to do."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What all figures of one report are read against."""

    text: str
    folded: str
    concepts: ConceptIndex
    tokens: Tokens
    sections: tuple[Section, ...]
    headings: list[list[Span]]
    """By the seq of a section, 0 for what stands before the first: spans of the headings over it, the nearest first."""
    times: list[TimeExpression]
    scopes: list[ScopeMarker]
    metadata: Metadata
    period: Period | None
    """The report's year, and below the year after it: what figures are about where nothing nearby tells."""
    next_period: Period | None


def read_facts(text: str, sections: tuple[Section, ...], metadata: Metadata) -> tuple[Fact, ...]:
    """The facts of a report's text in its order; `text[fact.char_start:fact.char_end] == fact.quote`."""
    contents = find_contents(text)
    tables = [
        table for table in find_tables(text) if not any(table.start <= start < table.stop for start, _ in contents)
    ]
    quantities = _leave_out(read_quantities(text), [*list_read(tables), *contents])
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
    folded = fold_for_reading(text)
    names = find_names(folded)
    hits, tokens = scan_words(folded)
    year = metadata.year
    reading = _Reading(
        text,
        folded,
        ConceptIndex(hits),
        tokens,
        sections,
        [_headings_above(sections, seq) for seq in range(len(sections) + 1)],
        read_time_expressions(folded, year, names) if year else [],
        find_scope_markers(folded),
        metadata,
        whole_year(year) if year else None,
        whole_year(year + 1) if year else None,
    )
    clauses = cut_clauses(folded, quantities, sections, names)
    facts: list[Fact] = []
    first_of: list[int] = []
    for n, (quantity, clause) in enumerate(zip(quantities, clauses, strict=True)):
        first_of.append(len(facts) + 1)
        wholes = [facts[first_of[whole] - 1] for whole in _find_wholes(folded, quantities, clauses, n)]
        change = read_change(quantity, folded, clause)
        compared = change is None and _COMPARED_WITH.search(folded, clause.sentence[0], quantity.char_start) is not None
        label_before = facts[-1].label if facts and facts[-1].char_start >= clause.sentence[0] else ""
        headings = reading.headings[clause.section_seq or 0]
        titles = n + 1 < len(quantities) and _counts_titles(quantity, quantities[n + 1])
        nothing = titles or change is not None or _is_nothing_defined(folded, quantity, clause)
        for match, conjunct in [(None, None)] if nothing else _find_indicators(reading, quantity, clause):
            same = next((whole for whole in wholes if match and whole.indicator_id == match.indicator_id), None)
            # 受理纠纷2150件，其中邻里纠纷517件: a part of what is counted is not that count
            indicator_id = match.indicator_id if match and not same else None
            before = facts[-1] if facts and facts[-1].char_start >= clause.sentence[0] else None
            if compared and before and before.unit == quantity.unit:
                # the figure of another time that a figure is compared with is of the same kind
                indicator_id, label = before.indicator_id, before.label
            else:
                label = make_label(folded, quantity, clause, reading.concepts, headings, change, conjunct, label_before)
            part_of = (same or wholes[0]).seq if wholes else None
            seq = len(facts) + 1
            facts.append(
                _make_fact(reading, quantity, clause, change, match, conjunct, seq, indicator_id, label, part_of)
            )
    return facts


def _find_indicators(
    reading: _Reading, quantity: Quantity, clause: Clause
) -> list[tuple[Match | None, Conjunct | None]]:
    """The figure's indicator, or several where one number is said of several things (办结率、满意率均达100%)."""
    headings = reading.headings[clause.section_seq or 0]
    ahead = _OBJECT_FIRST.match(reading.folded, *clause.head) is not None
    conjuncts = split_row(reading.folded, clause, quantity.unit)
    if not conjuncts:
        frame = read_frame(reading.folded, quantity.unit, clause, reading.tokens)
        around = look_around(clause, reading.concepts, headings, None, ahead, frame)
        return [(match_indicator(quantity.unit, around), None)]
    found: list[tuple[Match | None, Conjunct | None]] = []
    for conjunct in conjuncts:
        frame = read_frame(reading.folded, quantity.unit, clause, reading.tokens, conjunct.span)
        around = look_around(clause, reading.concepts, headings, conjunct.span, ahead, frame)
        match = match_indicator(quantity.unit, around)
        if all(match != other for other, _ in found):
            found.append((match, conjunct))
    return [pair for pair in found if pair[0]] or found


# 平均每镇梳理事项283项 is no total
_AVERAGE = re.compile(r"平均每|人均|户均|镇均|村均")
# 就规范性文件清理、行政应诉等10个方面: matters, not what they are about; 由349项调减为345项: what the list was before
_OTHER_COUNT = re.compile(
    r"大?(?:方面|层面|维度|板块|阶段|步骤)"
    r"|(?:核减|调减|减少|压减|精简|缩减|削减|压缩|增|降|增加|增长|提高|提升|扩大|下降|上升)(?:到|至|为)了?\d"
)


def _is_nothing_defined(folded: str, quantity: Quantity, clause: Clause) -> bool:
    """Whether a figure, whatever stands around it, is none that an indicator is defined as: a rank, an average, kinds or matters."""
    return (
        quantity.ordinal
        or quantity.unit == "类"
        or _AVERAGE.search(folded, *clause.before) is not None
        or (quantity.unit in {"项", "个", "条"} and _OTHER_COUNT.match(folded, quantity.char_end) is not None)
    )


def _counts_titles(quantity: Quantity, following: Quantity) -> bool:
    """Whether a figure counts titles, and the one that follows at once their copies: 编发读本6本近2万册."""
    kinds = unit_classes()
    return (
        quantity.char_end == following.char_start
        and quantity.unit != following.unit
        and kinds.get(quantity.unit) == kinds.get(following.unit) == "document"
        and quantity.value < following.value
    )


def _find_time_start(folded: str, clause: Clause) -> int:
    """Where the figure's time may stand: in its sentence, or in the one before of which it tells a part.

    2020年，办理执法案件460件。其中，行政处罚79件。
    """
    start = clause.sentence[0]
    if not folded.startswith("其中", start):
        return start
    return next((before for before, end in clause.earlier if end <= start), start)


def _make_fact(
    reading: _Reading,
    quantity: Quantity,
    clause: Clause,
    change: Change | None,
    match: Match | None,
    conjunct: Conjunct | None,
    seq: int,
    indicator_id: str | None,
    label: str,
    part_of: int | None,
) -> Fact:
    section = reading.sections[clause.section_seq - 1] if clause.section_seq else None
    period = find_period(
        reading.folded,
        # 2020年、2021年分别为74件、61件: each figure has the time of its place in the row
        conjunct.span[1] if conjunct else quantity.char_start,
        _find_time_start(reading.folded, clause),
        section.char_start if section else 0,
        reading.times,
        # 2022年推进法治政府建设的主要安排: what is planned is planned for the next year.
        reading.next_period if section and section.theme == "plans" else reading.period,
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
        confidence=rate_confidence(match),
        aspect=read_aspect(quantity, reading.folded, clause, kind),
    )


# 应诉案件23件，较去年同期的31件明显减少; 57件，是2014年(21件)的2.7倍; 1.2万件(上年为1.1万件)
_COMPARED_WITH = re.compile(
    r"(?:较|比|是|为)(?:(?:19|20)\d{2}年度?|去年|上年)(?:全年)?(?:度?同期)?的?\(?\s*$"
    r"|\((?:(?:19|20)\d{2}年度?|去年|上年度?)(?:全年)?(?:同期)?(?:为|是)?\s*$"
)


def _headings_above(sections: tuple[Section, ...], seq: int | None) -> list[Span]:
    """Spans of the headings over a place, the nearest first; a heading without marker too."""
    spans: list[Span] = []
    while seq:
        section = sections[seq - 1]
        spans.append((section.char_start, section.char_start + len(section.marker) + len(section.heading) + 2))
        seq = section.parent_seq
    return spans


def _find_wholes(folded: str, quantities: list[Quantity], clauses: list[Clause], n: int) -> list[int]:
    """The figures that this one may be a part of, nearest first: those before 其中, of the same unit (56件，其中败诉11件)."""
    clause, quantity = clauses[n], quantities[n]
    start = clause.sentence[0]
    mark = folded.rfind("其中", start, quantity.char_start)
    if mark < 0 or ";" in folded[mark : quantity.char_start] or quantity.ordinal:
        return []
    if folded.rfind("(", start, mark) > folded.rfind(")", start, mark) and ")" in folded[mark : quantity.char_start]:
        # 35件(其中败诉2件),二审12件: what follows the bracket is no part any more
        return []
    if not folded[start:mark].strip():
        # 。其中婚姻家庭纠纷402件: the whole stands in the sentence before
        start = min((span[0] for span in clause.earlier), default=start)
    found = []
    for whole in range(n - 1, -1, -1):
        if quantities[whole].char_start < start:
            break
        if quantities[whole].char_end <= mark and quantities[whole].unit == quantity.unit:
            found.append(whole)
    return found
