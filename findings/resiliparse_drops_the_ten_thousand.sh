#!/usr/bin/env bash
# Resiliparse 2.0.1, extract_plain_text(main_content=True), on paragraphs of which the figure stands in an element of its own, as Word and the editors of government
# sites export them (digits in another font), and on a list.
# Expected: menus and footers go, the sentences of the report stay whole.
# Seen: a Han character that is alone in its text node is thrown away, as if it were an arrow or a bullet: 罚款<span>62</span><span>万</span>元 becomes 罚款62元,
# 收到<b>62</b>件 becomes 收到62, 第<span>5</span>条 becomes 5; single Latin letters and % stay; a ul in mid-report is missing whole, an ol stays. Without main_content
# everything is there. Why it matters: collections of training text are made this way (Common Crawl), and an amount off by ten thousand looks sound.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install resiliparse==2.0.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from resiliparse.extract.html2text import extract_plain_text
print("Resiliparse", version("resiliparse"))
frame = "<p>区司法局健全工作机制，加强案件审理，各项案件均依法办理，群众满意度进一步提升。</p>"
def read(piece, main):
    html = f'<html><head><meta charset="utf-8"><title>报告</title></head><body><div class="content">{frame}{piece}{frame}</div></body></html>'
    lines = extract_plain_text(html, main_content=main).split("\n")
    return " ".join(line.strip() for line in lines if line.strip() and not line.startswith("区司法局"))
expected = {
    "<p>罚款<span>62</span><span>万</span>元。</p>": ("罚款62元。", "罚款62万元。"),
    "<p>收到<b>62</b>件</p>": ("收到62", "收到62件"),
    "<p>第<span>5</span>条</p>": ("5", "第5条"),
    "<p>A<span>5</span>%</p>": ("A5%", "A5%"),
    "<ul><li>收到行政复议申请62件，审结50件。</li></ul>": ("", "• 收到行政复议申请62件，审结50件。"),
    "<ol><li>收到行政复议申请62件，审结50件。</li></ol>": ("1. 收到行政复议申请62件，审结50件。",) * 2,
}
seen = {piece: (read(piece, True), read(piece, False)) for piece in expected}
for piece, (main, full) in seen.items():
    print(piece, "main content:", repr(main), "whole page:", repr(full))
assert seen == expected
PYTHON
