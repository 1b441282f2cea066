#!/usr/bin/env bash
# markitdown 0.1.9 (Microsoft's reader of documents for language models), html2text 2025.4.15 and inscriptis 2.7.6 on a table whose first column holds a year for two
# rows (rowspan), as the yearly tables of reconsideration and litigation are made; html-to-markdown 3.21.2 and pandas 3.1.1 beside them.
# Expected: the row of 行政应诉 of 2022 has 11 received and 9 concluded, under their heads: the cell that spans is repeated or left empty.
# Seen: the three set the second row's cells from the first column on, so 行政应诉 stands under 年份, 11件 under 类别, and 9件 under 收到: received are 9, not 11, and nothing is
# concluded. The table looks sound, and no message is given. html-to-markdown leaves the place empty, pandas repeats the year: with both 11 is received.
# Why it matters: whoever has tables of statistics turned to text first, for a model or for a pattern, gets a number that is in the report under a name that is
# not its own, and only in every second row. Spread rowspan and colspan over a grid before anything is read from a table.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install markitdown==0.1.9 html2text==2025.4.15 inscriptis==2.7.6 html-to-markdown==3.21.2 pandas==3.1.1 lxml==6.1.3
"$folder/venv/bin/python" - <<'PYTHON'
import io
import re
from importlib.metadata import version
import html2text
import pandas
from html_to_markdown import convert
from inscriptis import get_text
from markitdown import MarkItDown
print(*(f"{name} {version(name)}" for name in ("markitdown", "html2text", "inscriptis", "html-to-markdown", "pandas")))
heads = ["年份", "类别", "收到", "审结"]
rows = "".join(
    f'<tr><td rowspan="2">{year}年</td><td>行政复议</td><td>{a}件</td><td>{b}件</td></tr><tr><td>行政应诉</td><td>{c}件</td><td>{d}件</td></tr>'
    for year, a, b, c, d in ((2022, 62, 50, 11, 9), (2023, 74, 61, 13, 12)))
page = f"<html><head><meta charset='utf-8'></head><body><table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>{rows}</table></body></html>"
def received(lines):
    """What stands under 收到 in the first row of 行政应诉, with the cells as the reader puts them side by side."""
    row = next(line for line in lines if "行政应诉" in line)
    return dict(zip(heads, row, strict=False)).get("收到")
def cut(text):
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line.strip()]
seen = {
    "markitdown": received(cut(MarkItDown().convert_stream(io.BytesIO(page.encode()), file_extension=".html").text_content)),
    "html2text": received(cut(html2text.html2text(page))),
    "inscriptis": received([re.split(r"\s+", line.strip()) for line in get_text(page).splitlines()]),
}
spread = convert(page)
seen["html-to-markdown"] = received(cut(getattr(spread, "content", spread)))
table = pandas.read_html(io.StringIO(page))[0]
seen["pandas"] = table[table["类别"] == "行政应诉"]["收到"].iloc[0]
print(seen)
assert seen == {"markitdown": "9件", "html2text": "9件", "inscriptis": "9件", "html-to-markdown": "11件", "pandas": "11件"}
# inscriptis pads its columns: the second row's first cell stands where the year stands, not behind it
assert get_text(page).splitlines()[2].startswith("行政应诉")
PYTHON
