"""Tables on a terminal lose no value without a word, whatever its width, and read no markup in cells."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pytest
from rich.cells import cell_len
from rich.console import Console

from flows.terminal.formats import WRITERS, Format, name_columns
from flows.terminal.tables import LONGEST_CELL, LONGEST_FIELD, MOST_RECORDS, open_console, print_table, write_rows
from tests.view_samples import Figure, Part, build_report, load_reports
from tests.warehouse_samples import connect_empty
from warehouse.derive.views import list_views

WIDTHS = (40, 80, 120)
APPLIED = "reconsideration.applications"


def show(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int, total: int | None = None
) -> tuple[str, bool]:
    """What the table looks like on a screen so wide."""
    console = open_console()
    console.file = io.StringIO()
    console.width = width
    whole = print_table(columns, rows, len(rows) if total is None else total, console)
    return console.file.getvalue(), whole


def squeeze(text: str) -> str:
    """Without white space and rules: what folding may change."""
    return "".join(text.replace("─", "").split())


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Two counties' reports of two years, so that most views have rows."""
    with connect_empty(tmp_path_factory.mktemp("tables")) as made:
        parts = [
            Part("一、", "主要举措", None, "全年收到行政复议申请62件，审结50件。制定规范性文件7件。"),
            Part("二、", "存在的不足", None, "少数单位依法行政意识有待提高。"),
        ]
        figures = [
            Figure("62件", APPLIED, 62, "件", label="收到行政复议申请"),
            Figure("7件", None, 7, "件", label=":x: [red]文件[/red]"),
        ]
        pages = [build_report(code, year, parts, figures) for code in ("410928", "410927") for year in (2021, 2022)]
        load_reports(made, pages)
        yield made


@pytest.mark.parametrize("width", WIDTHS)
def test_every_view_keeps_its_columns_or_names_those_left_out(con: duckdb.DuckDBPyConnection, width: int) -> None:
    for view in (*list_views(), "report", "section", "fact_indicator", "page"):
        for limit in (1, 2, MOST_RECORDS + 5):
            result = con.execute(f"FROM {view} LIMIT {limit}")
            columns = [column[0] for column in result.description]
            rows = result.fetchall()
            text, whole = show(columns, rows, width)
            assert max(map(cell_len, text.splitlines()[:-1]), default=0) <= max(width, 40), view
            flat = squeeze(text)
            labels = squeeze("".join(line[: width // 2] for line in text.splitlines()))
            for column in columns:
                assert column in flat or column in labels, (view, width, column)
            if "… 另有" in text:
                assert not whole
                continue
            for row in rows:
                for value in row:
                    if isinstance(value, str) and len(value) <= LONGEST_CELL:
                        assert value.split()[0][:4] in flat, (view, width, value)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("cell", [":x:", "[red]件[/red]", "[link=file:///x]y[/link]", ":smile: [/]", "[1]", "\\[a]"])
def test_cells_and_titles_are_no_markup(width: int, cell: str) -> None:
    text, whole = show([cell, "b"], [(cell, 1)], width)
    assert whole
    assert text.count(cell) == 2
    assert not show([cell] * 30, [(cell,) * 30] * 20, width)[1]


@pytest.mark.parametrize("width", WIDTHS)
def test_wide_rows_stand_one_below_the_other(width: int) -> None:
    columns = [f"column_{number}" for number in range(25)]
    text, whole = show(columns, [tuple(f"值{number}" for number in range(25))] * 2, width)
    assert whole
    assert [line.split() for line in text.splitlines() if "column_24" in line] == [["column_24", "值24"]] * 2


@pytest.mark.parametrize("width", WIDTHS)
def test_many_wide_rows_show_whole_columns_and_name_the_rest(width: int) -> None:
    columns = [f"column_{number:02}" for number in range(25)]
    rows = [tuple(f"value_{row:02}_{number:02}" for number in range(25)) for row in range(30)]
    text, whole = show(columns, rows, width)
    assert not whole
    shown = sum(f"value_00_{number:02}" in text for number in range(25))
    assert 0 < shown < 25
    assert f"… 另有 {25 - shown} 列 more columns：{columns[shown]}" in text.replace("\n", " ").replace("  ", " ")
    assert all(f"value_{row:02}_{number:02}" in text for row in range(30) for number in range(shown))


def test_long_texts_are_folded_beside_short_ones_and_cuts_are_told() -> None:
    sentence = "全年收到行政复议申请六十二件，" * 4
    text, whole = show(["report_id", "sentence"], [("410928-2023", sentence)], 80)
    assert whole
    assert squeeze(sentence)[-8:] in squeeze(text)
    text, whole = show(["a"], [("长" * (LONGEST_CELL + 1),), ("短",)], 120)
    assert not whole
    assert "1 个值过长" in text
    text, whole = show(["a"] * 40, [("长" * (LONGEST_FIELD + 1),) * 40], 80)
    assert "40 个值过长" in text


def test_a_narrow_screen_and_no_rows_are_no_trouble() -> None:
    for width in (1, 5, 12):
        assert isinstance(show(["名称", "value"], [("湖北省甲市乙县", 1234567)], width)[0], str)
    assert "report_id" in show(["report_id"], [], 40)[0]
    assert "report_id" in squeeze(show(["report_id"] * 20, [], 40)[0])


@pytest.mark.parametrize("form", list(WRITERS))
def test_formats_give_every_value_whole(form: Format) -> None:
    out = io.StringIO()
    long = "长" * 5000
    write_rows(["year", "year", "text"], [(2021, 2022, long), (None, 1, 'a\t"b"')], Format(form), out)
    told = out.getvalue()
    assert long in told
    assert "year_2" in told
    if form == Format.JSONL:
        lines = [json.loads(line) for line in told.splitlines()]
        assert lines[1] == {"year": None, "year_2": 1, "text": 'a\t"b"'}
    if form == Format.TSV:
        assert told.splitlines()[0] == "year\tyear_2\ttext"
    if form == Format.LINE:
        assert told.splitlines()[:2] == ["  year = 2021", "year_2 = 2022"]


def test_names_that_stand_twice_are_told_apart() -> None:
    assert name_columns(["a", "a", "a_2", "a", "b"]) == ["a", "a_3", "a_2", "a_4", "b"]


def test_the_console_reads_no_emoji_in_messages() -> None:
    console = open_console()
    assert isinstance(console, Console)
    console.file = io.StringIO()
    console.print("a:x:b", markup=False)
    assert console.file.getvalue() == "a:x:b\n"


def test_a_meaning_is_shown_whole_where_a_value_of_data_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    meaning = "长" * 130 + "尾"
    write_rows(("column", "meaning"), [("a", meaning), ("b", "短")], Format.TABLE, sys.stdout, longest=1000)
    assert capsys.readouterr().out.count("尾") == 1
    write_rows(("column", "value"), [("a", meaning), ("b", "短")], Format.TABLE, sys.stdout)
    shown = capsys.readouterr().out
    assert ("尾" in shown, "1 long values are cut" in shown) == (False, True)
