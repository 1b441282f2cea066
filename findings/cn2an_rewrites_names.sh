#!/usr/bin/env bash
# cn2an 0.5.24, transform(): Chinese numerals of a running text to digits.
# Expected: counts become digits (六十二件 -> 62件), names and set phrases stay, and what is half digits (1.2万) becomes a number.
# Seen: 张三丰 becomes 张3丰, 八五普法 (the eighth five-year plan of law education) 85普法, 五一劳动节 51劳动节, 一一列举 11列举; 1.2万 and 百余件 stay as
# they are with a warning. Why it matters: a report full of 八五普法 and 三项制度 gains figures that nobody stated, and loses 1.2万; numerals must be
# read by what they count, not wherever they stand.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install cn2an==0.5.24 setuptools==80.9.0
"$folder/venv/bin/python" - <<'PYTHON'
import warnings
from importlib.metadata import version
import cn2an
warnings.simplefilter("ignore")
print("cn2an", version("cn2an"))
seen = {text: cn2an.transform(text) for text in
        ("收到申请六十二件", "张三丰", "八五普法", "五一劳动节", "一一列举", "发放1.2万册", "百余件")}
for text, read in seen.items():
    print(text, "->", read)
assert seen == {"收到申请六十二件": "收到申请62件", "张三丰": "张3丰", "八五普法": "85普法", "五一劳动节": "51劳动节", "一一列举": "11列举",
                "发放1.2万册": "发放1.2万册", "百余件": "百余件"}
PYTHON
