"""A change from a level, and how much was cut from both."""

from __future__ import annotations

import pytest

from parsers.figures.facts import read_facts
from parsers.records import Metadata


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("申请材料减少比例达25%。", 25),
        ("许可事项缩减率达37%。", 37),
        ("办理时限压缩率为70%。", 70),
        ("办理时限压缩比例达60%。", 60),
        ("证明材料减少率40%。", 40),
    ],
)
def test_the_share_that_was_cut_is_a_rate(text: str, value: float) -> None:
    (fact,) = read_facts(text, (), Metadata(year=2023))
    assert (fact.value, fact.kind) == (value, "rate")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("案件同比下降率为5%。", -5, "%"),
        ("案件数量同比减少15%。", -15, "%"),
        ("复议案件比去年少5件。", -5, "件"),
        ("综合排名较上年上升3位。", 3, "位"),
        ("增长率达5.2%。", 5.2, "%"),
        ("罚款金额同比-12.5%。", -12.5, "%"),
        ("受理量环比+3.2%。", 3.2, "%"),
        ("败诉率同比变动-3.75个百分点。", -3.75, "百分点"),
        ("纠错率较上年变化-1.2个百分点。", -1.2, "百分点"),
        ("投诉量比去年同期变动幅度为+5%。", 5, "%"),
        ("与2022年相比，案件增加10件。", 10, "件"),
        ("位次后移2位。", -2, "位"),
        ("案件同比少收12件。", -12, "件"),
    ],
)
def test_what_was_compared_is_a_change(text: str, value: float, unit: str) -> None:
    (fact,) = read_facts(text, (), Metadata(year=2023))
    assert (fact.value, fact.unit, fact.kind) == (value, unit, "change")


@pytest.mark.parametrize(
    ("word", "label"), [("公约", "公约"), ("合约", "合约"), ("节约", "节约"), ("审计", "审计"), ("治超", "治超")]
)
def test_a_label_keeps_its_words_whole(word: str, label: str) -> None:
    (fact,) = read_facts(f"今年{word}12万份。", (), Metadata(year=2023))
    assert fact.label.endswith(label)


@pytest.mark.parametrize("text", ["查处案件-62件。", "罚款三万5千元。", "受理62。5件。"])
def test_no_label_ends_in_what_belonged_to_a_number(text: str) -> None:
    for fact in read_facts(text, (), Metadata(year=2023)):
        assert not fact.label or fact.label[-1] not in "0123456789.·。-—"
        assert fact.check_status == "garbled"
