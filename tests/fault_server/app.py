"""The server's application: what was asked is written down with the time, faults are done as ordered."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import itertools
import re
import time
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.utils import format_datetime

import brotli
import zstandard
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.fault_server.sites import SITES

_PUBLISHED = dt.datetime(2024, 3, 28, 1, 30, tzinfo=dt.UTC)
_CHALLENGE = (
    "<html><body><script>var arg1='04A1';document.cookie='acw_sc__v2='+arg1;location.reload()</script></body></html>"
)


@dataclass(slots=True)
class Fault:
    """A fault for the requests of a site whose path matches, so many times (-1: always)."""

    site: str
    path: str
    name: str
    times: int

    def takes(self, site: str, path: str) -> bool:
        """Whether this request is for it."""
        return self.times != 0 and self.site in ("*", site) and re.search(self.path, path) is not None


faults: list[Fault] = []
log: list[dict[str, object]] = []
visits = itertools.count(100)


async def control(request: Request) -> Response:
    """Order faults (POST), forget all of them (DELETE), or read what was asked (GET)."""
    if request.method == "POST":
        faults.append(Fault(**await request.json()))
    elif request.method == "DELETE":
        faults.clear()
        log.clear()
    return JSONResponse(log)


async def serve(request: Request) -> Response:
    """Any page of any site."""
    # The socket's own address, not the Host header, says which site was asked.
    site = SITES[int(request.scope["server"][0].rsplit(".", 1)[1]) - 1]
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    entry: dict[str, object] = {
        "site": site.address,
        "path": path,
        "at": time.monotonic(),
        "agent": request.headers.get("user-agent"),
        "conditional": "if-none-match" in request.headers or "if-modified-since" in request.headers,
    }
    log.append(entry)
    fault = next((fault for fault in faults if fault.takes(site.address, path)), None)
    if fault is not None and fault.times > 0:
        fault.times -= 1
    name = fault.name if fault is not None else ""
    response = await answer(request, site, path, name)
    entry["status"] = response.status_code
    entry["fault"] = name
    entry["bytes"] = int(response.headers.get("content-length", 0)) if response.status_code == 200 else 0
    return response


async def answer(request: Request, site, path: str, fault: str) -> Response:
    """The site's own answer, or the fault."""
    if fault.startswith("status_"):
        return Response("<html><body>出错了</body></html>", int(fault[7:]), media_type="text/html")
    if fault == "busy_seconds":
        return Response("busy", 429, headers={"Retry-After": "1"})
    if fault == "busy_date":
        until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2)
        return Response("busy", 503, headers={"Retry-After": format_datetime(until, usegmt=True)})
    if fault == "busy_hour":
        return Response("busy", 503, headers={"Retry-After": "3600"})
    if fault == "challenge":
        return Response(_CHALLENGE, 412, media_type="text/html")
    if fault == "challenge_200":
        return Response(_CHALLENGE, 200, media_type="text/html")
    if fault == "loop":
        return Response(
            status_code=302,
            headers={
                "Location": path + ("&" if "?" in path else "?") + "a=1"
                if "a=1" not in path
                else path.replace("?a=1", "").replace("&a=1", "")
            },
        )
    if fault.startswith("to "):
        return Response(status_code=302, headers={"Location": fault[3:]})
    if fault == "bomb":
        return StreamingResponse(pour_zeros(10 * 1024), media_type="text/html", headers={"Content-Encoding": "gzip"})
    if fault in ("drip", "linger"):
        return StreamingResponse(drip(1 if fault == "drip" else 100), media_type="text/html")
    if path == "/robots.txt":
        if fault == "forbid":
            return Response("User-agent: *\nDisallow: /zwgk/\nDisallow: /content\n", media_type="text/plain")
        if fault == "slow_crawl":
            return Response("User-agent: *\nCrawl-delay: 1\n", media_type="text/plain")
        return (
            Response("User-agent: *\nDisallow: /admin/\n", media_type="text/plain")
            if site.number % 2
            else Response(status_code=404)
        )
    found = (
        None
        if fault == "gone"
        else site.answer(
            path, next(visits) if fault == "counter" else 7, correct=fault == "corrected", empty=fault == "empty"
        )
    )
    if found is None:
        return Response("<html><body>您访问的页面不存在</body></html>", 404, media_type="text/html; charset=utf-8")
    body, kind = found.body, found.content_type
    if fault == "wrong_charset":
        kind = "text/html; charset=iso-8859-1"
    headers = {}
    if found.validator in ("etag", "both"):
        headers["ETag"] = found.etag
    if found.validator in ("date", "both"):
        changed = fault in ("corrected", "empty", "counter")
        headers["Last-Modified"] = format_datetime(_PUBLISHED + dt.timedelta(days=changed), usegmt=True)
    if request.headers.get("if-none-match") == headers.get("ETag", "-") or (
        "ETag" not in headers and request.headers.get("if-modified-since") == headers.get("Last-Modified", "-")
    ):
        return Response(status_code=304, headers=headers)
    if fault == "cut_gzip":
        return Response(gzip.compress(body)[:-40], headers=headers | {"Content-Encoding": "gzip"}, media_type=kind)
    if fault == "break":
        return StreamingResponse(break_off(body), headers=headers | {"Content-Length": str(len(body))}, media_type=kind)
    coding = ("gzip", "br", "zstd", "")[site.number % 4]
    if coding and not kind.startswith("application/pdf") and len(body) < 20_000:
        headers["Content-Encoding"] = coding
        body = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress}[coding](body)
    return Response(body, headers=headers, media_type=kind)


async def pour_zeros(megabytes: int) -> AsyncIterator[bytes]:
    """So many megabytes of nothing, packed as they are asked for."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _ in range(megabytes):
        yield packer.compress(bytes(1024 * 1024))
        await asyncio.sleep(0)
    yield packer.flush()


async def drip(size: int) -> AsyncIterator[bytes]:
    """So many bytes ten times a second, without end in sight: at 1 a page is soon given up, at 100 it is waited for."""
    for _ in range(10_000):
        yield b" " * size
        await asyncio.sleep(0.1)


async def break_off(body: bytes) -> AsyncIterator[bytes]:
    """Half a body, then the connection goes."""
    yield body[: len(body) // 2]
    await asyncio.sleep(0.05)
    raise ConnectionResetError("as ordered")


app = Starlette(
    routes=[
        Route("/_control", control, methods=["GET", "POST", "DELETE"]),
        Route("/{path:path}", serve, methods=["GET"]),
    ]
)
