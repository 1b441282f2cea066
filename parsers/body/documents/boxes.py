"""Boxes of lines on a scanned page: how far the page is turned, where white parts a line, what a part of it is."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from math import atan2, cos, dist, sin
from statistics import median
from typing import NamedTuple

Point = tuple[float, float]
Box = tuple[Point, Point, Point, Point]
"""Corners of a line in pixels, from the upper left one with the clock, y from the top."""

_WIDE = 0.75
"""Of a line's height: white that is wider parts two columns, whose gutter may be no wider than a character."""
_NARROW = 0.55
"""Of a line's height: white that is narrower stands behind every stop."""
_ABOVE_EACH_OTHER = 6
"""Lines whose white stands at one place of the page, or it is no gutter: stops stand above each other by chance."""
_LONG = 6
"""Heights of a line that tells by how much the page is turned."""


class White(NamedTuple):
    """White across a line."""

    start: float
    """Where it begins, as a share of the line's length."""
    end: float
    width: float
    """Heights of the line."""


def to_box(corners: Sequence[Sequence[float]]) -> Box:
    """The four corners as recognition gives them, from the upper left one with the clock."""
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return first, second, third, fourth


def measure_turn(boxes: Sequence[Box]) -> float:
    """By how much the page is turned, in radians: the median of its long lines; 0 where it has none."""
    turns = [
        atan2(right_above[1] - above[1], right_above[0] - above[0])
        for above, right_above, _, below in boxes
        if dist(above, right_above) > _LONG * dist(above, below)
    ]
    return median(turns) if turns else 0.0


def turn_point(point: Point, turn: float) -> Point:
    """The point after the page was turned round its corner, in radians."""
    x, y = point
    return x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)


def find_whites(inked: Sequence[bool], height: int) -> list[White]:
    """Where white stands across a line: `inked` tells of each column of pixels whether anything stands in it, `height` is the line's."""
    places = [place for place, ink in enumerate(inked) if ink]
    return [
        White((before + 1) / len(inked), after / len(inked), (after - before - 1) / height)
        for before, after in pairwise(places)
        if after - before - 1 > _NARROW * height
    ]


def cut_lines(boxes: Sequence[Box], whites: Sequence[Sequence[White]]) -> list[list[Box]]:
    """Each line's parts: cut where its white is wide, and where narrower white stands above that of other lines, as a gutter does.

    A line that is whole has no parts. A row of a table comes apart as well, and is put together again where lines are made.
    """
    turn = measure_turn(boxes)
    places = [
        [turn_point(_move(box[0], box[1], (white.start + white.end) / 2), -turn)[0] for white in found]
        for box, found in zip(boxes, whites, strict=True)
    ]
    every = sorted(place for found in places for place in found)
    parts = []
    for box, found, across in zip(boxes, whites, places, strict=True):
        near = dist(box[0], box[3]) / 2
        cuts = [
            white
            for white, place in zip(found, across, strict=True)
            if white.width > _WIDE or bisect(every, place + near) - bisect(every, place - near) >= _ABOVE_EACH_OTHER
        ]
        starts, ends = [0.0, *(white.end for white in cuts)], [*(white.start for white in cuts), 1.0]
        parts.append([_take_part(box, start, end) for start, end in zip(starts, ends, strict=True)] if cuts else [])
    return parts


def _take_part(box: Box, start: float, end: float) -> Box:
    """The part of a box between two shares of its length."""
    above, right_above, right_below, below = box
    return (
        _move(above, right_above, start),
        _move(above, right_above, end),
        _move(below, right_below, end),
        _move(below, right_below, start),
    )


def widen_box(box: Box, margin: float) -> Box:
    """The box with a margin on all sides, a share of its height."""
    above, right_above, _, below = box
    along = margin * dist(above, below) / max(dist(above, right_above), 1.0)
    left_top, right_top, right_foot, left_foot = _take_part(box, -along, 1 + along)
    return (
        _move(left_top, left_foot, -margin),
        _move(right_top, right_foot, -margin),
        _move(right_top, right_foot, 1 + margin),
        _move(left_top, left_foot, 1 + margin),
    )


def _move(one: Point, other: Point, share: float) -> Point:
    """The point on the way from one to the other: 0 is the one, 1 the other."""
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
