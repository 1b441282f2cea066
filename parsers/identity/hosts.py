"""Whose site an address stands on: a second witness of a report's place, told by the host (seeds/hosts.csv)."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from parsers.seed import read_seed


@cache
def list_hosts() -> dict[str, str]:
    """Region codes by host or domain; a domain stands for all hosts below it."""
    return {row["host"]: row["region_code"] for row in read_seed("hosts.csv")}


def find_host_region(url: str) -> tuple[str, str] | None:
    """The host or domain of `url` that is known, and its region code: swj.gz.gov.cn is below gz.gov.cn. None for files and unknown hosts."""
    host = urlsplit(url).hostname or "" if url.startswith(("http://", "https://")) else ""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        domain = ".".join(labels[start:])
        if code := list_hosts().get(domain):
            return domain, code
    return None
