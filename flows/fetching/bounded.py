"""Text is read in processes that have limits of time and memory, never in the loop that fetches: a page can stall nobody."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

from flows.workers import hold_interrupts
from parsers.body.charset import UnreadablePage
from parsers.records import Refusal

T = TypeVar("T")

READERS = 2
"""Processes; a page's first look takes some 10 ms, and hosts are asked two times a second at most."""

READ_SECONDS = 10.0
"""Seconds of a processor after which a process is ended with what it reads. The largest column seen, 2 MB, takes half a second."""

WAIT_FACTOR = 6
"""So many times longer a process may take by the clock, on a machine that has other things to do."""

START_SECONDS = 60.0
"""Until a process has started and imported what it needs."""

READ_MEMORY = 768 * 1024**2
"""Bytes beyond what a process has at its start."""

PAGES_A_PROCESS = 2_000
"""Pages after which a process is replaced: what libraries leak goes with it."""


class BoundedReader:
    """A few processes that run functions on bytes; `read` gives what came of it, or why nothing did."""

    def __init__(self, readers: int = READERS, seconds: float = READ_SECONDS) -> None:
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._idle: list[_Reader] = []
        self._all: set[_Reader] = set()
        self._lock = threading.Lock()
        self._stopped = False

    async def read(self, function: Callable[..., T], *arguments: Any) -> T | Refusal:
        """What the function gives for these arguments; a refusal where it raised, ran out of time, or killed its process.

        Reasons: those of UnreadablePage; parser_error, parser_too_slow, parser_died.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, function, arguments)

    def stop(self) -> None:
        """End the processes at once, whatever they are at."""
        with self._lock:
            self._stopped = True
            readers = list(self._all)
        for reader in readers:
            reader.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _run(self, function: Callable[..., T], arguments: tuple[Any, ...]) -> T | Refusal:
        reader = self._take()
        if reader is None:
            return Refusal("parser_died", "运行已停止。The run was stopped")
        outcome: T | Refusal
        try:
            outcome, whole = reader.call(function, arguments, self._seconds)
        except BaseException:
            reader.kill()
            raise
        with self._lock:
            if whole and not self._stopped and reader.done < PAGES_A_PROCESS:
                self._idle.append(reader)
                return outcome
            self._all.discard(reader)
        reader.kill()
        return outcome

    def _take(self) -> _Reader | None:
        with self._lock:
            if self._stopped:
                return None
            if self._idle:
                return self._idle.pop()
            reader = _Reader()
            self._all.add(reader)
            return reader


class _Reader:
    """One process, and our end of its pipe."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_serve, args=(other,), daemon=True, name="reader")
        # (Ctrl-C is for the run alone, which ends its readers itself)
        with hold_interrupts():
            self._process.start()
        other.close()
        self._ready = False
        self.done = 0

    def call(self, function: Callable[..., T], arguments: tuple[Any, ...], seconds: float) -> tuple[T | Refusal, bool]:
        """What came of it, and whether the process may go on."""
        died = Refusal(
            "parser_died",
            "读取网页的进程中途退出。The process that read it died (out of memory, or a crash in a library)",
        )
        detail = f"读取超过 {seconds:g} 秒，已放弃，其余网页不受影响。No result within that time; the others are not affected"
        slow = Refusal("parser_too_slow", detail)
        try:
            if not self._ready:
                if not self._pipe.poll(START_SECONDS):
                    return died, False
                self._pipe.recv()
                self._ready = True
            self._pipe.send((function, arguments, seconds))
            if not self._pipe.poll(WAIT_FACTOR * seconds):
                return slow, False
            outcome, whole = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(1)
            return slow if self._process.exitcode == -signal.SIGPROF else died, False
        self.done += 1
        return outcome, whole

    def kill(self) -> None:
        """End the process; nothing is lost, for it keeps nothing."""
        self._process.kill()
        self._process.join(5)
        self._pipe.close()


def _serve(pipe: Connection) -> None:
    """What a process does: read, answer, until nobody asks any more."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    # What is asked for first is imported before the time counts.
    import parsers.links.page_look  # noqa: F401

    _bound_memory()
    pipe.send("ready")
    while True:
        try:
            function, arguments, seconds = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        # Its signal is heeded by no handler: it ends the process, though a library never comes back to the interpreter.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        outcome = _call(function, arguments)
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send(outcome)


def _call(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, bool]:
    try:
        return function(*arguments), True
    except UnreadablePage as unreadable:
        return Refusal(unreadable.reason, unreadable.detail), True
    except MemoryError:
        return Refusal("parser_died", "读取网页所需内存超过上限。Reading it takes more memory than it may"), False
    except Exception as error:
        # Whatever a page does to what reads it: its neighbours are read, and the quarantine names it and the error.
        return Refusal(
            "parser_error", f"读取出错（{type(error).__name__}: {str(error)[:200]}）。The reader failed"
        ), True


def _bound_memory() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (used + READ_MEMORY, used + READ_MEMORY))
