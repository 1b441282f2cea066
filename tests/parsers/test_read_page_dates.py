"""Dates of a page: clocks with a zone, what scripts and tags state, imprints, a date in words under the title."""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.body.boilerplate import strip_boilerplate
from parsers.identity.metadata import read_metadata, read_signed_on
from parsers.text.dates import read_date

TEXT = (
    "<p>2023年，青岭县各单位把法治建设列入年度任务清单，逐项明确牵头领导、承办科室和完成时限。现将有关情况报告如下。</p>"
    "<p>全年收到行政复议申请62件，审结45件，针对群众反映集中的难点，有关部门多次到现场办公，当面听取意见。</p>"
)


def read(head: str = "", info: str = "", signature: str = "") -> tuple[dt.date | None, dt.date | None]:
    title = "青岭县2023年度法治政府建设情况报告"
    page = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1><div class='info'>{info}</div><div class='content'>{TEXT}{signature}</div></body></html>"
    metadata = read_metadata(strip_boilerplate(page), "file:///a.html")
    return metadata.published_on, metadata.signed_on


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03-31T16:05:00Z", "2024-04-01"),
        ("20240331T160500Z", "2024-04-01"),
        ("20240331T155959Z", "2024-03-31"),
        ("20240331T235959", "2024-03-31"),
        ("2024-03-31T15:59:59Z", "2024-03-31"),
        ("2024-03-31T16:05:00.000Z", "2024-04-01"),
        ("2024-03-31T16:05:00+00:00", "2024-04-01"),
        ("2024-03-31 16:05:00 UTC", "2024-04-01"),
        ("2024-03-31T16:05:00+0000", "2024-04-01"),
        ("2024-04-01T00:05:00+08:00", "2024-04-01"),
        ("2024-03-31T23:05:00+08:00", "2024-03-31"),
        ("2024-04-01T01:30:00+09:30", "2024-04-01"),
        ("2024-04-01T00:30:00+09:00", "2024-03-31"),
        ("2024-03-31T12:05:00-05:00", "2024-04-01"),
        ("Sun, 31 Mar 2024 16:05:00 GMT", "2024-04-01"),
        ("Sun, 31 Mar 2024 16:05:00 +0800", "2024-03-31"),
        ("2024-03-31 16:05:00", "2024-03-31"),
        ("2024-12-31T16:00:00Z", "2025-01-01"),
        ("2024-02-28T16:00Z", "2024-02-29"),
        ("Tue Mar 17 14:57:00 CST 2021", "2021-03-17"),
        ("9999-12-31T23:00:00Z", None),
    ],
)
def test_a_clock_with_a_zone_tells_the_day_in_china(written: str, day: str | None) -> None:
    assert read_date(written) == (dt.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-02-20T09:10:00+08:00"}</script>',
        '<script type="application/ld+json">[{"@context":"x","@graph":[{"datePublished" : "2024-02-20"}]}]</script>',
        '<script type="application/ld+json">{"datePublished":"2024-02-19T17:10:00Z"}</script>',
        '<meta name="DC.date.issued" content="2024-02-20">',
        '<meta name="DCTERMS.issued" content="2024-02-20T09:10:00+08:00">',
        '<meta name="DC.Date" content="2024-02-20">',
        '<meta itemprop="datePublished" content="2024-02-20">',
        '<meta property="article:published_time" content="2024-02-19T16:30:00Z">',
        '<meta name="PubDate" content="2024-02-19T16:30:00Z">',
    ],
)
def test_dates_that_tags_and_scripts_state(head: str) -> None:
    assert read(head)[0] == dt.date(2024, 2, 20)


@pytest.mark.parametrize(
    "info",
    [
        "<time datetime='2024-02-20T09:10:00+08:00'>2月20日</time> 来源：县司法局",
        "<time datetime='2024-02-20'>昨天</time>",
        "<time pubdate datetime='2024-02-19T20:00:00Z'>今日</time>",
        "发布时间：2024-02-19T16:05:00Z 来源：县司法局",
        "2024-02-20 县司法局",
        "发布于 2024年02月20日 星期二",
    ],
)
def test_dates_that_the_head_shows(info: str) -> None:
    assert read("", info)[0] == dt.date(2024, 2, 20)


@pytest.mark.parametrize(
    "script",
    [
        'var ct = "1708391400";',
        "window.ct=1708391400;",
        "var createTime = '2024-02-20 09:10';",
        'window.__DATA__={"title":"x","publish_time":1708391400,"svr_time":1730000000}',
        "var d={publishTime: 1708391400000}",
        'var d={"publishDate":"2024-02-20T09:10:00+08:00"}',
        'publish_time = "2024-02-20" || "";',
        "create_time: JsDecode('2024-02-20 09:10'),",
        'document.write("2024-02-20 09:10:00".substring(0,10));',
    ],
)
def test_dates_that_scripts_hold(script: str) -> None:
    assert read(f"<script>{script}</script>")[0] == dt.date(2024, 2, 20)


@pytest.mark.parametrize(
    "info",
    [
        "<span class='time' data-val='1708391400000'></span>",
        "<span data-timestamp='1708391400'></span>",
        "<time datetime='1708391400000'>昨天</time>",
        "<span data-publishtime='1708391400'>一天前</span>",
        "<span data-date='2024-02-20'>去年</span>",
    ],
)
def test_dates_that_data_hold(info: str) -> None:
    assert read("", info)[0] == dt.date(2024, 2, 20)


@pytest.mark.parametrize(
    "script",
    [
        'var svr_time="1708391400",login_time=1708391400,now=1708391400000;',
        'var list=[{"publishTime":1708391400000},{"publishTime":1700000000000}]',
        "var direct = 1708391400;",
    ],
)
def test_other_times_of_scripts_are_no_dates_of_the_page(script: str) -> None:
    assert read(f"<script>{script}</script><ul><li data-timestamp='1708391400'>别的新闻</li></ul>")[0] is None


def test_a_shown_date_comes_before_a_stated_one() -> None:
    head = '<script type="application/ld+json">{"datePublished":"2023-01-01"}</script>'
    assert read(head, "发布时间：2024-02-20")[0] == dt.date(2024, 2, 20)


@pytest.mark.parametrize(
    "words", ["二〇二四年一月十八日", "二○二四年一月十八日", "（二〇二四年一月十八日）", "二零二四年一月十八日"]
)
@pytest.mark.parametrize("shown", ["2024-02-20 09:10", "2024-02-20 县司法局", "2024年2月20日 09:10"])
def test_a_date_in_words_under_the_title_is_the_signatures(words: str, shown: str) -> None:
    assert read("", f"<p>{words}</p><p>{shown}</p>") == (dt.date(2024, 2, 20), dt.date(2024, 1, 18))
    assert read("", f"<p>{shown}</p><p>{words}</p>") == (dt.date(2024, 2, 20), dt.date(2024, 1, 18))


SIGNED = "青岭县人民政府\n2024年1月18日\n"


@pytest.mark.parametrize(
    "imprint",
    [
        "抄送：县委办公室，县人大常委会办公室。\n青岭县人民政府办公室 2024年1月20日印发",
        "抄送：县委办公室。 2024年1月20日印发",
        "青岭县人民政府办公室　　　2024年1月20日印发",
        "主送：各乡镇人民政府\n2024年1月20日印发\n（共印30份）",
        "抄报：市人民政府。\n抄送：县委各部门。\n青岭县司法局办公室 2024年1月20日 印发",
        "2024年1月20日印发",
    ],
)
def test_an_imprint_is_no_signature(imprint: str) -> None:
    assert read_signed_on(f"现将情况报告如下。\n{SIGNED}{imprint}") == dt.date(2024, 1, 18)


def test_an_imprint_alone_signs_nothing() -> None:
    assert read_signed_on("现将情况报告如下。\n抄送：县委办公室。\n青岭县人民政府办公室 2024年1月20日印发") is None


@pytest.mark.parametrize("line", ["二〇二四年二月二十日（公章）", "2024年2月20日（此件公开发布）"])
def test_a_line_of_the_date_and_its_remark(line: str) -> None:
    assert read("", "", f"<p>青岭县人民政府</p><p>{line}</p>")[1] == dt.date(2024, 2, 20)


@pytest.mark.parametrize(
    "leaf",
    [
        "<div class='rq'><b>20</b><i>2024-02</i></div>",
        "<div><span>20</span><em>2024/02</em></div>",
        "<p><span>2024年2月</span><span>20日</span></p>",
        "<div><span>02-20</span><span>2024</span></div>",
        "<div><strong>2024年</strong><span>2月20日</span></div>",
        "<div><div>20</div><div>二月</div><div>2024</div></div>",
        "<dl><dt>20</dt><dd>Feb 2024</dd></dl>",
        "<div><span>20</span><span>/</span><span>2024.02</span></div>",
        "<div><div><span>20</span></div><div><span>2024-02</span></div></div>",
    ],
)
def test_a_date_that_is_drawn_as_a_leaf_of_a_calendar(leaf: str) -> None:
    assert read("", leaf + "<span>来源：县司法局</span>")[0] == dt.date(2024, 2, 20)


@pytest.mark.parametrize(
    "other",
    [
        "<ul><li><div><b>20</b><i>2024-02</i></div><a href='a.html'>会议</a></li></ul>",
        "<div><b>20</b><i>2024-02</i></div><div><b>21</b><i>2024-02</i></div>",
        "<div><b>2024</b><i>02</i></div>",
        "<div><b>31</b><i>2024-02</i></div>",
        "<div><b>20</b>2024-02号文件</div>",
        "<table><tr><td><b>5</b><i>12</i></td></tr></table>",
    ],
)
def test_parts_of_other_dates_make_none(other: str) -> None:
    assert read("", other)[0] is None


@pytest.mark.parametrize(
    ("head", "info"),
    [
        ("", "<span itemprop='datePublished' content='2024-02-20'>二月</span>"),
        ("", "<b itemprop='datePublished'>2024年2月20日</b>"),
        ("<meta name='releaseDate' content='20240220'>", ""),
        ("<meta name='publish_time' content='2024-02-20 09:10'>", ""),
    ],
)
def test_dates_under_other_names(head: str, info: str) -> None:
    assert read(head, info)[0] == dt.date(2024, 2, 20)


@pytest.mark.parametrize(
    "stated",
    [
        '{"@graph":[{"@type":"ItemList","itemListElement":[{"datePublished":"2019-03-04"}]},{"@type":"Article","datePublished":"2024-02-20"}]}',
        '[{"@type":"WebPage","mentions":{"datePublished":"2019-03-04"},"mainEntity":{"datePublished":"2024-02-19T23:00:00Z"}}]',
        '{"datePublished":"","@graph":[{"datePublished":"2024-02-20"}]}',
        '{"headline":"一行\n两行","datePublished":"2024-02-20"}',
        '{"datePublished":"2024-02-20",}',
    ],
)
def test_linked_data_tells_the_articles_own_date(stated: str) -> None:
    assert read(f'<script type="application/ld+json">{stated}</script>')[0] == dt.date(2024, 2, 20)


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"datePublished":"2024-02-20","dateModified":"2024-06-07"}</script>',
        '<meta name="PubDate" content="2024-02-20 09:10">',
    ],
)
def test_a_stated_date_comes_before_the_last_change_at_the_foot(head: str) -> None:
    foot = "</div><div class='foot'><p>页面更新时间：2024年6月7日</p>"
    assert read(head, "", foot)[0] == dt.date(2024, 2, 20)
    assert read("", "", foot)[0] == dt.date(2024, 6, 7)


@pytest.mark.parametrize("label", ["日期", "时间", "成文日期", "签发日期"])
def test_a_labelled_date_under_the_signer_signs(label: str) -> None:
    signature = f"<p>青岭县人民政府</p><p>{label}：2024年1月18日</p>"
    assert read("", "发布时间：2024-02-20", signature) == (dt.date(2024, 2, 20), dt.date(2024, 1, 18))


@pytest.mark.parametrize("line", ["<p>发布日期：2024年1月18日</p>", "<p>日期：2024-01-18 09:10</p>"])
def test_a_date_of_the_site_signs_nothing(line: str) -> None:
    assert read("", "", f"<p>青岭县人民政府</p>{line}")[1] is None
