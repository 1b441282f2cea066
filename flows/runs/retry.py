"""Quarantine tried again: what is in the archive from there, the rest from where it came."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb

from flows.reasons import find_reason
from flows.runs.ingest import publish, tell_progress
from flows.runs.replay import replay_items
from flows.runs.run import open_run
from flows.runs.steps import journey
from flows.runs.stored_pages import find_refusals
from flows.runs.summary import RunSummary, describe_run
from flows.runs.watch import watch_run
from flows.settings import read_settings
from flows.sites.registry import read_sources


@journey("retry")
def retry_archived(reason: str | None = None, warehouse: str | None = None) -> RunSummary:
    """Parse again the pages in quarantine whose bytes are in the archive, of this reason or of any, whatever was tried."""
    settings = read_settings(None if warehouse is None else Path(warehouse))
    with open_run(settings, "retry", {"reason": reason}, ()) as run:
        replay_items(run, find_refusals(run.con, reason), tell_progress)
        watch_run(run.con, run.run_id, settings, dt.datetime.now(dt.UTC))
        summary = describe_run(run.con, run.run_id)
    publish(settings.warehouse)
    return summary


def find_origins(con: duckdb.DuckDBPyConnection, reason: str | None) -> list[str]:
    """What to ingest again for pages of which no bytes came: files, addresses, and the sources whose columns are broken.

    Reasons of which seeds/reasons.csv says that trying again is of no use are left out, unless one is asked for by name.
    """
    names = {source.url: source.name for source in read_sources()}
    rows = con.execute(
        "SELECT url, reason FROM quarantine WHERE stage NOT IN ('parse', 'load') AND (? IS NULL OR reason = ?) ORDER BY url",
        [reason, reason],
    ).fetchall()
    origins = []
    for url, given in rows:
        known = find_reason(given)
        if reason is None and known is not None and known.retry == "never":
            continue
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = unquote(parts.path)
            if Path(path).exists():
                origins.append(path)
        else:
            origins.append(names.get(url, url))
    return list(dict.fromkeys(origins))
