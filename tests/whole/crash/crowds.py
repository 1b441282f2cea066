"""Many at one warehouse: two that write by turns, and readers who never see anything but a whole state."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.whole.crash.kills import INGESTED_WITH_REFUSALS
from tests.whole.crash.pages import write_pages
from tests.whole.crash.stage import Content, Stage

READERS = 3
"""Processes that open the published snapshot again and again; one more asks `fazhi sql`."""
LEAST_RUNS = 2
"""Runs of each writer, and under the readers' eyes, however slow the machine is."""
_STATE = (
    "SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM section), (SELECT count(*) FROM fact_indicator), "
    "(SELECT sum(md5_number_lower(text)) FROM report)::VARCHAR, (SELECT sum(value) FROM fact_indicator)::DECIMAL(18, 2)::VARCHAR"
)
"""What tells one edition from another, and a half one from both."""


@dataclass(slots=True)
class Race:
    """What came of two writers."""

    ends: Counter[int] = field(default_factory=Counter)
    """Runs by their exit status."""
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Audience:
    """What the readers saw."""

    runs: int = 0
    looks: Counter[str] = field(default_factory=Counter)
    """Looks by what was seen: the edition, or what else."""
    faults: list[str] = field(default_factory=list)


def race_writers(stage: Stage, clean: Content, seconds: float) -> Race:
    """Two that ingest the same pages again and again into one new warehouse, until the time is over.

    Each run must end well, or with 2 and a word on who holds the warehouse; in the end its content is `clean`.
    """
    race = Race()
    end = time.monotonic() + seconds

    def write() -> None:
        for number in itertools.count():
            if number >= LEAST_RUNS and time.monotonic() > end:
                return
            done = stage.run()
            race.ends[done.returncode] += 1
            if done.returncode == 2:
                if "process" not in done.stderr or "ps -fp" not in done.stderr:
                    race.faults.append(f"refused without saying who holds the warehouse: {done.stderr}")
            elif done.returncode != INGESTED_WITH_REFUSALS or "Traceback" in done.stderr:
                race.faults.append(f"ended with {done.returncode}: {done.stderr[-2000:]}")

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    if (stage.read_content(), stage.read_snapshot()) != (clean, clean):
        race.faults.append("the content differs from that of a clean run")
    if left := stage.list_left_over():
        race.faults.append(f"left over: {left}")
    return race


def watch_readers(stage: Stage, folder: Path, pages: int, seconds: float) -> Audience:
    """Readers throughout, while runs bring in one edition of the pages after the other.

    No reader may fail, and each must see the first edition or the second, whole.
    """
    audience = Audience()
    states = {}
    for edition in (1, 2):
        write_pages(folder, pages, edition=edition)
        done = stage.run()
        assert done.returncode == INGESTED_WITH_REFUSALS, done.stderr
        states[json.dumps(_ask(stage))] = f"edition {edition}"
    assert len(states) == 2, "the two editions cannot be told from each other"
    stop = time.monotonic() + seconds
    readers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.whole.crash.reader", str(stage.warehouse), str(seconds), _STATE],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(READERS)
    ]

    def ask_command() -> None:
        for number in itertools.count():
            if number >= LEAST_RUNS and time.monotonic() > stop:
                return
            _note(audience, states, json.dumps(_ask(stage)), "sql: ")

    asking = threading.Thread(target=ask_command)
    asking.start()
    for number, edition in enumerate(itertools.cycle((1, 2))):
        if number >= LEAST_RUNS and time.monotonic() > stop:
            break
        write_pages(folder, pages, edition=edition)
        done = stage.run()
        audience.runs += 1
        if done.returncode != INGESTED_WITH_REFUSALS:
            audience.faults.append(f"a run ended with {done.returncode}: {done.stderr[-2000:]}")
    asking.join()
    for reader in readers:
        output, errors = reader.communicate(timeout=300)
        for line in output.splitlines():
            count, _, state = line.partition(" ")
            _note(audience, states, state, "open: ", int(count))
        if reader.returncode != 0:
            audience.faults.append(f"a reader failed: {errors[-2000:]}")
    return audience


def _note(audience: Audience, states: dict[str, str], state: str, how: str, times: int = 1) -> None:
    audience.looks[how + states.get(state, "neither")] += times
    if state not in states:
        audience.faults.append(f"{how}neither edition was seen: {state}")


def _ask(stage: Stage) -> list[object]:
    """The state that `fazhi sql` tells."""
    done = stage.run("sql", _STATE, "--format", "json")
    if done.returncode != 0:
        return [done.returncode, done.stderr[-500:]]
    [row] = json.loads(done.stdout)
    return [str(value) for value in row.values()]
