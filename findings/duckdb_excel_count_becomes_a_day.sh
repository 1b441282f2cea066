#!/usr/bin/env bash
# DuckDB 1.5.5 with its excel extension 1.5.5 (the newest that can be installed), read_xlsx(), on a sheet of two columns, 项目 and 数值, whose first row is the date of the
# count, and on a workbook that counts its days from 1904, as Excel for the Mac long did and workbooks made from such ones still do; openpyxl 3.1.5 beside it.
# Expected: 62 stays 62 and 98.5% stays 0.985, or the column is text, or an error as for a cell that does not fit (a text such as 62件 there is one); 2023-12-31 of the second workbook.
# Seen: 62 is 1900-03-02 and 0.985 is 1899-12-30, the day number 0, so the rate's figure is gone for good; with the rows the other way round the date is 45291. The second
# workbook's date is 2019-12-30, four years and a day too early. Nothing is said. The first data row gives the type, as the manual says, and a number is then put into DATE as a
# count of days without a look at its own cell's format, where the manual lets one think of a cast that fails; of workbookPr date1904 the extension knows nothing, which no
# page says. all_varchar gives 43829 and 45291, and leaves no way to tell the two systems apart. Types by the first row: its issue 14, open; of 1904 no issue was found.
# Why it matters: summary sheets (基本情况表) are made of such pairs, with 统计截止日期 at the top; and a report dated four years early is filed under another year.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install duckdb==1.5.5 duckdb-extension-excel==1.5.5 XlsxWriter==3.3.1 openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import datetime as dt
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
import duckdb
import openpyxl
import xlsxwriter
connection = duckdb.connect()
place = Path(find_spec("duckdb_extension_excel").origin).parent / "extensions" / f"v{duckdb.__version__}" / "excel.duckdb_extension"
connection.execute(f"LOAD '{place}'")
print("duckdb", version("duckdb"), "excel extension", version("duckdb-extension-excel"), "openpyxl", version("openpyxl"))
day = dt.datetime(2023, 12, 31)
def compare(name, rows, **options):
    path = str(Path(sys.argv[1]) / f"{name}.xlsx")
    with xlsxwriter.Workbook(path, options) as book:
        sheet, as_day = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row(0, 0, ("项目", "数值"))
        for number, (words, value) in enumerate(rows, 1):
            sheet.write(number, 0, words)
            sheet.write(number, 1, value, as_day if value is day else None)
    expected = [row[1].value for row in list(openpyxl.load_workbook(path).active.rows)[1:]]
    seen, texts = ([row[0] for row in connection.execute(f"SELECT 数值 FROM read_xlsx(?, all_varchar={text})", [path]).fetchall()] for text in (False, True))
    print(name, "expected", [str(value) for value in expected], "seen", [str(value) for value in seen], "with all_varchar", texts)
    return expected, seen, texts
first = compare("date first", [("统计截止日期", day), ("收到行政复议申请", 62), ("负责人出庭率", 0.985)])
assert first == ([day, 62, 0.985], [dt.date(2023, 12, 31), dt.date(1900, 3, 2), dt.date(1899, 12, 30)], ["45291", "62", "0.985"])
other = compare("count first", [("收到行政复议申请", 62), ("统计截止日期", day)])
assert other == ([62, day], [62.0, 45291.0], ["62", "45291"])
old = compare("days from 1904", [("公布日期", day)], date_1904=True)
assert old == ([day], [dt.date(2019, 12, 30)], ["43829"])
new = compare("days from 1900", [("公布日期", day)])
assert new == ([day], [dt.date(2023, 12, 31)], ["45291"])
try:
    compare("text after the date", [("公布日期", day), ("收到", "62件")])
except duckdb.InvalidInputException as error:
    print("text after the date:", error)
else:
    raise SystemExit("a text in a column of dates is no error any more")
PYTHON
