"""The frame of a figure: what is counted, what was done with it, for whom, and in which state, as its own clause says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.frames.tokens import Span, Token, Tokens
from parsers.frames.words import act_objects, head_sorts, only_verbs
from parsers.numbers.clauses import Clause
from parsers.numbers.quantities import unit_classes

OTHER = "other"
"""The class of a noun that heads.csv does not know: never a guess."""
NONE = "none"
"""No noun of its own: 受理62件."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a figure's own clause says it counts."""

    head: Span | None
    """The counted noun; None where the clause has none of its own."""
    head_class: str
    """A class of heads.csv, `other` for a noun that it does not know, `none` where there is no noun."""
    also: str
    """The class of the noun that it is joined to (建议、意见), empty where there is none."""
    place: str
    """Where the noun stands: `behind` the measure word, `before` the number, `shared` behind the last of the row; empty without noun."""
    act: Span | None
    act_class: str
    """The governing verb's class in acts.csv; empty where there is none."""
    audience: str
    """For whom, a class of audiences.csv; empty where nobody is named."""
    reach: int | None
    """How many of the clauses before may govern it; None where nothing stands between."""
    state: str
    """`whole`, `remainder` (尚在审查的3件), `from` (由512项…), `to` (…压到388项)."""


_UNITS_OF_ITEMS = frozenset({"项", "条", ""})
_COUNTED_BY_PERSONS = frozenset({"person", "award"})
_NEVER_CASES = frozenset({"person", "body", "meeting", "rate"})
_NEVER_TIMES = frozenset({"person", "body", "rate"})
# 开通绿色通道, 推出便民措施: what was set up is a matter of its own
_NEAREST = 1
_OPENS = frozenset({"launch", "hold"})
_MEASURES = frozenset({"system_rule", "platform", "window"})
# 共, 累计, 数量为: what stands between a noun and its number and says nothing of either
_TRANSPARENT = re.compile(
    r"(?:[\s:,的了“”\"'》)]|\([^()\d]{0,16}\)|共计|累计|总计|合计|一共|总共|达到|高达|均|共|已|达|(?<![行作认])为|是|(?<![所])有|约|近|总数|总量|数量|总额|人数|件数|次数"
    r"|(?<=[一-龥]{2})(?:数|量)|全年|全部|分别|各|先后|年均|平均|每年|至少|超过|超|逾|只|仅|计|也|又|还|即|不少于|不低于|其中|现)+\Z"
)
_LONGEST_TAIL = 60
# What follows the noun behind the number: its predicate, not a part of it.
_PREDICATE = re.compile(
    r"[,;:。(!?\n]|已|均|全部|被|(?<![作认成称])为|予以|进行|实现|由(?!于)|向|对(?!外|口|象)|在(?!职|岗|编|建|册|校|矫|线)|并|共|其中|得到|做到|能够|可以|应当|需要|未|不(?!动|良|合格|予|满意|见面)|通过|涉及|按照|根据|依法|顺利|成功|有效|全面|积极|使|让|按"
)
_JOINS = frozenset({"", "、", "和", "与", "及", "或", "以及"})
_RELATIVE = re.compile(r"[^,;:。、\d]{1,16}的")
_HAN = re.compile(r"[一-龥]{2,}")
_LEVEL = re.compile(
    r"[\s、和及]*(?:(?:国家|自治区|省|市|州|盟|旗|县|区|乡|镇|街道|村|部|厅|处|科|副?[县处科厅]|[一二三四五]星|[一二三]类)级?(?:以上)?|[一二三]等)[\s、和及]*"
)
_REMAINDER = re.compile(
    r"尚在|尚未|正在|还在|未办结|未审结|未结|待[审办查结]|暂缓|除外|其余|剩余|余下|另有|不含|不包括|结转"
)
_FROM = re.compile(r"(?:由|从)(?:原来|原先|原|改革前|之前|上年|去年|最初|年初|法定|过去)?的?\s*\Z")
_MOVED = re.compile(r"[^,;。\d]{0,8}?(?:至|到|为|成)了?(?:约|近)?\s*\Z")


def read_frame(folded: str, unit: str, clause: Clause, tokens: Tokens, own: Span | None = None) -> Frame:
    """The frame of a figure; `own` replaces the text before the number (one of several things in a row)."""
    if own and unit_classes().get(unit) == "rate":
        # 代表、委员满意率分别为: the rate stands behind the last of them
        own = None
    before = own or clause.before
    state = _read_state(folded, clause, before)
    if state == "to":
        # 事项由512项压到388项: the noun stands before the first of the two
        before = (clause.head[0], clause.head[0] + len(_FROM.sub("", folded[slice(*clause.head)])))
    behind = None if own else _noun_behind(folded, clause.after, unit, tokens)
    noun, verb = _noun_and_verb_before(folded, before, tokens)
    place = "before" if noun else ""
    if behind:
        noun, verb, place = behind, None, "behind"
    elif noun is None and not own and _LEVEL.fullmatch(folded, *clause.after) and clause.row[0] + 1 < clause.row[1]:
        # 1个省级、3个市级、5个县级法治文化阵地: one noun for all
        noun = _noun_behind(folded, clause.tail, unit, tokens)
        place = "shared" if noun else ""
    act = verb or _governor(before, noun, tokens) or _act_of_row(clause, noun, tokens)
    if act and clause.row[0]:
        # 承接四批省市下放权限86项: the verb that governs the row stands before its first figure
        act = _outermost(act, [token for token in tokens.uncovered(clause.head) if token.meaning.act])
    audience = _read_audience(before, clause.after, noun, tokens)
    also = ""
    head: Span | None = None
    head_class = NONE
    if noun and _counts(unit, noun.meaning.head):
        head, head_class = (noun.start, noun.end), noun.meaning.head
        also = _read_other_member(folded, noun, before, tokens)
    elif noun is None and verb is None and (head := _unknown_noun(folded, before, tokens)):
        head_class, place = OTHER, "before"
    act_span = (act.start, act.end) if act else None
    return Frame(
        head=head,
        head_class=head_class,
        also=also,
        place=place if head else "",
        act=act_span,
        act_class=act.meaning.act if act else "",
        audience=audience,
        reach=_find_reach(clause, tokens),
        state=state,
    )


@cache
def _counts(unit: str, head_class: str) -> bool:
    """Whether such a unit can count such a noun: 各部门31件 counts no departments, 持有执法证的9名 no certificates."""
    kind, sort = unit_classes().get(unit, ""), head_sorts()[head_class]
    if kind in {"person", "visit"}:
        return sort in _COUNTED_BY_PERSONS
    if kind == "rate":
        return sort == "rate"
    if kind in {"case", "document"} or unit in _UNITS_OF_ITEMS:
        return sort not in _NEVER_CASES
    return sort not in _NEVER_TIMES if kind == "time" else sort != "rate"


def _trim(folded: str, start: int, end: int) -> int:
    """Where the words before a number end, without what is transparent."""
    floor = max(start, end - _LONGEST_TAIL)
    match = _TRANSPARENT.search(folded, floor, end)
    return match.start() if match else end


def _noun_and_verb_before(folded: str, span: Span, tokens: Tokens) -> tuple[Token | None, Token | None]:
    """The last noun before the number, and the verb between them where one stands there (行政复议申请共受理62件)."""
    start, end = span
    end = _trim(folded, start, end)
    verb: Token | None = None
    for _ in range(3):
        noun, act = tokens.head_ending(end, start), tokens.act_ending(end, start)
        if act is None or (noun and noun.start < act.start):
            return noun, verb
        rest = _trim(folded, start, act.start)
        if noun and noun.start == act.start and (verb or tokens.head_ending(rest, start) is None):
            # 开展调解310件: what was done is itself what is counted
            return noun, verb
        verb, end = verb or act, rest
    return None, verb


def _noun_behind(folded: str, span: Span, unit: str, tokens: Tokens) -> Token | None:
    """The noun right behind the measure word, to the last member of its compound."""
    found: Token | None = None
    at = span[0]
    words = tokens.uncovered(span)
    times = unit_classes().get(unit) == "time"
    for n, token in enumerate(words):
        if token.start < at and token.end <= at:
            continue
        if _PREDICATE.search(folded, at, token.start):
            break
        kind, act = token.meaning.head, token.meaning.act
        if kind:
            if not _counts(unit, kind):
                if found:
                    break
            elif not _continues(folded, found, token):
                break
            elif len(token.meaning.head) and (token.end - token.start > 1 or _ends_noun(folded, token.end, span[1])):
                found = token
                if unit_classes().get(unit) in {"person", "visit"}:
                    break
        elif act and times and act == "hold":
            # 9次常务会议开展会前学法: who held it stands before
            found = None
        elif act and (relative := _RELATIVE.match(folded, token.end, span[1])) and found is None:
            # 42件以政府名义印发的文件: a clause of its own before the noun
            at = relative.end()
        elif act:
            following = words[n + 1] if n + 1 < len(words) else None
            joined = following is not None and following.start <= token.end and bool(following.meaning.head)
            if act in only_verbs() or (found and not joined):
                break
        at = max(at, token.end)
    return found


def _continues(folded: str, found: Token | None, token: Token) -> bool:
    """Whether a noun belongs to the same compound as the one before it."""
    if found is None or token.start <= found.end:
        return True
    gap = folded[found.end : token.start]
    return gap in _JOINS or (gap == "的" and head_sorts()[found.meaning.head] in {"person", "body"})


def _ends_noun(folded: str, end: int, stop: int) -> bool:
    """Whether the phrase ends here: a single character is a noun only there (8个村, not 村庄)."""
    return end >= stop or not "一" <= folded[end] <= "龥" or _PREDICATE.match(folded, end) is not None


def _governor(before: Span, noun: Token | None, tokens: Tokens) -> Token | None:
    """The verb that governs the noun before the number: the nearest, unless it is part of an earlier one's object."""
    stop = noun.start if noun and before[0] <= noun.start < before[1] else before[1]
    acts = [token for token in tokens.uncovered((before[0], stop)) if token.meaning.act]
    if not acts:
        return None
    chosen = acts[-1]
    if len(acts) > 1 and noun and chosen.end == noun.start and chosen.meaning.act not in only_verbs():
        # 提出审查意见: the nearer one is part of the noun
        chosen = acts[-2]
    return _outermost(chosen, acts)


def _outermost(chosen: Token, acts: list[Token]) -> Token:
    """承接四批省市下放权限: what is taken over was delegated by another."""
    for earlier in acts:
        if earlier.start < chosen.start and chosen.meaning.act in act_objects()[earlier.meaning.act]:
            return earlier
    return chosen


def _act_of_row(clause: Clause, noun: Token | None, tokens: Tokens) -> Token | None:
    """A verb at the head of the row spreads to every member, one behind the last of it spreads back."""
    if clause.row[0]:
        acts = [token for token in tokens.uncovered(clause.head) if token.meaning.act]
        if acts:
            return _outermost(acts[-1], acts)
    for span in (clause.after, clause.tail):
        for token in tokens.uncovered(span):
            if token.meaning.act and (noun is None or token.start >= noun.end):
                return token
    return None


def _read_other_member(folded: str, noun: Token, before: Span, tokens: Tokens) -> str:
    """The class of the noun that one is joined to: 代表建议、意见; 执法记录仪等设备."""
    if noun.start > before[0] and folded[noun.start - 1] in "、和与及等":
        other = tokens.head_ending(noun.start - 1, before[0])
        return other.meaning.head if other else ""
    return ""


def _unknown_noun(folded: str, before: Span, tokens: Tokens) -> Span | None:
    """A noun right before the number that heads.csv does not know."""
    end = _trim(folded, *before)
    inside = tokens.inside((max(before[0], end - _LONGEST_TAIL), end))
    if end - before[0] < 2 or any(token.end == end for token in inside):
        return None
    last = max((token.end for token in inside), default=before[0])
    return next((run.span() for run in _HAN.finditer(folded, last, end) if run.end() == end), None)


def _read_audience(before: Span, after: Span, noun: Token | None, tokens: Tokens) -> str:
    for span in (before, after):
        found = [
            token
            for token in tokens.inside(span)
            if token.meaning.audience and not (noun and token.start == noun.start and token.end == noun.end)
        ]
        if found:
            return found[-1].meaning.audience
    return ""


def _find_reach(clause: Clause, tokens: Tokens) -> int | None:
    """Clauses before that have a verb and an object of their own end what may be carried: 开通企业办事绿色通道，受理1.2万件."""
    for n, span in enumerate(clause.earlier[:_NEAREST]):
        if span[0] < clause.sentence[0]:
            return None
        words = tokens.uncovered(span)
        first = next((token for token in words if token.meaning.act), None)
        if first and first.meaning.act in _OPENS:
            things = [token.meaning.head for token in words if token.start >= first.end and token.meaning.head]
            if things and things[-1] in _MEASURES:
                return n + 1
    return None


def _read_state(folded: str, clause: Clause, before: Span) -> str:
    if clause.in_brackets and _REMAINDER.search(folded, *before):
        return "remainder"
    if _FROM.search(folded, *before) and clause.row[0] + 1 < clause.row[1]:
        return "from"
    if clause.row[0] and _FROM.search(folded, clause.head[0], clause.head[1]) and _MOVED.match(folded, *before):
        return "to"
    return "whole"
