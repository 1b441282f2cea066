"""Full text: what is found, in which order, and how it is marked."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from opencc import OpenCC

from tests.view_samples import Part, build_report, fetch, load_reports
from tests.warehouse_samples import connect_in_memory, write_empty
from warehouse.database import close_warehouse, open_warehouse
from warehouse.derive.derived import is_stale, refresh_derived
from warehouse.derive.full_text import build_index
from warehouse.derive.passages import cut_passages, simplify
from warehouse.derive.search import SearchError, mark_words, read_terms, search_passages

COUNTY = build_report(
    "410928",
    2023,
    [
        Part("一、", "化解争议", "disputes", "前言。"),
        Part("（一）", "办好复议案件", "disputes", "全年行政复议调解结案九件，调解工作扎实。", 2),
        Part("一是", "畅通渠道", None, "设立行政复议窗口。", 4),
        Part("（二）", "应诉", "disputes", "行政机关负责人出庭应诉。", 2),
    ],
    name="河南省濮阳市濮阳县",
)
OTHER = build_report(
    "420102",
    2022,
    [
        Part("一、", "复议", "disputes", "复议机构受理申请，未能调解。"),
        Part("二、", "普法", "publicity", "组织法治讲座。"),
    ],
    name="湖北省武汉市江岸区",
)
TRADITIONAL = build_report(
    "430102",
    2023,
    [Part("一、", "覆議", "disputes", "全年收到行政覆議申請，依法調解結案。")],
    name="湖南省长沙市芙蓉区",
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_in_memory() as con:
        load_reports(con, [COUNTY, OTHER, TRADITIONAL])
        refresh_derived(con)
        yield con


def find(con: duckdb.DuckDBPyConnection, query: str, *, exact: bool = False, **more) -> list[tuple[str, int]]:
    total, hits = search_passages(con, read_terms(query, exact=exact), **more)
    assert total == len(hits)
    return [(hit.report_id, hit.section_seq) for hit in hits]


def test_passages_hold_every_character_once():
    sections = [(1, 5, 40), (2, 12, 25), (3, 25, 40), (4, 45, 60)]
    places = [(place.section_seq, place.char_start, place.char_end) for place in cut_passages(sections, 60)]
    assert places == [(0, 0, 5), (1, 5, 12), (2, 12, 25), (3, 25, 40), (4, 45, 60)]
    assert [(place.section_seq, place.char_end) for place in cut_passages([], 7)] == [(0, 7)]


def test_every_word_must_be_there_and_run_in_items_stay_within(con):
    assert find(con, "行政复议 调解", exact=True) == [("410928-2023", 2)]
    assert find(con, "复议窗口") == [("410928-2023", 2)]
    assert find(con, "复议 火星") == []


def test_year_and_province_narrow(con):
    assert find(con, "复议 调解", year=2022) == [("420102-2022", 1)]
    assert find(con, "复议", province="河南") == find(con, "复议", province="41") == [("410928-2023", 2)]
    assert find(con, "复议", province="江西") == []


def test_a_phrase_stands_as_it_is(con):
    assert find(con, '"行政复议窗口"') == find(con, "“行政复议窗口”") == [("410928-2023", 2)]
    assert find(con, '"复议行政窗口"') == []


def test_synonyms_are_words_of_one_concept(con):
    # 普法 and 法治讲座 stand in one row of seeds/concepts.csv; the first passage holds both words' concept.
    assert ("420102-2022", 2) in find(con, "宪法宣传")
    assert find(con, "宪法宣传", exact=True) == []


def test_traditional_characters_in_query_and_text(con):
    assert find(con, "負責人出庭") == find(con, "负责人出庭") == [("410928-2023", 4)]
    hits = search_passages(con, read_terms("调解", exact=True), province="湖南")[1]
    assert [(hit.report_id, [hit.text[a:b] for a, b in hit.marks]) for hit in hits] == [("430102-2023", ["調解"])]
    assert hits[0].text == TRADITIONAL.text  # as published
    assert len(simplify("頭髮與發展后後")) == len("頭髮與發展后後")


def test_the_passage_that_speaks_of_it_most_comes_first():
    texts = {
        "410922": "信访工作扎实，普法工作扎实，应急工作扎实。",
        "410923": "信访工作扎实，信访事项办结，信访群众满意。",
        "410926": "执法工作扎实，普法工作扎实，应急工作扎实。",
    }
    with connect_in_memory() as con:
        load_reports(
            con, [build_report(code, 2023, [Part("一、", code, "other", text)]) for code, text in texts.items()]
        )
        refresh_derived(con)
        assert find(con, "信访", exact=True) == [("410923-2023", 1), ("410922-2023", 1)]


def test_marks_are_the_word_or_else_its_parts():
    terms = read_terms("行政复议", exact=True)
    text = "行政机关的行政复议"
    assert [text[a:b] for a, b in mark_words(text, terms)] == ["行政复议"]
    text = "行政机关的复议"
    assert [text[a:b] for a, b in mark_words(text, terms)] == ["行政", "复议"]


def test_a_query_without_words_says_what_to_do():
    with pytest.raises(SearchError, match="两个字以上"):
        read_terms("的 了")


def test_the_same_in_sql_without_the_extension(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    con = open_warehouse(write_empty(path))
    load_reports(con, [COUNTY, OTHER])
    refresh_derived(con)
    close_warehouse(con)
    with duckdb.connect(str(path), read_only=True) as reader:
        rows = fetch(reader, "SELECT report_id, section_seq FROM search_passage('调解 结案') WHERE year = 2023")
        loaded = fetch(reader, "SELECT loaded FROM duckdb_extensions() WHERE extension_name = 'fts'")
    assert rows == [("410928-2023", 2)]
    assert loaded == [(False,)] or loaded == []


def test_the_index_is_stale_after_a_load_and_follows(tmp_path: Path):
    con = open_warehouse(write_empty(tmp_path / "warehouse.duckdb"))
    with pytest.raises(SearchError, match="refresh"):
        search_passages(con, read_terms("复议"))
    load_reports(con, [COUNTY])
    refresh_derived(con)
    assert not is_stale(con)
    load_reports(con, [OTHER])
    assert is_stale(con)
    assert find(con, "讲座") == []
    refresh_derived(con)
    assert find(con, "讲座") == [("420102-2022", 2)]
    con.execute("DELETE FROM report WHERE report_id = '420102-2022'")
    refresh_derived(con)
    assert find(con, "讲座") == []
    close_warehouse(con)


def test_before_the_first_refresh_sql_says_what_to_do(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    con = open_warehouse(write_empty(path))
    load_reports(con, [COUNTY])
    close_warehouse(con)
    with duckdb.connect(str(path), read_only=True) as reader:
        for words in ("复议", "的", ""):
            with pytest.raises(duckdb.Error, match="fazhi refresh"):
                reader.execute("FROM search_passage($words)", {"words": words}).fetchall()


def test_scores_are_those_of_the_extension():
    extension = find_spec("duckdb_extension_fts")
    assert extension is not None
    assert extension.origin is not None
    file = Path(extension.origin).parent / "extensions" / f"v{duckdb.__version__}" / "fts.duckdb_extension"
    if not file.is_file():
        pytest.skip(f"there is no fts extension for DuckDB {duckdb.__version__}")
    chance = random.Random(7)
    words = ["复议", "调解", "应诉", "普法", "执法", "窗口", "a1", "行政复议"]
    with connect_in_memory() as con:
        rows = [
            (f"r{number}#{number % 7}", "r", number, 0, 0, "", " ".join(chance.choices(words, k=chance.randrange(30))))
            for number in range(2000)
        ]
        con.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        build_index(con)
        con.execute(f"LOAD '{file}'")
        con.execute(
            "PRAGMA create_fts_index('passage', 'passage_id', 'tokens', stemmer='none', stopwords='none', "
            r"ignore='(\s)+', strip_accents=0, lower=1)"
        )
        for query in ("复议", "复议 调解", "A1  普法 火星", "火星", "行政复议 窗口 应诉 执法"):
            own = con.execute("SELECT passage_id, score FROM score_passages(?) ORDER BY 1", [query]).fetchall()
            theirs = con.execute(
                "SELECT passage_id, score FROM (SELECT passage_id, fts_main_passage.match_bm25(passage_id, ?) AS score "
                "FROM passage) WHERE score IS NOT NULL ORDER BY 1",
                [query],
            ).fetchall()
            assert [name for name, _ in own] == [name for name, _ in theirs]
            assert [score for _, score in own] == pytest.approx([score for _, score in theirs], abs=1e-8)


def test_an_index_made_in_many_pieces_is_the_same_and_in_order(monkeypatch: pytest.MonkeyPatch):
    with connect_in_memory() as con:
        load_reports(con, [COUNTY, OTHER, TRADITIONAL])
        refresh_derived(con)
        whole = fetch(con, "FROM full_text.word ORDER BY rowid")
        assert whole == sorted(whole)
        monkeypatch.setattr("warehouse.derive.full_text._PASSAGES_AT_ONCE", 2)
        build_index(con)
        assert fetch(con, "FROM full_text.word ORDER BY rowid") == whole
        assert fetch(con, "SELECT count(*) FROM duckdb_tables() WHERE temporary") == [(0,)]
        con.execute("DELETE FROM passage")
        build_index(con)
        assert fetch(con, "SELECT (SELECT count(*) FROM full_text.word), (SELECT count(*) FROM full_text.length)") == [
            (0, 0)
        ]


def test_a_refresh_that_is_killed_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch):
    tables = ("passage", "plan_item", "recycled_passage", "full_text.word")
    with connect_in_memory() as con:
        load_reports(con, [COUNTY, OTHER, TRADITIONAL])
        refresh_derived(con)
        whole = [fetch(con, f"SELECT DISTINCT * FROM {table} ORDER BY ALL") for table in tables]

    def break_off(derive, lots):
        yield derive(lots[0])
        raise KeyboardInterrupt

    monkeypatch.setattr("warehouse.derive.derived.CHUNK_REPORTS", 2)
    monkeypatch.setattr("warehouse.derive.derived.LOT_REPORTS", 1)
    with connect_in_memory() as con:
        load_reports(con, [COUNTY, OTHER, TRADITIONAL])
        with pytest.raises(KeyboardInterrupt):
            refresh_derived(con, each=break_off)
        assert fetch(con, "SELECT count(*) FROM derived_report") == [(1,)]
        assert refresh_derived(con).reports == 2
        assert [fetch(con, f"SELECT DISTINCT * FROM {table} ORDER BY ALL") for table in tables] == whole
        assert fetch(con, "SELECT count(*) FROM passage") == [(len(whole[0]),)]


def test_what_is_searched_is_small_and_of_half_width_whatever_the_character():
    def fold(character: str) -> str:
        folded = unicodedata.normalize("NFKC", character).lower()
        return folded if len(folded) == 1 else character

    convert = OpenCC("t2s").convert
    for start in range(0, 0x20000, 64):
        text = "".join(chr(code) for code in range(start, start + 64) if not 0xD800 <= code < 0xE000)
        converted = convert(text)
        assert simplify(text) == "".join(map(fold, converted if len(converted) == len(text) else text))


def test_index_of_an_earlier_release_is_made_anew(tmp_path: Path):
    con = open_warehouse(write_empty(tmp_path / "warehouse.duckdb"))
    load_reports(con, [COUNTY])
    refresh_derived(con)
    con.execute("CREATE SCHEMA fts_main_passage")
    con.execute("CREATE TABLE fts_main_passage.docs (docid BIGINT)")
    con.execute("UPDATE derived_state SET name = 'search_index' WHERE name = 'full_text'")
    assert is_stale(con)
    refresh_derived(con)
    assert find(con, "复议窗口") == [("410928-2023", 2)]
    assert fetch(con, "SELECT count(*) FROM duckdb_schemas() WHERE schema_name = 'fts_main_passage'") == [(0,)]
    close_warehouse(con)
