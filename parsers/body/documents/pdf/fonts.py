"""One font in place of all that a PDF names and does not hold, so that what is read does not depend on the machine's fonts.

pdfium draws a font that is not embedded (宋体, 仿宋_GB2312, STSong-Light …) with one of the machine. Where that has no Chinese
font the glyphs are empty, and pdfium leaves out each piece of text whose glyphs have no width: a 。, 年 or 理 that stands between
figures in a piece of its own is lost, and 2022年3月1日 comes out as 2022 3 1. Advance widths come from the PDF itself either way.
"""

from __future__ import annotations

import atexit
import ctypes
import struct
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

_UNITS = 1000
"""Units an em, as in a PDF's own tables of widths."""
_ASCENT, _DESCENT = 880, -120
"""The cell of a Chinese character around its baseline, as in SimSun, FangSong and STSong."""
_CHINESE = (
    pdfium.FXFONT_GB2312_CHARSET,
    pdfium.FXFONT_CHINESEBIG5_CHARSET,
    pdfium.FXFONT_SHIFTJIS_CHARSET,
    pdfium.FXFONT_HANGEUL_CHARSET,
)
_HANDLE = 1
_registered: list[Any] = []


def build_cell_font() -> bytes:
    """A TrueType font that draws every character of Unicode as its whole cell: 1,000 units wide, from -120 to 880."""
    corners = [(0, _DESCENT), (0, _ASCENT), (_UNITS, _ASCENT), (_UNITS, _DESCENT)]
    glyph = struct.pack(">hhhhh", 1, 0, _DESCENT, _UNITS, _ASCENT) + struct.pack(">HH", 3, 0) + bytes([1] * 4)
    for axis in (0, 1):
        places = [0, *(corner[axis] for corner in corners)]
        glyph += b"".join(struct.pack(">h", after - before) for before, after in pairwise(places))
    glyph += bytes(-len(glyph) % 4)
    # Format 13 is the one that maps many characters to one glyph.
    characters = struct.pack(">HHIII", 13, 0, 28, 0, 1) + struct.pack(">III", 0x20, 0x10FFFF, 1)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + characters,
        b"glyf": glyph,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _UNITS, 0, 0),
            *(0, _DESCENT, _UNITS, _ASCENT, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _ASCENT, _DESCENT, 0, _UNITS, 0, 0, _UNITS, 1, *[0] * 7, 1),
        b"hmtx": struct.pack(">Hhh", _UNITS, 0, 0),
        b"loca": struct.pack(">III", 0, 0, len(glyph)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, *[0] * 8),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    place, directory, content = len(head) + 16 * len(tables), b"", b""
    for tag, table in tables.items():
        directory += struct.pack(">4sIII", tag, 0, place + len(content), len(table))
        content += table + bytes(-len(table) % 4)
    return head + directory + content


def use_cell_font() -> None:
    """Give pdfium the cell font for each font that it would look for on the machine; once a process, before a file is opened."""
    if _registered:
        return
    font = build_cell_font()
    fonts = pdfium.FPDF_SYSFONTINFO(version=1)
    kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_)

    def find_font(_: Any, _weight: int, _italic: int, charset: int, _pitch: int, _face: Any, _exact: Any) -> int | None:
        # Latin fonts that are not embedded: pdfium brings its own.
        return _HANDLE if charset in _CHINESE else None

    def copy_font(_: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table != 0:
            return 0  # not a collection of fonts
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    fonts.Release = kinds["Release"](lambda _: None)
    fonts.EnumFonts = kinds["EnumFonts"](lambda _, _mapper: None)
    fonts.MapFont = kinds["MapFont"](find_font)
    fonts.GetFont = kinds["GetFont"](lambda _, _face: None)
    fonts.GetFontData = kinds["GetFontData"](copy_font)
    fonts.GetFaceName = kinds["GetFaceName"](lambda _, _font, _buffer, _size: 0)
    fonts.GetFontCharset = kinds["GetFontCharset"](lambda _, _font: pdfium.FXFONT_GB2312_CHARSET)
    fonts.DeleteFont = kinds["DeleteFont"](lambda _, _font: None)
    pdfium.FPDF_SetSystemFontInfo(fonts)
    # pdfium calls it for as long as the library lives.
    _registered.append(fonts)
    atexit.register(pdfium.FPDF_SetSystemFontInfo, None)
