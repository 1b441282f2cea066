"""What `make bench` measures can be called: it is run too seldom for a renamed function, or a peer that takes another argument, to show otherwise."""

from __future__ import annotations

import pytest

from tests.benchmarks.extractors import EXTRACTORS
from tests.benchmarks.pages import make_pages
from tests.benchmarks.stages import measure_stages

[PAGE] = make_pages(1, 7)


@pytest.mark.parametrize("name", EXTRACTORS)
def test_each_extractor_gives_the_text_of_a_page(name: str) -> None:
    assert PAGE.truth.splitlines()[1][:12] in EXTRACTORS[name](PAGE)


def test_each_stage_takes_time() -> None:
    assert all(spent > 0 for spent in measure_stages([[PAGE]]).values())
