"""A real Chromium, and the site of a small warehouse as a folder on disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.site_samples import make_warehouse
from warehouse.site.build import build_site

PATIENCE = 120_000
"""Milliseconds that anything may take on a machine that has other things to do."""

expect.set_options(timeout=PATIENCE)

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site of 41 reports."""
    con = make_warehouse()
    folder = tmp_path_factory.mktemp("browser") / "site"
    build_site(con, folder)
    con.close()
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, in its form without windows where that is installed: a page costs a quarter there.

    Skips where there is none, fails under CI.
    For one file: as long as it is there, Playwright keeps an event loop running in the main thread, and flows need their own.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        message = "no chromium on this machine: apt-get install chromium-headless-shell"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that notes what goes wrong; the test fails at its end where anything did."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file:", "data:", "blob:")) else wrong.append(f"asked: {request.url}")
        ),
    )
    yield page
    context.close()
    assert wrong == []
