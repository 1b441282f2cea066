#!/usr/bin/env bash
# dateparser 1.5.0 on Chinese dates as they stand over and under official documents.
# Expected: 2023年12月 is a month or nothing; 二〇二三年十二月三日, the form of signatures, is a date; 2024年元月5日 is 5 January.
# Seen: 2023年12月 becomes a day, that of today's date (its default), so the same page has another date each day; the other two are None, and so is a date
# with the name of its source behind it. Why it matters: dates of publication decide who was in time (1 April); a library that fills in today makes
# late reports early.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install dateparser==1.5.0
"$folder/venv/bin/python" - <<'PYTHON'
import datetime as dt
from importlib.metadata import version
import dateparser
print("dateparser", version("dateparser"))
def read(text, today):
    return dateparser.parse(text, languages=["zh"], settings={"RELATIVE_BASE": dt.datetime(2026, 3, today)})
days = {today: read("2023年12月", today) for today in (5, 17)}
print("2023年12月, asked on the 5th and on the 17th:", days)
others = {text: read(text, 5) for text in ("二〇二三年十二月三日", "2024年元月5日", "2023年12月3日 来源", "2023年12月3日")}
print(others)
assert [day.day for day in days.values()] == [5, 17]
assert [value is None for value in others.values()] == [True, True, True, False]
PYTHON
