"""How well the second opinion tells right names from wrong ones: `python -m tests.benchmarks.opinion [FACTS.json]`.

Each annotated text is judged by a model that was not taught by it (the others and the catalogue's examples), and by the examples
alone; what the rules of today name it stands beside. `FACTS.json`: {text: [[start, end, indicator], …]} of other rules instead, as
those that read the texts for the first time.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from parsers.figures.second_opinion import Mark, Worded, count_examples, match_marks, read_annotated
from parsers.opinion.counts import Counts, Model
from parsers.opinion.wording import list_features
from tests.measure_blind import interval

Marked = list[tuple[Worded, list[str]]]


def main(facts: Path | None) -> None:
    """Judge, print."""
    names = sorted(path.stem for path in (Path(__file__).parents[1] / "gold" / "texts").glob("*.txt"))
    texts = dict(zip(names, read_annotated(), strict=True))
    marked = {name: list(match_marks(*texts[name])) for name in names}
    read = json.loads(facts.read_text(encoding="utf-8")) if facts else None
    examples = count_examples()
    for title, others in (("examples alone", False), ("examples and the other texts", True)):
        told: Counter[tuple[str, bool]] = Counter()
        for name in names if read is None else sorted(read):
            counts = examples.copy()
            for other in names if others else ():
                if other != name:
                    teach(counts, marked[other])
            told += judge(Model(counts), marked[name], None if read is None else read[name])
        print(title)
        for kind in sorted({kind for kind, _ in told}):
            right, of = told[kind, True], told[kind, True] + told[kind, False]
            low, high = interval(right, of)
            print(f"  {kind}: {right} of {of} right, {right / of:.3f} ({low:.3f} to {high:.3f})")


def teach(counts: Counts, marked: Marked) -> None:
    """Count the figures of a text."""
    for worded, taken in marked:
        for wording, named in zip(worded.wordings, worded.named, strict=True):
            name = named if named in taken else min(taken, default=None)
            counts.add(list_features(wording), name, wording.head_class)


def judge(model: Model, marked: Marked, read: list[Mark] | None) -> Counter[tuple[str, bool]]:
    """How often the rules were right, by what the model said; and the model alone."""
    told: Counter[tuple[str, bool]] = Counter()
    for worded, taken in marked:
        named = set(worded.named) - {None} if read is None else {i for *span, i in read if _meets(worded, span) and i}
        opinions = [model.judge(list_features(wording)) for wording in worded.wordings]
        agrees = all(opinion.agrees(named) for opinion in opinions)
        right = named == set(taken)
        told[
            f"rules {'name' if named else 'leave without name'}, model {'agrees' if agrees else 'differs'}", right
        ] += 1
        told[
            "model alone",
            all((opinion.indicator_id in taken) if taken else opinion.indicator_id is None for opinion in opinions),
        ] += 1
        if taken:
            told[
                "due one is among the candidates", all(set(opinion.candidates) & set(taken) for opinion in opinions)
            ] += 1
    return told


def _meets(worded: Worded, span: list[int]) -> bool:
    return span[0] < worded.char_end and worded.char_start < span[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
