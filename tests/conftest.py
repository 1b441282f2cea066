"""What every test may ask for."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import signal
import sys
import zoneinfo
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import settings

from tests.command_line import bundle_once, share_between
from tests.warm_commands import warm_starts

# A suite that a script started in the background inherits SIGINT as ignored, and so would all that it starts: Prefect's
# workers end by it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A suite gives the same answer twice: it draws the same inputs each time. New ones are tried by `python -m tests.fuzz` and `tests.fuzz.harvest`.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.load_profile("suite")

# Whoever forbids Python to keep what it has compiled has every process that a test starts compile all of ours anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Time zones from the package in place of the system's folder, which Prefect walks through for each schedule: as our own server has it.
if find_spec("tzdata") is not None:
    os.environ.setdefault("PYTHONTZPATH", "")
    zoneinfo.reset_tzpath()

_connect = duckdb.connect


@functools.wraps(_connect)
def _connect_narrowly(*arguments: Any, **options: Any) -> duckdb.DuckDBPyConnection:
    """A connection of one thread, for a test process: handing a few rows from one to the other takes a quarter of the processor's time.

    Commands, and all that tests start, have as many as the machine has processors.
    """
    con = _connect(*arguments, **options)
    with contextlib.suppress(duckdb.InvalidInputException):  # of a database whose settings are locked
        con.execute("SET threads = 1")
    return con


duckdb.connect = _connect_narrowly

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and annotations beside the checkout."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        message = "the folder ../shared (real reports, gold annotations) is not beside this checkout"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _session_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One folder for all test processes of the session, each of which has a folder of its own in it."""
    own = tmp_path_factory.getbasetemp()
    share_between(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)
    warm_starts()
    if "warehouse.site.render" in sys.modules:
        bundle_once()


LONGEST = (
    "test_ingest_command.py",
    "test_merge_deposits.py",
    "test_tell_alarms.py",
    "test_deploy_work_pool.py",
    "test_kill_ingest.py",
    "test_kill_deposits.py",
    "test_serve_schedule.py",
    "test_fetch_years.py",
    "test_replay_archive.py",
    "test_parse_on_dask.py",
    "test_share_work_pool.py",
    "test_migrate_from_first.py",
    "test_review_figures.py",
    "test_site_pages.py",
    "test_find_tampering.py",
    "test_load_report.py",
    "test_keep_judgements.py",
    "test_learn_opinion.py",
    "test_export_release.py",
    "test_audit_warehouse.py",
    "test_survive_kill.py",
    "test_fetch_pages.py",
    "test_keep_every_name.py",
    "test_broken_places.py",
    "test_survive_hosts.py",
    "test_run_on_next_duckdb.py",
    "test_orphans.py",
    "test_parse_many.py",
    "test_open_warehouse.py",
    "test_remove_reports.py",
    "test_detect_revisions.py",
    "test_replace_whole.py",
    "test_mutated_pages.py",
    "test_lose_nothing.py",
    "test_load_in_any_order.py",
)
"""The files that take longest, the longest first: begun last, one of them would run on when all other processes are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others as they were collected; each file's tests stay together and in order."""
    places = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


def pytest_collection_finish() -> None:
    """Ten thousand tests with all that was imported stay to the end: no collection of garbage goes through them again."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes by their notation: with test ids left as they are written, pytest would join bytes to words."""
    # whole files by their length alone: a docx holds the second in which it was made, and each process makes its own
    return (repr(val) if len(val) < 60 else f"{len(val)} bytes") if isinstance(val, bytes) else None
