"""A series as a line of the height of its row, drawn here as SVG: region pages hold a hundred of them and no library."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 96, 24, 3


def draw_sparkline(points: Sequence[tuple[int, float]], years: Sequence[int], broken_after: frozenset[int]) -> str:
    """SVG of (year, value) points over the years of the page; the line is cut at gaps and before years of `broken_after`.

    Hidden from screen readers: the values stand beside it. Empty for fewer than two points.
    """
    if len(points) < 2:
        return ""
    span = max(years) - min(years) or 1
    values = [value for _, value in points]
    low, high = min(values), max(values)
    height = high - low or 1

    def place(year: int, value: float) -> str:
        across = MARGIN + (WIDTH - 2 * MARGIN) * (year - min(years)) / span
        down = HEIGHT / 2 if high == low else HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - low) / height
        return f"{across:.1f} {down:.1f}"

    path = ""
    last: int | None = None
    for year, value in points:
        path += f"{'L' if last == year - 1 and year not in broken_after else 'M'}{place(year, value)}"
        last = year
    dots = "".join(f"M{place(year, value)}h0" for year, value in points)
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'<path d="{path}"/><path class="dots" d="{dots}"/></svg>'
    )
