"""`fazhi sql --output`: the answer as a file, written by this process and put in place whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import CallError
from flows.terminal.formats import WRITERS, Format, name_columns
from warehouse.store.fresh_files import name_fresh, put_in_place

_TEXTS = {".csv": Format.CSV, ".tsv": Format.TSV, ".json": Format.JSON, ".jsonl": Format.JSONL}
SUFFIXES = (".csv", ".xlsx", ".parquet", ".json", ".jsonl", ".tsv")


def check_output(path: Path) -> None:
    """Raises CallError for a name whose suffix is no known kind, and for a folder that is not there."""
    if path.suffix.lower() not in SUFFIXES:
        kinds = "、".join(SUFFIXES)
        raise CallError(
            f"由 --output 的扩展名定格式，须为 {kinds}。The suffix of --output says the format: one of {', '.join(SUFFIXES)}."
        )
    if path.is_dir() or not path.parent.is_dir():
        raise CallError(
            f"{path} 不能写：须为已有文件夹中的文件名。{path} cannot be written: name a file in a folder that is there."
        )


def write_output(result: duckdb.DuckDBPyConnection, path: Path) -> tuple[int, int]:
    """Write all rows; how many there were, and how many texts a cell of Excel could not hold whole.

    What stood under the name is replaced when all is written. Columns of one name are told apart as in JSON.
    """
    columns = name_columns([column[0] for column in result.description or ()])
    fresh = name_fresh(path)
    try:
        counts = _write(result, columns, fresh, path.suffix.lower())
        put_in_place(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return counts


def _write(result: duckdb.DuckDBPyConnection, columns: list[str], fresh: Path, suffix: str) -> tuple[int, int]:
    if suffix == ".parquet":
        return _write_parquet(result, columns, fresh), 0
    count = [0]
    if suffix == ".xlsx":
        from warehouse.publish.workbook import write_sheet

        cut = write_sheet(fresh, columns, _count_batches(result, count))
        return count[0], cut
    with fresh.open("w", encoding="utf-8", newline="") as out:
        rows = (row for batch in _count_batches(result, count) for row in batch)
        WRITERS[_TEXTS[suffix]](columns, rows, out)
    return count[0], 0


def _write_parquet(result: duckdb.DuckDBPyConnection, columns: list[str], fresh: Path) -> int:
    import pyarrow.parquet as pq

    reader = result.to_arrow_reader(100_000)
    count = 0
    schema = reader.schema
    for place, name in enumerate(columns):
        schema = schema.set(place, schema.field(place).with_name(name))
    with pq.ParquetWriter(fresh, schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch.rename_columns(columns))
            count += batch.num_rows
    return count


def _count_batches(result: duckdb.DuckDBPyConnection, count: list[int]) -> Iterator[list[tuple[Any, ...]]]:
    while rows := result.fetchmany(10_000):
        count[0] += len(rows)
        yield rows
