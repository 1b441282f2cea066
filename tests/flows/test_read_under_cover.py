"""A report that is an attached file is read together with the page that it hangs on, wherever it is read again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.archive.warc import ArchivePlace, open_archive
from flows.backfill.comparison import Comparison, compare_reports
from flows.quality.verify import verify_facts
from flows.runs.revise import note_revisions
from flows.runs.stored_pages import Scope, find_report_pages
from flows.settings import Settings
from parsers.attachment_page import parse_page_or_attachment
from parsers.records import RawPage
from parsers.version import parser_version
from tests.fault_server.files import make_docx
from tests.fault_server.reports import make_report
from tests.warehouse_samples import LATER, NOON, write_empty
from warehouse.database import close_warehouse, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.address_ledger import AttachmentRow, write_attachments
from warehouse.load.load import load_pages

URL = "https://www.example.gov.cn/fzzf/a.html"
COVER = RawPage(
    URL,
    "<html><head><title>甲子县2022年度法治政府建设情况报告</title></head><body><h1>甲子县2022年度法治政府建设情况报告</h1>"
    '<div>发布时间：2023-03-28 来源：甲子县司法局</div><p><a href="a.docx">附件</a></p></body></html>'.encode(),
    "text/html; charset=utf-8",
)


def make_file(*, corrected: bool = False) -> RawPage:
    """A file whose own text tells neither what it is nor of which year: only the page that it hangs on does."""
    report = make_report("甲子县", 2022)
    lines = (report.correct() if corrected else report).paragraphs()
    for told, untold in (
        ("法治政府建设", "有关工作"),
        ("2022年", "全年"),
        ("依法行政", "办事"),
        ("法治建设第一责任人", "有关"),
    ):
        lines = [line.replace(told, untold) for line in lines]
    return RawPage(URL, make_docx(lines), "application/octet-stream")


class Kept:
    """A warehouse with its archive, and files loaded into it under their cover."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(warehouse=folder / "warehouse.duckdb", workers=1)
        self.con = open_warehouse(write_empty(self.settings.warehouse))
        self.cover = self.keep(COVER, NOON)

    def keep(self, page: RawPage, moment: dt.datetime) -> ArchivePlace:
        with open_archive(self.settings.archive_folder) as archive:
            return archive.keep_file(page, moment)

    def load(self, page: RawPage, moment: dt.datetime) -> None:
        place = self.keep(page, moment)
        run_id = start_run(self.con, "test", {}, moment)
        self.hang(page)
        item = LoadItem(
            URL,
            page.page_id,
            moment,
            parse_page_or_attachment(page, COVER),
            content_type=page.content_type,
            byte_count=len(page.body),
            archive_file=place.archive_file,
            archive_offset=place.archive_offset,
        )
        assert load_pages(self.con, run_id, [item], parser_version()).loaded == 1
        end_run(self.con, run_id, moment)

    def hang(self, page: RawPage) -> None:
        row = AttachmentRow(
            page.page_id,
            URL,
            f"{URL}.docx",
            "附件",
            COVER.page_id,
            COVER.content_type,
            self.cover.archive_file,
            self.cover.archive_offset,
        )
        write_attachments(self.con, [row])

    def note(self) -> int:
        return note_revisions(self.con, "r", self.settings.archive_folder)

    def list_revisions(self) -> list[tuple[str, float | None, float | None]]:
        return self.con.execute("SELECT change, old_value, new_value FROM revision").fetchall()


@pytest.fixture
def kept(tmp_path: Path):
    made = Kept(tmp_path)
    yield made
    close_warehouse(made.con)


def test_file_alone_is_no_report() -> None:
    """What the tests below rest on."""
    assert parse_page_or_attachment(make_file()).refusal is not None
    assert parse_page_or_attachment(make_file(), COVER).refusal is None


def test_replay_would_change_nothing(kept: Kept) -> None:
    kept.load(make_file(), NOON)
    comparison = Comparison()
    pages = find_report_pages(kept.con, Scope(), 2022, only_stale=False)
    compare_reports(kept.con, kept.settings, pages, comparison, lambda done, total: None)
    assert (comparison.refused, comparison.renamed, comparison.list_rows()) == ([], [], [])
    assert comparison.same == kept.con.execute("SELECT fact_count FROM report").fetchall()[0][0] > 10


def test_facts_are_found_again(kept: Kept) -> None:
    kept.load(make_file(), NOON)
    found = verify_facts(kept.con, kept.settings.archive_folder, sample=None, workers=1)
    assert found.facts > 10
    assert found.failures == ()


def test_changed_figure_of_a_file_is_a_revision(kept: Kept) -> None:
    kept.load(make_file(), NOON)
    kept.load(make_file(corrected=True), LATER)
    received = dict(make_report("甲子县", 2022).figures)["received"]
    assert kept.note() == 1
    assert kept.list_revisions() == [("changed", received, received + 7)]


@pytest.mark.parametrize("which", ["old", "new"])
def test_version_that_cannot_be_read_any_more_has_not_lost_its_figures(kept: Kept, which: str) -> None:
    old, new = make_file(), make_file(corrected=True)
    kept.load(old, NOON)
    kept.load(new, LATER)
    spoilt = old if which == "old" else new
    # By other rules, or under another cover, it would be no report: here the cover is gone from the ledger.
    kept.con.execute("DELETE FROM attachment WHERE page_id = ?", [spoilt.page_id])
    assert kept.note() == 0
    assert kept.list_revisions() == []
    # It stays to be compared on the day when it can be read.
    kept.hang(spoilt)
    assert kept.note() == 1
    assert [change for change, _, _ in kept.list_revisions()] == ["changed"]
