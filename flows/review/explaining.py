"""What the engine says of a figure: the head noun it saw, the rule that won, the names that lost and by what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb

from parsers.figures.explain import explain_figures
from parsers.opinion.weights import Model
from parsers.records import Metadata, Section


def prepare_explanation(
    con: duckdb.DuckDBPyConnection, report_id: str, place: tuple[int, int], find_model: Callable[[], Model | None]
) -> Callable[[], dict[str, Any]]:
    """What gives the head noun, the rule and the candidates of a figure by today's rules; empty where they read none there.

    `find_model` gives the second opinion, whose candidates come first. The tables of the sitting (`Desk`) are asked now; what
    comes back asks it nothing, and may be called in another thread.
    """
    [(text, *named)] = con.execute(
        "SELECT text, title, issuer, year, region_code, region_name, level FROM desk_report WHERE report_id = ?",
        [report_id],
    ).fetchall()
    names = ("title", "issuer", "year", "region_code", "region_name", "level")
    rows = con.execute(
        "SELECT seq, parent_seq, level, marker, heading, theme, char_start, char_end FROM desk_section "
        "WHERE report_id = ? ORDER BY seq",
        [report_id],
    ).fetchall()
    # A section's text is that of the report between its ends.
    sections = tuple(Section(*(*row[:6], text[row[6] : row[7]], *row[6:])) for row in rows)
    metadata = Metadata(**dict(zip(names, named, strict=True)))
    return lambda: _explain(text, sections, metadata, place, find_model())


def _explain(
    text: str, sections: tuple[Section, ...], metadata: Metadata, place: tuple[int, int], model: Model | None
) -> dict[str, Any]:
    start, end = place
    explained = explain_figures(text, sections, metadata, frozenset({start}), model)
    found = next((one for one in explained if len(one["quote"]) == end - start), None)
    if found is None:
        return {}
    return {
        "head": found["frame"]["head"],
        "words": found["words"],
        "rule": found["rule"],
        "defined": found["defined"],
        "opinion": found.get("opinion"),
        "candidates": [{"indicator_id": one["indicator_id"], "lost_by": one["lost_by"]} for one in found["candidates"]],
    }
