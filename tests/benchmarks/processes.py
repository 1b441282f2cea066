"""A command watched from outside: how far it is, what it and its workers take of processor and memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

_TICK = os.sysconf("SC_CLK_TCK")
_LOOK_SECONDS = 0.5


@dataclass(slots=True)
class CommandFigures:
    """What a command took: processor seconds of it and its workers, peak memory in MB, and its speed at both ends."""

    status: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    parent_cpu: float = 0.0
    parent_memory: int = 0
    worker_memory: int = 0
    pages: int = 0
    course: list[tuple[float, float, int]] = field(default_factory=list)
    """Wall and processor seconds and batches loaded, each time that a batch more was loaded."""

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "command",
        "wall s",
        "processor s",
        "of it parent",
        "parent MB",
        "worker MB",
        "batches/s first tenth",
        "last tenth",
        "batches/processor s first",
        "last",
    )

    def list_cells(self, name: str) -> tuple[object, ...]:
        """A row of COLUMNS."""
        speeds = [f"{speed:.2f}" for pair in zip(*self.list_speeds(), strict=True) for speed in pair] or [
            "",
            "",
            "",
            "",
        ]
        times = (f"{self.wall:.1f}", f"{self.cpu:.1f}", f"{self.parent_cpu:.1f}")
        return (name, *times, self.parent_memory, self.worker_memory, *speeds)

    def list_speeds(self) -> list[tuple[float, float]]:
        """Batches a wall second and a processor second, of the first tenth (after the workers' start) and of the last."""
        count = len(self.course)
        if count < 10:
            return []
        tenth = max(count // 10, 3)
        ends = ((self.course[0], self.course[tenth]), (self.course[-1 - tenth], self.course[-1]))
        return [
            ((last[2] - first[2]) / (last[0] - first[0]), (last[2] - first[2]) / (last[1] - first[1]))
            for first, last in ends
        ]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "wall": round(self.wall, 1),
            "cpu": round(self.cpu, 1),
            "parent_cpu": round(self.parent_cpu, 1),
            "parent_memory": self.parent_memory,
            "worker_memory": self.worker_memory,
            "speeds": [[round(one, 3) for one in pair] for pair in self.list_speeds()],
            "course": [[round(wall, 1), round(cpu, 1), batches] for wall, cpu, batches in self.course],
        }


@dataclass(frozen=True, slots=True)
class CommandCost:
    """What a command and the processes that it waited for took in all; `megabytes` of the largest of them."""

    status: int
    cpu: float
    wall: float
    megabytes: int
    output: str
    """The last 4,000 characters."""


def run_counted(command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None) -> CommandCost:
    """Run a command in the folder to its end."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=folder, env=dict(environment), stdout=output, stderr=output)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        told = output.read().decode(errors="replace")[-4000:]
    cpu, wall = used.ru_utime + used.ru_stime, time.monotonic() - started
    return CommandCost(process.returncode, cpu, wall, used.ru_maxrss // 1024, told)


def run_watched(command: Sequence[str], environment: Mapping[str, str], work: Path) -> CommandFigures:
    """Run a command to its end. `work` is where its batches wait, numbered folders that go when they are loaded."""
    figures = CommandFigures()
    started = time.monotonic()
    ended_cpu: dict[int, float] = {}
    first: int | None = None
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, env=dict(environment), stdout=output, stderr=output)
        while process.poll() is None:
            for pid in _find_family(process.pid):
                is_parent = pid == process.pid
                seconds, peak = _read_process(pid)
                ended_cpu[pid] = max(ended_cpu.get(pid, 0.0), seconds)
                if is_parent:
                    figures.parent_cpu = max(figures.parent_cpu, seconds)
                    figures.parent_memory = max(figures.parent_memory, peak)
                else:
                    figures.worker_memory = max(figures.worker_memory, peak)
            waiting = [int(folder.name) for folder in work.glob("*") if folder.name.isdigit()]
            if waiting:
                oldest = min(waiting)
                first = oldest if first is None else first
                reached = (time.monotonic() - started, sum(ended_cpu.values()), oldest - first)
                if not figures.course or figures.course[-1][2] < reached[2]:
                    figures.course.append(reached)
            time.sleep(_LOOK_SECONDS)
        figures.status = process.returncode
        if figures.status != 0:
            output.seek(0)
            print(output.read().decode(errors="replace")[-4000:])
    figures.wall = time.monotonic() - started
    figures.cpu = sum(ended_cpu.values())
    return figures


def _find_family(parent: int) -> list[int]:
    """The process and its workers; a server that it started is none."""
    family = [parent]
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        for child in _read_text(task).split():
            if "spawn_main" in _read_text(Path(f"/proc/{child}/cmdline")):
                family.append(int(child))
    return family


def _read_process(pid: int) -> tuple[float, int]:
    """Processor seconds so far and peak memory in MB; zeros for one that has ended."""
    stat = _read_text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    seconds = (int(stat[11]) + int(stat[12])) / _TICK if stat else 0.0
    lines = _read_text(Path(f"/proc/{pid}/status")).splitlines()
    peaks = [int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")]
    return seconds, peaks[0] if peaks else 0


def _read_text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
