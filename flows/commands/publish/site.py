"""`fazhi site` and `fazhi browse`: the pages to look at, as a folder or on this machine's own address."""

from __future__ import annotations

import contextlib
import functools
import threading
import time
import webbrowser
from collections.abc import Iterator
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from flows.commands.publish.sql_box import SqlBox, respond
from flows.errors import CallError
from flows.settings import read_settings
from flows.terminal.tables import open_console
from warehouse.publish.snapshot import open_reader, reader_path
from warehouse.site.build import FolderInUse, SiteCounts, build_site
from warehouse.store.errors import WarehouseLocked

LOOPBACK = "127.0.0.1"
POLL_SECONDS = 2.0
"""How often `browse` looks whether the warehouse has changed."""


def write_site(folder: Path, warehouse: Path | None) -> int:
    """Write the static site into the folder and say how to open it; 0.

    Raises CallError where the folder holds something else, WarehouseError for want of a warehouse.
    """
    settings = read_settings(warehouse)
    address = f"{settings.site_address.rstrip('/')}/" if settings.site_address else ""
    counts = _build(folder, settings.warehouse, address)
    console = open_console()
    console.print(_describe(counts))
    console.print(
        f"用浏览器打开 open in a browser：{(folder.absolute() / 'index.html').as_uri()}", markup=False, soft_wrap=True
    )
    return 0


def browse_site(warehouse: Path | None, port: int = 0, *, open_page: bool = True) -> int:
    """Build the site beside the warehouse, serve it on this machine only, and build anew when the warehouse changes.

    Runs until Ctrl-C, then 0. Port 0 takes a free one. Raises CallError where the port is taken, and as `write_site`.
    """
    path = read_settings(warehouse).warehouse
    folder = path.with_suffix(".site")
    console = open_console()
    seen = _stamp(path)
    console.print(_describe(_build(folder, path)))
    box = SqlBox(path)
    with _serve(folder, port, box) as address:
        console.print(f"{address}（SQL：{address}sql；Ctrl-C 结束 to stop）", markup=False, soft_wrap=True)
        if open_page:
            webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                time.sleep(POLL_SECONDS)
                # Where a run has just begun, its snapshot comes later, and where there is none yet nothing can be read: the
                # next look will see it.
                with contextlib.suppress(WarehouseLocked):
                    stamp = _stamp(path)
                    if stamp == seen:
                        continue
                    with box.busy:
                        counts = _build(folder, path)
                    console.print(f"数据有变，已重新生成 rebuilt：{_describe(counts)}")
                    seen = stamp
    return 0


def _build(folder: Path, warehouse: Path, address: str = "") -> SiteCounts:
    console = open_console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with open_reader(warehouse) as con, bar:
        row = bar.add_task("生成报告页 pages", total=None)
        try:
            return build_site(
                con, folder, lambda done, total: bar.update(row, completed=done, total=total), address=address
            )
        except FolderInUse as error:
            raise CallError(
                f"{folder} 里有别的东西，没有动它：请另指一个空文件夹。"
                f"{folder} holds something that is no site of fazhi's; nothing was changed. Choose an empty folder."
            ) from error


def _describe(counts: SiteCounts) -> str:
    return (
        f"报告页 reports {counts.reports} · 地区页 regions {counts.regions} · 省份页 provinces {counts.provinces} · "
        f"指标页 indicators {counts.indicators}"
    )


def _stamp(warehouse: Path) -> tuple[Path, int]:
    """What tells one state of the warehouse from the next: the file that readers get, and when it was written."""
    path = reader_path(warehouse)
    return path, path.stat().st_mtime_ns


_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


class _FreshPages(SimpleHTTPRequestHandler):
    """Files without a place in the browser's cache: after a rebuild the old page must not come back. Beside them the SQL box."""

    def __init__(self, *arguments: Any, box: SqlBox, **more: Any) -> None:
        self._box = box
        super().__init__(*arguments, **more)

    def do_GET(self) -> None:
        """A file of the site, or an answer of the SQL box."""
        path, _, query = self.path.partition("?")
        if path not in ("/sql", "/sql.json"):
            super().do_GET()
            return
        # A page of a stranger that lets its own name point to this machine must not read the answers.
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        if host not in (LOOPBACK, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        status, content_type, body = respond(self._box, path, query)
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """Add the header to every answer."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing: a line for each file would bury what the command tells."""


@contextlib.contextmanager
def _serve(folder: Path, port: int, box: SqlBox) -> Iterator[str]:
    """Serve the folder on loopback while the block runs; gives the address."""
    try:
        server = ThreadingHTTPServer((LOOPBACK, port), functools.partial(_FreshPages, directory=str(folder), box=box))
    except OSError as error:
        raise CallError(
            f"端口 {port} 不能用（{error.strerror}）：请另选一个，或不写 --port。"
            f"Port {port} cannot be used: choose another one, or leave out --port."
        ) from error
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
