"""What an answer comes to: a page, a way on, a reason why there is none, or something to try again."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flows.archive.warc import ArchivePlace
from flows.fetching.politeness import LONGEST_PAUSE, choose_pause, read_retry_after
from flows.fetching.transfer import Exchange
from parsers.links.page_look import read_refresh
from parsers.records import Refusal
from parsers.text.addresses import normalise_address, resolve_link, write_location

# What firewalls of Chinese sites answer to a client that has not run their script: 瑞数 412, 加速乐 521.
CHALLENGES = (412, 521)

_HEADER_TEXT = re.compile(r"[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")


@dataclass(frozen=True, slots=True)
class KnownCopy:
    """What was fetched from an address the last time it gave a page."""

    page_id: str
    etag: str | None
    last_modified: str | None
    place: ArchivePlace | None
    content_type: str | None = None


def name_origin(address: str) -> str:
    """Scheme, host and port of an address: what one robots.txt speaks for."""
    return "{0.scheme}://{0.netloc}".format(urlsplit(address))


def list_conditions(known: KnownCopy) -> list[tuple[bytes, bytes]]:
    """Headers that ask only for what is newer than the known copy; versions go back byte for byte as they came."""
    if known.place is None:
        return []
    stated = ((b"If-None-Match", known.etag), (b"If-Modified-Since", known.last_modified))
    # What is no header's text cannot have come in one: nothing is asked by it.
    return [(name, value.encode("latin-1")) for name, value in stated if value and _HEADER_TEXT.fullmatch(value)]


def judge_answer(answer: Exchange, known: KnownCopy | None) -> Refusal | None:
    """Why an answer's status makes it no page, None where it may be one: what a 200 shows is for those who read it."""
    status = answer.status
    if status in (404, 410):
        if known is not None:
            return Refusal(
                "withdrawn",
                f"页面已撤下（HTTP {status}）：已有的报告及其存档保留。The page was taken down; the report and its copy stay",
            )
        return Refusal(
            "page_gone", f"页面不存在（HTTP {status}）：请核对网址。There is no such page: check the address"
        )
    if status in (200, 203) or (status == 304 and known is not None):
        return None
    if status in CHALLENGES:
        return Refusal(
            "bot_challenge",
            f"网站要求验证（HTTP {status}）。The site asks for a check that only a browser passes",
        )
    if status in (429, 503):
        waits = read_retry_after(answer.find_header("retry-after"), answer.started_at)
        later = "" if waits is None else f"，要求 {waits:g} 秒后再来"
        return Refusal(
            "asked_to_wait", f"网站请求暂缓（HTTP {status}{later}）：下次运行再试。The site asks for patience"
        )
    return Refusal(
        f"http_{status}", f"网站答复 HTTP {status} {answer.reason}：请在浏览器中核对。The site answered with an error"
    )


def find_redirect(answer: Exchange) -> str | None:
    """Where an answer leads; None where it does not, or where that cannot be read."""
    if answer.status not in (301, 302, 303, 307, 308):
        return None
    location = answer.find_raw_header("location")
    if not location:
        return None
    try:
        return normalise_address(write_location(location), answer.url)
    except ValueError:
        return None


def find_refresh(answer: Exchange) -> str | None:
    """Where a Refresh header sends the browser; None where it does not."""
    value = answer.find_raw_header("refresh")
    target = read_refresh(write_location(value)) if value else None
    return resolve_link(target, answer.url) if target else None


def plan_pause(answer: Exchange, attempt: int) -> float | None:
    """Seconds until this is worth another try; None where it is not."""
    if answer.failure is not None:
        return choose_pause(attempt) if answer.passing else None
    if answer.status in (429, 503):
        asked = read_retry_after(answer.find_header("retry-after"), dt.datetime.now(dt.UTC))
        return max(asked or 0.0, choose_pause(attempt)) if asked is None or asked <= LONGEST_PAUSE else asked
    if answer.status in (500, 502, 504, 408):
        return choose_pause(attempt)
    return None
