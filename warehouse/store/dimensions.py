"""Seeds into dimensions: the catalogue of indicators, the regions, the classes of units, the breaks of caliber."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

import duckdb

from seeds.own import describe_own, read_merged
from warehouse.store.queries import fetch_value, list_columns, quote_text, transaction

Row = dict[str, str | None]


_SEEDS = {
    "dim_indicator": "indicators.csv",
    "dim_region": "regions.csv",
    "dim_unit": "units.csv",
    "dim_caliber_break": "caliber_breaks.csv",
    "dim_known_report": "known_reports.csv",
}

_exact: dict[tuple[str, str], object] = {}
"""By table and one's own seeds: the digest of a table that held exactly what it should; None after it was looked at once."""


def refresh_dimensions(con: duckdb.DuckDBPyConnection) -> None:
    """Make dim_indicator, dim_region, dim_unit, dim_caliber_break and dim_known_report what seeds/ says; writes nothing where they are so already."""
    own = describe_own()
    with transaction(con):
        for table, seed in _SEEDS.items():
            rows, known = _list_wanted(table, own), _exact.get((table, own))
            if known is not None and _digest(con, table, tuple(rows[0])) == known:
                continue
            was_filled = _replace_rows(con, table, rows, f"seeds/{seed}")
            # Who opens many warehouses compares six thousand rows twice and digests afterwards: a fifth of a second for each.
            # A new one is opened again at once.
            is_exact = rows and (was_filled or (table, own) in _exact)
            _exact[table, own] = _digest(con, table, tuple(rows[0])) if is_exact else None


@cache
def _list_wanted(table: str, own: str) -> list[Row]:
    """What the table is to hold with these seeds of one's own, as `describe_own` tells them."""
    rows = read_rows(_SEEDS[table])
    return _name_regions(rows) if table == "dim_region" else _class_units(rows) if table == "dim_unit" else rows


def _digest(con: duckdb.DuckDBPyConnection, table: str, names: Sequence[str]) -> object:
    """Of these columns' texts, in any order of the rows; None where the table lacks one of them."""
    if not set(names) <= set(list_columns(con, table)):
        return None
    written = ", ".join(f'CAST("{name}" AS VARCHAR)' for name in names)
    return fetch_value(con, f"SELECT [count(*), sum(hash({written})::HUGEINT)] FROM {table}")


def read_rows(name: str) -> list[Row]:
    """Rows of seeds/<name>: UTF-8 with a header row, `#` lines before it are notes, an empty field is null."""
    return [{column: value or None for column, value in row.items()} for row in read_merged(name)]


def shorten_region(full_name: str | None) -> str | None:
    """A region's own name: 通城县 of 湖北省咸宁市通城县, 苏州工业园区 of 江苏省苏州市苏州工业园区; None where no region begins it."""
    if full_name is None:
        return None
    names = _load_own_names()
    known = names.get(full_name)
    if known is not None:
        return known
    above = next((full_name[:end] for end in range(len(full_name) - 1, 0, -1) if full_name[:end] in names), None)
    return None if above is None else full_name.removeprefix(above)


@cache
def _load_own_names() -> dict[str, str]:
    """The own name of each region, past ones too, by its full name."""
    return {row["full_name"] or "": row["name"] or "" for row in _name_regions(read_rows("regions.csv"))}


def _name_regions(rows: Sequence[Row]) -> list[Row]:
    """The rows with full_name, from the province down (河南省濮阳市濮阳县).

    A parent's name is the one in force when the row's own time ended.
    """
    by_code: dict[str | None, list[Row]] = {}
    for row in rows:
        by_code.setdefault(row["code"], []).append(row)

    known: dict[int, str] = {}

    def name_fully(row: Row) -> str:
        if id(row) not in known:
            known[id(row)] = name_under_parent(row)
        return known[id(row)]

    def name_under_parent(row: Row) -> str:
        name = row["name"] or ""
        parents = by_code.get(row["parent_code"], []) if row["parent_code"] else []
        if not parents:
            return name
        end = int(row["valid_to"] or 9999)
        reigning = [parent for parent in parents if int(parent["valid_from"] or 0) <= end]
        latest = max(reigning or parents, key=lambda parent: int(parent["valid_from"] or 0))
        return name_fully(latest) + name

    return [{**row, "full_name": name_fully(row)} for row in rows]


def _class_units(rows: Sequence[Row]) -> list[Row]:
    pairs = sorted({(row["unit"] or "", row["class"] or "") for row in rows})
    return [{"unit": unit, "unit_class": unit_class} for unit, unit_class in pairs]


def _replace_rows(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row], seed: str) -> bool:
    """Make the table hold exactly these rows; a column that the seed has and the table lacks is added. Whether it was empty."""
    names = list(rows[0]) if rows else []
    present: dict[str, str] = {name: kind for name, kind, *_ in con.execute(f"DESCRIBE {table}").fetchall()}
    for name in names:
        if name not in present:
            con.execute(f'ALTER TABLE {table} ADD COLUMN "{name}" VARCHAR')
            con.execute(f'COMMENT ON COLUMN {table}."{name}" IS {quote_text(f"{seed} 的附加列 {name}")}')
            present[name] = "VARCHAR"
    listed = ", ".join(f'"{name}"' for name in names)
    if _holds_exactly(con, table, rows, names):
        return False
    import pyarrow as pa

    typed = ", ".join(f'CAST("{name}" AS {present[name]}) AS "{name}"' for name in names)
    con.register("seed_rows", pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in names}))
    try:
        incoming = f"SELECT {typed} FROM seed_rows"
        stored = f"SELECT {listed} FROM {table}"
        if not fetch_value(con, f"SELECT count(*) FROM {table}"):
            con.execute(f"INSERT INTO {table} ({listed}) {incoming}")
            return True
        # Only where something differs: a rewrite at each opening would make the file grow.
        differing = f"({incoming} EXCEPT ALL {stored}) UNION ALL ({stored} EXCEPT ALL {incoming})"
        if fetch_value(con, f"SELECT count(*) FROM ({differing})"):
            con.execute(f"DELETE FROM {table}")
            con.execute(f"INSERT INTO {table} ({listed}) {incoming}")
        return False
    finally:
        con.unregister("seed_rows")


def _holds_exactly(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row], names: Sequence[str]) -> bool:
    """Whether the table holds these very rows, as text: nearly always, and half a second less than to import pyarrow and see.

    What is the same value written otherwise (1.0 for 1) is not the same text: then DuckDB compares the values.
    """
    written = ", ".join(f'CAST("{name}" AS VARCHAR)' for name in names)
    stored = con.execute(f"SELECT {written} FROM {table}").fetchall() if names else []
    return Counter(stored) == Counter(tuple(row[name] for name in names) for row in rows)
