"""How a command comes to its Prefect server: what it finds, what it starts, and what it tells the user meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from flows.schedule.server import await_server, find_server, prepare_prefect, use_server


@contextmanager
def connect_prefect(console: Console, prepare: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Flows inside go to the server that answers, else to one that lives as long as this block.

    `prepare` is what can be done while a server starts, as importing the flows. Raises ServerError.
    """
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
