"""`fazhi review` as a reviewer meets it: a real Chromium, keys alone, reloads, two tabs, a server that is killed."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.command_line import query, run_fazhi, start_fazhi
from warehouse.judge.ledger import name_ledger, read_ledger

pytestmark = pytest.mark.browser

FIGURES = 100


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample pages in a warehouse."""
    folder = tmp_path_factory.mktemp("review")
    done = run_fazhi("ingest", cwd=folder, home=folder / "home")
    assert done.returncode == 0, done.stderr
    # Each sitting would count the lessons of the catalogue anew, for four seconds.
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A copy of that warehouse without judgements, its archive with it."""
    subprocess.run(["cp", "-r", f"{filled}/.", str(tmp_path)], check=True)
    return tmp_path


@contextmanager
def serve_review(folder: Path, *options: str, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address and the process of a sitting; ended by its id."""
    process = start_fazhi(
        "review", "--no-open", "--reviewer", "甲", "--port", str(port), *options, cwd=folder, home=folder / "home"
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/\S+/", line)
        assert found, line + (process.stderr.read() if process.stderr else "")
        yield found[0], process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(300)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def open_review(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("main[aria-busy=false]")


def read_place(page: Page) -> int:
    return int(page.evaluate("Number(location.hash.slice(1))"))


def press(page: Page, key: str) -> None:
    """Press a key and wait for the next figure. How long a step takes, `tests.benchmarks.review` measures."""
    page.evaluate(
        """async (key) => {
            const before = location.hash;
            const begun = performance.now();
            document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            while (location.hash === before) {
                if (performance.now() - begun > 120000) throw new Error(document.getElementById("message").textContent || "no step");
                await new Promise((done) => requestAnimationFrame(done));
            }
        }""",
        key,
    )


def test_hundred_figures_are_judged_by_keys_alone(folder: Path, tab: Page) -> None:
    with serve_review(folder, "--random", "120") as (address, process):
        open_review(tab, address)
        begun = time.monotonic()
        for number in range(FIGURES):
            if number % 10 == 3:  # another name: typed in the catalogue
                tab.keyboard.press("n")
                tab.keyboard.type("行政复议收到")
                expect(tab.locator("#choices li[aria-selected=true]")).to_contain_text("复议")
                tab.keyboard.press("Enter")
                expect(tab.locator("#form")).to_be_hidden()
            elif number % 10 == 6:  # another number
                tab.keyboard.press("v")
                tab.keyboard.type("7")
                tab.keyboard.press("Enter")
                expect(tab.locator("#form")).to_be_hidden()
            else:
                press(tab, {1: "x", 8: "o"}.get(number % 10, "Enter"))
        seconds = time.monotonic() - begun
        judged = read_ledger(name_ledger(folder / "warehouse.duckdb")).judgements
        assert len(judged) == FIGURES
        assert FIGURES / seconds * 60 > 20
        process.send_signal(signal.SIGINT)
        process.wait(300)
    rows = query("SELECT judged, count(*) AS n FROM fact_indicator WHERE judged IS NOT NULL GROUP BY 1", folder)
    assert sum(row["n"] for row in rows) == FIGURES
    assert {row["judged"] for row in rows} == {"right", "changed", "rejected"}
    assert query("SELECT count(*) AS n FROM fact_indicator WHERE judged = 'changed' AND value = 7", folder)[0]["n"] >= 8


def test_undo_reload_and_two_tabs_lose_nothing(folder: Path, tab: Page) -> None:
    ledger = name_ledger(folder / "warehouse.duckdb")
    with serve_review(folder) as (address, _):
        open_review(tab, address)
        press(tab, "Enter")
        press(tab, "x")
        place = read_place(tab)
        tab.reload()
        tab.wait_for_selector("main[aria-busy=false]")
        assert read_place(tab) == place
        press(tab, "z")
        assert read_place(tab) == place - 1
        assert [one.about for one in read_ledger(ledger).judgements] == ["figure", "figure", "undo"]
        other = tab.context.new_page()
        open_review(other, address)
        assert read_place(other) == place - 1
        press(other, "Enter")
        press(other, "Enter")
        press(tab, "x")
        # What the other tab has judged meanwhile is not asked again.
        assert read_place(tab) == read_place(other)
        assert len(read_ledger(ledger).judgements) == 6


def test_killed_server_loses_nothing_that_was_told_as_kept(folder: Path, tab: Page) -> None:
    ledger = name_ledger(folder / "warehouse.duckdb")
    with serve_review(folder) as (address, process):
        open_review(tab, address)
        for _ in range(5):
            press(tab, "Enter")
        os.kill(process.pid, signal.SIGKILL)
        process.wait(300)
        place = read_place(tab)
        tab.keyboard.press("x")
        expect(tab.locator("#message")).to_contain_text("没有保存")
        assert read_place(tab) == place
    assert len(read_ledger(ledger).judgements) == 5
    with serve_review(folder) as (address, _):
        open_review(tab, address)
        expect(tab.locator("#progress")).to_contain_text("第 1 /")
    rows = query("SELECT count(*) AS n FROM fact_indicator WHERE judged = 'right'", folder)
    assert rows == [{"n": 5}]


def test_missed_figure_and_report_fields_by_keys(folder: Path, tab: Page) -> None:
    with serve_review(folder, "--report", "410928-2023") as (address, _):
        open_review(tab, address)
        place = read_place(tab)
        # The opening of the paragraph, marked by hand.
        tab.evaluate(
            """() => { const node = document.querySelector("#text p").firstChild; const range = document.createRange();
                range.setStart(node, 0); range.setEnd(node, 2); getSelection().removeAllRanges(); getSelection().addRange(range); }"""
        )
        tab.keyboard.press("m")
        tab.keyboard.type("补记")
        tab.locator("#form [name=value]").fill("12")
        tab.keyboard.press("Enter")
        expect(tab.locator("#form")).to_be_hidden()
        assert read_place(tab) == place
        tab.keyboard.press("e")
        tab.keyboard.press("Control+A")
        tab.keyboard.type("濮阳县2023年度法治政府建设报告")
        tab.keyboard.press("Enter")
        expect(tab.locator("#report-form")).to_be_hidden()
        tab.keyboard.press("a")
        frame = tab.locator("#archived")
        expect(frame).to_be_visible()
        assert frame.get_attribute("sandbox") == ""
        # What cannot be kept is refused with its reason, and nothing is lost of the place.
        tab.keyboard.press("a")
        tab.keyboard.press("p")
        tab.keyboard.type("2024年")
        tab.keyboard.press("Enter")
        expect(tab.locator("#message")).to_contain_text("period_start")
        tab.keyboard.press("Escape")
    [row] = query("SELECT label, value, judged, machine_value FROM fact_indicator WHERE label = '补记'", folder)
    assert row == {"label": "补记", "value": 12.0, "judged": "changed", "machine_value": None}
    [row] = query("SELECT title FROM report WHERE report_id = '410928-2023'", folder)
    assert row["title"] == "濮阳县2023年度法治政府建设报告"


def test_page_fits_and_is_accessible(folder: Path, tab: Page) -> None:
    """Wide and narrow, in light and dark; each time one more figure is judged by a click."""
    with serve_review(folder) as (address, _):
        for number, (scheme, width) in enumerate(itertools.product(("light", "dark"), (1280, 390)), start=1):
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            tab.set_viewport_size({"width": width, "height": 844})
            open_review(tab, address)
            expect(tab.locator("#progress")).to_contain_text(f"第 {number} /")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            for key in ("", "n"):
                if key:
                    tab.keyboard.press(key)
                faults = [
                    f"{one['id']}: {node['html']}"
                    for one in Axe()
                    .run(tab, options={"preload": False, "resultTypes": ["violations"]})
                    .response["violations"]
                    for node in one["nodes"]
                ]
                assert faults == [], (scheme, width)
            tab.locator("[data-key=Escape]").first.click()
            tab.locator("[data-key='1']").click()
            expect(tab.locator("#progress")).to_contain_text(f"第 {number + 1} /")


def test_phone_reaches_by_buttons_what_keys_do(folder: Path, tab: Page) -> None:
    ledger = name_ledger(folder / "warehouse.duckdb")
    with serve_review(folder, "--random", "1") as (address, _):
        tab.set_viewport_size({"width": 390, "height": 844})
        open_review(tab, address)
        # Numerals that the rules left alone are stepped through, stretched, taken or left.
        tab.evaluate("() => { shown.paragraph = `另有9件。${shown.paragraph}`; shown.marks = []; }")
        tab.locator("[data-key=m]").click()
        picked = tab.locator("#text .picked")
        first = picked.inner_text()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        tab.get_by_role("button", name="末尾少一字").click()
        assert picked.inner_text() == first[:-1]
        tab.get_by_role("button", name="末尾多一字").click()
        assert picked.inner_text() == first
        tab.get_by_role("button", name="就是它").click()
        expect(tab.locator("#form-title")).to_contain_text("漏读的数字")
        tab.locator("#form [data-key=Escape]").click()
        expect(tab.locator("#keys [data-key=m]")).to_be_visible()
        tab.locator("#keys [data-key='1']").click()
        # At the end, too, the last word can be taken back.
        expect(tab.locator("#label")).to_have_text("判完了")
        tab.locator("#keys [data-key=z]").click()
        expect(tab.locator("#progress")).to_contain_text("第 1 /")
    assert [one.about for one in read_ledger(ledger).judgements] == ["figure", "undo"]


def test_nobody_else_may_write(folder: Path) -> None:
    ledger = name_ledger(folder / "warehouse.duckdb")
    with serve_review(folder) as (address, _):
        root, token = re.fullmatch(r"(http://[^/]+)/(\S+)/", address).groups()  # type: ignore[union-attr]
        said = {"index": 0, "verdict": "right"}
        tries = [
            (f"{root}/", {}, 404),
            (f"{root}/wrong/", {}, 404),
            (address, {"Host": "reviews.example"}, 403),
            (address, {"Origin": "http://reviews.example"}, 403),
            (address, {"Sec-Fetch-Site": "cross-site"}, 403),
        ]
        for url, headers, status in tries:
            assert httpx.get(url, headers=headers).status_code == status, (url, headers)
        posts = [
            ({}, 403),
            ({"Origin": "http://reviews.example"}, 403),
            ({"Origin": "null"}, 403),
            ({"Origin": root, "Content-Type": "text/plain"}, 403),
            ({"Origin": root, "Host": "reviews.example"}, 403),
        ]
        for headers, status in posts:
            answer = httpx.post(
                f"{address}judge", content=json.dumps(said), headers={"Content-Type": "application/json", **headers}
            )
            assert answer.status_code == status, headers
        large = httpx.post(f"{address}judge", json={**said, "note": "长" * 100_000}, headers={"Origin": root})
        assert large.status_code == 413
        assert read_ledger(ledger).judgements == ()
        for wrong in (
            {"index": 10**6},
            {"index": "x"},
            {"index": 0, "verdict": "perhaps"},
            {"index": 0, "about": "audit"},
        ):
            answer = httpx.post(f"{address}judge", json=wrong, headers={"Origin": root})
            assert answer.status_code in (400, 422), wrong
        answer = httpx.post(f"{address}judge", json=said, headers={"Origin": root})
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        page = read_ledger(ledger).judgements[0].page_id
        archived = httpx.get(f"{address}archived/{page}")
        assert archived.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        assert archived.text
        assert token not in archived.text
