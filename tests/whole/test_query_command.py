"""`fazhi sql`, `status` and `check` on a warehouse: readers never write, and a wrong question says what is wrong."""

from __future__ import annotations

import csv
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from rich.cells import cell_len

from flows.archive.files import find_sample_pages
from parsers.page import parse_page
from parsers.records import RawPage
from parsers.version import parser_version
from tests.command_line import COMMAND, make_environment, run_fazhi
from tests.warehouse_samples import write_empty
from warehouse.database import close_warehouse, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.load import load_pages
from warehouse.publish.snapshot import name_snapshot, publish_snapshot

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a warehouse of the sample pages and one page in quarantine, published."""
    folder = tmp_path_factory.mktemp("query")
    con = open_warehouse(write_empty(folder / "warehouse.duckdb"))
    run = start_run(con, "ingest", {}, NOW)
    pages = [RawPage(path.as_uri(), path.read_bytes()) for path in sorted(find_sample_pages().glob("*.html"))]
    pages.append(RawPage("file:///empty.html", b""))
    items = [LoadItem(page.url, page.page_id, NOW, parse_page(page), byte_count=len(page.body)) for page in pages]
    load_pages(con, run, items, parser_version())
    end_run(con, run, NOW)
    close_warehouse(con)
    publish_snapshot(folder / "warehouse.duckdb")
    return folder


def ask(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_fazhi(*arguments, cwd=folder, home=folder)


def test_a_table_stands_straight_with_chinese_in_it(folder: Path) -> None:
    done = ask(folder, "sql", "SELECT region_name, year FROM report ORDER BY 1")
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.rstrip().endswith(tuple("0123456789"))]
    assert len(rows) == 5
    assert len({cell_len(line) for line in rows}) == 1
    assert "5 行 rows" in done.stdout


def test_long_values_are_cut_and_said_so_only_in_tables(folder: Path) -> None:
    table = ask(folder, "sql", "SELECT text FROM report LIMIT 1").stdout
    assert "…" in table
    whole = json.loads(ask(folder, "sql", "SELECT text FROM report LIMIT 1", "--format", "json").stdout)
    assert len(whole[0]["text"]) > 500
    many = ask(folder, "sql", "FROM range(5000)").stdout
    assert "5000 rows, the first 1000 shown" in many


def test_forms_for_programs(folder: Path) -> None:
    query = (
        "SELECT '甲|乙' AS a, DATE '2024-01-02' AS b, 1.50::DECIMAL(4,2) AS c, NULL AS d, 'x\ny,\"z\"' AS e, [1, 2] AS f, "
        "'\\xAB'::BLOB AS g, 12345678901234567890::HUGEINT AS h"
    )
    rows = json.loads(ask(folder, "sql", query, "--format", "json").stdout)
    assert rows == [
        {
            "a": "甲|乙", "b": "2024-01-02", "c": 1.5, "d": None, "e": 'x\ny,"z"', "f": [1, 2], "g": "ab",
            "h": 12345678901234567890,
        }
    ]  # fmt: skip
    lines = list(csv.reader(StringIO(ask(folder, "sql", query, "--format", "csv").stdout)))
    assert lines[0] == ["a", "b", "c", "d", "e", "f", "g", "h"]
    assert lines[1][:5] == ["甲|乙", "2024-01-02", "1.50", "", 'x\ny,"z"']
    markdown = ask(folder, "sql", query, "--format", "markdown").stdout.splitlines()
    assert len(markdown) == 3
    assert markdown[2].startswith("| 甲\\|乙 | 2024-01-02 | 1.50 |  | x y,")


@pytest.mark.parametrize(("form", "printed"), [("json", "[]"), ("csv", "n"), ("table", "0 行 rows")])
def test_no_rows(folder: Path, form: str, printed: str) -> None:
    done = ask(folder, "sql", "SELECT 1 AS n WHERE false", "--format", form)
    assert done.returncode == 0, done.stderr
    assert printed in done.stdout


def test_a_reader_does_not_write(folder: Path) -> None:
    files = {path.name: path.read_bytes() for path in folder.glob("*.duckdb")}
    for query in ("DELETE FROM report", "CREATE TABLE mine AS SELECT 1", "DROP VIEW fact_indicator"):
        done = ask(folder, "sql", query)
        assert done.returncode == 2
        assert "nothing was changed" in done.stderr
    assert ask(folder, "sql", "SELECT count(*) FROM report").returncode == 0
    assert {path.name: path.read_bytes() for path in folder.glob("*.duckdb")} == files


def test_wrong_questions_say_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    for arguments, told in (
        (["sql", "SELECT nothing FROM report"], "nothing"),
        (["sql", "SELEC 1"], "SELEC"),
        (["sql", "FROM reports"], "reports"),
        (["sql"], "QUERY"),
        (["sql", "FROM report", "--format", "xml"], "xml"),
        (["sql", "FROM report", "--warehouse", str(tmp_path / "none.duckdb")], "fazhi ingest"),
        (["status", "--warehouse", str(tmp_path / "none.duckdb")], "fazhi ingest"),
        (["check", "--warehouse", str(tmp_path / "none.duckdb")], "fazhi ingest"),
    ):
        done = ask(folder, *arguments)
        assert done.returncode == 2, (arguments, done)
        assert told in done.stderr
        assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_stops_listening_is_no_error(folder: Path) -> None:
    reader = subprocess.Popen(
        [*COMMAND, "sql", "FROM range(1000000)", "--format", "csv"],
        cwd=folder,
        env=make_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert reader.stdout is not None
    assert reader.stderr is not None
    assert reader.stdout.readline() == b"range\n"
    reader.stdout.close()
    assert b"Traceback" not in reader.stderr.read()
    reader.stderr.close()
    reader.wait()


@pytest.fixture
def writer(folder: Path) -> Iterator[None]:
    """Another process that has begun to write."""
    write = "import duckdb; c = duckdb.connect('warehouse.duckdb'); c.execute('CREATE TEMP TABLE t AS SELECT 1'); print(flush=True); input()"
    process = subprocess.Popen([sys.executable, "-c", write], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    yield
    process.communicate(b"\n")


@pytest.mark.usefixtures("writer")
def test_readers_need_not_wait_for_a_writer(folder: Path) -> None:
    for command in (["sql", "SELECT count(*) FROM report"], ["status"]):
        done = ask(folder, *command)
        assert done.returncode == 0, done.stderr


def test_status_tells_years_quarantine_and_runs(folder: Path) -> None:
    done = ask(folder, "status")
    assert done.returncode == 0, done.stderr
    for told in ("2019", "2023", "empty_page", "file:///empty.html", "completed"):
        assert told in done.stdout


def test_check_tells_what_is_broken_and_how_to_find_it(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "broken.duckdb"
    copy.write_bytes((folder / "warehouse.duckdb").read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute("DELETE FROM section WHERE report_id = '410928-2023' AND seq = 1")
    assert not name_snapshot(copy).exists()
    done = ask(folder, "check", "--warehouse", str(copy))
    assert done.returncode == 1
    assert "section_parent" in done.stdout
    assert "410928-2023" in done.stdout
    assert "fazhi sql" in done.stdout
