"""fazhi as a library: the warehouse and the parsers from Python, in pandas, polars or Arrow.

    import fazhi

    con = fazhi.connect("warehouse.duckdb")              # DuckDB, read-only
    con.sql("FROM search_passage('复议 调解')").show()
    applied = fazhi.indicator("reconsideration.applications")
    applied.pandas(); applied.polars(); applied.arrow()  # or pl.DataFrame(applied)
    page = fazhi.parse("report.html")                    # one page, no warehouse
    fazhi.facts(page).pandas()

What can go wrong is a `fazhi.WarehouseError` or a `fazhi.CallError` whose message says what to do, in Chinese and English.
The columns and their units are those of `fazhi tables`; a walk from the clone to a figure in a paper is in
warehouse/tutorial.md.

Where the name comes from: this folder is `flows/fazhi`, for the library is a door beside the command line, may use what that
uses, and a top-level folder of five short modules would say less than the rooms that it opens. pyproject.toml has setuptools
look for packages in `flows` too and take only this one from there, so that it is `fazhi`, and nothing but `fazhi`, both in an
editable installation and in a wheel. Modules in here import each other relatively, since `flows.fazhi` is not their name.
"""

from __future__ import annotations

from importlib.metadata import version

from flows.errors import CallError
from warehouse.store.errors import WarehouseError

from .asking import UnknownIndicator, connect, indicator, indicators
from .frames import Frame
from .reading import UnreadableFile, facts, parse

__version__ = version("fazhi")

__all__ = [
    "CallError",
    "Frame",
    "UnknownIndicator",
    "UnreadableFile",
    "WarehouseError",
    "__version__",
    "connect",
    "facts",
    "indicator",
    "indicators",
    "parse",
]
