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
        ("火灾起数比上年锐减32%。", -32, "%"),
        ("电梯困人起数比去年降了21%。", -21, "%"),
        ("专利申请量较上年多出86件。", 86, "件"),
        ("工程事故同比少发生5起。", -5, "件"),
        ("审批天数比上年缩短4天。", -4, "天"),
        ("城镇失业率同比收窄0.3个百分点。", -0.3, "百分点"),
        ("网约车投诉环比走低9%。", -9, "%"),
        ("门诊投诉同比骤降四成。", -40, "%"),
        ("网购投诉同比激增52%。", 52, "%"),
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
        ("案件同比↓9.6%。", -9.6, "%"),
        ("受理量↑12.3%。", 12.3, "%"),
        ("案件同比下降↓9.6%。", -9.6, "%"),
        ("受理量环比12.3%↑。", 12.3, "%"),
        ("案件较上年↓18件。", -18, "件"),
        ("败诉率（↘1.2个百分点）。", -1.2, "百分点"),
        ("罚款金额增长-3.5万元。", -35_000, "元"),
        ("案件较上年-12件。", -12, "件"),
        ("受理量比去年同期-5.2%。", -5.2, "%"),
        ("调解量环比+12件。", 12, "件"),
        ("案件同比少收12件。", -12, "件"),
        ("火警数较前一年锐降38%。", -38, "%"),
        ("窃案比上年净降6.4%。", -6.4, "%"),
        ("农药施用减量2.8%。", -2.8, "%"),
    ],
)
def test_what_was_compared_is_a_change(text: str, value: float, unit: str) -> None:
    (fact,) = read_facts(text, (), Metadata(year=2023))
    assert (fact.value, fact.unit, fact.kind) == (value, unit, "change")


@pytest.mark.parametrize("joint", ["、", "和", "及", "与", "，"])
def test_the_second_of_two_keeps_its_sign(joint: str) -> None:
    facts = read_facts(f"行政处罚、行政强制案件同比分别增长-20%{joint}-33.3%。", (), Metadata(year=2023))
    assert [fact.value for fact in facts] == [-20, -33.3]


@pytest.mark.parametrize("text", ["▲3项机制落地。", "▲12345件。", "由5%降至↓3件。"])
def test_a_bullet_tells_no_change(text: str) -> None:
    assert all(fact.value > 0 for fact in read_facts(text, (), Metadata(year=2023)))


@pytest.mark.parametrize(
    ("phrase", "label"),
    [
        ("行政执法文书送达1200份", "送达"), ("群众诉求表达86件", "表达"), ("惠企资金直达86笔", "直达"), ("警情下达86条", "下达"),
        ("公证服务预约96件", "预约"), ("开展数据统计56次", "统计"), ("建言献计86条", "献计"), ("表彰见义勇为12人", "勇为"),
        ("处置国有12宗", "国有"), ("诉讼标的260万元", "诉讼标的"), ("行政处罚案由12个", "案由"), ("群众参与86人次", "参与"),
        ("法律常识普及12次", "普及"), ("非法侵占86起", "侵占"), ("执法人员签到120人次", "签到"), ("处理毁约36件", "毁约"),
    ],
)  # fmt: skip
def test_no_word_loses_its_end(phrase: str, label: str) -> None:
    (fact,) = read_facts(f"{phrase}。", (), Metadata(year=2023))
    assert fact.label.endswith(label)


@pytest.mark.parametrize(
    ("phrase", "label"),
    [
        ("共青团干部12人", "共青团干部"), ("共产党员志愿者86人", "共产党员志愿者"), ("共性问题12个", "共性问题"), ("约谈企业12家", "约谈企业"),
        ("再审案件8件", "再审案件"), ("并案处理12件", "并案处理"), ("在押人员86人", "在押人员"), ("在线咨询300人次", "在线咨询"),
        ("和谐社区12个", "和谐社区"), ("与会代表86人", "与会代表"), ("均衡发展学校12所", "均衡发展学校"), ("有奖问答12场", "有奖问答"),
    ],
)  # fmt: skip
def test_no_word_loses_its_beginning(phrase: str, label: str) -> None:
    (fact,) = read_facts(f"{phrase}。", (), Metadata(year=2023))
    assert fact.label == label


@pytest.mark.parametrize(
    ("phrase", "label"),
    [("全国有86家企业", "企业"), ("应诉率达86%", "应诉率"), ("宣传达86场", "宣传"), ("共受理86件", "受理"), ("律师参与率为86%", "律师参与率"), ("再审查12件", "审查")],
)  # fmt: skip
def test_what_only_joins_is_no_part_of_a_label(phrase: str, label: str) -> None:
    (fact,) = read_facts(f"{phrase}。", (), Metadata(year=2023))
    assert fact.label.endswith(label)
    assert not fact.label.endswith(("达", "为", "共", "有"))
    assert not fact.label.startswith(("共", "再"))


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


def test_a_clause_with_a_figure_in_words_is_no_topic() -> None:
    facts = read_facts(
        "培训一万二千三百人次，发放八千六百份，罚款一千二百三十四万五千元，补偿两亿元。", (), Metadata(year=2023)
    )
    assert not any(set("一二三四五六七八九百千万亿") & set(fact.label) for fact in facts)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("较大事故6起、伤亡9人，同比减少4起、7人。", [6, 9, -4, -7]),
        ("较大事故6起、伤亡9人，同比增加4起和7人，均在上半年。", [6, 9, 4, 7]),
        # what is counted anew, and what goes on behind it
        ("较大事故6起，同比减少4起、涉及7人。", [6, -4, 7]),
        ("较大事故6起，较上年减少4起、7人受到处分。", [6, -4, 7]),
    ],
)
def test_two_figures_of_one_change_fall_together(text: str, values: list[float]) -> None:
    assert [fact.value for fact in read_facts(text, (), Metadata(year=2023))] == values
