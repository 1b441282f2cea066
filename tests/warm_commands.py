"""Commands that need not begin with two seconds of imports: processes forked from one that has imported everything but Prefect.

`WarmCommand` is what `subprocess.Popen([python, "-m", "flows.cli", …], text=True)` would be: a process of its own with its own id,
folder, environment, output and exit status, that can be interrupted and killed; only its birth is cheaper, two thirds of what a
small command takes. What it imports itself (Prefect, whose settings are read then) it imports under its own environment.

The mother of all commands of a test process is started with the first one and ends when that process does. A command whose very
start is tested, or that is found by what /proc says of its environment, is started cold (`tests.command_line`).
"""

from __future__ import annotations

import gc
import importlib
import json
import multiprocessing.process
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path

import duckdb

READ_AT_START = ("FAZHI_SEEDS", "PYTHON", "LANG", "LC_", "LD_", "MALLOC", "TZ")
"""What the interpreter or our modules read as they start: a command for which these are set otherwise is started cold."""

IMPORTED = (
    "duckdb",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "typer._adapters",
    "flows.cli_asking",
    "flows.cli_judging",
    "flows.commands.fill.ingest",
    "flows.runs.ingest",
    "flows.runs.retry",
    "flows.backfill.years",
    "warehouse.site.render",
    # What Prefect is made of, and nothing of itself.
    "alembic",
    "anyio",
    "fastapi",
    "opentelemetry",
    "pydantic_settings",
    "sqlalchemy.ext.asyncio",
    "uvicorn",
    "websockets",
)


_asking = threading.Lock()


class WarmCommand:
    """A running `fazhi`; stands for a subprocess.Popen with text pipes and an empty standard input."""

    def __init__(
        self, arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], *, leads_group: bool = False
    ) -> None:
        self.args = ["fazhi", *arguments]
        self.returncode: int | None = None
        (out, to_out), (err, to_err), (self._ended, to_ended) = os.pipe(), os.pipe(), os.pipe()
        try:
            # a request may be longer than the socket's buffer: it goes through a file without a name
            request = os.memfd_create("request")
            with open(request, "wb") as file, _asking:  # noqa: PTH123
                file.write(json.dumps([list(arguments), str(cwd), dict(environment), leads_group]).encode())
                file.flush()
                mother = _start_mother()
                socket.send_fds(mother, [b"."], [request, to_out, to_err, to_ended])
                self.pid = int(mother.recv(32))
        finally:
            for end in (to_out, to_err, to_ended):
                os.close(end)
        self.stdout = open(out, encoding="utf-8")  # noqa: PTH123, SIM115
        self.stderr = open(err, encoding="utf-8")  # noqa: PTH123, SIM115
        self._readers: tuple[Future[str], Future[str]] | None = None

    def poll(self) -> int | None:
        """The exit status where it has ended, minus the number of the signal that ended it."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status when it ends. Raises subprocess.TimeoutExpired."""
        status = self._look(timeout)
        if status is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return status

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """All that it and its children wrote, when all have ended. Raises subprocess.TimeoutExpired."""
        if self._readers is None:
            threads = ThreadPoolExecutor(2)
            self._readers = threads.submit(self.stdout.read), threads.submit(self.stderr.read)
            threads.shutdown(wait=False)
        try:
            told = self._readers[0].result(timeout), self._readers[1].result(timeout)
        except TimeoutError as error:
            raise subprocess.TimeoutExpired(self.args, timeout or 0) from error
        self.wait(timeout)
        self.stdout.close()
        self.stderr.close()
        return told

    def send_signal(self, order: int) -> None:
        """Send it where the process still runs."""
        if self.poll() is None:
            os.kill(self.pid, order)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            ready, _, _ = select.select([self._ended], [], [], timeout)
            if not ready:
                return None
            told = os.read(self._ended, 32)
            os.close(self._ended)
            assert told, "the mother of the commands is gone"
            self.returncode = int(told)
        return self.returncode


def fits(environment: Mapping[str, str]) -> bool:
    """Whether what is read at a start is in this environment as it is in ours."""

    def choose(names: Mapping[str, str]) -> dict[str, str]:
        return {name: value for name, value in names.items() if name.startswith(READ_AT_START)}

    return choose(environment) == choose(os.environ)


@cache
def _start_mother() -> socket.socket:
    """The socket at which requests are taken; the mother ends when it is closed, as it is with this process."""
    ours, hers = socket.socketpair()
    ours.settimeout(600)
    # what numpy's threads would do at a fork
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    subprocess.Popen(
        [sys.executable, "-m", "tests.warm_commands", str(hers.fileno())],
        cwd=Path(__file__).resolve().parent.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        pass_fds=[hers.fileno()],
    )
    hers.close()
    return ours


def _serve(requests: socket.socket) -> None:
    """Fork a child for each request and tell its end, until nobody can ask any more; in a child, come back from here."""
    ends: dict[int, tuple[int, int]] = {}  # by the descriptor that tells a child's end: its id, where to tell it
    poller = select.poll()
    poller.register(requests, select.POLLIN)
    while True:
        for number, _ in poller.poll():
            if number != requests.fileno():
                poller.unregister(number)
                child, to_ended = ends.pop(number)
                _, status = os.waitpid(child, 0)
                os.write(to_ended, str(os.waitstatus_to_exitcode(status)).encode())
                os.close(to_ended)
                os.close(number)
                continue
            _, given, _, _ = socket.recv_fds(requests, 1, 4)
            if not given:
                os._exit(0)
            child = os.fork()
            if child == 0:
                _become_command(*given[:3])
                requests.send(str(os.getpid()).encode())
                os.closerange(3, 1024)
                return
            watched = os.pidfd_open(child)
            ends[watched] = child, given[3]
            poller.register(watched, select.POLLIN)
            for end in given[:3]:
                os.close(end)


def _become_command(request: int, out: int, err: int) -> None:
    """Folder, environment, arguments and descriptors as a process has them that was started by itself."""
    os.lseek(request, 0, os.SEEK_SET)
    with open(request, "rb", closefd=False) as file:
        arguments, cwd, environment, leads_group = json.loads(file.read())
    os.dup2(out, 1)
    os.dup2(err, 2)
    if leads_group:
        os.setsid()
    unbuffered = bool(environment.get("PYTHONUNBUFFERED"))
    written, told = (BufferedWriter(FileIO(number, "w", closefd=False)) for number in (1, 2))
    sys.stdout = sys.__stdout__ = TextIOWrapper(written, "utf-8", write_through=unbuffered)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = TextIOWrapper(told, "utf-8", "backslashreplace", line_buffering=True)  # type: ignore[misc]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    sys.path[0] = cwd
    sys.argv = ["fazhi", *arguments]
    multiprocessing.process.ORIGINAL_DIR = cwd


def _warm_up() -> None:
    """Import, and read one page: the lexicons of the parsers are built with the first."""
    for name in IMPORTED:
        importlib.import_module(name)
    from flows.archive.files import list_pages, read_file
    from flows.runs.parsing import parse_safely
    from parsers.records import RawPage

    # DuckDB's connection for calls without one has a thread, which no child would have, and each would wait for at its end.
    duckdb.execute("SET threads = 1")
    page = read_file(list_pages([]).pages[0])
    assert isinstance(page, RawPage)
    parse_safely(page)
    assert "prefect" not in sys.modules
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _warm_up()
    _serve(socket.socket(fileno=int(sys.argv[1])))
    # the module itself is not among what was imported: it becomes __main__, as with `python -m`
    sys.modules.pop("flows.cli", None)
    runpy.run_module("flows.cli", run_name="__main__", alter_sys=True)
