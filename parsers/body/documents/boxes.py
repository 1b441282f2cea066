"""Boxes of lines on a scanned page: how far the page is turned, where white parts a line, what a part of it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, cos, dist, sin
from statistics import median

Point = tuple[float, float]
Box = tuple[Point, Point, Point, Point]
"""Corners of a line in pixels, from the upper left one with the clock, y from the top."""

_WHITE = 0.65
"""Of a line's height: white that is wider parts two columns, whose gutter may be no wider than a character."""
_LONG = 6
"""Heights of a line that tells by how much the page is turned."""


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


def cut_at_white(box: Box, inked: Sequence[bool], height: int) -> list[Box]:
    """The box's parts where white stands across it; empty where it is whole.

    `inked` tells of each column of pixels along the line whether anything stands in it, `height` is the line's in the same pixels.
    A row of a table comes apart as well, and is put together again where lines are made.
    """
    places = [place for place, ink in enumerate(inked) if ink]
    whites = [(before + after + 1) / 2 for before, after in pairwise(places) if after - before > _WHITE * height]
    edges = [0.0, *(white / len(inked) for white in whites), 1.0]
    return [_take_part(box, start, end) for start, end in pairwise(edges)] if whites else []


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
