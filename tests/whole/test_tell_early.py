"""What a command can tell at once it tells before it starts a server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line import make_environment, run_fazhi, write_report
from tests.warehouse_samples import write_empty


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Path]:
    """A warehouse that another process holds for writing."""
    path = write_empty(tmp_path / "held.duckdb")
    code = f"import duckdb, sys; con = duckdb.connect({str(path)!r}); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield path
        process.terminate()


def test_retry_takes_the_warehouse_that_is_named_before_it(tmp_path):
    named = write_empty(tmp_path / "named.duckdb")
    for words in (("--warehouse", named, "retry"), ("retry", "--warehouse", named)):
        done = run_fazhi("quarantine", *words, cwd=tmp_path, home=tmp_path)
        assert (done.returncode, "没有要重试的" in done.stdout) == (0, True), done.stderr


def test_replay_with_nothing_to_do_starts_no_server(tmp_path):
    write_empty(tmp_path / "warehouse.duckdb")
    done = run_fazhi("backfill", "--replay", cwd=tmp_path, home=tmp_path)
    assert (done.returncode, "没有要做的" in done.stderr) == (0, True)
    assert "Prefect" not in done.stderr


def list_servers(home: Path) -> list[str]:
    """What a server of Prefect leaves behind: its database, its memo of where it listens."""
    return sorted(
        path.name for path in home.rglob("*") if "prefect" in path.name and path.suffix in (".db", ".sqlite", ".json")
    )


def test_years_that_no_source_has_are_told_before_a_server_starts(tmp_path):
    call = ("backfill", "--from", "2019", "--to", "2020", "--region", "659008")
    done = run_fazhi(*call, cwd=tmp_path, home=tmp_path, makes=True)
    assert (done.returncode, "fazhi ingest --known --region 659008" in done.stderr) == (2, True), done.stderr
    assert ("Prefect" in done.stderr, list_servers(tmp_path)) == (False, [])
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_a_backfill_of_a_warehouse_that_is_held_starts_no_server(tmp_path, writer):
    done = run_fazhi("backfill", "--from", "2019", "--to", "2020", "--warehouse", writer, cwd=tmp_path, home=tmp_path)
    assert (done.returncode, "正被进程" in done.stderr) == (2, True), done.stderr
    assert ("Prefect" in done.stderr, list_servers(tmp_path)) == (False, [])


def test_a_warehouse_that_is_held_is_told_before_a_server_starts(tmp_path, writer):
    page = write_report(tmp_path / "report.txt", 1)
    done = run_fazhi("ingest", page, "--server", "--warehouse", writer, cwd=tmp_path, home=tmp_path)
    assert done.returncode == 2
    assert "正被进程" in done.stderr
    assert "Prefect" not in done.stderr


def test_a_wrong_source_is_told_before_a_server_starts(tmp_path):
    done = run_fazhi("ingest", "none.html", "--server", cwd=tmp_path, home=tmp_path)
    assert (done.returncode, "找不到 none.html" in done.stderr, "Prefect" in done.stderr) == (2, True, False)
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "ingest", "--help"],
        env=make_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    for word in ("URLs", "WARC", "registered"):
        assert word in done.stdout
