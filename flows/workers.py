"""Worker processes that end with this one, however it ends."""

from __future__ import annotations

import copyreg
import fcntl
import gc
import os
import resource
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import fields
from multiprocessing import get_context, parent_process
from operator import attrgetter

from flows.memory import collect_seldom, keep_memory_together


def start_workers(
    workers: int, prepare: Callable[[int | None], None] | None = None, memory: int | None = None
) -> ProcessPoolExecutor:
    """So many workers, with so many bytes of memory each, None for no bound; `prepare` is called with that, `prepare_worker` at least.

    What the module of `prepare` imports is there before the first task.
    """
    # Not fork: Prefect's threads hold locks that a forked child would wait for in vain.
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=prepare or prepare_worker, initargs=(memory,)
    )


def pickle_quickly(*kinds: type) -> None:
    """Let these frozen dataclasses with slots be unpickled by their constructors: through dataclasses.fields() it takes twice as long."""
    for kind in kinds:
        names = [field.name for field in fields(kind)]
        copyreg.pickle(kind, lambda value, read=attrgetter(*names): (type(value), read(value)))  # type: ignore[misc]


@contextmanager
def hold_interrupts() -> Iterator[None]:
    """Ctrl-C is held back: a process that the block starts inherits that, and leaves Ctrl-C to us."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def prepare_worker(memory: int | None) -> None:
    """Called in a worker before its first task."""
    if memory is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    keep_memory_together()
    collect_seldom()
    gc.freeze()  # What was imported stays: to look through it at each collection costs 3 % of the time.
    _end_with_parent()


def _end_with_parent() -> None:
    """Let the kernel end this process when its parent is gone: it would wait for work for ever, or finish a page for nobody.

    Not a thread that waits for it: one long search in a regular expression keeps every other thread of the process from running.
    """
    parent = parent_process()
    if parent is None:
        return
    # The parent holds the other end of this pipe; when that closes the kernel sends SIGIO, which ends a process at once.
    fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, fcntl.fcntl(parent.sentinel, fcntl.F_GETFL) | os.O_ASYNC)
    if not parent.is_alive():  # It went before the kernel was asked.
        os._exit(1)
