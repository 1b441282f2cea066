"""The one way through the text of a docx: what it skips is named here, all else is entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import etree

from parsers.body.documents.docx.diagrams import DGM, A, read_drawn_text
from parsers.body.documents.docx.formulas import M, write_field_equation, write_formula
from parsers.body.documents.docx.numbering import Numbering
from parsers.body.documents.docx.styles import Look, Styles, W, override, read_look, toggle
from parsers.body.documents.docx.symbols import read_symbol
from parsers.body.documents.raised import join_raised
from parsers.body.documents.table_lines import Cell, lay_table

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

SKIPPED = frozenset(
    {
        # taken out by a tracked change
        *(f"{W}{name}" for name in ("del", "moveFrom", "delText", "delInstrText")),
        # the reading over the characters of a ruby
        f"{W}rt",
        # properties
        *(
            f"{W}{name}"
            for name in ("rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rubyPr")
        ),
        # numbers of notes, comments
        *(f"{W}{name}" for name in ("footnoteRef", "endnoteRef", "annotationRef", "commentReference")),
    }
)
"""Elements whose text is not the document's. Besides: vanished and struck runs, the second of two alternatives, placeholders
of empty content controls, cells that a merged one covers, rows taken out, raised marks of notes, contents and page numbers."""
_MADE_BY_FIELDS = ("TOC", "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "INDEX")
_HOLDING_WORDS = (f"{W}t", f"{M}t", f"{A}t", f"{DGM}relIds", f"{V}textpath")
_DEEPEST = 150
_MOST_COLUMNS = 63
"""Columns of a table, as Word allows them."""
_BREAKS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(slots=True)
class _Field:
    """A field that is open: what it is told, whether it ends, whether what is at hand is no text (its instruction, a page number)."""

    closed: bool
    told: str = ""
    mute: bool = False
    telling: bool = True
    start: int = 0
    """Pieces of the paragraph before its result."""
    chosen: str = ""
    """The entry that a form's list shows."""


class Walker:
    """Reads blocks to lines. `read_chunk` gives the lines of an embedded file by its relation's id, `notes` those of notes."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        notes: dict[tuple[str, str], etree._Element],
        read_chunk: Callable[[str], Sequence[str]],
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._read_chunk = read_chunk
        self._lines: list[str] = []
        """Where finished paragraphs go: the document, a cell, a text box."""
        self._pieces: list[tuple[str, bool]] = []
        """The paragraph at hand: pieces of text, and whether they are raised."""
        self._beside: list[str] = []
        """Lines of the text boxes that hang on the paragraph at hand."""
        self._called: list[etree._Element] = []
        """Notes that were called and not yet read."""
        self._fields: list[_Field] = []
        self._mute = False
        """Whether the story at hand stands within a field that is no text: a table of contents laid out as a table."""
        self._closed: set[etree._Element] = set()
        self._carried: list[tuple[str, bool]] = []
        self._depth = 0

    def read(self, root: etree._Element) -> list[str]:
        """The lines of a story: a body, a note. Raises ValueError for one that is nested without end."""
        self._closed |= _find_closed_fields(root)
        return self._read_within(root, notes=True)

    def _read_within(self, element: etree._Element, *, notes: bool = False) -> list[str]:
        """The lines of what holds paragraphs: a story, a cell, a text box; with `notes` those called in it behind each block."""
        outer = self._lines, self._pieces, self._beside, self._fields, self._carried, self._mute
        self._mute = self._is_mute()
        self._lines, self._pieces, self._beside, self._fields, self._carried = [], [], [], [], []
        for child in element:
            self._enter(child, Look())
            called, self._called = (self._called, []) if notes else ([], self._called)
            for note in called:
                self._lines += self.read(note)
        self._pieces += self._carried
        self._end_paragraph("")
        lines = self._lines + self._beside
        self._lines, self._pieces, self._beside, self._fields, self._carried, self._mute = outer
        return lines

    def _enter(self, element: etree._Element, look: Look) -> None:
        tag = element.tag
        if tag in SKIPPED or not isinstance(tag, str):
            return
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("its parts are nested without end")
        reader = _READERS.get(tag)
        if reader is not None:
            reader(self, element, look)
        elif tag in _BREAKS:
            self._write(_BREAKS[tag], look)
        else:
            for child in element:
                self._enter(child, look)
        self._depth -= 1

    def _write(self, text: str, look: Look) -> None:
        if not (look.vanished or look.struck or self._is_mute()):
            self._pieces.append((text, bool(look.raised)))

    def _is_mute(self) -> bool:
        return self._mute or any(field.mute for field in self._fields)

    def _read_paragraph(self, element: etree._Element, _: Look) -> None:
        outer = self._pieces, self._beside
        self._pieces, self._beside = self._carried, []
        self._carried = []
        properties = element.find(f"{W}pPr")
        mark = None if properties is None else properties.find(f"{W}rPr")
        goes_on = _is_initial(properties) or any(
            mark is not None and mark.find(W + change) is not None for change in ("del", "moveFrom")
        )
        style = self._styles.name_paragraph_style(properties)
        look = self._styles.find_look(style)
        for child in element:
            if child.tag != f"{W}pPr":
                self._enter(child, look)
        if goes_on:
            # The end of this paragraph was deleted, or it is a large first character: it goes on in the next one.
            self._carried = self._pieces
        elif self._pieces or mark is None or not read_look(mark).vanished:
            # (a paragraph of which nothing is shown, not even its end, has no number)
            self._end_paragraph(self._numbering.number_paragraph(properties))
        self._lines += self._beside
        self._pieces, self._beside = outer

    def _end_paragraph(self, number: str) -> None:
        text, self._pieces = join_raised(self._pieces), []
        lines = [line for part in text.split("\n") if (line := " ".join(part.split()))]
        if lines and number:
            lines[0] = number + (" " if number[-1:] in ".．" and lines[0][:1].isdigit() else "") + lines[0]
        self._lines += lines

    def _read_run(self, element: etree._Element, look: Look) -> None:
        properties = element.find(f"{W}rPr")
        if properties is not None:
            style = properties.find(f"{W}rStyle")
            if style is not None:
                look = toggle(look, self._styles.find_look(style.get(f"{W}val")))
            look = override(look, read_look(properties))
        for child in element:
            self._enter(child, look)

    def _read_text(self, element: etree._Element, look: Look) -> None:
        self._write(element.text or "", look)

    def _read_sign(self, element: etree._Element, look: Look) -> None:
        self._write(read_symbol(element.get(f"{W}font", ""), element.get(f"{W}char", "")), look)

    def _read_box(self, element: etree._Element, _: Look) -> None:
        """A text box: its paragraphs stand after the one that it hangs on."""
        self._beside += self._read_within(element)

    def _read_alternatives(self, element: etree._Element, look: Look) -> None:
        """Of the ways to write one thing the first that holds text: the fallback says the same again."""
        ways = [*element.findall(f"{MC}Choice"), *element.findall(f"{MC}Fallback")]
        chosen = next((way for way in ways if next(way.iter(*_HOLDING_WORDS), None) is not None), None)
        for child in () if chosen is None else chosen:
            self._enter(child, look)

    def _read_control(self, element: etree._Element, look: Look) -> None:
        properties = element.find(f"{W}sdtPr")
        if properties is not None and properties.find(f"{W}showingPlcHdr") is not None:
            return  # 单击此处输入文字
        for content in element.findall(f"{W}sdtContent"):
            for child in content:
                self._enter(child, look)

    def _read_field(self, element: etree._Element, look: Look) -> None:
        """`w:fldChar`: begin, separate, end; what contents and page numbers are made of is no text of the report."""
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            closed = element in self._closed
            # Nothing of an instruction is text, also where it holds a field of its own: { IF { PAGE } = 1 "甲" "乙" }
            self._fields.append(_Field(closed, mute=closed, start=len(self._pieces), chosen=_read_choice(element)))
        elif kind == "separate" and self._fields:
            field = self._fields[-1]
            field.mute, field.telling = field.closed and _is_made(field.told), False
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            # 拼音指南 and 带圈字符 of Word are equations that have no result: what they show stands in the instruction.
            if field.closed and len(self._pieces) == field.start:
                self._write(write_field_equation(field.told) or field.chosen, look)

    def _read_instruction(self, element: etree._Element, _: Look) -> None:
        if self._fields and self._fields[-1].telling:
            self._fields[-1].told += element.text or ""

    def _read_simple_field(self, element: etree._Element, look: Look) -> None:
        if _is_made(element.get(f"{W}instr", "")):
            return
        for child in element:
            self._enter(child, look)

    def _call_note(self, element: etree._Element, look: Look) -> None:
        kind = "footnote" if element.tag == f"{W}footnoteReference" else "endnote"
        note = self._notes.pop((kind, element.get(f"{W}id", "")), None)
        if note is not None and not (look.vanished or look.struck or self._is_mute()):
            self._called.append(note)

    def _embed(self, element: etree._Element, _: Look) -> None:
        self._lines += self._read_chunk(element.get(f"{R}id", ""))

    def _read_diagram(self, element: etree._Element, look: Look) -> None:
        """A SmartArt diagram: its lines stand after the paragraph that it hangs on."""
        named = next((str(value) for name, value in element.items() if str(name).endswith("}dm")), "")
        if not (look.vanished or self._is_mute()):
            self._beside += self._read_chunk(named)

    def _read_word_art(self, element: etree._Element, look: Look) -> None:
        """Word Art of old: its words are an attribute."""
        if not (look.vanished or self._is_mute()):
            self._beside += [
                line for part in (element.get("string") or "").split("\n") if (line := " ".join(part.split()))
            ]

    def _read_shape(self, element: etree._Element, look: Look) -> None:
        if not (look.vanished or self._is_mute()):
            self._beside += read_drawn_text(element)

    def _read_formula(self, element: etree._Element, look: Look) -> None:
        self._write(write_formula(element, SKIPPED), look)

    def _read_table(self, element: etree._Element, _: Look) -> None:
        rows: list[etree._Element] = []
        _collect(element, f"{W}tr", rows)
        laid: list[list[Cell]] = []
        for row in rows:
            properties = row.find(f"{W}trPr")
            if properties is not None and any(properties.find(W + name) is not None for name in ("del", "hidden")):
                continue
            cells: list[etree._Element] = []
            _collect(row, f"{W}tc", cells)
            laid.append(
                [Cell((), columns) for columns in _read_indent(properties)]
                + [self._read_cell(cell) for cell in cells if cell.find(f"{W}tcPr/{W}cellDel") is None]
            )
        self._lines += lay_table(laid)

    def _read_cell(self, element: etree._Element) -> Cell:
        columns = _count_columns(element)
        if _is_covered(element):
            return Cell((), columns)
        lines = self._read_within(element)
        return Cell(lines, columns, next(element.iter(f"{W}tbl"), None) is not None)


_READERS: dict[str, Callable[[Walker, etree._Element, Look], None]] = {
    f"{W}p": Walker._read_paragraph,
    f"{W}r": Walker._read_run,
    f"{W}t": Walker._read_text,
    f"{W}sym": Walker._read_sign,
    f"{W}tbl": Walker._read_table,
    f"{W}sdt": Walker._read_control,
    f"{W}txbxContent": Walker._read_box,
    f"{W}fldChar": Walker._read_field,
    f"{W}instrText": Walker._read_instruction,
    f"{W}fldSimple": Walker._read_simple_field,
    f"{W}footnoteReference": Walker._call_note,
    f"{W}endnoteReference": Walker._call_note,
    f"{W}altChunk": Walker._embed,
    f"{MC}AlternateContent": Walker._read_alternatives,
    f"{M}oMath": Walker._read_formula,
    f"{DGM}relIds": Walker._read_diagram,
    f"{A}txBody": Walker._read_shape,
    f"{V}textpath": Walker._read_word_art,
}


def _is_initial(properties: etree._Element | None) -> bool:
    """Whether a paragraph is the large first character of the next one (首字下沉), which Word keeps in a frame of its own."""
    frame = None if properties is None else properties.find(f"{W}framePr")
    return frame is not None and frame.get(f"{W}dropCap", "none") != "none"


def _is_covered(cell: etree._Element) -> bool:
    """Whether a merged cell covers this one."""
    properties = cell.find(f"{W}tcPr")
    merges = () if properties is None else (properties.find(W + name) for name in ("vMerge", "hMerge"))
    return any(merge is not None and merge.get(f"{W}val", "continue") == "continue" for merge in merges)


def _count_columns(cell: etree._Element) -> int:
    """How many columns the cell spans. Raises ValueError for more than there can be."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if span is None else _read_count(span)


def _read_indent(properties: etree._Element | None) -> list[int]:
    """The columns that a row leaves free at its beginning, as spans: one, or none."""
    before = None if properties is None else properties.find(f"{W}gridBefore")
    return [] if before is None else [_read_count(before)]


def _read_count(element: etree._Element) -> int:
    written = element.get(f"{W}val", "")
    count = int(written[:9]) if written.isdecimal() else 1
    if count > _MOST_COLUMNS:
        raise ValueError(f"a table cell spans more than {_MOST_COLUMNS} columns")
    return max(count, 1)


def _collect(parent: etree._Element, tag: str, found: list[etree._Element]) -> None:
    """The rows of a table or the cells of a row, also those in content controls; not those of tables inside."""
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag == f"{MC}AlternateContent":
            _collect(next(iter(child), child), tag, found)
        elif child.tag not in SKIPPED and child.tag not in (f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}p"):
            _collect(child, tag, found)


def _find_closed_fields(root: etree._Element) -> set[etree._Element]:
    """The begins of fields that end: one that was left open would take all that follows with it."""
    closed: set[etree._Element] = set()
    open_fields: list[etree._Element] = []
    for mark in root.iter(f"{W}fldChar"):
        if any(above.tag in SKIPPED for above in mark.iterancestors()):
            continue
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append(mark)
        elif kind == "end" and open_fields:
            closed.add(open_fields.pop())
    return closed


def _read_choice(begin: etree._Element) -> str:
    """The entry that the list of an old form shows (FORMDROPDOWN): its field has no result; empty for any other field."""
    held = begin.find(f"{W}ffData/{W}ddList")
    if held is None:
        return ""
    entries = [entry.get(f"{W}val", "") for entry in held.findall(f"{W}listEntry")]
    chosen = next((one for name in ("result", "default") if (one := held.find(W + name)) is not None), None)
    at = "0" if chosen is None else chosen.get(f"{W}val", "0")
    return entries[int(at)] if at.isdecimal() and len(at) < 4 and int(at) < len(entries) else ""


def _is_made(told: str) -> bool:
    """Whether a field is one whose result is no text of the report: PAGEREF _Toc1."""
    words = told.split()
    return bool(words) and words[0].upper() in _MADE_BY_FIELDS
