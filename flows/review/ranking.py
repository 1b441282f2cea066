"""The order of a queue once the second opinion is asked: what it would name otherwise comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb

from parsers.figures.second_opinion import ask_of_quote
from parsers.opinion.sureness import combine_confidence
from parsers.opinion.weights import Model
from warehouse.judge.judgement import Judgement
from warehouse.judge.queues import ENOUGH, Doubt, Queue, list_doubts, list_figures
from warehouse.store.queries import registered

MOST_ASKED = 2000
"""Figures of which the second opinion is asked before a sitting begins, those first on which most rests: it takes two seconds."""


def rank_figures(
    con: duckdb.DuckDBPyConnection,
    queue: Queue,
    limit: int,
    judgements: Sequence[Judgement],
    reviewer: str | None,
    find_model: Callable[[], Model],
) -> list[str]:
    """Ids of the figures to be judged, as `list_figures` gives them; `doubtful` and `disagree` by the second opinion too.

    What other figures contradict stands before what the second opinion alone would name otherwise, of which it is not asked where
    there are `ENOUGH` of those. Raises ValueError.
    """
    if queue.kind not in ("doubtful", "disagree"):
        return list_figures(con, queue, limit, judgements, reviewer)
    contradicted = list_figures(con, queue, limit, judgements, reviewer) if queue.kind == "disagree" else []
    if len(contradicted) >= min(limit, ENOUGH):
        return contradicted
    weighed = weigh_doubts(con, list_doubts(con, max(limit, MOST_ASKED), judgements, reviewer), find_model())
    if queue.kind == "doubtful":
        return [doubt.fact_id for doubt, _ in weighed][:limit]
    known = set(contradicted)
    return [
        *contradicted,
        *(doubt.fact_id for doubt, agrees in weighed if agrees is False and doubt.fact_id not in known),
    ][:limit]


def weigh_doubts(
    con: duckdb.DuckDBPyConnection, doubts: Sequence[Doubt], model: Model
) -> list[tuple[Doubt, bool | None]]:
    """The doubts after the second opinion was asked of the first `MOST_ASKED`, the weightiest first, and whether it agrees.

    None where it was not asked, or where no figure is read in the stored sentence alone (in a table).
    """
    said = _ask(con, [doubt.fact_id for doubt in doubts[:MOST_ASKED]], model)
    weighed: list[tuple[Doubt, bool | None]] = []
    for doubt in doubts:
        named, agrees = said.get(doubt.fact_id, (False, None))
        if agrees is not None:
            left = 1 - combine_confidence(1 - doubt.doubt, named=named, agrees=agrees)
            doubt = doubt._replace(doubt=left)  # noqa: PLW2901
        weighed.append((doubt, agrees))
    return sorted(weighed, key=lambda one: (-one[0].doubt * one[0].rests, one[0].fact_id))


def _ask(con: duckdb.DuckDBPyConnection, fact_ids: Sequence[str], model: Model) -> dict[str, tuple[bool, bool]]:
    """By fact_id whether the figure has a name, and whether the model agrees."""
    import pyarrow as pa

    with registered(con, "asked", pa.table({"fact_id": pa.array(list(fact_ids), pa.string())})):
        rows = con.execute(
            """
            SELECT fact_id, indicator_id, sentence, quote, coalesce(marker || heading, '')
            FROM (SELECT * FROM fact_indicator SEMI JOIN asked USING (fact_id)) AS fact
            LEFT JOIN section ON section.report_id = fact.report_id AND section.seq = fact.section_seq
            """
        ).fetchall()
    said = {}
    for fact_id, indicator_id, sentence, quote, heading in rows:
        opinions = ask_of_quote(model, heading, sentence, quote)
        if opinions:
            said[fact_id] = (indicator_id is not None, any(one.agrees((indicator_id,)) for one in opinions))
    return said
