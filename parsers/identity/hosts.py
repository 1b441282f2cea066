"""Whose site an address stands on: a second witness of a report's place, told by the host (seeds/hosts.csv, seeds/spelt_names.csv)."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from parsers.seed import read_seed


@cache
def list_hosts() -> dict[str, str]:
    """Region codes by host or domain; a domain stands for all hosts below it."""
    return {row["host"]: row["region_code"] for row in read_seed("hosts.csv")}


@cache
def list_spelt_names() -> dict[str, str]:
    """Region codes by the pinyin that only one division's name has (seeds/spelt_names.csv)."""
    return {row["host"]: row["region_code"] for row in read_seed("spelt_names.csv")}


def find_host_region(url: str) -> tuple[str, str, str] | None:
    """How the host of `url` tells a region, by what, and the region's code; None for files and hosts that tell none.

    ("host", "gz.gov.cn", …) for swj.gz.gov.cn, which is below a known domain; ("spelt", "changde.gov.cn", …) for a host that nobody has seen and
    that spells a place's name.
    """
    host = urlsplit(url).hostname or "" if url.startswith(("http://", "https://")) else ""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        domain = ".".join(labels[start:])
        if code := list_hosts().get(domain):
            return "host", domain, code
    if labels[-2:] == ["gov", "cn"] and len(labels) > 2 and (code := list_spelt_names().get(labels[-3])):
        return "spelt", ".".join(labels[-3:]), code
    return None
