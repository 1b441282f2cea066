"""Releases: the same tables as Parquet by year, CSV for Excel, a workbook, or a Frictionless data package.

Two exports of one warehouse are equal byte for byte: every table has a fixed order and nothing tells the time.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

import duckdb

from seeds.own import describe_own
from warehouse.judge.card import read_card
from warehouse.publish.datapackage import describe_package
from warehouse.publish.dictionary import find_comment
from warehouse.publish.release import (
    TABLES,
    TITLE,
    ReleaseTable,
    describe_table,
    read_release_facts,
    read_version,
    select_table,
)
from warehouse.publish.release_papers import CODE_LICENCE, DATA_LICENCE, ReleasedTable, write_papers
from warehouse.publish.workbook import write_workbook
from warehouse.store.errors import WarehouseError
from warehouse.store.fresh_files import name_fresh_folder, put_folder_in_place
from warehouse.store.queries import fetch_value, quote_text

MANIFEST = "manifest.json"


class ExportError(WarehouseError):
    """The release cannot be written there; the message says what to do."""


class ExportFormat(StrEnum):
    """Forms of a release."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    DATAPACKAGE = "datapackage"


_LEFT_OUT = {(ExportFormat.XLSX, "report"): ("text",)}
"""Columns that a format has no room for."""


@dataclass(frozen=True, slots=True)
class Former:
    """A release that stands in a folder, as its manifest tells."""

    version: str
    format: str
    reports: int
    fetched_until: str | None

    def __str__(self) -> str:
        return f"{self.version}（{self.format}，{self.reports} 份报告，数据截至 {self.fetched_until or '—'}）"


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: the folder, its files from it down, the rows by table, and the version, a digest of the data."""

    folder: Path
    files: tuple[str, ...]
    rows: dict[str, int]
    digest: str
    replaced: Former | None = None
    """The release that stood in the folder."""


def export_release(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    form: ExportFormat,
    year: int | None = None,
    *,
    over_another: bool = False,
) -> Export:
    """Write a release of the whole warehouse or of one report year, with what is needed to read and to cite it.

    The folder must be new, empty, or hold a release and nothing else: one of the same data in the same format, or, with
    `over_another`, any. It is replaced as a whole when the new one is ready. Raises ExportError otherwise, OSError where it
    cannot be written; what stood there stands there still then.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = name_fresh_folder(folder)
    former = _check_folder(folder)
    version = read_version(con, year)
    if former is not None and (former.version, former.format) != (version, form.value) and not over_another:
        raise ExportError(
            f"{folder} 里是另一份发布版 {former}，没有动它；这一份是 {version}（{form}）。请另指文件夹，或加 --replace 取而代之。"
            f"{folder} holds another release, {former.version} ({former.format}), and was left alone; this one is {version} ({form}). "
            "Name another folder, or add --replace; `fazhi diff` tells what is different."
        )
    fresh.mkdir()
    try:
        export = _write_release(con, fresh, form, year, version)
        put_folder_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return replace(export, folder=folder, replaced=former)


def _write_release(
    con: duckdb.DuckDBPyConnection, folder: Path, form: ExportFormat, year: int | None, version: str
) -> Export:
    """The release in a new folder."""
    write: dict[ExportFormat, Callable[[duckdb.DuckDBPyConnection, Path, int | None], None]] = {
        ExportFormat.PARQUET: _write_parquet,
        ExportFormat.CSV: _write_csv,
        ExportFormat.XLSX: write_workbook,
        ExportFormat.DATAPACKAGE: _write_package_tables,
    }
    write[form](con, folder, year)
    rows = {table.name: _count_rows(con, table, year) for table in TABLES}
    facts = read_release_facts(con, year)
    card, own = read_card(con), describe_own()
    notes = []
    if facts.samples:
        notes.append(
            f"其中 {facts.samples} 份报告是程序自带的示例，不能引用。{facts.samples} reports are samples: not to be cited.\n"
        )
    if card is not None:
        notes.append(f"准确率（{card.drawn_at[:10]} 抽样，判断者 {'、'.join(card.reviewers)}）：{card.say()}\n")
    if own:
        notes.append(f"另用自定的规则 with tables of one's own (FAZHI_SEEDS)：{own}\n")
    tables = tuple(_describe_released(con, folder, form, table, rows[table.name]) for table in TABLES)
    for name, text in write_papers(facts, version, form.value, tables, "".join(notes)).items():
        (folder / name).write_text(text, encoding="utf-8")
    if form is ExportFormat.DATAPACKAGE:
        described = describe_package(con, facts, version, year, folder)
        (folder / "datapackage.json").write_text(_spell(described), encoding="utf-8")
    files = _list_files(folder)
    manifest = {
        "title": TITLE,
        "version": version,
        "licences": {"data": DATA_LICENCE, "code": CODE_LICENCE},
        "format": form.value,
        "year": year,
        "schema_version": facts.schema_version,
        "parser_versions": list(facts.parser_versions),
        "fetched_until": facts.fetched_until,
        "rows": rows,
        "own_seeds": own,
        "accuracy": None if card is None else asdict(card),
        "files": [
            {"path": name, "bytes": (folder / name).stat().st_size, "sha256": _digest_file(folder / name)}
            for name in files
        ],
    }
    (folder / MANIFEST).write_text(_spell(manifest), encoding="utf-8")
    return Export(folder, (*files, MANIFEST), rows, version)


def _describe_released(
    con: duckdb.DuckDBPyConnection, folder: Path, form: ExportFormat, table: ReleaseTable, rows: int
) -> ReleasedTable:
    """The table as it stands in the folder; a workbook holds them all."""
    files = _list_files(folder)
    own = tuple(name for name in files if table.name in (Path(name).stem, Path(name).parts[0]))
    left_out = _LEFT_OUT.get((form, table.name), ())
    columns = tuple(column for column in describe_table(con, table) if column.name not in left_out)
    return ReleasedTable(table, rows, own or files, columns, find_comment(con, table.source))


def _write_parquet(con: duckdb.DuckDBPyConnection, folder: Path, year: int | None) -> None:
    """A file for each table and report year: `fact_indicator/year=2023/data.parquet`; a folder is one Hive-style table."""
    for table in TABLES:
        if not table.by_year:
            (folder / table.name).mkdir()
            _copy(
                con, select_table(table, None), folder / table.name / "data.parquet", "FORMAT parquet, COMPRESSION zstd"
            )
            continue
        condition = "" if year is None else f"WHERE year = {int(year)}"
        years = con.execute(f"SELECT DISTINCT year FROM ({table.sql}) {condition} ORDER BY year NULLS LAST").fetchall()
        for (told,) in years:
            part = folder / table.name / f"year={'__HIVE_DEFAULT_PARTITION__' if told is None else told}"
            part.mkdir(parents=True)
            only = f"SELECT * EXCLUDE (year) FROM ({table.sql}) WHERE year IS NOT DISTINCT FROM {told or 'NULL'}"
            order = ", ".join(name for name in table.order.split(", ") if name != "year")
            _copy(con, f"{only} ORDER BY {order}", part / "data.parquet", "FORMAT parquet, COMPRESSION zstd")


def _write_csv(con: duckdb.DuckDBPyConnection, folder: Path, year: int | None) -> None:
    """A file for each table, with the mark by which Excel knows UTF-8."""
    for table in TABLES:
        plain = folder / f"{table.name}.plain"
        _copy(con, _disarm(con, table, year), plain, "FORMAT csv, HEADER")
        with plain.open("rb") as source, (folder / f"{table.name}.csv").open("wb") as target:
            target.write(codecs.BOM_UTF8)
            shutil.copyfileobj(source, target)
        plain.unlink()


def _write_package_tables(con: duckdb.DuckDBPyConnection, folder: Path, year: int | None) -> None:
    (folder / "data").mkdir()
    for table in TABLES:
        _copy(con, _disarm(con, table, year), folder / "data" / f"{table.name}.csv", "FORMAT csv, HEADER")


def _disarm(con: duckdb.DuckDBPyConnection, table: ReleaseTable, year: int | None) -> str:
    """The query with an apostrophe before each text that a spreadsheet would take for a formula (=HYPERLINK(…), +1, -1, @SUM)."""
    sql = select_table(table, year)
    columns = con.execute(f"DESCRIBE {sql}").fetchall()
    shown = ", ".join(
        f"""CASE WHEN regexp_matches("{row[0]}", '^[=+\\-@\\t\\r]') THEN chr(39) || "{row[0]}" ELSE "{row[0]}" END AS "{row[0]}\""""
        if row[1] == "VARCHAR"
        else f'"{row[0]}"'
        for row in columns
    )
    return f"SELECT {shown} FROM ({sql}) ORDER BY {table.order}"


def _copy(con: duckdb.DuckDBPyConnection, sql: str, target: Path, options: str) -> None:
    con.execute(f"COPY ({sql}) TO {quote_text(str(target))} ({options})")


def _count_rows(con: duckdb.DuckDBPyConnection, table: ReleaseTable, year: int | None) -> int:
    condition = f" WHERE year = {int(year)}" if year is not None and table.by_year else ""
    return int(fetch_value(con, f"SELECT count(*) FROM ({table.sql}){condition}"))


def _check_folder(folder: Path) -> Former | None:
    """The release that the folder holds. Raises ExportError where it holds anything else than what its manifest lists."""
    if not folder.exists():
        return None
    if not folder.is_dir():
        raise ExportError(f"{folder} 不是文件夹：请另指一个。{folder} is no folder: name another one.")
    present = set(_list_files(folder))
    manifest = folder / MANIFEST
    listed: set[str] = set()
    former = None
    if manifest.is_file():
        try:
            told = json.loads(manifest.read_text(encoding="utf-8"))
            listed = {str(entry["path"]) for entry in told["files"]}
            # Earlier releases called it a digest, and it was another one for each format.
            version = str(told.get("version") or told["digest"])
            former = Former(version, str(told["format"]), int(told["rows"]["report"]), told.get("fetched_until"))
        except (ValueError, KeyError, TypeError) as error:
            raise ExportError(
                f"{manifest} 不是发布清单：请另指文件夹。{manifest} is no manifest of a release: name another folder."
            ) from error
        listed.add(MANIFEST)
    if others := sorted(present - listed):
        raise ExportError(
            f"{folder} 里有别的文件（{others[0]}），没有动它：请另指一个空文件夹。"
            f"{folder} holds files that are of no release; nothing was changed: name an empty folder."
        )
    return former


def _list_files(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def _digest_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _spell(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
