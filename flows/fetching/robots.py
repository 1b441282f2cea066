"""What a site's robots.txt allows (RFC 9309), read by protego."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from parsers.records import Refusal

LARGEST_ROBOTS = 512 * 1024
"""Bytes that are read; RFC 9309 asks for at least 500 KiB."""

AGENT = "fazhi"
"""The name that robots.txt knows this client by."""


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of one site; `unreachable` says why there are none, and then nothing is fetched."""

    rules: Protego | None = None
    unreachable: Refusal | None = None

    def allows(self, address: str) -> bool:
        """Whether the address may be fetched."""
        return self.unreachable is None and (self.rules is None or bool(self.rules.can_fetch(address, AGENT)))

    @property
    def delay(self) -> float:
        """Seconds between two requests that the site asks for; 0 where it does not."""
        if self.rules is None:
            return 0.0
        delay = self.rules.crawl_delay(AGENT)
        rate = self.rules.request_rate(AGENT)
        return max(float(delay or 0.0), rate.seconds / rate.requests if rate and rate.requests else 0.0)


def read_robots(status: int, body: bytes) -> RobotsRules:
    """The rules by robots.txt's status and content.

    RFC 9309: without the file (4xx) all is allowed; a server that fails (5xx, and 429, which says too much was asked)
    forbids all until it answers.
    """
    if status == 200:
        return RobotsRules(rules=Protego.parse(body[:LARGEST_ROBOTS].decode("utf-8", "replace")))
    if 400 <= status < 500 and status != 429:
        return RobotsRules()
    detail = (
        f"robots.txt 取不到（HTTP {status}），按 RFC 9309 本次不抓取该站，下次再试。"
        "robots.txt cannot be had: the site is left to the next run"
    )
    return RobotsRules(unreachable=Refusal("robots_unreachable", detail))
