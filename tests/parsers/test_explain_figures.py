"""Why a figure is read as it is: the cut, the frame, the rule that won, what the others lost by."""

from __future__ import annotations

import json
from typing import Any

import pytest

from parsers.figures.explain import explain_figures
from parsers.outline.sections import read_sections
from parsers.records import Metadata


def explain(sentence: str) -> list[dict[str, Any]]:
    return explain_figures(sentence, read_sections(sentence), Metadata(year=2022, level="county"))


def test_the_rule_that_won_and_its_row_are_named() -> None:
    (one,) = explain("收到行政复议申请62件。")
    assert one["fact"]["indicator_id"] == "reconsideration.applications"
    assert one["rule"]["file"] == "seeds/indicator_rules.csv"
    assert one["rule"]["evidence"] == "clause"
    assert (one["frame"]["head"], one["frame"]["act"]) == ("行政复议申请", "收到") or one["frame"][
        "head"
    ] in "行政复议申请"


@pytest.mark.parametrize(
    ("sentence", "indicator_id", "lost_by"),
    [
        ("编印行政处罚决定文书范本15份。", "enforcement.penalty_decisions", "slot head: template"),
        ("举办科级干部法治讲座2次。", "publicity.events", "slot audience: cadre"),
        ("审查政府合同58件（尚在审查的3件）。", "decision.legality_reviews", "slot state: remainder"),
    ],
)
def test_what_a_candidate_lost_by_is_named(sentence: str, indicator_id: str, lost_by: str) -> None:
    lost = {(c["indicator_id"], c["lost_by"]) for c in explain(sentence)[-1]["candidates"]}
    assert (indicator_id, lost_by) in lost


def test_the_concept_whose_word_is_missing_is_named():
    (one,) = explain("乙局共迎收行政复议案件37件。")
    assert one["rule"] is None
    lacking = [(candidate["indicator_id"], candidate["lost_by"]) for candidate in one["lacking"]]
    assert ("reconsideration.applications", "lacks receive") in lacking
    assert explain("收到行政复议案件37件。")[0]["lacking"] == []


def test_what_may_be_carried_ends_at_a_clause_with_its_own_object() -> None:
    *_, last = explain("收到行政复议申请40件，开通绿色通道，受理1.2万件。")
    assert last["cut"]["earlier"] == ["开通绿色通道，"]
    assert last["fact"]["indicator_id"] is None


def test_what_no_indicator_is_defined_as_is_said() -> None:
    (one,) = explain("平均每镇梳理事项283项。")
    assert not one["defined"]
    assert one["candidates"] == []


def test_an_explanation_is_plain_values() -> None:
    assert json.dumps(explain("受理62件，审结50件。"), default=str)
    assert explain("本年没有数字。") == []
