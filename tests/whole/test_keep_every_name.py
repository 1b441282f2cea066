"""All example sentences in every way of saying them: none below the share that was once reached."""

from __future__ import annotations

import pytest

from tests.metamorphic.measure import measure
from tests.metamorphic.sentences import load_sentences
from tests.metamorphic.ways import WAYS

pytestmark = pytest.mark.slow


def test_no_way_falls_below_its_floor() -> None:
    shares = measure(load_sentences())
    assert [share.way for share in shares] == list(WAYS)
    assert [
        (share.way.name, share.right, share.of, share.wrong[:5])
        for share in shares
        if share.right < share.way.floor * share.of
    ] == []
    keeps = [share for share in shares if share.way.keeps and share.way.becomes is None]
    assert sum(share.right for share in keeps) >= 0.995 * sum(share.of for share in keeps)
    assert sum(share.of for share in keeps) > 10_000
