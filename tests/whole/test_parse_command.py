"""`fazhi parse`: what is read of one page, under the names of the contract, without a warehouse and without Prefect."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.archive.files import find_sample_pages
from tests.command_line import make_environment, run_fazhi, write_report

KEYS = [
    "kind", "detail", "title", "issuer", "source", "published_on", "signed_on", "year", "region_code", "region_name",
    "level", "parent_code", "region_evidence", "state", "state_detail", "source_kind", "text", "sections", "facts",
]  # fmt: skip
SECTION_KEYS = {"seq", "parent_seq", "level", "marker", "heading", "theme", "text", "char_start", "char_end"}
FACT_KEYS = {
    "fact_id", "report_id", "section_seq", "region_code", "year", "indicator_id", "label", "value", "unit", "qualifier",
    "period_start", "period_end", "quote", "sentence", "char_start", "char_end", "part_of", "check_status",
    "parser_version",
}  # fmt: skip


def parse(cwd: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run_fazhi("parse", *arguments, cwd=cwd, home=cwd)


def parse_json(cwd: Path, file: Path) -> dict[str, Any]:
    done = parse(cwd, file, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_a_report_in_the_columns_of_the_contract(tmp_path: Path) -> None:
    page = parse_json(tmp_path, find_sample_pages() / "410928-2023.html")
    assert list(page) == KEYS
    assert (page["kind"], page["detail"]) == ("report", None)
    assert (page["year"], page["region_code"], page["level"]) == (2023, "410928", "county")
    assert page["published_on"].startswith("202")
    assert all(set(section) >= SECTION_KEYS for section in page["sections"])
    assert all(set(fact) >= FACT_KEYS for fact in page["facts"])
    for part in page["sections"]:
        assert page["text"][part["char_start"] : part["char_end"]] == part["text"]
    for fact in page["facts"]:
        assert page["text"][fact["char_start"] : fact["char_end"]] == fact["quote"]
    ids = [fact["fact_id"] for fact in page["facts"]]
    assert len(set(ids)) == len(ids) > 20
    assert {fact["part_of"] for fact in page["facts"]} - {None} <= set(ids)


def test_a_page_that_is_no_report_is_read_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "news.html"
    file.write_text(
        "<title>甲县召开会议</title><h1>甲县召开会议</h1><p>发布时间：2023-05-06</p><div id=zoom>"
        + "<p>会议听取了行政执法工作汇报，部署了6项工作。</p>" * 20,
        encoding="utf-8",
    )
    page = parse_json(tmp_path, file)
    assert list(page) == KEYS
    assert page["kind"] == "not_a_report"
    assert page["detail"]
    assert page["title"] == "甲县召开会议"
    assert page["published_on"] == "2023-05-06"
    assert "部署了6项工作" in page["text"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"", "empty_page", 0), (bytes(range(256)) * 40, "binary_page", 0), (b"\x1f\x8b\x08\x00broken", "broken_gzip", 1)],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, body: bytes, kind: str, status: int) -> None:
    (tmp_path / "page.html").write_bytes(body)
    done = parse(tmp_path, "page.html", "--json")
    page = json.loads(done.stdout)
    assert list(page) == KEYS
    assert page["kind"] == kind
    assert page["detail"]
    assert (page["text"], page["sections"], page["facts"]) == ("", [], [])
    assert done.returncode == status


def test_for_a_person_as_tables(tmp_path: Path) -> None:
    done = parse(tmp_path, write_report(tmp_path / "1.txt", 1))
    assert done.returncode == 0, done.stderr
    for told in (
        "乙县2022年法治政府建设工作报告",
        "一、主要举措和成效",
        "行政复议申请",
        "reconsideration.applications",
        "container     plain_text",
    ):
        assert told in done.stdout


def test_wrong_calls(tmp_path: Path) -> None:
    for arguments, told in ((["nowhere.html"], "nowhere.html"), (["."], "fazhi ingest"), ([], "FILE")):
        done = parse(tmp_path, *arguments)
        assert done.returncode == 2
        assert told in done.stderr
        assert done.stdout == ""


def test_without_prefect_and_database_and_in_a_second(tmp_path: Path) -> None:
    file = find_sample_pages() / "410928-2023.html"
    watch = (
        "import sys; from flows.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(*sorted({'prefect', 'duckdb', 'sqlalchemy'} & set(sys.modules)), file=sys.stderr)"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", watch, "parse", "--json", file],
            cwd=tmp_path,
            env=make_environment(tmp_path),
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stderr.strip() == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == []
