"""A table of judgements as people fill it in: what Excel and others make of it comes back, and what is wrong is named by its row."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse.judge.judgement import Judgement, make_judgement
from warehouse.judge.sheet import COLUMNS, BadSheetError, read_sheet, write_sheet
from warehouse.judge.stored import StoredFigure, judge_figure

NOON = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
TEXT = "全年办理复议案件61件，开展培训7场。办结率=95%。"


def make_figure(quote: str, value: float, unit: str) -> StoredFigure:
    start = TEXT.index(quote)
    read = {
        "value": value,
        "unit": unit,
        "qualifier": "exact",
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "label": "案件",
        "kind": "level",
        "confidence": 0.9,
    }
    return StoredFigure(
        f"f{start}", "r-2023", "a" * 64, "b" * 64, 2023, TEXT, start, start + len(quote), quote, 1, "1", read
    )


FIGURES = [make_figure("61件", 61.0, "件"), make_figure("7场", 7.0, "场"), make_figure("95%", 95.0, "%")]
Rows = list[dict[str, str]]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    assert write_sheet(file, [], [(figure, TEXT) for figure in FIGURES], "random x") == 3
    return file


def fill(file: Path, **columns: tuple[str, ...]) -> Rows:
    """The rows of the table with these cells filled in, from the first row on."""
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    for name, cells in columns.items():
        for row, cell in zip(rows, cells, strict=False):
            row[name] = cell
    return rows


def spell(rows: Rows, names: list[str] | None = None, delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, names or list(COLUMNS), delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


JUDGED = {
    "verdict": ("right", "changed", "rejected"),
    "reviewer": ("甲", "甲", "甲"),
    "said_value": ("", "8", ""),
    "said_period_start": ("", "2023/1/1", ""),
    "said_period_end": ("", "2023年10月31日", ""),
}


def save_plain(rows: Rows) -> bytes:
    return spell(rows).encode("utf-8-sig")


def save_mixed_up(rows: Rows) -> bytes:
    return spell(rows, [*sorted(COLUMNS, reverse=True), "own remark"]).encode()


def save_blank_lines(rows: Rows) -> bytes:
    lines = spell(rows).split("\r\n")
    return "\r\n".join([lines[0], "", "," * 30, *lines[1:], "", ""]).encode("utf-8-sig")


SAVED: list[Callable[[Rows], bytes]] = [
    save_plain,
    save_mixed_up,
    save_blank_lines,
    lambda rows: spell(rows).encode("gb18030"),
    lambda rows: spell(rows, delimiter=";").encode("utf-8-sig"),
    lambda rows: spell(rows, delimiter="\t").encode("utf-16"),
    lambda rows: spell(rows).replace("\r\n", "\n").encode(),
    lambda rows: spell(rows).replace("2023-01-01", "2023-01-01 00:00:00").encode(),
    lambda rows: spell(rows).replace("right", "正确").replace("changed", " Changed ").encode("gb18030"),
]


@pytest.mark.parametrize("save", SAVED)
def test_table_comes_back_however_it_was_saved(table: Path, save: Callable[[Rows], bytes]) -> None:
    table.write_bytes(save(fill(table, **JUDGED)))
    judgements = read_sheet(table, {}, NOON)
    assert [(one.verdict, dict(one.said)) for one in judgements] == [
        ("right", {}),
        ("changed", {"value": 8.0, "period_start": "2023-01-01", "period_end": "2023-10-31"}),
        ("rejected", {}),
    ]
    assert {one.queue for one in judgements} == {"random x"}
    assert [(one.char_start, one.quote, one.before) for one in judgements] == [
        (figure.char_start, figure.quote, TEXT[max(0, figure.char_start - 24) : figure.char_start])
        for figure in FIGURES
    ]
    known = {one.judgement_id: one for one in judgements}
    assert read_sheet(table, known, NOON + dt.timedelta(days=1)) == judgements, "brought in twice, it says nothing new"


@pytest.mark.parametrize(("columns", "row", "complaint"), [
    ({"verdict": ("right", "maybe")}, 3, "right, changed, rejected"),
    ({"verdict": ("right", "changed"), "said_value": ("", "八")}, 3, "value 不是数"),
    ({"verdict": ("right", "changed"), "said_value": ("", "inf")}, 3, "value 不是数"),
    ({"verdict": ("right", "changed"), "said_period_end": ("", "31/10/2023")}, 3, "2023-12-31"),
    ({"verdict": ("right", "changed"), "said_period_end": ("", "2023-13-01")}, 3, "month"),
    ({"verdict": ("right", "changed")}, 3, "changed, but nothing is said"),
    ({"verdict": ("right", ""), "said_value": ("", "8")}, 3, "没有 verdict"),
    ({"verdict": ("right", "right"), "reviewer": ("甲", "")}, 3, "reviewer"),
    ({"verdict": ("right", "right"), "char_start": ("17", "x")}, 3, "char_start 不是数"),
])  # fmt: skip
def test_row_that_is_wrong_is_named_and_nothing_is_taken(
    table: Path, columns: dict[str, tuple[str, ...]], row: int, complaint: str
) -> None:
    rows = fill(table, **{"reviewer": ("甲", "甲", "甲"), **columns})
    table.write_bytes(spell(rows).encode("utf-8-sig"))
    with pytest.raises(BadSheetError, match=f"第 {row} 行") as raised:
        read_sheet(table, {}, NOON)
    assert complaint in str(raised.value)
    assert "一行未收" in str(raised.value)
    # A blank line above it moves it, as the spreadsheet numbers it.
    table.write_bytes(spell(rows).replace("\r\n", "\r\n\r\n", 1).encode("utf-8-sig"))
    with pytest.raises(BadSheetError, match=f"第 {row + 1} 行"):
        read_sheet(table, {}, NOON)


@pytest.mark.parametrize(("body", "complaint"), [
    (b"PK\x03\x04" + b"\0" * 60, "工作簿"),
    (b"\xd0\xcf\x11\xe0" + b"\0" * 60, "工作簿"),
    (b"a,b\n1,2\n", "没有 verdict 列"),
    (b"verdict,\xff\xff\xff\n", "GBK"),
])  # fmt: skip
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, body: bytes, complaint: str) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(body)
    with pytest.raises(BadSheetError, match=complaint):
        read_sheet(file, {}, NOON)


def test_large_sample_goes_out_and_comes_back_and_one_that_was_cut_off_is_known(tmp_path: Path) -> None:
    figures = [{"fact_id": f"{n:020d}", "quote": "61件", "page_id": "a" * 64} for n in range(3000)]
    sample = make_judgement(
        {"about": "audit", "reviewer": "甲", "judged_at": "2024-06-01T12:00:00+00:00", "detail": {"figures": figures}}
    )
    kept: list[Judgement] = [sample, judge_figure(FIGURES[0], "right", None, "甲", NOON)]
    file = tmp_path / "table.csv"
    write_sheet(file, kept)
    assert read_sheet(file, {}, NOON) == kept
    cut = [{**row, "detail": row["detail"][:32767]} for row in _read_all(file)]
    file.write_bytes(spell(cut).encode("utf-8-sig"))
    assert read_sheet(file, {one.judgement_id: one for one in kept}, NOON) == kept
    with pytest.raises(BadSheetError, match=r"judgements\.jsonl"):
        read_sheet(file, {}, NOON)


def _read_all(file: Path) -> Rows:
    csv.field_size_limit(10_000_000)
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
