#!/usr/bin/env bash
# python-dateutil 4.0.0 (parser under many readers of dates), parse(fuzzy=True), on Chinese dates; 2.9.0.post0 gives the same.
# Expected: 2023年12月31日 is that day, the words that it does not know (年, 月, 日) left out; or an error, as without fuzzy; and fuzzy_with_tokens tells all that was ignored.
# Seen: the year is skipped as well, for a number before an unknown word is taken only if it could be a day (1 to 31): 2023年12月31日 is 31 December of the year in
# which it is read, 2023年12月 the 12th of the month in which it is read, 2023年1-6月 6 January, 23年3月4日 23 March 2004, and of 2024年1月31日10时20分 the hour is the
# year, 2010. fuzzy_with_tokens tells of 年, 月, 日, and not of 2023. 发布日期：2023-12-31 is right, so a try with figures shows nothing. Known: issues 1327 and 1383.
# Why it matters: whoever adds fuzzy=True because the plain call raised gets a date for each line, with day and month right; a shelf of ten yearly reports is all of this
# year, and each comes out in time or late by the accident of the day on which it was read. A year that was not read must not be filled in.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install python-dateutil==4.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import datetime as dt
from importlib.metadata import version

from dateutil.parser import ParserError, parse

print("python-dateutil", version("python-dateutil"))
today = [dt.datetime(2026, 3, 5), dt.datetime(2027, 11, 30)]
seen = {text: [str(parse(text, fuzzy=True, default=day))[:10] for day in today] for text in (
    "2023年12月31日", "2024年01月31日", "2023年12月", "2023年1-6月", "23年3月4日", "2024年1月31日10时20分", "发布日期：2023-12-31")}
for text, days in seen.items():
    print(text, "read on", *(f"{day:%Y-%m-%d}: {read}" for day, read in zip(today, days)))
assert seen == {
    "2023年12月31日": ["2026-12-31", "2027-12-31"],
    "2024年01月31日": ["2026-01-31", "2027-01-31"],
    "2023年12月": ["2026-03-12", "2027-11-12"],
    "2023年1-6月": ["2026-01-06", "2027-01-06"],
    "23年3月4日": ["2004-03-23", "2004-03-23"],
    "2024年1月31日10时20分": ["2010-01-31", "2010-01-31"],
    "发布日期：2023-12-31": ["2023-12-31", "2023-12-31"],
}, seen
skipped = parse("2023年12月31日", fuzzy_with_tokens=True)[1]
print("told as skipped:", skipped)
assert skipped == ("年", "月", "日")
try:
    parse("2023年12月31日")
except ParserError as error:
    print("without fuzzy:", error)
else:
    raise SystemExit("read without fuzzy")
PYTHON
