"""`fazhi ingest`, the real command against a real Prefect server: what goes in comes out, and a second time nothing does."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest

from flows.archive.warc import open_archive, read_page
from flows.runs.gather import FIRST_ARCHIVE
from flows.terminal.interrupts import heed_interrupts
from parsers.records import RawPage
from tests.command_line import (
    COMMAND,
    PATIENCE,
    make_environment,
    place_empty,
    place_migrated,
    query,
    read_api,
    run_fazhi,
    serve_prefect,
    start_fazhi,
    write_report,
)
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.database import open_read_only

pytestmark = pytest.mark.server

COUNTS = "SELECT seen, loaded, unchanged, quarantined FROM run ORDER BY started_at, run_id"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_prefect(tmp_path_factory.mktemp("prefect")) as url:
        yield url


PLAINLY = ""
"""No server: a small run is done in the command's own process."""


def ingest(server: str, cwd: Path, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    if "--warehouse" not in arguments:
        place_empty(cwd / settings.get("FAZHI_WAREHOUSE", "warehouse.duckdb"))
    return run_fazhi("ingest", *arguments, cwd=cwd, home=cwd / "home", **name_server(server), **settings)


def name_server(server: str) -> dict[str, str]:
    return {"PREFECT_API_URL": server} if server else {}


def write_reports(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        write_report(folder / f"{number:03d}.txt", number, year=2020 + number % 3)
    return folder


def digest(warehouse: Path) -> dict[str, str]:
    con = open_read_only(warehouse)
    try:
        assert [result.name for result in check_warehouse(con) if not result.passed] == []
        return content_digest(con)
    finally:
        con.close()


def last_counts(cwd: Path) -> list[int]:
    return list(query(COUNTS, cwd)[-1].values())


def find_processes(home: Path) -> dict[str, str]:
    """What of ours still runs with this PREFECT_HOME: commands by process id."""
    found = {}
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                if f"PREFECT_HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0"):
                    found[process.name] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
    return found


@dataclass(frozen=True)
class Fresh:
    """The first run of `fazhi ingest` on a machine without settings, server or home, and the calls of the network that strace saw."""

    folder: Path
    done: subprocess.CompletedProcess[str]
    calls: list[str] | None

    @property
    def home(self) -> Path:
        return self.folder / "home"


def run_fresh(folder: Path, *options: str, traced: bool) -> Fresh:
    log = folder / "calls.txt"
    tracing = ["strace", "-f", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg", "-o", str(log)] if traced else []
    done = subprocess.run(
        [*tracing, *COMMAND, "ingest", *options],
        cwd=folder,
        env=make_environment(folder / "home"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    calls = log.read_text(errors="replace").splitlines() if traced else None
    return Fresh(folder, done, calls)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fresh]:
    """By how it was done: in the command's own process, and with a server of its own, under strace where that is installed."""
    return {
        "plainly": run_fresh(tmp_path_factory.mktemp("plainly"), traced=False),
        "server": run_fresh(tmp_path_factory.mktemp("server"), "--server", traced=shutil.which("strace") is not None),
    }


@pytest.mark.parametrize("way", ["plainly", "server"])
def test_a_fresh_machine_needs_nothing(fresh: dict[str, Fresh], way: str) -> None:
    """No settings, no server, no home: the sample pages come in; a second time nothing changes."""
    options = ["--server"] if way == "server" else []
    first, folder, home = fresh[way].done, fresh[way].folder, fresh[way].home
    assert first.returncode == 0, first.stderr
    assert "410928-2023" in first.stdout
    assert [line for line in first.stderr.splitlines() if line.strip() and "Prefect" not in line] == []
    assert home.exists() == bool(options), "a small run starts no server"
    for _ in range(1 if options else 2):
        again = run_fazhi("ingest", *options, cwd=folder, home=home)
        assert again.returncode == 0, again.stderr
    assert query(COUNTS, folder) == [
        {"seen": 5, "loaded": 5, "unchanged": 0, "quarantined": 0},
        *[{"seen": 5, "loaded": 0, "unchanged": 5, "quarantined": 0}] * (1 if options else 2),
    ]
    assert not (home / "prefect.db").exists(), "the user's own Prefect database was written"
    end = time.monotonic() + 300
    while find_processes(home):
        assert time.monotonic() < end, find_processes(home)
        time.sleep(0.1)


def test_nothing_leaves_the_machine(fresh: dict[str, Fresh]) -> None:
    """Under strace: no address but loopback is ever called, by the command, its server or its workers."""
    if fresh["server"].calls is None:
        pytest.skip("strace is not installed")
    calls = [line for line in fresh["server"].calls if "sin_addr" in line or "sin6_addr" in line]
    assert any("127.0.0.1" in call for call in calls)
    assert [call for call in calls if "127.0.0.1" not in call and '"::1"' not in call] == []


def test_the_proposed_query_works(tmp_path: Path) -> None:
    done = ingest(PLAINLY, tmp_path, "--warehouse", "my reports.duckdb")
    [proposal] = [line for line in done.stdout.splitlines() if "fazhi sql" in line]
    command = proposal.partition("：fazhi ")[2].replace("'my reports.duckdb'", '"my reports.duckdb"')
    answer = subprocess.run(
        f'"$PYTHON" -m flows.cli {command}',
        shell=True,
        cwd=tmp_path,
        env=make_environment(tmp_path, PYTHON=sys.executable),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "10 行 rows" in answer.stdout


def test_with_a_running_server_nothing_new_is_quiet(tmp_path: Path, server: str) -> None:
    ingest(server, tmp_path)
    done = ingest(server, tmp_path)
    assert done.returncode == 0
    assert "Prefect" not in done.stderr
    assert "未变 unchanged 5" in done.stdout


def test_prefect_knows_the_run_and_its_summary(tmp_path: Path, server: str) -> None:
    source = write_reports(tmp_path / "pages", 3)
    assert ingest(server, tmp_path, source).returncode == 0
    runs = [run for run in read_api(server, "flow_runs") if run["parameters"]["sources"] == [str(source)]]
    assert [(run["state_type"], run["parameters"]["warehouse"]) for run in runs] == [
        ("COMPLETED", str(tmp_path / "warehouse.duckdb"))
    ]
    [run_id] = [row["run_id"] for row in query("SELECT run_id FROM run", tmp_path)]
    summaries = [artifact["data"] for artifact in read_api(server, "artifacts") if run_id in artifact["data"]]
    assert len(summaries) == 1
    assert summaries[0].count("| unknown-20") == 3
    tasks = [task for task in read_api(server, "task_runs") if task["flow_run_id"] == runs[0]["id"]]
    assert sorted(task["name"].rsplit("-", 1)[0] for task in tasks) == [
        "keep_batch",
        "load_batch",
        "parse_batch",
        "publish",
    ]


def test_whatever_goes_in_comes_out(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    report = write_report(pages / "report.txt", 1).read_text(encoding="utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in report.replace("乙县", "甲县").splitlines())
    page = f'<meta charset="utf-8"><title>甲县人民政府</title><div id="zoom">{paragraphs}</div>'
    (pages / "gbk.html").write_bytes(page.encode("gb18030"))
    (pages / "packed.txt.gz").write_bytes(gzip.compress(report.replace("乙县", "丙县").encode()))
    (pages / "empty.html").touch()
    (pages / "binary.htm").write_bytes(os.urandom(20_000))
    (pages / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(5000))
    (pages / "torn.html.gz").write_bytes(gzip.compress(os.urandom(5000))[:-100])
    (pages / "huge.txt").write_bytes(report.encode() * (50_000_000 // len(report.encode())))
    (pages / "news.html").write_text(
        "<title>甲县召开会议</title><p>" + "会议听取了汇报，部署了工作。" * 40, encoding="utf-8"
    )
    (pages / "gone.html").symlink_to("nowhere")
    os.mkfifo(pages / "pipe.html")
    (pages / "round").symlink_to(pages)
    (pages / "notes.md").write_text("no page")
    done = ingest(PLAINLY, tmp_path, pages)
    assert done.returncode == 1, done.stderr
    refused = {unquote(row["url"].rsplit("/", 1)[1]): row["reason"] for row in query("FROM quarantine", tmp_path)}
    assert refused == {
        "empty.html": "empty_page",
        "binary.htm": "binary_page",
        "picture.html": "binary_page",
        "torn.html.gz": "broken_gzip",
        "huge.txt": "oversized_page",
        "news.html": "not_a_report",
        "gone.html": "unreadable_file",
        "pipe.html": "unreadable_file",
    }
    assert "not_a_page：.md 1" in done.stdout
    assert last_counts(tmp_path) == [11, 3, 0, 8]
    for name, reason in refused.items():
        assert f"{name} " in done.stdout
        assert reason in done.stdout
    again = ingest(PLAINLY, tmp_path, pages)
    assert again.returncode == 1
    assert last_counts(tmp_path) == [11, 0, 3, 8]


def test_a_changed_page_replaces_its_report_and_both_are_kept(tmp_path: Path) -> None:
    pages = write_reports(tmp_path / "pages", 3)
    assert ingest(PLAINLY, tmp_path, pages).returncode == 0
    before = (pages / "001.txt").read_bytes()
    write_report(pages / "001.txt", 1, year=2021, changed=1)
    assert ingest(PLAINLY, tmp_path, pages).returncode == 0
    assert last_counts(tmp_path) == [3, 1, 2, 0]
    assert query("SELECT count(*) AS n FROM report", tmp_path) == [{"n": 3}]
    assert query("SELECT value FROM fact_indicator WHERE label LIKE '%行政复议申请%' AND value > 1000", tmp_path) != []
    kept = query(
        "SELECT archive_file, archive_offset, page_id FROM page WHERE url LIKE '%/001.txt' ORDER BY is_current",
        tmp_path,
    )
    archive = tmp_path / "warehouse.archive"
    assert [read_page(archive / row["archive_file"], row["archive_offset"]) for row in kept] == [
        before,
        (pages / "001.txt").read_bytes(),
    ]


def test_bytes_are_kept_once(tmp_path: Path) -> None:
    pages = write_reports(tmp_path / "pages", 2)
    assert ingest(PLAINLY, tmp_path, pages).returncode == 0
    archive = tmp_path / "warehouse.archive"
    size = sum(file.stat().st_size for file in archive.iterdir())
    pages.rename(tmp_path / "moved")
    assert ingest(PLAINLY, tmp_path, tmp_path / "moved").returncode == 0
    assert sum(file.stat().st_size for file in archive.iterdir()) == size
    places = query("SELECT DISTINCT archive_file, archive_offset FROM page", tmp_path)
    assert len(places) == 2
    assert query("SELECT count(*) AS n FROM page", tmp_path) == [{"n": 4}]


def test_a_lost_archive_file_is_written_again(tmp_path: Path) -> None:
    pages = write_reports(tmp_path / "pages", 2)
    assert ingest(PLAINLY, tmp_path, pages).returncode == 0
    for file in (tmp_path / "warehouse.archive").iterdir():
        file.unlink()
    pages.rename(tmp_path / "moved")
    done = ingest(PLAINLY, tmp_path, tmp_path / "moved")
    assert done.returncode == 0, done.stdout


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    # More than a hundred in a batch: less goes to no worker.
    pages = write_reports(tmp_path / "pages", 115)
    digests = []
    for workers, batch in ((1, 500), (2, 105), (4, 110)):
        done = ingest(
            PLAINLY,
            tmp_path,
            pages,
            FAZHI_WAREHOUSE=f"{workers}.duckdb",
            FAZHI_WORKERS=str(workers),
            FAZHI_BATCH_PAGES=str(batch),
        )
        assert done.returncode == 0, done.stderr
        digests.append(digest(tmp_path / f"{workers}.duckdb"))
    assert digests[0] == digests[1] == digests[2]
    assert digests[0]["report"].startswith("115 rows")


def pack_pages(folder: Path, place: Path) -> Path:
    """The files of the folder in one WARC file."""
    with open_archive(place) as archive:
        for file in sorted(folder.iterdir()):
            page = RawPage(f"https://www.example.gov.cn/{file.name}", file.read_bytes(), "text/plain; charset=utf-8")
            archive.keep_file(page, dt.datetime(2025, 6, 1, tzinfo=dt.UTC))
    [packed] = place.glob("*.warc.gz")
    return packed


STOPPED = 150
"""So many pages that a run of small batches is not over before a busy machine has come to send the signal."""


@pytest.fixture(scope="module")
def stoppable(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, tuple[Path, dict[str, str]]]:
    """Pages as files and, under True, as one archive, each with what a run over them that nobody stops brings."""
    folder = tmp_path_factory.mktemp("stoppable")
    files = write_reports(folder / "pages", STOPPED)
    found = {}
    for packed, pages in ((False, files), (True, pack_pages(files, folder / "packed"))):
        clean = f"clean-{packed}.duckdb"
        done = ingest(PLAINLY, folder, pages, FAZHI_WAREHOUSE=clean, FAZHI_BATCH_PAGES="100", FAZHI_WORKERS="1")
        assert done.returncode == 0, done.stderr
        found[packed] = pages, digest(folder / clean)
    return found


@pytest.mark.parametrize(
    ("order", "packed", "plainly"),
    [
        (signal.SIGINT, False, True),
        (signal.SIGKILL, False, False),
        (signal.SIGINT, True, False),
        (signal.SIGKILL, True, True),
    ],
    ids=["interrupt-files-plainly", "kill-files-server", "interrupt-warc-server", "kill-warc-plainly"],
)
def test_a_stopped_run_is_taken_up_again(
    tmp_path: Path,
    server: str,
    stoppable: dict[bool, tuple[Path, dict[str, str]]],
    order: signal.Signals,
    packed: bool,
    plainly: bool,
) -> None:
    """Ctrl-C or kill -9 after some batches: nothing is left running, and the next run ends as if there was one alone."""
    pages, clean = stoppable[packed]
    first = FIRST_ARCHIVE + 5 if packed else 25
    settings = {**name_server(PLAINLY if plainly else server), "FAZHI_BATCH_PAGES": "5", "FAZHI_WORKERS": "2"}
    home = tmp_path / "home"
    run = start_fazhi("ingest", pages, cwd=tmp_path, home=home, **settings)
    work = tmp_path / "warehouse.work"
    while not work.exists() or not any(int(folder.name) >= first for folder in work.iterdir()):
        assert run.poll() is None, run.communicate()
        time.sleep(0.01)
    run.send_signal(order)
    _, errors = run.communicate(timeout=PATIENCE)
    if order is signal.SIGINT:
        assert run.returncode == 130, errors
        assert "已停止" in errors
        assert "Traceback" not in errors
    end = time.monotonic() + 300
    while find_processes(home):
        assert time.monotonic() < end, find_processes(home)
        time.sleep(0.1)
    # The batches were small to be stopped between two of them; nothing that follows depends on their size.
    settings |= {"FAZHI_BATCH_PAGES": "100", "FAZHI_WORKERS": "1"}
    done = run_fazhi("ingest", pages, cwd=tmp_path, home=home, **settings)
    assert done.returncode == 0, done.stderr
    runs = query("SELECT outcome, seen, loaded, unchanged FROM run ORDER BY started_at", tmp_path)
    assert runs[0]["outcome"] == ("failed" if order is signal.SIGINT else "interrupted")
    assert 0 < runs[0]["loaded"] < STOPPED
    assert runs[1] == {
        "outcome": "completed",
        "seen": STOPPED,
        "loaded": STOPPED - runs[0]["loaded"],
        "unchanged": runs[0]["loaded"],
    }
    assert not work.exists()
    assert digest(tmp_path / "warehouse.duckdb") == clean


def test_ctrl_c_is_known_in_whatever_it_comes_out_as() -> None:
    def meet(error: Exception, *, interrupted: bool) -> None:
        with heed_interrupts():
            try:
                if interrupted:
                    raise KeyboardInterrupt
            finally:
                raise error

    for error, interrupted in (
        (ValueError("Task run is not set"), True),
        (RuntimeError("Query interrupted"), False),
        (duckdb.InvalidInputException("Invalid Input Error: KeyboardInterrupt: <EMPTY MESSAGE>"), False),
    ):
        with pytest.raises(KeyboardInterrupt):
            meet(error, interrupted=interrupted)
    with pytest.raises(ValueError, match="not set"):
        meet(ValueError("not set"), interrupted=False)
    with pytest.raises(duckdb.Error, match="out of range"):
        meet(duckdb.OutOfRangeException("out of range"), interrupted=False)


def test_who_holds_the_warehouse_is_said(tmp_path: Path, server: str) -> None:
    assert ingest(server, tmp_path).returncode == 0
    holder = subprocess.Popen(
        [sys.executable, "-c", "import duckdb; c = duckdb.connect('warehouse.duckdb'); print(flush=True); input()"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    refused = ingest(server, tmp_path)
    holder.communicate(b"\n")
    assert refused.returncode == 2
    assert str(holder.pid) in refused.stderr
    assert "Traceback" not in refused.stderr
    assert ingest(server, tmp_path).returncode == 0


def test_two_runs_at_once_take_turns(tmp_path: Path, server: str) -> None:
    # So few that the second hardly waits for the first longer than a command waits.
    pages = write_reports(tmp_path / "pages", 12)
    runs = [
        start_fazhi("ingest", pages, cwd=tmp_path, home=tmp_path / f"home{number}", PREFECT_API_URL=server)
        for number in range(2)
    ]
    for run in runs:
        _, errors = run.communicate(timeout=PATIENCE)
        if run.returncode == 2:
            # On a slow machine it did, and said whom it waited for.
            assert "ps -fp" in errors, errors
            again = ingest(server, tmp_path, pages)
            assert again.returncode == 0, again.stderr
        else:
            assert run.returncode == 0, errors
    assert sorted(row["loaded"] for row in query(COUNTS, tmp_path)) == [0, 12]


def test_wrong_calls_end_with_2_and_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.duckdb").write_text("no database, but long enough to be taken for one" * 100)
    for arguments, settings, told in (
        (["nowhere.html"], {}, "nowhere.html"),
        (["folder"], {}, "folder"),
        ([], {"FAZHI_WORKERS": "all"}, "FAZHI_WORKERS"),
        (["--warehouse", "text.duckdb"], {}, "text.duckdb"),
        (["--warehouse", "folder"], {}, "folder"),
        (["--unknown"], {}, "--unknown"),
    ):
        done = ingest(PLAINLY, tmp_path, *arguments, **settings)
        assert done.returncode == 2, (arguments, done)
        assert told in done.stderr
        assert "Traceback" not in done.stderr, done.stderr
    assert list((tmp_path / "folder").iterdir()) == []


def test_a_silent_server_is_told_and_replaced(tmp_path: Path) -> None:
    place_migrated(tmp_path / "home" / "fazhi.db")
    done = run_fazhi("ingest", cwd=tmp_path, home=tmp_path / "home", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert done.returncode == 0, done.stderr
    assert "http://127.0.0.1:9/api" in done.stderr


def test_a_server_that_is_killed_is_not_missed(tmp_path: Path) -> None:
    pages = write_reports(tmp_path / "pages", 75)
    home = tmp_path / "home"
    place_migrated(home / "fazhi.db")
    run = start_fazhi("ingest", "--server", pages, cwd=tmp_path, home=home, FAZHI_BATCH_PAGES="5")
    work = tmp_path / "warehouse.work"
    while not work.exists() or not any(int(folder.name) >= 25 for folder in work.iterdir()):
        assert run.poll() is None, run.communicate()
        time.sleep(0.01)
    servers = [int(pid) for pid, command in find_processes(home).items() if "flows.schedule.server" in command]
    assert len(servers) == 1
    os.kill(servers[0], signal.SIGKILL)
    _, errors = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, errors
    assert [line for line in errors.splitlines() if line.strip() and "Starting Prefect" not in line] == []
    assert last_counts(tmp_path) == [75, 75, 0, 0]


def test_the_command_loads_before_prefect_does() -> None:
    """Prefect reads its environment at its first import: our defaults must be set before."""
    code = "import sys, flows.commands.fill.ingest, flows.cli; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_small_run_never_imports_prefect() -> None:
    """Its import takes 1.5 s, more than five pages do."""
    code = "import sys, flows.runs.ingest, flows.runs.retry, flows.backfill.years; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
