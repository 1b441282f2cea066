#!/usr/bin/env bash
# polars 2.1.0, read_excel() with its usual engine (calamine, by fastexcel 0.21.0), on a column of counts of 124 counties in which three of the last say more than a number:
# 1204件, 1.2万 and 未统计; pandas 3.1.1 beside it.
# Expected: text where a column holds text, as polars gives it when the same cells stand further up; or an error, which is what read_csv() makes of such a cell.
# Seen: the three are null in a column of integers, without a message. The type is chosen from the first 100 rows (infer_schema_length), and what does not fit it afterwards is
# set to null; the manual says how many rows are scanned to infer the schema, and of values that do not fit nothing. dtype_coercion="strict" of the engine changes nothing.
# With infer_schema_length=None all is there, as text. The same for columns that begin with empty cells is known (fastexcel issue 208); polars issue 23728 asked for a warning
# of it in the manual and was closed as not to be repeated.
# Why it matters: a province has up to 183 counties. The larger numbers are the ones written 1.2万, so the largest places go missing from the sum first, and
# look like places that said nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install polars==2.1.0 fastexcel==0.21.0 XlsxWriter==3.3.1 pandas==3.1.1 openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import io
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
import pandas
import polars
import xlsxwriter
warnings.simplefilter("ignore")
print("polars", version("polars"), "fastexcel", version("fastexcel"), "pandas", version("pandas"))
told = ["1204件", "1.2万", "未统计"]
def sheet(name, values):
    path = str(Path(sys.argv[1]) / f"{name}.xlsx")
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_column(0, 0, ["县"] + [f"第{number}县" for number in range(1, len(values) + 1)])
        page.write_column(0, 1, ["收到", *values])
    return path
def last(path, **options):
    return polars.read_excel(path, **options)["收到"].to_list()[-4:]
long, short = sheet("long", [62] * 120 + told + [39]), sheet("short", [62] * 90 + told + [39])
seen = last(long)
print("after 120 rows: expected", [*told, "39"], "seen", seen)
print("after 90 rows:", last(short), "infer_schema_length=None:", last(long, infer_schema_length=None))
print("pandas:", pandas.read_excel(long)["收到"].tolist()[-4:])
assert seen == [None, None, None, 39] and polars.read_excel(long).schema["收到"] == polars.Int64
assert last(long, read_options={"dtype_coercion": "strict"}) == seen
assert last(short) == last(long, infer_schema_length=None) == [*told, "39"]
assert pandas.read_excel(long)["收到"].tolist()[-4:] == [*told, 39]
try:
    polars.read_csv(io.StringIO("\n".join(["收到", *["62"] * 120, *told, "39"])))
except polars.exceptions.ComputeError as error:
    print("read_csv:", str(error).splitlines()[0])
else:
    raise SystemExit("read_csv has become lenient too")
PYTHON
