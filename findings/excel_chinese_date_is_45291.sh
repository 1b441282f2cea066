#!/usr/bin/env bash
# openpyxl 3.1.5 (and pandas 3.1.1 over it), polars 2.1.0 with fastexcel 0.21.0, xlsx2csv 0.8.6 and DuckDB 1.5.5 with its excel extension on the dates of a sheet that were formatted
# from the list that Chinese Excel offers; python-calamine 0.9.1 beside them.
# Expected: a date, as the sheet shows: 2023年12月31日 (format 31), 2023年12月 (57 and 27), 12月31日 (58); of the value 45291 every reader makes 2023-12-31 where the format is 14.
# Seen: all five give the number 45291, without a message. The standard (ECMA-376, part 1, 18.8.30) keeps the numbers 27 to 36 and 50 to 58 for such dates, and Excel writes the
# bare number, with no pattern beside it; the tables of fixed formats in openpyxl and xlsx2csv go from 22 on to 37. The same pattern written out by the user
# (yyyy"年"m"月"d"日") is read, so a test with a sheet of one's own shows nothing. python-calamine knows these numbers, also as pandas' engine, which pandas means to make its
# default. Known elsewhere: SheetJS issue 2349, ExcelDataReader issue 541 (mended in 2026); none was found for the five.
# Why it matters: the date of publication decides who was in time (1 April), and in a table of counts 45291 passes for a count.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install openpyxl==3.1.5 pandas==3.1.1 polars==2.1.0 fastexcel==0.21.0 xlsx2csv==0.8.6 \
    duckdb==1.5.5 duckdb-extension-excel==1.5.5 python-calamine==0.9.1 XlsxWriter==3.3.1
"$folder/venv/bin/python" - "$folder/dates.xlsx" <<'PYTHON'
import datetime as dt
import io
import sys
import warnings
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
import duckdb
import openpyxl
import pandas
import polars
import python_calamine
import xlsxwriter
from xlsx2csv import Xlsx2csv
warnings.simplefilter("ignore")
path = sys.argv[1]
forms = (14, 'yyyy"年"m"月"d"日"', 31, 57, 27, 58)
with xlsxwriter.Workbook(path) as book:
    sheet = book.add_worksheet()
    for column, form in enumerate(forms):
        sheet.write(0, column, f"日期{column + 1}")
        sheet.write_number(1, column, 45291, book.add_format({"num_format": form}))
connection = duckdb.connect()
place = Path(find_spec("duckdb_extension_excel").origin).parent / "extensions" / f"v{duckdb.__version__}" / "excel.duckdb_extension"
connection.execute(f"LOAD '{place}'")
text = io.StringIO()
Xlsx2csv(path, outputencoding="utf-8", dateformat="%Y-%m-%d").convert(text)
seen = {
    "openpyxl": [cell.value for cell in list(openpyxl.load_workbook(path).active.rows)[1]],
    "pandas": pandas.read_excel(path).values.tolist()[0],
    "polars": polars.read_excel(path).row(0),
    "xlsx2csv": text.getvalue().splitlines()[1].split(","),
    "duckdb": connection.execute("SELECT * FROM read_xlsx(?)", [path]).fetchone(),
    "python-calamine": python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1],
    "pandas, engine calamine": pandas.read_excel(path, engine="calamine").values.tolist()[0],
}
print("formats", forms, "expected", ["2023-12-31"] * len(forms))
day = dt.date(2023, 12, 31)
read = {}
for name, values in seen.items():
    read[name] = [value.date() if isinstance(value, dt.datetime) else value for value in values]
    print(name, version(name.split(",")[0]), [str(value) for value in read[name]])
for name in ("openpyxl", "pandas", "polars", "duckdb"):
    assert read[name] == [day, day] + [45291] * 4, name
assert read["xlsx2csv"] == ["2023-12-31", "2023-12-31"] + ["45291"] * 4
for name in ("python-calamine", "pandas, engine calamine"):
    assert read[name] == [day] * 6, name
PYTHON
