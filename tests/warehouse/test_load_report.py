"""Loading: what each kind of page does to the warehouse."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import pickle
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from parsers.records import Refusal
from tests.warehouse_samples import LATER, NOON, VERSION, connect_empty, make_item, make_report, parse_text
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.diary import end_run, start_run
from warehouse.items import LoadCounts, LoadItem
from warehouse.load.identity import identify_facts
from warehouse.load.load import find_known_pages, load_pages, tabulate_items
from warehouse.store import queries
from warehouse.store.queries import spare_memory

A = "https://www.example.gov.cn/a.html"
B = "https://www.example.gov.cn/b.html"
LOADED, UNCHANGED, QUARANTINED = LoadCounts(loaded=1), LoadCounts(unchanged=1), LoadCounts(quarantined=1)
NEWS = Refusal("not_a_report", "标题为会议新闻：“全市召开会议”")


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return connect_empty(tmp_path)


def load(con: duckdb.DuckDBPyConnection, *items: LoadItem, version: str = VERSION) -> LoadCounts:
    """One run; afterwards every check but that of the pinned counts must pass."""
    run_id = start_run(con, "ingest", {"sources": ["某处"]}, NOON)
    counts = load_pages(con, run_id, items, version)
    end_run(con, run_id, LATER)
    broken = {result.name: result.examples for result in check_warehouse(con) if not result.passed}
    broken.pop("pinned_counts", None)
    assert broken == {}
    return counts


def ask(con: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    rows = con.execute(sql).fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]


def report_ids(con: duckdb.DuckDBPyConnection) -> list[str]:
    return ask(con, "SELECT report_id FROM report ORDER BY report_id")


def test_report_with_sections_and_facts_goes_in(con: duckdb.DuckDBPyConnection) -> None:
    page = make_report(A)
    assert load(con, make_item(page)) == LOADED
    assert ask(con, "SELECT report_id, region_code, region_name, level, year, issuer, url, page_id FROM report") == [
        ("410928-2023", "410928", "某省某市第410928号地方", "county", 2023, "某地人民政府", A, page.page_id)
    ]
    assert ask(con, "SELECT text FROM report") == [page.text]
    assert ask(con, "SELECT marker, heading FROM section ORDER BY seq") == [
        ("一、", "做实第410928号地方的依法办事"),
        ("二、", "算清2023年的账"),
    ]
    facts = ask(con, "SELECT value, unit, indicator_id, part_of IS NOT NULL FROM fact_indicator ORDER BY seq")
    assert facts == [
        (62.0, "件", "reconsideration.applications", False),
        (53.0, "件", None, True),
        (98.5, "%", None, False),
        (2294.0, "人次", None, False),
    ]
    whole, part = ask(con, "SELECT fact_id, part_of FROM fact_indicator_2023 WHERE unit = '件' ORDER BY seq")
    assert part[1] == whole[0]


def test_each_year_has_its_table_and_unknown_years_too(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_item(make_report(A, year=2021)), make_item(make_report(B, year=None, story=1)))
    assert ask(con, "SELECT count(*) FROM fact_indicator_2021") == [4]
    assert ask(con, "SELECT count(*) FROM fact_indicator_unknown") == [4]
    assert ask(con, "SELECT count(*) FROM fact_indicator") == [8]
    assert report_ids(con) == ["410928-2021", "410928-unknown"]


def test_loading_twice_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    items = [
        make_item(make_report(A)),
        make_item(make_report(B, story=1)),
        make_item(NEWS, url="file:///n", page_id="n"),
    ]
    assert load(con, *items) == LoadCounts(loaded=2, quarantined=1)
    before = content_digest(con)
    again = [dataclasses.replace(item, fetched_at=LATER) for item in items]
    assert load(con, *again) == LoadCounts(unchanged=2, quarantined=1)
    assert content_digest(con) == before


def test_rows_that_workers_made_go_to_their_reports(con: duckdb.DuckDBPyConnection) -> None:
    """Out of one block: two of one name, a refused page and one of another year between them, some not written at all."""
    pages = [
        make_report(A),
        dataclasses.replace(make_report(f"{A}?news", story=1, cases=70), refusal=NEWS),
        make_report(B, year=2021, cases=80),
        make_report(f"{B}?copy", year=2021, cases=80),
        make_report(f"{B}?other", story=1, cases=90),
    ]
    items = pickle.loads(pickle.dumps(tabulate_items([make_item(page) for page in pages])))
    assert load(con, *items) == LoadCounts(loaded=3, unchanged=1, quarantined=1)
    expected = {"410928-2023": pages[0], "410928-2021": pages[2], "410928-2023-2": pages[4]}
    assert report_ids(con) == sorted(expected)
    for report_id, page in expected.items():
        ids = identify_facts(report_id, page.facts)
        rows = (
            "fact_id, seq, section_seq, label, value, unit, quote, sentence, period_start, region_code, year, part_of"
        )
        assert ask(con, f"SELECT {rows} FROM fact_indicator WHERE report_id = '{report_id}' ORDER BY seq") == [
            (
                *(ids[fact.seq - 1], fact.seq, fact.section_seq, fact.label, fact.value, fact.unit, fact.quote),
                *(fact.sentence, fact.period and fact.period.start, page.metadata.region_code, page.metadata.year),
                fact.part_of and ids[fact.part_of - 1],
            )
            for fact in page.facts
        ]
        assert any(fact.part_of for fact in page.facts)
        sections = ask(con, f"SELECT seq, heading, text FROM section WHERE report_id = '{report_id}' ORDER BY seq")
        assert sections == [(section.seq, section.heading, section.text) for section in page.sections]


def test_batch_that_needs_more_memory_than_was_meant_for_it(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SMALL_SECTIONS", 0)
    draw = random.Random(1)
    reports = [make_report(f"{A}?{number}", region=f"4101{number:02}") for number in range(30)]
    long = "".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(300_000))
    items = [make_item(dataclasses.replace(report, text=report.text + long)) for report in reports]
    run_id = start_run(con, "ingest", {}, NOON)
    limits = []

    def load_all() -> LoadCounts:
        limits.extend(ask(con, "SELECT current_setting('memory_limit')"))
        assert report_ids(con) == []
        if len(limits) < 3:
            raise duckdb.OutOfMemoryException("failed to allocate data of size 16.0 MiB (7.1 MiB/7.6 MiB used)")
        return load_pages(con, run_id, items, VERSION)

    before = ask(con, "SELECT current_setting('memory_limit')")
    assert spare_memory(con, load_all, 8_000_000) == LoadCounts(loaded=30)
    assert limits[0].startswith(("7.", "8."))
    # twice as much, and so on: not all at once
    assert len(limits) == 3
    sizes = [float(limit.split()[0]) for limit in limits if limit.endswith("MiB")]
    assert all(1.8 < second / first < 2.2 for first, second in itertools.pairwise(sizes))
    assert ask(con, "SELECT min(length(text)) FROM report")[0] > 300_000
    assert spare_memory(con, lambda: ask(con, "SELECT 1"), 8_000_000) == [1]
    assert ask(con, "SELECT current_setting('memory_limit')") == before


def test_commit_that_needs_more_memory_than_was_meant_for_it(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB calls it a failed transaction then, and not out of memory; other failed transactions are errors."""
    monkeypatch.setattr(queries, "SMALL_SECTIONS", 0)
    before = ask(con, "SELECT current_setting('memory_limit')")

    def commit(message: str) -> int:
        if ask(con, "SELECT current_setting('memory_limit')") != before:
            raise duckdb.TransactionException(message)
        return 1

    told = (
        "TransactionContext Error: Failed to commit: failed to pin block of size 256.0 KiB (122.0 MiB/122.0 MiB used)"
    )
    assert spare_memory(con, lambda: commit(told)) == 1
    with pytest.raises(duckdb.TransactionException):
        spare_memory(con, lambda: commit("TransactionContext Error: Conflict on update!"))
    assert ask(con, "SELECT current_setting('memory_limit')") == before


def test_changed_page_replaces_its_report_and_stays_reachable(con: duckdb.DuckDBPyConnection) -> None:
    old, new = make_report(A, cases=62), make_report(A, cases=71)
    load(con, make_item(old))
    kept_before = set(ask(con, "SELECT fact_id FROM fact_indicator"))
    assert load(con, make_item(new, fetched_at=LATER)) == LOADED
    assert report_ids(con) == ["410928-2023"]
    assert ask(con, "SELECT value FROM fact_indicator ORDER BY seq LIMIT 1") == [71.0]
    assert ask(con, "SELECT page_id, outcome, report_id, is_current FROM page ORDER BY fetched_at") == [
        (old.page_id, "superseded", "410928-2023", False),
        (new.page_id, "loaded", "410928-2023", True),
    ]
    assert not kept_before & set(ask(con, "SELECT fact_id FROM fact_indicator WHERE unit = '件'"))


def test_old_version_can_be_loaded_again(con: duckdb.DuckDBPyConnection) -> None:
    old, new = make_report(A, cases=62), make_report(A, cases=71)
    load(con, make_item(old))
    before = content_digest(con)["fact_indicator"]
    load(con, make_item(new, fetched_at=LATER))
    assert load(con, make_item(old, fetched_at=LATER + dt.timedelta(days=1))) == LOADED
    assert content_digest(con)["fact_indicator"] == before
    assert ask(con, "SELECT page_id FROM report") == [old.page_id]


def test_older_version_from_the_archive_displaces_nothing(con: duckdb.DuckDBPyConnection) -> None:
    old, new = make_report(A, cases=62), make_report(A, cases=71)
    load(con, make_item(new, fetched_at=LATER))
    assert load(con, make_item(old, fetched_at=NOON)) == UNCHANGED
    assert ask(con, "SELECT page_id FROM report") == [new.page_id]
    assert ask(con, "SELECT outcome FROM page WHERE NOT is_current") == ["superseded"]


def test_other_bytes_with_the_same_words_change_nothing_but_the_page(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_item(make_report(A)))
    stamped = make_report(A, noise="浏览次数：31")
    before = content_digest(con)
    assert load(con, make_item(stamped, fetched_at=LATER)) == UNCHANGED
    after = content_digest(con)
    assert {name for name in after if after[name] != before[name]} == {"page", "report"}
    assert ask(con, "SELECT page_id FROM report") == [stamped.page_id]
    assert ask(con, "SELECT count(*) FROM page") == [2]


def test_newer_parser_replaces_what_the_same_bytes_gave(con: duckdb.DuckDBPyConnection) -> None:
    first = make_report(A)
    load(con, make_item(first))
    ids = ask(con, "SELECT fact_id FROM fact_indicator ORDER BY seq")
    assert load(con, make_item(dataclasses.replace(first, parser_version="2")), version="2") == LOADED
    assert ask(con, "SELECT DISTINCT parser_version FROM fact_indicator") == ["2"]
    assert ask(con, "SELECT fact_id FROM fact_indicator ORDER BY seq") == ids
    assert ask(con, "SELECT count(*) FROM page") == [1]


def test_report_moves_when_a_newer_parser_corrects_year_and_region(con: duckdb.DuckDBPyConnection) -> None:
    wrong = make_report(A, year=2022)
    metadata = dataclasses.replace(wrong.metadata, year=2023, region_code="410923")
    right = dataclasses.replace(wrong, metadata=metadata, parser_version="2")
    load(con, make_item(wrong))
    assert load(con, make_item(right), version="2") == LOADED
    assert report_ids(con) == ["410923-2023"]
    assert ask(con, "SELECT count(*) FROM fact_indicator_2022") == [0]
    assert ask(con, "SELECT DISTINCT report_id, region_code, year FROM fact_indicator_2023") == [
        ("410923-2023", "410923", 2023)
    ]
    # The name that was given by mistake is free for the report whose name it is.
    assert load(con, make_item(make_report(B, year=2022, story=1, version="2")), version="2") == LOADED
    assert report_ids(con) == ["410923-2023", "410928-2022"]


def test_name_given_by_mistake_is_free_within_the_same_batch(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_item(make_report(A, year=2022)))
    right = make_report(A, year=2023, version="2")
    other = make_report(B, year=2022, story=1, version="2")
    load(con, make_item(right, fetched_at=LATER), make_item(other), version="2")
    assert ask(con, "SELECT report_id, url FROM report ORDER BY 1") == [("410928-2022", B), ("410928-2023", A)]


def test_corrected_page_moves_its_report(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_item(make_report(A, year=2022)))
    load(con, make_item(make_report(A, year=2023), fetched_at=LATER))
    assert report_ids(con) == ["410928-2023"]
    assert ask(con, "SELECT DISTINCT report_id FROM page") == ["410928-2023"]


def test_address_that_shows_each_years_report_in_turn_keeps_them_all(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_item(make_report(A, year=2022)))
    assert load(con, make_item(make_report(A, year=2023, story=1), fetched_at=LATER)) == LOADED
    assert report_ids(con) == ["410928-2022", "410928-2023"]
    assert ask(con, "SELECT report_id, outcome, is_current FROM page ORDER BY fetched_at") == [
        ("410928-2022", "loaded", False),
        ("410928-2023", "loaded", True),
    ]


@pytest.mark.parametrize(
    ("level", "region", "year", "expected"),
    [
        ("county", "410928", 2023, ["410928-2023", "410928-2023-2"]),
        ("department", "410928", 2023, ["410928-2023-department", "410928-2023-department-2"]),
        ("township", "410928", 2023, ["410928-2023-township", "410928-2023-township-2"]),
        (None, None, None, ["unknown-unknown", "unknown-unknown-2"]),
    ],
)
def test_second_report_of_the_same_name_gets_a_number(
    con: duckdb.DuckDBPyConnection, level: str | None, region: str | None, year: int | None, expected: list[str]
) -> None:
    first = make_report(A, region=region, year=year, level=level)
    second = make_report(B, region=region, year=year, level=level, story=1)
    load(con, make_item(first), make_item(second))
    assert ask(con, "SELECT report_id FROM report ORDER BY url") == expected
    # The numbers stay, whichever of the two is read again first, and with whatever parser.
    again = [make_item(dataclasses.replace(page, parser_version="2")) for page in (second, first)]
    assert load(con, *again, version="2") == LoadCounts(loaded=2)
    assert ask(con, "SELECT report_id FROM report ORDER BY url") == expected


def test_department_and_government_of_one_county_do_not_collide(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_item(make_report(A, story=1)), make_item(make_report(B, level="department")))
    assert report_ids(con) == ["410928-2023", "410928-2023-department"]


def test_republished_text_is_a_page_of_the_same_report(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_item(make_report(A)))
    republished = make_report(B, noise="转载", title="[转发]年度法治政府建设情况报告")
    assert load(con, make_item(republished)) == UNCHANGED
    assert report_ids(con) == ["410928-2023"]
    assert ask(con, "SELECT outcome, report_id FROM page WHERE url = 'https://www.example.gov.cn/b.html'") == [
        ("duplicate", "410928-2023")
    ]
    # The other address turns to another report: the copy was there once, and the original stays.
    load(con, make_item(make_report(B, year=2022, story=1), fetched_at=LATER))
    assert report_ids(con) == ["410928-2022", "410928-2023"]
    assert ask(con, "SELECT report_id, outcome FROM page WHERE url LIKE '%/b.html' ORDER BY fetched_at") == [
        ("410928-2023", "superseded"),
        ("410928-2022", "loaded"),
    ]


def test_copy_stays_a_copy_while_a_new_parser_reads_the_original_later(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_item(make_report(A)), make_item(make_report(B, noise="转载")))
    better = [make_report(url, noise=noise, extra="多读出一句。", version="2") for url, noise in ((B, "转载"), (A, ""))]
    assert load(con, *map(make_item, better), version="2") == LoadCounts(loaded=1, unchanged=1)
    assert report_ids(con) == ["410928-2023"]
    # Other bytes at the copy's address in the same run (a counter) make no difference.
    stamped = make_report(B, noise="转载 浏览：2", version="3", extra="再多读出一句。")
    assert load(con, make_item(stamped, fetched_at=LATER), version="3") == UNCHANGED
    assert report_ids(con) == ["410928-2023"]


def test_short_equal_texts_are_not_taken_for_one_report(con: duckdb.DuckDBPyConnection) -> None:
    line = "一、见附件\n全文见附件，共3件。"
    pages = [
        parse_text(line, url, region="410928", year=2023, level="department", title=title)
        for url, title in ((A, "甲局报告"), (B, "乙局报告"))
    ]
    assert load(con, *map(make_item, pages)) == LoadCounts(loaded=2)


def test_swapped_addresses_keep_both_reports_with_their_names(con: duckdb.DuckDBPyConnection) -> None:
    here, there = make_report(A, year=2022), make_report(B, year=2023, story=1)
    load(con, make_item(here), make_item(there))
    facts = content_digest(con)["fact_indicator"]
    swapped = [
        make_item(dataclasses.replace(there, url=A), fetched_at=LATER),
        make_item(dataclasses.replace(here, url=B), fetched_at=LATER),
    ]
    load(con, *swapped)
    assert ask(con, "SELECT report_id, url FROM report ORDER BY 1") == [("410928-2022", B), ("410928-2023", A)]
    assert content_digest(con)["fact_indicator"] == facts
    before = content_digest(con)
    assert load(con, *swapped) == LoadCounts(unchanged=2)
    assert content_digest(con) == before


def test_refused_page_goes_to_quarantine_with_its_reason(con: duckdb.DuckDBPyConnection) -> None:
    refused = dataclasses.replace(make_report(A), refusal=NEWS)
    assert load(con, make_item(refused)) == QUARANTINED
    assert ask(con, "SELECT url, page_id, stage, reason, detail, attempts FROM quarantine") == [
        (A, refused.page_id, "parse", "not_a_report", NEWS.detail, 1)
    ]
    assert report_ids(con) == []
    assert ask(con, "SELECT outcome, encoding FROM page") == [("quarantined", "utf-8")]


def test_failed_fetches_of_one_address_are_one_line_and_heal(con: duckdb.DuckDBPyConnection) -> None:
    timeout = make_item(Refusal("timeout", "三次未应答"), url=A, stage="fetch")
    gone = make_item(Refusal("http_404", "页面不存在"), url=A, page_id="f" * 64, stage="fetch", fetched_at=LATER)
    assert load(con, timeout, gone) == LoadCounts(quarantined=2)
    assert ask(con, "SELECT reason, stage, attempts, first_seen, last_seen FROM quarantine") == [
        ("http_404", "fetch", 2, NOON.replace(tzinfo=None), LATER.replace(tzinfo=None))
    ]
    assert load(con, make_item(make_report(A), fetched_at=LATER)) == LOADED
    assert ask(con, "SELECT count(*) FROM quarantine") == [0]


def test_report_stays_when_its_address_later_gives_an_error_page(con: duckdb.DuckDBPyConnection) -> None:
    page = make_report(A)
    load(con, make_item(page))
    assert load(con, make_item(NEWS, url=A, page_id="e" * 64, fetched_at=LATER)) == QUARANTINED
    assert report_ids(con) == ["410928-2023"]
    assert load(con, make_item(page, fetched_at=LATER)) == UNCHANGED
    assert ask(con, "SELECT count(*) FROM quarantine") == [0]


def test_report_goes_when_a_newer_parser_refuses_its_bytes_and_comes_back_by_its_name(
    con: duckdb.DuckDBPyConnection,
) -> None:
    page = make_report(A)
    load(con, make_item(page))
    refused = dataclasses.replace(page, refusal=NEWS, parser_version="2")
    assert load(con, make_item(refused), version="2") == QUARANTINED
    assert report_ids(con) == []
    assert ask(con, "SELECT count(*) FROM fact_indicator") == [0]
    # Meanwhile nobody else gets the name.
    load(con, make_item(make_report(B, story=1, version="2")), version="2")
    assert report_ids(con) == ["410928-2023-2"]
    assert load(con, make_item(dataclasses.replace(page, parser_version="3")), version="3") == LOADED
    assert report_ids(con) == ["410928-2023", "410928-2023-2"]
    assert ask(con, "SELECT count(*) FROM quarantine") == [0]


def test_copy_takes_over_when_the_originals_page_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    page = make_report(A)
    load(con, make_item(page), make_item(make_report(B, noise="转载")))
    load(con, make_item(dataclasses.replace(page, refusal=NEWS, parser_version="2")), version="2")
    assert ask(con, "SELECT report_id, url FROM report") == [("410928-2023", B)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text": "短"}, "章节 1"),
        ({"metadata": {"region_code": "41092"}}, "六位"),
        ({"metadata": {"year": 20235}}, "年份"),
        ({"metadata": {"title": "标题\ud800"}}, "UTF-8"),
        ({"fact": {"quote": "63件"}}, "事实 1"),
        ({"fact": {"part_of": 9}}, "所属的事实 9"),
        ({"fact": {"section_seq": 7}}, "章节 7"),
        ({"fact": {"value": float("nan")}}, "不是数"),
    ],
)
def test_parse_that_contradicts_itself_is_quarantined_and_stops_nothing(
    con: duckdb.DuckDBPyConnection, changes: dict[str, Any], told: str
) -> None:
    page = make_report(A)
    if "metadata" in changes:
        page = dataclasses.replace(page, metadata=dataclasses.replace(page.metadata, **changes["metadata"]))
    elif "fact" in changes:
        page = dataclasses.replace(page, facts=(dataclasses.replace(page.facts[0], **changes["fact"]), *page.facts[1:]))
    else:
        page = dataclasses.replace(page, **changes)
    assert load(con, make_item(page), make_item(make_report(B))) == LoadCounts(loaded=1, quarantined=1)
    ((stage, reason, detail),) = ask(con, "SELECT stage, reason, detail FROM quarantine")
    assert (stage, reason) == ("load", "defective_parse")
    assert told in detail


def test_known_pages_need_no_parsing(con: duckdb.DuckDBPyConnection) -> None:
    page, news = make_report(A), make_item(NEWS, url=B, page_id="n" * 64)
    load(con, make_item(page), news)
    pairs = [(A, page.page_id), (B, "n" * 64), (A, "x" * 64), ("https://www.example.gov.cn/c.html", page.page_id)]
    assert find_known_pages(con, pairs, VERSION) == set(pairs[:2])
    assert find_known_pages(con, pairs, "2") == set()
    assert find_known_pages(con, [], VERSION) == set()
    before = content_digest(con)
    known = [make_item(None, url=url, page_id=page_id, fetched_at=LATER) for url, page_id in pairs[:2]]
    assert load(con, *known) == LoadCounts(unchanged=1, quarantined=1)
    assert content_digest(con) == before
    assert ask(con, "SELECT reason, attempts FROM quarantine") == [("not_a_report", 2)]


def test_unknown_page_without_result_is_refused_whole(con: duckdb.DuckDBPyConnection) -> None:
    run_id = start_run(con, "ingest", {}, NOON)
    items = [make_item(make_report(A)), make_item(None, url=B, page_id="x" * 64)]
    with pytest.raises(ValueError, match=r"b\.html was handed over without a result"):
        load_pages(con, run_id, items, VERSION)
    assert report_ids(con) == []
    assert ask(con, "SELECT seen FROM run") == [0]


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (make_item(dataclasses.replace(make_report(A), parser_version="0")), "parsed by 0"),
        (dataclasses.replace(make_item(make_report(A)), page_id="0" * 64), "parsed from page"),
        (dataclasses.replace(make_item(make_report(A)), fetched_at=dt.datetime(2024, 1, 1)), "without its zone"),
        (make_item(None, url=A), "neither bytes nor a reason"),
    ],
)
def test_item_that_contradicts_itself_is_an_error(con: duckdb.DuckDBPyConnection, item: LoadItem, told: str) -> None:
    run_id = start_run(con, "ingest", {}, NOON)
    with pytest.raises(ValueError, match=told):
        load_pages(con, run_id, [item], VERSION)


def test_runs_count_what_went_in_and_killed_ones_are_marked(con: duckdb.DuckDBPyConnection) -> None:
    killed = start_run(con, "ingest", {"sources": ["页面"]}, NOON)
    load_pages(con, killed, [make_item(make_report(A)), make_item(NEWS, url=B, page_id="n" * 64)], VERSION)
    load(con, make_item(make_report(A)))
    assert ask(con, "SELECT outcome, ended_at IS NULL, parameters, seen, loaded, unchanged, quarantined FROM run") == [
        ("interrupted", True, '{"sources": ["页面"]}', 2, 1, 0, 1),
        ("completed", False, '{"sources": ["某处"]}', 1, 0, 1, 0),
    ]
    with pytest.raises(ValueError, match="is interrupted, not running"):
        load_pages(con, killed, [], VERSION)
    with pytest.raises(ValueError, match="is unknown"):
        end_run(con, "nonesuch", LATER)


def test_facts_keep_their_ids_when_the_page_gains_a_paragraph(con: duckdb.DuckDBPyConnection) -> None:
    twice = (
        "一、复议\n收到申请5件。又收到申请5件。\n收到申请5件。\n二、诉讼\n"
        + "全年工作平稳有序，各项任务如期完成。" * 20
    )
    page = parse_text(twice, A, region="410928", year=2023, level="county")
    load(con, make_item(page))
    before = ask(con, "SELECT fact_id FROM fact_indicator ORDER BY seq")
    assert len(set(before)) == 3
    longer = parse_text("一、总述\n开头新增一段，另有7件。\n" + twice, A, region="410928", year=2023, level="county")
    load(con, make_item(longer, fetched_at=LATER))
    assert ask(con, "SELECT fact_id FROM fact_indicator ORDER BY seq")[1:] == before


def test_two_facts_of_one_quote_have_two_ids(con: duckdb.DuckDBPyConnection) -> None:
    page = make_report(A)
    rate = page.facts[2]
    facts = [*page.facts[:3], dataclasses.replace(rate, label="满意率"), *page.facts[3:]]
    numbered = tuple(dataclasses.replace(fact, seq=seq) for seq, fact in enumerate(facts, start=1))
    load(con, make_item(dataclasses.replace(page, facts=numbered)))
    assert ask(con, "SELECT count(DISTINCT fact_id) FROM fact_indicator") == [5]


def test_batches_of_any_size_end_in_the_same_content(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    pages: Sequence[LoadItem] = [
        make_item(make_report(f"https://www.example.gov.cn/{number}.html", cases=60 + number % 5, story=number % 2))
        for number in range(12)
    ]
    load(con, *pages)
    (tmp_path / "single").mkdir()
    single = connect_empty(tmp_path / "single")
    run_id = start_run(single, "ingest", {}, NOON)
    for page in pages:
        load_pages(single, run_id, [page], VERSION)
    end_run(single, run_id, LATER)
    assert content_digest(single) == content_digest(con)
