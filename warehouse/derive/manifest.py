"""What each year's tables held when they were last changed by a run: rows and a digest, signed; whatever comes otherwise shows.

Before a year changes, what stands there is compared with what was signed: a row that somebody deleted, added or changed behind
the program's back stays told of, though the year is signed anew. The archive is not needed for that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from warehouse.store.migrations import FACT_VIEW, UNKNOWN_YEAR_TABLE, list_fact_tables
from warehouse.store.queries import registered, transaction

RELATIONS = ("report", "section", FACT_VIEW)
"""Signed by year."""
TABLES = ("page", "quarantine", "address", "attachment", "revision", "pinned_count", "run")
"""Signed as a whole: only runs change them."""
_FORM = "2:"
"""What a digest begins with, by which it is known how it was made."""
_FORMER = "count(*), coalesce(sum(md5_number_lower(to_json(line)::VARCHAR)), 0)::VARCHAR"
"""As releases before that made it: rows spelled as JSON, which takes twice as long."""
Held = dict[tuple[str, int | None], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Rows of a year that are not those that were signed."""

    relation: str
    year: int | None
    detail: str


def open_years(con: duckdb.DuckDBPyConnection, years: Collection[int | None]) -> None:
    """Note that these years are about to change, within the transaction that changes them; what did not agree is kept."""
    wanted = set(years) - _find_open(con)
    if not wanted:
        return
    signed = _read_signed(con, wanted)
    held = measure_years(con, wanted)
    for year in wanted:
        for relation in RELATIONS:
            before, now = signed.get((relation, year)), held.get((relation, year), (0, "0"))
            if before is None:
                con.execute(
                    "INSERT INTO manifest (relation, year, row_count, digest, run_id, signed_at, is_open, disagreement) "
                    "VALUES (?, ?, 0, '0', '', ?, true, ?)",
                    [relation, year, _now(), _describe((0, "0"), now)],
                )
                continue
            con.execute(
                "UPDATE manifest SET is_open = true, disagreement = coalesce(disagreement, ?) "
                "WHERE relation = ? AND year IS NOT DISTINCT FROM ?",
                [_describe(before, now), relation, year],
            )


def sign_years(con: duckdb.DuckDBPyConnection) -> None:
    """Sign the years that were changed, as they are now; in a transaction of its own."""
    changed = _find_open(con)
    if not changed:
        return
    with transaction(con):
        _sign(con, changed)


def sign_all(con: duckdb.DuckDBPyConnection, *, accept: bool = False) -> None:
    """Sign every year as it is now, within the caller's transaction; with `accept` what did not agree is forgotten.

    For a new form of the tables, whose rows give other digests, and for a person who has looked.
    """
    years = {
        row[0] for row in con.execute("SELECT DISTINCT year FROM report UNION SELECT year FROM manifest").fetchall()
    }
    if accept:
        con.execute("UPDATE manifest SET disagreement = NULL")
    for year in years:
        for relation in RELATIONS:
            con.execute(
                "INSERT INTO manifest (relation, year, row_count, digest, run_id, signed_at, is_open) "
                "SELECT ?, ?, 0, '0', '', ?, true WHERE NOT EXISTS "
                "(SELECT 1 FROM manifest WHERE relation = ? AND year IS NOT DISTINCT FROM ?)",
                [relation, year, _now(), relation, year],
            )
    _sign(con, years)
    _sign_tables(con)


def open_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Note that a run begins, within the caller's transaction and before it writes anything; what did not agree is kept.

    Where the last run was killed its changes are not signed: then nothing can be said.
    """
    signed = _read_signed(con, None)
    found: dict[tuple[str, int | None], Disagreement] = {}
    _compare_tables(con, signed, found, whole=True)
    note_disagreements(con, list(found.values()))
    con.execute("UPDATE manifest SET is_open = true WHERE relation IN (SELECT unnest(?))", [list(TABLES)])


def sign_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Sign what only runs change, at the end of one; in a transaction of its own."""
    with transaction(con):
        _sign_tables(con)


def has_manifest(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database is of a release that signs; older ones are not."""
    query = "SELECT 1 FROM duckdb_columns() WHERE table_name = 'manifest' AND column_name = 'disagreement'"
    return bool(con.execute(query).fetchall())


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
    open_ones = _find_open(con)
    signed = _read_signed(con, None)
    if not signed:
        return []
    former = is_signed_otherwise(con)
    _compare_tables(con, signed, found, whole=whole, former=former)
    years = {year for relation, year in signed if relation in RELATIONS} | {
        row[0]
        for row in con.execute("SELECT DISTINCT year FROM report UNION SELECT year FROM fact_indicator").fetchall()
    }
    years -= open_ones
    held = measure_years(con, years, whole=whole, former=former)
    for year in years:
        for relation in RELATIONS:
            detail = _describe(
                signed.get((relation, year), (0, "0")), held.get((relation, year), (0, "0")), whole=whole
            )
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
    """Rows and digest of each relation and year of these; a digest is a sum, so the rows' order is of no account."""
    import pyarrow as pa

    held: Held = {}
    measures = _write_measures(con, whole=whole, former=former)
    with registered(con, "measured_years", pa.table({"year": pa.array(list(years), pa.int16())})):
        chosen = "EXISTS (SELECT 1 FROM measured_years AS one WHERE one.year IS NOT DISTINCT FROM {year})"
        queries = {
            "report": f"SELECT line.year, {measures['report']} FROM report AS line "
            f"WHERE {chosen.format(year='line.year')} GROUP BY line.year",
            "section": f"SELECT report.year, {measures['section']} FROM section AS line "
            f"JOIN report ON report.report_id = line.report_id WHERE {chosen.format(year='report.year')} GROUP BY report.year",
        }
        for relation, query in queries.items():
            for year, rows, digest in con.execute(query).fetchall():
                held[relation, year] = (rows, digest)
    for table in list_fact_tables(con):
        year = None if table == UNKNOWN_YEAR_TABLE else int(table.rpartition("_")[2])
        if year in years:
            [(rows, digest)] = con.execute(f"SELECT {measures[table]} FROM {table} AS line").fetchall()
            if rows:
                held[FACT_VIEW, year] = (rows, digest)
    return held


def _write_measures(con: duckdb.DuckDBPyConnection, *, whole: bool, former: bool = False) -> dict[str, str]:
    """By table what measures its rows (`line`) in a query: their number, and, if `whole`, the digest of all their columns."""
    rows = con.execute(
        "SELECT table_name, list(column_name ORDER BY column_name) FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = 'main' GROUP BY table_name"
    ).fetchall()
    if not whole or former:
        return {table: _FORMER if whole else "count(*), '0'" for table, _ in rows}
    measures = {}
    for table, columns in rows:
        # ASCII's own separators: what one column loses is not another's gain, and null is not the empty text.
        line = ", chr(31), ".join(f'coalesce(line."{column}"::VARCHAR, chr(30))' for column in columns)
        digest = f"'{_FORM}' || sum(md5_number_lower(concat({line})))::VARCHAR"
        measures[table] = f"count(*), CASE WHEN count(*) = 0 THEN '0' ELSE {digest} END"
    return measures


def _sign(con: duckdb.DuckDBPyConnection, years: Collection[int | None]) -> None:
    held = measure_years(con, years)
    for year in years:
        for relation in RELATIONS:
            rows, digest = held.get((relation, year), (0, "0"))
            con.execute(
                "UPDATE manifest SET row_count = ?, digest = ?, signed_at = ?, is_open = false, "
                "run_id = coalesce((SELECT arg_max(run_id, started_at) FROM run), '') "
                "WHERE relation = ? AND year IS NOT DISTINCT FROM ?",
                [rows, digest, _now(), relation, year],
            )


def _sign_tables(con: duckdb.DuckDBPyConnection) -> None:
    measures = _write_measures(con, whole=True)
    for table in TABLES:
        [(rows, digest)] = con.execute(f"SELECT {measures[table]} FROM {table} AS line").fetchall()
        [(kept,)] = con.execute("SELECT any_value(disagreement) FROM manifest WHERE relation = ?", [table]).fetchall()
        con.execute("DELETE FROM manifest WHERE relation = ?", [table])
        con.execute(
            "INSERT INTO manifest (relation, row_count, digest, run_id, signed_at, is_open, disagreement) "
            "VALUES (?, ?, ?, coalesce((SELECT arg_max(run_id, started_at) FROM run), ''), ?, false, ?)",
            [table, rows, digest, _now(), kept],
        )


def _compare_tables(
    con: duckdb.DuckDBPyConnection,
    signed: Held,
    found: dict[tuple[str, int | None], Disagreement],
    *,
    whole: bool,
    former: bool = False,
) -> None:
    """Enter the tables that are not as they were signed, unless a run is at them."""
    open_ones = {row[0] for row in con.execute("SELECT relation FROM manifest WHERE is_open").fetchall()}
    measures = _write_measures(con, whole=whole, former=former)
    for table in TABLES:
        if (table, None) in signed and table not in open_ones:
            [held] = con.execute(f"SELECT {measures[table]} FROM {table} AS line").fetchall()
            detail = _describe(signed[table, None], held, whole=whole)
            if detail is not None:
                found.setdefault((table, None), Disagreement(table, None, detail))


def _find_open(con: duckdb.DuckDBPyConnection) -> set[int | None]:
    """The years that a run is changing."""
    rows = con.execute(
        "SELECT DISTINCT year FROM manifest WHERE is_open AND relation IN (SELECT unnest(?))", [list(RELATIONS)]
    ).fetchall()
    return {row[0] for row in rows}


def _read_signed(con: duckdb.DuckDBPyConnection, years: Collection[int | None] | None) -> Held:
    rows = con.execute("SELECT relation, year, row_count, digest FROM manifest").fetchall()
    return {(row[0], row[1]): (row[2], row[3]) for row in rows if years is None or row[1] in years}


def _describe(signed: tuple[int, str], held: tuple[int, str], *, whole: bool = True) -> str | None:
    if signed[0] != held[0]:
        return f"签定 {signed[0]} 行，现有 {held[0]} 行。{signed[0]} rows were signed, {held[0]} are there"
    if whole and signed[1] != held[1]:
        return f"{held[0]} 行中有改动。Some of {held[0]} rows are not as they were signed"
    return None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
