"""The views that answer analysts' questions, from `views/*.sql`: each file asks one question and says what it leaves open."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files

import duckdb

from warehouse.derive.settling import check_rules
from warehouse.derive.view_files import read_view_file
from warehouse.store.queries import is_lake, quote_text, transaction
from warehouse.store.state import read_state, write_state

_ASKED = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_]+)")


@cache
def list_views() -> tuple[str, ...]:
    """The views that `views/` holds, each behind those that it asks. Raises graphlib.CycleError where two ask each other."""
    names = sorted(
        file.name[:-4] for file in files("warehouse").joinpath("views").iterdir() if file.name.endswith(".sql")
    )
    asked = {name: sorted(set(_ASKED.findall(read_view_file(name))) & set(names) - {name}) for name in names}
    return tuple(TopologicalSorter(asked).static_order())


def load_views(con: duckdb.DuckDBPyConnection) -> bool:
    """Make the views what this release says, with their comments; whether anything had to be written.

    `{indicator_columns}` and `{indicator_comments}` in a file stand for the catalogue as dim_indicator holds it now, so
    call it after the dimensions are refreshed.
    """
    script = "\n".join(read_view_file(name) for name in list_views())
    rows = con.execute("SELECT indicator_id, name_zh, unit FROM dim_indicator ORDER BY indicator_id").fetchall()
    columns = ", ".join(f'{quote_text(indicator)} AS "{name_column(indicator)}"' for indicator, _, _ in rows)
    comments = "\n".join(
        f'COMMENT ON COLUMN indicator_wide."{name_column(indicator)}" IS '
        f"{quote_text(f'{name}（{unit}），指标 {indicator}；无值时为空')};"
        for indicator, name, unit in rows
    )
    script = script.replace("{indicator_columns}", columns).replace("{indicator_comments}", comments)
    digest = hashlib.sha256(script.encode()).hexdigest()
    present = {name for (name,) in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    if read_state(con, "views") == digest and present.issuperset(list_views()):
        return False
    # A DuckLake keeps comments of views, not of their columns.
    left_out = "COMMENT ON COLUMN" if is_lake(con) else None
    with transaction(con):
        for statement in duckdb.extract_statements(script):
            if left_out is None or left_out not in statement.query:
                con.execute(statement.query)
        check_rules(con)
        write_state(con, "views", digest)
    return True


def read_question(name: str) -> str:
    """The comment at the head of a view's file: its question, rules and caveats, in English."""
    lines = read_view_file(name).splitlines()
    head = [
        line.removeprefix("--").strip() for line in lines[: next(n for n, line in enumerate(lines) if line[:2] != "--")]
    ]
    return " ".join(head)


def name_column(indicator_id: str) -> str:
    """The column of an indicator in indicator_wide: reconsideration.applications is reconsideration_applications."""
    return indicator_id.replace(".", "_")
