"""What each year's tables held when they were last changed by a run: rows and a digest, signed; whatever comes otherwise shows.

Before a year changes, what stands there is compared with what was signed: a row that somebody deleted, added or changed behind
the program's back stays told of, though the year is signed anew. The archive is not needed for that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

import duckdb

from warehouse.store.migrations import FACT_VIEW, list_fact_tables, name_fact_table
from warehouse.store.queries import choose_years, list_columns, transaction

RELATIONS = ("report", "section", FACT_VIEW)
"""Signed by year."""
TABLES = ("page", "quarantine", "address", "attachment", "revision", "pinned_count", "run")
"""Signed as a whole: only runs change them."""
_FORM = "2:"
"""What a digest begins with, by which it is known how it was made."""
_FORMER = "coalesce(sum(md5_number_lower(to_json(line)::VARCHAR)), 0)::VARCHAR"
"""As releases before that made it: rows spelled as JSON, which takes twice as long."""
Place = tuple[str, int | None]
"""A relation and a year of it; of a table that is signed as a whole no year."""
Held = dict[Place, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Rows of a year that are not those that were signed."""

    relation: str
    year: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the manifest says of a place."""

    signed: tuple[int, str]
    is_open: bool


def open_years(con: duckdb.DuckDBPyConnection, years: Collection[int | None]) -> None:
    """Note that these years are about to change, within the transaction that changes them; what did not agree is kept."""
    if not years:
        return
    entries = _read_entries(con)
    wanted = set(years) - _list_open(entries)
    if not wanted:
        return
    held = measure_years(con, wanted)
    rows = []
    for year in wanted:
        for relation in RELATIONS:
            before, now = entries.get((relation, year)), held.get((relation, year), (0, "0"))
            rows.append((relation, year, _describe((0, "0") if before is None else before.signed, now)))
    _add_missing(con, entries, [(relation, year) for relation, year, _ in rows])
    written = ", ".join(["(?, ?::SMALLINT, ?::VARCHAR)"] * len(rows))
    con.execute(
        "UPDATE manifest SET is_open = true, disagreement = coalesce(disagreement, new.detail) "
        f"FROM (VALUES {written}) AS new (relation, year, detail) "
        "WHERE manifest.relation = new.relation AND manifest.year IS NOT DISTINCT FROM new.year",
        [value for row in rows for value in row],
    )


def sign_years(con: duckdb.DuckDBPyConnection) -> None:
    """Sign the years that were changed, as they are now; in a transaction of its own."""
    changed = _list_open(_read_entries(con))
    if not changed:
        return
    with transaction(con):
        _write_signed(con, _measure_all(con, changed))


def sign_all(con: duckdb.DuckDBPyConnection, *, accept: bool = False) -> None:
    """Sign every year as it is now, within the caller's transaction; with `accept` what did not agree is forgotten.

    For a new form of the tables, whose rows give other digests, and for a person who has looked.
    """
    entries = _read_entries(con)
    years = {year for _, year in entries} | {
        year for (year,) in con.execute("SELECT DISTINCT year FROM report").fetchall()
    }
    if accept:
        con.execute("UPDATE manifest SET disagreement = NULL")
    held = _measure_all(con, years) | _measure_whole(con)
    _add_missing(con, entries, held)
    _write_signed(con, held)


def open_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Note that a run begins, within the caller's transaction and before it writes anything; what did not agree is kept.

    Where the last run was killed its changes are not signed: then nothing can be said.
    """
    found: dict[Place, Disagreement] = {}
    _compare_tables(con, _read_entries(con), found, whole=True)
    note_disagreements(con, list(found.values()))
    con.execute("UPDATE manifest SET is_open = true WHERE relation IN (SELECT unnest(?))", [list(TABLES)])


def sign_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Sign what only runs change, at the end of one; in a transaction of its own."""
    with transaction(con):
        held = _measure_whole(con)
        _add_missing(con, _read_entries(con), held)
        _write_signed(con, held)


def has_manifest(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database is of a release that signs; older ones are not."""
    with suppress(duckdb.CatalogException):
        return "disagreement" in list_columns(con, "manifest")
    return False


def note_disagreements(con: duckdb.DuckDBPyConnection, found: Collection[Disagreement]) -> None:
    """Keep what did not agree, within the caller's transaction."""
    for one in found:
        con.execute(
            "UPDATE manifest SET disagreement = coalesce(disagreement, ?) WHERE relation = ? AND year IS NOT DISTINCT FROM ?",
            [one.detail, one.relation, one.year],
        )


def find_disagreements(con: duckdb.DuckDBPyConnection, *, whole: bool = True) -> list[Disagreement]:
    """The years whose rows are not those that were signed; without `whole` only their number is looked at, which takes no time.

    Years that a run is changing, or was when it was killed, are vouched for again when the next one ends.
    """
    told = con.execute(
        "SELECT relation, year, disagreement FROM manifest WHERE disagreement IS NOT NULL ORDER BY ALL"
    ).fetchall()
    found = {(relation, year): Disagreement(relation, year, detail) for relation, year, detail in told}
    entries = _read_entries(con)
    if not entries:
        return []
    former = is_signed_otherwise(con)
    _compare_tables(con, entries, found, whole=whole, former=former)
    years = {year for relation, year in entries if relation in RELATIONS} | {
        row[0]
        for row in con.execute("SELECT DISTINCT year FROM report UNION SELECT year FROM fact_indicator").fetchall()
    }
    years -= _list_open(entries)
    held = measure_years(con, years, whole=whole, former=former)
    for year in years:
        for relation in RELATIONS:
            entry = entries.get((relation, year))
            signed = (0, "0") if entry is None else entry.signed
            detail = _describe(signed, held.get((relation, year), (0, "0")), whole=whole)
            if detail is not None:
                found.setdefault((relation, year), Disagreement(relation, year, detail))
    orphans = con.execute("SELECT count(*) FROM section ANTI JOIN report USING (report_id)").fetchall()[0][0]
    if orphans:
        detail = f"{orphans} 行没有报告。{orphans} rows belong to no report"
        found.setdefault(("section", None), Disagreement("section", None, detail))
    return sorted(found.values(), key=lambda one: (one.relation, one.year or 0))


def is_signed_otherwise(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether a former release signed, whose digests are made otherwise."""
    query = "SELECT 1 FROM manifest WHERE digest <> '0' AND NOT starts_with(digest, ?) LIMIT 1"
    return bool(con.execute(query, [_FORM]).fetchall())


def measure_years(
    con: duckdb.DuckDBPyConnection, years: Collection[int | None], *, whole: bool = True, former: bool = False
) -> Held:
    """Rows and digest of each relation and year of these that has rows; a digest is a sum, so the rows' order is of no account."""
    if not years:
        return {}
    held: Held = {}
    digest = _write_digest(con, "report", former=former) if whole else "'0'"
    for year, rows, told in con.execute(
        f"SELECT line.year, count(*), {digest} FROM report AS line WHERE {choose_years('line.year', years)} GROUP BY line.year"
    ).fetchall():
        held["report", year] = (rows, told)
    if held:  # (else no section belongs to any report of these years)
        digest = _write_digest(con, "section", former=former) if whole else "'0'"
        for year, rows, told in con.execute(
            f"SELECT report.year, count(*), {digest} FROM section AS line JOIN report ON report.report_id = line.report_id "
            f"WHERE {choose_years('report.year', years)} GROUP BY report.year"
        ).fetchall():
            held["section", year] = (rows, told)
    tables = {name_fact_table(year): year for year in years}
    present = [table for table in list_fact_tables(con) if table in tables]
    for table, (rows, told) in _measure_tables(con, present, whole=whole, former=former).items():
        if rows:
            held[FACT_VIEW, tables[table]] = (rows, told)
    return held


def _measure_all(con: duckdb.DuckDBPyConnection, years: Collection[int | None]) -> Held:
    """The same with those of which there are no rows."""
    return {(relation, year): (0, "0") for year in years for relation in RELATIONS} | measure_years(con, years)


def _measure_whole(con: duckdb.DuckDBPyConnection) -> Held:
    """Those that are signed as a whole."""
    return {(table, None): held for table, held in _measure_tables(con, TABLES).items()}


def _measure_tables(
    con: duckdb.DuckDBPyConnection, tables: Collection[str], *, whole: bool = True, former: bool = False
) -> dict[str, tuple[int, str]]:
    """Rows and digest of each of these tables; nothing but the number is asked of those that are empty."""
    counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
    held = {table: (rows, "0") for table, rows in (con.execute(counts).fetchall() if counts else ())}
    digests = " UNION ALL ".join(
        f"SELECT '{table}', {_write_digest(con, table, former=former)} FROM {table} AS line"
        for table, (rows, _) in held.items()
        if rows and whole
    )
    for table, digest in con.execute(digests).fetchall() if digests else ():
        held[table] = (held[table][0], digest)
    return held


def _write_digest(con: duckdb.DuckDBPyConnection, table: str, *, former: bool) -> str:
    """What gives in a query the digest of all columns of a table's rows, called `line`, one at least."""
    if former:
        return _FORMER
    # ASCII's own separators: what one column loses is not another's gain, and null is not the empty text.
    columns = sorted(list_columns(con, table))
    line = ", chr(31), ".join(f'coalesce(line."{column}"::VARCHAR, chr(30))' for column in columns)
    return f"'{_FORM}' || sum(md5_number_lower(concat({line})))::VARCHAR"


def _write_signed(con: duckdb.DuckDBPyConnection, held: Held) -> None:
    """Enter what is there now as signed, where there is an entry for it."""
    if not held:
        return
    written = ", ".join(["(?, ?::SMALLINT, ?::BIGINT, ?)"] * len(held))
    con.execute(
        "UPDATE manifest SET row_count = new.row_count, digest = new.digest, is_open = false, "
        f"signed_at = TIMESTAMP '{_now()}', "
        "run_id = coalesce((SELECT arg_max(run_id, started_at) FROM run), '') "
        f"FROM (VALUES {written}) AS new (relation, year, row_count, digest) "
        "WHERE manifest.relation = new.relation AND manifest.year IS NOT DISTINCT FROM new.year",
        [value for place, measured in held.items() for value in (*place, *measured)],
    )


def _add_missing(con: duckdb.DuckDBPyConnection, entries: Mapping[Place, _Entry], places: Collection[Place]) -> None:
    """Give these places an entry that says nothing yet, where they have none."""
    missing = [place for place in places if place not in entries]
    if missing:
        con.execute(
            "INSERT INTO manifest (relation, year, row_count, digest, run_id, signed_at, is_open) VALUES "
            + ", ".join(["(?, ?, 0, '0', '', ?, true)"] * len(missing)),
            [value for relation, year in missing for value in (relation, year, _now())],
        )


def _compare_tables(
    con: duckdb.DuckDBPyConnection,
    entries: Mapping[Place, _Entry],
    found: dict[Place, Disagreement],
    *,
    whole: bool,
    former: bool = False,
) -> None:
    """Enter the tables that are not as they were signed, unless a run is at them."""
    tables = [table for table in TABLES if (table, None) in entries and not entries[table, None].is_open]
    for table, held in _measure_tables(con, tables, whole=whole, former=former).items():
        detail = _describe(entries[table, None].signed, held, whole=whole)
        if detail is not None:
            found.setdefault((table, None), Disagreement(table, None, detail))


def _list_open(entries: Mapping[Place, _Entry]) -> set[int | None]:
    """The years that a run is changing."""
    return {year for (relation, year), entry in entries.items() if entry.is_open and relation in RELATIONS}


def _read_entries(con: duckdb.DuckDBPyConnection) -> dict[Place, _Entry]:
    rows = con.execute("SELECT relation, year, row_count, digest, coalesce(is_open, false) FROM manifest").fetchall()
    return {(relation, year): _Entry((count, digest), is_open) for relation, year, count, digest, is_open in rows}


def _describe(signed: tuple[int, str], held: tuple[int, str], *, whole: bool = True) -> str | None:
    if signed[0] != held[0]:
        return f"签定 {signed[0]} 行，现有 {held[0]} 行。{signed[0]} rows were signed, {held[0]} are there"
    if whole and signed[1] != held[1]:
        return f"{held[0]} 行中有改动。Some of {held[0]} rows are not as they were signed"
    return None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
