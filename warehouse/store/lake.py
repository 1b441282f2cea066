"""The warehouse as a DuckLake: Parquet files in a folder, their catalogue in PostgreSQL, for more than one machine.

A lake is named by a file `warehouse.ducklake` whose one line says where its catalogue is, as libpq writes it:
`postgres:host=db.example.org dbname=fazhi user=fazhi` (a password belongs in ~/.pgpass). The Parquet files lie in
`warehouse.parquet/` beside it, a folder for each table; reports are partitioned by year, facts have a table for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import duckdb

from warehouse.store.errors import NotAWarehouse, UnreadableWarehouse, WarehouseError, WarehouseLocked, WarehouseMissing
from warehouse.store.migrations import read_migrations, read_version
from warehouse.store.queries import fetch_value, quote_text, transaction

T = TypeVar("T")

SUFFIX = ".ducklake"

_CATALOGUE = "postgres:"
_NAME = "warehouse"
_EXTENSIONS = ("ducklake", "postgres_scanner")
_RETRIES = 100
"""Commits of other processes that one commit may lose the race against; ten, the default, are soon used up."""
_WRITER = 0x66617A6869
"""PostgreSQL's advisory lock of the one merging writer: `fazhi` in ASCII. Locks are each database's own."""
_INBOX = "inbox"
"""The table that other processes than the writer add rows to."""


class LakeError(WarehouseError):
    """A lake cannot be used as asked; the message says what to do."""


def is_lake_file(path: Path) -> bool:
    """Whether this path names a lake, by its suffix."""
    return path.suffix == SUFFIX


def refuse_lake(path: Path, instead: str) -> None:
    """Raises LakeError, which says what to do instead, where the path names a lake: it is no file that can be copied."""
    if is_lake_file(path):
        raise LakeError(f"{path} 是 DuckLake，不是单个文件。{path} is a DuckLake, not one file: {instead}")


def read_address(path: Path) -> str:
    """The catalogue's address in this file, as libpq takes it. Raises WarehouseMissing, NotAWarehouse."""
    try:
        line = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise WarehouseMissing(path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableWarehouse(path, str(error)) from error
    address = line.removeprefix(_CATALOGUE).strip()
    if not line.startswith(_CATALOGUE) or not address or "\n" in line:
        raise NotAWarehouse(path, "its one line must say postgres:host=… dbname=… user=…")
    return address


def name_data_folder(path: Path) -> Path:
    """Where the Parquet files of a lake lie."""
    return path.with_suffix(".parquet")


def attach_lake(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection whose current database is this lake; read-write, it is made where the catalogue knows none.

    Raises LakeError for want of an extension or of English messages, and the errors of `read_address`.
    """
    address = read_address(path)
    con = duckdb.connect()
    try:
        _load_extensions(con)
        _check_messages(con, path, address)
        con.execute("SET enable_progress_bar = false")  # Merging files would print one.
        con.execute(f"SET ducklake_max_retry_count = {_RETRIES}")
        options = f"DATA_PATH {quote_text(f'{name_data_folder(path)}/')}, OVERRIDE_DATA_PATH true"
        options += ", READ_ONLY" if read_only else ""
        try:
            con.execute(f"ATTACH {quote_text(f'ducklake:{_CATALOGUE}{address}')} AS {_NAME} ({options})")
        except duckdb.InvalidInputException as error:
            if "does not exist" in str(error):
                raise WarehouseMissing(path) from error
            raise UnreadableWarehouse(path, str(error).splitlines()[0]) from error
        except duckdb.Error as error:
            raise UnreadableWarehouse(path, str(error).splitlines()[0]) from error
        con.execute(f"USE {_NAME}")
    except BaseException:
        con.close()
        raise
    return con


def open_for_inserts(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection of a worker that only adds rows. Raises LakeError for a file, and for a lake of another release."""
    if not is_lake_file(path):
        raise LakeError(
            f"{path} 是单个文件，同时只容一个写入者：请用 fazhi ingest。"
            f"{path} is one file, with one writer at a time: use `fazhi ingest`; deposits need a *{SUFFIX}."
        )
    con = attach_lake(path)
    newest = len(read_migrations())
    version = read_version(con)
    if version != newest:
        con.close()
        raise LakeError(
            f"{path} 的结构为第 {version} 版，须为第 {newest} 版：请先以本版运行一次 fazhi merge。"
            f"{path} has schema version {version}, not {newest}: run `fazhi merge` of this release once, first."
        )
    return con


def commit_beside(work: Callable[[], T]) -> T:
    """What `work`, one transaction, gives, done again as often as one of another process came in before it.

    DuckLake itself does a commit again that lost a mere race, but not where one adds rows to a table and the other takes
    rows out, though they be others: `attempting to insert into table … but another transaction has deleted from it`.
    """
    from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

    return Retrying(
        retry=retry_if_exception(_is_conflict),
        wait=wait_random_exponential(multiplier=0.1, max=5),
        stop=stop_after_attempt(_RETRIES),
        reraise=True,
    )(work)


def _is_conflict(error: BaseException) -> bool:
    return isinstance(error, duckdb.TransactionException) and "Transaction conflict" in str(error)


def settle_lake(con: duckdb.DuckDBPyConnection) -> None:
    """What a lake needs beside the schema: texts packed small, reports partitioned by year, statistics. Does nothing twice."""
    con.execute(f"CALL {_NAME}.set_option('parquet_compression', 'zstd')")
    # Whoever reads while files are merged or rows replaced has a day to finish.
    con.execute(f"CALL {_NAME}.set_option('expire_older_than', '1 day')")
    con.execute(f"CALL {_NAME}.set_option('delete_older_than', '1 day')")
    partitioned = fetch_value(
        con,
        f"SELECT count(*) FROM __ducklake_metadata_{_NAME}.ducklake_partition_info AS info "
        f"JOIN __ducklake_metadata_{_NAME}.ducklake_table AS held USING (table_id) "
        "WHERE held.table_name = 'report' AND held.end_snapshot IS NULL AND info.end_snapshot IS NULL",
    )
    if not partitioned:
        con.execute("ALTER TABLE report SET PARTITIONED BY (year)")
    _note_empty_tables(con)


def _note_empty_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Enter the statistics of tables that never held a row: none of anything.

    DuckLake does that with the first rows. Where it finds none it asks PostgreSQL again, for each column of each place in
    a query that names the table: 1,270 of the 1,590 questions that one view asks, for an empty `fact_indicator_unknown`.
    """
    held = f"__ducklake_metadata_{_NAME}"
    empty = (
        f"SELECT table_id FROM {held}.ducklake_table WHERE end_snapshot IS NULL AND table_name <> '{_INBOX}' "
        f"AND table_id NOT IN (SELECT table_id FROM {held}.ducklake_table_stats)"
    )
    numbers = [number for (number,) in con.execute(empty).fetchall()]
    if not numbers:
        return
    listed = ", ".join(map(str, numbers))
    with transaction(con):
        con.execute(
            f"INSERT INTO {held}.ducklake_table_stats (table_id, record_count, next_row_id, file_size_bytes) "
            f"SELECT unnest([{listed}]), 0, 0, 0"
        )
        con.execute(
            f"INSERT INTO {held}.ducklake_table_column_stats (table_id, column_id, contains_null) "
            f"SELECT table_id, column_id, false FROM {held}.ducklake_column "
            f"WHERE end_snapshot IS NULL AND table_id IN ({listed})"
        )


@contextmanager
def hold_writer(path: Path) -> Iterator[None]:
    """Be the one writer that merges, whatever the machine; a process that dies gives it up. Does nothing for a file.

    Raises WarehouseLocked where another process is it. Workers that only insert are not kept out.
    """
    if not is_lake_file(path):
        yield
        return
    address = read_address(path)
    with duckdb.connect() as guard:
        _load_extensions(guard)
        _attach_catalogue(guard, path, address)
        # The lock is the transaction's, and PostgreSQL ends that with the connection.
        guard.begin()
        if not _ask(guard, f"SELECT pg_try_advisory_xact_lock({_WRITER})"):
            raise WarehouseLocked(path, None)
        yield


def _load_extensions(con: duckdb.DuckDBPyConnection) -> None:
    """From the installed packages, without network."""
    for name in _EXTENSIONS:
        spec = find_spec(f"duckdb_extension_{name}")
        folder = Path(spec.origin).parent if spec is not None and spec.origin else Path()
        extension = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if not extension.is_file():
            raise LakeError(
                f"DuckLake 需要 fazhi[scale]（DuckDB {duckdb.__version__} 的扩展 {name}）：请安装后再试。"
                f"A DuckLake needs fazhi[scale], which brings DuckDB's extension {name} {duckdb.__version__}: install it."
            )
        con.execute(f"LOAD {quote_text(str(extension))}")


def _check_messages(con: duckdb.DuckDBPyConnection, path: Path, address: str) -> None:
    """DuckLake tells a lost race from a fault by PostgreSQL's words, and knows the English ones alone."""
    _attach_catalogue(con, path, address)
    language = str(_ask(con, "SELECT current_setting(''lc_messages'')"))
    con.execute("DETACH guard")
    if not is_english(language):
        raise LakeError(
            f"PostgreSQL 的提示语言为 {language}，DuckLake 只认英文：请由管理员执行 ALTER DATABASE … SET lc_messages = 'C'。"
            f"PostgreSQL speaks {language}, and DuckLake retries only what it reads in English: "
            "ALTER DATABASE … SET lc_messages = 'C' as administrator."
        )


def is_english(locale: str) -> bool:
    """Whether PostgreSQL speaks English under this lc_messages: C, POSIX, C.UTF-8, en_GB.UTF-8 …; empty is the server's C."""
    return locale in ("", "C", "POSIX") or locale.startswith(("C.", "en_"))


def _attach_catalogue(con: duckdb.DuckDBPyConnection, path: Path, address: str) -> None:
    try:
        # No tables are wanted: a schema that is not there spares reading what there is.
        con.execute(f"ATTACH {quote_text(address)} AS guard (TYPE postgres, SCHEMA 'none')")
    except duckdb.Error as error:
        raise UnreadableWarehouse(path, str(error).splitlines()[0]) from error


def _ask(con: duckdb.DuckDBPyConnection, sql: str) -> object:
    """One value from PostgreSQL itself; quotation marks in the query are doubled."""
    return fetch_value(con, f"SELECT * FROM postgres_query('guard', '{sql} AS answer')")
