"""What comes first when people check figures: the doubtful on which much rests, what disagrees, what is asked for, or chance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import duckdb

from warehouse.judge.judgement import FIGURE, Judgement
from warehouse.judge.standing import CONTESTED, STANDING, judge_standing
from warehouse.store.queries import registered

KINDS = ("doubtful", "disagree", "indicator", "region", "report", "unknown", "random", "conflicts", "audit")


@dataclass(frozen=True, slots=True)
class Queue:
    """Which figures, in which order; `value` is the indicator, the region's code, the report, the seed, or the sample's id."""

    kind: str = "doubtful"
    value: str = ""


class Doubt(NamedTuple):
    """A figure that may be wrong."""

    fact_id: str
    doubt: float
    """In [0, 1]."""
    rests: float
    """How many views and regions rest on it."""


_DOUBT = """
    -- A reading is wrong with the share that its confidence leaves; one that other figures contradict three times as likely.
    least(1, (1.001 - fact.confidence) * CASE fact.check_status WHEN 'inconsistent' THEN 3 WHEN 'consistent' THEN 0.3 ELSE 1 END)
"""
_RESTS = """
    -- Views that show it: fact_indicator alone; the candidates; the series with rankings, peers, the wide table; and each
    -- region that is ranked beside it leans on it a little.
    (1 + (fact.indicator_id IS NOT NULL)::INTEGER + CASE WHEN chosen.fact_id IS NULL THEN 0 ELSE 5 + ln(1 + beside.regions) END)
"""
_DISAGREEING = (
    # Asked by the year, and of what the views rest on: they lay beside every row what a person wants to see of it.
    # A whole and its parts, a rate and its counts (view consistency, excess > 0).
    """
    SELECT fact_id FROM fact_indicator
    WHERE {year} AND check_status IN ('consistent', 'inconsistent') AND judged IS DISTINCT FROM 'rejected' AND computed IS NOT NULL
      AND (machine_value IS NULL OR (machine_value = value AND machine_unit = unit))
      AND round(abs(value - computed)
                - CASE WHEN kind = 'rate' THEN 0.5 * pow(10, -length(regexp_extract(quote, '[.．](\\d+)', 1))) ELSE 0 END, 6) > 0
    """,
    # A stated change or a figure told anew against last year's report.
    "SELECT fact_id FROM year_on_year WHERE {year} AND NOT agrees",
    # A leap from last year's report to this one's (view indicator_series, which fills years without a report from later ones).
    """
    SELECT chosen.fact_id
    FROM (SELECT * FROM indicator_chosen WHERE {year}) AS chosen
    JOIN (SELECT * FROM indicator_chosen WHERE {last_year}) AS last
      ON last.region_code = chosen.region_code AND last.indicator_id = chosen.indicator_id
    LEFT JOIN (SELECT DISTINCT indicator_id FROM caliber_break WHERE {break_year}) AS broken
      ON broken.indicator_id = chosen.indicator_id
    JOIN dim_indicator ON dim_indicator.indicator_id = chosen.indicator_id AND dim_indicator.kind IS DISTINCT FROM 'rate'
    WHERE broken.indicator_id IS NULL AND coalesce(last.scope = chosen.scope, true)
      AND coalesce(abs(datediff('day', last.period_start, last.period_end)
                       - datediff('day', chosen.period_start, chosen.period_end)) <= 1, true)
      AND (abs(chosen.value - last.value) >= 5 * abs(last.value) AND last.value <> 0
           OR last.value >= 10 AND chosen.value <= 0.1 * last.value)
    """,
    # Counties that make more than their city.
    "SELECT fact_id FROM hierarchy WHERE {year} AND verdict = 'exceeds'",
    # Figures under one name in one report, far apart.
    "SELECT fact_id FROM indicator_chosen WHERE {year} AND distinct_values > 1 AND highest > 3 * lowest",
)
"""Figures that others do not agree with: what is plainest first."""
ENOUGH = 300
"""Figures that disagree, found in the years looked through so far: more than anybody judges at one sitting."""
_ORDERED = {
    "doubtful": f"""
        SELECT fact.fact_id, {_DOUBT} AS doubt, {_RESTS} AS rests FROM todo AS fact
        LEFT JOIN indicator_chosen AS chosen ON chosen.fact_id = fact.fact_id
        LEFT JOIN (SELECT indicator_id, year, count(*) AS regions FROM indicator_chosen GROUP BY ALL) AS beside
          ON beside.indicator_id = chosen.indicator_id AND beside.year = chosen.year
        ORDER BY doubt * rests DESC, fact.fact_id LIMIT $limit
    """,
    "indicator": """
        SELECT fact_id FROM todo AS fact WHERE indicator_id = $value ORDER BY confidence, report_id, seq LIMIT $limit
    """,
    "region": """
        SELECT fact_id FROM todo AS fact WHERE region_code LIKE regexp_replace($value, '(00)+$', '') || '%'
        ORDER BY report_id, seq LIMIT $limit
    """,
    "report": "SELECT fact_id FROM todo AS fact WHERE report_id = $value ORDER BY seq LIMIT $limit",
    "unknown": """
        SELECT fact.fact_id FROM todo AS fact
        JOIN (SELECT label, count(DISTINCT report_id) AS reports FROM fact_indicator WHERE indicator_id IS NULL GROUP BY label)
            AS shared ON shared.label = fact.label
        WHERE fact.indicator_id IS NULL AND fact.kind IN ('level', 'rate')
        ORDER BY shared.reports DESC, fact.label, fact.fact_id LIMIT $limit
    """,
    # The seed decides, not the moment: the same draw can be made again.
    "random": "SELECT fact_id FROM todo AS fact ORDER BY md5($value || fact_id) LIMIT $limit",
}


def list_figures(
    con: duckdb.DuckDBPyConnection,
    queue: Queue,
    limit: int,
    judgements: Iterable[Judgement],
    reviewer: str | None = None,
) -> list[str]:
    """Ids of the figures to be judged, in their order, without those that are judged already.

    With a reviewer, without those alone that he judged himself (a second opinion); conflicts are those of others too.
    Raises ValueError for a kind that is none.
    """
    if queue.kind not in KINDS:
        raise ValueError(f"no queue: {queue.kind}")
    judgements = list(judgements)
    if queue.kind == "conflicts":
        return _list_contested(con, judgements, limit)
    if queue.kind == "disagree":
        return _list_disagreeing(con, limit, judgements, reviewer)
    if queue.kind == "audit":
        with registered(con, "done", _tabulate(_list_done(judgements, reviewer))):
            return _list_sample(con, queue.value, judgements, limit)
    return [str(row[0]) for row in _fetch_queue(con, queue, limit, judgements, reviewer)]


def list_doubts(
    con: duckdb.DuckDBPyConnection, limit: int, judgements: Iterable[Judgement], reviewer: str | None = None
) -> list[Doubt]:
    """The figures of the queue `doubtful` with what the order is made of; as `list_figures`."""
    return [Doubt(*row) for row in _fetch_queue(con, Queue("doubtful"), limit, list(judgements), reviewer)]


def _fetch_queue(
    con: duckdb.DuckDBPyConnection, queue: Queue, limit: int, judgements: Collection[Judgement], reviewer: str | None
) -> list[tuple[Any, ...]]:
    with registered(con, "done", _tabulate(_list_done(judgements, reviewer))):
        bound = {"limit": limit, "value": queue.value}
        sql = _ORDERED[queue.kind]
        used = {name: value for name, value in bound.items() if f"${name}" in sql}
        return con.execute(f"WITH todo AS ({_name_todo(reviewer)}) {sql}", used).fetchall()


def _name_todo(reviewer: str | None) -> str:
    """The figures that are still to be judged; `done` holds what is judged."""
    by_others = "" if reviewer else "AND fact.judged IS NULL"
    return f"""
        SELECT fact.* FROM fact_indicator AS fact JOIN report ON report.report_id = fact.report_id
        ANTI JOIN done ON done.page_id = report.page_id AND done.char_start = fact.char_start
            AND done.char_end = fact.char_end
        WHERE (fact.judged IS DISTINCT FROM 'changed' OR fact.machine_value IS NOT NULL) {by_others}
    """


def _list_disagreeing(
    con: duckdb.DuckDBPyConnection, limit: int, judgements: Collection[Judgement], reviewer: str | None
) -> list[str]:
    """Year after year from the last one, until there are enough; what is plainest first, then the least sure.

    Where the warehouse is small, that is all of it; in a large one the last years alone hold more than can be judged.
    """
    found: list[tuple[int, float, str]] = []
    years = con.execute("SELECT DISTINCT year FROM report ORDER BY year DESC NULLS LAST").fetchall()
    with registered(con, "done", _tabulate(_list_done(judgements, reviewer))):
        for (year,) in years:
            found += _list_disagreeing_in(con, year, reviewer)
            if len(found) >= min(limit, ENOUGH):
                break
    return [fact_id for _, _, fact_id in sorted(found)][:limit]


def _list_disagreeing_in(
    con: duckdb.DuckDBPyConnection, year: int | None, reviewer: str | None
) -> list[tuple[int, float, str]]:
    """Of one year's reports: which kind of disagreement, how sure, which figure; each by its plainest kind."""
    spelled = {"year": "year IS NULL", "last_year": "false", "break_year": "false"}
    if year is not None:
        spelled = {"year": f"year = {year}", "last_year": f"year = {year - 1}", "break_year": f"after_year = {year}"}
    kinds = [f"SELECT fact_id, {rank} AS rank FROM ({sql.format(**spelled)})" for rank, sql in enumerate(_DISAGREEING)]
    return con.execute(
        f"""
        WITH odd AS MATERIALIZED (SELECT fact_id, min(rank) AS rank FROM ({" UNION ALL ".join(kinds)}) GROUP BY fact_id),
        todo AS ({_name_todo(reviewer)} AND fact.{spelled["year"]})
        SELECT odd.rank, coalesce(todo.confidence, 0), todo.fact_id FROM todo JOIN odd ON odd.fact_id = todo.fact_id
        """
    ).fetchall()


def _list_done(judgements: Collection[Judgement], reviewer: str | None) -> list[Judgement]:
    standing = judge_standing(judgements)
    return [
        one
        for one in judgements
        if one.about == FIGURE
        and standing[one.judgement_id] in (STANDING, CONTESTED)
        and (reviewer is None or one.reviewer == reviewer)
    ]


def _list_contested(con: duckdb.DuckDBPyConnection, judgements: Collection[Judgement], limit: int) -> list[str]:
    standing = judge_standing(judgements)
    contested = [one for one in judgements if one.about == FIGURE and standing.get(one.judgement_id) == CONTESTED]
    with registered(con, "contested", _tabulate(contested)):
        rows = con.execute(
            """
            SELECT DISTINCT fact.report_id, fact.seq, fact.fact_id
            FROM fact_indicator AS fact JOIN report ON report.report_id = fact.report_id
            JOIN contested ON contested.page_id = report.page_id AND contested.char_start = fact.char_start
                AND contested.char_end = fact.char_end
            ORDER BY ALL LIMIT ?
            """,
            [limit],
        ).fetchall()
    return [fact_id for _, _, fact_id in rows]


def _list_sample(
    con: duckdb.DuckDBPyConnection, audit_id: str, judgements: Collection[Judgement], limit: int
) -> list[str]:
    """Figures of a drawn sample that are still to be judged, in the order of their drawing."""
    import pyarrow as pa

    sample = next((one for one in judgements if one.judgement_id.startswith(audit_id) and one.detail), None)
    if sample is None:
        raise ValueError(f"no sample: {audit_id}")
    drawn = [figure["fact_id"] for figure in sample.detail["figures"]]
    table = pa.table({"fact_id": pa.array(drawn, pa.string()), "place": pa.array(range(len(drawn)), pa.int32())})
    with registered(con, "drawn", table):
        rows = con.execute(
            """
            SELECT drawn.fact_id FROM drawn JOIN fact_indicator AS fact ON fact.fact_id = drawn.fact_id
            JOIN report ON report.report_id = fact.report_id
            ANTI JOIN done ON done.page_id = report.page_id AND done.char_start = fact.char_start
                AND done.char_end = fact.char_end
            ORDER BY drawn.place LIMIT ?
            """,
            [limit],
        ).fetchall()
    return [fact_id for (fact_id,) in rows]


def _tabulate(judgements: Collection[Judgement]) -> object:
    import pyarrow as pa

    return pa.table(
        {
            "page_id": pa.array([one.page_id for one in judgements], pa.string()),
            "char_start": pa.array([one.char_start for one in judgements], pa.int32()),
            "char_end": pa.array([one.char_end for one in judgements], pa.int32()),
        }
    )
