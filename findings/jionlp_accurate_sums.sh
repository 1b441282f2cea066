#!/usr/bin/env bash
# JioNLP 1.5.31 (the most used Chinese tool kit for times and money), parse_money() and parse_time() on the forms of official texts.
# Expected: 3万5千元 is 35000, 1亿2千万元 is 120000000, or an error as for 人民币壹佰贰拾元整; 2023年1-6月 is half a year, 2024年元月5日 is a day.
# Seen, each called accurate: 3万5千元 is 65000, 1亿2千万元 is 220000000 and 1亿零500万元 is 200050000 (the first number is counted again at the second unit, and
# another unit lost); all in characters (三万五千元) they are right. 2023年1-6月 and 2024年元月5日 are the whole year, 2023年1月至6月 is January.
# Why it matters: half digits, half characters is how amounts and spans stand in these reports; a definition of accurate
# cannot be used to choose what to trust.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install jionlp==1.5.31 jiojio==1.2.8 setuptools==80.9.0
"$folder/venv/bin/python" - <<'PYTHON'
import time
from importlib.metadata import version
import jionlp
print("jionlp", version("jionlp"))
base = time.mktime((2024, 5, 6, 0, 0, 0, 0, 0, 0))
money = {text: jionlp.parse_money(text) for text in ("3万5千元", "1亿2千万元", "1亿零500万元", "三万五千元", "一亿二千万元", "3.5万元")}
for text, read in money.items():
    print(text, read["num"], read["definition"])
spans = {text: jionlp.parse_time(text, time_base=base) for text in ("2023年1-6月", "2023年1月至6月", "2024年元月5日", "2023年上半年")}
for text, read in spans.items():
    print(text, read["time"], read["definition"])
assert [read["num"] for read in money.values()] == ["65000.00", "220000000.00", "200050000.00", "35000.00", "120000000.00", "35000.00"]
assert {read["definition"] for read in money.values()} == {"accurate"}
assert [[day[:10] for day in read["time"]] for read in spans.values()] == [
    ["2023-01-01", "2023-12-31"], ["2023-01-01", "2023-01-31"], ["2024-01-01", "2024-12-31"], ["2023-01-01", "2023-06-30"]]
assert [read["definition"] for read in spans.values()] == ["accurate"] * 3 + ["blur"]
PYTHON
