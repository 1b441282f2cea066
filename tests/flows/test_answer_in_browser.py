"""The SQL box of `fazhi browse`: answers as page and JSON; what is no question, or takes too long, changes and holds nothing."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

from flows.commands.publish.site import _serve
from flows.commands.publish.sql_box import MOST_ROWS, SqlBox, respond
from tests.view_samples import Part, build_report, load_reports
from tests.warehouse_samples import write_empty
from warehouse.database import close_warehouse, open_warehouse
from warehouse.publish.snapshot import publish_snapshot


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> SqlBox:
    path = tmp_path_factory.mktemp("box") / "warehouse.duckdb"
    con = open_warehouse(write_empty(path))
    load_reports(
        con, [build_report("410928", 2023, [Part("一、", "<b>复议</b>", "disputes", "全年<script>收到9件。")])]
    )
    close_warehouse(con)
    publish_snapshot(path)
    return SqlBox(path)


def fetch(box: SqlBox, path: str, **query: str) -> tuple[int, str]:
    status, _, body = respond(box, path, urlencode(query))
    return status, body.decode()


def test_json_has_columns_types_and_rows(box):
    status, body = fetch(box, "/sql.json", q="SELECT report_id, year, DATE '2024-01-02' AS day FROM report")
    assert (status, json.loads(body)) == (
        200,
        {
            "columns": ["report_id", "year", "day"],
            "types": ["VARCHAR", "SMALLINT", "DATE"],
            "rows": [["410928-2023", 2023, "2024-01-02"]],
            "has_more": False,
        },
    )


def test_parameters_and_limit(box):
    told = json.loads(
        fetch(box, "/sql.json", q="SELECT $name || i AS x FROM range(5) AS t(i)", name="'; --", limit="2")[1]
    )
    assert (told["rows"], told["has_more"]) == ([["'; --0"], ["'; --1"]], True)
    told = json.loads(fetch(box, "/sql.json", q=f"FROM range({MOST_ROWS + 5})", limit="999999")[1])
    assert (len(told["rows"]), told["has_more"]) == (MOST_ROWS, True)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("DROP TABLE report", "nothing was changed"),
        ("COPY report TO '/tmp/x.csv'", "nothing was changed"),
        ("FROM read_text('/etc/hostname')", "查询有误"),
        ("FROM nothing_there", "查询有误"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("FROM report WHERE year = $year", "-p year="),
        ("FROM search_passage('复议')", "fazhi refresh"),
        ("", "/sql.json?q="),
    ],
)
def test_what_is_no_question_is_told_and_changes_nothing(box, question, told):
    status, body = fetch(box, "/sql.json", q=question)
    assert (status, told in json.loads(body)["error"]) == (400, True)
    assert json.loads(fetch(box, "/sql.json", q="SELECT count(*) FROM report")[1])["rows"] == [[1]]


def test_page_shows_question_and_answer_and_no_markup_acts(box):
    status, page = fetch(box, "/sql", q="SELECT text, '<img src=x>' AS \"<i>\" FROM report -- </textarea><script>")
    assert status == 200
    assert "&lt;script&gt;收到9件" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "<i>" not in page
    assert 'href="/sql.json?q=' in page
    assert fetch(box, "/sql")[0] == 200
    assert "indicator_series" in fetch(box, "/sql")[1]


def test_question_that_takes_too_long_is_stopped(box):
    hasty = SqlBox(box.warehouse, seconds=0.5)
    answer = hasty.answer(
        "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range % 7 = b.range % 5", {}
    )
    assert "0.5" in (answer.error or "")
    assert hasty.answer("SELECT 1", {}).rows == ((1,),)


@pytest.fixture
def address(box: SqlBox, tmp_path: Path) -> Iterator[str]:
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    with _serve(tmp_path, 0, box) as address:
        yield address


def test_served_beside_the_site_and_to_this_machine_alone(address):
    place = urlsplit(address)
    for path, host, status in (
        ("/sql.json?q=" + quote("SELECT 1"), None, 200),
        ("/sql?q=" + quote("SELECT '复议'"), "localhost", 200),
        ("/sql.json?q=SELECT+1", "stranger.example.org", 403),
        ("/index.html", None, 200),
        ("/sqlite", None, 404),
    ):
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
        connection.request("GET", path, headers={} if host is None else {"Host": host})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert (path, answer.status) == (path, status)
        if path.startswith("/sql") and status == 200:
            assert "default-src 'none'" in (answer.getheader("Content-Security-Policy") or "")
