"""Numbered runs inside running text: which of the marks 一是, （一）, ① … count something, and which only look so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Mark(NamedTuple):
    """A number in running text that may count an item. Marks of one `kind` (是, numeral_bracket …) count together."""

    kind: str
    ordinal: int
    start: int
    end: int
    before: str
    """The character before it, empty at the start of a paragraph."""
    certain: bool = False
    """Known to count, whatever stands around it: a paragraph's own number."""

    @property
    def is_separated(self) -> bool:
        """Whether it opens a paragraph or follows punctuation, white space or a closing quote."""
        return self.before == "" or self.before in "。！？!?;:,、”’\"')》】…- \n"


def group_marks(marks: Iterable[Mark]) -> list[list[Mark]]:
    """The runs that count 1, 2, 3 … among `marks`, given in text order; marks in no run are left out.

    - A lone first (一是 without any 二是 after it) counts nothing.
    - Within a run a number may be missing (the page lost it), and a later mark may lack the punctuation before it
      (`…肯定性批示二是强化法治意识`); the first may too if its second follows.
    - Runs nest: 一是…主要有：一是…；二是…。二是… are two runs.
    Takes time linear in the number of marks.
    """
    ordered = list(marks)
    if len(ordered) < 2:
        return []
    has_second = _find_seconds(ordered)
    has_successor = _find_successors(ordered)
    groups: list[list[Mark]] = []
    open_groups: dict[str, list[list[Mark]]] = {}
    for index, mark in enumerate(ordered):
        stack = open_groups.setdefault(mark.kind, [])
        joined = _join_group(stack, mark)
        if joined:
            continue
        starts = mark.certain or (
            has_second[index] if mark.ordinal == 1 else mark.is_separated and has_successor[index] and mark.ordinal == 2
        )
        if starts:
            group = [mark]
            groups.append(group)
            stack.append(group)
            del stack[:-_DEEPEST_NESTING]
    return [group for group in groups if len(group) > 1]


_DEEPEST_NESTING = 3


def _join_group(stack: list[list[Mark]], mark: Mark) -> bool:
    """Adds the mark to the innermost open run that it continues, closing the runs inside it."""
    for missing in (0, 1):
        for depth in range(len(stack) - 1, -1, -1):
            last = stack[depth][-1]
            if mark.ordinal == last.ordinal + 1 + missing and (mark.is_separated or missing == 0):
                stack[depth].append(mark)
                del stack[depth + 1 :]
                return True
    return False


def _find_seconds(marks: list[Mark]) -> list[bool]:
    """For each first mark whether a second of its own follows, each second answering for one first."""
    found = [False] * len(marks)
    waiting: dict[str, int] = {}
    for index in range(len(marks) - 1, -1, -1):
        kind, ordinal = marks[index].kind, marks[index].ordinal
        if ordinal == 2:
            waiting[kind] = waiting.get(kind, 0) + 1
        elif ordinal == 1 and waiting.get(kind):
            found[index] = True
            waiting[kind] -= 1
    return found


def _find_successors(marks: list[Mark]) -> list[bool]:
    """For each mark whether the next of its kind has the next number."""
    found = [False] * len(marks)
    following: dict[str, int] = {}
    for index in range(len(marks) - 1, -1, -1):
        kind, ordinal = marks[index].kind, marks[index].ordinal
        found[index] = following.get(kind) == ordinal + 1
        following[kind] = ordinal
    return found
