"""Tables of a report: grids with merged cells, heads, captions, units, periods, wholes and parts; names and figures in pairs."""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.body.boilerplate import strip_boilerplate
from parsers.figures.facts import read_facts
from parsers.outline.sections import read_sections
from parsers.records import Fact, Metadata
from parsers.tables.cells import read_figure
from parsers.tables.contents import find_contents
from parsers.tables.find_tables import find_tables
from parsers.tables.layout import GridCell, lay_out
from tests.patience import ends

TEXT = (
    "<p>青岭县各单位把法治建设列入年度任务清单，逐项明确牵头领导、承办科室和完成时限，做到月月有调度。</p>"
    "<p>针对群众反映集中的难点，有关部门多次到现场办公，当面听取意见，不能当场答复的限期回告。</p>"
)
END = "<p>三、存在的不足</p><p>下一步，继续把力量和经费向基层倾斜，把法治建设的成效体现在日常服务中，接受社会监督。</p>"


def read_text(body: str) -> str:
    return strip_boilerplate(f"<html><body><div class='content'>{TEXT}{body}{END}</div></body></html>").text


def read(text: str) -> list[Fact]:
    facts = read_facts(text, read_sections(text), Metadata(year=2023, issuer="青岭县人民政府"))
    assert all(text[fact.char_start : fact.char_end] == fact.quote for fact in facts)
    assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
    return list(facts)


def tell(facts: list[Fact]) -> list[tuple[float, str, str | None, int | None]]:
    return [(f.value, f.unit, f.indicator_id, f.period.start.year if f.period else None) for f in facts]


APPLICATIONS, CONCLUDED, PENALTIES = (
    "reconsideration.applications",
    "reconsideration.concluded",
    "enforcement.penalty_decisions",
)
LITIGATION, ACCEPTED = "litigation.cases", "reconsideration.accepted"


@pytest.mark.parametrize(
    "table",
    [
        "<p>执法情况统计表（单位：件）</p><table><tr><td>项目</td><td>2022年</td><td>2023年</td></tr><tr><td>行政复议申请</td><td>58</td><td>62</td></tr></table>",
        "<table><caption>执法情况统计表（单位：件）</caption><tr><th>项目</th><th>2022年</th><th>2023年</th></tr><tr><td>行政复议申请</td><td>58</td><td>62</td></tr></table>",
        "<table><tr><td colspan=3>执法情况统计表</td></tr><tr><td>项目</td><td>2022</td><td>2023</td></tr><tr><td>行政复议申请（件）</td><td>58</td><td>62</td></tr></table>",
        "<table><tr><td>项目</td><td>单位</td><td>2022年度</td><td>2023年度</td></tr><tr><td>行政复议申请</td><td>件</td><td>58</td><td>62</td></tr></table>",
        "<table><tr><td>项目</td><td>上年</td><td>本年</td></tr><tr><td>行政复议申请</td><td>58件</td><td>62件</td></tr></table>",
        "<table><tr><td>年度</td><td>行政复议申请（件）</td></tr><tr><td>2022年</td><td>58</td></tr><tr><td>2023年</td><td>62</td></tr></table>",
        "<table><tr><td rowspan=2>项目</td><td colspan=2>数量（件）</td></tr><tr><td>2022年</td><td>2023年</td></tr><tr><td>行政复议申请</td><td>58</td><td>62</td></tr></table>",
        "<table><tr><td>序号</td><td>项目</td><td>2022年</td><td>2023年</td></tr><tr><td>1</td><td>行政复议申请</td><td>58件</td><td>62件</td></tr></table>",
    ],
)  # fmt: skip
def test_unit_and_period_of_a_cell(table: str) -> None:
    assert tell(read(read_text(table))) == [(58, "件", APPLICATIONS, 2022), (62, "件", APPLICATIONS, 2023)]


@pytest.mark.parametrize("count", ["120", "110", "119", "12345", "2019", "1,234", "１２０", "1 2 0"])
def test_a_count_is_no_hotline_and_no_year(count: str) -> None:
    rows = f"<tr><td>项目</td><td>数量</td></tr><tr><td>行政复议申请</td><td>{count}</td></tr><tr><td>行政复议审结</td><td>96</td></tr>"
    facts = read(read_text(f"<table>{rows}</table>"))
    value = {"12345": 12345, "2019": 2019, "1,234": 1234, "１２０": 120, "1 2 0": 120}.get(count) or float(count)
    assert tell(facts) == [(value, "", APPLICATIONS, 2023), (96, "", CONCLUDED, 2023)]


def test_merged_heads_and_columns_of_bare_numbers() -> None:
    table = (
        "<p>行政执法统计表</p><table>"
        "<tr><td rowspan=2>序号</td><td rowspan=2>年度</td><td colspan=2>行政处罚</td><td colspan=2>行政复议</td></tr>"
        "<tr><td>处罚决定（件）</td><td>罚没金额（万元）</td><td>收到申请</td><td>审结</td></tr>"
        "<tr><td>1</td><td>2022</td><td>128</td><td>35.5</td><td>58</td><td>50</td></tr>"
        "<tr><td>2</td><td>2023</td><td>96</td><td>28</td><td>62</td><td>45</td></tr></table>"
    )
    facts = read(read_text(table))
    assert [(f.value, f.unit, f.period.start.year) for f in facts if f.period] == [
        (128, "件", 2022), (355000, "元", 2022), (58, "", 2022), (50, "", 2022),
        (96, "件", 2023), (280000, "元", 2023), (62, "", 2023), (45, "", 2023),
    ]  # fmt: skip
    assert [f.indicator_id for f in facts[4:]] == [PENALTIES, facts[1].indicator_id, APPLICATIONS, CONCLUDED]


def test_a_total_is_the_whole_of_its_column() -> None:
    rows = ["执法机关\t行政处罚决定（件）", "甲镇\t40", "乙镇\t56", "合计\t96"]
    facts = read("一、主要工作\n" + "\n".join(rows) + "\n二、不足")
    assert [f.value for f in facts] == [40, 56, 96]
    whole = facts[2]
    assert whole.indicator_id == PENALTIES
    assert whole.check_status == "consistent"
    assert [(f.part_of, f.indicator_id) for f in facts[:2]] == [(3, None), (3, None)]


def test_a_total_that_does_not_add_up_is_not_said_to() -> None:
    facts = read("执法机关\t行政处罚决定（件）\n甲镇\t40\n乙镇\t156\n合计\t96")
    assert facts[2].check_status == "inconsistent"


def test_bodies_without_a_total_are_not_the_government() -> None:
    facts = read("单位\t行政处罚决定\n甲局\t40件\n乙局\t56件")
    assert [f.indicator_id for f in facts] == [None, None]


def test_parts_of_the_row_above() -> None:
    facts = read("项目\t数量（件）\n行政复议申请\t62\n其中：受理\t50\n行政应诉案件\t18")
    assert [(f.value, f.part_of) for f in facts] == [(62, None), (50, 1), (18, None)]


def test_a_cell_that_spans_rows() -> None:
    rows = [
        [GridCell("项目", 1, 2), GridCell("件数")],
        [GridCell("行政复议", 2), GridCell("收到申请"), GridCell("62")],
        [GridCell("审结"), GridCell("45")],
        [GridCell("合计", 1, 2), GridCell("107")],
    ]
    text = "\n".join("\t".join(row) for row in lay_out(rows))
    facts = read(f"一、主要工作\n{text}\n二、不足")
    assert [(f.value, f.unit, f.indicator_id) for f in facts[:2]] == [(62, "件", APPLICATIONS), (45, "件", CONCLUDED)]
    assert facts[2].indicator_id is None


def test_columns_that_count_nothing() -> None:
    text = "序号\t单位\t联系电话\t行政处罚决定（件）\n1\t甲局\t87654321\t12\n2\t乙局\t87654322\t13"
    assert [f.value for f in read(text)] == [12, 13]


@pytest.mark.parametrize(
    ("head", "cell", "value", "unit"),
    [
        ("同比", "↓9.6%", -9.6, "%"),
        ("同比", "↑9.6%", 9.6, "%"),
        ("增减（%）", "▼9.6", -9.6, "%"),
        ("较上年", "↓ 12件", -12, "件"),
        ("同比", "9.6%↓", -9.6, "%"),
        ("同比变化", "下降9.6%", -9.6, "%"),
        ("与上年相比", "减少12件", -12, "件"),
        ("同比", "+9.6%", 9.6, "%"),
        ("升降情况", "🔻9.6%", -9.6, "%"),
        ("环比", "⬇9.6%", -9.6, "%"),
    ],
)
def test_arrows_and_words_tell_which_way(head: str, cell: str, value: float, unit: str) -> None:
    facts = read(f"项目\t2023年（件）\t{head}\n行政应诉案件\t62\t{cell}\n行政复议申请\t58\t持平")
    assert [(f.value, f.unit, f.kind, f.check_status) for f in facts] == [
        (62, "件", "level", None), (value, unit, "change", None), (58, "件", "level", None),
    ]  # fmt: skip
    assert facts[1].label == "行政应诉案件同比变化"


def test_hotlines_name_their_rows() -> None:
    facts = read("热线\t受理量\n12345\t8600件\n12348\t1204件")
    assert [(f.value, f.unit) for f in facts] == [(8600, "件"), (1204, "件")]
    assert ["12345" in facts[0].label, "12348" in facts[1].label] == [True, True]


def test_bare_acts_of_quarters_take_the_matter_of_their_neighbour() -> None:
    facts = read("季度\t受理行政复议申请\t审结\n一季度\t12件\t10件\n全年\t62件\t60件")
    assert [f.indicator_id for f in facts] == [ACCEPTED, CONCLUDED] * 2


def test_a_count_beside_a_share_in_the_next_cell_is_whole() -> None:
    facts = read("项目\t2023年\t增减（%）\n行政处罚\t142\t-9.6\n行政复议申请\t86\t12.3")
    assert [f.check_status for f in facts] == [None] * 4


def test_growth_beside_a_count() -> None:
    facts = read("指标\t计量单位\t数量\t比上年增长%\n行政复议申请\t件\t62\t6.9\n行政应诉案件\t件\t18\t-10")
    assert [(f.value, f.unit, f.kind) for f in facts] == [
        (62, "件", "level"), (6.9, "%", "change"), (18, "件", "level"), (-10, "%", "change"),
    ]  # fmt: skip


def test_an_unknown_measure_word_with_its_ten_thousands_is_left_out() -> None:
    facts = read("指标\t计量单位\t数量\n烟花\t万挂\t1575\n行政复议申请\t件\t62")
    assert [f.value for f in facts] == [62]


def test_another_head_below_begins_a_table_of_its_own() -> None:
    facts = read(
        "统计表\n事项\t2022年（件）\t2023年（件）\n行政应诉案件\t20\t18\n事项\t2023年（场次）\t2022年（场次）\n普法宣传活动\t66\t55"
    )
    assert [(f.value, f.unit, f.period.start.year if f.period else None) for f in facts] == [
        (20, "件", 2022), (18, "件", 2023), (66, "场次", 2023), (55, "场次", 2022),
    ]  # fmt: skip


def test_the_same_head_once_more_keeps_the_caption() -> None:
    facts = read(
        "情况表（单位：件）\n事项\t2022年\t2023年\n行政应诉案件\t20\t18\n事项\t2022年\t2023年\n行政处罚\t90\t87"
    )
    assert [(f.value, f.unit) for f in facts] == [(20, "件"), (18, "件"), (90, "件"), (87, "件")]


def test_heads_that_number_columns() -> None:
    facts = read("项目\t行政复议申请\t行政应诉案件\n甲\t1\t2\n全县\t62件\t18件")
    assert [f.value for f in facts] == [62, 18]


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>受理行政复议申请</dt><dd>62件</dd><dt>行政应诉案件</dt><dd>18件</dd></dl>",
        "<dl><dt>受理行政复议申请：</dt><dd><b>62</b>件</dd><dt>行政应诉案件：</dt><dd><a href='/x'>18件</a></dd></dl>",
        "<p>受理行政复议申请</p><p>62件</p><p>行政应诉案件</p><p>18件</p>",
        "<div><div class='n'>62件</div><div class='t'>受理行政复议申请</div></div><div><div class='n'>18件</div><div class='t'>行政应诉案件</div></div>",
        "<p>数说法治政府建设：</p><div class='n'>62<em>件</em></div><div class='t'>受理行政复议申请</div><div class='n'>18<em>件</em></div><div class='t'>行政应诉案件</div>",
        "<h4>2023年数据一览</h4><p>62件</p><p>受理行政复议申请</p><p>18件</p><p>行政应诉案件</p>",
        "<ul><li><em>受理行政复议申请</em><br><strong>62件</strong></li><li><em>行政应诉案件</em><br><strong>18件</strong></li></ul>",
        "<table><tr><td>受理行政复议申请</td><td><a href='/x'>62件</a></td></tr><tr><td>行政应诉案件</td><td><a href='/y'>18件</a></td></tr></table>",
        "<table><tr><td><a href='/x'>受理行政复议申请</a></td><td><a href='/x'>62件</a></td></tr><tr><td><a href='/y'>行政应诉案件</a></td><td><a href='/y'>18件</a></td></tr></table>",
        "<table><tr><td>受理行政复议申请</td><td>行政应诉案件</td></tr><tr><td>62件</td><td>18件</td></tr></table>",
    ],
)  # fmt: skip
def test_names_and_figures_apart_belong_together(body: str) -> None:
    facts = read(read_text(f"<p>全县情况如下。</p>{body}"))
    assert tell(facts) == [(62, "件", ACCEPTED, 2023), (18, "件", LITIGATION, 2023)]


def test_a_number_broken_over_lines_is_no_pair() -> None:
    facts = read("全年受理行政复议申请7\n4件，审结69件。")
    assert all(f.char_start < 100 for f in facts)
    assert find_tables("全年受理行政复议申请7\n4\n青岭县人民政府\n2024年1月8日") == []


@pytest.mark.parametrize(
    "word", ["类别", "名称", "时间", "来源", "日期", "标题", "主题", "作者", "状态", "格式", "发布", "摘要"]
)
def test_a_table_whose_first_cell_is_a_label_ends_no_report(word: str) -> None:
    table = f"<table><tr><td>{word}</td><td>2022年</td><td>2023年</td></tr><tr><td>行政复议申请</td><td>58件</td><td>62件</td></tr></table>"
    text = read_text(table)
    assert f"{word}\t2022年\t2023年" in text
    assert "接受社会监督。" in text


@pytest.mark.parametrize("word", ["时间", "来源", "发布机构", "类别", "有效性"])
def test_a_row_that_begins_with_a_label_ends_no_report(word: str) -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>{value}</td></tr>"
        for name, value in (("行政处罚", "96件"), (word, "县司法局"), ("行政强制", "15件"), ("行政检查", "9次"))
    )
    text = read_text(f"<p>统计表</p><table>{rows}</table>")
    assert f"{word}\t县司法局" in text
    assert "接受社会监督。" in text


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [("128", 128, ""), ("1,234", 1234, ""), ("58件", 58, "件"), ("12.5万元", 125000, "元"), ("98%", 98, "%"), ("-3.5%", -3.5, "%"), ("− 4.5", -4.5, ""), ("－　6", -6, ""), ("约30人次", 30, "人次")],
)  # fmt: skip
def test_figures_of_cells(written: str, value: float, unit: str) -> None:
    figure = read_figure(written)
    assert figure
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize("written", ["2023.5.12", "5月12日", "行政处罚12件", "1-6", "A12", "第3名", ""])
def test_no_figures_of_cells(written: str) -> None:
    assert read_figure(written) is None


def test_a_caption_gives_the_year() -> None:
    facts = read("2022年行政复议情况统计表\n项目\t数量（件）\n收到申请\t58\n审结\t50")
    assert tell(facts) == [(58, "件", APPLICATIONS, 2022), (50, "件", CONCLUDED, 2022)]


def test_quarters_are_periods() -> None:
    facts = read("项目\t一季度\t上半年\n行政复议申请\t12件\t30件")
    assert [f.period and f.period.end for f in facts] == [dt.date(2023, 3, 31), dt.date(2023, 6, 30)]


def test_spans_that_lie_are_bounded() -> None:
    laid = lay_out([[GridCell("甲", 99999, 99999), GridCell("乙")], [GridCell("丙")]])
    assert max(map(len, laid)) <= 101


@pytest.mark.parametrize(
    "line",
    [
        "图1 宪法宣传活动", "附表3 执法人员培训情况", "案例6 调解物业纠纷", "专栏1 法治化营商环境建设", "表2-1 行政处罚案件情况",
        "附件2 行政执法检查清单", "【典型案例3】调解物业纠纷", "图 12 调解现场", "照片4：执法检查现场", "（表5）行政复议情况",
        "具体情况见附件2。", "各单位培训情况（附件3）公布。", "如图7所示，案件逐年下降。", "例3 行政复议调解", "图 3.2 执法人员结构", "表3.2.1 执法人员情况", "图4·1 案件类型",
    ],
)  # fmt: skip
def test_captions_count_nothing(line: str) -> None:
    assert [f.quote for f in read(f"一、主要工作\n{line}\n全年收到行政复议申请62件。")] == ["62件"]


@pytest.mark.parametrize(
    "line",
    ["发放宣传图300张。", "培训人民代表3名。", "发放统计表12份。", "公布案例6件。", "附件12份。", "制作图表20张。"],
)
def test_what_looks_like_a_caption_and_counts(line: str) -> None:
    assert len(read(f"一、主要工作\n{line}")) == 1


@pytest.mark.parametrize("gap", ["\t", "  ", " ", "……", "......", "···········", "　　"])
@pytest.mark.parametrize("head", ["目 录\n", "目录\n", ""])
def test_pages_of_a_table_of_contents_count_nothing(gap: str, head: str) -> None:
    titles = ["一、主要工作", "（一）依法化解争议", "二、存在的不足", "三、下一步安排"]
    listed = "\n".join(f"{title}{gap}{page}" for title, page in zip(titles, (1, 3, 12, 15), strict=True))
    text = f"{head}{listed}\n一、主要工作\n（一）依法化解争议\n全年收到行政复议申请62件。\n二、存在的不足\n力量薄弱。\n三、下一步安排\n加强建设。"
    assert [f.quote for f in read(text)] == ["62件"]


def test_units_of_two_kinds_in_a_caption() -> None:
    facts = read("行政处罚情况表（单位：件、万元）\n项目\t行政处罚决定\t罚没金额\n2022年\t128\t35.5\n2023年\t96\t28")
    assert [(f.value, f.unit) for f in facts] == [(128, "件"), (355000, "元"), (96, "件"), (280000, "元")]


def test_units_of_one_kind_in_a_caption_stay_open() -> None:
    facts = read("行政处罚情况表（单位：件、起）\n项目\t数量\n行政处罚决定\t128\n行政复议申请\t62")
    assert [f.unit for f in facts] == ["", ""]


def test_bare_acts_take_the_matter_of_their_neighbour() -> None:
    facts = read("年份\t收到行政复议申请\t受理\t审结\n2022年\t58件\t50件\t45件\n2023年\t62件\t55件\t50件")
    ids = [APPLICATIONS, ACCEPTED, CONCLUDED]
    assert [(f.indicator_id, f.period and f.period.start.year) for f in facts] == [
        *((name, 2022) for name in ids),
        *((name, 2023) for name in ids),
    ]
    facts = read("项目\t数量（件）\n收到行政复议申请\t62\n审结\t50\n行政应诉案件\t18")
    assert [f.indicator_id for f in facts] == [APPLICATIONS, CONCLUDED, LITIGATION]


def test_parts_of_the_column_to_the_left() -> None:
    facts = read("2023年行政处罚统计表\n处罚决定（件）\t其中：撤销（件）\t罚没金额（万元）\n96\t0\t12.5")
    assert [(f.value, f.part_of) for f in facts] == [(96, None), (0, 1), (125000, None)]
    assert facts[1].indicator_id != PENALTIES


def test_a_line_across_the_table_heads_the_rows_below() -> None:
    rows = "<tr><td>项目</td><td>数量（件）</td></tr><tr><td colspan=2>一、行政复议</td></tr><tr><td>收到申请</td><td>62</td></tr><tr><td>审结</td><td>45</td></tr><tr><td colspan=2>二、行政应诉</td></tr><tr><td>应诉案件</td><td>18</td></tr>"
    facts = read(read_text(f"<table>{rows}</table>"))
    assert tell(facts) == [(62, "件", APPLICATIONS, 2023), (45, "件", CONCLUDED, 2023), (18, "件", LITIGATION, 2023)]


def test_a_head_of_year_and_nothing_else_is_no_name() -> None:
    facts = read("指标\t2022年数值\t2023年数值\n行政复议申请受理数（件）\t50\t55")
    assert [(f.value, f.label.endswith("数值"), f.period and f.period.start.year) for f in facts] == [
        (50, False, 2022),
        (55, False, 2023),
    ]


def test_a_table_of_thousands_of_cells_takes_no_time() -> None:
    rows = "\n".join(f"{n}号乡镇\t{n}\t{n}\t{n}" for n in range(1, 800))
    facts = read(f"单位\t行政处罚决定（件）\t行政检查（次）\t行政许可（件）\n{rows}\n合计\t1\t2\t3")
    assert len(facts) == 2400


@pytest.mark.parametrize(
    "text",
    ["\t1\n" * 60_000, "甲乙丙1\n甲乙丙2\n丙丙丙。\n" * 20_000, "甲\t" * 100_000 + "1\n" + "乙\t2\n" * 2000, "\t\n" * 60_000 + "甲\t1件", "甲乙\n1件\n" * 2000],
    ids=["numbers", "runs", "columns", "empty", "pairs"],
)  # fmt: skip
def test_tables_out_of_all_bounds_take_no_time(text: str) -> None:
    with ends():
        find_tables(text)
        find_contents(text)


@pytest.mark.parametrize(
    "text",
    [
        "单位\t联系人\t电话\n甲局\t张某\t0371-1234567\n乙局\t李某\t87654321",
        "姓名\t职务\t年龄\n张某\t局长\t45\n李某\t科长\t38",
        "单位\t考核得分\t排名\n甲局\t95.5\t1\n乙局\t93\t2",
    ],
)  # fmt: skip
def test_tables_of_people_and_numbers_that_count_nothing(text: str) -> None:
    assert read(text) == []


def test_a_row_without_figures_is_no_head() -> None:
    facts = read("项目\t2022年\t2023年\n行政强制\t—\t/\n行政复议申请\t58件\t62件")
    assert tell(facts) == [(58, "件", APPLICATIONS, 2022), (62, "件", APPLICATIONS, 2023)]


def test_months_are_periods() -> None:
    facts = read("月份\t行政复议申请（件）\n1月\t5\n2月\t7")
    assert [f.period and f.period.end.month for f in facts] == [1, 2]


PAIR = [(62.0, "件", ACCEPTED), (731.0, "件", "enforcement.licensing_cases")]


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>受理行政复议申请</td><td>62件</td><td>办理行政许可</td><td>731件</td></tr></table>",
        "<table><tr><td>项目</td><td>数量（件）</td><td>项目</td><td>数量（件）</td></tr><tr><td>受理行政复议申请</td><td>62</td><td>办理行政许可</td><td>731</td></tr></table>",
        "<table><tr><td>序号</td><td>项目</td><td>数量</td><td>序号</td><td>项目</td><td>数量</td></tr><tr><td>1</td><td>受理行政复议申请</td><td>62件</td><td>2</td><td>办理行政许可</td><td>731件</td></tr></table>",
        "<table><tr><td>指标</td><td>单位</td><td>数值</td><td>指标</td><td>单位</td><td>数值</td></tr><tr><td>受理行政复议申请</td><td>件</td><td>62</td><td>办理行政许可</td><td>件</td><td>731</td></tr></table>",
        "<table><tr><td><a href=a>受理行政复议申请</a></td><td><a href=b>62件</a></td><td><a href=c>办理行政许可</a></td><td><a href=d>731件</a></td></tr></table>",
        "<table><tr><td><a href=a>受理行政复议申请（件）</a></td><td><a href=c>办理行政许可（件）</a></td></tr><tr><td><a href=x>62</a></td><td><a href=y>731</a></td></tr></table>",
        "<table><tr><td><div>62件</div><div>受理行政复议申请</div></td><td><div>731件</div><div>办理行政许可</div></td></tr></table>",
        "<table><tr><td>受理行政复议申请<br>62件</td><td>办理行政许可<br>731件</td></tr></table>",
        "<dl><dt>受理行政复议申请</dt><dd>62件</dd><dd>已公开</dd><dt>办理行政许可</dt><dd>731件</dd></dl>",
        "<div><p>62</p><p>件</p><p>受理行政复议申请</p></div><div><p>731</p><p>件</p><p>办理行政许可</p></div>",
        "<div><p>受理行政复议申请</p><p>62</p><p>件</p></div><div><p>办理行政许可</p><p>731</p><p>件</p></div>",
    ],
    ids=["row", "heads", "numbered", "units", "linked", "linked heads", "cards", "cards by breaks", "dl", "lines", "lines, names first"],
)  # fmt: skip
def test_each_of_several_names_has_its_own_figure(body: str) -> None:
    facts = read(read_text(body))
    assert [(f.value, f.unit, f.indicator_id) for f in facts] == PAIR


def test_figures_of_the_second_name_go_on_in_its_columns() -> None:
    table = (
        "<table><tr><td>项目</td><td>2022年</td><td>2023年</td><td>项目</td><td>2022年</td><td>2023年</td></tr>"
        "<tr><td>受理行政复议申请（件）</td><td>50</td><td>62</td><td>办理行政许可（件）</td><td>700</td><td>731</td></tr></table>"
    )
    assert tell(read(read_text(table))) == [
        (50, "件", ACCEPTED, 2022),
        (62, "件", ACCEPTED, 2023),
        (700, "件", "enforcement.licensing_cases", 2022),
        (731, "件", "enforcement.licensing_cases", 2023),
    ]


def test_what_stands_under_another_head_names_no_figure() -> None:
    table = (
        "<table><tr><td>项目</td><td>数量（件）</td><td>责任单位</td><td>占比（%）</td></tr>"
        "<tr><td>行政许可</td><td>731</td><td>县审批局</td><td>68.5</td></tr></table>"
    )
    assert [fact.label for fact in read(read_text(table))] == ["行政许可", "行政许可占比"]


def test_two_lists_side_by_side_are_not_paired() -> None:
    body = "<div><p>受理行政复议申请</p><p>办理行政许可</p></div><div><p>62件</p><p>731件</p></div>"
    assert {fact.indicator_id for fact in read(read_text(body))} <= {None}


YEARS_DOWN = "年度\t收到行政复议申请（件）\n2022年\t58\n2023年\t62"
PAGES = "项目\t2022年\t2023年\n收到行政复议申请\t58\t62\n{}项目\t2022年\t2023年\n办理公证\t534\t589"


@pytest.mark.parametrize("caption", ["近年工作对比", "主要指标同比", "与上年比较", "情况", "行政复议数据同上年相比"])
def test_a_caption_that_compares_leaves_each_row_its_year(caption: str) -> None:
    told = tell(read(f"{caption}\n{YEARS_DOWN}"))
    assert [(value, year) for value, _, _, year in told] == [(58, 2022), (62, 2023)]


@pytest.mark.parametrize("between", ["", "续表1\n", "（续表）\n单位：件\n"])
def test_a_table_that_goes_on_over_the_page_keeps_its_years(between: str) -> None:
    facts = read(f"近两年主要数据对比（单位：件）\n{PAGES.format(between)}")
    assert [(fact.value, fact.period and fact.period.start.year) for fact in facts] == [
        (58, 2022),
        (62, 2023),
        (534, 2022),
        (589, 2023),
    ]
    assert facts[-1].label == "办理公证"


def test_a_head_over_the_names_gives_the_unit_of_all() -> None:
    facts = read("项目（件）\t2022年\t2023年\t金额（万元）\n行政处罚\t58\t62\t3.5")
    assert [(fact.value, fact.unit) for fact in facts] == [(58, "件"), (62, "件"), (35000, "元")]


@pytest.mark.parametrize("head", ["图表目录", "表格目录", "插图清单", "附表目次"])
def test_lists_of_tables_and_figures_count_nothing(head: str) -> None:
    lists = "表1 行政处罚情况\t5\n表2 法律援助案件\t8\n图1 检查企业家次\t4\n图2 普法宣传活动场次\t12"
    facts = read(f"{head}\n{lists}\n一、规范执法\n全年检查企业62家次。")
    assert [fact.value for fact in facts] == [62]
