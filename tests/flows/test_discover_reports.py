"""From a column to its reports; and the alarm where a column that should have reports has none."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from dataclasses import replace

import pytest

import flows.sites.registry
from flows.sites.discovery import Discovery, discover_reports
from flows.sites.registry import Source, check_sources, find_faults, find_sources, read_sources
from parsers.body.charset import UnreadablePage
from parsers.links.link_titles import judge_link, list_title_rules
from parsers.links.listing import ListingPage, read_address_list, read_listing
from parsers.links.page_look import look_at_page
from parsers.records import Refusal
from parsers.seed import read_seed
from tests.fault_server.reports import YEARS, make_report
from tests.fault_server.sites import SITES, Site

TODAY = dt.date(2024, 6, 1)
BASE = "http://www.example.gov.cn"
ROW = dict.fromkeys(["charset", "first_year", "last_year", "match", "tls", "note"], "") | {
    "name": "x-2020",
    "url": "http://x.gov.cn/",
    "kind": "listing",
    "region_code": "440000",
    "level": "county",
    "site": "",
    "seen": "unverified",
}


def discover(
    site: Site,
    *,
    known: tuple[str, ...] = (),
    today: dt.date = TODAY,
    empty: bool = False,
    missing: str = "",
    **changes,
) -> Discovery:
    """Walk a site's column without a network; pages whose path has `missing` in it are not there."""
    source = Source("example", BASE + site.column, site.kind, first_year=2019, last_year=2023)

    async def read(url: str) -> ListingPage | Refusal:
        path = url.removeprefix(BASE)
        answer = site.answer(path, 1, empty=empty)
        if answer is None or (missing and missing in path):
            return Refusal("page_gone", "页面不存在")
        return read_listing(answer.body.decode(site.charset), url)

    return asyncio.run(discover_reports(replace(source, **changes), read, today, known))


@pytest.mark.parametrize("site", SITES[:6], ids=lambda site: site.shape)
def test_each_shape_of_column_gives_its_five_reports(site):
    found = discover(site)
    assert found.alarms == []
    assert [(report.url, report.year) for report in found.reports] == [
        (BASE + site.name_path(year), year) for year in reversed(YEARS)
    ]
    assert {report.title for report in found.reports} == {make_report(site.place, year).title for year in YEARS}
    assert found.reports[0].date == dt.date(2024, 3, 28)
    assert sum(found.left_out.values()) >= 20
    assert found.pages == (1 if site.shape == "rss" else 2)


@pytest.mark.parametrize("site", SITES[:6], ids=lambda site: site.shape)
def test_column_that_turned_empty_is_an_alarm_and_not_nothing_new(site):
    assert discover(site, empty=True).alarms[0].reason == "listing_empty"


@pytest.mark.parametrize(
    ("number", "page"), [(0, "index_1"), (1, "page=2"), (2, "dataproxy"), (3, "page=2"), (4, "fzzf_2")]
)
def test_pager_that_stops_early_is_an_alarm(number, page):
    found = discover(SITES[number], missing=page)
    assert found.reports
    assert [alarm.reason for alarm in found.alarms] == ["pager_stopped"]


def test_year_that_is_due_and_not_there_is_an_alarm():
    assert discover(SITES[0], last_year=None).alarms == []
    [alarm] = discover(SITES[0], last_year=None, today=dt.date(2025, 5, 1)).alarms
    assert alarm.reason == "years_missing"
    assert "2024" in alarm.detail
    assert discover(SITES[0], last_year=None, today=dt.date(2025, 4, 30)).alarms == []
    assert discover(SITES[0], first_year=2018).alarms[0].reason == "years_missing"


def test_column_that_lost_most_of_its_reports_is_an_alarm():
    known = tuple(f"{BASE}/old/{number}.html" for number in range(6))
    assert discover(SITES[0], known=known).alarms[0].reason == "listing_shrank"


def test_column_without_dates_and_column_without_reports_are_alarms():
    async def read(url: str) -> ListingPage:
        shown = "<ul><li><a href='/content_2154288.html'>某县召开表彰大会</a></li><li><a href='/content_2154289.html'>某县领导调研</a></li></ul>"
        return read_listing(shown, url)

    found = asyncio.run(discover_reports(Source("a", f"{BASE}/c/"), read, TODAY))
    assert [alarm.reason for alarm in found.alarms] == ["listing_undated", "listing_without_reports"]


def test_pager_that_never_ends_comes_to_an_end():
    async def read(url: str) -> ListingPage:
        number = int(url.rsplit("=", 1)[1])
        link = "<li><a href='/content_2154288.html'>甲县2022年度法治政府建设情况报告</a> 2023-03-01</li>"
        return read_listing(f"<ul>{link}</ul><a href='?page={number + 1}'>下一页</a>", url)

    found = asyncio.run(discover_reports(Source("a", f"{BASE}/c?page=1"), read, TODAY))
    assert len(found.reports) == 1
    assert found.pages < 5


def test_lists_of_addresses_and_sitemaps_are_sources_too():
    async def read_list(url: str) -> ListingPage:
        return read_address_list(f"# 手工收集\n{BASE}/a.html\t某县2021年报告\n\n/b.html\nnonsense:\n", url)

    found = asyncio.run(discover_reports(Source("a", f"{BASE}/list.txt", "addresses"), read_list, TODAY))
    assert [report.url for report in found.reports] == [f"{BASE}/a.html", f"{BASE}/b.html"]

    async def read_map(url: str) -> ListingPage:
        if url.endswith("sitemap.xml"):
            return read_listing(
                f"<?xml version='1.0' encoding='UTF-8'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{BASE}/s1.xml</loc></sitemap></sitemapindex>",
                url,
            )
        rows = "".join(
            f"<url><loc>{BASE}/{path}</loc><lastmod>2023-03-01</lastmod></url>"
            for path in ("fzzfjs/t20230301_1.html", "news/t20230301_2.html")
        )
        return read_listing(f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>", url)

    source = Source("a", f"{BASE}/sitemap.xml", "sitemap", match="/fzzfjs/")
    found = asyncio.run(discover_reports(source, read_map, TODAY))
    assert [report.url for report in found.reports] == [f"{BASE}/fzzfjs/t20230301_1.html"]
    assert found.alarms == []


@pytest.mark.parametrize(
    ("text", "further", "pages"),
    [
        ("<script>createPageHTML(3, 0, 'index', 'html');</script>", ["index_1.html", "index_2.html"], 3),
        ("<script>createPageHTML('page_div',2, 0,'fzzf','shtml',30);</script>", ["fzzf_1.shtml"], 2),
        ("<a href='index_1.html'>下一页</a> 共2页", ["index_1.html"], 2),
        ("<a href='javascript:next()'>下一页</a> 共2页", [], 2),
        ("<a href='?page=2'>2</a><a href='?page=3'>3</a>", ["?page=2", "?page=3"], None),
    ],
)
def test_pagers_are_read(text, further, pages):
    url = f"{BASE}/c/index.html"
    page = read_listing(f"<html><body>{text}</body></html>", url)
    expected = [f"{url}{name}" if name.startswith("?") else f"{BASE}/c/{name}" for name in further]
    assert list(page.further) == expected
    assert page.pages == pages


def test_columns_in_json_and_jsonp_are_read():
    row = {
        "title": "<b>某局</b>2025年法治政府建设工作报告",
        "puburl": "/t20260309_1.html",
        "tip": {"dates": "2026-03-09"},
    }
    rows = json.dumps({"num": 3, "nPage": 2, "data": [row]})
    page = read_listing(f"result({rows});", f"{BASE}/list.jsp?page=1&lb=5")
    assert [(entry.title, entry.date) for entry in page.entries] == [
        ("某局2025年法治政府建设工作报告", dt.date(2026, 3, 9))
    ]
    assert page.further == (f"{BASE}/list.jsp?page=2&lb=5",)
    assert (page.pages, page.total) == (2, 3)
    for broken in ("{broken", "[" * 100_000, "result(" + '{"a":' * 50_000 + ");"):
        with pytest.raises(UnreadablePage, match="listing_unreadable"):
            read_listing(broken, BASE)


def test_an_external_entity_in_a_feed_is_not_read():
    feed = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><channel><item><title>&x;</title><link>/a.html</link></item></channel></rss>'
    assert all("root" not in entry.title and len(entry.title) == 0 for entry in read_listing(feed, BASE).entries)


@pytest.mark.parametrize("row", read_seed("link_titles.csv"), ids=lambda row: row["name"])
def test_each_rule_of_link_titles_meets_its_example(row):
    judged = judge_link(row["example"])
    assert (judged.name, judged.is_report) == (row["name"], row["verdict"] == "report")
    assert list_title_rules()


@pytest.mark.parametrize(
    ("title", "year", "issuer"),
    [
        ("甲县人民政府关于2018年法治政府建设工作情况的报告", 2018, "甲县人民政府"),
        ("乙市2012年依法行政工作报告", 2012, None),
        ("· 二〇一一年度推进依法行政工作情况报告", 2011, None),
        ("丙县司法局2021年法治政府建设工作总结和2022年工作计划", 2021, "丙县司法局"),
        ("丁省2021年法治政府建设情况", 2021, None),
        ("关于戊区2022年度法治政府建设情况的报…", 2022, None),
    ],
)
def test_names_that_reports_have_had_are_known(title, year, issuer):
    judged = judge_link(title)
    assert judged.is_report
    assert judged.year == year
    if issuer:
        assert judged.issuer == issuer


@pytest.mark.parametrize(
    "title",
    [
        "甲县召开2022年法治政府建设推进会",
        "2023年法治政府建设工作要点",
        "一图读懂甲县2022年法治政府建设年度报告",
        "甲县2022年政府信息公开工作年度报告",
        "关于报送2022年度法治政府建设情况报告的通知",
        "市人大常委会听取2022年度法治政府建设情况报告",
        "甲县法治政府建设实施方案（2021-2025年）",
        "法治政府建设",
        "下一页",
    ],
)
def test_what_stands_beside_reports_is_left_out(title):
    assert not judge_link(title).is_report


def test_registry_is_sound_and_wide():
    assert check_sources() == []
    sources = read_sources()
    seen = [source for source in sources if source.seen.startswith("seen ")]
    assert len(seen) >= 40
    assert len({source.region_code[:2] for source in seen}) >= 15
    assert {source.level for source in seen} >= {"province", "prefecture", "county", "township", "department"}
    assert find_sources("440000")[0].region_code == "440000"
    assert len(find_sources("44")) > len(find_sources("4401"))
    assert find_sources("no-such-source") == ()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"url": "ftp://x.gov.cn/"}, "http"),
        ({"url": "http://192.168.0.1/"}, "公网"),
        ({"url": "HTTP://X.GOV.CN"}, "写作"),
        ({"region_code": "999999"}, "regions.csv"),
        ({"kind": "page"}, "kind"),
        ({"level": "city"}, "level"),
        ({"first_year": "2024", "last_year": "2020"}, "晚于"),
        ({"charset": "gb9999"}, "charset"),
        ({"match": "("}, "match"),
        ({"kind": "sitemap"}, "match"),
        ({"tls": "unverified"}, "note"),
        ({"seen": "yesterday"}, "seen"),
        ({"name": "某县"}, "name"),
    ],
)
def test_check_names_what_is_wrong_with_a_row(changes, word):
    assert find_faults(ROW, {"440000"}) == []
    assert word in " ".join(find_faults(ROW | changes, {"440000"}))


def test_kinds_and_levels_are_those_that_the_tables_declare(monkeypatch):
    assert "kind 须为 listing、feed、sitemap、addresses、report 之一" in " ".join(
        find_faults(ROW | {"kind": "page"}, {"440000"})
    )
    declared = ({"column": "kind", "allowed": "listing|page"}, {"column": "level", "allowed": "county"})
    monkeypatch.setattr(flows.sites.registry, "list_columns", lambda file: declared)
    monkeypatch.setattr(flows.sites.registry, "_list_allowed", flows.sites.registry._list_allowed.__wrapped__)
    assert find_faults(ROW | {"kind": "page"}, {"440000"}) == []
    assert "kind 须为 listing、page 之一" in " ".join(find_faults(ROW | {"kind": "feed"}, {"440000"}))


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ('<iframe src="/art/7.html" width="100%"></iframe>', "http://www.example.gov.cn/art/7.html"),
        (
            '<iframe src="x.html" style="display:none"></iframe><iframe src="7.html"></iframe>',
            "http://www.example.gov.cn/7.html",
        ),
        ('<iframe src="a.html"></iframe><iframe src="b.html"></iframe>', None),
        ('<iframe src="http://stat.example.com/c.html"></iframe>', None),
        ('<iframe src="c.html" height="0"></iframe>', None),
    ],
)
def test_a_page_that_is_one_frame_leads_to_what_it_shows(body, target):
    page = f"<html><head><title>年度报告</title></head><body>{body}</body></html>"
    assert look_at_page(page.encode(), None, "http://www.example.gov.cn/index.html").leads_to == target
