"""Names of places in a person's query: a short name where the full one is asked for, or one that several places bear, is told of.

`region_name` holds 湖北省咸宁市通城县; `region_name = '通城县'` finds nothing, without a word from DuckDB. Nothing is chosen for anybody:
of 鼓楼区 there are four.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import duckdb

from warehouse.derive.places import FIND_REGION
from warehouse.store.queries import fetch_value

_FULL = frozenset({"region_name", "other_region_name", "full_name"})
_SHORT = frozenset({"region_short"})
_BEGINNING = frozenset({"starts_with", "prefix", "^@"})
_LIKE = frozenset({"~~", "~~*"})
_NAMED_AT_ONCE = 4
"""Places of one name that are named; how many more there are is counted."""
_TOWNSHIP = re.compile(r"[镇乡]$|街道(?:办事处)?$")


class Place(NamedTuple):
    """A region: its name from the province down, its code, its own name."""

    full_name: str
    code: str
    short: str


def advise_places(con: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, str]) -> list[str]:
    """What is to be said of the names that a query compares with a region's; a sentence in Chinese and English for each.

    `values` are those of its `$name`. Nothing for a name that is somebody's full name, or of which nothing is known.
    """
    told = []
    for column, word, begins in dict.fromkeys(_list_compared(con, query, values)):
        found = find_regions(con, word)
        if column in _FULL and not _is_full(con, word, begins):
            told += _advise_full(con, column, word, found)
        elif column in _SHORT and len(found) > 1:
            told.append(
                f"有 {len(found)} 个地区叫“{word}”：{name_some(found)}。各是各的，请用 region_code 指明。"
                f"{len(found)} regions bear this name: say which by region_code."
            )
    return told


def _advise_full(con: duckdb.DuckDBPyConnection, column: str, word: str, found: list[Place]) -> list[str]:
    if len(found) == 1:
        full_name, code, short = found[0]
        return [
            f"{column} 是全称，没有叫“{word}”的：应为 {full_name}（{code}）。可写 region_short = '{short}' 或 region_code = '{code}'。"
            f"{column} holds full names, and none is {word!r}: write region_short = '{short}', or the code in region_code."
        ]
    if found:
        return [
            f"{column} 是全称，没有叫“{word}”的；可指的有 {len(found)} 处：{name_some(found)}。未替你选：请用 region_code 指明，"
            f"全部见 FROM find_region('{word}')。{column} holds full names; {len(found)} regions may be meant and none was chosen: "
            "say which by region_code."
        ]
    if _TOWNSHIP.search(word):
        reports = fetch_value(
            con, "SELECT count(*) FROM report WHERE level = 'township' AND contains(issuer, ?)", [word]
        )
        return [
            f"{column} 只到县级，乡镇街道的报告记在其县名下：请查 level = 'township' AND issuer LIKE '%{word}%'（库中 {reports} 份）。"
            f"{column} ends at the county; a township's report stands under its county, its name is in issuer ({reports} here)."
        ]
    return []


def name_some(found: list[Place]) -> str:
    """The first of them by name and code."""
    named = "、".join(f"{full_name}（{code}）" for full_name, code, _ in found[:_NAMED_AT_ONCE])
    return named + ("等" if len(found) > _NAMED_AT_ONCE else "")


def _is_full(con: duckdb.DuckDBPyConnection, word: str, begins: bool) -> bool:
    """Whether there is a full name that is the word, or begins with it."""
    test = "starts_with({}, $1)" if begins else "{} = $1"
    query = (
        f"SELECT EXISTS (SELECT 1 FROM dim_region WHERE {test.format('full_name')}) "
        f"OR EXISTS (SELECT 1 FROM report WHERE {test.format('region_name')})"
    )
    return bool(fetch_value(con, query, [word]))


def find_regions(con: duckdb.DuckDBPyConnection, word: str) -> list[Place]:
    """Full name, code and own name of the regions in force that bear the name; where none does, of those whose name it may stand for.

    Regions of the past only where none of today is found.
    """
    rows = con.execute(
        "SELECT DISTINCT ON (region_code) region_name, region_code, region_short, valid_to IS NULL, region_short = $named "
        f"FROM ({FIND_REGION})",
        {"named": word},
    ).fetchall()
    rows.sort(key=lambda row: row[1])
    for wanted in ((True, True), (True, False), (False, True), (False, False)):
        found = [Place(*row[:3]) for row in rows if row[3:] == wanted]
        if found:
            return found
    return []


def _list_compared(
    con: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, str]
) -> Iterator[tuple[str, str, bool]]:
    """Columns of names, the texts that they are compared with, and whether as a beginning; out of DuckDB's own reading of the query."""
    try:
        read = json.loads(fetch_value(con, "SELECT json_serialize_sql(?::VARCHAR)", [query]))
    except duckdb.Error:
        return
    for node in _walk(read):
        function = node.get("function_name") if node.get("class") == "FUNCTION" else None
        if node.get("class") not in ("COMPARISON", "OPERATOR") and function not in _BEGINNING | _LIKE:
            continue
        sides = [side for side in (node.get("left"), node.get("right"), *(node.get("children") or ())) if side]
        columns = [side["column_names"][-1].lower() for side in sides if side.get("class") == "COLUMN_REF"]
        for column in columns:
            if column in _FULL | _SHORT:
                words = [word for side in sides if (word := _read_text(side, values))]
                yield from (
                    (column, word.rstrip("%"), function in _BEGINNING or (function in _LIKE and word.endswith("%")))
                    for word in words
                    if not word.startswith("%")
                )


def _read_text(node: Mapping[str, Any], values: Mapping[str, str]) -> str | None:
    if node.get("class") == "PARAMETER":
        return values.get(node["identifier"])
    value = node.get("value") if node.get("class") == "CONSTANT" else None
    return value["value"] if isinstance(value, dict) and isinstance(value.get("value"), str) else None


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for part in node.values():
            yield from _walk(part)
    elif isinstance(node, list):
        for part in node:
            yield from _walk(part)
