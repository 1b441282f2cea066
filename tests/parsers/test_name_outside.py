"""Each figure without an indicator is one of a closed list of kinds, or unknown; none with one has a kind."""

from __future__ import annotations

import pytest

from parsers.figures.facts import read_facts
from parsers.frames.words import head_classes
from parsers.outline.sections import read_sections
from parsers.records import Fact, Metadata
from parsers.seed import read_seed


def facts_of(text: str) -> list[Fact]:
    return list(read_facts(text, read_sections(text), Metadata(year=2022, level="county")))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("安排专项经费86万元。", "money"),
        ("平均用时3天。", "duration"),
        ("推出便民措施58项。", "measures"),
        ("发现具体问题36处。", "issues"),
        ("编印培训教材6种。", "documents"),
        ("开展专题调研20余次。", "events"),
        ("全系统立案312件。", "cases"),
        ("考核位列全市第三名。", "rank"),
        ("案件数量同比增长12%。", "change"),
        ("甲乙丙丁戊12个。", "unknown"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert [fact.outside for fact in facts_of(text) if fact.indicator_id is None] == [kind]


def test_a_figure_with_an_indicator_has_no_kind() -> None:
    (fact,) = facts_of("收到行政复议申请62件。")
    assert (fact.indicator_id, fact.outside) == ("reconsideration.applications", None)


def test_every_noun_of_the_lexicon_has_a_kind() -> None:
    rows = read_seed("outside_kinds.csv")
    named = {name for row in rows for name in row["heads"].split()}
    assert head_classes() - named == set()
    assert len({row["kind"] for row in rows}) == len(rows)
