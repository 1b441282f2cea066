"""The ledger beside the warehouse: a line a judgement, only ever added to, safe on disk before it is acknowledged.

`warehouse.judgements.jsonl` beside `warehouse.duckdb`. A process killed while it writes leaves at most one torn line, which
was never acknowledged; the next writer ends it, and readers pass it over and count it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warehouse.judge.judgement import BadJudgementError, Judgement, read_line
from warehouse.judge.standing import Conflict, list_conflicts
from warehouse.store.fresh_files import sync_file


@dataclass(frozen=True, slots=True)
class Ledger:
    """All judgements in the order of their coming, each once, and the lines that are none."""

    judgements: tuple[Judgement, ...]
    damaged: tuple[tuple[int, str], ...] = ()
    """Number of the line, from 1, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of bringing judgements into a ledger."""

    added: int
    known: int
    conflicts: tuple[Conflict, ...]
    """Figures of which people say different things, in all of the ledger."""


def name_ledger(warehouse: Path | str) -> Path:
    """Where the ledger of a warehouse lies: `warehouse.judgements.jsonl` beside `warehouse.duckdb`."""
    warehouse = Path(warehouse).absolute()
    return warehouse.with_name(f"{warehouse.stem}.judgements.jsonl")


def read_ledger(path: Path) -> Ledger:
    """The ledger of this file, empty where there is none. Raises OSError where it cannot be read."""
    return read_tail(path, 0)[0]


def read_tail(path: Path, start: int) -> tuple[Ledger, int]:
    """What the ledger holds from this byte on, and the byte behind its last whole line."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            content = file.read()
    except FileNotFoundError:
        return Ledger(()), 0
    judgements: dict[str, Judgement] = {}
    damaged = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            judgement = read_line(line.decode("utf-8"))
        except (BadJudgementError, UnicodeDecodeError) as error:
            damaged.append((number, str(error)))
            continue
        judgements.setdefault(judgement.judgement_id, judgement)
    return Ledger(tuple(judgements.values()), tuple(damaged)), start + content.rfind(b"\n") + 1


def append_judgements(path: Path, judgements: Iterable[Judgement]) -> None:
    """Add judgements at the ledger's end and wait until they are safe on disk. Raises OSError where there is no room."""
    lines = "".join(judgement.write_line() for judgement in judgements).encode()
    if not lines:
        return
    with _hold(path) as descriptor:
        _write(descriptor, lines)


def merge_judgements(path: Path, judgements: Sequence[Judgement]) -> Merged:
    """Add those that the ledger lacks; nothing is lost, and what people say differently is named."""
    with _hold(path) as descriptor:
        present = read_ledger(path).judgements
        known = {judgement.judgement_id for judgement in present}
        fresh = {judgement.judgement_id: judgement for judgement in judgements if judgement.judgement_id not in known}
        if fresh:
            _write(descriptor, "".join(judgement.write_line() for judgement in fresh.values()).encode())
    conflicts = list_conflicts([*present, *fresh.values()])
    return Merged(len(fresh), len(judgements) - len(fresh), tuple(conflicts))


@contextmanager
def _hold(path: Path) -> Iterator[int]:
    """The file open for adding, for this process alone."""
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if is_new:
            sync_file(path.parent)
        yield descriptor
    finally:
        os.close(descriptor)


def _write(descriptor: int, lines: bytes) -> None:
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        lines = b"\n" + lines  # A killed writer's line ends here.
    written = 0
    try:
        while written < len(lines):
            written += os.write(descriptor, lines[written:])
        os.fsync(descriptor)
    except OSError:
        # Not acknowledged, so not there: half a judgement would be a damaged line for ever.
        os.ftruncate(descriptor, size)
        raise
