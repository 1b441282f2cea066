"""Where a page belongs: a report of its own, a new version of one, a copy of one, or quarantine.

The rules, for a page at an address:
1. The same bytes read by the same parser version change nothing.
2. A text that a living report has already is that report: a copy (republished elsewhere), or, where the report's own
   address carries something else by now, the report's new home.
3. Other bytes at the address of a report are its new version and replace it. If region, year or kind came out
   differently, the report moves to its new name, unless the text is another one altogether (an address that shows each
   year's report in turn): then the former report stays and the new one stands beside it.
4. The same bytes read by a newer parser version replace the report that they gave, wherever it is named now.
5. An older version, replayed from the archive, never displaces a newer one.
6. What cannot be read goes to quarantine; the report that the address gave before stays, unless these very bytes
   gave it and are judged to be none now. Where they could not be read (OUR_FAULTS), it stays too.
7. A part of a report (`warehouse.load.partial`) never takes the place of the whole one: it goes to quarantine.
8. Another year is another report, whatever words the two have in common: sites put this year's at last year's address.
   Where no figure differs either, the site has corrected the year.
9. A report of a government takes its name from the project's own sample page of the same region and year, which goes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from parsers.records import Refusal
from warehouse.items import LoadItem, Outcome, TabulatedPage, fold_time
from warehouse.load.identity import are_versions, name_report, strip_number
from warehouse.load.ledger import (
    DUPLICATE,
    LOADED,
    QUARANTINED,
    SUPERSEDED,
    Ledger,
    PageEntry,
    QuarantineEntry,
    ReportEntry,
)
from warehouse.load.partial import are_one_report, refuse_part
from warehouse.load.samples import is_sample

OUR_FAULTS = frozenset(
    {
        # This program or this machine failed.
        *("archive_damaged", "defective_parse", "parser_died", "parser_error", "parser_too_slow"),
        # It gave up: bounds of ours, or a library that does not read what it once read.
        *("oversized_page", "attachment_unreadable", "scanned_pdf", "binary_page", "compressed_page"),
    }
)
"""Reasons that say that the bytes could not be read, nothing about what they say. Bytes that once gave a report can be read:
only a judgement of their words (that they are news, say) takes the report away."""


def place_item(
    ledger: Ledger, item: LoadItem, refusal: Refusal | None, digest: str | None, parser_version: str
) -> Outcome:
    """Enter one page into the ledger; `refusal` is the item's own or the parsed page's, or names a defect of the parse,
    `digest` is that of a report's text. Raises ValueError for an item without result whose page is not known.
    """
    if refusal is not None:
        return _place_refusal(ledger, item, refusal, parser_version)
    if isinstance(item.result, TabulatedPage) and digest is not None:
        return _place_report(ledger, item, item.result, digest)
    return _place_known(ledger, item, parser_version)


def _place_known(ledger: Ledger, item: LoadItem, parser_version: str) -> Outcome:
    page = ledger.pages.get((item.url, item.page_id or ""))
    kept = ledger.quarantine.get(item.url)
    if page is not None and page.outcome == QUARANTINED and kept is not None and kept.page_id == item.page_id:
        _touch(page, item)
        _quarantine(ledger, item, Refusal(kept.reason, kept.detail), kept.stage, parser_version)
        return "quarantined"
    if page is None or not page.is_current:
        raise ValueError(f"{item.url} was handed over without a result, but its page {item.page_id} is not known")
    _touch(page, item)
    _heal(ledger, item)
    return "unchanged"


def _place_refusal(ledger: Ledger, item: LoadItem, refusal: Refusal, parser_version: str) -> Outcome:
    if item.page_id is None:
        _quarantine(ledger, item, refusal, item.stage, parser_version)
        return "quarantined"
    page = ledger.pages.get((item.url, item.page_id))
    gave_report = page is not None and page.outcome == LOADED
    if gave_report and refusal.reason in OUR_FAULTS:
        # The page is as good as it was: a mistake in new rules, or a damaged archive, takes no report away.
        _quarantine(ledger, item, refusal, item.stage, parser_version)
        return "quarantined"
    if not gave_report and _is_behind(ledger, item):
        _record(ledger, item, _Fate(SUPERSEDED, page.report_id if page else None, None, parser_version), current=False)
        return "unchanged"
    report = ledger.reports.get(page.report_id or "") if page is not None and gave_report else None
    _record(ledger, item, _Fate(QUARANTINED, page.report_id if page else None, None, parser_version), current=False)
    if report is not None and not _hand_on(ledger, report):
        ledger.drop_report(report)
        for copy in ledger.find_pages(report.report_id):
            if copy.outcome == DUPLICATE:
                # Its text was near, not equal: it must be parsed again to stand for itself.
                copy.parser_version = None
                copy.is_changed = True
    _quarantine(ledger, item, refusal, item.stage, parser_version)
    return "quarantined"


def _place_report(ledger: Ledger, item: LoadItem, parsed: TabulatedPage, digest: str) -> Outcome:
    page = ledger.pages.get((item.url, parsed.page_id))
    behind = _is_behind(ledger, item)
    if not behind:
        _heal(ledger, item)
    known = page is not None and page.parser_version == parsed.parser_version and page.outcome != QUARANTINED
    if page is not None and known and (page.is_current or behind):
        _touch(page, item)
        return "unchanged"
    former = None if behind else ledger.find_current(item.url)
    own = _find_report(ledger, page, item.url) or _find_report(ledger, former, item.url)
    predecessors = {own.report_id: own} if own is not None else {}
    shown = ledger.reports.get(former.report_id or "") if former is not None else None
    if shown is not None and shown.url == item.url:
        predecessors[shown.report_id] = shown
    for report in predecessors.values():
        refusal = refuse_part(parsed, report, ledger.read_text)
        if refusal is not None:
            return _place_refusal(ledger, item, refusal, parsed.parser_version)
    report_id, outcome = _choose_report(ledger, _Arrival(item, parsed, digest), page, former, own)
    predecessors.pop(report_id, None)
    # These very bytes gave it, or its text is the same but for a few places: it has become the new one.
    succeeded = [
        report
        for report in predecessors.values()
        if (report.url, report.page_id) == (item.url, parsed.page_id)
        or are_one_report(parsed, report, ledger.read_text)
    ]
    written = outcome == LOADED and _write_report(ledger, report_id, item, parsed, digest)
    _record(ledger, item, _Fate(outcome, report_id, digest, parsed.parser_version), current=not behind)
    for report in predecessors.values():
        if report in succeeded:
            _merge(ledger, report, report_id)
        else:
            _hand_on(ledger, report)
    return "loaded" if written else "unchanged"


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A report as it came; `digest` is that of its text."""

    item: LoadItem
    parsed: TabulatedPage
    digest: str


def _choose_report(
    ledger: Ledger, arrival: _Arrival, page: PageEntry | None, former: PageEntry | None, own: ReportEntry | None
) -> tuple[str, str]:
    """The report that the page carries, and as what: loaded (it is its source now), duplicate or superseded.

    `page` are these very bytes where they are known, `former` what the address gave before, `own` the report of either.
    """
    item, parsed, digest = arrival.item, arrival.parsed, arrival.digest
    behind = _is_behind(ledger, item)
    gave_report = page is not None and page.outcome == LOADED
    twin = ledger.find_twin(digest)
    if twin is not None and twin is not own:
        if behind and not gave_report:
            return twin.report_id, SUPERSEDED
        # What was cut right at its end has the text of the whole one.
        made_whole = twin.is_incomplete and parsed.state == "whole" and not behind
        return twin.report_id, DUPLICATE if behind or (ledger.is_held(twin) and not made_whole) else LOADED
    copy = next((entry for entry in (page, former) if entry is not None and entry.outcome == DUPLICATE), None)
    original = ledger.reports.get(copy.report_id or "") if copy is not None and own is None else None
    # Where an older parser read the original, the texts need not be equal yet.
    comparable = copy is page or (original is not None and original.parser_version != parsed.parser_version)
    if original is not None and comparable and are_versions(parsed.text, ledger.read_text(original)):
        return original.report_id, DUPLICATE
    name = name_report(parsed.metadata)
    if behind and not gave_report:
        current = ledger.find_current(item.url)
        newer = ledger.reports.get(current.report_id or "") if current is not None else None
        if newer is not None and (
            strip_number(newer.report_id) == name or are_one_report(parsed, newer, ledger.read_text)
        ):
            return newer.report_id, SUPERSEDED
    if own is not None and strip_number(own.report_id) == name:
        return own.report_id, LOADED
    remembered = sorted(ledger.pages_of_url.get(item.url, ()), key=lambda entry: entry.last_fetched_at, reverse=True)
    for entry in remembered:
        if entry.report_id is not None and strip_number(entry.report_id) == name:
            living = ledger.reports.get(entry.report_id)
            if living is None or living.url == item.url or not ledger.is_held(living):
                return entry.report_id, LOADED
    if not is_sample(parsed.page_id):
        ledger.displace_samples(name)
    return ledger.choose_name(name), LOADED


def _find_report(ledger: Ledger, page: PageEntry | None, url: str) -> ReportEntry | None:
    """The living report that stands on this page."""
    if page is None or page.outcome != LOADED:
        return None
    report = ledger.reports.get(page.report_id or "")
    return report if report is not None and report.url == url else None


def _is_behind(ledger: Ledger, item: LoadItem) -> bool:
    """Whether the address has given other bytes since."""
    current = ledger.find_current(item.url)
    return (
        current is not None and current.page_id != item.page_id and current.last_fetched_at > fold_time(item.fetched_at)
    )


def _write_report(ledger: Ledger, report_id: str, item: LoadItem, parsed: TabulatedPage, digest: str) -> bool:
    """Put the page's report in place; False where nothing but the page under it differs."""
    former = ledger.reports.get(report_id)
    if former is not None:
        backing = ledger.pages.get((former.url, former.page_id))
        if backing is not None and (backing.url, backing.page_id) != (item.url, parsed.page_id):
            _set_outcome(backing, SUPERSEDED)
        if _is_same(ledger, former, item, parsed):
            former.page_id = parsed.page_id
            ledger.repointed.add(report_id)
            return False
        ledger.drop_report(former)
    written = ReportEntry.write(parsed, report_id=report_id, url=item.url, digest=digest)
    ledger.add_report(written)
    if former is not None:
        _release(ledger, former, written)
    return True


def _is_same(ledger: Ledger, report: ReportEntry, item: LoadItem, parsed: TabulatedPage) -> bool:
    """Whether the page says word for word what the report says: sites stamp counters and dates on each response."""
    if report.parser_version != parsed.parser_version or report.url != item.url or report.metadata != parsed.metadata:
        return False
    if (report.section_count, report.fact_count) != (parsed.section_count, parsed.fact_count):
        return False
    given = (parsed.state, parsed.source_kind, parsed.region_evidence, parsed.kind_evidence)
    if (report.state, report.source_kind, report.region_evidence, report.kind_evidence) != given:
        return False
    if report.parsed is not None:
        return report.parsed.text == parsed.text
    return report.text_hash == hashlib.md5(parsed.text.encode(), usedforsecurity=False).hexdigest()


def _merge(ledger: Ledger, report: ReportEntry, report_id: str) -> None:
    """The report has become another name: its pages remember that one, its own name is free again."""
    for page in ledger.find_pages(report.report_id):
        page.report_id = report_id
        page.is_changed = True
        if page.outcome == LOADED:
            page.outcome = SUPERSEDED
    ledger.drop_report(report)
    ledger.taken.discard(report.report_id)
    _release(ledger, report, ledger.reports.get(report_id))


def _release(ledger: Ledger, report: ReportEntry, successor: ReportEntry | None) -> None:
    """Lower the pinned counts where the source changed; where only our rules did, a person has to see it."""
    if successor is not None and successor.parser_version == report.parser_version:
        ledger.release_counts(report, successor)


def _hand_on(ledger: Ledger, report: ReportEntry) -> bool:
    """Let the report stand on a page at another address that carries the same text, now that its own does not."""
    heirs = [
        page
        for page in ledger.find_pages(report.report_id)
        if page.is_current and page.outcome == DUPLICATE and page.text_digest == report.text_digest
    ]
    if not heirs:
        return False
    heir = min(heirs, key=lambda page: page.url)
    backing = ledger.pages.get((report.url, report.page_id))
    if backing is not None and backing.outcome == LOADED:
        _set_outcome(backing, SUPERSEDED)
    _set_outcome(heir, LOADED)
    report.url, report.page_id = heir.url, heir.page_id
    ledger.repointed.add(report.report_id)
    return True


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of a page, and by which rules."""

    outcome: str
    report_id: str | None
    digest: str | None
    parser_version: str


def _record(ledger: Ledger, item: LoadItem, fate: _Fate, *, current: bool) -> None:
    """Enter what became of the page; as the current one it takes the place of the others at its address."""
    assert item.page_id is not None
    moment = fold_time(item.fetched_at)
    if current:
        for other in ledger.pages_of_url.get(item.url, ()):
            if other.is_current and other.page_id != item.page_id:
                other.is_current = False
                other.is_changed = True
                if other.outcome == DUPLICATE:
                    other.outcome = SUPERSEDED
    page = ledger.pages.get((item.url, item.page_id))
    if page is None:
        page = PageEntry(item.url, item.page_id, moment, fate.outcome, None, None, False, None, is_new=True)
        ledger.add_page(page)
    page.last_fetched_at = max(page.last_fetched_at, moment)
    page.outcome = fate.outcome
    page.report_id = fate.report_id
    page.text_digest = fate.digest
    page.is_current = current
    page.parser_version = fate.parser_version
    page.encoding = item.result.encoding if isinstance(item.result, TabulatedPage) else None
    page.item = item
    page.is_changed = True


def _set_outcome(page: PageEntry, outcome: str) -> None:
    page.outcome = outcome
    page.is_changed = True


def _touch(page: PageEntry, item: LoadItem) -> None:
    page.last_fetched_at = max(page.last_fetched_at, fold_time(item.fetched_at))
    page.is_touched = True


def _heal(ledger: Ledger, item: LoadItem) -> None:
    if ledger.quarantine.pop(item.url, None) is not None:
        ledger.quarantined.discard(item.url)
        ledger.healed.add(item.url)


def _quarantine(ledger: Ledger, item: LoadItem, refusal: Refusal, stage: str, parser_version: str) -> None:
    moment = fold_time(item.fetched_at)
    kept = ledger.quarantine.get(item.url)
    ledger.quarantine[item.url] = QuarantineEntry(
        url=item.url,
        page_id=item.page_id,
        stage=stage,
        reason=refusal.reason,
        detail=refusal.detail,
        first_seen=kept.first_seen if kept is not None else moment,
        last_seen=moment,
        attempts=kept.attempts + 1 if kept is not None else 1,
        parser_version=None if item.page_id is None else parser_version,
    )
    ledger.quarantined.add(item.url)
