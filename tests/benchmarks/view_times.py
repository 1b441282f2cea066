"""How long each view takes to answer: all of it, and the questions that analysts ask."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from warehouse.derive.views import list_views

_QUESTIONS = (
    ("region_code", "region"),
    ("year", "year"),
    ("indicator_id", "indicator"),
)


@dataclass(frozen=True, slots=True)
class TimedQuestion:
    """A view, what of it was asked, how many rows came, and the better of two times."""

    view: str
    question: str
    rows: int
    seconds: float
    processor_seconds: float

    def list_cells(self) -> tuple[object, ...]:
        """For a table."""
        return (self.view, self.question, self.rows, round(self.seconds, 2), round(self.processor_seconds, 2))


def time_views(con: duckdb.DuckDBPyConnection) -> Iterator[TimedQuestion]:
    """Each view whole, then for the region, year and indicator that have most of it. All columns are computed, none is fetched."""
    con.execute("SET enable_progress_bar = false")
    for view in list_views():
        if view.endswith("_unsettled"):  # Parts of others.
            continue
        columns = {row[0] for row in con.execute(f"DESCRIBE {view}").fetchall()}
        yield _time_question(con, view, "all", "true")
        for column, name in _QUESTIONS:
            if column in columns:
                yield _time_question(con, view, name, f"{column} = {_find_usual(con, column)}")


def _find_usual(con: duckdb.DuckDBPyConnection, column: str) -> str:
    """The value that most facts have, as a literal."""
    rows = con.execute(
        f"SELECT {column} FROM fact_indicator WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    ).fetchall()
    return repr(rows[0][0]) if rows else "NULL"


def _time_question(con: duckdb.DuckDBPyConnection, view: str, question: str, condition: str) -> TimedQuestion:
    sql = f"SELECT * FROM {view} WHERE {condition}"
    rows = con.execute(f"SELECT count(*) FROM ({sql})").fetchall()[0][0]
    times = []
    for _ in range(2):
        wall, used = time.perf_counter(), time.process_time()
        con.execute(f"EXPLAIN ANALYZE {sql}").fetchall()
        times.append((time.perf_counter() - wall, time.process_time() - used))
    return TimedQuestion(view, question, rows, *min(times))
