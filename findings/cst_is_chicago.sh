#!/usr/bin/env bash
# DuckDB 2.0.1, dateparser 1.5.0, feedparser 6.0.14 and Python's own email.utils on moments with the zone's name CST, which is what the time zone database, and so Python's %Z, date(1) and Java's
# Date.toString(), write for Asia/Shanghai, and so stand in pages, feeds and logs of Chinese servers; pandas 3.1.1 beside them.
# Expected: 20:00 on 31 March 2024 in Shanghai; or an error, as pandas raises it (an unrecognized zone), for the name is also that of Chicago's; at the least Shanghai where one has said it.
# Seen: all four take it for Chicago, without a word, and the moment is on 1 April: 10:00 in Shanghai for dateparser, feedparser and email.utils, and 09:00 for DuckDB, to which CST is not an hour
# but the city with its summer time, so that the name of winter time is read as what it does not name. DuckDB does so under SET TimeZone = 'Asia/Shanghai', and read_csv() makes such
# a column TIMESTAMP WITH TIME ZONE by itself; dateparser does so under TIMEZONE 'Asia/Shanghai'. For mail's dates it is the rule (RFC 822 names CST for the United States), for the forms
# of DuckDB and dateparser it is a choice. Known for MySQL's and Java's zone; for DuckDB and dateparser no issue was found.
# Why it matters: a yearly report must be public by 31 March, and what was put up after ten in the morning (eleven in summer, for DuckDB) is on the next day, so that who was in time is late; in the
# last hours of December it is in another year. Take the zone's name off, and say +08:00.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install duckdb==2.0.1 dateparser==1.5.0 feedparser==6.0.14 pandas==3.1.1 tzdata==2026.2
"$folder/venv/bin/python" - "$folder/feed.csv" <<'PYTHON'
import sys
from calendar import timegm
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import dateparser
import duckdb
import feedparser
import pandas

print(*(f"{name} {version(name)}" for name in ("duckdb", "dateparser", "feedparser", "pandas")), f"python {sys.version.split()[0]}", sep=", ")
shanghai = ZoneInfo("Asia/Shanghai")
put_up = datetime(2024, 3, 31, 20, tzinfo=shanghai)
mail, unix, plain = (put_up.strftime(form) for form in ("%a, %d %b %Y %H:%M:%S %Z", "%a %b %d %H:%M:%S %Z %Y", "%Y-%m-%d %H:%M:%S %Z"))
print("written by Python:", mail, unix, plain, sep=" | ")
assert (mail, unix, plain) == ("Sun, 31 Mar 2024 20:00:00 CST", "Sun Mar 31 20:00:00 CST 2024", "2024-03-31 20:00:00 CST")


def ask_duckdb(sql, *values):
    return datetime.fromtimestamp(con.execute(sql, values).fetchone()[0], UTC)


def ask_feed(text):
    feed = feedparser.parse(f'<rss version="2.0"><channel><title>甲县</title><item><title>年度报告</title><pubDate>{text}</pubDate></item></channel></rss>')
    return datetime.fromtimestamp(timegm(feed.entries[0].published_parsed), UTC)


con = duckdb.connect()
con.execute("SET TimeZone = 'Asia/Shanghai'")
Path(sys.argv[1]).write_text(f"标题,发布时间\n年度报告,{plain}\n")
con.execute(f"CREATE TABLE feed AS FROM read_csv('{sys.argv[1]}')")
assert con.execute("SELECT data_type FROM duckdb_columns() WHERE column_name = '发布时间'").fetchone() == ("TIMESTAMP WITH TIME ZONE",)
told = {"TIMEZONE": "Asia/Shanghai", "RETURN_AS_TIMEZONE_AWARE": True}
answers = {
    "DuckDB, a cast": (9, ask_duckdb("SELECT epoch(CAST(? AS TIMESTAMPTZ))", plain)),
    "DuckDB, strptime": (9, ask_duckdb("SELECT epoch(strptime(?, '%a %b %d %H:%M:%S %Z %Y'))", unix)),
    "DuckDB, read_csv": (9, ask_duckdb("SELECT epoch(发布时间) FROM feed")),
    "dateparser": (10, dateparser.parse(unix)),
    "dateparser, told": (10, dateparser.parse(plain, settings=told)),
    "feedparser": (10, ask_feed(mail)),
    "email.utils": (10, parsedate_to_datetime(mail)),
}
for name, (hour, moment) in answers.items():
    print(f"{name:17}", moment.astimezone(shanghai))
    assert moment.astimezone(shanghai) == datetime(2024, 4, 1, hour, tzinfo=shanghai), (name, moment)
assert ask_duckdb("SELECT epoch(CAST(? AS TIMESTAMPTZ))", "2024-03-31 20:00:00") == put_up
assert dateparser.parse("2024-03-31 20:00:00", settings=told) == put_up
try:
    raise SystemExit(f"pandas: {pandas.to_datetime(plain)}")
except ValueError as error:
    print(f"{'pandas':17}", error)
PYTHON
