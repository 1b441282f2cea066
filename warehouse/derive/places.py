"""`FROM find_region('通城')`: every region that a name may mean, in plain SQL; none is chosen."""

from __future__ import annotations

import duckdb

from warehouse.store.queries import is_lake
from warehouse.store.state import run_script_once

_SELECT = """
SELECT code AS region_code, full_name AS region_name, name AS region_short, level, parent_code, valid_from, valid_to
FROM dim_region
WHERE {named} IN (code, full_name, name)
   -- 通城, 湖北通城, 咸宁市通城县: something of what it lies in, and the beginning of its own name.
   OR len(list_filter(
          range(length({named}) - 1),
          lambda cut: cut <> 1 AND starts_with(name, substring({named}, cut + 1))
                      AND contains(left(full_name, length(full_name) - length(name)), left({named}, cut))
      )) > 0
ORDER BY valid_to IS NOT NULL, name <> {named}, code
"""

FIND_REGION = _SELECT.format(named="$named::VARCHAR")
"""The same for a connection that has no macros (a lake): the parameter is `$named`."""

_MACRO = f"CREATE OR REPLACE MACRO find_region(named) AS TABLE {_SELECT.format(named='named')}"


def load_place_macro(con: duckdb.DuckDBPyConnection) -> None:
    """Make the macro what this release says; a lake has none."""
    if is_lake(con):
        return
    run_script_once(con, "place_macro", _MACRO)
