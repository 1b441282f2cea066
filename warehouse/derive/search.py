"""Full text over the passages of reports: BM25 on jieba's search words, with phrases, synonyms, years and places.

In SQL, by the words alone: `FROM search_passage('复议 调解')`, words apart by spaces (`full_text.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import duckdb

from parsers.text.words import find_search_words
from warehouse.derive.full_text import UNMADE, has_index
from warehouse.derive.passages import simplify
from warehouse.store.dimensions import read_rows
from warehouse.store.errors import WarehouseError
from warehouse.store.queries import fetch_value, is_lake

SYNONYM_WEIGHT = 0.5
"""A passage that holds another word of the concept counts half."""

_NAMING = ("topic", "field", "thing", "rate")
_TERM = re.compile(r"[\"“「『](?P<phrase>[^\"”」』]+)[\"”」』]|(?P<word>[^\s\"“”「」『』]+)")


class SearchError(WarehouseError):
    """The search cannot be made; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a passage must hold: a phrase as it stands, or a word, its parts, or a synonym."""

    phrase: str | None
    word: str
    """As typed, simplified; of a phrase empty."""
    parts: tuple[str, ...]
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that holds what was asked; `marks` are the words' places in `text`, first and last (exclusive)."""

    score: float
    report_id: str
    region_name: str | None
    year: int | None
    section_seq: int
    heading: str | None
    text: str
    marks: tuple[tuple[int, int], ...]
    char_start: int
    url: str


def read_terms(query: str, *, exact: bool = False) -> list[Term]:
    """What a query asks for: words apart by spaces, phrases in quotation marks; traditional characters are simplified.

    Unless `exact`, a word brings the other words of its concept (seeds/concepts.csv). Raises SearchError for a query of
    nothing but single characters.
    """
    terms = []
    for match in _TERM.finditer(query):
        if match["phrase"]:
            phrase = simplify(match["phrase"].strip())
            terms.append(Term(phrase, "", tuple(find_search_words(phrase)), ()))
            continue
        word = simplify(match["word"])
        parts = tuple(dict.fromkeys(find_search_words(word)))
        if parts:
            terms.append(Term(None, word, parts, () if exact else _find_synonyms(word)))
    if not any(term.parts for term in terms):
        raise SearchError(
            f"“{query}”里没有可检索的词：请用两个字以上的词。There is no word in {query!r}: use words of two characters or more."
        )
    return terms


def search_passages(
    con: duckdb.DuckDBPyConnection,
    terms: Sequence[Term],
    *,
    year: int | None = None,
    province: str | None = None,
    limit: int = 20,
) -> tuple[int, list[Hit]]:
    """How many passages hold all terms, and the best of them; `province` is a name's beginning (河南) or a code's (41).

    Raises SearchError where there is no index yet, for a lake, and for a province that there is none of.
    """
    if is_lake(con):
        raise SearchError(
            "DuckLake 不含全文索引：请把网页载入 .duckdb 文件后检索。"
            "A DuckLake holds no full-text index: load the pages into a .duckdb file and search there."
        )
    if not has_index(con):
        raise SearchError(UNMADE)
    own = " ".join(dict.fromkeys(part for term in terms for part in term.parts))
    others = " ".join(
        dict.fromkeys(part for term in terms for word in term.synonyms for part in find_search_words(word))
    )
    conditions, parameters = ["score > 0"], [own, others]
    for term in terms:
        condition, values = _require(term)
        conditions.append(condition)
        parameters += values
    if year is not None:
        conditions.append("report.year = ?")
        parameters.append(str(year))
    if province is not None:
        _check_region(con, province)
        conditions.append("(starts_with(report.region_name, ?) OR starts_with(report.region_code, ?))")
        parameters += [simplify(province), province.removesuffix("0000")]
    rows = con.execute(
        _write_query(conditions, limit),
        parameters,
    ).fetchall()
    hits = [
        Hit(
            score=row[0],
            report_id=row[1],
            region_name=row[2],
            year=row[3],
            section_seq=row[4],
            heading=row[5],
            text=row[6],
            marks=mark_words(row[6], terms),
            char_start=row[7],
            url=row[8],
        )
        for row in rows
    ]
    return (rows[0][9] if rows else 0), hits


def _write_query(conditions: Sequence[str], limit: int) -> str:
    """The best passages that hold to the conditions, with the number of all of them; two parameters come first: the words, and their synonyms."""
    return f"""
    WITH scored AS (
        SELECT passage.*, coalesce(own.score, 0) + {SYNONYM_WEIGHT} * coalesce(others.score, 0) AS score
        FROM passage
        LEFT JOIN score_passages(?) AS own ON own.passage_id = passage.passage_id
        LEFT JOIN score_passages(?) AS others ON others.passage_id = passage.passage_id
    ), hits AS (
        SELECT scored.*, report.region_name, report.year, report.url, report.text AS whole, report.is_sample, count(*) OVER () AS total
        FROM scored JOIN report ON report.report_id = scored.report_id
        WHERE {" AND ".join(conditions)}
        ORDER BY coalesce(report.is_sample, false), score DESC, scored.report_id, section_seq LIMIT {int(limit)}
    )
    SELECT hits.score, hits.report_id, region_name, year, hits.section_seq, section.marker || section.heading,
           substring(whole, hits.char_start + 1, hits.char_end - hits.char_start), hits.char_start, url, total
    FROM hits LEFT JOIN section ON section.report_id = hits.report_id AND section.seq = hits.section_seq
    ORDER BY coalesce(hits.is_sample, false), hits.score DESC, hits.report_id, hits.section_seq
    """


def mark_words(text: str, terms: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    """Where the words of the query stand in a text as published, in order, none within another."""
    searched = simplify(text)
    words: set[str] = set()
    for term in terms:
        present = {word for word in (term.phrase or term.word, *term.synonyms) if word in searched}
        # The parts of a word (行政, 复议) only where they stand apart.
        words |= present or {part for part in term.parts if part in searched}
    pattern = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return tuple(match.span() for match in re.finditer(pattern, searched)) if pattern else ()


def _require(term: Term) -> tuple[str, list[str]]:
    """The condition that a passage holds the term, with its parameters."""
    if term.phrase:
        return "contains(scored.text, ?)", [term.phrase]
    whole = " AND ".join("contains(scored.text, ?)" for _ in term.parts)
    alternatives = " OR ".join([f"({whole})", *("contains(scored.text, ?)" for _ in term.synonyms)])
    return f"({alternatives})", [*term.parts, *term.synonyms]


def _find_synonyms(word: str) -> tuple[str, ...]:
    """The other words of each concept that has this word, or has it without 行政 (行政复议 is 复议)."""
    found: dict[str, None] = {}
    for words in _load_concepts():
        if word in words or word.removeprefix("行政") in words:
            found.update(dict.fromkeys(other for other in words if other != word and len(other) > 1))
    return tuple(found)


@cache
def _load_concepts() -> tuple[tuple[str, ...], ...]:
    """The words of each concept of seeds/concepts.csv that names something. Acts (受理, 办理, 排查 …) and marks name nothing."""
    rows = read_rows("concepts.csv")
    return tuple(tuple(simplify(row["words"] or "").split("|")) for row in rows if row["role"] in _NAMING)


def _check_region(con: duckdb.DuckDBPyConnection, told: str) -> None:
    """Raises SearchError where neither a region's full name nor its code begins so, of the table or of any report."""
    name, code = simplify(told), told.removesuffix("0000")
    known = fetch_value(
        con,
        "SELECT EXISTS (SELECT 1 FROM dim_region WHERE starts_with(full_name, ?) OR starts_with(code, ?)) "
        "OR EXISTS (SELECT 1 FROM report WHERE starts_with(region_name, ?))",
        [name, code, name],
    )
    if not name.strip() or not code or not known:
        raise SearchError(
            f"没有名为“{told}”的省：请写省名或代码，如 河南、41。There is no province {told}: give its name or code, 河南 or 41."
        )
