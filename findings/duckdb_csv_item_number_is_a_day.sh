#!/usr/bin/env bash
# DuckDB 2.0.1, read_csv(), on tables of the items of an indicator system, which are numbered 1-1-1, 1-1-2, 3-2-11; pandas 3.1.1, polars 2.1.0 and pyarrow 26.0.1 beside it.
# Expected: text, as the three others give it and as DuckDB gives it for 1.1.1; at the least the same for the same numbers in another order.
# Seen: 1-1-1 is a TIMESTAMP, the first of January of the year 1, and 3-2-11 the eleventh of February of the year 3; 5-6-12 is the DATE 2012-06-05, its last part the year; 10.1.1
# is the DATE 2010-01-01, its first part the year. 1-1-1 followed by 1-1-32 is text, 1-1-32 followed by 1-1-1 are the years 2032 and 2001. Nothing is said.
# The manual lists the formats that are tried (%y and %Y among them), and since issue 13121 (of 41_10_1, 2024) a year in them must have two digits; but what fits none of
# them is then tried as a moment of time by the ordinary cast, for which a year may have one, and which format is kept is settled by the first row.
# Why it matters: no weight is found for an item when two tables are joined by its number, and written out again 0001-01-01 00:00:00 stands where 1-1-1 was. A
# column of numbers that are names needs its type told (types={'编号': 'VARCHAR'}).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install duckdb==2.0.1 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1
"$folder/venv/bin/python" - "$folder/items.csv" <<'PYTHON'
import sys
from importlib.metadata import version
from pathlib import Path
import duckdb
import pandas
import polars
from pyarrow import csv
print(*(f"{name} {version(name)}" for name in ("duckdb", "pandas", "polars", "pyarrow")))
path = sys.argv[1]
cases = {
    ("1-1-1", "1-1-2", "3-2-11"): ("TIMESTAMP", ["0001-01-01 00:00:00", "0001-01-02 00:00:00", "0003-02-11 00:00:00"]),
    ("5-6-12", "7-8-10"): ("DATE", ["2012-06-05", "2010-08-07"]),
    ("10.1.1", "11.2.3"): ("DATE", ["2010-01-01", "2011-02-03"]),
    ("1.1.1", "1.1.2"): ("VARCHAR", ["1.1.1", "1.1.2"]),
    ("1-1-1", "1-1-32"): ("VARCHAR", ["1-1-1", "1-1-32"]),
    ("1-1-32", "1-1-1"): ("DATE", ["2032-01-01", "2001-01-01"]),
}
for items, wanted in cases.items():
    Path(path).write_text("\n".join(["编号,指标", *(f"{item},行政复议" for item in items)]) + "\n", encoding="utf-8")
    answer = duckdb.execute("SELECT 编号 FROM read_csv(?)", [path])
    kind = str(answer.description[0][1])
    seen = [str(row[0]) for row in answer.fetchall()]
    others = [pandas.read_csv(path)["编号"].tolist(), polars.read_csv(path)["编号"].to_list(), csv.read_csv(path)["编号"].to_pylist()]
    print("expected", list(items), "seen", kind, seen, "the three others as expected:", others == [list(items)] * 3)
    assert (kind, seen) == wanted and others == [list(items)] * 3
PYTHON
