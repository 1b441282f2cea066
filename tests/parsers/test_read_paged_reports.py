"""A report that a site shows on several pages: seen as such, and its pages joined into one."""

from __future__ import annotations

import pytest

from parsers.body.boilerplate import strip_boilerplate
from parsers.body.pages.paging import describe_missing_pages, find_report_pages, join_pages, list_parts
from parsers.page import parse_page
from parsers.records import RawPage

URL = "http://www.example.gov.cn/fzzf/202403/t20240320_77.html"
TITLE = "甲子县人民政府关于2023年度法治政府建设情况的报告"
OPENING = "2023年，甲子县认真推进依法行政工作，现将2023年度法治政府建设情况报告如下。"
FILLER = "县政府坚持科学决策、民主决策、依法决策，落实合法性审查制度，规范行政执法，化解矛盾纠纷，公开政务信息。" * 3
PARTS = (
    (OPENING, "一、主要做法", FILLER * 3, "全年收到行政复议申请62件，审结45件。"),
    (FILLER * 2, "全县开展普法宣传活动31场次。", FILLER),
    ("二、存在的问题", FILLER * 2, "三、下一步打算", FILLER, "甲子县人民政府", "2024年3月20日"),
)


def write_page(part: int, pager: str, container: str = "TRS_Editor") -> str:
    lines = "".join(f"<p>　　{line}</p>" for line in PARTS[part])
    return (
        f'<html><head><meta charset="utf-8"><title>{TITLE}</title><meta name="ArticleTitle" content="{TITLE}"></head><body>'
        f'<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div><h1>{TITLE}</h1>'
        f'<div class="info">发布时间：2024-03-20 来源：甲子县司法局</div><div class="{container}">{lines}</div>{pager}'
        f'<div class="footer">主办：甲子县人民政府</div></body></html>'
    )


PAGERS = [
    '<script>createPageHTML(3, 0, "t20240320_77", "html");</script>',
    "<script>createPageHTML('page_div', 3, 0, 't20240320_77', 'html', 40)</script>",
    '<div>共3页 <a href="t20240320_77_1.html">下一页</a></div>',
    '<div><b>1</b> <a href="t20240320_77_2.html">2</a> <a href="t20240320_77_3.html">3</a> <a href="t20240320_77_2.html">下一页</a></div>',
    '<div><a href="?page=2">下页</a></div>',
    '<div><a href="t20240320_77_2.html" title="下一页">&gt;</a></div>',
    "<script>var currentPage = 0; var countPage = 3</script>",
    '<script>var currentPage = 0; var countPage = 3; if(countPage>1) document.write("<a href=\\"t20240320_77_"+nextPage+".html\\">下一页</a>");</script>',
    '<script>var countPage = 3; var currentPage = 0; createPageHTML(countPage, currentPage, "t20240320_77", "html");</script>',
]


@pytest.mark.parametrize("pager", PAGERS, ids=range(len(PAGERS)))
def test_page_of_several_says_so(pager):
    parsed = parse_page(RawPage(URL, write_page(0, pager).encode()))
    assert parsed.refusal is None
    assert parsed.defect is not None


@pytest.mark.parametrize(
    "pager",
    [
        "",
        '<script>createPageHTML(1, 0, "t20240320_77", "html");</script>',
        '<script>createPageHTML(1, 0, "t20240320_77", "html");</script><div>评论共5页 <a href="#c2">2</a> <a href="#c2">下一页</a></div>',
        '<div>网友评论共5页 <a href="#c2">2</a> <a href="#c2">下一页</a></div>',
        '<script>createPageHTML(4, 0, "index", "html");</script>',
        '<div>上一篇：<a href="t20240319_76.html">通知</a> 下一篇：<a href="t20240321_78.html">公告</a></div>',
        "<div>首页 上一页 下一页 共1页</div>",
        '<div>日历 <a href="t20240320_1.html">1</a> <a href="t20240320_2.html">2</a></div>',
        '<p>附件共3页</p><a href="/fzzf/index_2.html">下一页</a>',
    ],
)
def test_whole_page_has_no_defect(pager):
    assert describe_missing_pages(write_page(0, pager), URL) is None


def test_pages_stand_where_the_pager_says():
    found = find_report_pages(write_page(0, PAGERS[0]), URL)
    assert (found.count, found.others) == (3, ("t20240320_77_1.html", "t20240320_77_2.html"))
    assert find_report_pages(write_page(0, PAGERS[3]), URL).others == ("t20240320_77_2.html", "t20240320_77_3.html")


@pytest.mark.parametrize("container", ["TRS_Editor", "zoom", "whatever"])
@pytest.mark.parametrize("pager", PAGERS[:4], ids=range(4))
def test_joined_pages_read_as_one_report(container, pager):
    pages = [write_page(number, pager, container) for number in range(3)]
    joined = join_pages(pages, [URL, "b", "c?x=1&y=2"], 3)
    parsed = parse_page(RawPage(URL, joined.encode()))
    assert parsed.refusal is None
    assert parsed.defect is None
    assert parsed.text.split("\n") == [line for part in PARTS for line in part]
    assert [fact.value for fact in parsed.facts if fact.unit == "件"] == [62.0, 45.0]
    assert list_parts(joined) == [URL, "b", "c?x=1&y=2"]


def test_pages_that_are_not_all_there_are_said():
    pages = [write_page(number, PAGERS[0]) for number in range(2)]
    joined = join_pages(pages, [URL, "b"], 3)
    assert "只有2页" in parse_page(RawPage(URL, joined.encode())).defect
    assert strip_boilerplate(joined).text.endswith(FILLER)


@pytest.mark.parametrize("current", [0, 2])
def test_saved_page_whose_script_writes_its_pager_is_one_of_several(current):
    script = (
        f'var currentPage = {current}; var prevPage = currentPage-1; var countPage = 3; document.write("<a href=\\"t20240320_77"+'
        '(prevPage==0?"":"_"+prevPage)+".html\\">上一页</a>"); document.write("<a href=\\"t20240320_77_"+nextPage+".html\\">下一页</a>");'
    )
    pages = find_report_pages(write_page(0, f"<script>{script}</script>"), "file:///saved.html")
    assert pages is not None
    names = ["t20240320_77.html", "t20240320_77_1.html", "t20240320_77_2.html"]
    assert (pages.count, list(pages.others)) == (3, [name for at, name in enumerate(names) if at != current])


NUMBERED = [
    '<div class="page-links">页：<span class="post-page-numbers current">1</span> <a href="/fzzf/{0}/2/">2</a> <a href="/fzzf/{0}/3/">3</a></div>',
    '<div class="page-links">页码：<span>1</span><a href="/fzzf/{0}/2/">2</a><a href="/fzzf/{0}/3/">3</a></div>',
    '<p class="post-nav-links">Pages: <span aria-current="page">1</span> <a href="/fzzf/{0}/2/">2</a> <a href="/fzzf/{0}/3/">3</a></p>',
    '<nav class="pagination"><ul><li>1</li><li><a href="{0}_2.html">2</a></li><li><a href="{0}_3.html">3</a></li></ul></nav>',
    '<div>分页：<b>[1]</b><a href="{0}.html?page=2">[2]</a><a href="{0}.html?page=3">[3]</a></div>',
    '<div class="pagination"><a href="{0}.html">1</a>|<a href="{0}_1.html">2</a>|<a href="{0}_2.html">3</a></div>',
    '<select onchange="go(this)"><option value="{0}.html">第1页</option><option value="{0}_1.html">第2页</option><option value="{0}_2.html">第3页</option></select>',
    "<select><option selected>1/3</option><option>2/3</option><option>3/3</option></select>",
]


@pytest.mark.parametrize("pager", NUMBERED, ids=range(len(NUMBERED)))
@pytest.mark.parametrize("url", ["http://www.example.gov.cn/fzzf/zongjie.html", "file:///saved.html"])
def test_a_pager_of_numbers_that_says_what_it_is(pager: str, url: str) -> None:
    text = write_page(0, pager.format("zongjie"))
    found = find_report_pages(text, url)
    assert found is not None
    assert found.count == 3
    assert "共3页" in (parse_page(RawPage(url, text.encode())).defect or "")
    pages = [write_page(number, pager.format("zongjie")) for number in range(3)]
    joined = join_pages(pages, [url, "b", "c"], 3)
    assert parse_page(RawPage(url, joined.encode())).text.split("\n") == [line for part in PARTS for line in part]


@pytest.mark.parametrize(
    "pager",
    [
        '<div class="comment-pagination">1 <a href="zongjie_2.html">2</a></div>',
        '<div class="pagination">1 <a href="/fzzf/page/2/">2</a> <a href="/fzzf/page/3/">3</a></div>',
        '<div class="pagination">1 <a href="index_1.html">2</a> <a href="index_2.html">3</a></div>',
        '<div class="pagination">1 <a href="/other/2/">2</a> <a href="/another/3/">3</a></div>',
        '<div class="page-links">页码：1</div>',
        '<div class="pagination">1 <a href="zongjie_7.html">2</a> <a href="zongjie_9.html">3</a></div>',
        '<div class="rili">1 <a href="/rili/2/">2</a> <a href="/rili/3/">3</a></div>',
        '<select class="comments"><option>第1页</option><option>第2页</option></select>',
        "<select><option>1月</option><option>2月</option></select>",
    ],
)
def test_numbers_that_lead_elsewhere_are_no_pager(pager: str) -> None:
    assert describe_missing_pages(write_page(0, pager), "http://www.example.gov.cn/fzzf/zongjie.html") is None


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="zongjie_2.html"><img src="n.gif" alt="下一页"></a>',
        '<a href="zongjie_2.html">余下全文</a>',
        '<a href="zongjie_2.html">点击阅读下一页</a>',
        '<div>【1】<a href="zongjie_2.html">【2】</a></div>',
    ],
)
def test_a_link_to_the_rest_says_that_there_is_more(pager: str) -> None:
    assert describe_missing_pages(write_page(0, pager), "http://www.example.gov.cn/fzzf/zongjie.html") is not None
