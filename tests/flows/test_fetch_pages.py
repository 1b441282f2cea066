"""The client against a real server that misbehaves as ordered: what each fault comes to, and that nothing is lost."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import resource
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from flows.archive.encodings import BodyDecoder, BrokenEncodingError
from flows.archive.warc import ArchiveWriter, open_archive
from flows.archive.warc_source import keep_record, list_responses
from flows.fetching.addresses import check_address, is_open
from flows.fetching.answers import KnownCopy
from flows.fetching.fetch import Fetcher, FetchResult, FetchRules
from flows.fetching.http_records import keep_exchange, read_kept
from flows.fetching.politeness import read_retry_after
from flows.fetching.robots import read_robots
from flows.fetching.transfer import Limits
from parsers.text.addresses import normalise_address
from tests.fault_server.journey import make_rules
from tests.fault_server.running import Province, run_province
from tests.fault_server.sites import SITES

SITE = SITES[0]
REPORT = SITE.name_path(2022)


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    with run_province(tmp_path_factory.mktemp("certificates")) as running:
        yield running


@pytest.fixture(autouse=True)
def _calm(province):
    province.reset()


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "archive") as writer:
        yield writer


def fetch(
    archive: ArchiveWriter, rules: FetchRules, *addresses: str, known: KnownCopy | None = None, verify: bool = True
) -> list[FetchResult]:
    """Fetch the addresses one after the other."""

    async def run() -> list[FetchResult]:
        async with Fetcher(
            rules, lambda exchange, same_as: keep_exchange(archive, exchange, same_as=same_as)
        ) as fetcher:
            return [await fetcher.fetch(address, known, verify=verify) for address in addresses]

    return asyncio.run(run())


def fetch_one(archive: ArchiveWriter, province: Province, path: str = REPORT, **options) -> FetchResult:
    return fetch(archive, make_rules(province), province.url(SITE, path), **options)[0]


def read_records(folder: Path) -> list[tuple[str, str, str | None]]:
    """Kind, address and status of all records that the archive holds."""
    found = []
    for file in sorted(folder.glob("*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.raw_stream.read()
                status = record.http_headers.get_statuscode() if record.http_headers else None
                found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), status))
    return found


def test_page_comes_whole_and_is_kept_with_its_request(archive, province, tmp_path):
    result = fetch_one(archive, province)
    assert result.refusal is None
    assert result.status == 200
    assert result.etag
    archive.close()
    body = read_kept(tmp_path / "archive" / result.place.archive_file, result.place.archive_offset)
    assert body == SITE.answer(REPORT, 7).body
    records = read_records(tmp_path / "archive")
    assert ("response", result.url, "200") in records
    assert [url for kind, url, _ in records if kind == "request"] == [province.url(SITE, "/robots.txt"), result.url]
    assert province.log()[-1]["agent"] == "fazhi/0.1.0 (+tests@example.org)"


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_each_encoding_is_undone_and_kept_as_sent(archive, province, tmp_path, number):
    site = SITES[number]
    result = fetch(archive, make_rules(province), province.url(site, site.name_path(2021)))[0]
    archive.close()
    body = site.answer(site.name_path(2021), 7).body
    assert read_kept(tmp_path / "archive" / result.place.archive_file, result.place.archive_offset) == body
    assert result.byte_count == len(body)


@pytest.mark.parametrize(
    ("fault", "least", "most"), [("busy_seconds", 1.0, 3.5), ("busy_date", 1.0, 4.5), ("status_500", 0.4, 3.0)]
)
def test_busy_host_is_given_the_time_that_it_asks_for(archive, province, fault, least, most):
    province.order(fault, "t2023", times=1)
    result = fetch_one(archive, province)
    assert result.refusal is None
    asked = [entry["at"] for entry in province.log() if "t2023" in entry["path"]]
    assert len(asked) == 2
    assert least <= asked[1] - asked[0] <= most


def test_host_that_asks_for_an_hour_is_left_alone(archive, province):
    province.order("busy_hour", "t2023")
    first, second = fetch(
        archive, make_rules(province), province.url(SITE, REPORT), province.url(SITE, SITE.name_path(2021))
    )
    assert first.refusal.reason == second.refusal.reason == "asked_to_wait"
    assert len([entry for entry in province.log() if entry["path"] != "/robots.txt"]) == 1


def test_error_that_stays_is_told_with_its_number_after_four_tries(archive, province, tmp_path):
    province.order("status_502", "t2023")
    result = fetch_one(archive, province)
    assert result.refusal.reason == "http_502"
    archive.close()
    kept = [record for record in read_records(tmp_path / "archive") if record[0] == "response" and "t2023" in record[1]]
    assert [status for _, _, status in kept] == ["502"] * 4


@pytest.mark.parametrize(("fault", "reason"), [("cut_gzip", "broken_encoding"), ("break", "broken_transfer")])
def test_torn_body_is_fetched_again_and_told_where_it_stays_torn(archive, province, fault, reason):
    province.order(fault, "t2023", times=1)
    assert fetch_one(archive, province).refusal is None
    province.order(fault, "t2023")
    result = fetch_one(archive, province)
    assert result.refusal.reason == reason
    assert result.page_id is None


def test_reset_in_mid_body_is_a_broken_transfer_and_what_came_is_kept(archive, province, tmp_path):
    address = f"http://127.0.0.1:{province.ports['resetting']}/page.html"
    result = fetch(archive, make_rules(province), address)[0]
    assert result.refusal.reason == "broken_transfer"
    archive.close()
    [file] = (tmp_path / "archive").glob("*.warc.gz")
    cut = []
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and record.rec_headers.get_header("WARC-Target-URI") == address:
                cut.append((record.rec_headers.get_header("WARC-Truncated"), len(record.raw_stream.read())))
    assert len(cut) == 4
    assert {reason for reason, _ in cut} == {"disconnect"}


def test_bomb_is_refused_in_bounded_memory(archive, province):
    province.order("bomb", "t2023")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = fetch_one(archive, province)
    assert result.refusal.reason == "oversized_page"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024
    assert len([entry for entry in province.log() if "t2023" in entry["path"]]) == 1


def test_slow_drip_ends_at_the_total_time(archive, province):
    province.order("drip", "t2023")
    started = time.monotonic()
    rules = make_rules(province, limits=Limits(total_seconds=0.6, idle_seconds=0.5))
    result = fetch(archive, rules, province.url(SITE, REPORT))[0]
    assert result.refusal.reason == "too_slow"
    assert time.monotonic() - started < 120


def test_redirects_are_followed_and_bounded(archive, province):
    province.order(f"to {SITE.name_path(2021)}", "t2023")
    result = fetch_one(archive, province)
    assert result.refusal is None
    assert result.final_url.endswith(SITE.name_path(2021))
    province.reset()
    province.order("loop", "t2023")
    assert fetch_one(archive, province).refusal.reason == "redirect_loop"


@pytest.mark.parametrize(("steps", "reason"), [(12, None), (21, "too_many_redirects")])
def test_as_many_redirects_are_followed_as_browsers_follow(archive, province, steps, reason):
    names = [f"/step/{number}.html" for number in range(1, steps)] + [SITE.name_path(2021)]
    province.order(f"to {names[0]}", "t2023")
    for name, following in pairwise(names):
        province.order(f"to {following}", name)
    refusal = fetch_one(archive, province).refusal
    assert (refusal and refusal.reason) == reason


@pytest.mark.parametrize(
    "target",
    [
        "http://10.1.2.3/x.html",
        "http://169.254.169.254/latest/",
        "http://[::ffff:192.168.0.1]/",
        "http://192.168.1.1:8080/",
    ],
)
def test_redirect_into_a_private_network_is_not_followed(archive, province, target):
    province.order(f"to {target}", "t2023")
    assert fetch_one(archive, province).refusal.reason == "private_address"


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://user:secret@127.0.0.1/x"])
def test_redirect_out_of_the_web_is_not_followed(archive, province, target):
    province.order(f"to {target}", "t2023")
    assert fetch_one(archive, province).refusal.reason == "bad_address"


def test_loopback_is_closed_unless_opened(archive, province):
    rules = FetchRules(delay=0.0)
    for address in (province.url(SITE, REPORT), f"http://localhost:{province.port}/x.html"):
        assert fetch(archive, rules, address)[0].refusal.reason == "private_address"
    assert province.log() == []


def test_robots_forbid_and_their_failure_forbids_too(archive, province):
    province.order("forbid", "robots")
    assert fetch_one(archive, province).refusal.reason == "robots_forbids"
    province.reset()
    province.order("status_503", "robots")
    assert fetch_one(archive, province).refusal.reason == "robots_unreachable"
    assert all(entry["path"] == "/robots.txt" for entry in province.log())


def test_crawl_delay_is_kept(archive, province):
    province.order("slow_crawl", "robots")
    fetch(archive, make_rules(province), *(province.url(SITE, SITE.name_path(year)) for year in (2020, 2021)))
    times = [entry["at"] for entry in province.log()]
    assert times[2] - times[1] >= 1.0


def test_known_page_is_asked_for_by_its_version_only(archive, province):
    first = fetch_one(archive, province)
    known = KnownCopy(first.page_id, first.etag, first.last_modified, first.place, first.content_type)
    second = fetch_one(archive, province, known=known)
    assert second.not_modified
    assert (second.page_id, second.place) == (first.page_id, first.place)
    assert province.log()[-1]["status"] == 304
    province.order("corrected", "t2023")
    third = fetch_one(archive, province, known=known)
    assert not third.not_modified
    assert third.page_id != first.page_id


def test_gone_page_is_withdrawn_where_it_was_known(archive, province):
    first = fetch_one(archive, province)
    known = KnownCopy(first.page_id, first.etag, first.last_modified, first.place)
    province.order("gone", "t2023")
    assert fetch_one(archive, province, known=known).refusal.reason == "withdrawn"
    assert fetch_one(archive, province).refusal.reason == "page_gone"
    province.reset()
    province.order("to /404.html", "t2023")
    assert fetch_one(archive, province, known=known).refusal.reason == "withdrawn"


def test_bot_challenge_is_told_from_an_error(archive, province):
    province.order("challenge", "t2023")
    assert fetch_one(archive, province).refusal.reason == "bot_challenge"


def test_bad_certificate_is_an_error_with_its_reason(archive, province):
    address = f"https://127.0.0.1:{province.ports['selfsigned']}{REPORT}"
    refusal = fetch(archive, make_rules(province), address)[0].refusal
    assert refusal.reason == "bad_certificate"
    assert "self-signed" in refusal.detail
    trusted = f"https://127.0.0.1:{province.ports['secure']}{REPORT}"
    assert fetch(archive, make_rules(province), trusted)[0].refusal is None
    assert fetch(archive, make_rules(province), address, verify=False)[0].refusal is None


def test_http2_is_spoken_where_it_is_offered(archive, province, tmp_path):
    address = f"https://127.0.0.1:{province.ports['http2']}/page.html"
    result = fetch(archive, make_rules(province), address)[0]
    assert result.refusal is None
    archive.close()
    assert (
        read_kept(tmp_path / "archive" / result.place.archive_file, result.place.archive_offset) == b"spoken in HTTP/2"
    )
    [file] = (tmp_path / "archive").glob("*.warc.gz")
    with file.open("rb") as stream:
        spoken = [
            r.rec_headers.get_header("WARC-Protocol") for r in ArchiveIterator(stream) if r.rec_type == "response"
        ]
    assert spoken == ["h2", "h2"]


def test_host_without_answer_is_left_alone_after_five_tries(archive, province):
    free = province.ports["resetting"]
    addresses = [f"http://127.0.0.99:{free}/{number}.html" for number in range(8)]
    started = time.monotonic()
    results = fetch(archive, make_rules(province), *addresses)
    assert {result.refusal.reason for result in results} == {"host_unreachable"}
    assert time.monotonic() - started < 120


def test_rate_holds_on_the_servers_clock_however_many_ask(archive, province):
    async def run() -> None:
        async with Fetcher(
            make_rules(province, delay=0.2), lambda e, s: keep_exchange(archive, e, same_as=s)
        ) as fetcher:
            await asyncio.gather(
                *(
                    fetcher.fetch(province.url(site, site.name_path(year)))
                    for site in SITES[:5]
                    for year in (2020, 2021, 2022)
                )
            )

    asyncio.run(run())
    arrivals = defaultdict(list)
    for entry in province.log():
        arrivals[entry["site"]].append(entry["at"])
    assert len(arrivals) == 5
    assert min(later - earlier for times in arrivals.values() for earlier, later in pairwise(times)) >= 0.2


def test_warc_of_a_fetch_is_a_source_of_pages(archive, province, tmp_path):
    result = fetch_one(archive, province)
    fetch_one(archive, province, "/nothing.html")
    archive.close()
    [file] = (tmp_path / "archive").glob("*.warc.gz")
    with open_archive(tmp_path / "other") as other:
        items = [keep_record(page, other) for page in list_responses(file)]
    assert [(item.url, item.page_id, item.status) for item in items] == [(result.url, result.page_id, 200)]
    assert abs(items[0].fetched_at - result.fetched_at) < dt.timedelta(milliseconds=1)
    copied = read_kept(tmp_path / "other" / items[0].archive_file, items[0].archive_offset)
    assert copied == SITE.answer(REPORT, 7).body


def test_damaged_warc_gives_what_stands_before_the_damage(archive, province, tmp_path):
    fetch(archive, make_rules(province), province.url(SITE, REPORT), province.url(SITE, SITE.name_path(2021)))
    archive.close()
    [file] = (tmp_path / "archive").glob("*.warc.gz")
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(file.read_bytes()[:-900])
    items = [page.item for page in list_responses(torn)]
    assert items[0].result is None
    assert len(items) in (1, 2)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 60.0),
        ("Wed, 21 Oct 2025 07:28:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
        ("", None),
        (None, None),
        ("１２", None),
    ],
)
def test_retry_after_in_both_forms(value, seconds):
    now = dt.datetime(2026, 10, 21, 7, 27, tzinfo=dt.UTC)
    assert read_retry_after(value, now) == seconds


@pytest.mark.parametrize(
    ("address", "is_open_to_all"),
    [
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.1.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::", False),
        ("64:ff9b::7f00:1", False),
        ("2400:3200::1", True),
    ],
)
def test_only_public_addresses_are_open(address, is_open_to_all):
    assert is_open(ipaddress.ip_address(address)) is is_open_to_all


def test_loopback_in_another_dress_is_loopback():
    assert is_open(ipaddress.ip_address("::ffff:127.0.0.1"), allow_loopback=True)
    assert not is_open(ipaddress.ip_address("::ffff:10.0.0.1"), allow_loopback=True)


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        ("./202303/t1.html", "http://x.gov.cn/a/index.html", "http://x.gov.cn/a/202303/t1.html"),
        ("HTTP://X.Gov.CN:80/报告.html#top", "", "http://x.gov.cn/%E6%8A%A5%E5%91%8A.html"),
        ("//y.gov.cn", "https://x.gov.cn/", "https://y.gov.cn/"),
        ("http://例子.中国/a", "", "http://xn--fsqu00a.xn--fiqs8s/a"),
    ],
)
def test_addresses_are_written_one_way(address, base, expected):
    assert normalise_address(address, base) == expected


@pytest.mark.parametrize(
    "address",
    [
        "ftp://x.gov.cn/",
        "http:///x",
        "http://a:b@x.gov.cn/",
        "http://x.gov.cn:99999/",
        "http://2130706433/",
        "javascript:1",
    ],
)
def test_what_is_no_address_is_refused(address):
    refusal = check_address(address)
    # 2130706433 is 127.0.0.1 to a resolver: then the connection is refused, not the text
    assert refusal is not None or address == "http://2130706433/"


def test_robots_by_status():
    assert read_robots(404, b"").allows("http://x.gov.cn/a")
    assert not read_robots(503, b"").allows("http://x.gov.cn/a")
    assert not read_robots(429, b"").allows("http://x.gov.cn/a")
    rules = read_robots(200, b"User-agent: fazhi\nDisallow: /a\nCrawl-delay: 3\n\nUser-agent: *\nDisallow: /\n")
    assert not rules.allows("http://x.gov.cn/a/1")
    assert rules.allows("http://x.gov.cn/b")
    assert rules.delay == 3.0
    assert read_robots(200, "﻿用户\xff".encode()).allows("http://x.gov.cn/")


def test_unknown_encoding_and_broken_data_are_told():
    with pytest.raises(BrokenEncodingError):
        BodyDecoder("compress")
    decoder = BodyDecoder("gzip")
    with pytest.raises(BrokenEncodingError):
        list(decoder.feed(b"\x1f\x8b" + b"no gzip at all" * 9))
    assert list(BodyDecoder("gzip").finish()) == []
