"""Text of pictures: scans and photographs of reports, read by recognition where the extra `fazhi[ocr]` is installed.

Each line that holds a digit is read twice, at two sizes; where the two differ in a digit it is written as U+FFFD, so that the
figure is known as garbled: a digit that two looks see differently is no digit.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import dist
from typing import Any

import pypdfium2

from parsers.body.charset import UnreadablePage
from parsers.body.documents.boxes import Box, White, cut_lines, find_whites, measure_turn, to_box, turn_point, widen_box
from parsers.body.documents.pdf.columns import read_page_lines
from parsers.body.documents.pdf.edges import drop_edges
from parsers.body.documents.pdf.glyphs import Glyph
from parsers.body.documents.pdf.lines import Line
from parsers.body.documents.pdf.paragraphs import join_lines
from parsers.text.expressions import expression

MOST_PAGES = 80
"""Pages of a scan; above it reading takes longer than a run has."""
MOST_PIXELS = 60_000_000
_SCALE = 200 / 72
"""200 dots an inch: below 150 digits are lost, above 250 nothing is won."""
_LEAST_SCORE = 0.5
"""Of a line: what is surer of nothing is a stamp, a picture, dirt."""
_SECOND_SIZE = 0.7
"""The size at which a line with digits is read again."""
_DOUBT = "\ufffd"
_QUADRANGLE, _BILINEAR = 3, 2
"""Pillow's numbers of the ways to take a quadrangle out of a picture; it comes with the extra."""
_SIZE = 0.82
"""Size of type, as a share of the height of the line's box."""
_INSTALL = "请安装文字识别扩展 pip install 'fazhi[ocr]'，再运行 fazhi quarantine retry。Install the extra fazhi[ocr], then retry"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What recognition read."""

    text: str
    """A paragraph a line."""
    certainty: float
    """Mean of the lines' scores, weighed by their lengths; 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A line as the engine found it, turned as the page is."""

    box: Box
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line laid straight: its box in pixels, y from the top."""

    text: str
    score: float
    left: float
    top: float
    right: float
    bottom: float


def can_recognise() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr_onnxruntime") is not None


def read_scan(body: bytes, refusal: UnreadablePage) -> Recognised:
    """The text of a PDF of pictures. Raises `refusal` with what to install where there is no recognition; UnreadablePage."""
    if not can_recognise():
        raise UnreadablePage(refusal.reason, f"{refusal.detail}；{_INSTALL}") from refusal
    document = pypdfium2.PdfDocument(body)
    try:
        if len(document) > MOST_PAGES:
            raise UnreadablePage(
                "scanned_pdf", f"扫描件有 {len(document)} 页，超过 {MOST_PAGES} 页。Too many pages to recognise"
            )
        return _read_pages(_render(document))
    finally:
        document.close()


def read_image(body: bytes) -> Recognised:
    """The text of a picture of a report (JPEG, PNG, TIFF). Raises UnreadablePage: `binary_page` where there is no recognition."""
    if not can_recognise():
        raise UnreadablePage("binary_page", f"文件是图片：{_INSTALL}")
    return _read_pages(_open_image(body))


def _render(document: pypdfium2.PdfDocument) -> Iterator[Any]:
    for page in document:
        width, height = page.get_size()
        scale = min(_SCALE, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        yield page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        page.close()


def _open_image(body: bytes) -> Iterator[Any]:
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(body), formats=("JPEG", "PNG", "TIFF")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnreadablePage("oversized_page", "图片太大，不会是一页报告。The picture is larger than a page")
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number < MOST_PAGES:
                    yield ImageOps.exif_transpose(frame).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePage(
            "attachment_unreadable", f"图片已损坏（{error}）：请重新取得。The picture is broken"
        ) from error


def _read_pages(pictures: Iterable[Any]) -> Recognised:
    pages: list[list[Line]] = []
    scores: list[tuple[float, int]] = []
    for number, picture in enumerate(pictures):
        pieces = list(_recognise(picture))
        scores += [(piece.score, len(piece.text)) for piece in pieces]
        pages.append(read_page_lines([glyph for piece in pieces for glyph in _spread(piece)], number))
    text = join_lines(drop_edges(pages))
    if not text.strip():
        raise UnreadablePage(
            "attachment_unreadable", "图片上没有认出文字：请核对。Recognition found no text in the picture"
        )
    characters = sum(length for _, length in scores)
    return Recognised(text, sum(score * length for score, length in scores) / max(characters, 1))


@cache
def _load_engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(text_score=_LEAST_SCORE)


def _recognise(picture: Any) -> Iterator[_Piece]:
    """The lines of a picture, laid straight; digits that a second look at another size sees differently are in doubt."""
    import numpy

    engine = _load_engine()
    pixels = numpy.asarray(picture)[:, :, ::-1]
    found, _ = engine(pixels, use_cls=False)
    lines = list(
        _part(engine, picture, [_Found(to_box(line[0]), str(line[1]), float(line[2])) for line in found or []])
    )
    doubted = [at for at, line in enumerate(lines) if any(map(str.isdigit, line.text))]
    again = _read_again(engine, picture, [lines[at].box for at in doubted])
    texts = {at: doubt_digits(lines[at].text, second[0]) for at, second in zip(doubted, again, strict=True)}
    turned = measure_turn([line.box for line in lines])
    for at, line in enumerate(lines):
        box = tuple(turn_point(corner, -turned) for corner in line.box)
        across, down = [x for x, _ in box], [y for _, y in box]
        # The height of a line is that of its left and right edges, not of the box around it.
        height = (abs(down[3] - down[0]) + abs(down[2] - down[1])) / 2
        middle = sum(down) / 4
        yield _Piece(
            texts.get(at, line.text), line.score, min(across), middle - height / 2, max(across), middle + height / 2
        )


def _part(engine: Any, picture: Any, found: Sequence[_Found]) -> Iterator[_Found]:
    """The lines, those of two columns that were found as one read once more, each by itself."""
    boxes = [line.box for line in found]
    cut = cut_lines(boxes, [_find_whites(picture, box) for box in boxes])
    parts = {at: pieces for at, pieces in enumerate(cut) if pieces}
    read = iter(
        _read_again(engine, picture, [box for pieces in parts.values() for box in pieces], size=1.0, margin=0.0)
    )
    for at, line in enumerate(found):
        if at not in parts:
            yield line
        for box in parts.get(at, ()):
            text, score = next(read)
            if text and score >= _LEAST_SCORE:
                yield _Found(box, text, score)


def _find_whites(picture: Any, box: Box) -> list[White]:
    import numpy

    strip = _lay_straight(picture, box, 0.0)
    # Of the red of a stamp nothing is left in the red part of the light; the edges above and below may show other lines.
    red = numpy.asarray(strip)[:, :, 0]
    lines = len(red)
    inner = red[lines // 5 : lines - lines // 5]
    dark = inner < (int(inner.max()) + int(inner.min())) / 2
    return find_whites(numpy.any(dark, axis=0).tolist(), lines)


def _lay_straight(picture: Any, box: Box, margin: float) -> Any:
    """What stands in the box, with a margin of this share of its height, as a picture of its own that lies straight."""
    above, right_above, right_below, below = widen_box(box, margin)
    size = max(8, round(dist(above, right_above))), max(8, round(dist(above, below)))
    # Pillow wants the corners from the upper left one against the clock.
    corners = [part for corner in (above, below, right_below, right_above) for part in corner]
    return picture.transform(size, _QUADRANGLE, corners, resample=_BILINEAR, fillcolor=(255, 255, 255))


def _read_again(
    engine: Any, picture: Any, boxes: Sequence[Box], size: float = _SECOND_SIZE, margin: float = 0.1
) -> list[tuple[str, float]]:
    """The lines in these boxes read once more, at this size and with this margin, and how sure each is."""
    import numpy

    crops = []
    for box in boxes:
        crop = _lay_straight(picture, box, margin)
        smaller = max(8, round(crop.width * size)), max(8, round(crop.height * size))
        crops.append(numpy.asarray(crop.resize(smaller))[:, :, ::-1])
    if not crops:
        return []
    read, _ = engine.text_rec(crops)
    return [(str(line[0]), float(line[1])) for line in read]


_NUMBER = expression(r"\d(?:[\d,，.．]*\d)?")


def doubt_digits(first: str, second: str) -> str:
    """The first reading with U+FFFD for the digits that the second one has otherwise; as it is where both have the same numbers."""
    mine, other = _NUMBER.findall(first), _NUMBER.findall(second)
    if [_fold(number) for number in mine] == [_fold(number) for number in other]:
        return first
    if len(mine) != len(other):
        known = list(other)
        other = [known.pop(known.index(number)) if number in known else "" for number in mine]
    others = iter(other)

    def compare(number: re.Match[str]) -> str:
        seen = next(others)
        if len(seen) != len(number[0]):
            return _DOUBT if seen or len(number[0]) < 2 else number[0][:-1] + _DOUBT
        return "".join(
            one if one == two or not one.isdigit() else _DOUBT for one, two in zip(number[0], seen, strict=True)
        )

    return _NUMBER.sub(compare, first)


def _fold(number: str) -> str:
    """Without the commas of thousands, whose width two looks often see differently; its point is part of a number."""
    return re.sub("[,，]", "", number).replace("．", ".")


def _spread(piece: _Piece) -> Iterator[Glyph]:
    """The piece's characters along its box, a Latin one taking half of a Chinese one's width."""
    shares = [0.5 if character.isascii() else 1.0 for character in piece.text]
    step = (piece.right - piece.left) / max(sum(shares), 0.5)
    size = _SIZE * (piece.bottom - piece.top)
    x = piece.left
    for character, share in zip(piece.text, shares, strict=True):
        if not character.isspace():
            yield Glyph(character, x, x + share * step, -(piece.top + piece.bottom) / 2 - 0.38 * size, max(size, 1.0))
        x += share * step
