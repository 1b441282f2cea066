"""A sample of figures and of paragraphs, drawn at random over themes, levels, years and confidence, and kept in the ledger."""

from __future__ import annotations

import bisect
import hashlib
import itertools
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import duckdb

from warehouse.judge.judgement import AUDIT, Judgement, make_judgement
from warehouse.store.queries import fetch_value, registered

Stratum = tuple[str, str, int, str]
"""Theme, level, year, band."""

BANDS = (0.0, 0.8, 0.9, 0.95, 0.97)
"""Where a band of confidence begins."""

_THEME = "coalesce(dim_indicator.theme, 'outside')"
_POPULATION = """
    FROM (
        SELECT *, CASE WHEN judged IN ('changed', 'rejected') THEN machine_indicator_id ELSE indicator_id END AS machine_id,
               coalesce(machine_confidence, confidence) AS sure
        FROM fact_indicator WHERE judged IS DISTINCT FROM 'changed' OR machine_value IS NOT NULL
    ) AS fact
    JOIN report ON report.report_id = fact.report_id
    LEFT JOIN dim_indicator ON dim_indicator.indicator_id = fact.machine_id
    WHERE report.report_id NOT IN (SELECT report_id FROM sample_aside)
"""
"""What the machine has read."""
_NUMERAL = re.compile("[0-9０-９一二三四五六七八九十百千万亿两]")
_MOST = 2**64


def count_population(con: duckdb.DuckDBPyConnection) -> int:
    """Figures that the machine has read."""
    return int(fetch_value(con, f"SELECT count(*) {_POPULATION}"))


def draw_sample(
    con: duckdb.DuckDBPyConnection, size: int, paragraphs: int, seed: str, *, who: str, when: str
) -> Judgement:
    """A sample as a line for the ledger: so many figures, each with the same chance, and so many paragraphs with numerals.

    Figures stand in strata of theme, level, year and band of confidence, in that order; every n-th place is taken from a start by
    chance, so that each stratum has its due share (Cochran, 8.4), and as many figures of a stratum as places fell into it, by
    chance. The seed decides all of it. Two passes over the figures, whatever their number; none of them is copied.
    """
    strata = con.execute(
        f"""
        SELECT {_THEME} AS theme, coalesce(report.level, 'unknown') AS level, coalesce(fact.year, 0) AS year,
               {_name_band("sure")} AS band, coalesce(machine_id, '') AS indicator, count(*) AS figures
        {_POPULATION} GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    sizes: Counter[Stratum] = Counter()
    populations: dict[str, Counter[str]] = {"theme": Counter(), "indicator": Counter(), "band": Counter()}
    for theme, level, year, band, indicator, figures in strata:
        sizes[theme, level, year, band] += figures
        for group, name in (("theme", theme), ("indicator", indicator), ("band", band)):
            populations[group][name] += figures
    total = sum(sizes.values())
    versions = con.execute("SELECT DISTINCT parser_version FROM report ORDER BY 1").fetchall()
    detail: dict[str, Any] = {
        "seed": seed,
        "population": total,
        "populations": {group: dict(sorted(counts.items())) for group, counts in populations.items()},
        "parser_versions": [version for (version,) in versions],
        "figures": _draw_figures(con, sizes, _share_out(sizes, min(size, total), seed), seed),
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


def _share_out(sizes: Mapping[Stratum, int], size: int, seed: str) -> Counter[Stratum]:
    """How many figures of each stratum are taken: those into which every n-th place falls."""
    taken: Counter[Stratum] = Counter()
    if not size:
        return taken
    total = sum(sizes.values())
    step = total / size
    start = _seed_random(seed, "start").random() * step
    places = iter(min(total - 1, int(start + step * n)) for n in range(size))
    place: int | None = next(places)
    past = 0
    for stratum, figures in sorted(sizes.items()):
        past += figures
        while place is not None and place < past:
            taken[stratum] += 1
            place = next(places, None)
    return taken


def _draw_figures(
    con: duckdb.DuckDBPyConnection, sizes: Mapping[Stratum, int], taken: Mapping[Stratum, int], seed: str
) -> list[dict[str, Any]]:
    """So many figures of each stratum, those with the smallest digests, in the order of another digest."""
    import pyarrow as pa

    names = ("fact_id", "page_id", "report_id", "char_start", "char_end", "quote", "slot", "indicator_id", "theme",
             "level", "year", "confidence")  # fmt: skip
    columns: list[list[Any]] = [list(column) for column in zip(*taken, strict=True)] if taken else [[], [], [], []]
    # Only digests under a bound are looked at: of so many that a stratum falls short of its figures once in a thousand years.
    bounds = [
        min(_MOST - 1, int(_MOST * (count + 20 + 8 * math.sqrt(count)) / sizes[stratum]))
        for stratum, count in taken.items()
    ]
    wanted = pa.table(
        {
            **dict(zip(("theme", "level", "year", "band"), columns, strict=True)),
            "wanted": pa.array(list(taken.values()), pa.int64()),
            "bound": pa.array(bounds, pa.uint64()),
        }
    )
    with registered(con, "stratum", wanted):
        rows = con.execute(
            f"""
            WITH chosen AS (
                SELECT fact_id, page_id, report_id, char_start, char_end, quote, seq, indicator_id, theme, level, year, confidence
                FROM (
                    SELECT figure.*, stratum.wanted
                    FROM (
                        SELECT fact.fact_id, report.page_id, fact.report_id, char_start, char_end, quote, seq,
                               machine_id AS indicator_id, {_THEME} AS theme, coalesce(report.level, 'unknown') AS level,
                               coalesce(fact.year, 0) AS year, sure AS confidence, {_name_band("sure")} AS band,
                               md5_number_lower($seed || fact.fact_id) AS digest
                        {_POPULATION}
                    ) AS figure
                    JOIN stratum USING (theme, level, year, band) WHERE digest <= bound
                )
                QUALIFY row_number() OVER (PARTITION BY theme, level, year, band ORDER BY digest, fact_id) <= wanted
            ), slots AS (
                SELECT fact_id, row_number() OVER (PARTITION BY report_id, char_start, char_end ORDER BY seq) AS slot
                FROM fact_indicator SEMI JOIN chosen USING (report_id)
                WHERE judged IS DISTINCT FROM 'changed' OR machine_value IS NOT NULL
            )
            SELECT {", ".join(names)} FROM chosen JOIN slots USING (fact_id)
            ORDER BY md5($seed || 'order' || fact_id)
            """,
            {"seed": seed},
        ).fetchall()
    assert len(rows) == sum(taken.values())
    return [dict(zip(names, row, strict=True)) for row in rows]


def _draw_paragraphs(con: duckdb.DuckDBPyConnection, count: int, seed: str) -> list[dict[str, Any]]:
    """Paragraphs with a numeral, which alone can hold a figure, each with the same chance; and the figures read in them.

    Lines are drawn out of all lines, one after the other, and those without a numeral are put back: so no text is cut but those drawn.
    """
    counted = con.execute(
        "SELECT report_id, length(text) - length(replace(text, chr(10), '')) + 1 FROM report ORDER BY report_id"
    ).fetchall()
    ends = list(itertools.accumulate(lines for _, lines in counted))
    chance = _seed_random(seed, "paragraphs")
    drawn: list[dict[str, Any]] = []
    for places in _shuffle(ends[-1] if ends else 0, max(4 * count, 20), chance):
        if len(drawn) >= count:
            break
        lines = []
        for place in places:
            n = bisect.bisect_right(ends, place)
            lines.append((counted[n][0], place - (ends[n - 1] if n else 0)))
        drawn += _cut_lines(con, lines)
    drawn = drawn[:count]
    _add_figures(con, drawn)
    return drawn


def _shuffle(total: int, at_once: int, chance: random.Random) -> Iterator[list[int]]:
    """The numbers below a total in an order by chance, some at once."""
    seen: set[int] = set()
    while len(seen) < total:
        if total - len(seen) <= max(at_once, total // 2):
            rest = [place for place in range(total) if place not in seen]
            chance.shuffle(rest)
            yield rest
            return
        fresh: dict[int, None] = {}
        while len(fresh) < at_once:
            place = chance.randrange(total)
            if place not in seen:
                fresh[place] = None
        seen |= fresh.keys()
        yield list(fresh)


def _cut_lines(con: duckdb.DuckDBPyConnection, lines: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Of these lines (report and number, from 0) those with a numeral, in their order."""
    rows = con.execute(
        "SELECT report_id, page_id, year, text FROM report WHERE report_id IN (SELECT unnest(?))",
        [sorted({report_id for report_id, _ in lines})],
    ).fetchall()
    reports = {row[0]: row[1:] for row in rows}
    cut = []
    for report_id, number in lines:
        page_id, year, text = reports[report_id]
        parts = text.split("\n")
        if _NUMERAL.search(parts[number]):
            start = sum(len(one) + 1 for one in parts[:number])
            cut.append(
                {
                    "report_id": report_id,
                    "page_id": page_id,
                    "year": year,
                    "char_start": start,
                    "char_end": start + len(parts[number]),
                }
            )
    return cut


def _add_figures(con: duckdb.DuckDBPyConnection, paragraphs: Sequence[dict[str, Any]]) -> None:
    """Tell of each paragraph which figures were read in it, in their order."""
    import pyarrow as pa

    inside: dict[int, list[str]] = {n: [] for n in range(len(paragraphs))}
    table = pa.table(
        {
            "n": pa.array(range(len(paragraphs)), pa.int32()),
            "report_id": pa.array([one["report_id"] for one in paragraphs], pa.string()),
            "first": pa.array([one["char_start"] for one in paragraphs], pa.int32()),
            "past": pa.array([one["char_end"] for one in paragraphs], pa.int32()),
        }
    )
    with registered(con, "paragraph", table):
        rows = con.execute(
            "SELECT n, fact_id FROM fact_indicator AS fact JOIN paragraph ON paragraph.report_id = fact.report_id "
            "AND char_start >= paragraph.first AND char_end <= paragraph.past "
            "WHERE judged IS DISTINCT FROM 'changed' OR machine_value IS NOT NULL ORDER BY n, seq"
        ).fetchall()
    for n, fact_id in rows:
        inside[n].append(fact_id)
    for n, one in enumerate(paragraphs):
        one["fact_ids"] = inside[n]


def _seed_random(seed: str, purpose: str) -> random.Random:
    digest = hashlib.sha256(f"{seed} {purpose}".encode()).hexdigest()
    return random.Random(int(digest, 16))
