"""Two hundred hosts on loopback, each with one fault or with none: what a run over all of them must come to.

`python -m tests.fault_server.faulty_hosts FOLDER`: prints its port as JSON once it listens, and runs until it is ended. Bytes go
out as they stand in the table: no library mends a header, a length or a chunk.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import struct
import sys
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache

GOOD = 50
VARIANTS = 2
PLACE = "甲子县"
FILLER = "县政府坚持科学决策、民主决策、依法决策，落实合法性审查制度，规范行政执法，化解矛盾纠纷，公开政务信息，开展普法宣传。"

Headers = list[tuple[bytes, bytes]]
LOADED = ""
"""The expected reason of what is loaded."""


@dataclass(slots=True)
class Asked:
    """A request as a host sees it."""

    host: int
    path: str
    headers: dict[str, str]
    visit: int
    """How often this path was asked for before."""
    writer: asyncio.StreamWriter

    async def send(self, body: bytes, *headers: bytes, status: str = "200 OK", length: int | None = None) -> None:
        """A whole answer, headers as they are given."""
        kind = (
            ()
            if any(line.lower().startswith(b"content-type") for line in headers)
            else (b"Content-Type: text/html; charset=utf-8",)
        )
        lines = [f"HTTP/1.1 {status}".encode(), *kind, *headers]
        if not any(line.lower().startswith((b"content-length", b"transfer-encoding")) for line in headers):
            lines.append(b"Content-Length: %d" % (len(body) if length is None else length))
        self.writer.write(b"\r\n".join([*lines, b"Connection: close", b"", body]))
        await self.writer.drain()


Answer = Callable[[Asked], Awaitable[None]]


def write_report(host: int, year: int = 2023, extra: str = "", head: str = "") -> str:
    """A report's page; each host has a text of its own."""
    place = f"{PLACE}第{host}镇"
    title = f"{place}{year}年度法治政府建设情况报告"
    lines = (
        f"{year}年，{place}认真推进依法行政工作，现将{year}年度法治政府建设情况报告如下。",
        "一、主要做法",
        *(f"（{number}）{FILLER}" for number in "一二三四五六"),
        f"全年收到行政复议申请{host + 20}件，审结{host + 10}件，开展普法活动{year - 2000}场次。",
        "二、存在的问题和下一步打算",
        FILLER,
        f"{place}人民政府",
        f"{year + 1}年3月20日",
    )
    body = "".join(f"<p>　　{line}</p>" for line in lines)
    return (
        f'{head}<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="{year + 1}-03-20"></head><body><h1>{title}</h1><div class="TRS_Editor">{body}</div>{extra}</body></html>'
    )


def write_column(links: str, extra: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>法治政府建设</title></head><body><ul>{links}</ul>{extra}</body></html>'


def list_item(host: int, href: str, year: int = 2023) -> str:
    return f'<li><a href="{href}">{PLACE}第{host}镇{year}年度法治政府建设情况报告</a><span>{year + 1}-03-20</span></li>'


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of host: what it answers, how its source stands in the registry, and what becomes of it."""

    name: str
    answer: Answer
    reason: str = LOADED
    """Expected in quarantine; empty where its report is loaded and nothing is refused."""
    kind: str = "report"
    start: str = "/fzzf/t20240320_1.html"
    reports: int | None = None
    """Reports that are loaded; None: one where no reason is expected, none where one is."""
    robots: bytes | None = None
    other: tuple[str, ...] = field(default=())
    """Reasons that say the same as well."""

    @property
    def loaded(self) -> int:
        return self.reports if self.reports is not None else int(self.reason == LOADED)


FAULTS: list[Fault] = []


def fault(name: str, reason: str = LOADED, **settings: object) -> Callable[[Answer], Answer]:
    def enter(answer: Answer) -> Answer:
        FAULTS.append(Fault(name, answer, reason, **settings))  # type: ignore[arg-type]
        return answer

    return enter


def say(name: str, reason: str, make: Callable[[Asked], tuple[object, ...]], **settings: object) -> None:
    """A fault that is one whole answer."""

    async def answer(asked: Asked) -> None:
        body, *headers = make(asked)
        options = {"status": headers.pop()[7:]} if headers and isinstance(headers[-1], str) else {}
        await asked.send(body if isinstance(body, bytes) else str(body).encode(), *headers, **options)  # type: ignore[arg-type]

    FAULTS.append(Fault(name, answer, reason, **settings))  # type: ignore[arg-type]


COLUMN = {"kind": "listing", "start": "/fzzf/index.html"}

# What is read: pages that come in odd dress and are reports all the same.
say("xhtml", LOADED, lambda a: (write_report(a.host, head='<?xml version="1.0" encoding="utf-8"?>\n'),))
say("chinese last-modified", LOADED, lambda a: (write_report(a.host), b"Last-Modified: " + "二〇二四年".encode()))
say("gbk etag", LOADED, lambda a: (write_report(a.host), b'ETag: "' + "版本".encode("gbk") + b'"'))
say("encoding utf-8", LOADED, lambda a: (write_report(a.host), b"Content-Encoding: UTF-8"))
say("gzip claimed", LOADED, lambda a: (write_report(a.host), b"Content-Encoding: gzip"))
say("brotli claimed", LOADED, lambda a: (write_report(a.host), b"Content-Encoding: br"))
say(
    "wrong charset",
    LOADED,
    lambda a: (write_report(a.host).encode("gb18030"), b"Content-Type: text/html; charset=utf-8"),
)
say("links of all kinds", LOADED, lambda a: (write_report(a.host, extra=BAD_LINKS),))
say("attributes", LOADED, lambda a: (write_report(a.host, extra="<p " + " ".join(f"a{n}" for n in range(1500)) + ">"),))


@fault("cookie wall")
async def ask_for_cookie(asked: Asked) -> None:
    if "k=1" in asked.headers.get("cookie", ""):
        await asked.send(write_report(asked.host).encode())
    else:
        await asked.send(b"", b"Location: " + asked.path.encode(), b"Set-Cookie: k=1; path=/", status="302 Found")


def lead(
    name: str,
    reason: str,
    location: bytes,
    target: str,
    body: Callable[[Asked], str],
    status: str = "200 OK",
    **settings: object,
) -> None:
    """A fault that is a redirect to another path of the host."""

    async def answer(asked: Asked) -> None:
        if asked.path == target:
            await asked.send(body(asked).encode(), status=status)
        else:
            await asked.send(b"", b"Location: " + location, status="302 Found")

    FAULTS.append(Fault(name, answer, reason, **settings))  # type: ignore[arg-type]


GONE = "<html><head><title>404</title></head><body><h1>您访问的页面不存在</h1></body></html>"
lead("gbk location", LOADED, b"/\xb7\xa8\xd6\xce.html", "/%B7%A8%D6%CE.html", lambda a: write_report(a.host))
lead("utf-8 location", LOADED, "/法治.html".encode(), "/%E6%B3%95%E6%B2%BB.html", lambda a: write_report(a.host))
lead("backslash location", LOADED, rb"\zwgk\t1.html", "/zwgk/t1.html", lambda a: write_report(a.host))
lead("to a path 410…", LOADED, b"/410928/410.html", "/410928/410.html", lambda a: write_report(a.host))
lead("to a path err…", LOADED, b"/zw/errata_1.html", "/zw/errata_1.html", lambda a: write_report(a.host))
lead("to an error page", "page_gone", b"/404.html", "/404.html", lambda a: GONE)
lead("to a true 404", "page_gone", b"/zw/none.html", "/zw/none.html", lambda a: GONE, "404 Not Found")
lead("to a private address", "private_address", b"http://10.1.2.3/a.html", "-", lambda a: "")
lead("to an octal address", "private_address", b"http://0300.0250.1.1/a.html", "-", lambda a: "")
lead(
    "to an impossible address",
    "",
    b"http://999.1.1.1/a.html",
    "-",
    lambda a: "",
    other=("bad_address", "http_302"),
    reports=0,
)
lead(
    "to bad punycode",
    "",
    b"http://xn--a-ecp.xn--55qx5d-/a.html",
    "-",
    lambda a: "",
    other=("bad_address", "host_unreachable", "http_302"),
    reports=0,
)
lead("to brackets", "http_302", b"http://[::1/a.html", "-", lambda a: "", other=("bad_address",))
lead("out of the web", "bad_address", b"ftp://127.0.0.1/a.html", "-", lambda a: "")
lead("to itself", "redirect_loop", b"/fzzf/t20240320_1.html", "-", lambda a: "")


@fault("ever another cookie", "redirect_loop", other=("too_many_redirects",))
async def give_another_cookie(asked: Asked) -> None:
    cookie = b"Set-Cookie: n=%d; path=/" % asked.visit
    await asked.send(b"", b"Location: " + asked.path.encode(), cookie, status="302 Found")


@fault("ever another address", "too_many_redirects")
async def lead_further(asked: Asked) -> None:
    await asked.send(b"", b"Location: /a/%d.html" % time.time_ns(), status="302 Found")


def refresh(name: str, reason: str, markup: str, **settings: object) -> None:
    """A fault that is a page without text which leads on to /next.html, and that to a report."""
    twice = reason == "leads_elsewhere"

    async def answer(asked: Asked) -> None:
        if asked.path == "/next.html" and not twice:
            await asked.send(write_report(asked.host).encode())
        else:
            await asked.send(markup.encode())

    FAULTS.append(Fault(name, answer, reason, **settings))  # type: ignore[arg-type]


META = '<html><head><meta http-equiv="refresh" content="0; url=/next.html"></head><body></body></html>'
refresh("meta refresh", LOADED, META)
refresh(
    "refresh in quotes", LOADED, """<html><head><META HTTP-EQUIV=Refresh CONTENT="1;URL='/next.html'"></head></html>"""
)
refresh("location.href", LOADED, "<html><script>window.location.href = '/next.html';</script></html>")
refresh("location.replace", LOADED, '<html><body><script>location.replace("/next.html")</script></body></html>')
refresh("refresh for ever", "leads_elsewhere", META.replace("/next.html", "/other.html"))
say(
    "refresh header",
    LOADED,
    lambda a: (write_report(a.host),) if a.path == "/n.html" else ("<html></html>", b"Refresh: 0; url=/n.html"),
)
say(
    "column by refresh",
    LOADED,
    lambda a: (
        (write_column(list_item(a.host, "t1.html")),)
        if a.path == "/lb/index.html"
        else (write_report(a.host),)
        if a.path == "/lb/t1.html"
        else (META.replace("/next.html", "/lb/index.html"),)
    ),
    **COLUMN,
)

# Walls.
SCRIPT = "<html><body><script>var a='x';document.cookie='acw='+a;location.reload()</script></body></html>"
say("412", "bot_challenge", lambda a: ("<html><script src='/x.js'></script></html>", "status 412 Precondition Failed"))
say(
    "521",
    "bot_challenge",
    lambda a: ("<script>document.cookie=('_')+('_');location.href=location.pathname</script>", "status 521 x"),
)
say("script at 200", "bot_challenge", lambda a: (SCRIPT,))
say("script at 202", "bot_challenge", lambda a: (SCRIPT, "status 202 Accepted"))
say(
    "words at 403",
    "bot_challenge",
    lambda a: ("<html><body>请完成安全验证后继续访问</body></html>", "status 403 Forbidden"),
)
say("column behind a wall", "bot_challenge", lambda a: (SCRIPT,), **COLUMN)

# Errors of servers.
say("404", "page_gone", lambda a: (GONE, "status 404 Not Found"))
say("410", "page_gone", lambda a: (GONE, "status 410 Gone"))
say(
    "403",
    "http_403",
    lambda a: ("<html><body>Forbidden</body></html>", "status 403 Forbidden"),
    other=("bot_challenge",),
)
say("500", "http_500", lambda a: ("<html><body>出错了</body></html>", "status 500 Error"))
say("429", "asked_to_wait", lambda a: ("busy", b"Retry-After: 1", "status 429 Too Many"))
say("503 for an hour", "asked_to_wait", lambda a: ("busy", b"Retry-After: 3600", "status 503 Busy"))
say("soft 404", "error_page", lambda a: (GONE,))
say("nothing", "empty_page", lambda a: ("",))
say("only a comment", "empty_page", lambda a: ("<!-- 暂无内容 -->",))
say("a picture", "binary_page", lambda a: (b"\x89PNG\r\n\x1a\n" + bytes(900), b"Content-Type: image/png"))
say(
    "news",
    "not_a_report",
    lambda a: (
        "<html><body><h1>某镇召开会议</h1>" + "<p>今天上午召开会议，部署近期工作。</p>" * 30 + "</body></html>",
    ),
)


# Bodies that are not whole.
@fault("content-length too long", "broken_transfer")
async def cut_short(asked: Asked) -> None:
    body = write_report(asked.host).encode()
    await asked.send(body[: len(body) // 2], length=len(body))


@fault("chunks broken off", "broken_transfer")
async def break_chunks(asked: Asked) -> None:
    body = write_report(asked.host).encode()
    await asked.send(b"%x\r\n%s\r\n%x\r\n%s" % (900, body[:900], 900, body[900:1000]), b"Transfer-Encoding: chunked")


@fault("gzip cut", "broken_encoding")
async def cut_gzip(asked: Asked) -> None:
    await asked.send(gzip.compress(write_report(asked.host).encode())[:-30], b"Content-Encoding: gzip")


@fault("reset", "broken_transfer", other=("host_unreachable",))
async def reset(asked: Asked) -> None:
    asked.writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\nabc")
    await asked.writer.drain()
    asked.writer.get_extra_info("socket").setsockopt(1, 13, struct.pack("ii", 1, 0))
    asked.writer.transport.abort()


@fault("no HTTP", "broken_transfer", other=("host_unreachable",))
async def speak_otherwise(asked: Asked) -> None:
    asked.writer.write(b"SSH-2.0-x\r\n\x00\x01\x02" * 20)


@fault("silence", "broken_transfer", other=("host_unreachable",))
async def hang_up(asked: Asked) -> None:
    asked.writer.close()


@fault("bomb", "oversized_page")
async def unpack_zeros(asked: Asked) -> None:
    await asked.send(pack_zeros(), b"Content-Encoding: gzip")


@cache
def pack_zeros() -> bytes:
    """A hundred megabytes of nothing, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(100)) + packer.flush()


# Robots.
ALLOWED = {"robots": b"User-agent: *\nCrawl-delay: 1s\n"}
say("crawl-delay 1s", LOADED, lambda a: (write_report(a.host),), **ALLOWED)
say(
    "crawl-delay of a day",
    "robots_delay",
    lambda a: (write_report(a.host),),
    robots=b"User-agent: *\nCrawl-delay: 86400\n",
)
FORBID = "User-agent: *\nDisallow: /fzzf/\n"
say("robots", "robots_forbids", lambda a: (write_report(a.host),), robots=FORBID.encode())
say("robots with a mark", "robots_forbids", lambda a: (write_report(a.host),), robots=b"\xef\xbb\xbf" + FORBID.encode())
say("robots in UTF-16", "robots_forbids", lambda a: (write_report(a.host),), robots=FORBID.encode("utf-16"))
say(
    "robots of stars",
    LOADED,
    lambda a: (write_report(a.host),),
    robots=b"User-agent: *\nDisallow: /" + b"*t" * 40 + b"*x\n",
)

# Columns.
BAD_LINKS = (
    '<a href="http://0300.0250.1.1/a_20240320.html">甲</a><a href="http://999.1.1.1/b_20240320.html">乙</a>'
    '<a href="http://xn--a-ecp.xn--55qx5d-/c.html">丙</a><a href="http://[::1/d.html">丁</a><a href="http://a b/">戊</a>'
    '<a href="http://x:99999/">己</a><a href="//">庚</a><a href="http://%zz/">辛</a><a href="http://[fe80::1%25eth0]/">壬</a>'
    '<a href="\x01http://&#0;/">癸</a><iframe src="http://[/x.pdf">附件.pdf</iframe>'
)


def list_one(
    name: str, column: Callable[[int], str | bytes], page: str = "/fzzf/t20240320_1.html", **settings: object
) -> None:
    """A fault of a column whose one report is all right."""
    show = cache(column)

    async def answer(asked: Asked) -> None:
        if asked.path == "/fzzf/index.html":
            shown = show(asked.host)
            await asked.send(shown if isinstance(shown, bytes) else shown.encode())
        elif asked.path.partition("?")[0] == page:
            await asked.send(write_report(asked.host).encode())
        else:
            await asked.send(GONE.encode(), status="404 Not Found")

    FAULTS.append(Fault(name, answer, **{**COLUMN, **settings}))  # type: ignore[arg-type]


def list_plain(host: int) -> str:
    return write_column(list_item(host, "t20240320_1.html"))


list_one("column in xhtml", lambda h: '<?xml version="1.0" encoding="utf-8"?>\n' + list_plain(h))
list_one("column of bad links", lambda h: write_column(list_item(h, "t20240320_1.html"), BAD_LINKS))
list_one(
    "column of 16,000 links",
    lambda h: write_column(
        list_item(h, "t20240320_1.html"), "".join(f'<a href="/x{n}.html">新闻{n}</a>' for n in range(16_000))
    ),
)
list_one("backslash links", lambda h: write_column(list_item(h, r"\fzzf\t20240320_1.html")))
list_one("links with a session", lambda h: write_column(list_item(h, "t20240320_1.html;jsessionid=A7F3")))
list_one("links with a clock", lambda h: write_column(list_item(h, "t20240320_1.html?t=1711000000123")))
list_one(
    "column in JSON",
    lambda h: json.dumps(
        {
            "totalpage": "²",
            "data": [
                {
                    "title": f"{PLACE}第{h}镇2023年度法治政府建设情况报告",
                    "url": "t20240320_1.html",
                    "date": "2024-03-20",
                }
            ],
        }
    ),
)
list_one("empty feed", lambda h: '<?xml version="1.0" encoding="UTF-8"?>', reason="listing_empty")
list_one("column of a comment", lambda h: "<!-- -->", reason="listing_empty")
list_one("nothing in the column", lambda h: "", reason="listing_empty")
list_one("deep JSON", lambda h: "[" * 200_000, reason="listing_unreadable", other=("listing_empty",))
list_one(
    "an element of 200,000 attributes",
    lambda h: "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">",
    reason="oversized_page",
)


@fault("list in a frame", **COLUMN)
async def show_frame(asked: Asked) -> None:
    if asked.path == "/fzzf/index.html":
        await asked.send(write_column("", '<iframe src="list.html"></iframe>').encode())
    elif asked.path == "/fzzf/list.html":
        await asked.send(list_plain(asked.host).encode())
    else:
        await asked.send(write_report(asked.host).encode())


@fault("column that moved", **COLUMN)
async def move_column(asked: Asked) -> None:
    if asked.path == "/fzzf/index.html":
        await asked.send(b"", b"Location: /new/fzzf/", status="301 Moved")
    elif asked.path == "/new/fzzf/":
        await asked.send(list_plain(asked.host).encode())
    elif asked.path == "/new/fzzf/t20240320_1.html":
        await asked.send(write_report(asked.host).encode())
    else:
        await asked.send(GONE.encode(), status="404 Not Found")


@fault("packed sitemap", kind="sitemap", start="/sitemap.xml.gz")
async def pack_map(asked: Asked) -> None:
    if asked.path == "/sitemap.xml.gz":
        rows = "<url><loc>/fzzf/t20240320_1.html</loc></url><url><loc>/other/1.html</loc></url>"
        body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
        await asked.send(gzip.compress(body.encode()), b"Content-Type: application/x-gzip")
    else:
        await asked.send(write_report(asked.host).encode())


@fault("a report on three pages")
async def show_three(asked: Asked) -> None:
    whole = write_report(asked.host)
    head, _, rest = whole.partition('<div class="TRS_Editor">')
    lines, _, tail = rest.partition("</div>")
    pieces = lines.split("</p>")
    parts = [pieces[:5], pieces[5:8], pieces[8:]]
    names = ["/fzzf/t20240320_1.html", "/fzzf/t20240320_1_1.html", "/fzzf/t20240320_1_2.html"]
    at = names.index(asked.path) if asked.path in names else 0
    pager = f'<script>createPageHTML(3, {at}, "t20240320_1", "html");</script>'
    await asked.send(f'{head}<div class="TRS_Editor">{"</p>".join([*parts[at], ""])}</div>{pager}{tail}'.encode())


# Slow ones.
@fault("drip", "too_slow")
async def drip(asked: Asked) -> None:
    asked.writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n")
    for _ in range(600):
        asked.writer.write(b" ")
        await asked.writer.drain()
        await asyncio.sleep(0.5)


@fault("no answer", "timeout")
async def wait_for_ever(asked: Asked) -> None:
    await asyncio.sleep(300)


async def be_good(asked: Asked) -> None:
    """Four reports in a column, as they should be."""
    if asked.path == "/fzzf/index.html":
        links = "".join(list_item(asked.host, f"t{year + 1}0320_{year}.html", year) for year in range(2020, 2024))
        await asked.send(write_column(links).encode())
    else:
        await asked.send(write_report(asked.host, int(asked.path.rpartition("_")[2][:4])).encode())


def list_hosts(good: int = GOOD, variants: int = VARIANTS) -> list[Fault]:
    """All hosts in their order: the good ones, then each fault so many times."""
    right = Fault("good", be_good, reports=4, kind="listing", start="/fzzf/index.html")
    return [right] * good + [kind for kind in FAULTS for _ in range(variants)]


def name_host(number: int) -> str:
    """The loopback address of a host."""
    return f"127.7.{number // 200}.{number % 200 + 1}"


async def serve(
    hosts: list[Fault], visits: Counter[tuple[int, str]], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """One request, one answer."""
    try:
        lines = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)).decode("latin-1").split("\r\n")
        third, fourth = writer.get_extra_info("sockname")[0].split(".")[2:]
        number = int(third) * 200 + int(fourth) - 1
        host = hosts[number]
        path = lines[0].split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        asked = Asked(number, path, headers, visits[number, path], writer)
        if path == "/_visits":
            await asked.send(json.dumps(Counter(host for host, _ in visits.elements())).encode())
            return
        visits[number, path] += 1
        if path != "/robots.txt":
            await host.answer(asked)
        elif host.robots is None:
            await asked.send(b"", status="404 Not Found")
        else:
            await asked.send(host.robots, b"Content-Type: text/plain")
    except (OSError, asyncio.IncompleteReadError, TimeoutError):
        pass
    finally:
        writer.close()


async def main(good: int, variants: int) -> None:
    """Listen on every host's address, on one port."""
    hosts = list_hosts(good, variants)
    visits: Counter[tuple[int, str]] = Counter()

    def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Awaitable[None]:
        return serve(hosts, visits, reader, writer)

    pack_zeros()
    server = await asyncio.start_server(take, name_host(0), 0)
    port = server.sockets[0].getsockname()[1]
    for number in range(1, len(hosts)):
        await asyncio.start_server(take, name_host(number), port)
    print(json.dumps({"port": port}), flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
