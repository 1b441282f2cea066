"""Multinomial logistic regression over the words and slots of a figure: what it is likeliest to count, and how likely.

Fitted by `python -m tests.teach_opinion` to sentences of our own (the catalogue's examples, the annotated texts, `tests/gold/sentences`); here
are only the weights that came of it, and how they are asked. Small ones are left out, and of each feature the median is taken off: it is the same
for most classes, and what is added to all changes nothing (Bishop 2006, Pattern Recognition and Machine Learning, 4.3.4). A class is an indicator, or
none of them by the kind of noun that is counted.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from importlib.resources import files
from math import exp, log

from parsers.opinion.lanes import MOST_MARGIN, Lanes, Row

STORED = "weights.bin"
SHOWN = 5
_NONE = "none "
_HUNDREDTHS = 100
_EPOCHS = 3
_RATE = 0.05
"""How far a lesson moves the weight of each of its features, times what the model was wrong by."""
_LEAST_STEP = 0.002
_FAR = 15.0
"""How far below the likeliest a score is nothing: exp(-15) is three in ten million."""

Said = tuple[Collection[str], str | None, str]
"""How a figure is said, by its features, what it is, an indicator or none, and the kind of its noun."""


class BadWeightsError(ValueError):
    """What was written down cannot be read; learn anew."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model would name a figure."""

    indicator_id: str | None
    """The likeliest; None: no indicator."""
    candidates: tuple[str, ...]
    """The likeliest indicators, the likeliest first, whether or not none is likelier."""
    likelihood: float = 0.0
    """In [0, 1]: how likely the model holds `indicator_id` to be what the figure counts, on text like what it was fitted to."""

    def agrees(self, named: Iterable[str | None]) -> bool:
        """Whether what the rules named (one id or several, None for none) is what the model would."""
        return self.indicator_id in (set(named) or {None})


class Model:
    """The weights, ready to be asked, and what was learned beside them."""

    def __init__(self, names: list[str], bias: list[float], rows: dict[str, Row]) -> None:
        self.names = names
        self._stored = len(names)
        self._places = {name: n for n, name in enumerate(names)}
        self._bias = bias
        self._rows = rows
        self._learned: dict[str, dict[int, float]] = {}
        self._ids = [n for n, name in enumerate(names) if not name.startswith(_NONE)]
        self._nones = [n for n, name in enumerate(names) if name.startswith(_NONE)]
        self._start = [round(b * _HUNDREDTHS) for b in bias]
        self._lanes = Lanes(self._start, rows)
        self._masks: dict[frozenset[str], int] = {}

    def judge(self, features: Collection[str]) -> Opinion:
        """What a figure with these features (`list_features`) is likeliest to be; features that were never seen say nothing."""
        scores = self._score(features)
        shares, none = self._share(scores)
        ids = nlargest(SHOWN, self._ids, key=scores.__getitem__)
        candidates = tuple(self.names[n] for n in ids)
        if not ids or none >= shares[ids[0]]:
            return Opinion(None, candidates, none)
        return Opinion(candidates[0], candidates, shares[ids[0]])

    def find_other(self, said: Said, among: frozenset[str], least: float) -> str | None:
        """The indicator among these that is likelier than any other class, and at least so likely; None where the figure is named so already.

        `least` is above a half. Of the stored weights alone.
        """
        features, named, head_class = said
        whole = self._lanes.add(features)
        if whole is not None and not self._overtakes(whole, named or _NONE + head_class, among, least):
            return None
        sums = self._part(features, whole)
        most = max(sums)
        name = self.names[sums.index(most)]
        if name == named or name not in among:
            return None
        return name if 1 / sum([exp((one - most) / _HUNDREDTHS) for one in sums]) >= least else None

    def _overtakes(self, whole: int, named: str, among: frozenset[str], least: float) -> bool:
        """Whether one of these may be so likely: at .9 it is nine times as likely as what the figure is named. It is so in one of thirty."""
        rival = self._places.get(named, self._stored)
        margin = int(log(least / (1 - least)) * _HUNDREDTHS)
        if rival >= self._stored or margin > MOST_MARGIN:
            return True
        if among not in self._masks:
            names = self.names[: self._stored]
            self._masks[among] = self._lanes.mask(n for n, name in enumerate(names) if name in among)
        return self._lanes.has_above(whole, rival, margin, self._masks[among])

    def _share(self, scores: Sequence[float]) -> tuple[list[float], float]:
        """How likely each class is, and that it is none of the indicators."""
        least = max(scores, default=0.0) - _FAR
        shares = [exp(score - least) if score > least else 0.0 for score in scores]
        whole = sum(shares) or 1.0
        shares = [share / whole for share in shares]
        return shares, sum([shares[n] for n in self._nones])

    def _score(self, features: Collection[str]) -> list[float]:
        sums = self._part(features, self._lanes.add(features))
        scores = [one / _HUNDREDTHS for one in sums] + self._bias[self._stored :]
        if self._learned:
            for feature in features:
                for n, weight in self._learned.get(feature, {}).items():
                    scores[n] += weight
        return scores

    def _part(self, features: Collection[str], whole: int | None) -> list[int]:
        """The sums, class by class, of the lanes as they were added; added slowly where they reach too far."""
        if whole is not None:
            return self._lanes.part(whole)
        sums = self._start[:]
        for feature in features:
            for n, weight in zip(*self._rows.get(feature, ((), ())), strict=True):
                sums[n] += weight
        return sums

    def teach(self, lessons: Sequence[Said]) -> Model:
        """A model that has learned these as well, by some steps of gradient descent; the same lessons in the same order give the same."""
        taught = self._copy()
        for _ in range(_EPOCHS):
            for features, indicator_id, head_class in lessons:
                taught._step(features, taught._place(indicator_id or _NONE + head_class))
        return taught

    def _copy(self) -> Model:
        copied = Model(self.names[: self._stored], self._bias[: self._stored], self._rows)
        for name in self.names[self._stored :]:
            copied._place(name)
        copied._learned = {feature: dict(moved) for feature, moved in self._learned.items()}
        return copied

    def _place(self, name: str) -> int:
        if name not in self._places:
            self._places[name] = len(self.names)
            (self._nones if name.startswith(_NONE) else self._ids).append(len(self.names))
            self.names.append(name)
            self._bias.append(min(self._bias, default=0.0))
        return self._places[name]

    def _step(self, features: Collection[str], due: int) -> None:
        shares, _ = self._share(self._score(features))
        steps = {n: -_RATE * share for n, share in enumerate(shares) if share > _LEAST_STEP}
        steps[due] = steps.get(due, 0.0) + _RATE
        for feature in features:
            moved = self._learned.setdefault(feature, {})
            for n, step in steps.items():
                moved[n] = round(moved.get(n, 0.0) + step, 6)

    def spell(self) -> str:
        """What was learned beside the weights, as JSON."""
        learned = {
            feature: {self.names[n]: step for n, step in sorted(moved.items())}
            for feature, moved in sorted(self._learned.items())
        }
        return json.dumps(learned, ensure_ascii=False, separators=(",", ":"))

    def recall(self, spelled: str) -> Model:
        """The model with what `spell` wrote. Raises BadWeightsError."""
        taught = self._copy()
        try:
            for feature, moved in json.loads(spelled).items():
                taught._learned[str(feature)] = {taught._place(str(name)): float(step) for name, step in moved.items()}
        except (ValueError, TypeError, AttributeError) as error:
            raise BadWeightsError(str(error)) from error
        return taught


@cache
def read_weights() -> Model:
    """The weights that came with this release. Raises FileNotFoundError where they are missing."""
    return unpack_weights(files("parsers.opinion").joinpath(STORED).read_bytes())


def pack_weights(names: Sequence[str], bias: Sequence[float], rows: dict[str, dict[int, float]]) -> bytes:
    """Weights as they are stored, to the hundredth: a line of JSON, a line for each feature, and the numbers of all of them behind each other."""
    features = sorted(rows)
    lengths, places, weights = array("H"), array("H"), array("h")
    for feature in features:
        kept = [
            (n, hundredths)
            for n, weight in sorted(rows[feature].items())
            if (hundredths := round(weight * _HUNDREDTHS))
        ]
        lengths.append(len(kept))
        places.extend(n for n, _ in kept)
        weights.extend(hundredths for _, hundredths in kept)
    numbers = (lengths, places, weights)
    if sys.byteorder == "big":
        for one in numbers:
            one.byteswap()
    head = json.dumps(
        {"names": list(names), "bias": [round(b, 3) for b in bias], "features": len(features)}, ensure_ascii=False
    )
    text = "\n".join([head, *features, ""]).encode()
    return zlib.compress(text + b"".join(one.tobytes() for one in numbers), 9)


def unpack_weights(packed: bytes) -> Model:
    """The model that `pack_weights` stored."""
    whole = zlib.decompress(packed)
    end = whole.index(b"\n")
    head = json.loads(whole[:end])
    lines = whole[end + 1 :].split(b"\n", head["features"])
    rest, features = lines.pop(), [line.decode() for line in lines]
    lengths = _take(rest, 0, "H", len(features))
    many, at = sum(lengths), 2 * len(features)
    places, weights = _take(rest, at, "H", many), _take(rest, at + 2 * many, "h", many)
    rows: dict[str, Row] = {}
    at = 0
    for feature, length in zip(features, lengths, strict=True):
        rows[feature] = (places[at : at + length], weights[at : at + length])
        at += length
    return Model(head["names"], head["bias"], rows)


def _take(body: bytes, at: int, kind: str, many: int) -> array[int]:
    numbers = array(kind)
    numbers.frombytes(body[at : at + many * numbers.itemsize])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
