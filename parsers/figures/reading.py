"""One report as its figures are read against it, and each figure as it is sighted there: frame, surroundings, indicator."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from parsers.figures.scope import ScopeMarker, find_scope_markers
from parsers.frames.frame import Frame, read_frame
from parsers.frames.tokens import Tokens
from parsers.naming.concepts import ConceptIndex, bit_of, role_bits, scan_words
from parsers.naming.implied_rates import imply_rate
from parsers.naming.matching import Match, match_indicator
from parsers.naming.surroundings import Surroundings, look_around
from parsers.numbers.blocked import find_names
from parsers.numbers.boundaries import Span
from parsers.numbers.changes import Change, read_change
from parsers.numbers.clauses import Clause, cut_clauses
from parsers.numbers.coordination import Conjunct, split_row
from parsers.numbers.times import TimeExpression, read_time_expressions, whole_year
from parsers.numbers.units import unit_classes
from parsers.records import Metadata, Period, Quantity, Section
from parsers.text.expressions import expression
from parsers.text.width import fold_for_reading

# 将…21项职权事项，全链条赋权: the object stands before its verb.
# 全年对行政处罚22件、行政许可36件进行法制审核: what says when and where stands before it
_OBJECT_FIRST = expression(
    r"\s*(?:全年|今年以来|今年|本年度|年内|累计|全[省市县区州]|先后|依法|共)*(?:将|把|对(?!应|口|照))|[^,;。]*(?:将|把|对)\s*$"
    # 县司法局对各部门送审的14件文件、37份合同进行审查: who did it may stand before
    r"|[^,;。\d]{2,16}(?<=[局委办厅所院会心室府])对(?!应|口|照|比)[^,;。\d]{2,20}的\s*$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What all figures of one report are read against."""

    text: str
    folded: str
    concepts: ConceptIndex
    tokens: Tokens
    sections: tuple[Section, ...]
    headings: list[list[Span]]
    """By the seq of a section, 0 for what stands before the first: spans of the headings over it, the nearest first."""
    times: list[TimeExpression]
    """None where the report's year is not known: then nothing tells which 今年 is."""
    said_times: list[TimeExpression]
    """The same, also where the year is not known: then they only tell where a time is named."""
    scopes: list[ScopeMarker]
    metadata: Metadata
    period: Period | None
    """The report's year, and below the year after it: what figures are about where nothing nearby tells."""
    next_period: Period | None


class Sighting(NamedTuple):
    """A figure in one of its meanings; one number said of several things has several (办结率、满意率均达100%)."""

    quantity: Quantity
    clause: Clause
    change: Change | None
    frame: Frame
    around: Surroundings
    match: Match | None
    """None where no indicator is met, and for what is never one (ranks, averages, changes)."""
    conjunct: Conjunct | None
    defined: bool
    """False for what no indicator is defined as, whatever stands around it."""

    @property
    def acts_itself(self) -> bool:
        """Whether the governing verb stands in the figure's own words, and not further up in its row."""
        act = self.frame.act
        return act is not None and act[0] >= self.clause.before[0]


_SOME_YEAR = 2000
"""For where times stand in a text of no year; which they are is then not asked."""


def open_reading(
    text: str, quantities: list[Quantity], sections: tuple[Section, ...], metadata: Metadata
) -> tuple[Reading, list[list[Sighting]]]:
    """The text made ready, and each of its quantities sighted, in their order."""
    folded = _part_cells(fold_for_reading(text), text)
    names = find_names(folded)
    hits, tokens = scan_words(folded)
    year = metadata.year
    said_times = read_time_expressions(folded, year or _SOME_YEAR, names)
    reading = Reading(
        text,
        folded,
        ConceptIndex(hits),
        tokens,
        sections,
        [_headings_above(sections, seq) for seq in range(len(sections) + 1)],
        said_times if year else [],
        said_times,
        find_scope_markers(folded),
        metadata,
        whole_year(year) if year else None,
        whole_year(year + 1) if year else None,
    )
    clauses = cut_clauses(folded, quantities, sections, names)
    return reading, [
        _sight(reading, quantity, clause, following)
        for quantity, clause, following in zip_longest(quantities, clauses, quantities[1:])
    ]


# 62件 行政复议\t731件 行政许可: each cell is a name with its figure
_DIGIT, _HAN = expression(r"\d"), expression(r"[\u4e00-\u9fff]")


def _part_cells(folded: str, text: str) -> str:
    """`folded` with a stop between a cell that holds a figure among words and the next: what the one says is not said of the other."""
    if "\t" not in text:
        return folded
    stops: set[int] = set()
    at = 0
    for line in text.split("\n"):
        end = at
        for cell in line.split("\t")[:-1]:
            end += len(cell) + 1
            digit = _DIGIT.search(cell)
            if digit and _HAN.search(cell, digit.end()):
                stops.add(end - 1)
        at += len(line) + 1
    return "".join(";" if at in stops else character for at, character in enumerate(folded)) if stops else folded


def _sight(reading: Reading, quantity: Quantity, clause: Clause, following: Quantity | None) -> list[Sighting]:
    change = read_change(quantity, reading.folded, clause)
    defined = change is None and not (following and _counts_titles(quantity, following))
    conjuncts = split_row(reading.folded, clause, quantity.unit) if defined else None
    found: list[Sighting] = []
    things: list[Conjunct | None] = [*conjuncts] if conjuncts else [None]
    for conjunct in things:
        own = conjunct.span if conjunct else None
        told_of = None if conjunct and conjunct.shares_rate else own
        frame = read_frame(reading.folded, quantity.unit, clause, reading.tokens, told_of)
        ahead = _names_object_first(reading.folded, clause.head) and not _has_verb(reading.folded, clause, frame)
        headings = reading.headings[clause.section_seq or 0]
        around = look_around(clause, reading.concepts, headings, conjunct, ahead, frame)
        if quantity.unit in {"个", ""} and _PLACE_BEHIND.match(reading.folded, quantity.char_end):
            around = around._replace(counts_places=True)
        if quantity.unit == "%" and not around.clause & role_bits("rate") & ~bit_of("share"):
            around = around._replace(clause=around.clause | imply_rate(reading.folded, own or clause.before))
        is_one = defined and not _is_nothing_defined(reading.folded, quantity, clause, frame)
        match = match_indicator(quantity.unit, around) if is_one else None
        if is_one and match is None and (again := _look_otherwise(reading.folded, clause, acted=frame.act is not None)):
            told = look_around(again[0], reading.concepts, headings, conjunct, again[1], frame)
            match = match_indicator(quantity.unit, told)
            around = told if match else around
        if not found or all(match != other.match for other in found):
            found.append(Sighting(quantity, clause, change, frame, around, match, conjunct, is_one))
    return found if len(found) == 1 else [sighting for sighting in found if sighting.match] or found


# 完成16个市法治专题培训 counts cities; 3个县级基地, 5个市场主体, 2个区政务中心 do not
# 39个经济发达镇77项权限: words between the measure word and the town narrow it
_PLACE_BEHIND = expression(
    r"\s*(?:省|市|县|区|州|盟|旗|乡|镇|村)(?!法院|[级场域直属政民史块城内外委居务办人医])"
    r"|[一-龥]{1,10}?(?:镇|乡|街道|[县市]|村|社区)(?=\d|[省市县区]级)"
)


def _names_object_first(folded: str, head: Span) -> bool:
    opening = folded[slice(*head)]
    # (few clauses hold one of the three words, and this is asked of every figure)
    return ("对" in opening or "将" in opening or "把" in opening) and _OBJECT_FIRST.match(opening) is not None


# 人民法院作出的17件生效判决，有关部门均已履行: what became of them stands in the next clause
_COMMENT = expression(r"[^,;。\d]{0,12}?(?:均|都|全部|逐一|逐件|逐项|依法|已)(?!有)")


# 维保企业12家、充装企业8家、商超26家，全部接受了执法检查: the predicate of a row without a verb
_SAID_OF_ALL = expression(
    r"\s*(?:现|目前|年内|今年)?(?:已|均|都|全部|全|皆|悉数|一律|逐一|逐家|逐户)(?!有|为|是|达|在)[^,;。\d]{2,24}[,;。]?\Z"
)


_AFTERWARDS = expression(
    r"[经报](?!济|营|费|告|刊|名)[^,;。\d]{2,16}(?:同意|批准|审议|审定|通过|论证|审查|研究)后\s*,?\s*\Z"
)


def _look_otherwise(folded: str, clause: Clause, *, acted: bool) -> tuple[Clause, bool] | None:
    """The clause to look around once more, and whether its predicate stands ahead, where it named nothing; None where once is enough."""
    if _is_topic(folded, clause, acted=acted):
        # 制定的5件规范性文件，均已报备 is told by its own clause
        return clause, True
    if comment := _find_comment(folded, clause):
        # 已审结的19件全部胜诉: what came of them does not say what they are
        return clause._replace(after=(clause.after[0], comment)), False
    return None


def _is_topic(folded: str, clause: Clause, *, acted: bool) -> bool:
    """Whether a figure stands in a phrase without a verb of its own, of which the next clause tells something."""
    before = folded[slice(*clause.before)].strip()
    if clause.row[1] > 1 and not acted and _SAID_OF_ALL.match(folded, *clause.ahead):
        return True
    if not before and (_AFTERWARDS.search(folded, *clause.after) or _COMMENT.match(folded, *clause.ahead)):
        # 9项重大决策事项经常委会同意后，列入年度目录; 19件轻微违法案件，依法不予处罚
        return True
    return before.endswith("的") and _COMMENT.match(folded, *clause.ahead) is not None


_OUTCOME = expression(r"[^,;。\d]{0,8}?(?P<outcome>(?:均|都|全部|皆)(?!有))")


def _find_comment(folded: str, clause: Clause) -> int | None:
    """Where the predicate begins that tells what came of all that a phrase names (审结的19件全部胜诉); None for any other figure."""
    if not folded[slice(*clause.before)].rstrip().endswith("的"):
        return None
    outcome = _OUTCOME.match(folded, *clause.after)
    return outcome.start("outcome") if outcome else None


def _has_verb(folded: str, clause: Clause, frame: Frame) -> bool:
    """Whether the verb of 对 stands before the number (对个人作出行政处罚15件), not in a clause of its own (对拟出台的文件12件)."""
    if not frame.act or not clause.before[0] <= frame.act[0] < clause.before[1]:
        return False
    return "的" not in folded[frame.act[1] : clause.before[1]]


_OF_ITEMS = frozenset({"项", "个", "条"})
_RANKABLE = frozenset({"个", "家", ""})
# 平均每镇梳理事项283项 is no total
_AVERAGE = expression(r"平均每|人均|户均|镇均|村均")
# 就规范性文件清理、行政应诉等10个方面: matters, not what they are about; 由349项调减为345项: what the list was before
_OTHER_COUNT = expression(
    r"大?(?:方面|层面|维度|板块|阶段|步骤)"
    r"|(?:核减|调减|减少|压减|精简|缩减|削减|压缩|增|降|增加|增长|提高|提升|扩大|下降|上升)(?:到|至|为)了?\d"
)


# 每个村配备1名法律顾问、3名法律明白人, 日均受理36件, 单次罚款200元: so many for each; 深入每个村开展讲座26场 are all
_FOR_EACH = expression(
    r"每(?<!深入每)(?<!走[进遍访]每)(?<!遍访每)(?<!覆盖每)(?<![到进入“\"]每)(?!年|一年|逢|到)(?:一|[两二三四五六七八九十\d]+)?(?:个|名|位|家|所|户|人|案|件|次|场|批|期|周|月|日|天|季度?|半年|旬|镇|乡|村|社区|街道|县|区|校|单位|部门)"
    r"|[日月周季年]均|单[次笔件案]"
)
# 法治督察得分在12个县区中排名第4: those among which it is ranked
_RANKED_AMONG = expression(
    r"[一-龥()、]{1,12}?(?:中|里|当中)?(?:总?分?排名?|[位名]?[列居])?(?:第(?:\d+|[一二三四五六七八九十]+)[名位]?(?=[,;。]|$)|首位|榜首)"
)


def _is_for_each(opening: str) -> bool:
    # (one of these stands in it: asked first)
    return ("每" in opening or "均" in opening or "单" in opening) and _FOR_EACH.search(opening) is not None


def _is_nothing_defined(folded: str, quantity: Quantity, clause: Clause, frame: Frame) -> bool:
    """Whether a figure, whatever stands around it, is none that an indicator is defined as: a rank, an average, kinds or matters."""
    return (
        quantity.ordinal
        or _is_for_each(folded[clause.head[0] : quantity.char_start])
        or (quantity.unit in _RANKABLE and _RANKED_AMONG.match(folded, quantity.char_end) is not None)
        or quantity.unit == "类"
        or (folded.find("均", *clause.before) >= 0 and _AVERAGE.search(folded, *clause.before) is not None)
        or (
            quantity.unit in _OF_ITEMS
            and (
                frame.state == "from"
                or folded.endswith("平均", *clause.before)
                or _OTHER_COUNT.match(folded, quantity.char_end) is not None
            )
        )
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


def _headings_above(sections: tuple[Section, ...], seq: int | None) -> list[Span]:
    """Spans of the headings over a place, the nearest first; a heading without marker too."""
    spans: list[Span] = []
    while seq:
        section = sections[seq - 1]
        spans.append((section.char_start, section.char_start + len(section.marker) + len(section.heading) + 2))
        seq = section.parent_seq
    return spans
