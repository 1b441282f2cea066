"""How often a host is asked: one request at a time, a pause between them, and none at all where it does not answer."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from parsers.records import Refusal

ATTEMPTS = 4
"""Times that one page is tried in a run."""

ATTEMPTS_OF = {"timeout": 2, "too_slow": 1}
"""Times where an answer did not come in time, or in drops: each costs the whole of that time."""

FIRST_PAUSE = 1.0
"""Seconds before the second try; doubled for each further one."""

LONGEST_PAUSE = 120.0
"""Seconds that a run waits for a host that asks for patience. Where it asks for more, its pages are left to the next run."""

FAILURES = 5
"""Requests in a row without an answer after which a host is left alone for the rest of the run; one that ran out of time counts
for two."""

BUSY = 4
"""Answers in a row that ask for patience (429, 503) after which a host is left alone: it gives nothing today."""

FAILED_PAGES = 2
"""Pages in a row that failed after all tries; from then on each is tried once, until one comes."""


@dataclass(frozen=True, slots=True)
class HostBudget:
    """What one host may cost in one run."""

    seconds: float = 1800.0
    """Spent on transfers; the pauses that politeness asks for do not count."""
    sent_bytes: int = 2 * 1024**3
    failures: int = 60
    """Requests without a whole answer, in a row or not."""
    until: float = float("inf")
    """The moment (`time.monotonic`) from which the whole run asks nobody any more."""


class HostTurns:
    """The turns of one host: `take` waits for the next, `delay` is the pause between two, in seconds.

    Origins (http and https, other ports) share the host's one place; what robots.txt of one of them asks for beyond the
    host's pause binds that origin alone. Where a host asks to wait (429, 503 with Retry-After), all its pages wait.
    """

    def __init__(self, delay: float, budget: HostBudget | None = None) -> None:
        self.delay = delay
        self.budget = budget or HostBudget()
        self._next = 0.0
        self._lock = asyncio.Lock()
        self._origins: dict[str, _OriginTurns] = {}
        self._failures = 0
        self._all_failures = 0
        self._busy = 0
        self._failed_pages = 0
        self._seconds = 0.0
        self._bytes = 0
        self._closed_until = 0.0

    @asynccontextmanager
    async def take(self, origin: str = "") -> AsyncIterator[None]:
        """Hold the host's one place, from the moment on that politeness allows the request."""
        turns = self._origins.setdefault(origin, _OriginTurns())
        async with turns.lock:
            while (wait := turns.next - time.monotonic()) > 0 and self.closed is None:
                await asyncio.sleep(self._bound(wait))
            async with self._lock:
                while (wait := self._next - time.monotonic()) > 0 and self.closed is None:
                    await asyncio.sleep(self._bound(wait))
                started = time.monotonic()
                try:
                    yield
                finally:
                    ended = time.monotonic()
                    self._seconds += ended - started
                    # From the end of the answer, so that the pause is whole on the server's clock too, however long the way.
                    self._next = max(self._next, ended + self.delay)
                    turns.last = ended
                    turns.next = max(turns.next, ended + turns.delay)

    def _bound(self, wait: float) -> float:
        """A wait that does not outlast the run."""
        return max(0.0, min(wait, self.budget.until - time.monotonic()))

    def slow_down(self, origin: str, delay: float) -> None:
        """Keep so many seconds between two requests to this origin, from the one before (that for robots.txt) on."""
        turns = self._origins.setdefault(origin, _OriginTurns())
        turns.delay = max(turns.delay, delay)
        turns.next = max(turns.next, turns.last + turns.delay)

    def rest(self, seconds: float) -> None:
        """Let the host rest: no request to it before that."""
        self._next = max(self._next, time.monotonic() + seconds)

    def close(self, seconds: float) -> None:
        """Leave the host alone for so long: longer than the run would wait."""
        self._closed_until = max(self._closed_until, time.monotonic() + seconds)

    @property
    def attempts(self) -> int:
        """Times that a page is tried now: once where the pages before it failed whatever was tried."""
        return 1 if self._failed_pages >= FAILED_PAGES else ATTEMPTS

    @property
    def closed(self) -> Refusal | None:
        """Why the host is left alone for now; None where it is not."""
        if self._failures >= FAILURES:
            return Refusal(
                "host_unreachable",
                "该主机连续无应答，本次不再请求，下次再试。The host gave no answer again and again: left to the next run",
            )
        if time.monotonic() < self._closed_until or self._busy >= BUSY:
            return Refusal(
                "asked_to_wait",
                "该主机要求暂缓，本次不再请求，下次再试。The host asks for patience: left to the next run",
            )
        budget = self.budget
        if time.monotonic() >= budget.until:
            return Refusal(
                "over_budget",
                "本次运行的总时间已到（FAZHI_FETCH_HOURS），余下留待下次。The run's whole time is over: the rest is left to the next",
            )
        if self._seconds > budget.seconds or self._bytes > budget.sent_bytes or self._all_failures > budget.failures:
            return Refusal(
                "over_budget",
                f"该主机本次已用 {self._seconds:.0f} 秒、{self._bytes // 1024**2} MB、失败 {self._all_failures} 次，余下留待下次。"
                "The host has had its share of this run: the rest is left to the next",
            )
        return None

    def note_answer(self, *, answered: bool, busy: bool = False, timed_out: bool = False, sent_bytes: int = 0) -> None:
        """Count what came: requests without any answer in a row (one answer begins anew), and those that ask for patience."""
        self._bytes += sent_bytes
        if timed_out or not answered:
            self._all_failures += 1
            self._failures += 2 if timed_out else 1
        else:
            self._failures = 0
        self._busy = self._busy + 1 if busy else 0

    def note_page(self, *, failed: bool) -> None:
        """Count pages in a row that failed after all tries."""
        self._failed_pages = self._failed_pages + 1 if failed else 0


class _OriginTurns:
    """What binds one origin of a host."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.delay = 0.0
        self.next = 0.0
        self.last = 0.0


def choose_pause(attempt: int) -> float:
    """Seconds before the next try, after `attempt` of them (from 1): doubled each time, anywhere in the upper half."""
    ceiling = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (attempt - 1))
    return ceiling * random.uniform(0.5, 1.0)


def read_retry_after(value: str | None, now: dt.datetime) -> float | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3): a number, or a date; None where it says nothing usable."""
    text = (value or "").strip()[:100]
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, OverflowError):
        return None
