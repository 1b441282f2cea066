"""Rounds of one kill each: what the killed run left, and what the next one makes of it."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.command_line import PATIENCE, Command
from tests.whole.crash.pages import write_pages
from tests.whole.crash.stage import BATCH_PAGES, Content, Stage, kill
from warehouse.database import open_read_only
from warehouse.publish.snapshot import name_snapshot
from warehouse.store.queries import fetch_value

UPDATE_SHARE = 0.5
"""Rounds that start with the warehouse of the former edition, and with its snapshot."""
AIMED_SHARE = 1 / 3
"""Kills aimed at loading or publishing; the others fall anywhere between start and end."""
ALONE_SHARE = 1 / 4
"""Kills of the command alone: its workers must end by themselves."""

INGESTED_WITH_REFUSALS = 1
"""The exit status of a run that came to its end; some of the pages are no reports."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """When an undisturbed run reached what, in seconds from its start."""

    loading: float
    """The folder of batches is made."""
    closing: float
    """It is gone."""
    published: float
    """The snapshot is in its place."""
    end: float


@dataclass(frozen=True, slots=True)
class Clean:
    """A run that nobody killed: what it ended in, and when it reached what."""

    content: Content
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Round:
    """One kill and what came of it."""

    number: int
    update: bool
    moment: float
    """Seconds from the start of the run."""
    phase: str
    batches: int
    """Batches that were in when the kill fell."""
    whole_group: bool
    faults: tuple[str, ...]
    """What should not be: contents that differ, half states, locks that stayed. Empty where all is well."""
    equal: bool
    """Whether the next run ended in the clean content, warehouse and snapshot."""
    left_over: tuple[str, ...]
    """Files that the killed run left; the next run clears them away."""
    stale_lock: bool
    orphan_seconds: float
    orphans: int
    """Processes that outlived the killed command for longer than they may."""


class Theatre:
    """The pages, a warehouse of their first edition, and what clean runs over the second edition end in."""

    def __init__(self, folder: Path, pages: int, server: str) -> None:
        """`folder` must be empty; `pages` is how many pages a run has."""
        self._folder = folder
        self._server = server
        self._total = pages
        self.pages = write_pages(folder / "pages", pages, edition=1)
        first = Stage(folder / "first", self.pages, server)
        _require_end(first.run())
        shutil.rmtree(first.folder / "home", ignore_errors=True)
        self._template = first.folder
        self._former = first.read_content()
        write_pages(self.pages, pages, edition=2)
        self.clean = {update: self._run_clean(update=update) for update in (False, True)}

    def play(self, kills: int, seed: int) -> Iterator[Round]:
        """So many rounds, one after another; the same seed draws the same moments."""
        for number in range(kills):
            yield self.play_round(number, random.Random(f"{seed}:{number}"))

    def play_round(self, number: int, chance: random.Random) -> Round:
        """A run killed at a moment of chance, looked at, and followed by a whole one."""
        update = chance.random() < UPDATE_SHARE
        clean = self.clean[update]
        stage = self._set_stage(f"round-{number}", update=update)
        before = self._count_runs(stage)
        whole_group = chance.random() >= ALONE_SHARE
        aim = chance.choice(("loading", "publishing")) if chance.random() < AIMED_SHARE else "anywhere"
        moment, ended = _run_to_moment(stage, clean.timeline, aim, chance, whole_group=whole_group)
        seconds, orphans = stage.await_end_of_all()
        faults: list[str] = []
        phase, batches = ("ended before", 0) if ended else self._tell_phase(stage, before)
        left_over = () if ended else tuple(stage.list_left_over())
        try:
            self._check_whole(stage, clean, update=update)
        except Exception as error:
            # Whatever it is, a reader would have met it.
            faults.append(f"after the kill: {type(error).__name__}: {error}")
        done = stage.run()
        stale_lock = done.returncode == 2
        if done.returncode != INGESTED_WITH_REFUSALS:
            faults.append(f"the next run ended with {done.returncode}: {done.stderr[-2000:]}")
        equal = False
        try:
            contents = stage.read_content(), stage.read_snapshot()
            equal = contents == (clean.content, clean.content)
            stage.check_archive()
        except Exception as error:
            # As above.
            faults.append(f"after the next run: {type(error).__name__}: {error}")
        if not equal:
            faults.append("the content differs from that of a clean run")
        if still := stage.list_left_over():
            faults.append(f"left over after the next run: {still}")
        if not faults and not orphans:
            shutil.rmtree(stage.folder)
        return Round(
            number=number,
            update=update,
            moment=moment,
            phase=phase,
            batches=batches,
            whole_group=whole_group,
            faults=tuple(faults),
            equal=equal,
            left_over=left_over,
            stale_lock=stale_lock,
            orphan_seconds=seconds,
            orphans=len(orphans),
        )

    def _set_stage(self, name: str, *, update: bool) -> Stage:
        stage = Stage(self._folder / name, self.pages, self._server)
        if update:
            stage.copy_from(self._template)
        else:
            stage.folder.mkdir()
        return stage

    def _run_clean(self, *, update: bool) -> Clean:
        stage = self._set_stage("clean-update" if update else "clean", update=update)
        timeline = _watch_run(stage)
        content = stage.read_content()
        assert stage.read_snapshot() == content
        assert stage.list_left_over() == []
        return Clean(content, timeline)

    def _check_whole(self, stage: Stage, clean: Clean, *, update: bool) -> None:
        """What the killed run left: whole batches in the warehouse, the former or the new content in the snapshot."""
        if stage.warehouse.exists():
            stage.read_content()
            with open_read_only(stage.warehouse) as con:
                for seen, outcome in con.execute("SELECT seen, outcome FROM run").fetchall():
                    whole = seen == self._total or seen % BATCH_PAGES == 0
                    assert whole, f"{seen} pages of a run are in, which is no number of whole batches"
                    assert outcome != "completed" or seen == self._total
        snapshot = stage.read_snapshot()
        allowed = [self._former if update else None, clean.content]
        assert snapshot in allowed, "the snapshot holds neither the former nor the new content"

    def _count_runs(self, stage: Stage) -> int:
        return int(_ask(stage.warehouse, "SELECT count(*) FROM run") or 0)

    def _tell_phase(self, stage: Stage, runs_before: int) -> tuple[str, int]:
        """What the killed run was at, by what it left, and the batches that it had loaded."""
        if self._count_runs(stage) == runs_before:
            making = any(".fresh-" in name for name in stage.list_left_over())
            return ("making the warehouse" if making else "starting"), 0
        outcome = _ask(stage.warehouse, "SELECT outcome FROM run ORDER BY started_at DESC, run_id DESC LIMIT 1")
        seen = int(_ask(stage.warehouse, "SELECT seen FROM run ORDER BY started_at DESC, run_id DESC LIMIT 1") or 0)
        batches = -(-seen // BATCH_PAGES)
        snapshot = name_snapshot(stage.warehouse)
        if outcome == "running":
            return "loading" if stage.work.exists() else "opening or closing", batches
        if any(".snapshot.duckdb.fresh-" in name for name in stage.list_left_over()):
            return "publishing", batches
        published = snapshot.exists() and snapshot.stat().st_mtime_ns == stage.warehouse.stat().st_mtime_ns
        return ("reporting" if published else "closing"), batches


def _run_to_moment(
    stage: Stage, timeline: Timeline, aim: str, chance: random.Random, *, whole_group: bool
) -> tuple[float, bool]:
    """Start a run and kill it; how many seconds it lived, and whether it had come to its end before."""
    process = stage.start()
    started = time.monotonic()
    if aim == "loading":
        _await(process, stage.work.exists)
        time.sleep(chance.uniform(0, timeline.closing - timeline.loading))
    elif aim == "publishing":
        _await(process, stage.work.exists)
        _await(process, lambda: not stage.work.exists())
        time.sleep(chance.uniform(0, timeline.published - timeline.closing + 0.05))
    else:
        time.sleep(chance.uniform(0, timeline.end))
    lived = time.monotonic() - started
    kill(process, whole_group=whole_group)
    return lived, process.returncode == INGESTED_WITH_REFUSALS


def _watch_run(stage: Stage) -> Timeline:
    """An undisturbed run with the moments at which its files come and go."""
    process = stage.start()
    started = time.monotonic()
    _await(process, stage.work.exists)
    loading = time.monotonic() - started
    _await(process, lambda: not stage.work.exists())
    closing = time.monotonic() - started
    snapshot = name_snapshot(stage.warehouse)
    _await(process, lambda: snapshot.exists() and snapshot.stat().st_mtime_ns == stage.warehouse.stat().st_mtime_ns)
    published = time.monotonic() - started
    output, errors = process.communicate(timeout=PATIENCE)
    end = time.monotonic() - started
    assert process.returncode is not None
    _require_end(subprocess.CompletedProcess(process.args, process.returncode, output, errors))
    return Timeline(loading, closing, published, end)


def _await(process: Command, reached: Callable[[], bool]) -> None:
    while not reached() and process.poll() is None:
        time.sleep(0.001)


def _require_end(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == INGESTED_WITH_REFUSALS, f"{done.returncode}\n{done.stdout}\n{done.stderr}"


def _ask(warehouse: Path, sql: str) -> Any:
    """The one value that the query gives; None where there is no warehouse or no row."""
    if not warehouse.exists():
        return None
    with open_read_only(warehouse) as con:
        return fetch_value(con, sql)
