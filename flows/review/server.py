"""The page that asks, served on this machine alone.

It writes, so nobody else may: the address holds a token, requests under another host's name or from another page are refused
(a page elsewhere could have this browser ask), and archived pages come without any right to run scripts.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.archive.damaged import ArchiveDamagedError
from flows.archive.warc import read_page
from flows.review.desk import Desk
from warehouse.judge.judgement import BadJudgementError

LOOPBACK = "127.0.0.1"
MOST_BYTES = 64 * 1024
"""Of a request's body: a judgement is a few hundred."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ARCHIVED_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""For pages of others: shown, with no origin, no script, nothing loaded from anywhere."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets in who knows the token, asks under this machine's own name, and from this very page."""

    app: ASGIApp
    token: str
    port: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 403 or 404, or hand on without the token."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        status = self._refuse(scope)
        if status is not None:
            await Response("", status, headers=_HEADERS)(scope, receive, send)
            return
        path = scope["path"].removeprefix(f"/{self.token}")

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                policy = {"Content-Security-Policy": _POLICY}
                for name, value in {**_HEADERS, **policy}.items():
                    if name.lower().encode() not in present:
                        message["headers"].append((name.lower().encode(), value.encode()))
            await send(message)

        await self.app({**scope, "path": path, "raw_path": path.encode()}, receive, send_guarded)

    def _refuse(self, scope: Scope) -> int | None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        own = {f"{LOOPBACK}:{self.port}", f"localhost:{self.port}"}
        if headers.get("host") not in own:
            return 403
        origin = headers.get("origin")
        if origin is not None and origin not in {f"http://{name}" for name in own}:
            return 403
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return 403
        given, slash, _ = scope["path"].removeprefix("/").partition("/")
        if not slash or not secrets.compare_digest(given.encode(), self.token.encode()):
            return 404
        writes = scope["method"] not in ("GET", "HEAD")
        if writes and (origin is None or headers.get("content-type", "").partition(";")[0] != "application/json"):
            return 403
        if writes and not 0 < int(headers.get("content-length", "0") or 0) <= MOST_BYTES:
            return 413
        return None


def make_app(desk: Desk, archive: Path, token: str, port: int) -> ASGIApp:
    """The application; `desk` is asked in the event loop's thread alone."""

    async def show_state(request: Request) -> Response:
        first = desk.find_next(-1)
        return JSONResponse(
            {
                "reviewer": desk.reviewer,
                "queue": desk.queue,
                "total": len(desk.entries),
                "first": first,
                "indicators": [asdict(one) for one in desk.indicators.values()],
            }
        )

    async def show_entry(request: Request) -> Response:
        try:
            return JSONResponse(desk.show(int(request.path_params["index"])))
        except IndexError:
            return JSONResponse({"error": "没有这一条。There is no such entry"}, 404)

    async def show_why(request: Request) -> Response:
        try:
            explain = desk.explain(int(request.path_params["index"]))
            # Reading takes a tenth of a second: a key that is pressed meanwhile must not wait for it.
            return JSONResponse(await run_in_threadpool(explain))
        except IndexError:
            return JSONResponse({"error": "没有这一条。There is no such entry"}, 404)
        except asyncio.CancelledError:
            # Ctrl-C while it reads: the page has gone, and nobody wants to see where the server stood.
            return JSONResponse({}, 503)

    async def show_archived(request: Request) -> Response:
        return _give_archived(desk, archive, request.path_params["page_id"])

    routes = [
        Route("/", _give_file("review.html", "text/html; charset=utf-8")),
        Route("/review.js", _give_file("review.js", "text/javascript; charset=utf-8")),
        Route("/review.css", _give_file("review.css", "text/css; charset=utf-8")),
        Route("/site.css", _give_file("site.css", "text/css; charset=utf-8", "warehouse.site", "assets")),
        Route("/state", show_state),
        Route("/entry/{index:int}", show_entry),
        Route("/why/{index:int}", show_why),
        Route("/archived/{page_id}", show_archived),
        Route("/judge", _take(desk.judge), methods=["POST"]),
        Route("/undo", _take(lambda said: desk.undo()), methods=["POST"]),
    ]
    return Gate(Starlette(routes=routes), token, port)


@contextlib.contextmanager
def bind_loopback(port: int) -> Iterator[socket.socket]:
    """A listening socket on this machine's own address. Raises OSError where the port is taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(64)  # Whoever opens the address at once waits for the server, and is not refused.
        yield listening


def serve(app: ASGIApp, listening: socket.socket) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, limit_concurrency=32, timeout_keep_alive=30,
        server_header=False, date_header=False, lifespan="off", ws="none", timeout_graceful_shutdown=2,
    )  # fmt: skip
    # uvicorn raises the signal again when it is done: as Ctrl-C, what follows the sitting is still done.
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))
    finally:
        signal.signal(signal.SIGTERM, former)


def _give_file(
    name: str, kind: str, package: str = "flows.review", folder: str = "page"
) -> Callable[[Request], Awaitable[Response]]:
    body = files(package).joinpath(folder, name).read_bytes()

    async def give(request: Request) -> Response:
        return Response(body, media_type=kind)

    return give


def _take(act: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that takes a JSON object; what cannot be kept is told with its reason, and nothing is kept of it."""

    async def take(request: Request) -> Response:
        try:
            said = json.loads(await request.body())
            if not isinstance(said, dict):
                raise ValueError("no object")
            return JSONResponse(act(said))
        except BadJudgementError as error:
            return JSONResponse({"error": str(error)}, 422)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            return JSONResponse({"error": f"请求有误 bad request: {error}"}, 400)
        except OSError as error:
            return JSONResponse({"error": f"未能写入台账，这一条没有保存：{error.strerror}。It could not be kept"}, 507)

    return take


def _give_archived(desk: Desk, archive: Path, page_id: str) -> Response:
    rows = desk.con.execute(
        "SELECT archive_file, archive_offset, content_type, encoding FROM page "
        "WHERE page_id = ? AND archive_file IS NOT NULL LIMIT 1",
        [page_id],
    ).fetchall()
    if not rows:
        return Response("没有存档。It was never kept.", 404, media_type="text/plain; charset=utf-8")
    file, offset, kind, encoding = rows[0]
    try:
        body = read_page(archive / file, offset or 0)
    except ArchiveDamagedError as error:
        return Response(str(error), 404, media_type="text/plain; charset=utf-8")
    start = body[:1024].lstrip().lower()
    is_markup = b"<html" in start or b"<!doctype" in start or "html" in (kind or "")
    headers = {"Content-Security-Policy": _ARCHIVED_POLICY}
    if is_markup:
        return Response(body, headers={**headers, "Content-Type": f"text/html; charset={encoding or 'utf-8'}"})
    if body[:5] in (b"%PDF-",) or body[:2] == b"PK" or body[:4] == b"\xd0\xcf\x11\xe0":
        return Response(
            body, headers={**headers, "Content-Type": "application/octet-stream", "Content-Disposition": "attachment"}
        )
    return Response(body, headers={**headers, "Content-Type": f"text/plain; charset={encoding or 'utf-8'}"})
