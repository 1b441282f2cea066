#!/usr/bin/env bash
# pdfplumber 0.11.10 (the usual reader of PDF where tables matter), Page.extract_text(), on a page of three sentences with a pale watermark that lies across them,
# 2023年内部资料 in large type turned by 45 degrees, as offices print it; drawn at 176 places of a grid, one document each.
# Expected: the six counts of the sentences, 1234件 1198件 62件 11件 50件 39件, wherever the watermark lies; pypdf 7 gives them, with the watermark on a line of its own.
# Seen: at 28 of the 176 places another number: a digit of the watermark whose height meets a line is set into that line by its place across, as if it
# belonged there, so 62件 is read 262件, 602件 or 632件 and 39件 is 392件. Neither size nor turn nor paleness of the glyph is asked.
# Why it matters: the digits of a year in a watermark turn a county's 62 applications into 262, in a whole sentence; a sum or a rate next to it is the only
# thing that could tell. Glyphs must be parted by how they are turned before lines are made.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install pdfplumber==0.11.10 reportlab==5.1.0 pypdf==7.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import io
import re
from importlib.metadata import version

import pdfplumber
import pypdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

print("pdfplumber", version("pdfplumber"), "pypdf", version("pypdf"), "reportlab", version("reportlab"))
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
LINES = (
    "甲子县全年调解矛盾纠纷1234件，调解成功1198件。",
    "收到行政复议申请62件，不予受理11件，已审结50件。",
    "出庭应诉39件，占应出庭案件的100%。",
)
COUNTS = re.findall(r"\d+(?=件)", "".join(LINES))


def draw(x: int, y: int) -> io.BytesIO:
    """The page with its watermark beginning at x, y (points)."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("STSong-Light", 16)
    for row, line in enumerate(LINES):
        canvas.drawString(60, 760 - 28 * row, line)
    canvas.translate(x, y)
    canvas.rotate(45)
    canvas.setFont("STSong-Light", 30)
    canvas.setFillGray(0.85)
    canvas.drawString(0, 0, "2023年内部资料")
    canvas.save()
    return out


def count(text: str) -> list[str]:
    return re.findall(r"\d+(?=件)", text)


places = [(x, y) for x in range(100, 260, 10) for y in range(650, 760, 10)]
wrong = {}
for place in places:
    page = draw(*place)
    assert count(pypdf.PdfReader(page).pages[0].extract_text()) == COUNTS, place
    read = count(pdfplumber.open(page).pages[0].extract_text())
    if read != COUNTS:
        wrong[place] = read
print(f"places: {len(places)}, with another number: {len(wrong)}")
for place in sorted(wrong)[::7]:
    print(place, " ".join(wrong[place]))
assert len(wrong) == 28 and wrong[(170, 700)] == ["1234", "1198", "262", "11", "50", "39"], wrong
PYTHON
