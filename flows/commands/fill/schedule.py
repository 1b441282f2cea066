"""`fazhi schedule`: one process that keeps the warehouse up to date for years."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path

from flows.archive.files import find_path
from flows.errors import ServerError
from flows.schedule.server import PrefectServer, await_server, find_server, prepare_prefect, use_server
from flows.schedule.timetable import TIME_ZONE, TIMETABLE, name_deployments
from flows.settings import read_settings
from flows.sites.registry import find_sources
from flows.terminal.tables import open_console, print_table


def run_schedule(sources: Sequence[str], warehouse: Path | None) -> int:
    """Serve the deployments until told to stop. Raises CallError, ServerError."""
    settings = read_settings(warehouse)
    words = [_fix_path(word) for word in sources]
    console = open_console(stderr=True)
    prepare_prefect()
    server = find_server(keeps_schedules=True)
    # Runs are processes of their own, which read their server from the environment.
    os.environ["PREFECT_API_URL"] = server.url
    if server.process is not None:
        console.print("启动 Prefect 服务… Starting Prefect's server …")
    from flows.schedule.deployments import choose_name, claim_schedule, serve_schedule

    with claim_schedule(settings.warehouse, server.url) as leave_word, use_server(server):
        await_server(server)
        name = choose_name(settings.warehouse)
        leave_word(name)
        died = threading.Event()
        _watch_server(server, died)
        rows = [(f"{timed.flow}/{name}", "；".join(timed.crons), TIME_ZONE, timed.description) for timed in TIMETABLE]
        print_table(("部署 deployment", "cron", "时区 zone", "说明"), rows, len(rows))
        console.print(
            f"Prefect：{server.url}；停止 to stop：Ctrl-C 或 kill {os.getpid()}；状态 status：fazhi status",
            markup=False,
        )
        usual = name_deployments(settings.warehouse)[0]
        if name != usual:
            console.print(
                f"此服务上的 collect/{usual} 和 check/{usual} 属于另一个数据仓库；如已不用，请以 prefect deployment delete 删去。"
                "Those names belong to another warehouse on this server; where that one is no more, delete them.",
                markup=False,
            )
        serve_schedule(settings.warehouse, words, name)
        if died.is_set():
            raise ServerError(f"Prefect 服务中途退出，见 {server.log}。Prefect's server died: {server.log} says why.")
    return 0


def _fix_path(word: str) -> str:
    """A source that still means the same when the working directory is another one. Raises CallError for one that is not there."""
    if word.startswith(("http://", "https://")) or (not Path(word).exists() and find_sources(word)):
        return word
    return str(find_path(word))


def _watch_server(server: PrefectServer, died: threading.Event) -> None:
    """Stop serving where the server that we started dies: whoever started us (systemd) starts both anew."""
    process = server.process
    if process is None:
        return

    def watch() -> None:
        process.wait()
        died.set()
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=watch, daemon=True, name="watch-server").start()
