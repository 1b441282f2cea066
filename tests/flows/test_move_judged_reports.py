"""A report of which another year or region is said stands there at once: it is read again out of the archive, by no server."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from flows.review.effect import apply_ledger
from flows.runs.ingest import ingest
from flows.runs.steps import run_plainly
from flows.settings import Settings, read_settings
from tests.command_line import write_report
from warehouse.judge.judgement import make_judgement
from warehouse.judge.ledger import append_judgements, name_ledger
from warehouse.judge.stored import spell_moment
from warehouse.publish.snapshot import open_reader

TEN = dt.datetime(2026, 3, 1, 10, tzinfo=dt.UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    page = write_report(tmp_path / "report.txt", 1)
    settings = read_settings(tmp_path / "w.duckdb")
    with run_plainly():
        assert ingest([str(page)], str(settings.warehouse)).loaded == 1
    return settings


def ask(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    with open_reader(settings.warehouse) as con:
        return con.execute(sql).fetchall()


def say(settings: Settings, **said: object) -> None:
    [(page_id,)] = ask(settings, "SELECT page_id FROM report")
    one = make_judgement(
        {
            "about": "report",
            "reviewer": "甲",
            "judged_at": spell_moment(TEN),
            "page_id": page_id,
            "verdict": "changed",
            "said": said,
        }
    )
    append_judgements(name_ledger(settings.warehouse), [one])


def test_another_year_and_region_show_in_every_view_without_a_replay(settings: Settings) -> None:
    [(report_id, year, figures)] = ask(settings, "SELECT report_id, year, fact_count FROM report")
    say(settings, year=2023, region_code="421222")
    assert apply_ledger(settings) == 0
    told = ask(settings, "SELECT report_id, year, region_code, region_short, fact_count FROM report")
    assert told == [("421222-2023", 2023, "421222", "通城县", figures)]
    assert (report_id, year) != ("421222-2023", 2023)
    assert ask(settings, "SELECT DISTINCT report_id, year FROM fact_indicator") == [("421222-2023", 2023)]
    assert set(ask(settings, "SELECT DISTINCT region_short FROM indicator_series")) == {("通城县",)}
    # Nothing is left to do, and nothing is done again.
    runs = ask(settings, "SELECT count(*) FROM run")
    assert apply_ledger(settings) == 0
    assert ask(settings, "SELECT count(*) FROM run") == runs


def test_a_page_whose_archive_is_not_at_hand_keeps_its_report_and_waits(settings: Settings) -> None:
    [before] = ask(settings, "SELECT report_id, year FROM report")
    settings.archive_folder.rename(settings.archive_folder.with_name("elsewhere"))
    say(settings, year=2023)
    assert apply_ledger(settings) == 0
    assert ask(settings, "SELECT report_id, year FROM report") == [before]
    with duckdb.connect(str(settings.warehouse), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM page WHERE parser_version IS NULL").fetchall() == [(1,)]
