"""From text as a crawler saved it to the report in it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from parsers.body.charset import UnreadablePage
from parsers.body.chrome import name_line
from parsers.body.plain_text import strip_plain_text
from tests.measure_bodies import mean, measure_texts
from tests.patience import ends

BODY = [
    "青石区坚持把依法行政摆在突出位置，全年召开专题会议6次，研究解决执法中的难题，带动各部门依法办事。",
    "一、主要做法",
    "（一）办好行政复议。全年收到申请41件，审结39件，其中以调解方式结案17件，当事人普遍认可办理结果。",
    "二、来年打算",
    "来年将继续补齐短板，抓好执法人员轮训，让群众在每一件小事里感受到公平。",
    "青石区人民政府",
    "2024年1月8日",
]
TITLE = "青石区人民政府2023年度法治政府建设报告"


def strip(*lines: str, between: str = "\n\n"):
    return strip_plain_text(between.join(lines))


def halve(text: str) -> str:
    return text.translate(str.maketrans("，：；（）【】", ",:;()[]"))


@pytest.mark.parametrize("width", [str, halve], ids=["full width", "half width"])
def test_everything_around_the_body_goes(width) -> None:
    head = [
        "您的位置：首页\xa0>>\xa0公开专栏",
        TITLE,
        "来源：区司法局 发布时间：2024-01-12 【字体：",
        "青石区人民政府",
        "2023年度法治政府建设报\u2002\u2002告",
        "（2024年1月8日）",
    ]
    tail = [
        "附件：",
        "  • |",
        "责任编辑：李某",
        "主办：青石区人民政府办公室",
        "本页二维码",
        "Produced By 某某发布平台 publishdate:2024-03-21",
    ]
    page = strip(*map(width, [*head, *BODY, *tail]))
    assert page.text == "\n".join(map(width, BODY))
    assert page.head == "\n".join(map(width, head[1:]))
    assert page.tail == width("责任编辑：李某")
    assert page.container == "plain_text"
    assert page.html_title is None


def test_a_page_that_is_all_body() -> None:
    page = strip(*BODY, between="\n")
    assert (page.head, page.text, page.tail) == ("", "\n".join(BODY), "")


def test_labels_without_values_go() -> None:
    page = strip(TITLE, "日期：2024-02-26 14:37 字号：", "附件：", "• |", *BODY)
    assert page.text == "\n".join(BODY)
    assert page.head.startswith(TITLE)


def test_salutation_and_document_number_begin_the_body() -> None:
    page = strip(TITLE, "发布时间：2024-01-12", "青政发〔2024〕2号", "区人大常委会：", *BODY)
    assert page.text.split("\n")[:2] == ["青政发〔2024〕2号", "区人大常委会："]


def test_a_heading_may_begin_the_body() -> None:
    assert strip(TITLE, "2024-01-12 10:00", *BODY[1:]).text == "\n".join(BODY[1:])


def test_list_of_attachments_before_the_signature_stays() -> None:
    page = strip(TITLE, *BODY[:5], "附件：1.案件统计表", *BODY[5:], "附件下载", "案件统计表.xlsx")
    assert page.text == "\n".join([*BODY[:5], "附件：1.案件统计表", *BODY[5:]])


def test_menus_saved_with_the_page() -> None:
    menu = ["首页", "政务公开", "办事服务", "今天是2024年5月3日 星期五", "当前位置：首页 > 公告"]
    foot = ["上一篇：没有了", "下一篇：关于召开听证会的公告", "网站地图 | 联系我们", "版权所有：青石区人民政府"]
    page = strip(*menu, TITLE, "信息来源：区政府办", *BODY, *foot, between="\n")
    assert page.text == "\n".join(BODY)
    assert page.head == f"{TITLE}\n信息来源：区政府办"


@pytest.mark.parametrize("between", ["", " "])
@pytest.mark.parametrize("width", [str, halve], ids=["full width", "half width"])
def test_no_line_breaks_at_all(width, between: str) -> None:
    lines = [
        "您的位置：首页 >> 公开专栏",
        TITLE,
        "来源：区司法局 发布时间：2024-01-12 【字体：大 中 小】",
        TITLE,
        *BODY,
        "主办：青石区人民政府办公室",
    ]
    # Long enough for a whole page on a line
    lines[4:4] = [BODY[0]] * 8
    page = strip_plain_text(width(between.join(lines)))
    assert page.text == width(between.join([BODY[0]] * 8 + BODY))
    assert width(TITLE) in page.head
    assert "2024-01-12" in page.head


def test_a_title_runs_into_the_salutation() -> None:
    body = "中共青石区委：" + BODY[0] * 12
    page = strip_plain_text(f"{TITLE}  {body}")
    assert page.text == body
    assert page.head == TITLE


def test_invisible_characters_go() -> None:
    assert strip("\ufeff" + BODY[0].replace("全", "全\x00\u200b"), *BODY[1:]).text == "\n".join(BODY)


@pytest.mark.parametrize("text", ["", "\n\n", "首页", "• |"])
def test_next_to_nothing(text: str) -> None:
    assert strip_plain_text(text).text in ("", text)


def test_real_texts(shared: Path) -> None:
    measures = measure_texts(shared)
    assert len(measures) == 3
    assert mean([one.precision for one in measures]) >= 0.9995
    assert min(one.recall for one in measures) == 1.0


@pytest.mark.parametrize("between", ["", " "])
def test_real_texts_without_line_breaks(shared: Path, between: str) -> None:
    measures = measure_texts(shared, lambda text: between.join(text.split("\n")))
    assert mean([one.precision for one in measures]) >= 0.9990
    assert min(one.recall for one in measures) == 1.0


@pytest.mark.parametrize(
    "text",
    ["".join(BODY) * 400_000, "甲\n" * 3_000_000, "来源： " * 1_500_000, "【打印】" * 1_900_000, "1" * 7_000_000],
)
def test_bounded_time(text: str) -> None:
    with ends(), contextlib.suppress(UnreadablePage):
        strip_plain_text(text)


@pytest.mark.parametrize("text", ["甲" * 8_000_001, "甲\n" * 300_001])
def test_what_is_too_large_says_so(text: str) -> None:
    with pytest.raises(UnreadablePage, match="cut the file") as caught:
        strip_plain_text(text)
    assert caught.value.reason == "oversized_page"


def test_row_of_arrows_before_a_sentence_is_tried_once() -> None:
    assert name_line("> " * 60 + "依法履行政府职能，优化营商环境") == "text"
    assert name_line("政务公开 >> 法治政府 >> 正文") == "crumb"


@pytest.mark.parametrize("counter", ["访问次数:", "浏览次数：12次", "阅读量： 305 "])
def test_a_counter_glued_before_the_first_sentence_takes_nothing_of_it(counter: str) -> None:
    first = "2023年，青石区坚持把依法行政摆在突出位置，全年召开专题会议6次，研究解决执法中的难题，带动各部门依法办事。"
    stripped = strip(TITLE, f"{counter}{first}", *BODY)
    assert stripped.text.split("\n")[0] == first


@pytest.mark.parametrize("foot", ["— 4 —", "－4－", "第4页", "第 4 页 共 9 页", "· 4 ·"])
def test_page_numbers_are_no_text_and_part_no_sentence(foot: str) -> None:
    parted = "全年走访企业37家，收到意见"
    text = strip(BODY[0], BODY[1], parted, foot, "29条，均已回复。", BODY[2], foot, *BODY[3:]).text
    assert text.split("\n") == [BODY[0], BODY[1], f"{parted}29条，均已回复。", *BODY[2:]]


def test_running_heads_beside_page_numbers_are_no_text() -> None:
    head = "青石区年度报告"
    text = strip(BODY[0], "— 2 —", head, *BODY[1:3], "— 3 —", head, *BODY[3:]).text
    assert text.split("\n") == BODY


def test_headings_and_signatures_behind_page_numbers_stay_lines() -> None:
    lines = [*BODY[:2], "（一）办好复议，做实监督", "— 2 —", *BODY[2:5], BODY[5], "— 3 —", BODY[6]]
    text = strip(*lines).text
    assert text.split("\n") == [line for line in lines if "—" not in line]


def test_radicals_are_the_characters_that_they_look_like() -> None:
    text = strip(BODY[0], "⼀、主要做法", BODY[2], "⼆、来年打算", BODY[4], "青⽯区⼈⺠政府", BODY[6]).text
    assert text.split("\n") == BODY


def test_a_figure_behind_a_page_number_goes_on_with_words_without_a_mark() -> None:
    text = strip(BODY[0], BODY[1], "全年共回访群众", "- 7 -", "83人，整改9件。", *BODY[2:]).text
    assert text.split("\n") == [BODY[0], BODY[1], "全年共回访群众83人，整改9件。", *BODY[2:]]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["走访企业", "约", "83家"], ["走访企业约83家"]),
        (["走访企业", "为", "83家", "回访群众", "共计140人"], ["走访企业为83家", "回访群众共计140人"]),
        (["走访企业", "：", "83家"], ["走访企业：83家"]),
        (["（二）走访企业", "共83家"], ["（二）走访企业", "共83家"]),
        (["走访企业，回访群众。", "共83家"], ["走访企业，回访群众。", "共83家"]),
        (["走访企业", "83家"], ["走访企业", "83家"]),
    ],
)
def test_a_word_between_a_name_and_its_figure_is_in_their_line(lines: list[str], expected: list[str]) -> None:
    assert strip(BODY[0], BODY[1], *lines, *BODY[2:]).text.split("\n") == [BODY[0], BODY[1], *expected, *BODY[2:]]
