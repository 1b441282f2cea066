"""The clause around each figure: what stands before and after the number, which figures stand in one row, and the clauses that govern it.

收到行政复议申请62件，不予受理11件: the second figure's own clause says only 不予受理; what is not received for reconsideration is told by the clause
before. This module cuts the text; what the pieces mean is for `subjects` and `indicators`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from parsers.numbers.boundaries import (
    Span,
    bound,
    bracket_around,
    brackets_with_figures,
    find_boundaries,
    find_rows,
    span_of,
)
from parsers.numbers.units import unit_classes
from parsers.records import Quantity, Section
from parsers.text.expressions import expression

# 已审结50件规范负责人出庭应诉行为: the page lost its full stop; such a verb begins a new sentence, not the thing counted.
_OPENER = expression(
    r"\s*(?:规范(?!性)|加强|推进|强化|完善|健全|开展|深化|全面|提升|落实|建立|严格|统筹|扎实|积极|拓宽|成立|确保|切实|其中|在[一-龥]{2,12}(?:举办|召开|开展|举行)|[一-龥]{2,8}率(?=[达为\d])|进一步|大力|坚持|持续|认真|着力|推动|充分)(?!措施|举措)"
)
# A page without any stop is cut all the same, so that no figure carries a megabyte as its sentence.
_LONGEST_SENTENCE = 1500
_LONGEST_CLAUSE = 400
_LONGEST_NOUN = 6
_SENTENCES_BACK = 3
# 98%的事项, 政务服务事项100%全程网办, 考试均100%通过: here what the rate is of stands behind it
# 全镇辖12个行政村3个社区: no mark between them, and each noun stands behind its own number
_GOVERNS = ("辖", "辖有", "下设")
_RATE_AHEAD = expression(
    r"\s?的|(?:的|均|已|可|支持|实现|可以|达到)*[“‘\"'”’]?(?:全程网办|网上可办|网上办|不见面|一网通办|通过|合格|达标|参加|参考)"
)
# 负责人100%出庭应诉, 97%以上事项实现“最多跑一次”: no word before it says what the rate is of (率, 占, 达), so what stands behind it does
_RATE_SAID = expression(
    r"率|比例|比重|占|满意度|知晓度|安全感|覆盖面|(?:[达到至为是过均有增升降减长涨]|保持|实现|约|近)[^一-龥]*\Z"
)
_LONGEST_RATE_NAME = 16
_MET = "召开"
_WHERE = expression(
    r"\s*(?:在|于)?(?:全|本|我)?(?:辖区|市|州|县|区|旗|镇|乡|街道|社区|村)(?:范围)?[内域]?(?:共|现)?有?\s*"
)
_MEMBERS = expression(r"\s*(?:其中|包括)")
_PART_AHEAD = expression(r"\s*(?:其中|有)?\d+次")
_JOINED = expression(r"[、和及与暨的(]|以及|其中")
_CONJUNCTION = expression(r"(?:以及|和|及(?!以[上下])|与)[^,;。]{0,24}$")
# 12个县(市、区)和36个单位: the mark inside the brackets parts no members
_PLACES_CLOSE = expression(r"、(?:[市县区旗乡镇村州盟场办]|街道|社区|、)*\)")


class Clause(NamedTuple):
    """A figure's surroundings, as spans of the text."""

    sentence: Span
    before: Span
    """From the last boundary to the number; for the second figure of a row, from the figure before it."""
    after: Span
    """From the unit to the next boundary or figure."""
    tail: Span
    """What stands behind the last figure of the row: 对2件文件、21件合同进行审核 is said of both."""
    ahead: Span
    """The rest of the sentence's next comma clause: 将21项职权事项，全链条赋权."""
    head: Span
    """What opens the comma clause, up to its first figure: its verb governs the whole row (取消5项、子项1项)."""
    earlier: tuple[Span, ...]
    """The clauses before it in the sentence, nearest first, then the sentences before it in the same item, nearest first."""
    row: tuple[int, int]
    """Position of the figure in its comma clause, and how many figures stand there."""
    section_seq: int | None
    in_brackets: bool
    told_from: int
    """Where its sentence starts, or the one before whose members it tells: 保留行政权力841项。其中，行政许可24项."""
    rate_first: bool = False
    """A rate before its own predicate: 负责人100%出庭应诉."""
    opened: Span = (0, 0)
    """What stands behind the first figure of a row that begins with its number: 4件规范性文件作了修改、11件继续有效. Empty for the first itself."""


class _Page(NamedTuple):
    """Where sentences, clauses, brackets and rows of a text begin and end."""

    folded: str
    quantities: list[Quantity]
    sections: tuple[Section, ...]
    blocked: bytearray
    starts: list[int]
    sentence_starts: list[int]
    clause_starts: list[int]
    brackets: list[Span]
    rows: list[list[int]]
    known_earlier: dict[tuple[int, int, int], tuple[Span, ...]]
    known_sentences: dict[tuple[int, int], tuple[Span, ...]]


class _Place(NamedTuple):
    """Where a figure stands in them."""

    quantity: Quantity
    sentence: Span
    clause: Span
    bracket: Span | None
    row: list[int]
    position: int
    head: Span
    governs: bool
    object_first: bool


def cut_clauses(
    folded: str, quantities: list[Quantity], sections: tuple[Section, ...], blocked: bytearray
) -> list[Clause]:
    """A clause for each of `quantities`, in their order. Boundaries inside names (`blocked`) are none."""
    starts = [section.char_start for section in sections]
    sentences_after, clauses_after = find_boundaries(folded, blocked)
    sentence_starts = bound(sorted({0, *sentences_after, *starts}), len(folded), _LONGEST_SENTENCE)
    clause_starts = bound(sorted({*sentence_starts, *clauses_after}), len(folded), _LONGEST_CLAUSE)
    brackets = brackets_with_figures(folded, quantities)
    rows = find_rows(quantities, clause_starts, brackets)
    page = _Page(folded, quantities, sections, blocked, starts, sentence_starts, clause_starts, brackets, rows, {}, {})
    return [_cut(page, _find_place(page, n)) for n in range(len(quantities))]


def _find_place(page: _Page, n: int) -> _Place:
    folded, quantity, row = page.folded, page.quantities[n], page.rows[n]
    at = quantity.char_start
    clause = span_of(page.clause_starts, at, len(folded))
    bracket = bracket_around(page.brackets, at)
    if bracket and bracket[0] >= clause[0]:
        clause = (bracket[0] + 1, min(clause[1], bracket[1]))
    head = (clause[0], page.quantities[row[0]].char_start)
    return _Place(
        quantity,
        span_of(page.sentence_starts, at, len(folded)),
        clause,
        bracket,
        row,
        row.index(n),
        head,
        folded.endswith(_GOVERNS, *head),
        # 对现行文件486件开展全面清理: here the verb does follow
        folded[clause[0] : at].lstrip()[:1] in {"对", "将", "把", "就"},
    )


def _cut(page: _Page, place: _Place) -> Clause:
    folded, quantity, clause = page.folded, place.quantity, place.clause
    before = _find_before(page, place)
    after, stop = _find_after(page, place)
    ahead = _find_ahead(page, place)
    rate_first = quantity.unit in {"%", "‰"} and _stands_before_its_predicate(folded, before, after)
    if _is_cut_off(folded, place, after, rate_first) or _is_of_the_next(folded, place, before, after, stop):
        # 行政合同95全面实施: no measure word and no stop either; what follows is not told of this figure. Nor is it of a rate:
        # 进驻率提高到97.3%全年共接件… A remark in brackets says how it was counted, not what: 审结402件(含上年结转)
        after = (quantity.char_end, quantity.char_end)
    index = bisect_right(page.starts, quantity.char_start) - 1
    item = page.starts[index] if index >= 0 else 0
    return Clause(
        place.sentence,
        before,
        after,
        (page.quantities[place.row[-1]].char_end, clause[1]),
        ahead,
        place.head,
        _find_earlier(page, place, item),
        (place.position, len(place.row)),
        page.sections[index].seq if index >= 0 else None,
        place.bracket is not None,
        _find_whole(folded, page.sentence_starts, place.sentence[0], item),
        rate_first,
        _find_opened(page, place),
    )


def _find_opened(page: _Page, place: _Place) -> Span:
    if not place.position or page.folded[slice(*place.head)].strip():
        return (0, 0)
    start = page.quantities[place.row[0]].char_end
    cut = _find_last_mark(page.folded, start, page.quantities[place.row[1]].char_start)
    return (start, cut) if cut >= 0 else (0, 0)


def _find_before(page: _Page, place: _Place) -> Span:
    folded, at, position = page.folded, place.quantity.char_start, place.position
    previous = page.quantities[place.row[position - 1]] if position else None
    before = _cut_before(folded, place.clause[0], previous.char_end if previous else None, at, place.head, page.blocked)
    if previous is None or before[0] != previous.char_end or at - previous.char_end > _LONGEST_NOUN:
        return before
    if folded[previous.char_end] == "、":
        # 行政许可18项76子项、行政处罚24项: a member of the row begins here
        return before
    opens = page.quantities[place.row[position - 2]].char_end if position > 1 else place.clause[0]
    if place.governs or _opens_with_number(folded, opens, previous.char_start):
        # 3个社区居委会142个自然村: the first number stands before its noun, so the noun between is its own
        return at, at
    return before


def _find_after(page: _Page, place: _Place) -> tuple[Span, int]:
    """What stands behind the figure and belongs to it, and where the next figure, bracket or boundary stands."""
    folded, end, clause = page.folded, place.quantity.char_end, place.clause
    is_last = place.position + 1 == len(place.row)
    stop = clause[1] if is_last else page.quantities[place.row[place.position + 1]].char_start
    if place.bracket is None and (following := bisect_left(page.brackets, (end, end))) < len(page.brackets):
        stop = min(stop, page.brackets[following][0])
    if (
        not is_last
        and (cut := _find_last_mark(folded, end, stop)) >= 0
        # 对264家网吧、餐饮场所进行执法检查296次: what is done to the things stands behind the last of them
        and not (place.object_first and stop - cut > _LONGEST_NOUN)
    ):
        return (end, cut), stop
    if stop < clause[1] and (conjunction := _CONJUNCTION.search(folded, end, stop)):
        return (end, conjunction.start()), stop
    return (end, stop), stop


def _find_ahead(page: _Page, place: _Place) -> Span:
    folded, clause = page.folded, place.clause
    nothing = (clause[1], clause[1])
    if clause[1] >= place.sentence[1]:
        return nothing
    following = span_of(page.clause_starts, clause[1], len(folded))
    # 常务会议31次，其中研究法治建设8次: what the part does, the whole does not
    own_predicate = place.bracket is None and not folded.startswith("其中", following[0])
    # 召开常务会议10次，9次涉及依法行政: what follows is told of the nine
    told_of_part = _PART_AHEAD.match(folded, *following) is not None
    # 中心组学习13次，围绕法治思想研讨1次: counted by itself, and no more than a part of the thirteen
    counted_apart = _is_counted_apart(page.quantities, place.row[-1] + 1, following, place.quantity.unit)
    if (
        counted_apart
        and following[1] < place.sentence[1]
        and _MET in folded[slice(*clause)]
        and _MET in folded[slice(*following)]
    ):
        # 书记7次主持召开常委会会议，市长15次主持召开常务会议，研究法治议题20个: what both were for follows the second
        return span_of(page.clause_starts, following[1], len(folded))
    return following if own_predicate and not told_of_part and not counted_apart else nothing


def _is_cut_off(folded: str, place: _Place, after: Span, rate_first: bool) -> bool:
    """Whether what follows the figure is told of something else, for a mark, a measure word or a stop is missing, or a remark begins."""
    quantity, end = place.quantity, place.quantity.char_end
    if folded.startswith("(", end):
        return True
    if not quantity.unit and "一" <= folded[end : end + 1] <= "龥":
        return True
    if quantity.unit in {"%", "‰"} and not rate_first and not _RATE_AHEAD.match(folded, end):
        return True
    return after[1] > end and not place.object_first and _OPENER.match(folded, end, after[1]) is not None


def _is_of_the_next(folded: str, place: _Place, before: Span, after: Span, stop: int) -> bool:
    """Whether the word behind the figure is the next one's: 法治讲座36场受众4万余人, the comma was lost, and 受众 is the second figure's."""
    end = place.quantity.char_end
    return (
        after[1] < place.clause[1]
        and 0 < after[1] - end <= _LONGEST_NOUN
        and before[1] - before[0] >= 2
        # 辖区72个网格260余名网格员: where it is counted is no noun of its own
        and not _WHERE.fullmatch(folded, *before)
        and not place.object_first
        and not place.governs
        and stop == after[1]
        # 21个行政许可事项(47个子项): here nothing was lost
        and not folded.startswith("(", stop)
        and not _JOINED.search(folded, end, after[1])
    )


def _find_earlier(page: _Page, place: _Place, item: int) -> tuple[Span, ...]:
    bracket = place.bracket
    asked = (place.clause[0] if bracket is None else bracket[0], place.sentence[0], item)
    if asked not in page.known_earlier:
        page.known_earlier[asked] = _earlier(page, *asked)
    earlier = page.known_earlier[asked]
    if bracket is not None:
        outer = span_of(page.clause_starts, bracket[0], len(page.folded))
        return ((outer[0], bracket[0]), *earlier)
    return earlier


def _is_counted_apart(quantities: list[Quantity], index: int, following: Span, unit: str) -> bool:
    if index >= len(quantities) or unit_classes().get(unit) != "time":
        return False
    other = quantities[index]
    return following[0] <= other.char_start < following[1] and other.unit == unit


def _stands_before_its_predicate(folded: str, before: Span, after: Span) -> bool:
    # 事项100%“网上可办”
    first = after[0] + folded.startswith("“", after[0])
    if not "一" <= folded[first : first + 1] <= "龥":
        return False
    return _RATE_SAID.search(folded, max(before[0], before[1] - _LONGEST_RATE_NAME), before[1]) is None


def _find_whole(folded: str, sentence_starts: list[int], sentence: int, item: int) -> int:
    if not _MEMBERS.match(folded, sentence):
        return sentence
    index = bisect_left(sentence_starts, sentence) - 1
    return sentence_starts[index] if index >= 0 and sentence_starts[index] >= item else sentence


def _opens_with_number(folded: str, clause: int, at: int) -> bool:
    return not folded[clause:at].strip(" 、和与及共有辖设现")


def _cut_before(folded: str, clause: int, previous_end: int | None, at: int, head: Span, names: bytearray) -> Span:
    """What stands before a number and belongs to it."""
    if previous_end is None:
        return clause, at
    between = folded[previous_end:at]
    if between.strip() == "的":
        # 占全部抽查81次的40.7%: the share is of what stands before the whole
        return head
    if not between.strip(" 、"):
        # 一套9种30000册: one thing counted three times
        return head if between.strip() == "" else (at, at)
    if _OPENER.match(between):
        return previous_end, at
    if between.rstrip().endswith(("和", "及", "与")) and len(between.strip()) > 2:
        # 2031名安置帮教人员和230名社矫对象: what stands between belongs to the number before
        return at, at
    cut = _find_last_mark(folded, previous_end, at) - previous_end
    while cut >= 0 and names[previous_end + cut]:
        cut = _find_last_mark(folded, previous_end, previous_end + cut) - previous_end
    if cut > 0 and between[:cut].strip():
        # 980个行政村、34个居委会: 行政村 belongs to the number before; 协议28件、参与决策、谈判29次: the row goes on after the unit
        return (previous_end + cut + 1, at) if not between.lstrip().startswith("、") else (previous_end, at)
    return previous_end, at


def _find_last_mark(folded: str, start: int, stop: int) -> int:
    """Where the last 、 that parts members stands, negative where none does."""
    at = folded.rfind("、", start, stop)
    while at >= 0 and _PLACES_CLOSE.match(folded, at):
        at = folded.rfind("、", start, at)
    return at


def _earlier(page: _Page, clause: int, sentence: int, item: int) -> tuple[Span, ...]:
    """The clauses before one in its sentence, nearest first, then the sentences before."""
    spans: list[Span] = []
    clause_starts = page.clause_starts
    index = bisect_right(clause_starts, clause) - 1
    if clause_starts[index] != clause:
        index += 1
    end = clause
    while index > 0 and clause_starts[index - 1] >= sentence and len(spans) < 12:
        index -= 1
        spans.append((clause_starts[index], end))
        end = clause_starts[index]
    asked = (sentence, item)
    if asked not in page.known_sentences:
        page.known_sentences[asked] = _earlier_sentences(page, *asked)
    return (*spans, *page.known_sentences[asked])


def _earlier_sentences(page: _Page, sentence: int, item: int) -> tuple[Span, ...]:
    """The three sentences before one in its item that are not blank, nearest first."""
    spans: list[Span] = []
    sentence_starts = page.sentence_starts
    index = bisect_right(sentence_starts, sentence) - 1
    end = sentence
    while index > 0 and sentence_starts[index - 1] >= item and len(spans) < _SENTENCES_BACK:
        index -= 1
        if page.folded[sentence_starts[index] : end].strip():
            spans.append((sentence_starts[index], end))
        end = sentence_starts[index]
    return tuple(spans)
