"""Whether the tests notice when the heart is changed: `python -m tests.mutation [--count 40] [--seed 1] [--only parsers/numbers] [--show NUMBER]`.

One operator, constant or condition of `parsers/` is turned into its neighbour at a time (DeMillo, Lipton and Sayward, Hints on Test Data Selection, 1978), in
a copy of the tree, and the quick suite is run on it until the first failure. What survives is either a change that changes nothing, or a sentence that
no test holds. Mutants are drawn by number: the same seed draws the same ones from the same tree.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEART = ("figures", "frames", "identity", "naming", "numbers", "outline", "shown", "tables", "text")
"""Rooms of parsers/ whose every branch is about what a report says."""

_LONGEST = 1200.0
"""Seconds after which a run of the tests counts as a hang that was noticed."""
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed place."""

    path: Path
    """Of the module, from the root."""
    line: int
    before: str
    after: str
    source: str
    """The whole module, changed."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before} → {self.after}"


def change(node: ast.AST) -> ast.AST | None:
    """The node's neighbour; None where it has none. The node itself stays as it is."""
    match node:
        case ast.Compare(left, [operator], comparators) if type(operator) in _COMPARED:
            return ast.Compare(left, [_COMPARED[type(operator)]()], comparators)
        case ast.BoolOp(ast.And(), values):
            return ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(ast.Or(), values):
            return ast.BoolOp(ast.And(), values)
        case ast.UnaryOp(ast.Not(), operand):
            return operand
        case ast.BinOp(left, operator, right) if (
            type(operator) in _COMPUTED and not _is_text(left) and not _is_text(right)
        ):
            return ast.BinOp(left, _COMPUTED[type(operator)](), right)
        case ast.Constant(bool() as value):
            return ast.Constant(not value)
        case ast.Constant(int() as value):
            return ast.Constant(value + 1)
        case ast.Continue():
            return ast.Break()
        case _:
            return None


def _is_text(node: ast.AST) -> bool:
    """Joined strings are no sums."""
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


class _Counter(ast.NodeVisitor):
    """Where something can be changed: inside functions only, and not in what types say."""

    def __init__(self) -> None:
        self.places: list[ast.AST] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """The body alone."""
        for statement in node.body:
            for child in ast.walk(statement):
                if change(child) is not None and not any(child is place for place in self.places):
                    self.places.append(child)


class _Replacer(ast.NodeTransformer):
    def __init__(self, place: ast.AST, by: ast.AST) -> None:
        self.place, self.by = place, by

    def visit(self, node: ast.AST) -> ast.AST:
        """The one place replaced, all else as it was."""
        if node is self.place:
            return ast.copy_location(self.by, node)
        return self.generic_visit(node)


def list_places(path: Path) -> int:
    """How many places of a module can be changed."""
    counter = _Counter()
    counter.visit(ast.parse((ROOT / path).read_text()))
    return len(counter.places)


def mutate(path: Path, number: int) -> Mutant:
    """The module with its place of that number changed."""
    tree = ast.parse((ROOT / path).read_text())
    counter = _Counter()
    counter.visit(tree)
    place = counter.places[number]
    by = change(place)
    if by is None:
        raise ValueError(f"{path}: place {number} has no neighbour")
    line, before, after = getattr(place, "lineno", 0), ast.unparse(place), ast.unparse(by)
    changed = ast.fix_missing_locations(_Replacer(place, by).visit(tree))
    return Mutant(path, line, before, after, ast.unparse(changed))


def draw(count: int, seed: int, only: str) -> list[Mutant]:
    """So many mutants of the modules below `only`, each place as likely as the other."""
    modules = [
        path.relative_to(ROOT)
        for room in HEART
        for path in sorted((ROOT / "parsers" / room).rglob("*.py"))
        if str(path.relative_to(ROOT)).startswith(only)
    ]
    places = [(path, number) for path in modules for number in range(list_places(path))]
    return [mutate(*place) for place in random.Random(seed).sample(places, min(count, len(places)))]


def order_tests(copy: Path, module: Path) -> list[str]:
    """The files of the quick suite, those first that name the module, then those that name its room."""
    name, room = ".".join(module.with_suffix("").parts), ".".join(module.parts[:2])

    def rank(file: Path) -> tuple[int, str]:
        text = file.read_text()
        return (0 if name in text else 1 if room in text else 2), str(file)

    return [str(file.relative_to(copy)) for file in sorted((copy / "tests" / "parsers").glob("test_*.py"), key=rank)]


def run_tests(copy: Path, module: Path) -> str:
    """The line that tells which test noticed; empty where none did."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        *order_tests(copy, module),
    ]
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end after {_LONGEST:g} s"
    if done.returncode == 0:
        return ""
    return next((line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))), done.stdout[-200:])


def copy_tree(folder: Path) -> Path:
    """The tree as git knows it, with the shared folder beside it."""
    copy = folder / "main"
    for room in ("parsers", "seeds", "tests", "warehouse", "flows", "deploy"):
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    if (shared := ROOT.parent / "shared").exists():
        (folder / "shared").symlink_to(shared)
    return copy


def try_mutants(mutants: list[Mutant]) -> Iterator[tuple[Mutant, str]]:
    """Each with what noticed it. Raises RuntimeError where the tests fail on the tree as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_tree(Path(folder))
        if failed := run_tests(copy, Path("parsers/page.py")):
            raise RuntimeError(f"the quick suite fails before anything is changed: {failed}")
        for mutant in mutants:
            whole = (copy / mutant.path).read_text()
            (copy / mutant.path).write_text(mutant.source)
            try:
                yield mutant, run_tests(copy, mutant.path)
            finally:
                (copy / mutant.path).write_text(whole)


def main() -> None:
    """Draw, try, print the survivors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="parsers/", help="the beginning of the modules' paths")
    parser.add_argument("--show", type=int, help="print that mutant's module and end")
    arguments = parser.parse_args()
    mutants = draw(arguments.count, arguments.seed, arguments.only)
    if arguments.show is not None:
        print(mutants[arguments.show].source)
        return
    survivors = 0
    for number, (mutant, noticed) in enumerate(try_mutants(mutants)):
        survivors += not noticed
        print(f"{number:3} {'noticed ' if noticed else 'SURVIVED'} {mutant}   {noticed[:120]}", flush=True)
    print(f"{len(mutants) - survivors} of {len(mutants)} noticed")


if __name__ == "__main__":
    main()
