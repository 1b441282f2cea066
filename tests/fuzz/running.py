"""Trials in processes of their own: what kills one of them costs no other page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import cache

from flows.runs.parsing import make_pool
from parsers.records import RawPage
from tests.fuzz.mutations import URL, draw_page
from tests.fuzz.shapes import make_file_shapes, make_long_shapes, make_small_shapes
from tests.fuzz.trial import Trial, limit_addresses, try_page

_SLICE = 50
"""Pages that a process is handed at a time."""
_WORKERS = 2


Draw = Callable[[int, int], tuple[RawPage, tuple[str, ...]]]


def try_drawn(seed: int, count: int, draw: Draw = draw_page) -> Iterator[Trial]:
    """Trials of the drawn pages 0 to count - 1, in their order."""
    starts = iter(range(0, count, _SLICE))
    pool = make_pool(_WORKERS)
    waiting: list[tuple[int, Future[list[Trial]]]] = []
    while True:
        while len(waiting) < 2 * _WORKERS and (start := next(starts, None)) is not None:
            waiting.append((start, pool.submit(_try_slice, seed, start, min(start + _SLICE, count), draw)))
        if not waiting:
            break
        start, job = waiting.pop(0)
        try:
            yield from job.result()
        except BrokenProcessPool:
            # One of these pages killed its process; each alone tells which.
            for first in (start, *(other for other, _ in waiting)):
                for number in range(first, min(first + _SLICE, count)):
                    yield try_number(seed, number, draw)
            waiting.clear()
            pool = make_pool(_WORKERS)
        if start % 1000 == 0:
            print(f"… {start}", file=sys.stderr, flush=True)
    pool.shutdown()


def try_number(seed: int, number: int, draw: Draw = draw_page) -> Trial:
    """A drawn page, in a process of its own."""
    return _try_alone(str(number), _try_slice, seed, number, number + 1, draw)


def try_shape(name: str) -> Trial:
    """A special shape, in a process of its own."""
    return _try_alone(name, _try_shape, name)


def list_shapes() -> list[str]:
    """The names of all special shapes."""
    return [*make_small_shapes(), *make_file_shapes(), *make_long_shapes()]


def make_shape(name: str) -> bytes:
    """The bytes of a special shape. Raises KeyError for one that is none."""
    return {**make_small_shapes(), **make_file_shapes(), **make_long_shapes()}[name]()


def _try_alone(name: str, function: Callable[..., list[Trial]], *arguments: object) -> Trial:
    with make_pool(1) as pool:
        try:
            [trial] = pool.submit(function, *arguments).result()
        except BrokenProcessPool:
            return Trial(
                name, "broken", 0.0, 0, "the process died: killed, or too long in code that cannot be interrupted"
            )
        return trial


@cache
def _begin() -> None:
    """Load dictionaries and automata, which come with the first page of a process and are no page's cost."""
    try_page("", RawPage(URL, make_small_shapes()["few_figures"]()))
    limit_addresses()


def _try_slice(seed: int, start: int, stop: int, draw: Draw) -> list[Trial]:
    _begin()
    trials = []
    for number in range(start, stop):
        page, made_by = draw(seed, number)
        trials.append(try_page(str(number), page, made_by))
    return trials


def _try_shape(name: str) -> list[Trial]:
    _begin()
    return [try_page(name, RawPage(URL, make_shape(name)))]
