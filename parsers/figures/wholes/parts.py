"""Which figure is a part of which: by 其中, by a bracket, by 中 (62件申请中，不予受理11件), and where the members are the whole by their sum."""

from __future__ import annotations

from itertools import takewhile

from parsers.figures.reading import Sighting
from parsers.frames.frame import UNNAMED
from parsers.naming.concepts import role_bits
from parsers.numbers.periods import TOTAL_WORDS
from parsers.numbers.units import unit_classes
from parsers.records import Quantity
from parsers.text.expressions import expression

_MOST_MEMBERS = 12
_SUMMED = frozenset({"exact", "over"})
_FEWEST = 20
"""Below it a sum may be chance."""
_GAP = 2
"""Characters between two sentences: a line's end."""
_NEVER_SUMMED = frozenset({"rate", "point"})


# 接诊1.2万人次，含夜间急诊3100人次
_INCLUDING = expression(r"[,、]\s*(?:内?含有?|包含|包括|涵盖)[^,;。、\d]{0,14}\Z")


def _find_including(folded: str, figures: list[Sighting], n: int) -> list[int]:
    """The figure right before, of the same unit and larger, where the clause begins with what it includes."""
    if n == 0:
        return []
    part, whole = figures[n].quantity, figures[n - 1].quantity
    same = part.unit == whole.unit and part.value < whole.value and not part.ordinal and figures[n].change is None
    if not same or unit_classes().get(part.unit) in _NEVER_SUMMED or figures[n - 1].change is not None:
        return []
    return [n - 1] if _INCLUDING.fullmatch(folded, whole.char_end, part.char_start) else []


# 减税降费2.6亿元，制造业占9000万元; 占地25亩 and 占比25% are none
_SHARE = expression(r"[,、(](?:其中,?)?[^,;。、\d()]{2,16}占(?:到|了|去)?\Z")


_SHARE_ENDS = frozenset("占到了去")


def _find_share(folded: str, figures: list[Sighting], n: int) -> list[int]:
    """The figure of the same unit and larger, before the row of those of which 占 says how much of it they are."""
    part = figures[n]
    if folded[part.quantity.char_start - 1] not in _SHARE_ENDS:
        return []
    for earlier in range(n - 1, max(-1, n - 1 - _MOST_MEMBERS), -1):
        figure, following = figures[earlier], figures[earlier + 1]
        if figure.quantity.unit != part.quantity.unit or figure.clause.sentence != part.clause.sentence:
            return []
        if not _SHARE.fullmatch(folded, figure.quantity.char_end, following.quantity.char_start):
            return []
        if unit_classes().get(part.quantity.unit) in _NEVER_SUMMED or figure.change or part.change:
            return []
        before = folded[max(0, figure.quantity.char_start - 2) : figure.quantity.char_start]
        if "占" not in before:
            return [earlier] if part.quantity.value < figure.quantity.value else []
    return []


# 酒驾420起，酒驾中醉驾75起; 其中酒驾420起（其中醉驾75起）
_AGAIN = expression(
    r"[,、;(](?:其中)?,?(?:在)?(?P<named>[^,;。、\d()]{2,12}?)(?:当中|之中|(?<![集其])中|里)[^;。、\d()]{0,14}\Z"
)


def _find_named_again(folded: str, figures: list[Sighting], n: int) -> list[int]:
    """The figure right before, of the same unit and larger, whose name the figure's clause repeats as what it is of."""
    if n == 0:
        return []
    part, whole = figures[n].quantity, figures[n - 1].quantity
    if part.unit != whole.unit or not part.value <= whole.value or part.ordinal or figures[n].change:
        return []
    if not _holds_those(folded, whole.char_end, part.char_start):
        return []
    again = _AGAIN.fullmatch(folded, whole.char_end, part.char_start)
    named = again["named"] if again else ""
    return [n - 1] if named and folded.find(named, *figures[n - 1].clause.before) >= 0 else []


def find_wholes(folded: str, figures: list[Sighting]) -> list[list[int]]:
    """For each figure the figures that it may be a part of, nearest first, as places in the list."""
    wholes = [
        _find_named_again(folded, figures, n)
        or _before_mark(folded, figures, n)
        or _before_bracket(folded, figures, n)
        or _find_those(folded, figures, n)
        or _find_including(folded, figures, n)
        or _find_share(folded, figures, n)
        for n in range(len(figures))
    ]
    for n in range(len(figures)):
        for member in _find_members(folded, figures, n) or _find_acting_members(folded, figures, n):
            if not wholes[member]:
                wholes[member] = [n]
    return wholes


_TOTAL = expression(rf"[\s,;:()、]*{TOTAL_WORDS}\s*")
_TIME = expression(r"[年月日]|季度|上旬|中旬|下旬")


def find_totals(folded: str, figures: list[Sighting]) -> dict[int, list[int]]:
    """By the place of a total that is told behind its parts, the places of those: 民事312件、刑事95件、行政5件，合计412件.

    Parts by time (上半年48件、下半年41件，合计89件) are the same at other times, and no parts of another kind.
    """
    return {n: members for n in range(2, len(figures)) if (members := _find_members_before(folded, figures, n))}


def _find_members_before(folded: str, figures: list[Sighting], n: int) -> list[int]:
    total, last = figures[n].quantity, figures[n - 1].quantity
    if last.unit != total.unit or not _TOTAL.fullmatch(folded, last.char_end, total.char_start):
        return []
    if not _is_summed(total):
        return []
    found: list[int] = []
    left = total.value
    for earlier in range(n - 1, max(-1, n - 1 - _MOST_MEMBERS), -1):
        figure = figures[earlier]
        if (
            figure.clause.sentence != figures[n].clause.sentence
            or ";" in folded[figure.quantity.char_end : last.char_start]
        ):
            break
        if figure.quantity.unit != total.unit:
            continue
        if figure.quantity.ordinal or figure.change is not None:
            break
        left -= figure.quantity.value
        found.insert(0, earlier)
        if left <= 0:
            break
    by_time = found and _TIME.search(folded, figures[found[0]].quantity.char_end, total.char_start)
    return found if left == 0 and len(found) > 1 and not by_time else []


def _before_bracket(folded: str, figures: list[Sighting], n: int) -> list[int]:
    """The figure right before the bracket, of all that stand in it together: 收到复议申请85件(网上渠道8件、邮寄12件)."""
    if n == 0 or not figures[n].clause.in_brackets:
        return []
    quantity = figures[n].quantity
    total = quantity.value
    for earlier in range(n - 1, max(-1, n - 1 - _MOST_MEMBERS), -1):
        other = figures[earlier].quantity
        if ")" in folded[other.char_end : quantity.char_start]:
            return []
        if folded.startswith("(", other.char_end):
            # 清理文件72件(继续有效50件、修改8件、废止14件): no more in the bracket than before it
            is_part = total < other.value if earlier == n - 1 else total <= other.value
            return [earlier] if is_part and other.unit == quantity.unit and not quantity.ordinal else []
        if other.unit == quantity.unit:
            total += other.value
    return []


# 收到的62件申请中，不予受理11件; 45名公职律师当中，来自公安机关的有17名; 62件申请中有11件
_OF_THOSE = expression(r"[^,;:。\d()]{0,20}?(?:当中|之中|(?<![集其])中|里)(?:\s*,|(?=\s*有?\d))")


def _holds_those(folded: str, start: int, end: int) -> bool:
    """Whether 中 or 里 stands there, without which nothing says that figures are of those told before."""
    return folded.find("中", start, end) >= 0 or folded.find("里", start, end) >= 0


def _find_those(folded: str, figures: list[Sighting], n: int) -> list[int]:
    """The figure that says of which those are that follow, of the same unit, as long as no other matter is named."""
    sighting = figures[n]
    quantity = sighting.quantity
    if quantity.ordinal or sighting.change or unit_classes().get(quantity.unit) in _NEVER_SUMMED:
        return []
    sentence = sighting.clause.sentence
    if not _holds_those(folded, sentence[0], quantity.char_start):
        return []
    named = sighting.around.clause & role_bits("topic")
    for earlier in range(n - 1, max(-1, n - 1 - _MOST_MEMBERS), -1):
        whole = figures[earlier]
        end = whole.quantity.char_end
        if whole.clause.sentence != sentence or ";" in folded[end : quantity.char_start]:
            return []
        if whole.quantity.unit == quantity.unit and _OF_THOSE.match(folded, end, quantity.char_start):
            apart = named & ~whole.around.clause
            return [] if apart or quantity.value > whole.quantity.value or whole.quantity.ordinal else [earlier]
        named |= whole.around.clause & role_bits("topic")
    return []


def _before_mark(folded: str, figures: list[Sighting], n: int) -> list[int]:
    """Those before 其中, of the same unit (56件，其中败诉11件)."""
    clause, quantity = figures[n].clause, figures[n].quantity
    start = clause.sentence[0]
    mark = folded.rfind("其中", start, quantity.char_start)
    # 其中酒驾420起(醉驾75起): the bracket is of the nearer
    nearer = clause.in_brackets and mark >= 0 and folded.rfind("(", mark, quantity.char_start) >= 0
    if nearer and (bracketed := _before_bracket(folded, figures, n)):
        return bracketed
    if mark < 0 or ";" in folded[mark : quantity.char_start] or quantity.ordinal:
        return []
    if folded.rfind("(", start, mark) > folded.rfind(")", start, mark) and ")" in folded[mark : quantity.char_start]:
        # 35件(其中败诉2件),二审12件: what follows the bracket is no part any more
        return []
    if not folded[start:mark].strip():
        # 。其中婚姻家庭纠纷402件: the whole stands in the sentence before
        start = min((span[0] for span in clause.earlier), default=start)
    found: list[int] = []
    for whole in range(n - 1, -1, -1):
        other = figures[whole].quantity
        if other.char_start < start:
            break
        if (
            found
            and ";" in folded[other.char_end : mark]
            and ";" not in folded[figures[found[0]].quantity.char_end : mark]
        ):
            # 全市办件860件，其中许可92件;市本级办件310件，其中许可41件: each part has the whole of its own group
            break
        if other.char_end <= mark and other.unit == quantity.unit:
            found.append(whole)
    return found


def _is_summed(quantity: Quantity) -> bool:
    """Whether a figure can be the sum of others: 约200件 and rates are none."""
    return quantity.qualifier in _SUMMED and unit_classes().get(quantity.unit) not in _NEVER_SUMMED


def _find_members(folded: str, figures: list[Sighting], n: int) -> list[int]:
    """The figures behind that are the whole by their sum: 执法人员120人，一中队70人、二中队50人.

    Figures of other units may stand between: 处罚47件、罚款520万元，其中一般处罚38件、罚款130万元，事故处罚9件、罚款390万元.
    """
    whole = figures[n]
    if not _is_summed(whole.quantity):
        return []
    members: list[int] = []
    total = 0.0
    # 作出复议决定36件:维持22件、驳回14件: a colon right behind the whole says so too
    told = folded.startswith(":", whole.quantity.char_end)
    for following in range(n + 1, min(len(figures), n + 1 + _MOST_MEMBERS)):
        figure = figures[following]
        if not _is_told_with(folded, figure, whole):
            break
        if figure.quantity.unit != whole.quantity.unit:
            continue
        told = told or folded.find("其中", whole.quantity.char_end, figure.quantity.char_start) >= 0
        if figure.quantity.qualifier != whole.quantity.qualifier or not _may_be_member(figure, told):
            break
        members.append(following)
        total += figure.quantity.value
        if total == whole.quantity.value and len(members) > 1:
            return members if _are_alike(folded, figures, members, whole) else []
        if total > whole.quantity.value:
            return []
    # 来电5600个，咨询类3100个、投诉类1200个: kinds of it, though not all are told
    kinds = list(takewhile(lambda member: folded[figures[member].quantity.char_start - 1] in _KINDS, members))
    return kinds if len(kinds) > 1 else []


_OUTCOMES = frozenset(
    {"uphold", "dismiss", "correct", "mediate", "lose", "win", "terminate", "retain", "repeal", "revise", "reject"}
)
"""Classes of verbs that tell what came of each."""
_FEWEST_OUTCOMES = 3


def _find_acting_members(folded: str, figures: list[Sighting], n: int) -> list[int]:
    """The figures right behind, each with a verb of its own, that are the whole by their sum and divide it.

    By what came of it (审结57件，驳回32件、撤诉18件、败诉7件), by who did it (收到建议210条，居民提出140条、商户提出70条),
    or how (整改问题93个，即时整改70个、限期整改23个).
    """
    if n + 2 >= len(figures):
        return []
    whole, first = figures[n], figures[n + 1].quantity
    # (most figures have none behind them that could be a part)
    if first.unit != whole.quantity.unit or first.value >= whole.quantity.value:
        return []
    if not _is_summed(whole.quantity):
        return []
    left, found = whole.quantity.value, list[int]()
    for following in range(n + 1, min(len(figures), n + 1 + _MOST_MEMBERS)):
        figure = figures[following]
        quantity = figure.quantity
        if quantity.unit != whole.quantity.unit or quantity.value >= whole.quantity.value or not quantity.value:
            break
        if figure.clause.sentence != whole.clause.sentence or not _may_be_member(figure, told=True):
            break
        left -= quantity.value
        found.append(following)
        if left <= 0:
            break
    if left or len(found) < 2 or ";" in folded[whole.quantity.char_end : figures[found[-1]].quantity.char_start]:
        return []
    return found if _divide(folded, whole, [figures[member] for member in found]) else []


def _divide(folded: str, whole: Sighting, members: list[Sighting]) -> bool:
    """Whether the members' own verbs tell what came of the parts of a whole, or who did them."""
    acting = [member for member in members if member.acts_itself]
    classes = {member.frame.act_class for member in acting}
    if not acting:
        return False
    if len(acting) == len(members) and len({_name_who(folded, member) for member in members}) == 1:
        return _name_who(folded, members[0]) != ""
    if classes <= _OUTCOMES:
        return len(members) >= _FEWEST_OUTCOMES and whole.quantity.value >= _FEWEST
    repeats = classes == {whole.frame.act_class} or all(_repeats_verb(folded, member, whole) for member in acting)
    return repeats and whole.quantity.value >= _FEWEST


def _repeats_verb(folded: str, member: Sighting, whole: Sighting) -> bool:
    """Whether a figure only tells how the verb of the whole was done (整改问题93个，限期整改23个)."""
    act = member.frame.act
    return act is not None and folded.find(folded[slice(*act)], *whole.clause.before) >= 0


def _name_who(folded: str, member: Sighting) -> str:
    """The verb of a figure that only tells who did it, or whether (居民提出140条, 已核查30条); empty for any other figure."""
    start, end = member.clause.before
    act = member.frame.act
    if act is None or folded[act[1] : end].strip() or not folded[start : act[0]].strip(" 、,和及与"):
        return ""
    return folded[act[0] : act[1]]


_KINDS = frozenset("类型")


def _is_told_with(folded: str, figure: Sighting, whole: Sighting) -> bool:
    """Whether a figure stands in the whole's sentence, or in the next one that 其中 opens (罚款144万元。其中，简易程序4万元、普通程序140万元)."""
    start, end = figure.clause.sentence[0], whole.clause.sentence[1]
    return start == whole.clause.sentence[0] or (start - end <= _GAP and folded.startswith("其中", start))


def _may_be_member(figure: Sighting, told: bool) -> bool:
    """A member is no rank and no change; `told`: 其中 said that members follow."""
    return (
        not figure.quantity.ordinal
        and figure.change is None
        # 清理95件，继续有效86件、修改9件: what has its own verb is no part but another count
        and (told or not (figure.frame.act and figure.frame.act[0] >= figure.clause.before[0]))
    )


def _are_alike(folded: str, figures: list[Sighting], members: list[int], whole: Sighting) -> bool:
    """Whether no member has a noun of another kind; a large whole or one before a colon is told by its sum (文件140件：合同73件、草案67件)."""
    if whole.quantity.value >= _FEWEST or folded.startswith(":", whole.quantity.char_end):
        return True
    # 律师事务所11家，城区8家、乡镇3家: where they are is no noun of another kind
    alike = {*UNNAMED, *_WHERE, whole.frame.head_class}
    return all(figures[member].frame.head_class in alike for member in members)


_WHERE = frozenset({"village", "community", "township"})
