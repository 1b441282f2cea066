"""After a run: what changed in the figures of reports whose pages gave another text than before."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.archive import ArchiveDamagedError
from flows.http_records import read_kept
from parsers.attachment_page import parse_page_or_attachment
from parsers.records import RawPage
from parsers.revisions import compare_facts
from parsers.version import parser_version
from warehouse.revisions import find_new_versions, write_revision


def note_revisions(con: duckdb.DuckDBPyConnection, run_id: str, folder: Path) -> int:
    """Compare new versions of reports with the former ones; the number of pairs that were compared.

    Both are read from the archive by the present rules, so that a change of the rules is no change of a report. A pair whose
    bytes are no longer there stays as it is, for the day when the archive is whole again.
    """
    compared = 0
    for pair in find_new_versions(con):
        try:
            old = read_kept(folder / pair.old_file, pair.old_offset)
            new = read_kept(folder / pair.new_file, pair.new_offset)
        except ArchiveDamagedError:
            continue
        versions = [
            parse_page_or_attachment(RawPage(pair.url, body, content_type))
            for body, content_type in ((old, pair.old_content_type), (new, pair.new_content_type))
        ]
        changes = compare_facts(versions[0].facts, versions[1].facts)
        write_revision(con, pair, changes, parser_version(), run_id)
        compared += 1
    return compared
