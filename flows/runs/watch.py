"""What a run leaves that a person must see: found in the warehouse, told through Prefect and by a message, once a cause."""

from __future__ import annotations

import datetime as dt
import logging
import shlex
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import httpx

from flows.reasons import find_reason, read_reasons
from flows.runs.steps import is_plain
from flows.settings import Settings
from flows.sites.discovery import PUBLIC_BY
from warehouse.check.alarm_ledger import Alarm, mark_sent, note_alarms
from warehouse.check.checks import CheckResult
from warehouse.check.unexplained import compare_unexplained
from warehouse.check.yields import compare_yields

FEWEST_NEW_PAGES = 20
"""New pages of a run from which the share of its quarantine says anything."""

YEARS_BEFORE = 3
"""Years in a row of which a region must have published to be expected to go on."""

MESSAGE_SECONDS = 20
"""How long a message may take; then the next run tries again."""

LISTING_BROKEN = "listing_broken"
RUN_FAILED = "run_failed"

_logger = logging.getLogger(__name__)

Found = tuple[list[Alarm], set[tuple[str, str | None]]]
"""Alarms, and the pairs (kind, subject or None for all) that were looked at."""


def watch_run(con: duckdb.DuckDBPyConnection, run_id: str, settings: Settings, moment: dt.datetime) -> list[Alarm]:
    """Look at what the run leaves, tell of what is new; what a person was told of. Call it inside a flow."""
    found: list[Alarm] = []
    judged: set[tuple[str, str | None]] = set()
    for alarms, looked_at in (
        find_quarantine_alarms(con),
        find_share_alarm(con, run_id, settings.alarm_quarantine_share),
        find_yield_alarms(con, run_id),
        find_unexplained_alarm(con, run_id),
        find_correction_alarms(con),
        find_overdue_alarms(con, moment.date()),
    ):
        found += alarms
        judged |= looked_at
    return tell_alarms(con, found, judged, settings, moment, run_id)


def tell_alarms(
    con: duckdb.DuckDBPyConnection,
    found: Sequence[Alarm],
    judged: set[tuple[str, str | None]],
    settings: Settings,
    moment: dt.datetime,
    run_id: str | None,
) -> list[Alarm]:
    """Enter the alarms and tell of those that nobody was told of; these."""
    untold = note_alarms(con, found, judged, moment, run_id)
    if not untold:
        return []
    emit_events(untold)
    if send_message(write_message(untold), untold, settings):
        mark_sent(con, untold, moment)
    return untold


def find_quarantine_alarms(con: duckdb.DuckDBPyConnection) -> Found:
    """Columns that are broken and pages that failed in a way that somebody must look at, by seeds/reasons.csv."""
    by_url = [reason.code for reason in read_reasons().values() if reason.alarm == "url"]
    by_code = [reason.code for reason in read_reasons().values() if reason.alarm == "code"]
    rows = con.execute(
        "SELECT reason, url, detail, stage = 'discover' FROM quarantine WHERE stage = 'discover' OR reason IN (SELECT unnest(?)) "
        "ORDER BY ALL",
        [by_url],
    ).fetchall()
    found = [
        # Whatever a column's own page ends with is the column's trouble: a timeout of a report is not, of a column it is. It is
        # one cause, though the site may say 412 today and nothing at all tomorrow.
        Alarm(LISTING_BROKEN, url, f"{reason}：{detail}")
        if is_column and not _is_of_columns(reason)
        else Alarm(reason, url, detail)
        for reason, url, detail, is_column in rows
    ]
    counted = con.execute(
        "SELECT reason, count(*), any_value(url ORDER BY url) FROM quarantine WHERE reason IN (SELECT unnest(?)) "
        "AND stage <> 'discover' GROUP BY reason ORDER BY reason",
        [by_code],
    ).fetchall()
    found += [Alarm(reason, reason, f"{count} 页 pages，如 e.g. {url}") for reason, count, url in counted]
    present = con.execute("SELECT DISTINCT kind FROM alarm WHERE cleared_at IS NULL").fetchall()
    from_quarantine = {kind for (kind,) in present if (reason := find_reason(kind)) and reason.about != "alarm"}
    return found, {(kind, None) for kind in from_quarantine | {LISTING_BROKEN}}


def _is_of_columns(code: str) -> bool:
    """Whether the reason speaks of what a column shows; others say why it could not be had at all."""
    reason = find_reason(code)
    return reason is not None and reason.about == "listing"


def find_share_alarm(con: duckdb.DuckDBPyConnection, run_id: str, line: float) -> Found:
    """A run of whose new pages more than this share went to quarantine."""
    [(flow, loaded, refused)] = con.execute(
        "SELECT flow, loaded, (SELECT count(*) FROM quarantine WHERE quarantine.run_id = run.run_id "
        "AND stage <> 'discover' AND first_seen >= run.started_at) FROM run WHERE run_id = ?",
        [run_id],
    ).fetchall()
    new = loaded + refused
    if new < FEWEST_NEW_PAGES:
        return [], set()
    kind = "quarantine_share"
    if refused <= line * new:
        return [], {(kind, flow)}
    detail = (
        f"{run_id}：新网页 {new} 页，隔离 {refused} 页，超过 {line:.0%}。{refused} of {new} new pages were quarantined"
    )
    return [Alarm(kind, flow, detail)], {(kind, flow)}


def find_yield_alarms(con: duckdb.DuckDBPyConnection, run_id: str) -> Found:
    """Page shapes that give far less than they did."""
    compared = compare_yields(con, run_id)
    found = [
        Alarm(
            "yield_fell",
            shape.container,
            f"版式 {shape.container}：{shape.pages} 页中报告 {shape.reports} 份、数字 {shape.facts} 个；"
            f"此前 {shape.former_pages} 页中 {shape.former_reports} 份、{shape.former_facts} 个。"
            "The shape gives far less than it did",
        )
        for shape in compared
        if shape.has_fallen
    ]
    return found, {("yield_fell", shape.container) for shape in compared}


def find_unexplained_alarm(con: duckdb.DuckDBPyConnection, run_id: str) -> Found:
    """A run of whose figures far more than before are explained by nothing: neither named nor of a kind outside the catalogue."""
    kind = "unknown_rose"
    share = compare_unexplained(con, run_id)
    if share is None:
        return [], set()
    if not share.has_risen:
        return [], {(kind, kind)}
    detail = (
        f"{run_id}：{share.figures} 个数字中 {share.unknown} 个未能说明，照此前同级报告应为 {share.expected:.0f} 个。"
        f"{share.unknown} of {share.figures} figures are explained by nothing, {share.expected:.0f} were expected"
    )
    return [Alarm(kind, kind, detail)], {(kind, kind)}


def find_correction_alarms(con: duckdb.DuckDBPyConnection) -> Found:
    """Corrections whose passage no longer stands on the page."""
    rows = con.execute(
        "SELECT correction_id, detail FROM correction WHERE outcome = 'refused' ORDER BY correction_id"
    ).fetchall()
    return [Alarm("correction_refused", name, detail) for name, detail in rows], {("correction_refused", None)}


def find_overdue_alarms(con: duckdb.DuckDBPyConnection, today: dt.date) -> Found:
    """Regions that published for years in a row and whose last report is overdue."""
    due = today.year - (1 if (today.month, today.day) >= PUBLIC_BY else 2)
    rows = con.execute(
        """
        SELECT region_code, any_value(region_name) FROM report
        WHERE region_code IS NOT NULL AND level IN ('province', 'prefecture', 'county')
        GROUP BY region_code
        HAVING count(DISTINCT year) FILTER (year BETWEEN $due - $before AND $due - 1) = $before
           AND count(*) FILTER (year >= $due) = 0
        ORDER BY region_code
        """,
        {"due": due, "before": YEARS_BEFORE},
    ).fetchall()
    found = [
        Alarm(
            "report_overdue",
            f"{code}-{due}",
            f"{name or code} 此前连年公布，尚无 {due} 年的报告。It published each year before; {due} is overdue",
        )
        for code, name in rows
    ]
    return found, {("report_overdue", None)}


def list_failed_checks(results: Sequence[CheckResult]) -> Found:
    """Data checks that fail."""
    found = [
        Alarm(
            "check_failed", result.name, f"{result.explanation}：{result.failures} 行。{result.failures} rows break it"
        )
        for result in results
        if not result.passed
    ]
    return found, {("check_failed", None)}


def write_message(alarms: Sequence[Alarm]) -> str:
    """The alarms in plain words, each with what to do."""
    lines = [f"fazhi：{len(alarms)} 件事须由人过问。{len(alarms)} things need a person."]
    for alarm in alarms:
        reason = find_reason(alarm.kind)
        lines.append(f"\n【{alarm.kind}】{alarm.subject}\n{alarm.detail}")
        if reason is not None:
            lines.append(f"{reason.meaning_zh}：{reason.action_zh}。{reason.action_en}.")
    return "\n".join(lines)


def emit_events(alarms: Sequence[Alarm]) -> None:
    """An event `fazhi.alarm` for each alarm, so that Prefect's automations can act on it."""
    if is_plain():
        return  # no server, no automations
    from prefect.events import emit_event

    for alarm in alarms:
        emit_event(
            event=f"fazhi.alarm.{alarm.kind}",
            resource={
                "prefect.resource.id": f"fazhi.{alarm.kind}.{alarm.subject}",
                "prefect.resource.name": alarm.subject,
            },
            payload={"kind": alarm.kind, "subject": alarm.subject, "detail": alarm.detail},
        )


def send_message(message: str, alarms: Sequence[Alarm], settings: Settings) -> bool:
    """Send it by every way that is set; False where none got through: then the next run tries again. True where none is set.

    Where one did, a person was told: sending it anew until the others work would tell them again and again.
    """
    ways: list[Callable[[], None]] = []
    if settings.alarm_block:
        ways.append(lambda: _notify_block(settings.alarm_block, message))
    if settings.alarm_webhook:
        ways.append(lambda: _post_webhook(settings.alarm_webhook, message, alarms))
    if settings.alarm_command:
        ways.append(lambda: _run_command(settings.alarm_command, message))
    sent = not ways
    for way in ways:
        try:
            way()
            sent = True
        except (httpx.HTTPError, httpx.InvalidURL, OSError, subprocess.SubprocessError, ValueError) as error:
            # A message that cannot be sent must not undo a run; it is sent with the next one.
            _logger.warning("通知未能发出 the message was not sent: %s", error)
    return sent


def _notify_block(name: str, message: str) -> None:
    """Through a notification block of Prefect (`slack-webhook/ops`). Raises ValueError where there is none of the name."""
    from prefect.blocks.abstract import NotificationBlock, NotificationError
    from prefect.blocks.core import Block

    block = Block.load(name)
    if not isinstance(block, NotificationBlock):
        raise ValueError(f"FAZHI_ALARM_BLOCK {name} is a {type(block).__name__}, no notification block")
    try:
        with block.raise_on_failure():
            # Typed as a coroutine, it runs to its end where no event loop is.
            notify: Any = block.notify
            notify(message, subject="fazhi")
    except NotificationError as error:
        raise ValueError(f"{name}: {error}") from error


def _post_webhook(url: str, message: str, alarms: Sequence[Alarm]) -> None:
    """JSON: `text` is what chat services show, `alarms` are for programs."""
    listed = [{"kind": alarm.kind, "subject": alarm.subject, "detail": alarm.detail} for alarm in alarms]
    httpx.post(url, json={"text": message, "alarms": listed}, timeout=MESSAGE_SECONDS).raise_for_status()


def _run_command(command: str, message: str) -> None:
    """The message on the command's standard input: `mail -s fazhi somebody@example.org`."""
    subprocess.run(shlex.split(command), input=message, text=True, check=True, timeout=MESSAGE_SECONDS)
