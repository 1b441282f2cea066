"""FAZHI_DASK: the same batches parsed by the workers of a Dask cluster; the warehouse comes out the same."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.command_line import make_environment, run_fazhi, serve_prefect, write_report
from warehouse.check.checks import content_digest
from warehouse.database import open_read_only


@contextmanager
def start_dask(folder: Path, name: str, *arguments: str) -> Iterator[Path]:
    """`dask …` in the background, ended in the end; the file of all that it says."""
    log = folder / f"{name}.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=folder,
            env=make_environment(folder / "home", FAZHI_WORKERS="1"),
            stdout=stream,
            stderr=stream,
        )
    try:
        yield log
    finally:
        process.terminate()
        process.wait(300)


PLACE = ("--host", "127.0.0.1", "--no-dashboard")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler, to which each test brings workers of its own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    with start_dask(tmp_path_factory.mktemp("dask"), "scheduler", "scheduler", *PLACE, "--port", port):
        yield f"tcp://127.0.0.1:{port}"


@contextmanager
def start_workers(folder: Path, scheduler: str, workers: int, *options: str) -> Iterator[list[Path]]:
    """So many workers, each a process of its own; their logs."""
    with ExitStack() as stack:
        logs = [
            stack.enter_context(
                start_dask(folder, f"worker{number}", "worker", scheduler, *PLACE, "--nthreads", "1", *options)
            )
            for number in range(workers)
        ]
        end = time.monotonic() + 300
        while not all("Registered to" in log.read_text() for log in logs):
            assert time.monotonic() < end, [log.read_text() for log in logs]
            time.sleep(0.2)
        yield logs


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_prefect(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.mark.server
def test_two_dask_workers_give_what_the_pool_gives(tmp_path: Path, server: str, scheduler: str) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(60):
        write_report(pages / f"{number:02d}.txt", number, year=2018 + number % 5)
    (pages / "news.txt").write_text("会议新闻\n昨天下午召开了会议。", encoding="utf-8")
    home = tmp_path / "home"
    with start_workers(tmp_path, scheduler, 2, "--no-nanny") as logs:
        settings = {"PREFECT_API_URL": server, "FAZHI_BATCH_PAGES": "10", "FAZHI_WORKERS": "2"}
        for name, dask in (("pool", ""), ("dask", scheduler)):
            done = run_fazhi(
                "ingest", pages, "--warehouse", f"{name}.duckdb", cwd=tmp_path, home=home, FAZHI_DASK=dask, **settings
            )
            assert done.returncode == 1, done.stderr
            assert "载入 loaded 60" in done.stdout
        taken = [len(re.findall(r"Task run 'parse_batch.*Completed", log.read_text())) for log in logs]
    assert sum(taken) == 7
    assert min(taken) > 0, "one worker did nothing"
    with open_read_only(tmp_path / "pool.duckdb") as pool, open_read_only(tmp_path / "dask.duckdb") as cluster:
        assert content_digest(pool) == content_digest(cluster)


@pytest.mark.server
def test_a_cluster_that_is_not_there_is_told_before_anything_is_written(tmp_path: Path, server: str) -> None:
    page = write_report(tmp_path / "page.txt", 1)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        nobody = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    settings = {"PREFECT_API_URL": server, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"}
    done = run_fazhi("ingest", page, cwd=tmp_path, home=tmp_path / "home", makes=True, FAZHI_DASK=nobody, **settings)
    assert done.returncode == 2
    assert f"FAZHI_DASK={nobody}" in done.stderr
    assert not (tmp_path / "warehouse.duckdb").exists()


@pytest.mark.server
def test_a_worker_under_a_nanny_is_told_to_do_without(tmp_path: Path, server: str, scheduler: str) -> None:
    """It may start no processes, so that no page could be timed, or die alone."""
    page = write_report(tmp_path / "page.txt", 1)
    settings = {"PREFECT_API_URL": server, "FAZHI_DASK": scheduler}
    with start_workers(tmp_path, scheduler, 1):
        done = run_fazhi("ingest", page, cwd=tmp_path, home=tmp_path / "home", **settings)
    assert done.returncode == 2, done.stderr
    assert "--no-nanny" in done.stderr
