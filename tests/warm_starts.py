"""What a warm command starts in its turn: parsers' workers, Prefect's engine and servers, forked from a process that has imported everything.

`subprocess` and `multiprocessing` start programs by `_posixsubprocess.fork_exec`. Where the program is this interpreter with
one of `MODULES`, the same is done without seconds of imports: a process that does nothing else (the nursery, which was
forked before its parent ran anything) is asked for a child of its parent (CLONE_PARENT), with the descriptors, folder,
environment, arguments and signal mask that the new interpreter would have had. Parent, exit status, signals, and what /proc
tells of arguments and environment are those of a program that was started. Everything else is started as it is.
"""

from __future__ import annotations

import _posixsubprocess
import atexit
import contextlib
import ctypes
import fcntl
import json
import multiprocessing.process
import os
import platform
import runpy
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

MODULES = (
    "flows.schedule.server",
    "prefect.engine",
    "prefect.runner._workspace_supervisor",
    "tests.load_samples",
    "tests.save_block",
    "tests.whole.crash.reader",
    "tests.whole.deposit_calls",
)
"""Run by `python -m`, as commands, Prefect's runners and tests start them."""

REPLACED = ("prefect.runner._workspace_supervisor",)
"""Those of them that have another one run in their place."""

WORKER = "from multiprocessing.spawn import spawn_main; spawn_main("
"""How the program of a worker process begins."""

READ_AT_START = ("FAZHI_SEEDS", "PYTHON", "LANG", "LC_", "LD_", "MALLOC", "TZ")
"""What the interpreter or our modules read as they start: where these are set otherwise, a program is started cold."""

START = b"+"
"""The message that asks for a process."""

ROOM = 32_768
"""Bytes for the arguments, and for the environment, that /proc tells of a forked process."""

_CLONE = {"x86_64": 56, "aarch64": 220}.get(platform.machine())
_CLONE_PARENT, _CLONE_CHILD_CLEARTID, _CLONE_CHILD_SETTID = 0x8000, 0x200000, 0x1000000
_PR_GET_TID_ADDRESS = 40
_HIGH = 600
"""From this descriptor on is room to put those that are on their way to another number."""

_start_really = _posixsubprocess.fork_exec


def choose(names: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that is read at a start."""
    return {name: value for name, value in names.items() if name.startswith(READ_AT_START)}


def make_room() -> tuple[list[str], dict[str, str]]:
    """Arguments and variables to start the mother with, so that there is room for those of her children (`show_as`)."""
    return [" " * ROOM], {"WARM_ROOM": " " * ROOM}


def show_as(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Let /proc tell these as this process's arguments and environment, as far as there is room."""
    fields = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    told = (arguments, [f"{name}={value}" for name, value in environment.items()])
    for words, start, end in zip(told, fields[45:49:2], fields[46:50:2], strict=True):
        room = int(end) - int(start)
        block = b"".join(os.fsencode(word) + b"\0" for word in words)[: room - 1]
        ctypes.memmove(int(start), block.ljust(room, b"\0"), room)


def open_nursery() -> None:
    """Fork the nursery of this process, which has run nothing yet and has one thread; from now on it is asked for what it can give."""
    if _CLONE is None:
        return
    ours, its = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        run_to_end(serve_starts(its))
    its.close()
    use_nursery(lambda: ours, threading.Lock())


def use_nursery(find_nursery: Callable[[], socket.socket], asking: threading.Lock) -> None:
    """Have this process ask whoever listens there for what it starts, one at a time."""

    def fork_exec(*arguments: Any) -> int:
        request = _describe(arguments)
        if request is None:
            return _start_really(*arguments)
        described, descriptors = request
        with _undisturbed(), asking:
            return _ask(find_nursery(), described, descriptors)

    _posixsubprocess.fork_exec = fork_exec
    subprocess._fork_exec = fork_exec  # type: ignore[attr-defined]


def _ask(nursery: socket.socket, described: dict[str, Any], descriptors: Sequence[int]) -> int:
    """The id of the new process. Raises OSError where the nursery is gone."""
    sent = os.memfd_create("request")
    try:
        os.write(sent, json.dumps(described).encode())
        socket.send_fds(nursery, [START], [sent, *descriptors])
    finally:
        os.close(sent)
    told = nursery.recv(32)
    if not told:
        raise ChildProcessError("the nursery is gone")
    return int(told)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C comes after this: of a start that is given up half way nobody would know the process."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    former = {number: handler for number, handler in former.items() if callable(handler)}
    for number in former:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        for number in came:
            os.kill(os.getpid(), number)


def _describe(arguments: Sequence[Any]) -> tuple[dict[str, Any], list[int]] | None:
    """A call of fork_exec as a request, with the descriptors that go with it; None for what must be started as it is."""
    if len(arguments) != 23:
        return None
    words, programs, close_others, kept, folder, variables = arguments[:6]
    into, _, _, out, _, err, _, told = arguments[6:14]
    _, new_session, group, *identity, umask, before, _ = arguments[14:]
    words = [os.fsdecode(word) for word in words]
    if words[1:2] == ["-B"]:
        # so `multiprocessing` tells a worker where the test process was forbidden to keep what it compiled; it may, by now
        del words[1]
    if os.fsencode(sys.executable) not in map(os.fsencode, programs) or not _is_known(words[1:]):
        return None
    if not close_others or before is not None or umask != -1 or any(part is not None for part in identity):
        return None
    entries = (
        (f"{name}={value}" for name, value in os.environ.items()) if variables is None else map(os.fsdecode, variables)
    )
    environment = dict(entry.split("=", 1) for entry in entries)
    if choose(environment) != choose(os.environ):
        return None
    standard = {0: into, 1: out, 2: err}
    kept = [number for number in kept if number != told and number > 2]
    taken = [*kept, *(number for number in standard.values() if number >= 0)]
    targets = [*kept, *(target for target, number in standard.items() if number >= 0)]
    if max(kept, default=0) >= _HIGH:
        return None
    return {
        "words": words,
        "folder": str(Path.cwd()) if folder is None else os.fsdecode(folder),
        "environment": environment,
        "targets": targets,
        "blocked": [int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, [])],
        "new_session": bool(new_session),
        "group": group,
    }, taken


def _is_known(words: Sequence[str]) -> bool:
    match words:
        case ["-m", module, *_]:
            return module in MODULES
        case ["-c", program, *_]:
            return program.startswith(WORKER)
    return False


def serve_starts(requests: socket.socket) -> Callable[[], object]:
    """Give the process at the other end a child for each request, until it is gone; in a child, come back with what to run."""
    while True:
        _, given, _, _ = socket.recv_fds(requests, 1, 250)
        if not given:
            os._exit(0)
        if give_start(requests, given):
            return become(*given)


def give_start(requests: socket.socket, given: Sequence[int]) -> bool:
    """Whether this is the new process, which was asked for with these descriptors."""
    child = fork_sibling()
    if child == 0:
        requests.close()
        return True
    requests.send(str(child).encode())
    for number in given:
        os.close(number)
    return False


def fork_sibling() -> int:
    """As os.fork, but the new process is a child of this one's parent. For a process with one thread."""
    libc = ctypes.PyDLL(None, use_errno=True)
    # The C library keeps a thread's id where the kernel is told to: else the child would go by the id of this process.
    place = ctypes.c_void_p()
    libc.prctl(_PR_GET_TID_ADDRESS, ctypes.byref(place), 0, 0, 0)
    address = ctypes.c_void_p(place.value)
    flags = _CLONE_PARENT | int(signal.SIGCHLD)
    if place.value:
        flags |= _CLONE_CHILD_SETTID | _CLONE_CHILD_CLEARTID
    zero = ctypes.c_long(0)
    last = (zero, address) if platform.machine() == "aarch64" else (address, zero)
    api = ctypes.pythonapi
    api.PyOS_BeforeFork()
    child: int = libc.syscall(ctypes.c_long(_CLONE or 0), ctypes.c_long(flags), zero, zero, *last)
    if child == 0:
        api.PyOS_AfterFork_Child()
        return 0
    api.PyOS_AfterFork_Parent()
    if child < 0:
        raise OSError(ctypes.get_errno(), "clone")
    return child


def become(request: int, *given: int) -> Callable[[], object]:
    """All as the program has it that was asked for; what it runs."""
    os.lseek(request, 0, os.SEEK_SET)
    with open(request, "rb") as file:
        wanted = json.load(file)
    high = [fcntl.fcntl(number, fcntl.F_DUPFD, _HIGH) for number in given]
    targets = wanted["targets"]
    os.closerange(3, _HIGH)
    for number, target in zip(high, targets, strict=True):
        os.dup2(number, target)
    os.closerange(_HIGH, _HIGH + 2 * len(high) + 100)
    if wanted["new_session"]:
        os.setsid()
    elif wanted["group"] >= 0:
        os.setpgid(0, wanted["group"])
    signal.pthread_sigmask(signal.SIG_SETMASK, wanted["blocked"])
    return enter(wanted["words"], wanted["folder"], wanted["environment"])


def enter(words: Sequence[str], folder: str, environment: Mapping[str, str]) -> Callable[[], object]:
    """Folder, environment, arguments and streams as this interpreter, started with these words, has them; what it runs."""
    unbuffered = bool(environment.get("PYTHONUNBUFFERED"))
    written, told = (BufferedWriter(FileIO(number, "w", closefd=False)) for number in (1, 2))
    sys.stdout = sys.__stdout__ = TextIOWrapper(written, "utf-8", write_through=unbuffered)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = TextIOWrapper(told, "utf-8", "backslashreplace", line_buffering=True)  # type: ignore[misc]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    with contextlib.suppress(OSError):
        show_as(words, environment)
    os.chdir(folder)
    sys.path[0] = folder
    multiprocessing.process.ORIGINAL_DIR = folder  # type: ignore[attr-defined]
    kind, what, *rest = words[1:]
    if what in REPLACED:
        os.execvpe = _replace  # type: ignore[assignment]
    sys.argv = [words[0] if kind == "-m" else kind, *rest]
    if kind == "-m":
        # it becomes __main__, and is not among what was imported
        sys.modules.pop(what, None)
        return lambda: runpy.run_module(what, run_name="__main__", alter_sys=True)
    return lambda: exec(what, {"__name__": "__main__"})


class _Replacement(BaseException):
    """What takes the place of the program that runs: this comes out of it in place of its end."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str]) -> None:
        self.words, self.environment = words, dict(environment)


def _replace(file: str, words: Sequence[str], environment: Mapping[str, str]) -> NoReturn:
    """As `os.execvpe`, in this very process where what is to be run is imported already: under the same id, without three seconds."""
    paths = {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    if (
        file == sys.executable
        and _is_known(words[1:])
        and choose({**environment, **paths}) == choose({**os.environ, **paths})
    ):
        raise _Replacement(words, environment)
    os.execve(file, list(words), dict(environment))


def _take_place(other: _Replacement) -> None:
    for handled in signal.Signals:
        if callable(signal.getsignal(handled)):
            signal.signal(handled, signal.SIG_DFL)
    sys.path[1:1] = [path for path in other.environment.get("PYTHONPATH", "").split(os.pathsep) if path not in sys.path]
    run = enter(other.words, str(Path.cwd()), other.environment)
    from prefect.context import refresh_global_settings_context
    from prefect.logging.configuration import setup_logging

    refresh_global_settings_context()
    setup_logging(incremental=False)
    run()


def run_to_end(run: Callable[[], object]) -> NoReturn:
    """Run it as an interpreter runs its program, but end without taking apart all that was imported: a fifth of a second."""
    status = 0
    try:
        try:
            run()
        except _Replacement as other:
            _take_place(other)
    except SystemExit as end:
        if end.code is not None and not isinstance(end.code, int):
            print(end.code, file=sys.stderr)
        status = 0 if end.code is None else end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        traceback.print_exc()
        _end_threads()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    except BaseException:
        traceback.print_exc()
        status = 1
    _end_threads()
    os._exit(status & 0xFF)


def _end_threads() -> None:
    with contextlib.suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
