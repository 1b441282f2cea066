"""A sample of what `python -m tests.fuzz.harvest` tries, and the inputs that once stood still."""

from __future__ import annotations

import contextlib

import pytest

from parsers.body.charset import UnreadablePage
from parsers.links.page_look import look_at_column, look_at_page
from tests.fuzz.harvest import run_trials
from tests.patience import HANG_SECONDS, ends

URL = "http://www.example.gov.cn/fzzf/index.html"


def test_mutated_columns_pages_links_headers_and_robots_raise_nothing():
    assert len(run_trials(400, HANG_SECONDS)) == 5


SLOW = {
    "16,000 links in one list": "<ul>" + "".join(f'<a href="/t{n}.html">新闻{n}</a>' for n in range(16_000)) + "</ul>",
    "links behind 100,000 marks": "<div>"
    + "<i></i>" * 100_000
    + "".join(f'<a href="/t{n}.html">新{n}</a>' for n in range(8_000))
    + "</div>",
    "an element of 200,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">",
    "attributes without values": "<p " + " ".join(f"a{n}" for n in range(200_000)) + ">",
    "records without end": "<html>" + "<record><![CDATA[" * 20_000,
    "groups without end": "<html>" + "<nextgroup><![CDATA[x]]>" * 20_000,
    "calls without end": "<html>" + "createPage" * 40_000,
    "a callback of blanks": "callback(" + ") " + " " * 300_000 + "x",
    "a callback of brackets": "callback(" + ")" * 300_000 + "x",
    "digits": "<html>" + "1" * 300_000 + "/",
    "pages": "<html>" + "共 1" * 100_000,
    "blanks": "<html>共" + " " * 300_000,
    "a path of digits": f'<html><a href="/content{"1" * 1_900}/">报告</a>' * 500,
    "nesting": "<div>" * 200_000,
    "nested links": "<a href='/x.html'>" * 50_000,
    "quotes": "[" + '"\\"' * 100_000,
    "deep JSON": '{"a":' * 100_000,
    "entities": "<html>" + "&#1" * 200_000,
    "frames": "<html>" + '<iframe src="/a.html">' * 50_000,
    "comments": "<html>" + "<!--" * 100_000,
    "refresh": '<meta http-equiv=refresh content="0;' + " " * 60_000 + '">',
    "scripts": "<script>" + 'location.href="a' * 4_000 + "</script>",
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW.keys())
def test_no_column_takes_long(text):
    for look in (
        lambda: look_at_column(text.encode(), None, URL, "listing"),
        lambda: look_at_page(text.encode(), None, URL),
    ):
        with ends(), contextlib.suppress(UnreadablePage):
            look()
