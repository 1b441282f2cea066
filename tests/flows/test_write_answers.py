"""`fazhi sql`: the query out of a file or a pipe, its parameters, the answer as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from flows.commands.ask.output import SUFFIXES, check_output, write_output
from flows.commands.ask.query import answer_query, read_parameters, read_query, show_tables
from flows.errors import CallError
from flows.terminal.formats import Format
from tests.warehouse_samples import NOON, VERSION, connect_empty, make_item, make_report
from warehouse.diary import end_run, start_run
from warehouse.load.load import load_pages

QUERY = (
    "SELECT '甲|乙' AS a, DATE '2024-01-02' AS b, 1.50::DECIMAL(4,2) AS c, NULL AS d, 'x\ny,\"z\"' AS e, [1, 2] AS f, "
    "12345678901234567890::HUGEINT AS g, 'inf'::DOUBLE AS h, TIMESTAMPTZ '2024-01-02 03:04:05+00' AS i, '=1+1' AS j, 7 AS a"
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answers")
    con = connect_empty(folder)
    run = start_run(con, "ingest", {}, NOON)
    load_pages(con, run, [make_item(make_report())], VERSION)
    end_run(con, run, NOON)
    con.close()
    return folder / "warehouse.duckdb"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_kind_of_file_holds_every_row(warehouse: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_text("what stood here", encoding="utf-8")
    answer_query("SELECT i AS n, 'v' || i AS n FROM range(25000) AS t(i)", Format.TABLE, warehouse, output=path)
    if suffix == ".parquet":
        table = pq.read_table(path)
        assert table.column_names == ["n", "n_2"]
        rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    elif suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        rows = list(sheet.iter_rows(values_only=True))
        assert rows.pop(0) == ("n", "n_2")
    elif suffix in (".csv", ".tsv"):
        lines = list(csv.reader(io.StringIO(path.read_text("utf-8")), delimiter="," if suffix == ".csv" else "\t"))
        assert lines.pop(0) == ["n", "n_2"]
        rows = [(int(number), text) for number, text in lines]
    else:
        text = path.read_text("utf-8")
        objects = json.loads(text) if suffix == ".json" else [json.loads(line) for line in text.splitlines()]
        rows = [tuple(row.values()) for row in objects]
    assert rows == [(number, f"v{number}") for number in range(25000)]
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_excel_gets_dates_and_numbers_and_no_formula(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.xlsx"
    answer_query(QUERY, Format.TABLE, warehouse, output=path)
    [row] = openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True)
    assert row[0] == "甲|乙"
    assert row[1] == dt.datetime(2024, 1, 2)
    assert row[2:4] == (1.5, None)
    assert row[5:8] == ("[1, 2]", "12345678901234567890", "inf")
    assert row[9:] == ("=1+1", 7)
    answer_query("SELECT repeat('长', 40000) AS text", Format.TABLE, warehouse, output=path)
    assert "1 texts are longer than a cell" in capsys.readouterr().err


def test_an_answer_that_fails_leaves_what_was_there(warehouse: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CallError):
        answer_query(
            "SELECT CAST(i::VARCHAR || 'x' AS INTEGER) FROM range(9) AS t(i)", Format.TABLE, warehouse, output=path
        )
    assert path.read_text("utf-8") == "mine"
    assert [found.name for found in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.parametrize("name", ["x.duckdb", "x", "x.csv.gz", "none/x.csv", ""])
def test_a_name_that_cannot_be_written_is_refused_before_anything_is_asked(tmp_path: Path, name: str) -> None:
    with pytest.raises(CallError):
        check_output(tmp_path / name)


def test_the_query_may_stand_in_a_file_or_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.sql"
    path.write_text("\ufeffFROM report", encoding="utf-8")
    assert read_query(str(path)) == "FROM report"
    monkeypatch.setattr("sys.stdin", io.StringIO("FROM section"))
    assert read_query("-") == "FROM section"
    for text in ("FROM report", "SELECT 1 -- " + "x" * 5000, "SELECT '\0'", ""):
        assert read_query(text) == text
    with pytest.raises(CallError, match="no file"):
        read_query(str(tmp_path / "none.sql"))
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(CallError, match="UTF-8"):
        read_query(str(path))


def test_parameters_have_names_and_stand_once(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_parameters(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}
    for options in (["a"], ["=1"], ["1=2"], ["a=1", "a=2"]):
        with pytest.raises(CallError):
            read_parameters(options)
    answer_query("SELECT year FROM report WHERE year = $year", Format.JSONL, warehouse, parameters=["year=2023"])
    assert capsys.readouterr().out == '{"year": 2023}\n'


@pytest.mark.parametrize(
    ("query", "told"), [("FROM reports", "fazhi tables"), ("SELECT x FROM report", "fazhi tables TABLE")]
)
def test_a_wrong_name_is_told_where_to_look(warehouse: Path, query: str, told: str) -> None:
    with pytest.raises(CallError, match=told):
        answer_query(query, Format.TABLE, warehouse)


def test_tables_and_columns_are_shown(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show_tables(None, Format.CSV, warehouse)
    assert capsys.readouterr().out.splitlines()[1].startswith("report,")
    show_tables("report", Format.CSV, warehouse)
    assert "region_name,VARCHAR" in capsys.readouterr().out
    with pytest.raises(CallError, match="Perhaps report"):
        show_tables("reprt", Format.CSV, warehouse)


def test_output_of_no_rows_has_its_columns(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        with duckdb.connect() as con:
            assert write_output(con.execute("SELECT 1 AS n WHERE false"), tmp_path / f"x{suffix}") == (0, 0)
    assert pq.read_table(tmp_path / "x.parquet").column_names == ["n"]
