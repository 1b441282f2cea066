"""What each stage of ours costs, by its own clock: time spent in a stage that it calls is the other's."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest.mock import patch

from parsers import page
from parsers.body import boilerplate
from parsers.figures import facts, reading, weighing
from parsers.numbers import quantities
from parsers.records import RawPage
from tests.benchmarks.pages import Page

# Stage, and the functions that make it up, by the module that calls them.
_STAGES: dict[str, list[tuple[Any, str]]] = {
    "decode": [(page, "decode")],
    "cut (lxml)": [(boilerplate, "cut_markup")],
    "BeautifulSoup": [(boilerplate, "BeautifulSoup")],
    "strip (lines, density, article)": [
        (page, "strip_page"),
        (page, "looks_like_html"),
    ],
    "metadata": [(page, "read_metadata")],
    "genre": [(page, "judge_genre")],
    "wholeness": [(page, "find_missing_part")],
    "sections": [(page, "read_sections")],
    "what counts nothing": [(quantities, "find_blocked"), (reading, "find_names")],
    "quantities": [(facts, "read_quantities")],
    "concepts, tokens": [(reading, "scan_words"), (reading, "ConceptIndex")],
    "clauses": [(reading, "cut_clauses")],
    "times, scope": [(reading, "read_time_expressions"), (reading, "find_scope_markers")],
    "frames": [(reading, "read_frame")],
    "indicators": [
        (reading, "look_around"),
        (reading, "match_indicator"),
        (reading, "split_row"),
        (reading, "read_change"),
    ],
    "words weighed": [(weighing, "weigh_name")],
    "labels": [(facts, "make_label")],
    "facts (the rest)": [(page, "read_facts")],
}


def measure_stages(rounds: Sequence[Sequence[Page]]) -> dict[str, float]:
    """Milliseconds of processor time a page by stage, the median over the rounds; measuring adds some 5 %."""
    spent: list[dict[str, float]] = []
    with _timed() as clocks:
        for pages in rounds:
            clocks.clear()
            for one in pages:
                page.parse_page(RawPage(one.url, one.body, one.content_type))
            spent.append({stage: 1000 * clocks.get(stage, 0.0) / len(pages) for stage in _STAGES})
    return {stage: sorted(round_[stage] for round_ in spent)[len(spent) // 2] for stage in _STAGES}


@contextlib.contextmanager
def _timed() -> Iterator[dict[str, float]]:
    """The stages' functions replaced by ones that keep their time in the dict."""
    clocks: dict[str, float] = {}
    inner: list[float] = []

    def time_it(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **more: Any) -> Any:
            inner.append(0.0)
            start = time.process_time()
            try:
                return function(*arguments, **more)
            finally:
                spent = time.process_time() - start
                clocks[stage] = clocks.get(stage, 0.0) + spent - inner.pop()
                if inner:
                    inner[-1] += spent

        return timed

    with contextlib.ExitStack() as stack:
        for stage, functions in _STAGES.items():
            for module, name in functions:
                stack.enter_context(patch.object(module, name, time_it(stage, getattr(module, name))))
        yield clocks
