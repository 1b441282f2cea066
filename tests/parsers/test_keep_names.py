"""A name stays when a sentence is said otherwise, and goes when something else is counted: a sample; tests/whole has all."""

from __future__ import annotations

import pytest

from tests.metamorphic.measure import Share, measure
from tests.metamorphic.sentences import load_sentences
from tests.metamorphic.ways import WAYS, Way, spell

SAMPLE = slice(None, None, 9)


@pytest.fixture(scope="module")
def shares() -> dict[str, Share]:
    return {share.way.name: share for share in measure(load_sentences()[SAMPLE])}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_way_is_read(shares: dict[str, Share], way: Way) -> None:
    share = shares[way.name]
    # one in a small sample may be the one that all of them do not get either
    assert share.right >= way.floor * share.of - 2, share.wrong


def test_numbers_are_spelt_as_people_write_them() -> None:
    assert [spell(number) for number in (10, 14, 62, 100, 105, 120, 1001, 1010, 3456)] == [
        "十", "十四", "六十二", "一百", "一百零五", "一百二十", "一千零一", "一千零一十", "三千四百五十六",
    ]  # fmt: skip
