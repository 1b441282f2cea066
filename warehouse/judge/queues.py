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
_DISAGREEING = """
    SELECT fact_id, min(rank) AS rank FROM (
        SELECT fact_id, 0 AS rank FROM consistency WHERE excess > 0
        UNION ALL SELECT fact_id, 1 FROM year_on_year WHERE NOT agrees
        UNION ALL SELECT fact_id, 2 FROM indicator_series
        WHERE abs(change_percent) >= 500 OR (change_percent <= -90 AND previous_value >= 10)
        UNION ALL SELECT fact_id, 3 FROM hierarchy WHERE verdict = 'exceeds'
        UNION ALL SELECT fact_id, 4 FROM indicator_chosen WHERE distinct_values > 1 AND highest > 3 * lowest
    ) GROUP BY fact_id
"""
_ORDERED = {
    "doubtful": f"""
        SELECT fact.fact_id, {_DOUBT} AS doubt, {_RESTS} AS rests FROM todo AS fact
        LEFT JOIN indicator_chosen AS chosen ON chosen.fact_id = fact.fact_id
        LEFT JOIN (SELECT indicator_id, year, count(*) AS regions FROM indicator_chosen GROUP BY ALL) AS beside
          ON beside.indicator_id = chosen.indicator_id AND beside.year = chosen.year
        ORDER BY doubt * rests DESC, fact.fact_id LIMIT $limit
    """,
    "disagree": f"""
        SELECT fact.fact_id FROM todo AS fact JOIN ({_DISAGREEING}) AS odd ON odd.fact_id = fact.fact_id
        ORDER BY odd.rank, fact.confidence, fact.fact_id LIMIT $limit
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
        by_others = "" if reviewer else "AND fact.judged IS NULL"
        return con.execute(
            f"""
            WITH todo AS (
                SELECT fact.* FROM fact_indicator AS fact JOIN report ON report.report_id = fact.report_id
                ANTI JOIN done ON done.page_id = report.page_id AND done.char_start = fact.char_start
                    AND done.char_end = fact.char_end
                WHERE (fact.judged IS DISTINCT FROM 'changed' OR fact.machine_value IS NOT NULL) {by_others}
            )
            {sql}
            """,
            used,
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
