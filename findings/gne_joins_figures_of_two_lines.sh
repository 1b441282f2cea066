#!/usr/bin/env bash
# gne 0.4.3 (GeneralNewsExtractor, the most used Chinese extractor of articles), extract(), on a page whose paragraph has line breaks, and one whose figures
# stand in elements of their own, as the editors of government sites set digits in another font.
# Expected: <br> is a line's end, <span> is none: 2021年11 / 2022年23, and 作出行政处罚56件 in one piece.
# Seen: <br> is removed with nothing in its place, so 2021年11<br>2022年23 becomes 2021年112022年23: the count of one year and the next year are one number; and each
# <span> is put on a line of its own, so the figure is cut off from its verb before it and its measure word behind it. Title, date and body are right.
# Why it matters: short yearly rows are typed with <br> on countless pages, and a number of six digits that nobody wrote passes every check of its form; of
# the other page no pattern such as 处罚\d+件 finds anything. What is shown as one line, and what as two, must be decided before the text is taken out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install gne==0.4.3 lxml==6.1.3
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from gne import GeneralNewsExtractor
print("gne", version("gne"), "lxml", version("lxml"))
frame = "".join(f"<p>{words}</p>" for words in (
    "甲子县坚持依法行政，加强对执法的监督，推进法治政府建设，现将有关情况报告如下。",
    "县政府健全行政复议工作机制，各项案件均依法办理，群众满意度进一步提升。",
    "县司法局组织学习，开展讲座，学法用法制度更加健全完善，执法水平不断提高。"))
def read(piece):
    page = f"""<html><head><meta charset="utf-8"><title>甲子县法治政府建设年度报告</title></head><body><div class="nav"><a href="/">首页</a></div>
    <h1>甲子县法治政府建设年度报告</h1><div class="info">发布时间：2024-01-20 10:00 来源：甲子县司法局</div><div class="content">{frame}{piece}</div></body></html>"""
    found = GeneralNewsExtractor().extract(page)
    assert (found["title"], found["publish_time"]) == ("甲子县法治政府建设年度报告", "2024-01-20 10:00"), found
    assert frame.split("</p>")[0].removeprefix("<p>") in found["content"]
    return found["content"].split("执法水平不断提高。")[1].strip()
broken = read("<p>各年受理复议申请：2021年11<br>2022年23<br>2023年62<br>单位均为件，合计96件，已全部办结。</p>")
print("line breaks:", broken)
spans = read("<p>全年开展行政检查<span>1234</span>次，作出行政处罚<span>56</span>件，均无投诉和举报。</p>")
print("elements:", spans.split("\n"))
plain = read("<p>全年开展行政检查1234次，作出行政处罚56件，均无投诉和举报。</p>")
print("plain:", plain)
assert "2021年112022年232023年62单位" in broken
assert spans.split("\n") == ["全年开展行政检查", "1234", "次，作出行政处罚", "56", "件，均无投诉和举报。"]
assert plain == "全年开展行政检查1234次，作出行政处罚56件，均无投诉和举报。"
PYTHON
