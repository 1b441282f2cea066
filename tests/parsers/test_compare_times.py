"""A figure that only says another time's value of what was counted before it takes its name and its own time."""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.figures.facts import read_facts
from parsers.outline.sections import read_sections
from parsers.records import Fact, Metadata


def _read(sentence: str, year: int | None = 2023) -> tuple[Fact, ...]:
    return read_facts(sentence, read_sections(sentence), Metadata(year=year, level="county"))


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("办理行政应诉案件31件，去年同期为58件。", 2022),
        ("全县行政应诉案件22件，2021年为35件。", 2021),
        ("去年罚款金额86万元，今年为64万元。", 2023),
        ("行政败诉案件降至9件，而前年这一数字还是26件。", 2021),
        ("办结法律援助案件505件，而去年全年仅有431件。", 2022),
        ("受理法律援助案件340件（上一年度298件），知晓面不断扩大。", 2022),
        ("人民调解成功率98.2%，同比提高1.7个百分点，上年为96.5%。", 2022),
        ("上年度收到政府信息公开申请19件，本年度收到34件。", 2023),
        ("行政机关败诉率为3.8%，较上年的7.5%明显降低。", 2022),
        ("受理行政复议案件62件，纠错4件，上年为11件。", 2022),
        ("行政调解案件去年为512件，今年降到437件。", 2023),
        ("行政应诉案件2022年是86件，2023年减少到62件。", 2023),
        ("行政机关败诉率去年12.5%，今年下降为8.3%。", 2023),
    ],
)
def test_the_value_of_another_time_is_of_the_same_name(sentence: str, year: int) -> None:
    facts = [fact for fact in _read(sentence) if fact.kind in {"level", "rate"}]
    named, other = facts[-2:]
    assert named.indicator_id is not None
    assert (other.indicator_id, other.confidence) == (named.indicator_id, named.confidence)
    assert other.period is not None
    assert other.period.start == dt.date(year, 1, 1)
    assert "年" not in other.label


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("与2021年的66件、2022年的58件相比，今年我县行政应诉案件进一步降至41件。", [2021, 2022, 2023]),
        ("较2022年的93.1%相比，行政机关负责人出庭应诉率提高到97%。", [2022, 2023]),
        ("同去年的620件相比，全县受理行政复议申请812件。", [2022, 2023]),
    ],
)
def test_a_value_is_named_by_what_is_told_behind_it(sentence: str, years: list[int]) -> None:
    facts = _read(sentence)
    assert [fact.period.start.year for fact in facts if fact.period] == years
    assert {fact.indicator_id for fact in facts} == {facts[-1].indicator_id}
    assert facts[-1].indicator_id is not None


@pytest.mark.parametrize(
    "sentence",
    [
        # another matter, another unit, a part, an act of its own, the same time
        "办理行政应诉案件31件，去年信访58件。",
        "办理行政应诉案件31件，去年为58万元。",
        "办理行政应诉案件31件，其中2022年3件。",
        "办理行政应诉案件31件，2022年结转5件。",
        "办理行政应诉案件31件，今年为30件。",
    ],
)
def test_a_matter_of_its_own_is_not_taken_for_a_comparison(sentence: str) -> None:
    first, other = _read(sentence)
    assert (first.indicator_id, other.indicator_id == "litigation.cases") == ("litigation.cases", False)


@pytest.mark.parametrize(
    "sentence",
    [
        "办理行政应诉案件31件，较去年同期的58件明显减少。",
        "全县行政应诉案件22件，上年为35件。",
        "与去年的66件、前年的58件相比，今年我县行政应诉案件降至41件。",
    ],
)
def test_a_text_of_no_year_names_them_too(sentence: str) -> None:
    facts = _read(sentence, None)
    assert {(fact.indicator_id, fact.period) for fact in facts} == {("litigation.cases", None)}


@pytest.mark.parametrize(
    "sentence",
    [
        "收到行政复议申请上半年41件、下半年48件，合计89件。",
        "第一季度收到行政复议申请15件，第二季度16件，第三季度14件，第四季度17件，全年总计62件。",
        "1月收到行政复议申请5件、2月6件、3月7件。合计18件。",
        "收到行政复议申请一季度10件、二季度12件、三季度14件、四季度9件。四个季度累计45件。",
        "2022年、2023年分别收到行政复议申请15件、16件，两年共31件。",
        "前三季度收到行政复议申请40件，四季度22件；全年累计达62件。",
    ],
)
def test_a_total_is_of_the_same_thing_as_its_parts(sentence: str) -> None:
    facts = _read(sentence)
    assert {(fact.indicator_id, fact.label) for fact in facts} == {("reconsideration.applications", "收到行政复议申请")}
