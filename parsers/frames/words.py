"""The lexicon of the frame's slots as one table of words: heads.csv, acts.csv, audiences.csv, each word once in its slot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from parsers.seed import read_seed
from parsers.text.width import fold_width

NOTHING = "nothing"
"""The class of words that only hide a noun inside them (规范化, 按规定)."""


class BadLexiconError(ValueError):
    """A word stands twice in one slot, or a row names a class that does not exist; mend the row."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word can be in a frame: of which class in each slot, empty where it is none there."""

    head: str = ""
    act: str = ""
    audience: str = ""


@cache
def head_classes() -> frozenset[str]:
    """The classes of heads.csv."""
    return frozenset(row["class"] for row in read_seed("heads.csv")) - {NOTHING}


@cache
def head_sorts() -> dict[str, str]:
    """For each class of heads.csv what sort of thing it is: person, body, meeting, award, rate or thing."""
    return {row["class"]: row["sort"] for row in read_seed("heads.csv")}


@cache
def audience_classes() -> frozenset[str]:
    """The classes of audiences.csv."""
    return frozenset(row["class"] for row in read_seed("audiences.csv"))


@cache
def act_objects() -> dict[str, frozenset[str]]:
    """For each class of acts the classes that stand inside its object (承接 … 下放 …)."""
    rows = read_seed("acts.csv")
    known = {row["class"] for row in rows}
    over = {row["class"]: frozenset(row["over"].split()) for row in rows}
    for name, objects in over.items():
        if unknown := objects - known:
            raise BadLexiconError(f"acts.csv, {name}: unknown {', '.join(sorted(unknown))}")
    return over


@cache
def head_concepts() -> dict[str, str]:
    """For each class of heads.csv that is one what it is to the rules: a concept of concepts.csv."""
    return {row["class"]: row["concept"] for row in read_seed("heads.csv") if row["concept"]}


@cache
def act_concepts() -> dict[str, str]:
    """For each class of acts.csv that is one what it is to the rules: a concept of concepts.csv."""
    return {row["class"]: row["concept"] for row in read_seed("acts.csv") if row["concept"]}


@cache
def only_verbs() -> frozenset[str]:
    """The classes of acts that are never part of a compound noun: 参加考试 is no kind of exam."""
    return frozenset(row["class"] for row in read_seed("acts.csv") if row["use"] == "verb")


@cache
def slot_words() -> dict[str, Meaning]:
    """What each word means, half-width. Raises BadLexiconError where a slot has a word twice."""
    slots: dict[str, dict[str, str]] = {"heads.csv": {}, "acts.csv": {}, "audiences.csv": {}}
    for name, words in slots.items():
        for row in read_seed(name):
            for word in fold_width(row["words"]).split("|"):
                if word in words:
                    raise BadLexiconError(f"{name}: {word} stands under {words[word]} and {row['class']}")
                words[word] = row["class"]
    heads, acts, audiences = slots.values()
    heads = {word: "" if name == NOTHING else name for word, name in heads.items()}
    return {
        word: Meaning(heads.get(word, ""), acts.get(word, ""), audiences.get(word, ""))
        for word in heads.keys() | acts.keys() | audiences.keys()
    }
