"""The description of a Frictionless data package: https://specs.frictionlessdata.io/data-package/ and table-schema/."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, get_args

import duckdb

from parsers.records import CheckStatus, Level, Qualifier, State
from warehouse.publish.dictionary import Column, find_comment, translate
from warehouse.publish.release import NAME, TABLES, TITLE, ReleaseFacts, ReleaseTable, describe_table, select_table
from warehouse.publish.release_papers import DATA_LICENCE, DATA_LICENCE_URL

_TYPES = (
    (r"BOOLEAN", "boolean"),
    (r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?", "integer"),
    (r"DOUBLE|FLOAT|DECIMAL\(.*\)", "number"),
    (r"DATE", "date"),
    (r"TIMESTAMP.*", "datetime"),
)
_REFERENCES = {
    "section": (("report_id", "report", "report_id"),),
    "fact_indicator": (("report_id", "report", "report_id"), ("indicator_id", "dim_indicator", "indicator_id")),
    "indicator_series": (("fact_id", "fact_indicator", "fact_id"), ("indicator_id", "dim_indicator", "indicator_id")),
}


CODES: dict[str, tuple[str, ...]] = {
    "report.level": get_args(Level),
    "report.state": get_args(State),
    "report.judged_extent": ("wholly", "partly", "fields"),
    "section.theme": (
        "leadership", "functions", "rules", "decisions", "enforcement", "emergency", "disputes", "public_legal_services",
        "supervision", "technology", "publicity", "problems", "plans", "overview", "other",
    ),
    "fact_indicator.qualifier": get_args(Qualifier),
    "fact_indicator.check_status": get_args(CheckStatus),
    "fact_indicator.kind": ("level", "rate", "change", "rank"),
    "fact_indicator.scope": ("government", "region", "department"),
    "fact_indicator.aspect": ("stock", "flow"),
    "fact_indicator.judged": ("right", "changed", "rejected"),
    "indicator_series.level": get_args(Level),
    "indicator_series.qualifier": get_args(Qualifier),
    "indicator_series.check_status": get_args(CheckStatus),
    "indicator_series.scope": ("government", "region", "department"),
    "indicator_series.judged": ("right", "changed"),
    "dim_indicator.kind": ("count", "amount", "rate", "measure"),
    "dim_region.level": get_args(Level),
}  # fmt: skip
"""Columns of codes and all values that they may have."""


def describe_package(
    con: duckdb.DuckDBPyConnection, facts: ReleaseFacts, version: str, year: int | None, folder: Path
) -> dict[str, Any]:
    """The content of datapackage.json: each table with its columns' types, meanings, codes, keys and references, and its file's digest."""
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "id": version,
        "title": f"{TITLE}（{facts.years}）" if facts.years else TITLE,
        "version": version,
        "licenses": [{"name": DATA_LICENCE, "path": DATA_LICENCE_URL, "title": "Creative Commons Attribution 4.0"}],
        "contributors": [{"title": NAME, "role": "author"}],
        "keywords": ["法治政府", "行政复议", "rule of law", "China", "local government"],
        "description": f"解析规则 {'、'.join(facts.parser_versions)}，数据截至 {facts.fetched_until}",
        "resources": [_describe_resource(con, table, year, folder) for table in TABLES],
    }


def _describe_resource(
    con: duckdb.DuckDBPyConnection, table: ReleaseTable, year: int | None, folder: Path
) -> dict[str, Any]:
    file = folder / "data" / f"{table.name}.csv"
    comment = find_comment(con, table.source)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    schema: dict[str, Any] = {
        "fields": [_describe_field(con, table, column, year) for column in describe_table(con, table)],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.name in _REFERENCES:
        schema["foreignKeys"] = [
            {"fields": [field], "reference": {"resource": resource, "fields": [key]}}
            for field, resource, key in _REFERENCES[table.name]
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": comment,
        "description_en": translate(comment),
        "path": f"data/{table.name}.csv",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _describe_field(
    con: duckdb.DuckDBPyConnection, table: ReleaseTable, column: Column, year: int | None
) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "title": re.split("[：；，。（]", column.comment)[0],
        "type": _find_type(column.data_type),
        "description": column.comment,
        "description_en": column.english,
    }
    constraints: dict[str, Any] = {"required": True} if column.name in table.key else {}
    codes = CODES.get(f"{table.name}.{column.name}")
    if codes is not None:
        query = f'SELECT DISTINCT "{column.name}" FROM ({select_table(table, year)}) WHERE "{column.name}" IS NOT NULL'
        # A warehouse that other rules filled may hold others: a constraint that its own data break helps nobody.
        if {value for (value,) in con.execute(query).fetchall()} <= set(codes):
            constraints["enum"] = list(codes)
    return field | ({"constraints": constraints} if constraints else {})


def _find_type(data_type: str) -> str:
    return next((name for pattern, name in _TYPES if re.fullmatch(pattern, data_type)), "string")
