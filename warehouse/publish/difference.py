"""What is different between two releases, or warehouses: figures added, changed and gone, by indicator, and reports."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.publish.export import MANIFEST, ExportFormat
from warehouse.publish.release import read_version
from warehouse.publish.snapshot import open_reader
from warehouse.store.errors import WarehouseError
from warehouse.store.queries import fetch_value, registered

COLUMNS = (
    "change", "indicator_id", "name_zh", "report_id", "region_name", "year", "fact_id", "quote", "fields",
    "old_indicator_id", "new_indicator_id", "old_value", "new_value", "old_unit", "new_unit", "old_qualifier", "new_qualifier",
    "old_scope", "new_scope", "old_period_start", "new_period_start", "old_period_end", "new_period_end", "old_judged",
    "new_judged", "old_check_status", "new_check_status",
)  # fmt: skip
"""Of `Difference.figures`: `change` is added, changed or gone, `fields` what of it changed."""

SUMMARY_COLUMNS = ("indicator_id", "name_zh", "added", "changed", "gone")

_COMPARED = (
    "indicator_id", "value", "unit", "qualifier", "scope", "period_start", "period_end", "judged", "check_status",
)  # fmt: skip
_FACTS = f"fact_id, report_id, quote, {', '.join(_COMPARED)}"
_CASTS = (
    "SELECT fact_id::VARCHAR, report_id::VARCHAR, quote::VARCHAR, indicator_id::VARCHAR, value::DOUBLE, coalesce(unit::VARCHAR, ''), "
    "qualifier::VARCHAR, scope::VARCHAR, period_start::DATE, period_end::DATE, judged::VARCHAR, check_status::VARCHAR"
)
_WHERE = {ExportFormat.CSV: "{name}.csv", ExportFormat.DATAPACKAGE: "data/{name}.csv"}


class NotComparable(WarehouseError):  # noqa: N818 - says what it is
    """What was named is neither a release whose figures can be read nor a warehouse."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a folder or file, and the version of its data."""

    path: Path
    version: str
    reports: int
    figures: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What is told of two sides. `summary` has a row an indicator (SUMMARY_COLUMNS), figures outside the catalogue last."""

    old: Side
    new: Side
    reports_added: tuple[str, ...]
    reports_gone: tuple[str, ...]
    summary: tuple[tuple[str | None, str | None, int, int, int], ...]
    figures: tuple[tuple[object, ...], ...]


def compare_releases(old: Path, new: Path) -> Difference:
    """The two sides' figures by their fact_id, which is made of report, sentence and quote: a figure whose sentence was
    rewritten is gone and added, one that is read otherwise is changed.

    Raises NotComparable for a folder that is no release, or a workbook; otherwise as `open_reader`.
    """
    with duckdb.connect() as con:
        sides = []
        for name, path in (("old", old), ("new", new)):
            con.execute(
                f"CREATE TABLE {name}_fact (fact_id VARCHAR, report_id VARCHAR, quote VARCHAR, indicator_id VARCHAR, value DOUBLE, "
                "unit VARCHAR, qualifier VARCHAR, scope VARCHAR, period_start DATE, period_end DATE, judged VARCHAR, "
                "check_status VARCHAR)"
            )
            con.execute(f"CREATE TABLE {name}_report (report_id VARCHAR, region_name VARCHAR, year SMALLINT)")
            con.execute(f"CREATE TABLE {name}_indicator (indicator_id VARCHAR, name_zh VARCHAR)")
            sides.append(_load_side(con, name, path.expanduser().absolute()))
        figures = tuple(con.execute(_COMPARE).fetchall())
        return Difference(
            sides[0],
            sides[1],
            _list_reports(con, "new", "old"),
            _list_reports(con, "old", "new"),
            tuple(
                con.execute(
                    f"SELECT {_SUMMARY} FROM ({_COMPARE}) GROUP BY ALL ORDER BY indicator_id NULLS LAST"
                ).fetchall()
            ),
            figures,
        )


_CHANGED = ", ".join(f"CASE WHEN old.{name} IS DISTINCT FROM new.{name} THEN '{name}' END" for name in _COMPARED)
_COMPARE = f"""
SELECT
    CASE WHEN old.fact_id IS NULL THEN 'added' WHEN new.fact_id IS NULL THEN 'gone' ELSE 'changed' END AS change,
    coalesce(new.indicator_id, old.indicator_id) AS indicator_id,
    coalesce(now.name_zh, former.name_zh) AS name_zh,
    coalesce(new.report_id, old.report_id) AS report_id,
    coalesce(new_report.region_name, old_report.region_name) AS region_name,
    coalesce(new_report.year, old_report.year) AS year,
    coalesce(new.fact_id, old.fact_id) AS fact_id,
    coalesce(new.quote, old.quote) AS quote,
    CASE WHEN old.fact_id IS NOT NULL AND new.fact_id IS NOT NULL THEN concat_ws(' ', {_CHANGED}) END AS fields,
    {", ".join(f"{side}.{name} AS {side}_{name}" for name in _COMPARED for side in ("old", "new"))}
FROM old_fact AS old
FULL JOIN new_fact AS new ON new.fact_id = old.fact_id
LEFT JOIN new_report ON new_report.report_id = new.report_id
LEFT JOIN old_report ON old_report.report_id = old.report_id
LEFT JOIN new_indicator AS now ON now.indicator_id = coalesce(new.indicator_id, old.indicator_id)
LEFT JOIN old_indicator AS former ON former.indicator_id = coalesce(new.indicator_id, old.indicator_id)
WHERE old.fact_id IS NULL OR new.fact_id IS NULL OR concat_ws(' ', {_CHANGED}) <> ''
ORDER BY indicator_id NULLS LAST, report_id, change, fact_id
"""
_SUMMARY = """
    indicator_id, any_value(name_zh), count(*) FILTER (change = 'added'), count(*) FILTER (change = 'changed'),
    count(*) FILTER (change = 'gone')
"""


def _load_side(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> Side:
    """Fill the tables of one side, and say what it is."""
    version = _load_release(con, name, path) if path.is_dir() else _load_warehouse(con, name, path)
    counts = [int(fetch_value(con, f"SELECT count(*) FROM {name}_{table}")) for table in ("report", "fact")]
    return Side(path, version, *counts)


def _load_release(con: duckdb.DuckDBPyConnection, name: str, folder: Path) -> str:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        form = ExportFormat(manifest["format"])
        version = str(manifest.get("version") or manifest["digest"])
    except (OSError, ValueError, KeyError) as error:
        raise NotComparable(
            f"{folder} 不是 fazhi export 写的发布版：请指发布版的文件夹或数据仓库文件。"
            f"{folder} is no release that fazhi export wrote: name such a folder, or a warehouse."
        ) from error
    if form is ExportFormat.XLSX:
        raise NotComparable(
            f"{folder} 是工作簿，不能比较：请比较同一版的 parquet 或 csv。"
            f"{folder} is a workbook, which cannot be compared: compare the same version as parquet or csv."
        )
    for table, columns, target in (
        ("fact_indicator", _CASTS, f"{name}_fact"),
        ("report", "SELECT report_id::VARCHAR, region_name::VARCHAR, year::SMALLINT", f"{name}_report"),
        ("dim_indicator", "SELECT indicator_id::VARCHAR, name_zh::VARCHAR", f"{name}_indicator"),
    ):
        con.execute(f"INSERT INTO {target} {columns} FROM {_read(folder, form, table)}")
    return version


def _read(folder: Path, form: ExportFormat, table: str) -> str:
    """The table function that reads a released table; texts of a CSV lose the apostrophe that keeps spreadsheets quiet."""
    place = str(folder).replace("'", "''")
    if form is ExportFormat.PARQUET:
        return f"read_parquet('{place}/{table}/**/*.parquet', hive_partitioning = true, union_by_name = true)"
    file = _WHERE[form].format(name=table)
    return (
        f"(SELECT regexp_replace(COLUMNS(*)::VARCHAR, '^''([=+\\-@\\t\\r])', '\\1') FROM "
        f"read_csv('{place}/{file}', all_varchar = true, header = true, quote = '\"', escape = '\"'))"
    )


def _load_warehouse(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> str:
    with open_reader(path) as source:
        for query, target in (
            (f"SELECT {_FACTS} FROM fact_indicator", f"{name}_fact"),
            ("SELECT report_id, region_name, year FROM report", f"{name}_report"),
            ("SELECT indicator_id, name_zh FROM dim_indicator", f"{name}_indicator"),
        ):
            with registered(con, "incoming", source.execute(query).to_arrow_table()):
                con.execute(f"INSERT INTO {target} FROM incoming")
        return read_version(source, None)


def _list_reports(con: duckdb.DuckDBPyConnection, there: str, absent: str) -> tuple[str, ...]:
    rows = con.execute(
        f"SELECT report_id FROM {there}_report WHERE report_id NOT IN (SELECT report_id FROM {absent}_report) ORDER BY 1"
    ).fetchall()
    return tuple(report for (report,) in rows)
