"""The warehouse from Python: a connection, the series of an indicator, the catalogue."""

from __future__ import annotations

from difflib import get_close_matches
from os import PathLike
from pathlib import Path

import duckdb

from flows.errors import CallError
from flows.settings import read_settings
from warehouse.publish.place_names import find_regions, name_some
from warehouse.publish.snapshot import open_reader

from .frames import Frame


class UnknownIndicator(CallError):  # noqa: N818 - says what the indicator is
    """No indicator of the catalogue has this id or name; the message names the nearest."""


def connect(warehouse: str | PathLike[str] | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection to the warehouse, read-only: every table, every view, and `FROM search_passage('复议 调解')`.

    None stands for FAZHI_WAREHOUSE, else warehouse.duckdb in the working directory. What is opened is the copy that the last
    run published, so that nobody who reads keeps a run from writing; open anew to see what came since. Temporary tables, and
    DataFrames by their names, can be used beside it. SQL of strangers belongs into `fazhi sql`, which lets it do nothing else.

    Raises WarehouseError where there is no warehouse, or it cannot be read; CallError where FAZHI_… holds what cannot be used.
    """
    return open_reader(read_settings(None if warehouse is None else Path(warehouse)).warehouse)


def indicator(
    indicator: str,
    warehouse: str | PathLike[str] | None = None,
    *,
    region: str = "",
    first: int | None = None,
    last: int | None = None,
) -> Frame:
    """The series of one indicator: a row for each region and year that the figures speak of, as the view `indicator_series` has them.

    `indicator` is an id of the catalogue (`reconsideration.applications`) or its Chinese name; `region` a name that only one
    region bears (`通城县`, `湖北通城`), or a code or its beginning (`4109` is 濮阳 and all below it); `first` and `last` are years,
    both included. `value` is in the column `unit`, base units (元, not 万元; a rate is in %); `fact_id` and `report_id` lead back
    to sentence and page. `report_year` is above `year` where only a later report tells of the year. Rows are ordered by region
    and year; ranks, rates per inhabitants and the other views are asked through `connect`.

    Raises UnknownIndicator where the catalogue has none of that name, CallError where no region or more than one bears the
    name; otherwise as `connect`.
    """
    with connect(warehouse) as con:
        known = _find_indicator(con, indicator)
        conditions, values = ["indicator_id = ?"], [known]
        if region:
            conditions.append("starts_with(region_code, ?)")
            values.append(region if region.isdecimal() else _find_region(con, region))
        for year, sign in ((first, ">="), (last, "<=")):
            if year is not None:
                conditions.append(f"year {sign} ?")
                values.append(str(int(year)))
        found = con.execute(
            f"FROM indicator_series WHERE {' AND '.join(conditions)} ORDER BY region_code, year, report_id", values
        )
        return Frame(found.to_arrow_table())


def indicators(warehouse: str | PathLike[str] | None = None) -> Frame:
    """The catalogue (`dim_indicator`): id, Chinese and English name, definition, unit, theme, kind. Raises as `connect`."""
    with connect(warehouse) as con:
        return Frame(con.execute("FROM dim_indicator ORDER BY theme, indicator_id").to_arrow_table())


def _find_region(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """The code of the one region of that name, or its beginning where it has others below it."""
    found = find_regions(con, name)
    if len(found) == 1:
        return found[0].code.removesuffix("00").removesuffix("00")
    if not found:
        raise CallError(f"没有名为“{name}”的地区。No region is named {name!r}: give a name or a code, such as 421222.")
    raise CallError(
        f"“{name}”可指 {len(found)} 处：{name_some(found)}。请写代码。"
        f"{name!r} may be any of {len(found)} regions: say which by its code."
    )


def _find_indicator(con: duckdb.DuckDBPyConnection, asked: str) -> str:
    names = dict(con.execute("SELECT indicator_id, name_zh FROM dim_indicator").fetchall())
    if asked in names:
        return asked
    by_name = {name: identity for identity, name in names.items()}
    if asked in by_name:
        return str(by_name[asked])
    near = get_close_matches(asked, [*names, *by_name], n=3, cutoff=0.5)
    hint = f"相近的有 near it：{'、'.join(near)}。" if near else ""
    raise UnknownIndicator(
        f"目录里没有指标“{asked}”。{hint}全部见 fazhi.indicators()。There is no indicator {asked!r}: fazhi.indicators() lists them all."
    )
