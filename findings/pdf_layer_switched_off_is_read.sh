#!/usr/bin/env bash
# pypdf 7.1.1, pdfplumber 0.11.10 and pypdfium2 5.15.2, the text of a page with two layers (optional content groups, ISO 32000-1, 8.11), one of which the document
# switches off: a draft with 62件 that the final one with 58件 took the place of, as drawing and desktop publishing programs keep them in one file.
# Expected: the text that the page shows, 58件 9件 47件: a viewer paints nothing of a layer that is off, and the same pdfium that gives the text paints it so.
# Seen: all three give both layers, one line below the other, and nothing in the text tells them apart; PyMuPDF 2.0 gives what is shown.
# Why it matters: a county's report has its draft's figures beside its own, each in a whole sentence: 62件 and 58件 applications, and whoever adds or takes the
# larger one counts what was never published. What a document switches off must be asked of /OCProperties before the text is taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install pypdf==7.1.1 pdfplumber==0.11.10 pypdfium2==5.15.2 pymupdf==2.0 pikepdf==10.18.0 reportlab==5.1.0
"$folder/venv/bin/python" - <<'PYTHON'
import io
import re
from importlib.metadata import version

import pdfplumber
import pikepdf
import pymupdf
import pypdf
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

print(*(f"{name} {version(name)}" for name in ("pypdf", "pdfplumber", "pypdfium2", "pymupdf", "pikepdf", "reportlab")))
LAYERS = {
    "final": (760, "收到行政复议申请58件，不予受理9件，已审结47件。"),
    "draft": (700, "收到行政复议申请62件，不予受理11件，已审结50件。"),
}
FINAL, DRAFT = (re.findall(r"\d+(?=件)", sentence) for _, sentence in LAYERS.values())

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
out = io.BytesIO()
canvas = Canvas(out, pagesize=(595, 842))
for layer, (height, sentence) in LAYERS.items():
    canvas.setFont("STSong-Light", 16)
    canvas._code.append(f"/OC /{layer} BDC")
    canvas.drawString(60, height, sentence)
    canvas._code.append("EMC")
canvas.save()
document = pikepdf.open(out)
groups = {name: document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=name)) for name in LAYERS}
document.pages[0].Resources.Properties = pikepdf.Dictionary({f"/{name}": group for name, group in groups.items()})
document.Root.OCProperties = pikepdf.Dictionary(
    OCGs=pikepdf.Array(list(groups.values())),
    D=pikepdf.Dictionary(ON=pikepdf.Array([groups["final"]]), OFF=pikepdf.Array([groups["draft"]])),
)
kept = io.BytesIO()
document.save(kept)
page = kept.getvalue()


def count(text: str) -> list[str]:
    return re.findall(r"\d+(?=件)", text)


def is_painted(height: int) -> bool:
    """Whether pdfium paints anything at the line of this height (points from below)."""
    image = pypdfium2.PdfDocument(page)[0].render(scale=1).to_pil().convert("L")
    return image.crop((50, 842 - height - 20, 560, 842 - height + 8)).getextrema()[0] < 128


assert is_painted(LAYERS["final"][0]) and not is_painted(LAYERS["draft"][0])
read = {
    "pypdf": count(pypdf.PdfReader(io.BytesIO(page)).pages[0].extract_text()),
    "pdfplumber": count(pdfplumber.open(io.BytesIO(page)).pages[0].extract_text()),
    "pypdfium2": count(pypdfium2.PdfDocument(page)[0].get_textpage().get_text_range()),
    "PyMuPDF": count(pymupdf.open(stream=page)[0].get_text()),
}
print("painted:", FINAL)
for name, counts in read.items():
    print(f"{name}: {counts}")
assert read == {name: FINAL if name == "PyMuPDF" else FINAL + DRAFT for name in read}, read
print("as described above")
PYTHON
