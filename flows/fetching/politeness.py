"""How often a host is asked: one request at a time, a pause between them, and none at all where it does not answer."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime

ATTEMPTS = 4
"""Times that one page is tried in a run."""

FIRST_PAUSE = 1.0
"""Seconds before the second try; doubled for each further one."""

LONGEST_PAUSE = 120.0
"""Seconds that a run waits for a host that asks for patience. Where it asks for more, its pages are left to the next run."""

FAILURES = 5
"""Requests in a row without an answer after which a host is left alone for the rest of the run."""


class HostTurns:
    """The turns of one host: `take` waits for the next, `delay` is the pause between two, in seconds.

    Where a host asks to wait (429, 503 with Retry-After), all its pages wait, not only the one that was refused.
    """

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self._next = 0.0
        self._lock = asyncio.Lock()
        self._failures = 0
        self._closed_until = 0.0

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """Hold the host's one place, from the moment on that politeness allows the request."""
        async with self._lock:
            while (wait := self._next - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                # From the end of the answer, so that the pause is whole on the server's clock too, however long the way.
                self._next = max(self._next, time.monotonic() + self.delay)

    def rest(self, seconds: float) -> None:
        """Let the host rest: no request to it before that."""
        self._next = max(self._next, time.monotonic() + seconds)

    def close(self, seconds: float) -> None:
        """Leave the host alone for so long: longer than the run would wait."""
        self._closed_until = max(self._closed_until, time.monotonic() + seconds)

    @property
    def is_closed(self) -> bool:
        """Whether the host is left alone for now, since it asked for that or gave no answer."""
        return self._failures >= FAILURES or time.monotonic() < self._closed_until

    @property
    def is_dead(self) -> bool:
        """Whether the host gave no answer so often that asking on makes no sense."""
        return self._failures >= FAILURES

    def note_answer(self, *, answered: bool) -> None:
        """Count requests without any answer in a row; one answer, whatever its status, begins anew."""
        self._failures = 0 if answered else self._failures + 1


def choose_pause(attempt: int) -> float:
    """Seconds before the next try, after `attempt` of them (from 1): doubled each time, anywhere in the upper half."""
    ceiling = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (attempt - 1))
    return ceiling * random.uniform(0.5, 1.0)


def read_retry_after(value: str | None, now: dt.datetime) -> float | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3): a number, or a date; None where it says nothing usable."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())
