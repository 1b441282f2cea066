#!/usr/bin/env bash
# SheetJS (xlsx 0.18.5, the newest in the registry from which it is taken twenty-seven million times a month; its makers give later ones elsewhere, which were not tried), sheet_to_csv(),
# sheet_to_json() with raw: false and sheet_to_html(), on numbers in the two formats that Chinese Excel offers under 特殊, 中文小写数字 ([DBNum1][$-804]General) and 中文大写数字
# ([DBNum2][$-804]General), and in a format with nothing but the language, [$-804]General; openpyxl 3.1.5 beside it.
# Expected: 六十二 and 陆拾贰, as the sheet shows; or 62, the value, as openpyxl gives it: [$-804] names a language (Chinese, China) and no currency.
# Seen: $62 for each, and $62件 with a unit behind it: what stands between $ and - in the brackets is taken for the sign of a currency, and where nothing stands there $ itself is put. A format
# with a sign ([$¥-804]) is right, dates with [$-804] are too (2023年12月31日, though in figures), and the raw value is 62. No error, and no issue was found. In 0!.0,"万", the usual way to show
# 12345 as 1.2万, the ! that sets the point is kept and the comma of thousands divides alone: 12!.3万, which is ten times too high for who cleans the sign away.
# Why it matters: CSV and HTML made of a workbook are what goes into tables and to models; counts of cases become money of another country, and an amount of yuan becomes dollars, seven times as
# much, in just the cells that an office has put in characters to be safe. Take raw values, and the format only to tell dates.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install openpyxl==3.1.5
npm install --silent --no-audit --no-fund --prefix "$folder" xlsx@0.18.5
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import openpyxl

print("openpyxl", version("openpyxl"))
cells = {
    "件": (62, "[DBNum1][$-804]General"), "件大写": (62, "[DBNum2][$-804]General"), "件带单位": (62, '[DBNum1][$-804]General"件"'), "罚没收入": (120000, "[DBNum2][$-804]General"),
    "只有语言": (62, "[$-804]General"), "元": (62, "[$¥-804]0"), "日期": (45291, '[DBNum1][$-804]yyyy"年"m"月"d"日"'), "万": (12345, '0!.0,"万"'), "常规": (62, "General"),
}
book = openpyxl.Workbook()
for row, (name, (value, form)) in enumerate(cells.items(), start=1):
    book.active.cell(row, 1, name)
    book.active.cell(row, 2, value).number_format = form
book.save("report.xlsx")
read = {name: value for name, value in openpyxl.load_workbook("report.xlsx").active.iter_rows(values_only=True)}
print(read)
assert [read[name] for name in cells if name != "日期"] == [value for name, (value, _) in cells.items() if name != "日期"]
assert str(read["日期"]) == "2023-12-31 00:00:00"
PYTHON
node - <<'NODE'
const assert = require("assert");
const XLSX = require("xlsx");
const { version } = require("xlsx/package.json");
console.log("xlsx", version);
const sheet = XLSX.readFile("report.xlsx").Sheets.Sheet;
const csv = XLSX.utils.sheet_to_csv(sheet);
console.log(csv);
assert.strictEqual(csv.trim(), "件,$62\n件大写,$62\n件带单位,$62件\n罚没收入,$120000\n只有语言,$62\n元,¥62\n日期,2023年12月31日\n万,12!.3万\n常规,62");
const rows = XLSX.utils.sheet_to_json(sheet, { header: 1, raw: false });
assert.deepStrictEqual(rows.map((row) => row.join()).join("\n"), csv.trim());
assert.deepStrictEqual(XLSX.utils.sheet_to_json(sheet, { header: 1 }).map((row) => row[1]), [62, 62, 62, 120000, 62, 62, 45291, 12345, 62]);
assert(XLSX.utils.sheet_to_html(sheet).includes(">$120000<"));
NODE
