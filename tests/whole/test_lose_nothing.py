"""Whatever a folder holds is read or counted, what the archive lost is written again, a part never takes the place of the whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.archive.files import list_pages, read_file
from flows.commands.ask.parse import describe_page
from flows.commands.fill.ingest import run_ingest
from flows.quality.verify import verify_facts
from flows.runs.parsing import parse_apart
from parsers.records import RawPage, Refusal
from tests.fault_server.files import make_docx, make_pdf
from tests.parsers.test_judge_wholeness import PARAGRAPHS, SIGNATURE, TITLE, WHOLE, make_page
from warehouse.check.checks import check_warehouse
from warehouse.publish.snapshot import open_reader

LINES = [TITLE, *PARAGRAPHS, *SIGNATURE]


def query(folder: Path, sql: str) -> list[dict[str, object]]:
    with open_reader(folder / "warehouse.duckdb") as con:
        result = con.execute(sql)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def ingest(folder: Path, source: Path | None = None) -> None:
    """The command, in this process: every one of its own would take longer than all that it does."""
    assert run_ingest([str(source or folder / "pages")], folder / "warehouse.duckdb") in (0, 1)


def count_differences(folder: Path) -> int:
    with open_reader(folder / "warehouse.duckdb") as con:
        return len(verify_facts(con, folder / "warehouse.archive", sample=None, workers=1).failures)


def find_faults(folder: Path) -> list[str]:
    with open_reader(folder / "warehouse.duckdb") as con:
        return [result.name for result in check_warehouse(con) if not result.passed]


def write_files(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.html").write_text(WHOLE, encoding="utf-8")
    (folder / "b.docx").write_bytes(make_docx([line.replace("云岭县", "丙县").replace("137", "141") for line in LINES]))
    (folder / "c.pdf").write_bytes(make_pdf([line.replace("云岭县", "丁县").replace("137", "151") for line in LINES]))
    (folder / "content_17.jsp").write_text(WHOLE.replace("云岭县", "戊县").replace("137", "161"), encoding="utf-8")
    (folder / "notes.md").write_text("notes", encoding="utf-8")
    (folder / "list.csv").write_text("a,b", encoding="utf-8")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nothing")
    write_files(folder / "pages")
    ingest(folder)
    return folder


def test_every_file_of_a_folder_is_read_or_counted(loaded: Path) -> None:
    [run] = query(loaded, "SELECT seen, loaded, unchanged, quarantined, not_a_page FROM run")
    assert run["seen"] == 4
    assert run["not_a_page"] == 2
    kinds = query(loaded, "SELECT source_kind, state, is_sample FROM report ORDER BY url")
    assert [(row["source_kind"], row["state"], row["is_sample"]) for row in kinds] == [
        ("html", "whole", False),
        ("docx", "whole", False),
        ("pdf", "whole", False),
        ("html", "whole", False),
    ]


@pytest.mark.parametrize("name", ["b.docx", "c.pdf"])
def test_file_parsed_alone_is_read_as_in_a_folder(loaded: Path, name: str) -> None:
    [page] = list_pages([str(loaded / "pages" / name)]).pages
    raw = read_file(page)
    assert isinstance(raw, RawPage)
    told = describe_page(parse_apart(raw))
    assert told["kind"] == "report"
    [row] = query(loaded, f"SELECT text, source_kind FROM report WHERE url LIKE '%/{name}'")
    assert (told["text"], told["source_kind"]) == (row["text"], row["source_kind"])


@pytest.mark.parametrize("loss", ["folder", "file cut", "record overwritten"])
def test_lost_archive_is_written_again_when_the_bytes_come(loaded: Path, tmp_path: Path, loss: str) -> None:
    folder = tmp_path / "again"
    shutil.copytree(loaded, folder)
    query_urls = "SELECT url FROM page ORDER BY url"
    urls = [str(row["url"]) for row in query(folder, query_urls)]
    archive = folder / "warehouse.archive"
    [file] = archive.glob("*.warc.gz")
    body = file.read_bytes()
    if loss == "folder":
        shutil.rmtree(archive)
    elif loss == "file cut":
        file.write_bytes(body[: len(body) // 2])
    else:
        file.write_bytes(body[: len(body) // 3] + b"\0" * 200 + body[len(body) // 3 + 200 :])
    assert count_differences(folder)
    # The same files at the same addresses.
    ingest(folder, loaded / "pages")
    assert [str(row["url"]) for row in query(folder, query_urls)] == urls
    assert count_differences(folder) == 0


def test_part_of_a_report_goes_in_as_a_part_and_takes_no_whole_ones_place(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    page = pages / "t20240120_17.html"
    cut = WHOLE[: WHOLE.index("排查矛盾纠纷20") + len("排查矛盾纠纷20")]
    page.write_text(cut, encoding="utf-8")
    ingest(tmp_path)
    [row] = query(tmp_path, "SELECT report_id, state, state_detail FROM report")
    assert row["state"] == "incomplete"
    assert query(tmp_path, "SELECT count(*) AS n FROM completeness") == [{"n": 0}]
    page.write_text(WHOLE, encoding="utf-8")
    ingest(tmp_path)
    [whole] = query(tmp_path, "SELECT report_id, state, fact_count FROM report")
    assert (whole["report_id"], whole["state"]) == (row["report_id"], "whole")
    assert query(tmp_path, "SELECT count(*) AS n FROM completeness") == [{"n": 5}]
    for part in (cut, make_page(PARAGRAPHS[:6] + SIGNATURE), WHOLE.encode()[:900] + WHOLE[600:].encode("gb18030")):
        page.write_bytes(part if isinstance(part, bytes) else part.encode())
        ingest(tmp_path)
        assert query(tmp_path, "SELECT report_id, state, fact_count FROM report") == [whole]
        [held] = query(tmp_path, "SELECT reason FROM quarantine")
        assert held["reason"] in ("incomplete_page", "not_a_report")
    assert query(tmp_path, "SELECT count(*) AS n FROM revision") == [{"n": 0}]
    page.write_text(WHOLE, encoding="utf-8")
    ingest(tmp_path)
    assert query(tmp_path, "SELECT count(*) AS n FROM quarantine") == [{"n": 0}]
    assert count_differences(tmp_path) == 0
    assert find_faults(tmp_path) == []


def test_next_years_report_at_the_same_address_is_another_one(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "report.html").write_text(WHOLE, encoding="utf-8")
    ingest(tmp_path)
    later = WHOLE.replace("2024", "2025").replace("2023", "2024").replace("137", "149").replace("2008件", "2111件")
    (pages / "report.html").write_text(later, encoding="utf-8")
    ingest(tmp_path)
    years = query(tmp_path, "SELECT year FROM report ORDER BY year")
    assert [row["year"] for row in years] == [2023, 2024]
    assert find_faults(tmp_path) == []


def test_file_that_takes_long_is_given_up_in_a_process_of_its_own() -> None:
    body = make_pdf(["依法行政" * 60] * 800)
    parsed = parse_apart(RawPage("file:///long.pdf", body), page_seconds=0.2)
    assert isinstance(parsed, Refusal)
    assert parsed.reason in ("parser_too_slow", "parser_died")
