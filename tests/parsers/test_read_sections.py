"""The tree of headings: each way of numbering, what only looks like a number, and the real reports."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from parsers.outline.headings import MARKER_RULES, find_marker
from parsers.outline.sections import read_sections
from parsers.records import Section
from parsers.text.width import fold_width
from tests.patience import ends

Row = tuple[int, str, str]
GOLD = Path(__file__).parents[1] / "gold"

_TO_HALF = str.maketrans("（），：；．！？", "(),:;.!?")


def outline(text: str) -> list[Row]:
    return [(section.level, section.marker, section.heading) for section in read_sections(text)]


def headings(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in read_sections(text)]


def check_shape(text: str, sections: tuple[Section, ...]) -> None:
    """What holds for every text: offsets, order, parents."""
    starts = [section.char_start for section in sections]
    assert starts == sorted(set(starts))
    assert [section.seq for section in sections] == list(range(1, len(sections) + 1))
    for section in sections:
        assert text[section.char_start : section.char_end] == section.text
        assert section.text == section.text.strip()
        assert section.text.startswith(section.marker)
        assert (section.theme is None) == (section.level == 4)
        if section.parent_seq is not None:
            parent = sections[section.parent_seq - 1]
            assert parent.seq < section.seq
            assert parent.level < section.level
            assert parent.char_start < section.char_start
            assert section.char_end <= parent.char_end


REPORT = """某县2023年度法治政府建设情况报告

2023年，全县上下一心，法治建设迈出新步伐。

一、主要工作

（一）加强党的领导，压实各方责任。县政府常务会议听取汇报3次。

1．开展学法。全年会前学法8次。

2．开展述法。一是抓部署，印发通知；二是抓落实，逐人点评。

（二）规范行政执法

1．培训执法人员。培训500人次。

二、存在不足

基层力量偏弱。

某县人民政府
2024年1月5日
"""


@pytest.mark.parametrize("width", ["full", "half"])
def test_four_steps(width: str) -> None:
    text = REPORT if width == "full" else REPORT.translate(_TO_HALF)
    expected = [
        (1, "一、", "主要工作"),
        (2, "（一）", "加强党的领导，压实各方责任"),
        (3, "1．", "开展学法"),
        (3, "2．", "开展述法"),
        (4, "一是", "抓部署"),
        (4, "二是", "抓落实"),
        (2, "（二）", "规范行政执法"),
        (3, "1．", "培训执法人员"),
        (1, "二、", "存在不足"),
    ]
    if width == "half":
        expected = [(level, marker.translate(_TO_HALF), words.translate(_TO_HALF)) for level, marker, words in expected]
    sections = read_sections(text)
    assert outline(text) == expected
    assert [section.parent_seq for section in sections] == [None, 1, 2, 2, 4, 4, 1, 7, None]
    check_shape(text, sections)


def test_text_runs_to_the_next_heading_of_the_same_or_a_higher_level() -> None:
    by_marker = {section.marker + section.heading[:2]: section.text for section in read_sections(REPORT)}
    assert by_marker["一、主要"].startswith("一、主要工作\n\n（一）加强")
    assert by_marker["一、主要"].endswith("培训500人次。")
    assert by_marker["（一）加强"].endswith("二是抓落实，逐人点评。")
    assert by_marker["1．开展"] == "1．开展学法。全年会前学法8次。"
    assert by_marker["一是抓部"] == "一是抓部署，印发通知；"
    assert by_marker["二、存在"].endswith("2024年1月5日")


@pytest.mark.parametrize("rule", MARKER_RULES, ids=lambda rule: rule.name)
def test_each_way_of_writing_a_number(rule: object) -> None:
    name, level, _, example = rule  # type: ignore[misc]
    for text in (example, "　　" + example, "· " + example, example.translate(_TO_HALF)):
        folded = fold_width(text)
        marker = find_marker(folded, 0, len(folded))
        assert marker is not None, text
        assert (marker.rule, marker.level, marker.ordinal) == (name, level, 1)
        sections = read_sections(text + "。正文在此。")
        assert [section.level for section in sections] == [level]
        assert sections[0].heading in example
        assert not sections[0].heading.startswith(sections[0].marker)


@pytest.mark.parametrize(
    ("line", "marker", "heading"),
    [
        ("( 一 )强化领导。正文。", "( 一 )", "强化领导"),
        ("（十二）健全机制。正文。", "（十二）", "健全机制"),
        ("二十一、完善制度", "二十一、", "完善制度"),
        ("一,强化领导", "一,", "强化领导"),
        ("（二）、规范执法。正文。", "（二）、", "规范执法"),
        ("(三）规范执法。正文。", "(三）", "规范执法"),
        ("１．规范执法。正文。", "１．", "规范执法"),
        ("3.2024年度学法计划执行情况。正文。", "3.", "2024年度学法计划执行情况"),
        ("二、三项制度全面落地", "二、", "三项制度全面落地"),
        ("五、 数字政府 建设", "五、", "数字政府 建设"),
        ("一、主要成效　　全年办结案件90件，群众满意。", "一、", "主要成效"),
        ("（一）落实《某某办法。试行》要求。正文。", "（一）", "落实《某某办法。试行》要求"),
    ],
)
def test_marker_and_heading(line: str, marker: str, heading: str) -> None:
    sections = read_sections(line)
    assert [(section.marker, section.heading) for section in sections] == [(marker, heading)]
    check_shape(line, sections)


@pytest.mark.parametrize(
    "line",
    [
        "1.4亿元投入到位，项目如期建成。",
        "1．4亿元投入到位，项目如期建成。",
        "2.5%的案件进入听证程序。",
        "1、2号楼已完成改造。",
        "12.4宪法日期间举办讲座。",
        "4.15安全教育日发放手册。",
        "2019.5.1起施行新办法。",
        "3.6万人次参加学习。",
        "1,200件案件全部办结。",
        "一、二、三级响应均有预案。",
        "三、四季度分别开展抽查。",
        "二、三产业齐头并进。",
        "（一）、（二）项规定的情形除外。",
        "（一）至（三）项所列事项。",
        "2023年，全县召开会议。",
        "12345热线受理来电。",
        "5月，开展检查。",
        "一把手带头学法。",
        "一站式服务全面铺开。",
        "统一是关键，形成合力。",
        "这一是经验，那二是教训。",
        "县政府历来重视。一是带头，各级跟进。",
        "最重要的之一是落实责任，其他次之。",
        "周一是学法日，周二是接访日。",
        "一是一，二是二，账目清楚。",
        "进一步规范，进一步提升。",
        "某县获全省第一，全市第二，群众点赞。",
        "坚持责任第一，质量第一。",
    ],
)
def test_what_only_looks_like_a_number(line: str) -> None:
    assert outline(line) == []
    assert outline("一、主要工作\n" + line + "\n二、下步打算\n正文。") == [
        (1, "一、", "主要工作"),
        (1, "二、", "下步打算"),
    ]


def test_digits_that_follow_a_number_in_its_series() -> None:
    text = "1.值班。正文。\n2.备勤。正文。\n3.24小时值守不断档。正文。\n4.5万人受益，群众满意。"
    assert headings(text) == [(3, "值班"), (3, "备勤"), (3, "24小时值守不断档")]


def test_items_in_one_paragraph() -> None:
    text = "（一）推进复议改革。一是建机制。设立中心。二是优流程，缩短时限；三是强保障：配齐人员，落实经费。"
    assert outline(text) == [
        (2, "（一）", "推进复议改革"),
        (4, "一是", "建机制"),
        (4, "二是", "优流程"),
        (4, "三是", "强保障：配齐人员"),
    ]
    assert read_sections(text)[2].text == "二是优流程，缩短时限；"


def test_items_after_a_colon_and_in_paragraphs_of_their_own() -> None:
    assert headings("三、存在问题\n工作中还有不足：一是能力不强，培训少；二是保障不够。") == [
        (1, "存在问题"),
        (4, "能力不强"),
        (4, "保障不够"),
    ]
    assert headings("三、存在问题\n一是能力不强。\n培训少。\n二是保障不够。\n三是宣传不广。") == [
        (1, "存在问题"),
        (4, "能力不强"),
        (4, "保障不够"),
        (4, "宣传不广"),
    ]


def test_item_without_the_stop_before_it() -> None:
    text = "（一）夯实基础。一是建好队伍。新招12人二是健全制度。出台办法3件三是保障经费。"
    assert [words for level, words in headings(text) if level == 4] == ["建好队伍", "健全制度", "保障经费"]


def test_item_whose_number_is_missing() -> None:
    assert [words for _, words in headings("一是抓学习。甲。三是抓考核。乙。四是抓整改。丙。")] == []
    text = "一是抓学习。甲。二是抓落实。乙。四是抓整改。丙。"
    assert [words for _, words in headings(text)] == ["抓学习", "抓落实", "抓整改"]
    assert [words for _, words in headings("各地措施有力。二是抓落实。乙。三是抓整改。丙。")] == ["抓落实", "抓整改"]


def test_items_within_items_and_two_series_in_one_section() -> None:
    text = "一、主要工作\n一是强基础。做法有：一是建队伍；二是建阵地。二是强监督。甲。\n此外，一是抓宣传，二是抓培训。"
    assert [words for level, words in headings(text) if level == 4] == [
        "强基础", "建队伍", "建阵地", "强监督", "抓宣传", "抓培训",
    ]  # fmt: skip


def test_lone_first_item_does_not_borrow_the_second_of_another_section() -> None:
    text = "（一）抓学习。一是带头学，效果好。\n（二）抓落实。一是定方案。甲。二是定责任。乙。"
    assert [words for level, words in headings(text) if level == 4] == ["定方案", "定责任"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下步，一要建机制。甲。二要强队伍。乙。", ["建机制", "强队伍"]),
        ("第一，建机制。甲。第二，强队伍。乙。", ["建机制", "强队伍"]),
        ("首先，建机制，管长远。其次，强队伍，固根本。最后，抓考核。", ["建机制", "强队伍"]),
        ("其一，建机制。甲。其二，强队伍。乙。", ["建机制", "强队伍"]),
        ("首先，建机制，管长远。其次，强队伍。再次，优环境。最后，抓考核。", ["建机制", "强队伍", "优环境", "抓考核"]),
    ],
)
def test_other_words_that_count_items(text: str, expected: list[str]) -> None:
    assert [words for level, words in headings(text) if level == 4][: len(expected)] == expected


def test_comma_inside_quotes_and_numbers_does_not_end_an_item() -> None:
    text = "一是落实“谁执法，谁普法”责任制，压实责任。二是发放手册1,200册，覆盖城乡。"
    assert [words for _, words in headings(text)] == ["落实“谁执法，谁普法”责任制", "发放手册1,200册"]


def test_item_right_after_a_heading_without_a_stop() -> None:
    assert headings("（二）规范权力运行 一是列清单，动态调整。二是强监管，联合抽查。") == [
        (2, "规范权力运行"),
        (4, "列清单"),
        (4, "强监管"),
    ]


def test_levels_that_skip_and_start_anew() -> None:
    text = (
        "一、甲部分\n1.子项甲。文。\n2.子项乙。文。\n"
        "二、乙部分\n（一）小节甲\n1.子项丙。文。\n（二）小节乙\n1.子项丁。文。\n2.子项戊。文。"
    )
    sections = read_sections(text)
    assert [section.level for section in sections] == [1, 3, 3, 1, 2, 3, 2, 3, 3]
    assert [section.parent_seq for section in sections] == [None, 1, 1, None, 4, 5, 4, 7, 7]


def test_second_step_at_the_top() -> None:
    sections = read_sections("（一）抓学习。文。\n（二）抓落实。文。")
    assert [(section.level, section.parent_seq) for section in sections] == [(2, None), (2, None)]


@pytest.mark.parametrize("leader", ["……………3", "\t3", "", "…12", " - 4"])
def test_table_of_contents_gives_no_sections(leader: str) -> None:
    names = ["一、主要举措", "（一）抓学习", "（二）抓落实", "二、存在问题", "三、下步打算"]
    contents = "\n".join(name + leader for name in names)
    body = "\n".join(name + "\n这里是正文，说明情况。" for name in names)
    for text in (
        f"目录\n{contents}\n2023年，某县推进法治建设。\n{body}",
        f"目  录\n{contents}\n{body}",
        f"{contents}\n{body}",
    ):
        assert [section.marker + section.heading for section in read_sections(text)] == names
    assert "正文" in read_sections(f"目录\n{contents}\n{body}")[0].text


def test_table_of_contents_on_one_line_and_one_without_numbers() -> None:
    body = "一、主要举措\n正文在此。\n二、存在问题\n正文在此。\n三、下步打算\n正文在此。"
    for contents in ("目录 一、主要举措 二、存在问题 三、下步打算", "主要举措\n存在问题\n下步打算"):
        assert headings(f"前言说明情况。\n{contents}\n{body}") == [(1, "主要举措"), (1, "存在问题"), (1, "下步打算")]


def test_heading_that_comes_twice_with_text_stays() -> None:
    below = "（一）加强领导。甲。\n（二）规范执法。乙。"
    text = f"一、主要工作\n{below}\n二、下步打算\n{below}"
    assert len(read_sections(text)) == 6


def test_page_without_line_breaks() -> None:
    text = (
        "某县报告 2023年，全县推进法治建设。一、主要工作 （一）抓学习。会前学法4次。"
        "（二）抓执法。1.强培训。培训90人。2.强监督。评查案卷40份。"
        "二、存在不足。力量偏弱。三、下步打算。（一）建机制。甲。（二）强队伍。乙。"
    )
    assert headings(text) == [
        (1, "主要工作"),
        (2, "抓学习"),
        (2, "抓执法"),
        (3, "强培训"),
        (3, "强监督"),
        (1, "存在不足"),
        (1, "下步打算"),
        (2, "建机制"),
        (2, "强队伍"),
    ]
    check_shape(text, read_sections(text))


def test_numbers_inside_one_sentence_are_items() -> None:
    text = "三、存在问题\n主要有：1.能力不强，培训不足；2.保障不够；3.宣传不广。"
    assert headings(text) == [(1, "存在问题"), (4, "能力不强"), (4, "保障不够"), (4, "宣传不广")]


def test_figures_in_running_text_are_no_headings() -> None:
    text = "一、主要工作\n投入资金。1.4亿元用于平台。2.5万人受益。依据第十条（一）（二）项，办理 3、4号线许可。"
    assert headings(text) == [(1, "主要工作")]


# --- Headings whose number was lost ---


def test_line_break_lost_after_a_heading() -> None:
    text = (
        "一、主要工作（一）加强领导。甲。（二）规范执法。依据办法第四条（一）（二）项处理。\n"
        "二、（一）抓学习。丙。（二）抓落实。丁。"
    )
    assert headings(text)[:4] == [(1, "主要工作"), (2, "加强领导"), (2, "规范执法"), (1, "")]
    assert headings(text)[4:] == [(2, "抓学习"), (2, "抓落实")]


def test_number_lost_but_not_its_punctuation() -> None:
    text = "一、主要工作\n（ ）抓学习。甲。\n（二）抓落实。乙。\n、存在问题\n丙。"
    sections = read_sections(text)
    assert [(section.level, section.marker, section.heading) for section in sections] == [
        (1, "一、", "主要工作"),
        (2, "", "抓学习"),
        (2, "（二）", "抓落实"),
        (1, "", "存在问题"),
    ]
    check_shape(text, sections)


def test_bare_line_where_a_number_of_the_series_is_missing() -> None:
    text = "一、主要工作\n（一）抓学习\n甲文在此。\n复议工作提质增效\n乙文在此。\n（三）抓考核\n丙文在此。"
    assert outline(text)[2] == (2, "", "复议工作提质增效")
    assert read_sections(text)[2].parent_seq == 1


def test_bare_line_above_numbers_that_start_anew() -> None:
    text = (
        "全县推进法治建设。\n主要做法\n（一）抓学习。甲。\n（二）抓落实。乙。\n"
        "存在问题\n（一）能力不强。丙。\n（二）保障不够。丁。"
    )
    assert headings(text) == [
        (1, "主要做法"), (2, "抓学习"), (2, "抓落实"), (1, "存在问题"), (2, "能力不强"), (2, "保障不够"),
    ]  # fmt: skip


def test_bare_line_between_numbered_neighbours() -> None:
    text = "（一）加强领导\n甲文在此。\n强化行政应诉工作\n乙文在此。\n（二）规范执法\n丙文在此。"
    assert headings(text) == [(2, "加强领导"), (2, "强化行政应诉工作"), (2, "规范执法")]


def test_bare_lines_below_one_heading_are_its_children() -> None:
    text = "一、主要工作\n加强组织领导\n甲文在此。\n规范行政执法\n乙文在此。\n二、下步打算\n丙文在此。"
    assert headings(text) == [(1, "主要工作"), (2, "加强组织领导"), (2, "规范行政执法"), (1, "下步打算")]


def test_bare_line_that_closes_the_report() -> None:
    text = "一、加强领导\n甲文在此。\n二、规范执法\n乙文在此。\n存在的问题和下一步打算\n丙文在此。"
    assert headings(text)[-1] == (1, "存在的问题和下一步打算")


def test_report_without_any_number() -> None:
    text = (
        "某市报告\n全市推进法治建设。\n加强组织领导\n甲文在此。\n规范行政执法\n乙文在此。\n"
        "化解矛盾纠纷\n丙文在此。\n某市人民政府\n2024年2月1日"
    )
    assert headings(text) == [(1, "加强组织领导"), (1, "规范行政执法"), (1, "化解矛盾纠纷")]


@pytest.mark.parametrize(
    "lines",
    [
        "某县人民政府\n2024年1月5日",
        "附件：任务清单",
        "全县基本情况一览",
        "建立由法制人员为主体的\n顾问队伍，服务决策。",
        "（一）健全制度。建立顾问名录并\n推进顾问参加合同谈判和\n决策论证，成效明显。",
        "首先，抓学习\n其次，抓落实",
    ],
)
def test_lines_that_head_nothing(lines: str) -> None:
    text = f"某县关于法治政府建设的报告\n\n全县推进法治建设。\n一、加强领导\n甲文在此。\n{lines}\n"
    assert [section for section in read_sections(text) if not section.marker] == []


def test_no_text_no_sections() -> None:
    assert read_sections("") == ()
    assert read_sections("\n \n　\n") == ()
    assert read_sections("没有标题的一段话。") == ()


def test_marker_alone_on_its_line_keeps_its_place() -> None:
    text = "一、\n加强领导\n正文。\n二、规范执法\n正文。"
    assert headings(text) == [(1, "加强领导"), (1, "规范执法")]
    check_shape(text, read_sections(text))


# --- Time ---


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'一二三四五六七八九十'[n % 10]}、加强{n}\n" for n in range(50_000)),
        "一是加强，二是强，三是抓，" * 33_000,
        "。（一）加强（二）领导" * 50_000,
        "一、" + "《" * 500_000,
        "一是" + "“" * 500_000 + "二是",
        ("一、加强" + "　" * 9) * 50_000,
        "1." * 250_000,
        "加强领导\n推进工作。\n" * 50_000,
        "一、开头。\n" + "加强领导\n推进工作。\n" * 50_000 + "二、结尾。",
    ],
    ids=["lines", "items", "inline", "book marks", "quotes", "blanks", "digits", "bare", "bare between"],
)
def test_time_is_linear(text: str) -> None:
    """Half a megabyte in a second or so; what grows with the square would take minutes."""
    with ends():
        read_sections(text)


# --- Annotated reports ---


def make_key(heading: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", heading) if char.isalnum())


def compare(gold_folder: Path, text_folder: Path) -> dict[str, tuple[int, int, int]]:
    """For sections (levels 1 to 3) and items (level 4): headings that agree, found, annotated."""
    counts = {"sections": [0, 0, 0], "items": [0, 0, 0]}
    for path in sorted(gold_folder.glob("*.sections.jsonl")):
        name = path.name.removesuffix(".sections.jsonl")
        text = (text_folder / f"{name}.txt").read_text(encoding="utf-8")
        found = read_sections(text)
        check_shape(text, found)
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for kind, keep in (("sections", {1, 2, 3}), ("items", {4})):
            want = Counter((row["level"], make_key(row["heading"])) for row in gold if row["level"] in keep)
            have = Counter((row.level, make_key(row.heading)) for row in found if row.level in keep)
            counts[kind][0] += sum((want & have).values())
            counts[kind][1] += sum(have.values())
            counts[kind][2] += sum(want.values())
    return {kind: (agree, have, want) for kind, (agree, have, want) in counts.items()}


def compute_f1(agree: int, have: int, want: int) -> float:
    return 2 * agree / (have + want)


def test_real_reports(shared: Path) -> None:
    counts = compare(shared / "gold", shared / "seeds")
    print({kind: round(compute_f1(*row), 4) for kind, row in counts.items()})
    assert compute_f1(*counts["sections"]) >= 1.0
    assert compute_f1(*counts["items"]) >= 1.0


def test_reports_of_other_styles() -> None:
    counts = compare(GOLD, GOLD / "texts")
    assert compute_f1(*counts["sections"]) >= 0.98
    assert compute_f1(*counts["items"]) >= 0.95


def test_real_reports_in_the_other_width(shared: Path) -> None:
    """The five texts have half-width punctuation, most pages full-width: the same headings either way."""
    to_full = str.maketrans("(),:;", "（），：；")
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        half = [(section.level, make_key(section.heading)) for section in read_sections(text.translate(_TO_HALF))]
        full = [(section.level, make_key(section.heading)) for section in read_sections(text.translate(to_full))]
        assert half
        assert half == full, path.name
