"""How right names are with and without the model of words: `python -m tests.benchmarks.opinion` (scikit-learn, three minutes).

The model is fitted to all lessons but the paragraphs (`tests/gold/sentences/paragraphs_*.jsonl`), which nobody mended rules by either; of their figures it is told what the
rules alone name, what rules and model name together, and how often they are right where they agree and where they differ.
"""

from __future__ import annotations

from collections import Counter
from unittest.mock import patch

from parsers.figures import weighing
from parsers.figures.facts import find_quantities
from parsers.figures.reading import open_reading
from parsers.figures.second_opinion import PLAIN
from parsers.figures.wording import word_sighting
from parsers.opinion.weights import Model, unpack_weights
from parsers.opinion.wording import list_features
from parsers.outline.sections import read_sections
from tests.measure_blind import interval
from tests.teach_opinion import fit, gather_lessons, read_sentences

_HELD = "paragraphs_"


def main() -> None:
    """Fit, judge, print."""
    model = unpack_weights(fit(gather_lessons(lambda name: not name.startswith(_HELD))))
    told: Counter[tuple[str, bool]] = Counter()
    scores = {"rules alone": [0, 0, 0], "rules and model": [0, 0, 0]}
    with patch.object(weighing, "read_weights", lambda: model):
        for text, start, end, indicator_id, fair in read_sentences(lambda name: name.startswith(_HELD)):
            by_rules, together, agrees = _read(model, text, start, end)
            due = {indicator_id} - {None}
            for name, ids in (("rules alone", by_rules), ("rules and model", together)):
                wanted = ids if (ids or {None}) <= {indicator_id, *fair} else due
                for place, many in enumerate((len(ids & wanted), len(ids - wanted), len(wanted - ids))):
                    scores[name][place] += many
            right = (by_rules or {None}) <= {indicator_id, *fair}
            told[
                f"rules {'name' if by_rules else 'leave without name'}, model {'agrees' if agrees else 'differs'}",
                right,
            ] += 1
    for name, (right, false, missed) in scores.items():
        print(
            f"{name}: precision {right / (right + false):.3f}, recall {right / (right + missed):.3f} ({right}, {false}, {missed})"
        )
    for kind in sorted({kind for kind, _ in told}):
        good, of = told[kind, True], told[kind, True] + told[kind, False]
        low, high = interval(good, of)
        print(f"  {kind}: {good} of {of} right, {good / of:.3f} ({low:.3f} to {high:.3f})")


def _read(model: Model, text: str, start: int, end: int) -> tuple[set[str], set[str], bool]:
    """What the rules name a figure, what it is named in the end, and whether the model alone says what the rules do."""
    reading, figures = open_reading(text, find_quantities(text)[0], read_sections(text), PLAIN)
    by_rules: set[str] = set()
    together: set[str] = set()
    said: set[str | None] = set()
    for sightings in figures:
        if not (sightings[0].quantity.char_start < end and start < sightings[0].quantity.char_end):
            continue
        for sighting in sightings:
            by_rules |= {sighting.match.indicator_id} if sighting.match else set()
            weighed = weighing.weigh_name(reading, sighting).match
            together |= {weighed.indicator_id} if weighed else set()
            said.add(model.judge(list_features(word_sighting(reading, sighting))).indicator_id)
    return by_rules, together, said <= (by_rules or {None})


if __name__ == "__main__":
    main()
