"""The clause around each figure: what stands before and after the number, which figures stand in one row, and the clauses that govern it.

收到行政复议申请62件，不予受理11件: the second figure's own clause says only 不予受理; what is not received for reconsideration is told by the clause
before. This module cuts the text; what the pieces mean is for `subjects` and `indicators`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from operator import sub
from typing import NamedTuple

from parsers.numbers.units import unit_classes
from parsers.records import Quantity, Section

Span = tuple[int, int]

_SENTENCE_END = frozenset("。!?\n")
# 已审结50件规范负责人出庭应诉行为: the page lost its full stop; such a verb begins a new sentence, not the thing counted.
_OPENER = re.compile(
    r"\s*(?:规范(?!性)|加强|推进|强化|完善|健全|开展|深化|全面|提升|落实|建立|严格|统筹|扎实|积极|拓宽|成立|确保|切实|其中|在[一-龥]{2,12}(?:举办|召开|开展|举行)|[一-龥]{2,8}率(?=[达为\d])|进一步|大力|坚持|持续|认真|着力|推动|充分)(?!措施|举措)"
)
# A page without any stop is cut all the same, so that no figure carries a megabyte as its sentence.
_LONGEST_SENTENCE = 1500
_LONGEST_CLAUSE = 400
_LONGEST_NOUN = 6
# 98%的事项, 政务服务事项100%全程网办, 考试均100%通过: here what the rate is of stands behind it
# 全镇辖12个行政村3个社区: no mark between them, and each noun stands behind its own number
_GOVERNS = ("辖", "辖有", "下设")
_RATE_AHEAD = re.compile(
    r"\s?的|(?:的|均|已|可|支持|实现|可以|达到)*[“‘\"'”’]?(?:全程网办|网上可办|网上办|不见面|一网通办|通过|合格|达标|参加|参考)"
)
# 负责人100%出庭应诉, 97%以上事项实现“最多跑一次”: no word before it says what the rate is of (率, 占, 达), so what stands behind it does
_RATE_SAID = re.compile(
    r"率|比例|比重|占|满意度|知晓度|安全感|覆盖面|(?:[达到至为是过均有增升降减长涨]|保持|实现|约|近)[^一-龥]*\Z"
)
_LONGEST_RATE_NAME = 16
_WHERE = re.compile(
    r"\s*(?:在|于)?(?:全|本|我)?(?:辖区|市|州|县|区|旗|镇|乡|街道|社区|村)(?:范围)?[内域]?(?:共|现)?有?"
)
_MEMBERS = re.compile(r"\s*(?:其中|包括)")
_PART_AHEAD = re.compile(r"\s*(?:其中|有)?\d+次")
_JOINED = re.compile(r"[、和及与暨的(]|以及|其中")
_CONJUNCTION = re.compile(r"(?:以及|和|及(?!以[上下])|与)[^,;。]{0,24}$")
_BRACKET = re.compile(r"\([^()\n]{2,120}\)")
_CLAUSE_END = re.compile(r"[,;:。!?\n]")
# 12个县(市、区)和36个单位: the mark inside the brackets parts no members
_PLACES_CLOSE = re.compile(r"、(?:[市县区旗乡镇村州盟场办]|街道|社区|、)*\)")


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


def cut_clauses(
    folded: str, quantities: list[Quantity], sections: tuple[Section, ...], blocked: bytearray
) -> list[Clause]:
    """A clause for each of `quantities`, in their order. Boundaries inside names (`blocked`) are none."""
    starts = [section.char_start for section in sections]
    sentences_after, clauses_after = _find_boundaries(folded, blocked)
    sentence_starts = _bound(sorted({0, *sentences_after, *starts}), len(folded), _LONGEST_SENTENCE)
    clause_starts = _bound(sorted({*sentence_starts, *clauses_after}), len(folded), _LONGEST_CLAUSE)
    brackets = _brackets_with_figures(folded, quantities)
    clauses: list[Clause] = []
    rows = _rows(quantities, clause_starts, brackets)
    known_earlier: dict[tuple[int, int, int], tuple[Span, ...]] = {}
    for n, quantity in enumerate(quantities):
        at, end = quantity.char_start, quantity.char_end
        sentence = _span_of(sentence_starts, at, len(folded))
        clause = _span_of(clause_starts, at, len(folded))
        bracket = _bracket_around(brackets, at)
        if bracket and bracket[0] >= clause[0]:
            clause = (bracket[0] + 1, min(clause[1], bracket[1]))
        row = rows[n]
        position = row.index(n)
        first = quantities[row[0]].char_start
        head = (clause[0], first)
        governs = folded.endswith(_GOVERNS, *head)
        previous = quantities[row[position - 1]] if position else None
        before = _cut_before(folded, clause[0], previous.char_end if previous else None, at, head, blocked)
        if (
            previous
            and before[0] == previous.char_end
            # 行政许可18项76子项、行政处罚24项: a member of the row begins here
            and folded[previous.char_end] != "、"
            and at - previous.char_end <= _LONGEST_NOUN
            and (
                governs
                or _opens_with_number(
                    folded, quantities[row[position - 2]].char_end if position > 1 else clause[0], previous.char_start
                )
            )
        ):
            # 3个社区居委会142个自然村: the first number stands before its noun, so the noun between is its own
            before = (at, at)
        stop = quantities[row[position + 1]].char_start if position + 1 < len(row) else clause[1]
        if bracket is None and (following_bracket := bisect_left(brackets, (end, end))) < len(brackets):
            stop = min(stop, brackets[following_bracket][0])
        after = (end, stop)
        # 对现行文件486件开展全面清理: here the verb does follow
        object_first = folded[clause[0] : at].lstrip()[:1] in {"对", "将", "把", "就"}
        if (
            position + 1 < len(row)
            and (cut := _find_last_mark(folded, end, stop)) >= 0
            # 对264家网吧、餐饮场所进行执法检查296次: what is done to the things stands behind the last of them
            and not (object_first and stop - cut > _LONGEST_NOUN)
        ):
            after = (end, cut)
        elif stop < clause[1] and (conjunction := _CONJUNCTION.search(folded, end, stop)):
            after = (end, conjunction.start())
        following = (
            _span_of(clause_starts, clause[1], len(folded)) if clause[1] < sentence[1] else (clause[1], clause[1])
        )
        # 常务会议31次，其中研究法治建设8次: what the part does, the whole does not
        own_predicate = bracket is None and not folded.startswith("其中", following[0])
        # 召开常务会议10次，9次涉及依法行政: what follows is told of the nine
        told_of_part = _PART_AHEAD.match(folded, *following) is not None
        # 中心组学习13次，围绕法治思想研讨1次: counted by itself, and no more than a part of the thirteen
        counted_apart = _is_counted_apart(quantities, row[-1] + 1, following, quantity.unit)
        ahead = following if own_predicate and not told_of_part and not counted_apart else (clause[1], clause[1])
        if (
            counted_apart
            and following[1] < sentence[1]
            and _MET in folded[slice(*clause)]
            and _MET in folded[slice(*following)]
        ):
            # 书记7次主持召开常委会会议，市长15次主持召开常务会议，研究法治议题20个: what both were for follows the second
            ahead = _span_of(clause_starts, following[1], len(folded))
        lost_stop = _OPENER.match(folded, end, after[1]) and not object_first
        lost_unit = not quantity.unit and "一" <= folded[end : end + 1] <= "龥"
        rate = quantity.unit in {"%", "‰"}
        rate_first = rate and _stands_before_its_predicate(folded, before, after)
        rate_said = rate and not rate_first and not _RATE_AHEAD.match(folded, end)
        remark = folded.startswith("(", end)
        # 法治讲座36场受众4万余人: the comma was lost, and 受众 is the second figure's
        own_noun = (
            after[1] < clause[1]
            and 0 < after[1] - end <= _LONGEST_NOUN
            and before[1] - before[0] >= 2
            # 辖区72个网格260余名网格员: where it is counted is no noun of its own
            and not _WHERE.fullmatch(folded, *before)
            and not object_first
            and not governs
            and stop == after[1]
            # 21个行政许可事项(47个子项): here nothing was lost
            and not folded.startswith("(", stop)
            and not _JOINED.search(folded, end, after[1])
        )
        if lost_stop or lost_unit or rate_said or remark or own_noun:
            # 行政合同95全面实施: no measure word and no stop either; what follows is not told of this figure. Nor is it of a rate:
            # 进驻率提高到97.3%全年共接件… A remark in brackets says how it was counted, not what: 审结402件(含上年结转)
            after = (end, end)
        index = bisect_right(starts, at) - 1
        item = starts[index] if index >= 0 else 0
        place = (clause[0] if bracket is None else bracket[0], sentence[0], item)
        if place not in known_earlier:
            known_earlier[place] = _earlier(clause_starts, sentence_starts, *place, folded)
        earlier = known_earlier[place]
        if bracket is not None:
            outer = _span_of(clause_starts, bracket[0], len(folded))
            earlier = ((outer[0], bracket[0]), *earlier)
        clauses.append(
            Clause(
                sentence,
                before,
                after,
                (quantities[row[-1]].char_end, clause[1]),
                ahead,
                head,
                earlier,
                (position, len(row)),
                sections[index].seq if index >= 0 else None,
                bracket is not None,
                _find_whole(folded, sentence_starts, sentence[0], item),
                rate_first,
            )
        )
    return clauses


_MET = "召开"


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


def _find_boundaries(folded: str, blocked: bytearray) -> tuple[list[int], list[int]]:
    """Where sentences and where clauses begin: one past each mark that ends one."""
    sentences: list[int] = []
    clauses: list[int] = []
    for match in _CLAUSE_END.finditer(folded):
        at = match.start()
        mark = folded[at]
        # 1:2 and 12:30 hold no clause boundary, nor does a colon or comma inside 《》 or “”; a line break always ends.
        if not blocked[at] or mark == "\n":
            clauses.append(at + 1)
            if mark in _SENTENCE_END:
                sentences.append(at + 1)
    return sentences, clauses


def _bound(starts: list[int], length: int, most: int) -> list[int]:
    """The starts, with more of them where a stretch without any is longer than a sentence can be."""
    if max(map(sub, [*starts[1:], length], starts), default=0) <= most:
        return starts
    bounded: list[int] = []
    for start, following in pairwise([*starts, length]):
        bounded.extend(range(start, max(following, start + 1), most))
    return bounded


def _span_of(starts: list[int], at: int, length: int) -> Span:
    index = bisect_right(starts, at) - 1
    return starts[index], starts[index + 1] if index + 1 < len(starts) else length


def _brackets_with_figures(folded: str, quantities: list[Quantity]) -> list[Span]:
    """Brackets that hold a figure of their own: 35件(其中败诉2件); not 废止(失效)92件, nor the (次) of 23件(次)."""
    found = []
    starts = [quantity.char_start for quantity in quantities]
    for match in _BRACKET.finditer(folded):
        a, b = match.span()
        first = bisect_right(starts, a)
        if first < len(quantities) and quantities[first].char_end <= b:
            found.append((a, b - 1))
    return found


def _bracket_around(brackets: list[Span], at: int) -> Span | None:
    index = bisect_left(brackets, (at, at)) - 1
    return brackets[index] if index >= 0 and at < brackets[index][1] else None


def _rows(quantities: list[Quantity], clause_starts: list[int], brackets: list[Span]) -> list[list[int]]:
    """For each figure the figures of its comma clause (those in brackets apart from those outside)."""
    keys = []
    for quantity in quantities:
        bracket = _bracket_around(brackets, quantity.char_start)
        keys.append((bisect_right(clause_starts, quantity.char_start), bracket[0] if bracket else -1))
    groups: dict[tuple[int, int], list[int]] = {}
    for n, key in enumerate(keys):
        groups.setdefault(key, []).append(n)
    return [groups[key] for key in keys]


def _earlier(
    clause_starts: list[int], sentence_starts: list[int], clause: int, sentence: int, item: int, folded: str
) -> tuple[Span, ...]:
    spans: list[Span] = []
    index = bisect_right(clause_starts, clause) - 1
    if clause_starts[index] != clause:
        index += 1
    end = clause
    while index > 0 and clause_starts[index - 1] >= sentence and len(spans) < 12:
        index -= 1
        spans.append((clause_starts[index], end))
        end = clause_starts[index]
    index = bisect_right(sentence_starts, sentence) - 1
    end, taken = sentence, 0
    while index > 0 and sentence_starts[index - 1] >= item and taken < 3:
        index -= 1
        if folded[sentence_starts[index] : end].strip():
            spans.append((sentence_starts[index], end))
            taken += 1
        end = sentence_starts[index]
    return tuple(spans)
