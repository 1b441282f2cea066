"""A text that is a part of the report is told from a whole one, whatever cut it; a whole one is never called a part."""

from __future__ import annotations

import pytest

from parsers.attachment_page import parse_page_or_attachment
from parsers.records import ParsedPage, RawPage

URL = "https://www.example.gov.cn/202401/t20240120_17.html"
TITLE = "云岭县人民政府关于2023年度法治政府建设情况的报告"
PARAGRAPHS = [
    "2023年，云岭县坚持依法行政，现将全县法治政府建设情况报告如下。",
    "一、主要举措和成效",
    "全年工作围绕群众办事中最常遇到的难处展开，先后梳理出窗口排队久、材料重复交、答复不及时等问题，逐项定人定责定期限，"
    "由督查机构按月通报进度，年底请群众代表当面打分，凡是打分不高的事项一律重新整改，整改情况再次公开，直到群众认可为止。",
    "政务服务大厅把原来分散在七个窗口的事项并到一处办理，工作人员轮流到乡镇集市现场受理，老年人和外出务工人员可以请人代办，"
    "凡是能从部门之间调取的材料不再要求群众提供，审批结果当天短信告知，办不成的必须书面写明理由和救济途径，接受群众监督。",
    "县司法局牵头修订了案卷评查办法，把程序是否合法、证据是否充分、文书是否规范作为三条硬杠杠，评查结果直接反馈到承办人，"
    "并同年度考核挂钩，各单位之间还组织了交叉评查，既比做得好的地方，也比改得快的地方，形成了互相学习的风气。",
    "（一）规范决策。县政府常务会议专题研究法治建设工作6次，审查重大行政决策事项18件，邀请法律顾问列席会议41人次。",
    "（二）化解纠纷。全县各级调解组织排查矛盾纠纷2008件，调处成功1996件，收到行政复议申请137件，办结129件。",
    "（三）普法宣传。组织宣讲活动215场次，发放资料三万余份，受众达58000人次，乡镇司法所全部完成规范化建设。",
    "二、存在的不足",
    "基层执法力量仍显薄弱，少数案卷制作不够规范，个别单位负责人出庭应诉不够主动，这些问题需要认真解决。",
    "三、下一年度工作安排",
    "2024年，继续推进执法规范化，加强乡镇法制审核，落实行政机关负责人出庭应诉制度，让群众办事更有底。",
]
SIGNATURE = ["云岭县人民政府", "2024年1月20日"]
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-01-20"></head><body>'
    '<div class="nav"><a href="/">首页</a><a href="/zw/">政务公开</a></div><h1>{title}</h1>'
    '<div class="TRS_Editor">{body}</div>{behind}<div class="footer">主办单位：云岭县人民政府办公室</div></body></html>'
)


def make_page(lines: list[str], behind: str = "") -> str:
    body = "".join(f"<p>{line}</p>\n" for line in lines)
    return PAGE.format(title=TITLE, body=body, behind=behind)


def parse(page: str | bytes, kind: str = "text/html") -> ParsedPage:
    return parse_page_or_attachment(RawPage(URL, page if isinstance(page, bytes) else page.encode(), kind))


WHOLE = make_page(PARAGRAPHS + SIGNATURE)


def test_whole_page_is_whole() -> None:
    parsed = parse(WHOLE)
    assert (parsed.state, parsed.defect, parsed.source_kind) == ("whole", None, "html")
    assert parsed.refusal is None


@pytest.mark.parametrize(
    "words", ["排查矛盾纠纷20", "调处成功1996件，", "受众达58000人次", "少数案卷制作不够规", "认真解决。"]
)
def test_page_cut_in_transit_is_a_part_wherever_it_breaks(words: str) -> None:
    cut = WHOLE[: WHOLE.index(words) + len(words)]
    parsed = parse(cut)
    assert parsed.state == "incomplete"
    assert words[-4:] in (parsed.defect or "")


def test_figure_at_the_very_end_of_a_cut_page_is_no_figure() -> None:
    words = "排查矛盾纠纷20"
    cut = WHOLE[: WHOLE.index(words) + len(words)]
    values = {fact.value for fact in parse(cut).facts}
    assert 20 not in values
    assert {6, 18, 41} <= values


@pytest.mark.parametrize("size", range(1, 4))
def test_page_cut_within_a_character_is_a_part(size: int) -> None:
    body = WHOLE.encode()
    at = body.index("受众达".encode()) + size
    assert parse(body[:at]).state == "incomplete"


@pytest.mark.parametrize("ending", ["<sp", '<p style="text-in', "&nbs", "<!-- "])
def test_page_cut_within_its_markup_is_a_part(ending: str) -> None:
    cut = WHOLE[: WHOLE.index("二、存在的不足")] + ending
    assert parse(cut).state == "incomplete"


def test_text_that_breaks_off_on_a_page_with_its_end_is_a_part() -> None:
    assert (
        parse(make_page([*PARAGRAPHS[:7], "（三）普法宣传。组织宣讲活动215场次，发放资料三万余份，"])).state
        == "incomplete"
    )


@pytest.mark.parametrize(
    "last",
    [
        ["此件公开发布"],
        ["（联系人：法治科，电话：办公室总机）"],
        ["附件：云岭县2023年度执法情况统计表"],
        ["二〇二四年一月二十日"],
        ["云岭县司法局"],
        [],
    ],
)
def test_page_without_closing_tags_is_whole_where_it_ends_as_reports_do(last: list[str]) -> None:
    sloppy = "".join(f"<p>{line}</p>" for line in PARAGRAPHS + SIGNATURE + last)
    assert parse(f"<title>{TITLE}</title>\n<h1>{TITLE}</h1>\n{sloppy}").state == "whole"


def test_text_file_that_breaks_off_is_a_part() -> None:
    text = "\n".join([TITLE, *PARAGRAPHS, *SIGNATURE])
    assert parse(text, "text/plain").state == "whole"
    assert parse(text, "text/plain").source_kind == "text"
    assert parse(text[: text.index("个别单位负责人")], "text/plain").state == "incomplete"


@pytest.mark.parametrize("zero", "◯○〇ＯO0")
def test_closing_date_is_one_whatever_its_zero_looks_like(zero: str) -> None:
    lines = [TITLE, *PARAGRAPHS, "云岭县人民政府", f"二{zero}二四年一月二十日"]
    parsed = parse("\n\n".join(lines), "text/plain")
    assert (parsed.state, parsed.defect) == ("whole", None)
    assert str(parsed.metadata.signed_on) == "2024-01-20"


def test_title_stands_behind_the_table_of_contents() -> None:
    contents = [
        "目　录",
        "一、主要举措和成效 2",
        "（一）规范决策 2",
        "（二）化解纠纷……4",
        "二、存在的不足\t11",
        "三、下一年度工作安排 14",
    ]
    for lines in (contents, contents[1:]):
        body = "".join(f"<p>{line}</p>" for line in [*lines, TITLE, *PARAGRAPHS, *SIGNATURE])
        page = f"<html><body><div>{body}</div></body></html>"
        assert parse(page).metadata.title == TITLE
        assert parse("\n".join([*lines, TITLE, *PARAGRAPHS, *SIGNATURE]), "text/plain").metadata.title == TITLE


@pytest.mark.parametrize(
    "pager",
    [
        "<p>共3页</p><p>1 2 3 下一页</p>",
        '<div class="page">第1页/共3页 <a href="t20240120_17_1.html">下一页</a></div>',
        "<div>1/3页</div>",
        "<div>页次：1/2</div>",
        '<p>上一篇：<a href="/a">某乡开展法律进村活动</a></p><p>下一篇：<a href="/b">调解员业务培训顺利结束</a></p><div>共2页</div>',
        '<script>createPageHTML(3, 0, "t20240120_17", "html");</script>',
    ],
)
def test_pager_behind_the_report_tells_of_pages_that_are_missing(pager: str) -> None:
    parsed = parse(make_page(PARAGRAPHS[:6], pager))
    assert parsed.state == "incomplete"


@pytest.mark.parametrize(
    "pager",
    [
        "<p>共1页</p>",
        '<script>createPageHTML(1, 0, "t20240120_17", "html");</script>',
        '<script>createPageHTML(25, 0, "index", "html");</script>',
        '<script>/* createPageHTML(5, 0, "index", "html") */ createPageHTML(1, 0, "t20240120_17", "html");</script>',
        "<div>第1页/共2页</div><p>第2页/共2页</p>",
        '<ul><li><a href="/a">某乡开展法律进村活动</a></li><li><a href="/b"><span>调解员业务培训顺利结束</span></a></li></ul><div>共9页</div>',
    ],
)
def test_pager_of_one_page_or_of_a_list_says_nothing(pager: str) -> None:
    assert parse(make_page(PARAGRAPHS + SIGNATURE, pager)).state == "whole"


def test_half_in_utf8_and_half_in_gbk_is_a_part() -> None:
    half = WHOLE.index("（三）")
    for first, second in (("utf-8", "gb18030"), ("gb18030", "utf-8")):
        body = WHOLE[:half].encode(first) + (WHOLE[half:] * 1).encode(second)
        parsed = parse(body)
        assert parsed.state == "incomplete" or parsed.refusal is not None, (first, second)


def test_name_pasted_in_another_encoding_is_no_second_encoding() -> None:
    body = WHOLE.encode().replace("云岭县司法局".encode(), "云岭县司法局".encode("gb18030"))
    assert parse(body).state == "whole"
