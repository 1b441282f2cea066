"""`python -m tests.fuzz.harvest [10000]`: mutated columns, pages, links, headers, robots files and feeds through all that reads them.

None may raise but UnreadablePage, none may take longer than SECONDS. The suite runs a sample of the same.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.archive.encodings import BrokenEncodingError, decode_body
from flows.archive.warc import ArchivePlace
from flows.fetching.addresses import check_address
from flows.fetching.answers import KnownCopy, find_redirect, find_refresh, judge_answer, list_conditions
from flows.fetching.fetch import FetchRules
from flows.fetching.politeness import read_retry_after
from flows.fetching.robots import read_robots
from flows.fetching.transfer import Exchange
from parsers.body.charset import UnreadablePage
from parsers.links.page_look import judge_error, look_at_column, look_at_page
from parsers.text.addresses import find_clocks, name_page, normalise_address, resolve_link

SECONDS = 2.0

URL = "http://www.example.gov.cn/fzzf/index.html"

_ITEM = '<li><a href="{}" title="甲子县2023年度法治政府建设情况报告">甲子县2023年度法治政府建设情况报告</a><span>2024-03-20</span></li>'
COLUMNS = (
    f"<html><head><meta charset='utf-8'></head><body><ul>{_ITEM.format('t20240320_1.html') * 5}</ul><script>createPageHTML(5, 0, 'index', 'html');</script>共5页 1/5页 共 98 条</body></html>",
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><item><title>报告</title><link>/a.html</link><pubDate>Tue, 29 Mar 2022 09:30:00 +0800</pubDate></item></channel></rss>',
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/t1.html</loc><lastmod>2023-03-01</lastmod></url></urlset>',
    '{"total": 25, "totalpage": "2", "list": [{"title": "<b>甲</b>县报告", "url": "/content/post_1.html", "date": 1711000000000, "tip": {"dates": "2024-03-20"}}]}',
    'callback({"rows": [{"doctitle": "x", "docpuburl": "//a/b", "pubdate": "2024-03-20"}]});',
    "<datastore><nextgroup><![CDATA[<a href=\"/p?page=2\"></a>]]></nextgroup><totalrecord>25</totalrecord><totalpage>2</totalpage><record><![CDATA[<li><a href='/art/2024/3/20/art_1_2.html'>报告</a></li>]]></record></datastore>",
    "<html><head><meta http-equiv='refresh' content='0;url=/a.html'></head><script>location.href='/b.html'</script><body onload=\"location='/c.html'\"><iframe src='list.html'></iframe></body></html>",
    "<html><body><div class='TRS_Editor'>"
    + "<p>全县认真推进依法行政工作，收到行政复议申请62件。</p>" * 20
    + "</div><a href='index_1.html'>下一页</a><a href='a.pdf'>附件.pdf</a></body></html>",
)
LINKS = (
    "http://0177.0.0.1/a",
    "http://999.1.1.1/",
    "http://xn--a-ecp.xn--55qx5d-/",
    "http://[::1/",
    "http://[fe80::1%25eth0]/",
    "//",
    "\\\\host\\a",
    "http://a b/",
    "http://x:99999/",
    "http://x:-1/",
    "http://%zz/",
    "/a;jsessionid=1?t=1711000000#x",
    "?page=2",
    "javascript:1",
    "http://\u3002cn/",
    "http://ⅷ.cn/",
    "http://用户@主机/路径?查询=值",
    "data:text/html,x",
    "http:///x",
    "http://" + "a" * 300 + ".cn/",
    "/\ud800",
    "http://1.2.3.4.5/",
    "http://0x7f.1/",
)
HEADERS = (
    b"text/html; charset=gbk",
    b"/\xb7\xa8\xd6\xce.html",
    b"0; url='/a.html'",
    b"120",
    b"Wed, 21 Oct 2026 07:28:00 GMT",
    b'W/"\xe4\xb8\xad"',
    b"gzip, br",
    b"UTF-8",
    b"chunked",
    b"",
    b" " * 3000,
    b"1" * 5000,
    b"Fri, 99 Xxx 99999 99:99:99 +9999",
    b"http://[::1",
    b";" * 4000,
    b"\x00\x01\x02",
)
ROBOTS = (
    b"User-agent: *\nDisallow: /fzzf/\nAllow: /fzzf/a*.html$\nCrawl-delay: 10s\n",
    b"\xff\xfeU\x00s\x00e\x00r\x00",
    b"User-agent: fazhi\nDisallow: /" + b"*a" * 60 + b"$\nRequest-rate: 1/0s\n",
    b"\xef\xbb\xbfUser-agent:*\rDisallow:/%\xe4\xb8%2a%zz\r",
    b"<html>404</html>",
)
_JUNK = ("<", ">", "&#", "\x00", "\ud83d", "(" * 2000, "<a href=" * 200, "]]>", "<![CDATA[", "<record>" * 300, "共" * 500, "1/" * 400, " " * 3000, "createPage" * 300, '"' * 500, "[" * 1500, "<p a=1 b=2 " * 300, "²", "9" * 400, "\\u0000", "<b>" * 3000, "<iframe src=", "&#" + "1" * 99 + ";", "\u3000" * 999, "href", "http://[")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: where it goes, and the bytes."""

    where: str
    content: bytes
    other: bytes


def mutate(content: bytes, seed: int, changes: int) -> bytes:
    """Bytes turned, cut, doubled and stuffed in a few places."""
    dice = random.Random(seed)
    made = bytearray(content)
    for _ in range(changes):
        at = dice.randrange(len(made) + 1)
        stop = min(len(made), at + dice.choice((1, 1, 2, 8, 60, 400)))
        junk = dice.choice(_JUNK).encode("utf-8", "surrogatepass")
        step = dice.randrange(7)
        if step == 0:
            del made[at:stop]
        elif step == 1:
            made[at:at] = junk
        elif step == 2:
            made[at:at] = made[at:stop] * dice.choice((2, 50))
        elif step == 3:
            made[at:at] = bytes(dice.randrange(256) for _ in range(dice.choice((1, 3, 40))))
        elif step == 4:
            made[at:stop] = junk
        elif step == 5:
            made[at:at] = dice.choice(LINKS).encode("utf-8", "surrogatepass")
        else:
            del made[at:]
    return bytes(made[:3_000_000])


KINDS = {
    "column": tuple(text.encode() for text in COLUMNS),
    "page": tuple(text.encode() for text in COLUMNS),
    "link": tuple(link.encode("utf-8", "surrogatepass") for link in LINKS),
    "header": HEADERS,
    "robots": ROBOTS,
}


@st.composite
def draw_trials(draw: st.DrawFn) -> Trial:
    """A mutated input of any kind."""
    where = draw(st.sampled_from(sorted(KINDS)))
    content = draw(st.sampled_from(KINDS[where]))
    other = draw(st.sampled_from(HEADERS))
    seed, changes = draw(st.integers(0, 2**32)), draw(st.integers(0, 8))
    return Trial(where, mutate(content, seed, changes), mutate(other, seed, changes // 3))


def _decode(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def read_column(trial: Trial) -> None:
    kind = ("listing", "feed", "sitemap", "addresses")[len(trial.content) % 4]
    look_at_column(trial.content, trial.other.decode("latin-1"), URL, kind)


def read_page(trial: Trial) -> None:
    look_at_page(trial.content, trial.other.decode("latin-1"), URL)
    judge_error(trial.content[: 64 * 1024], None)


def read_link(trial: Trial) -> None:
    link = trial.content.decode("utf-8", "surrogateescape")
    address = resolve_link(link, URL, "gb18030")
    try:
        named = normalise_address(link, URL)
    except ValueError:
        named = None
    for found in (address, named):
        if found is not None:
            check_address(found)
            name_page(found, find_clocks([found, URL]))
    assert FetchRules(contact=_decode(trial.content)[:500]).user_agent.isascii()


def read_headers(trial: Trial) -> None:
    now = dt.datetime.now(dt.UTC)
    names = (b"Location", b"Refresh", b"Retry-After", b"Content-Encoding", b"ETag", b"Content-Type")
    for status in (200, 301, 302, 304, 404, 412, 429, 503, 599):
        answer = Exchange(
            url=URL, started_at=now, status=status, headers=[(name, trial.content[:60_000]) for name in names]
        )
        find_redirect(answer)
        find_refresh(answer)
        read_retry_after(answer.find_header("retry-after"), now)
        judge_answer(answer, None)
        answer.close()
    value = trial.content.decode("latin-1")
    list_conditions(KnownCopy("0" * 64, value, value, ArchivePlace("a", 0)))
    with contextlib.suppress(BrokenEncodingError):
        list(decode_body(iter([trial.content, b"rest"]), value[:200]))


def read_rules(trial: Trial) -> None:
    rules = read_robots(200, trial.content)
    for path in ("/fzzf/a.html", "/" + "a" * 2000, "/法治?x=*", "/" + _decode(trial.other)[:2000]):
        rules.allows(f"http://www.example.gov.cn{path}")
    assert rules.delay >= 0


READERS: dict[str, Callable[[Trial], None]] = {
    "column": read_column,
    "page": read_page,
    "link": read_link,
    "header": read_headers,
    "robots": read_rules,
}


def try_once(trial: Trial, limit: float) -> float:
    """Seconds that it took, fewer than the limit. Raises whatever the reader raises, but that a page cannot be read."""
    started = time.process_time()
    with contextlib.suppress(UnreadablePage):
        READERS[trial.where](trial)
    seconds = time.process_time() - started
    assert seconds < limit, f"{trial.where}: {seconds:.1f} s for {len(trial.content)} bytes"
    return seconds


def run_trials(count: int, limit: float = SECONDS) -> dict[str, tuple[int, float]]:
    """So many trials, none of which may take longer than the limit; by kind how many these were and the longest of them."""
    told: dict[str, tuple[int, float]] = {}

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(draw_trials())
    def run(trial: Trial) -> None:
        seconds = try_once(trial, limit)
        number, longest = told.get(trial.where, (0, 0.0))
        told[trial.where] = (number + 1, max(longest, seconds))

    run()
    return told


if __name__ == "__main__":
    for kind, (number, longest) in sorted(run_trials(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000).items()):
        print(f"{kind:8} {number:6} trials, the longest {longest:.3f} s")
