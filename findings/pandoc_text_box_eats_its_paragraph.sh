#!/usr/bin/env bash
# pandoc 3.9 (by pypandoc_binary 1.17) and kreuzberg 4.10.4 on a DOCX whose paragraphs have a text box anchored in them (w:drawing with wps:txbx, and the same as VML in mc:Fallback, as Word
# writes it): a mark such as 内部资料, a caption, a stamp; python-docx 1.2.0 and mammoth 1.13.0 (the reader inside markitdown) beside them.
# Expected: the sentence of the paragraph, 全年收到行政复议申请62件，审结50件。, whole, and the words of the box before it, behind it or nowhere, as the two others give it.
# Seen: both put the box in the place of the paragraph that it hangs on: 内部资料 is there and the sentence is gone, wherever in it the anchor stands, in text, HTML and Markdown, without a
# warning. A cell with 62件 and a box 已核 holds 已核. In pandoc a box with nothing in it takes the paragraph away and leaves nothing. Without a box the text is complete, and with a box in the old form
# alone (w:pict) pandoc has the sentence and not the box, kreuzberg still the box alone. On the screen nothing shows on which paragraph a box hangs.
# That older versions of pandoc left the boxes out is known (issues 3086, 5394); of the paragraph no issue was found.
# Why it matters: reports come as DOCX with marks, captions of pictures and numbers of a document in boxes, and these two turn them into text by the thousand; what is lost is one sentence of
# the body, with its figures, and the text before and after it reads on. Compare the characters with the document's own w:t.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install pypandoc_binary==1.17 kreuzberg==4.10.4 python-docx==1.2.0 mammoth==1.13.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import io
import zipfile
from importlib.metadata import version
from pathlib import Path

import docx
import kreuzberg
import mammoth
import pypandoc

print("pandoc", pypandoc.get_pandoc_version(), *(f"{name} {version(name)}" for name in ("kreuzberg", "python-docx", "mammoth")))
OFFICE, WORD = "http://schemas.openxmlformats.org", "http://schemas.microsoft.com/office/word/2010"
SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in {
    "w": f"{OFFICE}/wordprocessingml/2006/main", "wp": f"{OFFICE}/drawingml/2006/wordprocessingDrawing", "a": f"{OFFICE}/drawingml/2006/main",
    "mc": f"{OFFICE}/markup-compatibility/2006", "wps": f"{WORD}/wordprocessingShape", "v": "urn:schemas-microsoft-com:vml"}.items())
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>" if runs else "<w:p/>"


def old_box(*runs):
    return ('<w:pict><v:shape id="s1" type="#_x0000_t202" style="position:absolute;width:80pt;height:24pt"><v:textbox><w:txbxContent>'
            f"{paragraph(*runs)}</w:txbxContent></v:textbox></v:shape></w:pict>")


def box(*runs):
    shape = f"<wps:wsp><wps:cNvSpPr txBox=\"1\"/><wps:spPr/><wps:txbx><w:txbxContent>{paragraph(*runs)}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:posOffset>5000000</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>500000</wp:posOffset></wp:positionV>'
        '<wp:extent cx="1000000" cy="300000"/><wp:wrapNone/><wp:docPr id="1" name="文本框 1"/>'
        f'<a:graphic><a:graphicData uri="{WORD}/wordprocessingShape">{shape}</a:graphicData></a:graphic></wp:anchor>')
    return (f'<w:r><w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing></mc:Choice>'
            f"<mc:Fallback>{old_box(*runs)}</mc:Fallback></mc:AlternateContent></w:r>")


def table(*cells):
    grid = '<w:gridCol w:w="2000"/>' * len(cells)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


start, end, mark = run("全年收到行政复议申请62件，"), run("审结50件。"), run("内部资料")
bodies = {
    "no box": paragraph(start, end),
    "box before": paragraph(box(mark), start, end),
    "box between": paragraph(start, box(mark), end),
    "box behind": paragraph(start, end, box(mark)),
    "empty box": paragraph(start, end, box()),
    "old box": paragraph(start, end, f"<w:r>{old_box(mark)}</w:r>"),
    "cell": table(paragraph(run("收到")), paragraph(run("62件"), box(run("已核")))),
}
readers = {
    "pandoc": lambda: pypandoc.convert_file("report.docx", "plain", extra_args=["--wrap=none"]),
    "kreuzberg": lambda: kreuzberg.extract_file_sync("report.docx").content,
    "python-docx": lambda: "\n".join(each.text for each in docx.Document("report.docx").paragraphs),
    "mammoth": lambda: mammoth.extract_raw_text(io.BytesIO(Path("report.docx").read_bytes())).value,
}
seen = {}
for name, body in bodies.items():
    with zipfile.ZipFile("report.docx", "w") as archive:
        for part, content in PARTS.items():
            archive.writestr(part, content)
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{paragraph(run('一、总体情况'))}{body}{paragraph(run('二、存在问题'))}</w:body></w:document>")
    for reader, read in readers.items():
        if name != "cell" or reader in ("pandoc", "kreuzberg"):
            seen[name, reader] = [part for part in read().split() if part.strip("-") and part not in ("一、总体情况", "二、存在问题")]
            print(name, "|", reader, "|", seen[name, reader])
    if name == "box between":
        for form in ("html", "markdown"):
            text = pypandoc.convert_file("report.docx", form, extra_args=["--wrap=none"])
            assert "内部资料" in text and "62" not in text and "50" not in text, text
sentence = "全年收到行政复议申请62件，审结50件。"
for name in ("box before", "box between", "box behind"):
    assert seen[name, "pandoc"] == seen[name, "kreuzberg"] == ["内部资料"], name
    assert seen[name, "python-docx"] == [sentence] and seen[name, "mammoth"] == [sentence, "内部资料"], name
for reader in readers:
    assert seen["no box", reader] == [sentence], reader
assert seen["empty box", "pandoc"] == [] and seen["empty box", "kreuzberg"] == [sentence]
assert seen["old box", "pandoc"] == [sentence] and seen["old box", "kreuzberg"] == ["内部资料"]
assert seen["cell", "pandoc"] == seen["cell", "kreuzberg"] == ["收到", "已核"]
PYTHON
