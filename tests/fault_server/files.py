"""PDF and docx files of our own making, as governments attach them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx

WIDTH, HEIGHT, MARGIN, SIZE, LEADING = 595, 842, 85, 15.0, 26
PER_LINE = int((WIDTH - 2 * MARGIN) / SIZE)


def make_pdf(paragraphs: Sequence[str], *, head: str = "", numbered: bool = True) -> bytes:
    """A PDF with a text layer: paragraphs set off by two characters, broken at the edge wherever it falls."""
    lines: list[tuple[float, str]] = []
    for paragraph in paragraphs:
        # Half-width characters take half the room, so digits may be cut between lines as Word cuts them.
        room, line, left = PER_LINE - 2.0, "", MARGIN + 2 * SIZE
        for character in paragraph:
            width = 0.5 if character.isascii() else 1.0
            if room < width:
                lines.append((left, line))
                room, line, left = float(PER_LINE), "", float(MARGIN)
            line += character
            room -= width
        lines.append((left, line))
    rows = (HEIGHT - 2 * MARGIN) // LEADING
    pages = [lines[start : start + rows] for start in range(0, len(lines), rows)]
    streams = []
    for number, page in enumerate(pages, start=1):
        parts = [_draw(MARGIN, HEIGHT - MARGIN, head)] if head else []
        for row, (left, text) in enumerate(page, start=1):
            parts.append(_draw(left, HEIGHT - MARGIN - row * LEADING, text))
        if numbered:
            parts.append(_draw(WIDTH / 2 - 20, 50, f"— {number} —"))
        streams.append("\n".join(parts).encode("ascii"))
    return _write_pdf(streams, picture=False)


def make_scan(pages: int = 3) -> bytes:
    """A PDF of pictures only."""
    stream = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im0 Do Q".encode("ascii")
    return _write_pdf([stream] * pages, picture=True)


def make_docx(paragraphs: Sequence[str]) -> bytes:
    """A docx with these paragraphs, a table behind them, and a running head."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部页眉不属于报告"
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=2, cols=2)
    for row, values in enumerate((("类别", "数量"), ("行政复议", "35件"))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _draw(x: float, y: float, text: str) -> str:
    """Text at a place; Chinese and ASCII in a font each, as real files have it."""
    parts = []
    run, latin = "", None
    for character in [*text, None]:
        kind = character is not None and character.isascii()
        if run and (character is None or kind != latin):
            if latin:
                escaped = run.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
                parts.append(f"BT /F2 {SIZE} Tf {x:.2f} {y:.2f} Td ({escaped}) Tj ET")
                x += SIZE * 0.5 * len(run)
            else:
                parts.append(f"BT /F1 {SIZE} Tf {x:.2f} {y:.2f} Td <{run.encode('utf-16-be').hex()}> Tj ET")
                x += SIZE * len(run)
            run = ""
        if character is not None:
            run, latin = run + character, kind
    return "\n".join(parts)


def _write_pdf(streams: Sequence[bytes], *, picture: bool) -> bytes:
    widths = " ".join(["500"] * 95)
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R /DW 1000 >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 32 /LastChar 126 /Widths [{widths}] >>".encode(),
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
        b"stream\n\x80\nendstream",
    ]
    kids = []
    for stream in streams:
        content = len(objects) + 1
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        resources = "/XObject << /Im0 7 0 R >>" if picture else "/Font << /F1 3 0 R /F2 6 0 R >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << {resources} >> "
            f"/Contents {content} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content_ in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content_)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
