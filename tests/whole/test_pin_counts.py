"""Row counts of a year never fall without somebody knowing why."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.commands.prove.accept import accept_losses
from flows.errors import CallError
from parsers.records import ParsedPage, Refusal
from tests.command_line import run_fazhi
from tests.warehouse_samples import LATER, NOON, connect_empty, make_item, make_report
from warehouse.check.checks import check_warehouse
from warehouse.check.pins import accept_counts
from warehouse.database import close_warehouse
from warehouse.diary import end_run, start_run
from warehouse.load.load import load_pages
from warehouse.publish.snapshot import open_reader
from warehouse.store.errors import WarehouseMissing

A = "https://www.example.gov.cn/a.html"


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    con = connect_empty(tmp_path)
    load(con, make_report(A))
    return con


def load(con: duckdb.DuckDBPyConnection, page: ParsedPage) -> None:
    run_id = start_run(con, "ingest", {}, NOON)
    load_pages(con, run_id, [make_item(page, fetched_at=LATER)], page.parser_version)
    end_run(con, run_id, LATER)


def list_losses(con: duckdb.DuckDBPyConnection) -> list[Any]:
    (result,) = [result for result in check_warehouse(con) if result.name == "pinned_counts"]
    return sorted(result.examples)


def drop_fact(page: ParsedPage, **changes: Any) -> ParsedPage:
    """The page read with one fact less."""
    return dataclasses.replace(page, facts=page.facts[:-1], **changes)


def test_counts_rise_by_themselves(con: duckdb.DuckDBPyConnection) -> None:
    load(con, make_report("https://www.example.gov.cn/b.html", story=1))
    pins = con.execute("SELECT relation, year, row_count FROM pinned_count ORDER BY relation").fetchall()
    assert pins == [("fact_indicator", 2023, 8), ("report", 2023, 2), ("section", 2023, 4)]
    assert list_losses(con) == []


def test_newer_rules_that_read_less_are_noticed_until_somebody_accepts(con: duckdb.DuckDBPyConnection) -> None:
    load(con, drop_fact(make_report(A), parser_version="2"))
    assert list_losses(con) == [("fact_indicator", 2023, 4, 3)]
    with pytest.raises(ValueError, match="say why"):
        accept_counts(con, " ")
    assert accept_counts(con, "98.5% 原是页码") == 1
    assert list_losses(con) == []
    assert con.execute("SELECT reason FROM pinned_count WHERE relation = 'fact_indicator'").fetchall() == [
        ("98.5% 原是页码",)
    ]


def test_page_that_tells_less_lowers_them_by_itself(con: duckdb.DuckDBPyConnection) -> None:
    load(con, drop_fact(make_report(A, cases=70)))
    assert list_losses(con) == []


def test_newer_rules_that_refuse_a_report_are_noticed(con: duckdb.DuckDBPyConnection) -> None:
    load(con, dataclasses.replace(make_report(A, version="2"), refusal=Refusal("not_a_report", "会议新闻")))
    assert list_losses(con) == [("fact_indicator", 2023, 4, 0), ("report", 2023, 1, 0), ("section", 2023, 2, 0)]
    accept_counts(con, "确系新闻")
    assert list_losses(con) == []


def test_loss_behind_our_back_is_noticed(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM fact_indicator_2023 WHERE seq = 4")
    assert list_losses(con) == [("fact_indicator", 2023, 4, 3)]


def test_command_accepts_with_a_reason_that_stays(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, drop_fact(make_report(A), parser_version="2"))
    close_warehouse(con)
    refused = run_fazhi("check", "--accept", " ", cwd=tmp_path, home=tmp_path)
    assert refused.returncode == 2
    assert run_fazhi("check", cwd=tmp_path, home=tmp_path).returncode == 1

    done = run_fazhi("check", "--accept", "98.5% 原是页码", cwd=tmp_path, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [line.split() for line in done.stdout.splitlines() if "fact_indicator" in line] == [
        ["fact_indicator", "2023", "4", "3"]
    ]
    assert "98.5% 原是页码" in done.stdout
    assert run_fazhi("check", cwd=tmp_path, home=tmp_path).returncode == 0
    again = run_fazhi("check", "--accept", "再来一次", cwd=tmp_path, home=tmp_path)
    assert again.returncode == 0
    assert "nothing to accept" in again.stdout

    # The counts grow again: the pin's reason is another one then, the diary keeps what was accepted.
    grown = duckdb.connect(str(tmp_path / "warehouse.duckdb"))
    load(grown, make_report("https://www.example.gov.cn/b.html", story=1, version="2"))
    close_warehouse(grown)
    with open_reader(tmp_path / "warehouse.duckdb") as reader:
        kept = reader.execute("SELECT outcome, parameters FROM run WHERE flow = 'accept'").fetchall()
        assert kept == [("completed", '{"reason": "98.5% 原是页码"}')]
        assert all(result.passed for result in check_warehouse(reader))


def test_rows_that_no_run_took_away_cannot_be_accepted(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("DELETE FROM fact_indicator_2023 WHERE seq = 4")
    close_warehouse(con)
    assert accept_losses("不知道", tmp_path / "warehouse.duckdb") == 0
    with open_reader(tmp_path / "warehouse.duckdb") as reader:
        assert list_losses(reader) == [("fact_indicator", 2023, 4, 3)]
        # What does not agree with the manifest is accepted with its reason; the pinned count stays, for no run took the row away.
        assert reader.execute("SELECT count(*) FROM run WHERE flow = 'accept'").fetchall() == [(1,)]


def test_nothing_is_made_or_accepted_where_there_is_no_warehouse(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing):
        accept_losses("缘由", tmp_path / "none.duckdb")
    with pytest.raises(CallError):
        accept_losses("", tmp_path / "none.duckdb")
    assert list(tmp_path.iterdir()) == []
