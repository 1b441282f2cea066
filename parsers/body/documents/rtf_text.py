"""Text of an RTF (Rich Text Format 1.9.1), also of one that is called .doc: a paragraph a line, a table's row a line.

What the file does not show is left out as of a docx: vanished, struck and deleted text, marks of notes, page numbers, heads, feet.
(striprtf, the library for this, writes all of these into the text.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from parsers.body.charset import UnreadablePage
from parsers.body.documents.raised import join_raised
from parsers.body.documents.table_lines import Cell, lay_table
from parsers.text.expressions import expression

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
MOST_BYTES = 16 * 1024**2
"""Of a file; what is longer holds pictures."""
_MOST_TOKENS = 800_000
_MOST_COLUMNS = 63
_DEEPEST = 500
_LEFT_OUT = frozenset(
    b"fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf listtable "
    b"listoverridetable revtbl rsidtbl themedata colorschememapping datastore object objdata filetbl xe tc rxe nonshppict "
    b"annotation atnid atnauthor sn sv ftnsep ftnsepc aftnsep aftnsepc generator xmlnstbl latentstyles fldinst do".split()
)
"""Destinations that hold no text of the document. One that is starred is left out too, but for those in _STARRED."""
_STARRED = frozenset(b"shppict shpinst fldinst ud".split())
_SIGNS = {
    b"tab": " ", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "·", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
_ESCAPED = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
_MADE = expression(r"\s*(?:TOC|PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|INDEX)\b", re.I)
_CODE_PAGES = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5"}


@dataclass(frozen=True, slots=True)
class _State:
    """What a group says of its text."""

    left_out: bool = False
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    raised: bool = False
    fallback: int = 1
    """Characters behind \\u that stand for it."""
    instruction: bool = False
    number: bool = False
    """What Word wrote before a numbered paragraph."""


@dataclass(slots=True)
class _Row:
    edges: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)


class _Reader:
    def __init__(self, body: bytes) -> None:
        self._body = body
        named = re.search(rb"\\ansicpg(\d{1,5})", body[:4000])
        page = int(named[1]) if named else 936
        charsets = {int(found) for found in re.findall(rb"\\fcharset(\d{1,3})", body[:200_000])}
        eastern = next((_CODE_PAGES[charset] for charset in (134, 136, 128, 129) if charset in charsets), None)
        # What stands in bytes is Chinese wherever a Chinese font is named, also in a file that says 1252.
        self._codec = {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949"}.get(page) or eastern or f"cp{page}"
        self._states = [_State()]
        self._bytes = bytearray()
        self._skip = 0
        self._pieces: list[tuple[str, bool]] = []
        self._lines: list[str] = []
        self._cell: list[str] = []
        self._row = _Row()
        self._rows: list[_Row] = []
        self._beside: list[str] = []
        self._in_table = False
        self._told: list[str] = []
        self._fields: list[tuple[int, bool]] = []
        self._starred = False
        self._kept: list[tuple[int, list[tuple[str, bool]]]] = []
        """Groups of notes and text boxes that are open, with what stood before each: theirs stands behind the paragraph at hand."""

    def read(self) -> list[str]:
        at = count = 0
        while at < len(self._body):
            token = _TOKEN.match(self._body, at)
            at, count = (at + 1 if token is None else token.end()), count + 1
            if count > _MOST_TOKENS:
                raise ValueError("it has more marks than a report")
            if token is None:
                continue
            kind = token.lastgroup
            if kind == "text":
                self._take_bytes(token[0])
            elif kind == "hex":
                self._take_bytes(bytes.fromhex(token["hex"].decode()))
            elif kind == "brace":
                self._open() if token[0] == b"{" else self._close()
            elif kind == "sign":
                self._read_sign(token["sign"])
            elif token["word"] == b"bin":
                at += max(int(token["number"] or 0), 0)
            elif token["word"] is not None:
                self._read_word(token["word"], token["number"])
        self._flush()
        self._end_paragraph()
        self._end_table()
        return self._lines

    def _open(self) -> None:
        self._flush()
        if len(self._states) > _DEEPEST:
            raise ValueError("its groups are nested without end")
        self._states.append(self._states[-1])
        self._starred = False

    def _close(self) -> None:
        self._flush()
        if self._kept and self._kept[-1][0] == len(self._states):
            self._end_beside()
        if len(self._states) > 1:
            self._states.pop()
        while self._fields and self._fields[-1][0] > len(self._states):
            self._fields.pop()

    def _take_bytes(self, taken: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(taken))
            self._skip -= skipped
            taken = taken[skipped:]
        self._bytes += taken

    def _flush(self) -> None:
        self._skip = 0
        if self._bytes:
            try:
                text = self._bytes.decode(self._codec, "replace")
            except LookupError:
                text = self._bytes.decode("cp1252", "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        state = self._states[-1]
        if state.instruction:
            if self._told:
                self._told[-1] += text
        elif not (
            state.left_out or state.hidden or state.struck or state.deleted or any(made for _, made in self._fields)
        ):
            self._pieces.append((text, state.raised))

    def _read_sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._flush()
            self._starred = True
        elif sign in _ESCAPED:
            self._flush()
            self._write(_ESCAPED[sign])
            if sign in b"\r\n":
                self._end_paragraph()

    def _set(self, **changes: bool | int) -> None:
        state = self._states[-1]
        if any(getattr(state, name) != value for name, value in changes.items()):
            self._states[-1] = replace(state, **changes)  # type: ignore[arg-type]

    def _read_word(self, word: bytes, written: bytes | None) -> None:
        number = None if written is None else int(written)
        if word == b"u" and number is not None:
            self._flush_kept(number)
            return
        self._flush()
        state, starred, self._starred = self._states[-1], self._starred, False
        if state.left_out and word != b"shptxt":
            return
        if word == b"fldinst":
            self._told.append("")
            self._set(instruction=True)
        elif word in _LEFT_OUT or (starred and word not in _STARRED):
            self._set(left_out=True)
        elif word == b"tab" and state.number:
            # 一、 stands by itself; 1. and 第一章 are set apart
            self._write(" " if self._pieces and re.search(r"[\w.．]$", self._pieces[-1][0]) else "")
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        elif (reader := _WORDS.get(word)) is not None:
            reader(self, number)

    def _flush_kept(self, number: int) -> None:
        """A unit of UTF-16, its fallback behind it is passed over."""
        self._flush()
        unit = number % 0x10000
        if 0xDC00 <= unit < 0xE000 and self._pieces and "\ud800" <= self._pieces[-1][0][-1:] < "\udc00":
            high, raised = self._pieces.pop()
            self._pieces.append((high[:-1] + chr(0x10000 + ((ord(high[-1]) - 0xD800) << 10) + unit - 0xDC00), raised))
        else:
            self._write(chr(unit))
        self._skip = self._states[-1].fallback

    def _reset(self, _: int | None) -> None:
        self._set(hidden=False, struck=False, deleted=False, raised=False)

    def _begin_result(self, _: int | None) -> None:
        told = self._told.pop() if self._told else ""
        self._fields.append((len(self._states), _MADE.match(told) is not None))

    def _begin_beside(self, _: int | None) -> None:
        self._set(left_out=False, raised=False)
        self._kept.append((len(self._states), self._pieces))
        self._pieces = []

    def _end_beside(self) -> None:
        self._beside += _clean(join_raised(self._pieces))
        self._pieces = self._kept.pop()[1]

    def _end_paragraph(self, _: int | None = None) -> None:
        if self._kept:
            self._pieces.append(("\n", False))
            return
        lines, self._pieces = _clean(join_raised(self._pieces)), []
        if self._in_table:
            self._cell += lines
            return
        self._end_table()
        self._lines += lines + self._beside
        self._beside = []

    def _end_cell(self, _: int | None) -> None:
        self._in_table = True
        self._end_paragraph()
        self._row.cells.append(self._cell)
        self._cell = []

    def _end_row(self, _: int | None) -> None:
        self._rows.append(self._row)
        self._row = _Row(list(self._row.edges))
        self._in_table = False

    def _begin_row(self, _: int | None) -> None:
        self._row.edges = []

    def _add_edge(self, number: int | None) -> None:
        self._row.edges.append(number or 0)

    def _leave_table(self, _: int | None) -> None:
        self._in_table = False

    def _enter_table(self, _: int | None) -> None:
        self._in_table = True

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        edges = sorted({edge for row in rows for edge in row.edges})
        places = {edge: place for place, edge in enumerate(edges)} if len(edges) <= _MOST_COLUMNS else {}
        laid = []
        for row in rows:
            cells, before = [], -1
            for at, lines in enumerate(row.cells):
                place = max(places.get(row.edges[at], 0) if at < len(row.edges) else 0, before + 1)
                cells.append(Cell(lines, place - before))
                before = place
            laid.append(cells)
        self._lines += lay_table(laid)


def _switch(name: str) -> Callable[[_Reader, int | None], None]:
    return lambda reader, number: reader._set(**{name: number != 0})


_WORDS: dict[bytes, Callable[[_Reader, int | None], None]] = {
    b"par": _Reader._end_paragraph,
    b"sect": _Reader._end_paragraph,
    b"page": _Reader._end_paragraph,
    b"cell": _Reader._end_cell,
    b"nestcell": _Reader._end_paragraph,
    b"row": _Reader._end_row,
    b"trowd": _Reader._begin_row,
    b"cellx": _Reader._add_edge,
    b"intbl": _Reader._enter_table,
    b"pard": _Reader._leave_table,
    b"plain": _Reader._reset,
    b"v": _switch("hidden"),
    b"strike": _switch("struck"),
    b"striked": _switch("struck"),
    b"deleted": _switch("deleted"),
    b"super": _switch("raised"),
    b"nosupersub": lambda reader, _: reader._set(raised=False),
    b"uc": lambda reader, number: reader._set(fallback=min(max(number or 0, 0), 8)),
    b"mvf": _switch("deleted"),
    b"footnote": _Reader._begin_beside,
    b"shptxt": _Reader._begin_beside,
    b"listtext": _switch("number"),
    b"pntext": _switch("number"),
    b"fldrslt": _Reader._begin_result,
}


def _clean(text: str) -> list[str]:
    return [line for part in text.split("\n") if (line := " ".join(part.split()))]


def read_rtf(body: bytes) -> str:
    """The text of an RTF, a paragraph a line. Raises UnreadablePage (`attachment_unreadable`, `oversized_page`)."""
    if len(body) > MOST_BYTES:
        raise UnreadablePage("oversized_page", f"RTF 超过 {MOST_BYTES // 1024**2} MB。It is larger than a report")
    try:
        return "\n".join(_Reader(body).read())
    except (ValueError, OverflowError) as error:
        raise UnreadablePage(
            "attachment_unreadable", f"RTF 已损坏（{error}）：请重新取得。The RTF is broken: get it anew"
        ) from error
