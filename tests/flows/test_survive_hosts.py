"""A run over hosts of which each has a fault: the good ones are loaded, each bad one is refused with its own reason."""

from __future__ import annotations

from collections import defaultdict

import pytest

from flows.fetching.fetch import FetchRules
from flows.fetching.transfer import Limits
from flows.sites.registry import Source
from tests.fault_server.faulty_hosts import Fault, list_hosts, name_host
from tests.fault_server.journey import run_journey
from tests.fault_server.measure_hosts import serve_hosts
from tests.warehouse_samples import write_empty
from warehouse.database import open_warehouse

HOSTS = list_hosts(3, 1)
LIMITS = Limits(total_seconds=40.0, answer_seconds=20.0, idle_seconds=10.0, connect_seconds=10.0, patient_seconds=6.0)
RULES = FetchRules(contact="测试 tests@example.org", delay=0.02, allow_loopback=True, limits=LIMITS)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, tuple[int, set[str]]]]:
    """By host what two runs made of it, one after the other: reports in the warehouse, reasons in quarantine."""
    folder = tmp_path_factory.mktemp("hosts")
    con = open_warehouse(write_empty(folder / "w.duckdb"))
    outcomes = []
    with serve_hosts(3, 1) as port:
        sources = [
            Source(
                f"host-{number}",
                f"http://{name_host(number)}:{port}{host.start}",
                host.kind,
                match="/fzzf/" if host.kind == "sitemap" else "",
            )
            for number, host in enumerate(HOSTS)
        ]
        for _ in range(2):
            run_journey(con, folder / "archive", sources, RULES)
            outcomes.append(_read_outcome(con))
    con.close()
    return outcomes


def _read_outcome(con) -> dict[str, tuple[int, set[str]]]:
    loaded: dict[str, int] = defaultdict(int)
    reasons: dict[str, set[str]] = defaultdict(set)
    for (url,) in con.execute("SELECT url FROM report").fetchall():
        loaded[url.split("/")[2].partition(":")[0]] += 1
    for url, reason in con.execute("SELECT url, reason FROM quarantine").fetchall():
        reasons[url.split("/")[2].partition(":")[0]].add(reason)
    return {address: (loaded[address], reasons[address]) for address in map(name_host, range(len(HOSTS)))}


@pytest.mark.parametrize("run", [0, 1], ids=["first", "again"])
@pytest.mark.parametrize(
    ("number", "host"), list(enumerate(HOSTS)), ids=[f"{n} {host.name}" for n, host in enumerate(HOSTS)]
)
def test_host_ends_as_it_should(runs, run: int, number: int, host: Fault) -> None:
    loaded, reasons = runs[run][name_host(number)]
    allowed = {host.reason, *host.other} - {""}
    assert loaded == host.loaded
    assert bool(reasons) == bool(allowed)
    assert reasons <= allowed
