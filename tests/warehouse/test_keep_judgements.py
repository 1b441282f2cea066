"""Judgements: kept in the ledger, standing in the tables, outliving versions, pages that changed, copies, kills and merges."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import signal
import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.review.desk import Desk
from flows.review.entries import list_entries
from parsers.records import ParsedPage
from tests.warehouse_samples import LATER, NOON, VERSION, make_empty, make_item, make_report, write_empty
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.check.pins import raise_counts
from warehouse.database import close_warehouse, open_read_only
from warehouse.diary import end_run, start_run
from warehouse.judge.agreement import measure_agreement
from warehouse.judge.judgement import BadJudgementError, Judgement, cut_surroundings, make_judgement, read_line
from warehouse.judge.ledger import append_judgements, merge_judgements, name_ledger, read_ledger
from warehouse.judge.standing import judge_standing
from warehouse.judge.stored import StoredFigure, fetch_figures, judge_figure, spell_moment
from warehouse.load.corrections import make_corrections, refresh_corrections
from warehouse.load.judging.judgement_mirror import list_misnamed, refresh_judgements
from warehouse.load.judging.judgements import list_judged_facts
from warehouse.load.load import load_pages
from warehouse.publish.backup import backup_warehouse, restore_warehouse

TEN = dt.datetime(2024, 5, 1, 10, tzinfo=dt.UTC)


def open_judged(path: Path) -> duckdb.DuckDBPyConnection:
    """As `open_warehouse`, without a look at the seeds, which costs half a second."""
    con = duckdb.connect(str(path))
    refresh_judgements(con, name_ledger(path))
    return con


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_empty(tmp_path / "warehouse.duckdb")


@cache
def make_first() -> bytes:
    """A warehouse with the report that most tests begin with."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_empty(Path(folder, "warehouse.duckdb"))
        run_load(path, make_report(), NOON)
        return path.read_bytes()


def load(path: Path, page: ParsedPage, moment: dt.datetime = NOON) -> None:
    is_new = path.stat().st_size == len(empty := make_empty()) and path.read_bytes() == empty
    if is_new and not name_ledger(path).exists() and (page, moment) == (make_report(), NOON):
        path.write_bytes(make_first())
    else:
        run_load(path, page, moment)


def run_load(path: Path, page: ParsedPage, moment: dt.datetime) -> None:
    con = open_judged(path)
    run_id = start_run(con, "ingest", {}, moment)
    load_pages(con, run_id, [make_item(page, fetched_at=moment)], page.parser_version)
    raise_counts(con, run_id)
    end_run(con, run_id, moment)
    close_warehouse(con)


def ask(path: Path, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    con = open_judged(path)
    try:
        return con.execute(sql, list(parameters)).fetchall()
    finally:
        close_warehouse(con)


def get_figure(path: Path, quote: str) -> StoredFigure:
    con = open_judged(path)
    try:
        rows = con.execute("SELECT fact_id FROM fact_indicator WHERE quote = ?", [quote]).fetchall()
        return fetch_figures(con, [rows[0][0]])[0]
    finally:
        close_warehouse(con)


def say(
    path: Path,
    quote: str,
    verdict: str,
    said: dict[str, Any] | None = None,
    reviewer: str = "甲",
    minutes: int = 0,
    **more: Any,
) -> Judgement:
    judgement = judge_figure(
        get_figure(path, quote), verdict, said, reviewer, TEN + dt.timedelta(minutes=minutes), **more
    )
    append_judgements(name_ledger(path), [judgement])
    return judgement


def say_missed(page: ParsedPage, quote: str, said: dict[str, Any], **more: Any) -> Judgement:
    start = page.text.index(quote)
    return make_judgement(
        {
            "about": "missed",
            "reviewer": "甲",
            "judged_at": spell_moment(TEN),
            "page_id": page.page_id,
            "char_start": start,
            "char_end": start + len(quote),
            "quote": quote,
            **cut_surroundings(page.text, start, start + len(quote)),
            "verdict": "changed",
            "said": said,
            "parser_version": page.parser_version,
            **more,
        }
    )


def check_all(path: Path) -> list[str]:
    con = open_judged(path)
    try:
        return [result.name for result in check_warehouse(con) if not result.passed]
    finally:
        close_warehouse(con)


def read_states(path: Path) -> dict[str, str]:
    return dict(ask(path, "SELECT judgement_id, state FROM judgement"))


def test_judged_values_win_and_what_was_read_stays_beside_them(path: Path) -> None:
    load(path, make_report())
    say(path, "62件", "changed", {"indicator_id": "litigation.cases", "value": 620.0})
    say(path, "53件", "rejected")
    say(path, "98.5%", "right")
    rows = ask(
        path,
        "SELECT quote, value, indicator_id, judged, judged_by, machine_value, machine_indicator_id FROM fact_indicator ORDER BY seq",
    )
    assert rows[0] == ("62件", 620.0, "litigation.cases", "changed", "甲", 62.0, "reconsideration.applications")
    assert rows[1][:4] == ("53件", 53.0, None, "rejected")
    assert rows[2][:6] == ("98.5%", 98.5, None, "right", "甲", None)
    assert rows[3][3] is None
    series = ask(path, "SELECT indicator_id, value, judged FROM indicator_series")
    assert series == [("litigation.cases", 620.0, "changed")]
    assert ask(path, "SELECT judged_extent FROM report") == [("partly",)]
    say(path, "2294人次", "right")
    assert ask(path, "SELECT judged_extent FROM report") == [("wholly",)]
    assert check_all(path) == []


def test_undone_judgement_gives_the_reading_back(path: Path) -> None:
    load(path, make_report())
    con = open_judged(path)
    before = content_digest(con)
    close_warehouse(con)
    page = make_report()
    judgements = [
        say(path, "62件", "changed", {"value": 620.0, "period_start": "2022-01-01", "period_end": "2022-12-31"}),
        say(path, "53件", "rejected"),
        say_missed(page, "一", {"value": 1.0, "unit": "项", "label": "做实的事"}),
    ]
    append_judgements(name_ledger(path), judgements[2:])
    con = open_judged(path)
    assert content_digest(con) != before
    run_id = start_run(con, "ingest", {}, NOON)
    raise_counts(con, run_id)
    end_run(con, run_id, NOON)
    close_warehouse(con)
    undone = [
        make_judgement(
            {"about": "undo", "reviewer": "甲", "judged_at": spell_moment(LATER), "undoes": one.judgement_id}
        )
        for one in judgements
    ]
    append_judgements(name_ledger(path), undone)
    con = open_judged(path)
    assert {k: v for k, v in content_digest(con).items() if k != "run"} == before
    assert con.execute("SELECT count(*) FROM fact_indicator WHERE judged IS NOT NULL").fetchall() == [(0,)]
    close_warehouse(con)
    assert check_all(path) == []


def test_missed_figure_is_a_row_of_its_own_and_becomes_right_when_a_parser_reads_it(path: Path) -> None:
    page = make_report(extra="另有8人次参加旁听。")
    blind = replace(page, facts=tuple(fact for fact in page.facts if fact.quote != "8人次"))
    load(path, blind)
    said = {"value": 8.0, "unit": "人次", "label": "旁听", "period_start": "2023-01-01", "period_end": "2023-12-31"}
    append_judgements(name_ledger(path), [say_missed(page, "8人次", said)])
    rows = ask(path, "SELECT value, judged, machine_value, sentence FROM fact_indicator WHERE quote = '8人次'")
    assert rows == [(8.0, "changed", None, "另有8人次参加旁听。")]
    assert check_all(path) == []
    load(path, replace(page, parser_version="2"), LATER)
    rows = ask(path, "SELECT value, judged, machine_value FROM fact_indicator WHERE quote = '8人次'")
    assert rows == [(8.0, "right", None)]
    assert check_all(path) == []


@pytest.mark.parametrize("shift", ["", "补记：\n", "某地人民政府办公室印发的通知\n"], ids=["same", "short", "long"])
def test_judgement_outlives_another_parser_version(path: Path, shift: str) -> None:
    page = make_report()
    load(path, page)
    changed = say(path, "62件", "changed", {"value": 620.0})
    right = say(path, "98.5%", "right")
    moved = tuple(
        replace(
            fact,
            char_start=fact.char_start + len(shift),
            char_end=fact.char_end + len(shift),
            value=fact.value + (fact.quote == "98.5%"),
        )
        for fact in page.facts
    )
    sections = tuple(
        replace(one, char_start=one.char_start + len(shift), char_end=one.char_end + len(shift))
        for one in page.sections
    )
    load(path, replace(page, text=shift + page.text, facts=moved, sections=sections, parser_version="2"), LATER)
    rows = {
        quote: (value, judged, machine)
        for quote, value, judged, machine in ask(
            path, "SELECT quote, value, judged, machine_value FROM fact_indicator WHERE judged IS NOT NULL"
        )
    }
    # What was right stays what it was, though the new version reads otherwise.
    assert rows == {"62件": (620.0, "changed", 62.0), "98.5%": (98.5, "changed", 99.5)}
    assert read_states(path) == {changed.judgement_id: "applied", right.judgement_id: "applied"}
    assert check_all(path) == []


def test_judgement_stands_on_a_page_that_changed_but_for_a_counter(path: Path) -> None:
    load(path, make_report())
    say(path, "62件", "changed", {"value": 620.0})
    load(path, make_report(noise="visits: 2"), LATER)
    assert ask(path, "SELECT value FROM fact_indicator WHERE quote = '62件'") == [(620.0,)]


def test_judgement_of_words_that_went_is_orphaned_and_comes_back_with_them(path: Path) -> None:
    load(path, make_report())
    one = say(path, "62件", "changed", {"value": 620.0})
    load(path, make_report(cases=71), LATER)
    assert read_states(path) == {one.judgement_id: "orphaned"}
    assert ask(path, "SELECT count(*) FROM fact_indicator WHERE judged IS NOT NULL") == [(0,)]
    load(path, make_report(), LATER + dt.timedelta(days=1))
    assert read_states(path) == {one.judgement_id: "applied"}
    assert ask(path, "SELECT value FROM fact_indicator WHERE quote = '62件'") == [(620.0,)]


def test_correction_of_the_source_goes_on_top_of_the_judgement(path: Path) -> None:
    load(path, make_report())
    say(path, "62件", "changed", {"value": 63.0})
    row: dict[str, str | None] = {
        "correction_id": "cases", "region_code": "410928", "year": "2023", "level": None, "context": "收到行政复议申请62件，其中",
        "quote": "62件", "value": "162", "unit": "件", "reason": "少印一位", "evidence": "年鉴", "noted_on": "2024-05-01",
    }  # fmt: skip
    con = open_judged(path)
    refresh_corrections(con, make_corrections([row]))
    sql = "SELECT value, published_value, machine_value, judged FROM fact_indicator WHERE quote = '62件'"
    assert con.execute(sql).fetchall() == [(162.0, 63.0, 62.0, "changed")]
    undo = {"about": "undo", "reviewer": "甲", "judged_at": spell_moment(LATER)}
    [one] = read_ledger(name_ledger(path)).judgements
    append_judgements(name_ledger(path), [make_judgement({**undo, "undoes": one.judgement_id})])
    refresh_judgements(con, name_ledger(path))
    assert con.execute(sql).fetchall() == [(162.0, 62.0, None, None)]
    close_warehouse(con)


def test_two_people_who_differ_leave_the_reading_until_somebody_settles_it(path: Path) -> None:
    load(path, make_report())
    one = say(path, "62件", "right", reviewer="甲")
    other = say(path, "62件", "changed", {"value": 620.0}, reviewer="乙", minutes=1)
    assert set(read_states(path).values()) == {"contested"}
    assert ask(path, "SELECT value, judged FROM fact_indicator WHERE quote = '62件'") == [(62.0, None)]
    say(
        path, "62件", "changed", {"value": 620.0}, reviewer="丙", minutes=2,
        settles=[one.judgement_id, other.judgement_id],
    )  # fmt: skip
    assert ask(path, "SELECT value, judged_by FROM fact_indicator WHERE quote = '62件'") == [(620.0, "丙")]


def test_reports_own_fields_are_mended_and_given_back(path: Path) -> None:
    page = make_report()
    load(path, page)
    said = {"title": "某地2023年度法治政府建设情况报告", "signed_on": "2024-01-20"}
    content = {"about": "report", "reviewer": "甲", "page_id": page.page_id, "verdict": "changed"}
    one = make_judgement({**content, "judged_at": spell_moment(TEN), "said": said})
    append_judgements(name_ledger(path), [one])
    [(title, signed_on, machine)] = ask(path, "SELECT title, signed_on, machine_read FROM report")
    assert (title, signed_on) == (said["title"], dt.date(2024, 1, 20))
    assert json.loads(machine) == {"signed_on": None, "title": page.metadata.title}
    undo = {"about": "undo", "reviewer": "甲", "judged_at": spell_moment(LATER), "undoes": one.judgement_id}
    append_judgements(name_ledger(path), [make_judgement(undo)])
    assert ask(path, "SELECT title, signed_on, machine_read FROM report") == [(page.metadata.title, None, None)]


def test_another_year_takes_the_report_to_its_place_when_it_is_read_again(path: Path) -> None:
    page = make_report()
    load(path, page)
    one = make_judgement(
        {"about": "report", "reviewer": "甲", "judged_at": spell_moment(TEN), "page_id": page.page_id,
         "verdict": "changed", "said": {"year": 2022}}
    )  # fmt: skip
    append_judgements(name_ledger(path), [one])
    con = open_judged(path)
    assert list_misnamed(con) == [page.page_id]
    run_id = start_run(con, "judge", {}, NOON)
    con.execute("UPDATE page SET parser_version = NULL")
    end_run(con, run_id, NOON)
    close_warehouse(con)
    load(path, page, LATER)
    assert ask(path, "SELECT report_id, year FROM report") == [("410928-2022", 2022)]
    assert ask(path, "SELECT DISTINCT year FROM fact_indicator") == [(2022,)]
    assert check_all(path) == []


def test_ledger_is_in_every_backup_and_comes_back(path: Path, tmp_path: Path) -> None:
    load(path, make_report())
    say(path, "62件", "changed", {"value": 620.0})
    ask(path, "SELECT 1")
    backup = backup_warehouse(path, tmp_path / "backups", TEN)
    assert backup.judgements == 1
    later = say(path, "53件", "rejected", minutes=1)
    restore_warehouse(backup.path, path)
    # The ledger only ever grows: what was said after the backup is there too.
    assert later.judgement_id in read_states(path)
    assert ask(path, "SELECT value, judged FROM fact_indicator WHERE quote = '62件'") == [(620.0, "changed")]
    other = write_empty(tmp_path / "other.duckdb")
    restore_warehouse(backup.path, other)
    assert len(read_ledger(name_ledger(other)).judgements) == 1
    assert ask(other, "SELECT value FROM fact_indicator WHERE quote = '62件'") == [(620.0,)]


def test_ledger_that_was_lost_is_written_again(path: Path) -> None:
    load(path, make_report())
    one = say(path, "62件", "changed", {"value": 620.0})
    ask(path, "SELECT 1")
    name_ledger(path).unlink()
    assert ask(path, "SELECT value FROM fact_indicator WHERE quote = '62件'") == [(620.0,)]
    assert [kept.judgement_id for kept in read_ledger(name_ledger(path)).judgements] == [one.judgement_id]


def test_merged_ledgers_say_the_same_either_way(path: Path, tmp_path: Path) -> None:
    load(path, make_report())
    figure = get_figure(path, "62件")
    mine = [
        judge_figure(figure, "right", None, "甲", TEN),
        judge_figure(get_figure(path, "53件"), "right", None, "甲", TEN),
    ]
    theirs = [judge_figure(figure, "rejected", None, "乙", TEN), mine[1]]
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    append_judgements(one, mine)
    append_judgements(other, theirs)
    merged = merge_judgements(one, read_ledger(other).judgements)
    assert (merged.added, merged.known, len(merged.conflicts)) == (1, 1, 1)
    assert "甲 right；乙 rejected" in merged.conflicts[0].describe()
    back = merge_judgements(other, read_ledger(one).judgements)
    assert back.added == 1
    states = [judge_standing(read_ledger(file).judgements) for file in (one, other)]
    assert states[0] == states[1]
    assert len(states[0]) == 3


def test_torn_line_is_passed_over_and_ended_by_the_next_writer(path: Path) -> None:
    load(path, make_report())
    one = say(path, "62件", "right")
    ledger = name_ledger(path)
    with ledger.open("ab") as file:
        file.write(one.write_line().encode()[:57])
    two = say(path, "53件", "right", minutes=1)
    kept = read_ledger(ledger)
    assert [judgement.judgement_id for judgement in kept.judgements] == [one.judgement_id, two.judgement_id]
    assert [number for number, _ in kept.damaged] == [2]


def test_altered_line_is_no_judgement(path: Path) -> None:
    load(path, make_report())
    line = say(path, "62件", "right").write_line()
    with pytest.raises(BadJudgementError, match="改动"):
        read_line(line.replace('"reviewer":"甲"', '"reviewer":"乙"'))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"verdict": "maybe"}, "verdict"),
        ({"verdict": "changed"}, "nothing is said"),
        ({"verdict": "changed", "said": {"value": "many"}}, "no number"),
        ({"verdict": "changed", "said": {"scope": "town"}}, "scope"),
        ({"verdict": "changed", "said": {"period_start": None}}, "both days"),
        ({"verdict": "right", "said": {"value": 1.0}}, "not changed"),
        ({"judged_at": "2024-05-01T10:00:00"}, "zone"),
        ({"page_id": None}, "page_id"),
        ({"quote": None}, "quote"),
        ({"surprise": 1}, "unknown field"),
    ],
    ids=str,
)
def test_judgement_that_says_nothing_sound_is_refused(path: Path, change: dict[str, Any], complaint: str) -> None:
    load(path, make_report())
    content = json.loads(judge_figure(get_figure(path, "62件"), "right", None, "甲", TEN).write_line())
    content.pop("judgement_id")
    content.pop("text_digest")
    with pytest.raises(BadJudgementError, match=complaint):
        make_judgement({**content, **change})


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"level": "galaxy"}, "level"),
        ({"level": "县级"}, "level"),
        ({"year": "2023"}, "no year"),
        ({"year": 23}, "no year"),
        ({"year": True}, "no year"),
        ({"region_code": "4109"}, "region_code"),
        ({"region_code": 410928}, "region_code"),
        ({"title": 3}, "title"),
        ({"published_on": "2023/12/1"}, "published_on"),
    ],
    ids=str,
)
def test_field_of_a_report_that_cannot_be_is_refused(said: dict[str, Any], complaint: str) -> None:
    content = {
        "about": "report",
        "reviewer": "甲",
        "page_id": "0" * 64,
        "verdict": "changed",
        "judged_at": spell_moment(TEN),
    }
    with pytest.raises(BadJudgementError, match=complaint):
        make_judgement({**content, "said": said})
    kept = Judgement(**content, said={"level": "galaxy"})
    assert read_line(kept.write_line()) == kept, "what was acknowledged before stays"
    for right in (
        {"level": "department"},
        {"level": None},
        {"year": 2019},
        {"region_code": "410928"},
        {"source": "某网"},
    ):
        assert make_judgement({**content, "said": right}).said == right


def test_a_field_mended_later_leaves_the_one_mended_before(path: Path) -> None:
    page = make_report()
    load(path, page)
    said = [
        {"title": "某地2023年度法治政府建设情况报告"},
        {"level": "department"},
        {"signed_on": "2024-01-20"},
        {"level": page.metadata.level},
    ]
    for n, fields in enumerate(said):
        # a sitting each, so that the fields of the one before are in the tables already
        with open_read_only(path) as con:
            figures = [row[0] for row in con.execute("SELECT fact_id FROM fact_indicator LIMIT 1").fetchall()]
            moment = TEN + dt.timedelta(minutes=n)
            desk = Desk(
                con, name_ledger(path), "甲", list_entries(con, figures), "random", lambda moment=moment: moment
            )
            desk.judge({"index": 0, "about": "report", "verdict": "changed", "said": fields})
            shown = desk.show(0)["report"]
            assert {name: shown[name] for name in fields} == fields
            assert shown["title"] == said[0]["title"]
        close_warehouse(open_judged(path))
    [(title, signed_on, level)] = ask(path, "SELECT title, signed_on, level FROM report")
    assert (title, signed_on, level) == (said[0]["title"], dt.date(2024, 1, 20), page.metadata.level)


def test_agreement_and_kappa_of_two_reviewers(path: Path) -> None:
    """Cohen's own kind of table: 20 right by both, 5 and 10 split, 15 rejected by both of 50: kappa is 0.4."""
    load(path, make_report())
    figure = get_figure(path, "62件")
    judgements = []
    for number in range(50):
        one = "right" if number < 25 else "rejected"
        other = "right" if number < 20 or number >= 40 else "rejected"
        placed = replace(figure, char_start=number * 10, char_end=number * 10 + 3)
        judgements += [judge_figure(placed, one, None, "甲", TEN), judge_figure(placed, other, None, "乙", TEN)]
    [agreement] = measure_agreement(judgements)
    assert (agreement.figures, agreement.agreed, agreement.same_verdict) == (50, 35, 35)
    assert agreement.kappa == pytest.approx(0.4)


def test_verify_is_told_which_figures_are_judged(path: Path) -> None:
    load(path, make_report())
    say(path, "62件", "changed", {"value": 620.0})
    con = open_judged(path)
    assert list(list_judged_facts(con).values()) == ["changed"]
    close_warehouse(con)


def _append_without_end(ledger: str, line: str, told: str) -> None:
    judgement = read_line(line)
    number = 0
    with Path(told).open("a", encoding="utf-8") as file:
        while True:
            number += 1
            one = replace(judgement, note=f"{os.getpid()} {number}")
            append_judgements(Path(ledger), [one])
            file.write(f"{one.judgement_id}\n")
            file.flush()


def test_kill_at_any_moment_loses_no_acknowledged_judgement(path: Path, tmp_path: Path) -> None:
    load(path, make_report())
    line = judge_figure(get_figure(path, "62件"), "right", None, "甲", TEN).write_line()
    ledger, told = tmp_path / "killed.jsonl", tmp_path / "told.txt"
    told.touch()
    context = multiprocessing.get_context("fork")
    for delay in (0.03, 0.05, 0.08, 0.11, 0.02):
        pair = [context.Process(target=_append_without_end, args=(str(ledger), line, str(told))) for _ in range(2)]
        for process in pair:
            process.start()
        time.sleep(delay)
        for process in pair:
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
    kept = {judgement.judgement_id for judgement in read_ledger(ledger).judgements}
    acknowledged = {name for name in told.read_text(encoding="utf-8").splitlines() if len(name) == 20}
    assert acknowledged
    assert acknowledged <= kept
    assert len(read_ledger(ledger).damaged) <= 10
    append_judgements(ledger, [read_line(line)])
    assert read_line(line).judgement_id in {one.judgement_id for one in read_ledger(ledger).judgements}


def test_warehouse_without_judgements_gets_no_ledger(path: Path) -> None:
    load(path, make_report())
    assert not name_ledger(path).exists()


def test_judgement_of_a_former_catalogue_is_orphaned(path: Path) -> None:
    load(path, make_report())
    one = say(path, "62件", "changed", {"indicator_id": "gone.for_ever"})
    assert read_states(path) == {one.judgement_id: "orphaned"}
    assert check_all(path) == []


def test_writes_of_one_reader_do_not_wait_for_the_warehouse(path: Path) -> None:
    """Whoever reviews writes the ledger alone: a run that holds the warehouse is not disturbed."""
    load(path, make_report())
    judgement = judge_figure(get_figure(path, "62件"), "rejected", None, "甲", TEN)
    con = open_judged(path)
    append_judgements(name_ledger(path), [judgement])
    run_id = start_run(con, "ingest", {}, LATER)
    load_pages(
        con,
        run_id,
        [make_item(make_report("https://other.example.gov.cn/a.html", region="410926"), fetched_at=LATER)],
        VERSION,
    )
    end_run(con, run_id, LATER)
    close_warehouse(con)
    assert ask(path, "SELECT judged FROM fact_indicator WHERE quote = '62件' AND region_code = '410928'") == [
        ("rejected",)
    ]


def test_old_warehouse_gets_the_columns(tmp_path: Path) -> None:
    path = write_empty(tmp_path / "warehouse.duckdb")
    with duckdb.connect(str(path)) as con:
        names = {name for (name,) in con.execute("SELECT column_name FROM (DESCRIBE fact_indicator)").fetchall()}
    assert {"judged", "judged_by", "machine_value", "machine_indicator_id"} <= names
