"""What the warehouse knows of the pages and reports that a batch touches, and what the batch changes in it.

Filled from the database for one batch, changed by `placement` item by item, written back by `load`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from parsers.records import Metadata
from warehouse.items import LoadItem, TabulatedPage
from warehouse.load.samples import is_sample

LOADED, DUPLICATE, SUPERSEDED, QUARANTINED = "loaded", "duplicate", "superseded", "quarantined"
INCOMPLETE = "incomplete"
"""State of a report of which a part is missing."""


@dataclass(slots=True)
class PageEntry:
    """A row of `page`. `item` is what made or last changed it in this batch, None where only the time changes."""

    url: str
    page_id: str
    last_fetched_at: dt.datetime
    outcome: str
    report_id: str | None
    text_digest: str | None
    is_current: bool
    parser_version: str | None
    encoding: str | None = None
    item: LoadItem | None = None
    is_new: bool = False
    is_touched: bool = False
    is_changed: bool = False


@dataclass(slots=True)
class ReportEntry:
    """A living row of `report`; `parsed` is set where this batch writes it."""

    report_id: str
    url: str
    page_id: str
    text_digest: str
    text_hash: str | None
    """MD5 of the exact text; None where another parser version wrote it, which is never compared."""
    parser_version: str
    metadata: Metadata
    """Without `region_evidence`."""
    section_count: int
    fact_count: int
    state: str | None = None
    state_detail: str | None = None
    source_kind: str | None = None
    region_evidence: str | None = None
    kind_evidence: str | None = None
    parsed: TabulatedPage | None = None

    @classmethod
    def write(cls, parsed: TabulatedPage, *, report_id: str, url: str, digest: str) -> ReportEntry:
        """The row that a page gives; `digest` is that of its text."""
        return cls(
            report_id=report_id,
            url=url,
            page_id=parsed.page_id,
            text_digest=digest,
            text_hash=None,
            parser_version=parsed.parser_version,
            metadata=parsed.metadata,
            section_count=parsed.section_count,
            fact_count=parsed.fact_count,
            state=parsed.state,
            state_detail=parsed.defect,
            source_kind=parsed.source_kind,
            region_evidence=parsed.region_evidence,
            kind_evidence=parsed.kind_evidence,
            parsed=parsed,
        )

    @property
    def is_incomplete(self) -> bool:
        """Whether what is stored is known to be a part of the report."""
        return self.state == INCOMPLETE


@dataclass(slots=True)
class QuarantineEntry:
    """A row of `quarantine`."""

    url: str
    page_id: str | None
    stage: str
    reason: str
    detail: str
    first_seen: dt.datetime
    last_seen: dt.datetime
    attempts: int
    parser_version: str | None


@dataclass(slots=True)
class Ledger:
    """The state that a batch works on. Pages, reports and quarantine hold all that its rules can ask for."""

    fetch_text: Callable[[str], str]
    """The stored text of a report, for the rare question whether two texts are versions of one."""
    pages: dict[tuple[str, str], PageEntry] = field(default_factory=dict)
    reports: dict[str, ReportEntry] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    """Names in use or kept for a page that once carried them."""
    quarantine: dict[str, QuarantineEntry] = field(default_factory=dict)
    pages_of_url: dict[str, list[PageEntry]] = field(default_factory=dict)
    report_of_digest: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, int | None] = field(default_factory=dict)
    """Reports whose stored rows go (removed, renamed, or written anew), with the year that they are stored under."""
    repointed: set[str] = field(default_factory=set)
    """Reports that stay as they are but now stand on another page."""
    released: Counter[tuple[str, int | None]] = field(default_factory=Counter)
    """Rows by relation and year that went because their source changed, not our rules: pinned counts fall by them."""
    healed: set[str] = field(default_factory=set)
    quarantined: set[str] = field(default_factory=set)

    def add_page(self, page: PageEntry) -> None:
        """Take in a page, known or new."""
        self.pages[page.url, page.page_id] = page
        self.pages_of_url.setdefault(page.url, []).append(page)
        if page.report_id is not None:
            self.taken.add(page.report_id)

    def add_report(self, report: ReportEntry) -> None:
        """Take in a living report, known or new."""
        self.reports[report.report_id] = report
        self.report_of_digest[report.text_digest] = report.report_id
        self.taken.add(report.report_id)

    def find_current(self, url: str) -> PageEntry | None:
        """The newest page at this address that could be read, as far as the ledger knows.

        It knows all pages of the batch's addresses, and of others those that carry a report at hand.
        """
        return next((page for page in self.pages_of_url.get(url, ()) if page.is_current), None)

    def find_pages(self, report_id: str) -> list[PageEntry]:
        """The pages that carry or carried this report."""
        return [page for page in self.pages.values() if page.report_id == report_id]

    def find_twin(self, digest: str) -> ReportEntry | None:
        """The living report with this very text."""
        return self.reports.get(self.report_of_digest.get(digest, ""))

    def read_text(self, report: ReportEntry) -> str:
        """The report's text as it stands now."""
        return self.fetch_text(report.report_id) if report.parsed is None else report.parsed.text

    def is_held(self, report: ReportEntry) -> bool:
        """Whether the address that the report was read from still carries it, as far as we know."""
        current = self.find_current(report.url)
        return current is not None and current.report_id == report.report_id

    def choose_name(self, name: str) -> str:
        """The name, or where it is taken the name with the first free number from 2."""
        number, chosen = 1, name
        while chosen in self.taken:
            number += 1
            chosen = f"{name}-{number}"
        return chosen

    def displace_samples(self, name: str) -> None:
        """Free this name where only sample pages carry it: their report goes, the pages forget it and are read anew if asked for."""
        pages = self.find_pages(name)
        report = self.reports.get(name)
        if not pages or not all(is_sample(page.page_id) for page in pages):
            return
        for page in pages:
            page.outcome, page.report_id, page.parser_version = SUPERSEDED, None, None
            page.is_current, page.is_changed = False, True
        if report is not None:
            self.drop_report(report)
            self.release_counts(report, None)
        self.taken.discard(name)

    def drop_report(self, report: ReportEntry) -> None:
        """The report's rows go. Its name stays taken while a page remembers it."""
        del self.reports[report.report_id]
        if self.report_of_digest.get(report.text_digest) == report.report_id:
            del self.report_of_digest[report.text_digest]
        self.replaced.setdefault(report.report_id, report.metadata.year)
        self.repointed.discard(report.report_id)

    def release_counts(self, report: ReportEntry, successor: ReportEntry | None) -> None:
        """Let the pinned counts fall by what a changed source took away."""
        kept = successor if successor is not None and successor.metadata.year == report.metadata.year else None
        lost = {
            "report": 1 - (kept is not None),
            "section": report.section_count - (kept.section_count if kept else 0),
            "fact_indicator": report.fact_count - (kept.fact_count if kept else 0),
        }
        for relation, rows in lost.items():
            if rows > 0:
                self.released[relation, report.metadata.year] += rows
