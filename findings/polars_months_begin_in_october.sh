#!/usr/bin/env bash
# polars 2.1.0, str.to_date() with the format %Y年%m月, on the twelve months of a monthly table as Chinese writes them, 2023年1月 to 2023年12月, and one cell without (未公布);
# pandas 3.1.1 beside it.
# Expected: twelve days, as pandas gives them with the same format, or none, for no day is stated; the manual names chrono's formats, whose %m may have one digit or two.
# Seen: with strict=False, which the error that the cell without a month raises proposes by itself, January to September are null like 未公布, and only October, November and
# December are read, without a message. Formats of two digits go through a quick parser that makes the day the first, all others through chrono, which wants a day. With a day
# (%Y年%m月%d日 on 2023年1月5日) both ways read the same, as does %m with 01, so a trial with either shows nothing. %Y-%m and %Y.%m are the same. Known: polars issue 20924, open, for the
# error that strict=True raises (7390 was mended for days).
# Why it matters: a year's figures of reconsideration or fines are given month by month in this form; a sum by quarter has the fourth alone, and a filter on dates or a join by
# month drops three quarters of the rows, the year still there. Take year and month out as numbers, and count the nulls before and after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install polars==2.1.0 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date
from importlib.metadata import version

import pandas
import polars

print("polars", version("polars"), "pandas", version("pandas"))
table = polars.DataFrame({"月份": [f"2023年{month}月" for month in range(1, 13)] + ["未公布"], "件数": [62] * 12 + [0]})
try:
    table["月份"].str.to_date("%Y年%m月")
except polars.exceptions.InvalidOperationError as error:
    proposed = str(error)
print(proposed)
assert "strict=False" in proposed
read = table.with_columns(polars.col("月份").str.to_date("%Y年%m月", strict=False).alias("日"))
print(read["日"].to_list())
assert read["日"].to_list() == [None] * 9 + [date(2023, month, 1) for month in (10, 11, 12)] + [None]
quarters = read.drop_nulls("日").group_by(polars.col("日").dt.quarter()).agg(polars.col("件数").sum())
print("by quarter:", quarters.rows(), "of", table["件数"].sum())
assert quarters.rows() == [(4, 186)] and table["件数"].sum() == 744
for form, months in (("%Y-%m", ["2023-9", "2023-10"]), ("%Y.%m", ["2023.9", "2023.10"])):
    assert polars.Series(months).str.to_date(form, strict=False).to_list() == [None, date(2023, 10, 1)]
assert polars.Series([f"2023年{month:02}月" for month in range(1, 13)]).str.to_date("%Y年%m月").null_count() == 0
assert polars.Series(["2023年1月5日", "2023年12月31日"]).str.to_date("%Y年%m月%d日").to_list() == [date(2023, 1, 5), date(2023, 12, 31)]
other = pandas.to_datetime(pandas.Series(table["月份"].to_list()), format="%Y年%m月", errors="coerce")
print("pandas:", other.notna().sum(), "read")
assert list(other.dt.month[:12]) == list(range(1, 13)) and other.isna().sum() == 1
PYTHON
