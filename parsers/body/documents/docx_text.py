"""Text of a docx: paragraphs and tables in their order; heads, feet and page numbers stand elsewhere in the file."""

from __future__ import annotations

import io
import zipfile
import zlib

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree

from parsers.body.charset import LONGEST_PAGE, UnreadablePage

MOST_COLUMNS = 63
"""Columns of a table, as Word allows them."""


def read_docx(body: bytes) -> str:
    """The text of a docx, a paragraph a line, a table's row as one line. Raises UnreadablePage (`attachment_unreadable`,
    `oversized_page` for one that unpacks to more than LONGEST_PAGE).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as container:
            # Pictures stay packed; only what is read as XML counts.
            unpacked = sum(item.file_size for item in container.infolist() if item.filename.endswith((".xml", ".rels")))
            if unpacked > LONGEST_PAGE:
                raise UnreadablePage(
                    "oversized_page", f"docx 解压后超过 {LONGEST_PAGE // 1024**2} MB。It unpacks to more than a report"
                )
        document = docx.Document(io.BytesIO(body))
        # python-docx writes a cell once for each column that it says it spans: 99,999,999 of them are a gigabyte.
        if any(int(span.val) > MOST_COLUMNS for span in document.element.body.iter(qn("w:gridSpan"))):
            raise ValueError(f"a table cell spans more than {MOST_COLUMNS} columns")
        lines = []
        for block in document.iter_inner_content():
            lines += _read_table(block) if isinstance(block, Table) else [block.text]
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        KeyError,
        ValueError,
        etree.XMLSyntaxError,
        NotImplementedError,
        zlib.error,
        EOFError,
        OSError,
    ) as error:
        raise UnreadablePage(
            "attachment_unreadable", f"docx 已损坏（{error}）：请重新取得。The docx is broken: get it anew"
        ) from error
    paragraphs = (" ".join(part.split()) for line in lines for part in line.split("\n"))
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _read_table(table: Table) -> list[str]:
    """A row a line; a cell that spans several columns is there once."""
    rows = []
    for row in table.rows:
        cells: list[str] = []
        last = None
        for cell in row.cells:
            if cell._tc is not last:
                cells.append(" ".join(cell.text.split()))
            last = cell._tc
        rows.append(" ".join(cell for cell in cells if cell))
    return rows
