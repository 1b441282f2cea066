#!/usr/bin/env bash
# docx2txt 0.9, docx2python 3.7.1 and mammoth 1.13.0 (the reader inside markitdown) on a report whose sentences were moved with changes tracked, with a span of years
# joined by Word's no-break hyphen, a simple field and a reading over a rare character.
# Expected: what Word shows: 审结50件 once, at its new place; 2021‑2023年; 罚款80万元; 乾县.
# Seen: docx2txt and docx2python give the moved figure twice (they leave w:del out, but not w:moveFrom) and join the years to 20212023年, for the hyphen is an
# element and not text; docx2python and docx2txt also give qian乾县; mammoth reads those right and loses the field's value (罚款万元) and the character under the
# reading (县), which only its list of messages says (w:fldSimple ignored). Why it matters: a doubled figure adds up to a wrong total, 20212023 is a number,
# a fine without its amount is a sentence that looks whole: no reader can stand for the others, compare the characters with the document's own w:t.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 python-docx==1.2.0
"$folder/venv/bin/python" - "$folder/report.docx" <<'PYTHON'
import sys
from importlib.metadata import version
import docx
import docx2txt
import mammoth
from docx.oxml import parse_xml
from docx2python import docx2python
space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
def run(inner):
    return f"<w:r {space}>{inner}</w:r>"
def text(words):
    return run(f"<w:t>{words}</w:t>")
def tracked(name, number, words):
    return f'<w:{name} {space} w:id="{number}" w:author="x">{text(words)}</w:{name}>'
paragraphs = (
    (tracked("moveFrom", 1, "审结50件，"), text("收到62件，"), tracked("moveTo", 2, "审结50件，"), text("共"),
     f'<w:del {space} w:id="3" w:author="x">{run("<w:delText>3</w:delText>")}</w:del>', tracked("ins", 4, "4"), text("次。")),
    (text("2021"), run("<w:noBreakHyphen/>"), text("2023年")),
    (text("罚款"), f'<w:fldSimple {space} w:instr="=SUM(ABOVE)">{text("80")}</w:fldSimple>', text("万元")),
    (run(f'<w:ruby><w:rubyPr/><w:rt>{text("qian")}</w:rt><w:rubyBase>{text("乾")}</w:rubyBase></w:ruby>'), text("县")),
)
document = docx.Document()
for parts in paragraphs:
    paragraph = document.add_paragraph()
    for part in parts:
        paragraph._p.append(parse_xml(part))
document.save(sys.argv[1])
with open(sys.argv[1], "rb") as file:
    raw = mammoth.extract_raw_text(file).value
seen = {"docx2txt": docx2txt.process(sys.argv[1]), "docx2python": docx2python(sys.argv[1]).text, "mammoth": raw}
for name, words in seen.items():
    seen[name] = words.split()
    print(name, version(name), seen[name])
doubled = ["审结50件，收到62件，审结50件，共4次。", "20212023年", "罚款80万元", "qian乾县"]
assert seen["docx2txt"] == seen["docx2python"] == doubled
assert seen["mammoth"] == ["收到62件，审结50件，共4次。", "2021\u20112023年", "罚款万元", "县"]
PYTHON
