"""The site as a reader meets it: opened from disk in a real Chromium, by mouse, by keyboard, on a phone, in the dark."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.made_up_reports import FIRST_YEAR
from tests.site_samples import ODD_REPORT

pytestmark = pytest.mark.browser

INDICATOR = "leadership.meetings"
KINDS = ("index", "indicators", "about", "search", "province", "region", "report", "odd report", "indicator")
AXE = {"preload": False, "resultTypes": ["violations"]}
"""Reading the style sheets anew, which axe does for one of its rules, is what no browser allows from disk.

What is in order is found just the same but not described node by node: half the time.
"""
PHONE = {"width": 390, "height": 844}


COLOURS = {**AXE, "runOnly": ["color-contrast", "link-in-text-block"]}
"""What is left to look at in the dark: the scheme changes colours, and no markup."""


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

LEAVE_OUT = """() => {
    const told = ["class", "style", "role", "scope", "colspan"];
    const spell = (node) => [
        node.nodeName, ...[...node.attributes].map(({ name, value }) => (told.includes(name) ? `${name}=${value}` : name)),
        "(", ...[...node.children].map(spell), ")",
    ].join(" ");
    const seen = new Map();
    const parts = [...document.querySelectorAll("tbody > tr, li, article p")];
    const alike = parts.filter((part) => {
        const form = spell(part.parentNode.cloneNode(false)) + spell(part);
        seen.set(form, (seen.get(form) ?? 0) + 1);
        return seen.get(form) > 3;
    });
    alike.forEach((part) => part.remove());
}"""
"""Of rows, items and paragraphs that differ in words alone three each stay."""


def find_page(site: Path, kind: str) -> str:
    """The address of a page of the kind."""
    paths = {
        "search": "search.html?q=专业人员 推诿",
        "province": "province/140000.html",
        "region": _first(site, "region"),
        "report": _first(site, "report"),
        "odd report": f"report/{ODD_REPORT}.html",
        "indicator": f"indicator/{INDICATOR}.html",
    }
    return f"{site.as_uri()}/{paths.get(kind, f'{kind}.html')}"


def _first(site: Path, folder: str) -> str:
    path = min(path for path in (site / folder).iterdir() if "140581" not in path.name)
    return path.relative_to(site).as_posix()


def open_page(page: Page, site: Path, kind: str) -> None:
    page.goto(find_page(site, kind))
    if kind == "indicator":
        page.wait_for_selector("html[data-ready]")
    if kind == "search":
        page.wait_for_selector("#hits li")


@pytest.mark.parametrize("kind", KINDS)
def test_page_opens_fits_and_is_accessible(page: Page, site: Path, kind: str) -> None:
    """Wide and narrow, in light and dark: axe goes through the whole page once, then through one without rows that are built alike."""
    for width in (1280, 390):
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": width, "height": 844})
        open_page(page, site, kind)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("h1")).to_have_count(1)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width < 1280:
            page.evaluate(LEAVE_OUT)
        page.emulate_media(color_scheme="light")
        assert find_faults(page, AXE) == [], width
        page.evaluate(LEAVE_OUT)
        page.emulate_media(color_scheme="dark")
        assert find_faults(page, COLOURS) == [], width


def find_faults(page: Page, options: dict[str, Any]) -> list[tuple[str, ...]]:
    """What axe calls serious or worse."""
    return [
        (fault["id"], fault["help"], fault["nodes"][0]["html"][:200], fault["nodes"][0].get("failureSummary"))
        for fault in Axe().run(page, options=options).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]


def test_figure_in_the_table_leads_to_its_marked_sentence_and_back(page: Page, site: Path) -> None:
    open_page(page, site, "report")
    row = page.locator(".figures tr[id]").nth(40)
    quote = row.locator("td a").first
    words = quote.inner_text()
    quote.click()
    target = page.locator("article .n:target")
    expect(target).to_have_text(words)
    expect(target).to_be_in_viewport()
    expect(target).to_be_focused()
    sentence = page.locator("article .s", has=page.locator(":target"))
    assert words in sentence.inner_text()
    plain = page.evaluate("getComputedStyle(document.querySelector('article .s:not(:has(:target))')).backgroundColor")
    assert sentence.evaluate("(span) => getComputedStyle(span).backgroundColor") != plain
    target.click()
    expect(page.locator(".figures tr:target")).to_be_in_viewport()
    assert page.locator(".figures tr:target").get_attribute("id") == row.get_attribute("id")


def test_figure_of_two_facts_is_reached_from_both_rows(page: Page, site: Path) -> None:
    open_page(page, site, "odd report")
    assert "坏了" not in page.title()
    rows = page.locator(".figures tr[id]", has_text="100%")
    expect(rows).to_have_count(2)
    for number in range(2):
        rows.nth(number).locator("td a").first.click()
        expect(page.locator("article .n:is(:target, :has(:target))")).to_have_text("100%")


def test_keyboard_reads_figures(page: Page, site: Path) -> None:
    open_page(page, site, "odd report")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('article .n')"):
            break
    expect(page.locator("article .n").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("article .n").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".figures tr:target td a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("article .n").nth(2)).to_be_focused()


def test_doubtful_figures_can_be_picked_out(page: Page, site: Path) -> None:
    open_page(page, site, "odd report")
    page.get_by_role("button", name="有疑问").click()
    assert page.locator(".figures tr[id]:visible td:first-child").all_inner_texts() == ["12件", "33", "19.64%"]
    page.locator("article .n", has_text="62件").click()
    expect(page.locator(".figures tr:target")).to_be_visible()


def test_indicator_draws_as_many_marks_as_there_are_values(page: Page, site: Path) -> None:
    open_page(page, site, "indicator")
    lines = (site / f"indicator/{INDICATOR}.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines))
    last = max(row["年份"] for row in rows)
    chosen = page.locator("#chosen button").all_inner_texts()
    assert len(chosen) == 3
    points = "#series-chart .role-mark.mark-symbol path"
    spread = "#spread-chart .role-mark.mark-symbol path"
    expect(page.locator(points)).to_have_count(sum(row["地区"].endswith(tuple(chosen)) for row in rows))
    expect(page.locator(spread)).to_have_count(sum(row["年份"] == last for row in rows))
    page.locator("#year").select_option(str(FIRST_YEAR))
    expect(page.locator(spread)).to_have_count(sum(row["年份"] == str(FIRST_YEAR) for row in rows))
    expect(page.locator("#rows tr")).to_have_count(sum(row["年份"] == str(FIRST_YEAR) for row in rows))

    page.locator("#chosen button").first.click()
    remaining = page.locator("#chosen button").all_inner_texts()
    assert remaining == chosen[1:]
    expect(page.locator(points)).to_have_count(sum(row["地区"].endswith(tuple(remaining)) for row in rows))
    page.locator("#place").fill(chosen[0])
    expect(page.locator("#chosen button")).to_have_count(3)
    address = page.url
    assert f"y={FIRST_YEAR}" in address

    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    assert page.locator("#chosen button").all_inner_texts() == [*chosen[1:], chosen[0]]

    with page.expect_download() as download:
        page.get_by_role("button", name="下载所列").click()
    saved = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert {row["年度"] for row in saved} == {str(FIRST_YEAR)}
    assert len(saved) == sum(row["年份"] == str(FIRST_YEAR) for row in rows)


def test_line_is_broken_where_the_caliber_changed(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/indicator/enforcement.penalty_amount.html")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("p.caveat", has_text="口径有变")).to_contain_text("2020 年与 2021 年")
    expect(page.locator("#series-chart .role-mark.mark-rule line")).to_have_count(2)
    boxes = [dot.bounding_box() for dot in page.locator("#series-chart .role-mark.mark-symbol path").all()]
    across = [box["x"] for box in boxes if box is not None]
    width = page.locator("#series-chart").bounding_box()
    assert width is not None
    assert max(across) - min(across) > width["width"] / 2, "the years must fill the chart"


def test_value_of_an_indicator_leads_to_its_sentence(page: Page, site: Path) -> None:
    open_page(page, site, "indicator")
    link = page.locator("#rows tr td a").first
    words = link.inner_text()
    link.click()
    page.wait_for_url("**/report/**")
    expect(page.locator("article .n:target")).to_have_text(words)
    expect(page.locator("article .n:target")).to_be_in_viewport()


def test_point_of_a_chart_leads_to_its_sentence(page: Page, site: Path) -> None:
    open_page(page, site, "indicator")
    page.locator("#series-chart .role-mark.mark-symbol path").first.click()
    page.wait_for_url("**/report/**#t-*")
    expect(page.locator("article .n:target")).to_be_in_viewport()


def test_value_of_a_region_leads_to_its_sentence(page: Page, site: Path) -> None:
    open_page(page, site, "region")
    link = page.locator(".series td.num a").first
    link.click()
    page.wait_for_url("**/report/**#t-*")
    expect(page.locator("article .n:is(:target, :has(:target))")).to_be_in_viewport()


def test_search_finds_words_names_and_goes_there(page: Page, site: Path) -> None:
    page.goto(f"{site.as_uri()}/index.html")
    page.get_by_role("searchbox").fill("盯住欠账")
    page.keyboard.press("Enter")
    hits = page.locator("#hits li")
    expect(hits).to_have_count(1)
    expect(page.locator("#told")).to_have_text("找到 1 份报告。")
    expect(hits.locator("mark").first).to_have_text("盯住欠账")
    hits.locator("a").click()
    page.wait_for_url(f"**/{ODD_REPORT}.html?q=*")
    assert page.evaluate("CSS.highlights.get('found').size") == 1

    page.goto(f"{site.as_uri()}/search.html?q=高平市")
    expect(page.locator("#names a", has_text="高平市")).to_have_attribute("href", "region/140581.html")
    page.goto(f"{site.as_uri()}/search.html?q=盯账")
    expect(page.locator("#told")).to_contain_text("没有找到")
    page.goto(f"{site.as_uri()}/search.html?q=推诿&y={FIRST_YEAR}")
    expect(hits).to_have_count(8)
    page.goto(f"{site.as_uri()}/search.html?q=推诿")
    expect(hits).to_have_count(20)
    page.get_by_role("button", name="再看").click()
    expect(hits).to_have_count(40)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("gaoping", "高平市"),
        ("gaopings", "高平市"),
        ("gps", "高平市"),
        ("GaoPing", "高平市"),
        ("高平市", "高平市"),
        ("reconsideration applications", "收到行政复议申请件数"),
        ("行政複議", "收到行政复议申请件数"),
    ],
)
def test_search_knows_pinyin_english_and_traditional_characters(page: Page, site: Path, query: str, name: str) -> None:
    page.goto(f"{site.as_uri()}/search.html?q={query}")
    expect(page.locator("#names a", has_text=name).first).to_be_visible()


def test_search_finds_texts_by_traditional_and_wide_characters(page: Page, site: Path) -> None:
    for query in ("盯住欠賬", "盯住欠账", "６２件"):
        page.goto(f"{site.as_uri()}/search.html?q={query}")
        expect(page.locator("#hits a", has_text="高平市")).to_have_count(1)


def test_tap_on_a_phone_shows_the_figure_without_a_jump(page: Page, site: Path) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_page(page, site, "odd report")
    mark = page.locator("article .n", has_text="62件")
    mark.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    mark.click()
    sheet = page.locator(".sheet")
    expect(sheet).to_contain_text("收到行政复议申请")
    expect(sheet.get_by_role("link", name="收到行政复议申请件数")).to_be_visible()
    assert page.evaluate("scrollY") == before
    faults = [
        fault["id"] for fault in Axe().run(page, options=AXE).response["violations"] if fault["impact"] == "critical"
    ]
    assert faults == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_pictures_can_be_saved_as_png(page: Page, site: Path) -> None:
    open_page(page, site, "index")
    with page.expect_download() as download:
        page.locator("[data-png=map]").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    open_page(page, site, "indicator")
    with page.expect_download() as download:
        page.locator("[data-chart='series-chart svg']").click()
    assert "<svg" in Path(download.value.path()).read_text(encoding="utf-8")


def test_tile_leads_to_its_province(page: Page, site: Path) -> None:
    open_page(page, site, "index")
    page.locator("#map a[aria-label^='山西省']").click()
    page.wait_for_url("**/province/140000.html")


def test_years_stand_newest_first(page: Page, site: Path) -> None:
    for kind in ("index", "province", "region"):
        open_page(page, site, kind)
        table = page.locator("table.matrix, table.series").first
        years = [
            int(text[:4])
            for text in table.locator("thead tr").first.locator("th").all_inner_texts()
            if text[:4].isdigit()
        ]
        assert len(years) > 2
        assert years == sorted(years, reverse=True), kind


def test_province_can_be_filtered(page: Page, site: Path) -> None:
    open_page(page, site, "province")
    rows = page.locator(".units tbody tr:visible")
    assert rows.count() > 100
    page.get_by_label("地区", exact=True).fill("高平")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("逾期 31 天")
    rows.get_by_role("link", name="逾期").click()
    page.wait_for_url(f"**/{ODD_REPORT}.html")


def test_report_reads_without_scripts(browser: object, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(find_page(site, "report"))
    page.locator(".figures tr[id] td a").nth(10).click()
    expect(page.locator("article .n:target")).to_be_in_viewport()
    context.close()
