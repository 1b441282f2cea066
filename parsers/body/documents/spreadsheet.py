"""Text of a spreadsheet with statistics (.xls, .xlsx, .et): its sheets' rows as a table's, each cell as it is shown.

The formats of cells are read too: 98.5% is kept as 0.985 and only its format says so.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence

import openpyxl
import xlrd
from lxml import etree
from openpyxl.utils.datetime import from_excel
from xlrd.compdoc import CompDocError

from parsers.body.charset import LONGEST_PAGE, UnreadablePage
from parsers.body.documents.number_formats import CHINESE_DATES, write_number
from parsers.body.documents.table_lines import Cell, lay_table

MOST_CELLS = 100_000
"""Cells of all sheets; a year's statistics of one office have some hundreds."""
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, etree.LxmlError, xlrd.XLRDError, CompDocError, struct.error),
    *(
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        SyntaxError,  # ElementTree.ParseError is one
        OSError,
        EOFError,
        AssertionError,
        ArithmeticError,
        NotImplementedError,
    ),
)

_Sheet = tuple[str, dict[tuple[int, int], str], dict[tuple[int, int], int]]
"""A sheet's name, its shown cells by row and column, and how many columns merged ones cover."""


def read_spreadsheet(body: bytes) -> str:
    """The rows of all sheets that are shown, a row a line, empty rows left out; a sheet's name above its rows where there are several.

    Raises UnreadablePage: `attachment_unreadable`, `oversized_page`.
    """
    try:
        sheets = list(_read_xlsx(body) if body.startswith(b"PK") else _read_xls(body))
    except _BROKEN as error:
        raise UnreadablePage(
            "attachment_unreadable",
            f"电子表格无法读取（{str(error)[:100]}）：请另存为 xlsx 后载入。It cannot be read: save it anew as xlsx",
        ) from error
    lines: list[str] = []
    for name, cells, spans in sheets:
        written = _write_sheet(cells, spans)
        lines += [*([name] if len(sheets) > 1 and written else []), *written]
    return "\n".join(lines)


def _write_sheet(cells: dict[tuple[int, int], str], spans: dict[tuple[int, int], int]) -> list[str]:
    if not cells:
        return []
    first = min(column for _, column in cells)
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in cells.items():
        rows.setdefault(row, {})[column] = text
    laid: list[Sequence[Cell]] = []
    for row, texts in sorted(rows.items()):
        columns: list[Cell] = []
        at = first
        while at <= max(texts):
            span = spans.get((row, at), 1)
            columns.append(Cell([texts[at]] if at in texts else [], span))
            at += span
        laid.append(columns)
    return lay_table(laid)


def _refuse_crowd(count: int) -> None:
    if count > MOST_CELLS:
        raise UnreadablePage(
            "oversized_page", f"电子表格超过 {MOST_CELLS} 格。A spreadsheet of more cells than a year's figures"
        )


def _read_xlsx(body: bytes) -> Iterator[_Sheet]:
    with zipfile.ZipFile(io.BytesIO(body)) as container:
        unpacked = sum(
            item.file_size for item in container.infolist() if item.filename.lower().endswith((".xml", ".rels"))
        )
    if unpacked > LONGEST_PAGE:
        raise UnreadablePage(
            "oversized_page", f"电子表格解压后超过 {LONGEST_PAGE // 1024**2} MB。It unpacks to more than a report"
        )
    book = openpyxl.load_workbook(io.BytesIO(body), data_only=True, keep_links=False)
    count = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        count += len(sheet._cells)
        _refuse_crowd(count)
        hidden_rows = {row for row, look in sheet.row_dimensions.items() if look.hidden}
        cells = {
            (row, column): text
            for (row, column), cell in sheet._cells.items()
            if row not in hidden_rows
            and cell.value is not None
            and (text := write_cell(_read_value(cell, book.epoch), cell.number_format))
        }
        spans = {(area.min_row, area.min_col): area.max_col - area.min_col + 1 for area in sheet.merged_cells.ranges}
        yield sheet.title, cells, spans


def _read_value(cell: openpyxl.cell.Cell, epoch: dt.datetime) -> object:
    """A cell's value; a number in a Chinese built-in date format, which the library does not know, as the day that it is."""
    value, style = cell.value, cell._style
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return from_excel(value, epoch) if is_number and style is not None and style.numFmtId in CHINESE_DATES else value


def _read_xls(body: bytes) -> Iterator[_Sheet]:
    silent = io.StringIO()
    book = xlrd.open_workbook(
        file_contents=body, formatting_info=True, ragged_rows=True, logfile=silent, on_demand=False
    )
    count = 0
    for sheet in book.sheets():
        if sheet.visibility:
            continue
        cells: dict[tuple[int, int], str] = {}
        for row in range(sheet.nrows):
            count += sheet.row_len(row)
            _refuse_crowd(count)
            look = sheet.rowinfo_map.get(row)
            if look is not None and look.hidden:
                continue
            for column in range(sheet.row_len(row)):
                text = _write_old_cell(book, sheet.cell(row, column))
                if text:
                    cells[row, column] = text
        spans = {(top, left): right - left for top, _, left, right in sheet.merged_cells}
        yield sheet.name, cells, spans


def _write_old_cell(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    if cell.ctype == xlrd.XL_CELL_DATE:
        return write_cell(xlrd.xldate_as_datetime(cell.value, book.datemode), "")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return write_cell(bool(cell.value), "")
    form = book.format_map.get(book.xf_list[cell.xf_index].format_key) if cell.xf_index is not None else None
    return write_cell(cell.value, form.format_str if form is not None else "General")


def write_cell(value: object, form: str) -> str:
    """A value as its format shows it: 0.985 as 98.50% in 0.00%, 62.0 as 62, 1234.5 as 1234.5件 in #,##0.0"件"."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if not isinstance(value, (int, float)):
        return " ".join(str(value).split())
    return write_number(value, form)
