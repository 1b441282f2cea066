"""How openings that were annotated are scored: what the annotator found untold and what the reading leaves open are the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.measure_blind import measure


@pytest.mark.parametrize(
    ("opening", "due", "right"),
    [
        ("一、主要举措和成效\n（一）开展执法检查7次。", "", True),
        ("一、主要举措和成效\n（一）开展执法检查7次。", "2021", False),
        ("2021年，全局开展执法检查7次。", "2021", True),
        ("2021年，全局开展执法检查7次。", "", False),
        ("2021年，全局开展执法检查7次。", "|2021", True),
    ],
)
def test_a_time_that_nobody_tells_is_right_where_none_is_given(
    tmp_path: Path, opening: str, due: str, right: bool
) -> None:
    (tmp_path / "01.txt").write_text(opening, encoding="utf-8")
    fact = {"quote": "7次", "left": "执法检查", "right": "。", "value": 7, "unit": "次", "period": due}
    fact["indicator"] = "enforcement.inspections"
    gold = {"n": "01", "kind": "report", "facts": [fact]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    assert measure([tmp_path]).periods == [right]
