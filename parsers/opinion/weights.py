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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nlargest
from importlib.resources import files
from math import exp

STORED = "weights.bin"
SHOWN = 5
_NONE = "none "
_HUNDREDTHS = 100
_EPOCHS = 3
_RATE = 0.05
"""How far a lesson moves the weight of each of its features, times what the model was wrong by."""
_LEAST_STEP = 0.002
_ZERO = 1 << 20
"""Nothing in a class's 32 bits, so that none ever falls below it: 4,000 features can be added before one runs over."""
_FAR = 15.0
"""How far below the likeliest a score is nothing: exp(-15) is three in ten million."""

Row = tuple[Sequence[int], Sequence[int]]
"""Classes by their number, and the weight of a feature for each, in hundredths."""
Said = tuple[Sequence[str], str | None, str]
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
    """The weights, ready to be asked, and what was learned beside them.

    The scores of all classes are one integer, 32 bits for each: to add a feature's row is one addition of long integers instead of hundreds.
    """

    def __init__(self, names: list[str], bias: list[float], rows: dict[str, Row]) -> None:
        self.names = names
        self._stored = len(names)
        self._bias = bias
        self._rows = rows
        self._learned: dict[str, dict[int, float]] = {}
        self._ids = [n for n, name in enumerate(names) if not name.startswith(_NONE)]
        self._nones = [n for n, name in enumerate(names) if name.startswith(_NONE)]
        self._start = self._lay([(n, round(b * _HUNDREDTHS)) for n, b in enumerate(bias)])
        # (most features of a text have come before; all rows together take 23 MB)
        self._lay_row = lru_cache(maxsize=None)(self._lay_feature)

    def judge(self, features: Sequence[str]) -> Opinion:
        """What a figure with these features (`list_features`) is likeliest to be; features that were never seen say nothing."""
        scores = self._score(features)
        shares, none = self._share(scores)
        ids = nlargest(SHOWN, self._ids, key=scores.__getitem__)
        candidates = tuple(self.names[n] for n in ids)
        if not ids or none >= shares[ids[0]]:
            return Opinion(None, candidates, none)
        return Opinion(candidates[0], candidates, shares[ids[0]])

    def find_other(self, features: Sequence[str], named: str | None) -> tuple[str, float] | None:
        """The indicator that is likelier than any other class, and how likely; None where that is none of them, or what it is `named` already.

        Of the stored weights alone.
        """
        lanes, _ = self._add(features)
        first = lanes.index(max(lanes))
        name = self.names[first]
        if name == named or name.startswith(_NONE):
            return None
        most = lanes[first]
        return name, 1 / sum([exp((lane - most) / _HUNDREDTHS) for lane in lanes])

    def _share(self, scores: Sequence[float]) -> tuple[list[float], float]:
        """How likely each class is, and that it is none of the indicators."""
        least = max(scores, default=0.0) - _FAR
        shares = [exp(score - least) if score > least else 0.0 for score in scores]
        whole = sum(shares) or 1.0
        shares = [share / whole for share in shares]
        return shares, sum([shares[n] for n in self._nones])

    def _score(self, features: Sequence[str]) -> list[float]:
        lanes, added = self._add(features)
        scores = [(lane - added * _ZERO) / _HUNDREDTHS for lane in lanes] + self._bias[self._stored :]
        if self._learned:
            for feature in features:
                for n, weight in self._learned.get(feature, {}).items():
                    scores[n] += weight
        return scores

    def _add(self, features: Sequence[str]) -> tuple[array[int], int]:
        """The sum of the rows of these features in hundredths, each above `_ZERO` times the second number."""
        rows = self._rows
        laid = [self._lay_row(feature) for feature in features if feature in rows]
        whole = sum(laid, self._start)
        return _take(whole.to_bytes(4 * self._stored, "little"), 0, "I", self._stored), len(laid) + 1

    def _lay_feature(self, feature: str) -> int:
        return self._lay(zip(*self._rows[feature], strict=True))

    def _lay(self, row: Iterable[tuple[int, int]]) -> int:
        lanes = array("I", [_ZERO]) * self._stored
        for n, hundredths in row:
            lanes[n] += hundredths
        if sys.byteorder == "big":
            lanes.byteswap()
        return int.from_bytes(lanes.tobytes(), "little")

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
        if name not in self.names:
            (self._nones if name.startswith(_NONE) else self._ids).append(len(self.names))
            self.names.append(name)
            self._bias.append(min(self._bias, default=0.0))
        return self.names.index(name)

    def _step(self, features: Sequence[str], due: int) -> None:
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
