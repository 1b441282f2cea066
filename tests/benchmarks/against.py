"""This build beside a stated commit, side by side: reading by stage, what the parent of a run does, small commands, refresh.

`python -m tests.benchmarks --against COMMIT`. The commit stands in a work tree of its own for as long as this takes, with a virtual environment
of its own from its own lock (a minute or two: what it was built on is part of what is compared). Both take turns, page by page and command
by command; what counts is processor time, the least of all rounds, since the machine may be busy otherwise.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from flows.terminal.tables import write_markdown_table
from tests.benchmarks.pages import make_pages
from tests.benchmarks.processes import run_counted

HERE = Path(__file__).resolve().parents[2]
SHARED = HERE.parent / "shared"
_READER = Path(__file__).with_name("read_pages.py")
_CHUNK = 3
"""Pages that one build reads before it is the other's turn."""
_LOADED = 500
_COMMANDS: dict[str, list[str]] = {
    "help": ["--help"],
    "sql": ["sql", "SELECT count(*) FROM report"],
    "status": ["status"],
    "search": ["search", "行政复议"],
}
Sides = dict[str, Path]
"""The trees by what they are called: the commit's first."""


def measure_against(commit: str, pages: int, rounds: int) -> dict[str, Any]:
    """All figures, ready for JSON: by what was measured, of each side, and `ratio`, ours by the commit's."""
    with check_out(commit) as tree, tempfile.TemporaryDirectory() as folder:
        sides = {"then": tree, "now": HERE}
        figures: dict[str, Any] = {"commit": commit}
        figures |= measure_reading(sides, Path(folder), pages, rounds)
        # Told at once: whatever happens to the commands on a busy machine, the hours before are not lost.
        print(json.dumps(figures), file=sys.stderr, flush=True)
        figures["commands"] = measure_commands(sides, Path(folder), min(pages, 40), rounds)
    return figures


@contextlib.contextmanager
def check_out(commit: str) -> Iterator[Path]:
    """The commit in a work tree with an environment of its own, both gone with the block.

    Raises subprocess.CalledProcessError where there is no such commit, or it cannot be installed (the reason stands above).
    """
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=HERE, check=True)
        try:
            # (every commit since the first has this target: its locks, by their hashes; loading is measured with what its benchmarks import)
            subprocess.run(
                ["make", "--silent", ".venv/dev.stamp", f"PYTHON={sys.executable}"],
                cwd=tree,
                check=True,
                stdout=sys.stderr,
            )
            _compile(tree)
            yield tree
        finally:
            # (where git cannot, its folder goes with the block all the same)
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=HERE, check=False)


def find_python(tree: Path) -> str:
    """The interpreter that a side runs in: this one, or that of the commit's own environment."""
    return sys.executable if tree == HERE else str(tree / ".venv/bin/python")


def _compile(tree: Path) -> None:
    """Write the byte code that a first start would write: a cold command is compared with a cold command."""
    for side in (tree, HERE):
        folders = [side / name for name in ("flows", "parsers", "warehouse", "seeds")]
        subprocess.run([find_python(side), "-m", "compileall", "-q", *folders], check=True)


class Reader:
    """A process that reads pages with the parsers of one tree (`read_pages.py`)."""

    def __init__(self, tree: Path, pages: Path) -> None:
        self._tree, self._pages = tree, pages
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [find_python(self._tree), "-P", _READER, self._pages],
            cwd=self._tree,
            env=_environment(self._tree),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, command: str, *span: int) -> Any:
        """What the process answers; one that ended (a machine that is full kills some) is started once more.

        Raises RuntimeError where it ends over the same question again.
        """
        for _ in range(2):
            answer = self._ask(json.dumps([command, *span]) + "\n")
            if answer:
                return json.loads(answer)
            status = self._process.wait()
            print(f"{self._tree}: the reader ended with status {status} over {command}", file=sys.stderr)
            self._process = self._start()
        raise RuntimeError(f"{self._tree}: the reader ends over {command} {span}")

    def _ask(self, question: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(question)
            self._process.stdin.flush()
        return self._process.stdout.readline()

    def stop(self) -> None:
        """End it."""
        self._process.communicate()


def measure_reading(sides: Sides, folder: Path, count: int, rounds: int) -> dict[str, Any]:
    """Milliseconds a page of made-up and of real pages and texts, by stage, and of loading; how many are read otherwise than then."""
    kinds = draw_pages(count)
    pages = [page for chosen in kinds.values() for page in chosen]
    path = folder / "pages.pickle"
    path.write_bytes(pickle.dumps(pages))
    readers = {side: Reader(tree, path) for side, tree in sides.items()}
    try:
        for reader in readers.values():
            reader.ask("time", 0, len(pages))
        figures: dict[str, Any] = {"parse": {}}
        start = 0
        for kind, chosen in kinds.items():
            spans = [(at, min(at + _CHUNK, start + len(chosen))) for at in range(start, start + len(chosen), _CHUNK)]
            figures["parse"][kind] = _time_in_turns(readers, spans, rounds)
            start += len(chosen)
        figures["stages"] = {side: _ask_or(reader, {}, "stages", 0, count) for side, reader in readers.items()}
        figures["load"] = {side: _ask_or(reader, math.nan, "load", _LOADED) for side, reader in readers.items()}
        figures["load"]["ratio"] = figures["load"]["now"] / figures["load"]["then"]
        then, now = (readers[side].ask("digest") for side in ("then", "now"))
        figures["read otherwise"] = [page[0] for page, one, other in zip(pages, then, now, strict=True) if one != other]
    finally:
        for reader in readers.values():
            reader.stop()
    return figures


def _ask_or(reader: Reader, otherwise: Any, command: str, *span: int) -> Any:
    """What the reader answers, or this where it cannot: one figure less, and the others stand."""
    try:
        return reader.ask(command, *span)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return otherwise


def draw_pages(count: int) -> dict[str, list[tuple[str, bytes, str]]]:
    """Made-up pages, and those of ../shared and tests/gold as far as they are there: address, bytes, content type."""
    texts = [*sorted((SHARED / "seeds").glob("*.txt")), *sorted((HERE / "tests/gold/texts").glob("*.txt"))]
    kinds = {
        "made-up pages": [(page.url, page.body, page.content_type) for page in make_pages(count, 0)],
        "real pages": [
            (path.as_uri(), path.read_bytes(), "text/html") for path in sorted((SHARED / "pages").glob("*.html"))
        ],
        "texts": [(path.as_uri(), path.read_bytes(), "text/plain") for path in texts],
    }
    return {kind: chosen for kind, chosen in kinds.items() if chosen}


def _time_in_turns(readers: dict[str, Reader], spans: Sequence[tuple[int, int]], rounds: int) -> dict[str, float]:
    least: dict[tuple[str, int], float] = {}
    for number in range(rounds):
        order = list(readers.items())
        for start, stop in spans:
            for side, reader in order if number % 2 else reversed(order):
                spent = reader.ask("time", start, stop)
                least[side, start] = min(least.get((side, start), spent), spent)
    count = sum(stop - start for start, stop in spans)
    figures = {side: 1000 * sum(least[side, start] for start, _ in spans) / count for side in readers}
    return figures | {"ratio": figures["now"] / figures["then"]}


def measure_commands(sides: Sides, folder: Path, count: int, rounds: int) -> dict[str, dict[str, float]]:
    """Processor seconds of commands, each side on a warehouse of its own of so many made-up pages; workers included, a server not."""
    source = folder / "source"
    source.mkdir()
    for number, page in enumerate(make_pages(count, 1)):
        (source / f"{number:04d}.html").write_bytes(page.body)
    once = {"ingest": ["ingest", str(source)], "refresh": ["refresh"]}
    several = {**_COMMANDS, "parse": ["parse", str(source / "0000.html")]}
    figures: dict[str, dict[str, float]] = {}
    for name, words in (*once.items(), *several.items()):
        least: dict[str, float] = {}
        for _ in range(1 if name in once else rounds):
            for side, tree in sides.items():
                spent = run_command(tree, folder / f"{side}.duckdb", words)
                least[side] = min(least.get(side, spent), spent)
        figures[name] = least | {"ratio": least["now"] / least["then"]}
    return figures


def run_command(tree: Path, warehouse: Path, words: Sequence[str]) -> float:
    """Processor seconds of a command and of the processes that it waited for; not a number where it fails, which is told on stderr."""
    environment = _environment(tree) | {"FAZHI_WAREHOUSE": str(warehouse)}
    cost = run_counted([find_python(tree), "-P", "-m", "flows.cli", *words], environment, warehouse.parent)
    if cost.status:
        print(f"{tree}: fazhi {' '.join(words)}:", cost.output, file=sys.stderr)
        return math.nan
    return cost.cpu


def _environment(tree: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(tree), "PYTHONHASHSEED": "0"}


def render_against(figures: dict[str, Any]) -> str:
    """The figures as tables in Markdown."""
    rows = [
        (f"parse, {kind}, ms a page", f"{of['then']:.1f}", f"{of['now']:.1f}", f"{of['ratio']:.2f}")
        for kind, of in figures["parse"].items()
    ]
    load = figures["load"]
    rows.append(("load, ms a page", f"{load['then']:.2f}", f"{load['now']:.2f}", f"{load['ratio']:.2f}"))
    rows += [
        (f"{name}, processor s", f"{of['then']:.2f}", f"{of['now']:.2f}", f"{of['ratio']:.2f}")
        for name, of in figures["commands"].items()
    ]
    then, now = figures["stages"]["then"], figures["stages"]["now"]
    stages = [
        (stage, f"{then[stage]:.2f}" if stage in then else "", f"{now[stage]:.2f}" if stage in now else "")
        for stage in {**then, **now}
    ]
    columns = ("", figures["commit"], "now")
    told = figures["read otherwise"]
    return "\n\n".join(
        (
            write_markdown_table((*columns, "ratio"), rows),
            write_markdown_table(("stage, ms a page", *columns[1:]), stages),
            f"Read otherwise than then: {len(told)} pages or texts{': ' + ', '.join(told[:5]) if told else ''}.",
        )
    )
