"""`fazhi sources check`: is the registry of sources sound, and what does it hold?"""

from __future__ import annotations

from collections import Counter

from flows.sites.registry import check_sources, name_registry, read_sources
from flows.terminal.tables import open_console, print_table


def check_registry() -> int:
    """Print what is wrong with the registry, or what it holds; the exit status. Nothing is fetched."""
    console = open_console()
    complaints = check_sources()
    if complaints:
        for complaint in complaints:
            console.print(complaint, markup=False, soft_wrap=True)
        console.print(f"{len(complaints)} 处有误，请改 {name_registry()}。Mend these rows of it.", markup=False)
        return 1
    sources = read_sources()
    rows = [
        (
            source.name,
            source.region_code,
            source.level,
            source.kind,
            f"{source.first_year or ''}–{source.last_year or ''}",
            source.seen,
        )
        for source in sources
    ]
    print_table(("名称 name", "区划 region", "层级 level", "种类 kind", "年份 years", "所见 seen"), rows, len(rows))
    provinces = len({source.region_code[:2] for source in sources if source.region_code})
    unverified = Counter(source.seen.split()[0] for source in sources)["unverified"]
    console.print(f"{len(sources)} 个来源 sources · {provinces} 个省份 provinces · 未核实 unverified {unverified}")
    return 0
