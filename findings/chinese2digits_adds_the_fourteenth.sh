#!/usr/bin/env bash
# chinese2digits 6.0.2, takeNumberFromString(): numbers of a running text.
# Expected: 十四五 (the fourteenth five-year plan) is a name, or at the worst 145; 3万5千件 is 35000, 1亿零500万元 is 105000000; 廿三件 is 23 or is left.
# Seen: 十四五规划 becomes 55规划 and 十三五 becomes 45 (the digit after the unit is multiplied as in 三千五: ten times four and a half, plus ten); numbers in
# mixed writing are cut and put side by side without a mark: 300005000件, 1000000005000000元; of 廿三件 the 20 is lost: 3件.
# Why it matters: every report speaks of 十四五, and money and counts are written 3万5千; the numbers look sound and are off by factors of ten thousand.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install chinese2digits==6.0.2 setuptools==80.9.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
import chinese2digits
print("chinese2digits", version("chinese2digits"))
texts = ("十四五规划", "十三五时期", "3万5千件", "1亿零500万元", "廿三件", "三万五千件", "一亿零五百万元")
seen = {text: chinese2digits.takeNumberFromString(text) for text in texts}
for text, read in seen.items():
    print(text, "->", read["replacedText"], read["digitsStringList"])
assert [read["digitsStringList"] for read in seen.values()] == [
    ["55"], ["45"], ["30000", "5000"], ["100000000", "5000000"], ["3"], ["35000"], ["105000000"]]
assert seen["3万5千件"]["replacedText"] == "300005000件" and seen["1亿零500万元"]["replacedText"] == "1000000005000000元"
PYTHON
