"""What is computed from reports after they were loaded: passages for full text, plan items, passages in common.

Each report notes what its derived rows were made from, so that a refresh touches only what changed: reports that are new,
were read anew, or went, and the comparisons of their neighbours.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import Any

import duckdb

from parsers.text.words import find_search_words
from warehouse.derive.full_text import build_index, is_index_stale
from warehouse.derive.passages import DEEPEST, Place, cut_passages, simplify
from warehouse.derive.plans import SectionPlace, read_plan
from warehouse.derive.recycled import COLUMNS, FoldedText, Row, find_runs, fold_report, place_runs
from warehouse.store.queries import registered, spare_memory, transaction

RULES = "2"
"""To be raised whenever the derivation changes: everything is made anew then."""

_MADE_FROM = f"report.text_digest || ' ' || report.parser_version || ' {RULES}'"
# Reports under one parent are compared with each other; those of provinces form a group, those of no region none.
_GROUP = "CASE WHEN {0}.region_code IS NULL THEN 'unknown' ELSE coalesce(region.parent_code, 'country') END"
_STALE = f"""
    SELECT report_id, coalesce(report.region_code, made.region_code) AS region_code, report.report_id IS NULL AS is_gone
    FROM report FULL JOIN derived_report AS made USING (report_id)
    WHERE made.made_from IS DISTINCT FROM {_MADE_FROM} OR report.region_code IS DISTINCT FROM made.region_code
"""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many reports' rows were made anew, and whether the index was."""

    reports: int
    is_index_new: bool


@dataclass(slots=True)
class _Report:
    """A report as the comparison needs it."""

    report_id: str
    region_code: str | None
    year: int | None
    is_stale: bool
    is_made: bool
    """Whether rows were made of it before."""
    text: str
    made_from: str
    sections: list[tuple[int, int | None, int, str | None, int, int]] = field(default_factory=list)

    def cut(self) -> list[Place]:
        """Its passages."""
        return cut_passages(
            [(seq, start, end) for seq, _, level, _, start, end in self.sections if level <= DEEPEST], len(self.text)
        )


def is_stale(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether `refresh_derived` would change anything."""
    return bool(con.execute(f"SELECT 1 FROM ({_STALE}) LIMIT 1").fetchall()) or is_index_stale(con)


@dataclass(slots=True)
class Group:
    """Reports under one parent, which are compared with each other, and the names of those that went."""

    code: str
    gone: list[str] = field(default_factory=list)
    reports: list[_Report] = field(default_factory=list)


Columns = dict[str, list[Any]]
Compared = tuple[str, str, str, list[Row]]
"""A report, its relation to the other one, that one, and what they have in common."""


@dataclass(frozen=True, slots=True)
class DerivedRows:
    """What is computed from groups: Arrow tables of the rows of the tables of these names."""

    passage: Any
    plan_item: Any
    recycled_passage: Any


Mapped = Callable[[Callable[[Sequence[Group]], DerivedRows], Sequence[Sequence[Group]]], Iterable[DerivedRows]]
"""`map`, or that of a pool of processes."""

CHUNK_REPORTS = 2000
"""Reports whose texts are fetched at a time (some 40 MB): each fetch reads the texts of all reports."""

_FETCHING = 96_000_000
"""Bytes that DuckDB gets for their texts, and to store what is made of them."""

LOT_REPORTS = 250
"""Reports whose rows are computed and stored together: a transaction for each group took longer than to compute it."""


def refresh_derived(
    con: duckdb.DuckDBPyConnection,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    each: Mapped = map,
) -> Refreshed:
    """Bring passages, plan items, common passages and the search index to the reports as they are now."""
    return Refreshed(derive_reports(con, on_progress, each), refresh_index(con))


def derive_reports(
    con: duckdb.DuckDBPyConnection,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    each: Mapped = map,
) -> int:
    """Bring all but the search index to the reports as they are now; how many reports' rows were made anew.

    Each lot of groups of neighbours is one transaction; a killed refresh goes on where it was. `on_progress` gets the groups
    done and all; `each` computes the lots, like `map`.
    """
    counts = _count_groups(con)
    done = 0

    def tell(groups: int) -> None:
        nonlocal done
        done += groups
        on_progress(done, len(counts))

    tell(0)
    return sum(
        _derive_chunk(con, {code: counts[code] for code in codes}, each, tell)
        for codes in _cut_lots(counts, CHUNK_REPORTS)
    )


def _derive_chunk(
    con: duckdb.DuckDBPyConnection, counts: Mapping[str, int], each: Mapped, tell: Callable[[int], None]
) -> int:
    """The same of these groups, lot by lot; their texts are let go of before the next are fetched."""
    groups = spare_memory(con, partial(_fetch_groups, con, list(counts)), _FETCHING)
    lots = [[groups[code] for code in lot] for lot in _cut_lots(counts, LOT_REPORTS)]
    reports = 0
    for lot, derived in zip(lots, each(derive_groups, lots), strict=True):
        spare_memory(con, partial(_store_groups, con, lot, derived), _FETCHING)
        tell(len(lot))
        reports += sum(len(group.gone) + sum(report.is_stale for report in group.reports) for group in lot)
    return reports


def refresh_index(con: duckdb.DuckDBPyConnection) -> bool:
    """Make the search index anew where it was made from other passages; whether it was."""
    is_new = is_index_stale(con)
    if is_new:
        build_index(con)
    return is_new


def derive_groups(groups: Sequence[Group]) -> DerivedRows:
    """The rows of groups; needs no warehouse, so that it can be computed in another process."""
    import pyarrow as pa

    stale = [report for group in groups for report in group.reports if report.is_stale]
    passages = {report.report_id: report.cut() for group in groups for report in group.reports}
    compared = (one for group in groups if group.code != "unknown" for one in _compare_group(group.reports, passages))
    texts = {report.report_id: report.text for group in groups for report in group.reports}
    return DerivedRows(
        pa.table(_tabulate_passages(stale, passages)),
        pa.table(_tabulate_plans(stale)),
        _tabulate_runs(compared, texts),
    )


def _store_groups(con: duckdb.DuckDBPyConnection, groups: Sequence[Group], derived: DerivedRows) -> None:
    import pyarrow as pa

    reports = [report for group in groups for report in group.reports]
    stale = [report for report in reports if report.is_stale]
    gone = [report_id for group in groups for report_id in group.gone]
    made = {
        "report_id": [*gone, *(report.report_id for report in reports if report.is_made)],
        "is_renewed": [True] * len(gone) + [report.is_stale for report in reports if report.is_made],
    }
    notes = {
        "report_id": [report.report_id for report in stale],
        "region_code": [report.region_code for report in stale],
        "made_from": [report.made_from for report in stale],
    }
    with transaction(con):
        # (to look through the tables for what was never made takes as long as to look for what was)
        if made["report_id"]:
            with registered(con, "made", pa.table(made)):
                for table in ("derived_report", "passage", "plan_item"):
                    con.execute(f"DELETE FROM {table} WHERE report_id IN (SELECT report_id FROM made WHERE is_renewed)")
                con.execute("DELETE FROM recycled_passage WHERE report_id IN (SELECT report_id FROM made)")
        _insert(con, "passage", derived.passage)
        _insert(con, "plan_item", derived.plan_item)
        _insert(con, "recycled_passage", derived.recycled_passage)
        _insert(con, "derived_report", pa.table(notes))


def _count_groups(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The groups in which something is stale, and how many reports each has."""
    return dict(
        con.execute(
            f"""
            SELECT group_code, count(*) FROM (
                SELECT {_GROUP.format("report")} AS group_code
                FROM report LEFT JOIN region_latest AS region ON region.code = report.region_code
                UNION ALL
                SELECT {_GROUP.format("stale")}
                FROM ({_STALE}) AS stale LEFT JOIN region_latest AS region ON region.code = stale.region_code
                WHERE is_gone
            )
            WHERE group_code IN (
                SELECT {_GROUP.format("stale")}
                FROM ({_STALE}) AS stale LEFT JOIN region_latest AS region ON region.code = stale.region_code)
            GROUP BY group_code ORDER BY group_code
            """
        ).fetchall()
    )


def _cut_lots(counts: Mapping[str, int], most: int) -> Iterator[list[str]]:
    """The groups in lots of so many reports, a larger group alone."""
    lot: list[str] = []
    size = 0
    for code, count in counts.items():
        if lot and size + count > most:
            yield lot
            lot, size = [], 0
        lot.append(code)
        size += count
    if lot:
        yield lot


def _fetch_groups(con: duckdb.DuckDBPyConnection, codes: Sequence[str]) -> dict[str, Group]:
    """The groups with their reports and sections; of reports without a region only the stale ones, nothing is compared."""
    import pyarrow as pa

    groups = {code: Group(code) for code in codes}
    reports: dict[str, _Report] = {}
    with registered(con, "wanted_group", pa.table({"group_code": pa.array(list(codes), pa.string())})):
        for code, report_id in con.execute(
            f"""
            SELECT group_code, report_id FROM (
                SELECT {_GROUP.format("stale")} AS group_code, report_id
                FROM ({_STALE}) AS stale LEFT JOIN region_latest AS region ON region.code = stale.region_code
                WHERE is_gone
            ) SEMI JOIN wanted_group USING (group_code) ORDER BY report_id
            """
        ).fetchall():
            groups[code].gone.append(report_id)
        for code, *row in con.execute(
            f"""
            SELECT * FROM (
                SELECT {_GROUP.format("report")} AS group_code, report.report_id, report.region_code, report.year,
                       made.made_from IS DISTINCT FROM {_MADE_FROM}
                           OR made.region_code IS DISTINCT FROM report.region_code AS is_stale,
                       made.report_id IS NOT NULL, report.text, {_MADE_FROM}
                FROM report
                LEFT JOIN derived_report AS made USING (report_id)
                LEFT JOIN region_latest AS region ON region.code = report.region_code
            ) SEMI JOIN wanted_group USING (group_code)
            WHERE group_code <> 'unknown' OR is_stale ORDER BY report_id
            """
        ).fetchall():
            report = reports[row[0]] = _Report(*row)
            groups[code].reports.append(report)
    with registered(con, "wanted", pa.table({"report_id": pa.array(list(reports), pa.string())})):
        for report_id, *section in con.execute(
            "SELECT report_id, seq, parent_seq, level, theme, char_start, char_end FROM section "
            "SEMI JOIN wanted USING (report_id) ORDER BY report_id, seq"
        ).fetchall():
            reports[report_id].sections.append(tuple(section))
    return groups


def _compare_group(reports: list[_Report], passages: dict[str, list[Place]]) -> Iterator[Compared]:
    """What each report has in common with last year's report or a neighbour's of the same year."""
    by_year: dict[int, list[_Report]] = {}
    for report in reports:
        if report.year is not None:
            by_year.setdefault(report.year, []).append(report)
    former: dict[str, FoldedText] = {}
    former_year = None
    numbers = iter(range(len(reports)))
    for year, present in sorted(by_year.items()):
        if former_year != year - 1:
            former = {}
        folded = [
            fold_report(next(numbers), report.report_id, report.text, passages[report.report_id]) for report in present
        ]
        near = _compare_neighbours(present, folded)
        for number, mine in enumerate(folded):
            yield from near.get(number, ())
            last = former.get(_name_series(mine.report_id))
            rows = place_runs(mine, find_runs(mine, last)[0], last) if last is not None else []
            if last is not None and rows:
                yield mine.report_id, "last_year", last.report_id, rows
        former = {_name_series(text.report_id): text for text in folded}
        former_year = year


def _compare_neighbours(present: list[_Report], folded: list[FoldedText]) -> dict[int, list[Compared]]:
    """What each of the reports of a year has in common with those of other places, by its number."""
    places = [report.report_id.split("-")[0] for report in present]
    near: dict[int, list[Compared]] = {}
    if len(set(places)) < 2:
        return near
    for one, other in combinations(range(len(present)), 2):
        # A department's report of the same place is no neighbour's.
        here, there = places[other] != present[one].region_code, places[one] != present[other].region_code
        if not here and not there:
            continue
        runs, turned = find_runs(folded[one], folded[other])
        for number, with_number, found, is_wanted in ((one, other, runs, here), (other, one, turned, there)):
            rows = place_runs(folded[number], found, folded[with_number]) if is_wanted else []
            if rows:
                near.setdefault(number, []).append(
                    (folded[number].report_id, "neighbour", folded[with_number].report_id, rows)
                )
    return near


def _name_series(report_id: str) -> str:
    """The report's name without its year: 410928-2023-department is of the series 410928-department."""
    region, _, *kind = report_id.split("-")
    return "-".join([region, *kind])


def _tabulate_passages(reports: list[_Report], passages: dict[str, list[Place]]) -> Columns:
    columns: Columns = {
        name: [] for name in ("passage_id", "report_id", "section_seq", "char_start", "char_end", "text", "tokens")
    }
    for report in reports:
        for place in passages[report.report_id]:
            text = simplify(report.text[place.char_start : place.char_end])
            columns["passage_id"].append(f"{report.report_id}#{place.section_seq}")
            columns["report_id"].append(report.report_id)
            columns["section_seq"].append(place.section_seq)
            columns["char_start"].append(place.char_start)
            columns["char_end"].append(place.char_end)
            columns["text"].append(text)
            columns["tokens"].append(" ".join(find_search_words(text)))
    return columns


def _tabulate_plans(reports: list[_Report]) -> Columns:
    rows = [
        (
            report.report_id,
            item.section_seq,
            item.theme,
            item.char_start,
            item.char_end,
            report.text[item.char_start : item.char_end],
        )
        for report in reports
        for item in read_plan(
            [SectionPlace(seq, parent, theme, start, end) for seq, parent, _, theme, start, end in report.sections],
            report.text,
        )
    ]
    names = ("report_id", "section_seq", "theme", "char_start", "char_end", "text")
    return {name: [row[n] for row in rows] for n, name in enumerate(names)}


def _tabulate_runs(compared: Iterable[Compared], texts: Mapping[str, str]) -> Any:
    """The rows as an Arrow table; texts and names stand once, and are pointed at."""
    import pyarrow as pa

    columns = {name: array("i") for name in (*COLUMNS, "report_id", "relation", "other_report_id", "text")}
    names: dict[str, int] = {}
    shared: dict[str, int] = {}
    for report_id, relation, other_report_id, rows in compared:
        for name, values in zip(COLUMNS, zip(*rows, strict=True), strict=True):
            columns[name].extend(values)
        for name, word in (("report_id", report_id), ("relation", relation), ("other_report_id", other_report_id)):
            columns[name].extend([names.setdefault(word, len(names))] * len(rows))
        # Cut here once: the view would count characters from the start of a text for each of its passages.
        text = texts[report_id]
        columns["text"].extend([shared.setdefault(text[row[3] : row[4]], len(shared)) for row in rows])
    words = {"report_id": names, "relation": names, "other_report_id": names, "text": shared}
    arrays = {}
    for name, numbers in columns.items():
        numbered = pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers)])
        arrays[name] = (
            pa.DictionaryArray.from_arrays(numbered, pa.array(list(words[name]), pa.string()))
            if name in words
            else numbered
        )
    return pa.table(arrays)


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Any) -> None:
    if rows.num_rows:
        with registered(con, "incoming", rows):
            con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
