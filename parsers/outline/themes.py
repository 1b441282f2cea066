"""What a section is about: the themes of the outline, told by the words of its heading (`seeds/themes.csv`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick

from parsers.seed import read_seed
from parsers.text.width import fold_width

THEMES = (
    "leadership", "functions", "rules", "decisions", "enforcement", "emergency", "disputes", "public_legal_services",
    "supervision", "technology", "publicity", "problems", "plans", "overview", "other",
)  # fmt: skip
"""After 《法治政府建设实施纲要（2021—2025年）》, 公共法律服务 and 法治宣传 apart, and what a report adds of its own."""

_INHERITED = ("problems", "plans")
_UNSPECIFIC = ("overview", "other", None)
_TELLING = 2
"""A heading whose words weigh less than this leaves the theme to its parent or its text."""


_PLAINLY = 4
"""So much weigh words of what is to come (下一步) that a report may open with them."""


def choose_theme(
    heading: str, parent_theme: str | None, child_headings: Sequence[str], text: str, *, opens: bool = False
) -> str:
    """The theme of a section of the first three levels, one of `THEMES`.

    A section of shortfalls or plans hands its theme down, unless a heading below names the other one. Otherwise the
    heading's own words decide; a heading that says nothing (`高质服务，人民群众更加满意`) takes its parent's theme or,
    below a general heading, that of the headings and then of the words under it (`text`, its beginning is enough).
    What `opens` a report tells what was done: 一、2024年重点工作, 一、工作重点举措和成绩.
    """
    scores = score_words(heading)
    if opens and scores.get("plans", 0) < _PLAINLY:
        scores.pop("plans", None)
    own = _pick_best(scores, parent_theme)
    if parent_theme in _INHERITED:
        return own if own in _INHERITED and own is not None and scores[own] > _TELLING else parent_theme
    if own is not None and scores[own] >= _TELLING:
        return own
    if parent_theme not in _UNSPECIFIC and parent_theme is not None:
        return parent_theme
    if own is not None:
        return own
    for words in ("\n".join(child_headings[:20]), text):
        scores = {
            theme: weight for theme, weight in score_words(words).items() if theme not in (*_INHERITED, *_UNSPECIFIC)
        }
        best = _pick_best(scores, None)
        if best is not None and scores[best] > _TELLING:
            return best
    return "other"


def score_words(words: str) -> dict[str, int]:
    """The weight of each theme in some words, themes in the order of their first word; half- and full-width alike."""
    scores: dict[str, int] = {}
    if not words or words.isspace():
        return scores
    automaton, listed = _load_words()
    longest: dict[int, str] = {}
    for index, start, end in automaton.find_matches_as_indexes(fold_width(words), overlapping=True):
        if end - start > len(longest.get(start, "")):
            longest[start] = listed[index]
    entries = _list_words()
    counted: set[str] = set()
    end = 0
    for start in sorted(longest):
        if start < end:
            continue
        word = longest[start]
        end = start + len(word)
        theme, weight = entries[word]
        if weight and word not in counted:
            counted.add(word)
            scores[theme] = scores.get(theme, 0) + weight
    return scores


def _pick_best(scores: dict[str, int], parent_theme: str | None) -> str | None:
    """The heaviest theme; among equals the parent's, else the one named first. 存在的问题和下步打算 is of problems."""
    if not scores:
        return None
    closing = [theme for theme, weight in scores.items() if theme in _INHERITED and weight > _TELLING]
    if len(closing) > 1:
        return closing[0]
    heaviest = max(scores.values())
    best = [theme for theme, weight in scores.items() if weight == heaviest]
    return parent_theme if parent_theme in best else best[0]


@cache
def _list_words() -> dict[str, tuple[str, int]]:
    """Theme and weight of each word."""
    entries: dict[str, tuple[str, int]] = {}
    for row in read_seed("themes.csv"):
        if row["theme"] not in THEMES:
            raise ValueError(f"seeds/themes.csv: unknown theme {row['theme']!r} of the word {row['word']!r}")
        entries[fold_width(row["word"])] = (row["theme"], int(row["weight"]))
    return entries


@cache
def _load_words() -> tuple[AhoCorasick, list[str]]:
    """Finds every word; `score_words` takes the longest at each place: 法治政府建设示范创建 before 示范创建."""
    words = list(_list_words())
    return AhoCorasick(words), words
