"""Clause to fact: governing subjects, rows, parts, changes, scope, checks. Sentences of our own making."""

from __future__ import annotations

import pytest

from parsers.figures.facts import read_facts
from parsers.outline.sections import read_sections
from parsers.records import Fact, Metadata

_INVESTIGATED = "enforcement.violations_investigated"


def facts_of(text: str) -> list[Fact]:
    facts = read_facts(text, read_sections(text), Metadata(year=2023, level="county"))
    assert all(text[fact.char_start : fact.char_end] == fact.quote for fact in facts)
    return list(facts)


def ids(text: str) -> list[tuple[str, str | None]]:
    return [(fact.quote, fact.indicator_id) for fact in facts_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "收到行政复议申请47件，不予受理8件，已审结30件。",
            [("47件", "reconsideration.applications"), ("8件", "reconsideration.rejected"), ("30件", "reconsideration.concluded")],
        ),
        (
            "收到行政复议申请47件,不予受理8件,已审结30件。",
            [("47件", "reconsideration.applications"), ("8件", "reconsideration.rejected"), ("30件", "reconsideration.concluded")],
        ),
        # a topic in between ends the reach of the one before
        ("办理行政复议案件9件。行政应诉案件12件，审结10件。", [("9件", "reconsideration.concluded"), ("12件", "litigation.cases"), ("10件", "litigation.concluded")]),
        # several things in order
        ("行政复议收案、结案分别为12件、10件。", [("12件", "reconsideration.applications"), ("10件", "reconsideration.concluded")]),
        # one number said of two things
        (
            "办理人大代表建议60件，办结率、满意率均达100%。",
            [("60件", "supervision.npc_suggestions"), ("100%", "supervision.completion_rate"), ("100%", "supervision.satisfaction_rate")],
        ),
        # a row whose verb stands only once
        ("换发行政执法证72个，监督证4个。", [("72个", "enforcement.certificates_issued"), ("4个", None)]),
        # the number stands before what it counts
        ("向社会公布8个部门的权责清单。", [("8个", None)]),
        # a part is not the whole
        ("受理矛盾纠纷215件，其中邻里纠纷51件。", [("215件", "mediation.cases"), ("51件", None)]),
        ("行政诉讼结案56件，其中败诉11件。", [("56件", "litigation.concluded"), ("11件", "litigation.lost")]),
        # the heading governs
        ("（一）行政复议工作。全年共收到申请47件。", [("47件", "reconsideration.applications")]),
        # the page lost the full stop
        ("收到行政复议申请47件，已审结30件规范负责人出庭应诉行为。", [("47件", "reconsideration.applications"), ("30件", "reconsideration.concluded")]),
        # compared with another year
        ("行政应诉案件23件，较去年同期的31件有所减少。", [("23件", "litigation.cases"), ("31件", "litigation.cases")]),
    ],
)  # fmt: skip
def test_right_figure_under_the_right_name(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("行政机关败诉率9.6%，同比下降18.5%。", -18.5),
        ("入企检查总量同比压减38.6%。", -38.6),
        ("行政机关败诉率9.6%，同比提高1.2个百分点。", 1.2),
        ("行政复议案件同比增长-3.5%。", -3.5),
        ("行政应诉案件增速为－5.2％。", -5.2),
        ("行政复议案件同比下降三成。", -30),
        ("信访量环比下降-8.2%。", -8.2),
        ("案件增长率为负5.2%。", -5.2),
        ("办理案件120件，较上年减少15件。", -15),
        ("案件数分别下降11%、6.8%。", -6.8),
        ("社保缴费负担减轻4.6%。", -4.6),
    ],
)
def test_a_change_is_never_a_level(text: str, value: float) -> None:
    fact = facts_of(text)[-1]
    assert (fact.kind, fact.value, fact.indicator_id) == ("change", value, None)
    assert fact.label.endswith(("同比变化", "增速"))


@pytest.mark.parametrize(
    "text",
    [
        "出庭率由95%提高到99%。",
        "出庭率由92%提升为98%。",
        "败诉率下降至9.6%。",
        "增加免罚事项15项。",
        "审批材料平均压缩72%。",
    ],
)
def test_a_level_is_never_a_change(text: str) -> None:
    assert all(fact.kind != "change" for fact in facts_of(text))


def test_parts_lead_to_their_whole() -> None:
    whole, *parts = facts_of("梳理风险点308个，其中高风险点104个、中风险点109个、低风险点95个。")
    assert [part.part_of for part in parts] == [whole.seq] * 3
    assert (whole.check_status, whole.computed) == ("consistent", 308)


@pytest.mark.parametrize(
    "text",
    [
        "清理规范性文件72件（继续有效50件、修改8件、废止14件）。",
        "作出复议决定40件：维持26件、驳回9件、撤销5件。",
        "评查执法案卷60份（优秀31份，合格27份）。",
    ],
)
def test_all_in_a_bracket_or_behind_a_colon_are_parts(text: str) -> None:
    whole, *parts = facts_of(text)
    assert {part.part_of for part in parts} == {whole.seq}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("收到的62件行政复议申请中，不予受理11件、受理51件。", [1, 1]),
        ("在全县45名公职律师当中，来自公安机关的有17名。", [1]),
        ("已办结的50件复议案件里，维持38件，全年办理应诉案件20件。", [1, None]),
        # what the nearer figure is of, by its name said again or in its bracket
        ("查处交通违法3200起，其中超员160起，超员当中客运车辆26起。", [1, 2]),
        ("受理咨询960件，其中医保420件（门诊310件），其他540件。", [1, 2, 1]),
        # what 占 says
        ("投入水利资金2.7亿元，灌区改造占1.2亿元、堤防加固占9000万元。", [1, 1]),
        ("接听来电4300个，咨询类2100个、建议类900个，回访760个。", [1, 1, None]),
        ("用地860亩，新增占地120亩。", [None]),
        # what came of each, who did it, how it was done: with a verb of its own, where they are all of it
        ("审结应诉案件46件，判决驳回27件、撤诉13件、败诉6件。", [1, 1, 1]),
        ("收到建议160条，居民提出110条、商户提出50条。", [1, 1]),
        ("受理线索36条，已核查27条、正在核查9条。", [1, 1]),
        ("化解纠纷940件，村级调处720件、镇级调处220件。", [1, 1]),
        ("整改隐患84处，即查即改61处、限期整改23处。", [1, 1]),
        ("审结应诉案件46件，判决驳回27件、撤诉13件。", [None, None]),
        ("受理信访46件，化解30件，移送16件。", [None, None]),
        ("安排学位3600个，学前教育阶段600个、小学阶段1800个、初中阶段1200个。", [1, 1, 1]),
        # where they are, however few
        ("全县司法所16家，城区5家、乡镇11家。", [1, 1]),
        ("全县公证处4家，城区3家、乡镇1家。", [1, 1]),
        ("立案的62件案件中，罚款12万元。", [None]),
        ("工作中受理案件62件，办结58件。", [None]),
    ],
)
def test_those_of_a_figure_are_its_parts(text: str, parts: list[int | None]) -> None:
    assert [fact.part_of for fact in facts_of(text)[1:]] == parts


@pytest.mark.parametrize(
    ("text", "parts", "names"),
    [
        # a total of different things has no name of one of them
        (
            "审结行政复议案件26件、行政诉讼案件9件，合计35件。",
            [3, 3, None],
            ["reconsideration.concluded", "litigation.concluded", None],
        ),
        ("查处种子案件21件、农药案件14件、肥料案件5件，共计40件。", [4, 4, 4, None], [None] * 3 + [_INVESTIGATED]),
        # what it includes, behind a comma
        ("门诊接诊8600人次，含夜间急诊960人次。", [None, 1], None),
        # no sum, and parts by time
        ("查处种子案件21件、农药案件14件，共计40件。", [None] * 3, [_INVESTIGATED] * 3),
        ("查处案件上半年21件、下半年14件，共计35件。", [None] * 3, None),
    ],
)
def test_parts_may_stand_before_their_total(text: str, parts: list[int | None], names: list[str | None] | None) -> None:
    facts = facts_of(text)
    assert [fact.part_of for fact in facts] == parts
    assert names is None or [fact.indicator_id for fact in facts] == names


def test_a_total_is_named_by_all_its_parts() -> None:
    *_, total = facts_of("调解中心办结医疗纠纷21件、物业纠纷14件、婚姻纠纷5件，合计40件。")
    assert total.label == "医疗纠纷、物业纠纷、婚姻纠纷合计"


def test_more_in_a_bracket_than_before_it_are_no_parts() -> None:
    """合同30件(意见24件、建议19件): they count something else."""
    assert facts_of("审查合同30件（提出意见24件、建议19件）。")[2].part_of is None


@pytest.mark.parametrize(
    "text",
    [
        # the shares of two places are no parts of a rate, though they make a hundred together
        "全年办结案件满意率100%，城区60%、乡镇40%。",
        "档案电子化比例100%，东片55%、西片45%。",
    ],
)
def test_rates_have_no_parts(text: str) -> None:
    assert [fact.part_of for fact in facts_of(text)] == [None] * 3


def test_what_stands_behind_in_order_ends_the_row() -> None:
    """行政许可、行政处罚案卷分别抽查后评查: a verb behind 分别 that the list's rule does not know; the label takes each one's own by its place."""
    first, second = facts_of("行政许可、行政处罚案卷分别抽查后评查12件、10件。")
    assert (first.label, second.label) == ("行政许可抽查后评查", "行政处罚案卷抽查后评查")


def test_what_follows_a_bracket_is_no_part() -> None:
    whole, lost, second = facts_of("一审行政诉讼案件35件（其中败诉2件），二审12件。")
    assert (lost.part_of, second.part_of) == (whole.seq, None)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("法院开庭审理行政案件200件，行政机关负责人出庭应诉191件，出庭应诉率95.5%。", "consistent"),
        ("法院开庭审理行政案件200件，行政机关负责人出庭应诉191件，出庭应诉率98%。", "inconsistent"),
        ("法院开庭审理行政案件200余件，行政机关负责人出庭应诉191件，出庭应诉率98%。", None),
    ],
)
def test_a_rate_is_checked_against_its_parts(text: str, status: str | None) -> None:
    assert facts_of(text)[-1].check_status == status


def test_a_lost_unit_in_a_row_of_shares_is_garbled_not_guessed() -> None:
    first, second = facts_of("其中社保类33、农业类20%。")
    assert (first.unit, first.value, first.check_status) == ("", 33, "garbled")
    assert second.check_status is None


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全县共办理案件20件。", "region"),
        ("以县政府为被告的案件20件。", "government"),
        ("县司法局办理案件20件。", "department"),
        ("办理案件20件。", None),
    ],
)
def test_scope_is_told_or_null(text: str, scope: str | None) -> None:
    assert facts_of(text)[0].scope == scope


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("收到行政复议申请47件，已审结30件。", "行政复议审结"),
        ("推进行政应诉工作。胜诉率72.8%。", "行政应诉胜诉率"),
        ("收到行政复议申请47件，受理41件，已审结30件。", "行政复议审结"),
        ("全年共评选优秀案卷4份。", "评选优秀案卷"),
        ("为外出务工人员节约费用3万元。", "为外出务工人员节约费用"),
        ("二是组织全体干部旁听庭审4次。", "组织全体干部旁听庭审"),
        ("党工委理论学习中心组开展6次学法活动。", "党工委理论学习中心组开展学法活动"),
        ("讲授《某某管理条例》等5期业务课程。", "讲授《某某管理条例》等业务课程"),
        ("实现学习全覆盖，62名在编人员均参加。", "实现学习全覆盖：在编人员参加"),
        ("对照清单排查隐患36处。", "对照清单排查隐患"),
        ("应诉的行政案件2021年和2022年分别为74件和43件。", "应诉的行政案件"),
        ("实现“三个100%”(抽查事项覆盖率100%。", "抽查事项覆盖率"),
        ("对全局所有27份采购合同进行审查。", "全局所有采购合同审查"),
        ("动员29家门店整改问题。", "动员门店整改问题"),
        ("制止占道经营等行为86起。", "制止占道经营等行为"),
        ("上线“一件甲事”服务27项。", "上线“一件甲事”服务"),
        ("免费为68家企业开展“一次性体检”。", "免费为企业开展“一次性体检”"),
        ("对6个县(市、区)开展督查。", "对县(市、区)开展督查"),
    ],
)
def test_label_restores_its_subject(text: str, label: str) -> None:
    assert facts_of(text)[-1].label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("全年查办案件12件，处罚企业8家、人员14人。", "处罚人员"),
        ("办理人大代表建议31条、政协委员提案2件。", "办理政协委员提案"),
        ("聘请专职法律顾问4名、兼职法律顾问16名。", "聘请兼职法律顾问"),
        # a verb of its own, and what a rate or a number of visits is of, take none
        ("制作展板20块、张贴海报60张。", "张贴海报"),
        ("行政许可事项由原有的17项减少至8项。", "行政许可事项"),
        ("县级执法队伍由13支精简为8支。", "县级执法队伍"),
        ("施工许可证办理时限由改革前的21天压减至3天。", "施工许可证办理时限"),
        # 由 is a part of the word
        ("当事人提出申辩理由12条。", "当事人提出申辩理由"),
    ],
)
def test_label_of_a_row_and_of_what_has_changed(text: str, label: str) -> None:
    assert facts_of(text)[-1].label == label


def test_label_of_what_a_list_was_before_ends_with_its_noun() -> None:
    assert facts_of("政务服务事项数量从799项削减至326项。")[0].label == "政务服务事项(削减前)"


def test_a_figure_outside_the_catalogue_is_kept() -> None:
    (fact,) = facts_of("建成法治主题墙绘12处。")
    assert (fact.indicator_id, fact.value, fact.unit) == (None, 12, "处")
