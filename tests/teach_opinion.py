"""Fit the model of words to what we wrote and annotated, and store its weights: `python -m tests.teach_opinion` (scikit-learn, two to four minutes).

It is taught by the catalogue's examples, the annotated texts (`tests/gold/texts`) and the annotated sentences and paragraphs (`tests/gold/sentences`, a line of JSON
each: `text`, and `figures`, each [start, end, indicator or null, other readings that are as fair]). Nothing of a real report is among them.
Fitted anew on another machine, a weight may differ in its last digit; a test holds what is stored against its lessons.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from parsers.figures.second_opinion import PLAIN, Worded, list_examples, spell_lessons, word_figures, word_lessons
from parsers.opinion.weights import STORED, Said, pack_weights
from parsers.outline.sections import read_sections
from parsers.seed import read_seed

GOLD = Path(__file__).parent / "gold"
WRITTEN = Path(__file__).parents[1] / "parsers" / "opinion" / STORED

Mark = tuple[int, int, list[str]]
"""Start and end of a figure, and the indicators that it takes."""

_FEWEST = 2
"""How often a feature must have been seen."""
_STRENGTH = 3.0
"""Inverse of the strength with which weights are held small (L2); 1 to 10 make no difference that could be measured."""
_ROUNDS = 80
_LEAST = 0.2
"""Smaller weights are left out: the likeliest stays the same in 97 of 100, and what is named in all that was tried."""


def match_marks(text: str, marks: Sequence[Mark]) -> Iterator[tuple[Worded, list[str]]]:
    """The figures of a text that are marked, with the indicators that each takes."""
    for worded in word_figures(text, read_sections(text), PLAIN):
        for start, end, taken in marks:
            if start < worded.char_end and worded.char_start < end:
                yield worded, taken
                break


def read_annotated() -> Iterator[tuple[str, list[Mark]]]:
    """Each annotated text with its figures, soft mentions left out."""
    for path in sorted((GOLD / "texts").glob("*.txt")):
        facts = (GOLD / f"{path.stem}.facts.jsonl").read_text(encoding="utf-8").splitlines()
        marks = [json.loads(line) for line in facts if line.strip()]
        yield (
            path.read_bytes().decode("utf-8"),
            [
                (mark["start"], mark["end"], sorted({mark["indicator"], *mark.get("also", [])} - {None}))
                for mark in marks
                if not mark.get("soft")
            ],
        )


def _all(name: str) -> bool:
    return bool(name)


def read_sentences(keep: Callable[[str], bool] = _all) -> Iterator[tuple[str, int, int, str | None, list[str | None]]]:
    """Each figure of the sentences (of files whose name `keep` says yes to): the text, where it stands, what it is, what it may be as well."""
    for path in sorted(path for path in (GOLD / "sentences").glob("*.jsonl") if keep(path.stem)):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for start, end, indicator_id, *fair in row["figures"]:
                yield row["text"], start, end, indicator_id, fair[0] if fair else []


def gather_lessons(keep: Callable[[str], bool] = _all) -> list[Said]:
    """All that the model is taught; of the sentences, those of the files that `keep` says yes to."""
    lessons = list_examples(read_seed("indicator_examples.csv"))
    for text, marks in read_annotated():
        for worded, taken in match_marks(text, marks):
            lessons += spell_lessons(worded, taken)
    for text, start, end, indicator_id, _ in read_sentences(keep):
        lessons += word_lessons("", text, (start, end), [indicator_id] if indicator_id else [])
    return lessons


def fit(lessons: list[Said]) -> bytes:
    """The weights as they are stored."""
    from numpy import median
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(feature for features, _, _ in lessons for feature in features)
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform(
        [{feature: 1 for feature in features if seen[feature] >= _FEWEST} for features, _, _ in lessons]
    )
    classes = [indicator_id or f"none {head_class}" for _, indicator_id, head_class in lessons]
    fitted = LogisticRegression(C=_STRENGTH, max_iter=_ROUNDS).fit(rows, classes)
    weights = fitted.coef_ - median(fitted.coef_, axis=0, keepdims=True)
    kept = {
        feature: {n: float(weight) for n, weight in enumerate(weights[:, column]) if abs(weight) >= _LEAST}
        for column, feature in enumerate(vectorizer.get_feature_names_out())
    }
    return pack_weights(
        [str(name) for name in fitted.classes_],
        [float(b) for b in fitted.intercept_],
        {f: row for f, row in kept.items() if row},
    )


if __name__ == "__main__":
    taught = gather_lessons()
    packed = fit(taught)
    WRITTEN.write_bytes(packed)
    print(f"{len(taught)} lessons, {len(packed)} bytes")
