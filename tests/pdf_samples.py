"""PDFs made of single pieces of text: place, size, direction, colour and render mode of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Piece:
    """A piece of text; `angle` in degrees against the unturned page, `colour` in shares of red, green, blue."""

    text: str
    x: float
    y: float
    size: float = 14
    angle: float = 0
    colour: tuple[float, float, float] = (0, 0, 0)
    mode: int = 0

    def draw(self) -> str:
        turn = math.radians(self.angle)
        matrix = f"{math.cos(turn):.5f} {math.sin(turn):.5f} {-math.sin(turn):.5f} {math.cos(turn):.5f}"
        colour = "{} {} {} rg".format(*self.colour)
        parts, along, run, latin = [], 0.0, "", None
        for character in [*self.text, None]:
            kind = character is not None and character.isascii()
            if run and (character is None or kind != latin):
                at = f"{self.x + along * math.cos(turn):.3f} {self.y + along * math.sin(turn):.3f}"
                font = "F2" if latin else "F1"
                escaped = run.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
                shown = f"({escaped})" if latin else f"<{run.encode('utf-16-be').hex()}>"
                parts.append(f"BT {self.mode} Tr {colour} /{font} {self.size} Tf {matrix} {at} Tm {shown} Tj ET")
                along += self.size * (0.5 if latin else 1) * len(run)
                run = ""
            if character is not None:
                run, latin = run + character, kind
        return "\n".join(parts)


@dataclass(frozen=True)
class Area:
    """A rectangle filled with a colour."""

    left: float
    bottom: float
    width: float
    height: float
    colour: tuple[float, float, float]

    def draw(self) -> str:
        red, green, blue = self.colour
        return f"{red} {green} {blue} rg {self.left} {self.bottom} {self.width} {self.height} re f"


@dataclass(frozen=True)
class Drawn:
    """Operators of a content stream as they stand, around the pieces in them."""

    before: str
    pieces: Sequence[Piece]
    after: str

    def draw(self) -> str:
        return "\n".join([self.before, *(piece.draw() for piece in self.pieces), self.after])


def write_lines(
    lines: Sequence[str], *, x: float = 85, top: float = 760, size: float = 14, leading: float = 26
) -> list[Piece]:
    """A piece for each line, from the top down."""
    return [Piece(line, x, top - at * leading, size) for at, line in enumerate(lines)]


@dataclass(frozen=True)
class More:
    """What a PDF's dictionaries hold besides; `objects` are numbered from 7 on."""

    page: str = ""
    pages: str = ""
    catalog: str = ""
    resources: str = ""
    objects: Sequence[bytes] = ()


def write_pdf(
    pages: Sequence[Sequence[Piece | Area | Drawn]],
    *,
    rotate: int = 0,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    more: More | None = None,
) -> bytes:
    """A PDF of these pages; fonts are named, not embedded, as many offices' files are."""
    more = more or More()
    objects: list[bytes] = [
        f"<< /Type /Catalog /Pages 2 0 R {more.catalog} >>".encode(),
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R /DW 1000 >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 32 /LastChar 126 /Widths ["
        + b"500 " * 95
        + b"] >>",
        *more.objects,
    ]
    kids = []
    for pieces in pages:
        stream = "\n".join(piece.draw() for piece in pieces).encode("ascii")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {rotate} {more.page} "
            f"/Resources << /Font << /F1 3 0 R /F2 6 0 R >> {more.resources} >> /Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} {more.pages} >>".encode()
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
