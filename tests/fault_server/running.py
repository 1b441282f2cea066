"""The server as a process of its own, for a test session."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from flows.sites.registry import Source
from tests.fault_server.reports import YEARS
from tests.fault_server.sites import SITES, Site

ROOT = Path(__file__).resolve().parents[2]


class Province:
    """The running server and what tests ask of it."""

    def __init__(self, ports: dict[str, object]) -> None:
        self.ports = ports
        self.port = int(str(ports["province"]))

    def url(self, site: Site, path: str) -> str:
        """An address on a site."""
        return f"http://{site.address}:{self.port}{path}"

    def order(self, fault: str, path: str, site: str = "*", times: int = -1) -> None:
        """Order a fault for the paths that match."""
        self._control("POST", {"site": site, "path": path, "name": fault, "times": times})

    def reset(self) -> None:
        """No faults any more, and a clean log."""
        self._control("DELETE")

    def log(self) -> list[dict[str, object]]:
        """All requests since the last reset, in their order, by the server's clock."""
        return self._control("GET")

    def make_source(self, site: Site) -> Source:
        """A site's row as the registry would have it."""
        return Source(
            name=f"site-{site.number}",
            url=self.url(site, site.column),
            kind=site.kind,
            level="county",
            first_year=YEARS[0],
            last_year=YEARS[-1],
        )

    def make_sources(self) -> list[Source]:
        """All 60 sites."""
        return [self.make_source(site) for site in SITES]

    def _control(self, method: str, data: object = None) -> list[dict[str, object]]:
        request = Request(
            f"http://127.0.0.1:{self.port}/_control", method=method, data=json.dumps(data).encode() if data else None
        )
        with urlopen(request, timeout=120) as answer:
            return json.load(answer)


@contextmanager
def run_province(folder: Path) -> Iterator[Province]:
    """The server while the block runs; ended by its own process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fault_server", str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the fault server ended with {process.wait(300)} before it listened")
        yield Province(json.loads(line))
    finally:
        process.terminate()
        try:
            process.wait(300)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(300)
