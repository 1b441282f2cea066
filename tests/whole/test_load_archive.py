"""A WARC file as the source of `fazhi ingest`: its pages come in once, and are copied once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flows.archive.warc import open_archive
from parsers.records import RawPage
from tests.command_line import query, run_fazhi, write_report

THEN = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def write_source(folder: Path) -> Path:
    """A WARC file in which one address stands twice, with another version, and then the first version again."""
    versions = [("甲", 0), ("乙", 1), ("丙", 2), ("甲", 7), ("甲", 0)]
    with open_archive(folder / "source") as archive:
        for day, (name, number) in enumerate(versions):
            body = write_report(folder / "report.txt", number).read_bytes()
            page = RawPage(f"https://www.example.gov.cn/{ord(name)}.html", body, "text/plain; charset=utf-8")
            archive.keep_file(page, THEN + dt.timedelta(minutes=day))
    [file] = (folder / "source").iterdir()
    return file


def test_pages_of_an_archive_are_loaded_and_copied_once(tmp_path: Path) -> None:
    source = write_source(tmp_path)
    first = run_fazhi("ingest", source, cwd=tmp_path, home=tmp_path / "home")
    assert first.returncode == 0, first.stderr
    counts = "SELECT seen, loaded, unchanged, quarantined FROM run ORDER BY started_at DESC LIMIT 1"
    [run] = query(counts, tmp_path)
    assert (run["seen"], run["quarantined"]) == (5, 0)
    assert query("SELECT count(*) AS n FROM report", tmp_path) == [{"n": 3}]
    content = query("SELECT report_id, url, page_id, text_digest FROM report ORDER BY ALL", tmp_path)
    folder = tmp_path / "warehouse.archive"
    size = sum(file.stat().st_size for file in folder.iterdir())

    again = run_fazhi("ingest", source, cwd=tmp_path, home=tmp_path / "home")
    assert again.returncode == 0, again.stderr
    assert query("SELECT report_id, url, page_id, text_digest FROM report ORDER BY ALL", tmp_path) == content
    # The version between was superseded, so it and what follows it are looked at once more; the other three are known.
    grown = sum(file.stat().st_size for file in folder.iterdir()) - size
    assert grown < size / 2
