"""What stands around a figure, as concepts: its own clause as its frame reads it, its row, and the clauses before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from parsers.frames.frame import OTHER, STRANGE, Frame
from parsers.frames.words import act_concepts, act_objects, head_concepts, head_sorts
from parsers.naming.concepts import UNEXPLAINED, ConceptIndex, Concepts, bit_of, role_bits, to_bits
from parsers.numbers.boundaries import Span
from parsers.numbers.clauses import Clause
from parsers.numbers.coordination import Conjunct

# 27个政府部门, 12个市直单位: so many characters may stand between the measure word and the place.
_NEAR = 4
_UNKNOWN = 2
_LONGEST_WORD = 12


_DIRECTIONS = {"given": "delegate", "from_above": "level_hands_down", "taken_over": "take_over"}


class Surroundings(NamedTuple):
    """The concepts around a figure."""

    counts_places: bool
    """A department, township or village stands right behind the number (27个部门共保留…): that is what is counted."""
    clause: Concepts
    row: Concepts
    """Acts and topics of the head of the comma clause."""
    ahead: Concepts
    """The next comma clause of the sentence: 召开常务会议3次，专题研究法治政府建设."""
    earlier: tuple[tuple[str, Span], ...]
    """(`clause` | `sentence` | `item` | `heading`, span) from near to far."""
    concepts: ConceptIndex
    frame: Frame | None = None
    """None: the slots are not asked."""
    in_order: bool = False
    """Whether the figure is one of several told of things by their place (甲局、乙局分别审结12件、9件)."""

    def said_near(self) -> Concepts:
        """The concepts of the figure's own clause and of those before it in its sentence, and of the next."""
        near = self.clause | self.ahead
        for place, span in self.earlier:
            if place not in {"clause", "sentence"}:
                break
            near |= self.concepts.bits_in(span)
        return near

    def look_back(self) -> Iterator[tuple[str, Concepts]]:
        """The concepts of the places before, from near to far."""
        for place, span in self.earlier:
            yield place, self.concepts.bits_in(span)


def look_around(
    clause: Clause,
    concepts: ConceptIndex,
    headings: Sequence[Span],
    one: Conjunct | None = None,
    ahead: bool = False,
    frame: Frame | None = None,
) -> Surroundings:
    """The concepts around a figure; `one` replaces the text before the number (one of several things in a row).

    `ahead`: the predicate stands in the next clause (将与开发区相关的21项事项，整链条赋权).
    """
    after, counts_places = _read_behind(clause, concepts, ahead, frame)
    own = one.span if one else None
    before = _find_before(clause, concepts, own, after, frame)
    row, predicate = _read_row(clause, concepts, one)
    reach = clause.earlier if frame is None or frame.reach is None else clause.earlier[: frame.reach]
    earlier = [("clause", span) for span in row]
    if clause.opened[1]:
        # 4件规范性文件作了修改、11件继续有效: what the first counts governs the others
        earlier.append(("sentence", clause.opened))
    earlier += [("sentence" if span[0] >= clause.told_from else "item", span) for span in reach]
    if len(reach) == len(clause.earlier):
        earlier += [("heading", span) for span in headings]
    said = concepts.bits_in(before) | after
    if _is_only("moved_to", own or clause.before, concepts):
        # 审批事项由349项调减为345项: what has come of it is what stands on the list now
        said |= bit_of("moved_to")
    if one and not (frame and frame.act and frame.act[0] < one.row_end):
        # 办理时限、申请材料分别压减62%、30%: what was done stands behind 分别
        said |= predicate & role_bits("act")
    if (
        one
        and one.span[1] < one.row_end
        and not said & role_bits("thing", "topic")
        and _ends_in_act(one.span, concepts)
    ):
        # 新增、注销经营主体分别为2300户、710户: a verb has its thing behind the last
        for _, end, meant in concepts.hits_in((one.span[1], one.row_end)):
            said |= meant & role_bits("thing") if end == one.row_end else 0
    bare = before[0] == before[1] and clause.after[1] == clause.after[0] + 1  # Nothing but its stop.
    if (bare or _is_only("total", before, concepts)) and not after and earlier and earlier[0][0] == "sentence":
        # 公布“一证通办”事项清单，共86项; 举办执法人员培训班5期，1200人次: the number stands alone and belongs to the clause before
        said |= concepts.bits_in(earlier[0][1])
    carried = role_bits("topic", "field", "setting")
    if not said & role_bits("act"):
        # 取消职权5项、承接3项: what has its own verb does not take that of the row
        carried |= role_bits("act")
    if clause.rate_first:
        said |= bit_of("rate_first")
    if frame and frame.given_to and before[0] <= frame.given_to[0]:
        # 给公证员定制工作服23件: made for them, it is none of their cases
        said &= ~(concepts.bits_in(frame.given_to) & role_bits("topic", "field", "thing"))
    if frame and frame.told_before:
        # 办成“一证通办”的事项，目前已有112项: its own clause says only how many
        said |= concepts.bits_in(frame.told_before)
    if frame:
        said = _read_slots(said, frame, clause, own, concepts)
    head = 0
    for span in row or [clause.head]:
        head |= concepts.bits_in(span)
    # 召开常委会会议2次、常务会议3次研究法治建设: what the row was held for stands behind the last of it
    next_clause = concepts.bits_in(clause.ahead) | (concepts.bits_in(clause.tail) if clause.row[1] > 1 else 0)
    return Surroundings(
        counts_places, said, head & carried, next_clause, tuple(earlier), concepts, frame, one is not None
    )


def _read_behind(clause: Clause, concepts: ConceptIndex, ahead: bool, frame: Frame | None) -> tuple[Concepts, bool]:
    """The concepts behind the number that are said of it, and whether it counts places."""
    after = concepts.bits_in(clause.after)
    if ahead and frame and frame.place == "behind" and frame.head and concepts.bits_in(clause.tail) & role_bits("act"):
        # 对5件拟以县政府名义印发的文件、21份合同进行审核: the verb before the noun only narrows it
        narrowed = concepts.bits_in((clause.after[0], frame.head[0])) & role_bits("act")
        after &= ~narrowed | concepts.bits_in((frame.head[1], clause.after[1]))
    counts_places = False
    if after & bit_of("actor"):
        near = concepts.hits_in((clause.after[0], min(clause.after[1], clause.after[0] + 2 * _NEAR + 4)))
        counts_places = any(meant & bit_of("actor") and start - clause.after[0] <= _NEAR for start, _, meant in near)
    if counts_places and clause.row[1] > 1:
        # 16个乡镇和28个县直部门均聘请法律顾问: what they have stands behind the last of them
        after |= concepts.bits_in(clause.tail) & role_bits("act", "topic", "field")
    if frame and _shares_predicate(frame, clause) and not (after | concepts.bits_in(clause.before)) & role_bits("act"):
        # 612名领导干部和174名主要负责人完成述法: what they did stands behind the last of them, and behind its noun
        done = next((start for start, _, meant in concepts.hits_in(clause.tail) if meant & role_bits("act")), None)
        told = clause.tail if done is None else (done, clause.tail[1])
        after |= concepts.bits_in(told) & role_bits("act", "topic", "thing")
    if ahead and not after & role_bits("act"):
        # 对2件文件、21件合同进行审核: what is done to the row stands at its end, or in the next clause
        tail = concepts.bits_in(clause.tail) & role_bits("act")
        after |= tail or concepts.bits_in(clause.ahead)
    return after, counts_places


def _find_before(
    clause: Clause, concepts: ConceptIndex, own: Span | None, after: Concepts, frame: Frame | None
) -> Span:
    """What stands before the number and is said of it."""
    before = own or clause.before
    if own and not concepts.bits_in(own):
        # 行政应诉案件2020年、2021年分别为74件、61件: the row is of times, and its thing stands once, at the head
        before = clause.head
        named = role_bits("topic", "field", "setting", "thing", "act", "rate")
        if not concepts.bits_in(before) & named and clause.earlier and clause.earlier[0][0] >= clause.sentence[0]:
            # 应诉的行政案件，2020年、2021年分别为74件、61件: a comma stands between
            before = clause.earlier[0]
    moved = frame.moved if frame and frame.state == "to" else None
    if (
        clause.row[0]
        and not own
        # 从268项精简到231项并向社会公布: what was done with it next names no other thing
        and not (after & role_bits("thing", "topic", "field") if moved else after)
        and (before[0] == before[1] or _is_only("moved_to", before, concepts) or (frame and frame.state == "to"))
    ):
        # 满意率分别为98.8%、100%; 队伍18支、860人; 出庭率从86%提升至97%: the same thing once more
        before = moved or clause.head
    return before


def _read_row(clause: Clause, concepts: ConceptIndex, one: Conjunct | None) -> tuple[list[Span], Concepts]:
    """Where the row of a figure says what all its members are, and the concepts of what is said behind its things."""
    if one is None or clause.row[1] < 2:
        return ([clause.head] if one or clause.row[0] else []), 0
    # 收到、受理、审结的行政复议案件分别是102件、95件、89件: a verb has its thing behind the last
    whole = role_bits("topic", "field", "thing") | (0 if _ends_in_act(one.span, concepts) else role_bits("act"))
    if concepts.bits_in(one.span) & whole:
        # 行政复议、行政应诉、人民调解案件数分别为62件、30件、120件: what narrows a thing stands before it, never in those behind it
        behind = (max(one.row_end, clause.head[0]), clause.head[1])
        # 办理的刑事案件和治安案件，数量分别是140起和860起: the row may stand in the clause before
        opens = clause.head[0] if one.span[0] >= clause.head[0] else clause.earlier[0][0]
        return [(opens, one.span[1]), behind], concepts.bits_in(behind)
    return [clause.head], 0


def _ends_in_act(span: Span, concepts: ConceptIndex) -> bool:
    return any(meant & role_bits("act") and end == span[1] for _, end, meant in concepts.hits_in(span))


def _read_slots(said: Concepts, frame: Frame, clause: Clause, own: Span | None, concepts: ConceptIndex) -> Concepts:
    """The concepts of a figure's clause as its frame reads them: a synonym's own, the governing verb's, without what is only its object."""
    if concept := head_concepts().get(frame.head_class):
        said |= bit_of(concept)
    if (
        frame.head_class not in {OTHER, STRANGE}
        and frame.head
        and said & bit_of(UNEXPLAINED)
        and _explains(frame.head, (clause.before, clause.after), concepts)
    ):
        # 常务会: the lexicon of heads knows it
        said &= ~bit_of(UNEXPLAINED)
    if frame.place == "behind" and frame.head and _is_narrowed(clause.after[0], frame.head[0], concepts):
        # 90项户政服务事项: narrowed by what no word explains, it is a thing of its own
        said |= bit_of(UNEXPLAINED)
    if frame.place == "behind" and frame.head and frame.head[0] >= clause.after[1]:
        # 52项任务277条措施: the noun stands between two numbers, and belongs to the first
        said |= concepts.bits_in(frame.head) & role_bits("thing")
    if frame.place == "shared" and frame.head:
        # 4个国家级、9个省级、22个市级民主法治示范村: the noun behind the last is each member's
        # 受理52件、审结49件行政复议案件: and all that narrows it
        noun = (clause.tail[0], frame.head[1]) if clause.after[0] == clause.after[1] else frame.head
        said |= concepts.bits_in(noun) & role_bits("thing", "topic", "field")
    if frame.place == "repeated" and frame.head:
        # 县级组建救援队伍4支、乡镇组建13支: the same verb has the same object
        said |= concepts.bits_in(frame.head) & role_bits("thing", "topic", "field")
    if frame.state == "to":
        said |= bit_of("moved_to")
    if frame.direction:
        said |= bit_of(_DIRECTIONS[frame.direction])
    if frame.direction == "taken_over":
        # 省级部门下放的权限44项，全部承接: who took it over is told behind
        said = said & ~bit_of("delegate") | bit_of("handed_on")
    if frame.act is None:
        return said
    if not own and (frame.act[1] <= clause.before[0] or frame.act[0] >= clause.after[1]):
        # 取消县级实施的事项14项、乡镇实施的事项9项 · 12件规范性文件、30份合同合法性审查: the verb of the row is each member's
        said |= concepts.bits_in(frame.act) & role_bits("act")
    if (concept := act_concepts().get(frame.act_class)) and (objects := _objects_of(frame.act_class) & said):
        # 承接省市下放权限86项: what another did stands in the object
        said = said & ~objects | bit_of(concept) | bit_of("handed_on")
    return said


def _shares_predicate(frame: Frame, clause: Clause) -> bool:
    """Whether a figure of persons stands in a row before the last, its noun behind the number."""
    return (
        clause.row[0] + 1 < clause.row[1]
        and frame.place == "behind"
        and frame.head_class not in {OTHER, STRANGE}
        and head_sorts()[frame.head_class] == "person"
    )


def _is_narrowed(start: int, end: int, concepts: ConceptIndex) -> bool:
    """Whether two characters or more before a noun are explained by no concept."""
    reach = start
    for hit_start, hit_end, meant in concepts.hits_in((start, end + _LONGEST_WORD)):
        if meant == bit_of(UNEXPLAINED):
            continue
        if min(hit_start, end) - reach >= _UNKNOWN:
            return True
        reach = max(reach, hit_end)
    return end - reach >= _UNKNOWN


def _explains(head: Span, spans: tuple[Span, Span], concepts: ConceptIndex) -> bool:
    """Whether all that no concept explains lies inside the head."""
    unexplained = bit_of(UNEXPLAINED)
    return all(
        head[0] <= start and end <= head[1]
        for span in spans
        for start, end, meant in concepts.hits_in(span)
        if meant & unexplained
    )


@cache
def _objects_of(act_class: str) -> Concepts:
    return to_bits(act_concepts()[name] for name in act_objects()[act_class] if name in act_concepts())


def _is_only(concept: str, span: Span, concepts: ConceptIndex) -> bool:
    bit = bit_of(concept)
    if not concepts.bits_in(span) & bit:
        return False
    return any(meant & bit and (start, end) == span for start, end, meant in concepts.hits_in(span))
