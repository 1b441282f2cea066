#!/usr/bin/env bash
# DuckDB 2.0.1, the SQL of polars 2.1.0 (DataFrame.sql() and sql_expr()), DataFusion 55.0.0 and sqlglot 30.30.0, on a table with a column for each year, 2022年 and 2023年, and one 60日内办结, as
# tables of reports have them, asked for by these names without quotes, as Chinese names may be written elsewhere (项目); SQLite beside them.
# Expected: the column, or an error, as SQLite gives it (unrecognized token) and as PostgreSQL does since its version 15 for a number with letters behind it.
# Seen: SELECT 项目, 2023年 is read as the number 2023 with the name 年: each row says 2023 under 年 (60 under 日内办结), in DuckDB also where the query is kept as a view, copied to
# a file or put into another table. ORDER BY 3 then sorts nothing, and max(年) over it is 2023. sqlglot's qualify(), which is given the table's columns, takes 2023 AS 年 too, and only reads a
# name under mysql, hive, spark and clickhouse. An error comes where no name may stand behind a value: sum(2023年), WHERE 2023年 > 50. Known: DataFusion issue 108 (of 2021, closed: as PostgreSQL
# did then); for DuckDB only the question of its R users is found (dplyr issue 6979), for polars none.
# Why it matters: year by year and side by side is the commonest form of these tables, and 2023 looks like a count: joined over the counties it gives each of them 2023 cases. A query with names
# that begin with a figure needs its quotes ("2023年"); look at the names of the columns that came back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install duckdb==2.0.1 polars==2.1.0 datafusion==55.0.0 sqlglot==30.30.0
"$folder/venv/bin/python" - "$folder/copy.csv" <<'PYTHON'
import sqlite3
import sys
from importlib.metadata import version
from pathlib import Path

import datafusion
import duckdb
import polars
import sqlglot
from sqlglot.optimizer.qualify import qualify

print(*(f"{name} {version(name)}" for name in ("duckdb", "polars", "datafusion", "sqlglot")), f"sqlite {sqlite3.sqlite_version}", sep=", ")
columns = {"项目": ["行政复议", "行政应诉"], "2022年": [58, 40], "2023年": [62, 50], "60日内办结": [55, 47]}
rows = list(zip(*columns.values()))
named = ", ".join(f'"{name}"' for name in columns)
query, quoted = "SELECT 项目, 2022年, 2023年, 60日内办结 FROM t", f"SELECT {named} FROM t"
heads, wrong = ["项目", "年", "年", "日内办结"], [(row[0], 2022, 2023, 60) for row in rows]

con, lite = duckdb.connect(), sqlite3.connect(":memory:")
for base in (con, lite):
    base.execute(f"CREATE TABLE t ({named.replace(',', ' INT,').replace('INT', 'TEXT', 1)} INT)")
    base.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", rows)
    assert base.execute(quoted).fetchall() == rows
answer = con.execute(query)
print("DuckDB    ", [column[0] for column in answer.description], *(found := answer.fetchall()))
assert [column[0] for column in con.execute(query).description] == heads and found == wrong
assert con.execute(query + " ORDER BY 3 DESC, 1").fetchall() == wrong
con.execute("CREATE VIEW kept AS SELECT 项目, 2023年 FROM t")
con.execute(f"COPY (SELECT 项目, 2023年 FROM t) TO '{sys.argv[1]}'")
print("  a view  ", *con.execute("SELECT * FROM kept").fetchall(), con.execute("SELECT max(年) FROM kept").fetchone(), "a file", Path(sys.argv[1]).read_text().split())
assert con.execute("SELECT max(年) FROM kept").fetchone() == (2023,)
assert Path(sys.argv[1]).read_text().split() == ["项目,年", "行政复议,2023", "行政应诉,2023"]
for part in ("SELECT sum(2023年) FROM t", "SELECT 项目 FROM t WHERE 2023年 > 50"):
    try:
        raise SystemExit(f"{part}: {con.execute(part).fetchall()}")
    except duckdb.ParserException as error:
        print("          ", part, "->", str(error).split("\n")[0])
try:
    raise SystemExit(f"SQLite: {lite.execute(query).fetchall()}")
except sqlite3.OperationalError as error:
    print("SQLite    ", error)

frame = polars.DataFrame(columns)
found = frame.sql("SELECT 项目, 2023年 FROM self")
print("polars    ", found.columns, *found.rows())
assert (found.columns, found.rows()) == (["项目", "年"], [(row[0], 2023) for row in rows])
assert frame.select(polars.sql_expr("2023年")).to_dict(as_series=False) == {"年": [2023]}
assert frame.sql('SELECT 项目, "2023年" FROM self').rows() == [(row[0], row[2]) for row in rows]
context = datafusion.SessionContext()
context.from_pydict(columns, name="t")
found = context.sql("SELECT 项目, 2023年 FROM t").to_pydict()
print("DataFusion", found)
assert found == {"项目": columns["项目"], "年": [2023, 2023]}
schema = {"t": {name: "int" for name in columns}}
found = qualify(sqlglot.parse_one("SELECT 项目, 2023年 FROM t", read="duckdb"), schema=schema).sql("duckdb")
print("sqlglot   ", found)
assert found == 'SELECT "t"."项目" AS "项目", 2023 AS "年" FROM "t" AS "t"'
assert sqlglot.transpile("SELECT 2023年 FROM t", read="mysql", write="duckdb") == ['SELECT "2023年" FROM t']
PYTHON
