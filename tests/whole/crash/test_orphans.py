"""kill -9 of a command takes its worker processes with it, whatever they are at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.whole.crash.pages import write_pages
from tests.whole.crash.stage import Stage, kill

BUSY_WORKERS = """
import os, re, sys
from flows.runs.parsing import make_pool

def search_for_ever(length):
    print(os.getpid(), flush=True)
    # One search that lets no other thread of its process run: each more character doubles its time.
    re.match("(a+)+b", "a" * length)

if __name__ == "__main__":
    pool = make_pool(2)
    jobs = [pool.submit(search_for_ever, 60) for _ in range(2)]
    sys.stdin.read()
"""


def test_workers_that_let_no_other_thread_run_end_with_their_parent(tmp_path: Path) -> None:
    script = tmp_path / "busy.py"
    script.write_text(BUSY_WORKERS)
    parent = subprocess.Popen(
        [sys.executable, "-c", f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    time.sleep(1)
    assert all(is_running(pid) for pid in workers)
    parent.kill()
    parent.wait()
    end = time.monotonic() + 300
    while (left := [pid for pid in workers if is_running(pid)]) and time.monotonic() < end:
        time.sleep(0.02)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left, f"worker processes outlive their parent: {left}"


@pytest.mark.server
@pytest.mark.parametrize(("moment", "cold"), [(0.0, True), (0.3, True), (1.0, False), (2.0, False)])
def test_nothing_of_a_killed_command_stays(tmp_path: Path, server: str, moment: float, cold: bool) -> None:
    """Killed while its workers start, which takes them seconds where they are started cold, and while they parse."""
    stage = Stage(tmp_path / "stage", write_pages(tmp_path / "pages", 30), server)
    killed = stage.start()
    while not stage.work.exists():
        assert killed.poll() is None
        time.sleep(0.005)
    kill(killed, whole_group=True)
    # The next run hands every page to a worker, since one of them may have killed this one.
    process = stage.start(cold=cold)
    while len(stage.find_processes()) < 3 and process.poll() is None:
        time.sleep(0.1)  # each look goes through all of /proc
    time.sleep(moment)
    process.kill()
    process.wait()
    seconds, left = stage.await_end_of_all()
    assert not left, f"after {seconds:.1f} s there is still {left}"


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
