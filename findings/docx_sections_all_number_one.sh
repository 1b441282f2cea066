#!/usr/bin/env bash
# docx2python 3.7.1 and mammoth 1.13.0 (the reader inside markitdown) on headings that Word numbers by itself in the Chinese way (一、 二、 三、 and （一） （二）).
# Expected: the numbers that Word shows, or none: 一、总体情况, 二、主要做法 with （一）行政复议 and （二）行政应诉, 三、存在问题.
# Seen: mammoth begins a list anew after each paragraph of text, so all three sections are number 1 and so is every （二）, without a message; docx2python
# writes -- for chineseCountingThousand and 1) for what the document shows as 1. (its default form for decimal, whatever lvlText says).
# Why it matters: 一、 and （一） are how the parts of these reports are told apart, and 第三部分 points to 三、; numbers that are made up are worse than
# none. Read numFmt, lvlText and the counters from numbering.xml.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install docx2python==3.7.1 mammoth==1.13.0 python-docx==1.2.0
"$folder/venv/bin/python" - "$folder/report.docx" <<'PYTHON'
import sys
import warnings
from importlib.metadata import version
warnings.simplefilter("ignore")
import docx
import mammoth
from docx.oxml import parse_xml
from docx2python import docx2python
space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
levels = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/><w:lvlText w:val="{shown}"/></w:lvl>'
    for level, (form, shown) in enumerate((("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))))
document = docx.Document()
numbering = document.part.numbering_part.element
numbering.insert(0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'))
numbering.append(parse_xml(f'<w:num {space} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
for words, level in (("总体情况", 0), ("收到62件。", None), ("主要做法", 0), ("行政复议", 1), ("审结50件。", None), ("行政应诉", 1), ("出庭7次。", None),
                     ("存在问题", 0), ("队伍不强", 2)):
    paragraph = document.add_paragraph()
    if level is not None:
        paragraph._p.insert(0, parse_xml(f'<w:pPr {space}><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr></w:pPr>'))
    paragraph.add_run(words)
document.save(sys.argv[1])
plain = [line.strip() for line in docx2python(sys.argv[1]).text.split("\n") if line.strip()]
with open(sys.argv[1], "rb") as file:
    result = mammoth.convert_to_markdown(file)
marked = [line.strip() for line in result.value.replace("\\.", ".").split("\n") if line.strip() not in ("", "-")]
print("docx2python", version("docx2python"), plain)
print("mammoth", version("mammoth"), marked, result.messages)
assert plain == ["--\t总体情况", "收到62件。", "--\t主要做法", "--\t行政复议", "审结50件。", "--\t行政应诉", "出庭7次。", "--\t存在问题", "1)\t队伍不强"]
assert marked == ["1. 总体情况", "收到62件。", "1. 主要做法", "1. 行政复议", "审结50件。", "1. 行政应诉", "出庭7次。", "1. 存在问题", "1. 队伍不强"]
assert result.messages == []
PYTHON
