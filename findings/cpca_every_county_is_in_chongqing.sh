#!/usr/bin/env bash
# cpca 0.5.5 (province, city and district of a Chinese text), its newest release, on the names of authorities.
# Expected: a name that several cities have, or a text that names no place, gives no division, or says that it is not sure.
# Seen: the table holds 500200 县, the census bureau's heading for the counties of Chongqing, so every 县 that is not a full name of its table is in Chongqing, with a
# code: 全县收到申请62件, 县司法局, 前郭县 (Jilin), 恭城县 (Guangxi). 朝阳区 is that of Changchun and never Beijing's, 鼓楼区 that of Kaifeng, of four; a district younger
# than the table, 洛阳市偃师区, is the city that it was. The 县 is known since 2021, no release has mended it. Why it matters: a figure of one county is
# booked to a municipality a thousand kilometres off, and the code looks as sure as a right one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install cpca==0.5.5 setuptools==80.9.0
"$folder/venv/bin/python" - <<'PYTHON'
import warnings
from importlib.metadata import version
warnings.simplefilter("ignore")
import cpca
print("cpca", version("cpca"))
texts = ["全县收到申请62件", "县司法局", "前郭县人民政府", "恭城县司法局", "朝阳区人民政府", "鼓楼区司法局", "洛阳市偃师区"]
table = cpca.transform(texts)
print(table.to_string())
assert list(table["adcode"]) == ["500200", "500200", "500200", "500200", "220104", "410204", "410381"]
assert list(table["市"])[:4] == ["县"] * 4
PYTHON
