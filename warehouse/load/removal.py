"""Reports that a person takes out: their rows go, the archived bytes and the memory of their pages stay.

Undone by loading the same pages again: a report then comes back under its name.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from warehouse.check.pins import lower_counts
from warehouse.load.corrections import apply_corrections
from warehouse.load.ledger import SUPERSEDED
from warehouse.load.ledger_rows import fill_ledger, write_pages
from warehouse.load.load import write_reports
from warehouse.store.queries import registered, transaction


def find_samples(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The reports that were read from the project's own sample pages."""
    return [name for (name,) in con.execute("SELECT report_id FROM report WHERE is_sample ORDER BY 1").fetchall()]


def remove_reports(con: duckdb.DuckDBPyConnection, run_id: str, report_ids: Collection[str]) -> int:
    """Take these reports out in one transaction, with all pages that carry them; how many were there.

    A page that carried one is known no more to `find_known_pages`, so it is read anew when it is loaded again. The pinned
    counts fall by what went.
    """
    import pyarrow as pa

    with registered(con, "unwanted", pa.table({"report_id": pa.array(sorted(report_ids), pa.string())})):
        digests = con.execute("SELECT text_digest FROM report SEMI JOIN unwanted USING (report_id)").fetchall()
    with transaction(con):
        ledger = fill_ledger(
            con, urls=(), changing=(), digests={digest for (digest,) in digests}, names=(), parser_version=""
        )
        chosen = [ledger.reports[name] for name in report_ids if name in ledger.reports]
        for report in chosen:
            for page in ledger.find_pages(report.report_id):
                page.outcome, page.parser_version, page.is_current, page.is_changed = SUPERSEDED, None, False, True
            ledger.drop_report(report)
            ledger.release_counts(report, None)
        write_reports(con, ledger, run_id)
        apply_corrections(con, None)
        write_pages(con, ledger, run_id)
        lower_counts(con, ledger.released, run_id, "由人移出")
    return len(chosen)
