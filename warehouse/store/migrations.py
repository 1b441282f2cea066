"""The warehouse's form: numbered migrations, one fact table for each report year, and the view over all of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files

import duckdb

from warehouse.store.errors import NewerWarehouse, NotAWarehouse
from warehouse.store.queries import fetch_value, is_lake, quote_text, transaction

FACT_VIEW = "fact_indicator"
UNKNOWN_YEAR_TABLE = "fact_indicator_unknown"
"""Facts of reports whose year is not known; made by the first migration, and the pattern for the table of each year."""

_FACT_TABLE = re.compile(rf"{FACT_VIEW}_([0-9]{{4}}|unknown)")

_PACKED = " USING COMPRESSION zstd"
"""Of columns whose texts repeat one another: left to itself DuckDB 1.5 takes it from 4,096 characters a text on, and needs three times as
long for what takes nine times the space. A warehouse that an earlier release made stays as it is. A lake knows no such thing."""

_VERSION_TABLE = """
CREATE TABLE schema_version (version INTEGER NOT NULL, name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL);
COMMENT ON TABLE schema_version IS '数据仓库结构的版本，每次升级一行';
COMMENT ON COLUMN schema_version.version IS '版本号，从 1 起';
COMMENT ON COLUMN schema_version.name IS '升级脚本的名称';
COMMENT ON COLUMN schema_version.applied_at IS '升级时间（协调世界时）';
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: `0001_tables.sql` is version 1, named tables."""

    version: int
    name: str
    sql: str


def read_migrations() -> tuple[Migration, ...]:
    """The migrations that this release brings, in order. Raises ValueError where their numbers are not 1, 2, 3 …"""
    found = []
    for file in files("warehouse.schema").iterdir():
        if file.name.endswith(".sql"):
            number, _, name = file.name.removesuffix(".sql").partition("_")
            found.append(Migration(int(number), name, file.read_text(encoding="utf-8")))
    found.sort(key=lambda migration: migration.version)
    if [migration.version for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations are not numbered 1, 2, 3 …: {[migration.version for migration in found]}")
    return tuple(found)


def read_version(con: duckdb.DuckDBPyConnection) -> int:
    """The schema version of an open database, 0 for an empty one.

    Raises NotAWarehouse where the database holds tables, but none of ours.
    """
    with suppress(duckdb.CatalogException):
        return int(fetch_value(con, "SELECT max(version) FROM schema_version") or 0)
    tables = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()}
    if tables:
        listed = ", ".join(sorted(tables)[:5])
        raise NotAWarehouse(_name_file(con), f"it is a DuckDB database with other tables ({listed})")
    return 0


def check_version(con: duckdb.DuckDBPyConnection, newest: int) -> int:
    """The schema version of an open database. Raises NewerWarehouse where this release knows only older ones."""
    version = read_version(con)
    if version > newest:
        raise NewerWarehouse(_name_file(con), version, newest)
    return version


def _name_file(con: duckdb.DuckDBPyConnection) -> str:
    path = fetch_value(con, "SELECT path FROM duckdb_databases() WHERE database_name = current_database()")
    return str(path or "the database in memory")


def migrate(con: duckdb.DuckDBPyConnection, migrations: Sequence[Migration] | None = None) -> int:
    """Bring an open database to the newest version, each step in one transaction; the number of steps taken.

    A statement that names fact_indicator_unknown is repeated for the table of each report year, so that all stay alike.
    """
    steps = read_migrations() if migrations is None else migrations
    version = check_version(con, steps[-1].version if steps else 0)
    # No step makes a year's table: a new warehouse has none, and nobody reads it before its last step.
    years = [table for table in list_fact_tables(con) if table != UNKNOWN_YEAR_TABLE]
    is_new = version == 0
    stores = not is_lake(con)
    taken = 0
    for step in steps:
        if step.version <= version:
            continue
        with transaction(con):
            if step.version == 1:
                con.execute(_VERSION_TABLE)
            # A view that was bound to a table's former columns fails after ALTER TABLE: it is made anew.
            con.execute(f"DROP VIEW IF EXISTS {FACT_VIEW}")
            for statement in duckdb.extract_statements(step.sql if stores else step.sql.replace(_PACKED, "")):
                con.execute(statement.query)
                if UNKNOWN_YEAR_TABLE in statement.query:
                    for table in years:
                        con.execute(statement.query.replace(UNKNOWN_YEAR_TABLE, table))
            if step is steps[-1] or not is_new:
                _build_fact_view(con)
            con.execute(
                "INSERT INTO schema_version VALUES (?, ?, ?)",
                [step.version, step.name, dt.datetime.now(dt.UTC).replace(tzinfo=None)],
            )
        taken += 1
    return taken


def name_fact_table(year: int | None) -> str:
    """The table that holds the facts of a report year."""
    return UNKNOWN_YEAR_TABLE if year is None else f"{FACT_VIEW}_{year}"


def list_fact_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of all fact tables, by year, the one for unknown years last."""
    rows = con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
    return sorted({name for (name,) in rows if _FACT_TABLE.fullmatch(name)})


def ensure_fact_tables(con: duckdb.DuckDBPyConnection, years: Iterable[int | None]) -> None:
    """Make the tables of these report years where they are missing, in a transaction of their own."""
    known = {year for year in years if year is not None}
    present = set(list_fact_tables(con)) if known else set()
    missing = sorted(year for year in known if name_fact_table(year) not in present)
    if not missing:
        return
    with transaction(con):
        columns = con.execute(
            "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE table_name = ? "
            "ORDER BY column_index",
            [UNKNOWN_YEAR_TABLE],
        ).fetchall()
        for year in missing:
            _create_year_table(con, year, columns)
        _build_fact_view(con)


def _create_year_table(
    con: duckdb.DuckDBPyConnection, year: int, columns: Sequence[tuple[str, str, bool, str | None]]
) -> None:
    """The table of a year; of each column its name, type, whether it may be null, and its comment."""
    table = name_fact_table(year)
    declared = ", ".join(f"{name} {kind}{'' if nullable else ' NOT NULL'}" for name, kind, nullable, _ in columns)
    con.execute(f"CREATE TABLE {table} ({declared})")
    con.execute(f"COMMENT ON TABLE {table} IS {quote_text(f'{year} 年报告中的数字事实；查询请用视图 {FACT_VIEW}')}")
    for name, _, _, comment in columns:
        con.execute(f"COMMENT ON COLUMN {table}.{name} IS {quote_text(comment)}")


def _build_fact_view(con: duckdb.DuckDBPyConnection) -> None:
    """The view over all fact tables, with the comments of their columns."""
    columns = con.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [UNKNOWN_YEAR_TABLE],
    ).fetchall()
    listed = ", ".join(name for name, _ in columns)
    parts = " UNION ALL ".join(f"SELECT {listed} FROM {table}" for table in list_fact_tables(con))
    con.execute(f"CREATE OR REPLACE VIEW {FACT_VIEW} AS {parts}")
    con.execute(f"COMMENT ON VIEW {FACT_VIEW} IS '报告中的数字事实，每个数字一行；合各年份的表而成'")
    if is_lake(con):  # It keeps comments of views, not of their columns.
        return
    for name, comment in columns:
        con.execute(f"COMMENT ON COLUMN {FACT_VIEW}.{name} IS {quote_text(comment)}")
