"""What sites ask of a client, however they write it: robots files, delays, budgets; and one address however it is written."""

from __future__ import annotations

import asyncio
import time

import pytest

from flows.archive.warc import ArchivePlace
from flows.fetching.addresses import check_address
from flows.fetching.answers import KnownCopy, list_conditions
from flows.fetching.fetch import FetchRules
from flows.fetching.politeness import BUSY, FAILED_PAGES, HostBudget, HostTurns
from flows.fetching.robots import read_robots
from parsers.text.addresses import find_clocks, name_page, normalise_address, resolve_link, write_location
from tests.patience import ends

FORBID = "User-agent: *\nDisallow: /fzzf/\n"
URL = "http://www.example.gov.cn/fzzf/index.html"


@pytest.mark.parametrize(
    "body",
    [
        FORBID.encode(),
        b"\xef\xbb\xbf" + FORBID.encode(),
        FORBID.encode("utf-16"),
        FORBID.encode("utf-16-be"),
        FORBID.encode("utf-16-le"),
        FORBID.replace("\n", "\r").encode(),
        FORBID.replace(":", "：").encode("gb18030"),
        b"# \xd6\xd0\n" + FORBID.upper().replace("/FZZF/", "/fzzf/").encode(),
        b"User-agent: fazhi/2.0\nDisallow: /fzzf/\n\nUser-agent: *\nDisallow:\n",
        b"User-agent: *\nDisallow: /*.html$\n",
        b"User-agent: *\nDisallow: /f*f/i*x\nAllow: /fzzf\n",
        b"User-agent: *\nDisallow: fzzf\n",
    ],
    ids=range(12),
)
def test_robots_are_obeyed_however_they_are_written(body):
    assert not read_robots(200, body).allows(URL)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>404</body></html>",
        b"User-agent: *\nDisallow: /fzzf/\nAllow: /fzzf/index\n",
        b"User-agent: *\nDisallow: /\n\nUser-agent: Fazhi\nDisallow: /admin/\n",
        b"User-agent: *\nDisallow: /fzzf/*.html$x\n",
        b"User-agent: *\nDisallow: /*?*\n",
        b"User-agent: *\nDisallow: /" + b"*f" * 60 + b"$\n",
    ],
    ids=range(7),
)
def test_robots_forbid_no_more_than_they_say(body):
    with ends():
        rules = read_robots(200, body)
        assert rules.allows(URL)
        assert rules.allows("http://www.example.gov.cn/" + "f" * 1_900 + "x")


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("10", 10),
        ("10s", 10),
        ("0.5", 0.5),
        ("0,5", 0.5),
        ("10 秒", 10),
        ("2 min", 120),
        ("86400", 86400),
        ("soon", 0),
        ("", 0),
        ("²", 0),
    ],
)
def test_crawl_delay_with_its_unit(line, seconds):
    assert read_robots(200, f"User-agent: *\nCrawl-delay: {line}\n".encode()).delay == seconds


def test_request_rate_is_a_delay():
    assert read_robots(200, b"User-agent: *\nRequest-rate: 1/5\n").delay == 5
    assert read_robots(200, b"User-agent: *\nRequest-rate: 2/1m\n").delay == 30
    assert read_robots(200, b"User-agent: *\nRequest-rate: 0/5\n").delay == 0


def ask(turns: HostTurns, *origins: str) -> list[float]:
    """When each of these asked, all at once."""
    times: list[float] = []

    async def one(origin: str) -> None:
        async with turns.take(origin):
            times.append(time.monotonic())

    async def run() -> None:
        await asyncio.gather(*map(one, origins))

    asyncio.run(run())
    return [at - times[0] for at in times]


def test_delay_of_one_origin_keeps_no_other_waiting():
    turns = HostTurns(0.05)
    turns.slow_down("http://a", 0.6)
    times = ask(turns, "http://a", "http://a", "http://a:81", "http://a:81")
    assert times[2] < 0.5
    assert times[3] >= 0.6


def test_delay_counts_from_the_request_for_robots():
    turns = HostTurns(0.0)

    async def run() -> float:
        async with turns.take("http://a"):
            pass
        asked = time.monotonic()
        turns.slow_down("http://a", 0.4)
        async with turns.take("http://a"):
            return time.monotonic() - asked

    assert asyncio.run(run()) >= 0.39


def test_host_that_is_busy_or_too_dear_is_left_alone():
    turns = HostTurns(0.0, HostBudget(sent_bytes=1000))
    for _ in range(BUSY):
        assert turns.closed is None
        turns.note_answer(answered=True, busy=True)
    assert turns.closed is not None
    assert turns.closed.reason == "asked_to_wait"
    dear = HostTurns(0.0, HostBudget(sent_bytes=1000))
    dear.note_answer(answered=True, sent_bytes=2000)
    assert dear.closed is not None
    assert dear.closed.reason == "over_budget"


def test_run_whose_time_is_over_asks_nobody():
    turns = HostTurns(0.0, HostBudget(until=time.monotonic() + 3600))
    assert turns.closed is None
    late = HostTurns(3600.0, HostBudget(until=time.monotonic() + 0.2))
    late.rest(3600)

    async def wait_for_turn() -> None:
        async with late.take("http://a"):
            pass

    # a page that waits for its turn is not kept waiting beyond the end of the run
    asyncio.run(asyncio.wait_for(wait_for_turn(), 120))
    assert late.closed is not None
    assert (late.closed.reason, "FAZHI_FETCH_HOURS" in late.closed.detail) == ("over_budget", True)


def test_pages_that_all_fail_are_tried_once_each():
    turns = HostTurns(0.0)
    assert turns.attempts > 1
    for _ in range(FAILED_PAGES):
        turns.note_page(failed=True)
    assert turns.attempts == 1
    turns.note_page(failed=False)
    assert turns.attempts > 1


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (r"\zwgk\t1.html", "http://www.example.gov.cn/zwgk/t1.html"),
        (r"http:\\x.gov.cn\a.html?b=\c", "http://x.gov.cn/a.html?b=%5Cc"),
        ("t1.html;jsessionid=7F3A?id=1", "http://www.example.gov.cn/fzzf/t1.html?id=1"),
        ("\u3000 t1.html\n", "http://www.example.gov.cn/fzzf/t1.html"),
        ("http://0177.1/a", "http://127.0.0.1/a"),
        ("http://0x7f000001/", "http://127.0.0.1/"),
        ("s?w=法治", "http://www.example.gov.cn/fzzf/s?w=%B7%A8%D6%CE"),
        ("法治.html", "http://www.example.gov.cn/fzzf/%E6%B3%95%E6%B2%BB.html"),
    ],
)
def test_link_means_what_it_means_to_a_browser(link, address):
    assert resolve_link(link, URL, "gb18030") == address


@pytest.mark.parametrize(
    "link",
    [
        "http://[::1/",
        "http://999.1.1.1/",
        "http://1.2.3.4.5/",
        "http://a b/",
        "http://x:99999/",
        "javascript:1",
        "#top",
        "",
        "ftp://x/",
        "http://%zz/",
    ],
)
def test_link_that_means_nothing_is_none(link):
    assert resolve_link(link, URL) is None


@pytest.mark.parametrize(
    "address",
    ["http://xn--a-ecp.xn--55qx5d-/", "http://0300.0250.1.1/", "http://10.0.0.1/", "http://[::ffff:10.0.0.1]/"],
)
def test_address_that_is_none_or_private_is_refused(address):
    assert check_address(normalise_address(address)) is not None


def test_location_is_asked_for_as_it_was_sent():
    assert write_location(b"/\xb7\xa8\xd6\xce.html?a=1") == "/%B7%A8%D6%CE.html?a=1"


@pytest.mark.parametrize("other", ["?t=1711000000123", "?_=0.8231", ";jsessionid=AB", "?phpsessid=x", ""])
def test_session_and_clock_make_no_other_page(other):
    assert name_page(f"http://x.gov.cn/t1.html{other}") == "http://x.gov.cn/t1.html"


def test_parameter_is_a_clock_only_where_it_tells_nothing_apart():
    assert find_clocks([f"http://x.gov.cn/t{n}.html?t={n + 7}" for n in range(4)]) == {"t"}
    assert find_clocks([f"http://x.gov.cn/show.aspx?t={n}" for n in range(4)]) == frozenset()
    assert find_clocks(["http://x.gov.cn/show.aspx?t=5"]) == frozenset()
    assert find_clocks([f"http://x.gov.cn/show.aspx?id={n}&r={n}" for n in range(4)]) == {"r"}


def test_versions_go_back_as_they_came_and_contacts_are_ascii():
    copy = KnownCopy(
        "0" * 64, '"版本"'.encode().decode("latin-1"), "二〇二四".encode().decode("latin-1"), ArchivePlace("a", 0)
    )
    assert list_conditions(copy) == [(b"If-None-Match", '"版本"'.encode()), (b"If-Modified-Since", "二〇二四".encode())]
    assert FetchRules(contact="张三\n zhang@example.org").user_agent.isascii()
    assert "\n" not in FetchRules(contact="张三\n x").user_agent
