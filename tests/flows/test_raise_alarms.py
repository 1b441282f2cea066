"""Alarms: what a run leaves that a person must see, told once for each cause, cleared when the cause is gone."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.runs.summary import describe_run, write_markdown
from flows.runs.watch import (
    find_correction_alarms,
    find_overdue_alarms,
    find_quarantine_alarms,
    find_share_alarm,
    find_unexplained_alarm,
    find_yield_alarms,
    send_message,
    write_message,
)
from flows.settings import Settings
from parsers.records import Refusal
from tests import made_up_reports
from tests.warehouse.test_correct_facts import ROW
from tests.warehouse_samples import NOON, VERSION, connect_empty, make_item, make_report
from warehouse.check.alarm_ledger import Alarm, mark_sent, note_alarms
from warehouse.diary import start_run
from warehouse.load.corrections import make_corrections, refresh_corrections
from warehouse.load.load import load_pages

COLUMN = "https://www.example.gov.cn/fzzf/"
BROKEN = Alarm("listing_empty", COLUMN, "栏目空了")


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return connect_empty(tmp_path)


def begin(con: duckdb.DuckDBPyConnection, moment: dt.datetime = NOON) -> str:
    return start_run(con, "ingest", {}, moment)


def test_cause_is_told_once_until_it_is_gone(con: duckdb.DuckDBPyConnection) -> None:
    judged = {("listing_empty", None)}
    assert note_alarms(con, [BROKEN], judged, NOON, "r1") == [BROKEN]
    mark_sent(con, [BROKEN], NOON)
    assert note_alarms(con, [BROKEN], judged, NOON + dt.timedelta(days=7), "r2") == []
    assert note_alarms(con, [], judged, NOON + dt.timedelta(days=14), "r3") == []
    # It was gone for a while: this is another cause.
    assert note_alarms(con, [BROKEN], judged, NOON + dt.timedelta(days=21), "r4") == [BROKEN]
    rows = con.execute("SELECT run_id, cleared_at IS NULL FROM alarm ORDER BY raised_at").fetchall()
    assert rows == [("r1", False), ("r4", True)]


def test_cause_that_nobody_was_told_of_is_told_by_the_next_run(con: duckdb.DuckDBPyConnection) -> None:
    note_alarms(con, [BROKEN], {("listing_empty", None)}, NOON, "r1")
    assert note_alarms(con, [], set(), NOON, "r2") == [BROKEN]


def test_what_was_not_looked_at_is_not_cleared(con: duckdb.DuckDBPyConnection) -> None:
    shape = Alarm("yield_fell", "TRS_Editor", "少了")
    note_alarms(con, [shape], {("yield_fell", "TRS_Editor")}, NOON, "r1")
    note_alarms(con, [], {("yield_fell", "density")}, NOON, "r2")
    assert con.execute("SELECT cleared_at FROM alarm").fetchall() == [(None,)]


def test_broken_column_is_an_alarm_and_ordinary_refusals_are_none(con: duckdb.DuckDBPyConnection) -> None:
    run_id = begin(con)
    items = [
        make_item(Refusal("timeout", "慢"), url=COLUMN, stage="discover"),
        make_item(Refusal("timeout", "慢"), url=f"{COLUMN}a.html", stage="fetch"),
        make_item(Refusal("bad_certificate", "过期"), url="https://other.example.gov.cn/", stage="fetch"),
        make_item(Refusal("parser_error", "错"), url=f"{COLUMN}b.html", stage="read"),
        make_item(Refusal("parser_error", "错"), url=f"{COLUMN}c.html", stage="read"),
    ]
    load_pages(con, run_id, items, VERSION)
    found, _ = find_quarantine_alarms(con)
    assert {(alarm.kind, alarm.subject) for alarm in found} == {
        ("listing_broken", COLUMN),
        ("bad_certificate", "https://other.example.gov.cn/"),
        ("parser_error", "parser_error"),
    }


@pytest.mark.parametrize("reason", ["bot_challenge", "timeout", "robots_forbids", "robots_unreachable", "http_503"])
def test_column_that_cannot_be_had_is_one_cause_whatever_the_site_says(
    con: duckdb.DuckDBPyConnection, reason: str
) -> None:
    for told, moment in ((reason, NOON), ("host_unreachable", NOON + dt.timedelta(days=7))):
        run_id = begin(con, moment)
        load_pages(con, run_id, [make_item(Refusal(told, "x"), url=COLUMN, stage="discover")], VERSION)
        found, judged = find_quarantine_alarms(con)
        assert [(alarm.kind, alarm.subject, alarm.detail) for alarm in found] == [
            ("listing_broken", COLUMN, f"{told}：x")
        ]
        untold = note_alarms(con, found, judged, moment, run_id)
        assert len(untold) == (moment == NOON)
        mark_sent(con, untold, moment)


def test_column_that_comes_but_is_broken_has_its_own_reason(con: duckdb.DuckDBPyConnection) -> None:
    run_id = begin(con)
    load_pages(con, run_id, [make_item(Refusal("timeout", "x"), url=COLUMN, stage="discover")], VERSION)
    note_alarms(con, *find_quarantine_alarms(con), NOON, run_id)
    load_pages(con, run_id, [make_item(Refusal("listing_empty", "空"), url=COLUMN, stage="discover")], VERSION)
    note_alarms(con, *find_quarantine_alarms(con), NOON, run_id)
    rows = con.execute("SELECT kind, cleared_at IS NULL FROM alarm ORDER BY kind").fetchall()
    assert rows == [("listing_broken", False), ("listing_empty", True)]


def test_healed_column_is_cleared(con: duckdb.DuckDBPyConnection) -> None:
    run_id = begin(con)
    load_pages(con, run_id, [make_item(Refusal("listing_empty", "空"), url=COLUMN, stage="discover")], VERSION)
    note_alarms(con, *find_quarantine_alarms(con), NOON, run_id)
    con.execute("DELETE FROM quarantine")
    note_alarms(con, *find_quarantine_alarms(con), NOON, run_id)
    assert con.execute("SELECT count(*) FROM alarm WHERE cleared_at IS NULL").fetchall() == [(0,)]


@pytest.mark.parametrize(("refused", "alarms"), [(10, 0), (11, 1)])
def test_share_of_quarantine_has_its_line(con: duckdb.DuckDBPyConnection, refused: int, alarms: int) -> None:
    run_id = begin(con)
    items = [make_item(Refusal("timeout", "慢"), url=f"https://a.example/{n}", stage="fetch") for n in range(refused)]
    items += [make_item(make_report(f"https://b.example/{n}", cases=n, region=None)) for n in range(21 - refused)]
    load_pages(con, run_id, items, VERSION)
    found, judged = find_share_alarm(con, run_id, 0.5)
    assert len(found) == alarms
    assert judged == {("quarantine_share", "ingest")}


def test_few_new_pages_say_nothing_about_the_share(con: duckdb.DuckDBPyConnection) -> None:
    run_id = begin(con)
    load_pages(con, run_id, [make_item(Refusal("timeout", "慢"), url=COLUMN, stage="fetch")], VERSION)
    assert find_share_alarm(con, run_id, 0.5) == ([], set())


@pytest.mark.parametrize(
    ("reports", "facts", "fallen"),
    [(18, 700, False), (20, 300, True), (8, 320, True), (0, 0, True)],
    ids=["as before", "half the figures", "half the reports", "nothing"],
)
def test_shape_that_gives_far_less_is_an_alarm(
    con: duckdb.DuckDBPyConnection, reports: int, facts: int, fallen: bool
) -> None:
    con.execute("INSERT INTO shape_yield VALUES ('r1', 'TRS_Editor', 100, 90, 450000, 3600)")
    con.execute("INSERT INTO shape_yield VALUES ('r2', 'TRS_Editor', 20, ?, ?, ?)", [reports, reports * 5000, facts])
    found, judged = find_yield_alarms(con, "r2")
    assert judged == {("yield_fell", "TRS_Editor")}
    assert bool(found) is fallen


def test_new_shape_is_no_alarm(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO shape_yield VALUES ('r2', 'fresh', 20, 0, 0, 0)")
    assert find_yield_alarms(con, "r2") == ([], set())


def load_years(con: duckdb.DuckDBPyConnection, region: str, years: range, level: str = "county") -> None:
    items = [
        make_item(
            make_report(
                f"https://{region}.example/{level}/{year}", region=region, year=year, level=level, cases=year - 1900
            )
        )
        for year in years
    ]
    load_pages(con, begin(con), items, VERSION)


def test_region_that_published_each_year_is_overdue_from_may(con: duckdb.DuckDBPyConnection) -> None:
    load_years(con, "410928", range(2020, 2025))
    load_years(con, "410927", range(2020, 2026))
    load_years(con, "410926", range(2023, 2025))
    load_years(con, "410923", range(2020, 2025), level="department")
    assert find_overdue_alarms(con, dt.date(2026, 4, 30))[0] == []
    found, _ = find_overdue_alarms(con, dt.date(2026, 5, 1))
    assert [alarm.subject for alarm in found] == ["410928-2025"]
    # In the next winter it is overdue still; by May the region is none any more that publishes each year.
    assert [alarm.subject for alarm in find_overdue_alarms(con, dt.date(2027, 2, 1))[0]] == ["410928-2025"]
    assert "410928" not in {alarm.subject[:6] for alarm in find_overdue_alarms(con, dt.date(2027, 5, 1))[0]}


def test_refused_correction_is_an_alarm(con: duckdb.DuckDBPyConnection) -> None:
    load_years(con, "410928", range(2023, 2024))
    refresh_corrections(con, make_corrections([ROW]))
    [alarm] = find_correction_alarms(con)[0]
    assert (alarm.kind, alarm.subject) == ("correction_refused", "cases")


class _Catcher(http.server.BaseHTTPRequestHandler):
    caught: list[dict[str, Any]]
    answer: int

    def do_POST(self) -> None:
        self.caught.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.answer)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def webhook() -> Iterator[tuple[str, type[_Catcher]]]:
    handler = type("Catcher", (_Catcher,), {"caught": [], "answer": 200})
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", handler
        server.shutdown()


def test_webhook_gets_words_and_rows(webhook: tuple[str, type[_Catcher]]) -> None:
    url, handler = webhook
    assert send_message(write_message([BROKEN]), [BROKEN], Settings(alarm_webhook=url))
    [caught] = handler.caught
    assert COLUMN in caught["text"]
    assert "seeds/sources.csv" in caught["text"]
    assert caught["alarms"] == [{"kind": "listing_empty", "subject": COLUMN, "detail": "栏目空了"}]


def test_message_that_cannot_be_sent_is_owned_up(webhook: tuple[str, type[_Catcher]], tmp_path: Path) -> None:
    url, handler = webhook
    handler.answer = 500
    assert not send_message("x", [BROKEN], Settings(alarm_webhook=url))
    assert not send_message("x", [BROKEN], Settings(alarm_command="false"))
    assert not send_message("x", [BROKEN], Settings(alarm_command="/no/such/command"))
    # Whoever was told by one way is not told again and again because the other is broken.
    target = tmp_path / "mail"
    assert send_message("x", [BROKEN], Settings(alarm_webhook=url, alarm_command=f"tee {target}"))
    assert target.read_text() == "x"


def test_command_gets_the_message_on_its_input(tmp_path: Path) -> None:
    target = tmp_path / "mail"
    assert send_message("有事", [BROKEN], Settings(alarm_command=f"tee {target}"))
    assert target.read_text(encoding="utf-8") == "有事"


@pytest.mark.parametrize(
    ("before", "now", "risen"),
    [(0.1, 0.12, False), (0.1, 0.35, True), (0.3, 0.38, False), (0.3, 0.6, True), (0.0, 0.05, False)],
)
def test_far_more_figures_that_nothing_explains_are_an_alarm(
    con: duckdb.DuckDBPyConnection, before: float, now: float, risen: bool
) -> None:
    reports = list(made_up_reports.make_reports(30, years=1))
    runs = []
    for week, batch in enumerate((reports[:20], reports[20:])):
        runs.append(begin(con, NOON + dt.timedelta(days=7 * week)))
        load_pages(con, runs[-1], [make_item(report) for report in batch], made_up_reports.VERSION)
    former, latest = runs
    for run_id, share in ((former, before), (latest, now)):
        con.execute(
            f"UPDATE fact_indicator_{made_up_reports.FIRST_YEAR} SET indicator_id = NULL, "
            "outside = CASE WHEN hash(report_id, seq) % 1000 < ? * 1000 THEN 'unknown' ELSE 'money' END "
            "WHERE report_id IN (SELECT report_id FROM report WHERE run_id = ?)",
            [share, run_id],
        )
    found, judged = find_unexplained_alarm(con, latest)
    assert judged == {("unknown_rose", "unknown_rose")}
    assert bool(found) is risen
    described = describe_run(con, latest)
    assert described.named + described.outside + described.unknown > 400
    assert abs(described.unknown / (described.outside + described.unknown) - now) < 0.06
    assert f"{described.unknown} 未能说明" in write_markdown(described)


def test_few_figures_say_nothing_about_what_is_unexplained(con: duckdb.DuckDBPyConnection) -> None:
    run_id = begin(con)
    load_pages(con, run_id, [make_item(make_report())], VERSION)
    assert find_unexplained_alarm(con, run_id) == ([], set())
