"""The time that a figure covers."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts
from parsers.records import Metadata
from parsers.sections import read_sections

# text, figure, first month, last month; the report is about 2023
PERIODS = [
    ("办结案件50件。", "50件", "2023-01", "2023-12"),
    ("2021年以来，受理纠纷300件，调解成功290件。", "290件", "2021-01", "2023-12"),
    ("2021年6月以来，受理纠纷300件。", "300件", "2021-06", "2023-12"),
    ("2022年，收到申请51件，办结50件。", "50件", "2022-01", "2022-12"),
    ("今年以来，办理260件。", "260件", "2023-01", "2023-12"),
    ("截至11月底，开展指导56次。约谈企业7家。", "7家", "2023-01", "2023-11"),
    ("截至2023年上半年，梳理事项89项。", "89项", "2023-01", "2023-06"),
    ("2023年前8个月，结案56件，其中败诉11件。", "11件", "2023-01", "2023-08"),
    ("1－10月，办理案件45件。", "45件", "2023-01", "2023-10"),
    ("前三季度，检查企业90家。", "90家", "2023-01", "2023-09"),
    ("近三年，培训干部600人。", "600人", "2021-01", "2023-12"),
    ("五年来，制定规章12部。", "12部", "2019-01", "2023-12"),
    ("2019年至2021年，评查案卷300件。", "300件", "2019-01", "2021-12"),
    ("“十三五”期间，建成中心20个。", "20个", "2016-01", "2020-12"),
    ("党的十九大以来，出台制度30项。", "30项", "2017-10", "2023-12"),
    ("在2020年授权30项的基础上，再授权21项。", "30项", "2020-01", "2020-12"),
    ("在2020年授权30项的基础上，再授权21项。", "21项", "2023-01", "2023-12"),
    ("应诉案件23件，较去年同期的31件明显减少。", "31件", "2022-01", "2022-12"),
    ("应诉案件23件，较去年同期的31件明显减少。", "23件", "2023-01", "2023-12"),
    ("梳理2017年至2022年县政府印发的规范性文件共42件。", "42件", "2023-01", "2023-12"),
    ("贯彻《纲要（2015—2020年）》，审查合同18份。", "18份", "2023-01", "2023-12"),
    ("三、下一步工作计划\n（一）强化执法。开展评查12次。", "12次", "2024-01", "2024-12"),
]


@pytest.mark.parametrize(("text", "quote", "first", "last"), PERIODS)
def test_finds_the_governing_time(text: str, quote: str, first: str, last: str) -> None:
    facts = read_facts(text, read_sections(text), Metadata(year=2023))
    fact = next(fact for fact in facts if fact.quote == quote)
    assert fact.period is not None
    assert (fact.period.start.isoformat()[:7], fact.period.end.isoformat()[:7]) == (first, last)


def test_without_a_year_there_is_no_period() -> None:
    (fact,) = read_facts("办结案件50件。", (), Metadata())
    assert fact.period is None
