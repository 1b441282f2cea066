"""How much of a scanned page recognition reads: pages of our own making, printed, turned, stamped, speckled, in one column and in two.

python -m tests.benchmarks.scans [--pages 40] [--columns-only] FONT …     (files of Chinese typefaces; needs the extra fazhi[ocr])
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from parsers.body.documents.recognition import read_image
from tests.fault_server.reports import PLACES, make_report

WIDTH, HEIGHT = 1654, 2339
"""A4 at 200 dots an inch."""
_MARGIN = 200
_TURNS = (0.0, 0.7, 1.5, -1.0)
_WIDTHS = {True: 0.5, False: 1.0}
_STOPS = "，。、；：％%）"
_DOUBT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Page:
    """A picture and what stands on it."""

    picture: bytes
    text: str
    columns: int
    stamped: bool
    turned: float
    typeface: str


def draw_page(number: int, typefaces: Sequence[Path], columns: int) -> Page:
    """Page `number` of the run: always the same one."""
    chance = random.Random(f"scan:{number}:{columns}")
    typeface = typefaces[number % len(typefaces)]
    reports = [make_report(PLACES[(number + at) % len(PLACES)], 2019 + number % 5) for at in range(2 * columns)]
    size = chance.choice((30, 34) if columns == 1 else (26, 30))
    font = ImageFont.truetype(str(typeface), size)
    sheet = Image.new("L", (WIDTH, HEIGHT), 250)
    pen = ImageDraw.Draw(sheet)
    # The gutter of a gazette is one to two characters wide.
    gutter = round(size * chance.choice((1.1, 1.4, 2.0)))
    wide = (WIDTH - 2 * _MARGIN - gutter * (columns - 1)) // columns
    across = wide // size
    lines = _set_lines([line for report in reports for line in report.paragraphs()], across)
    most = round((HEIGHT - 2 * _MARGIN) / (size * 1.6))
    lines = lines[: most * columns]
    each = -(-len(lines) // columns)
    for at, line in enumerate(lines):
        left = _MARGIN + (at // each) * (wide + gutter)
        for character in line:
            pen.text((left, _MARGIN + (at % each) * size * 1.6), character, font=font, fill=25)
            left += size * _WIDTHS[character.isascii()]
    stamped, turned = number % 4 == 0, _TURNS[number % len(_TURNS)]
    page = Image.merge("RGB", (sheet, sheet, sheet))
    if stamped:
        ring = ImageDraw.Draw(page, "RGBA")
        x, y = chance.randrange(900, 1200), chance.randrange(500, 900)
        ring.ellipse((x, y, x + 320, y + 320), outline=(210, 30, 30, 150), width=12)
        ring.text((x + 60, y + 130), "行政专用章", font=ImageFont.truetype(str(typeface), 40), fill=(210, 30, 30, 150))
    page = page.rotate(turned, resample=Image.Resampling.BICUBIC, fillcolor=(250, 250, 250))
    if number % 3 == 1:
        dots = ImageDraw.Draw(page)
        for _ in range(3000):
            dots.point((chance.randrange(WIDTH), chance.randrange(HEIGHT)), fill=(90, 90, 90))
    if number % 5 == 2:
        page = page.filter(ImageFilter.GaussianBlur(0.8))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=chance.choice((60, 75, 92)))
    return Page(out.getvalue(), "".join(lines), columns, stamped, turned, typeface.stem)


def _set_lines(paragraphs: Sequence[str], across: int) -> list[str]:
    lines = []
    for paragraph in paragraphs:
        line, room = "", float(across)
        for character in "　　" + paragraph:
            if room < _WIDTHS[character.isascii()]:
                # No line begins with a stop: the character before it goes with it.
                kept = line[-1] if character in _STOPS else ""
                lines.append(line.removesuffix(kept))
                line, room = kept, across - sum(_WIDTHS[one.isascii()] for one in kept)
            line += character
            room -= _WIDTHS[character.isascii()]
        lines.append(line)
    return lines


def count_right(page: Page, read: str) -> tuple[int, int, int, int, int]:
    """Characters right and in all, numbers right, in all, and read otherwise without a mark of doubt."""
    said, seen = _fold(page.text), _fold(read)
    same = sum(block.size for block in SequenceMatcher(None, said, seen, autojunk=False).get_matching_blocks())
    numbers, found = Counter(re.findall(r"\d+", said)), Counter(re.findall(rf"[\d{_DOUBT}]+", seen))
    right = sum((numbers & found).values())
    wrong = sum(count for number, count in (found - numbers).items() if _DOUBT not in number)
    return same, len(said), right, sum(numbers.values()), wrong


def _fold(text: str) -> str:
    return "".join(re.findall(rf"[一-龥\d{_DOUBT}]", text))


def main() -> None:
    """Draw, read, count, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scans", description=__doc__)
    parser.add_argument("fonts", nargs="+", type=Path, metavar="FONT")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--columns-only", action="store_true")
    call = parser.parse_args()
    sums: dict[str, list[float]] = {}
    for number in range(call.pages):
        columns = 2 if call.columns_only or number % 4 == 3 else 1
        page = draw_page(number, call.fonts, columns)
        started = time.process_time()
        counts = (*count_right(page, read_image(page.picture).text), time.process_time() - started, 1)
        kinds = ("all", f"{columns} columns", f"turned by {page.turned}", page.typeface, "stamped" * page.stamped)
        for kind in filter(None, kinds):
            sums[kind] = [old + new for old, new in zip(sums.get(kind, [0.0] * 7), counts, strict=True)]
    print(
        "| pages | characters right | numbers right | numbers wrong without doubt | s a page |\n|---|---:|---:|---:|---:|"
    )
    for kind, (same, said, right, numbers, wrong, spent, pages) in sums.items():
        print(
            f"| {kind} ({pages:.0f}) | {same / said:.1%} | {right:.0f} of {numbers:.0f} | {wrong:.0f} | {spent / pages:.1f} |"
        )
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
