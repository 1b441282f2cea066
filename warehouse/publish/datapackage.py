"""The description of a Frictionless data package: https://specs.frictionlessdata.io/data-package/ and table-schema/."""

from __future__ import annotations

import re
from typing import Any

import duckdb

from warehouse.publish.release import NAME, TABLES, TITLE, ReleaseFacts, ReleaseTable, describe_table

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


def describe_package(con: duckdb.DuckDBPyConnection, facts: ReleaseFacts, digest: str) -> dict[str, Any]:
    """The content of datapackage.json: each table with its columns' types, meanings, keys and references."""
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "id": digest,
        "title": TITLE,
        "version": digest,
        "description": f"解析规则 {'、'.join(facts.parser_versions)}，数据截至 {facts.fetched_until}",
        "resources": [_describe_resource(con, table) for table in TABLES],
    }


def _describe_resource(con: duckdb.DuckDBPyConnection, table: ReleaseTable) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": column.name, "type": _find_type(column.data_type), "description": column.comment}
            for column in describe_table(con, table)
        ],
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
        "path": f"data/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _find_type(data_type: str) -> str:
    return next((name for pattern, name in _TYPES if re.fullmatch(pattern, data_type)), "string")
