"""A sample of figures and of paragraphs, drawn at random over themes, levels, years and confidence, and kept in the ledger."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from typing import Any

import duckdb

from warehouse.judge.judgement import AUDIT, Judgement, make_judgement

BANDS = (0.0, 0.8, 0.9, 0.95, 0.97)
"""Where a band of confidence begins."""

_POPULATION = """
    SELECT fact_id, report.page_id, fact.report_id, char_start, char_end, quote, slot, machine_id AS indicator_id,
           coalesce(dim_indicator.theme, 'outside') AS theme, coalesce(report.level, 'unknown') AS level,
           coalesce(fact.year, 0) AS year, sure AS confidence
    FROM (
        SELECT *, CASE WHEN judged IN ('changed', 'rejected') THEN machine_indicator_id ELSE indicator_id END AS machine_id,
               coalesce(machine_confidence, confidence) AS sure,
               row_number() OVER (PARTITION BY report_id, char_start, char_end ORDER BY seq) AS slot
        FROM fact_indicator WHERE judged IS DISTINCT FROM 'changed' OR machine_value IS NOT NULL
    ) AS fact
    JOIN report ON report.report_id = fact.report_id
    LEFT JOIN dim_indicator ON dim_indicator.indicator_id = fact.machine_id
    WHERE report.report_id NOT IN (SELECT report_id FROM sample_aside)
"""
_NUMERAL = "[0-9０-９一二三四五六七八九十百千万亿两]"


def count_population(con: duckdb.DuckDBPyConnection) -> int:
    """Figures that the machine has read."""
    rows = con.execute(f"SELECT count(*) FROM ({_POPULATION})").fetchall()
    return int(rows[0][0])


def draw_sample(
    con: duckdb.DuckDBPyConnection, size: int, paragraphs: int, seed: str, *, who: str, when: str
) -> Judgement:
    """A sample as a line for the ledger: so many figures, each with the same chance, and so many paragraphs with numerals.

    The figures stand in the order of theme, level, year and band of confidence, within these by chance, and every n-th is
    taken from a start by chance: each stratum has its due share (Cochran, 8.4). The seed decides all of it.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE population AS {_POPULATION}")
    try:
        [(total,)] = con.execute("SELECT count(*) FROM population").fetchall()
        size = min(size, total)
        places = _take_places(total, size, seed)
        rows = con.execute(
            f"""
            SELECT * EXCLUDE (place) FROM (
                SELECT *, row_number() OVER (
                    ORDER BY theme, level, year, {_name_band("confidence")}, md5(? || fact_id)) - 1 AS place
                FROM population
            ) WHERE place IN (SELECT unnest(?)) ORDER BY md5(? || 'order' || fact_id)
            """,
            [seed, places, seed],
        ).fetchall()
        populations = {
            "theme": _count(con, "theme"),
            "indicator": _count(con, "coalesce(indicator_id, '')"),
            "band": _count(con, _name_band("confidence")),
        }
    finally:
        con.execute("DROP TABLE IF EXISTS population")
    names = ("fact_id", "page_id", "report_id", "char_start", "char_end", "quote", "slot", "indicator_id", "theme",
             "level", "year", "confidence")  # fmt: skip
    figures = [dict(zip(names, row, strict=True)) for row in rows]
    versions = con.execute("SELECT DISTINCT parser_version FROM report ORDER BY 1").fetchall()
    detail: dict[str, Any] = {
        "seed": seed,
        "population": total,
        "populations": populations,
        "parser_versions": [version for (version,) in versions],
        "figures": figures,
        "paragraphs": _draw_paragraphs(con, paragraphs, seed),
    }
    return make_judgement({"about": AUDIT, "reviewer": who, "judged_at": when, "detail": detail})


def find_sample(judgements: Iterable[Judgement], audit_id: str = "") -> Judgement | None:
    """The sample of this id (its beginning will do), or the last one drawn."""
    samples = [one for one in judgements if one.about == AUDIT and one.judgement_id.startswith(audit_id)]
    return max(samples, key=lambda one: one.judged_at, default=None)


def name_band(confidence: float) -> str:
    """`0.90–0.95`."""
    low = max(edge for edge in BANDS if edge <= confidence)
    above = [edge for edge in BANDS if edge > low]
    return f"{low:.2f}–{min(above, default=1.0):.2f}"


def _name_band(column: str) -> str:
    cases = " ".join(f"WHEN {column} >= {edge} THEN '{name_band(edge)}'" for edge in reversed(BANDS))
    return f"CASE {cases} ELSE '{name_band(0.0)}' END"


def _count(con: duckdb.DuckDBPyConnection, group: str) -> dict[str, int]:
    return dict(con.execute(f"SELECT {group}, count(*) FROM population GROUP BY ALL ORDER BY ALL").fetchall())


def _take_places(total: int, size: int, seed: str) -> list[int]:
    if not size:
        return []
    step = total / size
    start = _seed_random(seed, "start").random() * step
    return [min(total - 1, int(start + step * n)) for n in range(size)]


def _draw_paragraphs(con: duckdb.DuckDBPyConnection, count: int, seed: str) -> list[dict[str, Any]]:
    """Paragraphs with a numeral, which alone can hold a figure, each with the same chance; and the figures read in them."""
    rows = con.execute(
        f"""
        SELECT report_id, line FROM (
            SELECT report_id, unnest(lines) AS text, unnest(range(1, len(lines) + 1)) AS line
            FROM (SELECT report_id, string_split(text, chr(10)) AS lines FROM report)
        ) WHERE regexp_matches(text, '{_NUMERAL}')
        ORDER BY md5(? || 'paragraph' || report_id || '#' || line) LIMIT ?
        """,
        [seed, count],
    ).fetchall()
    drawn = []
    for report_id, line in rows:
        [(page_id, text, year)] = con.execute(
            "SELECT page_id, text, year FROM report WHERE report_id = ?", [report_id]
        ).fetchall()
        lines = text.split("\n")
        start = sum(len(one) + 1 for one in lines[: line - 1])
        end = start + len(lines[line - 1])
        facts = con.execute(
            "SELECT fact_id FROM fact_indicator WHERE report_id = ? AND char_start >= ? AND char_end <= ? "
            "AND (judged IS DISTINCT FROM 'changed' OR machine_value IS NOT NULL) ORDER BY seq",
            [report_id, start, end],
        ).fetchall()
        drawn.append(
            {
                "report_id": report_id,
                "page_id": page_id,
                "year": year,
                "char_start": start,
                "char_end": end,
                "fact_ids": [fact_id for (fact_id,) in facts],
            }
        )
    return drawn


def _seed_random(seed: str, purpose: str) -> random.Random:
    digest = hashlib.sha256(f"{seed} {purpose}".encode()).hexdigest()
    return random.Random(int(digest, 16))
