#!/usr/bin/env bash
# htmldate 1.11.0 (with dateparser 1.5.0; trafilatura asks it for its dates) on a page whose date of publication is written with 年月日.
# Expected: 2024-01-31, from the time element, from meta PubDate (which Chinese government sites must carry) or from the line under the title.
# Seen: 2023-01-01 for each of them: the Chinese date is not read, so the year in the title (2023年法治政府建设年度报告, the year reported on) is made a
# day. With the year out of the title it is 2024-01-01, the right year and a day that nobody wrote; 2024-01-31 in figures is read. Neither an error nor a mark tells
# the made-up day from a read one. Why it matters: the report is dated more than a year before it came out, and every government seems in time for 1 April.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install htmldate==1.11.0 dateparser==1.5.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from htmldate import find_date
print("htmldate", version("htmldate"), "dateparser", version("dateparser"))
def page(title, head, line):
    return f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{line}<p>收到行政复议申请62件。</p></body></html>"
title, undated = "2023年法治政府建设年度报告", "法治政府建设年度报告"
pages = {
    "time element": page(title, "", "<time>2024年1月31日</time>"),
    "meta PubDate": page(title, '<meta name="PubDate" content="2024年1月31日">', ""),
    "line": page(title, "", "<p>发布日期：2024年01月31日</p>"),
    "line, no year in the title": page(undated, "", "<p>发布日期：2024年01月31日</p>"),
    "line in figures": page(title, "", "<p>发布日期：2024-01-31</p>"),
}
seen = {name: find_date(html, original_date=True, max_date="2026-01-01") for name, html in pages.items()}
for name, day in seen.items():
    print(name, day)
assert list(seen.values()) == ["2023-01-01", "2023-01-01", "2023-01-01", "2024-01-01", "2024-01-31"]
PYTHON
