"""How a command comes to its Prefect server: what it finds, what it starts, and what it tells the user meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from flows.runs.steps import run_plainly
from flows.schedule.server import await_server, find_server, may_answer, prepare_prefect, use_server
from flows.settings import Settings

FEW_PAGES = 1000
"""Pages up to which a run that was asked for by hand is done without a server where none answers: a minute on one processor."""


def needs_server(settings: Settings, pages: int) -> bool:
    """Whether a run of so many pages, asked for by hand, goes through Prefect: where a server may answer, or much is to be done."""
    return pages > FEW_PAGES or bool(settings.dask or settings.alarm_block) or may_answer()


@contextmanager
def connect_prefect(
    console: Console, prepare: Callable[[], object] = lambda: None, *, plainly: bool = False
) -> Iterator[None]:
    """Flows inside go to the server that answers, else to one that lives as long as this block.

    `prepare` is what can be done while a server starts, as importing the flows. `plainly`: they are called in this process,
    and no server is asked. Raises ServerError.
    """
    if plainly:
        prepare()
        with run_plainly():
            yield
        return
    prepare_prefect()
    server = find_server()
    if server.silent_url is not None:
        console.print(
            f"PREFECT_API_URL {server.silent_url} 没有应答，改用 {server.url}。"
            f"Nobody answers at PREFECT_API_URL {server.silent_url}; {server.url} is used instead."
        )
    waiting = "准备中… Getting ready …"
    if server.process is not None:
        waiting = "启动 Prefect 服务（首次约半分钟）… Starting Prefect's server (half a minute the first time) …"
        if not console.is_terminal:
            console.print(waiting)
    with console.status(waiting):
        prepare()
        await_server(server)
    with use_server(server):
        yield
