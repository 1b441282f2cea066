"""What `fazhi learn` makes of stated confidence: from 300 judgements to the reports that were not judged, many times over.

python -m tests.benchmarks.learning [--draws N] [--json FILE]

Judgements are simulated out of the annotated texts, whose truth is known; whole reports are drawn until there are 300, or figures
singly. Beside the texts as they are: the same with an engine that is worse in one place (a third of one theme's names wrong, a
fifth of one band's, half of five indicators'), and one whose statement is exact, so that there is nothing to learn.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

import duckdb

from tests.judged_gold import judge_truly, list_all_figures, make_gold_warehouse
from warehouse.judge.learning import (
    Reading,
    learn_shares,
    list_readings,
    measure_calibration,
    measure_gain,
    measure_loss,
    state_confidences,
)
from warehouse.judge.stored import fetch_figures

SIZE = 300
Shift = Callable[[Sequence[Reading], random.Random], list[Reading]]


def main(draws: int, file: Path | None) -> None:
    """Read, draw, learn, print."""
    readings = read_gold()
    rows = []
    for together, (name, shift) in itertools.product((True, False), SHIFTS.items()):
        drawn = "whole reports" if together else "single figures"
        rows.append({"engine": name, "drawn": drawn, **simulate(readings, shift, draws, together=together)})
        print(json.dumps(rows[-1], ensure_ascii=False), flush=True)
    if file:
        file.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def read_gold() -> list[Reading]:
    """What somebody who knows the truth says of every figure of the annotated texts."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "gold.duckdb"
        truth = make_gold_warehouse(path)
        with duckdb.connect(str(path)) as con:
            themes = dict(con.execute("SELECT indicator_id, theme FROM dim_indicator").fetchall())
            return list_readings(judge_truly(fetch_figures(con, list_all_figures(con)), truth), themes)


def simulate(readings: Sequence[Reading], shift: Shift, draws: int, *, together: bool) -> dict[str, Any]:
    """Calibration error and logarithmic score on what was not judged, before and after: mean, and between what 90 % lie."""
    told: dict[str, list[float]] = {"error before": [], "error after": [], "loss before": [], "loss after": []}
    taken = worse = 0
    for seed in range(draws):
        chance = random.Random(seed)
        judged, rest = draw(shift(readings, chance), SIZE, chance, together=together)
        gain = measure_gain(judged)
        before = [(one.confidence, one.right) for one in rest]
        after = before
        if gain.is_borne_out:
            learned = learn_shares(judged, [one.confidence for one in readings], gain.strength)
            after = list(zip(state_confidences(learned, rest), [one.right for one in rest], strict=True))
        taken += gain.is_borne_out
        worse += measure_loss(after) > measure_loss(before)
        for when, pairs in (("before", before), ("after", after)):
            told[f"error {when}"].append(measure_calibration(pairs))
            told[f"loss {when}"].append(measure_loss(pairs))
    spelled = {}
    for name, values in told.items():
        edges = quantiles(values, n=20)
        spelled[name] = f"{fmean(values):.4f} ({edges[0]:.4f} to {edges[-1]:.4f})"
    return {**spelled, "taken": taken / draws, "worse": worse / draws}


def draw(
    readings: Sequence[Reading], size: int, chance: random.Random, *, together: bool
) -> tuple[list[Reading], list[Reading]]:
    """So many judged readings, and those of the reports (or the single ones) that were not drawn."""
    if not together:
        chosen = set(chance.sample(range(len(readings)), size))
        return [readings[n] for n in sorted(chosen)], [one for n, one in enumerate(readings) if n not in chosen]
    pages = sorted({one.page_id for one in readings})
    chance.shuffle(pages)
    judged: list[Reading] = []
    while len(judged) < size:
        page = pages.pop()
        judged += [one for one in readings if one.page_id == page]
    left = set(pages)
    return judged[:size], [one for one in readings if one.page_id in left]


def _spoil(where: Callable[[Reading], bool], share: float) -> Shift:
    return lambda readings, chance: [
        replace(one, right=one.right and not (where(one) and chance.random() < share)) for one in readings
    ]


def _spoil_indicators(readings: Sequence[Reading], chance: random.Random) -> list[Reading]:
    common = {name for name, _ in Counter(one.indicator_id for one in readings if one.indicator_id).most_common(5)}
    return _spoil(lambda one: one.indicator_id in common, 0.5)(readings, chance)


SHIFTS: dict[str, Shift] = {
    "as it is": lambda readings, chance: list(readings),
    "a third of the names of one theme (enforcement) wrong": _spoil(lambda one: one.theme == "enforcement", 1 / 3),
    "a fifth wrong where .95 is stated": _spoil(lambda one: one.confidence == 0.95, 0.2),
    "half wrong of the five commonest indicators": _spoil_indicators,
    "right just as often as stated": lambda readings, chance: [
        replace(one, right=chance.random() < one.confidence) for one in readings
    ],
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    main(chosen.draws, chosen.json)
