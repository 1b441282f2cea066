"""`python -m tests.fault_server.measure`: the figures of a run over the whole province, and what each fault comes to."""

from __future__ import annotations

import datetime as dt
import re
import resource
import tempfile
import time
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from flows.archive.warc import open_archive
from flows.fetching.transfer import Limits
from flows.sites.harvest import Memory, harvest
from tests.fault_server.journey import TODAY, make_rules, run_journey
from tests.fault_server.running import Province, run_province
from tests.fault_server.sites import SITES
from warehouse.database import close_warehouse, open_warehouse

DELAY = 1.0

# Fault, and whether it strikes robots, the column or the report of 2022; how often (-1: always).
FAULTS = (
    ("busy_seconds", "report", 1),
    ("busy_date", "report", 1),
    ("busy_hour", "report", -1),
    ("status_500", "report", 1),
    ("status_500", "report", -1),
    ("break", "report", 1),
    ("break", "report", -1),
    ("cut_gzip", "report", 1),
    ("cut_gzip", "report", -1),
    ("bomb", "report", -1),
    ("drip", "report", -1),
    ("loop", "report", -1),
    ("to http://10.0.0.1/x.html", "report", -1),
    ("to http://169.254.169.254/", "report", -1),
    ("wrong_charset", "report", -1),
    ("forbid", "robots", -1),
    ("status_503", "robots", -1),
    ("slow_crawl", "robots", -1),
    ("empty", "column", -1),
    ("gone", "column", -1),
    ("challenge_200", "column", -1),
    ("gone", "report", -1),
    ("challenge", "report", -1),
    ("challenge_200", "report", -1),
)


def order_faults(province: Province) -> dict[str, str]:
    """A fault for each of the first sites; what is ordered by the site's address."""
    ordered = {}
    for site, (fault, what, times) in zip(SITES, FAULTS, strict=False):
        path = site.name_path(2022)
        where = {
            "robots": "^/robots",
            "report": re.escape(path) + "(?:$|[?&])",
            "column": "^/(?!robots)" if fault == "empty" else "^" + re.escape(site.column),
        }[what]
        province.order(fault, where, site=site.address, times=times)
        ordered[site.address] = f"{fault} ({what}, {'once' if times == 1 else 'always'})"
    return ordered


def peak() -> int:
    """Megabytes of this process at its largest."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure_gaps(province: Province) -> tuple[float, float, float]:
    """The smallest pause between two requests to a site, the time that politeness alone imposes, and first to last request."""
    arrivals = defaultdict(list)
    for entry in province.log():
        arrivals[entry["site"]].append(float(str(entry["at"])))
    gaps = [later - earlier for times in arrivals.values() for earlier, later in pairwise(times)]
    moments = [moment for times in arrivals.values() for moment in times]
    return min(gaps), max(len(times) - 1 for times in arrivals.values()) * DELAY, max(moments) - min(moments)


def main() -> None:
    """Print the figures and the table of faults."""
    with tempfile.TemporaryDirectory() as name, run_province(Path(name)) as province:
        folder = Path(name)
        rules = make_rules(
            province, delay=DELAY, limits=Limits(total_seconds=8.0, idle_seconds=4.0, connect_seconds=4.0)
        )
        sources = province.make_sources()
        started = time.monotonic()
        with open_archive(folder / "only") as archive:
            found = sum(len(batch.finds) for batch in harvest(sources, rules, archive, folder / "only", Memory(TODAY)))
        took = time.monotonic() - started
        gap, least, span = measure_gaps(province)
        print(
            f"fetching alone: {found} reports, {took:.1f} s, first to last request {span:.1f} s, politeness alone {least:.1f} s, "
            f"ratio {took / least:.2f}, smallest pause {gap:.3f} s, peak {peak()} MB"
        )
        con = open_warehouse(folder / "calm.duckdb")
        # Parsers and their data are loaded before the clock starts.
        run_journey(con, folder / "warm", sources[:1], make_rules(province, delay=0.0))
        con.execute("DELETE FROM report; DELETE FROM page; DELETE FROM address")
        for number in (1, 2):
            province.reset()
            started = time.monotonic()
            journey = run_journey(con, folder / "calm", sources, rules)
            took = time.monotonic() - started
            gap, least, span = measure_gaps(province)
            statuses = Counter(entry["status"] for entry in province.log())
            print(
                f"run {number}: {dict(journey.outcomes)}, {len(province.log())} requests {dict(statuses)}, bodies {journey.bodies}, "
                f"{took:.1f} s with parsing in this process; first to last request {span:.1f} s, politeness alone {least:.1f} s, "
                f"ratio {span / least:.2f}, "
                f"smallest pause {gap:.3f} s, peak {peak()} MB"
            )
        close_warehouse(con)
        con = open_warehouse(folder / "faults.duckdb")
        province.reset()
        ordered = order_faults(province)
        started = time.monotonic()
        journey = run_journey(con, folder / "faults", sources, rules)
        print(
            f"faults: {dict(journey.outcomes)}, {time.monotonic() - started:.1f} s, peak {peak()} MB, pause {measure_gaps(province)[0]:.3f} s"
        )
        refused = defaultdict(list)
        for url, reason in con.execute("SELECT url, reason FROM quarantine").fetchall():
            refused[url.split("/")[2].split(":")[0]].append(reason)
        tries = Counter(
            (str(entry["site"]), str(entry["fault"]).split(" ")[0]) for entry in province.log() if entry["fault"]
        )
        province.reset()
        after = run_journey(con, folder / "faults", sources, make_rules(province, delay=0.05))
        [(reports,)] = con.execute("SELECT count(*) FROM report").fetchall()
        left = dict(con.execute("SELECT url, reason FROM quarantine").fetchall())
        print(f"after the faults: {dict(after.outcomes)}, {reports} reports, left in quarantine {left}")
        print("| fault | requests that met it | what happened | lost after the next run |")
        print("|---|---|---|---|")
        stored = Counter(row[0].split("/")[2].split(":")[0] for row in con.execute("SELECT url FROM report").fetchall())
        for address, fault in ordered.items():
            happened = (
                ", ".join(f"{reason} ×{count}" for reason, count in Counter(refused[address]).items()) or "loaded"
            )
            met = tries[address, fault.split(" ")[0]]
            print(
                f"| {fault} | {met} | {happened} | {'nothing' if stored[address] == 5 else f'{5 - stored[address]} of 5'} |"
            )
        print("run ended", dt.datetime.now(dt.UTC).isoformat(timespec="seconds"))
        close_warehouse(con)


if __name__ == "__main__":
    main()
