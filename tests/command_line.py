"""The real command in processes of its own, and pages for it: what the tests of the commands share."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import certifi

from tests.warm_commands import SERVER_LOOPS, WarmCommand, fits

PATIENCE = 600
"""Seconds that a command may take on a machine that has other things to do."""

COMMAND = [sys.executable, "-m", "flows.cli"]

_migrated: list[Path] = []

SERVER_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}
"""Of a test's server."""

LEFT_OUT = {
    f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false"
    for service in (
        "CANCELLATION_CLEANUP",
        "CLEANUP_RECONCILER",
        "FOREMAN",
        "LATE_RUNS",
        "PAUSE_EXPIRATIONS",
        "REPOSSESSOR",
        "SCHEDULER",
        "TRIGGERS",
    )
}
"""Services of which a run that a command makes has no use: they look every few seconds, for as long as the server is there."""

Command = subprocess.Popen[str] | WarmCommand
"""A command that runs."""

COUNTIES = ("甲县", "乙县", "丙县", "丁县", "戊县")


def usual_port() -> int:
    """The port that Prefect's server has by default, for what this test process starts: one of its own.

    Else a schedule that is tested in another one would be found by every command, and small runs would go through its server.
    """
    return 4201 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def make_environment(home: Path, **settings: str) -> dict[str, str]:
    """This process's environment without anything of Prefect or fazhi, Prefect's home in `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "FAZHI_"))}
    return {**kept, "PREFECT_HOME": str(home), "PREFECT_SERVER_API_PORT": str(usual_port()), **settings}


def run_fazhi(
    *arguments: str | Path, cwd: Path, home: Path, cold: bool = False, makes: bool = False, **settings: str
) -> subprocess.CompletedProcess[str]:
    """`fazhi …` to its end; `cold` and `makes` as in `start_fazhi`."""
    run = start_fazhi(*arguments, cwd=cwd, home=home, cold=cold, makes=makes, **settings)
    try:
        out, err = run.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        run.kill()
        raise
    assert run.returncode is not None
    return subprocess.CompletedProcess(run.args, run.returncode, out, err)


def start_fazhi(
    *arguments: str | Path,
    cwd: Path,
    home: Path,
    cold: bool = False,
    leads_group: bool = False,
    makes: bool = False,
    **settings: str,
) -> Command:
    """`fazhi …` in the background: forked from a process that has imported everything, or, `cold`, as a shell starts it.

    One that fills a warehouse finds it made (`place_empty`), unless it `makes` its own or is started cold.

    `leads_group`: with all that it starts it can be ended by one signal.
    """
    environment = make_environment(home, **settings)
    if not cold and fits(environment):
        environment |= _name_one_authority()
        words = list(map(str, arguments))
        if words[:1] in (["ingest"], ["backfill"]) and "--dry-run" not in words and not makes:
            _place_named(words, cwd, settings.get("FAZHI_WAREHOUSE", "warehouse.duckdb"))
        return WarmCommand(words, cwd, environment, leads_group=leads_group)
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=leads_group,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_prefect(*arguments: str | Path, cwd: Path, home: Path, **settings: str) -> str:
    """`prefect …` to its end; all that it told. Raises AssertionError where it failed."""
    log = home / "prefect-command.log"
    home.mkdir(exist_ok=True)
    log.write_bytes(b"")
    run = start_prefect(*arguments, cwd=cwd, home=home, log=log, **settings)
    try:
        status = run.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        run.kill()
        raise
    told = log.read_text(encoding="utf-8")
    assert status == 0, told
    return told


def start_prefect(
    *arguments: str | Path, cwd: Path, home: Path, log: Path, leads_group: bool = False, **settings: str
) -> WarmCommand | subprocess.Popen[bytes]:
    """`prefect …` in the background, as `start_fazhi`; all that it tells goes into `log`."""
    environment = make_environment(home, **settings)
    words = list(map(str, arguments))
    if fits(environment):
        environment |= _name_one_authority()
        return WarmCommand(words, cwd, environment, module="prefect", log=log, leads_group=leads_group)
    with log.open("ab") as told:
        return subprocess.Popen(
            [sys.executable, "-m", "prefect", *words],
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=leads_group,
            stdout=told,
            stderr=told,
        )


def query(sql: str, cwd: Path, warehouse: str = "warehouse.duckdb") -> list[dict[str, Any]]:
    """The rows that `fazhi sql` gives."""
    done = run_fazhi("sql", sql, "--format", "json", "--warehouse", warehouse, cwd=cwd, home=cwd)
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


@contextmanager
def serve_prefect(home: Path, *, schedules: bool = False, **settings: str) -> Iterator[str]:
    """A server as a user starts one, on a free port; its API address.

    `schedules`: with the services that make and watch runs of deployments, which look every few seconds.

    The block types that come with Prefect and with each of its integrations are not entered in its database, which takes
    three seconds: whoever saves a block enters its type.
    """
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    log = home / "server.log"
    home.mkdir(exist_ok=True)
    with contextlib.ExitStack() as stack:
        if "PREFECT_SERVER_DATABASE_CONNECTION_URL" not in settings:
            stack.enter_context(_migrate_once(home / "prefect.db"))
        chosen = {**SERVER_SETTINGS, **SERVER_LOOPS, **({} if schedules else LEFT_OUT), **settings}
        words = ("server", "start", "--port", str(port), "--no-ui")
        server = start_prefect(*words, cwd=home, home=home, log=log, **chosen)
        try:
            end = time.monotonic() + PATIENCE
            while not _answers(url):
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < end, "the server does not start"
                time.sleep(0.05)
            stack.close()
            yield url
        finally:
            server.terminate()
            server.wait(PATIENCE)


def place_empty(warehouse: Path) -> None:
    """Let a command that is to be started find its warehouse made, where there is none: to make one takes more than to load 50 pages."""
    from tests.warehouse_samples import write_empty  # not for who starts no command: the quick suite

    if not warehouse.exists():
        warehouse.parent.mkdir(parents=True, exist_ok=True)
        write_empty(warehouse)


def _place_named(words: Sequence[str], cwd: Path, named: str) -> None:
    """`place_empty` for the warehouse of a command of these words; `named`: where it is without an option."""
    with contextlib.suppress(ValueError, IndexError):
        named = words[words.index("--warehouse") + 1]
    warehouse = cwd / named
    if warehouse.suffix == ".duckdb" and warehouse.parent.is_dir():
        place_empty(warehouse)


@cache
def bundle_once() -> None:
    """The site's chart library is bundled by one test process of the session: three seconds."""
    from warehouse.site import render

    bundle = render._bundle_charts

    def write(path: Path) -> None:
        path.write_text(bundle(), encoding="utf-8")

    render._bundle_charts = lambda: make_once("vega.js", write).decode()  # type: ignore[assignment]


def place_bundle(folder: Path) -> str:
    """The site's chart library, bundled once a session, in the folder; the program that has a process use it: five seconds."""
    bundle_once()
    from warehouse.site import render

    file = folder / "vega.js"
    file.write_text(render._bundle_charts(), encoding="utf-8")
    return (
        "import pathlib, warehouse.site.render as render; "
        f"render._bundle_charts = lambda: pathlib.Path({str(file)!r}).read_text(encoding='utf-8')\n"
    )


def place_migrated(database: Path) -> None:
    """Let a server that is to be started find its database made and migrated, where one of this session has done that: half its start."""
    if _migrated and _migrated[0].exists() and not database.exists():
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_migrated[0], database)


@contextmanager
def _migrate_once(database: Path) -> Iterator[None]:
    """As `place_migrated`; where none has done that yet, the server that is started inside does, and all others wait for it."""
    if not _migrated or database.exists():
        yield
        return
    with _migrated[0].with_name("migrating").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _migrated[0].exists():
            fcntl.flock(lock, fcntl.LOCK_UN)
            place_migrated(database)
            yield
            return
        yield
        fresh = _migrated[0].with_name("fresh.db")
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(fresh)) as copy:
            source.backup(copy)
        fresh.rename(_migrated[0])


def _name_one_authority() -> dict[str, str]:
    """Prefect's setting for a file of authorities that holds one: it reads all of them, 30 ms, for each of a run's twenty clients.

    No server of the tests speaks TLS to Prefect's clients.
    """
    if not _migrated:
        return {}
    file = _migrated[0].with_name("authority.pem")
    if not file.exists():
        end = "-----END CERTIFICATE-----\n"
        first, _, _ = Path(certifi.where()).read_text(encoding="utf-8").partition(end)
        own = file.with_suffix(f".{os.getpid()}")
        own.write_text(first + end, encoding="utf-8")
        own.rename(file)
    return {"PREFECT_API_SSL_CERT_FILE": str(file)}


def share_between(folder: Path) -> None:
    """Where the test processes of one session keep what they make for one another."""
    _migrated[:] = [folder / "migrated.db"]


def make_once(name: str, make: Callable[[Path], None]) -> bytes:
    """A file that one of the session's test processes makes; the others wait for it."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        kept = _migrated[0].with_name(name) if _migrated else Path(folder, name)
        fcntl.flock(stack.enter_context(kept.with_suffix(".lock").open("wb")), fcntl.LOCK_EX)
        if not kept.exists():
            fresh = Path(folder, f"fresh-{name}")
            make(fresh)
            shutil.copyfile(fresh, kept.with_suffix(".fresh"))
            kept.with_suffix(".fresh").rename(kept)
        return kept.read_bytes()


def read_api(url: str, path: str) -> list[dict[str, Any]]:
    """All objects of one kind that the server holds: `flow_runs`, `artifacts` …"""
    request = urllib.request.Request(
        f"{url}/{path}/filter", data=b"{}", headers={"content-type": "application/json"}, method="POST"
    )
    with _direct().open(request, timeout=120) as answer:
        found: list[dict[str, Any]] = json.load(answer)
        return found


def write_report(path: Path, number: int, *, year: int = 2022, changed: int = 0) -> Path:
    """A report of our own making as a plain-text page; each number gives other figures, `changed` other ones again."""
    county = COUNTIES[number % len(COUNTIES)]
    cases = 20 + number + 1000 * changed
    path.write_text(
        f"""{county}{year}年法治政府建设工作报告（之{number}）
发布时间：{year + 1}-01-20 来源：{county}人民政府
{year}年，{county}坚持把法治政府建设放在全局工作中谋划推进，各项任务落地见效。现将有关情况报告如下：
一、主要举措和成效
（一）压实第一责任人责任。县政府常务会议学法{number % 7 + 2}次，听取法治政府建设汇报3次。
（二）规范行政决策。合法性审查行政规范性文件{number % 30 + 4}件，法律顾问参与重大决策论证，从源头上防范法律风险，决策的科学性和公信力不断增强。
（三）化解矛盾纠纷。收到行政复议申请{cases}件，审结{cases - 5}件；办理行政应诉案件{cases // 2}件。
（四）严格行政执法。开展执法培训{number % 9 + 1}期，评查行政处罚案卷{cases + 40}件。持续推行柔性执法，对轻微违法行为首次不予处罚，执法方式更加文明。
（五）加强法治宣传。组织法治宣传活动{number % 11 + 6}场次，群众学法用法的意识不断提高，办事依法、遇事找法的氛围日益浓厚。
二、存在的不足
少数单位依法行政意识有待提高，基层执法力量仍需加强，法治人才队伍建设与形势任务的要求相比还有差距。
三、{year + 1}年工作安排
继续落实法治政府建设各项任务，加强行政执法监督，健全矛盾纠纷多元化解机制，推动全面依法治县工作再上新台阶。
{county}人民政府
{year + 1}年1月18日
""",
        encoding="utf-8",
    )
    return path


def _answers(url: str) -> bool:
    try:
        with _direct().open(f"{url}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _direct() -> urllib.request.OpenerDirector:
    """Loopback does not go through a proxy."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))
