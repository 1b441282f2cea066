"""Lines of a scanned page: how it is turned, and where two columns were found as one line."""

from __future__ import annotations

from math import cos, radians, sin

import pytest

from parsers.body.documents.boxes import Box, cut_lines, find_whites, measure_turn, turn_point, widen_box


def draw_line(left: float, top: float, wide: float, high: float, degrees: float) -> Box:
    """The box of a line that begins there and is turned."""
    along, down = radians(degrees), radians(degrees + 90)
    right = left + wide * cos(along), top + wide * sin(along)
    foot = high * cos(down), high * sin(down)
    return (left, top), right, (right[0] + foot[0], right[1] + foot[1]), (left + foot[0], top + foot[1])


@pytest.mark.parametrize("degrees", [-1.5, 0.0, 0.7, 3.0])
def test_page_is_turned_as_its_long_lines_are(degrees: float) -> None:
    lines = [draw_line(200, 100 + 40 * row, 1200, 30, degrees) for row in range(9)]
    # A stamp's few characters and a page number lie as they like.
    lines += [draw_line(900, 300, 120, 40, 20), draw_line(800, 2200, 40, 30, -9)]
    turned = measure_turn(lines)
    assert turned == pytest.approx(radians(degrees), abs=1e-9)
    straight = [turn_point(corner, -turned) for corner in lines[0]]
    assert straight[0][1] == pytest.approx(straight[1][1])
    assert straight[1][0] - straight[0][0] == pytest.approx(1200)


def test_page_without_long_lines_is_not_turned() -> None:
    assert measure_turn([]) == 0.0
    assert measure_turn([draw_line(100, 100, 60, 40, 12)]) == 0.0


@pytest.mark.parametrize("degrees", [0.0, 1.5])
def test_line_over_a_gutter_comes_apart_where_its_ink_ends(degrees: float) -> None:
    line = draw_line(200, 500, 1000, 30, degrees)
    (parts,) = cut_lines([line], [find_whites([place < 480 or place >= 520 for place in range(1000)], 30)])
    left, right = parts
    ends, begins = ((200 + x * cos(radians(degrees)), 500 + x * sin(radians(degrees))) for x in (480, 520))
    assert left[0] == line[0]
    assert right[1] == pytest.approx(line[1])
    assert left[1] == pytest.approx(ends)
    assert right[0] == pytest.approx(begins)


@pytest.mark.parametrize("degrees", [-1.0, 0.0, 2.0])
def test_narrow_gutter_is_known_by_the_lines_above_and_below(degrees: float) -> None:
    # 18 pixels of white in lines of 30, as between two columns that stand close, and as behind a stop.
    turn = radians(degrees)
    lines = [draw_line(200 - 45 * row * sin(turn), 500 + 45 * row * cos(turn), 1000, 30, degrees) for row in range(7)]
    gutter = [[place < 500 or place >= 518 for place in range(1000)]] * 7
    assert [len(parts) for parts in cut_lines(lines, [find_whites(inked, 30) for inked in gutter])] == [2] * 7
    stops = [[not 100 + 90 * row <= place < 118 + 90 * row for place in range(1000)] for row in range(7)]
    assert cut_lines(lines, [find_whites(inked, 30) for inked in stops]) == [[]] * 7


def test_line_of_one_column_is_whole() -> None:
    # The blank half of a stop's cell is no gutter.
    inked = [place % 30 < 24 and not 300 <= place < 311 for place in range(900)]
    assert cut_lines([draw_line(0, 0, 900, 30, 0)], [find_whites(inked, 30)]) == [[]]
    assert find_whites([False] * 90, 30) == []
    assert cut_lines([], []) == []


def test_row_of_three_cells_gives_three_parts() -> None:
    inked = [place < 100 or 200 <= place < 300 or place >= 400 for place in range(500)]
    (parts,) = cut_lines([draw_line(0, 0, 500, 30, 0)], [find_whites(inked, 30)])
    assert [(round(part[0][0]), round(part[1][0])) for part in parts] == [(0, 100), (200, 300), (400, 500)]


def test_margin_is_a_share_of_the_height_on_all_sides() -> None:
    wider = widen_box(draw_line(100, 100, 400, 40, 0), 0.1)
    for corner, wanted in zip(wider, ((96, 96), (504, 96), (504, 144), (96, 144)), strict=True):
        assert corner == pytest.approx(wanted)
