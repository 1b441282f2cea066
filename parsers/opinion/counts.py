"""Multinomial naive Bayes over counts of features: what was taught can be added to, written down, and asked.

McCallum, Nigam (1998): A comparison of event models for naive Bayes text classification. Complement naive Bayes (Rennie et al.
2003) was tried beside it and told right from wrong names less well (`tests/benchmarks/README.md`): its weakness, that “none” is
of many kinds, is mended here by a class for each kind of noun that is counted without an indicator.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

SMOOTHING = 0.03
"""Added to each count. From 0.01 to 0.1 it makes no difference that could be measured."""
SHOWN = 5
_NONE = "none "


class BadCountsError(ValueError):
    """What was written down cannot be read; count anew."""


@dataclass
class Counts:
    """How often each feature stood with each class; a class is an indicator's id, or `none CLASS` of the noun that is counted."""

    features: dict[str, dict[str, int]] = field(default_factory=dict)
    taught: dict[str, int] = field(default_factory=dict)
    """How many figures of each class."""

    def add(self, features: Iterable[str], indicator_id: str | None, head_class: str, times: int = 1) -> None:
        """Teach a figure; no indicator where `indicator_id` is None."""
        name = indicator_id or _NONE + head_class
        self.taught[name] = self.taught.get(name, 0) + times
        for feature in features:
            counted = self.features.setdefault(feature, {})
            counted[name] = counted.get(name, 0) + times

    def copy(self) -> Counts:
        """Counts of their own, to be added to."""
        return Counts({feature: dict(counted) for feature, counted in self.features.items()}, dict(self.taught))

    def spell(self) -> str:
        """As JSON; the same counts in whatever order give the same characters."""
        names = {name: n for n, name in enumerate(sorted(self.taught))}
        rows = {
            feature: [part for name in sorted(counted) for part in (names[name], counted[name])]
            for feature, counted in sorted(self.features.items())
        }
        taught = [[name, self.taught[name]] for name in names]
        return json.dumps({"taught": taught, "features": rows}, ensure_ascii=False, separators=(",", ":"))


def read_counts(spelled: str) -> Counts:
    """What `Counts.spell` wrote. Raises BadCountsError."""
    try:
        content = json.loads(spelled)
        taught = {str(name): int(count) for name, count in content["taught"]}
        names = list(taught)
        features = {
            feature: {names[row[n]]: int(row[n + 1]) for n in range(0, len(row), 2)}
            for feature, row in content["features"].items()
        }
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise BadCountsError(str(error)) from error
    return Counts(features, taught)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model would name a figure. It is never an id by itself."""

    indicator_id: str | None
    """The likeliest; None: no indicator."""
    candidates: tuple[str, ...]
    """The likeliest indicators, the likeliest first, whether or not none is likelier."""

    def agrees(self, named: Iterable[str | None]) -> bool:
        """Whether what the rules named (one id or several, None for none) is what the model would."""
        return self.indicator_id in (set(named) or {None})


class Model:
    """What was counted, ready to be asked."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts

    @cached_property
    def _tables(self) -> tuple[list[str], list[float], list[float], dict[str, list[tuple[int, float]]]]:
        """The classes; of each the logarithm of its share, and of the share of a feature that never stood with it; by feature, what
        each class that it stood with gains.
        """
        names = sorted(self._counts.taught)
        place = {name: n for n, name in enumerate(names)}
        totals = [0] * len(names)
        for counted in self._counts.features.values():
            for name, count in counted.items():
                totals[place[name]] += count
        taught = sum(self._counts.taught.values())
        vocabulary = SMOOTHING * len(self._counts.features)
        gains = {
            feature: [(place[name], math.log1p(count / SMOOTHING)) for name, count in sorted(counted.items())]
            for feature, counted in self._counts.features.items()
        }
        priors = [math.log(self._counts.taught[name] / taught) for name in names]
        return names, priors, [math.log(SMOOTHING / (total + vocabulary)) for total in totals], gains

    def judge(self, features: Sequence[str]) -> Opinion:
        """What a figure with these features is likeliest to be; features that were never counted say nothing."""
        names, priors, absent, gains = self._tables
        known = [gained for feature in features if (gained := gains.get(feature))]
        scores = [prior + len(known) * less for prior, less in zip(priors, absent, strict=True)]
        for gained in known:
            for n, more in gained:
                scores[n] += more
        # (by name where two are alike: sorted is stable, and the names are in their order)
        ranked = sorted(range(len(names)), key=scores.__getitem__, reverse=True)
        ids = [names[n] for n in ranked if not names[n].startswith(_NONE)][:SHOWN]
        first = names[ranked[0]] if ranked else _NONE
        return Opinion(None if first.startswith(_NONE) else first, tuple(ids))
