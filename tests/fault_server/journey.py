"""One run over the province without Prefect: fetch, parse, load, compare, in one process."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from flows.archive.warc import open_archive
from flows.fetching.fetch import FetchRules
from flows.fetching.http_records import read_kept
from flows.fetching.transfer import Limits
from flows.runs.gather import list_attachments, list_reports, make_copy, make_items, note_batch
from flows.runs.revise import note_revisions
from flows.sites.harvest import Find, Memory, harvest
from flows.sites.registry import Source
from parsers.attachment_page import parse_page_or_attachment
from parsers.records import RawPage
from parsers.version import parser_version
from warehouse.diary import end_run, start_run
from warehouse.load.address_ledger import read_addresses, write_attachments
from warehouse.load.load import load_pages

TODAY = dt.date(2024, 6, 1)
QUICK = Limits(total_seconds=3.0, idle_seconds=1.5, connect_seconds=3.0)


def make_rules(province, delay: float = 0.02, limits: Limits = QUICK) -> FetchRules:
    """Rules for the made-up province."""
    return FetchRules(
        contact="tests@example.org",
        delay=delay,
        allow_loopback=True,
        limits=limits,
        certificates=str(province.ports["authority"]),
    )


@dataclass(slots=True)
class Journey:
    """What a run did."""

    run_id: str
    outcomes: Counter[str] = field(default_factory=Counter)
    finds: list[Find] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    bodies: int = 0
    """Addresses of which a body came, listings and files included."""

    def reasons(self) -> Counter[str]:
        """Refusals by reason."""
        return Counter(find.result.refusal.reason for find in self.finds if find.result.refusal)


def run_journey(con: duckdb.DuckDBPyConnection, folder: Path, sources: Sequence[Source], rules: FetchRules) -> Journey:
    """Fetch these sources and load what came."""
    journey = Journey(start_run(con, "test", {}, dt.datetime.now(dt.UTC)))
    former = read_addresses(con, [source.name for source in sources])
    known = {url: copy for url, row in former.items() if (copy := make_copy(row, folder)) is not None}
    with open_archive(folder) as archive:
        for batch in harvest(sources, rules, archive, folder, Memory(TODAY, known, list_reports(former.values()))):
            items = make_items(con, batch)
            write_attachments(con, list_attachments(batch))
            loaded = []
            for find, item in zip(batch.finds, items, strict=True):
                if item.archive_file is not None:
                    body = read_kept(folder / item.archive_file, item.archive_offset or 0)
                    cover = None
                    if find.attached is not None:
                        place = find.attached.cover.place
                        assert place is not None
                        page = read_kept(folder / place.archive_file, place.archive_offset)
                        cover = RawPage(item.url, page, find.attached.cover.content_type)
                    result = parse_page_or_attachment(RawPage(item.url, body, item.content_type), cover)
                    loaded.append(replace(item, result=result))
                else:
                    loaded.append(item)
            counts = load_pages(con, journey.run_id, loaded, parser_version())
            journey.outcomes.update(loaded=counts.loaded, unchanged=counts.unchanged, quarantined=counts.quarantined)
            note_batch(con, batch, former)
            journey.finds += batch.finds
            journey.settled += batch.settled
            journey.bodies += sum(result.refusal is None and not result.not_modified for _, _, result in batch.asked)
    note_revisions(con, journey.run_id, folder)
    end_run(con, journey.run_id, dt.datetime.now(dt.UTC))
    return journey
