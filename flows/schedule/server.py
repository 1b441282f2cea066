"""Prefect on a machine that knows nothing of it: a server that answers is used, else one is started while we run.

Not Prefect's own temporary server, for four reasons: it writes the user's own `~/.prefect/prefect.db`, which another
release may have made; Ctrl-C ends it before the flow can report to it; it stays behind for ever when we are killed;
and a first start often takes longer than it is given (17 to 28 s on a fresh machine against 20).
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from flows.errors import ServerError

USUAL_PORT = 4200
"""Where `prefect server start` listens unless told otherwise, by an option or by PREFECT_SERVER_API_PORT."""

START_LIMIT = 180.0
"""Seconds that a start may take: the slowest first start seen took 28."""

STATED_SECONDS = 20.0
"""How long the server that the user named may take to answer: one with much to do is not taken for one that is not there."""

RESTARTS = 3
"""How often a server of ours that died is started again."""

PREFECT_DEFAULTS = {
    # No traffic to the outside: neither the library's usage events nor the server's.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # Its log lines stay in its database, where they can be read per run; the terminal belongs to our own table and bar.
    # What goes wrong reaches the terminal all the same: it ends the flow, and the command says it in plain words.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    # `fazhi ingest *.html` may name ten thousand files; half a megabyte of them is Prefect's limit.
    "PREFECT_SERVER_API_MAX_PARAMETER_SIZE": str(16 * 1024 * 1024),
    # Years of weekly runs with their logs: what is older than three months goes.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
}
"""What Prefect reads from the environment at its first import; whatever the user has set goes before."""


@dataclass(frozen=True, slots=True)
class PrefectServer:
    """A server's API address; `process` and `log` where we started it ourselves."""

    url: str
    process: subprocess.Popen[bytes] | None = None
    log: Path | None = None
    silent_url: str | None = None
    """The address that the user has set and where nobody answered."""
    restart: Callable[[], subprocess.Popen[bytes]] | None = None
    """Starts the same server again, at the same address."""


def prepare_prefect() -> None:
    """Set our defaults for Prefect. Call it before anything imports prefect."""
    for name, value in PREFECT_DEFAULTS.items():
        os.environ.setdefault(name, value)
    take_zones_from_package()
    # Loopback through an office's proxy would fail, and tell the proxy what we do.
    for name in ("no_proxy", "NO_PROXY"):
        hosts = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join(dict.fromkeys([*hosts, "127.0.0.1", "localhost"]))


def take_zones_from_package() -> None:
    """Have this process read time zones from the package tzdata, where it is installed and the user has not said otherwise.

    For each schedule that it reads Prefect lists all time zones that there are: a walk through 1,800 files of the system, which was half of what
    a server did; those of the package stand in one. Not by the environment, which commands that tell alarms would inherit.
    """
    if find_spec("tzdata") is not None and "PYTHONTZPATH" not in os.environ:
        zoneinfo.reset_tzpath(())


def find_server(*, keeps_schedules: bool = False) -> PrefectServer:
    """The server of the user's PREFECT_API_URL or profile, else one on the usual port, else one that is started now.

    `keeps_schedules`: a server started now makes scheduled runs too, shows its pages, and takes the usual port where that is
    free, so that other commands find it. Returns at once: `await_server` waits for one that is starting, so that other work can be done meanwhile.
    """
    from prefect.settings import get_current_settings

    stated = get_current_settings().api.url
    if stated is not None and _ask(stated, "/health", STATED_SECONDS) is not None:
        return PrefectServer(stated)
    # On the usual port there may be anything, even a Prefect of another age.
    usual = f"http://127.0.0.1:{read_usual_port()}/api"
    if (_ask(usual, "/admin/version") or "").strip('"').startswith("3."):
        return PrefectServer(usual, silent_url=stated)
    return _start_server(silent_url=stated, keeps_schedules=keeps_schedules)


def may_answer() -> bool:
    """Whether a server was set by the user, or something listens on the usual port: told without importing Prefect, which takes 1.5 s."""
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    with contextlib.suppress(OSError):
        if "PREFECT_API_URL" in (home / "profiles.toml").read_text(encoding="utf-8", errors="replace"):
            return True
    if os.environ.get("PREFECT_API_URL"):
        return True
    try:
        socket.create_connection(("127.0.0.1", read_usual_port()), timeout=0.5).close()
    except OSError:
        return False
    return True


def read_usual_port() -> int:
    """Prefect's own setting for its server's port, where the environment has it."""
    stated = os.environ.get("PREFECT_SERVER_API_PORT", "")
    return int(stated) if stated.isdigit() and 0 < int(stated) < 65536 else USUAL_PORT


def await_server(server: PrefectServer) -> None:
    """Return when the server answers. Raises ServerError where it died or took more than START_LIMIT seconds."""
    if server.process is None:
        return
    end = time.monotonic() + START_LIMIT
    while _ask(server.url, "/health") is None:
        if server.process.poll() is not None or time.monotonic() > end:
            raise ServerError(
                f"Prefect 服务未能启动，原因见 {server.log}。Prefect's server did not start; {server.log} says why. "
                "Mend that, or start one yourself (prefect server start) and try again."
            )
        time.sleep(0.05)


@contextmanager
def use_server(server: PrefectServer) -> Iterator[None]:
    """Flows inside go to this server, without a heartbeat: its thread's last sleep alone costs a second.

    A server of our own that dies (memory ran out, somebody killed it) is started again; flows do not notice.
    """
    from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    with temporary_settings({PREFECT_API_URL: server.url, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        ended = threading.Event()
        threading.Thread(target=_keep_running, args=(server, ended), daemon=True).start()
        try:
            yield
        finally:
            ended.set()


def _keep_running(server: PrefectServer, ended: threading.Event) -> None:
    """Start our own server again whenever it dies, a few times: one that dies at each start would go on for ever."""
    process = server.process
    for _ in range(RESTARTS):
        if process is None or server.restart is None:
            return
        process.wait()
        if ended.is_set():
            return
        process = server.restart()


def _ask(url: str, path: str, seconds: float = 2) -> str | None:
    """What the server answers to a GET, None where nobody answers or the answer is a server's error."""
    import httpx

    try:
        answer = httpx.get(url.rstrip("/") + path, timeout=seconds)
    except (httpx.HTTPError, httpx.InvalidURL):
        return None
    return answer.text if answer.status_code < 500 else None


def _start_server(*, silent_url: str | None, keeps_schedules: bool) -> PrefectServer:
    """A server in a process of its own, with its own SQLite file, that ends by itself when we end, however we end."""
    from prefect.settings import get_current_settings

    settings = get_current_settings()
    log = settings.home / "fazhi-server.log"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        log.touch()
    except OSError as error:
        raise ServerError(
            f"无法写入 Prefect 的目录 {settings.home}，请用环境变量 PREFECT_HOME 另指一处。"
            f"Prefect's folder {settings.home} cannot be written ({error.strerror}): name another in PREFECT_HOME."
        ) from error
    environment = {**os.environ, "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING"}
    if not settings.server.database.model_fields_set & {"connection_url", "driver", "host", "name"}:
        environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = f"sqlite+aiosqlite:///{settings.home / 'fazhi.db'}"
        # Prefect notes here that a database has its blocks; the user's note speaks of another database.
        environment["PREFECT_MEMO_STORE_PATH"] = str(settings.home / "fazhi-memo.toml")
    if not keeps_schedules:
        # Its database is asked for runs alone: entering the types of blocks, for which every integration of Prefect's that is
        # installed is imported, takes half of a start.
        environment.setdefault("PREFECT_API_BLOCKS_REGISTER_ON_START", "false")
    # We keep it open too: calls wait in its queue while the server starts, or starts again.
    listener = _listen(usual_port=keeps_schedules)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
    environment.setdefault("PREFECT_SERVER_UI_API_URL", url)
    command = [sys.executable, "-m", "flows.schedule.server", str(listener.fileno())]
    if keeps_schedules:
        command.append("schedules")
    log.write_bytes(b"")

    def start() -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                env=environment,
                pass_fds=[listener.fileno()],
                # Ctrl-C goes to the terminal's whole group; the server must outlive the flow that reports to it.
                start_new_session=True,
            )

    return PrefectServer(url, start(), log, silent_url, start)


def _listen(*, usual_port: bool) -> socket.socket:
    """A socket on the usual port where that is wanted and free, else on any."""
    if usual_port:
        with contextlib.suppress(OSError):
            return socket.create_server(("127.0.0.1", read_usual_port()))
    return socket.create_server(("127.0.0.1", 0))


def _serve(listener: socket.socket, *, keeps_schedules: bool) -> None:
    """Serve Prefect's API on this socket until the process that started us ends: then our standard input does."""
    import uvicorn
    from prefect.server.api.server import create_app

    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end_with_parent, daemon=True).start()
    take_zones_from_package()
    app = create_app(ephemeral=not keeps_schedules, final=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")).run(sockets=[listener])


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), keeps_schedules="schedules" in sys.argv[2:])
