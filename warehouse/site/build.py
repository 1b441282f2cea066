"""The whole site, in the order in which it is made; a reader of the old one never sees half of the new one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.judge.card import read_card
from warehouse.publish.release import TABLES, describe_table
from warehouse.site.coverage_pages import FrontFigures, read_duties, write_front, write_provinces
from warehouse.site.findings import find_findings, find_movers
from warehouse.site.indicator_pages import count_indicators, write_indicators
from warehouse.site.library import Library, read_library
from warehouse.site.region_pages import write_regions
from warehouse.site.render import write_assets, write_file, write_page
from warehouse.site.report_pages import read_reports, write_report
from warehouse.site.search_index import add_text, make_pairs, write_search, write_text
from warehouse.site.wording import THEMES
from warehouse.store.fresh_files import name_fresh_folder, put_folder_in_place

MARKER = ".fazhi-site"
"""A file of this name says that a folder is a site of ours and may be replaced."""
OFTEN = 12
"""Indicators that the front page lists."""


class FolderInUse(Exception):  # noqa: N818 - names a state of the folder, as the errors of the warehouse do.
    """The folder holds something that is not a site of ours; nothing was changed."""


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """Pages by kind."""

    reports: int
    regions: int
    provinces: int
    indicators: int


def build_site(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    address: str = "",
) -> SiteCounts:
    """Write the site into `folder`, which is made, or replaced whole where it is a site already.

    `address` is where it will stand for everybody (https://data.example.org/fazhi/): only with it can the front page name its
    share card, since those who show it take no address relative to the page.
    `on_progress` is called with the reports written and all reports. The same warehouse gives the same files, byte for
    byte. Raises FolderInUse where the folder holds anything else.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = name_fresh_folder(folder)
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARKER).exists())):
        raise FolderInUse(str(folder))
    fresh.mkdir()
    try:
        counts = _write_all(con, fresh, on_progress, address)
        put_folder_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return counts


def _write_all(
    con: duckdb.DuckDBPyConnection, folder: Path, on_progress: Callable[[int, int], None], address: str
) -> SiteCounts:
    write_file(folder, MARKER, "法治年报静态网站，由 fazhi site 生成，可整个删除。Made by `fazhi site`.\n")
    write_assets(folder)
    library = read_library(con)
    # The series is asked for by region and by indicator: computed once, it answers both in no time.
    con.execute(
        "CREATE OR REPLACE TEMP TABLE site_series AS FROM indicator_series ORDER BY indicator_id, region_code, year"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE site_standing AS SELECT indicator_id, series, why_not FROM figure_standing"
    )
    try:
        duties = read_duties(con)
        figures = FrontFigures(
            count_indicators(con, library, OFTEN), find_findings(con, library), find_movers(con, library)
        )
        write_front(folder, library, duties, figures, address)
        counts = SiteCounts(
            reports=_write_reports(con, folder, library, on_progress),
            regions=write_regions(con, folder, library, duties),
            provinces=write_provinces(folder, library, duties),
            indicators=write_indicators(con, folder, library),
        )
    finally:
        con.execute("DROP TABLE site_series")
        con.execute("DROP TABLE site_standing")
    columns = {table: describe_table(con, table) for table in TABLES}
    about = {"library": library, "card": read_card(con), "themes": THEMES, "columns": columns}
    write_page(folder, "about.html", "about.html", about)
    return counts


def _write_reports(
    con: duckdb.DuckDBPyConnection, folder: Path, library: Library, on_progress: Callable[[int, int], None]
) -> int:
    """Report pages and, since their texts pass by here, the search index."""
    pairs = make_pairs()
    total = len(library.reports)
    for number, content in enumerate(read_reports(con, library)):
        write_report(folder, library, content)
        write_text(folder, content.line.report_id, content.text)
        add_text(pairs, number, content.text)
        on_progress(number + 1, total)
    named = con.execute("SELECT DISTINCT indicator_id FROM site_standing").fetchall()
    write_search(folder, library, pairs, {name for (name,) in named})
    return total
