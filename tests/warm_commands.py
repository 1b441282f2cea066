"""Commands that need not begin with seconds of imports: processes forked from one that has imported everything.

`WarmCommand` is what `subprocess.Popen([python, "-m", "flows.cli", …], text=True)` would be: a process of its own with its own id,
folder, environment, output and exit status, that can be interrupted and killed; only its birth is cheaper, two thirds of what a
small command takes. Prefect, whose settings are read as it is imported, is not there before the command imports it: then its
modules come from a store (`_StoredPrefect`) and read their settings anew.

The mother of all commands of a test process is started with the first one and ends when that process does. A command whose very
start is tested, or that is found by what /proc says of its environment, is started cold (`tests.command_line`).
"""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TextIO

import duckdb

from tests.warm_starts import (
    MODULES,
    START,
    become,
    choose,
    enter,
    give_start,
    make_room,
    open_nursery,
    run_to_end,
    use_nursery,
)

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
)

PREFECT = (
    "prefect.artifacts",
    "prefect.blocks.notifications",
    "prefect.cli",
    "prefect.cli.server",
    "prefect.deployments.runner",
    "prefect.engine",
    "prefect.events",
    "prefect.flow_engine",
    "prefect.runner",
    "prefect.runner._workspace_supervisor",
    "prefect.runner.server",
    "prefect.task_engine",
    "prefect.task_runners",
    "prefect.server.api.server",
)
"""What of Prefect lies ready."""

SERVER_LOOPS = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_FOREMAN_LOOP_SECONDS": "5",
}
"""How often a server's services look: the only settings that its modules keep from their import, so the same for all warm servers."""

NAMES = {"flows.cli": "fazhi", "prefect": "prefect"}
"""By the module that is run, what its command is called."""

_asking = threading.Lock()


class WarmCommand:
    """A running `fazhi` or `prefect`; stands for a subprocess.Popen with text pipes and an empty standard input."""

    def __init__(
        self,
        arguments: Sequence[str],
        cwd: Path,
        environment: Mapping[str, str],
        *,
        leads_group: bool = False,
        module: str = "flows.cli",
        log: Path | None = None,
    ) -> None:
        """`log`: where all that it tells goes, in place of pipes."""
        self.args = [NAMES[module], *arguments]
        self.returncode: int | None = None
        self._ended, to_ended = os.pipe()
        self.stdout: TextIO | None = None
        self.stderr: TextIO | None = None
        if log is None:
            (out, to_out), (err, to_err) = os.pipe(), os.pipe()
            self.stdout = open(out, encoding="utf-8")  # noqa: PTH123, SIM115
            self.stderr = open(err, encoding="utf-8")  # noqa: PTH123, SIM115
        else:
            to_out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            to_err = os.dup(to_out)
        try:
            # a request may be longer than the socket's buffer: it goes through a file without a name
            request = os.memfd_create("request")
            with open(request, "wb") as file, _asking:  # noqa: PTH123
                file.write(json.dumps([self.args, module, str(cwd), dict(environment), leads_group]).encode())
                file.flush()
                mother = _start_mother()
                socket.send_fds(mother, [b"."], [request, to_out, to_err, to_ended])
                self.pid = int(mother.recv(32))
        finally:
            for end in (to_out, to_err, to_ended):
                os.close(end)
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
        assert self.stdout is not None
        assert self.stderr is not None
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
    return choose(environment) == choose(os.environ)


@cache
def _start_mother() -> socket.socket:
    """The socket at which requests are taken; the mother ends when it is closed, as it is with this process."""
    ours, hers = socket.socketpair()
    ours.settimeout(600)
    # what numpy's threads would do at a fork; and Arrow's own memory pool takes a gigabyte of addresses, of which workers have a bound
    arguments, variables = make_room()
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", **variables}
    subprocess.Popen(
        [sys.executable, "-m", "tests.warm_commands", str(hers.fileno()), *arguments],
        cwd=Path(__file__).resolve().parent.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        pass_fds=[hers.fileno()],
    )
    hers.close()
    return ours


def warm_starts() -> None:
    """From now on what this process starts is forked from the mother of commands too, where it can be."""
    use_nursery(_start_mother, _asking)


def _serve(requests: socket.socket) -> Callable[[], object]:
    """Fork a child for each request and tell its end, until nobody can ask any more; in a child, come back with what to run."""
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
            message, given, _, _ = socket.recv_fds(requests, 1, 250)
            if not given:
                os._exit(0)
            if message == START:
                if give_start(requests, given):
                    return become(*given)
                continue
            child = os.fork()
            if child == 0:
                return _become_command(requests, *given[:3])
            watched = os.pidfd_open(child)
            ends[watched] = child, given[3]
            poller.register(watched, select.POLLIN)
            for end in given[:3]:
                os.close(end)


def _become_command(requests: socket.socket, request: int, out: int, err: int) -> Callable[[], object]:
    """All as a process has it that was started by itself; what to run."""
    os.lseek(request, 0, os.SEEK_SET)
    with open(request, "rb", closefd=False) as file:
        arguments, module, cwd, environment, leads_group = json.loads(file.read())
    os.dup2(out, 1)
    os.dup2(err, 2)
    if leads_group:
        os.setsid()
    requests.send(str(os.getpid()).encode())
    os.closerange(3, 1024)
    open_nursery()
    return enter([sys.executable, "-m", module, *arguments[1:]], cwd, environment)


class _StoredPrefect(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Prefect's modules out of `sys.modules` until somebody imports one of them; then all are there, with the settings of that moment."""

    def __init__(self) -> None:
        names = [name for name in sys.modules if name.partition(".")[0] == "prefect"]
        self._modules = {name: sys.modules.pop(name) for name in names}
        for name in MODULES:  # each becomes __main__ where it is run
            self._modules.pop(name, None)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != "prefect":
            return None
        return importlib.machinery.ModuleSpec("prefect", self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = self._modules["prefect"]
        self._spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        sys.meta_path.remove(self)
        sys.modules.update(self._modules)
        module.__spec__ = self._spec
        from prefect.context import refresh_global_settings_context
        from prefect.logging.configuration import setup_logging

        refresh_global_settings_context()
        setup_logging(incremental=False)


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
    os.environ.update(SERVER_LOOPS, PREFECT_HOME=tempfile.mkdtemp())
    for name in PREFECT:
        importlib.import_module(name)
    shutil.rmtree(os.environ["PREFECT_HOME"])
    assert threading.active_count() == 1, "a thread would be missing in every child"
    sys.meta_path.insert(0, _StoredPrefect())
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _warm_up()
    to_run = _serve(socket.socket(fileno=int(sys.argv[1])))
    run_to_end(to_run)
