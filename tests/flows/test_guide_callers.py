"""A wrong or unlucky call is told what would be right: names, places, the command itself; and whether all is well."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from flows.archive.files import find_path
from flows.commands.ask.query import answer_query
from flows.commands.ask.status import show_status
from flows.errors import CallError
from flows.terminal.calling import name_command
from flows.terminal.formats import Format
from tests.warehouse_samples import LATER, NOON, VERSION, connect_empty, make_item, make_report
from warehouse.database import open_warehouse
from warehouse.derive.search import _check_region
from warehouse.diary import end_run, start_run
from warehouse.load.load import load_pages
from warehouse.store.errors import WarehouseError


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    con = connect_empty(tmp_path)
    run = start_run(con, "ingest", {}, NOON)
    load_pages(con, run, [make_item(make_report())], VERSION)
    end_run(con, run, NOON)
    con.close()
    return tmp_path / "warehouse.duckdb"


def test_a_source_that_is_not_there_is_told_what_sources_there_are(tmp_path: Path) -> None:
    with pytest.raises(CallError) as raised:
        find_path(str(tmp_path / "none"))
    for word in ("WARC", "网址", "URL", "registered source", "fazhi sources"):
        assert word in str(raised.value)


@pytest.mark.parametrize("told", ["河南", "河南省", "41", "410000", "4109", "河南省濮阳市"])
def test_provinces_are_known_by_name_and_code(tmp_path: Path, told: str) -> None:
    with connect_empty(tmp_path) as con:
        _check_region(con, told)


@pytest.mark.parametrize("told", ["火星", "99", "", " ", "濮阳", "Mars", "%", "0000"])
def test_a_province_that_is_none_is_said_to_be_none(tmp_path: Path, told: str) -> None:
    with connect_empty(tmp_path) as con, pytest.raises(WarehouseError, match="no province"):
        _check_region(con, told)


@pytest.mark.parametrize(
    ("query", "values", "hinted"),
    [
        ("SELECT 1 FROM report WHERE region_name = '通城县'", [], True),
        ("SELECT 1 FROM indicator_series WHERE Region_Name IN ('甲', '通城县')", [], True),
        ("SELECT 1 FROM report WHERE region_name = $name", ["name=通城县"], True),
        ("SELECT count(*) FROM report AS r WHERE '通城县' = r.region_name", [], True),
        ("SELECT 1 FROM report WHERE region_name = '通城'", [], True),
        ("SELECT 1 FROM report WHERE region_name LIKE '通城%'", [], True),
        ("SELECT 1 FROM report WHERE region_name LIKE '%通城县' OR region_name LIKE '湖北%'", [], False),
        ("SELECT 1 FROM report WHERE region_short = '通城县' AND region_name = '湖北省咸宁市通城县'", [], False),
        ("SELECT 1 FROM report WHERE region_name = '火星县'", [], False),
        ("SELECT 1 FROM report WHERE title = '通城县'", [], False),
        ("SELECT region_name, '通城县' FROM report", [], False),
    ],
)
def test_a_short_name_that_finds_nothing_is_answered_with_the_full_one(
    warehouse: Path, capsys: pytest.CaptureFixture[str], query: str, values: list[str], hinted: bool
) -> None:
    answer_query(query, Format.CSV, warehouse, parameters=values)
    told = capsys.readouterr()
    assert ("湖北省咸宁市通城县（421222）" in told.err) is hinted
    assert "全称" not in told.out


def test_status_is_in_local_time_and_says_whether_all_is_well(
    warehouse: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show_status(warehouse, as_json=False) == 0
    offset = NOON.astimezone().strftime("%Y-%m-%d %H:%M %z")
    assert offset in capsys.readouterr().out
    assert show_status(warehouse, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["healthy"] is True


def test_status_ends_with_one_after_a_failed_run_until_one_of_its_kind_completes(tmp_path: Path) -> None:
    con = connect_empty(tmp_path)
    path = tmp_path / "warehouse.duckdb"
    for moment, flow, failed, status in (
        (NOON, "collect", True, 1),
        (LATER, "ingest", False, 1),
        (LATER.replace(year=LATER.year + 1), "collect", False, 0),
    ):
        end_run(con, start_run(con, flow, {}, moment), moment, failed=failed)
        con.close()
        assert show_status(path, as_json=True) == status
        con = open_warehouse(path)
    # A run under way is no failed one.
    start_run(con, "collect", {}, LATER.replace(year=LATER.year + 2))
    con.close()
    assert show_status(path, as_json=True) == 0


def test_the_command_is_named_as_the_shell_finds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / ".venv/bin/fazhi"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.setenv("PATH", "/nowhere")
    assert name_command() == ".venv/bin/fazhi"
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert name_command() == str(program)
    monkeypatch.setenv("PATH", str(program.parent))
    assert name_command() == "fazhi"
    monkeypatch.setattr(sys, "argv", ["-m"])
    assert name_command() == "fazhi"
