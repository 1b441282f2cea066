"""Which judgements stand: one's own later word replaces the earlier, undone ones are gone, and where people differ none stands.

Nothing is guessed: of two people who say different things neither is right because he came later. Somebody who has seen both
settles it (`settles`), or one of the two changes his mind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from warehouse.judge.judgement import AUDIT, REJECTED, REPORT, UNDO, Judgement

WITHDRAWN, REPLACED, STANDING, CONTESTED = "withdrawn", "replaced", "standing", "contested"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A figure (or report) of which people say different things."""

    judgements: tuple[Judgement, ...]
    """The last word of each of them."""

    def describe(self) -> str:
        """Who says what, in one line."""
        first = self.judgements[0]
        said = "；".join(f"{one.reviewer} {spell_verdict(one)}" for one in self.judgements)
        return f"{first.report_id or first.page_id} “{first.quote or ''}”：{said}"


def spell_verdict(judgement: Judgement) -> str:
    """What was said, in a few words: `changed unit=人`."""
    said = " ".join(f"{name}={'' if value is None else value}" for name, value in judgement.said.items())
    return f"{judgement.verdict} {said}".strip()


def judge_standing(
    judgements: Iterable[Judgement], place_of: Callable[[Judgement], Hashable] = lambda judgement: judgement.place
) -> dict[str, str]:
    """By judgement_id whether it is withdrawn, replaced, standing or contested; samples and undoings are left out.

    `place_of` tells which judgements speak of the same thing. The order of the lines does not matter: two copies of a ledger,
    merged either way, say the same.
    """
    judgements = sorted(judgements, key=lambda one: (one.judged_at, one.judgement_id))
    undone = {one.undoes for one in judgements if one.about == UNDO}
    state: dict[str, str] = {}
    groups: dict[Hashable, dict[str, Judgement]] = {}
    for one in judgements:
        if one.about in (AUDIT, UNDO):
            continue
        if one.judgement_id in undone:
            state[one.judgement_id] = WITHDRAWN
            continue
        last_words = groups.setdefault(place_of(one), {})
        if one.reviewer in last_words:
            state[last_words[one.reviewer].judgement_id] = REPLACED
        last_words[one.reviewer] = one
    for last_words in groups.values():
        _settle(list(last_words.values()), state)
    return state


def list_conflicts(
    judgements: Iterable[Judgement], place_of: Callable[[Judgement], Hashable] = lambda judgement: judgement.place
) -> list[Conflict]:
    """What people say differently and nobody has settled."""
    judgements = list(judgements)
    state = judge_standing(judgements, place_of)
    groups: dict[Hashable, list[Judgement]] = {}
    for one in judgements:
        if state.get(one.judgement_id) == CONTESTED:
            groups.setdefault(place_of(one), []).append(one)
    return [Conflict(tuple(group)) for group in groups.values()]


def spell_outcome(judgement: Judgement) -> str:
    """What the judgement comes to: two of the same outcome agree, whatever was read when they were made."""
    if judgement.verdict == REJECTED:
        return REJECTED
    asserted = {**judgement.read, **judgement.said} if judgement.about == REPORT else judgement.asserted
    plain = {
        name: float(value) if name == "value" and value is not None else value
        for name, value in asserted.items()
        if name not in ("label", "kind")
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _settle(last_words: list[Judgement], state: dict[str, str]) -> None:
    """Of the last words of all people about one thing: which stand."""
    settled = {name for one in last_words for name in one.settles}
    open_words = [one for one in last_words if one.judgement_id not in settled]
    # Two who settled each other's words settle nothing.
    open_words = open_words or last_words
    for one in last_words:
        state[one.judgement_id] = REPLACED
    differ = len(open_words) > 1 and len({spell_outcome(one) for one in open_words}) > 1
    for one in open_words:
        state[one.judgement_id] = CONTESTED if differ else STANDING
