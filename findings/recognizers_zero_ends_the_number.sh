#!/usr/bin/env bash
# recognizers-text-suite 1.0.2a2 (Microsoft's readers of numbers and dates; its newest for Python) on Chinese numbers and spans of years.
# Expected: 一百〇五件 is 105, as 一百零五件; 千分之五 and 5‰ are 0.005; 1亿零500万元 is 105000000; 2019—2023年 ends with the year 2023.
# Seen: 一百〇五件 is 100: the number ends at 〇 and the 5 is lost, though 二〇二三年 is read; 千分之五 and 5‰ are 5 (百分之五 and 5% are right); 1亿零500万元
# is nothing; 2019—2023年 is from 2019 up to 1 January 2023, so the year of the report is outside its own span (2023年 alone ends on 1 January 2024).
# Why it matters: 〇 is the zero of official documents, and a number cut short looks like a round one; check that what was read ends where the number ends.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install recognizers-text-suite==1.0.2a2 emoji==1.7.0 setuptools==80.9.0
"$folder/venv/bin/python" - <<'PYTHON'
import datetime as dt
import warnings
from importlib.metadata import version
warnings.simplefilter("ignore")
from recognizers_date_time import recognize_datetime
from recognizers_number import recognize_number, recognize_percentage
print("recognizers-text-suite", version("recognizers-text-suite"))
def numbers(text):
    return [(found.text, found.resolution["value"]) for found in recognize_number(text, "zh-cn") + recognize_percentage(text, "zh-cn")]
seen = {text: numbers(text) for text in ("一百〇五件", "一百零五件", "千分之五", "5‰", "百分之五", "投入1亿零500万元", "投入1亿2千万元")}
for text, found in seen.items():
    print(text, found)
def span(text):
    found = recognize_datetime(text, "zh-cn", reference=dt.datetime(2024, 3, 5))
    return [(value["start"], value["end"]) for one in found for value in one.resolution["values"]]
spans = {text: span(text) for text in ("2019—2023年", "2023年")}
print(spans)
assert list(seen.values()) == [[("一百〇", "100")], [("一百零五", "105")], [("五", "5")], [("5", "5")], [("百分之五", "5%")], [], [("1亿2千万", "120000000")]]
assert list(spans.values()) == [[("2019-01-01", "2023-01-01")], [("2023-01-01", "2024-01-01")]]
PYTHON
