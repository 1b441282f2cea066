#!/usr/bin/env bash
# pandas 3.1.1, read_html(), on a table as reports have it: a column of months written 2023.9, 2023.10, and one of the articles that were applied (3,5).
# Expected: text stays text where a cell is no plain number; a column that holds 2023.10 beside 2023.1 has ten months, as in the page.
# Seen: 2023.10 becomes the number 2023.1, so January and October are one label and a sum by month adds them; 3,5 (articles 3 and 5) becomes 35 and 7,12 becomes
# 712, for a comma is taken as a separator of thousands wherever it stands. Nothing is said. A column in which one cell is no number (2023.11月) stays text.
# Why it matters: monthly figures of enforcement are published in just this form, and read_html is the first thing that a scholar tries. Neither way out is enough
# alone: converters={…: str} keeps 2023.10 but still gives 35, for the comma goes first; thousands=None keeps 3,5 but not 2023.10. A number may be made of a cell only where its whole form is that of a number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install pandas==3.1.1 lxml==6.1.3
"$folder/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version
import pandas as pd
print("pandas", version("pandas"), "lxml", version("lxml"))
def table(rows):
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr><th>月份</th><th>适用条款</th><th>处罚</th></tr>{cells}</table>"
rows = [("2023.1", "3,5", 40), ("2023.9", "7,12", 62), ("2023.10", "3,5", 11)]
read = pd.read_html(io.StringIO(table(rows)))[0]
print(read.to_dict("list"))
print("by month:", read.groupby("月份")["处罚"].sum().to_dict())
typed = pd.read_html(io.StringIO(table(rows)), thousands=None)[0]
print("thousands=None:", typed.to_dict("list"))
converters = {"月份": str, "适用条款": str}
kept = pd.read_html(io.StringIO(table(rows)), converters=converters)[0]
print("converters:", kept.to_dict("list"))
both = pd.read_html(io.StringIO(table(rows)), converters=converters, thousands=None)[0]
print("both:", both.to_dict("list"))
mixed = pd.read_html(io.StringIO(table([*rows, ("2023.11月", "4", 9)])))[0]
print("with 2023.11月:", mixed["月份"].tolist())
assert read["月份"].tolist() == [2023.1, 2023.9, 2023.1]
assert read["适用条款"].tolist() == [35, 712, 35]
assert read.groupby("月份")["处罚"].sum().to_dict() == {2023.1: 51, 2023.9: 62}
assert typed["月份"].tolist() == [2023.1, 2023.9, 2023.1] and typed["适用条款"].tolist() == ["3,5", "7,12", "3,5"]
assert kept["月份"].tolist() == ["2023.1", "2023.9", "2023.10"] and kept["适用条款"].tolist() == ["35", "712", "35"]
assert both["月份"].tolist() == ["2023.1", "2023.9", "2023.10"] and both["适用条款"].tolist() == ["3,5", "7,12", "3,5"]
assert mixed["月份"].tolist() == ["2023.1", "2023.9", "2023.10", "2023.11月"]
PYTHON
