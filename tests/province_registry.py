"""The made-up province as a registry file, for the real command: what FAZHI_SOURCES names."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path

from flows.sites.registry import Source
from tests.fault_server.running import Province
from tests.fault_server.sites import Site


def write_registry(path: Path, province: Province, sites: Sequence[Site], **changes: str) -> dict[str, str]:
    """Write the sites' rows, and give the settings with which `fazhi` fetches from them; `changes` go into each row."""
    rows = [replace(province.make_source(site), note="loopback", **changes) for site in sites]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("# 测试用\n")
        table = csv.DictWriter(file, [field.name for field in fields(Source)])
        table.writeheader()
        table.writerows(asdict(row) for row in rows)
    return {
        "FAZHI_SOURCES": str(path),
        "FAZHI_ALLOW_LOOPBACK": "true",
        "FAZHI_CONTACT": "tests@example.org",
        "FAZHI_FETCH_DELAY": "0.2",
        "FAZHI_WORKERS": "1",
    }
