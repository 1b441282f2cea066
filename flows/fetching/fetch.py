"""The polite client: an address in, what became of it out. Robots, turns, retries and redirects meet here."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from types import TracebackType
from urllib.parse import quote, urlsplit

import certifi
import httpx

from flows.archive.encodings import ACCEPTED, BrokenEncodingError
from flows.archive.warc import ArchivePlace
from flows.fetching.addresses import check_address
from flows.fetching.answers import (
    CHALLENGES,
    KnownCopy,
    find_redirect,
    find_refresh,
    judge_answer,
    list_conditions,
    name_origin,
    plan_pause,
)
from flows.fetching.bounded import BoundedReader
from flows.fetching.politeness import ATTEMPTS, ATTEMPTS_OF, LONGEST_PAUSE, HostBudget, HostTurns
from flows.fetching.robots import AGENT, LARGEST_ROBOTS, RobotsRules, read_robots
from flows.fetching.transfer import Exchange, Limits, exchange, make_client
from parsers.links.page_look import judge_error
from parsers.records import Refusal
from parsers.text.addresses import normalise_address

MOST_REDIRECTS = 20
"""Steps from one address to another, as many as browsers go; each waits for its turn. Ordinary sites need two."""

_MOST_ROBOTS_REDIRECTS = 5
"""Steps on the way to robots.txt, as RFC 9309 has it."""

LONGEST_DELAY = 60.0
"""Seconds between two requests that robots.txt may ask for; what asks for more is not asked at all in this run."""

MOST_VISITS = 2
"""Times that redirects may lead to one address again, each time with other cookies."""

Keep = Callable[[Exchange, ArchivePlace | None], ArchivePlace | None]
"""Keeps an exchange for ever; the second argument is where the same body was kept before."""

_JUDGED = 64 * 1024
"""Bytes of an error's answer that are looked at."""


@dataclass(frozen=True, slots=True)
class FetchRules:
    """How fetching is done; what a user sets comes from the settings."""

    contact: str = ""
    """Address or page of whoever runs this, shown to every site."""
    delay: float = 2.0
    """Seconds between two requests to a host, at least; robots.txt may ask for more."""
    allow_loopback: bool = False
    """For tests: addresses of this machine itself may be fetched."""
    hours: float = 24.0
    """After which a run begins no request any more; what is left waits for the next."""
    limits: Limits = field(default_factory=Limits)
    certificates: str | None = None
    """File of the authorities to trust; None: certifi's."""

    @property
    def user_agent(self) -> str:
        """What the client calls itself."""
        # A header is ASCII: a contact in Chinese is shown in the escapes that addresses have.
        contact = re.sub(r"[^\x20-\x7e]+", lambda written: quote(written[0]), self.contact.strip())
        about = f"+{contact}" if contact else "public reports archive; operator did not set a contact"
        return f"{AGENT}/{version('fazhi')} ({about})"


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
    leads_to: str | None = None
    """Where a Refresh header sends the browser; None where there is none."""


@dataclass(slots=True)
class _Host:
    """A host's turns, its pool of connections, and the rules of its sites by origin."""

    turns: HostTurns
    clients: dict[bool, httpx.AsyncClient] = field(default_factory=dict)
    robots: dict[str, RobotsRules] = field(default_factory=dict)
    robots_locks: dict[str, asyncio.Lock] = field(default_factory=dict)


class Fetcher:
    """Fetches addresses politely; one for a run, used as an asynchronous context."""

    def __init__(self, rules: FetchRules, keep: Keep) -> None:
        self.rules = rules
        self.reader = BoundedReader()
        """Where all text is read that decides what to fetch."""
        self._keep = keep
        self._budget = HostBudget(until=time.monotonic() + rules.hours * 3600)
        self._hosts: dict[str, _Host] = {}
        self._headers = [
            (b"User-Agent", rules.user_agent.encode("ascii")),
            (b"Accept-Encoding", ACCEPTED.encode("ascii")),
            (b"Accept", b"*/*"),
        ]
        # Loading the authorities takes 20 ms: once, not for each host.
        self._tls = ssl.create_default_context(cafile=rules.certificates or certifi.where())

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.reader.stop()
        for host in self._hosts.values():
            for client in host.clients.values():
                await client.aclose()

    async def fetch(self, address: str, known: KnownCopy | None = None, *, verify: bool = True) -> FetchResult:
        """Fetch a page, or learn that it is the known copy still. Raises OSError only where the archive cannot be written.

        `verify` is False for a source whose certificate is known to be bad and whose row in the registry says so.
        """
        started = dt.datetime.now(dt.UTC)
        refusal: Refusal | None
        try:
            current = normalise_address(address)
        except ValueError as error:
            refusal = Refusal("bad_address", f"网址无法解析（{error}）：请改正。The address cannot be read: mend it")
            return FetchResult(address, address, started, refusal)
        seen = [current]
        asked: set[tuple[str, frozenset[tuple[str, str]]]] = set()
        while True:
            closed = check_address(current, allow_loopback=self.rules.allow_loopback)
            closed = closed or await self._refuse_by_robots(current, verify)
            if closed is not None:
                return FetchResult(address, current, started, closed)
            asked.add((current, self._list_cookies(current, verify)))
            answer = await self._ask(current, known if len(seen) == 1 else None, verify)
            try:
                target = find_redirect(answer)
                if target is None:
                    refusal = answer.failure or await self._judge(answer, known)
                    return self._finish(address, answer, known, refusal)
                self._keep(answer, None)
            finally:
                answer.close()
            # A wall sends the browser to where it is, with a cookie to show: a circle is one where both come again.
            if (target, self._list_cookies(target, verify)) in asked or seen.count(target) > MOST_VISITS:
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

    def _list_cookies(self, address: str, verify: bool) -> frozenset[tuple[str, str]]:
        """What is carried for this address's host."""
        jar = self._find_client(self._find_host(address), verify).cookies.jar
        return frozenset((cookie.name, cookie.value or "") for cookie in jar)

    async def _judge(self, answer: Exchange, known: KnownCopy | None) -> Refusal | None:
        """Why a whole answer is no page, None for one that is."""
        refusal = judge_answer(answer, known)
        if refusal is None or answer.status in (404, 410, 304, *CHALLENGES):
            return refusal
        try:
            opening = answer.read_body(_JUDGED)
        except BrokenEncodingError:
            return refusal
        challenge = await self.reader.read(judge_error, opening, answer.find_header("content-type"))
        return challenge if challenge is not None and challenge.reason == "bot_challenge" else refusal

    def _find_host(self, address: str) -> _Host:
        name = urlsplit(address).hostname or ""
        if name not in self._hosts:
            self._hosts[name] = _Host(HostTurns(self.rules.delay, self._budget))
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
        origin = name_origin(address)
        async with host.robots_locks.setdefault(origin, asyncio.Lock()):
            if origin not in host.robots:
                found = await self._fetch_robots(f"{origin}/robots.txt", verify)
                host.robots[origin] = found
                if found.delay <= LONGEST_DELAY:
                    host.turns.slow_down(origin, found.delay)
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
        for _ in range(_MOST_ROBOTS_REDIRECTS + 1):
            if check_address(current, allow_loopback=self.rules.allow_loopback) is not None:
                return RobotsRules()
            answer = await self._ask(current, None, verify)
            try:
                self._keep(answer, None)
                target = find_redirect(answer)
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
        headers = [*self._headers, *(list_conditions(known) if known is not None else ())]
        attempt = 0
        while True:
            attempt += 1
            async with host.turns.take(name_origin(address)):
                if (closed := host.turns.closed) is not None:
                    return Exchange(url=address, started_at=dt.datetime.now(dt.UTC), failure=closed)
                answer = await exchange(self._find_client(host, verify), address, headers, self.rules.limits)
                reason = "" if answer.failure is None else answer.failure.reason
                timed_out = reason in ("timeout", "too_slow")
                host.turns.note_answer(
                    answered=answer.status is not None,
                    busy=answer.status in (429, 503),
                    timed_out=timed_out,
                    sent_bytes=answer.sent_bytes,
                )
                pause = plan_pause(answer, attempt)
                if pause is None:
                    host.turns.note_page(failed=False)
                    return answer
                if pause > LONGEST_PAUSE:
                    host.turns.close(pause)
                    return answer
                if attempt >= min(host.turns.attempts, ATTEMPTS_OF.get(reason, ATTEMPTS)):
                    host.turns.note_page(failed=True)
                    return answer
                host.turns.rest(pause)
            self._keep(answer, None)
            answer.close()

    def _finish(self, address: str, answer: Exchange, known: KnownCopy | None, refusal: Refusal | None) -> FetchResult:
        """The exchange's outcome, kept in the archive."""
        same = (
            known is not None and known.place is not None and answer.status == 200 and answer.page_id == known.page_id
        )
        whole = answer.failure is None
        place = self._keep(answer, known.place if same and known is not None and whole else None)
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
            leads_to=find_refresh(answer),
        )
