"""Thousands of mutated pages and every special shape, and what came of them."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.mutations import draw_page
from tests.fuzz.running import list_shapes, make_shape, try_drawn, try_number, try_shape
from tests.fuzz.trial import MEMORY, SECONDS, Trial

_SHOWN = 10


def main(arguments: Sequence[str]) -> int:
    """Run what the call says; 1 where a page broke a promise."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000, help="mutated pages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-shapes", action="store_true", help="leave the special shapes out")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="this page of the run alone")
    parser.add_argument("--shape", help="this special shape alone")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the page of --only or --shape here")
    call = parser.parse_args(arguments)
    if call.only is not None:
        return show_one(try_number(call.seed, call.only), draw_page(call.seed, call.only)[0].body, call.save)
    if call.shape is not None:
        return show_one(try_shape(call.shape), make_shape(call.shape), call.save)
    trials = []
    for trial in try_drawn(call.seed, call.pages):
        trials.append(trial)
        _note_failed(trial)
    print_trials(f"mutated pages, seed {call.seed}", trials)
    if not call.no_shapes:
        shaped = []
        for name in list_shapes():
            shaped.append(try_shape(name))
            _note_failed(shaped[-1])
        print_trials("special shapes, each in a process of its own", shaped)
        trials += shaped
    return 1 if any(trial.failed for trial in trials) else 0


def print_trials(title: str, trials: Sequence[Trial]) -> None:
    """Print how the pages ended, the slowest, the largest, and what is broken."""
    print(f"\n{title}: {len(trials)}")
    for end, count in Counter(trial.end for trial in trials).most_common():
        print(f"  {count:6d}  {end}")
    print(f"slowest (limit {SECONDS:g} s of processor time)")
    for trial in sorted(trials, key=lambda trial: -trial.seconds)[:_SHOWN]:
        print(f"  {trial.seconds:6.2f} s   {_describe(trial)}")
    print(f"largest (limit {MEMORY // 10**6} MB)")
    for trial in sorted(trials, key=lambda trial: -trial.memory)[:_SHOWN]:
        print(f"  {trial.memory / 1e6:6.0f} MB  {_describe(trial)}")
    failed = [trial for trial in trials if trial.failed]
    print(f"broken promises: {len(failed)}")
    by_fault: dict[str, list[Trial]] = {}
    for trial in failed:
        by_fault.setdefault(trial.fault.strip().rpartition("\n")[2] or "too slow or too large", []).append(trial)
    for fault, examples in by_fault.items():
        print(f"  {len(examples):5d}  {fault}: {', '.join(trial.name for trial in examples[:20])}")
        print("         " + examples[0].fault.replace("\n", "\n         "))
    sys.stdout.flush()


def show_one(trial: Trial, body: bytes, save: Path | None) -> int:
    """Print what became of one page, and keep its bytes where that is asked for."""
    if save is not None:
        save.write_bytes(body)
    print(f"{trial.seconds:.2f} s, {trial.memory / 1e6:.0f} MB, {_describe(trial)}\n{trial.fault}")
    return 1 if trial.failed else 0


def _note_failed(trial: Trial) -> None:
    """Say so at once: the tables come when all is done."""
    if trial.failed:
        print(f"… {_describe(trial)}", file=sys.stderr, flush=True)


def _describe(trial: Trial) -> str:
    return f"{trial.name}: {trial.end}, {trial.size:,} bytes {' '.join(trial.made_by)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
