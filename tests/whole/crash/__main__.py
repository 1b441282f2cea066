"""Kills at random moments, then two writers and readers; what came of them in tables."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.command_line import serve_prefect
from tests.whole.crash.crowds import Audience, Race, race_writers, watch_readers
from tests.whole.crash.kills import Round, Theatre
from tests.whole.crash.pages import write_pages
from tests.whole.crash.stage import Stage


def main(arguments: Sequence[str]) -> int:
    """Run what the call says; 1 where something should not be."""
    parser = argparse.ArgumentParser(prog="python -m tests.whole.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=30, help="how long writers and readers go on")
    parser.add_argument("--folder", type=Path, help="where to work; rounds with a fault stay there")
    call = parser.parse_args(arguments)
    folder = call.folder or Path(tempfile.mkdtemp(prefix="fazhi-crash-"))
    folder.mkdir(parents=True, exist_ok=True)
    with serve_prefect(folder / "prefect") as server:
        theatre = Theatre(folder, call.pages, server)
        timeline = theatre.clean[False].timeline
        print(
            f"a clean run: loading from {timeline.loading:.2f} s, closing from {timeline.closing:.2f} s, "
            f"published at {timeline.published:.2f} s, ended at {timeline.end:.2f} s"
        )
        rounds = []
        started = time.monotonic()
        for played in theatre.play(call.kills, call.seed):
            rounds.append(played)
            for fault in played.faults:
                print(f"round {played.number}, {played.phase}: {fault}", flush=True)
            if len(rounds) % 10 == 0:
                print(f"… {len(rounds)} kills in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        print_rounds(rounds)
        writers = Stage(folder / "writers", theatre.pages, server)
        race = race_writers(writers, theatre.clean[False].content, call.seconds)
        print_race(race)
        changing = folder / "changing-pages"
        readers = Stage(folder / "readers", write_pages(changing, call.pages), server)
        audience = watch_readers(readers, changing, call.pages, call.seconds)
        print_audience(audience)
    failed = any(played.faults or played.orphans for played in rounds) or race.faults or audience.faults
    return 1 if failed else 0


def print_rounds(rounds: Sequence[Round]) -> None:
    """The table of the kills."""
    killed = [played for played in rounds if played.phase != "ended before"]
    print(f"\nkills {len(killed)} of {len(rounds)} rounds; the other runs had come to their end before")
    print(
        f"  of the whole group {sum(played.whole_group for played in killed)}, of the command alone {sum(not played.whole_group for played in killed)}"
    )
    print(
        f"  in a new warehouse {sum(not played.update for played in killed)}, in one of a former edition {sum(played.update for played in killed)}"
    )
    print("moments by phase")
    for phase, count in Counter(played.phase for played in killed).most_common():
        print(f"  {count:5d}  {phase}")
    loading = Counter(played.batches for played in killed if played.phase == "loading")
    print(
        "batches that were in when loading was killed: "
        + ", ".join(f"{batches} ({count})" for batches, count in sorted(loading.items()))
    )
    print(f"unequal contents    {sum(not played.equal for played in rounds)}")
    print(f"half states         {sum(any('after the kill' in fault for fault in played.faults) for played in rounds)}")
    print(f"stale locks         {sum(played.stale_lock for played in rounds)}")
    print(f"orphan processes    {sum(played.orphans for played in rounds)}")
    slowest = max((played.orphan_seconds for played in rounds if not played.whole_group), default=0.0)
    print(f"  the last worker was gone {slowest:.2f} s after its command, at the latest")
    left = Counter(name.partition("fresh-")[0] for played in killed for name in played.left_over)
    print(
        "files left by killed runs, all cleared by the next: "
        + (", ".join(f"{name} ({count})" for name, count in sorted(left.items())) or "none")
    )
    print(f"rounds with a fault {sum(bool(played.faults) for played in rounds)}", flush=True)


def print_race(race: Race) -> None:
    """What came of the writers."""
    ends = ", ".join(f"{count} ended with {status}" for status, count in sorted(race.ends.items()))
    print(f"\ntwo writers: {ends}; faults {len(race.faults)}")
    for fault in race.faults:
        print(f"  {fault}")


def print_audience(audience: Audience) -> None:
    """What came of the readers."""
    looks = ", ".join(f"{how} {count}" for how, count in sorted(audience.looks.items()))
    print(f"\nreaders during {audience.runs} runs: {looks}; faults {len(audience.faults)}")
    for fault in audience.faults[:10]:
        print(f"  {fault}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
