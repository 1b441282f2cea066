"""Rows of a page's tables made lines of text, each cell at its column; tables of labels told from tables of the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lxml import etree

from parsers.body.blocks import CELL_BREAK, LINE_BREAK, ROW_START
from parsers.body.chrome import name_line
from parsers.shown.tree import list_texts
from parsers.tables.cells import is_figure
from parsers.tables.layout import GridCell, lay_out

_TABLE_PARTS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")
_LONGEST_CELL = 400
_LONGEST_LINKED = 30


def flatten_tables(root: etree._Element) -> None:
    """Make each row of a data table one line, and the tables of a layout plain blocks.

    Word puts a paragraph into each cell; cells become one text each, so that the row 件数 12 35 reads as a line and
    its numbers never fuse. Rows that hold another table, a menu or long text are layout and stay as they are. Names and
    what is said of them (`dl`) are rows too.
    """
    for listed in list(root.iter("dl")):
        _flatten_list(listed)
    for table in list(root.iter("table")):
        _flatten_table(table)
    for row in list(root.iter("tr")):
        if row.getparent() is None or next(row.iterancestors("table"), None) is None:
            _flatten_rows([row])
    for element in root.iter(*_TABLE_PARTS):
        element.tag = "div"


def _flatten_table(table: etree._Element) -> None:
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    _flatten_rows(rows)


def _flatten_rows(rows: Sequence[etree._Element]) -> None:
    """Rows one after the other, as far as each is a row of data: a cell that spans rows keeps its column in all of them."""
    taken: list[tuple[etree._Element, list[GridCell]]] = []
    for number, row in enumerate(rows):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts = [_join_cell(cell) for cell in cells]
        if len(cells) < 2 and not (taken and len(cells) == 1 and _is_covered(cells[0])):
            _write_rows(taken)
            taken = []
            continue
        is_data = _is_data_row(row, cells, texts) or _is_linked_head(texts, rows[number + 1 : number + 2])
        if not is_data and not (taken and sum(map(bool, texts)) == 1 and _has_no_block(row, texts)):
            _write_rows(taken)
            taken = []
            continue
        taken.append((row, [_make_cell(cell, text) for cell, text in zip(cells, texts, strict=True)]))
    _write_rows(taken)


def _is_covered(cell: etree._Element) -> bool:
    """Whether a row's only cell leaves room for one that comes down from above."""
    return _read_span(cell, "colspan") == 1


def _has_no_block(row: etree._Element, texts: Sequence[str]) -> bool:
    return row.find(".//table") is None and row.find(".//a") is None and max(map(len, texts)) <= _LONGEST_CELL


def _is_linked_head(texts: Sequence[str], following: Sequence[etree._Element]) -> bool:
    """Whether the names of a row, which lead to their details, stand over a row of as many figures."""
    below = [_join_cell(cell) for row in following for cell in row if cell.tag in ("td", "th")]
    figures = sum(map(is_figure, below))
    return (
        len(below) == len(texts)
        and figures > 0
        and figures * 2 >= len(below)
        and max(map(len, texts)) <= _LONGEST_LINKED
    )


def _is_data_row(row: etree._Element, cells: Sequence[etree._Element], texts: Sequence[str]) -> bool:
    if sum(map(bool, texts)) < 2 or max(map(len, texts)) > _LONGEST_CELL or row.find(".//table") is not None:
        return False
    linked = [(cell.find(".//a") is not None, text) for cell, text in zip(cells, texts, strict=True)]
    if not any(has_link for has_link, _ in linked):
        return True
    # figures that lead to their details, beside a name that leads nowhere; else the rows of a list of pages
    return all(len(text) <= _LONGEST_LINKED for _, text in linked) and any(
        is_figure(text) for has_link, text in linked if has_link
    )


def _make_cell(cell: etree._Element, text: str) -> GridCell:
    return GridCell(text, _read_span(cell, "rowspan"), _read_span(cell, "colspan"))


def _read_span(cell: etree._Element, name: str) -> int:
    written = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return max(1, int(written[1])) if written else 1


def _write_rows(taken: Sequence[tuple[etree._Element, list[GridCell]]]) -> None:
    laid = lay_out(cells for _, cells in taken)
    mark = ROW_START if _is_of_report(laid) else ""
    for (row, _), texts in zip(taken, laid, strict=True):
        for child in list(row):
            row.remove(child)
        row.text = mark + CELL_BREAK.join(texts).rstrip(CELL_BREAK)


def _is_of_report(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are a table of the report's: 类别 | 2022年 | 2023年 heads figures, 时间 | 2023年 is one of many rows.

    A table of labels (索引号 | … | 发布机构 | …) has a label at the head of most of its rows.
    """
    labelled = [name_line("\t".join(filter(None, row))) == "label" for row in rows]
    if not any(labelled):
        return len(rows) > 1
    if sum(labelled) * 2 < len(rows):
        return True
    below = [cell for row in rows[1:] for cell in row[1:]]
    return labelled[0] and not any(labelled[1:]) and any(map(is_figure, below))


def _flatten_list(listed: etree._Element) -> None:
    """A list of names and what is said of each, where all are short: rows of a name and its figures."""
    parts = [part for part in listed.iter("dt", "dd") if next(part.iterancestors("dl"), None) is listed]
    tags = [part.tag for part in parts]
    if len(parts) < 2 or tags[0] != "dt" or tags[-1] != "dd" or any(pair == ("dt", "dt") for pair in pairwise(tags)):
        return
    texts = [_join_cell(part) for part in parts]
    said = [text for tag, text in zip(tags, texts, strict=True) if tag == "dd"]
    if not all(0 < len(text) <= _LONGEST_LINKED for text in texts) or not any(map(is_figure, said)):
        return
    rows: list[tuple[etree._Element, list[str]]] = []
    for part, text in zip(parts, texts, strict=True):
        for child in list(part):
            part.remove(child)
        if part.tag == "dt":
            rows.append((part, []))
        rows[-1][1].append(text)
        part.text, part.tag = None, "div"
    for name, cells in rows:
        name.text = ROW_START + CELL_BREAK.join(cells)


def _join_cell(cell: etree._Element) -> str:
    parts = (" ".join(text.replace(LINE_BREAK, " ").split()) for text in list_texts(cell))
    return " ".join(part for part in parts if part)
