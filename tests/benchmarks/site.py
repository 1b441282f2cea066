"""How long a site takes to build, and how large it gets, over made-up reports that went through the real loader.

python -m tests.benchmarks.site [REPORTS]
"""

from __future__ import annotations

import os
import re
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.made_up_reports import load_reports, make_reports
from warehouse.database import close_warehouse, open_read_only, open_warehouse
from warehouse.site.build import build_site


def main(count: int) -> None:
    """Load, build, print."""
    with tempfile.TemporaryDirectory() as place:
        warehouse, folder = Path(place) / "w.duckdb", Path(place) / "site"
        load_made_up(warehouse, count)
        con = open_read_only(warehouse)
        started, used = time.perf_counter(), sum(os.times()[:2])
        counts = build_site(con, folder)
        spent = sum(os.times()[:2]) - used
        print(f"built {counts} in {time.perf_counter() - started:.0f} s ({spent:.0f} s of processor time)")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        files = [path for path in folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        print(f"memory {memory} MB · {len(files):,} files · {size / 1e6:,.0f} MB · load {os.getloadavg()[0]:.1f}")
        print(f"front page {_weigh(folder / 'index.html'):,} bytes with all that it loads")
        for kind in ("report", "region", "province", "indicator"):
            largest = max((folder / kind).glob("*.html"), key=_weigh)
            print(f"largest {kind} page {_weigh(largest):,} bytes: {largest.name}")
        print(f"largest index file {max(p.stat().st_size for p in (folder / 'search/pairs').iterdir()):,} bytes")


def load_made_up(warehouse: Path, count: int) -> None:
    """A new warehouse of so many reports; says how long they took."""
    con = open_warehouse(warehouse)
    started = time.perf_counter()
    load_reports(con, make_reports(count))
    print(f"loaded {count} reports in {time.perf_counter() - started:.0f} s")
    close_warehouse(con)


def _weigh(page: Path) -> int:
    """The page and the styles and scripts that it loads, in bytes."""
    html = page.read_text(encoding="utf-8")
    loaded = re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"', html)
    return page.stat().st_size + sum((page.parent / name).stat().st_size for name in loaded)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
