"""The static site as files: complete, linked, safe, small, the same each time. What a browser shows: tests/whole/browser."""

from __future__ import annotations

import csv
import datetime as dt
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import pytest

from flows.archive.files import find_sample_pages
from parsers.page import parse_page
from parsers.records import RawPage
from parsers.version import parser_version
from tests.command_line import place_bundle
from tests.made_up_reports import load_reports, make_reports
from tests.site_samples import ODD_REPORT, REPORTS, make_warehouse
from tests.warehouse_samples import connect_in_memory, write_empty
from warehouse.database import close_warehouse, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.load import load_pages
from warehouse.site.build import FolderInUse, build_site
from warehouse.site.marking import Figure, Heading, mark_text, name_anchor
from warehouse.site.search_index import add_text, make_pairs
from warehouse.site.sparkline import draw_sparkline
from warehouse.site.wording import format_number, format_period, format_value

FIRST_PAGE_BYTES = 300_000
REPORT_PAGE_BYTES = 200_000


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = make_warehouse()
    yield con
    con.close()


@pytest.fixture(scope="module")
def site(con: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "out"
    build_site(con, folder)
    return folder


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample pages, read as a newcomer's first command reads them."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    con = connect_in_memory()
    pages = [RawPage(path.as_uri(), path.read_bytes()) for path in sorted(find_sample_pages().glob("*.html"))]
    moment = dt.datetime(2025, 6, 1, 8, tzinfo=dt.UTC)
    run = start_run(con, "ingest", {}, moment)
    load_pages(
        con, run, [LoadItem(page.url, page.page_id, moment, parse_page(page)) for page in pages], parser_version()
    )
    end_run(con, run, moment)
    build_site(con, folder)
    con.close()
    return folder


class Page(HTMLParser):
    """Ids, links and loaded files of a page, and whether its tags are balanced."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.links.append(values.get("href") or "")
        if tag == "link" and values.get("rel") == "stylesheet":
            self.loaded.append(values.get("href") or "")
        if tag == "script":
            self.loaded.append(values.get("src") or "")
        if tag not in ("meta", "link", "input", "br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<path/>` in SVG."""


def test_each_page_is_there_and_each_link_arrives(site: Path) -> None:
    assert len(list((site / "report").iterdir())) == REPORTS + 1
    assert crawl(site) > 5_000


def test_each_link_of_the_demo_site_arrives(demo: Path) -> None:
    assert crawl(demo) > 1_000
    # Figures over years have a page of their indicator, though no series holds them.
    html = (demo / "indicator/petitions.cases.html").read_text(encoding="utf-8")
    assert "2021—2023年" in html
    assert "8,559" in html


def crawl(folder: Path) -> int:
    """Follow every link of every page; how many lead to a page of the site."""
    pages = {path.resolve(): Page(path) for path in folder.rglob("*.html")}
    assert all(page.open == [] for page in pages.values())
    links = 0
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert link.startswith("https://www.example.gov.cn/"), (path, link)
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            assert target.exists(), (path, link)
            anchored = not parts.fragment.startswith("r=")  # A choice, not a place.
            if parts.fragment and anchored:
                assert parts.fragment in pages[target].ids, (path, link)
            links += 1
    return links


def test_no_page_loads_anything_from_outside(site: Path) -> None:
    for path in site.rglob("*.html"):
        for address in Page(path).loaded:
            assert (path.parent / address).exists(), (path, address)
    own = [path for path in (site / "assets").iterdir() if path.name != "vega.js"]
    assert not [path for path in own if re.search(r"\b(fetch|import)\(|url\(", path.read_text(encoding="utf-8"))]


def test_every_figure_is_marked_and_listed(con: duckdb.DuckDBPyConnection, site: Path) -> None:
    rows = con.execute("SELECT report_id, fact_id FROM fact_indicator").fetchall()
    ids = {path.stem: set(Page(path).ids) for path in (site / "report").iterdir()}
    assert len(rows) > 2_000
    for report_id, fact_id in rows:
        assert {f"t-{name_anchor(fact_id)}", f"r-{name_anchor(fact_id)}"} <= ids[report_id]


def test_text_on_the_page_is_the_text_of_the_report(con: duckdb.DuckDBPyConnection, site: Path) -> None:
    for report_id, text in con.execute("SELECT report_id, text FROM report LIMIT 5").fetchall():
        html = (site / f"report/{report_id}.html").read_text(encoding="utf-8")
        article = re.search(r"<article[^>]*>(.*?)</article>", html, re.DOTALL)
        assert article is not None
        shown = re.sub(r"<[^>]+>", "", article[1]).strip()
        assert shown == text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")


def test_odd_report(site: Path) -> None:
    html = (site / f"report/{ODD_REPORT}.html").read_text(encoding="utf-8")
    assert "<script>document" not in html
    assert "高平市 &lt;b&gt;2021" in html
    assert len(re.findall(r'class="n[ "]', html)) == 8, "100% carries two facts, but is one mark"
    assert "1.4 亿元" in html
    assert "超过 90,000,000 元" in html
    assert "其中" in html
    assert '<span class="flag garbled">原文缺字</span>' in html
    assert '<span class="flag inconsistent">不符</span>' in html
    assert "存疑 0.60" in html
    assert "1 处原文缺字" in html
    assert "<b>一是盯住欠账</b>" in html
    assert '<h3 id="s2">（一）算好每一笔账</h3>' in html
    assert '<p id="s1"><span class="s"><b>一、办好群众的事</b>' in html or '<p id="s1"><b>一、办好群众的事</b>' in html
    assert "逾期 31 天" in (site / "region/140581.html").read_text(encoding="utf-8")
    text = (site / f"search/text/{ODD_REPORT}.js").read_text(encoding="utf-8")
    assert "</script>" not in text


def test_the_same_warehouse_gives_the_same_files(con: duckdb.DuckDBPyConnection, site: Path, tmp_path: Path) -> None:
    build_site(con, tmp_path / "again")
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    again = tmp_path / "again"
    assert first == {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}


def test_pages_stay_small(site: Path) -> None:
    def weigh(path: Path) -> int:
        return path.stat().st_size + sum((path.parent / address).stat().st_size for address in Page(path).loaded)

    assert weigh(site / "index.html") < FIRST_PAGE_BYTES
    assert max(weigh(path) for path in (site / "report").iterdir()) < REPORT_PAGE_BYTES


def test_csv_opens_in_excel_and_holds_every_value(con: duckdb.DuckDBPyConnection, site: Path) -> None:
    for indicator_id, count in con.execute(
        "SELECT indicator_id, count(*) FROM indicator_series GROUP BY ALL ORDER BY 2 DESC LIMIT 3"
    ).fetchall():
        path = site / f"indicator/{indicator_id}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == count
        assert all(row["网址"].startswith("https://") and row["事实编号"] for row in rows)


def test_a_site_is_replaced_and_other_folders_are_not(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    build_site(con, folder)
    (folder / "report/gone.html").write_text("old")
    build_site(con, folder)
    assert not (folder / "report/gone.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(FolderInUse):
        build_site(con, mine)
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]


def test_an_empty_warehouse_has_a_site(tmp_path: Path) -> None:
    con = open_warehouse(write_empty(tmp_path / "empty.duckdb"))
    counts = build_site(con, tmp_path / "site")
    close_warehouse(con)
    assert counts.reports == counts.regions == counts.indicators == 0
    assert "0</b> 份报告" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_marks_nest_whatever_overlaps() -> None:
    text = "一、甲办乙12件3人。\n丙4项"
    figure = _make_figure("a" * 20, text, "12件", "甲办乙12件3人。")
    overlapping = _make_figure("b" * 20, text, "件3人", "12件3人。")
    elsewhere = _make_figure("c" * 20, text, "4项", "这句不在文中")
    html = mark_text(text, [Heading(1, 1, 0, 3), Heading(2, 4, 3, 7)], [figure, overlapping, elsewhere])
    assert html == (
        '<p id="s1"><b>一、</b><span class="s"><b>甲</b><b>办乙</b>'
        '<a class="n" id="t-aaaaaaaaaaaa" href="#r-aaaaaaaaaaaa"><i id="t-bbbbbbbbbbbb"></i><b>12</b>件3人</a>。</span></p>\n'
        '<p>丙<span class="s"><a class="n" id="t-cccccccccccc" href="#r-cccccccccccc">4项</a></span></p>'
    )


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "written"),
    [
        (1500, "人", "over", "超过 1,500 人"),
        (99.2, "%", "exact", "99.2%"),
        (140_000_000, "元", "exact", "1.4 亿元"),
        (123_456_789, "元", "about", "约 123,456,789 元"),
        (0.5, "", "exact", "0.5"),
        (-18.5, "%", "exact", "−18.5%"),
    ],
)
def test_values_read_as_chinese(value: float, unit: str, qualifier: str, written: str) -> None:
    assert format_value(value, unit, qualifier) == written


def test_unknown_number() -> None:
    assert format_number(None) == "—"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2023-01-01", "2023-12-31", "2023年"),
        ("2021-01-01", "2023-12-31", "2021—2023年"),
        ("2023-01-01", "2023-08-31", "2023年1—8月"),
        ("2023-08-01", "2023-08-31", "2023年8月"),
        ("2022-11-01", "2023-10-31", "2022年11月—2023年10月"),
        ("2023-03-05", "2023-03-05", "2023年3月5日当日"),
        ("2023-03-05", "2023-04-07", "2023年3月5日—2023年4月7日"),
    ],
)
def test_periods_are_told_shortly(start: str, end: str, written: str) -> None:
    assert format_period(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == written
    assert format_period(None, None) == "时期不明"


def test_sparkline_is_cut_at_gaps_and_breaks() -> None:
    years = [2019, 2020, 2021, 2022, 2023]
    points = [(2019, 1.0), (2020, 2.0), (2022, 3.0), (2023, 4.0)]
    line = re.search(r'd="([^"]+)"', draw_sparkline(points, years, frozenset({2023})))
    assert line is not None
    assert [letter for letter in line[1] if letter in "ML"] == ["M", "L", "M", "M"]
    assert draw_sparkline(points[:1], years, frozenset()) == ""


def test_index_holds_pairs_within_words() -> None:
    pairs = make_pairs()
    add_text(pairs, 0, "行政复议，A级")
    add_text(pairs, 1, "复议")
    assert {pair: list(numbers) for pair, numbers in pairs.items()} == {
        "行政": [0], "政复": [0], "复议": [0, 1], "a级": [0],
    }  # fmt: skip


def test_browse_serves_and_rebuilds(tmp_path: Path) -> None:
    warehouse = write_empty(tmp_path / "w.duckdb")
    con = open_warehouse(warehouse)
    load_reports(con, make_reports(1))
    close_warehouse(con)
    call = place_bundle(tmp_path) + (
        "from pathlib import Path; from flows.commands.publish.site import browse_site; "
        f"browse_site(Path({str(warehouse)!r}), open_page=False)"
    )
    process = subprocess.Popen([sys.executable, "-u", "-c", call], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert "reports 1" in process.stdout.readline()
        address = process.stdout.readline().split("（")[0]
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address, timeout=120) as answer:
            assert "<b>1</b> 份报告" in answer.read().decode()
            assert answer.headers["Cache-Control"] == "no-store"
        con = open_warehouse(warehouse)
        load_reports(con, make_reports(3))
        close_warehouse(con)
        assert "reports 3" in process.stdout.readline()
        with urllib.request.urlopen(address, timeout=120) as answer:
            assert "<b>3</b> 份报告" in answer.read().decode()
    finally:
        process.terminate()
        process.wait(timeout=300)


def _make_figure(fact_id: str, text: str, quote: str, sentence: str) -> Figure:
    start = text.index(quote)
    return Figure(
        fact_id, 1, None, None, "数", 1.0, "件", "exact", "level", None, quote, sentence, start,
        start + len(quote), None, None, 1.0, False, "2023年",
    )  # fmt: skip
