#!/usr/bin/env bash
# pandas 3.1.1, read_fwf(), on a table of fixed widths as older Chinese systems write it: GBK, fields of 20, 10 and 12 bytes, a Han character being two of them, so that the columns
# stand under each other in every editor, numbers to the right.
# Expected: 1204 and 98 of 行政处罚案件总数, 35821 and 7 of 行政许可办理总件数, whether the widths are given or found; or an error, as rows of Chinese and of digits do not fit one measure.
# Seen: the file is decoded and characters are counted, so each Han character of a name moves the cuts of its own row by one to the right: with widths=[20, 10, 12] and encoding="gbk" 1204 is 4
# and 35821 is 1, the digits before them end up behind the name, and the column is one of whole numbers. Short names (复议) are right, so the first rows show nothing. Without widths
# the columns are looked for in the same way, and a column falls apart: of the short names 62 stands under 件数, of the long ones 1204 under Unnamed: 1 and nothing under 件数. Nothing is said.
# The manual says "field widths", and not of what. Read as latin-1, a character a byte, and the names turned back into GBK afterwards, all is right. Known from R: readr issue 1580; for
# pandas none was found.
# Why it matters: exports of old case systems and tables in plain text are made so, and the longer its name, the more digits a row loses: totals and offices of many words first. A number that
# was cut is smaller and well formed; compare the sum with the file's own total, and cut bytes, not characters.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install pandas==3.1.1
"$folder/venv/bin/python" - "$folder/table.txt" <<'PYTHON'
import sys
from importlib.metadata import version
from pathlib import Path

import pandas

print("pandas", version("pandas"))
path, widths, heads = sys.argv[1], [20, 10, 12], ["项目", "件数", "听证"]
rows = [("复议", 62, 5), ("应诉", 58, 3), ("行政处罚案件总数", 1204, 98), ("行政许可办理总件数", 35821, 7)]


def lay(name, *numbers):
    cells = [name.encode("gbk").ljust(widths[0]), *(str(number).encode("gbk").rjust(width) for number, width in zip(numbers, widths[1:]))]
    return b"".join(cells) + b"\n"


Path(path).write_bytes(lay(*heads) + b"".join(lay(*row) for row in rows))
print(Path(path).read_text("gbk"))
given = pandas.read_fwf(path, widths=widths, encoding="gbk", skiprows=1, header=None, names=heads)
found = pandas.read_fwf(path, encoding="gbk")
print(given, given.dtypes.to_dict(), found, sep="\n\n")
bytewise = pandas.read_fwf(path, widths=widths, encoding="latin-1", skiprows=1, header=None, names=heads)
bytewise["项目"] = [name.encode("latin-1").decode("gbk") for name in bytewise["项目"]]
assert [tuple(row) for row in bytewise.itertuples(index=False)] == rows, bytewise
assert given["件数"].tolist() == [62, 58, 4, 1] and given["件数"].dtype == "int64", given
assert given["听证"].tolist() == [5, 3, 98, 7], given
assert [name.split() for name in given["项目"]] == [["复议"], ["应诉"], ["行政处罚案件总数", "12"], ["行政许可办理总件数", "3582"]], given
assert found.columns.tolist() == ["项目", "Unnamed: 1", "件数", "听证", "Unnamed: 4"], found
assert found["件数"].fillna(-1).tolist() == [62, 58, -1, -1] and found["Unnamed: 1"].fillna(-1).tolist() == [-1, -1, 1204, 35821], found
PYTHON
