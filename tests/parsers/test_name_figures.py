"""The name of a figure is understood by itself: sentences of our own, with the pieces that it needs and those that are another figure's."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from parsers.figures.facts import read_facts
from parsers.outline.sections import read_sections
from parsers.records import Fact, Metadata
from parsers.text.width import fold_width

_TABLE = Path(__file__).parent / "label_sentences.csv"
# (配备网格长的乡镇: 的 joins what narrows a noun)
_ADDED = re.compile(r"：|比例(?=\(|$)|(?<=[一-龥])的(?=[一-龥])|同比变化$|倍数$|\([^()]{1,6}\)$")
LONGEST = 40 + len("同比变化")


def load_rows() -> list[dict[str, str]]:
    lines = [line for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    return [row | {"sentence": row["sentence"].replace("⏎", "\n")} for row in rows]


def read_named(sentence: str, quote: str) -> list[Fact]:
    facts = read_facts(sentence, read_sections(sentence), Metadata(year=2023))
    return [fact for fact in facts if fact.quote == quote]


def holds(label: str, must: str) -> bool:
    """Whether each piece stands in the label, behind the one before it."""
    at = 0
    for piece in must.split():
        ends = [found + len(word) for word in piece.split("|") if (found := label.find(fold_width(word), at)) >= 0]
        if not ends:
            return False
        at = min(ends)
    return True


@pytest.mark.parametrize("row", load_rows(), ids=lambda row: f"{row['form']}: {row['sentence'][:24]} {row['quote']}")
def test_a_label_is_understood_by_itself(row: dict[str, str]) -> None:
    facts = read_named(row["sentence"], row["quote"])
    assert facts, "not read"
    label = facts[-1].label
    assert holds(label, row["must"]), label
    assert not [word for word in row["never"].split("|") if word and fold_width(word) in label], label


@pytest.mark.parametrize("row", load_rows(), ids=lambda row: f"{row['sentence'][:24]} {row['quote']}")
def test_no_label_is_invented_or_too_long(row: dict[str, str]) -> None:
    said = fold_width(row["sentence"])
    for fact in read_facts(row["sentence"], (), Metadata(year=2023)):
        assert 2 <= len(fact.label) <= LONGEST
        assert set(_ADDED.sub("", fact.label)) <= set(said), fact.label


@pytest.mark.parametrize(
    ("heading", "sentence", "label"),
    [
        ("（二）深化政务公开", "收到申请12件。", "政务公开"),
        ("（三）健全依法决策机制", "制定措施6项。", "依法决策"),
        ("（四）推进行政应诉工作", "胜诉率72.8%。", "行政应诉"),
    ],
)
def test_a_bare_label_takes_its_topic_from_the_heading(heading: str, sentence: str, label: str) -> None:
    text = f"{heading}\n{sentence}\n"
    facts = read_facts(text, read_sections(text), Metadata(year=2023))
    assert label in facts[-1].label


@pytest.mark.parametrize(
    ("heading", "sentence", "label"),
    [
        ("（一）扎实推进依法行政", "新增湿地86亩。", "新增湿地"),
        ("（二）加快法治政府建设步伐", "新登记商户120户。", "新登记商户"),
        ("（一）厉行法治", "完成投资2.1亿元。", "完成投资"),
    ],
)
def test_what_a_report_is_about_is_no_matter(heading: str, sentence: str, label: str) -> None:
    text = f"{heading}\n{sentence}\n"
    facts = read_facts(text, read_sections(text), Metadata(year=2023))
    assert facts[-1].label == label
