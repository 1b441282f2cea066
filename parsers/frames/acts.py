"""The governing verb of a figure: before its noun, at the head of its row, or behind it."""

from __future__ import annotations

from functools import cache

from parsers.frames.tokens import Span, Token, Tokens
from parsers.frames.words import act_objects, head_sorts, only_verbs
from parsers.numbers.clauses import Clause
from parsers.text.expressions import expression


def find_governor(before: Span, noun: Token | None, tokens: Tokens) -> Token | None:
    """The verb that governs the noun before the number: the nearest, unless it is part of an earlier one's object."""
    stop = noun.start if noun and before[0] <= noun.start < before[1] else before[1]
    acts = tokens.acts((before[0], stop))
    if not acts:
        return None
    chosen = acts[-1]
    if len(acts) > 1 and noun and chosen.end == noun.start and chosen.meaning.act not in only_verbs():
        # 提出审查意见: the nearer one is part of the noun
        chosen = acts[-2]
    return find_outermost(chosen, acts)


def find_outermost(chosen: Token, acts: list[Token]) -> Token:
    """承接四批省市下放权限: what is taken over was delegated by another."""
    if chosen.meaning.act not in _in_objects():
        return chosen
    for earlier in acts:
        if earlier.start < chosen.start and chosen.meaning.act in act_objects()[earlier.meaning.act]:
            return earlier
    return chosen


@cache
def _in_objects() -> frozenset[str]:
    """The classes of acts that may stand in another's object."""
    return frozenset(name for names in act_objects().values() for name in names)


_FARTHEST = 3
_DIGIT = expression(r"\d")


def find_elided(folded: str, clause: Clause, noun: Token | None, tokens: Tokens) -> Token | None:
    """The verb of the clause before, where this one only goes on with the same noun: 取消区级证明事项4项，村级证明事项35项."""
    if noun is None or clause.row[0] or noun.start >= clause.before[1] or head_sorts()[noun.meaning.head] == "rate":
        return None
    if tokens.acts((clause.head[0], clause.after[1])):
        return None
    for start, end in clause.earlier[:_FARTHEST]:
        if start < clause.sentence[0] or not _DIGIT.search(folded, start, end):
            return None
        words = tokens.uncovered((start, end))
        if all(token.meaning.head != noun.meaning.head for token in words):
            return None
        acts = [token for token in words if token.meaning.act and not token.meaning.head]
        if acts:
            return acts[0]
    return None


def find_act_of_row(folded: str, clause: Clause, noun: Token | None, tokens: Tokens) -> Token | None:
    """A verb at the head of the row spreads to every member, one behind the last of it spreads back."""
    if clause.row[0]:
        acts = tokens.acts(clause.head)
        # 受理案件中涉及公安9件、国土8件: what stands before 中 is where they are from
        if acts and "中" not in folded[acts[-1].end : clause.head[1]]:
            return find_outermost(acts[-1], acts)
    for span in (clause.after, clause.tail):
        for token in tokens.acts(span):
            if noun is None or token.start >= noun.end:
                return token
    return None
