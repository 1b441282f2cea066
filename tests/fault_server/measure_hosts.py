"""`python -m tests.fault_server.measure_hosts [GOOD VARIANTS]`: one `fazhi ingest` over all hosts of `faulty_hosts`.

Prints each host that did not end as it should, the wall time against what politeness imposes, and the memory of all processes.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import duckdb

from tests.fault_server.faulty_hosts import GOOD, VARIANTS, Fault, list_hosts, name_host

ROOT = Path(__file__).resolve().parents[2]
DELAY = 0.5


@dataclass(slots=True)
class Outcome:
    """What a run came to."""

    seconds: float
    polite: float
    """Seconds that politeness alone imposes on the host that was asked most often."""
    memory: dict[str, int] = field(default_factory=dict)
    """Megabytes: of the run's own process, of all its processes together."""
    wrong: list[str] = field(default_factory=list)
    loaded: int = 0
    output: str = ""
    status: int = 0


@contextmanager
def serve_hosts(good: int, variants: int) -> Iterator[int]:
    """The hosts while the block runs; their port."""
    command = [sys.executable, "-m", "tests.fault_server.faulty_hosts", str(good), str(variants)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["port"]
    finally:
        process.kill()
        process.wait(10)


def write_registry(path: Path, hosts: list[Fault], port: int) -> None:
    """A source a host."""
    names = (
        "name",
        "url",
        "kind",
        "region_code",
        "level",
        "site",
        "charset",
        "first_year",
        "last_year",
        "match",
        "tls",
        "seen",
        "note",
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        for number, host in enumerate(hosts):
            url = f"http://{name_host(number)}:{port}{host.start}"
            match = "/fzzf/" if host.kind == "sitemap" else ""
            row = {
                "name": f"host-{number}",
                "url": url,
                "kind": host.kind,
                "level": "county",
                "match": match,
                "seen": "unverified",
            }
            writer.writerow(row)


def run_ingest(folder: Path, hosts: list[Fault], port: int, seconds: float = 900) -> Outcome:
    """One run over all hosts, watched."""
    write_registry(folder / "sources.csv", hosts, port)
    environment = os.environ | {
        "FAZHI_ALLOW_LOOPBACK": "1",
        "FAZHI_FETCH_DELAY": str(DELAY),
        "FAZHI_SOURCES": str(folder / "sources.csv"),
        "FAZHI_CONTACT": "测试 tests@example.org",
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(folder / "prefect"),
    }
    command = [sys.executable, "-m", "flows.cli", "ingest", *(f"host-{n}" for n in range(len(hosts)))]
    started = time.monotonic()
    with (folder / "output").open("w+") as output:
        process = subprocess.Popen(
            [*command, "--warehouse", str(folder / "w.duckdb")],
            env=environment,
            stdout=output,
            stderr=output,
            cwd=folder,
        )
        memory = {"own": 0, "all": 0}
        while process.poll() is None and time.monotonic() - started < seconds:
            sizes = measure_memory(process.pid)
            memory = {"own": max(memory["own"], sizes[0]), "all": max(memory["all"], sum(sizes))}
            time.sleep(0.25)
        if process.poll() is None:
            process.kill()
        status = process.wait()
        output.seek(0)
        told = output.read()
    outcome = Outcome(time.monotonic() - started, 0.0, memory, output=told, status=status)
    with urlopen(f"http://{name_host(0)}:{port}/_visits", timeout=30) as answer:
        visits = json.load(answer)
    outcome.polite = max(visits.values(), default=0) * DELAY
    if not visits:
        raise RuntimeError(f"nothing was asked for:\n{told[-3000:]}")
    judge(folder / "w.duckdb", hosts, port, outcome)
    return outcome


def measure_memory(pid: int) -> list[int]:
    """Resident megabytes of a process and of all below it."""
    try:
        fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        below = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except (OSError, ValueError):
        return [0]
    return [
        int(fields.get("VmRSS", "0 kB").split()[0]) // 1024,
        *(size for child in below for size in measure_memory(child)),
    ]


def judge(warehouse: Path, hosts: list[Fault], port: int, outcome: Outcome) -> None:
    """What became of each host."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        reports = con.execute("SELECT url FROM report").fetchall()
        refused = con.execute("SELECT url, reason, detail FROM quarantine").fetchall()
    for number, host in enumerate(hosts):
        start = f"http://{name_host(number)}:{port}/"
        loaded = sum(url.startswith(start) for (url,) in reports)
        reasons = {reason for url, reason, _ in refused if url.startswith(start)}
        outcome.loaded += loaded
        allowed = {host.reason, *host.other} - {""}
        said = bool(reasons) and reasons <= allowed if allowed else not reasons
        if loaded != host.loaded or not said:
            details = [detail[:100] for url, _, detail in refused if url.startswith(start)]
            outcome.wrong.append(
                f"{number} {host.name}: {loaded} loaded, {sorted(reasons)}, not {host.loaded}, {sorted(allowed)} {details}"
            )


def main(good: int = GOOD, variants: int = VARIANTS) -> None:
    """Measure and print."""
    hosts = list_hosts(good, variants)
    with tempfile.TemporaryDirectory() as folder, serve_hosts(good, variants) as port:
        first = run_ingest(Path(folder), hosts, port)
        again = run_ingest(Path(folder), hosts, port)
    for name, outcome in (("first", first), ("again", again)):
        print(
            f"{name}: {len(hosts)} hosts ({good} good), {outcome.loaded} reports, {outcome.seconds:.1f} s "
            f"(politeness alone {outcome.polite:.1f} s), memory {outcome.memory}, status {outcome.status}, {len(outcome.wrong)} wrong"
        )
        print(*outcome.wrong, sep="\n")
        if outcome.status not in (0, 1):
            print(outcome.output[-3000:])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
