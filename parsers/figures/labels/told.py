"""What a figure told, for those behind it."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy


class Told:
    """What a figure told, for the figures behind it; the thing that it counts is looked for only where one of them asks."""

    __slots__ = (
        "_core",
        "_find",
        "at",
        "changed",
        "counted",
        "nth",
        "parted",
        "prefix",
        "prev",
        "text",
        "topic",
        "unit",
        "whole",
    )

    def __init__(self, text: str, unit: str, at: int, counted: str, find: Callable[[], str] | None = None) -> None:
        """`at` is where the number starts, `counted` the unit of what the core was counted by: that of the cases behind a rate of them."""
        self.text, self.unit, self.at, self.counted = text, unit, at, counted
        self.whole: Told | None = None
        """What it is a part of, for the next member of its list."""
        self.prev: Told | None = None
        """What the figure before it in the sentence told."""
        self.prefix = ""
        """What its label took over."""
        self.parted = False
        """Whether it is one of a row by places (A、B、C分别检查12家、10家、8家): what follows is told of all."""
        self.nth = 0
        """Which of its whole's parts it is, 1 for the first; 0 for what is no part."""
        self.topic = ""
        """The matter that its label was put under, empty where its own words tell it."""
        self.changed = ""
        """The label of a change, for a second one that is told with the same words (分别下降48%、36%)."""
        self._find = find
        self._core: str | None = None if find else ""

    @property
    def in_row(self) -> bool:
        """Whether it is one of several that have something in common."""
        return self.parted or self.nth > 0

    @property
    def core(self) -> str:
        """The counted thing alone: 一审行政诉讼案件 of 收各类一审行政诉讼案件."""
        if self._core is None:
            self._core = self._find() if self._find else ""
            self._find = None
        return self._core

    def told_again(self, at: int) -> Told:
        """The same, told at another place."""
        again = copy(self)
        again.at = at
        return again
