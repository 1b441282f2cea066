"""The index of full text: which words stand in which passages how often, and BM25 over it as two macros in plain SQL.

Tables and macros of the file itself, so that any DuckDB from 1.3 on answers `FROM search_passage('复议 调解')` without an
extension. The scores are those of DuckDB's fts extension (k = 1.2, b = 0.75, logarithm to the base 10), but the words of a
passage are stored once with their count, sorted by word: a question reads the few blocks of its words.
"""

from __future__ import annotations

from functools import partial

import duckdb

from warehouse.store.queries import fetch_value, is_lake, spare_memory, transaction
from warehouse.store.state import read_state, run_script_once, write_state

_INDEX = "full_text"
"""The schema of the index, and the name of its state."""

UNMADE = "尚无全文索引：请先运行 fazhi refresh。There is no index yet: run `fazhi refresh` first."

_TABLES = """
CREATE SCHEMA IF NOT EXISTS full_text;
CREATE TABLE IF NOT EXISTS full_text.length (passage_no INTEGER, passage_id VARCHAR, word_count INTEGER);
CREATE TABLE IF NOT EXISTS full_text.word (word VARCHAR, passage_no INTEGER, times INTEGER);
"""

_BEGIN = (
    # The index that earlier releases had the extension make.
    "DROP SCHEMA IF EXISTS fts_main_passage CASCADE",
    """
    CREATE OR REPLACE TABLE full_text.length AS
    SELECT row_number() OVER (ORDER BY passage_id)::INTEGER AS passage_no, passage_id, word_count
    FROM (
        -- (counted first, lest the words be sorted along)
        SELECT passage_id,
               CASE WHEN tokens = '' THEN 0 ELSE length(tokens) - length(replace(tokens, ' ', '')) + 1 END::INTEGER AS word_count
        FROM passage
    )
    """,
    # Words by their numbers in order: a number is grouped and sorted in two thirds of the time that a word takes.
    "CREATE OR REPLACE TEMP TABLE index_word AS SELECT DISTINCT unnest(string_split(tokens, ' ')) AS word FROM passage",
    """
    CREATE OR REPLACE TEMP TABLE index_number AS
    SELECT word, row_number() OVER (ORDER BY word) AS word_no FROM index_word WHERE word <> ''
    """,
    "CREATE OR REPLACE TEMP TABLE index_posting (place BIGINT, times INTEGER)",
    "CREATE OR REPLACE TABLE full_text.word (word VARCHAR, passage_no INTEGER, times INTEGER)",
)
_COUNT = """
INSERT INTO index_posting
SELECT word_no << 32 | passage_no AS place, count(*)
FROM (
    SELECT unnest(string_split(passage.tokens, ' ')) AS word, length.passage_no
    FROM passage JOIN full_text.length AS length USING (passage_id)
    WHERE passage.rowid >= $first AND passage.rowid < $last
) JOIN index_number USING (word)
GROUP BY place
"""
_PUT_DOWN = """
INSERT INTO full_text.word
SELECT word, (place & 4294967295)::INTEGER AS passage_no, times
FROM (SELECT * FROM index_posting ORDER BY place) JOIN index_number ON word_no = place >> 32
"""
"""Numbers are sorted, what does not fit into memory on disk, then each gets its word. To take them out of the table a few words at a
time would read all of it each time."""
_END = (
    "DROP TABLE index_word",
    "DROP TABLE index_number",
    "DROP TABLE index_posting",
    "COMMENT ON TABLE full_text.length IS '全文索引：各段落的编号和词数'",
    "COMMENT ON COLUMN full_text.length.passage_no IS '段落在索引中的序号'",
    "COMMENT ON COLUMN full_text.length.passage_id IS '段落编号，见 passage 表'",
    "COMMENT ON COLUMN full_text.length.word_count IS '检索词的个数（个）'",
    "COMMENT ON TABLE full_text.word IS '全文索引：各词在哪些段落、出现几次，按词排列'",
    "COMMENT ON COLUMN full_text.word.word IS '检索词，见 passage.tokens'",
    "COMMENT ON COLUMN full_text.word.passage_no IS '段落在索引中的序号，见 full_text.length'",
    "COMMENT ON COLUMN full_text.word.times IS '该词在该段落中出现的次数（次）'",
)
_PASSAGES_AT_ONCE = 5_000
"""Passages whose words are counted at once, of some three hundred reports."""

_MACROS = f"""
CREATE OR REPLACE MACRO score_passages(words) AS TABLE
WITH asked AS (
    SELECT DISTINCT unnest(string_split_regex(lower(words::VARCHAR), '\\s+')) AS word
), found AS (
    SELECT posting.passage_no, posting.times, count(*) OVER (PARTITION BY posting.word) AS passages
    FROM full_text.word AS posting JOIN asked ON posting.word = asked.word
), whole AS (
    SELECT count(*) AS passages, avg(word_count) AS word_count FROM full_text.length
)
SELECT
    length.passage_id,
    -- Rounded, so that passages of one score stand in one order whichever thread added up first.
    round(sum(
        log((whole.passages - found.passages + 0.5) / (found.passages + 0.5) + 1)
        * found.times * 2.2 / (found.times + 1.2 * (0.25 + 0.75 * length.word_count / whole.word_count))
    ), 9) AS score
FROM found
JOIN full_text.length AS length ON length.passage_no = found.passage_no
CROSS JOIN whole
GROUP BY length.passage_id;

CREATE OR REPLACE MACRO search_passage(words) AS TABLE
SELECT
    found.score,
    passage.report_id,
    report.region_code,
    report.region_name,
    report.region_short,
    report.year,
    passage.section_seq,
    section.marker || section.heading AS heading,
    substring(report.text, passage.char_start + 1, passage.char_end - passage.char_start) AS text,
    passage.char_start,
    passage.char_end,
    report.url
FROM score_passages(words) AS found
JOIN passage ON passage.passage_id = found.passage_id
JOIN report ON report.report_id = passage.report_id
LEFT JOIN section ON section.report_id = passage.report_id AND section.seq = passage.section_seq
WHERE CASE WHEN EXISTS (SELECT 1 FROM derived_state WHERE name = '{_INDEX}') THEN true ELSE error('{UNMADE}') END
ORDER BY found.score DESC, passage.report_id, passage.section_seq;
"""


def load_search_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Make the macros what this release says, over an empty index where there is none yet; a lake has none of it."""
    if is_lake(con):
        return
    run_script_once(con, "search_macros", _TABLES + _MACROS)


def has_index(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the index was ever made, of whatever passages."""
    return read_state(con, _INDEX) is not None


_SORTING = 128_000_000
"""Bytes that DuckDB gets for the index: what does not fit of millions of rows that are sorted is written and read again."""


def is_index_stale(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the index was made from other passages than there are now, or never; a lake has none."""
    if is_lake(con):
        return False
    return read_state(con, _INDEX) != _fingerprint(con)


def build_index(con: duckdb.DuckDBPyConnection) -> None:
    """Make the index anew from all passages, in one transaction."""
    load_search_macros(con)
    spare_memory(con, partial(_fill, con), _SORTING)


def _fill(con: duckdb.DuckDBPyConnection) -> None:
    with transaction(con):
        for statement in _BEGIN:
            con.execute(statement)
        end = fetch_value(con, "SELECT coalesce(max(rowid) + 1, 0) FROM passage")
        for first in range(0, end, _PASSAGES_AT_ONCE):
            con.execute(_COUNT, {"first": first, "last": first + _PASSAGES_AT_ONCE})
        con.execute(_PUT_DOWN)
        for statement in _END:
            con.execute(statement)
        write_state(con, _INDEX, _fingerprint(con))


def _fingerprint(con: duckdb.DuckDBPyConnection) -> str:
    return str(
        fetch_value(
            con,
            "SELECT count(*) || ' ' || coalesce(sum(md5_number_lower(report_id || made_from)), 0) FROM derived_report",
        )
    )
