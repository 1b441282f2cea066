"""The polite client: an address in, what became of it out. Robots, turns, retries and redirects meet here."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from types import TracebackType
from urllib.parse import urlsplit

import certifi
import httpx

from flows.archive.encodings import ACCEPTED, BrokenEncodingError
from flows.archive.warc import ArchivePlace
from flows.fetching.addresses import check_address, normalise_address
from flows.fetching.politeness import ATTEMPTS, LONGEST_PAUSE, HostTurns, choose_pause, read_retry_after
from flows.fetching.robots import AGENT, LARGEST_ROBOTS, RobotsRules, read_robots
from flows.fetching.transfer import Exchange, Limits, exchange, make_client
from parsers.body.charset import UnreadablePage, decode
from parsers.identity.genre import match_rule, squeeze
from parsers.records import Refusal

MOST_REDIRECTS = 5
"""Steps from one address to another; ordinary sites need two (http to https, a short address to its article)."""

LONGEST_DELAY = 60.0
"""Seconds between two requests that robots.txt may ask for; what asks for more is not asked at all in this run."""

Keep = Callable[[Exchange, ArchivePlace | None], ArchivePlace | None]
"""Keeps an exchange for ever; the second argument is where the same body was kept before."""

# /404.html, /error/404.shtml, /notfound.htm: where sites lead from an article that they took down
_GONE_PATH = re.compile(r"/(?:404|410|error|err|notfound|not_found|nopage)[^/]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FetchRules:
    """How fetching is done; what a user sets comes from the settings."""

    contact: str = ""
    """Address or page of whoever runs this, shown to every site."""
    delay: float = 2.0
    """Seconds between two requests to a host, at least; robots.txt may ask for more."""
    allow_loopback: bool = False
    """For tests: addresses of this machine itself may be fetched."""
    limits: Limits = field(default_factory=Limits)
    certificates: str | None = None
    """File of the authorities to trust; None: certifi's."""

    @property
    def user_agent(self) -> str:
        """What the client calls itself."""
        about = f"+{self.contact}" if self.contact else "public reports archive; operator did not set a contact"
        return f"{AGENT}/{version('fazhi')} ({about})"


@dataclass(frozen=True, slots=True)
class KnownCopy:
    """What was fetched from an address the last time it gave a page."""

    page_id: str
    etag: str | None
    last_modified: str | None
    place: ArchivePlace | None
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What became of an address. `refusal` is None where there is a page, new or not."""

    url: str
    """As asked for."""
    final_url: str
    """Where redirects led."""
    fetched_at: dt.datetime
    refusal: Refusal | None
    status: int | None = None
    page_id: str | None = None
    """SHA-256 of the body unpacked; None where no whole body came."""
    content_type: str | None = None
    byte_count: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    place: ArchivePlace | None = None
    """Where the body is kept; for an error, where the error's answer is."""
    not_modified: bool = False
    """The server said that nothing has changed: no body came."""


@dataclass(slots=True)
class _Host:
    """A host's turns, its pool of connections, and the rules of its sites by origin."""

    turns: HostTurns
    clients: dict[bool, httpx.AsyncClient] = field(default_factory=dict)
    robots: dict[str, RobotsRules] = field(default_factory=dict)
    robots_lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Fetcher:
    """Fetches addresses politely; one for a run, used as an asynchronous context."""

    def __init__(self, rules: FetchRules, keep: Keep) -> None:
        self.rules = rules
        self._keep = keep
        self._hosts: dict[str, _Host] = {}
        self._headers = {"User-Agent": rules.user_agent, "Accept-Encoding": ACCEPTED, "Accept": "*/*"}
        # Loading the authorities takes 20 ms: once, not for each host.
        self._tls = ssl.create_default_context(cafile=rules.certificates or certifi.where())

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for host in self._hosts.values():
            for client in host.clients.values():
                await client.aclose()

    async def fetch(self, address: str, known: KnownCopy | None = None, *, verify: bool = True) -> FetchResult:
        """Fetch a page, or learn that it is the known copy still. Raises OSError only where the archive cannot be written.

        `verify` is False for a source whose certificate is known to be bad and whose row in the registry says so.
        """
        started = dt.datetime.now(dt.UTC)
        try:
            current = normalise_address(address)
        except ValueError as error:
            refusal = Refusal("bad_address", f"网址无法解析（{error}）：请改正。The address cannot be read: mend it")
            return FetchResult(address, address, started, refusal)
        seen = [current]
        while True:
            closed = check_address(current, allow_loopback=self.rules.allow_loopback)
            closed = closed or await self._refuse_by_robots(current, verify)
            if closed is not None:
                return FetchResult(address, current, started, closed)
            answer = await self._ask(current, known, verify)
            try:
                target = _find_redirect(answer)
                if target is None:
                    return self._finish(address, answer, known, redirected=len(seen) > 1)
                self._keep(answer, None)
            finally:
                answer.close()
            if target in seen:
                shown = " → ".join([*seen, target])
                return FetchResult(
                    address,
                    current,
                    started,
                    Refusal("redirect_loop", f"重定向成环：{shown}。Redirects lead in a circle"),
                )
            if len(seen) > MOST_REDIRECTS:
                refusal = Refusal(
                    "too_many_redirects", f"重定向超过 {MOST_REDIRECTS} 次，止于 {current}。Too many redirects"
                )
                return FetchResult(address, current, started, refusal)
            seen.append(target)
            current = target

    def _find_host(self, address: str) -> _Host:
        name = urlsplit(address).hostname or ""
        if name not in self._hosts:
            self._hosts[name] = _Host(HostTurns(self.rules.delay))
        return self._hosts[name]

    def _find_client(self, host: _Host, verify: bool) -> httpx.AsyncClient:
        if verify not in host.clients:
            tls = self._tls
            if not verify:
                tls = ssl.create_default_context()
                tls.check_hostname = False
                tls.verify_mode = ssl.CERT_NONE
            host.clients[verify] = make_client(tls, self.rules.limits, allow_loopback=self.rules.allow_loopback)
        return host.clients[verify]

    async def _refuse_by_robots(self, address: str, verify: bool) -> Refusal | None:
        """Why robots.txt keeps us from the address; asks for the file the first time a site is met."""
        host = self._find_host(address)
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        async with host.robots_lock:
            if origin not in host.robots:
                host.robots[origin] = await self._fetch_robots(f"{origin}/robots.txt", verify)
                host.turns.delay = max(host.turns.delay, host.robots[origin].delay)
        rules = host.robots[origin]
        if rules.unreachable is not None:
            return rules.unreachable
        if not rules.allows(address):
            return Refusal(
                "robots_forbids",
                f"{origin}/robots.txt 不允许抓取此页：请向网站索取。robots.txt forbids this page: ask the site for it",
            )
        if rules.delay > LONGEST_DELAY:
            return Refusal(
                "robots_delay",
                f"{origin}/robots.txt 要求间隔 {rules.delay:g} 秒，本次不抓取。It asks for more patience than a run has",
            )
        return None

    async def _fetch_robots(self, address: str, verify: bool) -> RobotsRules:
        """The rules of a site, redirects followed as RFC 9309 has it (five, to other hosts too)."""
        current = address
        for _ in range(MOST_REDIRECTS + 1):
            if check_address(current, allow_loopback=self.rules.allow_loopback) is not None:
                return RobotsRules()
            answer = await self._ask(current, None, verify)
            try:
                self._keep(answer, None)
                target = _find_redirect(answer)
                if target is None:
                    if answer.failure is not None and answer.failure.reason != "oversized_page":
                        # A site whose robots.txt does not come is not reached at all: the reason is the pages' reason.
                        return RobotsRules(unreachable=answer.failure)
                    if answer.status is None:
                        raise RuntimeError(f"{current}: neither an answer nor a reason")
                    return read_robots(answer.status, answer.read_body(LARGEST_ROBOTS) if answer.status == 200 else b"")
                current = target
            finally:
                answer.close()
        return RobotsRules()

    async def _ask(self, address: str, known: KnownCopy | None, verify: bool) -> Exchange:
        """One address, tried again as long as that makes sense; the last exchange, open."""
        host = self._find_host(address)
        headers = dict(self._headers)
        if known is not None and known.place is not None:
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        attempt = 0
        while True:
            attempt += 1
            async with host.turns.take():
                if host.turns.is_closed:
                    return _leave_alone(address, host.turns)
                answer = await exchange(self._find_client(host, verify), address, headers, self.rules.limits)
                host.turns.note_answer(answered=answer.status is not None)
                pause = _choose_pause(answer, attempt)
                if pause is None:
                    return answer
                if pause > LONGEST_PAUSE:
                    host.turns.close(pause)
                    return answer
                if attempt == ATTEMPTS:
                    return answer
                host.turns.rest(pause)
            self._keep(answer, None)
            answer.close()

    def _finish(self, address: str, answer: Exchange, known: KnownCopy | None, *, redirected: bool) -> FetchResult:
        """The exchange's outcome, kept in the archive."""
        same = (
            known is not None and known.place is not None and answer.status == 200 and answer.page_id == known.page_id
        )
        whole = answer.failure is None
        place = self._keep(answer, known.place if same and known is not None and whole else None)
        refusal = answer.failure or judge_answer(answer, known, redirected=redirected)
        not_modified = answer.status == 304 and known is not None
        return FetchResult(
            url=address,
            final_url=answer.url,
            fetched_at=answer.started_at,
            refusal=refusal,
            status=answer.status,
            page_id=known.page_id
            if not_modified and known is not None
            else (answer.page_id or None)
            if whole
            else None,
            content_type=known.content_type
            if not_modified and known is not None
            else answer.find_header("content-type"),
            byte_count=answer.byte_count if whole and not not_modified else None,
            etag=answer.find_header("etag") or (known.etag if not_modified and known else None),
            last_modified=answer.find_header("last-modified")
            or (known.last_modified if not_modified and known else None),
            place=known.place if not_modified and known is not None else place,
            not_modified=not_modified,
        )


def judge_answer(answer: Exchange, known: KnownCopy | None, *, redirected: bool) -> Refusal | None:
    """Why a whole answer is no page, None for one that is."""
    status = answer.status
    gone_path = redirected and _GONE_PATH.search(urlsplit(answer.url).path)
    if status in (404, 410) or (status == 200 and gone_path):
        shown = f"HTTP {status}" if not gone_path else f"转到 {answer.url}"
        if known is not None:
            return Refusal(
                "withdrawn",
                f"页面已撤下（{shown}）：已有的报告及其存档保留。The page was taken down; the report and its copy stay",
            )
        return Refusal("page_gone", f"页面不存在（{shown}）：请核对网址。There is no such page: check the address")
    if status == 200 or (status == 304 and known is not None):
        return None
    if challenge := find_challenge(answer):
        return challenge
    if status in (429, 503):
        waits = read_retry_after(answer.find_header("retry-after"), answer.started_at)
        later = "" if waits is None else f"，要求 {waits:g} 秒后再来"
        return Refusal(
            "asked_to_wait", f"网站请求暂缓（HTTP {status}{later}）：下次运行再试。The site asks for patience"
        )
    return Refusal(
        f"http_{status}", f"网站答复 HTTP {status} {answer.reason}：请在浏览器中核对。The site answered with an error"
    )


def find_challenge(answer: Exchange) -> Refusal | None:
    """The refusal of an answer that wants to see a browser or a person instead of giving the page."""
    try:
        text = decode(answer.read_body(64 * 1024), answer.find_header("content-type")).text
    except (UnreadablePage, BrokenEncodingError):
        return None
    found = match_rule("page", squeeze(text)[:20_000])
    if found is None or found[0].reason != "bot_challenge":
        return None
    return Refusal(
        "bot_challenge",
        f"网站要求验证（HTTP {answer.status}，“{found[1][:40]}”）。The site asks for a check that only a browser passes",
    )


def _find_redirect(answer: Exchange) -> str | None:
    """Where an answer leads; None where it does not, or where that cannot be read."""
    if answer.status not in (301, 302, 303, 307, 308):
        return None
    location = answer.find_header("location")
    if not location:
        return None
    try:
        # Servers send bytes of UTF-8 here that the standard does not allow.
        return normalise_address(location.encode("latin-1").decode("utf-8", "replace"), answer.url)
    except ValueError:
        return None


def _choose_pause(answer: Exchange, attempt: int) -> float | None:
    """Seconds until this is worth another try; None where it is not."""
    if answer.failure is not None:
        return choose_pause(attempt) if answer.passing else None
    if answer.status in (429, 503):
        asked = read_retry_after(answer.find_header("retry-after"), dt.datetime.now(dt.UTC))
        return max(asked or 0.0, choose_pause(attempt)) if asked is None or asked <= LONGEST_PAUSE else asked
    if answer.status in (500, 502, 504, 408):
        return choose_pause(attempt)
    return None


def _leave_alone(address: str, turns: HostTurns) -> Exchange:
    """The answer that a host gives which is not asked any more in this run."""
    if turns.is_dead:
        refusal = Refusal(
            "host_unreachable",
            "该主机连续无应答，本次不再请求，下次再试。The host gave no answer again and again: left to the next run",
        )
    else:
        refusal = Refusal(
            "asked_to_wait", "该主机要求暂缓，本次不再请求，下次再试。The host asks for patience: left to the next run"
        )
    return Exchange(url=address, started_at=dt.datetime.now(dt.UTC), failure=refusal)
