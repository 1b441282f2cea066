"""A report never ends at one line: what the site puts between two pieces of it, what it prints over them, what it leaves out."""

from __future__ import annotations

import re

import pytest

from parsers.body.boilerplate import strip_boilerplate
from parsers.body.plain_text import strip_plain_text
from parsers.page import parse_page
from parsers.records import RawPage, StrippedPage

TITLE = "青岭县人民政府关于2023年度法治政府建设情况的报告"
OPENING = (
    "<p>2023年，青岭县各单位把法治建设列入年度任务清单，逐项明确牵头领导、承办科室和完成时限。现将有关情况报告如下。</p>"
    "<p>一、主要工作</p><p>全年收到行政复议申请62件，审结45件，针对群众反映集中的难点，有关部门多次到现场办公。</p>"
)
REST = (
    "<p>二、行政应诉</p><p>全年办理行政应诉案件18件，一线人员办案能力明显提升，程序瑕疵比往年减少。</p>"
    "<p>三、存在的不足</p><p>部分乡镇专业人员不足，流动性大，案卷质量参差不齐。下一步将继续补短板、强弱项。</p>"
)
SIGNED = "<p>青岭县人民政府</p><p>2024年1月18日</p>"
WANTED = ("现将有关情况报告如下", "申请62件", "应诉案件18件", "补短板、强弱项", "2024年1月18日")


def make_page(between: str, container: str = "content", opening: str = OPENING, rest: str = REST) -> str:
    return (
        f"<html><head><title>{TITLE}_青岭县人民政府</title><meta name='ArticleTitle' content='{TITLE}'></head>"
        f"<body><div class='nav'><a href='/'>首页</a></div><h1>{TITLE}</h1>"
        f"<div class='info'>发布时间：2024-02-20 09:10 来源：县司法局</div>"
        f"<div class='{container}'>{opening}{between}{rest}{SIGNED}</div>"
        "<div class='footer'>主办：青岭县人民政府 备案号：00000000</div></body></html>"
    )


def check(page: StrippedPage) -> None:
    assert [words for words in WANTED if words not in page.text] == []
    assert page.goes_on is None


BETWEEN = {
    "a label": "<p>时间：2023年5月</p>",
    "labels": "<p>类别：行政复议</p><p>来源：县司法局</p><p>状态：已办结</p>",
    "many labels": "".join(f"<p>{word}：某某</p>" for word in ("名称", "时间", "来源", "主题", "内容摘要", "发布机构")),
    "the title again": f"<p>{TITLE}</p>",
    "a running head and a page": f"<p>{TITLE}</p><p>— 2 —</p>",
    "the title as a heading": f"<h1>{TITLE}</h1>",
    "the title as a title": f"<div class='title'>{TITLE}</div>",
    "pages": "<p>第 2 页 共 3 页</p>",
    "the way to the page": "<p>首页 > 政务公开 > 法治政府</p>",
    "who keeps the site": "<p>主办单位：县司法局 承办单位：县普法办</p>",
    "an editor": "<p>责任编辑：张某</p>",
    "other pages": "<p>相关链接：</p><ul><li><a href='/1'>某某通知</a></li><li><a href='/2'>某某办法</a></li></ul>",
    "a list of files": "<p>附件：1.统计表.xls</p>",
    "neighbours": "<p>上一篇：没有了</p><p>下一篇：某某</p>",
    "a clock": "<p>2023-05-06 10:00</p>",
    "a date": "<p>2023年5月6日</p>",
    "rights": "<p>版权所有：某某</p>",
    "links": "<p><a href='/x'>点击查看典型案例汇编全文链接</a></p><p><a href='/y'>查看执法公示平台有关数据</a></p>",
    "buttons": "<p>【打印本页】【关闭窗口】</p><p>分享到：微信 微博</p>",
    "ends of blocks": "</div></div>",
    "a table of labels": "<table><tr><td>索引号</td><td>A1</td><td>发布机构</td><td>县司法局</td></tr></table>",
}


@pytest.mark.parametrize("container", ["content", "TRS_Editor", "zzz"])
@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN.keys())
def test_a_report_goes_on_behind_it(between: str, container: str) -> None:
    check(strip_boilerplate(make_page(between, container)))


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN.keys())
def test_a_report_goes_on_in_plain_text(between: str) -> None:
    text = make_page(between)
    for tag in ("</p>", "</h1>", "</div>", "</li>", "</tr>"):
        text = text.replace(tag, "\n")
    text = text.partition("<body>")[2].replace("</td>", "\t")
    text = re.sub(r"<[^<>]*>", "", text)
    check(strip_plain_text(text))


@pytest.mark.parametrize("between", ["labels", "many labels", "a clock", "the way to the page"])
def test_pieces_without_numbers_in_one_container(between: str) -> None:
    unnumbered = {"一、": "", "二、": "", "三、": ""}
    opening, rest = OPENING, REST
    for number in unnumbered:
        opening, rest = opening.replace(number, ""), rest.replace(number, "")
    page = strip_boilerplate(make_page(BETWEEN[between], "TRS_Editor", opening, rest))
    assert [words for words in WANTED[1:] if words not in page.text] == []


def test_another_article_in_the_container_is_not_the_reports() -> None:
    other = "<p>责任编辑：张某</p><p>上一篇：某某</p><p>一、申报条件</p><p>申请人应当在受理之日起十日内提交材料，逾期不予受理，窗口应当一次告知。</p>"
    page = strip_boilerplate(make_page("", rest=f"{REST}{SIGNED}{other}"))
    assert "补短板、强弱项" in page.text
    assert "申报条件" not in page.text


def test_a_text_that_stops_where_its_container_goes_on_says_so() -> None:
    filler = "".join(
        f"<p>第{n}批人员分赴各乡镇开展督察，逐村逐户走访，听取意见，记录问题，形成清单后交办有关单位限期整改落实。</p>"
        for n in range(6)
    )
    markup = make_page("<p>相关链接：</p><p>责任编辑：张某</p>", "TRS_Editor", OPENING, filler).replace(SIGNED, "")
    page = strip_boilerplate(markup)
    assert page.goes_on is not None or "督察" in page.text
    parsed = parse_page(RawPage("https://www.example.gov.cn/a.html", markup.encode()))
    assert parsed.defect is not None or "督察" in parsed.text


@pytest.mark.parametrize("line", ["相关阅读", "政策解读", "推荐阅读：", "相关链接"])
def test_little_below_the_first_heading_and_a_line_of_the_sites(line: str) -> None:
    introduction = (
        "<p>"
        + "青岭县各单位把法治建设列入年度任务清单，逐项明确牵头领导、承办科室和完成时限，按月调度进展。" * 5
        + "</p>"
    )
    opening = f"{introduction}<p>一、主要工作</p><p>受理申请62件。</p>"
    page = strip_boilerplate(make_page(f"<p>{line}</p>", opening=opening, rest=f"<p>办理案件18件。</p>{REST}"))
    assert [
        words for words in ("申请62件", "办理案件18件", "应诉案件18件", "2024年1月18日") if words not in page.text
    ] == []


def test_a_heading_without_its_number_parts_no_report() -> None:
    page = strip_boilerplate(make_page("<p>相关链接：</p>", rest=REST.replace("二、行政应诉", "行政应诉")))
    assert "补短板、强弱项" in page.text
