#!/usr/bin/env bash
# python-docx 1.2.0, Paragraph.text on a paragraph that was edited with changes tracked and has a smart tag.
# Expected: the sentence that Word shows: 收到行政复议申请62件，审结50件.
# Seen: 收到行政复议申请件， -- the inserted number (w:ins) and the tagged words (w:smartTag) are left out without a word, for .text walks the runs that are
# children of the paragraph. Why it matters: government offices send reports round with changes tracked; the figure is what was filled in last.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install python-docx==1.2.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
import docx
from docx.oxml import parse_xml
space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
paragraph = docx.Document().add_paragraph("收到行政复议申请")
for part in ('<w:ins {0} w:id="1" w:author="x"><w:r><w:t>62</w:t></w:r></w:ins>', "<w:r {0}><w:t>件，</w:t></w:r>",
             '<w:smartTag {0} w:uri="u" w:element="e"><w:r><w:t>审结50件</w:t></w:r></w:smartTag>'):
    paragraph._p.append(parse_xml(part.format(space)))
shown = "".join(node.text for node in paragraph._p.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))
print("python-docx", version("python-docx"))
print("all w:t:", shown)
print(".text:  ", paragraph.text)
assert shown == "收到行政复议申请62件，审结50件"
assert paragraph.text == "收到行政复议申请件，"
PYTHON
