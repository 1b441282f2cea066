"""After a run: what changed in the figures of reports whose pages gave another text than before."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.archive.damaged import ArchiveDamagedError
from flows.fetching.http_records import read_kept
from flows.runs.parsing import parse_apart
from parsers.figures.changed_figures import compare_facts
from parsers.records import ParsedPage, RawPage
from parsers.version import parser_version
from warehouse.derive.revisions import VersionPair, find_new_versions, write_revision
from warehouse.load.address_ledger import AttachmentRow, find_covers


def note_revisions(con: duckdb.DuckDBPyConnection, run_id: str, folder: Path) -> int:
    """Compare new versions of reports with the former ones; the number of pairs that were compared.

    Both are read from the archive by the present rules, so that a change of the rules is no change of a report. A pair of
    which the present rules cannot read both, or whose bytes are no longer there, stays as it is, for the day when they can:
    a version that cannot be read has not lost its figures, nor has one of which only a part came.
    """
    compared = 0
    pairs = find_new_versions(con)
    covers = find_covers(con, [(pair.url, page) for pair in pairs for page in (pair.old_page_id, pair.new_page_id)])
    for pair in pairs:
        versions = _parse_versions(pair, covers, folder)
        if versions is None:
            continue
        write_revision(con, pair, compare_facts(versions[0].facts, versions[1].facts), parser_version(), run_id)
        compared += 1
    return compared


def _parse_versions(
    pair: VersionPair, covers: dict[tuple[str, str], AttachmentRow], folder: Path
) -> tuple[ParsedPage, ParsedPage] | None:
    """The former version and the new one; None where either cannot be had, or is no report by the present rules."""
    versions = []
    for page_id, content_type, file, offset in (
        (pair.old_page_id, pair.old_content_type, pair.old_file, pair.old_offset),
        (pair.new_page_id, pair.new_content_type, pair.new_file, pair.new_offset),
    ):
        hung = covers.get((pair.url, page_id))
        try:
            page = RawPage(pair.url, read_kept(folder / file, offset), content_type)
            cover = None
            if hung is not None:
                cover = RawPage(
                    pair.url, read_kept(folder / hung.cover_file, hung.cover_offset), hung.cover_content_type
                )
        except ArchiveDamagedError:
            return None
        parsed = parse_apart(page, cover)
        if not isinstance(parsed, ParsedPage) or parsed.refusal is not None or parsed.state == "incomplete":
            return None
        versions.append(parsed)
    return versions[0], versions[1]
